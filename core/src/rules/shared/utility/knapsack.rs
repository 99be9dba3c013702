//! The best that fits: a knapsack for each ballot, exactly.

use crate::sort::{sort, sort_by};

/// Combinations of half a ballot beyond which it is refused.
const MOST: usize = 1 << 20;

/// The most items that fit: the cheapest ones.
pub(super) fn most(items: &mut [(u64, u64)], limit: u64) -> u64 {
    sort(items);
    let mut left = limit;
    let mut taken = 0u64;
    for (cost, _) in items {
        let Some(rest) = left.checked_sub(*cost) else {
            break;
        };
        left = rest;
        taken = taken.saturating_add(1);
    }
    taken
}

/// The greatest worth of items (cost, worth) that fit together; saturates at 2^64 - 1. `None`
/// beyond the limit of this module.
///
/// By halves: the undominated combinations of one half, cheapest first, meet those of the other,
/// dearest first.
pub(super) fn best(items: &[(u64, u64)], limit: u64) -> Option<u64> {
    let limit = u128::from(limit);
    let mut fit: Vec<(u128, u128)> = items
        .iter()
        .map(|(cost, worth)| (u128::from(*cost), u128::from(*worth)))
        .filter(|(cost, worth)| *cost <= limit && *worth > 0)
        .collect();
    let narrow = |worth: u128| u64::try_from(worth).unwrap_or(u64::MAX);
    if fit.iter().map(|(cost, _)| cost).sum::<u128>() <= limit {
        return Some(narrow(fit.iter().map(|(_, worth)| worth).sum()));
    }
    sort_by(&mut fit, &mut |a, b| b.cmp(a));
    let (left, right) = fit.split_at(fit.len() / 2);
    let (left, right) = (front(left, limit)?, front(right, limit)?);
    let mut others = right.iter().rev().peekable();
    let mut most = 0;
    for (cost, worth) in left {
        while others.next_if(|other| cost + other.0 > limit).is_some() {}
        most = most.max(worth + others.peek().map_or(0, |other| other.1));
    }
    Some(narrow(most))
}

/// The combinations within the limit of which no other is as cheap and worth as much, cheapest
/// first.
fn front(items: &[(u128, u128)], limit: u128) -> Option<Vec<(u128, u128)>> {
    let mut front = vec![(0u128, 0u128)];
    for (cost, worth) in items {
        let mut with = front.iter().map(|(c, w)| (c + cost, w + worth)).peekable();
        let mut without = front.iter().copied().peekable();
        let mut next: Vec<(u128, u128)> = Vec::with_capacity(front.len() * 2);
        loop {
            let from_with = match (with.peek(), without.peek()) {
                (Some(a), Some(b)) => a.0 < b.0 || (a.0 == b.0 && a.1 > b.1),
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => break,
            };
            let one = if from_with {
                with.next()
            } else {
                without.next()
            };
            let Some(one) = one.filter(|one| one.0 <= limit) else {
                continue;
            };
            if next.last().is_none_or(|last| last.1 < one.1) {
                next.push(one);
            }
        }
        if next.len() > MOST {
            return None;
        }
        front = next;
    }
    Some(front)
}
