//! RFC 8785: what is inside the restricted profile is written equal, the rest is refused.

use isonomia::json::{self, INTEGER_LIMIT};
use serde_json::Value;

use super::Report;
use super::case::Case;

/// Checks `jcs-rfc8785.json`.
///
/// # Errors
///
/// The first document that is written or refused differently.
pub fn check_jcs_rfc8785(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&[
        "source",
        "definitions",
        "documents",
        "numbers",
        "numbers_must_fail",
        "parser_traps",
    ])?;
    let mut report = Report::default();
    for case in file.list("documents")? {
        let input = case.get("input")?;
        let outside = outside_profile(input.text()?)?;
        let ours = verdict(input.text()?);
        let theirs = match outside {
            Some(code) => Err(code),
            None => Ok(case.get("canonical_hex")?.bytes()?),
        };
        report.equal(&case.place, &ours, &theirs)?;
    }
    for case in file.list("numbers")? {
        let pair = case.items()?;
        let text = pair.get(1).ok_or_else(|| case.not("a pair"))?.text()?;
        let theirs = if text.contains(['.', 'e']) {
            Err("float")
        } else if text.parse::<i64>().is_ok_and(|n| n.abs() < INTEGER_LIMIT) {
            Ok(text.as_bytes().to_vec())
        } else {
            Err("integer-range")
        };
        report.equal(&case.place, &verdict(text), &theirs)?;
    }
    for case in file.list("numbers_must_fail")? {
        let pair = case.items()?;
        let text = pair.get(1).ok_or_else(|| case.not("a pair"))?.text()?;
        report.equal(&case.place, &verdict(text), &Err("syntax"))?;
    }
    for case in file.list("parser_traps")? {
        let text = case.get("text")?;
        let expected = match text.text()? {
            text if text.starts_with('{') => "duplicate-key",
            text if text.contains('e') => "float",
            text if text.contains("ud8") => "lone-surrogate",
            _ => "integer-range",
        };
        report.equal(&case.place, &verdict(text.text()?), &Err(expected))?;
    }
    Ok(report)
}

fn verdict(text: &str) -> Result<Vec<u8>, &'static str> {
    match json::parse(text.as_bytes()) {
        Ok(value) => Ok(value.canonical()),
        Err(error) => Err(error.code),
    }
}

/// Why the profile refuses a document of the RFC, decided on serde_json's reading of it.
fn outside_profile(text: &str) -> Result<Option<&'static str>, String> {
    fn reason(value: &Value) -> Option<&'static str> {
        match value {
            Value::Number(number) if number.is_f64() => Some("float"),
            Value::Array(items) => items.iter().find_map(reason),
            Value::Object(fields) => fields.iter().find_map(|(key, value)| {
                if key.is_ascii() {
                    reason(value)
                } else {
                    Some("key-not-ascii")
                }
            }),
            _ => None,
        }
    }
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(reason(&value))
}
