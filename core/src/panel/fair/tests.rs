//! Nash and nearest chances against published figures, against every panel there is, and against
//! records that were bent.

mod oracle;
mod tamper;

use super::*;
use crate::instance::Pool;
use crate::num::Natural;
use crate::panel::samples::{Dice, all_real, panels, random, real};
use oracle::Oracle;

fn solved(types: &Types, aim: &Aim) -> Proven {
    let found = find(types, aim, 20_000, &mut |_, _| true).unwrap();
    let again = Found::from_value(types, &found.to_value()).unwrap();
    assert_eq!(again, found);
    check(types, aim, found).unwrap()
}

fn float(ratio: &Ratio) -> f64 {
    ratio.to_f64().value()
}

/// By person: the geometric mean, the least, and the greatest chance.
fn shape(types: &Types, proven: &Proven) -> (f64, f64, f64) {
    let (mut logs, mut people, mut least, mut most) = (0.0, 0, 1.0_f64, 0.0_f64);
    let mut sum = Ratio::ZERO;
    for (id, chance) in proven.chances.iter() {
        let count = len32(types.types()[id].people.len());
        sum += chance * Ratio::from(count);
        #[allow(clippy::disallowed_methods)]
        if !chance.is_zero() {
            logs += f64::from(count) * float(chance).ln();
            people += count;
            least = least.min(float(chance));
            most = most.max(float(chance));
        }
    }
    assert_eq!(sum, Ratio::from(types.seats()), "chances sum to the seats");
    #[allow(clippy::disallowed_methods)]
    let mean = (logs / f64::from(people)).exp();
    (mean, least, most)
}

/// Geometric mean, least, greatest: sortition.md 6.2 (sortition-algorithms and two solvers agree).
#[test]
fn the_figures_of_the_shared_pools() {
    for (name, seats, mean, least, most) in [
        ("sa_fixture_22", 22, 0.141_902_8, 0.0877, 0.2341),
        ("syn_a_20", 20, 0.072_528_7, 0.0506, 0.4696),
    ] {
        let Some(pool) = real(name, seats) else {
            continue;
        };
        let types = Types::of(&pool);
        let (m, l, g) = shape(&types, &solved(&types, &Aim::Nash));
        assert!((m - mean).abs() < 1e-7 && (l - least).abs() < 1e-4 && (g - most).abs() < 1e-4);
    }
}

/// Of 1000 people too: the rows tell all, no panel is generated, one leaf proves it.
#[test]
fn real_pools_are_proven_to_within_a_billionth() {
    for (name, pool) in all_real() {
        let types = Types::of(&pool);
        let weight = |id: TypeId| Ratio::from(1 + id.0 % 5);
        let weights = IdVec::from_vec(types.types().ids().map(weight).collect());
        let targets = crate::panel::wished::targets(&types, &weights);
        for aim in [Aim::Nash, Aim::Near(targets)] {
            let proven = solved(&types, &aim);
            assert!(float(&proven.gap) < 1e-9, "{name}: {}", proven.gap);
            assert_eq!(proven.proof.leaves(), 1);
        }
    }
}

fn sample(dice: &mut Dice) -> Pool {
    let (people, seats) = (6 + dice.below(5), 2 + dice.below(3));
    let households = dice.below(3) == 0;
    random(dice, people, seats, households)
}

/// Targets of 1/10 to 9/10, of any sum.
fn some_targets(dice: &mut Dice, types: &Types) -> Aim {
    let target = |_| Ratio::from_parts(Integer::from(1 + dice.below(9)), Natural::from(10_u8));
    Aim::Near(IdVec::from_vec(types.types().ids().map(target).collect()))
}

/// What is found is as good as the best of all panels, as far as it says, and no better than that.
fn holds_against_all_panels(pool: &Pool, aim: &Aim) -> Option<u32> {
    let types = Types::of(pool);
    let panels = panels(pool);
    if panels.is_empty() {
        let none = find(&types, aim, 20_000, &mut |_, _| true);
        assert!(none.is_err());
        return None;
    }
    let proven = solved(&types, aim);
    let oracle = Oracle::of(&types, &panels, aim);
    oracle.agrees(&types, &proven);
    let value = oracle.value(&types, &proven);
    assert!(value <= oracle.most + 1e-9, "better than the best");
    assert!(float(&proven.gap) < 2e-5, "{}", float(&proven.gap));
    Some(proven.proof.leaves())
}

#[test]
fn nash_against_all_panels_of_random_pools() {
    let mut dice = Dice(3);
    let (mut some, mut split) = (0, 0);
    for _ in 0..150 {
        if let Some(leaves) = holds_against_all_panels(&sample(&mut dice), &Aim::Nash) {
            some += 1;
            split += u32::from(leaves > 1);
        }
    }
    println!("{some} pools with panels, {split} proofs with splits");
    assert!(some > 30);
}

#[test]
fn nearest_chances_against_all_panels_of_random_pools() {
    let mut dice = Dice(5);
    for _ in 0..100 {
        let pool = sample(&mut dice);
        let aim = some_targets(&mut dice, &Types::of(&pool));
        holds_against_all_panels(&pool, &aim);
    }
}

/// Of a, b and c at most one can sit, by pairs: rows alone promise each a half. A third each is the
/// best, with which everyone else has a half, and no row says so: the proof is split.
#[test]
fn what_rows_promise_and_panels_cannot_keep() {
    use crate::id::ValueId;
    use crate::instance::{Feature, FeatureValue};

    let feature = |name: &str| {
        let value = |name: &str, max: u32| FeatureValue {
            name: name.to_owned(),
            min: 0,
            max,
            min_flex: 0,
            max_flex: max,
        };
        Feature {
            name: name.to_owned(),
            values: IdVec::from_vec(vec![value("x", 1), value("o", 2)]),
        }
    };
    let people = [[0, 1, 0], [0, 0, 1], [1, 0, 0], [1, 1, 1], [1, 1, 1]];
    let rows = ["a", "b", "c", "d", "e"].into_iter().zip(people);
    let rows = rows.map(|(id, values)| (id.to_owned(), values.map(ValueId).to_vec(), None));
    let features = ["f", "g", "h"].map(feature).to_vec();
    let pool = Pool::new(IdVec::from_vec(features), rows.collect(), 2).unwrap();
    let types = Types::of(&pool);
    let proven = solved(&types, &Aim::Nash);
    let chances: Vec<String> = pool
        .people()
        .map(|person| proven.chances[types.type_of(person)].to_string())
        .collect();
    assert_eq!(chances, ["1/3", "1/3", "1/3", "1/2", "1/2"]);
    assert!(proven.gap.is_zero() && proven.proof.leaves() > 1);
    assert_eq!(holds_against_all_panels(&pool, &Aim::Nash), Some(2));
}

/// What does not prove is refused.
#[test]
fn a_bound_too_low_is_refused() {
    let mut dice = Dice(1);
    let mut pools = (0..20).map(|_| random(&mut dice, 8, 3, false));
    let pool = pools.find(|pool| !panels(pool).is_empty()).unwrap();
    let types = Types::of(&pool);
    let found = find(&types, &Aim::Nash, 1000, &mut |_, _| true).unwrap();
    let mut low = found.clone();
    low.weighed.bound -= Integer::ONE;
    let refused = check(&types, &Aim::Nash, low).unwrap_err();
    assert_eq!(refused.code, "proof-refused");
    assert!(check(&types, &Aim::Nash, found).is_ok());
}
