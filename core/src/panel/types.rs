//! A pool as types of interchangeable people, and rows that a panel must meet.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{FeatureId, IdVec, PersonId, RowId, TypeId, ValueId, ix, len32};
use crate::instance::Pool;
use crate::sort::sort;

/// How many people of each type sit on a panel, by type.
pub type Counts = Vec<u32>;

/// People who are interchangeable: equal values, and households that hold equally many people of
/// each kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// Their values, by feature.
    pub values: Vec<ValueId>,
    /// Everyone of the type, ascending; the chance of each is `E[seats of the type] / people`.
    pub people: Vec<PersonId>,
    /// The most of them who can sit on one panel: one from each household.
    pub most: u32,
    /// The rows in which they count, ascending.
    pub rows: Vec<RowId>,
}

/// What a row counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Everyone on the panel: its size.
    Seats,
    /// Members with this value: a quota.
    Quota(FeatureId, ValueId),
    /// Members from the households of one class (numbered from 0), whose people are of several
    /// types: at most one from each.
    Homes(u32),
}

/// A row: the sum of the types' counts is at least `least` and at most `most`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is counted.
    pub asked: Asked,
    /// The least.
    pub least: u32,
    /// The most.
    pub most: u32,
    /// The types that count, ascending.
    pub types: Vec<TypeId>,
}

/// A pool as types and rows. Types stand in order of their values, then of their company at home:
/// neither the order of people nor their ids change it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_field_names)] // the field is what the struct is named for
pub struct Types {
    seats: u32,
    types: IdVec<TypeId, Type>,
    rows: IdVec<RowId, Row>,
    /// By person.
    of: Vec<TypeId>,
}

/// Values of the people of a household, sorted: what makes households alike.
type Company = Vec<Vec<ValueId>>;

impl Types {
    /// The types of a pool. Cost: O(people * features * log people).
    pub fn of(pool: &Pool) -> Self {
        let values = |person: PersonId| -> Vec<ValueId> {
            let features = pool.features().ids();
            features
                .map(|feature| pool.value(person, feature))
                .collect()
        };
        let homes = homes(pool);
        let mut classes: BTreeMap<Company, Vec<&Vec<PersonId>>> = BTreeMap::new();
        for home in &homes {
            let mut company: Company = home.iter().copied().map(values).collect();
            sort(&mut company);
            classes.entry(company).or_default().push(home);
        }
        // Types by values, then by class; classes are numbered in order of their company.
        let mut found: BTreeMap<(Vec<ValueId>, u32), (Vec<PersonId>, u32)> = BTreeMap::new();
        let mut shared = Vec::new();
        for (number, (company, homes)) in classes.iter().enumerate() {
            let number = len32(number);
            let kinds: BTreeSet<&Vec<ValueId>> = company.iter().collect();
            if kinds.len() > 1 {
                shared.push((number, len32(homes.len())));
            }
            for person in homes.iter().flat_map(|home| home.iter()) {
                let entry = found.entry((values(*person), number));
                let (people, most) = entry.or_default();
                people.push(*person);
                *most = len32(homes.len());
            }
        }
        let mut of = vec![TypeId(0); ix(pool.len())];
        let mut types = IdVec::new();
        let mut class_of = Vec::new();
        for ((values, class), (mut people, most)) in found {
            sort(&mut people);
            let id = TypeId(types.len());
            for person in &people {
                of[ix(person.0)] = id;
            }
            class_of.push(class);
            types.push(Type {
                values,
                people,
                most,
                rows: Vec::new(),
            });
        }
        let mut made = Self {
            seats: pool.seats,
            types,
            rows: IdVec::new(),
            of,
        };
        made.add_row(Asked::Seats, pool.seats, pool.seats, &|_, _| true);
        for (feature, value, quota) in pool.quotas() {
            let has = |_: TypeId, kind: &Type| kind.values.get(ix(feature.0)) == Some(&value);
            made.add_row(Asked::Quota(feature, value), quota.min, quota.max, &has);
        }
        for (at, (class, homes)) in shared.into_iter().enumerate() {
            let has = |id: TypeId, _: &Type| class_of.get(ix(id.0)) == Some(&class);
            made.add_row(Asked::Homes(len32(at)), 0, homes, &has);
        }
        made
    }

    fn add_row(
        &mut self,
        asked: Asked,
        least: u32,
        most: u32,
        has: &dyn Fn(TypeId, &Type) -> bool,
    ) {
        let types: Vec<TypeId> = self
            .types
            .iter()
            .filter(|(id, kind)| has(*id, kind))
            .map(|(id, _)| id)
            .collect();
        let row = RowId(self.rows.len());
        for id in &types {
            self.types[*id].rows.push(row);
        }
        self.rows.push(Row {
            asked,
            least,
            most,
            types,
        });
    }

    /// Seats of the panel.
    pub fn seats(&self) -> u32 {
        self.seats
    }

    /// The types.
    pub fn types(&self) -> &IdVec<TypeId, Type> {
        &self.types
    }

    /// The rows: the seats first, then quotas in file order, then households.
    pub fn rows(&self) -> &IdVec<RowId, Row> {
        &self.rows
    }

    /// The type of a person.
    pub fn type_of(&self, person: PersonId) -> TypeId {
        self.of[ix(person.0)]
    }

    /// Whether a panel with these counts meets every row and has no more of a type than it can:
    /// then, and only then, people can be seated so.
    pub fn admits(&self, counts: &[u32]) -> bool {
        counts.len() == ix(self.types.len())
            && counts
                .iter()
                .zip(self.types.values())
                .all(|(count, kind)| *count <= kind.most)
            && self.rows.values().all(|row| {
                let sum = row
                    .types
                    .iter()
                    .map(|id| u64::from(counts[ix(id.0)]))
                    .sum::<u64>();
                u64::from(row.least) <= sum && sum <= u64::from(row.most)
            })
    }

    /// The counts of a panel of people.
    pub fn counts(&self, panel: &[PersonId]) -> Counts {
        let mut counts = vec![0_u32; ix(self.types.len())];
        for person in panel {
            counts[ix(self.type_of(*person).0)] += 1;
        }
        counts
    }
}

/// Everyone by household, those who live alone too; in order of the first person.
fn homes(pool: &Pool) -> Vec<Vec<PersonId>> {
    let mut of: BTreeMap<u32, usize> = BTreeMap::new();
    let mut homes: Vec<Vec<PersonId>> = Vec::new();
    for person in pool.people() {
        let known = pool
            .household(person)
            .map(|house| *of.entry(house).or_insert(homes.len()));
        match known.and_then(|at| homes.get_mut(at)) {
            Some(home) => home.push(person),
            None => homes.push(vec![person]),
        }
    }
    homes
}

#[cfg(test)]
mod tests;
