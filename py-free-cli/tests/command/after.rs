//! `isonomia panel report`, `select`, `alternates`, `replace`: what follows a draw.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use isonomia::json::{Value, parse};

use crate::support::{file, folder, isonomia, path, sample};

const SEED: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// People of whom some share a street, with contact columns in Polish Excel's manner.
const PEOPLE: &str = "nazwa;id;ulica;plec\r\n\
    Ala;1;A 1;k\r\nOla;2;A 1;m\r\n=1+1;3;B 2;k\r\nJan;4;C 3;m\r\nEwa;5;D 4;k\r\nPaw;6;E 5;m\r\n";

const CATEGORIES: &str = "feature,value,min,max\nplec,k,1,2\nplec,m,1,2\n";

fn json(text: &str) -> Value {
    parse(text.trim().as_bytes()).expect("JSON")
}

/// A panel of three, as a report.
fn drawn(folder: &Path) -> (String, String, String) {
    let people = file(folder, "people.csv", PEOPLE);
    let categories = file(folder, "categories.csv", CATEGORIES);
    let report = path(folder, "panel.json");
    isonomia([
        "count",
        &people,
        "--categories",
        &categories,
        "--seats",
        "3",
        "--household",
        "ulica",
        "--rule",
        "sortition/stratified",
        "--set",
        "by=plec",
        "--seed",
        SEED,
        "--report",
        &report,
    ])
    .ends(0);
    (people, categories, report)
}

/// Ids of a file written in the manner of [`PEOPLE`].
fn ids(path: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(path).expect("the file");
    let rows = text
        .lines()
        .skip(1)
        .map(|line| line.split(';').nth(1).expect("an id").to_owned());
    rows.collect()
}

#[test]
fn selected_remaining_and_those_who_live_with_members_are_everybody() {
    let folder = folder();
    let (people, categories, report) = drawn(&folder);
    let (selected, remaining) = (path(&folder, "s.csv"), path(&folder, "r.csv"));
    let ran = isonomia([
        "panel",
        "select",
        &people,
        "--categories",
        &categories,
        "--result",
        &report,
        "--selected",
        &selected,
        "--remaining",
        &remaining,
        "--bom",
    ])
    .ends(0);
    let (in_panel, left) = (ids(&selected), ids(&remaining));
    assert_eq!(in_panel.len(), 3, "{}", ran.out);
    let stated = json(&fs::read_to_string(&report).expect("the report"));
    let members = stated
        .get("outcome")
        .and_then(|outcome| outcome.get("members"));
    let members = members.and_then(Value::as_array).expect("members").iter();
    let members: BTreeSet<String> = members
        .map(|id| id.as_str().expect("an id").to_owned())
        .collect();
    assert_eq!(in_panel, members);
    let mates: BTreeSet<String> = [("1", "2"), ("2", "1")]
        .iter()
        .filter(|(member, _)| in_panel.contains(*member))
        .map(|(_, mate)| (*mate).to_owned())
        .collect();
    assert!(
        in_panel.is_disjoint(&left) && mates.is_disjoint(&left) && mates.is_disjoint(&in_panel)
    );
    let all: BTreeSet<String> = in_panel.union(&left).chain(&mates).cloned().collect();
    assert_eq!(all.len(), 6);
    let bytes = fs::read_to_string(&selected).expect("the file");
    assert!(
        bytes.starts_with("\u{feff}nazwa;id;ulica;plec\r\n"),
        "{bytes}"
    );
    let both = bytes + &fs::read_to_string(&remaining).expect("the file");
    assert!(
        both.contains("'=1+1;3;") && ran.err.contains("apostrophe"),
        "{both} {}",
        ran.err
    );
}

#[test]
fn a_report_holds_a_panel_against_pool_quotas_and_town() {
    let folder = folder();
    let (people, categories, report) = drawn(&folder);
    let census = file(
        &folder,
        "census.csv",
        "feature,value,share\nplec,k,0.52\nplec,m,0.48\n",
    );
    let (html, csv) = (path(&folder, "r.html"), path(&folder, "r.csv"));
    let words = [
        "panel",
        "report",
        &people,
        "--categories",
        &categories,
        "--result",
        &report,
        "--census",
        &census,
        "--html",
        &html,
        "--csv",
        &csv,
    ];
    let ran = isonomia(words).ends(0);
    assert!(
        ran.out.contains("meets every quota") && ran.out.contains("52.0 %"),
        "{}",
        ran.out
    );
    let page = fs::read_to_string(&html).expect("the page");
    assert!(
        page.contains("role=\"img\"") && page.contains("<desc>k: Pool 50.0 %"),
        "{page}"
    );
    assert!(
        !page.contains("Ewa") && !page.contains("D 4"),
        "nobody is named"
    );
    let table = fs::read_to_string(&csv).expect("the table");
    assert!(
        table.contains("\nshare,plec,k,census_share,13/25,0.520000\n"),
        "{table}"
    );
    let polish = isonomia(words.iter().copied().chain(["--lang", "pl"])).ends(0);
    assert!(
        polish.out.contains("Spełnia wszystkie limity"),
        "{}",
        polish.out
    );
    let value = json(
        &isonomia(words.iter().copied().chain(["--json"]))
            .ends(0)
            .out,
    );
    assert_eq!(value.get("panel").and_then(Value::as_str), Some("drawn"));
    assert_eq!(
        value.get("format").and_then(Value::as_str),
        Some("isonomia/inclusion/1")
    );
    // Another file is not the one that was counted.
    let other = file(&folder, "other.csv", PEOPLE.replace("Ala", "Ela"));
    let refused = isonomia([
        "panel",
        "report",
        &other,
        "--categories",
        &categories,
        "--result",
        &report,
    ]);
    assert!(refused.ends(1).err.contains("SHA-256"), "the file differs");
}

#[test]
fn alternates_are_checked_again_and_a_changed_report_is_refused() {
    let folder = folder();
    let people = sample("panel/people.csv");
    let categories = sample("panel/categories.csv");
    let report = path(&folder, "panel.json");
    isonomia([
        "count",
        &people,
        "--categories",
        &categories,
        "--seats",
        "12",
        "--rule",
        "sortition/stratified",
        "--set",
        "by=district",
        "--set",
        "seats_by=quotas",
        "--seed",
        SEED,
        "--report",
        &report,
    ])
    .ends(0);
    let (found, out) = (
        path(&folder, "alternates.json"),
        path(&folder, "alternates.csv"),
    );
    let model = file(
        &folder,
        "stay.csv",
        "feature,value,stays\n*,*,0.9\nage,16-29,0.7\n",
    );
    let pool = [
        "panel",
        "alternates",
        &people,
        "--categories",
        &categories,
        "--result",
        &report,
    ];
    let words = [
        "--count",
        "3",
        "--dropout",
        &model,
        "--scenarios",
        "40",
        "--seed",
        SEED,
        "--report",
        &found,
        "--out",
        &out,
    ];
    let ran = isonomia(pool.iter().chain(&words)).ends(0);
    assert!(ran.out.contains("alternates: "), "{}", ran.out);
    let value = json(&fs::read_to_string(&found).expect("the report"));
    let alternates = value
        .get("alternates")
        .and_then(Value::as_array)
        .expect("alternates");
    let rows = fs::read_to_string(&out).expect("the file").lines().count();
    assert_eq!(rows, alternates.len() + 1);
    isonomia(pool.iter().chain(&["--check", &found])).ends(0);
    let text = fs::read_to_string(&found).expect("the report");
    let changed = text.replacen("\"count\":3", "\"count\":4", 1);
    let changed = file(&folder, "changed.json", changed);
    let refused = isonomia(pool.iter().chain(&["--check", &changed]));
    assert!(matches!(refused.code, 0 | 1));
    let loss = value.get("loss").and_then(Value::as_str).expect("a loss");
    let better = text.replacen(&format!("\"loss\":\"{loss}\""), "\"loss\":\"1/1000003\"", 1);
    let better = file(&folder, "better.json", better);
    let refused = isonomia(pool.iter().chain(&["--check", &better])).ends(1);
    assert!(refused.err.contains("loss"), "{}", refused.err);
    isonomia(pool.iter().chain(&["--count", "3"])).ends(2);
}

#[test]
fn free_seats_are_filled_in_turn_or_drawn_from_the_files_written() {
    let folder = folder();
    let people = file(&folder, "people.csv", PEOPLE);
    let categories = file(&folder, "categories.csv", CATEGORIES);
    let members = file(&folder, "members.txt", "1\n4\n5\n");
    let gone = file(&folder, "gone.txt", "4\n");
    let order = file(&folder, "order.txt", "3\n2\n6\n");
    let (left, asked) = (path(&folder, "left.csv"), path(&folder, "asked.csv"));
    let new = path(&folder, "new.csv");
    let words = [
        "panel",
        "replace",
        &people,
        "--categories",
        &categories,
        "--seats",
        "3",
        "--household",
        "ulica",
        "--members",
        &members,
        "--gone",
        &gone,
    ];
    let files = [
        "--order",
        &order,
        "--out-people",
        &left,
        "--out-categories",
        &asked,
        "--out-members",
        &new,
    ];
    // Two women sit, so a third is one too many: 3 is passed over; 2 lives with 1; 6 it is.
    let ran = isonomia(words.iter().chain(&files)).ends(0);
    assert!(
        ran.out.contains("Next in the order: 6") && ran.out.contains("Passed over"),
        "{}",
        ran.out
    );
    assert_eq!(fs::read_to_string(&new).expect("members"), "id\n1\n5\n6\n");
    assert_eq!(ids(&left), BTreeSet::from(["3".to_owned(), "6".to_owned()]));
    let quotas = fs::read_to_string(&asked).expect("quotas");
    assert!(
        quotas.contains("\nplec,k,0,0,") && quotas.contains("\nplec,m,1,2,"),
        "{quotas}"
    );
    let drawn = isonomia([
        "count",
        &left,
        "--categories",
        &asked,
        "--seats",
        "1",
        "--rule",
        "sortition/stratified",
        "--set",
        "by=plec",
        "--set",
        "seats_by=quotas",
        "--seed",
        SEED,
        "--json",
    ])
    .ends(0);
    assert!(drawn.out.contains("\"members\":[\"6\"]"), "{}", drawn.out);
    let rule = [
        "--rule",
        "sortition/stratified",
        "--set",
        "by=plec",
        "--set",
        "seats_by=quotas",
        "--seed",
        SEED,
        "--json",
    ];
    let ran = isonomia(words.iter().chain(&rule)).ends(0);
    assert!(ran.out.contains("\"new\":[\"6\"]"), "{}", ran.out);
    // Chances alone draw nobody, and say so; a list of one panel is a draw.
    let fair = ["--rule", "sortition/leximin", "--seed", SEED];
    let ran = isonomia(words.iter().chain(&fair)).ends(0);
    assert!(ran.err.contains("Nobody is drawn yet"), "{}", ran.err);
    assert!(ran.out.contains("those of 0 too"), "{}", ran.out);
    let one = ["--set", "panels=1", "--json"];
    let ran = isonomia(words.iter().chain(&fair).chain(&one)).ends(0);
    assert!(
        !ran.err.contains("Nobody") && ran.out.contains("\"new\":[\"6\"]"),
        "{}",
        ran.err
    );
    let only = file(&folder, "only.txt", "3\n");
    let refused = isonomia(words.iter().chain(&["--among", &only])).ends(1);
    assert!(!refused.err.is_empty());
}
