//! Panels to draw from: counted where that fits, else leant.

use super::apart::Desk;
use super::{Apart, Tilted, Ways, apart, order, tilted};
use crate::id::{FeatureId, IdVec, TypeId};
use crate::lottery::Stream;
use crate::num::{Natural, Ratio};
use crate::panel::{Counts, Types};

/// All panels of a pool, to draw from by weight.
#[derive(Clone, Debug)]
pub enum Fit {
    /// All are counted: no attempt fails, and chances are known.
    Whole(Box<Ways>),
    /// The quotas of one feature are followed; of the others panels are thrown away that miss one.
    Apart(Box<Apart>),
    /// The same from person to person, for pools in which people of several types share homes.
    Part(Box<Tilted>),
}

/// Counts the panels where at most `limit` states suffice for all quotas; else follows those of one
/// feature ([`apart`]), or, where homes are shared, as many as fit ([`tilted`]). `None` where not
/// even one feature fits.
///
/// Cost: that of [`Ways::of`], then that of [`apart::find`] or [`tilted::find`].
pub fn fit(types: &Types, weights: Option<&IdVec<TypeId, Natural>>, limit: u64) -> Option<Fit> {
    if let Some(ways) = Ways::of(types, &order(types), weights, limit) {
        return Some(Fit::Whole(Box::new(ways)));
    }
    if let Some(apart) = apart::find(types, weights) {
        return Some(Fit::Apart(Box::new(apart)));
    }
    Some(Fit::Part(Box::new(tilted::find(types, weights, limit)?)))
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
            Self::Apart(apart) => apart.most(),
            Self::Part(tilted) => tilted.most(),
        }
    }

    /// The exact chances of people of each type, where panels are counted.
    pub fn chances(&self, types: &Types) -> Option<IdVec<TypeId, Ratio>> {
        match self {
            Self::Whole(ways) => ways.chances(types),
            Self::Apart(_) | Self::Part(_) => None,
        }
    }

    /// How many attempts a panel is expected to take, by a pilot of the features one by one; `None`
    /// where that is not known before.
    pub fn expected(&self) -> Option<&Natural> {
        match self {
            Self::Apart(apart) => Some(&apart.expected),
            Self::Whole(_) | Self::Part(_) => None,
        }
    }

    /// One attempt at a panel; `None` where it fails. Panels come with chances proportional to
    /// their weights. `desk` is room for it: what is in it says nothing.
    pub fn panel(&self, types: &Types, stream: &mut Stream, desk: &mut Desk) -> Option<Counts> {
        match self {
            Self::Whole(ways) => ways.panel(types, stream),
            Self::Apart(apart) => apart.panel(types, stream, desk),
            Self::Part(tilted) => tilted.panel(types, stream),
        }
    }

    /// The features of which every quota is followed.
    pub fn features(&self, types: &Types) -> Vec<FeatureId> {
        match self {
            Self::Whole(_) => order(types),
            Self::Apart(apart) => apart.features.iter().take(1).copied().collect(),
            Self::Part(tilted) => tilted.features(types),
        }
    }

    /// The states that are held.
    pub fn states(&self) -> u64 {
        match self {
            Self::Whole(ways) => ways.states(),
            Self::Apart(apart) => apart.states(),
            Self::Part(tilted) => tilted.states(),
        }
    }
}
