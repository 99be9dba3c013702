//! Target chances from weights of values, such as corrections for who volunteers.
//!
//! Some accept an invitation more readily than others. Let a person with values v accept with
//! probability `q = product over features of b(feature, v)`; who is drawn from the volunteers with
//! a chance in proportion to `1 / q` had, seen from before the invitations, the same chance as
//! everyone else (B. Flanigan, P. Gölz, A. Gupta and A. D. Procaccia, Neutralizing Self-Selection
//! Bias in Sampling for Sortition, NeurIPS 2020). A factor that all share changes nothing.
//!
//! Targets are `min(1, f w)` for weights w, with the one f at which they sum to the seats.

use std::collections::BTreeMap;

use super::Types;
use crate::id::{FeatureId, IdVec, TypeId, ValueId, len32};
use crate::instance::Pool;
use crate::num::{Integer, Natural, Ratio, parse_decimal};
use crate::problem::Problem;
use crate::sort::sort_by;

/// Factors by value of a feature; a value left out has the factor 1.
pub type Factors = BTreeMap<(FeatureId, ValueId), Ratio>;

/// Reads `feature/value:factor` entries, separated by commas, or by semicolons where there are
/// any. Factors are decimals or fractions above 0.
///
/// # Errors
/// `param-value`, naming the entry: not of this form, of no such value, or named twice.
pub fn factors(pool: &Pool, name: &str, text: &str) -> Result<Factors, Problem> {
    let by = if text.contains(';') { ';' } else { ',' };
    let mut factors = Factors::new();
    for entry in text.split(by).map(str::trim).filter(|e| !e.is_empty()) {
        let wrong = |expected: &str| {
            let problem = Problem::error("param-value").path(name).found(entry);
            Err(problem.expected(expected))
        };
        let Some((path, factor)) = entry.rsplit_once(':') else {
            return wrong("feature/value:factor");
        };
        let Some(factor) = fraction(factor.trim()).filter(|factor| !factor.is_zero()) else {
            return wrong("a decimal or a fraction above 0, such as 0.02 or 1/50");
        };
        let found = pool
            .quotas()
            .map(|(feature, value, _)| (feature, value))
            .find(|(feature, value)| pool.quota_path(*feature, *value) == path.trim());
        let Some(key) = found else {
            return wrong("a feature and a value of the quotas, as feature/value");
        };
        if factors.insert(key, factor).is_some() {
            return wrong("each value once");
        }
    }
    Ok(factors)
}

/// A decimal or a fraction of at most 18 digits, not negative: `0.02`, `3/7`, `2`.
pub fn fraction(text: &str) -> Option<Ratio> {
    let whole = |text: &str| {
        let digits = !text.is_empty() && text.len() <= 18;
        let digits = digits && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u64>().ok().filter(|_| digits)
    };
    if let Some((above, below)) = text.split_once('/') {
        let (above, below) = (whole(above)?, whole(below).filter(|below| *below > 0)?);
        return Some(Ratio::from_parts(
            Integer::from(above),
            Natural::from(below),
        ));
    }
    let decimal = parse_decimal(text)?;
    let one = Natural::from(decimal.scale.one());
    Some(Ratio::from_parts(Integer::from(decimal.units), one))
}

/// The weight of each type: the product of `weights`, divided by that of `willing`.
pub fn weights(types: &Types, weights: &Factors, willing: &Factors) -> IdVec<TypeId, Ratio> {
    let weight = |kind: &super::Type| {
        let mut weight = Ratio::ONE;
        for (feature, value) in (0..).zip(&kind.values) {
            let key = (FeatureId(feature), *value);
            weight = weights
                .get(&key)
                .map_or(weight.clone(), |factor| &weight * factor);
            weight = willing
                .get(&key)
                .map_or(weight.clone(), |factor| &weight / factor);
        }
        weight
    };
    IdVec::from_vec(types.types().values().map(weight).collect())
}

/// The chance of each person of a type in proportion to the weights, at most 1, so that they sum
/// to the seats; with as many people as seats or fewer, 1 each. Cost: O(types log types).
pub fn targets(types: &Types, weights: &IdVec<TypeId, Ratio>) -> IdVec<TypeId, Ratio> {
    let people = |id: TypeId| Ratio::from(len32(types.types()[id].people.len()));
    let mut order: Vec<TypeId> = types.types().ids().collect();
    sort_by(&mut order, &mut |a, b| weights[*b].cmp(&weights[*a]));
    let mut seats = Ratio::from(types.seats());
    let mut sum = order
        .iter()
        .fold(Ratio::ZERO, |sum, id| sum + &weights[*id] * people(*id));
    // The heaviest reach 1 first; whoever is below 1 then shares what is left by weight.
    let mut capped = 0;
    for id in &order {
        if &weights[*id] * &seats < sum {
            break;
        }
        seats -= people(*id);
        sum -= &weights[*id] * people(*id);
        capped += 1;
    }
    let mut targets = vec![Ratio::ONE; order.len()];
    for id in order.iter().skip(capped) {
        if let Some(slot) = targets.get_mut(crate::id::ix(id.0)) {
            *slot = &weights[*id] * &seats / &sum;
        }
    }
    IdVec::from_vec(targets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::samples::{Dice, random};

    fn ratio(above: u32, below: u32) -> Ratio {
        Ratio::from_parts(Integer::from(above), Natural::from(below))
    }

    #[test]
    fn fractions_and_decimals() {
        assert_eq!(fraction("0.02"), Some(ratio(1, 50)));
        assert_eq!(fraction("3/7"), Some(ratio(3, 7)));
        for wrong in ["", "-1", "1/0", "1/", "1e3", "a", "1/-2", "0.1/2"] {
            assert_eq!(fraction(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn entries_name_values_once() {
        let pool = random(&mut Dice(1), 8, 3, false);
        let read = |text: &str| factors(&pool, "willing", text);
        let found = read("age/0:0.5, area/1:2/3").unwrap();
        let key = (FeatureId(1), ValueId(1));
        assert_eq!(found.get(&key), Some(&ratio(2, 3)));
        assert_eq!(found.len(), 2);
        for wrong in ["age/0", "age/9:1", "age/0:0", "age/0:1;age/0:2", "age/0:x"] {
            assert_eq!(read(wrong).unwrap_err().code, "param-value", "{wrong}");
        }
    }

    /// Against the definition: proportional below 1, capped at 1, summing to the seats.
    #[test]
    fn targets_are_proportional_and_sum_to_the_seats() {
        let mut dice = Dice(9);
        for _ in 0..200 {
            let (people, seats) = (5 + dice.below(8), 1 + dice.below(5));
            let pool = random(&mut dice, people, seats, false);
            let types = Types::of(&pool);
            let weight = |_| ratio(1 + dice.below(30), 1 + dice.below(4));
            let weights = IdVec::from_vec(types.types().ids().map(weight).collect());
            let targets = targets(&types, &weights);
            let mut sum = Ratio::ZERO;
            let mut factor: Option<Ratio> = None;
            for (id, target) in targets.iter() {
                sum += target * Ratio::from(len32(types.types()[id].people.len()));
                assert!(*target <= Ratio::ONE && *target > Ratio::ZERO);
                if *target < Ratio::ONE {
                    let of = target / &weights[id];
                    assert_eq!(*factor.get_or_insert(of.clone()), of);
                }
            }
            assert_eq!(sum, Ratio::from(seats));
            for (id, target) in targets.iter().filter(|(_, t)| **t == Ratio::ONE) {
                assert!(factor.as_ref().is_none_or(|f| &weights[id] * f >= *target));
            }
        }
    }
}
