//! What holds for every format, and conversion between them.

mod beside;

use super::*;
use crate::problem::Severity;

const SCORES: &str = "META\nkey;value\nbudget;10\nvote_type;scoring\nrule;greedy\nPROJECTS\n\
    project_id;cost;colour\na;1;red\nb;12;\nVOTES\nvoter_id;vote;points;age\n7;a,b;3,0;40\n";

fn converted(text: &str, to: &str, read_as: Option<&str>) -> Result<String, &'static str> {
    let mut reader = text.as_bytes();
    let source = Source {
        name: "t".to_owned(),
        role: Role::Main,
        reader: &mut reader,
    };
    let options = LoadOptions {
        read_as: read_as.map(str::to_owned),
        ..LoadOptions::default()
    };
    let mut out = Vec::new();
    let mut diagnostics = Diagnostics::default();
    match convert(&mut [source], &options, to, &mut out, &mut diagnostics) {
        Ok(()) => Ok(String::from_utf8(out).unwrap()),
        Err(ConvertError::Refused(problem)) => Err(problem.code),
        Err(ConvertError::Io(error)) => panic!("{error}"),
    }
}

#[test]
fn every_format_has_its_own_id_and_says_what_it_is() {
    for (at, format) in FORMATS.iter().enumerate() {
        assert!(
            FORMATS
                .iter()
                .skip(at + 1)
                .all(|other| other.id != format.id)
        );
        assert!(!format.doc.is_empty() && !format.kinds.is_empty());
        assert_eq!(find(format.id).map(|found| found.id), Some(format.id));
        assert_eq!(
            format.read.is_some(),
            format.write.is_some(),
            "{}",
            format.id
        );
    }
}

#[test]
fn to_its_own_format_a_file_keeps_what_does_not_count() {
    assert_eq!(converted(SCORES, "pb", None), Ok(SCORES.to_owned()));
}

#[test]
fn a_file_read_as_another_kind_is_written_as_that_kind() {
    let written = converted(SCORES, "pb", Some("points-as-approval")).unwrap();
    assert!(written.contains("vote_type;approval"), "{written}");
    assert!(
        written.ends_with("VOTES\nvoter_id;vote\n1;a\n"),
        "{written}"
    );
}

#[test]
fn what_a_format_cannot_hold_is_refused() {
    assert_eq!(converted(SCORES, "blt", None), Err("format-cannot-express"));
    assert_eq!(converted(SCORES, "docx", None), Err("format-unknown"));
    let broken = SCORES.replace("budget;10", "budget;ten");
    assert_eq!(converted(&broken, "blt", None), Err("input-unreadable"));
}

/// Code, severity and pointer of every problem that a check finds.
fn checked(text: &str) -> Vec<(&'static str, Severity, String)> {
    let mut reader = text.as_bytes();
    let source = Source {
        name: "t".to_owned(),
        role: Role::Main,
        reader: &mut reader,
    };
    let mut diagnostics = Diagnostics::default();
    let options = LoadOptions::default();
    let loaded = check(&mut [source], &options, None, &mut diagnostics);
    assert!(loaded.is_some() || diagnostics.has_errors());
    let problems = diagnostics.into_problems().into_iter();
    problems
        .map(|problem| (problem.code, problem.severity, problem.path.clone()))
        .collect()
}

/// An election file with one contest of these fields.
fn contest(fields: &str) -> String {
    format!(
        r#"{{"format":"isonomia/election/1","contests":[{{"id":"c","options":["a","b"],{fields}}}]}}"#
    )
}

#[test]
fn a_check_finds_rules_and_options_that_a_count_would_refuse() {
    use Severity::{Error, Warning};
    let ranking = r#""ballot":{"kind":"ranking"},"ballots":[["a"]]"#;
    let rule = |fields: &str| contest(&format!("{ranking},{fields}"));
    let at = |code, path: &str| (code, Error, format!("/contests/0/{path}"));
    let cases = [
        (rule(r#""rule":"ranked/irv""#), vec![]),
        (
            rule(r#""rule":"ranked/foo""#),
            vec![at("rule-unknown", "rule")],
        ),
        (
            rule(r#""rule":"budget/greedy""#),
            vec![at("input-not-accepted", "rule")],
        ),
        (
            rule(r#""rule":"rated/approval""#),
            vec![at("ballots-not-accepted", "rule")],
        ),
        (
            rule(r#""rule":"ranked/irv","seats":2"#),
            vec![at("seats-not-accepted", "rule")],
        ),
        (
            rule(r#""rule":"ranked/irv","params":{"foo":"1","equal_ranks":"bar"}"#),
            vec![
                at("param-value", "params/equal_ranks"),
                at("param-unknown", "params/foo"),
            ],
        ),
        (
            contest(r#""ballot":{"kind":"ranking"},"ballots":[]"#),
            vec![("no-votes", Warning, String::new())],
        ),
        (
            contest(r#""seats":3,"ballot":{"kind":"ranking"},"ballots":[["a"]]"#),
            vec![("seats-above-options", Warning, "seats".to_owned())],
        ),
        (
            SCORES.replace("rule;greedy", "rule;unknown"),
            vec![("rule-not-computable", Warning, "rule".to_owned())],
        ),
        (
            "2 3\n1 1 0\n0\n\"Ada\"\n\"Bo\"\n\"t\"\n".to_owned(),
            vec![("seats-above-options", Warning, "seats".to_owned())],
        ),
        (
            "2 1\n1 1 0\n0\n\"Ada\"\n\"The title\"\n".to_owned(),
            vec![("title-missing", Warning, String::new())],
        ),
    ];
    for (text, expected) in cases {
        let mut found = checked(&text);
        found.retain(|(code, ..)| !matches!(*code, "meta-incomplete" | "cost-over-budget"));
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_workbook_where_none_is_opened_is_called_a_workbook() {
    let zip = b"PK\x03\x04 and so on";
    let (mut people, mut categories) = (zip.as_slice(), zip.as_slice());
    let mut sources = [
        Source {
            name: "people.xlsx".to_owned(),
            role: Role::Main,
            reader: &mut people,
        },
        Source {
            name: "categories.xlsx".to_owned(),
            role: Role::Main,
            reader: &mut categories,
        },
    ];
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut sources, &LoadOptions::default(), &mut diagnostics);
    let codes: Vec<&str> = diagnostics.problems().iter().map(|p| p.code).collect();
    assert!(
        loaded.is_none() && codes == ["workbook-not-read"],
        "{codes:?}"
    );
}

#[test]
fn a_file_of_no_format_is_described() {
    let people = "name,nationbuilder_id,age\nAda,1,40\n";
    let cases: [(&[u8], &str, &str); 6] = [
        (b"null", "format-unknown", "null"),
        (b"1: 1,2\n2: 2\n", "format-unknown", "1: 1,2"),
        (b"\x00\x01\xff", "format-unknown", "bytes 00 01 ff"),
        (b"%PDF-1.7", "format-unknown", "a PDF document"),
        (people.as_bytes(), "categories-missing", ""),
        (
            b"META\rkey;value\rbudget;1\r",
            "line-ends",
            "lines end in CR only",
        ),
    ];
    for (bytes, code, found) in cases {
        let mut reader = bytes;
        let source = Source {
            name: "t".to_owned(),
            role: Role::Main,
            reader: &mut reader,
        };
        let mut diagnostics = Diagnostics::default();
        let loaded = load(&mut [source], &LoadOptions::default(), &mut diagnostics);
        assert!(loaded.is_none());
        let problems = diagnostics.problems().iter();
        let problems: Vec<_> = problems.map(|p| (p.code, p.found.as_str())).collect();
        assert_eq!(problems, [(code, found)]);
    }
}
