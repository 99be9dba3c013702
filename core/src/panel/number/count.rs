//! The number alone: states of two layers at a time, panels that led to each.

use super::key::Key;
use super::plan::Plan;
use crate::id::{FeatureId, ix};
use crate::num::Natural;
use crate::panel::Types;
use crate::sort::sort_by;

/// Numbers that states carry: of 128 bits where all panels of people fit, else of any size.
trait Tally: Clone {
    const ONE: Self;
    fn of(ways: &Natural) -> Self;
    fn times(&self, ways: &Self) -> Self;
    fn add(&mut self, other: &Self);
    fn natural(self) -> Natural;
}

impl Tally for Natural {
    const ONE: Self = Natural::ONE;
    fn of(ways: &Natural) -> Self {
        ways.clone()
    }
    fn times(&self, ways: &Self) -> Self {
        self * ways
    }
    fn add(&mut self, other: &Self) {
        *self += other;
    }
    fn natural(self) -> Natural {
        self
    }
}

impl Tally for u128 {
    const ONE: Self = 1;
    fn of(ways: &Natural) -> Self {
        // Nothing saturates: see `fits`.
        u128::try_from(ways.clone()).unwrap_or(u128::MAX)
    }
    fn times(&self, ways: &Self) -> Self {
        self.saturating_mul(*ways)
    }
    fn add(&mut self, other: &Self) {
        *self = self.saturating_add(*other);
    }
    fn natural(self) -> Natural {
        Natural::from(self)
    }
}

/// How many panels keep the quotas of some features, with at most `limit` states at a time;
/// `None` where there are more.
pub(super) fn panels(types: &Types, features: &[FeatureId], limit: u64) -> Option<Natural> {
    let plan = Plan::new(types, features, None)?;
    if fits(types) {
        run::<u128>(&plan, limit)
    } else {
        run::<Natural>(&plan, limit)
    }
}

/// Whether the sets of people of at most the panel's size number less than 2^127: no state
/// carries more.
fn fits(types: &Types) -> bool {
    let people: u64 = types
        .types()
        .values()
        .map(|kind| kind.people.iter().map(|_| 1_u64).sum::<u64>())
        .sum();
    let mut sets = Natural::ONE;
    let mut all = Natural::ONE;
    for seat in 1..=u64::from(types.seats()).min(people) {
        sets = sets * Natural::from(people - seat + 1) / Natural::from(seat);
        all += &sets;
        if all >= Natural::ONE << 127 {
            return false;
        }
    }
    true
}

/// States, ascending, with what led to each.
type Layer<T> = Vec<(Key, T)>;

fn run<T: Tally>(plan: &Plan, limit: u64) -> Option<Natural> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut layer: Layer<T> = plan.start().map(|key| (key, T::ONE)).into_iter().collect();
    for (at, step) in plan.steps.iter().enumerate() {
        let mut after: Layer<T> = Vec::new();
        let ways: Vec<Vec<T>> = step
            .ways
            .iter()
            .map(|ways| ways.iter().map(T::of).collect())
            .collect();
        for count in 0..=step.most {
            let mut run: Layer<T> = layer
                .iter()
                .filter_map(|(key, tally)| {
                    let next = plan.next(at, *key, count)?;
                    let used = step.homes.map_or(0, |homes| homes.count(*key));
                    let ways = ways.get(ix(used))?.get(ix(count))?;
                    Some((next, tally.times(ways)))
                })
                .collect();
            if !run.is_sorted_by(|a, b| a.0 <= b.0) {
                sort_by(&mut run, &mut |a, b| a.0.cmp(&b.0));
            }
            run.dedup_by(|later, first| {
                let same = later.0 == first.0;
                if same {
                    first.1.add(&later.1);
                }
                same
            });
            after = if after.is_empty() {
                run
            } else {
                merge(after, run)
            };
            if after.len() > limit {
                return None;
            }
        }
        layer = after;
    }
    let end = layer.into_iter().next();
    Some(end.map_or(Natural::ZERO, |(_, tally)| tally.natural()))
}

/// Two layers as one; what leads to the same state is added.
fn merge<T: Tally>(a: Layer<T>, b: Layer<T>) -> Layer<T> {
    let mut both = Vec::with_capacity(a.len().max(b.len()));
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    loop {
        let order = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) => x.0.cmp(&y.0),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return both,
        };
        let mut next = if order.is_gt() { b.next() } else { a.next() };
        if order.is_eq()
            && let (Some(next), Some(other)) = (&mut next, b.next())
        {
            next.1.add(&other.1);
        }
        both.extend(next);
    }
}
