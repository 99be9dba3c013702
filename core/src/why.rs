//! Why: what stood behind each option, what was missing, and what voters got.
//!
//! A report says what was decided and each step that led to it. An explanation answers what
//! people ask next: why is this project not funded, how far from it was it, how many voters
//! have nothing, does my district get its share, and would the usual rule have served voters
//! better. It is computed from the instance and the report alone, and decides nothing.
//!
//! | question | where |
//! |---|---|
//! | why funded, why not | [`Reason`], from the events of the report |
//! | the money behind a project, its effective votes in each round | [`Rounds`] (Equal Shares), [`Loads`] (Phragmén) |
//! | how many more votes, at which cost | [`Chance`], by counting again |
//! | who has nothing, how much of the money goes to projects of a voter | [`Voters`] |
//! | shares of districts and categories | [`Part`] |
//! | against most votes first | [`Compared`] |
//!
//! As a document it is `isonomia/explain/1` (`docs/spec/explain-v1.md`).
//!
//! Names of measures follow Boehmer, Faliszewski, Janeczko, Peters, Pierczyński, Schierreich,
//! Skowron, Szufa: Evaluation of Project Performance in Participatory Budgeting, IJCAI 2024
//! (arXiv 2312.14723).

pub(crate) mod ballots;
mod chances;
pub(crate) mod loads;
pub(crate) mod purse;
mod reasons;
pub(crate) mod rounds;
mod shares;
mod value;
mod voters;

pub use chances::{Chance, Effort, Found, Proof};
pub use loads::{Loads, Saved};
pub use purse::Purchase;
pub use reasons::Reason;
pub use rounds::{Rounds, Support};
pub use shares::{Part, PartKind};
pub use value::FORMAT;
pub(crate) use value::{floor_units, hundredths};
pub use voters::{Compared, Voters};

use crate::id::{IdVec, OptionId};
use crate::instance::{Budget, Instance};
use crate::num::{Natural, Ratio};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::report::Report;
use crate::rule::{Count, CountOptions};
use crate::rules;
use crate::run::Work;
use ballots::Ballots;

/// An explanation of an outcome.
#[derive(Clone, Debug)]
pub struct Why {
    /// The winners, in the order of the outcome.
    pub winners: Vec<OptionId>,
    /// Ballots that support each option.
    pub votes: IdVec<OptionId, u64>,
    /// Why each option won or did not.
    pub reasons: IdVec<OptionId, Reason>,
    /// What voters got.
    pub voters: Voters,
    /// Districts and categories, where the instance has them.
    pub parts: Vec<Part>,
    /// The rounds, where the rule is Equal Shares.
    pub rounds: Option<Rounds>,
    /// The loads, where the rule is sequential Phragmén.
    pub loads: Option<Loads>,
    /// The same ballots counted by most votes first, where that is another rule and can be done.
    pub greedy: Option<Compared>,
    /// How far from winning the others were, the nearest first; empty where nothing was counted
    /// again.
    pub chances: Vec<Chance>,
}

/// Explains the outcome of a report. `effort` says how much may be counted again to find how far
/// from winning the others were.
///
/// # Errors
/// `explain-kind` where the outcome is no choice of projects or of options approved on ballots.
pub fn explain(
    report: &Report,
    instance: &Instance,
    effort: Effort,
    work: &mut Work<'_>,
) -> Result<Why, Vec<Problem>> {
    let refused = || {
        vec![
            Problem::error("explain-kind")
                .found(report.outcome.kind())
                .expected("projects funded or options elected from ballots that name them"),
        ]
    };
    let fits = matches!(
        (&report.outcome, instance),
        (Outcome::Funded { .. }, Instance::Budget(_))
            | (
                Outcome::Elected { .. } | Outcome::Scores { .. },
                Instance::Contest(_)
            )
    );
    let (Some(ballots), Some(options), true) = (Ballots::of(instance), instance.options(), fits)
    else {
        return Err(refused());
    };
    let winners = report.outcome.winners();
    let budget = match instance {
        Instance::Budget(budget) => Some(budget),
        _ => None,
    };
    let costs = budget.map(|budget| paid(budget, &report.outcome));
    let money = budget.map_or(0, |budget| budget.budget);
    let voters = voters::voters(&ballots, options.len(), &winners, costs.as_ref(), money);
    let parts = match (budget, &costs) {
        (Some(budget), Some(costs)) => {
            shares::parts(budget, &ballots, &winners, &|project| costs[project])
        }
        _ => Vec::new(),
    };
    let votes = ballots.votes(options.len());
    let rounds = budget.and_then(|budget| rounds::rounds(report, budget, &ballots));
    let loads = budget.and_then(|budget| loads::loads(report, budget, &ballots));
    // Nearest first: by the part of the cost that stands behind a project, else by votes.
    let nearness = |option: OptionId| {
        let rounds = rounds.as_ref().map(|rounds| &rounds.support[option].behind);
        let loads = loads.as_ref().map(|loads| &loads.support[option].behind);
        match (rounds.or(loads), budget) {
            (Some(behind), Some(budget)) => {
                let cost = Natural::from(budget.costs[option].max(1));
                behind / Ratio::from(cost)
            }
            _ => Ratio::from(Natural::from(votes[option])),
        }
    };
    let guess = |option: OptionId| match budget {
        Some(budget) => guess(report, budget, rounds.as_ref(), &votes, option),
        None => chances::Guess::default(),
    };
    let chances = chances::chances(report, instance, &nearness, &guess, effort, work)?;
    Ok(Why {
        reasons: reasons::reasons(report, options),
        greedy: budget.and_then(|_| greedy(report, instance, &ballots, &winners)),
        votes,
        rounds,
        loads,
        chances,
        winners,
        voters,
        parts,
    })
}

/// Where to look for what a project was short of.
///
/// Under Equal Shares x more voters who support only p hold x B / (n + x), and those who do
/// already about n / (n + x) of what they have left; together that must be c, so x is at least
/// n (c - held) / (B - c). And what they have left pays for a project of that cost. Under most
/// votes first, p must come before the first that leaves less than its cost, and at what was left
/// when its turn came it would have fit.
fn guess(
    report: &Report,
    budget: &Budget,
    rounds: Option<&Rounds>,
    votes: &IdVec<OptionId, u64>,
    option: OptionId,
) -> chances::Guess {
    let cost = budget.costs[option];
    if let Some(rounds) = rounds {
        let held = floor_units(&rounds.support[option].behind);
        let missing = cost.saturating_sub(held);
        let rest = budget.budget.saturating_sub(cost);
        let more = crate::num::muldiv(budget.profile.papers(), missing, rest);
        return chances::Guess {
            votes: more.unwrap_or_default(),
            cost: held,
        };
    }
    let mut left = budget.budget;
    let mut guess = chances::Guess::default();
    for event in &report.events {
        match event {
            crate::transcript::Event::Fund { project, .. } => {
                left = left.saturating_sub(budget.costs[*project]);
                if left < cost && guess.votes == 0 {
                    guess.votes = votes[*project].saturating_sub(votes[option]).max(1);
                }
            }
            crate::transcript::Event::Skip { project, .. } if *project == option => {
                guess.cost = left;
            }
            _ => {}
        }
    }
    guess
}

impl Why {
    /// Money of the supporters of an option at the end, in minor units, under Equal Shares and
    /// sequential Phragmén.
    pub fn behind(&self, option: OptionId) -> Option<&Ratio> {
        let rounds = self.rounds.as_ref();
        let loads = self.loads.as_ref();
        let rounds = rounds.map(|rounds| &rounds.support[option].behind);
        rounds.or(loads.map(|loads| &loads.support[option].behind))
    }
}

/// What was paid for each project: its cost, or the amount it was funded with.
fn paid(budget: &Budget, outcome: &Outcome) -> IdVec<OptionId, u64> {
    let mut paid = budget.costs.clone();
    if let Outcome::Funded { amounts, .. } = outcome {
        for (project, amount) in amounts {
            paid[*project] = *amount;
        }
    }
    paid
}

/// Most votes first on the same ballots, with its own ties; `None` where that is the rule itself
/// or where it cannot count this instance.
fn greedy(
    report: &Report,
    instance: &Instance,
    ballots: &Ballots,
    winners: &[OptionId],
) -> Option<Compared> {
    let entry = rules::find("budget/greedy")?;
    let prepared = entry.prepare(&[]).ok()?;
    if report.rule.id == entry.meta.id && report.params == prepared.params {
        return None;
    }
    let mut cx = Count::new(CountOptions {
        ties: entry.meta.ties.to_vec(),
        ..CountOptions::default()
    });
    let outcome = prepared.count(instance, &mut cx).ok()?;
    let (Instance::Budget(budget), Outcome::Funded { cost, .. }) = (instance, &outcome) else {
        return None;
    };
    let other = outcome.winners();
    let options = budget.options.len();
    let [better, worse, same] = voters::preferences(ballots, options, winners, &other);
    let costs = paid(budget, &outcome);
    let agreement = crate::report::Agreement::of(&other, winners);
    let mut both = winners.to_vec();
    both.retain(|project| other.contains(project));
    crate::sort::sort(&mut both);
    Some(Compared {
        voters: voters::voters(ballots, options, &other, Some(&costs), budget.budget),
        cost: *cost,
        both,
        only_here: agreement.only_here,
        only_there: agreement.only_official,
        better,
        worse,
        same,
        other,
    })
}

#[cfg(test)]
mod tests;
