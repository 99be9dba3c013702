//! Alternates: whom to keep in reserve, so that the panel still meets its quotas after some have
//! left.
//!
//! Scenarios of who leaves are tossed by a labelled stream of the seed, from a model of dropouts
//! ([`Stay`]). Of each choice of at most `count` alternates the loss in a scenario is what the
//! best use of them leaves: at most as many are called as members left, each of them once. The
//! loss counts either how far each quota is missed, in units of its greatest number
//! ([`Measure::Sum`]), or whether any is missed ([`Measure::Any`]). Wanted is the choice of least
//! mean loss (Assos, Baharav, Flanigan and Procaccia, EC 2025: an integer program over sampled
//! scenarios).
//!
//! Candidates of equal values and company at home are one kind ([`Types`]). Solvers propose the
//! choice, whom to call in each scenario, and multipliers; [`check`] recomputes the loss from the
//! first two and a bound from the third, exactly. The bound holds for every choice, whatever the
//! multipliers are; between the bound and the loss lies what might still be better.

mod baseline;
mod bound;
mod find;
mod problem;
mod report;
mod sample;

pub use baseline::nearest;
pub use bound::{Multipliers, UNIT};
pub use find::{Plan, Proven, check};
pub use problem::{Call, Kind, Measure, Reserve, Scenario};
pub use report::{Chosen, FORMAT, Source, TERMS, choose, parse, recheck, terms};
pub use sample::{Asked, DROPOUT_LABEL, MAX_SCENARIOS, PEOPLE_LABEL, people, reserve};

#[cfg(test)]
mod tests;

/// Questions for the tests of solvers.
#[cfg(test)]
pub(crate) mod tests_support {
    pub(crate) use super::tests::{Dice, by_force, random};
}
