//! The verdict on a transcript of draw/v1.

use super::limits;
use super::schema::{SchemaError, Transcript};
use super::trust::Trust;
use super::verdict::{Check, Finding, Verdict, check};
use crate::json::{JsonError, Limits, parse_with};

/// Checks a transcript: all checks of draw/v1, 2.8, in the order of its table.
pub fn verify(transcript: &[u8], trust: &Trust<'_>) -> Verdict {
    let limits = Limits {
        depth: limits::NESTING,
        bytes: limits::FILE_BYTES,
        is_nfc: Some(trust.nfc),
    };
    let value = match parse_with(transcript, &limits) {
        Ok(value) => value,
        Err(error) => return Verdict::of(vec![no_json(&error)], vec![]),
    };
    let json = check("json", Finding::Pass, "json-one-reading", vec![]);
    let _transcript = match Transcript::from_value(&value) {
        Ok(transcript) => transcript,
        Err(error) => return Verdict::of(vec![json, no_transcript(&error)], vec![]),
    };
    let schema = check("schema", Finding::Pass, "schema-closed", vec![]);
    Verdict::of(vec![json, schema], vec![])
}

fn no_json(error: &JsonError) -> Check {
    let args = vec![
        error.code.to_owned(),
        error.line.to_string(),
        error.column.to_string(),
    ];
    check("json", Finding::Fail, "json-refused", args)
}

fn no_transcript(error: &SchemaError) -> Check {
    let args = vec![error.pointer.clone(), error.expected.to_owned()];
    check("schema", Finding::Fail, "schema-differs", args)
}
