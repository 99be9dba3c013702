//! Proofs that a public log contains an entry, and when witnesses saw the log (C2SP
//! `tlog-proof@v1`, `tlog-checkpoint`, `tlog-cosignature`).
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! index 73894
//! base64 of each hash of the inclusion path, from the leaf up
//!
//! example.com/log              origin: the log's name
//! 109482                       entries in the log
//! base64 of the root hash
//!
//! — example.com/log ...        the log's signature
//! — witness.example ...        cosignatures: "at this time I had seen this log, and it only grew"
//! ```
//!
//! A proof carries no trust of its own: the [policy](crate::draw::policy) of whoever checks says
//! which logs and witnesses count. Narrowed as draw/v1 does (2.8, closed points 2 and 8): no
//! `extra` line, a path of at most 40 hashes, at most 32 signatures and 16 KiB.

mod cosignature;
mod simulate;
#[cfg(test)]
mod tests;

use std::fmt;

use super::base64;
use super::limits;
use super::note::{Note, NoteError};
use crate::lottery::merkle::{self, Hash};

pub use cosignature::{CosignatureError, cosign, cosigned_at};
pub use simulate::prove;

/// The head of a log: its name, its size and the root of its Merkle tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log, never empty.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root hash over them (RFC 6962).
    pub root: Hash,
}

impl Checkpoint {
    /// Reads the text of a checkpoint.
    ///
    /// Lines after the third are extensions of the log: signed with the rest, without meaning
    /// here.
    ///
    /// # Errors
    ///
    /// [`ProofError::Checkpoint`] for fewer than three lines, an empty line, a size with a leading
    /// zero or beyond 64 bits, a root that is not base64 of 32 bytes.
    pub fn parse(text: &str) -> Result<Checkpoint, ProofError> {
        let read = || {
            let lines: Vec<&str> = text.strip_suffix('\n')?.split('\n').collect();
            let [origin, size, root, ..] = lines[..] else {
                return None;
            };
            if lines.contains(&"") {
                return None;
            }
            Some(Checkpoint {
                origin: origin.to_owned(),
                size: decimal(size)?,
                root: hash(root)?,
            })
        };
        read().ok_or(ProofError::Checkpoint)
    }
}

/// The text that the log signs.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = base64::encode(&self.root);
        writeln!(f, "{}\n{}\n{root}", self.origin, self.size)
    }
}

/// A proof that an entry stands in a log; no signature is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Place of the entry in the log, from 0.
    pub index: u64,
    /// The inclusion path, from the leaf's sibling up.
    pub path: Vec<Hash>,
    /// The head that the path leads to.
    pub checkpoint: Checkpoint,
    /// The signed note whose text is the checkpoint.
    pub note: Note,
}

const VERSION: &str = "c2sp.org/tlog-proof@v1";

impl Proof {
    /// Reads a proof.
    ///
    /// # Errors
    ///
    /// [`ProofError`]: too long, another version, an `extra` line, anything that is not the form.
    pub fn parse(proof: &str) -> Result<Proof, ProofError> {
        if proof.len() > limits::NOTE_BYTES {
            return Err(ProofError::TooLong);
        }
        let (head, note) = proof.split_once("\n\n").ok_or(ProofError::Form)?;
        let mut lines = head.split('\n');
        if lines.next() != Some(VERSION) {
            return Err(ProofError::Version);
        }
        let index = lines.next().ok_or(ProofError::Form)?;
        if index.starts_with("extra ") {
            return Err(ProofError::Extra);
        }
        let index = index.strip_prefix("index ").and_then(decimal);
        let index = index.ok_or(ProofError::Index)?;
        if lines.clone().count() > limits::PATH {
            return Err(ProofError::PathTooLong);
        }
        let path = lines.map(hash).collect::<Option<_>>();
        let path = path.ok_or(ProofError::Hash)?;
        let note = Note::parse(note).map_err(ProofError::Note)?;
        let checkpoint = Checkpoint::parse(&note.text)?;
        Ok(Proof {
            index,
            path,
            checkpoint,
            note,
        })
    }

    /// Whether the path leads from this entry at this place to the root of the checkpoint
    /// (RFC 9162, 2.1.3.2).
    pub fn includes(&self, entry: &[u8]) -> bool {
        let Checkpoint { size, root, .. } = &self.checkpoint;
        merkle::verify(self.index, *size, &merkle::leaf(entry), &self.path, root)
    }
}

/// The text of the proof, as [`Proof::parse`] reads it.
impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{VERSION}\nindex {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", base64::encode(hash))?;
        }
        write!(f, "\n{}", self.note)
    }
}

/// A number in decimal digits, without sign or leading zero.
fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|digit| digit.is_ascii_digit());
    if !plain || (text.starts_with('0') && text != "0") {
        return None;
    }
    text.parse().ok()
}

fn hash(text: &str) -> Option<Hash> {
    base64::decode(text)?.try_into().ok()
}

/// Why a text is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// More than 16 KiB.
    TooLong,
    /// No empty line between path and checkpoint, or no lines at all.
    Form,
    /// The first line is another than `c2sp.org/tlog-proof@v1`.
    Version,
    /// An `extra` line, which nothing authenticates.
    Extra,
    /// No line `index` with a decimal number.
    Index,
    /// More than [`limits::PATH`] hashes.
    PathTooLong,
    /// A line of the path that is not base64 of 32 bytes.
    Hash,
    /// The signed note is malformed.
    Note(NoteError),
    /// The text of the note is no checkpoint.
    Checkpoint,
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProofError::TooLong => write!(f, "a proof has at most {} bytes", limits::NOTE_BYTES),
            ProofError::Form => f.write_str("not the form of a log proof"),
            ProofError::Version => write!(f, "the first line is not {VERSION}"),
            ProofError::Extra => f.write_str("extra data is not accepted"),
            ProofError::Index => f.write_str("no index of the entry"),
            ProofError::PathTooLong => write!(f, "a path has at most {} hashes", limits::PATH),
            ProofError::Hash => f.write_str("a line of the path is not base64 of 32 bytes"),
            ProofError::Note(error) => error.fmt(f),
            ProofError::Checkpoint => f.write_str("not a checkpoint of a log"),
        }
    }
}

impl std::error::Error for ProofError {}
