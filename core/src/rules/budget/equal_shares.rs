//! The Method of Equal Shares: every voter gets an equal share of the budget and spends it
//! together with others on projects they support.
//!
//! Each of n voters starts with `b_i = B / n` (empty ballots count in n). A project p is
//! affordable when its supporters hold at least its cost together; its price per unit of
//! utility is the least `rho` with `sum over supporters of min(b_i, rho * u_i(p)) = c(p)`. The
//! affordable project with the least `rho` is bought, each supporter pays
//! `min(b_i, rho * u_i(p))`, and so on until nothing is affordable. With `utility=cost`,
//! `1 / rho` is the *effective vote count*: as many voters as would have paid for the project in
//! equal parts. With `utility=cardinality` the project with the least largest payment comes
//! first.
//!
//! **Utilities.** Every additive one that `isonomia` knows: `cost`, `cardinality`, `effort`, the
//! relative ones, `sqrt-cost` and `log-cost` (in steps of 10^-9), and on ballots with points or
//! places `score`, `score-relative` and `borda`. Rankings and points are counted as they are: a
//! voter supports what they rank, or give points above zero; with a utility of points, those
//! from whom they get anything. A place on a ranking is worth what `scoring` says, by name or as
//! points such as `3,2,1`. Utilities of a whole bundle (`cost-sqrt`, `cost-log`, `cc`) have no
//! price a unit and are refused.
//!
//! **Completion.** Money is usually left. `add1` raises the endowment of every voter step by
//! step, runs the method anew each time, and takes the last outcome before the first that
//! costs more than the budget (`stop=overspend`), or the first to which no project can be added
//! (`stop=exhaustive`), or no supported project (`stop=exhaustive-supported`). It ends in any
//! case when everything supported is bought, and is not run when all projects together fit into
//! the budget (`all_fit=not-run`), nor where the increment is a percentage of nothing. No more than 2^48 steps are
//! looked at: an increment so small that these decide nothing is refused. `utilitarian` then adds
//! what fits, most votes first (most points, with a utility of points). `phragmen` goes on as
//! sequential Phragmen does, with what voters have left as a start: all earn at the same speed,
//! and the project is funded whose supporters can first pay it, among those that fit.
//!
//! add1 has the meaning of the linear scan: spending can fall as the endowment grows, so a
//! bisection finds other outcomes. It is fast because whole ranges of endowments are followed
//! at once (see `walk`); numbers are integers throughout and ties are exact.
//!
//! **Comparison.** With `comparison=satisfaction` the outcome is compared with greedy by votes:
//! if strictly more voters have more approved winners there (more points of winners, with a
//! utility of points), that outcome is taken. With `exclusion` a voter prefers an outcome that
//! funds something they support to one that does not.
//!
//! **Policies.** Projects on a ballot that cost nothing are funded before anything is bought
//! (`free=first`), or never (`free=never`). One without supporters is never bought. A project
//! dearer than the budget can be bought at a raised endowment, which then costs too much, so
//! that add1 ends before (`over_budget=bought`), or is left out (`leave-out`). A project that
//! stands twice on a ballot of a file counts once, with the sum of its points on a cumulative
//! ballot; the reader says where. Ties go to the lower cost, then to more votes; a further tie
//! needs `--ties` with `lot` or another word, decided once for all endowments.
//!
//! **Other tools.** The presets stand for what other tools do where they are right. They differ:
//! - equalshares.net in its default arithmetic loses a unanimous project that costs the whole
//!   budget to rounding, and its fractions pass 2^53; here all numbers are exact. Its comparison
//!   forgets voters with no approved winner; its add1 without the exhaustive option does not end
//!   where all supported projects fit together; a project twice on a ballot counts twice there;
//!   it reads points and places as approvals.
//! - pabutools cannot count Wieliczka 2023: its add1 always stops when nothing more fits. On
//!   approval ballots it takes the utility of one supporter for all unless told `binary_sat=False`,
//!   so that relative utilities come out wrong. With costs as utilities it never funds what costs
//!   nothing. Its ties depend on the hash seed but for `lexico` (names as text) and `refuse`.
//!   Square roots and logarithms are floats there.
//! - The checker of Pabulib is right and is followed.
//!
//! Cost: O(rounds * projects tried * supporters) a run, usually 5 to 20 tries a round. Where
//! utilities differ between supporters and have no small common measure (`relative-cost` on
//! thousands of unlike ballots), prices are told to nine places; outcomes are decided by bounds
//! and are exact, or the count is refused with `utility-too-fine`.
//!
//! Sources: Peters, Pierczynski, Skowron, "Proportional Participatory Budgeting with Additive
//! Utilities", NeurIPS 2021; equalshares.net, "Rule variants" and "Tie-breaking"; for `phragmen`
//! Peters and Skowron, "Proportionality and the Limits of Welfarism", EC 2020, section 4.

mod completion;
mod election;
mod enclosure;
mod endowment;
mod exact;
mod ledger;
mod options;
mod phragmen;
mod walk;
mod weights;

pub use self::completion::Comparison;
pub use self::endowment::Increment;
pub use self::options::{AllFit, Completion, EqualSharesParams, Free, OverBudget, Start, Stop};
pub use crate::rules::shared::utility::Utility;

use self::completion::{compare, points};
use self::election::Election;
use self::endowment::Endowments;
use self::ledger::{Ledger, note};
use self::walk::{Bought, End, Walker, Watch};
use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy;
use crate::tie::TieRule;
use crate::transcript::Event;

/// The rule.
pub struct EqualShares;

/// Steps of add1 beyond which the increment is too small to be meant.
const MOST_STEPS: u64 = 1 << 48;

/// More voters than this would not leave room for their money in 64 bits.
const MOST_VOTERS: u64 = 1 << 40;

impl Rule for EqualShares {
    type Input = Budget;
    type Params = EqualSharesParams;
    const META: Meta = Meta {
        id: "budget/equal-shares",
        revision: 2,
        name: "Method of Equal Shares",
        summary: "Gives every voter an equal share of the budget to spend with others on projects they support.",
        citations: &[
            "Peters, Pierczynski, Skowron: Proportional Participatory Budgeting with Additive Utilities, NeurIPS 2021",
            "equalshares.net: Rule variants; Tie-breaking",
        ],
        ballots: &[BallotKind::Approval, BallotKind::Ranking, BallotKind::Score],
        weights: Weights::Refused,
        ties: &[TieRule::MinCost, TieRule::MaxVotes],
        needs_seed: false,
        seats: Seats::None,
        observes: &[],
    };

    fn count(
        budget: &Budget,
        params: &EqualSharesParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let election = Election::new(budget, params)?;
        if election.voters > MOST_VOTERS {
            let problem = Problem::error("too-many-ballots").found(election.voters.to_string());
            return Err(problem.expected(MOST_VOTERS.to_string()).into());
        }
        let points = points(&election)?;
        let tallies = points.as_ref().unwrap_or(&election.tallies);
        cx.event(tallies.event(&budget.options));
        greedy::exclude_withdrawn(budget, cx);
        let mut ledger = Ledger::new(budget);
        if params.free == Free::First {
            for project in election.free() {
                ledger.fund(project, "no-cost", tallies.text(project), cx);
            }
        }

        let endowments = endowments(budget, params, &election);
        let mut walker = Walker::new(&election, &endowments);
        let step = if !params.has_add1() {
            0
        } else if not_needed(budget, params) {
            note("add1-not-needed", Vec::new(), cx);
            0
        } else if endowments.stay() {
            note("add1-no-step", Vec::new(), cx);
            0
        } else {
            add1(&election, &endowments, params.stop, &mut walker, cx)?
        };
        let run = walker.run(step, cx)?;
        if !params.has_add1() || endowments.stay() {
            probe(&endowments, 0, run.cost, "within", budget, cx);
        }
        let left_out = params.over_budget == OverBudget::LeaveOut;
        ledger.buy(&election, &walker, &run, left_out, cx);

        if params.has_utilitarian() {
            note("completed-by-votes", Vec::new(), cx);
            let rest = ledger.rest();
            for project in greedy::by_votes(budget, tallies, rest, ledger.left, cx)? {
                ledger.add(project);
            }
        }
        if params.has_phragmen() {
            note("completed-by-phragmen", Vec::new(), cx);
            phragmen::complete(&election, &run, &mut ledger, cx)?;
        }
        if params.comparison != Comparison::None {
            let all: Vec<OptionId> = budget.options.standing().collect();
            let (greedy, events) =
                cx.aside(|cx| greedy::by_votes(budget, tallies, all, budget.budget, cx));
            let greedy = greedy?;
            if compare(&election, params.comparison, &ledger.selected, &greedy, cx) {
                for event in events {
                    cx.event(event);
                }
                ledger = Ledger::new(budget);
                for project in greedy {
                    ledger.add(project);
                }
            }
        }
        Ok(ledger.outcome())
    }
}

/// "If all projects together cost no more than the budget, add1 is not run."
fn not_needed(budget: &Budget, params: &EqualSharesParams) -> bool {
    if params.all_fit != Some(AllFit::NotRun) {
        return false;
    }
    let costs = budget.options.standing().map(|p| budget.costs[p]);
    costs.map(u128::from).sum::<u128>() <= u128::from(budget.budget)
}

/// The endowments to be tried: first that of the method, or of add1, then its steps.
fn endowments(budget: &Budget, params: &EqualSharesParams, election: &Election<'_>) -> Endowments {
    let voters = Natural::from(election.voters.max(1));
    let share = Ratio::from_parts(Integer::from(budget.budget), voters.clone());
    let Some(increment) = params.increment.filter(|_| !not_needed(budget, params)) else {
        return Endowments::new(&share, &Ratio::ZERO);
    };
    let first = match params.start {
        Some(Start::Floor) => {
            let unit = Natural::from(budget.scale.one());
            let whole = Natural::from(budget.budget) / (voters * &unit) * unit;
            Ratio::from(whole)
        }
        _ => share.clone(),
    };
    Endowments::new(&first, &increment.of(&share, budget.scale))
}

/// Raises endowments until the outcome costs too much or is complete, and records the first
/// try, the last accepted and the first refused. Returns the step whose outcome is taken.
///
/// "Increase the endowment of every voter by one and run the rule again; stop before the first
/// outcome that exceeds the budget."
fn add1(
    election: &Election<'_>,
    endowments: &Endowments,
    stop: Option<Stop>,
    walker: &mut Walker<'_, '_>,
    cx: &mut Count<'_>,
) -> Result<u64, CountError> {
    let target = Target {
        budget: election.budget,
        stop,
        supported: election.candidates(),
    };
    let mut done = 0u64;
    let mut span = 1u64;
    let mut end = walker.scan(0, 0, &target, cx)?;
    while end.is_none() {
        walker.splits = 0;
        if done >= MOST_STEPS {
            return Err(CountError::Limit {
                what: "increment",
                limit: MOST_STEPS,
            });
        }
        let last = done.saturating_add(span).min(MOST_STEPS);
        end = walker.scan(done.saturating_add(1), last, &target, cx)?;
        done = last;
        // Ranges that hold together grow, ranges that fall apart shrink.
        if walker.splits == 0 {
            span = span.saturating_mul(2);
        } else if walker.splits > 6 {
            span = span.div_ceil(2);
        }
    }
    let (taken, last, verdict) = match end {
        Some(End::Complete(step, verdict)) => (step, step, verdict),
        Some(End::Overspent(step)) => (step.saturating_sub(1), step, "within"),
        None => (done, done, "within"),
    };
    let scale = election.budget.scale;
    note(
        "add1-scanned",
        vec![
            last.saturating_add(1).to_string(),
            endowments.text(0, scale),
            endowments.text(last, scale),
        ],
        cx,
    );
    if taken > 0 {
        let cost = walker.run(0, cx)?.cost;
        probe(endowments, 0, cost, "within", election.budget, cx);
    }
    let cost = walker.run(taken, cx)?.cost;
    probe(endowments, taken, cost, verdict, election.budget, cx);
    if last > taken {
        let cost = walker.run(last, cx)?.cost;
        probe(endowments, last, cost, "overspent", election.budget, cx);
    }
    Ok(taken)
}

/// When add1 ends.
struct Target<'a> {
    budget: &'a Budget,
    stop: Option<Stop>,
    supported: Vec<OptionId>,
}

impl Watch for Target<'_> {
    fn complete(&self, bought: &[Bought], cost: u128) -> Option<&'static str> {
        if bought.len() >= self.supported.len() {
            return Some("everything");
        }
        let fits = |project: &OptionId| {
            let price = self.budget.costs[*project];
            price > 0
                && cost + u128::from(price) <= u128::from(self.budget.budget)
                && bought.iter().all(|bought| bought.project != *project)
        };
        let exhaustive = match self.stop {
            Some(Stop::Exhaustive) => !self.budget.options.standing().any(|p| fits(&p)),
            Some(Stop::ExhaustiveSupported) => !self.supported.iter().any(fits),
            Some(Stop::Overspend) | None => false,
        };
        exhaustive.then_some("exhaustive")
    }

    fn overspent(&self, cost: u128) -> bool {
        cost > u128::from(self.budget.budget)
    }
}

fn probe(
    endowments: &Endowments,
    step: u64,
    cost: u128,
    verdict: &'static str,
    budget: &Budget,
    cx: &mut Count<'_>,
) {
    let cost = u64::try_from(cost).unwrap_or(u64::MAX);
    cx.event(Event::Probe {
        endowment: endowments.text(step, budget.scale),
        cost: budget.text(cost),
        verdict,
    });
}

#[cfg(test)]
mod tests;
