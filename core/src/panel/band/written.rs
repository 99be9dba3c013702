//! Proposals as they stand in reports.

use super::super::proof::Proof;
use super::super::{LotteryError, Types};
use super::{Found, Traded};
use crate::id::TypeId;
use crate::instance::object;
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::panel::leximin;
use crate::problem::Problem;

/// The most digits of a number that is read.
const DIGITS: usize = 4096;

impl Found {
    /// As it stands among the events of a report.
    pub fn to_value(&self) -> Value {
        let mut fields = vec![
            ("inside", self.inside.to_value()),
            ("least", Value::from(ratio_text(&self.least))),
            ("most", Value::from(ratio_text(&self.most))),
            (
                "trades",
                Value::Array(self.trades.iter().map(Traded::to_value).collect()),
            ),
        ];
        if let Some((ids, proof)) = &self.excluded {
            let ids = ids.iter().map(|id| Value::from(id.0)).collect();
            let pair = Value::Array(vec![Value::Array(ids), proof.to_value()]);
            fields.push(("excluded", pair));
        }
        object(fields)
    }

    /// Reads what [`Found::to_value`] writes.
    ///
    /// # Errors
    /// `lottery-invalid`, and what is wrong with the lottery inside.
    pub fn from_value(types: &Types, value: &Value) -> Result<Self, Problem> {
        let shape = || LotteryError::Shape.problem();
        let part = |name: &str| value.get(name).ok_or_else(shape);
        let trades = part("trades")?.as_array().unwrap_or_default();
        let trades: Option<Vec<Traded>> = trades.iter().map(Traded::from_value).collect();
        let excluded = value.get("excluded").map(excluded);
        Ok(Self {
            least: fraction(part("least")?).ok_or_else(shape)?,
            most: fraction(part("most")?).ok_or_else(shape)?,
            trades: trades.ok_or_else(shape)?,
            excluded: match excluded {
                Some(read) => Some(read.ok_or_else(shape)?),
                None => None,
            },
            inside: leximin::Found::from_value(types, part("inside")?)?,
        })
    }
}

impl Traded {
    fn to_value(&self) -> Value {
        object(vec![
            ("bound", Value::from(self.bound.to_string())),
            ("lowered", pairs_value(&self.lowered)),
            ("proof", self.proof.to_value()),
            ("raised", pairs_value(&self.raised)),
            ("times", Value::from(self.times.to_string())),
        ])
    }

    fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            times: integer(value.get("times")?.as_str()?)?,
            raised: pairs(value.get("raised")?)?,
            lowered: pairs(value.get("lowered")?)?,
            bound: integer(value.get("bound")?.as_str()?)?,
            proof: Proof::from_value(value.get("proof")?)?,
        })
    }
}

fn excluded(value: &Value) -> Option<(Vec<TypeId>, Proof)> {
    let [ids, proof] = value.as_array()? else {
        return None;
    };
    let id = |id: &Value| u32::try_from(id.as_i64()?).ok().map(TypeId);
    let ids = ids.as_array()?.iter().map(id).collect::<Option<_>>()?;
    Some((ids, Proof::from_value(proof)?))
}

fn pairs_value(pairs: &[(u32, i64)]) -> Value {
    let pair = |(at, weight): &(u32, i64)| {
        Value::Array(vec![Value::from(*at), Value::from(weight.to_string())])
    };
    Value::Array(pairs.iter().map(pair).collect())
}

/// Types ascending, each once, with weights above 0.
fn pairs(value: &Value) -> Option<Vec<(u32, i64)>> {
    let mut pairs: Vec<(u32, i64)> = Vec::new();
    for pair in value.as_array()? {
        let [at, weight] = pair.as_array()? else {
            return None;
        };
        let at = u32::try_from(at.as_i64()?).ok()?;
        let weight = weight.as_str()?.parse::<i64>().ok()?;
        if weight <= 0 || pairs.last().is_some_and(|(last, _)| *last >= at) {
            return None;
        }
        pairs.push((at, weight));
    }
    Some(pairs)
}

fn integer(text: &str) -> Option<Integer> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (plain && text.len() <= DIGITS).then(|| text.parse().ok())?
}

/// A fraction as written: `7/3`, or `2`.
fn fraction(value: &Value) -> Option<Ratio> {
    let text = value.as_str()?;
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    let below = Natural::try_from(integer(below)?).ok()?;
    (!below.is_zero()).then_some(())?;
    Some(Ratio::from_parts(integer(above)?, below))
}
