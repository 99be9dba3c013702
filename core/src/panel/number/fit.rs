//! As many features as fit.

use super::{Ways, order};
use crate::id::{FeatureId, IdVec, TypeId};
use crate::num::Natural;
use crate::panel::Types;

/// The panels that keep the quotas of as many features as a number of states allows.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The features whose quotas are kept.
    pub features: Vec<FeatureId>,
    /// Whether these are all.
    pub whole: bool,
    /// The panels.
    pub ways: Ways,
}

/// Finds features whose quotas can be followed with at most `limit` states in all: all where that
/// can be; else beside the one with most values, one after the other, the one that leaves fewest
/// panels. `None` where not even the seats fit.
///
/// Cost: that of [`Ways::of`] for each pair of features.
pub fn fit(types: &Types, weights: Option<&IdVec<TypeId, Natural>>, limit: u64) -> Option<Fit> {
    let mut open = order(types);
    if let Some(ways) = Ways::of(types, &open, weights, limit) {
        return Some(Fit {
            features: open,
            whole: true,
            ways,
        });
    }
    let mut best = Fit {
        features: Vec::new(),
        whole: false,
        ways: Ways::of(types, &[], weights, limit)?,
    };
    loop {
        let mut next: Option<(usize, Fit)> = None;
        for (at, feature) in open.iter().enumerate() {
            let mut features = best.features.clone();
            features.push(*feature);
            let Some(ways) = Ways::of(types, &features, weights, limit) else {
                continue;
            };
            let fewer = |(_, best): &(usize, Fit)| ways.total() < best.ways.total();
            if next.as_ref().is_none_or(fewer) {
                let fit = Fit {
                    features,
                    whole: false,
                    ways,
                };
                next = Some((at, fit));
            }
            // The first feature is that with most values: its are gone through one by one.
            if best.features.is_empty() {
                break;
            }
        }
        let Some((at, fit)) = next else {
            return Some(best);
        };
        open.remove(at);
        best = fit;
    }
}
