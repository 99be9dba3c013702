//! Against every panel there is, and on real pools.

use super::*;
use crate::panel::samples::{Dice, all_real, panels, random, sets};

const EFFORT: Effort = Effort {
    nodes: 5_000,
    copies: 12,
};

/// Small pools of all kinds.
fn pools(seed: u64, count: u32) -> impl Iterator<Item = Pool> {
    let mut dice = Dice(seed);
    (0..count).map(move |_| {
        let households = dice.below(2) == 0;
        let people = 6 + dice.below(4);
        let seats = 2 + dice.below(3);
        random(&mut dice, people, seats, households)
    })
}

#[test]
fn the_verdict_is_that_of_all_panels() {
    let (mut feasible, mut not) = (0, 0);
    for pool in pools(11, 300) {
        let types = Types::of(&pool);
        match panel(&types, 5_000) {
            Ok(counts) => {
                assert!(types.admits(&counts));
                assert!(!panels(&pool).is_empty());
                feasible += 1;
            }
            Err(Barrier::Blocked(blocking)) => {
                assert!(panels(&pool).is_empty());
                assert!(blocking.blocks(&types, None) && blocking.is_minimal(&types, None));
                held_by_no_set(&pool, &types, &blocking.sides, None);
                not += 1;
            }
            Err(Barrier::Failure(failure)) => panic!("{failure:?}"),
        }
        // What is seen by counting is never wrong.
        assert!(pool.check_quotas().is_empty() || panels(&pool).is_empty());
    }
    assert!(feasible > 60 && not > 60, "{feasible} {not}");
}

/// No set of people (with one of `held`) meets these sides, and for each of them some set meets
/// all the others: by looking at every set.
fn held_by_no_set(pool: &Pool, types: &Types, sides: &[Side], held: Option<TypeId>) {
    let meets = |set: &[PersonId], side: &Side| {
        let counts = types.counts(set);
        let row = &types.rows()[side.row];
        let sum: u32 = row.types.iter().map(|id| counts[crate::id::ix(id.0)]).sum();
        if side.most {
            sum <= row.most
        } else {
            sum >= row.least
        }
    };
    let mut sets = sets(pool);
    sets.retain(|set| held.is_none_or(|held| types.counts(set)[crate::id::ix(held.0)] > 0));
    let met = |without: Option<&Side>| {
        sets.iter().any(|set| {
            let others = sides.iter().filter(|side| Some(*side) != without);
            others.into_iter().all(|side| meets(set, side))
        })
    };
    assert!(!met(None), "they block");
    for side in sides {
        assert!(met(Some(side)), "none is superfluous");
    }
}

#[test]
fn who_is_excluded_is_who_sits_on_no_panel() {
    let (mut some, mut groups) = (0, 0);
    for pool in pools(12, 400) {
        let all = panels(&pool);
        let types = Types::of(&pool);
        if all.is_empty() {
            continue;
        }
        let found = excluded::find(&types, 5_000).unwrap();
        assert!(found.check(&types));
        let never: Vec<PersonId> = pool
            .people()
            .filter(|person| !all.iter().any(|panel| panel.contains(person)))
            .collect();
        assert_eq!(found.people(&types), never);
        let barred = found.barred(&types, 5_000);
        let named: Vec<TypeId> = barred
            .iter()
            .flat_map(|group| group.types.clone())
            .collect();
        assert_eq!(named.len(), found.excluded.len());
        for group in &barred {
            assert!(group.check(&types));
            for id in &group.types {
                held_by_no_set(&pool, &types, &group.sides, Some(*id));
                some += 1;
            }
        }
        groups += barred.len();
    }
    assert!(some > 50 && groups > 30, "{some} {groups}");
}

#[test]
fn a_false_claim_of_exclusion_is_not_believed() {
    for pool in pools(13, 60) {
        let types = Types::of(&pool);
        let Ok(mut coverage) = excluded::find(&types, 5_000) else {
            continue;
        };
        let everyone = coverage.excluded.len() == crate::id::ix(types.types().len());
        if everyone {
            continue;
        }
        let sits = types
            .types()
            .ids()
            .find(|id| !coverage.excluded.contains(id))
            .unwrap();
        coverage.excluded.push(sits);
        crate::sort::sort(&mut coverage.excluded);
        assert!(!coverage.check(&types));
    }
}

#[test]
fn real_pools_have_panels_until_they_are_tightened() {
    for (name, pool) in all_real() {
        let found = examine(&pool, &Include::Nobody, EFFORT);
        assert!(found.seen.is_empty() && found.verdict.is_ok(), "{name}");
        let types = Types::of(&pool);
        let coverage = found.coverage.unwrap();
        assert!(coverage.check(&types), "{name}");
        eprintln!(
            "{name}: {} types, {} excluded, {} panels cover the rest",
            types.types().len(),
            coverage.excluded.len(),
            coverage.panels.len()
        );
        // Nobody of a value although one is needed.
        let (feature, value, quota) = pool.quotas().find(|(_, _, quota)| quota.min > 0).unwrap();
        let many = pool.count(feature, value) + 1;
        let tight = pool.with_quotas(&[(feature, value, many, many.max(quota.max))]);
        assert!(panel(&Types::of(&tight), 5_000).is_err());
        assert!(explain(&tight).iter().any(|p| p.code == "quota-above-pool"));
    }
}

/// Some sit already: the verdict on what is left is that of all panels with them, and the smallest
/// relaxation of what is left makes one of those.
#[test]
fn what_is_left_for_those_who_do_not_sit_yet_is_judged_alike() {
    let (mut possible, mut impossible) = (0, 0);
    for pool in pools(14, 400) {
        let seated = PersonId(0);
        let Ok(left) = pool.residual(&[seated]) else {
            continue;
        };
        let whole = panels(&pool).into_iter();
        let with = whole.filter(|panel| panel.contains(&seated)).count();
        let found = examine(&left, &Include::Nobody, EFFORT);
        if found.verdict.is_ok() {
            assert!(with > 0);
            possible += 1;
            continue;
        }
        assert_eq!(with, 0);
        impossible += 1;
        if let Some(Ok(relaxation)) = found.relaxed {
            assert!(relaxation.check(&left, &BTreeSet::new()));
            assert!(!panels(&relaxation.pool(&left)).is_empty());
        }
    }
    assert!(possible > 40 && impossible > 40, "{possible} {impossible}");
}

#[test]
fn the_number_of_panels_is_told_where_there_is_one() {
    for pool in pools(15, 60) {
        let found = examine(&pool, &Include::Nobody, EFFORT);
        let all = panels(&pool).len();
        let counted = found.number.and_then(|number| number.panels);
        assert_eq!(counted.unwrap_or_default(), crate::num::Natural::from(all));
    }
}

/// A pool of nobody with a value that is needed, and more seats than households: said at once.
#[test]
fn nobody_of_a_value_and_too_few_households() {
    let mut dice = Dice(16);
    let pool = random(&mut dice, 9, 3, true);
    let homes = pool.household_count();
    let mut crowded = pool.clone();
    crowded.seats = homes + 1;
    let codes: Vec<&str> = explain(&crowded)
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert!(codes.contains(&"seats-above-households"), "{codes:?}");
    let (feature, value, _) = pool.quotas().next().unwrap();
    let needed = pool.count(feature, value) + 1;
    let lacking = pool.with_quotas(&[(feature, value, needed, needed)]);
    let codes: Vec<&str> = explain(&lacking)
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert!(codes.contains(&"quota-above-pool"), "{codes:?}");
    assert!(
        codes
            .iter()
            .any(|code| code.starts_with("infeasible-quotas")),
        "{codes:?}"
    );
}
