//! Ranges whose sums hold the seats, and whole numbers of seats within them.

use std::cmp::Ordering;

use super::{Target, sum};
use crate::num::{Integer, Ratio};
use crate::problem::Problem;

/// Moves ranges that were not set by hand until the least numbers sum to `seats` or fewer and the
/// greatest to `seats` or more. Without ranges set by hand that holds already.
pub(super) fn ranges(feature: &str, values: &mut [Target], seats: u32) -> Result<(), Problem> {
    let k = u64::from(seats);
    while sum(values, |value| value.min) > k {
        // A value that stands for a seat or more keeps one as long as another can give way.
        let movable = |value: &&mut Target, least: u32| !value.set && value.min > least;
        let keeps = |value: &Target| u32::from(value.exact >= Ratio::ONE);
        let spare = values
            .iter()
            .any(|value| !value.set && value.min > keeps(value));
        let chosen = farthest(
            values
                .iter_mut()
                .filter(|value| movable(value, if spare { keeps(value) } else { 0 })),
            |value| over(value.min, value),
        );
        let Some(value) = chosen else {
            return Err(problem(
                feature,
                sum(values, |value| value.min),
                "at most",
                k,
            ));
        };
        value.min = value.min.saturating_sub(1);
        value.moved = true;
    }
    while sum(values, |value| value.max) < k {
        let movable = values
            .iter_mut()
            .filter(|value| !value.set && value.max < seats);
        let Some(value) = farthest(movable, |value| -over(value.max, value)) else {
            return Err(problem(
                feature,
                sum(values, |value| value.max),
                "at least",
                k,
            ));
        };
        value.max = value.max.saturating_add(1);
        value.moved = true;
    }
    Ok(())
}

fn problem(feature: &str, sum: u64, bound: &str, seats: u64) -> Problem {
    Problem::error("targets-set-sum")
        .path(feature)
        .found(sum.to_string())
        .expected(format!("{bound} {seats}"))
}

/// By how many seats a number is above what the value stands for.
fn over(number: u32, value: &Target) -> Ratio {
    Ratio::from(Integer::from(number)) - &value.exact
}

/// The value for which `by` is greatest; of equal ones the first.
fn farthest<'t>(
    values: impl Iterator<Item = &'t mut Target>,
    by: impl Fn(&Target) -> Ratio,
) -> Option<&'t mut Target> {
    let mut found: Option<(Ratio, &mut Target)> = None;
    for value in values {
        let distance = by(value);
        if found.as_ref().is_none_or(|(most, _)| distance > *most) {
            found = Some((distance, value));
        }
    }
    found.map(|(_, value)| value)
}

/// One whole number of seats each, within the ranges, that sum to `seats`: largest remainders,
/// then seat by seat where ranges set by hand ask for others.
pub(super) fn points(values: &mut [Target], seats: u32) {
    let k = u64::from(seats);
    let mut order: Vec<usize> = (0..values.len()).collect();
    let rest = |value: &Target| &value.exact - Ratio::from(value.exact.floor());
    crate::sort::sort_by(&mut order, &mut |a, b| {
        let (Some(left), Some(right)) = (values.get(*a), values.get(*b)) else {
            return Ordering::Equal;
        };
        let remainders = rest(right).cmp(&rest(left));
        remainders
            .then_with(|| right.share.cmp(&left.share))
            .then(a.cmp(b))
    });
    let cut = k.saturating_sub(sum(values, |value| value.target));
    let cut = usize::try_from(cut).unwrap_or(usize::MAX);
    for at in order.into_iter().take(cut) {
        if let Some(value) = values.get_mut(at) {
            value.target = value.target.saturating_add(1);
        }
    }
    for value in values.iter_mut() {
        value.target = value.target.max(value.min).min(value.max);
    }
    while sum(values, |value| value.target) > k {
        let movable = values.iter_mut().filter(|value| value.target > value.min);
        let Some(value) = farthest(movable, |value| over(value.target, value)) else {
            return;
        };
        value.target = value.target.saturating_sub(1);
    }
    while sum(values, |value| value.target) < k {
        let movable = values.iter_mut().filter(|value| value.target < value.max);
        let Some(value) = farthest(movable, |value| -over(value.target, value)) else {
            return;
        };
        value.target = value.target.saturating_add(1);
    }
}
