//! `isonomia panel targets`, settings of other tools, people who sit already.

use std::fs;

use isonomia::json::{Value, parse};

use crate::support::{file, folder, isonomia, path, sample};

fn people() -> String {
    sample("panel/people.csv")
}

fn categories() -> String {
    sample("panel/categories.csv")
}

fn json(text: &str) -> Value {
    parse(text.trim().as_bytes()).expect("JSON")
}

#[test]
fn targets_become_a_categories_file_that_is_read() {
    let folder = folder();
    let out = path(&folder, "quotas.csv");
    let census = sample("panel/census.csv");
    let words = ["panel", "targets", &census, "--seats", "12", "--slack", "1"];
    let ran = isonomia(words.iter().copied().chain(["-o", &out, "--flex", "2"])).ends(0);
    // 12 seats: 52.1 % of women are 6.252.
    assert!(
        ran.out.contains("52.10 %") && ran.out.contains("6.25"),
        "{}",
        ran.out
    );
    let quotas = fs::read_to_string(&out).expect("the file");
    assert!(
        quotas.starts_with("feature,value,min,max,min_flex,max_flex\ngender,female,5,8,3,10\n"),
        "{quotas}"
    );
    let people = people();
    let check = ["check", &people, "--categories", &out, "--seats", "12"];
    isonomia(check).ends(0);
    let ran = isonomia(words.iter().copied().chain(["--json", "--people", &people])).ends(0);
    let value = json(&ran.out);
    let first = value
        .get("features")
        .and_then(Value::as_array)
        .expect("features");
    let values = first[0]
        .get("values")
        .and_then(Value::as_array)
        .expect("values");
    let text = |name: &str| {
        values[0]
            .get(name)
            .map(Value::canonical_string)
            .unwrap_or_default()
    };
    assert_eq!(text("exact"), "\"1563/250\"");
    assert_eq!(text("share"), "\"521/1000\"");
    assert!(
        values[0].get("pool").and_then(Value::as_i64) > Some(0),
        "{}",
        ran.out
    );
    assert!(
        value
            .get("feasibility")
            .is_some_and(|found| *found != Value::Null)
    );
}

#[test]
fn targets_that_the_volunteers_cannot_fill_are_told() {
    let folder = folder();
    let census = file(
        &folder,
        "census.csv",
        "feature,value,percent\nage,16-29,100\nage,60+,0\n",
    );
    let pool = file(
        &folder,
        "people.csv",
        "id,age\n1,16-29\n2,60+\n3,60+\n4,30-44\n",
    );
    let ran = isonomia([
        "panel", "targets", &census, "--seats", "2", "--people", &pool,
    ])
    .ends(1);
    assert!(
        ran.err.contains("people.csv, line 5") && ran.err.contains("30-44"),
        "{}",
        ran.err
    );
    let pool = file(&folder, "pool.csv", "id,age\n1,16-29\n2,60+\n3,60+\n");
    let ran = isonomia([
        "panel", "targets", &census, "--seats", "2", "--people", &pool,
    ])
    .ends(1);
    assert!(ran.out.contains("No panel of 2"), "{}", ran.out);
    let set = ["--set", "age/16-29=1", "--set", "age/60+=1..2"];
    let words = [
        "panel", "targets", &census, "--seats", "2", "--people", &pool,
    ];
    isonomia(words.iter().copied().chain(set)).ends(0);
    let ran = isonomia([
        "panel", "targets", &census, "--seats", "2", "--set", "age/40=1",
    ])
    .ends(1);
    assert!(ran.err.contains("age/40"), "{}", ran.err);
    let broken = file(
        &folder,
        "broken.csv",
        "feature,value,share\nage,16-29,0.50\nage,60+,0.40\n",
    );
    let ran = isonomia(["panel", "targets", &broken, "--seats", "2"]).ends(1);
    assert!(
        ran.err.contains("broken.csv, line 2") && ran.err.contains("90.000%"),
        "{}",
        ran.err
    );
}

#[test]
fn people_who_sit_already_are_counted_and_audited_without_their_file() {
    let folder = folder();
    let report = path(&folder, "report.json");
    let (people, categories) = (people(), categories());
    let table = fs::read_to_string(&people).expect("the people");
    let ids: Vec<&str> = table
        .lines()
        .skip(1)
        .take(2)
        .filter_map(|l| l.split(',').next())
        .collect();
    let already = file(&folder, "already.csv", format!("{}\n", ids.join("\n")));
    let seed = "11".repeat(32);
    let words = [
        "count",
        &people,
        "--categories",
        &categories,
        "--seats",
        "12",
        "--rule",
        "sortition/uniform",
        "--seed",
        &seed,
        "--already",
        &already,
    ];
    let ran = isonomia(words.iter().copied().chain(["--report", &report])).ends(0);
    assert!(ran.out.contains("2 people sit already"), "{}", ran.out);
    let value = json(&fs::read_to_string(&report).expect("a report"));
    assert_eq!(value.get("seats").and_then(Value::as_i64), Some(10));
    let stated = value.get("input").and_then(|input| input.get("columns"));
    let stated = stated.and_then(|columns| columns.get("already"));
    let stated = stated.and_then(Value::as_array).expect("who sits");
    assert_eq!(stated.len(), 2);
    let audit = [
        "audit",
        &report,
        "--input",
        &people,
        "--categories",
        &categories,
    ];
    isonomia(audit).ends(0);
    let gone = file(&folder, "gone.csv", "nobody-has-this-id\n");
    let words = [
        "check",
        &people,
        "--categories",
        &categories,
        "--seats",
        "12",
    ];
    let ran = isonomia(words.iter().copied().chain(["--already", &gone])).ends(1);
    assert!(ran.out.contains("nobody-has-this-id"), "{}", ran.out);
}

#[test]
fn settings_of_other_tools_choose_rule_and_columns() {
    let folder = folder();
    let settings = file(
        &folder,
        "settings.toml",
        "id_column = \"id\"\nselection_algorithm = \"uniform\"\nsolver_backend = \"highspy\"\n\
         random_number_seed = 0\nmax_attempts = 50\n",
    );
    let (people, categories, seed) = (people(), categories(), "22".repeat(32));
    let words = [
        "count",
        &people,
        "--categories",
        &categories,
        "--seats",
        "12",
    ];
    let more = ["--settings", &settings, "--seed", &seed, "--json"];
    let ran = isonomia(words.iter().copied().chain(more)).ends(0);
    let value = json(&ran.out);
    assert_eq!(
        value.get("rule").and_then(Value::as_str),
        Some("sortition/uniform")
    );
    for told in ["solver_backend", "random_number_seed", "max_attempts"] {
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
    }
    let broken = file(
        &folder,
        "broken.toml",
        "id_column = 3\nmax_attempts = \"many\"\n",
    );
    let ran = isonomia(words.iter().copied().chain(["--settings", &broken])).ends(1);
    for place in ["broken.toml, line 1", "broken.toml, line 2"] {
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
}

// The workbooks hold what the CSV files hold, numbers of seats as numbers.
#[cfg(feature = "xlsx")]
#[test]
fn a_pool_of_workbooks_is_the_pool_of_its_tables() {
    let instance = |people: &str, categories: &str| {
        let (people, categories) = (sample(people), sample(categories));
        let words = ["check", &people, "--categories", &categories];
        let ran = isonomia(words.iter().copied().chain(["--seats", "12", "--json"])).ends(0);
        let digest = json(&ran.out)
            .get("input")
            .and_then(|input| input.get("instance"))
            .cloned();
        digest.expect("a digest")
    };
    let tables = instance("panel/people.csv", "panel/categories.csv");
    assert_eq!(
        instance("panel/people.xlsx", "panel/categories.xlsx"),
        tables
    );
    assert_eq!(
        instance("panel/people.csv", "panel/categories.xlsx"),
        tables
    );
}
