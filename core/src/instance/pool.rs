//! A pool of volunteers, their features, and the quotas of a panel.

mod quotas;
mod residual;

pub use quotas::Miss;

use super::object;
use crate::id::{FeatureId, IdVec, PersonId, ValueId, ix};
use crate::json::Value;
use crate::profile::Lookup;
use crate::sort::sort;

/// A feature of people, such as age, with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name as written in the categories file.
    pub name: String,
    /// Its values with their quotas.
    pub values: IdVec<ValueId, FeatureValue>,
}

/// One value of a feature and how many members of the panel may have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureValue {
    /// The value as written in the categories file.
    pub name: String,
    /// Fewest members with this value.
    pub min: u32,
    /// Most members with this value.
    pub max: u32,
    /// How far `min` may be relaxed.
    pub min_flex: u32,
    /// How far `max` may be relaxed.
    pub max_flex: u32,
}

/// Volunteers with their features, quotas, and the size of the panel.
///
/// People stand in byte order of their ids, so the order of rows in a file changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    people: Lookup,
    features: IdVec<FeatureId, Feature>,
    /// Row by person, one value for each feature.
    table: Vec<ValueId>,
    /// Household of each person, numbered from 0; empty when nobody shares one.
    households: Vec<u32>,
    /// Seats on the panel.
    pub seats: u32,
}

/// Why a pool cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolError {
    /// Two people with this id.
    DuplicatePerson(String),
    /// A person without exactly one value for each feature.
    Features(String),
}

impl Pool {
    /// A pool from people (id, one value for each feature, household key or `None`).
    pub fn new(
        features: IdVec<FeatureId, Feature>,
        mut people: Vec<(String, Vec<ValueId>, Option<String>)>,
        seats: u32,
    ) -> Result<Self, PoolError> {
        sort(&mut people);
        let mut lookup = Lookup::new();
        let mut table = Vec::new();
        let mut keys = Lookup::new();
        let mut households = Vec::new();
        for (id, values, household) in people {
            let fits = values.len() == ix(features.len())
                && features
                    .values()
                    .zip(&values)
                    .all(|(feature, value)| feature.values.get(*value).is_some());
            if !fits {
                return Err(PoolError::Features(id));
            }
            if lookup.insert(&id).is_err() {
                return Err(PoolError::DuplicatePerson(id));
            }
            // A person without a household key is alone in one named by the id, kept apart by NUL.
            let key = household.unwrap_or_else(|| format!("\0{id}"));
            households.push(match keys.insert(&key) {
                Ok(number) | Err(number) => number,
            });
            table.extend(values);
        }
        if keys.len() == lookup.len() {
            households.clear();
        }
        Ok(Self {
            people: lookup,
            features,
            table,
            households,
            seats,
        })
    }

    /// Number of people.
    pub fn len(&self) -> u32 {
        self.people.len()
    }

    /// True when nobody volunteered.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// All people, in byte order of their ids.
    pub fn people(&self) -> impl DoubleEndedIterator<Item = PersonId> + ExactSizeIterator + use<> {
        (0..self.len()).map(PersonId)
    }

    /// The id of a person.
    pub fn id(&self, person: PersonId) -> &str {
        self.people.text(person.0).unwrap_or_default()
    }

    /// The person with this id.
    pub fn find(&self, id: &str) -> Option<PersonId> {
        self.people.find(id).map(PersonId)
    }

    /// The features in file order.
    pub fn features(&self) -> &IdVec<FeatureId, Feature> {
        &self.features
    }

    /// The value a person has for a feature.
    pub fn value(&self, person: PersonId, feature: FeatureId) -> ValueId {
        self.table[ix(person.0) * ix(self.features.len()) + ix(feature.0)]
    }

    /// The household of a person, or `None` where nobody in the pool shares one.
    pub fn household(&self, person: PersonId) -> Option<u32> {
        self.households.get(ix(person.0)).copied()
    }

    /// How many people have a value.
    pub fn count(&self, feature: FeatureId, value: ValueId) -> u32 {
        crate::id::len32(
            self.people()
                .filter(|person| self.value(*person, feature) == value)
                .count(),
        )
    }

    /// Everything that decides, as JSON.
    pub fn to_value(&self) -> Value {
        let features = self.features.values().map(|feature| {
            let values = feature.values.values().map(|v| {
                object(vec![
                    ("max", Value::from(v.max)),
                    ("max_flex", Value::from(v.max_flex)),
                    ("min", Value::from(v.min)),
                    ("min_flex", Value::from(v.min_flex)),
                    ("name", Value::from(v.name.as_str())),
                ])
            });
            object(vec![
                ("name", Value::from(feature.name.as_str())),
                ("values", Value::Array(values.collect())),
            ])
        });
        let people = self.people().map(|person| {
            let values = self
                .features
                .ids()
                .map(|feature| Value::from(self.value(person, feature).0));
            let mut row = vec![Value::from(self.id(person)), Value::Array(values.collect())];
            row.extend(self.household(person).map(Value::from));
            Value::Array(row)
        });
        object(vec![
            ("features", Value::Array(features.collect())),
            ("kind", Value::from("pool")),
            ("people", Value::Array(people.collect())),
            ("seats", Value::from(self.seats)),
        ])
    }
}
