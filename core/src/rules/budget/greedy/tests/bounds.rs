//! Categories and exclusions: by hand, and against every set of projects.

use super::{budget, fund};
use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::{Budget, Category};
use crate::rule::CountError;
use crate::tie::TieRule;

fn category(projects: &str) -> Category {
    Category {
        id: projects.to_owned(),
        projects: projects
            .bytes()
            .map(|letter| OptionId(u32::from(letter - b'a')))
            .collect(),
        ..Category::default()
    }
}

#[test]
fn upper_bounds_and_exclusions_pass_projects_over() {
    let votes = [("a", 5), ("b", 4), ("c", 3), ("d", 2)];
    let mut town = budget(20, &[5, 5, 5, 5], &votes, BallotKind::Approval);
    town.constraints.exclusive = vec![vec![OptionId(0), OptionId(2)]];
    assert_eq!(fund(&town, &[], &[]).unwrap(), "abd");
    town.constraints.categories = vec![Category {
        max_cost: Some(9),
        ..category("bd")
    }];
    assert_eq!(fund(&town, &[], &[]).unwrap(), "ab");
    // Amsterdam 2019: "fund additional projects that fit within leftover budget".
    assert_eq!(fund(&town, &[("rest", "open")], &[]).unwrap(), "abd");
    town.constraints.categories = vec![Category {
        max_count: Some(0),
        ..category("ab")
    }];
    assert_eq!(fund(&town, &[], &[]).unwrap(), "cd");
    // What a bound keeps out does not end funding where the first that does not fit would.
    assert_eq!(fund(&town, &[("unfit", "stop")], &[]).unwrap(), "cd");
}

#[test]
fn equals_that_exclude_each_other_are_a_tie() {
    let mut town = budget(20, &[5, 6, 5], &[("abc", 2)], BallotKind::Approval);
    town.constraints.exclusive = vec![vec![OptionId(0), OptionId(1)]];
    assert!(matches!(fund(&town, &[], &[]), Err(CountError::Tie { .. })));
    assert_eq!(fund(&town, &[], &[TieRule::Listed]).unwrap(), "ac");
    let mut dearest_first = fund(&town, &[], &[TieRule::MaxCost]).unwrap().into_bytes();
    dearest_first.sort_unstable();
    assert_eq!(dearest_first, b"bc");
}

#[test]
fn money_is_kept_for_what_categories_must_get() {
    let votes = [("a", 5), ("b", 4), ("c", 3), ("d", 2)];
    let mut town = budget(10, &[6, 5, 4, 5], &votes, BallotKind::Approval);
    town.constraints.categories = vec![Category {
        min_count: 1,
        ..category("d")
    }];
    // a and d would cost 11: a is passed over, b and d fill the budget.
    assert_eq!(fund(&town, &[], &[]).unwrap(), "bd");
    town.constraints.categories[0].min_count = 2;
    assert!(matches!(
        fund(&town, &[], &[]),
        Err(CountError::Infeasible(_))
    ));
    town.constraints.categories[0].min_count = 1;
    assert!(fund(&town, &[("unfit", "stop")], &[]).is_err());
}

/// Whether a set keeps everything.
fn keeps(town: &Budget, set: &[OptionId]) -> bool {
    let cost = |among: &dyn Fn(&OptionId) -> bool| -> u64 {
        set.iter()
            .filter(|p| among(p))
            .map(|p| town.costs[*p])
            .sum()
    };
    let groups = &town.constraints.exclusive;
    let categories = &town.constraints.categories;
    cost(&|_| true) <= town.budget
        && groups
            .iter()
            .all(|g| set.iter().filter(|p| g.contains(p)).count() <= 1)
        && categories.iter().all(|category| {
            let mine = |project: &OptionId| category.projects.contains(project);
            let count = u32::try_from(set.iter().filter(|p| mine(p)).count()).unwrap();
            let spent = cost(&mine);
            spent >= category.min_cost
                && category.max_cost.is_none_or(|most| spent <= most)
                && count >= category.min_count
                && category.max_count.is_none_or(|most| count <= most)
        })
}

/// The definition by brute force: in order of votes, a project is taken where some set with all
/// taken so far and with it, and without those passed over, keeps everything.
fn by_definition(town: &Budget, order: &[OptionId]) -> Option<Vec<OptionId>> {
    let n = order.len();
    let sets: Vec<Vec<OptionId>> = (0u32..1 << n)
        .map(|bits| {
            (0..n)
                .filter(|at| bits >> at & 1 == 1)
                .map(|at| order[at])
                .collect()
        })
        .filter(|set: &Vec<OptionId>| keeps(town, set))
        .collect();
    let (mut taken, mut passed): (Vec<OptionId>, Vec<OptionId>) = (Vec::new(), Vec::new());
    let possible = |taken: &[OptionId], passed: &[OptionId]| {
        sets.iter().any(|set| {
            taken.iter().all(|p| set.contains(p)) && !passed.iter().any(|p| set.contains(p))
        })
    };
    if !possible(&taken, &passed) {
        return None;
    }
    for project in order {
        taken.push(*project);
        if !possible(&taken, &passed) {
            taken.pop();
            passed.push(*project);
        }
    }
    Some(taken)
}

#[test]
fn greedy_with_bounds_is_its_definition_on_small_budgets() {
    let mut state = 11u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let (mut feasible, mut infeasible) = (0, 0);
    for _ in 0..600 {
        let n = 3 + usize::try_from(random(6)).unwrap();
        let costs: Vec<u64> = (0..n).map(|_| 1 + random(9)).collect();
        let letters: Vec<String> = ('a'..='z').take(n).map(String::from).collect();
        let votes: Vec<(&str, u64)> = letters
            .iter()
            .zip((0..20).rev())
            .map(|(id, votes)| (id.as_str(), votes))
            .collect();
        let mut town = budget(5 + random(20), &costs, &votes, BallotKind::Approval);
        for _ in 0..random(4) {
            let projects: String = letters.iter().filter(|_| random(2) == 0).cloned().collect();
            let (least, most) = (random(9), random(20));
            let (few, many) = (random(3), random(4));
            town.constraints.categories.push(Category {
                min_cost: if random(2) == 0 { least } else { 0 },
                max_cost: (random(2) == 0).then_some(least + most),
                min_count: if random(3) == 0 {
                    u32::try_from(few).unwrap()
                } else {
                    0
                },
                max_count: (random(3) == 0).then_some(u32::try_from(few + many).unwrap()),
                ..category(&projects)
            });
        }
        for _ in 0..random(3) {
            let group = (0..u32::try_from(n).unwrap()).map(OptionId);
            let group: Vec<OptionId> = group.filter(|_| random(3) == 0).collect();
            town.constraints.exclusive.push(group);
        }
        let order: Vec<OptionId> = town.options.all().collect();
        let ids = |set: Vec<OptionId>| -> String {
            set.into_iter().map(|p| town.options.id(p)).collect()
        };
        if let Some(expected) = by_definition(&town, &order) {
            feasible += 1;
            assert_eq!(fund(&town, &[], &[]).unwrap(), ids(expected), "{town:?}");
        } else {
            infeasible += 1;
            let found = fund(&town, &[], &[]);
            assert!(matches!(found, Err(CountError::Infeasible(_))), "{town:?}");
        }
    }
    assert!(feasible > 200 && infeasible > 50, "{feasible} {infeasible}");
}
