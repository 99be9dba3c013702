//! The sources of randomness that a manifest announces.

use super::cursor::{Cursor, read};
use super::field::{Read, hex_value, object, str_value};
use crate::draw::time::Time;
use crate::json::Value;

/// One source. Numbers are read as they stand; the checks of the sources say what they must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A round of a drand beacon.
    Drand {
        /// Which chain: the hash of its public description.
        chain_hash: [u8; 32],
        /// Which round of it, from 1.
        round: i64,
    },
    /// A secret that a party committed to and reveals before the beacon round.
    CommitReveal {
        /// Who: the name that stands in the commitment.
        party: String,
        /// The party's ed25519 key, where it signs.
        key: Option<[u8; 32]>,
        /// `H("commit", party, secret)`.
        commitment: [u8; 32],
        /// The latest time of the reveal.
        reveal_by: Time,
    },
    /// Dice rolled in public.
    Dice {
        /// How many digits are read.
        count: i64,
        /// 10 (digits 0 to 9) or 6 (digits 1 to 6).
        sides: i64,
        /// How and where they are rolled.
        ceremony: String,
    },
    /// Numbers that others publish, such as lottery results, in the manner of RFC 3797.
    Rfc3797List {
        /// What is read, one entry for each list of numbers.
        items: Vec<String>,
        /// When all of them are known.
        ready_by: Time,
    },
}

impl Source {
    /// Reads a source.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value) -> Read<Source> {
        read(value, Source::read)
    }

    pub(super) fn read(at: &Cursor<'_>) -> Source {
        match at.value().get("type").and_then(Value::as_str) {
            Some("drand") => {
                at.closed(&["type", "chain_hash", "round"], &[]);
                Source::Drand {
                    chain_hash: at.at("chain_hash").hex32(),
                    round: at.at("round").int(),
                }
            }
            Some("commit-reveal") => {
                at.closed(&["type", "party", "commitment", "reveal_by"], &["key"]);
                Source::CommitReveal {
                    party: at.at("party").text(),
                    key: at.maybe("key").map(|at| at.hex32()),
                    commitment: at.at("commitment").hex32(),
                    reveal_by: at.at("reveal_by").time(),
                }
            }
            Some("dice") => {
                at.closed(&["type", "count", "sides", "ceremony"], &[]);
                Source::Dice {
                    count: at.at("count").int(),
                    sides: at.at("sides").int(),
                    ceremony: at.at("ceremony").text(),
                }
            }
            Some("rfc3797-list") => {
                at.closed(&["type", "items", "ready_by"], &[]);
                Source::Rfc3797List {
                    items: at
                        .at("items")
                        .list(usize::MAX, "a list of texts", |at| at.text()),
                    ready_by: at.at("ready_by").time(),
                }
            }
            _ => {
                at.at("type").wrong("drand|commit-reveal|dice|rfc3797-list");
                Source::Drand {
                    chain_hash: [0; 32],
                    round: 0,
                }
            }
        }
    }

    /// The source as it stands in a manifest, and as it is hashed.
    pub fn to_value(&self) -> Value {
        let int = |n: &i64| Some(Value::Int(*n));
        let time = |time: &Time| Some(Value::from(time.to_string()));
        match self {
            Source::Drand { chain_hash, round } => object([
                ("type", str_value("drand")),
                ("chain_hash", hex_value(chain_hash)),
                ("round", int(round)),
            ]),
            Source::CommitReveal {
                party,
                key,
                commitment,
                reveal_by,
            } => object([
                ("type", str_value("commit-reveal")),
                ("party", str_value(party)),
                ("key", key.as_ref().and_then(hex_value)),
                ("commitment", hex_value(commitment)),
                ("reveal_by", time(reveal_by)),
            ]),
            Source::Dice {
                count,
                sides,
                ceremony,
            } => object([
                ("type", str_value("dice")),
                ("count", int(count)),
                ("sides", int(sides)),
                ("ceremony", str_value(ceremony)),
            ]),
            Source::Rfc3797List { items, ready_by } => {
                let items = items.iter().map(|item| Value::from(item.as_str()));
                object([
                    ("type", str_value("rfc3797-list")),
                    ("items", Some(Value::Array(items.collect()))),
                    ("ready_by", time(ready_by)),
                ])
            }
        }
    }
}
