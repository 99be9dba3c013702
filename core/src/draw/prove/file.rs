//! Proofs as documents: `isonomia/draw-proof/1`.

use super::{Proof, Shown};
use crate::digest::{hex, unhex32};
use crate::draw::limits;
use crate::json::{Limits, Value, parse_with};
use crate::problem::Problem;

/// The format of both files.
pub const PROOF_FORMAT: &str = "isonomia/draw-proof/1";

/// The longest proof in bytes.
const MAX_BYTES: usize = 64 << 10;

impl Proof {
    /// The proof as a document, closed: `{"draw_id","format","kind":"private","manifest_hash",
    /// "path","position","record","salt"}` or `{..,"kind":"shareable","leaf",..}` with neither
    /// record nor salt.
    pub fn to_value(&self) -> Value {
        let path = self.path.iter().map(|hash| Value::from(hex(hash)));
        let mut fields = vec![
            ("draw_id", Value::from(self.draw_id.as_str())),
            ("format", Value::from(PROOF_FORMAT)),
            ("manifest_hash", Value::from(hex(&self.manifest_hash))),
            ("path", Value::Array(path.collect())),
            ("position", Value::from(self.position)),
        ];
        match &self.person {
            Shown::Private { salt, record } => fields.extend([
                ("kind", Value::from("private")),
                ("record", record.clone()),
                ("salt", Value::from(hex(salt))),
            ]),
            Shown::Leaf(leaf) => fields.extend([
                ("kind", Value::from("shareable")),
                ("leaf", Value::from(hex(leaf))),
            ]),
        }
        let fields = fields
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value));
        Value::Object(fields.collect())
    }

    /// Reads a proof.
    ///
    /// # Errors
    /// `draw-proof` with the field that is wrong.
    pub fn parse(bytes: &[u8], nfc: fn(&str) -> bool) -> Result<Self, Problem> {
        let wrong = |path: &str| Problem::error("draw-proof").path(path);
        let limits = Limits {
            depth: 4,
            bytes: MAX_BYTES,
            is_nfc: Some(nfc),
        };
        let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let whole = parse_with(body, &limits)
            .map_err(|error| wrong("").found(error.code).at(error.line, error.column))?;
        let text = |key: &str| {
            let text = whole.get(key).and_then(Value::as_str);
            text.ok_or_else(|| wrong(&format!("/{key}")))
        };
        let hash = |key: &str| unhex32(text(key)?).map_err(|_| wrong(&format!("/{key}")));
        if text("format")? != PROOF_FORMAT {
            return Err(wrong("/format")
                .found(text("format")?)
                .expected(PROOF_FORMAT));
        }
        let (person, fields) = match text("kind")? {
            "private" => {
                let salt = hash("salt")?;
                let record = whole.get("record").filter(|r| r.as_object().is_some());
                let record = record.ok_or_else(|| wrong("/record"))?.clone();
                (Shown::Private { salt, record }, 8)
            }
            "shareable" => (Shown::Leaf(hash("leaf")?), 7),
            other => return Err(wrong("/kind").found(other).expected("private, shareable")),
        };
        if whole.as_object().map(std::collections::BTreeMap::len) != Some(fields) {
            return Err(wrong(""));
        }
        let path = whole.get("path").and_then(Value::as_array);
        let path = path.filter(|path| path.len() <= limits::PATH);
        let hashes = path.ok_or_else(|| wrong("/path"))?.iter();
        let hashes = hashes.map(|item| item.as_str().and_then(|text| unhex32(text).ok()));
        let position = whole.get("position").and_then(Value::as_i64);
        Ok(Self {
            draw_id: text("draw_id")?.to_owned(),
            manifest_hash: hash("manifest_hash")?,
            position: position
                .and_then(|position| u32::try_from(position).ok())
                .ok_or_else(|| wrong("/position"))?,
            path: hashes
                .collect::<Option<_>>()
                .ok_or_else(|| wrong("/path"))?,
            person,
        })
    }
}
