//! A lottery of panels with exact chances.

use super::{Counts, Types};
use crate::id::{IdVec, TypeId, ix, len32};
use crate::instance::object;
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;

/// Panels as counts by type, each with a whole weight; the chance of one is its weight of the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lottery {
    /// Panels and weights; no weight is 0, no panel stands twice, in ascending order.
    panels: Vec<(Counts, Natural)>,
    total: Natural,
}

/// Why panels are no lottery of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LotteryError {
    /// No panel has a weight.
    Empty,
    /// The panel of this number, in the order given, misses a row.
    Panel(u32),
    /// It is not written as lotteries are.
    Shape,
}

impl LotteryError {
    /// The error as a problem.
    pub fn problem(self) -> Problem {
        let found = match self {
            Self::Empty => "no panel".to_owned(),
            Self::Panel(number) => number.to_string(),
            Self::Shape => "not a lottery".to_owned(),
        };
        Problem::error("lottery-invalid")
            .path("panels")
            .found(found)
    }
}

impl Lottery {
    /// A lottery from panels and weights: equal panels are put together, weights of 0 left out,
    /// the rest divided by their greatest common divisor, panels in ascending order.
    ///
    /// # Errors
    /// [`LotteryError::Empty`]; [`LotteryError::Panel`] where one misses what is asked.
    pub fn new(types: &Types, panels: Vec<(Counts, Natural)>) -> Result<Self, LotteryError> {
        use dashu_int::ops::Gcd;

        let mut together: std::collections::BTreeMap<Counts, Natural> =
            std::collections::BTreeMap::new();
        for (number, (counts, weight)) in panels.into_iter().enumerate() {
            if !types.admits(&counts) {
                return Err(LotteryError::Panel(len32(number)));
            }
            if weight > Natural::ZERO {
                *together.entry(counts).or_insert(Natural::ZERO) += weight;
            }
        }
        let common = together.values().fold(Natural::ZERO, |common, weight| {
            if common.is_zero() {
                weight.clone()
            } else {
                (&common).gcd(weight)
            }
        });
        if common.is_zero() {
            return Err(LotteryError::Empty);
        }
        let panels: Vec<(Counts, Natural)> = together
            .into_iter()
            .map(|(counts, weight)| (counts, weight / &common))
            .collect();
        let total = panels
            .iter()
            .fold(Natural::ZERO, |sum, (_, weight)| sum + weight);
        Ok(Self { panels, total })
    }

    /// Panels with their weights, ascending.
    pub fn panels(&self) -> &[(Counts, Natural)] {
        &self.panels
    }

    /// The sum of the weights: with so many equiprobable panels the chances are met exactly.
    pub fn total(&self) -> &Natural {
        &self.total
    }

    /// The chance of each person of a type. They sum to the seats over all people.
    /// Cost: O(panels * types).
    pub fn chances(&self, types: &Types) -> IdVec<TypeId, Ratio> {
        let chance = |id: TypeId| {
            let people = types.types()[id].people.len();
            let seats = self
                .panels
                .iter()
                .fold(Natural::ZERO, |sum, (counts, weight)| {
                    sum + weight * Natural::from(counts[ix(id.0)])
                });
            Ratio::from_parts(
                Integer::from(seats),
                &self.total * Natural::from(len32(people)),
            )
        };
        IdVec::from_vec(types.types().ids().map(chance).collect())
    }

    /// As it stands in reports: `[{"take":[[type,count],..],"weight":"w"},..]`.
    pub fn to_value(&self) -> Value {
        let panels = self.panels.iter().map(|(counts, weight)| {
            let taken = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            let taken = taken
                .map(|(at, count)| Value::Array(vec![Value::from(len32(at)), Value::from(*count)]));
            object(vec![
                ("take", Value::Array(taken.collect())),
                ("weight", Value::from(weight.to_string())),
            ])
        });
        Value::Array(panels.collect())
    }

    /// Reads what [`Lottery::to_value`] writes, and checks every panel.
    ///
    /// # Errors
    /// As [`Lottery::new`], and [`LotteryError::Shape`].
    pub fn from_value(types: &Types, value: &Value) -> Result<Self, LotteryError> {
        let panel = |value: &Value| -> Option<(Counts, Natural)> {
            let mut counts = vec![0_u32; ix(types.types().len())];
            for pair in value.get("take")?.as_array()? {
                let [at, count] = pair.as_array()? else {
                    return None;
                };
                let slot = counts.get_mut(usize::try_from(at.as_i64()?).ok()?)?;
                *slot = u32::try_from(count.as_i64()?).ok()?;
            }
            let weight = value.get("weight")?.as_str()?;
            let digits = weight.len() <= 4096 && weight.bytes().all(|byte| byte.is_ascii_digit());
            let weight = weight.parse().ok().filter(|_| digits)?;
            Some((counts, weight))
        };
        let panels = value.as_array().ok_or(LotteryError::Shape)?;
        let panels: Option<Vec<_>> = panels.iter().map(panel).collect();
        Self::new(types, panels.ok_or(LotteryError::Shape)?)
    }
}
