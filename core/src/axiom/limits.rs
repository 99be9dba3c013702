//! Budgets, seats and quotas are kept.

use std::collections::BTreeSet;

use super::Finding;
use crate::id::{PersonId, len32};
use crate::instance::{Instance, Pool};
use crate::num::Ratio;
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
    if let (Instance::Pool(pool), Outcome::PanelLottery { people, .. }) = (instance, outcome) {
        let sum = people
            .iter()
            .fold(Ratio::ZERO, |sum, (_, chance)| sum + chance);
        return if sum == Ratio::from(pool.seats) && len32(people.len()) == pool.len() {
            Finding::Holds
        } else {
            Finding::Fails(format!("chances sum to {sum} on {} seats", pool.seats))
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
    let Instance::Pool(pool) = instance else {
        return Finding::DoesNotApply;
    };
    match outcome {
        Outcome::Panel { members, .. } => quotas_of(pool, members),
        Outcome::PanelLottery { panels, .. } => {
            let findings = panels.iter().map(|(members, _)| quotas_of(pool, members));
            findings
                .into_iter()
                .find(|finding| matches!(finding, Finding::Fails(_)))
                .unwrap_or(Finding::Holds)
        }
        _ => Finding::DoesNotApply,
    }
}

fn quotas_of(pool: &Pool, members: &[PersonId]) -> Finding {
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
