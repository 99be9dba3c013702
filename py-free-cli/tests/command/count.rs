use isonomia::json::Value;

use crate::support::{TOWN, cell, file, folder, isonomia, path, program, sample, with_stdin};

fn strings(value: Option<&Value>) -> Vec<&str> {
    let items = value.and_then(Value::as_array).unwrap_or_default();
    items.iter().filter_map(Value::as_str).collect()
}

// samples/README.md: by most votes four projects are funded (an independent computation).
#[test]
fn the_declared_rule_is_used_and_named_and_the_official_result_compared() {
    let ran = isonomia(["count", &sample("budget.pb")]).ends(0);
    let first = ran.out.lines().next().unwrap_or_default();
    assert!(first.starts_with("4 of 12 projects"), "{}", ran.out);
    assert!(ran.out.contains("budget/greedy"), "{}", ran.out);
    assert!(
        ran.out.contains("agrees with the official result"),
        "{}",
        ran.out
    );
    assert!(ran.err.is_empty(), "{}", ran.err);
}

#[test]
fn where_the_official_result_differs_the_difference_is_named() {
    let folder = folder();
    let other = TOWN.replace("road;50;2;A better road;0", "road;50;2;A better road;1");
    let town = file(&folder, "town.pb", other);
    let ran = isonomia(["count", &town]).ends(0);
    assert!(
        ran.out.contains("differs from the official result"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("A better road"), "{}", ran.out);
    let ran = isonomia(["count", &town, "--csv"]).ends(0);
    assert_eq!(cell(&ran.table()[0], "agrees_official"), "false");
}

#[test]
fn json_is_the_report_in_one_line() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let ran = isonomia(["count", &town, "--json"]).ends(0);
    let lines = ran.lines();
    let [report] = lines.as_slice() else {
        panic!("one line: {}", ran.out)
    };
    let text = |key: &str| report.get(key).and_then(Value::as_str);
    assert_eq!(text("format"), Some("isonomia/report/1"));
    assert_eq!(text("rule"), Some("budget/greedy"));
    let outcome = report.get("outcome").expect("an outcome");
    assert_eq!(strings(outcome.get("selected")), ["school", "trees"]);
    assert_eq!(outcome.get("cost").and_then(Value::as_str), Some("90"));
    assert_eq!(outcome.get("left").and_then(Value::as_str), Some("10"));
    for key in [
        "engine", "revision", "params", "ties", "seed", "input", "events",
    ] {
        assert!(report.get(key).is_some(), "{key} in {}", ran.out);
    }
    for key in ["invalid", "warnings", "result", "digest"] {
        assert!(report.get(key).is_some(), "{key} in {}", ran.out);
    }
    let input = report.get("input").expect("an input");
    for key in ["kind", "read_as", "files", "instance", "ballots", "valid"] {
        assert!(input.get(key).is_some(), "{key} in {}", ran.out);
    }
}

#[test]
fn standard_input_is_a_file_like_others() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let from_file = isonomia(["count", &town, "--json"]).ends(0);
    let from_pipe = with_stdin(["count", "-", "--json"], TOWN.as_bytes()).ends(0);
    assert_eq!(from_file.out, from_pipe.out);
}

#[test]
fn a_file_that_fails_is_a_row_and_the_others_are_counted() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let broken = file(&folder, "broken.pb", TOWN.replace("PROJECTS", "PROJEKTY"));
    let missing = path(&folder, "missing.pb");
    let place = folder.display().to_string();
    let files = [&town, &broken, &missing, &place, &town];

    let ran = isonomia(
        ["count", "--csv"]
            .into_iter()
            .chain(files.map(String::as_str)),
    )
    .ends(1);
    let rows = ran.table();
    assert_eq!(rows.len(), files.len());
    for (row, name) in rows.iter().zip(files) {
        assert_eq!(cell(row, "file"), name);
        let failed = !cell(row, "error").is_empty();
        assert_eq!(failed, name != &town, "{row:?}");
        assert_eq!(cell(row, "winners").is_empty(), failed, "{row:?}");
    }
    assert_eq!(cell(&rows[0], "winners"), "school|trees");
    assert_eq!(cell(&rows[0], "rule"), "budget/greedy");
    assert_eq!(cell(&rows[2], "error"), "file-not-found");
    assert_eq!(cell(&rows[3], "error"), "file-is-folder");
    assert!(ran.err.contains("missing.pb"), "{}", ran.err);

    let ran = isonomia(
        ["count", "--json"]
            .into_iter()
            .chain(files.map(String::as_str)),
    )
    .ends(1);
    let lines = ran.lines();
    assert_eq!(lines.len(), files.len());
    for (line, name) in lines.iter().zip(files) {
        assert_eq!(
            line.get("file").and_then(Value::as_str),
            Some(name.as_str())
        );
        assert_eq!(line.get("errors").is_some(), name != &town);
        assert_eq!(line.get("outcome").is_some(), name == &town);
    }
}

#[test]
fn a_line_among_several_is_the_report_and_the_name_of_its_file() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let alone = isonomia(["count", &town, "--json"]).ends(0).lines();
    let mut two = isonomia(["count", &town, &town, "--json"]).ends(0).lines();
    let Some(Value::Object(fields)) = two.first_mut() else {
        panic!("an object")
    };
    assert_eq!(fields.remove("file"), Some(Value::from(town)));
    assert_eq!(two[0], alone[0]);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let many = vec![sample("budget.pb"); 100];
    for words in [
        ["count", "--json"],
        ["count", "--csv"],
        ["rules", "--json"],
        ["count", "--help"],
    ] {
        let mut command = program();
        command.args(words);
        if words[0] == "count" {
            command.args(&many);
        }
        let mut child = command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
    }
}

#[test]
fn a_tie_that_nothing_decides_stops_the_count_and_names_the_tied() {
    let folder = folder();
    let tied = TOWN
        .replace("2;school,road", "2;school")
        .replace("road;50;2", "road;50;1");
    let tied = tied.replace("budget;100", "budget;110");
    let tied = tied
        .replace(";selected", "")
        .replace(";1\n", "\n")
        .replace(";0\n", "\n");
    let town = file(&folder, "tied.pb", tied);
    let ran = isonomia(["count", &town, "--ties", "max-votes"]).ends(1);
    assert!(ran.out.is_empty(), "{}", ran.out);
    assert!(ran.err.contains("road, trees"), "{}", ran.err);
    // What decides is said where it does: the cheaper trees.
    let ran = isonomia(["count", &town, "--ties", "min-cost", "--csv"]).ends(0);
    assert_eq!(cell(&ran.table()[0], "winners"), "school|trees");
    let ran = isonomia(["count", &town, "--ties", "max-cost", "--csv"]).ends(0);
    assert_eq!(cell(&ran.table()[0], "winners"), "school|road");
    let given = [
        "count",
        &town,
        "--ties",
        "given",
        "--given",
        "road,trees",
        "--csv",
    ];
    assert_eq!(
        cell(&isonomia(given).ends(0).table()[0], "winners"),
        "school|road"
    );
    // Every way, and a lot that needs a seed.
    let ran = isonomia(["count", &town, "--ties", "all", "--json"]).ends(0);
    let outcomes = ran.lines()[0].get("outcomes").cloned();
    assert_eq!(
        outcomes.and_then(|all| Some(all.as_array()?.len())),
        Some(2)
    );
    let ran = isonomia(["count", &town, "--ties", "lot"]).ends(1);
    assert!(!ran.err.is_empty());
    isonomia(["count", &town, "--ties", "lot", "--seed", &"0".repeat(64)]).ends(0);
}

#[test]
fn reports_and_pages_are_written_beside_the_result_and_never_over_the_input() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let (report, page) = (path(&folder, "r.json"), path(&folder, "r.html"));
    let ran = isonomia(["count", &town, "--report", &report, "--html", &page]).ends(0);
    assert!(ran.out.starts_with("2 of 3 projects"), "{}", ran.out);
    let printed = isonomia(["count", &town, "--json"]).ends(0).out;
    assert_eq!(std::fs::read_to_string(&report).unwrap(), printed);
    let page = std::fs::read_to_string(&page).unwrap();
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("A new school"),
        "{page}"
    );
    for flag in ["--report", "--html"] {
        isonomia(["count", &town, flag, &town]).ends(1);
        assert_eq!(std::fs::read_to_string(&town).unwrap(), TOWN);
    }
}

#[test]
fn several_files_without_json_are_a_table() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let ran = isonomia(["count", &town, &sample("budget.pb")]).ends(0);
    assert!(
        ran.out.contains("town.pb") && ran.out.contains("budget.pb"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("school, trees"), "{}", ran.out);
}

#[test]
fn a_rule_that_the_file_does_not_declare_or_cannot_be_computed_is_said_with_those_that_fit() {
    let folder = folder();
    for (name, line) in [("none.pb", ""), ("unknown.pb", "rule;unknown\n")] {
        let town = file(&folder, name, TOWN.replace("rule;greedy\n", line));
        let ran = isonomia(["count", &town]).ends(1);
        assert!(ran.err.contains("budget/greedy"), "{}", ran.err);
    }
}

// samples/README.md: Park Lipowy leads the first round with 46 to 40, and Park nad Strugą wins
// the last with 75 to 54 (an independent computation).
#[test]
fn rounds_are_told_after_the_answer() {
    let ran = isonomia(["count", &sample("park-name.blt"), "--rule", "ranked/irv"]).ends(0);
    let first = ran.out.lines().next().unwrap_or_default();
    assert!(first.contains("Park nad Strugą"), "{}", ran.out);
    let line_with = |texts: [&str; 2]| {
        let mut lines = ran.out.lines();
        lines.any(|line| texts.iter().all(|text| line.contains(text)))
    };
    for texts in [
        ["Park Lipowy", "46"],
        ["Park nad Strugą", "75"],
        ["Park Lipowy", "54"],
    ] {
        assert!(line_with(texts), "{texts:?} in {}", ran.out);
    }
}
