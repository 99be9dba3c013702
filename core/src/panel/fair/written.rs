//! Proposals as they stand in reports.

use super::Found;
use crate::instance::object;
use crate::json::Value;
use crate::num::Integer;
use crate::panel::proof::Proof;
use crate::panel::{Lottery, LotteryError, Types};
use crate::problem::Problem;

impl Found {
    /// As it stands among the events of a report.
    pub fn to_value(&self) -> Value {
        let mut fields = vec![
            ("bound", Value::from(self.bound.to_string())),
            ("panels", self.lottery.to_value()),
            ("proof", self.proof.to_value()),
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
            bound: integer(value.get("bound")).ok_or_else(shape)?,
            proof: proof(value.get("proof").ok_or_else(shape)?)?,
            excluded: value.get("excluded").map(proof).transpose()?,
        })
    }
}

/// An integer of at most 4096 digits.
fn integer(value: Option<&Value>) -> Option<Integer> {
    let text = value?.as_str().filter(|text| text.len() <= 4096)?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}
