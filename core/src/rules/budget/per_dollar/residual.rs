//! The money that does not pay for all units with equal votes.

use super::{Residual, Rounding};
use crate::id::{IdVec, OptionId, len32};
use crate::instance::Budget;
use crate::rule::{Count, CountError};
use crate::rules::shared::subset::Subset;
use crate::sort::sort_by;
use crate::tie::Tie;

/// Units of a project with equal votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) project: OptionId,
    pub(super) units: u64,
}

/// What is to be shared, and among whom.
pub(super) struct Residue<'a> {
    pub(super) budget: &'a Budget,
    pub(super) votes: &'a dyn Fn(OptionId) -> i128,
    /// Together more than what is left, in file order.
    pub(super) chunks: &'a [Chunk],
    /// What each project has got so far.
    pub(super) got: &'a IdVec<OptionId, u64>,
    pub(super) left: u64,
}

impl Residue<'_> {
    /// The units that each chunk gets, in the order of the chunks.
    pub(super) fn share(
        &self,
        by: Residual,
        rounding: Rounding,
        cx: &mut Count<'_>,
    ) -> Result<Vec<u64>, CountError> {
        match by {
            Residual::Increasing => self.increasing(cx),
            Residual::Fractional => self.fractional(rounding, cx),
            Residual::Equalizing => self.equalizing(rounding, cx),
        }
    }

    /// "The smallest chunk first."
    fn increasing(&self, cx: &mut Count<'_>) -> Result<Vec<u64>, CountError> {
        let mut shares = vec![0; self.chunks.len()];
        let mut left = self.left;
        let mut open: Vec<usize> = (0..self.chunks.len()).collect();
        while left > 0 {
            let smallest = open.iter().map(|at| self.chunks[*at].units).min();
            let Some(units) = smallest else { break };
            let tied: Vec<usize> = open
                .iter()
                .copied()
                .filter(|at| self.chunks[*at].units == units)
                .collect();
            let all = u128::from(units) * u128::from(len32(tied.len()));
            let paid = if all <= u128::from(left) {
                tied
            } else {
                vec![self.decide(&tied, cx)?]
            };
            for at in &paid {
                let share = units.min(left);
                shares[*at] = share;
                left -= share;
            }
            open.retain(|at| !paid.contains(at));
        }
        Ok(shares)
    }

    /// "In proportion to the chunks."
    fn fractional(&self, rounding: Rounding, cx: &mut Count<'_>) -> Result<Vec<u64>, CountError> {
        let all: u128 = self
            .chunks
            .iter()
            .map(|chunk| u128::from(chunk.units))
            .sum();
        // Both factors are below 2^64, and the share is no more than the chunk.
        let product = |chunk: &Chunk| u128::from(self.left) * u128::from(chunk.units);
        let share = |chunk: &Chunk| u64::try_from(product(chunk) / all).unwrap_or(chunk.units);
        let shares: Vec<u64> = self.chunks.iter().map(share).collect();
        let remainders: Vec<u128> = self.chunks.iter().map(|c| product(c) % all).collect();
        self.round(shares, &remainders, rounding, cx)
    }

    /// "Those that have got least so far, until they are level with the next."
    fn equalizing(&self, rounding: Rounding, cx: &mut Count<'_>) -> Result<Vec<u64>, CountError> {
        let share = |chunk: &Chunk, level: u64| {
            let above = level.saturating_sub(self.got[chunk.project]);
            above.min(chunk.units)
        };
        let needed = |level: u64| -> u128 {
            let shares = self.chunks.iter().map(|chunk| share(chunk, level));
            shares.map(u128::from).sum()
        };
        // The highest level that the money pays for: at the top it does not.
        let (mut low, mut high) = (0, u64::MAX);
        while high - low > 1 {
            let level = low + (high - low) / 2;
            if needed(level) <= u128::from(self.left) {
                low = level;
            } else {
                high = level;
            }
        }
        let shares: Vec<u64> = self.chunks.iter().map(|c| share(c, low)).collect();
        // Those that would take one unit more at the next level are owed the same part of it.
        let owed = |chunk: &Chunk| u128::from(share(chunk, high) - share(chunk, low));
        let owed: Vec<u128> = self.chunks.iter().map(owed).collect();
        self.round(shares, &owed, rounding, cx)
    }

    /// Gives the units left to those with the largest remainders above zero, one each.
    fn round(
        &self,
        mut shares: Vec<u64>,
        remainders: &[u128],
        rounding: Rounding,
        cx: &mut Count<'_>,
    ) -> Result<Vec<u64>, CountError> {
        if rounding == Rounding::Floor {
            return Ok(shares);
        }
        let given: u128 = shares.iter().map(|share| u128::from(*share)).sum();
        // Less than one unit for each.
        let mut left = usize::try_from(u128::from(self.left) - given).unwrap_or_default();
        let mut order: Vec<usize> = (0..shares.len()).filter(|at| remainders[*at] > 0).collect();
        sort_by(&mut order, &mut |a, b| remainders[*b].cmp(&remainders[*a]));
        let mut subset = Subset::default();
        while left > 0 {
            let Some(first) = order.first().copied() else {
                break;
            };
            let equal = |at: &usize| remainders[*at] == remainders[first];
            let tied: Vec<usize> = order.iter().copied().filter(equal).collect();
            let paid = if tied.len() <= left {
                tied
            } else {
                vec![self.one_of(&tied, left, &mut subset, cx)?]
            };
            for at in &paid {
                shares[*at] += 1;
                left -= 1;
            }
            order.retain(|at| !paid.contains(at));
        }
        Ok(shares)
    }

    /// The next of several that get one unit each, where it does not matter in which order.
    fn one_of(
        &self,
        tied: &[usize],
        left: usize,
        subset: &mut Subset,
        cx: &mut Count<'_>,
    ) -> Result<usize, CountError> {
        let enough = |open: &[OptionId], _: &[OptionId]| open.len() >= left;
        self.by(tied, &mut |tie| subset.next(tie, &enough, cx))
    }

    fn decide(&self, tied: &[usize], cx: &mut Count<'_>) -> Result<usize, CountError> {
        self.by(tied, &mut |tie| cx.tie(tie))
    }

    fn by(
        &self,
        tied: &[usize],
        decide: &mut dyn FnMut(&Tie<'_>) -> Result<OptionId, CountError>,
    ) -> Result<usize, CountError> {
        let among: Vec<OptionId> = tied.iter().map(|at| self.chunks[*at].project).collect();
        let cost = |project| self.budget.costs[project];
        let chosen = decide(&Tie {
            cost: Some(&cost),
            votes: Some(self.votes),
            ..Tie::new("fund", &among, true, &self.budget.options)
        })?;
        let at = tied.iter().find(|at| self.chunks[**at].project == chosen);
        Ok(at.copied().unwrap_or_default())
    }
}
