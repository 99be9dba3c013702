//! EJR+ up to any project: no group of voters who share a project that is not funded could have
//! bought it with their share of the budget and gained by it.
//!
//! Polynomial, for every additive utility. Let v be what a supporter of p gets from the outcome
//! and u what he or she would get from p. It is violated where for some group S of supporters
//! every member has `n * c * (v + u) <= B * sum of u over S`: so sort the supporters by v + u and
//! look at each prefix. Where all get the same u from p that is `j * B * u >= n * c * (v_j + u)`
//! for the first j: with the cost of a project as its utility `j * B >= n * (v_j + c)`, with one
//! as its utility `j * B >= n * c * (v_j + 1)`, and with unit costs and B seats EJR+ for
//! committees. Equal Shares with the same utility never violates it: while all of S can pay
//! `rho * u` with `rho = c / sum of u`, nothing dearer is bought, and the first of S who cannot
//! has spent more than `B / n - rho * u` at no more than rho for a unit of utility.
//! Source: Brill and Peters, "Robust and Verifiable Proportionality Axioms" (2023).

use super::Finding;
use crate::ballot::BallotKind;
use crate::id::{Id, OptionId, ix};
use crate::instance::{Budget, Instance};
use crate::num::{Natural, Ratio};
use crate::outcome::Outcome;
use crate::rules::shared::utility::{Places, Utilities, Utility};
use crate::sort::{sort, sort_by};
use crate::transcript::Event;

pub(super) fn cost(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    violated(instance, outcome, Utility::Cost)
}

pub(super) fn cardinality(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    violated(instance, outcome, Utility::Cardinality)
}

fn violated(instance: &Instance, outcome: &Outcome, utility: Utility) -> Finding {
    let (Instance::Budget(budget), Outcome::Funded { selected, .. }) = (instance, outcome) else {
        return Finding::DoesNotApply;
    };
    if budget.profile.kind() != BallotKind::Approval {
        return Finding::DoesNotApply;
    }
    match denied(instance, selected, utility) {
        None => Finding::DoesNotApply,
        Some(None) => Finding::Holds,
        Some(Some((project, group))) => Finding::Fails(format!(
            "{group} supporters of {} could have paid for it",
            budget.options.id(project)
        )),
    }
}

/// The first option, in file order, whose supporters are denied what EJR+ gives them, and how
/// many of them could have paid for it. `None` where the property does not apply: papers weigh
/// other than one, the utility is not additive, or the ballots do not say what it needs; in a
/// contest, approval ballots and one as the utility.
pub fn denied(
    instance: &Instance,
    winners: &[OptionId],
    utility: Utility,
) -> Option<Option<(OptionId, u64)>> {
    let profile = instance
        .profile()
        .filter(|profile| !profile.is_weighted())?;
    match (instance, utility) {
        (Instance::Budget(budget), Utility::Cost | Utility::Cardinality) => {
            if profile.kind() == BallotKind::Approval {
                let of_cost = utility == Utility::Cost;
                let worth = |project| {
                    if of_cost {
                        u128::from(budget.costs[project])
                    } else {
                        1
                    }
                };
                let cost = |project| budget.costs[project];
                let needed: &dyn Fn(u128, u128) -> u128 = if of_cost {
                    &|v, c| v + c
                } else {
                    &|v, c| c.saturating_mul(v + 1)
                };
                return Some(in_integers(
                    instance,
                    winners,
                    budget.budget,
                    &cost,
                    &worth,
                    needed,
                ));
            }
            by_utility(budget, winners, utility)
        }
        (Instance::Budget(budget), _) => by_utility(budget, winners, utility),
        (Instance::Contest(contest), Utility::Cardinality)
            if profile.kind() == BallotKind::Approval =>
        {
            let seats = u64::from(contest.seats);
            Some(in_integers(
                instance,
                winners,
                seats,
                &|_| 1,
                &|_| 1,
                &|v, _| v + 1,
            ))
        }
        _ => None,
    }
}

/// `worth` of a winner; `needed` of a supporter with utility v for an option of cost c.
fn in_integers(
    instance: &Instance,
    winners: &[OptionId],
    money: u64,
    cost: &dyn Fn(OptionId) -> u64,
    worth: &dyn Fn(OptionId) -> u128,
    needed: &dyn Fn(u128, u128) -> u128,
) -> Option<(OptionId, u64)> {
    let (profile, options) = (instance.profile()?, instance.options()?);
    let voters = u128::from(profile.papers());
    let won = crate::why::ballots::marked(options.len(), winners);
    let mut gets = Vec::new();
    let mut supporters = vec![Vec::new(); ix(options.len())];
    for class in profile.classes() {
        let theirs = class.options().filter(|option| won[*option]);
        gets.push((theirs.map(worth).sum::<u128>(), class.papers));
        for option in class.options() {
            supporters[ix(option.number())].push(class.id.number());
        }
    }
    for option in options.standing().filter(|option| !won[*option]) {
        let price = cost(option);
        if price > money {
            continue;
        }
        let theirs = supporters[ix(option.number())].iter();
        let mut theirs: Vec<(u128, u64)> = theirs.map(|class| gets[ix(*class)]).collect();
        sort(&mut theirs);
        let mut group = 0u64;
        for (gets, papers) in theirs {
            // Equal supporters join together: the last of them is the one to look at.
            group += papers;
            // The share is below 2^128, so a product that is not is more than it.
            let share = u128::from(group) * u128::from(money);
            if share >= voters.saturating_mul(needed(gets, u128::from(price))) {
                return Some((option, group));
            }
        }
    }
    None
}

#[allow(clippy::option_option)] // does not apply, nobody, somebody
fn by_utility(
    budget: &Budget,
    winners: &[OptionId],
    utility: Utility,
) -> Option<Option<(OptionId, u64)>> {
    utility.need_additive().ok()?;
    let by_place = budget.profile.kind() == BallotKind::Ranking && utility.is_of_points();
    if by_place && utility != Utility::Borda {
        return None; // what a place is worth is a parameter of the rule
    }
    let utilities = Utilities::new(budget, utility, &Places::BORDA).ok()?;
    let won = crate::why::ballots::marked(budget.options.len(), winners);
    // What each class gets, and for each option its supporters with what they would get.
    let mut supporters: Vec<Vec<(Ratio, Ratio, u64)>> = vec![Vec::new(); ix(budget.options.len())];
    for class in budget.profile.classes() {
        let gets = utilities.whole(&class, &|option| won[option]);
        for (option, points) in utilities.points(&class) {
            if points > 0 && !won[option] {
                let would = utilities.of(&class, option);
                supporters[ix(option.number())].push((&gets + &would, would, class.papers));
            }
        }
    }
    let voters = Ratio::from(Natural::from(budget.profile.papers()));
    let money = Ratio::from(Natural::from(budget.budget));
    for option in budget.options.standing().filter(|option| !won[*option]) {
        let cost = budget.costs[option];
        if cost > budget.budget || cost == 0 {
            continue;
        }
        let needs = &voters * Ratio::from(Natural::from(cost));
        let theirs = &mut supporters[ix(option.number())];
        sort_by(theirs, &mut |a, b| a.0.cmp(&b.0).then(a.2.cmp(&b.2)));
        let (mut share, mut group) = (Ratio::ZERO, 0u64);
        for (most, would, papers) in theirs {
            share += &money * &*would * Ratio::from(Natural::from(*papers));
            group += *papers;
            if share >= &needs * &*most {
                return Some(Some((option, group)));
            }
        }
    }
    Some(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lottery::{DrawKey, Seed};
    use crate::synth::{BudgetShape, budget};

    // The general inequality is the two of the paper where all get the same from a project.
    #[test]
    fn the_general_check_agrees_with_those_of_cost_and_number() {
        let seed: Seed = "e1".repeat(32).parse().expect("a seed");
        let mut stream = DrawKey::derive(seed, "ejr").stream();
        let mut fails = 0;
        for number in 0..200u32 {
            let shape = BudgetShape {
                projects: 8,
                papers: 20,
                kind: BallotKind::Approval,
            };
            let budget = budget(shape, &mut stream);
            let some = (0..3)
                .map(|at| OptionId((number + at * 3) % 8))
                .collect::<Vec<_>>();
            let instance = Instance::Budget(budget.clone());
            for utility in [Utility::Cost, Utility::Cardinality] {
                let special = denied(&instance, &some, utility).expect("it applies");
                let general = by_utility(&budget, &some, utility).expect("it applies");
                fails += u32::from(special.is_some());
                assert_eq!(special, general);
            }
        }
        assert!(fails > 20 && fails < 380, "{fails}");
    }
}
