//! Isonomia: the algorithms with which a town decides together.
//!
//! ```text
//! bytes --formats--> Document (loses nothing) --> Instance (valid, canonical order, digest)
//! Instance + rule + params + ties + seed --rules--> Outcome, events
//! Report = everything that decided + digests + outcome + events --canonical--> sha256
//! Report --present--> text, HTML, SVG        Report + files --audit--> same, or what differs
//! ```
//!
//! Exactness decides: integers, exact fractions, or fixed point where a statute demands it. The
//! core reads no file and no clock and has no randomness of its own: bytes and seeds come in as
//! arguments, and the same bytes in give the same bytes out on every machine.

pub mod audit;
pub mod axiom;
pub mod ballot;
pub mod certify;
pub mod digest;
pub mod draw;
pub mod election;
pub mod formats;
pub mod id;
pub mod instance;
pub mod json;
pub mod lottery;
pub mod num;
pub mod outcome;
pub mod panel;
pub mod params;
pub mod present;
pub mod problem;
pub mod profile;
pub mod propose;
pub mod report;
pub mod rule;
pub mod rules;
pub mod run;
pub mod sort;
pub mod synth;
pub mod tie;
pub mod transcript;
pub mod why;
