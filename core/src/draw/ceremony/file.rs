//! The working file as a document.

use super::Ceremony;
use crate::draw::limits;
use crate::draw::schema::{Evidence, Manifest, SchemaError, TicketIds};
use crate::json::{Limits, Value, parse_with};
use crate::problem::Problem;

/// The format of a working file.
pub const CEREMONY_FORMAT: &str = "isonomia/ceremony/1";

const FIELDS: [&str; 6] = [
    "anchors",
    "evidence",
    "format",
    "manifest",
    "signatures",
    "ticket_ids",
];

impl Ceremony {
    /// The working file: `{"anchors":[proof],"evidence":[evidence|null],"format",
    /// "manifest","signatures":[note],"ticket_ids"}`, to be written canonically.
    pub fn to_value(&self) -> Value {
        let texts = |texts: &[String]| {
            Value::Array(
                texts
                    .iter()
                    .map(|text| Value::from(text.as_str()))
                    .collect(),
            )
        };
        let evidence = self.evidence.iter();
        let evidence = evidence.map(|e| e.as_ref().map_or(Value::Null, Evidence::to_value));
        Value::object([
            ("anchors", texts(&self.anchors)),
            ("evidence", Value::Array(evidence.collect())),
            ("format", Value::from(CEREMONY_FORMAT)),
            ("manifest", self.manifest.to_value()),
            ("signatures", texts(&self.notes)),
            ("ticket_ids", self.ticket_ids.to_value()),
        ])
    }

    /// Reads a working file. Everything in it is checked again as if it came in now, in the order
    /// in which it must have come, so that no edited file becomes a transcript.
    ///
    /// # Errors
    /// `ceremony-file` with the place of what is wrong, and whatever the steps refuse.
    pub fn parse(bytes: &[u8], nfc: fn(&str) -> bool) -> Result<Self, Problem> {
        let wrong = |path: &str| Problem::error("ceremony-file").path(path);
        let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let limits = Limits {
            depth: limits::NESTING,
            bytes: limits::FILE_BYTES,
            is_nfc: Some(nfc),
        };
        let whole = parse_with(body, &limits)
            .map_err(|error| wrong("").found(error.code).at(error.line, error.column))?;
        let is_known = |fields: &[&str]| fields == FIELDS;
        let keys: Vec<&str> = match whole.as_object() {
            Some(fields) => fields.keys().map(String::as_str).collect(),
            None => Vec::new(),
        };
        if !is_known(&keys) {
            return Err(wrong("").found(keys.join(", ")).expected(FIELDS.join(", ")));
        }
        let field = |key: &str| whole.get(key).ok_or_else(|| wrong(&format!("/{key}")));
        let list = |key: &str| {
            let items = field(key)?.as_array();
            items.ok_or_else(|| wrong(&format!("/{key}")))
        };
        let texts = |key: &'static str| -> Result<Vec<&str>, Problem> {
            let texts = list(key)?.iter().map(Value::as_str);
            texts
                .collect::<Option<_>>()
                .ok_or_else(|| wrong(&format!("/{key}")))
        };
        let schema = |place: &str, error: SchemaError| {
            wrong(&format!("{place}{}", error.pointer)).expected(error.expected)
        };
        if field("format")?.as_str() != Some(CEREMONY_FORMAT) {
            return Err(wrong("/format").expected(CEREMONY_FORMAT));
        }
        let manifest =
            Manifest::from_value(field("manifest")?).map_err(|error| schema("/manifest", error))?;
        let ids = TicketIds::from_value(field("ticket_ids")?, &manifest)
            .map_err(|error| schema("/ticket_ids", error))?;
        let mut ceremony = Self::new(manifest, ids)?;
        let evidence = list("evidence")?;
        if evidence.len() != ceremony.evidence.len() {
            return Err(wrong("/evidence"));
        }
        let notes = texts("signatures")?;
        let about_reveals = |note: &&&str| note.starts_with("draw/v1 reveals\n");
        for note in notes.iter().filter(|note| !about_reveals(note)) {
            ceremony.add_note(note)?;
        }
        for proof in texts("anchors")? {
            ceremony.add_anchor(proof)?;
        }
        let is_beacon = |value: &Value| value.get("signature").is_some();
        for last in [false, true] {
            for (index, value) in evidence.iter().enumerate() {
                if *value == Value::Null || is_beacon(value) != last {
                    continue;
                }
                let place = format!("/evidence/{index}");
                let evidence =
                    Evidence::from_value(value).map_err(|error| schema(&place, error))?;
                if last {
                    ceremony.beacon_at(index, evidence)?;
                } else {
                    ceremony.put(index, evidence)?;
                }
            }
        }
        for note in notes.iter().filter(about_reveals) {
            ceremony.add_note(note)?;
        }
        if ceremony.notes.len() != notes.len() {
            return Err(wrong("/signatures"));
        }
        // The order in which notes came is kept.
        ceremony.notes = notes.into_iter().map(str::to_owned).collect();
        Ok(ceremony)
    }
}
