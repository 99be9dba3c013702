//! Whole ceremonies, from a plan to a verdict: what is planned, sealed and run never fails, and
//! whatever stays unproven was warned of when it could still be mended.

// A helper of tests may stop the test.
#![allow(clippy::unwrap_used, clippy::panic)]

mod made;
mod planned;
mod whole;
