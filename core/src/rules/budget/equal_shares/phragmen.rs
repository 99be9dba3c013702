//! Completion by sequential Phragmén: voters keep what they have left and earn on.
//!
//! All voters earn at the same speed. The next project is the one whose supporters can pay it
//! first, among those that fit into what is left of the budget; they then hold nothing and go on
//! earning. In the words of loads: sequential Phragmén where a voter starts with the load of
//! minus what Equal Shares left them (abcvoting: equal-shares with phragmen_completion).
//!
//! The money of a voter is `a + t` at time t. Sums of `a` over the supporters of each project are
//! kept as integers over a common denominator, so a purchase costs one addition for each mark on
//! the ballots of those who pay.

use std::cmp::Ordering;

use dashu_int::ops::Gcd;

use super::election::Election;
use super::ledger::Ledger;
use super::walk::{Run, too_fine};
use crate::id::{IdVec, OptionId, ix, len32};
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::rule::{Count, CountError};
use crate::tie::Tie;

/// What voters hold, but for what all have earned since.
struct Purses {
    /// Of each class when Equal Shares ended, over the first denominator.
    kept: Vec<Integer>,
    /// By how much the denominator has grown.
    grown: Integer,
    /// The last time at which each class paid.
    paid: Vec<Option<u32>>,
    /// Times of payment, over the denominator.
    times: Vec<Integer>,
    /// Sums over supporters, over the denominator.
    sums: IdVec<OptionId, Integer>,
    denominator: Natural,
}

/// Funds what fits, in the order in which supporters can pay, and records it.
pub(super) fn complete(
    election: &Election<'_>,
    run: &Run<'_, '_>,
    ledger: &mut Ledger<'_>,
    cx: &mut Count<'_>,
) -> Result<(), CountError> {
    let budget = election.budget;
    let Some(exact) = &run.exact else {
        return Err(too_fine());
    };
    let mut purses = Purses {
        kept: (0..len32(election.papers.len()))
            .map(|class| exact.holds(class))
            .collect(),
        grown: Integer::ONE,
        paid: vec![None; election.papers.len()],
        times: Vec::new(),
        sums: IdVec::filled(budget.options.len(), Integer::ZERO),
        denominator: exact.denominator().clone(),
    };
    let mut alive = election.candidates();
    alive.retain(|project| !ledger.selected.contains(project));
    for project in &alive {
        let supporters = election.supporters[*project].iter();
        let each = supporters.filter_map(|class| {
            let kept = purses.kept.get(ix(*class))?;
            Some(kept * Integer::from(election.papers_of(*class)))
        });
        purses.sums[*project] = each.sum();
    }
    loop {
        cx.step(u64::from(len32(purses.times.len())), 0)?;
        alive.retain(|project| election.cost(*project) <= ledger.left);
        let tied = purses.first(election, &alive);
        if tied.is_empty() {
            return Ok(());
        }
        let cost = |project| election.cost(project);
        let votes = |project| election.tallies.of[project];
        let project = cx.tie(&Tie {
            cost: Some(&cost),
            votes: Some(&votes),
            ..Tie::new("fund", &tied, true, &budget.options)
        })?;
        alive.retain(|other| *other != project);
        let time = purses.pay(election, project) / Ratio::from(Natural::from(budget.scale.one()));
        ledger.fund(project, "earned", ratio_text(&time), cx);
    }
}

impl Purses {
    /// What the supporters of a project lack at time 0, and their number.
    fn lack(&self, election: &Election<'_>, project: OptionId) -> (Integer, Integer) {
        let cost = Natural::from(election.cost(project)) * &self.denominator;
        let votes = Integer::from(election.votes[project]);
        (Integer::from(cost) - &self.sums[project], votes)
    }

    /// The projects that can be paid first: one, or several at the same time.
    fn first(&self, election: &Election<'_>, alive: &[OptionId]) -> Vec<OptionId> {
        let mut tied: Vec<OptionId> = Vec::new();
        let mut least: Option<(Integer, Integer)> = None;
        for project in alive {
            let (lack, votes) = self.lack(election, *project);
            let order = least.as_ref().map_or(Ordering::Less, |(least, of)| {
                (&lack * of).cmp(&(least * &votes))
            });
            if order == Ordering::Less {
                tied.clear();
                least = Some((lack, votes));
            }
            if order != Ordering::Greater {
                tied.push(*project);
            }
        }
        tied
    }

    /// The supporters of a project pay all they have; the time at which they can, in minor units.
    fn pay(&mut self, election: &Election<'_>, project: OptionId) -> Ratio {
        let (lack, votes) = self.lack(election, project);
        let common = Integer::from((&lack).gcd(&votes));
        let factor = votes / &common;
        for amount in self.times.iter_mut().chain(self.sums.values_mut()) {
            *amount *= &factor;
        }
        self.grown *= &factor;
        self.denominator *= Natural::try_from(factor).unwrap_or(Natural::ONE);
        let time = lack / common;
        let round = len32(self.times.len());
        self.times.push(time.clone());
        for class in &election.supporters[project] {
            let at = ix(*class);
            let Some((paid, kept)) = self.paid.get_mut(at).zip(self.kept.get(at)) else {
                continue;
            };
            let before = paid
                .replace(round)
                .and_then(|round| self.times.get(ix(round)));
            let had = before.map_or_else(|| kept * &self.grown, |time| -time);
            let change = (-&time - had) * Integer::from(election.papers_of(*class));
            election.ballot(*class, &mut |other, _| self.sums[other] += &change);
        }
        Ratio::from_parts(time, self.denominator.clone())
    }
}
