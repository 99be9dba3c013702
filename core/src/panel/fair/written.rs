//! Proposals as they stand in reports.

use super::{Found, Weighed};
use crate::instance::object;
use crate::json::Value;
use crate::num::{Integer, Ratio};
use crate::panel::proof::Proof;
use crate::panel::stage::pairs_value;
use crate::panel::{Lottery, LotteryError, Types};
use crate::problem::Problem;

impl Found {
    /// As it stands among the events of a report.
    pub fn to_value(&self) -> Value {
        let mut fields = vec![
            ("bound", Value::from(self.weighed.bound.to_string())),
            ("panels", self.lottery.to_value()),
            ("proof", self.proof.to_value()),
            ("scale", Value::from(self.weighed.scale)),
            ("weights", pairs_value(&self.weighed.weights)),
        ];
        let excluded = self.excluded.as_ref().map(Proof::to_value);
        fields.extend(excluded.map(|proof| ("excluded", proof)));
        object(fields)
    }

    /// Reads what [`Found::to_value`] writes.
    ///
    /// # Errors
    /// `lottery-invalid`.
    pub fn from_value(types: &Types, value: &Value) -> Result<Self, Problem> {
        let shape = || LotteryError::Shape.problem();
        let panels = value.get("panels").ok_or_else(shape)?;
        let proof = |value: &Value| Proof::from_value(value).ok_or_else(shape);
        Ok(Self {
            lottery: Lottery::from_value(types, panels).map_err(LotteryError::problem)?,
            weighed: weighed(types, value).ok_or_else(shape)?,
            proof: proof(value.get("proof").ok_or_else(shape)?)?,
            excluded: value.get("excluded").map(proof).transpose()?,
        })
    }
}

/// Weights: types of the pool, ascending, and numbers that are not 0; JSON keeps them below 2^53.
fn weighed(types: &Types, value: &Value) -> Option<Weighed> {
    let list = value.get("weights")?.as_array()?;
    let mut weights: Vec<(u32, i64)> = Vec::new();
    for pair in list {
        let [at, weight] = pair.as_array()? else {
            return None;
        };
        let at = u32::try_from(at.as_i64()?).ok()?;
        let ascends = weights.last().is_none_or(|(last, _)| *last < at);
        let known = at < types.types().len();
        let weight = weight.as_i64().filter(|weight| *weight != 0)?;
        if !ascends || !known {
            return None;
        }
        weights.push((at, weight));
    }
    Some(Weighed {
        weights,
        scale: value.get("scale")?.as_i64().filter(|scale| *scale > 0)?,
        bound: integer(value.get("bound"))?,
    })
}

/// A fraction that is not negative, rounded up to nine places: what gaps read like.
pub fn decimal_above(ratio: &Ratio) -> String {
    const BILLION: u32 = 1_000_000_000;
    let units = (ratio * Ratio::from(BILLION)).ceil().to_string();
    let units = format!("{units:0>10}");
    let (whole, part) = units.split_at(units.len() - 9);
    let part = part.trim_end_matches('0');
    if part.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{part}")
    }
}

/// An integer of at most 4096 digits.
fn integer(value: Option<&Value>) -> Option<Integer> {
    let text = value?.as_str().filter(|text| text.len() <= 4096)?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

#[test]
fn gaps_read_as_decimals() {
    let ratio = |above: u64, below: u64| {
        let below = crate::num::Natural::from(below);
        decimal_above(&Ratio::from_parts(Integer::from(above), below))
    };
    assert_eq!(ratio(1, 3), "0.333333334");
    assert_eq!(ratio(7, 2), "3.5");
    assert_eq!(ratio(0, 1), "0");
    assert_eq!(ratio(1, 10_000_000_000), "0.000000001");
}
