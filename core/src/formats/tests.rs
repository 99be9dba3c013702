//! What holds for every format, and conversion between them.

use super::*;

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
