use super::*;
use crate::id::len32;
use crate::panel::samples::{Dice, panels, random, real};

fn stream(seed: u64) -> Stream {
    let seed: crate::lottery::Seed = format!("{seed:064x}").parse().unwrap();
    Stream::new(crate::lottery::DrawKey::derive(seed, "test"))
}

/// Panels drawn against their number of sets of people times weights, by chi-square: whatever the
/// tilts and whichever feature is followed, with and without households.
#[test]
#[allow(clippy::float_arithmetic)] // an oracle by other means
fn tilts_change_nothing_but_the_attempts() {
    let mut dice = Dice(11);
    let mut tested = 0;
    for number in 0..200_u64 {
        let pool = random(&mut dice, 10, 4, number % 2 == 0);
        let types = Types::of(&pool);
        let all = panels(&pool);
        if all.len() < 2 || all.len() > 150 {
            continue;
        }
        let weight = |id: TypeId| Natural::from(if number % 3 == 0 { 1 + id.0 % 3 } else { 1 });
        let weights = IdVec::from_vec(types.types().ids().map(weight).collect());
        let mut expected = std::collections::BTreeMap::new();
        let mut total = Natural::ZERO;
        for panel in &all {
            let of = panel.iter();
            let worth = of.fold(Natural::ONE, |worth, person| {
                worth * weight(types.type_of(*person))
            });
            total += &worth;
            *expected.entry(types.counts(panel)).or_insert(Natural::ZERO) += worth;
        }
        let first = FeatureId(dice.below(pool.features().len()));
        let quotas = rows_of(&types);
        let rows = quotas
            .iter()
            .copied()
            .filter(|_| dice.below(4) == 0)
            .collect();
        let Some(mut tilted) = Tilted::new(&types, first, rows, Some(&weights), 100_000) else {
            panic!("a small pool");
        };
        let mut tilts = vec![UPRIGHT; tilted.tilts.len()];
        for row in quotas {
            tilts[ix(row.0)] = UPRIGHT / 2 + dice.below(2 * UPRIGHT);
        }
        tilted.lean(tilts).unwrap();
        assert!(tilted.most() >= total, "pool {number}");
        let mut stream = stream(number);
        let mut drawn = std::collections::BTreeMap::new();
        let draws = 20 * len32(all.len());
        let mut attempts = 0;
        for _ in 0..draws {
            let counts = loop {
                attempts += 1;
                assert!(attempts < 2_000_000, "pool {number}");
                if let Some(counts) = tilted.panel(&types, &mut stream) {
                    break counts;
                }
            };
            assert!(types.admits(&counts));
            *drawn.entry(counts).or_insert(0_u32) += 1;
        }
        let float = |number: &Natural| number.to_string().parse::<f64>().unwrap();
        let square: f64 = expected
            .iter()
            .map(|(counts, worth)| {
                let wanted = float(worth) / float(&total) * f64::from(draws);
                let seen = f64::from(drawn.get(counts).copied().unwrap_or_default());
                (seen - wanted) * (seen - wanted) / wanted
            })
            .sum();
        // Mean f, variance 2f: six deviations.
        let freedom = f64::from(len32(expected.len()) - 1);
        assert!(
            (square - freedom) * (square - freedom) < 72.0 * freedom + 50.0,
            "{number}: {square} of {freedom}"
        );
        tested += 1;
    }
    assert!(tested > 15, "{tested}");
}

fn rows_of(types: &Types) -> Vec<RowId> {
    let rows = types.rows().iter();
    rows.filter(|(_, row)| matches!(row.asked, Asked::Quota(..)))
        .map(|(id, _)| id)
        .collect()
}

/// With every row followed and nothing leant the bound is the number of panels, but for what is
/// rounded up.
#[test]
fn the_bound_is_the_number_where_all_is_followed() {
    let mut dice = Dice(12);
    for number in 0..60_u32 {
        let pool = random(&mut dice, 10, 4, number % 2 == 0);
        let types = Types::of(&pool);
        let rows = rows_of(&types);
        let Some(tilted) = Tilted::new(&types, FeatureId(0), rows, None, 100_000) else {
            // A value that somebody must have and nobody has.
            continue;
        };
        let all = panels(&pool).len();
        let most = tilted.most();
        assert!(
            most == Natural::from(all) || most == Natural::from(all + 1),
            "pool {number}: {most} {all}"
        );
    }
}

/// Sums and products are rounded up, so that a graph promises no less than its ways.
#[test]
fn weights_are_exact_and_sums_rounded_up() {
    let weight = Weight::over(&((Natural::ONE << 40) + Natural::ONE));
    assert_eq!(weight.natural(), (Natural::ONE << 40) + Natural::ONE);
    let here = Scaled::ONE.plus(Scaled::ONE.times(weight));
    // 2^40 + 1 is rounded up to 2^40 + 2^9, and that and one to 2^40 + 2^10.
    assert_eq!(
        here.natural(),
        (Natural::ONE << 40) + Natural::from(1024_u32)
    );
}

/// The pool of 150, whose panels were counted once with forty million states: the bound is above
/// that number, and the share of attempts that are kept says about as many.
#[test]
fn the_fixture_has_about_as_many_panels_as_were_counted() {
    let Some(pool) = real("sa_fixture_22", 22) else {
        return;
    };
    let types = Types::of(&pool);
    let exact: Natural = "21780285540798541047".parse().unwrap();
    let tilted = find(&types, None, 20_000).unwrap();
    let most = tilted.most();
    assert!(tilted.states() <= 20_000 && most >= exact);
    let (mut stream, mut kept) = (stream(5), 0_u32);
    for _ in 0..40_000 {
        let panel = tilted.panel(&types, &mut stream);
        kept += u32::from(panel.is_some());
        assert!(panel.is_none_or(|panel| types.admits(&panel)));
    }
    let estimate = most * Natural::from(kept) / Natural::from(40_000_u32);
    let tenths = estimate * Natural::from(10_u8) / exact;
    assert!(
        (8_u8..=12).any(|tenth| tenths == Natural::from(tenth)),
        "{tenths} {kept}"
    );
}
