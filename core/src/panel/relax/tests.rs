//! Against every panel there is: the smallest relaxation, and that nobody asked for is left out.

use super::*;
use crate::id::PersonId;
use crate::panel::samples::{Dice, all_real, panels, random, sets};

const EFFORT: Effort = Effort {
    nodes: 20_000,
    copies: 12,
};

/// What it weighs to let a set of people sit, within flex; and together with others: by value the
/// lowest and highest numbers of members.
fn weight(pool: &Pool, sets: &[&Vec<PersonId>]) -> Option<Ratio> {
    let mut sum = Ratio::ZERO;
    for (feature, value, quota) in pool.quotas() {
        let members = sets.iter().map(|set| {
            let has = |person: &&PersonId| pool.value(**person, feature) == value;
            crate::id::len32(set.iter().filter(has).count())
        });
        let (least, most) = (members.clone().min()?, members.max()?);
        if least < quota.min.min(quota.min_flex) || most > quota.max.max(quota.max_flex) {
            return None;
        }
        let down = quota.min.saturating_sub(least);
        if down > 0 {
            let one = Ratio::from(quota.min + 2) / Ratio::from(quota.min);
            sum += Ratio::from(down) * one;
        }
        sum += Ratio::from(most.saturating_sub(quota.max));
    }
    Some(sum)
}

#[test]
fn the_smallest_relaxation_is_that_of_all_panels() {
    let mut dice = Dice(21);
    let (mut found, mut rigid) = (0, 0);
    for _ in 0..300 {
        let households = dice.below(2) == 0;
        let pool = random(&mut dice, 8, 3, households);
        let sets = sets(&pool);
        let best = sets.iter().filter_map(|set| weight(&pool, &[set])).min();
        match find(&pool, &BTreeSet::new(), EFFORT) {
            Ok(relaxation) => {
                assert_eq!(Some(&relaxation.weight), best.as_ref());
                assert!(relaxation.is_smallest());
                assert!(relaxation.check(&pool, &BTreeSet::new()));
                assert!(!panels(&relaxation.pool(&pool)).is_empty());
                let needless = panels(&pool).is_empty() == relaxation.changes.is_empty();
                assert!(!needless);
                found += 1;
            }
            Err(Rigid::Flex(blocking)) => {
                assert_eq!(best, None);
                assert!(blocking.blocks(&Types::of(&widest(&pool)), None));
                rigid += 1;
            }
            Err(Rigid::Failure(failure)) => panic!("{failure:?}"),
        }
    }
    assert!(found > 150 && rigid > 10, "{found} {rigid}");
}

#[test]
fn two_people_are_included_for_the_least_that_it_takes() {
    let mut dice = Dice(22);
    let mut changed = 0;
    for _ in 0..150 {
        let households = dice.below(2) == 0;
        let pool = random(&mut dice, 8, 3, households);
        let types = Types::of(&pool);
        let asked = [PersonId(0), PersonId(5)];
        let include: BTreeSet<TypeId> = asked.map(|person| types.type_of(person)).into();
        let sets = sets(&pool);
        let with = |person: PersonId| {
            let sets = sets.iter().filter(move |set| set.contains(&person));
            sets.filter(|set| weight(&pool, &[set]).is_some())
                .collect::<Vec<_>>()
        };
        let (one, other) = (with(asked[0]), with(asked[1]));
        let Ok(relaxation) = find(&pool, &include, EFFORT) else {
            assert!(!sets.iter().any(|set| weight(&pool, &[set]).is_some()));
            continue;
        };
        assert!(relaxation.check(&pool, &include));
        let possible = [!one.is_empty(), !other.is_empty()];
        for (person, possible) in asked.iter().zip(possible) {
            assert_eq!(
                relaxation.never.contains(&types.type_of(*person)),
                !possible
            );
        }
        if possible == [true, true] {
            let pairs = one.iter().flat_map(|a| other.iter().map(move |b| [*a, *b]));
            let best = pairs.filter_map(|pair| weight(&pool, &pair)).min();
            assert_eq!(Some(&relaxation.weight), best.as_ref());
            assert!(relaxation.is_smallest());
            changed += u32::from(!relaxation.changes.is_empty());
        }
        let relaxed = panels(&relaxation.pool(&pool));
        for (person, possible) in asked.iter().zip(possible) {
            assert_eq!(relaxed.iter().any(|panel| panel.contains(person)), possible);
        }
    }
    assert!(changed > 30, "{changed}");
}

#[test]
fn one_after_the_other_is_a_relaxation_too() {
    let mut dice = Dice(23);
    for _ in 0..60 {
        let pool = random(&mut dice, 8, 3, false);
        let include: BTreeSet<TypeId> = Types::of(&pool).types().ids().collect();
        let effort = Effort {
            copies: 1,
            ..EFFORT
        };
        let (Ok(quick), Ok(best)) = (find(&pool, &include, effort), find(&pool, &include, EFFORT))
        else {
            continue;
        };
        assert!(quick.check(&pool, &include) && best.check(&pool, &include));
        assert!(best.is_smallest() && quick.weight >= best.weight && quick.least <= best.least);
    }
}

#[test]
fn what_was_changed_in_a_relaxation_is_seen() {
    let mut dice = Dice(24);
    let mut seen = 0;
    for _ in 0..100 {
        let pool = random(&mut dice, 8, 3, false);
        let Ok(relaxation) = find(&pool, &BTreeSet::new(), EFFORT) else {
            continue;
        };
        if relaxation.changes.is_empty() {
            continue;
        }
        let mut less = relaxation.clone();
        less.changes.pop();
        assert!(!less.check(&pool, &BTreeSet::new()));
        let mut prouder = relaxation.clone();
        prouder.least += Ratio::ONE;
        assert!(!prouder.check(&pool, &BTreeSet::new()));
        seen += 1;
    }
    assert!(seen > 20);
}

/// The names of people whom no panel could ever hold, and what is changed, are not believed.
#[test]
fn who_never_sits_is_proven_and_changes_start_from_the_quotas() {
    let mut dice = Dice(25);
    let (mut shut, mut others) = (0, 0);
    for _ in 0..200 {
        let households = dice.below(2) == 0;
        let pool = random(&mut dice, 8, 3, households);
        let include: BTreeSet<TypeId> = Types::of(&pool).types().ids().collect();
        let Ok(relaxation) = find(&pool, &include, EFFORT) else {
            continue;
        };
        assert!(relaxation.check(&pool, &include));
        if !relaxation.never.is_empty() {
            let mut unproven = relaxation.clone();
            unproven.never_proof = None;
            assert!(!unproven.check(&pool, &include));
            shut += 1;
        }
        if let Some(can) = include.iter().find(|id| !relaxation.never.contains(id)) {
            let mut slandered = relaxation.clone();
            slandered.never.push(*can);
            assert!(!slandered.check(&pool, &include));
        }
        for at in 0..relaxation.changes.len() {
            let mut lighter = relaxation.clone();
            let change = &mut lighter.changes[at];
            change.from = change.to;
            lighter.weight = Program::weigh(&lighter.changes);
            assert!(!lighter.check(&pool, &include));
            others += 1;
        }
    }
    assert!(shut > 20 && others > 50, "{shut} {others}");
}

/// Three quotas of a real pool are made too tight together, though each alone can be met.
#[test]
fn tightened_real_pools_are_relaxed() {
    for (name, pool) in all_real() {
        let mut tight = Vec::new();
        for (feature, value, quota) in pool.quotas() {
            let count = pool.count(feature, value);
            let sum: u32 = pool.features()[feature]
                .values
                .values()
                .map(|v| v.min)
                .sum();
            // The first value of each feature takes all the room that its feature leaves.
            if value == ValueId(0) {
                let min = (quota.min + pool.seats - sum).min(count);
                tight.push((feature, value, min, min.max(quota.max)));
            }
        }
        let tight = pool.with_quotas(&tight);
        assert!(tight.check_quotas().is_empty(), "{name}");
        let feasible = matches!(
            decide(&System::of(&Types::of(&tight)), 2000),
            Ok(Verdict::Counts(_))
        );
        let relaxation = find(&tight, &BTreeSet::new(), Effort::default()).unwrap();
        eprintln!(
            "{name}: feasible {feasible}, {} changes, weight {}, at least {}, {} leaves",
            relaxation.changes.len(),
            relaxation.weight,
            relaxation.least,
            relaxation.proof.leaves()
        );
        assert_eq!(feasible, relaxation.changes.is_empty());
        assert!(relaxation.check(&tight, &BTreeSet::new()));
    }
}
