//! The election as Equal Shares sees it: who supports what, and what a unit of utility is.

use std::collections::BTreeMap;

use super::Utility;
use crate::id::{ClassId, Id, IdVec, OptionId, ix};
use crate::instance::Budget;
use crate::rule::{Count, CountError};
use crate::tie::Tie;
use crate::transcript::Event;

/// Supporters of projects, by class of equal ballots: equal ballots always have equal money.
pub(super) struct Election<'a> {
    pub(super) budget: &'a Budget,
    utility: Utility,
    /// All papers. Empty ballots count: their share of the budget exists and buys nothing.
    pub(super) voters: u64,
    /// Papers of each class.
    pub(super) papers: Vec<i64>,
    /// Classes that support a project, ascending.
    pub(super) supporters: IdVec<OptionId, Vec<u32>>,
    /// Papers that support a project.
    pub(super) votes: IdVec<OptionId, i64>,
}

impl<'a> Election<'a> {
    pub(super) fn new(budget: &'a Budget, utility: Utility) -> Self {
        let mut election = Self {
            budget,
            utility,
            voters: budget.profile.papers(),
            papers: Vec::new(),
            supporters: IdVec::filled(budget.options.len(), Vec::new()),
            votes: IdVec::filled(budget.options.len(), 0),
        };
        for class in budget.profile.classes() {
            let papers = i64::try_from(class.papers).unwrap_or(i64::MAX);
            election.papers.push(papers);
            for project in class.options() {
                election.supporters[project].push(class.id.number());
                let votes = &mut election.votes[project];
                *votes = votes.saturating_add(papers);
            }
        }
        election
    }

    pub(super) fn cost(&self, project: OptionId) -> u64 {
        self.budget.costs[project]
    }

    /// What one supporter gets from a project: its cost, or one.
    pub(super) fn unit(&self, project: OptionId) -> u64 {
        match self.utility {
            Utility::Cost => self.cost(project),
            Utility::Cardinality => 1,
        }
    }

    /// Projects that can be bought: not withdrawn, with a cost and with a supporter.
    pub(super) fn candidates(&self) -> Vec<OptionId> {
        let options = &self.budget.options;
        options
            .standing()
            .filter(|project| self.cost(*project) > 0 && self.votes[*project] > 0)
            .collect()
    }

    /// Projects that cost nothing and have a supporter: nobody has to pay for them.
    pub(super) fn free(&self) -> Vec<OptionId> {
        let options = &self.budget.options;
        options
            .standing()
            .filter(|project| self.cost(*project) == 0 && self.votes[*project] > 0)
            .collect()
    }

    /// True when the same ballots support both at the same cost: they are as good as each other
    /// whatever the endowment.
    pub(super) fn twins(&self, a: OptionId, b: OptionId) -> bool {
        self.cost(a) == self.cost(b) && self.supporters[a] == self.supporters[b]
    }

    /// The papers of a class.
    pub(super) fn papers_of(&self, class: u32) -> i64 {
        self.papers.get(ix(class)).copied().unwrap_or_default()
    }

    /// The options on the ballots of a class.
    pub(super) fn ballot(&self, class: u32) -> impl Iterator<Item = OptionId> + use<'a> {
        let budget = self.budget;
        budget.profile.class(ClassId(class)).options()
    }
}

/// Ties that came up, each decided once: the same tied set is decided the same way at every
/// endowment, also where the policy is `all`.
#[derive(Default)]
pub(super) struct Ties {
    decided: BTreeMap<Vec<OptionId>, (OptionId, &'static str)>,
}

impl Ties {
    /// Decides which of the tied projects (ascending) is bought, recording nothing.
    pub(super) fn decide(
        &mut self,
        election: &Election<'_>,
        tied: &[OptionId],
        cx: &mut Count<'_>,
    ) -> Result<OptionId, CountError> {
        if let Some((chosen, _)) = self.decided.get(tied) {
            return Ok(*chosen);
        }
        let cost = |project| election.cost(project);
        let votes = |project| i128::from(election.votes[project]);
        let decision = cx.decide(&Tie {
            cost: Some(&cost),
            votes: Some(&votes),
            ..Tie::new("fund", tied, true, &election.budget.options)
        })?;
        self.decided.insert(tied.to_vec(), decision);
        Ok(decision.0)
    }

    /// The event of a tie decided before.
    pub(super) fn event(&self, tied: &[OptionId]) -> Option<Event> {
        let (chosen, decided_by) = self.decided.get(tied)?;
        Some(Event::Tie {
            purpose: "fund",
            among: tied.to_vec(),
            most_favoured: true,
            decided_by,
            chosen: *chosen,
        })
    }
}
