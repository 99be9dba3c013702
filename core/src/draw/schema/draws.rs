//! The draws that a manifest announces.

use super::cursor::{Cursor, read};
use super::field::{Read, hex_value, object, str_value};
use crate::json::Value;

/// One labelled draw: its label keys its own stream of random numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// `[a-z][a-z0-9-]{0,31}`
    pub label: String,
    /// What is drawn.
    pub op: Op,
}

/// What is drawn. Numbers are read as they stand; the checks `panel-draw` and `sample-size` say
/// what they must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// One number of `0..n`: the panel.
    Below {
        /// How many panels.
        n: i64,
    },
    /// The panel whose number the dice show, nothing hashed between (closed point 14).
    Direct {
        /// How many panels.
        n: i64,
    },
    /// `k` different numbers of `0..n` in order: reserves, invitations.
    Sample {
        /// Size of the pool.
        n: i64,
        /// How many are drawn.
        k: i64,
    },
    /// One ticket for each id, ascending: ties, orders of names.
    Ticket {
        /// `H("ids", canon(ids sorted by UTF-8 bytes))`, which fixes the ids before the draw.
        ids_hash: Option<[u8; 32]>,
    },
}

impl Draw {
    /// Reads a draw.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value) -> Read<Draw> {
        read(value, Draw::read)
    }

    pub(super) fn read(at: &Cursor<'_>) -> Draw {
        let int = |key| at.at(key).int();
        let op = match at.value().get("op").and_then(Value::as_str) {
            Some("below") => {
                at.closed(&["label", "op", "n"], &[]);
                Op::Below { n: int("n") }
            }
            Some("direct") => {
                at.closed(&["label", "op", "n"], &[]);
                at.at("label").word("panel");
                Op::Direct { n: int("n") }
            }
            Some("sample") => {
                at.closed(&["label", "op", "n", "k"], &[]);
                Op::Sample {
                    n: int("n"),
                    k: int("k"),
                }
            }
            Some("ticket") => {
                at.closed(&["label", "op"], &["ids_hash"]);
                Op::Ticket {
                    ids_hash: at.maybe("ids_hash").map(|at| at.hex32()),
                }
            }
            _ => {
                at.closed(&["op"], &["label", "n", "k", "ids_hash"]);
                at.at("op").string();
                at.at("op").wrong("below|direct|sample|ticket");
                Op::Ticket { ids_hash: None }
            }
        };
        Draw {
            label: at.at("label").label(),
            op,
        }
    }

    /// The draw as it stands in a manifest.
    pub fn to_value(&self) -> Value {
        let int = |n: &i64| Some(Value::Int(*n));
        let (op, n, k, ids_hash) = match &self.op {
            Op::Below { n } => ("below", int(n), None, None),
            Op::Direct { n } => ("direct", int(n), None, None),
            Op::Sample { n, k } => ("sample", int(n), int(k), None),
            Op::Ticket { ids_hash } => {
                ("ticket", None, None, ids_hash.as_ref().and_then(hex_value))
            }
        };
        object([
            ("label", str_value(&self.label)),
            ("op", str_value(op)),
            ("n", n),
            ("k", k),
            ("ids_hash", ids_hash),
        ])
    }
}
