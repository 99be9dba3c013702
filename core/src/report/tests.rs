//! The text of a report is that of its document, whatever stands in it.

use super::*;
use crate::formats::{LoadOptions, Role, Source, load};
use crate::problem::Diagnostics;
use crate::run::{Request, Work, count};
use crate::tie::parse_ties;

const BLT: &str = "3 1\n3 1 2 0\n2 2 3 0\n0\n\"A\"\n\"B \\\"b\\\"\"\n\"Ć\"\n\"t\"\n";

fn counted(ties: Option<&str>) -> (Report, Instance) {
    let mut diagnostics = Diagnostics::default();
    let mut reader = BLT.as_bytes();
    let mut sources = [Source {
        name: String::new(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let loaded = load(&mut sources, &LoadOptions::default(), &mut diagnostics).unwrap();
    let request = Request {
        rule: Some("ranked/irv".to_owned()),
        ties: ties.map(|ties| parse_ties(ties).unwrap()),
        ..Request::default()
    };
    let report = count(&loaded, &diagnostics, &request, &mut Work::default());
    (report.unwrap(), loaded.instance)
}

/// The reports of a count, of one whose ties go every way, and of one with a long proposal.
fn reports() -> Vec<(Report, Instance)> {
    let (mut proposed, instance) = counted(None);
    proposed.events.push(Event::Proposal {
        label: "a \"label\"",
        value: Value::object([(
            "panels",
            Value::Array(vec![Value::Null, Value::from(7_u32)]),
        )]),
    });
    let (mut silent, other) = counted(None);
    silent.events.clear();
    vec![
        counted(None),
        counted(Some("all")),
        (proposed, instance),
        (silent, other),
    ]
}

#[test]
fn text_and_document_are_equal() {
    for (report, instance) in reports() {
        let (written, value) = (report.written(&instance), report.to_value(&instance));
        assert_eq!(written.text, value.canonical());
        assert_eq!(
            value.get("result").unwrap().as_str(),
            Some(&*written.result)
        );
        assert_eq!(
            value.get("digest").unwrap().as_str(),
            Some(&*written.digest)
        );
    }
}

#[test]
fn digest_is_of_all_other_fields() {
    for (report, instance) in reports() {
        let Value::Object(mut fields) = report.to_value(&instance) else {
            panic!();
        };
        let digest = fields.remove("digest").unwrap();
        let rest = Digest::of(&Value::Object(fields).canonical()).tagged();
        assert_eq!(digest.as_str(), Some(&*rest));
    }
}

#[test]
fn events_are_written_as_their_documents() {
    for (report, instance) in reports() {
        for event in &report.events {
            let mut text = Vec::new();
            event.write_canonical(&instance, &mut |piece| text.extend_from_slice(piece));
            assert_eq!(text, event.to_value(&instance).canonical());
        }
    }
}
