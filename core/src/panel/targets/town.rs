//! A town by feature and value: people counted, or shares.

use super::{Ratio, same};
use crate::instance::Pool;
use crate::num::{Integer, Natural};
use crate::panel::inclusion::Census;

/// Amounts by feature and value: people, shares or percents, of one kind within a feature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Town {
    features: Vec<(String, Vec<(String, Ratio)>)>,
}

/// Exact shares by feature and value, in file order; those of a feature sum to 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    features: Vec<(String, Vec<(String, Ratio)>)>,
}

impl Town {
    /// Adds people of a value.
    pub fn count(&mut self, feature: &str, value: &str, people: u64) {
        self.amount(feature, value, Ratio::from(Integer::from(people)));
    }

    /// Adds an amount to a value, of whatever kind the feature's amounts are. Features and values
    /// stand in the order in which they first come; case and blanks around do not part them.
    pub fn amount(&mut self, feature: &str, value: &str, amount: Ratio) {
        let known = |(name, _): &(String, Vec<(String, Ratio)>)| same(name, feature);
        let at = self.features.iter().position(known);
        let at = at.unwrap_or_else(|| {
            self.features.push((feature.trim().to_owned(), Vec::new()));
            self.features.len().saturating_sub(1)
        });
        let Some((_, values)) = self.features.get_mut(at) else {
            return;
        };
        match values.iter_mut().find(|(name, _)| same(name, value)) {
            Some((_, sum)) => *sum += amount,
            None => values.push((value.trim().to_owned(), amount)),
        }
    }

    /// Features with their values and amounts, in order.
    pub fn features(&self) -> impl Iterator<Item = &(String, Vec<(String, Ratio)>)> {
        self.features.iter()
    }

    /// The shares: amounts over the sum of their feature. `None` where a feature sums to nothing.
    pub fn shares(&self) -> Option<Shares> {
        let features = self.features.iter().map(|(feature, values)| {
            let zero = Ratio::from(Natural::ZERO);
            let sum = values
                .iter()
                .fold(zero.clone(), |sum, (_, amount)| sum + amount);
            let divide = |(name, amount): &(String, Ratio)| (name.clone(), amount / &sum);
            (sum > zero).then(|| (feature.clone(), values.iter().map(divide).collect()))
        });
        let features = features.collect::<Option<Vec<_>>>()?;
        Some(Shares { features })
    }
}

impl Shares {
    /// Features with their values and shares, in order.
    pub fn features(&self) -> impl Iterator<Item = &(String, Vec<(String, Ratio)>)> {
        self.features.iter()
    }

    /// The share of every value of a pool, by feature and value; `None` where the census does not
    /// have it.
    pub fn of_pool(&self, pool: &Pool) -> Census {
        let features = pool.features().values().map(|feature| {
            let known = self
                .features
                .iter()
                .find(|(name, _)| same(name, &feature.name));
            let values = feature.values.values().map(|value| {
                let (_, values) = known?;
                let found = values.iter().find(|(name, _)| same(name, &value.name));
                found.map(|(_, share)| share.clone())
            });
            values.collect()
        });
        features.collect()
    }

    /// Values of the census that the pool does not have, as `feature/value`, of features that it
    /// has.
    pub fn unknown_to(&self, pool: &Pool) -> Vec<String> {
        let mut unknown = Vec::new();
        for (name, values) in &self.features {
            let mut features = pool.features().values();
            let Some(feature) = features.find(|feature| same(&feature.name, name)) else {
                continue;
            };
            let known = |value: &str| {
                let mut values = feature.values.values();
                values.any(|known| same(&known.name, value))
            };
            let others = values.iter().filter(|(value, _)| !known(value));
            unknown.extend(others.map(|(value, _)| format!("{name}/{value}")));
        }
        unknown
    }
}
