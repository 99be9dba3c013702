//! Forgeries whose digests fit are found, with the file that was counted and with a conversion.

use super::*;
use crate::formats::{Role, load};
use crate::run::count;

const BLT: &str = "3 1\n2 1 2 0\n1 2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"t\"\n";
const ELECTION: &str = r#"{"format":"isonomia/election/1","contests":[{"id":"c",
    "options":["A","B","C"],"ballot":{"kind":"ranking","limits":{"equal_ranks":true}},
    "ballots":[{"ballot":["A","B"],"papers":2},["B","C"]]}]}"#;

fn with<T>(text: &str, work: impl FnOnce(&mut [Source<'_>]) -> T) -> T {
    let mut reader = text.as_bytes();
    work(&mut [Source {
        name: String::new(),
        role: Role::Main,
        reader: &mut reader,
    }])
}

fn report(ties: Option<&str>) -> Value {
    let mut diagnostics = Diagnostics::default();
    let loaded = with(BLT, |sources| {
        load(sources, &LoadOptions::default(), &mut diagnostics)
    });
    let loaded = loaded.unwrap();
    let request = Request {
        rule: Some("ranked/irv".to_owned()),
        ties: ties.map(|ties| parse_ties(ties).unwrap()),
        ..Request::default()
    };
    let report = count(&loaded, &diagnostics, &request, &mut Work::default());
    report.unwrap().to_value(&loaded.instance)
}

/// A copy with changed fields (none: the field is taken away) and a digest that fits.
fn forged(report: &Value, changes: &[(&[&str], Option<&str>)]) -> Value {
    let mut report = report.clone();
    for (path, new) in changes {
        edit(&mut report, path, &|fields, key| {
            fields.remove(key);
            if let Some(new) = new {
                let new = crate::json::parse(new.as_bytes()).unwrap();
                fields.insert(key.to_owned(), new);
            }
        });
    }
    cut(&mut report, &["digest"]);
    let digest = Digest::of(&report.canonical()).tagged();
    edit(&mut report, &["digest"], &|fields, key| {
        fields.insert(key.to_owned(), Value::from(digest.as_str()));
    });
    report
}

fn verdict(report: &Value, text: &str, converted: bool) -> Verdict {
    let options = AuditOptions {
        converted,
        ..AuditOptions::default()
    };
    with(text, |sources| {
        audit(&report.canonical(), sources, options, &mut Work::default())
    })
}

/// Where the first difference is; empty where there is none.
fn place(report: &Value, text: &str, converted: bool) -> String {
    let verdict = verdict(report, text, converted);
    let first = verdict.differences.first();
    first.map_or(String::new(), |problem| problem.path.clone())
}

const FORGERIES: [(&[&str], Option<&str>, &str); 17] = [
    (&["input", "ballots"], Some("999999"), "/input/ballots"),
    (&["input", "valid"], Some("1"), "/input/valid"),
    (
        &["input", "instance"],
        Some("\"sha256:00\""),
        "/input/instance",
    ),
    (&["input", "read_as"], None, "/input/read_as"),
    (&["input", "files"], None, "/input/files"),
    (
        &["invalid"],
        Some(r#"[{"args":[],"code":"duplicate-option","lines":[1],"papers":"5"}]"#),
        "/invalid",
    ),
    (
        &["official"],
        Some(r#"{"agrees":true,"only_here":[],"only_official":[],"selected":["C"]}"#),
        "/official",
    ),
    (&["revision"], Some("77"), "/revision"),
    (&["result"], Some("\"sha256:00\""), "/result"),
    (&["outcome"], None, "/outcome"),
    (
        &["outcome", "elected"],
        Some("[\"C\"]"),
        "/outcome/elected/0",
    ),
    (&["events"], None, "/events"),
    (&["seed"], None, "/seed"),
    (&["complete"], Some("true"), "/complete"),
    (&["outcomes"], Some("[]"), "/outcomes"),
    (&["headline"], Some("\"C is elected\""), "/headline"),
    (&["engine"], None, "/engine"),
];

#[test]
fn a_forged_field_is_named_whether_the_file_is_converted_or_not() {
    let honest = report(None);
    for (path, new, named) in FORGERIES {
        // A false version of the engine hides nothing.
        let version: (&[&str], _) = (&["engine"], Some("\"9.9.9\""));
        let mut ways = vec![vec![(path, new)]];
        if path != ["engine"] {
            ways.push(vec![version, (path, new)]);
        }
        for changes in ways {
            let forged = forged(&honest, &changes);
            for (text, converted) in [(BLT, false), (BLT, true), (ELECTION, true)] {
                let place = place(&forged, text, converted);
                assert!(place.starts_with(named), "{converted} {path:?}: {place}");
            }
        }
    }
}

#[test]
fn outcomes_cut_short_are_found_in_a_converted_file() {
    let honest = report(Some("all"));
    assert_eq!(place(&honest, ELECTION, true), "");
    let cut_short = forged(&honest, &[(&["complete"], Some("false"))]);
    assert_eq!(place(&cut_short, ELECTION, true), "/complete");
}

#[test]
fn a_conversion_may_change_bytes_and_format_and_nothing_else() {
    let honest = report(None);
    for (text, converted) in [(BLT, false), (BLT, true), (ELECTION, true)] {
        assert_eq!(verdict(&honest, text, converted), Verdict::default());
    }
    assert!(!verdict(&honest, ELECTION, false).same());
    let another = ELECTION.replace(r#"["B","C"]"#, r#"["C","B"]"#);
    assert!(!verdict(&honest, &another, true).same());
}

#[test]
fn another_version_of_the_engine_is_a_note_and_no_difference() {
    let other = forged(&report(None), &[(&["engine"], Some("\"9.9.9\""))]);
    for (text, converted) in [(BLT, false), (ELECTION, true)] {
        let verdict = verdict(&other, text, converted);
        assert!(verdict.same());
        let [note] = &verdict.notes[..] else {
            panic!("{verdict:?}")
        };
        assert_eq!(
            (note.code, note.found.as_str()),
            ("engine-differs", "9.9.9")
        );
    }
}
