//! Exclusions and upper bounds for rules that do not hold them: the first project that breaks one
//! is left out, and the rule is run anew.
//!
//! For a rule that funds one project after the other from a fixed state, such as Equal Shares
//! without add1 or sequential Phragmen, this is the rule itself with such projects passed over:
//! what was funded before the project is funded again, for nothing of it depended on the project.
//! For other rules it is a procedure of its own, taken because it was asked for.

use super::pots::CountOne;
use crate::id::{OptionId, len32};
use crate::instance::{Budget, Category, Constraint, Instance};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::transcript::Event;

/// What the rule does not hold by itself.
#[derive(Default)]
struct Unheld {
    categories: Vec<Category>,
    exclusive: Vec<Vec<OptionId>>,
}

/// Runs a rule until its outcome breaks nothing that is not held. Returns the outcome, the events
/// that lead to it, and the projects left out, withdrawn in `sub`.
pub(super) fn run(
    sub: &mut Instance,
    one: CountOne<'_>,
    observes: &[Constraint],
    cx: &mut Count<'_>,
) -> Result<(Outcome, Vec<Event>, Vec<OptionId>), CountError> {
    let unheld = match sub {
        Instance::Budget(budget) => Unheld::take(budget, observes)?,
        _ => Unheld::default(),
    };
    let mut told = Vec::new();
    let mut out = Vec::new();
    loop {
        let (outcome, events) = cx.aside(|cx| one(sub, cx));
        let outcome = outcome?;
        let Instance::Budget(budget) = sub else {
            return Ok((outcome, events, out));
        };
        let Some((project, reason, available)) = unheld.first_break(budget, &outcome) else {
            told.extend(events);
            return Ok((outcome, told, out));
        };
        // An audit replays every proposal, also of runs that were not the last.
        let proposals = |event: &Event| matches!(event, Event::Proposal { .. });
        told.extend(events.into_iter().filter(proposals));
        cx.take_rejected();
        told.push(Event::Skip {
            project,
            reason,
            cost: budget.text(budget.costs[project]),
            available,
        });
        budget.options.withdraw(project);
        out.push(project);
    }
}

impl Unheld {
    /// Takes the constraints that a rule does not observe out of a budget.
    fn take(budget: &mut Budget, observes: &[Constraint]) -> Result<Self, Problem> {
        let mut unheld = Self::default();
        if !observes.contains(&Constraint::Categories) {
            let bounded = |category: &Category| category.is_bounded();
            let categories = budget.constraints.categories.iter().cloned();
            unheld.categories = categories.filter(bounded).collect();
            if let Some(least) = unheld.categories.iter().find(|c| c.has_least()) {
                let problem = Problem::error("constraint-not-observed").path(&least.id);
                return Err(problem.found(Constraint::Categories.word()));
            }
            budget.constraints.categories.retain(|c| !c.is_bounded());
        }
        if !observes.contains(&Constraint::Exclusive) {
            unheld.exclusive = std::mem::take(&mut budget.constraints.exclusive);
        }
        Ok(unheld)
    }

    /// The first project, in the order of funding, that breaks something; why, and what is told.
    fn first_break(
        &self,
        budget: &Budget,
        outcome: &Outcome,
    ) -> Option<(OptionId, &'static str, String)> {
        let Outcome::Funded {
            selected, amounts, ..
        } = outcome
        else {
            return None;
        };
        let amount = |project: &OptionId| {
            let other = amounts.iter().find(|(part, _)| part == project);
            other.map_or(budget.costs[*project], |(_, amount)| *amount)
        };
        for (at, project) in selected.iter().enumerate() {
            let before = selected.get(..at).unwrap_or_default();
            let group = |group: &&Vec<OptionId>| group.contains(project);
            let mut rivals = self.exclusive.iter().filter(group).flatten();
            if let Some(rival) = rivals.find(|rival| before.contains(rival)) {
                let rival = budget.options.id(*rival).to_owned();
                return Some((*project, "exclusive", rival));
            }
            let full = |category: &&Category| {
                let until = selected.iter().take(at.saturating_add(1));
                let mine = until.filter(|other| category.projects.contains(other));
                let cost = mine.clone().map(amount).fold(0, u64::saturating_add);
                category.projects.contains(project)
                    && (category.max_cost.is_some_and(|most| cost > most)
                        || category
                            .max_count
                            .is_some_and(|most| len32(mine.count()) > most))
            };
            if let Some(category) = self.categories.iter().find(full) {
                return Some((*project, "over-category", category.id.clone()));
            }
        }
        None
    }
}
