//! The linear program of a price system, for small elections.
//!
//! For each class k of n_k equal ballots, winner p on it and other option q:
//!
//! ```text
//! sum over p of D(k,p) + s(k) = n_k * b          what the class pays, and what it keeps
//! sum over k of D(k,p)        = c(p)             for each winner that costs something
//! sum over k of s(k) + t(q)   = c(q)             over the classes that support q
//! ```
//!
//! with nothing below zero. Stable: `m(k) = s(k) + ...` and `m(k) = D(k,p) + ...` for each p, and
//! the third line has m in place of s. Voters of a class pay the same, which loses nothing.

use super::View;
use super::prices::System;
use super::simplex::Equations;
use crate::id::{OptionId, ix, len32};
use crate::num::{Integer, Natural, Ratio};

/// The most entries of the matrix, artificial columns included.
const CELLS: usize = 120_000;

/// The program of an election.
pub(super) struct Program {
    pub(super) equations: Equations,
    /// Columns of payments: class, winner, column.
    payments: Vec<(u32, OptionId, u32)>,
    papers: Vec<u64>,
}

impl Program {
    /// `None` where it is too large.
    pub(super) fn of(view: &View<'_>, stable: bool) -> Option<Self> {
        let groups = &view.ballots.groups;
        let paid = |option: &OptionId| view.won[*option] && view.costs[*option] > 0;
        let others: Vec<OptionId> = view.others().collect();
        let marks: usize = groups
            .iter()
            .map(|g| g.supports.iter().filter(|o| paid(o)).count())
            .sum();
        let payers = if stable { groups.len() + marks } else { 0 };
        let rows = groups.len() + view.winners.len() + others.len() + payers;
        let columns = 1 + marks + 2 * groups.len() + others.len() + payers;
        if rows.checked_mul(columns + rows)? > CELLS {
            return None;
        }
        let mut next = 1u32; // the first column is b
        let mut column = || {
            next += 1;
            next - 1
        };
        let one = || Integer::ONE;
        let mut payments = Vec::new();
        let mut rests = Vec::new();
        let mut equations: Vec<(Vec<(u32, Integer)>, Integer)> = Vec::new();
        for (at, group) in (0u32..).zip(groups) {
            let mut row = vec![(0, -Integer::from(group.papers))];
            for option in group.supports.iter().filter(|option| paid(option)) {
                let of = column();
                row.push((of, one()));
                payments.push((at, *option, of));
            }
            let rest = column();
            row.push((rest, one()));
            rests.push(rest);
            equations.push((row, Integer::ZERO));
        }
        for option in view.winners.iter().filter(|option| paid(option)) {
            let row = payments.iter().filter(|(_, of, _)| of == option);
            let row = row.map(|(.., column)| (*column, one())).collect();
            equations.push((row, Integer::from(view.costs[*option])));
        }
        if stable {
            for (at, rest) in (0u32..).zip(&mut rests) {
                let most = column();
                let theirs = payments.iter().filter(|(group, ..)| *group == at);
                for of in theirs
                    .map(|(.., of)| *of)
                    .chain([*rest])
                    .collect::<Vec<_>>()
                {
                    let row = vec![(most, one()), (of, -one()), (column(), -one())];
                    equations.push((row, Integer::ZERO));
                }
                *rest = most;
            }
        }
        for option in others {
            let theirs = view.supporters[option].iter();
            let mut row: Vec<_> = theirs.map(|group| (rests[ix(*group)], one())).collect();
            row.push((column(), one()));
            equations.push((row, Integer::from(view.costs[option])));
        }
        Some(Self {
            equations: Equations {
                columns: next,
                rows: equations,
            },
            payments,
            papers: groups.iter().map(|group| group.papers).collect(),
        })
    }

    /// The payments of a solution.
    pub(super) fn system(&self, solution: &[Ratio]) -> System {
        let number = |column: u32| solution.get(ix(column)).cloned().unwrap_or_default();
        let payment = |(group, option, column): &(u32, OptionId, u32)| {
            let all = number(*column);
            let papers = self.papers.get(ix(*group)).copied().unwrap_or(1).max(1);
            (all > Ratio::ZERO).then(|| (*group, *option, all / Ratio::from(Natural::from(papers))))
        };
        // Where nobody has to pay anything, any endowment will do; none at all is no endowment.
        let endowment = number(0);
        let tiny = Ratio::from_parts(
            Integer::ONE,
            Natural::from(u64::from(len32(self.papers.len())).max(1) << 32),
        );
        System::Payments {
            endowment: if endowment > Ratio::ZERO {
                endowment
            } else {
                tiny
            },
            payments: self.payments.iter().filter_map(payment).collect(),
        }
    }
}
