//! Goldilocks against published figures, against every panel there is, and against records that
//! were bent.

use super::*;
use crate::num::Natural;
use crate::panel::bent::bent;
use crate::panel::samples::{Dice, panels, random, real};
use crate::propose::{Limits, Program, Row, Variable};

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

/// With one node for each search, and with few panels known, the band is that of a lottery of
/// panels, and no lottery of all panels is better by more than the gap.
#[test]
fn a_limit_is_a_wider_band_with_its_gap() {
    let mut dice = Dice(77);
    let (mut wider, mut none, mut some) = (0, 0, 0);
    for number in 0..200 {
        let (people, seats) = (8 + dice.below(9), 3 + dice.below(2));
        let households = number % 2 == 0;
        let pool = random(&mut dice, people, seats, households);
        let types = Types::of(&pool);
        let panels = panels(&pool);
        if panels.is_empty() || panels.len() > 400 {
            continue;
        }
        let gamma = Ratio::ONE;
        let found = if number % 3 == 0 {
            find(&types, &gamma, 1, &mut |_, _| true)
        } else {
            find::of_some(&types, &gamma, &panels_by_type(&types, &panels, &mut dice))
        };
        let found = match found {
            Ok(found) => found,
            Err(problem) => {
                assert_eq!(problem.code, "lottery-limit", "{number}");
                none += 1;
                continue;
            }
        };
        some += 1;
        let read = Found::from_value(&types, &found.to_value()).unwrap();
        let proven = check(&types, &gamma, &read).unwrap();
        wider += u32::from(proven.gap > ratio(1, 1_000_000));
        let best = best_of_all(&types, &panels, &gamma);
        let float = |ratio: &Ratio| ratio.to_f64().value();
        let (low, high) = (
            float(&(&proven.objective - &proven.gap)),
            float(&proven.objective),
        );
        assert!(
            low <= best + 1e-6 && best <= high + 1e-6,
            "{number}: {low} {best} {high}"
        );
        let lottery = &proven.inside.lottery;
        let real =
            |counts: &crate::panel::Counts| panels.iter().any(|p| types.counts(p) == *counts);
        assert!(lottery.panels().iter().all(|(panel, _)| real(panel)));
        if let Some((least, bound)) = proven.inside.gap.as_ref().and_then(|gap| gap.stage.clone()) {
            assert!(proven.least <= least && least < bound);
        }
        // A band that the lottery does not keep.
        let narrower = Found {
            most: (&found.least + &found.most) / Ratio::from(2_u8),
            ..found.clone()
        };
        if found.least < found.most {
            assert!(check(&types, &gamma, &narrower).is_err());
        }
    }
    println!("{some} bands, {wider} wider than could be, {none} without a lottery");
    assert!(wider >= 5 && some >= 20);
}

/// Some of the panels, by type.
fn panels_by_type(
    types: &Types,
    panels: &[Vec<PersonId>],
    dice: &mut Dice,
) -> Vec<crate::panel::Counts> {
    let kept = panels.iter().filter(|_| dice.below(3) > 0);
    kept.map(|panel| types.counts(panel)).collect()
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

/// The least objective of all lotteries of these panels: over the least chance, by thirds, of the
/// linear program over the panels one by one.
fn best_of_all(types: &Types, panels: &[Vec<PersonId>], gamma: &Ratio) -> f64 {
    let float = |ratio: &Ratio| ratio.to_f64().value();
    let weighing = Weighing::of(types, gamma);
    let (s, t) = (float(&weighing.s), float(&weighing.t));
    let variable = |objective: f64| Variable {
        objective,
        least: 0.0,
        most: 1.0,
        whole: false,
    };
    let people: BTreeSet<PersonId> = panels.iter().flatten().copied().collect();
    let holders = |person: &PersonId| -> Vec<(u32, f64)> {
        let held = (1..)
            .zip(panels)
            .filter(|(_, panel)| panel.contains(person));
        held.map(|(number, _)| (number, 1.0)).collect()
    };
    // The greatest chance is variable 0 (or the least, where that is to be as great as can be).
    let program = |least: Option<f64>| {
        let mut program = Program {
            maximise: least.is_none(),
            ..Program::default()
        };
        program.variable(variable(1.0));
        for _ in panels {
            program.variable(variable(0.0));
        }
        let sum = (1..=len32(panels.len())).map(|at| (at, 1.0)).collect();
        program.rows.push(Row {
            terms: sum,
            least: 1.0,
            most: 1.0,
        });
        for person in &people {
            let mut terms = holders(person);
            if let Some(least) = least {
                let most = f64::INFINITY;
                program.rows.push(Row {
                    terms: terms.clone(),
                    least,
                    most,
                });
            }
            terms.push((0, -1.0));
            let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
            let (least, most) = if least.is_none() {
                (0.0, high)
            } else {
                (low, 0.0)
            };
            program.rows.push(Row { terms, least, most });
        }
        program.solve(Limits::default()).unwrap().values[0]
    };
    let value = |least: f64| s * program(Some(least)) + t / least;
    let (mut low, mut high) = (1e-6, program(None) - 1e-10);
    for _ in 0..60 {
        let (one, other) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if value(one) < value(other) {
            high = other;
        } else {
            low = one;
        }
    }
    value(low).min(value(high))
}

/// On pools small enough to know all panels: the objective is the least of all, and no bent record
/// claims less than can be had, or chances outside of its band.
#[test]
fn the_best_of_all_panels_and_nothing_false_of_bent_records() {
    let float = |ratio: &Ratio| ratio.to_f64().value();
    let mut dice = Dice(4);
    let (mut pools, mut refused, mut true_still) = (0, 0, 0);
    while pools < 20 {
        let (people, seats) = (6 + dice.below(4), 2 + dice.below(3));
        let households = dice.below(2) == 0;
        let pool = random(&mut dice, people, seats, households);
        let types = Types::of(&pool);
        let all = panels(&pool);
        if all.is_empty() {
            continue;
        }
        pools += 1;
        let gamma = ratio(1 + dice.below(4), 2);
        let best = best_of_all(&types, &all, &gamma);
        let proven = solved(&types, &gamma);
        assert!((float(&proven.objective) - best).abs() < 1e-6, "{best}");
        let value = find(&types, &gamma, 2000, &mut |_, _| true)
            .unwrap()
            .to_value();
        for bent in bent(&value, &mut dice, 3) {
            let read = Found::from_value(&types, &bent);
            let Ok(proven) = read.and_then(|found| check(&types, &gamma, &found)) else {
                refused += 1;
                continue;
            };
            true_still += 1;
            assert!(float(&(&proven.objective - &proven.gap)) <= best + 1e-6);
            for person in pool.people() {
                let id = types.type_of(person);
                let chance = &proven.inside.chances[id];
                let drawn = all.iter().any(|panel| panel.contains(&person));
                assert_eq!(drawn, !proven.excluded.contains(&id));
                assert!(*chance <= proven.most && (!drawn || *chance >= proven.least));
            }
        }
    }
    println!("{refused} refused, {true_still} bent and true still");
    assert!(refused > 500 && true_still > 50);
}
