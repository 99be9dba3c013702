//! A beacon round that a manifest quotes, to show that it is not older.

use super::field::{
    Read, closed, counted, field, hex_value, hex32, object, optional, str_value, string,
};
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
        let fields = closed(
            value,
            &["chain_hash", "round", "signature"],
            &["previous_signature"],
        )?;
        let own = |value| string(value).map(str::to_owned);
        Ok(Beacon {
            chain_hash: field(fields, "chain_hash", hex32)?,
            round: field(fields, "round", |value| {
                counted(value, limits::BEACON_ROUND, "1..2^40")
            })?,
            signature: field(fields, "signature", own)?,
            previous_signature: optional(fields, "previous_signature", own)?,
        })
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
