//! A rule: from an instance and its options to an outcome.
//!
//! The author of a rule writes the typed trait [`Rule`]; the world sees [`Entry`], a row of
//! function pointers that [`Entry::of`] makes from it. The shim between the two only converts
//! types, so that a hundred rules do not bloat the module for the web.

mod count;
mod entry;
pub mod paper;

pub(crate) use count::{BestCommittees, Known};
pub use count::{Count, CountError, CountOptions, Executor, Progress, Serial};
pub use entry::{Entry, Prepared};

use crate::ballot::BallotKind;
use crate::instance::{Constraint, Input};
use crate::outcome::Outcome;
use crate::params::Params;
use crate::tie::TieRule;

/// What is known of a rule before it counts.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// `family/name`; the name is the stem of its file.
    pub id: &'static str,
    /// Raised whenever outcomes, events or digests of the rule change.
    pub revision: u32,
    /// Its name in English, as the field writes it.
    pub name: &'static str,
    /// One sentence: what it does.
    pub summary: &'static str,
    /// Papers and statutes, with page or paragraph.
    pub citations: &'static [&'static str],
    /// Kinds of ballot it counts; empty for a rule on a pool.
    pub ballots: &'static [BallotKind],
    /// Whether papers that weigh other than one are counted or refused.
    pub weights: Weights,
    /// The order in which ties are decided where the user says nothing.
    pub ties: &'static [TieRule],
    /// True when it draws by lot and so needs a seed.
    pub needs_seed: bool,
    /// True when it fills more than one seat.
    pub seats: Seats,
    /// Constraints of a budget that it takes into account; one with another is refused.
    pub observes: &'static [Constraint],
}

/// Whether a rule takes weighted papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// Every paper must weigh one.
    Refused,
    /// Weights multiply votes.
    Counted,
}

/// How many seats a rule can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seats {
    /// One winner.
    One,
    /// As many as the contest has.
    Many,
    /// Seats mean nothing to it.
    None,
}

impl Meta {
    /// The part of the id before the slash.
    pub fn family(&self) -> &'static str {
        self.id
            .split_once('/')
            .map_or(self.id, |(family, _)| family)
    }
}

/// A counting rule.
pub trait Rule: 'static {
    /// The kind of instance it counts.
    type Input: Input;
    /// Its options.
    type Params: Params;
    /// What is known of it.
    const META: Meta;
    /// Counts. Everything that decides comes through the arguments; what happened is told to
    /// `cx` as events.
    fn count(
        input: &Self::Input,
        params: &Self::Params,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError>;
}
