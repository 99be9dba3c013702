//! CSTV: voters split coins among projects, and what a project does not need moves on.
//!
//! Each of n voters has an equal share of the budget, `B / n`, and gives it to projects in
//! proportion to the points on the ballot. The *support* of a project is all it is given. A
//! project whose support reaches its cost can be funded; the first by `select` is, its donors
//! pay exactly its cost, in proportion to what they gave, and the rest of their gifts goes to
//! the other projects on their ballots, in proportion to the points. Where no project has
//! enough, `transfer` says what is done:
//!
//! - `eliminate`: the project that lacks most to its cost is eliminated, and its donors'
//!   gifts move to the other projects on their ballots (EwT);
//! - `minimal`: of the projects whose donors hold the cost together the first by `select` gets
//!   more from all its donors, as little as will do: each gift grows by the same factor, up to
//!   all that the donor holds; it is funded (MT). Where there is none, transfers end.
//!
//! Then `finish` spends what is left: `reverse` goes through the eliminated projects, the last
//! one first, `accept` (after minimal transfers) through those not funded, in the order of
//! `select`, and both fund each that fits.
//!
//! | `preset=` | select | transfer | finish |
//! |---|---|---|---|
//! | `ewt`, `ewtc`, `ewts` | excess, ratio, support | eliminate | reverse |
//! | `mt`, `mtc`, `mts` | excess, ratio, support | minimal | accept |
//!
//! **Points.** With `unequal=normalise` a voter's share is split by the points whatever their
//! sum; with `unequal=refuse` ballots whose points have another sum than the first are an error
//! that names the line. Points below zero are refused. Points for withdrawn projects, and for
//! those that cost nothing, move on at once. A ballot without points for a project that can
//! still be funded gives nothing: its share is spent only by `finish`.
//!
//! **Policies.** Projects that cost nothing and have points are funded first. One without points
//! is never funded. One dearer than the budget never has enough support. Weighted papers have
//! shares in proportion to their weights. Ties go to more votes (ballots with points for the
//! project), then to the lower cost; a further tie needs `--ties` with a word that decides.
//!
//! **Exact.** "As little as will do" is solved at once; pabutools 1.2.3 comes near to it step by
//! step in floats, up to 10^-14, gives its combination MTC the rules of MT, eliminates in the
//! order of an unordered set, and after minimal transfers accepts nothing. Money that its voters
//! could give to nobody any more it takes off the budget; here it is there for `finish`. What voters hold is
//! a fraction whose length doubles with each purchase; it is kept as a formula with bounds
//! (`shared/lazy`) and computed where a comparison needs it. One that cannot be decided with
//! fractions of 2^18 bits ends the count with a limit.
//!
//! Cost: O(rounds * marks on the ballots).
//!
//! Source: Skowron, Slinko, Szufa, Talmon, "Participatory Budgeting with Cumulative Votes",
//! arXiv 2009.02690, sections 4 and 5. The combinations by support (`ewts`, `mts`) are those of
//! the journal version.

mod town;

use self::town::Town;
use crate::ballot::BallotKind;
use crate::id::{OptionId, len32};
use crate::instance::Budget;
use crate::outcome::Outcome;
use crate::params::{Presets, conflict};
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::{exclude_withdrawn, tally};
use crate::rules::shared::ledger::Ledger;
use crate::tie::{Tie, TieRule};
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// Which of several projects comes first.
    pub enum Select {
        /// The one whose support exceeds its cost by most.
        Excess = "excess",
        /// The one with most support per unit of cost.
        Ratio = "ratio",
        /// The one with most support.
        Support = "support",
    }
}

words! {
    /// What is done where no project has enough support.
    pub enum Transfer {
        /// The project that lacks most is eliminated and its support moves on.
        Eliminate = "eliminate",
        /// One that its donors can pay for gets as little more as will do.
        Minimal = "minimal",
    }
}

words! {
    /// How what is left is spent.
    pub enum Finish {
        /// Eliminated projects that fit, the last one first.
        Reverse = "reverse",
        /// Projects that fit, in the order of `select`.
        Accept = "accept",
        /// It is left.
        Leave = "leave",
    }
}

words! {
    /// What of ballots whose points have different sums.
    pub enum Unequal {
        /// Each voter's share is split in proportion to the points.
        Normalise = "normalise",
        /// They are an error.
        Refuse = "refuse",
    }
}

params! {
    /// Options of `budget/cstv`.
    pub struct CstvParams {
        /// Which of several projects comes first.
        pub select: Select = Select::Ratio,
        /// What is done where no project has enough support.
        pub transfer: Transfer = Transfer::Minimal,
        /// How what is left is spent; reverse after eliminations and accept after minimal
        /// transfers unless said otherwise.
        pub finish: Option<Finish> = None,
        /// What of ballots whose points have different sums.
        pub unequal: Unequal = Unequal::Normalise,
    }
    presets = PRESETS;
    settle = settle;
    check = cross_check;
}

type Pairs = &'static [(&'static str, &'static str)];

const EWT: Pairs = &[
    ("select", "excess"),
    ("transfer", "eliminate"),
    ("finish", "reverse"),
];
const EWTC: Pairs = &[
    ("select", "ratio"),
    ("transfer", "eliminate"),
    ("finish", "reverse"),
];
const EWTS: Pairs = &[
    ("select", "support"),
    ("transfer", "eliminate"),
    ("finish", "reverse"),
];
const MT: Pairs = &[
    ("select", "excess"),
    ("transfer", "minimal"),
    ("finish", "accept"),
];
const MTC: Pairs = &[
    ("select", "ratio"),
    ("transfer", "minimal"),
    ("finish", "accept"),
];
const MTS: Pairs = &[
    ("select", "support"),
    ("transfer", "minimal"),
    ("finish", "accept"),
];

/// The combinations that the paper names.
static PRESETS: Presets = Presets {
    words: &[
        ("ewt", "Elimination with transfers, by excess."),
        ("ewtc", "Elimination with transfers, by support per cost."),
        ("ewts", "Elimination with transfers, by support."),
        ("mt", "Minimal transfers, by excess."),
        ("mtc", "Minimal transfers, by support per cost."),
        ("mts", "Minimal transfers, by support."),
    ],
    params: &[EWT, EWTC, EWTS, MT, MTC, MTS],
};

fn settle(params: &mut CstvParams) {
    params.finish.get_or_insert(match params.transfer {
        Transfer::Eliminate => Finish::Reverse,
        Transfer::Minimal => Finish::Accept,
    });
}

fn cross_check(params: &CstvParams) -> Result<(), Problem> {
    match (params.transfer, params.finish) {
        (Transfer::Minimal, Some(Finish::Reverse)) => {
            Err(conflict("finish", "reverse", "transfer=eliminate"))
        }
        (Transfer::Eliminate, Some(Finish::Accept)) => {
            Err(conflict("finish", "accept", "transfer=minimal"))
        }
        _ => Ok(()),
    }
}

/// The rule.
pub struct Cstv;

impl Rule for Cstv {
    type Input = Budget;
    type Params = CstvParams;
    const META: Meta = Meta {
        id: "budget/cstv",
        revision: 1,
        name: "Cumulative support transfer voting",
        summary: "Splits every voter's equal share by the points on the ballot, and moves on what a project does not need.",
        citations: &[
            "Skowron, Slinko, Szufa, Talmon: Participatory Budgeting with Cumulative Votes, arXiv 2009.02690, sections 4 and 5",
        ],
        ballots: &[BallotKind::Score],
        weights: Weights::Counted,
        ties: &[TieRule::MaxVotes, TieRule::MinCost],
        needs_seed: false,
        seats: Seats::None,
        observes: &[],
    };

    fn count(
        budget: &Budget,
        params: &CstvParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let tallies = tally::votes(budget)?;
        cx.event(tallies.event(&budget.options));
        exclude_withdrawn(budget, cx);
        let mut town = Town::new(budget, params.unequal)?;
        let mut ledger = Ledger::new(budget);
        for project in budget.options.standing() {
            match (tallies.of[project], budget.costs[project]) {
                (0, _) => ledger.skip(project, "no-support", cx),
                (_, 0) => ledger.fund(project, "no-cost", tallies.text(project), cx),
                _ => town.open.push(project),
            }
        }
        town.settle();
        let all = u64::from(len32(town.open.len()));
        let mut eliminated = Vec::new();
        let decide = |among: &[OptionId], first: bool, cx: &mut Count<'_>| {
            let mut among = among.to_vec();
            crate::sort::sort(&mut among);
            let cost = |project| budget.costs[project];
            let votes = |project| tallies.of[project];
            let purpose = if first { "fund" } else { "exclude" };
            cx.tie(&Tie {
                cost: Some(&cost),
                votes: Some(&votes),
                ..Tie::new(purpose, &among, first, &budget.options)
            })
        };
        while !town.open.is_empty() {
            let done = all.saturating_sub(u64::from(len32(town.open.len())));
            cx.step(done, all)?;
            let enough = town.supported()?;
            if !enough.is_empty() {
                let tied = town.first(&enough, params.select, true)?;
                let project = decide(&tied, true, cx)?;
                let support = town.text(project);
                town.fund(project);
                ledger.fund(project, "support", support, cx);
            } else if params.transfer == Transfer::Eliminate {
                let open = town.open.clone();
                let tied = town.first(&open, Select::Excess, false)?;
                let project = decide(&tied, false, cx)?;
                cx.event(Event::Exclude {
                    options: vec![project],
                    reason: "lacks-most",
                });
                town.eliminate(project);
                eliminated.push(project);
            } else {
                let able = town.payable()?;
                if able.is_empty() {
                    break;
                }
                let tied = town.first(&able, params.select, true)?;
                let project = decide(&tied, true, cx)?;
                let support = town.text(project);
                town.fund_with_transfers(project)?;
                ledger.fund(project, "transfers", support, cx);
            }
        }
        let finish = params.finish.unwrap_or(Finish::Leave);
        let mut rest: Vec<OptionId> = town.open.iter().chain(eliminated.iter()).copied().collect();
        while let Some(last) = rest.last().copied() {
            let project = match finish {
                Finish::Leave | Finish::Reverse => last,
                Finish::Accept => {
                    let tied = town.first(&rest, params.select, true)?;
                    decide(&tied, true, cx)?
                }
            };
            rest.retain(|other| *other != project);
            if finish == Finish::Leave {
                ledger.skip(project, "not-enough-support", cx);
            } else if ledger.fits(project) {
                let left = budget.text(ledger.left);
                ledger.fund(project, "what-is-left", left, cx);
            } else {
                ledger.skip(project, "does-not-fit", cx);
            }
        }
        Ok(ledger.outcome())
    }
}

#[cfg(test)]
mod tests;
