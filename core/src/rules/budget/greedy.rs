//! Greedy: the projects with most votes first, as long as the money lasts.
//!
//! This is what most cities do. Projects are taken from most to least votes (or points, or
//! utility, or one of these per unit of money). One that fits into what is left of the budget is
//! funded. At one that does not, `unfit` says what happens:
//!
//! | `unfit` | the project that does not fit | those after it |
//! |---|---|---|
//! | `skip` | is passed over | are tried (Pabulib: `greedy`) |
//! | `stop` | is passed over | get nothing (Pabulib: `greedy-no-skip`) |
//! | `top-up` | gets what is left, and the rest from outside of this budget, where at least `top_up` (80 %) of its cost is left | get nothing (Poznan) |
//! | `partial` | gets what is left, and is carried out in part, where at least `top_up` (any amount) of its cost is left | get nothing |
//!
//! What a topped-up project lacks is no part of the outcome's cost, so that spent and left are
//! the budget: the outcome says what it got, and a note what is missing.
//!
//! Withdrawn projects are out from the start; with `threshold=N` so is every project with less
//! than N (Pabulib's `greedy-threshold`), with `threshold=district:50,citywide:100` by part of
//! the paper.
//!
//! **Bounds.** Of projects that exclude each other the first to be funded stays; a project that
//! would take a category above its upper bound is passed over (with `rest=open` it gets a second
//! chance once all are tried). Neither counts as one that does not fit. For lower bounds money is
//! reserved: a project is funded only where some set of the projects still to come meets, beside
//! it, all lower bounds within all upper bounds, exclusions and the budget. This is searched
//! exactly, up to 200,000 sets, and refused beyond. Lower bounds need `unfit=skip`.
//!
//! **Utility.** With `by=utility` or `by=utility-density` a project is worth what it adds to the
//! utility of all voters together; where the utility is not additive this is worked out anew
//! after each project.
//!
//! **Ties.** The default is `listed`: the order of the file, which is what the official counts
//! published on Pabulib follow. A tie matters, and is decided and recorded, only where the tied
//! projects cannot all be funded; where they can, all are, in file order. (With a utility that
//! is not additive every tie is decided.)
//!
//! **What is compared** are integers: votes or points, and for density `votes_a * cost_b` with
//! `votes_b * cost_a`; utilities are exact fractions. A project that costs nothing and has votes
//! comes first by density; one that costs nothing and has none comes last.
//!
//! **Districts.** Pots, limits of a paper by part, caps and least votes come before the rule and
//! are the same for all rules on budgets: `docs/guide/budget-policies.md`. So are the presets of
//! cities (`preset=warszawa-2021` ...), with their sources and what of them is not computed.
//!
//! Cost: one pass over the classes of ballots, then O(m log m) for m projects; with a utility
//! that is not additive one pass more for each project funded.
//!
//! Source: Pabulib, "Participatory budgeting data format" (.pb), field `rule`:
//! `greedy`, `greedy-no-skip`, `greedy-threshold`; its comments on Poznan and Amsterdam Noord.
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

mod bounds;
mod cities;
mod funding;
mod measure;
pub mod tally;

use self::funding::Funding;
use self::measure::Measure;
use self::tally::Tallies;
use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::{Budget, Constraint, Pot};
use crate::outcome::Outcome;
use crate::params::{ParamType, conflict};
use crate::problem::Problem;
use crate::rule::paper::{Scoped, Share};
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::utility::{Places, Utilities, Utility};
use crate::tie::TieRule;
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
        /// What it adds to the utility of all voters together.
        Utility = "utility",
        /// What it adds to their utility, per unit of cost (pabutools: greedy utilitarian welfare).
        UtilityDensity = "utility-density",
    }
}

words! {
    /// What happens at a project that does not fit.
    pub enum Unfit {
        /// It is passed over and the next is tried (Pabulib: greedy).
        Skip = "skip",
        /// Funding ends (Pabulib: greedy-no-skip).
        Stop = "stop",
        /// Funding ends. The project is funded all the same where what is left is enough of its
        /// cost; what is missing comes from outside of this budget (Poznan: a reserve).
        TopUp = "top-up",
        /// Funding ends. The project gets what is left, where that is enough of its cost, and is
        /// carried out in part.
        Partial = "partial",
    }
}

words! {
    /// What happens to money left beside categories that are full.
    pub enum Rest {
        /// It is left.
        Keep = "keep",
        /// It goes to projects that upper bounds kept out, in the same order, where they fit
        /// (Amsterdam 2019).
        Open = "open",
    }
}

params! {
    /// Options of `budget/greedy`.
    pub struct GreedyParams {
        /// What makes a project come first.
        pub by: By = By::Votes,
        /// What happens at a project that does not fit.
        pub unfit: Unfit = Unfit::Skip,
        /// How much of the cost of the first project that does not fit must be left for it to be
        /// funded; 80% unless said otherwise with unfit=top-up, 0% with unfit=partial.
        pub top_up: Option<Share> = None,
        /// Least votes (points, with by=score) of a project to be considered
        /// (Pabulib: min_project_score_threshold; Warszawa: district:50,citywide:100).
        pub threshold: Scoped<u64> = Scoped::all(0),
        /// What a place on a ranking is worth; only where points count.
        pub scoring: Places = Places::BORDA_MIN_1,
        /// What a voter gets; cost unless said otherwise. Only with by=utility or
        /// by=utility-density.
        pub utility: Option<Utility> = None,
        /// What happens to money left beside categories that are full.
        pub rest: Rest = Rest::Keep,
        /// Most projects that are funded (Cluj-Napoca: 15).
        pub most: Option<u32> = None,
    }
    presets = cities::PRESETS;
    settle = settle;
    check = cross_check;
}

impl By {
    const fn is_utility(self) -> bool {
        matches!(self, Self::Utility | Self::UtilityDensity)
    }
}

fn settle(params: &mut GreedyParams) {
    match params.unfit {
        Unfit::TopUp => {
            params.top_up.get_or_insert(Share::percent(80));
        }
        Unfit::Partial => {
            params.top_up.get_or_insert(Share::percent(0));
        }
        Unfit::Skip | Unfit::Stop => {}
    }
    if params.by.is_utility() {
        params.utility.get_or_insert(Utility::Cost);
    }
}

fn cross_check(params: &GreedyParams) -> Result<(), Problem> {
    let points = params.utility.is_some_and(Utility::is_of_points);
    if params.by != By::Score && !points && params.scoring != Places::BORDA_MIN_1 {
        return Err(conflict("scoring", &params.scoring.show(), "by=score"));
    }
    if let Some(share) = params.top_up
        && !matches!(params.unfit, Unfit::TopUp | Unfit::Partial)
    {
        return Err(conflict("top_up", &share.show(), "unfit=top-up"));
    }
    if let Some(utility) = params.utility.filter(|_| !params.by.is_utility()) {
        return Err(conflict("utility", utility.word(), "by=utility"));
    }
    if params.rest == Rest::Open && params.unfit != Unfit::Skip {
        return Err(conflict("rest", params.rest.word(), "unfit=skip"));
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
        revision: 2,
        name: "Greedy",
        summary: "Funds the projects with most votes first, as long as they fit.",
        citations: &[
            "Pabulib, The PB (PArticipatory BUdgeting LIBrary) data format, field rule",
            "Rules of cities: docs/guide/budget-policies.md",
        ],
        ballots: &[BallotKind::Approval, BallotKind::Ranking, BallotKind::Score],
        weights: Weights::Counted,
        ties: &[TieRule::Listed],
        needs_seed: false,
        seats: Seats::None,
        observes: &[
            Constraint::Categories,
            Constraint::Exclusive,
            Constraint::Totals,
        ],
    };

    fn count(
        budget: &Budget,
        params: &GreedyParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let tallies = match params.by {
            By::Score => tally::scores(budget, &params.scoring)?,
            _ => tally::votes(budget)?,
        };
        let per_cost = matches!(params.by, By::Density | By::UtilityDensity);
        let measure = match params.utility {
            None => Measure::tally(budget, &tallies, per_cost),
            Some(utility) => {
                no_totals(budget)?;
                let of = Utilities::new(budget, utility, &params.scoring)?;
                Measure::utility(budget, &tallies, of, per_cost)
            }
        };
        cx.event(measure.event());
        let mut funding = Funding::new(budget, measure, params.by, params.most);
        let projects = above_threshold(budget, &tallies, &params.threshold, cx)?;
        if funding.has_least() {
            check_bounds(&funding, &projects, params.unfit)?;
        }
        let share = params.top_up.unwrap_or(Share::percent(100));
        funding.fund_all(projects, params.unfit, share, cx)?;
        if params.rest == Rest::Open {
            funding.open_bounds(cx)?;
        }
        Ok(funding.outcome())
    }
}

/// Totals of paper cards say how many named a project, and not who: that is a number of votes
/// and no utility.
fn no_totals(budget: &Budget) -> Result<(), Problem> {
    if budget.totals.is_none() {
        return Ok(());
    }
    let problem = Problem::error("totals-not-utility").found("totals");
    Err(problem.expected("by=votes or by=density"))
}

/// Lower bounds must be within reach, and need the order to be gone through to its end.
fn check_bounds(
    funding: &Funding<'_>,
    projects: &[OptionId],
    unfit: Unfit,
) -> Result<(), CountError> {
    if unfit != Unfit::Skip {
        let problem = Problem::error("bounds-need-skip").path("unfit");
        return Err(problem.found(unfit.word()).expected("unfit=skip").into());
    }
    if funding.completable(projects)? {
        return Ok(());
    }
    Err(CountError::Infeasible(vec![Problem::error(
        "bounds-infeasible",
    )]))
}

/// Those that may be funded, in file order; the others are recorded.
fn above_threshold(
    budget: &Budget,
    tallies: &Tallies,
    threshold: &Scoped<u64>,
    cx: &mut Count<'_>,
) -> Result<Vec<OptionId>, Problem> {
    exclude_withdrawn(budget, cx);
    let pot: Option<&Pot> = budget.constraints.pots.first();
    let threshold = threshold.of_whole("threshold", pot.map(|pot| pot.scope.as_str()))?;
    let threshold = threshold.copied().unwrap_or_default();
    let enough = i128::from(threshold).saturating_mul(i128::from(tallies.scale.one()));
    let (order, below): (Vec<_>, Vec<_>) = budget
        .options
        .standing()
        .partition(|project| tallies.of[*project] >= enough);
    for project in below {
        cx.event(Event::Skip {
            project,
            reason: "below-threshold",
            cost: budget.text(budget.costs[project]),
            available: tallies.text(project),
        });
    }
    Ok(order)
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

/// Greedy by votes (by points, where the tallies are scores) over some of the projects with what
/// is left of the budget, for rules that end with it or compare themselves with it. Returns the
/// projects funded, in order.
pub(crate) fn by_votes(
    budget: &Budget,
    tallies: &Tallies,
    among: Vec<OptionId>,
    left: u64,
    cx: &mut Count<'_>,
) -> Result<Vec<OptionId>, CountError> {
    let by = if tallies.name == By::Score.word() {
        By::Score
    } else {
        By::Votes
    };
    let measure = Measure::tally(budget, tallies, false);
    let mut funding = Funding::new(budget, measure, by, None);
    funding.left = left;
    funding.fund_all(among, Unfit::Skip, Share::percent(100), cx)?;
    Ok(funding.selected)
}

#[cfg(test)]
mod tests;
