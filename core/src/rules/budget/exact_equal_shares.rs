//! Exact Equal Shares: all who pay for a project pay exactly the same.
//!
//! Each of n voters starts with `b = B / n` (empty ballots count in n). For a project p let V be
//! the largest group of its supporters of whom everyone still holds `c(p) / |V|`. The project
//! with the most utility per unit of money, `|V| * u(p) / c(p)`, is bought next: each of V pays
//! exactly `c(p) / |V|`, the other supporters pay nothing. This goes on until no project has
//! such a group. With `utility=cost` the project with most payers comes first, with
//! `utility=cardinality` the one that costs each of its payers least.
//!
//! The Method of Equal Shares lets those who hold less than the price give all they have; here
//! they are left out, which spends less but makes prices easy to follow and the endowments at
//! which the outcome changes easy to compute.
//!
//! **Completion.** Money is usually left. `add-opt` computes the least amount d by which the
//! endowment of every voter must grow for the outcome or a payment to change, jumps there, and
//! runs the method anew: no endowment in between is missed and none is tried in vain.
//! `add-opt-skip` looks only at projects not yet bought; it jumps farther and may pass over
//! outcomes. With `stop=overspend` the last outcome before the first that costs more than the
//! budget is taken; with `stop=never` jumps go on until nothing can change any more, and of all
//! outcomes within the budget the costliest is taken (of equally costly ones the first).
//!
//! The next endowment: a project p with t payers would be bought before all those purchases
//! that give less utility per unit of money than `t * u(p) / c(p)`. For these its supporters
//! can withdraw their payments. So d is the least of `c(p) / t - m`, where m is what the poorest
//! of the t holds after the purchases that would come earlier; those who pay for p already can
//! always pay less.
//!
//! **Policies.** Supported projects that cost nothing are funded before anything is bought. One
//! without supporters is never bought. A project dearer than the budget can be bought at a
//! raised endowment, which then costs too much. Completion is not run where all projects
//! together fit into the budget, and ends when everything supported is bought. Ties go to the
//! lower cost, then to more votes; a further tie needs `--ties` with a word that decides, and is
//! decided the same way at every endowment. Papers must weigh one each.
//!
//! Numbers are exact: a voter's money is a fraction, kept between two 128-bit integers, and
//! compared as a fraction wherever these do not decide. Cost: O(m n) a run and O(m n) to
//! O(m^2 n) a jump, for n classes of equal ballots; often far less.
//!
//! Source: Kraiczy, Robinson, Elkind, "Streamlining Equal Shares", arXiv 2502.11797 (2025):
//! algorithm 1 (the method), algorithms 4 and 5 (add-opt); section 6 (completion). pabutools
//! takes the costliest outcome (`stop=never`) with `utility=cardinality`.

mod jump;
mod run;

use self::run::{Run, Town};
use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::params::{ParamType, conflict};
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::{exclude_withdrawn, tally};
use crate::rules::shared::ledger::Ledger;
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
        /// Endowments are raised to each point at which something changes.
        AddOpt = "add-opt",
        /// Endowments are raised to the points at which a project not yet bought changes something.
        AddOptSkip = "add-opt-skip",
    }
}

words! {
    /// When completion ends, and what is taken.
    pub enum Stop {
        /// Before the first outcome that costs more than the budget: the last one is taken.
        Overspend = "overspend",
        /// When nothing can change any more: the costliest outcome within the budget is taken
        /// (pabutools).
        Never = "never",
    }
}

params! {
    /// Options of `budget/exact-equal-shares`.
    pub struct ExactEqualSharesParams {
        /// What a voter gets from a funded project.
        pub utility: Utility = Utility::Cost,
        /// What is done with the money left.
        pub completion: Completion = Completion::None,
        /// When completion ends; overspend unless said otherwise. Only with add-opt.
        pub stop: Option<Stop> = None,
    }
    settle = settle;
    check = cross_check;
}

fn settle(params: &mut ExactEqualSharesParams) {
    if params.completion != Completion::None {
        params.stop.get_or_insert(Stop::Overspend);
    }
}

fn cross_check(params: &ExactEqualSharesParams) -> Result<(), Problem> {
    match params.stop {
        Some(stop) if params.completion == Completion::None => {
            Err(conflict("stop", &stop.show(), "completion=add-opt"))
        }
        _ => Ok(()),
    }
}

/// The rule.
pub struct ExactEqualShares;

impl Rule for ExactEqualShares {
    type Input = Budget;
    type Params = ExactEqualSharesParams;
    const META: Meta = Meta {
        id: "budget/exact-equal-shares",
        revision: 1,
        name: "Exact Equal Shares",
        summary: "Gives every voter an equal share of the budget; all who pay for a project pay exactly the same.",
        citations: &[
            "Kraiczy, Robinson, Elkind: Streamlining Equal Shares, arXiv 2502.11797, 2025",
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
        params: &ExactEqualSharesParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let tallies = tally::votes(budget)?;
        cx.event(tallies.event(&budget.options));
        exclude_withdrawn(budget, cx);
        let mut town = Town::new(budget, params.utility, cx)?;
        let mut ledger = Ledger::new(budget);
        for project in town.free() {
            ledger.fund(project, "no-cost", tallies.text(project), cx);
        }
        let voters = Natural::from(town.voters.max(1));
        let share = Ratio::from_parts(Integer::from(budget.budget), voters);
        let first = town.run(share, cx)?;
        let taken = if params.completion == Completion::None {
            probe(&first, "within", budget, cx);
            first
        } else if all_fit(budget) {
            note("add1-not-needed", Vec::new(), cx);
            probe(&first, "within", budget, cx);
            first
        } else {
            complete(&mut town, params, first, cx)?
        };
        for bought in &taken.bought {
            if let Some(tie) = town.tie_event(&bought.tied) {
                cx.event(tie);
            }
            let unit = Ratio::from(budget.scale.one());
            let price = ratio_text(&(bought.price(&town) / unit));
            ledger.fund(bought.project, "equal-payment", price, cx);
        }
        for project in town.budget.options.standing() {
            if ledger.selected.contains(&project) {
                continue;
            }
            let supported = town.backing.votes[project] > 0;
            let held = taken.held(&town, project);
            cx.event(Event::Skip {
                project,
                reason: if supported {
                    "no-equal-payment"
                } else {
                    "no-support"
                },
                cost: budget.text(budget.costs[project]),
                available: budget.text(u64::try_from(held.floor()).unwrap_or_default()),
            });
        }
        Ok(ledger.outcome())
    }
}

/// "If all projects together cost no more than the budget, nothing has to be completed."
fn all_fit(budget: &Budget) -> bool {
    let costs = budget.options.standing().map(|p| budget.costs[p]);
    costs.map(u128::from).sum::<u128>() <= u128::from(budget.budget)
}

/// Jumps from endowment to endowment at which something changes, and records the first run, the
/// one taken, and the first that costs too much.
fn complete(
    town: &mut Town<'_>,
    params: &ExactEqualSharesParams,
    first: Run,
    cx: &mut Count<'_>,
) -> Result<Run, CountError> {
    let budget = town.budget;
    let within = |run: &Run| run.cost <= u128::from(budget.budget);
    let all = town.candidates.len();
    let (from, mut last) = (first.clone(), first.clone());
    let mut taken = first;
    let mut overspent = None;
    let mut runs = 1u64;
    let mut order: Vec<OptionId> = town.candidates.clone();
    while last.bought.len() < all || !within(&last) {
        cx.step(runs, runs.saturating_add(1))?;
        let skip = params.completion == Completion::AddOptSkip;
        let Some(step) = jump::next(town, &last, skip, &mut order) else {
            break;
        };
        last = town.run(&last.endowment + step, cx)?;
        runs += 1;
        if within(&last) {
            if params.stop != Some(Stop::Never) || last.cost > taken.cost {
                taken = last.clone();
            }
        } else {
            overspent.get_or_insert_with(|| last.clone());
            if params.stop != Some(Stop::Never) {
                break;
            }
        }
    }
    let scale = |run: &Run| ratio_text(&(&run.endowment / Ratio::from(budget.scale.one())));
    note(
        "add1-scanned",
        vec![runs.to_string(), scale(&from), scale(&last)],
        cx,
    );
    if from.endowment != taken.endowment {
        probe(&from, "within", budget, cx);
    }
    let everything = taken.bought.len() == all;
    let verdict = if everything { "everything" } else { "within" };
    probe(&taken, verdict, budget, cx);
    if let Some(run) = overspent {
        probe(&run, "overspent", budget, cx);
    }
    Ok(taken)
}

fn note(code: &'static str, args: Vec<String>, cx: &mut Count<'_>) {
    cx.event(Event::Note { code, args });
}

fn probe(run: &Run, verdict: &'static str, budget: &Budget, cx: &mut Count<'_>) {
    cx.event(Event::Probe {
        endowment: ratio_text(&(&run.endowment / Ratio::from(budget.scale.one()))),
        cost: budget.text(u64::try_from(run.cost).unwrap_or(u64::MAX)),
        verdict,
    });
}

#[cfg(test)]
mod tests;
