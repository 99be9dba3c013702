//! The transcript: the manifest, and everything that came after it.

use std::collections::BTreeMap;

use super::cursor::{Cursor, read};
use super::field::{Read, hex_value, is_label, object, str_value};
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
        read(value, Transcript::read)
    }

    fn read(at: &Cursor<'_>) -> Transcript {
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
        at.closed(&must, &[]);
        let manifest = Manifest::read(&at.at("manifest"));
        let tickets = ticket_draws(&manifest);
        Transcript {
            manifest,
            sealed: at.at("manifest").any(),
            signatures: at
                .at("signatures")
                .list(limits::SIGNATURES, "at most 32 notes", note),
            anchors: at
                .at("anchors")
                .list(limits::ANCHORS, "at most 8 anchors", anchor),
            evidence: at.at("evidence").list(usize::MAX, "a list", Evidence::read),
            derived: Derived::read(&at.at("derived")),
            ticket_ids: TicketIds::read(&at.at("ticket_ids"), tickets),
            // One for each draw; what is no draw's is named by `results`, up to this.
            results: at
                .at("results")
                .list(limits::DRAWS, "at most 16 results", result),
            opened: at.at("opened").not_null().map(Opened::read),
        }
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

fn note(at: &Cursor<'_>) -> String {
    let fits = |text: &str| text.len() <= limits::NOTE_BYTES;
    at.matching(fits, "a text of at most 16 KiB")
}

fn anchor(at: &Cursor<'_>) -> Anchor {
    at.closed(&["subject", "proof"], &[]);
    at.at("subject").word("manifest");
    Anchor {
        proof: note(&at.at("proof")),
    }
}

fn ints(at: &Cursor<'_>) -> Vec<i64> {
    at.list(usize::MAX, "a list of integers", |at| at.int())
}

impl Evidence {
    /// Reads what a source gave.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value) -> Read<Evidence> {
        read(value, Evidence::read)
    }

    fn read(at: &Cursor<'_>) -> Evidence {
        if let Some(signature) = at.maybe("signature") {
            at.closed(&["signature"], &["previous_signature"]);
            return Evidence::Signature {
                signature: signature.string(),
                previous_signature: at.maybe("previous_signature").map(|at| at.string()),
            };
        }
        if let Some(secret) = at.maybe("secret") {
            at.closed(&["secret"], &[]);
            return Evidence::Secret(secret.string());
        }
        if let Some(digits) = at.maybe("digits") {
            at.closed(&["digits"], &[]);
            return Evidence::Digits(digits.string());
        }
        if let Some(values) = at.maybe("values") {
            at.closed(&["values"], &[]);
            return Evidence::Values(values.list(usize::MAX, "a list of lists", ints));
        }
        at.wrong("{signature}|{secret}|{digits}|{values}");
        Evidence::Secret(String::new())
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
    fn read(at: &Cursor<'_>) -> Derived {
        let must = ["manifest_hash", "source_digests", "seed", "draw_keys"];
        at.closed(&must, &[]);
        let mut draw_keys = BTreeMap::new();
        at.at("draw_keys")
            .entries(is_label, "label", &mut |label, at| {
                draw_keys.insert(label.to_owned(), at.hex32());
            });
        Derived {
            manifest_hash: at.at("manifest_hash").any(),
            source_digests: at
                .at("source_digests")
                .list(usize::MAX, "a list", |at| at.any()),
            seed: at.at("seed").any(),
            draw_keys,
        }
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

fn result(at: &Cursor<'_>) -> ResultOf {
    at.closed(&["label", "value"], &[]);
    ResultOf {
        label: at.at("label").label(),
        value: at.at("value").any(),
    }
}

fn ticket_draws(manifest: &Manifest) -> usize {
    let draws = manifest.draws.iter();
    draws
        .filter(|draw| matches!(draw.op, Op::Ticket { .. }))
        .count()
}

impl TicketIds {
    /// Reads the ids of the ticket draws of a manifest: "`[id]` (at most one ticket draw) |
    /// `{label:[id]}` (more)".
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value, manifest: &Manifest) -> Read<TicketIds> {
        read(value, |at| TicketIds::read(at, ticket_draws(manifest)))
    }

    fn read(at: &Cursor<'_>, ticket_draws: usize) -> TicketIds {
        let ids = |at: &Cursor<'_>, most| at.list(most, "at most 10^6 ids", |at| at.id());
        if ticket_draws <= 1 {
            return TicketIds::One(ids(at, limits::IDS));
        }
        let mut left = limits::IDS;
        let mut by_label = BTreeMap::new();
        at.entries(is_label, "label", &mut |label, at| {
            let ids = ids(at, left);
            left = left.saturating_sub(ids.len());
            by_label.insert(label.to_owned(), ids);
        });
        TicketIds::ByLabel(by_label)
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
    fn read(at: &Cursor<'_>) -> Opened {
        at.closed(&["index", "panel", "path"], &["salt"]);
        Opened {
            index: at.at("index").any(),
            panel: ints(&at.at("panel")),
            path: at
                .at("path")
                .list(limits::PATH, "at most 40 hashes", |at| at.hex32()),
            salt: at.maybe("salt").map(|at| at.hex32()),
        }
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
