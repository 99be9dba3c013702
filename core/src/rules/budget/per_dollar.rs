//! Knapsack voting, counted unit by unit of money: the units that most ballots pay for first.
//!
//! A ballot says how much each project should get, together no more than the budget. The k-th
//! unit of a project has the votes of the ballots that give it at least k. Units are funded from
//! most to least votes. Those with equal votes are funded together; where what is left does not
//! pay for all of them, the *residual* is shared among the tied projects, each of which has so
//! many units (its chunk) at that number of votes:
//!
//! | `residual` | who gets it |
//! |---|---|
//! | `increasing` | the smallest chunk first, then the next; the last one in part (Stanford's default) |
//! | `fractional` | all in proportion to their chunks |
//! | `equalizing` | those that have got least so far, until they are level with the next |
//!
//! **Units.** A unit is the smallest of the budget's amounts (a cent where some amount has
//! cents). Shares that are not whole units are rounded: by `largest-remainder` each gets its
//! whole units and those with the largest remainders one more, by `floor` nothing more, and the
//! rest is left. Equal remainders are decided by the policy.
//!
//! **What a project can get.** A ballot can only give what a project can be funded with: its
//! cost, or, where it is adjustable, amounts from its least on in steps. The count of units may
//! end in between. With `partial=keep` it gets that amount (its cost is then another one), with
//! `round-down` the greatest possible amount not above it, and the rest is left.
//!
//! **Ties.** The policy decides between equal chunks and equal remainders; by default the lower
//! cost, then more votes.
//!
//! **Policies.** Withdrawn projects get nothing, nor do those to which nobody gives. A paper that
//! weighs two counts twice.
//!
//! **Complexity.** One pass over the ballots, then O(k log k) for k different amounts.
//!
//! **Source.** A. Goel, A. K. Krishnaswamy, S. Sakshuwong, T. Aitamurto, "Knapsack Voting for
//! Participatory Budgeting", ACM Transactions on Economics and Computation 7 (2019), article 8;
//! the three residual rules: Stanford Participatory Budgeting Platform.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::{IdVec, OptionId};
//! use isonomia::instance::{Adjustable, Budget, Constraints, Instance, Options};
//! use isonomia::num::Scale;
//! use isonomia::outcome::Outcome;
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut options = Options::new();
//! let projects = ["park", "bridge", "bench"].map(|id| options.push(id, id).unwrap());
//! let [park, bridge, bench] = projects;
//! let mut ballots = ProfileBuilder::new(BallotKind::Knapsack, 3);
//! ballots.scored(&[(park, 4), (bridge, 5), (bench, 1)], 1, 1, 1)?;
//! ballots.scored(&[(park, 3), (bridge, 5), (bench, 2)], 1, 1, 2)?;
//! ballots.scored(&[(bench, 10)], 1, 1, 3)?;
//! let adjustable = projects.map(|project| Adjustable { project, min: 1, step: 1 });
//! let instance = Instance::Budget(Budget {
//!     options,
//!     costs: IdVec::from_vec(vec![10, 10, 10]),
//!     budget: 10,
//!     scale: Scale(0),
//!     profile: ballots.finish(),
//!     limits: Limits::default(),
//!     constraints: Constraints { adjustable: adjustable.to_vec(), ..Default::default() },
//!     totals: None,
//! });
//! let rule = isonomia::rules::find("budget/per-dollar").unwrap();
//! let outcome = rule.prepare(&[])?.count(&instance, &mut Count::new(CountOptions::default()));
//! // One unit of the bench has three votes; three, five and one more units have two.
//! let Outcome::Funded { amounts, left, .. } = outcome.unwrap() else { unreachable!() };
//! assert_eq!((amounts, left), (vec![(park, 3), (bridge, 5), (bench, 2)], 0));
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

mod residual;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use self::residual::{Chunk, Residue};
use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::{Budget, Constraint};
use crate::num::Scale;
use crate::outcome::Outcome;
use crate::params::conflict;
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::{exclude_withdrawn, tally};
use crate::rules::shared::papers::check_total;
use crate::tie::TieRule;
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// Who gets the money that does not pay for all units with equal votes.
    pub enum Residual {
        /// The smallest chunk first, then the next; the last one in part.
        Increasing = "increasing",
        /// All in proportion to their chunks.
        Fractional = "fractional",
        /// Those that have got least so far.
        Equalizing = "equalizing",
    }
}

words! {
    /// How shares that are not whole units are rounded.
    pub enum Rounding {
        /// Those with the largest remainders get one unit more.
        LargestRemainder = "largest-remainder",
        /// All are rounded down, and the rest is left.
        Floor = "floor",
    }
}

words! {
    /// What becomes of an amount with which a project cannot be funded.
    pub enum Partial {
        /// The project gets it.
        Keep = "keep",
        /// The project gets the greatest possible amount below it, and the rest is left.
        RoundDown = "round-down",
    }
}

params! {
    /// Options of `budget/per-dollar`.
    pub struct PerDollarParams {
        /// Who gets the money that does not pay for all units with equal votes.
        pub residual: Residual = Residual::Increasing,
        /// How shares that are not whole units are rounded; not with residual=increasing.
        pub rounding: Rounding = Rounding::LargestRemainder,
        /// What becomes of an amount with which a project cannot be funded.
        pub partial: Partial = Partial::Keep,
    }
    check = cross_check;
}

fn cross_check(params: &PerDollarParams) -> Result<(), Problem> {
    let whole = params.residual == Residual::Increasing;
    if whole && params.rounding != Rounding::LargestRemainder {
        let expected = "residual=fractional or residual=equalizing";
        return Err(conflict("rounding", params.rounding.word(), expected));
    }
    Ok(())
}

/// The rule.
pub struct PerDollar;

impl Rule for PerDollar {
    type Input = Budget;
    type Params = PerDollarParams;
    const META: Meta = Meta {
        id: "budget/per-dollar",
        revision: 1,
        name: "Knapsack voting by the dollar",
        summary: "Ballots say how much each project should get; the units of money that most of them pay for are funded first.",
        citations: &[
            "Goel, Krishnaswamy, Sakshuwong, Aitamurto: Knapsack Voting for Participatory Budgeting, ACM Transactions on Economics and Computation 7 (2019)",
            "Stanford Participatory Budgeting Platform: residual rules increasing, fractional, equalizing",
        ],
        ballots: &[BallotKind::Knapsack],
        weights: Weights::Counted,
        ties: &[TieRule::MinCost, TieRule::MaxVotes],
        needs_seed: false,
        seats: Seats::None,
        observes: &[Constraint::Adjustable],
    };

    fn count(
        budget: &Budget,
        params: &PerDollarParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        check_total(&budget.profile, 1)?;
        let tallies = tally::votes(budget)?;
        cx.event(tallies.event(&budget.options));
        exclude_withdrawn(budget, cx);
        let mut got: IdVec<OptionId, u64> = IdVec::filled(budget.options.len(), 0);
        let mut last: IdVec<OptionId, u64> = IdVec::filled(budget.options.len(), 0);
        let mut left = budget.budget;
        let scale = budget.profile.weight_scale();
        for (Reverse(votes), chunks) in units(budget) {
            let wanted: u128 = chunks.iter().map(|chunk| u128::from(chunk.units)).sum();
            let shares = if wanted <= u128::from(left) {
                chunks.iter().map(|chunk| chunk.units).collect()
            } else {
                margin(budget, &chunks, wanted, left, votes, cx);
                let residue = Residue {
                    budget,
                    votes: &|project| tallies.of[project],
                    chunks: &chunks,
                    got: &got,
                    left,
                };
                residue.share(params.residual, params.rounding, cx)?
            };
            for (chunk, share) in chunks.iter().zip(&shares) {
                // No more than is left in all.
                got[chunk.project] += share;
                left -= share;
                if *share > 0 {
                    last[chunk.project] = votes;
                }
            }
            if wanted > shares.iter().map(|n| u128::from(*n)).sum() {
                break;
            }
        }
        if params.partial == Partial::RoundDown {
            for project in budget.options.all() {
                let cost = budget.costs[project];
                got[project] = budget.range(project).floor(got[project], cost);
            }
        }
        Ok(outcome(budget, &got, &last, scale, cx))
    }
}

/// How many units of each project have so many votes, from most to least votes.
fn units(budget: &Budget) -> BTreeMap<Reverse<u64>, Vec<Chunk>> {
    let mut amounts: IdVec<OptionId, BTreeMap<u64, u64>> =
        IdVec::filled(budget.options.len(), BTreeMap::new());
    for class in budget.profile.classes() {
        for (project, amount) in class.scored() {
            // An amount above the cost is on no ballot that was checked.
            let amount = u64::try_from(amount)
                .unwrap_or(0)
                .min(budget.costs[project]);
            if amount > 0 {
                *amounts[project].entry(amount).or_default() += class.total();
            }
        }
    }
    let mut units: BTreeMap<Reverse<u64>, Vec<Chunk>> = BTreeMap::new();
    for project in budget.options.standing() {
        let mut votes: u64 = amounts[project].values().sum();
        let mut below = 0;
        for (amount, with) in &amounts[project] {
            units.entry(Reverse(votes)).or_default().push(Chunk {
                project,
                units: amount - below,
            });
            votes -= with;
            below = *amount;
        }
    }
    units
}

/// Records where the money ends: votes of a unit, what the units cost, and what is left.
fn margin(
    budget: &Budget,
    chunks: &[Chunk],
    wanted: u128,
    left: u64,
    votes: u64,
    cx: &mut Count<'_>,
) {
    let wanted = u64::try_from(wanted).map_or_else(|_| wanted.to_string(), |n| budget.text(n));
    cx.event(Event::Note {
        code: "per-dollar-margin",
        args: vec![
            budget.profile.weight_scale().text(votes),
            wanted,
            budget.text(left),
        ],
    });
    let amount = |chunk: &Chunk| (chunk.project, budget.text(chunk.units));
    cx.event(Event::Scores {
        of: "chunks",
        scores: chunks.iter().map(amount).collect(),
    });
}

/// What each project gets, with the votes of its last unit.
fn outcome(
    budget: &Budget,
    got: &IdVec<OptionId, u64>,
    last: &IdVec<OptionId, u64>,
    scale: Scale,
    cx: &mut Count<'_>,
) -> Outcome {
    let mut selected = Vec::new();
    let mut amounts = Vec::new();
    let mut left = budget.budget;
    for project in budget.options.standing() {
        let amount = got[project];
        if amount == 0 {
            cx.event(Event::Skip {
                project,
                reason: "no-money",
                cost: budget.text(budget.costs[project]),
                available: budget.text(0),
            });
            continue;
        }
        left -= amount;
        selected.push(project);
        if amount != budget.costs[project] {
            amounts.push((project, amount));
        }
        cx.event(Event::Fund {
            project,
            cost: budget.text(amount),
            by: "last-unit",
            amount: scale.text(last[project]),
            left: budget.text(left),
        });
    }
    Outcome::Funded {
        selected,
        cost: budget.budget - left,
        left,
        amounts,
    }
}

#[cfg(test)]
mod tests;
