//! The sealed draw that the lots of a count come from, as the report names it.

use crate::digest::{hex, unhex32};
use crate::json::Value;

/// What a report says of the draw that its lots come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Which draw: `draw_id` of its manifest.
    pub draw_id: String,
    /// The label of the ticket draw.
    pub label: String,
    /// The hash of the sealed manifest.
    pub manifest: [u8; 32],
    /// Holders of tickets and digests of bound files, as the transcript gives them; `None` in an
    /// audit from the report alone, which repeats a count that was allowed.
    pub bound: Option<Bound>,
}

/// What a sealed lot may decide on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Ids that have a ticket.
    pub ids: Vec<String>,
    /// SHA-256 of the files, or of the canonical instance.
    pub binds: Vec<[u8; 32]>,
}

impl Lot {
    /// The lot as it stands in a report.
    pub fn to_value(&self) -> Value {
        Value::object([
            ("draw_id", Value::from(self.draw_id.as_str())),
            ("label", Value::from(self.label.as_str())),
            ("manifest", Value::from(hex(&self.manifest))),
        ])
    }

    /// Reads what a report says; `None` where a field is missing or malformed.
    pub fn from_value(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        Some(Self {
            draw_id: text("draw_id")?.to_owned(),
            label: text("label")?.to_owned(),
            manifest: unhex32(text("manifest")?).ok()?,
            bound: None,
        })
    }
}
