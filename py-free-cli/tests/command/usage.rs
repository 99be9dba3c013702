use isonomia::{formats, rules};

use crate::support::{
    TOWN, file, folder, isonomia, missing_key, path, program, sample, with_stdin,
};

/// Every command with examples under its help text.
const COMMANDS: &[&[&str]] = &[
    &[],
    &["count"],
    &["compare"],
    &["audit"],
    &["check"],
    &["convert"],
    &["rules"],
    &["keygen"],
    &["panel", "targets"],
    &["draw", "commit"],
    &["draw", "plan"],
    &["draw", "seal"],
    &["draw", "sign"],
    &["draw", "anchor"],
    &["draw", "reveal"],
    &["draw", "dice"],
    &["draw", "list"],
    &["draw", "beacon"],
    &["draw", "run"],
    &["draw", "verify"],
    &["draw", "prove"],
    &["draw", "explain"],
    &["draw", "sample"],
    &["panel", "check"],
    &["panel", "report"],
    &["panel", "select"],
    &["panel", "alternates"],
    &["panel", "replace"],
    &["panel", "invite"],
    &["panel", "willing"],
];

#[test]
fn wrong_usage_ends_with_two_before_any_file_is_opened() {
    let wrong: &[&[&str]] = &[
        &[],
        &["nonsense"],
        &["count"],
        &["count", "a.pb", "--rule", "budget/nope"],
        &["count", "a.pb", "--set", "by"],
        &[
            "count",
            "a.pb",
            "--rule",
            "budget/greedy",
            "--set",
            "by=luck",
        ],
        &[
            "count",
            "a.pb",
            "--rule",
            "budget/greedy",
            "--set",
            "buy=votes",
        ],
        &["count", "a.pb", "--ties", "coin"],
        &["count", "a.pb", "--ties", ""],
        &["count", "a.pb", "--seed", "12"],
        &["count", "a.pb", "--seats", "0"],
        &["count", "a.pb", "--lang", "xx"],
        &["count", "a.pb", "--json", "--csv"],
        &["count", "a.pb", "b.pb", "--report", "r.json"],
        &["count", "a.pb", "b.pb", "--ballots", "c.csv"],
        &["count", "-", "-"],
        &["count", "a.pb", "--from", "docx"],
        &["count", "a.pb", "--read-as", "tea-leaves"],
        &["check"],
        &["convert", "a.pb", "b.pb", "--to", "pb"],
    ];
    for words in wrong {
        let ran = isonomia(*words).ends(2);
        assert!(ran.out.is_empty(), "{words:?}: {}", ran.out);
        assert!(!ran.err.is_empty(), "{words:?}");
    }
}

#[test]
fn a_message_of_wrong_usage_says_what_would_be_right() {
    let ran = isonomia(["count", "a.pb", "--rule", "greedy"]).ends(2);
    assert!(ran.err.contains("budget/greedy"), "{}", ran.err);
    let ran = isonomia(["count", "a.pb", "--ties", "coin"]).ends(2);
    assert!(ran.err.contains("min-cost"), "{}", ran.err);
    let ran = isonomia([
        "count",
        "a.pb",
        "--rule",
        "budget/greedy",
        "--set",
        "by=luck",
    ])
    .ends(2);
    assert!(ran.err.contains("density"), "{}", ran.err);
}

#[test]
fn help_and_version_end_with_zero_and_every_command_has_examples() {
    isonomia(["--help"]).ends(0);
    isonomia(["--version"]).ends(0);
    for command in ["count", "compare", "audit", "check", "convert", "rules"] {
        let ran = isonomia([command, "--help"]).ends(0);
        assert!(ran.out.contains("Examples:"), "{command}");
        assert!(ran.out.matches("isonomia ").count() > 2, "{command}");
    }
}

// Help that does not work teaches nothing: each example that reads nothing but samples, and
// files that an example before it wrote, is run in a folder where samples/ is.
#[test]
fn the_examples_of_the_help_texts_run() {
    let folder = folder();
    let samples = folder.join("samples");
    std::fs::create_dir_all(samples.join("panel")).expect("a folder");
    for name in [
        "budget.pb",
        "council.blt",
        "park-name.blt",
        "panel/people.csv",
        "panel/categories.csv",
        "panel/census.csv",
    ] {
        std::fs::copy(sample(name), samples.join(name)).expect("a sample is copied");
    }
    std::fs::create_dir_all(samples.join("tables")).expect("a folder");
    for entry in std::fs::read_dir(sample("tables")).expect("the tables of the samples") {
        let path = entry.expect("a sample").path();
        let name = path.file_name().expect("its name").to_owned();
        std::fs::copy(&path, samples.join("tables").join(name)).expect("a sample is copied");
    }
    std::fs::create_dir_all(samples.join("draw")).expect("a folder");
    for entry in std::fs::read_dir(sample("draw")).expect("the sample of a draw") {
        let path = entry.expect("a sample").path();
        let name = path.file_name().expect("its name").to_owned();
        std::fs::copy(&path, samples.join("draw").join(name)).expect("a sample is copied");
    }
    let mut run = 0;
    for command in COMMANDS {
        let help = isonomia(command.iter().chain(&["--help"])).ends(0).out;
        for example in examples(&help) {
            let foreign = [
                "*",
                "|",
                ">",
                " people.csv",
                "budget-election.json",
                " DIR",
                " register.csv",
                " survey.csv",
                " volunteers.csv",
            ];
            if foreign.iter().any(|word| example.contains(word)) {
                continue;
            }
            let words = words(&example);
            let output = program().args(&words).current_dir(&folder).output();
            let output = output.expect("the program starts");
            // 2 is UNPROVEN, as every rehearsal is.
            let trusted = example.contains("--seal");
            let expected = if example.starts_with("draw verify") && !trusted {
                2
            } else {
                0
            };
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(expected), "{example}: {said}");
            run += 1;
        }
    }
    assert!(run > 20, "only {run} examples were found");
}

// Also those that cannot be run here: a word that no list has would send the reader astray.
#[test]
fn every_word_of_every_example_exists() {
    let mut seen = 0;
    for command in COMMANDS {
        let help = isonomia(command.iter().chain(&["--help"])).ends(0).out;
        for example in examples(&help) {
            let words = words(&example);
            let after = |flag: &str| {
                let pairs = words.windows(2).filter(|pair| pair[0] == flag);
                let lists = pairs.map(|pair| pair[1].clone()).collect::<Vec<_>>();
                lists.into_iter()
            };
            for id in after("--to").chain(after("--from")) {
                assert!(formats::find(&id).is_some(), "{id} in {example}");
                seen += 1;
            }
            let lists = after("--rules").chain(after("--rule"));
            let ids: Vec<String> = lists
                .flat_map(|list| list.split(',').map(str::to_owned).collect::<Vec<_>>())
                .collect();
            for id in &ids {
                assert!(rules::find(id).is_some(), "{id} in {example}");
                seen += 1;
            }
            // What targets set are ranges of values, not options of a rule.
            let rules_set = !example.starts_with("panel targets");
            for set in after("--set").filter(|_| rules_set) {
                let (name, value) = set.split_once('=').expect("NAME=VALUE");
                let (id, name) = match name.split_once(':') {
                    Some((id, name)) => (Some(id.to_owned()), name),
                    None => (ids.first().cloned(), name),
                };
                let id = id.unwrap_or_else(|| "sortition/stratified".to_owned());
                let pair = [(name.to_owned(), value.to_owned())];
                let read = rules::find(&id).expect("a rule").prepare(&pair);
                assert!(read.is_ok(), "{set} in {example}");
                seen += 1;
            }
        }
    }
    assert!(seen > 15, "only {seen} words were found");
}

/// The examples of a help text, without the name of the program; a line that ends in a backslash
/// goes on in the next, and a remark stands behind several blanks.
fn examples(help: &str) -> Vec<String> {
    let help = help.split_once("Examples").map_or("", |(_, rest)| rest);
    let joined = help.replace("\\\n", " ");
    let lines = joined
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("isonomia "));
    let lines = lines.map(|line| {
        let mut words = line.split("  ").filter(|part| !part.is_empty());
        let first = words.next().unwrap_or_default().to_owned();
        // A continued line was indented: its words are joined by several blanks.
        let rest = words.filter(|part| part.trim_start().starts_with("--"));
        rest.fold(first, |line, part| format!("{line} {}", part.trim()))
    });
    lines.collect()
}

/// Words as a shell splits them: quotes keep blanks.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_language_is_asked_for_and_never_guessed() {
    let count = |variables: &[(&str, &str)], words: &[&str]| {
        let mut command = program();
        command.args(["count", &sample("budget.pb")]).args(words);
        command.envs(variables.iter().copied());
        let output = command.output().expect("the program starts");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let english = count(&[], &[]);
    let polish = count(&[], &["--lang", "pl"]);
    assert_ne!(english, polish);
    assert_eq!(
        count(&[("LC_ALL", "pl_PL.UTF-8"), ("LANG", "pl_PL.UTF-8")], &[]),
        english
    );
    assert_eq!(count(&[("ISONOMIA_LANG", "pl")], &[]), polish);
    assert_eq!(
        count(&[("ISONOMIA_LANG", "pl")], &["--lang", "en"]),
        english
    );
    assert_eq!(count(&[("ISONOMIA_LANG", "xx")], &[]), "");
}

#[test]
fn no_message_lacks_its_text() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let broken = file(&folder, "broken.pb", TOWN.replace("road;50", "school;-5"));
    let report = path(&folder, "r.json");
    isonomia(["count", &town, "--report", &report]).ends(0);
    let (budget, park) = (sample("budget.pb"), sample("park-name.blt"));
    let (people, categories) = (sample("panel/people.csv"), sample("panel/categories.csv"));
    let draw = path(&folder, "draw.json");
    let mut pool = vec![
        "draw",
        "run",
        &people,
        "--rehearsal",
        "--categories",
        &categories,
        "--seats",
        "12",
    ];
    pool.extend([
        "--rule",
        "sortition/uniform",
        "--dice",
        "123456",
        "-o",
        &draw,
    ]);
    isonomia(&pool).ends(0);
    let runs: &[&[&str]] = &[
        &["count", &town],
        &["count", &budget],
        &["count", &town, &broken],
        &["count", &town, "--ties", "all"],
        &["count", "missing.pb"],
        &["count", "."],
        &["count", &town, "--rule", "budget/nope"],
        &["count", &town, "--rule", "ranked/irv"],
        &["compare", &budget, "--all"],
        &["audit", &report, "--input", &town],
        &["audit", &report, "--input", &budget],
        &["audit", &report, "--input", &town, "--converted"],
        &["check", &town],
        &["check", &broken],
        &["convert", &broken, "--to", "pb"],
        &["convert", &town, "--to", "pb", "-o", &town],
        &["count", &park, "--rule", "ranked/irv"],
        &["compare", &park, "--all"],
        &["rules"],
        &["rules", "budget/greedy"],
        &["rules", "--family", "x"],
        &["formats"],
        &pool,
        &["draw", "verify", &town],
        &["draw", "verify", &draw],
        &[
            "draw",
            "verify",
            &draw,
            "--input",
            &people,
            "--categories",
            &categories,
        ],
        &["draw", "verify", &draw, "--input", &categories],
        &[
            "draw", "verify", "a", "--input", "b", "--input", "c", "--input", "d",
        ],
        &["rules", "sortition/uniform"],
    ];
    for words in runs {
        for lang in ["en", "pl"] {
            let ran = isonomia(words.iter().chain(&["--lang", lang]));
            let said = format!("{}{}", ran.out, ran.err);
            assert_eq!(missing_key(&said), None, "{words:?} in {lang}: {said}");
            assert!(!ran.err.contains("panicked"), "{words:?}: {said}");
        }
    }
}

#[test]
fn quiet_silences_warnings_but_not_errors() {
    let folder = folder();
    // Line 4 says one vote more than there are: a warning, since votes can be counted.
    let town = TOWN.replace("budget;100", "num_votes;4\nbudget;100");
    let loud = with_stdin(["count", "-"], town.as_bytes()).ends(0);
    assert!(loud.err.contains("warning"), "{}", loud.err);
    let quiet = with_stdin(["count", "-", "--quiet"], town.as_bytes()).ends(0);
    assert_eq!(quiet.err, "");
    assert_eq!(quiet.out, loud.out);
    let missing = path(&folder, "missing.pb");
    assert!(
        !isonomia(["count", &missing, "--quiet"])
            .ends(1)
            .err
            .is_empty()
    );
}

#[test]
fn no_colours_in_a_pipe() {
    let ran = isonomia(["count", &sample("budget.pb")]).ends(0);
    assert!(!ran.out.contains('\u{1b}'));
}
