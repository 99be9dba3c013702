use std::fs;

use crate::support::{TOWN, file, folder, isonomia, missing_key, path};

#[test]
fn a_certificate_is_checked_without_counting_and_nothing_in_it_can_be_changed() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let (report, certificate) = (path(&folder, "r.json"), path(&folder, "c.json"));
    let words = ["certify", &town, "--rule", "budget/equal-shares"];
    let out = ["--report", &report, "-o", &certificate];
    for lang in ["en", "pl"] {
        let ran = isonomia(words.iter().chain(&out).chain(&["--lang", lang])).ends(0);
        assert_eq!(missing_key(&ran.out), None);
    }
    let audit = |certificate: &str, code: i32| {
        let words = [
            "audit",
            &report,
            "--input",
            &town,
            "--certificate",
            certificate,
        ];
        isonomia(words).ends(code)
    };
    audit(&certificate, 0);
    let text = fs::read_to_string(&certificate).expect("the certificate");
    // Each voter has 100/3: the school's three supporters pay 20 each, and 40/3 is left to each.
    let price = "[\"school\",\"20\"]";
    assert!(
        text.contains(price) && text.contains("\"endowment\":\"100/3\""),
        "{text}"
    );
    for (old, new) in [
        (price, "[\"school\",\"19\"]"),
        (price, "[\"road\",\"20\"]"),
        ("\"winners\":[\"school\"]", "\"winners\":[\"road\"]"),
        ("\"endowment\":\"100/3\"", "\"endowment\":\"100\""),
    ] {
        assert!(text.contains(old), "{text}");
        let bad = file(&folder, "bad.json", text.replace(old, new));
        audit(&bad, 1);
    }
    let other = file(
        &folder,
        "other.pb",
        TOWN.replace("3;school,trees", "3;school,road"),
    );
    let words = [
        "audit",
        &report,
        "--input",
        &other,
        "--certificate",
        &certificate,
    ];
    isonomia(words).ends(1);
}

#[test]
fn what_cannot_be_certified_is_said() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    isonomia(["certify", &path(&folder, "missing.pb")]).ends(1);
    isonomia(["certify", &town, &town, "-o", "x.json"]).ends(2);
    isonomia(["certify", "samples/park-name.blt", "--rule", "budget/nope"]).ends(2);
}
