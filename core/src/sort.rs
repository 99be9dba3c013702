//! Sorting once for all kinds of items.
//!
//! The standard sorts are compiled anew for each type and each order, 5 kB of code every time,
//! which a browser must load. Here items of any kind are sorted through the numbers of their
//! places by one compiled sort. The profile, which sorts a million ballots, keeps a typed one.

use crate::id::{ix, len32};
use std::cmp::Ordering;

/// Slices up to this length are sorted by insertion: the marks of a ballot, mostly.
const SHORT: usize = 16;

/// Sorts in ascending order; equal items keep their places.
pub fn sort<T: Ord>(items: &mut [T]) {
    if items.len() > SHORT {
        return sort_by(items, &mut T::cmp);
    }
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && items[at] < items[at - 1] {
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// Sorts by an order known at run time; equal items keep their places.
pub fn sort_by<T>(items: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    let from = sorted_places(len32(items.len()), &mut |a, b| {
        compare(&items[ix(a)], &items[ix(b)])
    });
    move_all(from, &mut |a, b| items.swap(ix(a), ix(b)));
}

/// From which place the item of each place comes.
#[inline(never)]
fn sorted_places(len: u32, compare: &mut dyn FnMut(u32, u32) -> Ordering) -> Vec<u32> {
    let mut from: Vec<u32> = (0..len).collect();
    from.sort_by(|a, b| compare(*a, *b));
    from
}

/// Brings each item to its place, one cycle of moves after the other.
#[inline(never)]
fn move_all(mut from: Vec<u32>, swap: &mut dyn FnMut(u32, u32)) {
    for start in 0..len32(from.len()) {
        let mut at = start;
        loop {
            // A place that comes from itself is settled.
            let source = std::mem::replace(&mut from[ix(at)], at);
            if source == start {
                break;
            }
            swap(at, source);
            at = source;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{sort, sort_by};

    /// A fixed scramble of numbers below `len`, with repeats.
    fn scrambled(len: u64) -> Vec<(u64, u64)> {
        (0..len).map(|at| (at * 7919 % 101, at)).collect()
    }

    #[test]
    fn sorts_as_the_standard_library_does() {
        for len in 0..300 {
            let mut ours: Vec<u64> = scrambled(len).iter().map(|(key, _)| *key).collect();
            let mut standard = ours.clone();
            sort(&mut ours);
            standard.sort_unstable();
            assert_eq!(ours, standard);
        }
    }

    #[test]
    fn equal_items_keep_their_places() {
        for len in 0..300 {
            let mut ours = scrambled(len);
            let mut standard = ours.clone();
            sort_by(&mut ours, &mut |a, b| b.0.cmp(&a.0));
            standard.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
            assert_eq!(ours, standard);
        }
    }

    #[test]
    fn long_cycles_are_moved_in_one_pass() {
        let mut rotated: Vec<u32> = (1..100_000).chain([0]).collect();
        sort(&mut rotated);
        assert!(rotated.is_sorted());
    }
}
