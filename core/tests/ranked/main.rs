//! Ranked rules against counts made by others, against naive counts of our own written
//! differently, and against the properties that hold for every profile.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)] // a test that cannot go on should stop, and says what it skipped
mod harness;
mod naive;
mod profiles;
mod properties;
mod rctab_reference;
mod schulze;
mod scores;
mod scottish_reference;
mod scottish_wards;
