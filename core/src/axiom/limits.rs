//! Budgets, seats and quotas are kept.

use std::collections::BTreeSet;

use super::Finding;
use crate::id::len32;
use crate::instance::Instance;
use crate::outcome::Outcome;
use crate::transcript::Event;

pub(super) fn within_budget(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    let (
        Instance::Budget(budget),
        Outcome::Funded {
            selected,
            cost,
            left,
            amounts,
        },
    ) = (instance, outcome)
    else {
        return Finding::DoesNotApply;
    };
    let spent: u128 = selected
        .iter()
        .map(|project| {
            let other = amounts.iter().find(|(part, _)| part == project);
            u128::from(other.map_or(budget.costs[*project], |(_, amount)| *amount))
        })
        .sum();
    if spent == u128::from(*cost) && spent + u128::from(*left) == u128::from(budget.budget) {
        Finding::Holds
    } else {
        Finding::Fails(format!("{spent} is spent of {}", budget.budget))
    }
}

pub(super) fn seats(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    if let (Instance::Pool(pool), Outcome::Panel { members, .. }) = (instance, outcome) {
        let distinct: BTreeSet<_> = members.iter().collect();
        return if distinct.len() == members.len() && len32(members.len()) == pool.seats {
            Finding::Holds
        } else {
            Finding::Fails(format!("{} members on {} seats", members.len(), pool.seats))
        };
    }
    let winners = outcome.winners();
    let distinct: BTreeSet<_> = winners.iter().collect();
    if distinct.len() < winners.len() {
        return Finding::Fails("a winner stands twice".to_owned());
    }
    let options = instance.options();
    if winners
        .iter()
        .any(|winner| options.is_some_and(|options| options.is_withdrawn(*winner)))
    {
        return Finding::Fails("a withdrawn option wins".to_owned());
    }
    // Projects have no seats, and a first tier may hold any number of equals.
    let counted = matches!(outcome, Outcome::Elected { .. } | Outcome::Scores { .. });
    if counted && len32(winners.len()) > instance.seats() {
        return Finding::Fails(format!(
            "{} winners on {} seats",
            winners.len(),
            instance.seats()
        ));
    }
    Finding::Holds
}

pub(super) fn quotas_met(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    let (Instance::Pool(pool), Outcome::Panel { members, .. }) = (instance, outcome) else {
        return Finding::DoesNotApply;
    };
    for (feature, described) in pool.features().iter() {
        for (value, quota) in described.values.iter() {
            let seated = members
                .iter()
                .filter(|member| pool.value(**member, feature) == value)
                .count();
            if !(quota.min..=quota.max).contains(&len32(seated)) {
                return Finding::Fails(format!("{seated} members with {}", quota.name));
            }
        }
    }
    Finding::Holds
}
