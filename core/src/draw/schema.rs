//! The closed schema of draw/v1 (2.8): JSON to types and back.
//!
//! Every object names all its fields: one that is unknown or missing is an error, so a document
//! says nothing that its reader passes over. Each value has one spelling, so writing what was
//! read gives the same canonical bytes; manifests are sealed with the types that verify them.
//!
//! Faults that a check of the table names (a wrong number of dice, a malformed secret) are read
//! as they stand and left to that check.

// A reader is a function for cursors of any lifetime, which the path of a method is not.
#![allow(clippy::redundant_closure_for_method_calls)]

mod beacon;
mod cursor;
mod draws;
mod field;
mod lottery;
mod manifest;
mod sources;
mod transcript;

use std::fmt;

pub use beacon::Beacon;
pub use draws::{Draw, Op};
pub use lottery::{Disclosure, Lottery};
pub use manifest::{Algorithm, Manifest, Names, Organiser, PoolSeal, Quotas};
pub use sources::Source;
pub use transcript::{Anchor, Derived, Evidence, Opened, ResultOf, TicketIds, Transcript};

pub(in crate::draw) use field::{is_id, is_text};

/// The format of every manifest.
pub const FORMAT: &str = "draw/v1";
/// The format of every pool leaf.
pub const LEAF_FORMAT: &str = "draw/v1-salted";

/// The first field that is not as the schema has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// Where it stands: a JSON pointer (RFC 6901), such as `/manifest/pool/size`.
    pub pointer: String,
    /// What was expected there, in the words of the schema: `hex32`, `label`, `1..99`.
    pub expected: &'static str,
}

impl SchemaError {
    /// The error as seen from the object or list in which `step` stands.
    fn inside(mut self, step: &str) -> SchemaError {
        let step = step.replace('~', "~0").replace('/', "~1");
        self.pointer.insert_str(0, &step);
        self.pointer.insert(0, '/');
        self
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}", self.pointer, self.expected)
    }
}

impl std::error::Error for SchemaError {}

#[cfg(test)]
mod tests;
