//! Goldilocks against published figures and against every panel there is.

use super::*;
use crate::num::Natural;
use crate::panel::samples::{Dice, panels, random, real};

fn solved(types: &Types, gamma: &Ratio) -> Proven {
    let found = find(types, gamma, 20_000, &mut |_, _| true).unwrap();
    let again = Found::from_value(types, &found.to_value()).unwrap();
    assert_eq!(again, found);
    check(types, gamma, &found).unwrap()
}

fn ratio(above: u32, below: u32) -> Ratio {
    Ratio::from_parts(Integer::from(above), Natural::from(below))
}

/// sortition.md 6.2: objective, least, greatest.
#[test]
fn the_figures_of_the_shared_pools() {
    for (name, seats, objective, least, most) in [
        ("sa_fixture_22", 22, 2.891_742, 1.0 / 11.0, 0.1875),
        ("syn_a_20", 20, 4.569_571, 0.055_38, 0.25),
    ] {
        let Some(pool) = real(name, seats) else {
            continue;
        };
        let types = Types::of(&pool);
        let proven = solved(&types, &Ratio::ONE);
        let float = |ratio: &Ratio| ratio.to_f64().value();
        println!(
            "{name}: {} = {}, gap {}, least {}, most {}",
            proven.objective,
            float(&proven.objective),
            proven.gap,
            proven.least,
            proven.most
        );
        assert!((float(&proven.objective) - objective).abs() < 1e-6);
        assert!((float(&proven.least) - least).abs() < 1e-5);
        assert!((float(&proven.most) - most).abs() < 1e-9);
        assert!(float(&proven.gap) < 1e-9);
    }
}

/// Lotteries of panels enumerated by brute force, drawn blindly and mixed with the one found, are
/// no better than the proven bound.
#[test]
fn no_lottery_of_all_panels_is_better() {
    let mut dice = Dice(21);
    let mut some = 0;
    for number in 0..80 {
        let (people, seats) = (6 + dice.below(4), 2 + dice.below(3));
        let households = dice.below(3) == 0;
        let pool = random(&mut dice, people, seats, households);
        let types = Types::of(&pool);
        let panels = panels(&pool);
        let gamma = ratio(1 + dice.below(4), 2);
        if panels.is_empty() {
            assert!(find(&types, &gamma, 1000, &mut |_, _| true).is_err());
            continue;
        }
        some += 1;
        let proven = solved(&types, &gamma);
        assert!(proven.gap < ratio(1, 1_000_000), "{number}: {}", proven.gap);
        let drawn: Vec<_> = pool
            .people()
            .filter(|person| panels.iter().any(|panel| panel.contains(person)))
            .collect();
        let chance = |person| &proven.inside.chances[types.type_of(person)];
        let least = drawn.iter().map(|person| chance(*person)).min().unwrap();
        let most = drawn.iter().map(|person| chance(*person)).max().unwrap();
        assert!(*least >= proven.least && *most <= proven.most);
        // Lotteries drawn blindly, and mixed with the one found, are no better.
        let weighing = Weighing::of(&types, &gamma);
        for _ in 0..200 {
            let weights: Vec<u32> = panels.iter().map(|_| dice.below(4).pow(3)).collect();
            let total: u32 = weights.iter().sum();
            let mix = dice.below(8);
            let chances = drawn.iter().map(|person| {
                let held = panels.iter().zip(&weights);
                let held = held.filter(|(panel, _)| panel.contains(person));
                let held: u32 = held.map(|(_, weight)| *weight).sum();
                let blind = ratio(held, total.max(1));
                (blind + chance(*person) * Ratio::from(mix)) / Ratio::from(mix + 1)
            });
            let chances: Vec<Ratio> = chances.collect();
            let (low, high) = (chances.iter().min().unwrap(), chances.iter().max().unwrap());
            if total == 0 || low.is_zero() {
                continue;
            }
            let value = weighing.at(low, high);
            assert!(value >= &proven.objective - &proven.gap, "{number}");
        }
    }
    assert!(some > 20);
}

/// What does not prove is refused.
#[test]
fn a_bound_too_low_is_refused() {
    let mut dice = Dice(1);
    let mut pools = (0..20).map(|_| random(&mut dice, 8, 3, false));
    let pool = pools.find(|pool| !panels(pool).is_empty()).unwrap();
    let types = Types::of(&pool);
    let mut found = find(&types, &Ratio::ONE, 1000, &mut |_, _| true).unwrap();
    found.trades[0].bound -= Integer::ONE;
    let refused = check(&types, &Ratio::ONE, &found).unwrap_err();
    assert_eq!(refused.code, "proof-refused");
}
