//! Pools for tests: small ones with every panel there is, and the real ones where they are.

use super::Types;
use crate::id::{FeatureId, IdVec, PersonId, ValueId, ix};
use crate::instance::{Feature, FeatureValue, Pool};

/// Numbers from a seed, for tests only.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `below`.
    pub(crate) fn below(&mut self, below: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(below)).unwrap()
    }
}

/// A pool of `people` people for `seats`, of two or three features of two or three values, with
/// quotas around what a panel drawn blindly has, some of them too tight; perhaps with households.
pub(crate) fn random(dice: &mut Dice, people: u32, seats: u32, households: bool) -> Pool {
    let mut features = IdVec::new();
    for name in ["age", "area", "sex"].iter().take(ix(2 + dice.below(2))) {
        let mut values = IdVec::new();
        for value in 0..2 + dice.below(2) {
            let min = dice.below(seats / 2 + 1);
            let max = min + dice.below(seats - min + 1);
            values.push(FeatureValue {
                name: format!("{value}"),
                min,
                max,
                min_flex: dice.below(min + 1),
                max_flex: max + dice.below(seats),
            });
        }
        features.push(Feature {
            name: (*name).to_owned(),
            values,
        });
    }
    let rows = (0..people).map(|person| {
        let values = features.values().map(|feature: &Feature| {
            // Low values are more common.
            let values = feature.values.len();
            ValueId(dice.below(values).min(dice.below(values)))
        });
        let values: Vec<ValueId> = values.collect();
        let home = dice.below(people);
        (
            format!("{person:02}"),
            values,
            households.then(|| format!("home {home}")),
        )
    });
    let rows = rows.collect();
    Pool::new(features, rows, seats).unwrap()
}

/// Every set of people of the right size with at most one of each household, quotas aside.
pub(crate) fn sets(pool: &Pool) -> Vec<Vec<PersonId>> {
    let mut sets = Vec::new();
    for bits in 0..1_u32 << pool.len() {
        if bits.count_ones() != pool.seats {
            continue;
        }
        let set: Vec<PersonId> = pool.people().filter(|p| bits >> p.0 & 1 == 1).collect();
        let homes: Vec<u32> = set.iter().filter_map(|p| pool.household(*p)).collect();
        let mut distinct = homes.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() == homes.len() {
            sets.push(set);
        }
    }
    sets
}

/// Every panel.
pub(crate) fn panels(pool: &Pool) -> Vec<Vec<PersonId>> {
    let mut sets = sets(pool);
    sets.retain(|set| pool.missed(set).is_empty());
    sets
}

/// One of the pools beside the repository, by the name of its folder and its seats; `None`, said
/// aloud, where it is not there.
pub(crate) fn real(name: &str, seats: u32) -> Option<Pool> {
    let folder = format!(
        "{}/../../shared/data/pools/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    let read = |file: &str| csv::Reader::from_path(format!("{folder}/{file}")).ok();
    let (Some(mut quotas), Some(mut people)) = (read("features.csv"), read("people.csv")) else {
        eprintln!("SKIPPED: no pool {name} beside the repository");
        return None;
    };
    let mut features: IdVec<FeatureId, Feature> = IdVec::new();
    for row in quotas.records() {
        let row = row.unwrap();
        let number = |at: usize| row[at].parse::<u32>().unwrap();
        if features.values().all(|feature| feature.name != row[0]) {
            features.push(Feature {
                name: row[0].to_owned(),
                values: IdVec::new(),
            });
        }
        let last = FeatureId(features.len() - 1);
        features[last].values.push(FeatureValue {
            name: row[1].to_owned(),
            min: number(2),
            max: number(3),
            min_flex: number(4),
            max_flex: number(5),
        });
    }
    let head = people.headers().unwrap().clone();
    let mut rows = Vec::new();
    for row in people.records() {
        let row = row.unwrap();
        let cell = |name: &str| &row[head.iter().position(|head| head == name).unwrap()];
        let value = |feature: &Feature| {
            let written = cell(&feature.name);
            let mut values = feature.values.iter();
            values.find(|(_, value)| value.name == written).unwrap().0
        };
        let values = features.values().map(value).collect();
        rows.push((cell("id").to_owned(), values, None));
    }
    Some(Pool::new(features, rows, seats).unwrap())
}

/// The four real pools that are there.
pub(crate) fn all_real() -> Vec<(&'static str, Pool)> {
    let pools = [
        ("sa_fixture_22", 22),
        ("syn_a_20", 20),
        ("syn_b_40", 40),
        ("syn_c_100", 100),
    ];
    let real = |(name, seats)| real(name, seats).map(|pool| (name, pool));
    pools.into_iter().filter_map(real).collect()
}

/// The types of a random pool never fail to admit what is a panel.
#[test]
fn samples_are_pools() {
    let mut dice = Dice(1);
    let mut some = 0;
    for _ in 0..40 {
        let households = dice.below(2) == 0;
        let pool = random(&mut dice, 8, 3, households);
        let types = Types::of(&pool);
        for panel in panels(&pool) {
            assert!(types.admits(&types.counts(&panel)));
            some += 1;
        }
    }
    assert!(some > 100);
}
