//! EJR+ up to any project: no group of voters who share a project that is not funded could have
//! bought it with their share of the budget and gained by it.
//!
//! Polynomial: for each project that is not funded and fits the budget, sort its supporters by
//! what they get, `v_1 <= v_2 <= ...`. It is violated where for some j, with the cost of a
//! project as its utility, `j * B >= n * (v_j + c)`; with one as its utility,
//! `j * B >= n * c * (v_j + 1)`. Equal Shares with the same utility never violates it.
//! Source: Brill and Peters, "Robust and Verifiable Proportionality Axioms" (2023).

use super::Finding;
use crate::ballot::BallotKind;
use crate::instance::{Budget, Instance};
use crate::outcome::Outcome;
use crate::transcript::Event;

pub(super) fn cost(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    violated(
        instance,
        outcome,
        |budget, project| u128::from(budget.costs[project]),
        |v, c| v + c,
    )
}

pub(super) fn cardinality(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    violated(instance, outcome, |_, _| 1, |v, c| c * (v + 1))
}

/// `utility` of a funded project; `needed` of a supporter with utility v for a project of cost c.
fn violated(
    instance: &Instance,
    outcome: &Outcome,
    utility: impl Fn(&Budget, crate::id::OptionId) -> u128,
    needed: impl Fn(u128, u128) -> u128,
) -> Finding {
    let (Instance::Budget(budget), Outcome::Funded { selected, .. }) = (instance, outcome) else {
        return Finding::DoesNotApply;
    };
    if budget.profile.kind() != BallotKind::Approval || budget.profile.is_weighted() {
        return Finding::DoesNotApply;
    }
    let voters = u128::from(budget.profile.papers());
    let total = u128::from(budget.budget);
    for project in budget.options.standing() {
        let price = u128::from(budget.costs[project]);
        if selected.contains(&project) || price > total {
            continue;
        }
        let mut supporters: Vec<(u128, u64)> = budget
            .profile
            .classes()
            .filter(|class| class.options().any(|option| option == project))
            .map(|class| {
                let funded = class.options().filter(|option| selected.contains(option));
                let gets = funded.map(|option| utility(budget, option)).sum();
                (gets, class.papers)
            })
            .collect();
        crate::sort::sort(&mut supporters);
        let mut group: u128 = 0;
        for (gets, papers) in supporters {
            // Equal supporters join together: the last of them is the one to look at.
            group += u128::from(papers);
            if group * total >= voters * needed(gets, price) {
                return Finding::Fails(format!(
                    "{group} supporters of {} could have paid for it",
                    budget.options.id(project)
                ));
            }
        }
    }
    Finding::Holds
}
