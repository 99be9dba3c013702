//! CSV files as Excel wants them: every one that a command writes has the mark and the separator.

use std::fs;

use crate::support::{folder, isonomia, path, sample};

const SEED: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const STYLE: [&str; 3] = ["--bom", "--separator", "semicolon"];

/// The words of the pool of the samples.
fn pool() -> Vec<String> {
    let (people, categories) = (sample("panel/people.csv"), sample("panel/categories.csv"));
    vec![people, "--categories".to_owned(), categories]
}

fn run(words: &[&str], more: &[&str]) -> crate::support::Ran {
    let pool = pool();
    let words = words.iter().copied();
    let words = words.chain(pool.iter().map(String::as_str));
    isonomia(words.chain(more.iter().copied()))
}

/// A file with the mark, whose rows all have as many semicolons as the first and no comma parts.
fn is_dressed(path: &str, head: &str) {
    let text = fs::read_to_string(path).expect("the file");
    let text = text.strip_prefix('\u{feff}').expect("the mark");
    assert!(text.starts_with(head), "{path}: {text}");
    assert!(!text.starts_with('\u{feff}'), "{path}: two marks");
    let cells = |line: &str| line.split(';').count();
    let first = text.lines().next().map(cells);
    assert!(
        text.lines().all(|line| Some(cells(line)) == first),
        "{path}: {text}"
    );
}

#[test]
fn mark_and_separator_reach_every_table_of_a_panel() {
    let folder = folder();
    let at = |name: &str| path(&folder, name);
    let report = at("report.json");
    let rule = [
        "--rule",
        "sortition/leximin",
        "--set",
        "panels=4",
        "--seed",
        SEED,
    ];
    let more = [&["--seats", "12", "--report", &report], &rule[..]].concat();
    run(&["count"], &more).ends(0);
    let tables = [at("quota.csv"), at("lottery.csv"), at("people.csv")];
    let words = [
        "--quota-table",
        &tables[0],
        "--lottery-table",
        &tables[1],
        "--people-table",
        &tables[2],
        "--result",
        &report,
        "--panel",
        "1",
    ];
    let heads = ["category;value;", "", "id;"];
    let (selected, remaining, numbers) = (at("s.csv"), at("r.csv"), at("numbers.csv"));
    let files = ["--selected", &selected, "--remaining", &remaining];
    run(&["panel", "select"], &[&words[..], &files, &STYLE].concat()).ends(0);
    for (table, head) in tables.iter().zip(heads) {
        is_dressed(table, head);
        fs::remove_file(table).expect("removed");
    }
    is_dressed(&selected, "id;");
    is_dressed(&remaining, "id;");
    run(
        &["panel", "report"],
        &[&words[..], &["--csv", &numbers], &STYLE].concat(),
    )
    .ends(0);
    for (table, head) in tables.iter().zip(heads) {
        is_dressed(table, head);
    }
    is_dressed(&numbers, "");
    // Without the words: commas, and no mark.
    run(
        &["panel", "report"],
        &[&words[..], &["--csv", &numbers]].concat(),
    )
    .ends(0);
    let plain = fs::read_to_string(&numbers).expect("the file");
    assert!(
        plain.is_ascii() && plain.contains(',') && !plain.contains(';'),
        "{plain}"
    );
    let checked = at("checked.csv");
    let more = [&["--seats", "12", "--csv", &checked][..], &STYLE].concat();
    run(&["panel", "check"], &more).ends(0);
    is_dressed(&checked, "");
}

#[test]
fn quotas_with_mark_and_semicolons_are_read_again() {
    let folder = folder();
    let quotas = path(&folder, "quotas.csv");
    let census = sample("panel/census.csv");
    let words = ["panel", "targets", &census, "--seats", "12", "-o", &quotas];
    isonomia(words.iter().copied().chain(["--slack", "2"]).chain(STYLE)).ends(0);
    is_dressed(&quotas, "feature;value;min;max");
    let people = sample("panel/people.csv");
    isonomia([
        "panel",
        "check",
        &people,
        "--categories",
        &quotas,
        "--seats",
        "12",
    ])
    .ends(0);
    let refused = isonomia(words.iter().copied().chain(["--separator", "|"])).ends(2);
    assert!(refused.err.contains("semicolon"), "{}", refused.err);
}
