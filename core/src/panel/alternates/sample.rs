//! From a panel, a model of dropouts and a seed to the question.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Call, Kind, Measure, Reserve, Scenario};
use crate::id::{IdVec, PersonId, ix, len32};
use crate::instance::{Feature, FeatureValue, Pool};
use crate::lottery::{DrawKey, Seed};
use crate::panel::dropout::Stay;
use crate::panel::selection::mates;
use crate::panel::{Asked as AskedOf, Types};
use crate::problem::Problem;

/// The label of the stream that tosses dropouts.
pub const DROPOUT_LABEL: &str = "alternates/dropout";

/// The label of the stream that chooses people within a kind.
pub const PEOPLE_LABEL: &str = "alternates/people";

/// The most scenarios.
pub const MAX_SCENARIOS: u32 = 10_000;

/// The most coins of all scenarios together.
const MAX_COINS: u64 = 500_000_000;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The pool that the panel was drawn from, with its quotas.
    pub pool: &'a Pool,
    /// The members, ascending.
    pub panel: &'a [PersonId],
    /// Who may leave.
    pub stay: &'a Stay,
    /// The most alternates.
    pub count: u32,
    /// Scenarios to toss.
    pub scenarios: u32,
    /// What is lost.
    pub measure: Measure,
    /// Whether alternates may drop out as members do.
    pub alternates_drop: bool,
}

impl Asked<'_> {
    /// Everyone who can be an alternate: not on the panel, and not at home with a member.
    pub fn candidates(&self) -> Vec<PersonId> {
        let beside = mates(self.pool, self.panel);
        let free = |person: &PersonId| {
            self.panel.binary_search(person).is_err() && beside.binary_search(person).is_err()
        };
        self.pool.people().filter(free).collect()
    }

    /// Refuses numbers that no machine should try.
    fn check(&self) -> Result<(), Problem> {
        let limit = |path: &str, found: u32, most: u32| {
            Problem::error("number-out-of-range")
                .path(path)
                .found(found.to_string())
                .expected(format!("1..{most}"))
        };
        if self.count == 0 || self.count > self.pool.len() {
            return Err(limit("count", self.count, self.pool.len()));
        }
        if self.scenarios == 0 || self.scenarios > MAX_SCENARIOS {
            return Err(limit("scenarios", self.scenarios, MAX_SCENARIOS));
        }
        let people = if self.alternates_drop {
            ix(self.pool.len())
        } else {
            self.panel.len()
        };
        let coins = u64::from(len32(people))
            * u64::from(self.scenarios)
            * u64::from(self.pool.features().len() + 1);
        if coins > MAX_COINS {
            return Err(Problem::error("limit-reached")
                .path("scenarios")
                .found(MAX_COINS.to_string()));
        }
        Ok(())
    }
}

/// Kinds that together may be at most so many: one from each household.
type Homes = Vec<(Vec<u32>, u32)>;

/// Who is behind each kind, ascending.
pub(super) type Behind = Vec<Vec<PersonId>>;

/// The question with scenarios tossed by the seed: in each, members ascending, then (where
/// alternates drop out too) candidates ascending, [`Stay::toss`]. Equal scenarios are one.
///
/// # Errors
/// `out-of-range`, `limit-reached`.
pub fn reserve(asked: &Asked<'_>, seed: Seed) -> Result<Reserve, Problem> {
    asked.check()?;
    let pool = asked.pool;
    let (kinds, homes, behind) = kinds(asked);
    let candidates = asked.candidates();
    let mut stream = DrawKey::derive(seed, DROPOUT_LABEL).stream();
    let kind_of: BTreeMap<PersonId, u32> = (0..)
        .zip(&behind)
        .flat_map(|(kind, people)| people.iter().map(move |person| (*person, kind)))
        .collect();
    let mut tossed: BTreeMap<(Vec<u32>, u32, Vec<u32>), u32> = BTreeMap::new();
    for _ in 0..asked.scenarios {
        let mut stayed = Vec::new();
        for person in asked.panel {
            if asked.stay.toss(pool, *person, &mut stream) {
                stayed.push(*person);
            }
        }
        let mut away = Vec::new();
        if asked.alternates_drop {
            for person in &candidates {
                if !asked.stay.toss(pool, *person, &mut stream) {
                    away.extend(kind_of.get(person).copied());
                }
            }
        }
        crate::sort::sort(&mut away);
        let left = pool.tally(&stayed).into_iter().flatten().collect();
        let gone = len32(asked.panel.len() - stayed.len());
        *tossed.entry((left, gone, away)).or_default() += 1;
    }
    let scenario = |((left, gone, away), weight)| Scenario {
        left,
        gone,
        away,
        weight,
    };
    let mut scenarios: Vec<Scenario> = tossed.into_iter().map(scenario).collect();
    crate::sort::sort(&mut scenarios);
    let quotas = pool.quotas().map(|(_, _, quota)| (quota.min, quota.max));
    Ok(Reserve {
        quotas: quotas.collect(),
        kinds,
        homes,
        scenarios,
        count: asked.count,
        measure: asked.measure,
    })
}

/// The kinds, households that several kinds share, and who is behind each kind.
fn kinds(asked: &Asked<'_>) -> (Vec<Kind>, Homes, Behind) {
    if asked.alternates_drop {
        return single(asked);
    }
    let free = candidates_pool(asked);
    let types = Types::of(&free);
    let mut kinds: Vec<Kind> = Vec::new();
    let mut behind = Vec::new();
    for kind in types.types().values() {
        let people = kind.people.iter();
        behind.push(
            people
                .filter_map(|person| asked.pool.find(free.id(*person)))
                .collect(),
        );
        kinds.push(Kind {
            quotas: Vec::new(),
            most: kind.most,
        });
    }
    let mut homes = Vec::new();
    let mut quota = 0_u32;
    for row in types.rows().values() {
        let members = row.types.iter().map(|kind| kind.0);
        match row.asked {
            AskedOf::Seats => {}
            AskedOf::Quota(..) => {
                for kind in members {
                    if let Some(kind) = kinds.get_mut(ix(kind)) {
                        kind.quotas.push(quota);
                    }
                }
                quota += 1;
            }
            AskedOf::Homes(_) => homes.push((members.collect(), row.most)),
        }
    }
    (kinds, homes, behind)
}

/// The candidates as a pool of their own, with quotas that nothing misses.
fn candidates_pool(asked: &Asked<'_>) -> Pool {
    let pool = asked.pool;
    let mut features = IdVec::new();
    for feature in pool.features().values() {
        let mut values = IdVec::new();
        for value in feature.values.values() {
            values.push(FeatureValue {
                min: 0,
                max: asked.count,
                ..value.clone()
            });
        }
        features.push(Feature {
            name: feature.name.clone(),
            values,
        });
    }
    let people = asked.candidates().into_iter().map(|person| {
        let values = pool.features().ids();
        let values = values.map(|feature| pool.value(person, feature)).collect();
        let home = pool.household(person).map(|home| home.to_string());
        (pool.id(person).to_owned(), values, home)
    });
    // People of a pool make a pool again.
    Pool::new(features, people.collect(), asked.count).unwrap_or_default()
}

/// Each candidate as a kind of one: where they drop out themselves they are not interchangeable.
fn single(asked: &Asked<'_>) -> (Vec<Kind>, Homes, Behind) {
    let pool = asked.pool;
    let candidates = asked.candidates();
    let mut kinds = Vec::new();
    let mut homes: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, person) in (0_u32..).zip(&candidates) {
        let quotas = (0_u32..).zip(pool.quotas());
        let has = quotas.filter(|(_, (feature, value, _))| pool.value(*person, *feature) == *value);
        kinds.push(Kind {
            quotas: has.map(|(quota, _)| quota).collect(),
            most: 1,
        });
        if let Some(home) = pool.household(*person) {
            homes.entry(home).or_default().push(number);
        }
    }
    let shared = homes.into_values().filter(|kinds| kinds.len() > 1);
    let homes = shared.map(|kinds| (kinds, 1)).collect();
    let behind = candidates.into_iter().map(|person| vec![person]);
    (kinds, homes, behind.collect())
}

/// The people of a choice: within each kind, ascending, its people are shuffled by the stream of
/// [`PEOPLE_LABEL`] and taken in that order, one from each household. Ascending.
pub fn people(asked: &Asked<'_>, chosen: &Call, seed: Seed) -> Vec<PersonId> {
    let (_, _, behind) = kinds(asked);
    let mut stream = DrawKey::derive(seed, PEOPLE_LABEL).stream();
    let mut taken = Vec::new();
    let mut homes = BTreeSet::new();
    for (kind, number) in chosen {
        let Some(people) = behind.get(ix(*kind)) else {
            continue;
        };
        let n = u64::from(len32(people.len()));
        let order = stream.sample(n, n).unwrap_or_default();
        let mut left = *number;
        for at in order {
            let person = usize::try_from(at).ok().and_then(|at| people.get(at));
            let Some(person) = person.filter(|_| left > 0) else {
                continue;
            };
            let home = asked.pool.household(*person);
            if home.is_none_or(|home| homes.insert(home)) {
                taken.push(*person);
                left -= 1;
            }
        }
    }
    crate::sort::sort(&mut taken);
    taken
}
