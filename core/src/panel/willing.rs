//! How readily people of each value volunteer, as factors for corrected chances.
//!
//! Volunteers are compared with a survey of those who were invited
//! ([`selfselect`](crate::propose::selfselect)); the factors are decimals of six places that
//! `sortition/weighted` takes as `willing`. Nothing proves them: they are an estimate, and whoever
//! uses them publishes them beside the survey.

use std::collections::BTreeMap;

use crate::id::{FeatureId, ValueId};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;
use crate::propose::selfselect::{Cell, Fitted, fit};

/// A million: factors are in millionths.
const WHOLE: u32 = 1_000_000;

/// Factors by value of each feature of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Willing {
    /// What was fitted.
    pub fitted: Fitted,
    /// `feature/value` and its factor, in the order of the quotas.
    pub factors: Vec<(String, String)>,
}

/// Fits the volunteers of a pool to a survey (weights by values, any unit), of `invited` people.
///
/// # Errors
/// `willing-invited` where fewer were invited than volunteered.
pub fn willing(
    pool: &Pool,
    survey: &BTreeMap<Vec<ValueId>, u64>,
    invited: u64,
) -> Result<Willing, Problem> {
    if invited < u64::from(pool.len()) || pool.is_empty() {
        return Err(Problem::error("willing-invited")
            .path("invited")
            .found(invited.to_string())
            .expected(pool.len().max(1).to_string()));
    }
    let mut volunteers: BTreeMap<Vec<ValueId>, u32> = BTreeMap::new();
    for person in pool.people() {
        let features = pool.features().ids();
        let values = features.map(|feature| pool.value(person, feature));
        *volunteers.entry(values.collect()).or_default() += 1;
    }
    let mut together: BTreeMap<&Vec<ValueId>, (u32, u64)> = BTreeMap::new();
    for (values, count) in &volunteers {
        together.entry(values).or_default().0 = *count;
    }
    for (values, weight) in survey {
        together.entry(values).or_default().1 = *weight;
    }
    let cells: Vec<Cell> = together
        .into_iter()
        .map(|(values, (volunteers, survey))| Cell {
            values: values.iter().map(|value| value.0).collect(),
            volunteers,
            survey,
        })
        .collect();
    let sizes: Vec<u32> = pool.features().values().map(|f| f.values.len()).collect();
    let accepted = Ratio::from_parts(Integer::from(pool.len()), Natural::from(invited));
    let fitted = fit(&cells, &sizes, &accepted);
    let mut factors = Vec::new();
    for (feature, of) in (0..).zip(&fitted.factors) {
        for (value, factor) in (0..).zip(of) {
            let path = pool.quota_path(FeatureId(feature), ValueId(value));
            factors.push((path, decimal(*factor)));
        }
    }
    Ok(Willing { fitted, factors })
}

impl Willing {
    /// As `sortition/weighted` takes it: `age/18-29:0.5,age/30-44:1`; factors of 1 are left out.
    pub fn param(&self) -> String {
        let entries = self.factors.iter().filter(|(_, factor)| factor != "1");
        let entries: Vec<String> = entries.map(|(path, f)| format!("{path}:{f}")).collect();
        let comma = entries.iter().any(|entry| entry.contains(','));
        entries.join(if comma { ";" } else { "," })
    }

    /// As JSON: the base, the factors, and the option.
    pub fn to_value(&self) -> Value {
        let factors = self.factors.iter().map(|(path, factor)| {
            Value::Array(vec![
                Value::from(path.as_str()),
                Value::from(factor.as_str()),
            ])
        });
        object(vec![
            ("base", Value::from(decimal(self.fitted.base))),
            ("factors", Value::Array(factors.collect())),
            ("settled", Value::from(self.fitted.settled)),
            ("willing", Value::from(self.param())),
        ])
    }
}

/// Millionths as a decimal without zeros at its end.
fn decimal(millionths: u32) -> String {
    let part = format!("{:06}", millionths % WHOLE);
    let part = part.trim_end_matches('0');
    let whole = millionths / WHOLE;
    if part.is_empty() {
        whole.to_string()
    } else {
        format!("{whole}.{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::samples::{Dice, random};
    use crate::panel::wished::factors;

    #[test]
    fn factors_are_read_again_as_an_option() {
        let pool = random(&mut Dice(4), 12, 3, false);
        let features = pool.features().values();
        let first: Vec<ValueId> = features.map(|_| ValueId(0)).collect();
        let other: Vec<ValueId> = pool.features().values().map(|_| ValueId(1)).collect();
        let survey = BTreeMap::from([(first, 700), (other, 300)]);
        let found = willing(&pool, &survey, 400).unwrap();
        let read = factors(&pool, "willing", &found.param()).unwrap();
        assert!(!read.is_empty() && read.values().all(|factor| *factor < Ratio::ONE));
        let refused = willing(&pool, &survey, 11).unwrap_err();
        assert_eq!(refused.code, "willing-invited");
    }

    #[test]
    fn decimals_are_short() {
        let texts = [1, 20_000, 1_000_000, 123_456].map(decimal);
        assert_eq!(texts, ["0.000001", "0.02", "1", "0.123456"]);
    }
}
