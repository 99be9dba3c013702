//! Quotas of a pool: what a panel has of each value, and quotas that no panel can meet.

use crate::sort::sort;

use super::{FeatureValue, Pool};
use crate::id::{FeatureId, PersonId, ValueId, ix, len32};
use crate::problem::Problem;

/// A value of a feature of which a panel has too few or too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The feature.
    pub feature: FeatureId,
    /// The value.
    pub value: ValueId,
    /// Members of the panel who have it.
    pub members: u32,
}

impl FeatureValue {
    /// The quota as text: `11..12`.
    pub fn range(&self) -> String {
        format!("{}..{}", self.min, self.max)
    }
}

impl Pool {
    /// How many of these people have each value, by feature and value.
    pub fn tally(&self, people: &[PersonId]) -> Vec<Vec<u32>> {
        let mut counts: Vec<Vec<u32>> = self
            .features
            .values()
            .map(|feature| vec![0; ix(feature.values.len())])
            .collect();
        for person in people {
            for (feature, counts) in self.features.ids().zip(&mut counts) {
                if let Some(count) = counts.get_mut(ix(self.value(*person, feature).0)) {
                    *count = count.saturating_add(1);
                }
            }
        }
        counts
    }

    /// Every value with its quota, in file order.
    pub fn quotas(&self) -> impl Iterator<Item = (FeatureId, ValueId, &FeatureValue)> {
        self.features.iter().flat_map(|(id, feature)| {
            let values = feature.values.iter();
            values.map(move |(value, quota)| (id, value, quota))
        })
    }

    /// The quotas that a panel misses, in file order.
    pub fn missed(&self, panel: &[PersonId]) -> Vec<Miss> {
        self.quotas()
            .zip(self.tally(panel).into_iter().flatten())
            .filter(|((_, _, quota), members)| *members < quota.min || *members > quota.max)
            .map(|((feature, value, _), members)| Miss {
                feature,
                value,
                members,
            })
            .collect()
    }

    /// The names of a feature and its value, and the quota.
    pub fn quota(&self, feature: FeatureId, value: ValueId) -> Option<(&str, &str, &FeatureValue)> {
        let feature = self.features.get(feature)?;
        let quota = feature.values.get(value)?;
        Some((&feature.name, &quota.name, quota))
    }

    /// `feature/value`, the path by which problems name a quota.
    pub fn quota_path(&self, feature: FeatureId, value: ValueId) -> String {
        self.quota(feature, value)
            .map_or_else(String::new, |(feature, value, _)| {
                format!("{feature}/{value}")
            })
    }

    /// A missed quota as a problem: what the panel has and what was wanted.
    pub fn miss_problem(&self, miss: Miss) -> Problem {
        let quota = self.quota(miss.feature, miss.value);
        Problem::error("quota-missed")
            .path(self.quota_path(miss.feature, miss.value))
            .found(miss.members.to_string())
            .expected(quota.map_or_else(String::new, |(_, _, quota)| quota.range()))
    }

    /// The same pool with other quotas for some values: value, least, most.
    #[must_use]
    pub fn with_quotas(&self, quotas: &[(FeatureId, ValueId, u32, u32)]) -> Self {
        let mut pool = self.clone();
        for (feature, value, min, max) in quotas {
            if pool.quota(*feature, *value).is_some() {
                let quota = &mut pool.features[*feature].values[*value];
                (quota.min, quota.max) = (*min, *max);
            }
        }
        pool
    }

    /// How many households there are; everyone alone is one.
    pub fn household_count(&self) -> u32 {
        if self.households.is_empty() {
            return self.len();
        }
        let mut distinct: Vec<_> = self.households.iter().collect();
        sort(&mut distinct);
        distinct.dedup();
        len32(distinct.len())
    }

    /// Why no panel of this size can be drawn from this pool, quotas aside.
    pub fn check_seats(&self) -> Vec<Problem> {
        let (code, most) = if self.seats == 0 || self.seats > self.len() {
            ("seats-above-pool", self.len())
        } else if self.seats > self.household_count() {
            ("seats-above-households", self.household_count())
        } else {
            return Vec::new();
        };
        vec![
            Problem::error(code)
                .path("seats")
                .found(self.seats.to_string())
                .expected(format!("1..{most}")),
        ]
    }

    /// Every reason, of those that can be seen by counting, why no panel of this pool meets its
    /// quotas. None found does not mean that there is such a panel.
    pub fn check_quotas(&self) -> Vec<Problem> {
        let mut problems = self.check_seats();
        for feature in self.features.values() {
            let sum = |quota: fn(&FeatureValue) -> u32| {
                let quotas = feature.values.values().map(quota);
                quotas.fold(0u32, u32::saturating_add)
            };
            let (least, most) = (sum(|value| value.min), sum(|value| value.max));
            let mut refuse = |code, sum: u32, bound: &str| {
                problems.push(
                    Problem::error(code)
                        .path(feature.name.as_str())
                        .found(sum.to_string())
                        .expected(format!("{bound} {}", self.seats)),
                );
            };
            if least > self.seats {
                refuse("quota-min-sum", least, "at most");
            }
            if most < self.seats {
                refuse("quota-max-sum", most, "at least");
            }
        }
        let everyone: Vec<PersonId> = self.people().collect();
        let counts = self.tally(&everyone).into_iter().flatten();
        for ((feature, value, quota), count) in self.quotas().zip(counts) {
            let mut refuse = |code, found: u32, expected: String| {
                problems.push(
                    Problem::error(code)
                        .path(self.quota_path(feature, value))
                        .found(found.to_string())
                        .expected(expected),
                );
            };
            if quota.min > quota.max {
                let most = format!("at most {}", quota.max);
                refuse("min-greater-than-max", quota.min, most);
            } else if count < quota.min {
                let least = format!("at least {}", quota.min);
                refuse("quota-above-pool", count, least);
            }
        }
        problems
    }
}
