//! A round of the public beacon as somebody fetched it: JSON of the drand API, version 1 or 2, or
//! the signature alone in hexadecimal. What a relay says of the randomness is never looked at.

use std::path::Path;

use isonomia::digest::{hex, unhex};
use isonomia::json::{Value, parse};
use isonomia::lottery::beacon::{Chain, DEFAULT, QUICKNET};

use super::files;
use super::say::refuse;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest answer of a relay.
const LIMIT: u64 = 1 << 16;

/// What was fetched, not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fetched {
    /// The round it says it is; a bare signature says none.
    pub(super) round: Option<u64>,
    pub(super) signature: Vec<u8>,
    /// The signature of the round before, on a chain that is chained.
    pub(super) previous: Option<Vec<u8>>,
}

impl Fetched {
    /// Reads a file, or standard input.
    pub(super) fn read(path: &Path, ui: &Ui) -> Result<Self, Stop> {
        let text = io::typed(path, LIMIT)?;
        let text = text.trim();
        if let Some(signature) = bytes(text) {
            return Ok(Self {
                round: None,
                signature,
                previous: None,
            });
        }
        let file = io::name(path);
        let words = [("file", file.as_str())];
        let value = parse(text.as_bytes()).map_err(|error| match text.as_bytes().first() {
            Some(b'{') => files::broken(path, text.as_bytes(), &error, ui),
            Some(b'<') => refuse(ui, "beacon.page", &words),
            _ => refuse(ui, "beacon.unreadable", &words),
        })?;
        Self::of(&value).ok_or_else(|| refuse(ui, "beacon.unreadable", &words))
    }

    fn of(value: &Value) -> Option<Self> {
        let round = value.get("round")?.as_i64()?;
        let hexed = |field: &str| value.get(field).map(|value| bytes(value.as_str()?));
        Some(Self {
            round: Some(u64::try_from(round).ok()?),
            signature: hexed("signature")??,
            // Chains without links leave it out or leave it empty.
            previous: match value.get("previous_signature") {
                None | Some(Value::Null) => None,
                Some(Value::Str(text)) if text.is_empty() => None,
                Some(_) => Some(hexed("previous_signature")??),
            },
        })
    }

    /// The chain that signs in this length: quicknet with 48 bytes, default with 96.
    pub(super) fn chain(&self) -> Option<&'static Chain> {
        let chains = [&QUICKNET, &DEFAULT];
        chains
            .into_iter()
            .find(|chain| chain.scheme.signature_len() == self.signature.len())
    }

    /// As JSON of this round.
    pub(super) fn to_value(&self, round: u64) -> Value {
        let previous = self.previous.as_deref().map(hex);
        Value::object([
            (
                "previous_signature",
                previous.map_or(Value::Null, Value::from),
            ),
            (
                "round",
                i64::try_from(round).map_or(Value::Null, Value::Int),
            ),
            ("signature", Value::from(hex(&self.signature))),
        ])
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let long = (96..=192).contains(&text.len());
    unhex(&text.to_ascii_lowercase()).ok().filter(|_| long)
}

/// Where a round is found: the second version of the interface; the first where the signature of
/// the round before is needed too.
pub(super) fn address(chain: &Chain, round: u64) -> String {
    let hash = hex(&chain.hash);
    if chain.scheme.is_chained() {
        format!("https://api.drand.sh/{hash}/public/{round}")
    } else {
        format!("https://api.drand.sh/v2/chains/{hash}/rounds/{round}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUND_123: &str = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482\
                             e26cd02df835d3546d23c4b13e0dfc92";

    fn of(text: &str) -> Option<Fetched> {
        Fetched::of(&parse(text.as_bytes()).ok()?)
    }

    #[test]
    fn both_versions_of_the_interface_are_read() {
        let v1 = format!(
            r#"{{"round":123,"randomness":"00","signature":"{ROUND_123}","previous_signature":""}}"#
        );
        let v2 = format!(r#"{{"round":123,"signature":"{ROUND_123}"}}"#);
        assert_eq!(of(&v1), of(&v2));
        let fetched = of(&v2).unwrap();
        assert_eq!(fetched.chain(), Some(&QUICKNET));
        assert_eq!(QUICKNET.verify(123, None, &fetched.signature), Ok(()));
        assert_eq!(bytes(&ROUND_123.to_uppercase()), Some(fetched.signature));
    }

    #[test]
    fn what_is_no_round_is_refused() {
        for wrong in [
            "{}".to_owned(),
            r#"{"error":"not found"}"#.to_owned(),
            format!(r#"{{"round":-1,"signature":"{ROUND_123}"}}"#),
            format!(r#"{{"round":"123","signature":"{ROUND_123}"}}"#),
            r#"{"round":123,"signature":"b75c"}"#.to_owned(),
            format!(r#"{{"round":123,"signature":"{ROUND_123}","previous_signature":"zz"}}"#),
        ] {
            assert_eq!(of(&wrong), None, "{wrong}");
        }
    }
}
