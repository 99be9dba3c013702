//! PB-EAR: the expanding approvals rule for budgets. Groups of voters buy what they rank high.
//!
//! Every voter holds an equal share of the budget, `B / n` (in proportion to their weights,
//! where papers are weighted). A rank j grows from 1. A voter supports the projects at rank j
//! or better on the ballot. As long as some project that still fits into the budget has
//! supporters who hold at least its cost together, one of these is funded, and its supporters
//! pay the cost in proportion to what they hold: all keep the same part of it. When there is
//! none, j grows by one, until it passes the longest ranking.
//!
//! The outcome satisfies Inclusion PSC: a group of voters large enough for the costs of projects
//! that all of them rank above others gets such projects. In the paper's words every voter has
//! weight 1 and a project needs supporters of weight `n * c(p) / B`: the same in other units.
//! The paper lets the rule choose any project that qualifies, and lower the weights of its
//! supporters in any way that sums to the cost; paying in proportion is the way of the paper on
//! committees and of pabutools.
//!
//! **Ranks.** The rank of a project is one more than the number of projects ranked strictly
//! above it, so those ranked equal come in together. Ranks left blank are passed over. With
//! `unranked=never` nobody pays for what they did not rank (pabutools). With `unranked=last`
//! projects that are not on a ballot are ranked equal last, as in the paper, whose rankings are
//! complete; then every project that fits is funded in the end.
//!
//! **Ties.** All projects that qualify at a rank are tied. By default more votes go first (papers
//! that rank the project at j or better, by weight), then the lower cost; a further tie needs
//! `--ties` with a word that decides. pabutools 1.2.3 takes the first of an unordered set, and
//! cuts weights to integers on the way, so that its outcome may differ from run to run.
//!
//! **Policies.** Projects that cost nothing and are ranked by somebody are funded first. One that
//! nobody ranks is never funded with `unranked=never`. Withdrawn projects and those dearer than
//! what is left of the budget are out; they keep their rank on the ballots.
//!
//! **Exact.** What voters hold is a fraction whose length can double with each purchase; it is
//! kept as a formula with bounds (`shared/lazy`) and computed where a comparison needs it. One
//! that cannot be decided with fractions of 2^18 bits ends the count with a limit.
//!
//! Cost: O((ranks + projects) * marks on the ballots).
//!
//! Source: Aziz, Lee, "Proportionally Representative Participatory Budgeting with Ordinal
//! Preferences", AAAI 2021, arXiv 1911.00864, algorithm 1.

use std::collections::BTreeMap;

use crate::ballot::BallotKind;
use crate::id::{Id, IdVec, OptionId, ix, len32};
use crate::instance::Budget;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::{exclude_withdrawn, tally};
use crate::rules::shared::backing::Backing;
use crate::rules::shared::lazy::{Number, Numbers, ratio};
use crate::rules::shared::ledger::Ledger;
use crate::tie::{Tie, TieRule};
use crate::{params, words};

words! {
    /// What of projects that are not on a ballot.
    pub enum Unranked {
        /// The voter never supports them (pabutools).
        Never = "never",
        /// They are ranked equal after all others (the paper: rankings are complete).
        Last = "last",
    }
}

params! {
    /// Options of `budget/pb-ear`.
    pub struct PbEarParams {
        /// What of projects that are not on a ballot.
        pub unranked: Unranked = Unranked::Never,
    }
}

/// The rule.
pub struct PbEar;

impl Rule for PbEar {
    type Input = Budget;
    type Params = PbEarParams;
    const META: Meta = Meta {
        id: "budget/pb-ear",
        revision: 1,
        name: "Expanding approvals for budgets",
        summary: "Groups of voters fund what they rank high with their equal shares; the ranks looked at grow step by step.",
        citations: &[
            "Aziz, Lee: Proportionally Representative Participatory Budgeting with Ordinal Preferences, AAAI 2021, algorithm 1",
        ],
        ballots: &[BallotKind::Ranking],
        weights: Weights::Counted,
        ties: &[TieRule::MaxVotes, TieRule::MinCost],
        needs_seed: false,
        seats: Seats::None,
        observes: &[],
    };

    fn count(
        budget: &Budget,
        params: &PbEarParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let tallies = tally::votes(budget)?;
        cx.event(tallies.event(&budget.options));
        exclude_withdrawn(budget, cx);
        let mut town = Town::new(budget, params.unranked)?;
        let mut ledger = Ledger::new(budget);
        let mut open = Vec::new();
        for project in budget.options.standing() {
            match (town.supporters[project].is_empty(), budget.costs[project]) {
                (true, _) => ledger.skip(project, "no-support", cx),
                (_, 0) => ledger.fund(project, "no-cost", tallies.text(project), cx),
                _ => open.push(project),
            }
        }
        let mut rank = 1;
        while rank <= town.ranks {
            cx.step(u64::from(rank), u64::from(town.ranks))?;
            open.retain(|project| {
                let fits = ledger.fits(*project);
                if !fits {
                    ledger.skip(*project, "does-not-fit", cx);
                }
                fits
            });
            let mut able = Vec::new();
            for project in &open {
                if town.can_pay(*project, rank)? {
                    able.push(*project);
                }
            }
            if able.is_empty() {
                rank += 1;
                continue;
            }
            let cost = |project| budget.costs[project];
            let votes = |project| town.votes(project, rank);
            let project = cx.tie(&Tie {
                cost: Some(&cost),
                votes: Some(&votes),
                ..Tie::new("fund", &able, true, &budget.options)
            })?;
            town.pay(project, rank);
            ledger.fund(project, "rank", rank.to_string(), cx);
            open.retain(|other| *other != project);
        }
        for project in open {
            ledger.skip(project, "not-together", cx);
        }
        Ok(ledger.outcome())
    }
}

/// The voters, what they hold, and who ranks what where.
struct Town<'a> {
    budget: &'a Budget,
    backing: Backing,
    numbers: Numbers,
    /// What one unit of weight of each class holds.
    money: Vec<Number>,
    /// Classes that support a project with the rank from which they do, by rank.
    supporters: IdVec<OptionId, Vec<(u32, u32)>>,
    /// The last rank of any project on any ballot.
    ranks: u32,
}

impl<'a> Town<'a> {
    fn new(budget: &'a Budget, unranked: Unranked) -> Result<Self, CountError> {
        let backing = Backing::new(budget)?;
        let all: u64 = backing.weights.iter().sum();
        let mut numbers = Numbers::new();
        let share = numbers.whole(ratio(budget.budget, all));
        let mut supporters = IdVec::filled(budget.options.len(), Vec::new());
        let mut ranks = 0;
        for class in budget.profile.classes() {
            let mut above = 0;
            let mut on_ballot = vec![false; ix(budget.options.len())];
            for projects in class.ranks() {
                for project in &projects {
                    supporters[*project].push((above + 1, class.id.number()));
                    on_ballot[ix(project.number())] = true;
                    ranks = ranks.max(above + 1);
                }
                above += len32(projects.len());
            }
            if unranked == Unranked::Last {
                for project in budget.options.all() {
                    if !on_ballot[ix(project.number())] {
                        supporters[project].push((above + 1, class.id.number()));
                        ranks = ranks.max(above + 1);
                    }
                }
            }
        }
        for list in supporters.values_mut() {
            crate::sort::sort(list);
        }
        Ok(Self {
            budget,
            money: vec![share; backing.weights.len()],
            backing,
            numbers,
            supporters,
            ranks,
        })
    }

    /// Classes that support a project at this rank.
    fn at(&self, project: OptionId, rank: u32) -> impl Iterator<Item = u32> {
        let all = self.supporters[project].iter();
        all.take_while(move |(from, _)| *from <= rank)
            .map(|(_, class)| *class)
    }

    /// The weight of those who support a project at this rank.
    fn votes(&self, project: OptionId, rank: u32) -> i128 {
        let weights = self
            .at(project, rank)
            .map(|class| self.backing.weights[ix(class)]);
        weights.map(i128::from).sum()
    }

    /// What the supporters of a project hold together.
    fn held(&mut self, project: OptionId, rank: u32) -> Number {
        let mut held: BTreeMap<Number, i128> = BTreeMap::new();
        for class in self.at(project, rank) {
            let sum = held.entry(self.money[ix(class)]).or_default();
            *sum += i128::from(self.backing.weights[ix(class)]);
        }
        let terms: Vec<(Number, i128)> = held.into_iter().collect();
        self.numbers.sum(&terms)
    }

    fn can_pay(&mut self, project: OptionId, rank: u32) -> Result<bool, CountError> {
        let held = self.held(project, rank);
        let cost = self.numbers.int(self.budget.costs[project]);
        Ok(self.numbers.compare(held, cost)?.is_ge())
    }

    /// "The total weight of the supporters is reduced by exactly the cost": each keeps the same
    /// part of what they hold.
    fn pay(&mut self, project: OptionId, rank: u32) {
        let held = self.held(project, rank);
        let cost = self.numbers.int(self.budget.costs[project]);
        let left = self.numbers.minus(held, cost);
        let part = self.numbers.over(left, held);
        let classes: Vec<u32> = self.at(project, rank).collect();
        for class in classes {
            let money = self.money[ix(class)];
            self.money[ix(class)] = self.numbers.times(money, part);
        }
    }
}

#[cfg(test)]
mod tests;
