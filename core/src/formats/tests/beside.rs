//! Files, options and papers of which an answer would know nothing.

use super::*;

/// Loads a main file, perhaps with another beside it.
fn beside(
    main: &str,
    role: Role,
    other: Option<&str>,
    options: &LoadOptions,
) -> (Option<Loaded>, Vec<(&'static str, String)>) {
    let (mut main, mut other_reader) = (main.as_bytes(), other.unwrap_or_default().as_bytes());
    let mut sources = vec![Source {
        name: "main".to_owned(),
        role: Role::Main,
        reader: &mut main,
    }];
    if other.is_some() {
        sources.push(Source {
            name: "other".to_owned(),
            role,
            reader: &mut other_reader,
        });
    }
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut sources, options, &mut diagnostics);
    let problems = diagnostics.into_problems().into_iter();
    let problems = problems.map(|p| (p.code, format!("{} {}", p.file, p.path)));
    (loaded, problems.collect())
}

const BLT: &str = "2 1\n1 1 0\n0\n\"A\"\n\"B\"\n\"t\"\n";
const PREFLIB: &str = "# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 1\n# NUMBER VOTERS: 1\n\
    # NUMBER UNIQUE ORDERS: 1\n# ALTERNATIVE NAME 1: A\n1: 1\n";
const ELECTION: &str = r#"{"format":"isonomia/election/1","contests":[{"id":"c",
    "options":["a"],"ballot":{"kind":"approval"},"ballots":[["a"]]}]}"#;

#[test]
fn a_file_that_nobody_reads_is_refused_in_every_format() {
    let options = LoadOptions::default();
    for main in [SCORES, BLT, PREFLIB, ELECTION] {
        assert!(beside(main, Role::Main, None, &options).0.is_some());
        for role in [Role::Main, Role::Ballots, Role::Categories] {
            let (loaded, problems) = beside(main, role, Some("vote\n"), &options);
            assert!(loaded.is_none(), "{main}");
            // An election file has a word of its own for ballots in two places.
            let codes: Vec<_> = problems.iter().map(|(code, _)| *code).collect();
            let expected = if main == ELECTION && role == Role::Ballots {
                "ballots-twice"
            } else {
                "file-not-used"
            };
            assert!(codes.contains(&expected), "{main} {role:?}: {codes:?}");
        }
    }
    let (_, problems) = beside(BLT, Role::Ballots, Some("vote\n"), &options);
    assert_eq!(problems, [("file-not-used", "other ".to_owned())]);
}

#[test]
fn an_option_that_means_nothing_for_the_input_is_a_warning() {
    let options = LoadOptions {
        seats: Some(3),
        contest: Some("park".to_owned()),
        ..LoadOptions::default()
    };
    let unused = |main: &str| {
        let (loaded, problems) = beside(main, Role::Main, None, &options);
        assert!(loaded.is_some());
        let problems = problems.into_iter();
        let unused = problems.filter(|(code, _)| *code == OPTION_NOT_USED);
        unused.map(|(_, place)| place).collect::<Vec<_>>()
    };
    assert_eq!(unused(SCORES), ["main seats", "main contest"]);
    assert_eq!(unused(BLT), ["main contest"]);
}

#[test]
fn a_threshold_that_the_declared_rule_does_not_hold_is_a_warning() {
    let warned = |rule: &str, least: &str| {
        let meta = format!("rule;{rule}\nmin_project_score_threshold;{least}");
        let text = SCORES.replace("rule;greedy", &meta);
        let (loaded, problems) = beside(&text, Role::Main, None, &LoadOptions::default());
        assert!(loaded.is_some(), "{problems:?}");
        problems.iter().any(|(code, _)| *code == "meta-not-applied")
    };
    for rule in [
        "equalshares",
        "greedy-custom",
        "greedy-exclusive",
        "unknown",
    ] {
        assert!(warned(rule, "5"), "{rule}");
        assert!(!warned(rule, "0"), "{rule}");
    }
    assert!(!warned("greedy", "5"));
}

/// Nine papers, of which five rank Bo twice: the other format gets four, and says so.
#[test]
fn papers_left_out_by_a_conversion_are_told() {
    let blt = "3 1\n4 1 2 0\n5 2 2 3 0\n0\n\"A\"\n\"Bo\"\n\"C\"\n\"t\"\n";
    let mut reader = blt.as_bytes();
    let source = Source {
        name: "t".to_owned(),
        role: Role::Main,
        reader: &mut reader,
    };
    let (mut out, mut diagnostics) = (Vec::new(), Diagnostics::default());
    let options = LoadOptions::default();
    convert(
        &mut [source],
        &options,
        "election",
        &mut out,
        &mut diagnostics,
    )
    .unwrap();
    let left_out = diagnostics.problems().iter();
    let left_out: Vec<&str> = left_out
        .filter(|problem| problem.code == "papers-left-out")
        .map(|problem| problem.found.as_str())
        .collect();
    assert_eq!(left_out, ["5"]);
}
