//! One transcript for each fraud of the table's last column, and the verdict it must get.
//!
//! Everything else in it is sealed, signed and anchored anew, so what is found is the fraud and
//! what the fraud reaches.

use super::builder::{Draft, faults};
use super::{forged_draws, forged_sources, forged_witness};
use crate::draw::Finding;

/// A fraud, how it is done, and every check that is not PASS.
pub(super) type Forgery = (&'static str, fn(&mut Draft), &'static [&'static str]);

fn all_found(forgeries: &[Forgery]) {
    let mut wrong = Vec::new();
    for (fraud, commit, found) in forgeries {
        let mut draft = Draft::new();
        commit(&mut draft);
        let verdict = draft.verdict();
        let expected = if found.iter().any(|check| check.ends_with("FAIL")) {
            Finding::Fail
        } else {
            Finding::Unproven
        };
        if verdict.verdict != expected || faults(&verdict) != *found {
            let codes: Vec<_> = verdict
                .checks
                .iter()
                .filter(|check| check.finding != Finding::Pass)
                .map(|check| (check.id(), check.code, &check.args))
                .collect();
            wrong.push(format!("{fraud}: expected {found:?}\n    found {codes:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn sources() {
    all_found(forged_sources::FORGERIES);
}

#[test]
fn witnesses() {
    all_found(forged_witness::FORGERIES);
}

#[test]
fn draws_and_lists() {
    all_found(forged_draws::FORGERIES);
}

/// Frauds in the text of the file: what stands there, and what instead.
#[test]
fn two_readings_and_other_spellings() {
    let made = Draft::new().made();
    let document = String::from_utf8(made.document()).unwrap();
    for (fraud, from, to, found) in [
        (
            "a field twice",
            r#""attempt":1"#,
            r#""attempt":1,"attempt":2"#,
            "json",
        ),
        ("a fraction", r#""attempt":1"#, r#""attempt":1.0"#, "json"),
        ("minus zero", r#""attempt":1"#, r#""attempt":-0"#, "json"),
        ("an exponent", r#""attempt":1"#, r#""attempt":1e0"#, "json"),
        ("17 digits", r#""n":10"#, r#""n":10000000000000000"#, "json"),
        ("a comment", r#""attempt":1"#, r#""attempt":1/**/"#, "json"),
        (
            "a second document",
            r#"{"anchors""#,
            r#"{} {"anchors""#,
            "json",
        ),
        (
            "an unknown field",
            r#""attempt":1"#,
            r#""attempt":1,"seed":"""#,
            "schema",
        ),
        (
            "an unknown op",
            r#""op":"below""#,
            r#""op":"choose""#,
            "schema",
        ),
        (
            "another format",
            r#""format":"draw/v1""#,
            r#""format":"draw/v2""#,
            "schema",
        ),
        ("prose quotas", r#""F":[2,2]"#, r#""F":"half""#, "schema"),
        (
            "true for 1",
            r#""attempt":1"#,
            r#""attempt":true"#,
            "schema",
        ),
        (
            "a zone",
            "2023-08-23T15:15:31Z",
            "2023-08-23T17:15:31+02:00",
            "schema",
        ),
        ("full-width digits", "T15:15:31Z", "T15:15:３１Z", "schema"),
        ("second 60", "T15:15:31Z", "T15:15:60Z", "schema"),
        (
            "a day that is not",
            "2023-08-23T15:15",
            "2023-02-29T15:15",
            "schema",
        ),
        (
            "rehearsal: false",
            r#""purpose""#,
            r#""rehearsal":false,"purpose""#,
            "schema",
        ),
        (
            "free text for people",
            r#""panel":["#,
            r#""panel":["Anna","#,
            "schema",
        ),
        ("text turned around", "worked", "wor\u{202e}ked", "schema"),
    ] {
        let forged = document.replacen(from, to, 1);
        assert_ne!(forged, document, "{fraud}");
        let verdict = made.verdict_on(forged.as_bytes());
        assert_eq!(faults(&verdict), [format!("{found} FAIL")], "{fraud}");
        let last = verdict.checks.last().unwrap();
        assert_eq!(
            (last.name, verdict.verdict),
            (found, Finding::Fail),
            "{fraud}"
        );
    }
    let deep = "[".repeat(33) + &"]".repeat(33);
    let deep = document.replacen(r#""step":[true,null]"#, &format!(r#""step":{deep}"#), 1);
    assert_eq!(faults(&made.verdict_on(deep.as_bytes())), ["json FAIL"]);
    let bom = [b"\xef\xbb\xbf", document.as_bytes()].concat();
    assert_eq!(faults(&made.verdict_on(&bom)), ["json FAIL"]);
    let long = [document.as_bytes(), &vec![b' '; 16 << 20]].concat();
    assert_eq!(faults(&made.verdict_on(&long)), ["json FAIL"]);
}
