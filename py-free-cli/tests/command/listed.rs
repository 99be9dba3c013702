//! `isonomia panel report` on what is easily passed over: chances in the list that a panel is
//! drawn from, tables before the draw, very small chances, and colours that are told apart.

use std::fmt::Write as _;
use std::fs;

use isonomia::json::{Value, parse};

use crate::support::{file, folder, isonomia, path};

const SEED: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const PEOPLE: &str = "id,sex\na,k\nb,k\nc,k\n";
const CATEGORIES: &str = "feature,value,min,max\nsex,k,1,1\n";

/// Three people for one seat have a third each; in a list of two panels two have a half and one
/// nothing, and the report says so.
#[test]
fn a_report_says_how_far_the_list_is_from_the_lottery() {
    let folder = folder();
    let people = file(&folder, "people.csv", PEOPLE);
    let categories = file(&folder, "categories.csv", CATEGORIES);
    let result = path(&folder, "panel.json");
    let panels = |m: &str| {
        let set = format!("panels={m}");
        let count = [
            "count",
            &people,
            "--categories",
            &categories,
            "--seats",
            "1",
            "--rule",
            "sortition/leximin",
            "--set",
            &set,
            "--seed",
            SEED,
            "--report",
            &result,
        ];
        isonomia(count).ends(0);
        let words = [
            "panel",
            "report",
            &people,
            "--categories",
            &categories,
            "--result",
            &result,
            "--panel",
            "1",
        ];
        let said = isonomia(words).ends(0).out;
        let told = isonomia(words.into_iter().chain(["--json"])).ends(0).out;
        let value = parse(told.trim().as_bytes()).expect("JSON");
        let change = value.get("list_change").and_then(Value::as_str);
        (said, change.map(str::to_owned))
    };
    let (said, change) = panels("2");
    assert!(said.contains("33.333 %"), "{said}");
    assert_eq!(change.as_deref(), Some("1/3"));
    let (said, change) = panels("3");
    assert!(said.contains("exactly the one below"), "{said}");
    assert_eq!(change.as_deref(), Some("0"));
}

/// Before the draw the table of quotas has the columns with which other tools begin.
#[test]
fn the_table_of_quotas_is_there_before_the_draw() {
    let folder = folder();
    let people = file(&folder, "people.csv", PEOPLE);
    let categories = file(&folder, "categories.csv", CATEGORIES);
    let table = path(&folder, "quotas.csv");
    isonomia([
        "panel",
        "report",
        &people,
        "--categories",
        &categories,
        "--seats",
        "1",
        "--quota-table",
        &table,
    ])
    .ends(0);
    let text = fs::read_to_string(&table).expect("the table");
    assert_eq!(
        text,
        "category,value,initially,want\nsex,k,3 (100.00%),\"[1, 1]\"\n"
    );
}

/// One of 5,000: 0.02 %, not 0.0 %.
#[test]
fn a_small_chance_is_not_shown_as_none() {
    let folder = folder();
    let mut rows = String::from("id,sex\n");
    for person in 0..5000 {
        writeln!(rows, "{person},k").expect("text");
    }
    let people = file(&folder, "people.csv", rows);
    let categories = file(&folder, "categories.csv", CATEGORIES);
    let ran = isonomia([
        "count",
        &people,
        "--categories",
        &categories,
        "--seats",
        "1",
        "--rule",
        "sortition/leximin",
    ]);
    let said = ran.ends(0).out;
    assert!(said.contains("0.02 % (1/5000)"), "{said}");
}

/// Bars are told from the page: at least 3 to 1 (WCAG 2.2, 1.4.11). Luminance is at most the
/// weighted squares of the channels, and 0.30 beside white is 3 to 1.
#[test]
fn bars_are_dark_enough_on_white() {
    let folder = folder();
    let people = file(&folder, "people.csv", PEOPLE);
    let categories = file(&folder, "categories.csv", CATEGORIES);
    let html = path(&folder, "report.html");
    isonomia([
        "panel",
        "report",
        &people,
        "--categories",
        &categories,
        "--seats",
        "1",
        "--html",
        &html,
    ])
    .ends(0);
    let page = fs::read_to_string(&html).expect("the page");
    assert!(page.contains("--paper:#fff"), "{page}");
    for name in ["--muted:#", "--accent:#"] {
        let at = page.find(name).expect("a colour") + name.len();
        let colour = u32::from_str_radix(&page[at..at + 6], 16).expect("six digits");
        let channel = |shift: u32| (colour >> shift & 255).pow(2);
        let sum = 2126 * channel(16) + 7152 * channel(8) + 722 * channel(0);
        assert!(sum <= 3000 * 255 * 255, "{name}{colour:06x}");
    }
}
