//! The first stage: households that are invited, from a register without categories.

use std::fs;

use isonomia::json::{Value, parse};

use crate::support::{file, folder, isonomia, path, sample};

const SEED: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// A list of people alone looks like a table of ballots, and was refused as one.
#[test]
fn a_register_needs_no_categories() {
    let folder = folder();
    let invited = path(&folder, "invited.csv");
    let people = sample("panel/people.csv");
    let words = ["panel", "invite", &people, "--invitations", "40"];
    let words = words
        .into_iter()
        .chain(["--seed", SEED, "--invited", &invited]);
    let said = isonomia(words).ends(0).out;
    assert!(said.contains("1/3"), "{said}");
    let written = fs::read_to_string(&invited).expect("the list");
    let register = fs::read_to_string(&people).expect("the register");
    let mut lines = written.lines();
    assert_eq!(lines.next(), register.lines().next());
    let rows: Vec<&str> = lines.collect();
    assert_eq!(rows.len(), 40);
    assert!(
        rows.iter()
            .all(|row| register.lines().any(|line| line == *row))
    );
}

/// Two households, one invitation: whoever lives alone is invited half the time, of two people who
/// live together each a quarter of it, and weights 1 and 2 correct that.
#[test]
fn whoever_shares_a_home_is_invited_less_often_and_weighs_more() {
    let folder = folder();
    let rows = "number,street,flat\n1,A 1,2\n2,A 1,2\n3,B 2,1\n";
    let register = file(&folder, "register.csv", rows);
    let words = [
        "panel",
        "invite",
        &register,
        "--id-column",
        "number",
        "--household",
    ];
    let words = words
        .into_iter()
        .chain(["street,flat", "--invitations", "1", "--who", "one"]);
    let said = isonomia(words.chain(["--seed", SEED, "--json"]))
        .ends(0)
        .out;
    let said = parse(said.as_bytes()).expect("JSON");
    let size = |at: usize, key: &str| {
        let sizes = said.get("sizes").and_then(Value::as_array).expect("sizes");
        sizes[at].get(key).cloned()
    };
    assert_eq!(said.get("households"), Some(&Value::from(2_u32)));
    assert_eq!(size(0, "probability"), Some(Value::from("1/2")));
    assert_eq!(size(1, "probability"), Some(Value::from("1/4")));
    let weights = [size(0, "weight"), size(1, "weight")];
    assert_eq!(
        weights,
        [Some(Value::from(1_u32)), Some(Value::from(2_u32))]
    );
}
