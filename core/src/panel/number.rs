//! How many panels there are, exactly.
//!
//! A panel is a set of people; two panels are different where one person is. All that keep every
//! quota and seat at most one of each household are counted by dynamic programming over types
//! (M. de Azevedo and P. Gölz, arXiv 2604.02712): types are gone through by the value of their
//! first feature; a state is the counts of rows begun and not finished, so of the first feature
//! it holds one value at a time; a state from which quotas cannot be met any more is dropped. The
//! ways to choose c of a type of m people are C(m, c); where people of several types share
//! households they are chosen home by home: C(homes left, c) times people in each home to the c.
//!
//! States grow with the product of the quotas of all features but the first. Where they would
//! pass a limit, the answer is an upper bound: the number of panels that keep the quotas of as
//! many features as fit. Panels are then drawn exactly uniformly all the same ([`apart`],
//! [`tilted`]).

pub mod apart;
mod count;
mod fit;
mod key;
mod plan;
mod states;
pub mod tilted;
mod ways;

pub use apart::{Apart, Desk};
pub use fit::{Fit, fit};
pub use tilted::Tilted;
pub use ways::Ways;

use super::{Asked, Types};
use crate::id::{FeatureId, len32};
use crate::instance::object;
use crate::json::Value;
use crate::num::Natural;
use crate::sort::sort_by;

/// How many states a count may hold at a time where nobody says otherwise: about 100 MB.
pub const STATES: u64 = 2_000_000;

/// How many panels there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number, where it could be counted.
    pub panels: Option<Natural>,
    /// No more than so many: they keep the quotas of `features`.
    pub most: Natural,
    /// The features whose quotas were followed; all of them where the number is exact.
    pub features: Vec<FeatureId>,
    /// The states that the count might hold at a time.
    pub limit: u64,
}

impl Number {
    /// The number as in reports: `{"panels":"N" or null,"log2":"12.345","most":"M","features":[..],
    /// "limit":L}`; `log2` is that of `most`, which is `panels` where they were counted.
    pub fn to_value(&self) -> Value {
        let panels = self.panels.as_ref();
        let features = self.features.iter().map(|feature| Value::from(feature.0));
        object(vec![
            (
                "panels",
                panels.map_or(Value::Null, |panels| Value::from(panels.to_string())),
            ),
            ("most", Value::from(self.most.to_string())),
            ("log2", log2(&self.most).map_or(Value::Null, Value::from)),
            ("features", Value::Array(features.collect())),
            ("limit", Value::from(self.limit.to_string())),
        ])
    }
}

/// Counts the panels with at most `limit` states at a time ([`STATES`]): an upper bound where that
/// is not enough.
///
/// Cost: O(types * limit * the most of a type).
pub fn count(types: &Types, limit: u64) -> Number {
    let order = order(types);
    if let Some(panels) = count::panels(types, &order, limit) {
        return Number {
            most: panels.clone(),
            panels: Some(panels),
            features: order,
            limit,
        };
    }
    let mut features = Vec::new();
    let mut most = count::panels(types, &[], u64::MAX).unwrap_or_default();
    for feature in order {
        features.push(feature);
        match count::panels(types, &features, limit) {
            Some(panels) => most = panels,
            None => {
                features.pop();
            }
        }
    }
    Number {
        panels: None,
        most,
        features,
        limit,
    }
}

/// Features in the order in which a count follows them: the one with most values first, whose
/// values are gone through one by one; then those with fewest.
pub fn order(types: &Types) -> Vec<FeatureId> {
    let mut values: Vec<(FeatureId, u32)> = Vec::new();
    for row in types.rows().values() {
        if let Asked::Quota(feature, _) = row.asked {
            match values.iter_mut().find(|(known, _)| *known == feature) {
                Some((_, values)) => *values += 1,
                None => values.push((feature, 1)),
            }
        }
    }
    sort_by(&mut values, &mut |a, b| (a.1, a.0).cmp(&(b.1, b.0)));
    // Of several with most values the first in the file.
    let first = (0..values.len()).max_by_key(|at| (values[*at].1, u32::MAX - values[*at].0.0));
    if let Some(first) = first {
        let first = values.remove(first);
        values.insert(0, first);
    }
    values.into_iter().map(|(feature, _)| feature).collect()
}

/// The logarithm to base 2 of a number from 1 on, to three decimals, rounded down: the bits that
/// a draw from so many panels needs. Integers only: the decimals are the bits of repeated squares
/// of the first 63 bits. `None` for 0.
pub fn log2(number: &Natural) -> Option<String> {
    use dashu_int::ops::BitTest;

    let whole = number.bit_len().checked_sub(1)?;
    // The number as 1.xxx with 62 bits after the point.
    let scaled = if whole > 62 {
        number >> (whole - 62)
    } else {
        number << (62 - whole)
    };
    let mut part = u128::try_from(scaled).unwrap_or(1 << 62);
    let mut bits = 0_u32;
    for _ in 0..24 {
        part = (part * part) >> 62;
        bits <<= 1;
        if part >= 1 << 63 {
            bits |= 1;
            part >>= 1;
        }
    }
    // A power of two is one exactly; others lie more than 2^-62 above the decimal below them.
    let thousandths = (u64::from(bits) * 1000) >> 24;
    Some(format!("{}.{thousandths:03}", len32(whole)))
}

#[cfg(test)]
mod tests;
