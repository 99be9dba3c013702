//! The Method of Equal Shares: every voter gets an equal share of the budget and spends it
//! together with others on projects they support.
//!
//! Each of n voters starts with `b_i = B / n` (empty ballots count in n). A project p is
//! affordable when its supporters hold at least its cost together; its price per unit of
//! utility is the least `rho` with `sum over supporters of min(b_i, rho * u(p)) = c(p)`. The
//! affordable project with the least `rho` is bought, each supporter pays `min(b_i, rho * u(p))`,
//! and so on until nothing is affordable. With `utility=cost`, `1 / rho` is the *effective vote
//! count*: as many voters as would have paid for the project in equal parts. With
//! `utility=cardinality` the project with the least largest payment comes first.
//!
//! **Completion.** Money is usually left. `add1` raises the endowment of every voter step by
//! step, runs the method anew each time, and takes the last outcome before the first that
//! costs more than the budget (`stop=overspend`), or the first to which no project can be added
//! (`stop=exhaustive`), or no supported project (`stop=exhaustive-supported`). It ends in any
//! case when everything supported is bought, and is not run when all projects together fit into
//! the budget, nor where the increment is a percentage of nothing. No more than 2^48 steps are
//! looked at: an increment so small that these decide nothing is refused. `utilitarian` then adds
//! what fits, most votes first.
//!
//! add1 has the meaning of the linear scan: spending can fall as the endowment grows, so a
//! bisection finds other outcomes. It is fast because whole ranges of endowments are followed
//! at once (see `walk`); numbers are integers throughout and ties are exact.
//!
//! **Comparison.** With `comparison=satisfaction` the outcome is compared with greedy by votes:
//! if strictly more voters have more approved winners there, that outcome is taken. With
//! `exclusion` a voter prefers an outcome that funds something they approve to one that does not.
//!
//! **Policies.** Supported projects that cost nothing are funded before anything is bought. One
//! without supporters is never bought. A project dearer than the budget can be bought at a
//! raised endowment, which then costs too much: add1 ends before. Ties go to the lower cost,
//! then to more votes; a further tie needs `--ties` with `lot` or another word, decided once
//! for all endowments.
//!
//! Cost: O(rounds * projects tried * supporters) a run, usually 5 to 20 tries a round.
//!
//! Sources: Peters, Pierczynski, Skowron, "Proportional Participatory Budgeting with Additive
//! Utilities", NeurIPS 2021; equalshares.net, "Rule variants" and "Tie-breaking".

mod completion;
mod election;
mod enclosure;
mod endowment;
mod exact;
mod walk;

pub use self::completion::Comparison;
pub use self::endowment::Increment;

use self::completion::compare;
use self::election::Election;
use self::endowment::Endowments;
use self::walk::{Bought, End, Run, Walker, Watch};
use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::params::{ParamType, Presets, conflict};
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::{self, tally};
use crate::tie::TieRule;
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// What a voter gets from a funded project on the ballot.
    pub enum Utility {
        /// Its cost.
        Cost = "cost",
        /// One.
        Cardinality = "cardinality",
    }
}

words! {
    /// What is done with the money left.
    pub enum Completion {
        /// Nothing.
        None = "none",
        /// Endowments are raised step by step.
        Add1 = "add1",
        /// Greedy by votes over what fits.
        Utilitarian = "utilitarian",
        /// First add1, then greedy by votes over what fits.
        Add1Utilitarian = "add1,utilitarian",
    }
}

words! {
    /// When add1 ends.
    pub enum Stop {
        /// Before the first outcome that costs more than the budget (Wieliczka 2023; the
        /// Pabulib checker; equalshares.net without the exhaustive option).
        Overspend = "overspend",
        /// Also at the first outcome to which no project can be added (equalshares.net,
        /// exhaustive option). Projects that cost nothing do not count.
        Exhaustive = "exhaustive",
        /// Also at the first outcome to which no supported project can be added (pabutools).
        ExhaustiveSupported = "exhaustive-supported",
    }
}

words! {
    /// The endowment with which add1 starts.
    pub enum Start {
        /// Budget over voters, rounded down to whole units of the currency (equalshares.net,
        /// integral option; the Pabulib checker).
        Floor = "floor",
        /// Budget over voters, exactly (pabutools).
        Exact = "exact",
    }
}

params! {
    /// Options of `budget/equal-shares`.
    pub struct EqualSharesParams {
        /// What a voter gets from a funded project.
        pub utility: Utility = Utility::Cost,
        /// What is done with the money left.
        pub completion: Completion = Completion::None,
        /// When add1 ends; overspend unless said otherwise. Only with add1.
        pub stop: Option<Stop> = None,
        /// The endowment with which add1 starts; floor unless said otherwise, exact where the
        /// increment is a percentage. Only with add1.
        pub start: Option<Start> = None,
        /// By how much add1 raises the endowment: an amount for each voter, or a percentage of
        /// the budget for all together (pabutools: exhaustion_by_budget_increase); 1 unit of the
        /// currency unless said otherwise. Only with add1.
        pub increment: Option<Increment> = None,
        /// Comparison with greedy by votes: what makes a voter prefer an outcome.
        pub comparison: Comparison = Comparison::None,
    }
    presets = PRESETS;
    settle = settle;
    check = cross_check;
}

/// Dialects: the words differ between tools, and so do the outcomes.
static PRESETS: Presets = Presets {
    words: &[
        (
            "wieliczka-2023",
            "Green Million of Wieliczka, the first official election by this rule: add1 in whole units, never stopped early, then the comparison.",
        ),
        (
            "pabutools",
            "pabutools with voter_budget_increment=1: add1 from the exact share, until no supported project fits.",
        ),
        (
            "equalshares-net",
            "The variant that the code generator of equalshares.net offers first: add1 in whole units until nothing fits.",
        ),
    ],
    params: &[
        &[
            ("utility", "cost"),
            ("completion", "add1"),
            ("stop", "overspend"),
            ("start", "floor"),
            ("increment", "1"),
            ("comparison", "satisfaction"),
        ],
        &[
            ("utility", "cost"),
            ("completion", "add1"),
            ("stop", "exhaustive-supported"),
            ("start", "exact"),
            ("increment", "1"),
            ("comparison", "none"),
        ],
        &[
            ("utility", "cost"),
            ("completion", "add1"),
            ("stop", "exhaustive"),
            ("start", "floor"),
            ("increment", "1"),
            ("comparison", "none"),
        ],
    ],
};

impl EqualSharesParams {
    fn has_add1(&self) -> bool {
        matches!(
            self.completion,
            Completion::Add1 | Completion::Add1Utilitarian
        )
    }

    fn has_utilitarian(&self) -> bool {
        matches!(
            self.completion,
            Completion::Utilitarian | Completion::Add1Utilitarian
        )
    }
}

fn settle(params: &mut EqualSharesParams) {
    if params.has_add1() {
        let increment = params.increment.get_or_insert(Increment::ONE);
        let start = if increment.is_percent() {
            Start::Exact
        } else {
            Start::Floor
        };
        params.start.get_or_insert(start);
        params.stop.get_or_insert(Stop::Overspend);
    }
}

fn cross_check(params: &EqualSharesParams) -> Result<(), Problem> {
    let given = [
        ("stop", params.stop.map(|stop| stop.show())),
        ("start", params.start.map(|start| start.show())),
        ("increment", params.increment.map(|by| by.show())),
    ];
    for (name, text) in given {
        if let Some(text) = text.filter(|_| !params.has_add1()) {
            return Err(conflict(name, &text, "completion=add1"));
        }
    }
    Ok(())
}

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
        revision: 1,
        name: "Method of Equal Shares",
        summary: "Gives every voter an equal share of the budget to spend with others on projects they support.",
        citations: &[
            "Peters, Pierczynski, Skowron: Proportional Participatory Budgeting with Additive Utilities, NeurIPS 2021",
            "equalshares.net: Rule variants; Tie-breaking",
        ],
        ballots: &[BallotKind::Approval],
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
        let election = Election::new(budget, params.utility);
        if election.voters > MOST_VOTERS {
            let problem = Problem::error("too-many-ballots").found(election.voters.to_string());
            return Err(problem.expected(MOST_VOTERS.to_string()).into());
        }
        let tallies = tally::votes(budget)?;
        cx.event(tallies.event(&budget.options));
        greedy::exclude_withdrawn(budget, cx);
        let mut ledger = Ledger::new(budget);
        for project in election.free() {
            ledger.fund(project, "no-cost", tallies.text(project), cx);
        }

        let endowments = endowments(budget, params, &election);
        let mut walker = Walker::new(&election, &endowments);
        let step = if !params.has_add1() {
            0
        } else if all_fit(budget) {
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
        ledger.buy(&election, &walker, &run, params.utility, cx);

        if params.has_utilitarian() {
            note("completed-by-votes", Vec::new(), cx);
            let rest = ledger.rest();
            for project in greedy::by_votes(budget, &tallies, rest, ledger.left, cx)? {
                ledger.add(project);
            }
        }
        if params.comparison != Comparison::None {
            let all: Vec<OptionId> = budget.options.standing().collect();
            let (greedy, events) =
                cx.aside(|cx| greedy::by_votes(budget, &tallies, all, budget.budget, cx));
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
fn all_fit(budget: &Budget) -> bool {
    let costs = budget.options.standing().map(|p| budget.costs[p]);
    costs.map(u128::from).sum::<u128>() <= u128::from(budget.budget)
}

/// The endowments to be tried: first that of the method, or of add1, then its steps.
fn endowments(budget: &Budget, params: &EqualSharesParams, election: &Election<'_>) -> Endowments {
    let voters = Natural::from(election.voters.max(1));
    let share = Ratio::from_parts(Integer::from(budget.budget), voters.clone());
    let Some(increment) = params.increment.filter(|_| !all_fit(budget)) else {
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

fn note(code: &'static str, args: Vec<String>, cx: &mut Count<'_>) {
    cx.event(Event::Note { code, args });
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

/// What was funded and what is left.
struct Ledger<'a> {
    budget: &'a Budget,
    selected: Vec<OptionId>,
    left: u64,
}

impl<'a> Ledger<'a> {
    fn new(budget: &'a Budget) -> Self {
        Self {
            budget,
            selected: Vec::new(),
            left: budget.budget,
        }
    }

    fn add(&mut self, project: OptionId) {
        self.left = self.left.saturating_sub(self.budget.costs[project]);
        self.selected.push(project);
    }

    fn fund(&mut self, project: OptionId, by: &'static str, amount: String, cx: &mut Count<'_>) {
        self.add(project);
        cx.event(Event::Fund {
            project,
            cost: self.budget.text(self.budget.costs[project]),
            by,
            amount,
            left: self.budget.text(self.left),
        });
    }

    /// Standing projects not funded, in file order.
    fn rest(&self) -> Vec<OptionId> {
        let standing = self.budget.options.standing();
        standing.filter(|p| !self.selected.contains(p)).collect()
    }

    /// Records the purchases of a run, and why the rest was not bought.
    fn buy(
        &mut self,
        election: &Election<'_>,
        walker: &Walker<'_, '_>,
        run: &Run<'_, '_>,
        utility: Utility,
        cx: &mut Count<'_>,
    ) {
        for (bought, price) in run.bought.iter().zip(run.exact.prices()) {
            if let Some(tie) = walker.ties.event(&bought.tied) {
                cx.event(tie);
            }
            let (by, amount) = match utility {
                // The effective vote count: cost over the price of a voter who pays in full.
                Utility::Cost => {
                    let cost = Ratio::from(Natural::from(election.cost(bought.project)));
                    ("effective-votes", cost / price)
                }
                Utility::Cardinality => {
                    let unit = Natural::from(self.budget.scale.one());
                    ("payment", price / Ratio::from(unit))
                }
            };
            self.fund(bought.project, by, ratio_text(&amount), cx);
        }
        for project in self.rest() {
            let supported = election.votes[project] > 0;
            cx.event(Event::Skip {
                project,
                reason: if supported {
                    "unaffordable"
                } else {
                    "no-support"
                },
                cost: self.budget.text(election.cost(project)),
                available: self.budget.text(run.exact.held(project)),
            });
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

#[cfg(test)]
mod tests;
