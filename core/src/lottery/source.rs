//! The sources of randomness a manifest may name, and what each must give.

use std::fmt;

use super::hash::tagged_hash;
use super::rfc3797::rfc3797_key;
use super::seed::source_digest;
use crate::digest::{hex, unhex, unhex32};
use crate::json::Value;

/// One source as the sealed manifest names it (draw/v1, 2.4 and 2.8).
///
/// Times are RFC 3339 in UTC, kept as written: they are hashed as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A round of a drand beacon.
    Drand {
        /// Which chain: the hash of its public description.
        chain_hash: [u8; 32],
        /// Which round of it, from 1.
        round: u64,
    },
    /// A secret that a party committed to and reveals before the beacon round.
    CommitReveal {
        /// Who: the name that stands in the commitment.
        party: String,
        /// The party's ed25519 key, where it signs.
        key: Option<[u8; 32]>,
        /// [`commitment`] of the secret.
        commitment: [u8; 32],
        /// The latest time of the reveal.
        reveal_by: String,
    },
    /// Dice rolled in public.
    Dice {
        /// How many digits are read.
        count: u32,
        /// 10 (digits 0 to 9) or 6 (digits 1 to 6).
        sides: u32,
        /// How and where they are rolled.
        ceremony: String,
    },
    /// Numbers that others publish, such as lottery results, in the manner of RFC 3797.
    Rfc3797List {
        /// What is read, one entry for each list of numbers.
        items: Vec<String>,
        /// When all of them are known.
        ready_by: String,
    },
}

/// What a source gave, as the transcript records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The signature bytes of a beacon round.
    Signature(Vec<u8>),
    /// The revealed secret.
    Secret([u8; 32]),
    /// The digits of the dice in the order rolled.
    Digits(String),
    /// The published numbers, one ascending list for each item.
    Values(Vec<Vec<u64>>),
}

/// `H("commit", party, secret)`: what a party publishes before it reveals its secret.
///
/// The party's name is hashed in, so nobody can pass off another's commitment as the own.
pub fn commitment(party: &str, secret: &[u8; 32]) -> [u8; 32] {
    tagged_hash("commit", &[party.as_bytes(), secret])
}

impl Source {
    /// The bytes that this source adds to the seed, after the checks that need nothing else.
    ///
    /// The signature of a beacon is taken as it is: whether it is the beacon's is decided by the
    /// verifier of its chain, not here.
    ///
    /// # Errors
    ///
    /// [`SourceError`] for evidence of another kind, a secret that does not fit its commitment,
    /// a wrong number or kind of digits, lists that are not ascending or not one for each item.
    pub fn out(&self, evidence: &Evidence) -> Result<Vec<u8>, SourceError> {
        match (self, evidence) {
            (Source::Drand { .. }, Evidence::Signature(signature)) => Ok(signature.clone()),
            (
                Source::CommitReveal {
                    party, commitment, ..
                },
                Evidence::Secret(secret),
            ) => {
                if self::commitment(party, secret) == *commitment {
                    Ok(secret.to_vec())
                } else {
                    Err(SourceError::Commitment)
                }
            }
            (Source::Dice { count, sides, .. }, Evidence::Digits(digits)) => {
                dice_out(*count, *sides, digits)
            }
            (Source::Rfc3797List { items, .. }, Evidence::Values(lists)) => {
                if items.len() != lists.len() {
                    return Err(SourceError::Count);
                }
                if !lists.iter().all(|numbers| numbers.is_sorted()) {
                    return Err(SourceError::NotAscending);
                }
                Ok(rfc3797_key(lists).into_bytes())
            }
            _ => Err(SourceError::EvidenceKind),
        }
    }

    /// The digest that this source adds to the seed; `index` is its place in the manifest from 0.
    ///
    /// # Errors
    ///
    /// Those of [`Source::out`].
    pub fn digest(&self, index: u64, evidence: &Evidence) -> Result<[u8; 32], SourceError> {
        let out = self.out(evidence)?;
        Ok(source_digest(index, &self.to_value(), &out))
    }

    /// The entry of the manifest's list `sources`, field by field as the schema of draw/v1 has it.
    pub fn to_value(&self) -> Value {
        match self {
            Source::Drand { chain_hash, round } => Value::object([
                ("type", Value::from("drand")),
                ("chain_hash", Value::from(hex(chain_hash))),
                ("round", round_value(*round)),
            ]),
            Source::CommitReveal {
                party,
                key,
                commitment,
                reveal_by,
            } => {
                let mut value = Value::object([
                    ("type", Value::from("commit-reveal")),
                    ("party", Value::from(party.as_str())),
                    ("commitment", Value::from(hex(commitment))),
                    ("reveal_by", Value::from(reveal_by.as_str())),
                ]);
                if let (Some(key), Value::Object(fields)) = (key, &mut value) {
                    fields.insert("key".to_owned(), Value::from(hex(key)));
                }
                value
            }
            Source::Dice {
                count,
                sides,
                ceremony,
            } => Value::object([
                ("type", Value::from("dice")),
                ("count", Value::from(*count)),
                ("sides", Value::from(*sides)),
                ("ceremony", Value::from(ceremony.as_str())),
            ]),
            Source::Rfc3797List { items, ready_by } => Value::object([
                ("type", Value::from("rfc3797-list")),
                (
                    "items",
                    Value::Array(
                        items
                            .iter()
                            .map(|item| Value::from(item.as_str()))
                            .collect(),
                    ),
                ),
                ("ready_by", Value::from(ready_by.as_str())),
            ]),
        }
    }

    /// Reads an entry of the manifest's list `sources`. Objects are closed: every field of the
    /// type must be there, and no other.
    ///
    /// # Errors
    ///
    /// [`SourceError::Field`] naming the field that is unknown, missing or of another type.
    pub fn from_value(value: &Value) -> Result<Source, SourceError> {
        let fields = Fields::of(value)?;
        match fields.text("type")? {
            "drand" => {
                fields.only(&["type", "chain_hash", "round"])?;
                Ok(Source::Drand {
                    chain_hash: fields.hex32("chain_hash")?,
                    round: fields.whole("round")?,
                })
            }
            "commit-reveal" => {
                fields.only(&["type", "party", "key", "commitment", "reveal_by"])?;
                Ok(Source::CommitReveal {
                    party: fields.text("party")?.to_owned(),
                    key: match value.get("key") {
                        Some(_) => Some(fields.hex32("key")?),
                        None => None,
                    },
                    commitment: fields.hex32("commitment")?,
                    reveal_by: fields.text("reveal_by")?.to_owned(),
                })
            }
            "dice" => {
                fields.only(&["type", "count", "sides", "ceremony"])?;
                Ok(Source::Dice {
                    count: fields.small("count")?,
                    sides: fields.small("sides")?,
                    ceremony: fields.text("ceremony")?.to_owned(),
                })
            }
            "rfc3797-list" => {
                fields.only(&["type", "items", "ready_by"])?;
                Ok(Source::Rfc3797List {
                    items: fields.texts("items")?,
                    ready_by: fields.text("ready_by")?.to_owned(),
                })
            }
            _ => Err(SourceError::field("type")),
        }
    }
}

impl Evidence {
    /// Reads an entry of the transcript's list `evidence`. The `previous_signature` of a chained
    /// beacon is checked with the beacon and adds nothing to the seed.
    ///
    /// # Errors
    ///
    /// [`SourceError::Field`] naming the field that is unknown, missing or of another type.
    pub fn from_value(value: &Value) -> Result<Evidence, SourceError> {
        let fields = Fields::of(value)?;
        if value.get("signature").is_some() {
            fields.only(&["signature", "previous_signature"])?;
            if value.get("previous_signature").is_some() {
                fields.hex("previous_signature")?;
            }
            return Ok(Evidence::Signature(fields.hex("signature")?));
        }
        if value.get("secret").is_some() {
            fields.only(&["secret"])?;
            return Ok(Evidence::Secret(fields.hex32("secret")?));
        }
        if value.get("digits").is_some() {
            fields.only(&["digits"])?;
            return Ok(Evidence::Digits(fields.text("digits")?.to_owned()));
        }
        fields.only(&["values"])?;
        Ok(Evidence::Values(fields.lists("values")?))
    }
}

/// Dice are their digits as ASCII, no more and no fewer than announced.
fn dice_out(count: u32, sides: u32, digits: &str) -> Result<Vec<u8>, SourceError> {
    let faces = match sides {
        10 => b'0'..=b'9',
        6 => b'1'..=b'6',
        _ => return Err(SourceError::Sides(sides)),
    };
    if !digits.bytes().all(|digit| faces.contains(&digit)) {
        return Err(SourceError::Digit);
    }
    if u32::try_from(digits.len()) != Ok(count) {
        return Err(SourceError::Count);
    }
    Ok(digits.as_bytes().to_vec())
}

/// A round as a JSON number; the schema ends at 2^40, and what JSON cannot hold is text.
fn round_value(round: u64) -> Value {
    match i64::try_from(round) {
        Ok(number) if number < crate::json::INTEGER_LIMIT => Value::Int(number),
        _ => Value::Str(round.to_string()),
    }
}

/// The fields of one closed object.
struct Fields<'a> {
    value: &'a Value,
}

impl<'a> Fields<'a> {
    fn of(value: &'a Value) -> Result<Fields<'a>, SourceError> {
        match value {
            Value::Object(_) => Ok(Fields { value }),
            _ => Err(SourceError::field("")),
        }
    }

    fn only(&self, known: &[&str]) -> Result<(), SourceError> {
        let fields = self.value.as_object().into_iter().flatten();
        match fields
            .map(|(key, _)| key)
            .find(|key| !known.contains(&key.as_str()))
        {
            Some(key) => Err(SourceError::field(key)),
            None => Ok(()),
        }
    }

    fn text(&self, key: &str) -> Result<&'a str, SourceError> {
        self.read(key, Value::as_str)
    }

    fn hex(&self, key: &str) -> Result<Vec<u8>, SourceError> {
        self.read(key, |value| unhex(value.as_str()?).ok())
    }

    fn hex32(&self, key: &str) -> Result<[u8; 32], SourceError> {
        self.read(key, |value| unhex32(value.as_str()?).ok())
    }

    fn whole(&self, key: &str) -> Result<u64, SourceError> {
        self.read(key, |value| u64::try_from(value.as_i64()?).ok())
    }

    fn small(&self, key: &str) -> Result<u32, SourceError> {
        self.read(key, |value| u32::try_from(value.as_i64()?).ok())
    }

    fn texts(&self, key: &str) -> Result<Vec<String>, SourceError> {
        self.read(key, |value| {
            let items = value.as_array()?.iter();
            items.map(|item| item.as_str().map(str::to_owned)).collect()
        })
    }

    fn lists(&self, key: &str) -> Result<Vec<Vec<u64>>, SourceError> {
        let whole = |value: &Value| u64::try_from(value.as_i64()?).ok();
        self.read(key, |value| {
            let lists = value.as_array()?.iter();
            lists
                .map(|list| list.as_array()?.iter().map(whole).collect())
                .collect()
        })
    }

    fn read<T>(
        &self,
        key: &str,
        as_type: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<T, SourceError> {
        let found = self.value.get(key).and_then(as_type);
        found.ok_or_else(|| SourceError::field(key))
    }
}

/// Why a source or its evidence was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// A field is unknown, missing or of another type; empty where this is no object.
    Field(String),
    /// The evidence belongs to another type of source.
    EvidenceKind,
    /// The revealed secret does not fit the commitment.
    Commitment,
    /// Dice with another number of sides than 10 or 6.
    Sides(u32),
    /// A character that no face of these dice shows.
    Digit,
    /// More or fewer digits or lists than the manifest announced.
    Count,
    /// A list of numbers that is not in ascending order.
    NotAscending,
}

impl SourceError {
    fn field(key: &str) -> SourceError {
        SourceError::Field(key.to_owned())
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SourceError::Field(key) if key.is_empty() => f.write_str("not an object"),
            SourceError::Field(key) => write!(f, "field {key:?} is unknown, missing or malformed"),
            SourceError::EvidenceKind => f.write_str("evidence of another type of source"),
            SourceError::Commitment => f.write_str("the secret does not fit its commitment"),
            SourceError::Sides(sides) => write!(f, "dice have 10 or 6 sides here, not {sides}"),
            SourceError::Digit => f.write_str("a digit that these dice do not show"),
            SourceError::Count => f.write_str("more or fewer values than the manifest announced"),
            SourceError::NotAscending => f.write_str("numbers are not in ascending order"),
        }
    }
}

impl std::error::Error for SourceError {}
