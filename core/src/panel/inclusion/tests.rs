use super::chances::Chances;
use super::*;
use crate::id::{IdVec, ValueId};
use crate::instance::{Feature, FeatureValue};
use crate::num::{Integer, Natural};

fn ratio(above: i64, below: u64) -> Ratio {
    Ratio::from_parts(Integer::from(above), Natural::from(below))
}

/// A pool whose people have the values of `rows`, all quotas 0..2.
fn pool(rows: &[&[u32]], seats: u32) -> Pool {
    let features = rows.first().map_or(0, |row| row.len());
    let feature = |at: usize| {
        let most = rows.iter().map(|row| row[at]).max().unwrap_or(0);
        let value = |name: u32| FeatureValue {
            name: format!("v{name}"),
            min: 0,
            max: 2,
            min_flex: 0,
            max_flex: 9,
        };
        Feature {
            name: format!("f{at}"),
            values: IdVec::from_vec((0..=most).map(value).collect()),
        }
    };
    let features = IdVec::from_vec((0..features).map(feature).collect());
    let people = rows.iter().enumerate().map(|(at, row)| {
        let values = row.iter().map(|value| ValueId(*value)).collect();
        (format!("p{at}"), values, None)
    });
    Pool::new(features, people.collect(), seats).unwrap()
}

/// The definition: differences of all ordered pairs, by twice the number and the sum.
fn gini_by_pairs(chances: &[Ratio]) -> Ratio {
    let mut differences = Ratio::ZERO;
    for one in chances {
        for other in chances {
            let difference = one - other;
            differences += if difference < Ratio::ZERO {
                -difference
            } else {
                difference
            };
        }
    }
    let sum = chances.iter().fold(Ratio::ZERO, |sum, chance| sum + chance);
    differences / (sum * ratio(2 * i64::try_from(chances.len()).unwrap(), 1))
}

#[test]
fn gini_is_the_mean_difference_by_its_definition() {
    let by_hand = [ratio(0, 1), ratio(1, 2), ratio(1, 2), ratio(1, 1)];
    // Ordered pairs: 2 (1/2 + 1/2 + 1 + 0 + 1/2 + 1/2) = 6; 6 / (2 * 4 * 2) = 3/8.
    assert_eq!(Chances::of(&by_hand).gini, ratio(3, 8));
    let mut chances = Vec::new();
    for at in 0..40_u32 {
        chances.push(ratio(i64::from(at * 7919 % 23), u64::from(23 + at % 5)));
        assert_eq!(
            Chances::of(&chances).gini,
            if at == 0 {
                Ratio::ZERO
            } else {
                gini_by_pairs(&chances)
            }
        );
    }
    assert_eq!(Chances::of(&vec![ratio(1, 7); 9]).gini, Ratio::ZERO);
}

#[test]
fn the_geometric_mean_is_the_nearest_decimal() {
    let mean = |chances: &[Ratio]| Chances::of(chances).geometric;
    // sqrt(1/2 * 1/8) = 1/4, and those who cannot be drawn are left out.
    let three = [ratio(1, 2), ratio(0, 1), ratio(1, 8)];
    assert_eq!(mean(&three), Some(ratio(1, 4)));
    // sqrt(1/2) = 0.70710678, sqrt(1/3) = 0.57735027
    assert_eq!(
        mean(&[ratio(1, 1), ratio(1, 2)]),
        Some(ratio(707_107, 1_000_000))
    );
    assert_eq!(
        mean(&[ratio(1, 1), ratio(1, 3)]),
        Some(ratio(577_350, 1_000_000))
    );
    assert_eq!(mean(&[ratio(0, 1)]), None);
    assert_eq!(mean(&[]), None);
}

#[test]
fn bins_hold_everybody_once() {
    let chances = [
        ratio(0, 1),
        ratio(1, 20),
        ratio(1, 10),
        ratio(99, 1000),
        ratio(1, 1),
    ];
    let bins = Chances::of(&chances).bins;
    assert_eq!(bins.len(), 20);
    assert_eq!(bins.iter().map(|bin| bin.people).sum::<u32>(), 5);
    assert_eq!(
        (
            bins[0].people,
            bins[1].people,
            bins[2].people,
            bins[19].people
        ),
        (1, 2, 1, 1)
    );
    let few = Chances::of(&[ratio(9, 161)]).bins;
    // 9/161 = 0.0559: twelve bins of a half percent.
    assert_eq!((few.len(), few[11].people), (12, 1));
    assert_eq!(few[11].from, ratio(11, 200));
    assert!(Chances::of(&[Ratio::ZERO]).bins.is_empty());
}

#[test]
fn a_panel_stands_beside_pool_quota_and_census() {
    let pool = pool(&[&[0, 0], &[0, 1], &[0, 0], &[1, 1]], 3);
    let census: Census = vec![
        vec![Some(ratio(1, 2)), Some(ratio(1, 2))],
        vec![None, Some(ratio(1, 4))],
    ];
    let members = [PersonId(0), PersonId(1), PersonId(2)];
    let drawn = Drawn {
        members: Some(&members),
        census: Some(&census),
        ..Drawn::default()
    };
    let found = Inclusion::of(&pool, &drawn).unwrap();
    let first = &found.shares[0];
    assert_eq!((first.pool, &first.pool_share), (3, &ratio(3, 4)));
    assert_eq!(
        (&first.panel, &first.panel_share),
        (&Some(ratio(3, 1)), &Some(ratio(1, 1)))
    );
    assert_eq!(first.fit, Some(Fit::Over(ratio(1, 1))));
    assert_eq!(first.beyond_census(3), Some(ratio(3, 2)));
    assert_eq!(found.shares[2].beyond_census(3), None);
    assert_eq!(found.shares[3].beyond_census(3), Some(ratio(1, 4)));
    // Two share (0, 0), two are alone.
    assert_eq!(
        (
            found.crowd.alone,
            found.crowd.smallest(),
            found.crowd.count()
        ),
        (2, 1, 3)
    );
    assert_eq!(found.crowd.alone_share, ratio(1, 2));
    assert!(found.drawn);
}

#[test]
fn expected_members_are_sums_of_chances() {
    let pool = pool(&[&[0], &[0], &[1], &[1]], 2);
    let chances = [ratio(2, 3), ratio(2, 3), ratio(1, 3), ratio(1, 3)];
    let drawn = Drawn {
        chances: Some(&chances),
        ..Drawn::default()
    };
    let found = Inclusion::of(&pool, &drawn).unwrap();
    assert_eq!(found.shares[0].panel, Some(ratio(4, 3)));
    assert_eq!(found.shares[1].panel_share, Some(ratio(1, 3)));
    assert!(!found.drawn);
    let wrong = [ratio(1, 3), ratio(2, 3), ratio(1, 3), ratio(1, 3)];
    let drawn = Drawn {
        chances: Some(&wrong),
        ..Drawn::default()
    };
    assert_eq!(
        Inclusion::of(&pool, &drawn).unwrap_err().code,
        "chances-invalid"
    );
}

#[test]
fn decimals_round_to_the_nearest() {
    assert_eq!(decimals(&ratio(1, 11), 4), "0.0909");
    assert_eq!(decimals(&ratio(1, 8), 2), "0.13");
    assert_eq!(decimals(&ratio(-1, 8), 2), "-0.13");
    assert_eq!(decimals(&ratio(-1, 800), 2), "0.00");
    assert_eq!(decimals(&ratio(199, 2), 0), "100");
    assert_eq!(decimals(&ratio(7, 1), 3), "7.000");
}

/// Leximin on the shared pools: Gini and geometric mean as published for sortition-algorithms and
/// found with four solvers (sortition.md 6.2); people alone with their values counted in Python.
#[cfg(feature = "solvers")]
#[test]
fn figures_of_leximin_are_those_of_others() {
    use crate::panel::leximin::{Effort, Start, check, find};
    use crate::panel::{Types, samples};

    let known = [
        ("sa_fixture_22", 22, "0.1404", Some("0.14121"), 100),
        ("syn_a_20", 20, "0.2305", None, 178),
        ("syn_b_40", 40, "0.2428", None, 263),
    ];
    for (name, seats, gini, geometric, alone) in known {
        let Some(pool) = samples::real(name, seats) else {
            continue;
        };
        let types = Types::of(&pool);
        let start = Start::default();
        let found = find(&types, &start, &Effort::default(), &mut |_, _| true).unwrap();
        let proven = check(&types, &start, &found).unwrap();
        let chance = |person| proven.chances[types.type_of(person)].clone();
        let chances: Vec<Ratio> = pool.people().map(chance).collect();
        let drawn = Drawn {
            chances: Some(&chances),
            ..Drawn::default()
        };
        let report = Inclusion::of(&pool, &drawn).unwrap();
        let spread = report.chances.unwrap();
        assert_eq!(decimals(&spread.gini, 4), gini, "{name}");
        if let Some(geometric) = geometric {
            assert_eq!(decimals(&spread.geometric.unwrap(), 5), geometric, "{name}");
        }
        assert_eq!(report.crowd.alone, alone, "{name}");
        // Everyone is in one bin, and expected members of each feature fill the seats.
        assert_eq!(
            spread.bins.iter().map(|bin| bin.people).sum::<u32>(),
            pool.len()
        );
        for feature in pool.features().ids() {
            let own = report
                .shares
                .iter()
                .filter(|share| share.feature == feature);
            let sum = own
                .filter_map(|share| share.panel.clone())
                .fold(Ratio::ZERO, |a, b| a + b);
            assert_eq!(sum, ratio(i64::from(seats), 1));
        }
    }
}
