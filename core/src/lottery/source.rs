//! The sources of randomness a manifest may name, and what each must give.

mod wire;

use std::fmt;

use super::hash::tagged_hash;
use super::rfc3797::rfc3797_key;
use super::seed::source_digest;

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
    /// A beacon round.
    Signature {
        /// The bytes of its signature, which are what the seed takes from it.
        signature: Vec<u8>,
        /// The signature of the round before, where the chain signs it too; it adds nothing to
        /// the seed and is checked with the beacon.
        previous: Option<Vec<u8>>,
    },
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
            (Source::Drand { .. }, Evidence::Signature { signature, .. }) => Ok(signature.clone()),
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
