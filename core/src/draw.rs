//! Draws of citizens' panels, and transcripts that anyone can check.
//!
//! A sealed draw follows draw/v1: a [manifest](schema::Manifest) is published before any
//! randomness exists, and [`verify`] says of the [transcript](schema::Transcript) whether the
//! panel follows from it.
//!
//! [`rehearsal`] draws at once, from dice or a typed seed, and proves only that the panel follows
//! from pool, rule and dice. Its transcript is never more than UNPROVEN.

pub mod assemble;
mod base64;
pub mod ceremony;
pub mod chances;
pub mod codes;
pub mod due;
pub mod explain;
pub mod limits;
pub mod list;
pub mod note;
pub mod plan;
pub mod policy;
pub mod pool;
pub mod prove;
pub mod rehearsal;
pub mod sample;
pub mod schema;
pub mod seal;
pub mod texts;
pub mod time;
pub mod tlog;
mod trust;
mod verdict;
mod verify;

pub use trust::{Saw, Trust};
pub use verdict::{Check, Fact, Finding, Verdict};
pub use verify::verify;
