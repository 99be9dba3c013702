//! What is left to draw once some people sit: fewer seats, what the quotas still ask, and
//! everyone who may still come.

use std::collections::BTreeSet;

use super::{Feature, FeatureValue, Pool};
use crate::id::{IdVec, PersonId, ix, len32};
use crate::problem::Problem;

impl Pool {
    /// The pool for the seats that are left when these people sit already, such as those who were
    /// drawn before or whom an office brings to the table.
    ///
    /// Seats are less by the seated. A quota `min..max` of which `n` sit becomes
    /// `max(0, min - n)..max - n`, its flex likewise. The seated and everyone of their households
    /// are no longer there. A panel meets the quotas of this pool exactly where a panel of the
    /// residual pool and the seated together do, so every rule draws from it as from any pool.
    /// Somebody named twice sits once. Cost: O(people · features).
    ///
    /// # Errors
    /// `already-fills-panel` where no seat is left to draw, `already-above-quota` for each quota
    /// of which more sit than it allows: no panel with these people meets it.
    pub fn residual(&self, seated: &[PersonId]) -> Result<Pool, Vec<Problem>> {
        let seated: BTreeSet<PersonId> = seated.iter().copied().collect();
        let members: Vec<PersonId> = seated.iter().copied().collect();
        let sit = len32(members.len());
        let mut problems = Vec::new();
        if sit >= self.seats {
            problems.push(
                Problem::error("already-fills-panel")
                    .path("seats")
                    .found(sit.to_string())
                    .expected(format!("fewer than {}", self.seats)),
            );
        }
        let mut features = IdVec::new();
        for ((id, feature), counts) in self.features.iter().zip(self.tally(&members)) {
            let mut values = IdVec::new();
            for ((value, quota), count) in feature.values.iter().zip(counts) {
                if count > quota.max {
                    problems.push(
                        Problem::error("already-above-quota")
                            .path(self.quota_path(id, value))
                            .found(count.to_string())
                            .expected(format!("at most {}", quota.max)),
                    );
                }
                values.push(left(quota, count));
            }
            features.push(Feature {
                name: feature.name.clone(),
                values,
            });
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let homes: BTreeSet<u32> = members
            .iter()
            .filter_map(|person| self.household(*person))
            .collect();
        let stays = |person: &PersonId| {
            let home = self.household(*person);
            !seated.contains(person) && home.is_none_or(|home| !homes.contains(&home))
        };
        let people = self.people().filter(stays).map(|person| {
            let values = self.features.ids();
            let values = values.map(|feature| self.value(person, feature)).collect();
            let home = self.household(person).map(|home| home.to_string());
            (self.id(person).to_owned(), values, home)
        });
        // People and values are those of a pool: they make one again.
        let seats = self.seats.saturating_sub(sit);
        Pool::new(features, people.collect(), seats).map_err(|_| Vec::new())
    }

    /// Pairs of these people who share a household: they may sit all the same, but no draw would
    /// seat both. Each with the first of the same household.
    pub fn shared_homes(&self, people: &[PersonId]) -> Vec<(PersonId, PersonId)> {
        let mut first = vec![None; ix(self.len())];
        let mut pairs = Vec::new();
        for person in people {
            let Some(home) = self.household(*person) else {
                continue;
            };
            match first.get_mut(ix(home)) {
                Some(slot @ None) => *slot = Some(*person),
                Some(Some(earlier)) if *earlier != *person => pairs.push((*earlier, *person)),
                _ => {}
            }
        }
        pairs
    }
}

/// What a quota still asks when so many sit.
fn left(quota: &FeatureValue, sit: u32) -> FeatureValue {
    FeatureValue {
        name: quota.name.clone(),
        min: quota.min.saturating_sub(sit),
        max: quota.max.saturating_sub(sit),
        min_flex: quota.min_flex.saturating_sub(sit),
        max_flex: quota.max_flex.saturating_sub(sit),
    }
}

#[cfg(test)]
mod tests;
