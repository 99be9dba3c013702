//! A bound on the loss of every choice, from multipliers.
//!
//! For `t` in `[-c, c]` with `c = 1 / max(1, most)`, a quota missed by `d` costs `c d >= t (least -
//! n)` for `t >= 0` and `c d >= -t (n - most)` below. So with `g(kind) = sum of t over its quotas`
//! the loss of a scenario is at least `K - sum of g(kind) called(kind)`, `K` its value with nobody
//! called. At most `gone` are called and of each kind no more than chosen: for every `v >= 0` that
//! sum is at most `v gone + sum of max(0, g - v) chosen`. Added over scenarios, what is left to
//! choose is a number for each kind, `V`, and the best choice takes the greatest of them. No
//! condition on `t` and `v` is needed but their range: any multipliers give a bound.

use super::problem::{Measure, Reserve, Scenario};
use crate::id::ix;
use crate::instance::object;
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::sort::sort;

/// What a multiplier counts: 1 is a million.
pub const UNIT: i64 = 1_000_000;

/// Multipliers of one scenario, in millionths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multipliers {
    /// By quota.
    pub quotas: Vec<i64>,
    /// Of the number to be called.
    pub gone: i64,
}

impl Multipliers {
    /// Whether they are in their ranges.
    pub fn fit(&self, reserve: &Reserve) -> bool {
        self.gone >= 0
            && self.gone <= UNIT.saturating_mul(1000)
            && self.quotas.len() == reserve.quotas.len()
            && (0..).zip(&self.quotas).all(|(quota, t)| {
                let scaled = t
                    .unsigned_abs()
                    .checked_mul(u64::from(reserve.scale(quota)));
                scaled.is_some_and(|scaled| scaled <= UNIT.unsigned_abs())
            })
    }

    /// What calling one of a kind is worth beyond the multiplier of the number to be called.
    fn worth(&self, reserve: &Reserve, kind: u32) -> i64 {
        let quotas = reserve
            .kinds
            .get(ix(kind))
            .map(|kind| kind.quotas.as_slice());
        let quotas = quotas.unwrap_or_default().iter();
        let worth: i64 = quotas.filter_map(|quota| self.quotas.get(ix(*quota))).sum();
        worth.saturating_sub(self.gone).max(0)
    }

    /// The loss with nobody called, less what the number to be called may gain.
    fn start(&self, reserve: &Reserve, scenario: &Scenario) -> i128 {
        let mut sum = -i128::from(self.gone) * i128::from(scenario.gone);
        let rows = reserve.quotas.iter().zip(&scenario.left).zip(&self.quotas);
        for (((least, most), left), t) in rows {
            let quota = if *t >= 0 { *least } else { *most };
            sum += i128::from(*t) * (i128::from(quota) - i128::from(*left));
        }
        sum
    }

    pub(super) fn to_value(&self) -> Value {
        let rows = (0_u32..).zip(&self.quotas).filter(|(_, t)| **t != 0);
        let rows = rows.map(|(quota, t)| Value::Array(vec![Value::from(quota), Value::from(*t)]));
        object(vec![
            ("gone", Value::from(self.gone)),
            ("quotas", Value::Array(rows.collect())),
        ])
    }

    pub(super) fn from_value(value: &Value, quotas: usize) -> Option<Self> {
        let mut read = Self {
            quotas: vec![0; quotas],
            gone: value.get("gone")?.as_i64()?,
        };
        for pair in value.get("quotas")?.as_array()? {
            let [quota, t] = pair.as_array()? else {
                return None;
            };
            let slot = read
                .quotas
                .get_mut(usize::try_from(quota.as_i64()?).ok()?)?;
            *slot = t.as_i64()?;
        }
        Some(read)
    }
}

/// The bound on the mean loss that multipliers, one for each scenario, prove; at least 0.
/// Multipliers out of range prove nothing: `None`.
///
/// Where any missed quota counts as 1, a scenario is bound to cost 1 where its multipliers show
/// that even with everybody as an alternate some quota stays missed.
/// Cost: O(scenarios * kinds * features).
pub(super) fn bound(reserve: &Reserve, multipliers: &[Multipliers]) -> Option<Ratio> {
    let fits = |multipliers: &Multipliers| multipliers.fit(reserve);
    if multipliers.len() != reserve.scenarios.len() || !multipliers.iter().all(fits) {
        return None;
    }
    let all = Natural::from(reserve.weight().max(1));
    let of =
        |sum: i128, unit: Natural| Ratio::from_parts(Integer::from(sum.max(0)), unit * all.clone());
    if reserve.measure == Measure::Any {
        let hopeless = reserve.scenarios.iter().zip(multipliers);
        let hopeless = hopeless.filter(|(scenario, multipliers)| {
            let mut sum = multipliers.start(reserve, scenario);
            for (kind, found) in (0_u32..).zip(&reserve.kinds) {
                if scenario.away.binary_search(&kind).is_err() {
                    let worth = multipliers.worth(reserve, kind);
                    sum -= i128::from(worth) * i128::from(found.most);
                }
            }
            sum > 0
        });
        let weights = hopeless.map(|(scenario, _)| i128::from(scenario.weight));
        return Some(of(weights.sum(), Natural::ONE));
    }
    let mut sum = 0_i128;
    let mut worth = vec![0_i128; reserve.kinds.len()];
    for (scenario, multipliers) in reserve.scenarios.iter().zip(multipliers) {
        let weight = i128::from(scenario.weight);
        sum += weight * multipliers.start(reserve, scenario);
        for (kind, worth) in (0_u32..).zip(&mut worth) {
            if scenario.away.binary_search(&kind).is_err() {
                *worth += weight * i128::from(multipliers.worth(reserve, kind));
            }
        }
    }
    let mut best: Vec<(i128, u32)> = worth
        .into_iter()
        .zip(&reserve.kinds)
        .map(|(worth, kind)| (worth, kind.most))
        .collect();
    sort(&mut best);
    let mut left = reserve.count;
    for (worth, most) in best.into_iter().rev() {
        let taken = most.min(left);
        left -= taken;
        sum -= worth * i128::from(taken);
    }
    Some(of(sum, Natural::from(UNIT.unsigned_abs())))
}
