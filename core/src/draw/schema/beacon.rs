//! A beacon round that a manifest quotes, to show that it is not older.

use super::cursor::{Cursor, read};
use super::field::{Read, hex_value, object, str_value};
use crate::draw::limits;
use crate::json::Value;

/// `not_before_beacon`: a round that was out when the manifest was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beacon {
    /// Which chain: the hash of its public description.
    pub chain_hash: [u8; 32],
    /// Which round of it, from 1 to 2^40.
    pub round: u64,
    /// Its signature in hexadecimal, as written: the check `not-before-beacon` reads it.
    pub signature: String,
    /// The signature of the round before, in hexadecimal as written; on the default chain only.
    pub previous_signature: Option<String>,
}

impl Beacon {
    /// Reads a beacon.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value) -> Read<Beacon> {
        read(value, Beacon::read)
    }

    pub(super) fn read(at: &Cursor<'_>) -> Beacon {
        at.closed(
            &["chain_hash", "round", "signature"],
            &["previous_signature"],
        );
        Beacon {
            chain_hash: at.at("chain_hash").hex32(),
            round: at.at("round").counted(limits::BEACON_ROUND, "1..2^40"),
            signature: at.at("signature").string(),
            previous_signature: at.maybe("previous_signature").map(|at| at.string()),
        }
    }

    /// The beacon as it stands in a manifest.
    pub fn to_value(&self) -> Value {
        object([
            ("chain_hash", hex_value(&self.chain_hash)),
            ("round", i64::try_from(self.round).ok().map(Value::Int)),
            ("signature", str_value(&self.signature)),
            (
                "previous_signature",
                self.previous_signature.as_deref().and_then(str_value),
            ),
        ])
    }
}
