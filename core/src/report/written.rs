//! A report as text, without the document in memory.
//!
//! The proof of a lottery is most of its report: as a tree of values it takes ten times the memory
//! of its text. So the text is written field by field and event by event, and hashed on the way.

use super::Report;
use crate::digest::{Digest, Hasher};
use crate::instance::Instance;
use crate::json::{Value, write_string};

/// The canonical text of a report, and the digests that stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The document: UTF-8, without a line break at its end.
    pub text: Vec<u8>,
    /// On which native, web and later versions must agree.
    pub result: String,
    /// Of the whole document but itself.
    pub digest: String,
}

/// The field whose items are written one by one.
pub(super) const EVENTS: &str = "events";
pub(super) const DIGEST: &str = "digest";

impl Report {
    /// The canonical text of [`Report::to_value`]. Beside the text, O(fields) memory is used.
    pub fn written(&self, instance: &Instance) -> Written {
        let result = self.result_digest(instance);
        let mut fields = self.fields(instance, true);
        fields.insert("result".to_owned(), Value::from(result.as_str()));
        let after = fields.split_off(DIGEST);
        let mut text = Vec::new();
        let mut out = |piece: &[u8]| text.extend_from_slice(piece);
        out(b"{");
        for field in &fields {
            self.write_field(field, instance, &mut out);
            out(b",");
        }
        let place = text.len();
        let mut out = |piece: &[u8]| text.extend_from_slice(piece);
        for (number, field) in after.iter().enumerate() {
            if number > 0 {
                out(b",");
            }
            self.write_field(field, instance, &mut out);
        }
        out(b"}");
        // What is hashed is the document without this field, which then takes its place.
        let digest = Digest::of(&text).tagged();
        let field = format!("\"{DIGEST}\":\"{digest}\",");
        text.splice(place..place, field.into_bytes());
        Written {
            text,
            result,
            digest,
        }
    }

    /// The digest on which native, web and later versions must agree.
    pub fn result_digest(&self, instance: &Instance) -> String {
        let mut hasher = Hasher::new();
        let mut comma = false;
        hasher.update(b"{");
        for field in &self.fields(instance, false) {
            if std::mem::replace(&mut comma, true) {
                hasher.update(b",");
            }
            self.write_field(field, instance, &mut |piece| hasher.update(piece));
        }
        hasher.update(b"}");
        hasher.finish().tagged()
    }

    fn write_field(
        &self,
        (name, value): (&String, &Value),
        instance: &Instance,
        out: &mut dyn FnMut(&[u8]),
    ) {
        write_string(name, out);
        out(b":");
        if name != EVENTS {
            value.write_canonical(out);
            return;
        }
        out(b"[");
        for (number, event) in self.events.iter().enumerate() {
            if number > 0 {
                out(b",");
            }
            event.write_canonical(instance, out);
        }
        out(b"]");
    }
}
