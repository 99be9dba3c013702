use std::collections::BTreeMap;
use std::path::Path;

use isonomia::json::{Value, parse};

use crate::support::{Ran, file, folder, isonomia, path, sample, with_stdin};

/// Thirty dice, as in the help text.
const DICE: &str = "3 5 1 6 2 4 4 1 6 3 2 5 5 6 1 2 3 3 4 6 1 5 2 4 6 1 3 5 2 6";

fn draw(extra: &[&str]) -> Ran {
    let (people, categories) = (sample("panel/people.csv"), sample("panel/categories.csv"));
    let words = [
        "draw",
        "run",
        &people,
        "--rehearsal",
        "--categories",
        &categories,
    ];
    let sets = "--seats 12 --set by=district --set seats_by=quotas --set attempts=100000";
    let sets: Vec<&str> = sets.split(' ').collect();
    isonomia(words.iter().chain(&sets).chain(extra))
}

/// A transcript by dice in a fresh folder.
fn transcript(folder: &Path) -> String {
    let out = path(folder, "draw.json");
    draw(&["--dice", DICE, "-o", &out]).ends(0);
    out
}

fn verify(transcript: &str, extra: &[&str]) -> Ran {
    isonomia(["draw", "verify", transcript].iter().chain(extra))
}

/// (name, finding) of every check.
fn findings(ran: &Ran) -> BTreeMap<String, String> {
    let verdict = ran.lines().remove(0);
    let checks = verdict
        .get("checks")
        .and_then(Value::as_array)
        .unwrap_or_default();
    let text = |check: &Value, key: &str| {
        check
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or("?")
            .to_owned()
    };
    checks
        .iter()
        .map(|check| (text(check, "name"), text(check, "finding")))
        .collect()
}

#[test]
fn the_panel_meets_every_quota_of_its_file() {
    let folder = folder();
    let bytes = std::fs::read(transcript(&folder)).unwrap();
    let whole = parse(&bytes).expect("strict JSON");
    let outcome = whole.get("report").and_then(|report| report.get("outcome"));
    let members = outcome
        .and_then(|outcome| outcome.get("members"))
        .and_then(Value::as_array);
    let members: Vec<&str> = members
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(members.len(), 12);

    let mut people = csv::Reader::from_path(sample("panel/people.csv")).unwrap();
    let head = people.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = people.records().map(Result::unwrap).collect();
    let panel: Vec<_> = rows
        .iter()
        .filter(|row| members.contains(&&row[0]))
        .collect();
    assert_eq!(panel.len(), 12);
    let mut categories = csv::Reader::from_path(sample("panel/categories.csv")).unwrap();
    for quota in categories.records().map(Result::unwrap) {
        let column = head.iter().position(|name| name == &quota[0]).unwrap();
        let count = panel.iter().filter(|row| row[column] == quota[1]).count();
        let (least, most): (usize, usize) = (quota[2].parse().unwrap(), quota[3].parse().unwrap());
        assert!((least..=most).contains(&count), "{quota:?}: {count}");
    }
}

#[test]
fn the_same_dice_give_the_same_transcript_and_blanks_do_not_matter() {
    let folder = folder();
    let written = std::fs::read_to_string(transcript(&folder)).unwrap();
    let printed = draw(&["--dice", DICE]).ends(0);
    assert_eq!(printed.out, written);
    let solid: String = DICE.split(' ').collect();
    assert_eq!(
        draw(&["--dice", &solid, "--sides", "6"]).ends(0).out,
        written
    );
    let mut other = solid.clone();
    other.replace_range(..1, "4");
    assert_ne!(draw(&["--dice", &other]).ends(0).out, written);
}

#[test]
fn a_rehearsal_is_unproven_and_every_check_of_it_is_told() {
    let folder = folder();
    let transcript = transcript(&folder);
    let (people, categories) = (sample("panel/people.csv"), sample("panel/categories.csv"));
    let ran = verify(
        &transcript,
        &["--input", &people, "--categories", &categories],
    )
    .ends(2);
    assert!(ran.out.starts_with("UNPROVEN"), "{}", ran.out);
    let json = verify(
        &transcript,
        &["--input", &people, "--input", &categories, "--json"],
    )
    .ends(2);
    let findings = findings(&json);
    for (name, finding) in &findings {
        let expected = if name == "rehearsal" {
            "UNPROVEN"
        } else {
            "PASS"
        };
        assert_eq!(finding, expected, "{name} in {}", json.out);
    }
    assert_eq!(
        findings.get("panel-recounted").map(String::as_str),
        Some("PASS")
    );
    let checks = ran
        .out
        .lines()
        .filter(|line| line.starts_with("PASS") || line.starts_with("UNPROVEN  "));
    assert_eq!(checks.count(), findings.len(), "{}", ran.out);
    // Without the files the panel cannot be drawn again.
    let alone = self::findings(&verify(&transcript, &["--json"]).ends(2));
    assert_eq!(
        alone.get("panel-recounted").map(String::as_str),
        Some("UNPROVEN")
    );
}

#[test]
fn the_command_that_verifies_is_one_line_to_be_copied() {
    let folder = folder();
    let people = std::fs::read(sample("panel/people.csv")).unwrap();
    let people = file(&folder, "all the people of the town.csv", people);
    let categories = sample("panel/categories.csv");
    let out = path(&folder, "the draw.json");
    let words = [
        "draw",
        "run",
        &people,
        "--rehearsal",
        "--categories",
        &categories,
    ];
    let more = [
        "--seats",
        "12",
        "--rule",
        "sortition/uniform",
        "--dice",
        DICE,
    ];
    let ran = isonomia(words.iter().chain(&more).chain(&["-o", &out])).ends(0);
    let line = ran.out.lines().find(|line| line.contains("draw verify"));
    let expected = format!("isonomia draw verify '{out}' --input '{people}' --categories ");
    assert!(line.unwrap().trim().starts_with(&expected), "{}", ran.out);
}

#[test]
fn a_changed_transcript_and_a_changed_pool_fail() {
    let folder = folder();
    let transcript = transcript(&folder);
    let bytes = std::fs::read(&transcript).unwrap();
    for at in (0..bytes.len()).step_by(97) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let ran = with_stdin(["draw", "verify", "-"], &changed);
        assert_eq!(ran.code, 1, "byte {at}: {}", ran.out);
        assert!(ran.out.starts_with("FAIL"), "{}", ran.out);
    }
    let people = std::fs::read_to_string(sample("panel/people.csv")).unwrap();
    let people = file(&folder, "people.csv", people.replacen("female", "male", 1));
    let categories = sample("panel/categories.csv");
    verify(
        &transcript,
        &["--input", &people, "--categories", &categories],
    )
    .ends(1);
}

#[test]
fn a_typed_seed_and_few_dice_are_called_what_they_are() {
    let folder = folder();
    let out = path(&folder, "seed.json");
    draw(&["--seed", &"5".repeat(64), "-o", &out]).ends(0);
    let findings = self::findings(&verify(&out, &["--json"]).ends(2));
    assert_eq!(findings.get("source").map(String::as_str), Some("UNPROVEN"));
    // 24 dice of six sides are below 64 bits (24 x log2 6 = 62.04).
    let few = DICE.replace(' ', "");
    let ran = draw(&["--dice", &few[..24], "-o", &out]).ends(0);
    assert!(
        ran.err.contains("24 dice") && ran.err.contains("25"),
        "{}",
        ran.err
    );
    assert_eq!(draw(&["--dice", &few[..25]]).ends(0).err, "");
    assert_eq!(draw(&["--dice", &few[..24], "--quiet"]).ends(0).err, "");
    let findings = self::findings(&verify(&out, &["--json"]).ends(2));
    assert_eq!(
        findings.get("dice-format").map(String::as_str),
        Some("UNPROVEN")
    );
}

#[test]
fn wrong_usage_of_run_is_two_and_of_verify_sixty_four() {
    for wrong in [
        vec![],
        vec!["--dice", "0123456789", "--sides", "6"],
        vec!["--dice", "12x"],
        vec!["--dice", " "],
        vec!["--sides", "6"],
        vec!["--seed", "5", "--dice", DICE],
        vec!["--dice", DICE, "--rule", "sortition/nope"],
        vec!["--dice", DICE, "--set", "bye=district"],
    ] {
        draw(&wrong).ends(2);
    }
    isonomia(["draw", "verify"]).ends(64);
    isonomia(["draw", "verify", "missing.json"]).ends(64);
    isonomia(["draw", "verify", "-", "--input", "-"]).ends(64);
    isonomia(["draw", "verify", "a.json", "--lang", "xx"]).ends(64);
    isonomia(["draw", "verify", "--help"]).ends(0);
    isonomia(["draw", "run", "--help"]).ends(0);
    // What is no transcript is no true transcript.
    isonomia(["draw", "verify", &sample("budget.pb")]).ends(1);
}

#[test]
fn quotas_that_cannot_be_met_are_explained() {
    let folder = folder();
    let categories = std::fs::read_to_string(sample("panel/categories.csv")).unwrap();
    let categories = file(
        &folder,
        "categories.csv",
        categories.replace("gender,other,0,1", "gender,other,9,9"),
    );
    let people = sample("panel/people.csv");
    let words = [
        "draw",
        "run",
        &people,
        "--rehearsal",
        "--categories",
        &categories,
        "--seats",
        "12",
    ];
    let words = words.iter().chain(&["--set", "by=gender", "--dice", DICE]);
    let ran = isonomia(words).ends(1);
    assert!(
        ran.out.is_empty() && ran.err.contains("other"),
        "{}",
        ran.err
    );
}
