//! Whom a verifier trusts: logs, witnesses and auditors (C2SP `tlog-policy`).
//!
//! ```text
//! # comment
//! log <vkey> [<url>]
//! witness <name> <vkey> [<url>]
//! group <name> all|any|<k> <name>...
//! quorum <name>|none
//! auditor <vkey>               an extension of draw/v1: who vouches for seals, reveals and lists
//! ```
//!
//! A policy is the verifier's own file and never part of a transcript. A log alone proves little:
//! it could show one history to the organiser and another to everybody else. Witnesses that
//! cosigned the same head exclude that, and the time they give is what shows that the manifest
//! stood before the beacon spoke. `quorum none` asks for no witness and so proves nothing here.

mod anchor;
mod parse;
#[cfg(test)]
mod tests;

use super::note::NoteKey;

pub use anchor::{Anchor, AnchorError};
pub use parse::{PolicyError, PolicyFault};

/// Logs, witnesses with their quorum, and auditors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Keys of the logs; the name of a key is the log's origin.
    logs: Vec<NoteKey>,
    /// Witnesses and groups in the order of their lines; members stand before their group.
    nodes: Vec<Node>,
    /// The node that must have witnessed; none for `quorum none`.
    quorum: Option<usize>,
    auditors: Vec<NoteKey>,
}

/// A witness or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Witness(NoteKey),
    /// Of these nodes so many.
    Group {
        threshold: usize,
        members: Vec<usize>,
    },
}

impl Policy {
    /// Whether this public key is one of an auditor.
    pub fn is_auditor(&self, public: &[u8; 32]) -> bool {
        self.auditors.iter().any(|key| key.public() == public)
    }

    /// Public keys of the auditors, in the order of their lines.
    pub fn auditors(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.auditors.iter().map(NoteKey::public)
    }

    /// Whether a key of this log is known.
    pub fn knows_log(&self, origin: &str) -> bool {
        self.logs.iter().any(|key| key.name() == origin)
    }

    /// Whether any witness is asked for; without one no anchor has a time.
    pub fn has_quorum(&self) -> bool {
        self.quorum.is_some()
    }
}
