//! Quotas against the seats of the strata, and against the panels drawn.

use std::collections::{BTreeMap, BTreeSet};

use super::strata::Stratum;
use crate::id::{FeatureId, ValueId, len32};
use crate::instance::{Miss, Pool};
use crate::problem::Problem;
use crate::rule::Count;
use crate::transcript::Event;

/// Quotas that no panel with these seats meets.
///
/// Of a stratum with `s` seats and `n` people, `c` of whom have a value, at least `s - (n - c)`
/// and at most `min(s, c)` members have it; the sums over the strata bound the panel. A quota
/// outside its bounds is out of reach, each by itself.
pub(super) fn out_of_reach(pool: &Pool, strata: &[Stratum]) -> Vec<Problem> {
    let mut problems = too_small(pool, strata);
    let mut bounds: Vec<(u32, u32)> = pool.quotas().map(|_| (0, 0)).collect();
    for stratum in strata {
        let people = len32(stratum.people.len());
        let counts = pool.tally(&stratum.people).into_iter().flatten();
        for ((least, most), count) in bounds.iter_mut().zip(counts) {
            let others = people.saturating_sub(count);
            *least = least.saturating_add(stratum.seats.saturating_sub(others));
            *most = most.saturating_add(stratum.seats.min(count));
        }
    }
    for ((feature, value, quota), (least, most)) in pool.quotas().zip(bounds) {
        if most >= quota.min && least <= quota.max {
            continue;
        }
        let path = pool.quota_path(feature, value);
        let found = if least == most {
            most.to_string()
        } else {
            format!("{least}..{most}")
        };
        problems.push(
            Problem::error("quota-out-of-reach")
                .path(&path)
                .found(found)
                .expected(quota.range()),
        );
        // The nearest quota that these seats can meet, and whether its flex allows it.
        let (min, max) = (quota.min.min(most), quota.max.max(least));
        let allowed = min >= quota.min_flex && max <= quota.max_flex;
        problems.push(
            Problem::warning(if allowed {
                "quota-fix"
            } else {
                "quota-fix-beyond-flex"
            })
            .path(path)
            .found(quota.range())
            .expected(format!("{min}..{max}")),
        );
    }
    problems
}

/// Strata with more seats than people (or households).
fn too_small(pool: &Pool, strata: &[Stratum]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for stratum in strata {
        let mut alone = 0u32;
        let mut shared = BTreeSet::new();
        for person in &stratum.people {
            match pool.household(*person) {
                Some(household) => {
                    shared.insert(household);
                }
                None => alone = alone.saturating_add(1),
            }
        }
        let most = alone.saturating_add(len32(shared.len()));
        if stratum.seats > most {
            problems.push(
                Problem::error("stratum-too-small")
                    .path(stratum.name.as_str())
                    .found(most.to_string())
                    .expected(format!("at least {}", stratum.seats)),
            );
        }
    }
    problems
}

/// What was wrong with the panels rejected.
#[derive(Default)]
pub(super) struct Misses {
    /// How often each quota was missed.
    times: BTreeMap<(FeatureId, ValueId), u32>,
    /// In how many panels two of a household sat.
    households: u32,
    /// The misses of the panel that came nearest, and how far away it was.
    nearest: Option<(u64, Vec<Miss>)>,
}

impl Misses {
    /// Takes down a rejected panel; `clashes` of its members share the household of another.
    pub(super) fn reject(&mut self, pool: &Pool, missed: &[Miss], clashes: u32) {
        let mut distance = u64::from(clashes);
        for miss in missed {
            let times = self.times.entry((miss.feature, miss.value)).or_default();
            *times = times.saturating_add(1);
            if let Some((_, _, quota)) = pool.quota(miss.feature, miss.value) {
                let below = quota.min.saturating_sub(miss.members);
                let above = miss.members.saturating_sub(quota.max);
                distance = distance.saturating_add(u64::from(below.max(above)));
            }
        }
        if clashes > 0 {
            self.households = self.households.saturating_add(1);
        }
        if self
            .nearest
            .as_ref()
            .is_none_or(|(nearest, _)| distance < *nearest)
        {
            self.nearest = Some((distance, missed.to_vec()));
        }
    }

    /// Tells which attempt stands ("attempt {0} of at most {1}"), and for each quota that
    /// rejected one how often: "{0}, {1}: missed {2} times".
    pub(super) fn tell(&self, pool: &Pool, number: u32, attempts: u32, cx: &mut Count<'_>) {
        cx.event(Event::Note {
            code: "attempt",
            args: vec![number.to_string(), attempts.to_string()],
        });
        for ((feature, value), times) in &self.times {
            if let Some((feature, value, _)) = pool.quota(*feature, *value) {
                cx.event(Event::Note {
                    code: "attempts-missed",
                    args: vec![feature.to_owned(), value.to_owned(), times.to_string()],
                });
            }
        }
        if self.households > 0 {
            cx.event(Event::Note {
                code: "attempts-household",
                args: vec![self.households.to_string()],
            });
        }
    }

    /// No attempt met the quotas: how many there were, and what the nearest missed.
    pub(super) fn problems(&self, pool: &Pool, attempts: u32) -> Vec<Problem> {
        let mut problems = vec![
            Problem::error("attempts-exhausted")
                .path("attempts")
                .found(attempts.to_string())
                .expected("more attempts, wider quotas, or by= with the features that are missed"),
        ];
        if self.households > 0 {
            problems.push(
                Problem::warning("household-clash")
                    .path("attempts")
                    .found(self.households.to_string())
                    .expected(attempts.to_string()),
            );
        }
        let nearest = self.nearest.as_ref();
        let missed = nearest.map_or(&[][..], |(_, missed)| missed.as_slice());
        problems.extend(missed.iter().map(|miss| pool.miss_problem(*miss)));
        problems
    }
}
