//! Pool against panel against census, value by value.

use super::{Drawn, text};
use crate::id::{FeatureId, PersonId, ValueId, ix};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};

/// Shares of the town: by feature and value, `None` where the census says nothing of a value.
pub type Census = Vec<Vec<Option<Ratio>>>;

/// How a number stands to its quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Within.
    Within,
    /// Fewer than the least, by so many.
    Under(Ratio),
    /// More than the most, by so many.
    Over(Ratio),
}

/// One value of one feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The feature.
    pub feature: FeatureId,
    /// The value.
    pub value: ValueId,
    /// Volunteers with it.
    pub pool: u32,
    /// Their share of the pool.
    pub pool_share: Ratio,
    /// Members with it, drawn or expected; `None` where there is neither panel nor chances.
    pub panel: Option<Ratio>,
    /// Their share of the panel.
    pub panel_share: Option<Ratio>,
    /// The fewest that the quota allows.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// Whether the panel is within the quota.
    pub fit: Option<Fit>,
    /// Their share of the town.
    pub census: Option<Ratio>,
}

impl Share {
    /// Seats that the panel gives beyond those that the census share asks for; negative where it
    /// gives fewer. `None` without a panel or a census.
    pub fn beyond_census(&self, seats: u32) -> Option<Ratio> {
        let asked = self.census.as_ref()? * whole(seats);
        Some(self.panel.as_ref()? - asked)
    }

    pub(super) fn to_value(&self, pool: &Pool) -> Value {
        let optional = |ratio: &Option<Ratio>| ratio.as_ref().map_or(Value::Null, text);
        let (feature, value) = pool
            .quota(self.feature, self.value)
            .map_or(("", ""), |(feature, value, _)| (feature, value));
        let fit = match &self.fit {
            None => Value::Null,
            Some(Fit::Within) => Value::from("within"),
            Some(Fit::Under(by)) => object(vec![("under", text(by))]),
            Some(Fit::Over(by)) => object(vec![("over", text(by))]),
        };
        object(vec![
            ("feature", Value::from(feature)),
            ("value", Value::from(value)),
            ("pool", Value::from(self.pool)),
            ("pool_share", text(&self.pool_share)),
            ("panel", optional(&self.panel)),
            ("panel_share", optional(&self.panel_share)),
            ("min", Value::from(self.min)),
            ("max", Value::from(self.max)),
            ("fit", fit),
            ("census_share", optional(&self.census)),
        ])
    }
}

pub(super) fn whole(number: u32) -> Ratio {
    Ratio::from(Integer::from(number))
}

/// `part / of`; 0 of nothing.
fn part(part: &Ratio, of: u32) -> Ratio {
    if of == 0 {
        Ratio::ZERO
    } else {
        part / whole(of)
    }
}

pub(super) fn shares(pool: &Pool, drawn: &Drawn<'_>) -> Vec<Share> {
    let everyone: Vec<PersonId> = pool.people().collect();
    let counts = pool.tally(&everyone);
    let seated = drawn
        .members
        .map(|members| (pool.tally(members), members.len()));
    let panel_seats = seated.as_ref().map_or(pool.seats, |(_, members)| {
        u32::try_from(*members).unwrap_or(u32::MAX)
    });
    let expected = drawn.chances.map(|chances| expected(pool, chances));
    let mut shares = Vec::new();
    for (feature, value, quota) in pool.quotas() {
        let at = |table: &Vec<Vec<u32>>| {
            let row = table.get(ix(feature.0));
            row.and_then(|row| row.get(ix(value.0)))
                .copied()
                .unwrap_or_default()
        };
        let in_pool = at(&counts);
        let panel = match (&seated, &expected) {
            (Some((seated, _)), _) => Some(whole(at(seated))),
            (None, Some(expected)) => expected
                .get(ix(feature.0))
                .and_then(|row| row.get(ix(value.0)))
                .cloned(),
            (None, None) => None,
        };
        let census = drawn.census.and_then(|census| {
            let row = census.get(ix(feature.0))?;
            row.get(ix(value.0))?.clone()
        });
        shares.push(Share {
            feature,
            value,
            pool: in_pool,
            pool_share: part(&whole(in_pool), pool.len()),
            panel_share: panel.as_ref().map(|panel| part(panel, panel_seats)),
            fit: panel.as_ref().map(|panel| fit(panel, quota.min, quota.max)),
            panel,
            min: quota.min,
            max: quota.max,
            census,
        });
    }
    shares
}

fn fit(panel: &Ratio, min: u32, max: u32) -> Fit {
    let (min, max) = (whole(min), whole(max));
    if *panel < min {
        Fit::Under(min - panel)
    } else if *panel > max {
        Fit::Over(panel - max)
    } else {
        Fit::Within
    }
}

/// Expected members with each value: the sum of their chances. Equal chances are summed as one
/// product, since fractions of many denominators are dear to add.
fn expected(pool: &Pool, chances: &[Ratio]) -> Vec<Vec<Ratio>> {
    let mut levels: std::collections::BTreeMap<&Ratio, Vec<PersonId>> =
        std::collections::BTreeMap::new();
    for (person, chance) in pool.people().zip(chances) {
        levels.entry(chance).or_default().push(person);
    }
    let mut sums: Vec<Vec<Ratio>> = pool
        .features()
        .values()
        .map(|feature| vec![Ratio::ZERO; ix(feature.values.len())])
        .collect();
    for (chance, people) in levels {
        for (sums, counts) in sums.iter_mut().zip(pool.tally(&people)) {
            for (sum, count) in sums.iter_mut().zip(counts) {
                if count > 0 {
                    *sum += chance * Ratio::from(Integer::from(Natural::from(count)));
                }
            }
        }
    }
    sums
}
