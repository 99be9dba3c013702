use super::*;
use crate::id::len32;
use crate::panel::samples::{Dice, panels, random, real};

fn stream(seed: u64) -> Stream {
    let seed: crate::lottery::Seed = format!("{seed:064x}").parse().unwrap();
    Stream::new(crate::lottery::DrawKey::derive(seed, "test"))
}

/// Panels drawn against their number of sets of people times weights, by chi-square: whatever the
/// tilts, the order of features and the weights.
#[test]
#[allow(clippy::float_arithmetic)] // an oracle by other means
fn tilts_and_order_change_nothing_but_the_attempts() {
    let mut dice = Dice(21);
    let mut tested = 0;
    for number in 0..200_u64 {
        let pool = random(&mut dice, 10, 4, false);
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
            let worth = panel.iter().fold(Natural::ONE, |worth, person| {
                worth * weight(types.type_of(*person))
            });
            total += &worth;
            *expected.entry(types.counts(panel)).or_insert(Natural::ZERO) += worth;
        }
        let mut features: Vec<FeatureId> = pool.features().ids().collect();
        let by = dice.below(len32(features.len()));
        features.rotate_left(ix(by));
        let mut tilts = vec![UPRIGHT; ix(types.rows().len())];
        for (id, row) in types.rows().iter() {
            if matches!(row.asked, Asked::Quota(..)) {
                tilts[ix(id.0)] = UPRIGHT / 2 + dice.below(2 * UPRIGHT);
            }
        }
        let Some(apart) = Apart::new(&types, features, Some(&weights), tilts) else {
            panic!("a small pool without homes");
        };
        assert!(apart.most() >= total, "pool {number}");
        let (mut stream, mut desk) = (stream(number), Desk::default());
        let mut drawn = std::collections::BTreeMap::new();
        let draws = 20 * len32(all.len());
        let mut attempts = 0;
        for _ in 0..draws {
            let counts = loop {
                attempts += 1;
                assert!(attempts < 2_000_000, "pool {number}");
                if let Some(counts) = apart.panel(&types, &mut stream, &mut desk) {
                    break counts;
                }
            };
            assert!(types.admits(&counts));
            *drawn.entry(counts).or_insert(0_u32) += 1;
        }
        // As often as the bound says.
        let float = |number: &Natural| number.to_string().parse::<f64>().unwrap();
        let often = float(&total) / float(&apart.most());
        let wanted = f64::from(draws) / often;
        let off = f64::from(attempts) - wanted;
        assert!(
            off * off < 72.0 * wanted / often + 0.02 * wanted * wanted,
            "pool {number}: {attempts} {wanted}"
        );
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

/// The pool of 150, whose panels were counted once with forty million states: the bound is above
/// that number, and the share of attempts that are kept says about as many.
#[test]
fn the_fixture_has_about_as_many_panels_as_were_counted() {
    let Some(pool) = real("sa_fixture_22", 22) else {
        return;
    };
    let types = Types::of(&pool);
    let exact: Natural = "21780285540798541047".parse().unwrap();
    let apart = find(&types, None).unwrap();
    let most = apart.most();
    assert!(most >= exact);
    let (mut stream, mut desk) = (stream(5), Desk::default());
    let (mut kept, mut attempts) = (0_u32, 0_u32);
    while kept < 100 {
        attempts += 1;
        let panel = apart.panel(&types, &mut stream, &mut desk);
        kept += u32::from(panel.is_some());
        assert!(panel.is_none_or(|panel| types.admits(&panel)));
    }
    let estimate = most * Natural::from(kept) / Natural::from(attempts);
    let tenths = estimate * Natural::from(10_u8) / exact;
    assert!(
        (7_u8..=13).any(|tenth| tenths == Natural::from(tenth)),
        "{tenths} {attempts} {}",
        apart.expected
    );
}
