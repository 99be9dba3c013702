//! A plan, and what it proves.

use super::bound::{self, Multipliers};
use super::problem::{Call, Reserve};
use crate::instance::object;
use crate::json::Value;
use crate::num::Ratio;
use crate::problem::Problem;

/// What solvers propose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Alternates by kind.
    pub chosen: Call,
    /// Whom to call in each scenario.
    pub calls: Vec<Call>,
    /// Multipliers of the bound, one for each scenario; empty for none.
    pub multipliers: Vec<Multipliers>,
}

/// What a plan is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The mean loss with its alternates, called as it says; a cleverer call may lose less.
    pub loss: Ratio,
    /// No choice of so many alternates has a mean loss below.
    pub bound: Ratio,
}

impl Plan {
    /// As it stands in reports.
    pub fn to_value(&self) -> Value {
        let call = |call: &Call| {
            let pairs = call.iter();
            let pair = |(kind, number): &(u32, u32)| {
                Value::Array(vec![Value::from(*kind), Value::from(*number)])
            };
            Value::Array(pairs.map(pair).collect())
        };
        let multipliers = self.multipliers.iter().map(Multipliers::to_value);
        object(vec![
            ("chosen", call(&self.chosen)),
            ("calls", Value::Array(self.calls.iter().map(call).collect())),
            ("multipliers", Value::Array(multipliers.collect())),
        ])
    }

    /// Reads what [`Plan::to_value`] writes.
    ///
    /// # Errors
    /// `plan-invalid`.
    pub fn from_value(reserve: &Reserve, value: &Value) -> Result<Self, Problem> {
        let call = |value: &Value| -> Option<Call> {
            let number = |value: &Value| u32::try_from(value.as_i64()?).ok();
            let pair = |value: &Value| {
                let [kind, many] = value.as_array()? else {
                    return None;
                };
                Some((number(kind)?, number(many)?))
            };
            value.as_array()?.iter().map(pair).collect()
        };
        let quotas = reserve.quotas.len();
        let read = || -> Option<Self> {
            let list = |key: &str| value.get(key)?.as_array();
            Some(Self {
                chosen: call(value.get("chosen")?)?,
                calls: list("calls")?.iter().map(call).collect::<Option<_>>()?,
                multipliers: list("multipliers")?
                    .iter()
                    .map(|value| Multipliers::from_value(value, quotas))
                    .collect::<Option<_>>()?,
            })
        };
        read().ok_or_else(|| Problem::error("plan-invalid"))
    }
}

/// Checks a plan exactly: nothing is optimised, and no solver is asked.
///
/// # Errors
/// `plan-invalid` with what is wrong: the choice, or the number of the scenario.
pub fn check(reserve: &Reserve, plan: &Plan) -> Result<Proven, Problem> {
    let wrong = |path: String| Problem::error("plan-invalid").path(path);
    if !reserve.allows(&plan.chosen) {
        return Err(wrong("chosen".to_owned()));
    }
    if plan.calls.len() != reserve.scenarios.len() {
        return Err(wrong("calls".to_owned()));
    }
    for (number, (scenario, call)) in reserve.scenarios.iter().zip(&plan.calls).enumerate() {
        if !reserve.can_call(scenario, &plan.chosen, call) {
            return Err(wrong(format!("calls/{number}")));
        }
    }
    let bound = if plan.multipliers.is_empty() {
        Ratio::ZERO
    } else {
        bound::bound(reserve, &plan.multipliers).ok_or_else(|| wrong("multipliers".to_owned()))?
    };
    Ok(Proven {
        loss: reserve.mean_loss(&plan.calls),
        bound,
    })
}
