//! Panels one by one, where rows alone do not tell what lotteries can do.
//!
//! [`Columns`] are the panels of a restricted problem; [`price`] asks for the one that gains the
//! most at given weights. Source: P. Gilmore and R. Gomory, A linear programming approach to the
//! cutting-stock problem, 1961; for panels Flanigan, Gölz, Gupta, Hennig and Procaccia 2021.

use std::collections::BTreeSet;

use super::Counts;
use super::proof::System;
use crate::num::Integer;
use crate::propose::{Failure, Limits};

/// Panels of a restricted problem: each once, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    panels: Vec<Counts>,
    known: BTreeSet<Counts>,
}

impl Columns {
    /// Adds a panel; false where it stands there already.
    pub fn add(&mut self, panel: Counts) -> bool {
        let new = self.known.insert(panel.clone());
        if new {
            self.panels.push(panel);
        }
        new
    }

    /// The panels.
    pub fn panels(&self) -> &[Counts] {
        &self.panels
    }
}

/// A panel whose weight passes `worth`, the best as far as the solver sees; `None` where it sees
/// none in so many nodes. First a panel within 1 in 1000 of the best is looked for, then the best.
///
/// # Errors
/// [`Failure`], other than that a limit was reached.
pub fn price(
    system: &System,
    weights: &[(u32, Integer)],
    worth: &Integer,
    nodes: u64,
) -> Result<Option<Counts>, Failure> {
    // The best would be dear while panels are generated, a good one will do.
    for limits in [Limits::within(nodes, 1), Limits::exact(nodes)] {
        let point = match system.best(weights, limits) {
            Ok((point, _)) => point,
            Err(Failure::Limit) => continue,
            Err(failure) => return Err(failure),
        };
        let value = weights.iter().fold(Integer::ZERO, |sum, (at, weight)| {
            let count = point.get(crate::id::ix(*at)).copied().unwrap_or_default();
            sum + weight * Integer::from(count)
        });
        if value > *worth {
            return counts(&point).map(Some);
        }
    }
    Ok(None)
}

/// A point as a panel.
pub(crate) fn counts(point: &[i64]) -> Result<Counts, Failure> {
    let counts = point.iter().map(|count| u32::try_from(*count).ok());
    counts.collect::<Option<Counts>>().ok_or(Failure::Numeric)
}
