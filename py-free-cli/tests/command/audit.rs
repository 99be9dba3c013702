use isonomia::json::Value;

use crate::support::{TOWN, file, folder, isonomia, path, with_stdin};

#[test]
fn a_true_report_is_accepted_from_files_and_pipes() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let report = path(&folder, "r.json");
    isonomia(["count", &town, "--report", &report]).ends(0);
    let ran = isonomia(["audit", &report, "--input", &town]).ends(0);
    assert!(ran.out.starts_with("The same"), "{}", ran.out);
    let ran = with_stdin(
        ["audit", &report, "--input", "-", "--json"],
        TOWN.as_bytes(),
    )
    .ends(0);
    assert_eq!(
        ran.lines()[0].get("same").and_then(Value::as_bool),
        Some(true)
    );
}

#[test]
fn every_change_of_one_byte_of_the_report_is_found() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let report = isonomia(["count", &town, "--json"])
        .ends(0)
        .out
        .into_bytes();
    for at in 0..report.len() {
        let mut changed = report.clone();
        changed[at] ^= 1;
        let ran = with_stdin(["audit", "-", "--input", &town, "--json"], &changed);
        assert_eq!(
            ran.code, 1,
            "byte {at} of the report: {}{}",
            ran.out, ran.err
        );
    }
}

#[test]
fn every_change_of_one_byte_of_the_ballots_is_found() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let report = path(&folder, "r.json");
    isonomia(["count", &town, "--report", &report]).ends(0);
    for at in 0..TOWN.len() {
        let mut changed = TOWN.as_bytes().to_vec();
        changed[at] ^= 1;
        let ran = with_stdin(["audit", &report, "--input", "-"], &changed);
        assert_eq!(ran.code, 1, "byte {at} of the file: {}{}", ran.out, ran.err);
    }
}

#[test]
fn the_first_difference_is_named_with_both_sides() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let report = isonomia(["count", &town, "--json"]).ends(0);
    // A forger who knows the format changes the outcome and sets the digests right again.
    let mut forged = report.lines().remove(0);
    let Value::Object(fields) = &mut forged else {
        panic!("an object")
    };
    let Some(Value::Object(outcome)) = fields.get_mut("outcome") else {
        panic!("an outcome")
    };
    outcome.insert("left".to_owned(), Value::from("11"));
    fields.remove("digest");
    let body = Value::Object(fields.clone());
    let digest = isonomia::digest::Digest::of(&body.canonical()).tagged();
    if let Value::Object(fields) = &mut forged {
        fields.insert("digest".to_owned(), Value::from(digest));
    }
    let forged = file(&folder, "forged.json", forged.canonical());
    let ran = isonomia(["audit", &forged, "--input", &town]).ends(1);
    assert!(ran.out.contains("/outcome/left"), "{}", ran.out);
    assert!(
        ran.out.contains("\"11\"") && ran.out.contains("\"10\""),
        "{}",
        ran.out
    );
}

#[test]
fn what_cannot_be_audited_is_neither_the_same_nor_different() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let missing = path(&folder, "missing.json");
    isonomia(["audit", &missing, "--input", &town]).ends(2);
    isonomia(["audit", &town]).ends(2);
    isonomia(["audit", "-", "--input", "-"]).ends(2);
    // The report names the format of what was counted; only a converted file may have another.
    isonomia(["audit", &town, "--input", &town, "--from", "pb"]).ends(2);
    let converted = ["audit", &town, "--input", &town, "--converted"];
    isonomia(converted.iter().chain(&["--from", "docx"])).ends(2);
    // A file that is no report is no true report.
    isonomia(["audit", &town, "--input", &town]).ends(1);
}

#[test]
fn an_editor_may_drop_the_last_line_break_of_a_report() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let report = isonomia(["count", &town, "--json"]).ends(0).out;
    let cut = file(&folder, "cut.json", report.trim_end());
    assert!(report.ends_with('\n'));
    isonomia(["audit", &cut, "--input", &town]).ends(0);
}

#[test]
fn a_converted_file_may_be_named_by_its_format() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let (report, json) = (path(&folder, "r.json"), path(&folder, "town.json"));
    isonomia(["count", &town, "--report", &report]).ends(0);
    isonomia(["convert", &town, "--to", "election", "-o", &json]).ends(0);
    let words = ["audit", &report, "--input", &json, "--converted", "--from"];
    isonomia(words.iter().chain(&["election"])).ends(0);
    // Read as what it is not, it cannot be audited, nor is it the same.
    isonomia(words.iter().chain(&["pb"])).ends(1);
}
