//! The money of a budget: what it went to, what is left, and why the rest got nothing.

use crate::id::OptionId;
use crate::instance::Budget;
use crate::outcome::Outcome;
use crate::rule::Count;
use crate::transcript::Event;

/// What was funded so far, at its full cost, and what is left.
#[derive(Clone, Debug)]
pub struct Ledger<'a> {
    budget: &'a Budget,
    /// In order of funding.
    pub selected: Vec<OptionId>,
    /// In minor units.
    pub left: u64,
}

impl<'a> Ledger<'a> {
    /// The whole budget is left.
    pub fn new(budget: &'a Budget) -> Self {
        Self {
            budget,
            selected: Vec::new(),
            left: budget.budget,
        }
    }

    /// Whether a project still fits.
    pub fn fits(&self, project: OptionId) -> bool {
        self.budget.costs[project] <= self.left
    }

    /// Whether all of these still fit together.
    pub fn fit_together(&self, projects: &[OptionId]) -> bool {
        let costs = projects.iter().map(|p| u128::from(self.budget.costs[*p]));
        costs.sum::<u128>() <= u128::from(self.left)
    }

    /// Funds a project that fits; `by` and `amount` say what made it the next.
    pub fn fund(
        &mut self,
        project: OptionId,
        by: &'static str,
        amount: String,
        cx: &mut Count<'_>,
    ) {
        let cost = self.budget.costs[project];
        self.left = self.left.saturating_sub(cost);
        self.selected.push(project);
        cx.event(Event::Fund {
            project,
            cost: self.budget.text(cost),
            by,
            amount,
            left: self.budget.text(self.left),
        });
    }

    /// Records that a project is passed over, and what is left of the budget there.
    pub fn skip(&self, project: OptionId, reason: &'static str, cx: &mut Count<'_>) {
        cx.event(Event::Skip {
            project,
            reason,
            cost: self.budget.text(self.budget.costs[project]),
            available: self.budget.text(self.left),
        });
    }

    /// What was decided.
    pub fn outcome(self) -> Outcome {
        Outcome::Funded {
            cost: self.budget.budget.saturating_sub(self.left),
            selected: self.selected,
            left: self.left,
            amounts: Vec::new(),
        }
    }
}
