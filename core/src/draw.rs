//! Draws of citizens' panels, and transcripts that anyone can check.
//!
//! [`rehearsal`] draws at once, from dice or a typed seed, and proves only that the panel follows
//! from pool, rule and dice. Its transcript is never more than UNPROVEN.

pub mod rehearsal;
mod verdict;

pub use verdict::{Check, Finding, Verdict};
