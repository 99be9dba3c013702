//! The utilitarian optimum: the set of projects within the budget that is worth most to all
//! voters together.
//!
//! Each project is worth the sum of its utility over all ballots (papers times weight); a set is
//! worth the sum of its projects. The rule finds a set of the greatest worth whose cost is not
//! above the budget: the 0/1 knapsack problem, solved exactly. Cities ask it of their ballots as
//! "knapsack voting" or "maximum welfare"; proportional it is not.
//!
//! **How.** Worths are fractions brought to one denominator, so that bounds may be rounded down
//! to whole units (rounding them where worths are fractions loses optima: pabutools 1.2.3 does
//! in 23 of 300 small cases). Projects are ordered by worth per cost. A first set by that order
//! and the bound by linear relaxation fix most projects in or out; over the few that remain (the
//! core) sets are built project by project, keeping for each cost only the worthiest, and only
//! those whose bound can still beat the best set found. See `solve`.
//!
//! **Ties.** Where several sets are worth the most, the projects that are in some of them but
//! not in all are the tied ones. The policy takes the most favoured of these, then again among
//! the sets that have it, until one set is left: the first by the order of the policy, each
//! decision recorded. With `ties=all` every best set is followed once.
//!
//! **Policies.** Projects worth nothing (or less) to all together are never funded, whether they
//! cost anything or not; one that costs nothing and is worth something always is. A project
//! dearer than the budget is out. A paper that weighs two counts twice. Withdrawn projects are
//! out. Utilities that are no sums over projects are refused.
//!
//! **Limits.** The problem is NP-hard; real budgets of 200 projects take milliseconds. No more
//! than 2^22 partial sets are kept (about 250 MB); beyond that the count stops with
//! `limit-reached`, never with a set that may not be the best. Costs of which less than 2^22
//! different sums fit into the budget (whole thousands, say) keep far from it.
//!
//! **Sources.** N. Talmon, P. Faliszewski, "A Framework for Approval-Based Budgeting Methods",
//! AAAI 2019; D. Pisinger, "A Minimal Algorithm for the 0-1 Knapsack Problem", Operations
//! Research 45 (1997), for the core; G. L. Nemhauser, Z. Ullmann, Management Science 15 (1969),
//! for the lists of partial sets.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::{IdVec, OptionId};
//! use isonomia::instance::{Budget, Instance, Options};
//! use isonomia::num::Scale;
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut options = Options::new();
//! for id in ["park", "bridge", "bench"] {
//!     options.push(id, id).unwrap();
//! }
//! let (park, bridge, bench) = (OptionId(0), OptionId(1), OptionId(2));
//! let mut ballots = ProfileBuilder::new(BallotKind::Approval, 3);
//! ballots.approval(&[park], 5, 1, 1)?;
//! ballots.approval(&[bridge, bench], 4, 1, 2)?;
//! let instance = Instance::Budget(Budget {
//!     options,
//!     costs: IdVec::from_vec(vec![60, 50, 50]),
//!     budget: 100,
//!     scale: Scale(0),
//!     profile: ballots.finish(),
//!     limits: Limits::default(),
//!     constraints: Default::default(),
//!     totals: None,
//! });
//! let rule = isonomia::rules::find("budget/knapsack").unwrap();
//! let outcome = rule.prepare(&[])?.count(&instance, &mut Count::new(CountOptions::default()));
//! // Eight approvals are funded; greedy would take the park and stop at five.
//! assert_eq!(outcome.unwrap().winners(), [bridge, bench]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

mod solve;

use self::solve::{Item, Solver};
use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::Budget;
use crate::num::{Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::params;
use crate::params::conflict;
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::{exclude_withdrawn, tally};
use crate::rules::shared::ledger::Ledger;
use crate::rules::shared::subset::Subset;
use crate::rules::shared::utility::{Places, Utilities, Utility};
use crate::sort::sort_by;
use crate::tie::{Tie, TieRule};
use crate::transcript::Event;

params! {
    /// Options of `budget/knapsack`.
    pub struct KnapsackParams {
        /// What a voter gets from a funded project.
        pub utility: Utility = Utility::Cardinality,
        /// What a place on a ranking is worth; only with utility=score or score-relative.
        pub places: Places = Places::BORDA_MIN_1,
    }
    check = cross_check;
}

fn cross_check(params: &KnapsackParams) -> Result<(), Problem> {
    params.utility.need_additive()?;
    let of_places = matches!(params.utility, Utility::Score | Utility::ScoreRelative);
    if !of_places && params.places != Places::BORDA_MIN_1 {
        let found = crate::params::ParamType::show(&params.places);
        return Err(conflict("places", &found, "utility=score"));
    }
    Ok(())
}

/// The rule.
pub struct Knapsack;

impl Rule for Knapsack {
    type Input = Budget;
    type Params = KnapsackParams;
    const META: Meta = Meta {
        id: "budget/knapsack",
        revision: 1,
        name: "Utilitarian optimum",
        summary: "Funds the projects that are worth most to all voters together within the budget.",
        citations: &[
            "Talmon, Faliszewski: A Framework for Approval-Based Budgeting Methods, AAAI 2019",
            "D. Pisinger, Operations Research 45 (1997), 758-767",
        ],
        ballots: &[BallotKind::Approval, BallotKind::Ranking, BallotKind::Score],
        weights: Weights::Counted,
        ties: &[TieRule::MinCost, TieRule::MaxVotes],
        needs_seed: false,
        seats: Seats::None,
        observes: &[],
    };

    fn count(
        budget: &Budget,
        params: &KnapsackParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        exclude_withdrawn(budget, cx);
        let worth = worth(budget, params)?;
        cx.event(scores(budget, &worth));
        let (affordable, dear): (Vec<_>, Vec<_>) = budget
            .options
            .standing()
            .partition(|project| budget.costs[*project] <= budget.budget);
        let mut ledger = Ledger::new(budget);
        for project in dear {
            ledger.skip(project, "over-budget", cx);
        }
        let mut optimum = Optimum::new(budget, &worth, affordable);
        let best = optimum.decide(cx)?;
        let sum = best.iter().fold(Ratio::ZERO, |sum, p| sum + &worth[*p]);
        cx.event(Event::Note {
            code: "knapsack-optimum",
            args: vec![ratio_text(&sum)],
        });
        for project in &best {
            let amount = ratio_text(&worth[*project]);
            ledger.fund(*project, "worth", amount, cx);
        }
        for project in budget.options.standing() {
            let dear = budget.costs[project] > budget.budget;
            if !dear && !best.contains(&project) {
                let nothing = worth[project] <= Ratio::ZERO;
                let reason = if nothing { "no-worth" } else { "not-in-best" };
                ledger.skip(project, reason, cx);
            }
        }
        Ok(ledger.outcome())
    }
}

/// What each project is worth to all voters together.
fn worth(budget: &Budget, params: &KnapsackParams) -> Result<IdVec<OptionId, Ratio>, Problem> {
    let unit = Ratio::from(Natural::from(budget.profile.weight_scale().one()));
    let sums = Utilities::new(budget, params.utility, &params.places)?.sums();
    Ok(sums.values().map(|sum| sum / &unit).collect())
}

fn scores(budget: &Budget, worth: &IdVec<OptionId, Ratio>) -> Event {
    let mut order: Vec<OptionId> = budget.options.all().collect();
    sort_by(&mut order, &mut |a, b| worth[*b].cmp(&worth[*a]));
    let text = |project: OptionId| (project, ratio_text(&worth[project]));
    Event::Scores {
        of: "worth",
        scores: order.into_iter().map(text).collect(),
    }
}

/// The search for the best sets.
struct Optimum<'a> {
    budget: &'a Budget,
    solver: Solver,
}

impl<'a> Optimum<'a> {
    fn new(budget: &'a Budget, worth: &IdVec<OptionId, Ratio>, mut among: Vec<OptionId>) -> Self {
        among.retain(|project| worth[*project] > Ratio::ZERO);
        let mut common = Natural::ONE;
        for project in &among {
            let other = worth[*project].denominator();
            let shared = dashu_int::ops::Gcd::gcd(&common, other);
            common *= other / shared;
        }
        let item = |project: &OptionId| {
            let worth = &worth[*project] * Ratio::from(common.clone());
            Item {
                project: *project,
                cost: budget.costs[*project],
                profit: Natural::try_from(worth.numerator().clone()).unwrap_or_default(),
            }
        };
        let mut items: Vec<Item> = among.iter().map(item).collect();
        // Worth per cost, cross-multiplied; what costs nothing comes first.
        sort_by(&mut items, &mut |a, b| {
            let left = &b.profit * Natural::from(a.cost);
            left.cmp(&(&a.profit * Natural::from(b.cost)))
        });
        Self {
            budget,
            solver: Solver::new(items, budget.budget),
        }
    }

    /// A best set, the first by the policy, in order of worth per cost.
    fn decide(&mut self, cx: &mut Count<'_>) -> Result<Vec<OptionId>, CountError> {
        let mut best = self.solver.best(cx)?;
        let mut subset = Subset::default();
        loop {
            let free = self.solver.free(&best, cx)?;
            if free.is_empty() {
                break;
            }
            let tied: Vec<OptionId> = free.iter().map(|at| self.solver.project(*at)).collect();
            let chosen = self.next(&tied, &free, &mut subset, cx)?;
            let Some(at) = free.iter().find(|at| self.solver.project(**at) == chosen) else {
                break;
            };
            self.solver.fix(*at, true);
            best = self.solver.best(cx)?;
        }
        Ok(best.iter().map(|at| self.solver.project(*at)).collect())
    }

    /// "The most favoured of those in some of the best sets but not in all."
    fn next(
        &mut self,
        tied: &[OptionId],
        free: &[u32],
        subset: &mut Subset,
        cx: &mut Count<'_>,
    ) -> Result<OptionId, CountError> {
        let tallies = tally::votes(self.budget)?;
        let cost = |project| self.budget.costs[project];
        let votes = |project| tallies.of[project];
        let tie = Tie {
            cost: Some(&cost),
            votes: Some(&votes),
            ..Tie::new("fund", tied, true, &self.budget.options)
        };
        // Whether some best set has the first of the open ones and none of those left out.
        let solver = &self.solver;
        let enough = |open: &[OptionId], out: &[OptionId]| {
            let at = |project: &OptionId| {
                let found = free.iter().find(|at| solver.project(**at) == *project);
                found.copied()
            };
            let with: Vec<u32> = open.first().and_then(at).into_iter().collect();
            let without: Vec<u32> = out.iter().filter_map(at).collect();
            solver.is_best(&with, &without)
        };
        subset.next(&tie, &enough, cx)
    }
}

#[cfg(test)]
mod tests;
