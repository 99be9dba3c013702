//! Greedy: the projects with most votes first, as long as the money lasts.
//!
//! This is what most cities do. Projects are taken from most to least votes (or points, or votes
//! per unit of money). One that fits into what is left of the budget is funded. One that does
//! not is passed over and the next is tried (`unfit=skip`), or funding ends there (`unfit=stop`,
//! which Pabulib calls `greedy-no-skip`). Withdrawn projects are out from the start; with
//! `threshold=N` so is every project with less than N (Pabulib's `greedy-threshold`).
//!
//! **Ties.** The default is `listed`: the order of the file, which is what the official counts
//! published on Pabulib follow. A tie matters, and is decided and recorded, only where the tied
//! projects do not all fit together; where they do, all are funded, in file order.
//!
//! **What is compared** are integers: votes or points, and for density `votes_a * cost_b` with
//! `votes_b * cost_a`. A project that costs nothing and has votes comes first by density; one
//! that costs nothing and has none comes last.
//!
//! Cost: one pass over the classes of ballots, then O(m log m) for m projects.
//!
//! Source: Pabulib, "Participatory budgeting data format" (.pb), field `rule`:
//! `greedy`, `greedy-no-skip`, `greedy-threshold`.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::{IdVec, OptionId};
//! use isonomia::instance::{Budget, Instance, Options};
//! use isonomia::num::Scale;
//! use isonomia::outcome::Outcome;
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut options = Options::new();
//! let costs = [("park", 60), ("bridge", 50), ("bench", 10)];
//! for (id, _) in costs {
//!     options.push(id, id).unwrap();
//! }
//! let mut ballots = ProfileBuilder::new(BallotKind::Approval, 3);
//! let (park, bridge, bench) = (OptionId(0), OptionId(1), OptionId(2));
//! ballots.approval(&[park, bench], 3, 1, 1).unwrap();
//! ballots.approval(&[bridge], 2, 1, 2).unwrap();
//! let instance = Instance::Budget(Budget {
//!     options,
//!     costs: IdVec::from_vec(costs.map(|(_, cost)| cost).to_vec()),
//!     budget: 100,
//!     scale: Scale(0),
//!     profile: ballots.finish(),
//!     limits: Limits::default(),
//!     constraints: Default::default(),
//!     totals: None,
//! });
//! let greedy = isonomia::rules::find("budget/greedy").unwrap().prepare(&[]).unwrap();
//! let outcome = greedy.count(&instance, &mut Count::new(CountOptions::default())).unwrap();
//! // Park and bench have three votes each; the bridge no longer fits into what they leave.
//! assert_eq!(outcome, Outcome::Funded {
//!     selected: vec![park, bench],
//!     cost: 70,
//!     left: 30,
//!     amounts: vec![],
//! });
//! ```

pub mod tally;

use std::cmp::Ordering;

use self::tally::{Scoring, Tallies};
use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::params::conflict;
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::subset::Subset;
use crate::sort::sort_by;
use crate::tie::{Tie, TieRule};
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// What makes a project come first.
    pub enum By {
        /// The ballots that name it (with points above zero, where ballots give points).
        Votes = "votes",
        /// Its votes per unit of cost (pabutools: greedy welfare with the cardinality measure).
        Density = "density",
        /// Its points: those on the ballots, those of `scoring` for rankings, one for an approval.
        Score = "score",
    }
}

words! {
    /// What happens at a project that does not fit.
    pub enum Unfit {
        /// It is passed over and the next is tried (Pabulib: greedy).
        Skip = "skip",
        /// Funding ends (Pabulib: greedy-no-skip).
        Stop = "stop",
    }
}

params! {
    /// Options of `budget/greedy`.
    pub struct GreedyParams {
        /// What makes a project come first.
        pub by: By = By::Votes,
        /// What happens at a project that does not fit.
        pub unfit: Unfit = Unfit::Skip,
        /// Least votes (points, with by=score) of a project to be considered
        /// (Pabulib: min_project_score_threshold).
        pub threshold: u64 = 0,
        /// What a place on a ranking is worth; only with by=score.
        pub scoring: Scoring = Scoring::BordaMin1,
    }
    check = cross_check;
}

fn cross_check(params: &GreedyParams) -> Result<(), Problem> {
    if params.by != By::Score && params.scoring != Scoring::BordaMin1 {
        return Err(conflict("scoring", params.scoring.word(), "by=score"));
    }
    Ok(())
}

/// The rule.
pub struct Greedy;

impl Rule for Greedy {
    type Input = Budget;
    type Params = GreedyParams;
    const META: Meta = Meta {
        id: "budget/greedy",
        revision: 1,
        name: "Greedy",
        summary: "Funds the projects with most votes first, as long as they fit.",
        citations: &["Pabulib, The PB (PArticipatory BUdgeting LIBrary) data format, field rule"],
        ballots: &[BallotKind::Approval, BallotKind::Ranking, BallotKind::Score],
        weights: Weights::Counted,
        ties: &[TieRule::Listed],
        needs_seed: false,
        seats: Seats::None,
        observes: &[],
    };

    fn count(
        budget: &Budget,
        params: &GreedyParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let tallies = match params.by {
            By::Votes | By::Density => tally::votes(budget)?,
            By::Score => tally::scores(budget, params.scoring)?,
        };
        cx.event(tallies.event(&budget.options));
        let mut funding = Funding::new(budget, &tallies, params.by);
        let order = funding.order(params.threshold, cx);
        funding.fund_in_order(&order, params.unfit, cx)?;
        Ok(funding.outcome())
    }
}

/// The money and what it went to.
struct Funding<'a> {
    budget: &'a Budget,
    tallies: &'a Tallies,
    by: By,
    selected: Vec<OptionId>,
    left: u64,
}

impl<'a> Funding<'a> {
    fn new(budget: &'a Budget, tallies: &'a Tallies, by: By) -> Self {
        Self {
            budget,
            tallies,
            by,
            selected: Vec::new(),
            left: budget.budget,
        }
    }

    /// Those that may be funded, best first, equal ones in file order; the others are recorded.
    fn order(&self, threshold: u64, cx: &mut Count<'_>) -> Vec<OptionId> {
        let options = &self.budget.options;
        exclude_withdrawn(self.budget, cx);
        let enough = i128::from(threshold) * i128::from(self.tallies.scale.one());
        let (mut order, below): (Vec<_>, Vec<_>) = options
            .standing()
            .partition(|project| self.tallies.of[*project] >= enough);
        for project in below {
            cx.event(Event::Skip {
                project,
                reason: "below-threshold",
                cost: self.budget.text(self.budget.costs[project]),
                available: self.tallies.text(project),
            });
        }
        sort_by(&mut order, &mut |a, b| self.compare(*a, *b));
        order
    }

    /// Whether `a` comes before `b`.
    fn compare(&self, a: OptionId, b: OptionId) -> Ordering {
        let of: &IdVec<OptionId, i128> = &self.tallies.of;
        match self.by {
            By::Votes | By::Score => of[b].cmp(&of[a]),
            By::Density => self.density(b, a).cmp(&self.density(a, b)),
        }
    }

    /// The density of `a` times the costs of `a` and `b`: votes over cost, cross-multiplied.
    /// Tallies stay below 2^63 and so the product below 2^127. What costs nothing and has votes
    /// is as dense as can be.
    fn density(&self, a: OptionId, b: OptionId) -> (bool, i128) {
        let costs = &self.budget.costs;
        let votes = self.tallies.of[a];
        match (costs[a], costs[b]) {
            (0, _) => (votes > 0, 0),
            (_, 0) => (false, votes),
            (_, other) => (false, votes * i128::from(other)),
        }
    }

    /// Goes through an order, group by group of equally good projects.
    fn fund_in_order(
        &mut self,
        order: &[OptionId],
        unfit: Unfit,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        let mut at = 0;
        while let Some(first) = order.get(at).copied() {
            let equal = order.iter().skip(at).copied();
            let tied: Vec<OptionId> = equal
                .take_while(|next| self.compare(first, *next) == Ordering::Equal)
                .collect();
            at += tied.len();
            let go_on = match unfit {
                Unfit::Skip => self.fund_those_that_fit(tied, cx)?,
                Unfit::Stop => self.fund_until_one_does_not_fit(tied, cx)?,
            };
            if !go_on {
                for project in order.iter().skip(at) {
                    self.skip(*project, "after-stop", cx);
                }
                break;
            }
        }
        Ok(())
    }

    /// Greedy: of equally good projects those that fit, and a tie where not all do.
    fn fund_those_that_fit(
        &mut self,
        mut tied: Vec<OptionId>,
        cx: &mut Count<'_>,
    ) -> Result<bool, CountError> {
        let mut set = Subset::default();
        loop {
            let (fit, unfit): (Vec<_>, Vec<_>) = tied.iter().copied().partition(|p| self.fits(*p));
            for project in unfit {
                self.skip(project, "does-not-fit", cx);
            }
            tied = fit;
            if self.fit_together(&tied) {
                for project in tied {
                    self.fund(project, cx);
                }
                return Ok(true);
            }
            // Those left out must not fit beside all that may follow.
            let enough = |open: &[OptionId], out: &[OptionId]| {
                let costs = |project: &OptionId| u128::from(self.budget.costs[*project]);
                let spent: u128 = open.iter().map(costs).sum();
                let left = u128::from(self.left).saturating_sub(spent);
                out.iter().all(|project| costs(project) > left)
            };
            let project = self.decide(&tied, &mut |tie| set.next(tie, &enough, cx))?;
            self.fund(project, cx);
            tied.retain(|other| *other != project);
        }
    }

    /// Greedy-no-skip: "stop at the first project that does not fit".
    fn fund_until_one_does_not_fit(
        &mut self,
        mut tied: Vec<OptionId>,
        cx: &mut Count<'_>,
    ) -> Result<bool, CountError> {
        while !self.fit_together(&tied) {
            let project = self.decide(&tied, &mut |tie| cx.tie(tie))?;
            tied.retain(|other| *other != project);
            if !self.fits(project) {
                self.skip(project, "does-not-fit", cx);
                for project in tied {
                    self.skip(project, "after-stop", cx);
                }
                return Ok(false);
            }
            self.fund(project, cx);
        }
        for project in tied {
            self.fund(project, cx);
        }
        Ok(true)
    }

    fn fits(&self, project: OptionId) -> bool {
        self.budget.costs[project] <= self.left
    }

    fn fit_together(&self, projects: &[OptionId]) -> bool {
        let costs = projects
            .iter()
            .map(|project| u128::from(self.budget.costs[*project]));
        costs.sum::<u128>() <= u128::from(self.left)
    }

    fn decide(
        &self,
        tied: &[OptionId],
        by: &mut dyn FnMut(&Tie<'_>) -> Result<OptionId, CountError>,
    ) -> Result<OptionId, CountError> {
        let cost = |project| self.budget.costs[project];
        let votes = |project| self.tallies.of[project];
        by(&Tie {
            cost: Some(&cost),
            votes: Some(&votes),
            ..Tie::new("fund", tied, true, &self.budget.options)
        })
    }

    fn fund(&mut self, project: OptionId, cx: &mut Count<'_>) {
        let cost = self.budget.costs[project];
        self.left = self.left.saturating_sub(cost);
        self.selected.push(project);
        cx.event(Event::Fund {
            project,
            cost: self.budget.text(cost),
            by: self.by.word(),
            amount: self.amount(project),
            left: self.budget.text(self.left),
        });
    }

    fn skip(&self, project: OptionId, reason: &'static str, cx: &mut Count<'_>) {
        cx.event(Event::Skip {
            project,
            reason,
            cost: self.budget.text(self.budget.costs[project]),
            available: self.budget.text(self.left),
        });
    }

    /// Votes, points, or votes per unit of the currency as a fraction.
    fn amount(&self, project: OptionId) -> String {
        let cost = self.budget.costs[project];
        match self.by {
            By::Votes | By::Score => self.tallies.text(project),
            By::Density if cost == 0 => "infinite".to_owned(),
            By::Density => ratio_text(&Ratio::from_parts(
                Integer::from(self.tallies.of[project]) * Integer::from(self.budget.scale.one()),
                Natural::from(cost) * Natural::from(self.tallies.scale.one()),
            )),
        }
    }

    fn outcome(self) -> Outcome {
        Outcome::Funded {
            cost: self.budget.budget.saturating_sub(self.left),
            selected: self.selected,
            left: self.left,
            amounts: Vec::new(),
        }
    }
}

/// Records which projects were withdrawn, if any were.
pub(crate) fn exclude_withdrawn(budget: &Budget, cx: &mut Count<'_>) {
    let options = &budget.options;
    let withdrawn = options.all().filter(|p| options.is_withdrawn(*p));
    let withdrawn: Vec<OptionId> = withdrawn.collect();
    if !withdrawn.is_empty() {
        cx.event(Event::Exclude {
            options: withdrawn,
            reason: "withdrawn",
        });
    }
}

/// Greedy by votes over some of the projects with what is left of the budget, for rules that
/// end with it or compare themselves with it. Returns the projects funded, in order.
pub(crate) fn by_votes(
    budget: &Budget,
    tallies: &Tallies,
    mut among: Vec<OptionId>,
    left: u64,
    cx: &mut Count<'_>,
) -> Result<Vec<OptionId>, CountError> {
    let mut funding = Funding::new(budget, tallies, By::Votes);
    funding.left = left;
    sort_by(&mut among, &mut |a, b| funding.compare(*a, *b));
    funding.fund_in_order(&among, Unfit::Skip, cx)?;
    Ok(funding.selected)
}

#[cfg(test)]
mod tests;
