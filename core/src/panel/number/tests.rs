use super::*;
use crate::id::{FeatureId, IdVec, PersonId, TypeId, ValueId, ix, len32};
use crate::instance::{Feature, FeatureValue, Pool};
use crate::lottery::Stream;
use crate::num::{Integer, Ratio};
use crate::panel::samples::panels;
use crate::panel::{Counts, Types};

/// Small numbers from a fixed scramble (splitmix64).
pub(super) struct Scramble(u64);

impl Scramble {
    fn below(&mut self, n: u64) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((x ^ (x >> 31)) % n).unwrap()
    }
}

/// A pool of up to 13 people, some of whom share households.
fn pool(seed: u64) -> Pool {
    let mut random = Scramble(seed);
    let people = 6 + random.below(8);
    let seats = 1 + random.below(u64::from(people / 2) + 1);
    let features: Vec<Feature> = (0..=random.below(3))
        .map(|feature| {
            let values = (0..2 + random.below(3)).map(|value| {
                let min = random.below(2);
                FeatureValue {
                    name: value.to_string(),
                    min,
                    max: min + random.below(u64::from(seats) + 1),
                    min_flex: 0,
                    max_flex: seats,
                }
            });
            Feature {
                name: feature.to_string(),
                values: IdVec::from_vec(values.collect()),
            }
        })
        .collect();
    let homes = [0, 3, 5, 9][ix(random.below(4))];
    let people = (0..people)
        .map(|person| {
            let values = features
                .iter()
                .map(|feature| ValueId(random.below(u64::from(feature.values.len()))))
                .collect();
            let home = random.below(12);
            let home = (home < homes).then(|| (home / 2).to_string());
            (format!("{person:02}"), values, home)
        })
        .collect();
    Pool::new(IdVec::from_vec(features), people, seats).unwrap()
}

fn features(pool: &Pool) -> Vec<FeatureId> {
    pool.features().ids().collect()
}

#[test]
fn numbers_and_chances_are_those_of_all_panels() {
    let (mut with_panels, mut with_homes) = (0, 0);
    for seed in 0..400 {
        let pool = pool(seed);
        let types = Types::of(&pool);
        let all = panels(&pool);
        let mut order = features(&pool);
        let turns = ix(len32(ix(u32::try_from(seed).unwrap())) % len32(order.len()));
        order.rotate_left(turns);
        let ways = Ways::of(&types, &order, None, 1_000_000).unwrap();
        assert_eq!(*ways.total(), Natural::from(all.len()), "pool {seed}");
        let number = super::count(&types, 1_000_000).panels;
        assert_eq!(number.as_ref(), Some(ways.total()), "pool {seed}");
        let Some(chances) = ways.chances(&types) else {
            assert!(all.is_empty());
            continue;
        };
        for person in pool.people() {
            let of = all.iter().filter(|panel| panel.contains(&person)).count();
            let chance = Ratio::from_parts(Integer::from(of), Natural::from(all.len()));
            assert_eq!(chances[types.type_of(person)], chance, "pool {seed}");
        }
        with_panels += 1;
        with_homes += u32::from(pool.household(PersonId(0)).is_some());
    }
    assert!(
        with_panels > 150 && with_homes > 80,
        "{with_panels} {with_homes}"
    );
}

#[test]
fn weights_multiply() {
    for seed in 0..100 {
        let pool = pool(seed);
        let types = Types::of(&pool);
        let all = panels(&pool);
        let weight = |id: TypeId| Natural::from(1 + id.0 * 7 % 5);
        let weights = IdVec::from_vec(types.types().ids().map(weight).collect());
        let of = |panel: &Vec<PersonId>| {
            let people = panel.iter();
            people.fold(Natural::ONE, |product, person| {
                product * weight(types.type_of(*person))
            })
        };
        let total = all.iter().fold(Natural::ZERO, |sum, panel| sum + of(panel));
        let ways = Ways::of(&types, &features(&pool), Some(&weights), 1_000_000).unwrap();
        assert_eq!(*ways.total(), total, "pool {seed}");
        let Some(chances) = ways.chances(&types) else {
            continue;
        };
        for person in pool.people() {
            let with = all.iter().filter(|panel| panel.contains(&person));
            let with = with.fold(Natural::ZERO, |sum, panel| sum + of(panel));
            let chance = Ratio::from_parts(Integer::from(with), total.clone());
            assert_eq!(chances[types.type_of(person)], chance, "pool {seed}");
        }
    }
}

/// Drawn panels against the number of sets of people with these counts; chi-square by hand.
#[test]
fn panels_are_drawn_by_their_numbers() {
    let mut tested = 0;
    for seed in 0..40 {
        let pool = pool(seed);
        let types = Types::of(&pool);
        let mut expected: std::collections::BTreeMap<Counts, u32> =
            std::collections::BTreeMap::new();
        for panel in panels(&pool) {
            *expected.entry(types.counts(&panel)).or_default() += 1;
        }
        if expected.len() < 2 {
            continue;
        }
        let ways = Ways::of(&types, &features(&pool), None, 1_000_000).unwrap();
        let mut stream = stream(seed);
        let total: u32 = expected.values().sum();
        let draws = 20 * total;
        let mut drawn = std::collections::BTreeMap::new();
        for _ in 0..draws {
            let counts = ways.panel(&types, &mut stream).unwrap();
            assert!(types.admits(&counts));
            *drawn.entry(counts).or_insert(0_u32) += 1;
        }
        let square: f64 = expected
            .iter()
            .map(|(counts, ways)| {
                let wanted = f64::from(*ways) * 20.0;
                let seen = f64::from(drawn.get(counts).copied().unwrap_or_default());
                (seen - wanted) * (seen - wanted) / wanted
            })
            .sum();
        // Mean f, variance 2f: six deviations.
        let freedom = f64::from(len32(expected.len()) - 1);
        assert!(
            (square - freedom) * (square - freedom) < 36.0 * 2.0 * freedom + 50.0,
            "{seed}: {square} of {freedom}"
        );
        tested += 1;
    }
    assert!(tested > 10);
}

fn stream(seed: u64) -> Stream {
    let seed: crate::lottery::Seed = format!("{seed:064x}").parse().unwrap();
    Stream::new(crate::lottery::DrawKey::derive(seed, "test"))
}

/// The figures of Wolfram and of `math.log2` of Python to fifteen digits, cut.
#[test]
fn logarithms_are_cut_to_three_decimals() {
    for (number, log) in [
        (1_u64, "0.000"),
        (2, "1.000"),
        (3, "1.584"),
        (7, "2.807"),
        (1000, "9.965"),
        (1 << 40, "40.000"),
        ((1 << 40) - 1, "39.999"),
        (u64::MAX, "63.999"),
    ] {
        assert_eq!(
            log2(&Natural::from(number)).as_deref(),
            Some(log),
            "{number}"
        );
    }
    let big = Natural::from(10_u8).pow(100);
    assert_eq!(log2(&big).as_deref(), Some("332.192"));
    assert_eq!(log2(&Natural::ZERO), None);
}

/// Panels drawn by some features and rejected by the others are as likely as each other.
#[test]
fn rejection_leaves_panels_equally_likely() {
    let mut tested = 0;
    for seed in 0..60 {
        let pool = pool(seed);
        let types = Types::of(&pool);
        let all = panels(&pool);
        if pool.features().len() < 2 || all.len() < 2 || all.len() > 200 {
            continue;
        }
        let ways = Ways::of(&types, &[FeatureId(0)], None, 1_000_000).unwrap();
        let mut stream = stream(seed);
        let mut drawn = std::collections::BTreeMap::new();
        let draws = 30 * all.len();
        let mut attempts = 0;
        for _ in 0..draws {
            let counts = loop {
                attempts += 1;
                assert!(attempts < 2_000_000);
                if let Some(counts) = ways.panel(&types, &mut stream) {
                    break counts;
                }
            };
            *drawn.entry(counts).or_insert(0_u32) += 1;
        }
        let mut expected: std::collections::BTreeMap<Counts, u32> =
            std::collections::BTreeMap::new();
        for panel in &all {
            *expected.entry(types.counts(panel)).or_default() += 30;
        }
        assert!(drawn.keys().all(|counts| expected.contains_key(counts)));
        let square: f64 = expected
            .iter()
            .map(|(counts, wanted)| {
                let seen = f64::from(drawn.get(counts).copied().unwrap_or_default());
                (seen - f64::from(*wanted)) * (seen - f64::from(*wanted)) / f64::from(*wanted)
            })
            .sum();
        let freedom = f64::from(len32(expected.len()) - 1);
        assert!(
            (square - freedom) * (square - freedom) < 72.0 * freedom + 50.0,
            "{seed}: {square} of {freedom}"
        );
        tested += 1;
    }
    assert!(tested > 10, "{tested}");
}
