//! Panels to draw from: counted where that fits, else leant.

use super::{Tilted, Ways, order, tilted};
use crate::id::{FeatureId, IdVec, TypeId};
use crate::lottery::Stream;
use crate::num::{Natural, Ratio};
use crate::panel::{Counts, Types};

/// All panels of a pool, to draw from by weight.
#[derive(Clone, Debug)]
pub enum Fit {
    /// All are counted: no attempt fails, and chances are known.
    Whole(Box<Ways>),
    /// Some quotas are followed; of the others panels are thrown away that miss one.
    Part(Box<Tilted>),
}

/// Counts the panels where at most `limit` states suffice for all quotas, else follows as many
/// quotas as fit ([`tilted`]). `None` where not even one feature fits.
///
/// Cost: that of [`Ways::of`], then that of [`tilted::find`].
pub fn fit(types: &Types, weights: Option<&IdVec<TypeId, Natural>>, limit: u64) -> Option<Fit> {
    match Ways::of(types, &order(types), weights, limit) {
        Some(ways) => Some(Fit::Whole(Box::new(ways))),
        None => Some(Fit::Part(Box::new(tilted::find(types, weights, limit)?))),
    }
}

impl Fit {
    /// Whether all panels are counted.
    pub fn whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }

    /// The weight of all panels, their number where nobody is weighed; a bound of it where they are
    /// not counted.
    pub fn most(&self) -> Natural {
        match self {
            Self::Whole(ways) => ways.total().clone(),
            Self::Part(tilted) => tilted.most(),
        }
    }

    /// The exact chances of people of each type, where panels are counted.
    pub fn chances(&self, types: &Types) -> Option<IdVec<TypeId, Ratio>> {
        match self {
            Self::Whole(ways) => ways.chances(types),
            Self::Part(_) => None,
        }
    }

    /// One attempt at a panel; `None` where it fails. Panels come with chances proportional to
    /// their weights.
    pub fn panel(&self, types: &Types, stream: &mut Stream) -> Option<Counts> {
        match self {
            Self::Whole(ways) => ways.panel(types, stream),
            Self::Part(tilted) => tilted.panel(types, stream),
        }
    }

    /// The features of which every quota is followed.
    pub fn features(&self, types: &Types) -> Vec<FeatureId> {
        match self {
            Self::Whole(_) => order(types),
            Self::Part(tilted) => tilted.features(types),
        }
    }

    /// The states that are held.
    pub fn states(&self) -> u64 {
        match self {
            Self::Whole(ways) => ways.states(),
            Self::Part(tilted) => tilted.states(),
        }
    }
}
