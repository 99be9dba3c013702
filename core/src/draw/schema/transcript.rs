//! The transcript: the manifest, and everything that came after it.

use std::collections::BTreeMap;

use super::field::{
    Read, closed, field, hex_value, hex32, id, int, is_label, label, list, map, nullable, object,
    optional, str_value, string, word, wrong,
};
use super::{Manifest, Op};
use crate::draw::limits;
use crate::json::Value;

/// A draw from beginning to end (draw/v1, 2.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// What was sealed.
    pub manifest: Manifest,
    /// The manifest as it stands in the document: what is hashed.
    pub sealed: Value,
    /// Signed notes.
    pub signatures: Vec<String>,
    /// Proofs that the manifest stood in a log.
    pub anchors: Vec<Anchor>,
    /// What each source gave, in the order of the manifest.
    pub evidence: Vec<Evidence>,
    /// What follows from manifest and evidence.
    pub derived: Derived,
    /// For whom tickets are drawn.
    pub ticket_ids: TicketIds,
    /// What was drawn, in the order of the manifest.
    pub results: Vec<ResultOf>,
    /// The panel drawn, with the proof that it stands in the list.
    pub opened: Option<Opened>,
}

/// A proof that the manifest stood in a log: `tlog-proof@v1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The text of the proof.
    pub proof: String,
}

/// What a source gave, as written: hexadecimal, digits and order are left to the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A beacon round.
    Signature {
        /// Its signature in hexadecimal.
        signature: String,
        /// The signature of the round before, on the default chain.
        previous_signature: Option<String>,
    },
    /// A revealed secret in hexadecimal.
    Secret(String),
    /// The digits of the dice.
    Digits(String),
    /// Published numbers, one list for each item.
    Values(Vec<Vec<i64>>),
}

/// What follows from manifest and evidence, as the transcript claims. Everything is compared
/// with what is computed, so values of any type are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Hash of the manifest.
    pub manifest_hash: Value,
    /// Digest of each source.
    pub source_digests: Vec<Value>,
    /// The seed.
    pub seed: Value,
    /// The key of each draw by its label.
    pub draw_keys: BTreeMap<String, [u8; 32]>,
}

/// For whom tickets are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketIds {
    /// Where there is at most one ticket draw.
    One(Vec<String>),
    /// Where there are more, by the labels of the draws.
    ByLabel(BTreeMap<String, Vec<String>>),
}

/// What one draw gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultOf {
    /// Label of the draw.
    pub label: String,
    /// A number, a list of numbers or a list of `[id, ticket]`: compared with what is computed.
    pub value: Value,
}

/// The panel drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its place in the list: compared with the result of the draw `panel`.
    pub index: Value,
    /// Its members as positions in the pool.
    pub panel: Vec<i64>,
    /// The Merkle path from its leaf to the root of the list.
    pub path: Vec<[u8; 32]>,
    /// The salt of its leaf, where the list is for auditors.
    pub salt: Option<[u8; 32]>,
}

impl Transcript {
    /// Reads a transcript.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value) -> Read<Transcript> {
        let must = [
            "manifest",
            "signatures",
            "anchors",
            "evidence",
            "derived",
            "ticket_ids",
            "results",
            "opened",
        ];
        let fields = closed(value, &must, &[])?;
        let manifest = field(fields, "manifest", Manifest::from_value)?;
        let tickets = ticket_draws(&manifest);
        Ok(Transcript {
            manifest,
            sealed: field(fields, "manifest", |value| Ok(value.clone()))?,
            signatures: field(fields, "signatures", |value| {
                list(value, limits::SIGNATURES, "at most 32 notes", note)
            })?,
            anchors: field(fields, "anchors", |value| {
                list(value, limits::ANCHORS, "at most 8 anchors", anchor)
            })?,
            evidence: field(fields, "evidence", |value| {
                list(value, usize::MAX, "a list", Evidence::from_value)
            })?,
            derived: field(fields, "derived", Derived::from_value)?,
            ticket_ids: field(fields, "ticket_ids", |value| ticket_ids(value, tickets))?,
            results: field(fields, "results", |value| {
                list(value, usize::MAX, "a list", result)
            })?,
            opened: field(fields, "opened", |value| {
                nullable(value, Opened::from_value)
            })?,
        })
    }

    /// The transcript as a document.
    pub fn to_value(&self) -> Value {
        let list = |items: &mut dyn Iterator<Item = Value>| Some(Value::Array(items.collect()));
        let notes = self
            .signatures
            .iter()
            .map(|note| Value::from(note.as_str()));
        let anchors = self.anchors.iter().map(|anchor| {
            object([
                ("subject", str_value("manifest")),
                ("proof", str_value(&anchor.proof)),
            ])
        });
        let results = self.results.iter().map(|result| {
            object([
                ("label", str_value(&result.label)),
                ("value", Some(result.value.clone())),
            ])
        });
        object([
            ("manifest", Some(self.sealed.clone())),
            ("signatures", list(&mut { notes })),
            ("anchors", list(&mut { anchors })),
            (
                "evidence",
                list(&mut self.evidence.iter().map(Evidence::to_value)),
            ),
            ("derived", Some(self.derived.to_value())),
            ("ticket_ids", Some(self.ticket_ids.to_value())),
            ("results", list(&mut { results })),
            (
                "opened",
                Some(self.opened.as_ref().map_or(Value::Null, Opened::to_value)),
            ),
        ])
    }
}

fn note(value: &Value) -> Read<String> {
    match value {
        Value::Str(text) if text.len() <= limits::NOTE_BYTES => Ok(text.clone()),
        _ => wrong("a text of at most 16 KiB"),
    }
}

fn anchor(value: &Value) -> Read<Anchor> {
    let fields = closed(value, &["subject", "proof"], &[])?;
    field(fields, "subject", |value| word(value, "manifest"))?;
    let proof = field(fields, "proof", note)?;
    Ok(Anchor { proof })
}

impl Evidence {
    /// Reads what a source gave.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value) -> Read<Evidence> {
        let own = |value| string(value).map(str::to_owned);
        if value.get("signature").is_some() {
            let fields = closed(value, &["signature"], &["previous_signature"])?;
            return Ok(Evidence::Signature {
                signature: field(fields, "signature", own)?,
                previous_signature: optional(fields, "previous_signature", own)?,
            });
        }
        if value.get("secret").is_some() {
            let fields = closed(value, &["secret"], &[])?;
            return field(fields, "secret", own).map(Evidence::Secret);
        }
        if value.get("digits").is_some() {
            let fields = closed(value, &["digits"], &[])?;
            return field(fields, "digits", own).map(Evidence::Digits);
        }
        if value.get("values").is_some() {
            let fields = closed(value, &["values"], &[])?;
            let numbers = |value: &Value| list(value, usize::MAX, "a list of integers", int);
            return field(fields, "values", |value| {
                list(value, usize::MAX, "a list of lists", numbers)
            })
            .map(Evidence::Values);
        }
        wrong("{signature}|{secret}|{digits}|{values}")
    }

    /// The evidence as it stands in a transcript.
    pub fn to_value(&self) -> Value {
        match self {
            Evidence::Signature {
                signature,
                previous_signature,
            } => object([
                ("signature", str_value(signature)),
                (
                    "previous_signature",
                    previous_signature.as_deref().and_then(str_value),
                ),
            ]),
            Evidence::Secret(secret) => object([("secret", str_value(secret))]),
            Evidence::Digits(digits) => object([("digits", str_value(digits))]),
            Evidence::Values(lists) => {
                let list = |numbers: &Vec<i64>| {
                    Value::Array(numbers.iter().copied().map(Value::Int).collect())
                };
                let lists = lists.iter().map(list).collect();
                object([("values", Some(Value::Array(lists)))])
            }
        }
    }
}

impl Derived {
    fn from_value(value: &Value) -> Read<Derived> {
        let must = ["manifest_hash", "source_digests", "seed", "draw_keys"];
        let fields = closed(value, &must, &[])?;
        let any = |value: &Value| Ok(value.clone());
        Ok(Derived {
            manifest_hash: field(fields, "manifest_hash", any)?,
            source_digests: field(fields, "source_digests", |value| {
                list(value, usize::MAX, "a list", any)
            })?,
            seed: field(fields, "seed", any)?,
            draw_keys: field(fields, "draw_keys", |value| {
                map(value, is_label, "label", hex32)
            })?,
        })
    }

    fn to_value(&self) -> Value {
        let keys = self.draw_keys.iter();
        let keys = keys.filter_map(|(label, key)| Some((label.clone(), hex_value(key)?)));
        object([
            ("manifest_hash", Some(self.manifest_hash.clone())),
            (
                "source_digests",
                Some(Value::Array(self.source_digests.clone())),
            ),
            ("seed", Some(self.seed.clone())),
            ("draw_keys", Some(Value::Object(keys.collect()))),
        ])
    }
}

fn result(value: &Value) -> Read<ResultOf> {
    let fields = closed(value, &["label", "value"], &[])?;
    Ok(ResultOf {
        label: field(fields, "label", label)?,
        value: field(fields, "value", |value| Ok(value.clone()))?,
    })
}

/// "`[id]` (at most one ticket draw) | `{label:[id]}` (more)".
fn ticket_ids(value: &Value, ticket_draws: usize) -> Read<TicketIds> {
    let mut left = limits::IDS;
    let mut ids = |value: &Value| {
        let ids = list(value, left, "at most 10^6 ids", id)?;
        left = left.saturating_sub(ids.len());
        Ok(ids)
    };
    if ticket_draws <= 1 {
        return ids(value).map(TicketIds::One);
    }
    map(value, is_label, "label", ids).map(TicketIds::ByLabel)
}

fn ticket_draws(manifest: &Manifest) -> usize {
    let draws = manifest.draws.iter();
    draws
        .filter(|draw| matches!(draw.op, Op::Ticket { .. }))
        .count()
}

impl TicketIds {
    /// Reads the ids of the ticket draws of a manifest.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value, manifest: &Manifest) -> Read<TicketIds> {
        ticket_ids(value, ticket_draws(manifest))
    }

    /// The ids of the ticket draw of this label; where there is one draw, whatever its label.
    pub fn of(&self, label: &str) -> Option<&[String]> {
        match self {
            TicketIds::One(ids) => Some(ids),
            TicketIds::ByLabel(by_label) => by_label.get(label).map(Vec::as_slice),
        }
    }

    /// The ids as they stand in a transcript.
    pub fn to_value(&self) -> Value {
        let list = |ids: &Vec<String>| {
            Value::Array(ids.iter().map(|id| Value::from(id.as_str())).collect())
        };
        match self {
            TicketIds::One(ids) => list(ids),
            TicketIds::ByLabel(by_label) => {
                let lists = by_label
                    .iter()
                    .map(|(label, ids)| (label.clone(), list(ids)));
                Value::Object(lists.collect())
            }
        }
    }
}

impl Opened {
    fn from_value(value: &Value) -> Read<Opened> {
        let fields = closed(value, &["index", "panel", "path"], &["salt"])?;
        Ok(Opened {
            index: field(fields, "index", |value| Ok(value.clone()))?,
            panel: field(fields, "panel", |value| {
                list(value, usize::MAX, "a list of integers", int)
            })?,
            path: field(fields, "path", |value| {
                list(value, limits::PATH, "at most 40 hashes", hex32)
            })?,
            salt: optional(fields, "salt", hex32)?,
        })
    }

    fn to_value(&self) -> Value {
        let panel = self.panel.iter().copied().map(Value::Int).collect();
        let path = self.path.iter().filter_map(hex_value).collect();
        object([
            ("index", Some(self.index.clone())),
            ("panel", Some(Value::Array(panel))),
            ("path", Some(Value::Array(path))),
            ("salt", self.salt.as_ref().and_then(hex_value)),
        ])
    }
}
