use isonomia::json::Value;

use crate::support::{TOWN, file, folder, isonomia, path, sample, with_stdin};

#[test]
fn a_sound_file_ends_with_zero() {
    let ran = isonomia(["check", &sample("budget.pb")]).ends(0);
    assert!(ran.out.contains("212 ballots, 212 valid"), "{}", ran.out);
    assert!(ran.out.contains("0 errors, 0 warnings"), "{}", ran.out);
}

#[test]
fn a_pool_is_told_by_its_people() {
    let (people, categories) = (sample("panel/people.csv"), sample("panel/categories.csv"));
    let words = [
        "check",
        &people,
        "--categories",
        &categories,
        "--seats",
        "12",
    ];
    let ran = isonomia(words).ends(0);
    // Rows below the head, and different names in the first column.
    let rows = csv::Reader::from_path(&people).unwrap().records().count();
    let mut features = csv::Reader::from_path(&categories).unwrap();
    let names = features.records().map(|row| row.unwrap()[0].to_owned());
    let features = names.collect::<std::collections::BTreeSet<_>>().len();
    let held = format!("{rows} people, {features} features, 12 seats");
    assert!(ran.out.contains(&held), "{held} in {}", ran.out);
    assert!(!ran.out.contains("ballots"), "{}", ran.out);
}

#[test]
fn a_defect_is_told_with_its_line() {
    let folder = folder();
    // The ballot that names an unknown project stands in line 14.
    let town = file(
        &folder,
        "town.pb",
        TOWN.replace("1;school,road", "1;school,rood"),
    );
    let ran = isonomia(["check", &town, "--json"]);
    let line = &ran.lines()[0];
    let has_line = |value: &Value| value.get("line").and_then(Value::as_i64) == Some(14);
    let problems = line
        .get("problems")
        .and_then(Value::as_array)
        .unwrap_or_default();
    let rejected = line.get("input").and_then(|input| input.get("invalid"));
    let rejected = rejected.and_then(Value::as_array).unwrap_or_default();
    let in_group = |group: &Value| {
        let lines = group
            .get("lines")
            .and_then(Value::as_array)
            .unwrap_or_default();
        lines.iter().any(|line| line.as_i64() == Some(14))
    };
    assert!(
        problems.iter().any(has_line) || rejected.iter().any(in_group),
        "{}",
        ran.out
    );
}

#[test]
fn bad_files_get_a_located_error_and_never_a_panic() {
    let folder = folder();
    let bad: [(&str, Vec<u8>); 7] = [
        ("empty.pb", Vec::new()),
        ("blank.pb", b"\n\n  \n".to_vec()),
        ("section.pb", TOWN.replace("PROJECTS\n", "").into_bytes()),
        (
            "twice.pb",
            TOWN.replace("road;50", "school;50").into_bytes(),
        ),
        (
            "negative.pb",
            TOWN.replace("road;50", "road;-50").into_bytes(),
        ),
        (
            "utf8.pb",
            TOWN.replace("More", "M\u{1}re")
                .into_bytes()
                .into_iter()
                .map(|byte| if byte == 1 { 0xff } else { byte })
                .collect(),
        ),
        ("noise.bin", (0..=255).cycle().take(5000).collect()),
    ];
    for (name, bytes) in bad {
        let broken = file(&folder, name, bytes);
        let ran = isonomia(["check", &broken]).ends(1);
        assert!(ran.out.contains(name), "{name}: {}", ran.out);
        assert!(!ran.err.contains("panicked"), "{name}: {}", ran.err);
        let line = isonomia(["check", &broken, "--json"])
            .ends(1)
            .lines()
            .remove(0);
        assert_eq!(
            line.get("valid").and_then(Value::as_bool),
            Some(false),
            "{name}"
        );
        let problems = line
            .get("problems")
            .and_then(Value::as_array)
            .unwrap_or_default();
        assert!(!problems.is_empty(), "{name}");
        isonomia(["count", &broken]).ends(1);
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let folder = folder();
    let plain = isonomia(["count", &file(&folder, "a.pb", TOWN), "--csv"])
        .ends(0)
        .table();
    let windows = format!("\u{feff}{}", TOWN.replace('\n', "\r\n"));
    let dressed = isonomia(["count", &file(&folder, "b.pb", windows), "--csv"])
        .ends(0)
        .table();
    let winners =
        |rows: &[Vec<(String, String)>]| crate::support::cell(&rows[0], "winners").to_owned();
    assert_eq!(winners(&plain), winners(&dressed));
}

#[test]
fn several_files_and_standard_input_are_checked_one_by_one() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let missing = path(&folder, "missing.pb");
    let ran = with_stdin(["check", &town, &missing, "-", "--json"], TOWN.as_bytes()).ends(1);
    let valid: Vec<Option<bool>> = ran
        .lines()
        .iter()
        .map(|line| line.get("valid").and_then(Value::as_bool))
        .collect();
    assert_eq!(valid, [Some(true), Some(false), Some(true)]);
}

#[test]
fn names_that_look_the_same_and_are_not_are_pointed_at() {
    let folder = folder();
    // The o with acute accent as two code points: not in normal form C.
    let town = file(
        &folder,
        "town.pb",
        TOWN.replace("A new school", "Nowa szko\u{0142}a o\u{301}sma"),
    );
    let ran = isonomia(["check", &town, "--json"]).ends(0);
    assert!(ran.out.contains("not-nfc"), "{}", ran.out);
}

#[test]
fn a_pb_file_is_mended_into_another_and_says_the_same() {
    let folder = folder();
    let untidy = TOWN.replace("\nbudget;", "\r\nbudget; ");
    let town = file(&folder, "town.pb", &untidy);
    let out = path(&folder, "mended.pb");
    isonomia(["check", &town, "--strict"]).ends(1);
    let ran = isonomia(["check", &town, "--fix", "-o", &out]).ends(0);
    assert!(ran.out.contains("edge-whitespace (1)"), "{}", ran.out);
    assert!(ran.out.contains("line-ends-mixed (1)"), "{}", ran.out);
    let instance = |file: &str| {
        let ran = isonomia(["check", file, "--json"]);
        let lines = ran.lines();
        let input = lines[0].get("input").unwrap();
        input.get("instance").unwrap().clone()
    };
    assert_eq!(instance(&town), instance(&out));
    assert!(!std::fs::read_to_string(&out).unwrap().contains('\r'));
    // In place of the file itself nothing is ever written.
    isonomia(["check", &town, "--fix", "-o", &town]).ends(1);
    isonomia(["check", &sample("park-name.blt"), "--fix", "-o", &out]).ends(1);
}

#[test]
fn an_official_result_that_the_rule_does_not_give_is_named() {
    let folder = folder();
    let text = std::fs::read_to_string(sample("budget.pb")).unwrap();
    // The third of the winners gives its place to the last of the list.
    let forged = text
        .replace("ulice;1\n5;", "ulice;0\n5;")
        .replace("zieleń;0\nVOTES", "zieleń;1\nVOTES");
    assert_ne!(text, forged);
    let town = file(&folder, "forged.pb", &forged);
    let ran = isonomia(["check", &town]).ends(0);
    assert!(ran.out.contains("only official: 4"), "{}", ran.out);
    assert!(ran.out.contains("only by the rule: 1"), "{}", ran.out);
}
