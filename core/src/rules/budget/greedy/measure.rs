//! What makes a project come first: votes, points or utility, perhaps for each unit of cost.

use std::cmp::Ordering;

use super::tally::Tallies;
use crate::id::{IdVec, OptionId};
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::rules::shared::utility::Utilities;
use crate::sort::sort_by;
use crate::transcript::Event;

/// The measure, as it stands before the next project.
pub(super) struct Measure<'a> {
    budget: &'a Budget,
    /// Votes or points: what is compared, or, where utility is, what ties by votes look at.
    pub(super) tallies: &'a Tallies,
    /// Utility of each project for all voters together, where that is compared.
    utility: Option<Utility<'a>>,
    /// Whether each is divided by the cost.
    per_cost: bool,
}

struct Utility<'a> {
    of: Utilities<'a>,
    /// For a utility that is not additive: what the project would add to those funded.
    sums: IdVec<OptionId, Ratio>,
}

impl<'a> Measure<'a> {
    pub(super) fn tally(budget: &'a Budget, tallies: &'a Tallies, per_cost: bool) -> Self {
        Self {
            budget,
            tallies,
            utility: None,
            per_cost,
        }
    }

    pub(super) fn utility(
        budget: &'a Budget,
        tallies: &'a Tallies,
        of: Utilities<'a>,
        per_cost: bool,
    ) -> Self {
        let sums = of.sums();
        Self {
            budget,
            tallies,
            utility: Some(Utility { of, sums }),
            per_cost,
        }
    }

    /// True where the measure of a project changes with what is funded.
    pub(super) fn moves(&self) -> bool {
        let utility = self.utility.as_ref();
        utility.is_some_and(|utility| !utility.of.utility().is_additive())
    }

    /// Whether `a` comes before `b`.
    pub(super) fn compare(&self, a: OptionId, b: OptionId) -> Ordering {
        match &self.utility {
            None if self.per_cost => self.density(b, a).cmp(&self.density(a, b)),
            None => self.tallies.of[b].cmp(&self.tallies.of[a]),
            Some(utility) if self.per_cost => {
                let (a, b) = (self.share(utility, a, b), self.share(utility, b, a));
                b.cmp(&a)
            }
            Some(utility) => utility.sums[b].cmp(&utility.sums[a]),
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

    /// The same with utility for votes.
    fn share(&self, utility: &Utility<'_>, a: OptionId, b: OptionId) -> (bool, Ratio) {
        let costs = &self.budget.costs;
        let sum = &utility.sums[a];
        match (costs[a], costs[b]) {
            (0, _) => (*sum > Ratio::ZERO, Ratio::ZERO),
            (_, 0) => (false, sum.clone()),
            (_, other) => (false, sum * Ratio::from(Natural::from(other))),
        }
    }

    /// Takes in that a project was funded: where the measure moves, what the others on the same
    /// ballots would add is worked out anew.
    pub(super) fn funded(&mut self, funded: &[OptionId], project: OptionId) {
        let moves = self.moves();
        let Some(utility) = self.utility.as_mut().filter(|_| moves) else {
            return;
        };
        let before = funded.iter().filter(|other| **other != project);
        let before: Vec<OptionId> = before.copied().collect();
        let was = |other: OptionId| before.contains(&other);
        let is = |other: OptionId| funded.contains(&other);
        for class in self.budget.profile.classes() {
            if !class.options().any(|other| other == project) {
                continue;
            }
            let times = Integer::from(class.papers) * Integer::from(class.weight);
            let times = Ratio::from(times);
            for other in class.options().filter(|other| !is(*other)) {
                let change = utility.of.marginal(&class, &is, other)
                    - utility.of.marginal(&class, &was, other);
                utility.sums[other] += change * &times;
            }
        }
    }

    /// What all projects have, highest first.
    pub(super) fn event(&self) -> Event {
        let options = &self.budget.options;
        let Some(utility) = &self.utility else {
            return self.tallies.event(options);
        };
        let mut order: Vec<OptionId> = options.all().collect();
        sort_by(&mut order, &mut |a, b| {
            utility.sums[*b].cmp(&utility.sums[*a])
        });
        let scores = order
            .into_iter()
            .map(|project| (project, self.sum(utility, project)));
        Event::Scores {
            of: "utility",
            scores: scores.collect(),
        }
    }

    /// The utility of a project in units of one paper.
    fn sum(&self, utility: &Utility<'_>, project: OptionId) -> String {
        let unit = Ratio::from(Natural::from(self.tallies.scale.one()));
        ratio_text(&(&utility.sums[project] / unit))
    }

    /// Votes, points, utility, or one of these per unit of the currency as a fraction.
    pub(super) fn amount(&self, project: OptionId) -> String {
        let cost = self.budget.costs[project];
        let unit = Natural::from(cost) * Natural::from(self.tallies.scale.one());
        match &self.utility {
            None if !self.per_cost => self.tallies.text(project),
            Some(utility) if !self.per_cost => self.sum(utility, project),
            _ if cost == 0 => "infinite".to_owned(),
            None => ratio_text(&Ratio::from_parts(
                Integer::from(self.tallies.of[project]) * Integer::from(self.budget.scale.one()),
                unit,
            )),
            Some(utility) => {
                let one = Ratio::from(Natural::from(self.budget.scale.one()));
                ratio_text(&(&utility.sums[project] * one / Ratio::from(unit)))
            }
        }
    }
}
