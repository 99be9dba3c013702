//! Public randomness: from dice, reveals and beacons to a seed, and from a seed to a draw that
//! anyone can repeat with a sheet of paper and SHA-256.
//!
//! ```text
//! sources (dice, reveals, beacon) --source_digest--> e0, e1, ...
//! manifest --manifest_hash--> m       seed = H("seed", m, e0, e1, ...)
//! seed --DrawKey::derive(label)--> key --Stream--> below, sample, weighted
//!                                      --ticket--> one number for each name, ascending
//! ```
//!
//! This is the draft "draw/v1", sections 2.2 to 2.5. Nothing here is secret and nothing is
//! random by itself: the same inputs give the same panel on every machine and in any language.
//! Every hash carries a tag and the lengths of its parts, every stream carries a label, so no
//! two purposes ever share their randomness.
//!
//! [`beacon`] checks the rounds of drand, [`signature`] the notes of organisers and witnesses,
//! [`merkle`] that a list was sealed. [`vrf`] and [`samplers`] take no part in draw/v1: they check
//! and repeat the draws of others.
//!
//! ```
//! use isonomia::lottery::{DrawKey, Seed, Stream, ticket_order};
//!
//! let seed: Seed = "7ef9a98e1693ecfe8b6c4ae8c574131ae8dcfe64eee82a8e7062cb9a783c56b9".parse()?;
//! // The worked example of draw/v1 draws panel 1 of 6 and the reserves 8, 1, 10 from this seed.
//! let panel = Stream::new(DrawKey::derive(seed, "panel")).below(6)?;
//! assert_eq!(panel, 1);
//! assert_eq!(DrawKey::derive(seed, "reserve").stream().sample(12, 3)?, [8, 1, 10]);
//!
//! // A tie is broken by tickets: to take one name away never reorders the others.
//! let key = DrawKey::derive(seed, "tie");
//! let order = ticket_order(key, ["Anna", "Bartek", "Celina"]);
//! let without: Vec<&str> = order.iter().copied().filter(|name| *name != "Bartek").collect();
//! assert_eq!(ticket_order(key, ["Celina", "Anna"]), without);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod beacon;
mod hash;
mod leaf;
mod lots;
mod manifest;
pub mod merkle;
mod rfc3797;
mod round;
pub mod samplers;
mod seed;
pub mod signature;
mod source;
mod stream;
mod ticket;
pub mod vrf;

pub use hash::tagged_hash;
pub use leaf::{panel_leaf, pool_leaf, pool_leaf_bytes, salted_panel_leaf};
pub use lots::Lots;
pub use manifest::{ids_hash, manifest_hash};
pub use rfc3797::rfc3797_key;
pub use round::{first_round_at_or_after, round_time};
pub use seed::{DrawKey, Seed, source_digest};
pub use source::{Evidence, Source, SourceError, commitment};
pub use stream::{SampleError, Stream};
pub use ticket::{ticket, ticket_order};

#[cfg(test)]
mod tests;
