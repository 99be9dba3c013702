//! Nash and nearest chances against published figures and against every panel there is.

use super::*;
use crate::instance::Pool;
use crate::panel::samples::{Dice, panels, random, real};

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
        ("sa_fixture_22", 22, 0.141_903, 0.0877, 0.2341),
        ("syn_a_20", 20, 0.072_529, 0.0506, 0.4696),
    ] {
        let Some(pool) = real(name, seats) else {
            continue;
        };
        let types = Types::of(&pool);
        let proven = solved(&types, &Aim::Nash);
        let (m, l, g) = shape(&types, &proven);
        println!(
            "{name}: {m} {l} {g} gap {} panels {}",
            float(&proven.gap),
            proven.lottery.panels().len()
        );
        assert!((m - mean).abs() < 1e-6 && (l - least).abs() < 1e-4 && (g - most).abs() < 1e-4);
        assert!(float(&proven.gap) < 1e-5);
    }
}

fn sample(dice: &mut Dice) -> Pool {
    let (people, seats) = (6 + dice.below(5), 2 + dice.below(3));
    let households = dice.below(3) == 0;
    random(dice, people, seats, households)
}

fn gain(aim: &Aim, types: &Types, proven: &Proven, person: crate::id::PersonId) -> Option<Ratio> {
    let id = types.type_of(person);
    let chance = &proven.chances[id];
    match aim {
        Aim::Nash => (!chance.is_zero()).then(|| Ratio::ONE / chance),
        Aim::Near(targets) => {
            let target = &targets[id];
            Some(Ratio::from(2_u8) * (target - chance) / target)
        }
    }
}

/// Every panel of a pool, one after the other, says that nothing is better by more than the gap;
/// those who are on none have no chance.
fn holds_against_all_panels(pool: &Pool, aim: &Aim) -> Option<u32> {
    let types = Types::of(pool);
    let panels = panels(pool);
    if panels.is_empty() {
        let none = find(&types, aim, 20_000, &mut |_, _| true);
        assert!(none.is_err());
        return None;
    }
    let proven = solved(&types, aim);
    let gains: Vec<Option<Ratio>> = pool
        .people()
        .map(|person| gain(aim, &types, &proven, person))
        .collect();
    let mut expected = Ratio::ZERO;
    for (person, gain) in pool.people().zip(&gains) {
        let drawn = panels.iter().any(|panel| panel.contains(&person));
        let chance = &proven.chances[types.type_of(person)];
        assert!(drawn || chance.is_zero());
        if *aim == Aim::Nash {
            assert_eq!(drawn, !chance.is_zero());
        }
        expected += chance * gain.clone().unwrap_or(Ratio::ZERO);
    }
    let most = panels
        .iter()
        .map(|panel| {
            let gains = panel
                .iter()
                .map(|person| gains[ix(person.0)].clone().unwrap());
            gains.fold(Ratio::ZERO, |sum, gain| sum + gain)
        })
        .max()
        .unwrap();
    assert!(
        &most - &expected <= proven.gap,
        "{} {}",
        float(&most),
        float(&expected)
    );
    assert!(float(&proven.gap) < 1e-5, "{}", float(&proven.gap));
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
        let types = Types::of(&pool);
        // Targets of 1/10 to 9/10, of any sum.
        let target = |_| Ratio::from_parts(Integer::from(1 + dice.below(9)), Natural::from(10_u8));
        let targets = IdVec::from_vec(types.types().ids().map(target).collect());
        holds_against_all_panels(&pool, &Aim::Near(targets));
    }
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
    low.bound -= Integer::from(1_000_000_000_i64);
    let refused = check(&types, &Aim::Nash, low).unwrap_err();
    assert_eq!(refused.code, "proof-refused");
    assert!(check(&types, &Aim::Nash, found).is_ok());
}
