//! Panels as numbers of people of each type: what all rules that look for fair chances share.
//!
//! People with equal values and equal company at home are interchangeable: to swap two of them
//! changes no quota. So a rule that treats equals equally needs only know how many of each
//! [`Type`] sit on a panel ([`Counts`]), and their chances are equal within a type
//! (Flanigan, Gölz, Gupta, Hennig and Procaccia, Nature 596, 2021; exact for every symmetric
//! convex objective). 1,000 volunteers are a few hundred types.
//!
//! [`Types`] is the pool so seen: types, and the [`Row`]s that a panel must meet: its size, the
//! quotas, and at most one from each household. [`Lottery`] is panels with exact chances.
//! Everything here is exact; floats are in [`propose`](crate::propose) only.

pub mod alternates;
pub mod band;
#[cfg(test)]
pub(crate) mod bent;
pub mod blocking;
pub mod columns;
mod deal;
pub mod diverse;
pub mod dropout;
pub mod excluded;
pub mod fair;
pub mod feasible;
pub mod greedy;
pub mod hull;
pub mod inclusion;
pub mod invite;
pub mod leximin;
mod lottery;
pub mod number;
pub mod odds;
pub mod proof;
pub mod relax;
pub mod replace;
pub mod round;
#[cfg(test)]
pub(crate) mod samples;
pub mod selection;
pub mod stage;
pub mod targets;
mod types;
pub mod walk;
pub mod willing;
pub mod wished;

pub use deal::{Dealt, EXCHANGE_WORK, Kinds, deal};
pub use lottery::{Lottery, LotteryError};
pub use types::{Asked, Counts, Row, Type, Types};

/// The most panels of a list (draw/v1, 2.8, closed point 2).
pub const MAX_PANELS: u32 = 1_000_000;

/// The most seats of all panels of a list together (draw/v1, 2.8, closed point 2).
pub const MAX_PLACES: u64 = 100_000_000;
