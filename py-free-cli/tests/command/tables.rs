//! Spreadsheets through the built command: proposed, kept, counted, audited.

use crate::support::{file, folder, isonomia, path, sample};

fn table(name: &str) -> String {
    sample(&format!("tables/{name}"))
}

/// A count of a table with the projects of the town.
fn count(ballots: &str, projects: &str, more: &[&str]) -> crate::support::Ran {
    let words = [
        "count",
        &table(ballots),
        "--projects",
        &table(projects),
        "--rule",
        "budget/greedy",
    ];
    isonomia(words.iter().copied().chain(more.iter().copied()))
}

/// What decides, whatever the file was.
fn result(ran: crate::support::Ran) -> (String, String) {
    let report = ran.ends(0).lines().remove(0);
    let input = report.get("input").expect("the input");
    let instance = input.get("instance").expect("a digest").canonical_string();
    let outcome = report.get("outcome").expect("an outcome");
    (
        instance,
        outcome
            .get("selected")
            .expect("projects")
            .canonical_string(),
    )
}

#[test]
fn a_sheet_a_workbook_and_a_csv_file_are_the_same_ballots() {
    let json = ["--budget", "200 000", "--json"];
    let csv = result(count("wide.csv", "projects.csv", &json));
    assert_eq!(csv.1, r#"["P1","P3","P5"]"#);
    assert_eq!(result(count("ballots.xlsx", "projects.ods", &json)), csv);
    assert_eq!(result(count("ballots.ods", "projects.csv", &json)), csv);
}

#[test]
fn a_map_is_proposed_kept_and_given_back() {
    let folder = folder();
    let map = path(&folder, "map.json");
    let words = [
        "columns",
        &table("ballots.xlsx"),
        "--projects",
        &table("ballots.xlsx"),
    ];
    // The first sheet of the same workbook holds no projects: the map says which does.
    let refused = isonomia(words.iter().copied().chain(["--budget", "200000"])).ends(1);
    assert!(!refused.err.is_empty());
    let words = [
        "columns",
        &table("ballots.xlsx"),
        "--projects",
        &table("projects.ods"),
    ];
    isonomia(
        words
            .iter()
            .copied()
            .chain(["--budget", "200000", "-o", &map]),
    )
    .ends(0);
    let text = std::fs::read_to_string(&map).expect("a map");
    let text = text.replace(
        "\"projects\": {",
        "\"projects\": {\n    \"sheet\": \"Projekty\",",
    );
    let text = text.replace(
        "\"ignored\": [\"Sygnatura czasowa\"],",
        "\"ignored\": [\"Sygnatura czasowa\"], \"sheet\": \"Głosy\",",
    );
    let map = file(&folder, "map.json", text);
    let report = path(&folder, "report.json");
    let ran = count(
        "ballots.xlsx",
        "ballots.xlsx",
        &["--columns", &map, "--report", &report],
    )
    .ends(0);
    assert!(ran.out.contains("188,000.0"), "{}", ran.out);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let words = [
        "audit",
        &report,
        "--input",
        &table("ballots.xlsx"),
        "--projects",
    ];
    isonomia(
        words
            .iter()
            .copied()
            .chain([table("ballots.xlsx").as_str()]),
    )
    .ends(0);
    isonomia(
        words
            .iter()
            .copied()
            .chain([table("projects.ods").as_str()]),
    )
    .ends(1);
}

#[test]
fn check_shows_what_columns_are_taken_for() {
    let words = [
        "check",
        &table("forms-checkboxes.csv"),
        "--projects",
        &table("projects.csv"),
    ];
    let ran = isonomia(words.iter().copied().chain(["--budget", "200000"])).ends(0);
    assert!(
        ran.out.contains("vote: Które projekty popierasz?"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("cost: Koszt (zł)"), "{}", ran.out);
    let ran = isonomia(["columns", &sample("budget.pb")]).ends(1);
    assert!(ran.err.contains("pb"), "{}", ran.err);
}

#[test]
fn cells_that_are_not_what_they_look_like_are_named() {
    let folder = folder();
    let words = |ballots: &str, projects: &str| {
        let (ballots, projects) = (
            file(&folder, "v.csv", ballots),
            file(&folder, "p.csv", projects),
        );
        isonomia([
            "count",
            &ballots,
            "--projects",
            &projects,
            "--budget",
            "100",
            "--rule",
            "budget/greedy",
        ])
    };
    let ran = words("card;A\n1;x\n", "id;koszt\nA;1.234\n").ends(1);
    assert!(
        ran.err.contains("1.234") && ran.err.contains("B koszt"),
        "{}",
        ran.err
    );
    assert_eq!(crate::support::missing_key(&ran.err), None);
}

#[test]
fn paper_cards_are_added_by_votes_and_refused_where_ballots_are_needed() {
    let paper = table("paper-totals.csv");
    let more = ["--budget", "200000", "--totals", &paper];
    let words = [
        "count",
        &table("wide.csv"),
        "--projects",
        &table("projects.csv"),
    ];
    let shares = words
        .iter()
        .copied()
        .chain(more)
        .chain(["--rule", "budget/equal-shares"]);
    let ran = isonomia(shares).ends(1);
    assert!(ran.err.contains("budget/equal-shares"), "{}", ran.err);
}

#[test]
fn a_result_is_written_for_other_programs() {
    let folder = folder();
    let (pb, csv, json) = (
        path(&folder, "r.pb"),
        path(&folder, "r.csv"),
        path(&folder, "r.json"),
    );
    let more = [
        "--budget", "200000", "--export", &pb, "--export", &csv, "--export", &json,
    ];
    count("wide.csv", "projects.csv", &more).ends(0);
    // The file with the result counts again to the same.
    let again = isonomia(["count", &pb]).ends(0);
    assert!(again.out.contains("188,000.0"), "{}", again.out);
    let rows = std::fs::read_to_string(&csv).expect("a table");
    let first = "P1,Plac zabaw przy szkole,31,1,1,60000.0,60000.0,,Śródmieście|rekreacja\n";
    assert!(rows.contains(first), "{rows}");
    let rows = std::fs::read(&json).expect("a document");
    let rows = isonomia::json::parse(&rows).expect("JSON");
    assert_eq!(
        rows.get("options")
            .and_then(|rows| rows.as_array())
            .map(<[_]>::len),
        Some(6)
    );
    let wrong = ["--budget", "200000", "--export", "r.docx"];
    let ran = count("wide.csv", "projects.csv", &wrong).ends(2);
    assert!(ran.err.contains(".pb, .csv, .json"), "{}", ran.err);
}
