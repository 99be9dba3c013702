//! Who is easily known: people who share all their values with few others.
//!
//! A list of values without names is no anonymous list. Who knows a volunteer knows their age
//! group, street and schooling, and finds the row; where the row is the only one of its kind, it
//! tells the rest (k-anonymity: Sweeney, International Journal of Uncertainty, Fuzziness and
//! Knowledge-Based Systems 10(5), 2002). k is the size of the smallest group.

use std::collections::BTreeMap;

use super::shares::whole;
use super::text;
use crate::id::{ValueId, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::Ratio;

/// Groups of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// People who share all their values.
    pub size: u32,
    /// How many such groups there are.
    pub groups: u32,
    /// People in them: `size * groups`.
    pub people: u32,
}

/// How many people share all their values, from the smallest groups on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crowd {
    /// Groups by size, ascending.
    pub groups: Vec<Group>,
    /// People whose values nobody else has.
    pub alone: u32,
    /// Their share of the pool.
    pub alone_share: Ratio,
}

impl Crowd {
    /// Groups people by their values alone: households do not hide anybody.
    pub fn of(pool: &Pool) -> Self {
        let mut sizes: BTreeMap<Vec<ValueId>, u32> = BTreeMap::new();
        for person in pool.people() {
            let features = pool.features().ids();
            let values = features.map(|feature| pool.value(person, feature));
            *sizes.entry(values.collect()).or_default() += 1;
        }
        let mut groups: BTreeMap<u32, u32> = BTreeMap::new();
        for size in sizes.into_values() {
            *groups.entry(size).or_default() += 1;
        }
        let alone = groups.get(&1).copied().unwrap_or_default();
        let group = |(size, groups): (u32, u32)| Group {
            size,
            groups,
            people: size.saturating_mul(groups),
        };
        Self {
            groups: groups.into_iter().map(group).collect(),
            alone,
            alone_share: whole(alone) / whole(pool.len().max(1)),
        }
    }

    /// The size of the smallest group, the k of k-anonymity; 0 of an empty pool.
    pub fn smallest(&self) -> u32 {
        self.groups.first().map_or(0, |group| group.size)
    }

    /// How many groups there are.
    pub fn count(&self) -> u32 {
        let groups = self.groups.iter().map(|group| group.groups);
        len32(groups.map(crate::id::ix).sum())
    }

    pub(super) fn to_value(&self) -> Value {
        let groups = self.groups.iter().map(|group| {
            object(vec![
                ("size", Value::from(group.size)),
                ("groups", Value::from(group.groups)),
                ("people", Value::from(group.people)),
            ])
        });
        object(vec![
            ("smallest", Value::from(self.smallest())),
            ("alone", Value::from(self.alone)),
            ("alone_share", text(&self.alone_share)),
            ("groups", Value::Array(groups.collect())),
        ])
    }
}
