//! The states from which a panel may yet come, layer by layer.

use super::key::Key;
use super::plan::Plan;
use crate::sort::sort;

/// The states after a step, ascending, from those before it; `None` where there are more than
/// `limit`.
pub(super) fn after(plan: &Plan, at: usize, before: &[Key], limit: usize) -> Option<Vec<Key>> {
    let mut after: Vec<Key> = Vec::new();
    for count in 0..=plan.steps[at].most {
        let mut run: Vec<Key> = before
            .iter()
            .filter_map(|key| plan.next(at, *key, count))
            .collect();
        // To add the same to all keeps their order; to close a row may not.
        if !run.is_sorted() {
            sort(&mut run);
        }
        run.dedup();
        after = merge(&after, &run);
        if after.len() > limit {
            return None;
        }
    }
    Some(after)
}

/// Two ascending lists as one, without repeats.
pub(super) fn merge(a: &[Key], b: &[Key]) -> Vec<Key> {
    let mut both = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both.push(*x.min(y));
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    both.extend_from_slice(&a[i..]);
    both.extend_from_slice(&b[j..]);
    both
}

/// Finds states of a layer that are asked for in roughly ascending order.
pub(super) struct Finder<'a> {
    keys: &'a [Key],
    near: usize,
}

impl<'a> Finder<'a> {
    pub(super) fn new(keys: &'a [Key]) -> Self {
        Self { keys, near: 0 }
    }

    /// The place of a state.
    pub(super) fn find(&mut self, key: Key) -> Option<usize> {
        // Mostly it is one of the next few.
        for at in self.near..self.keys.len().min(self.near + 8) {
            if self.keys[at] >= key {
                let hit = self.keys[at] == key;
                let passed = at == self.near && self.keys[at] > key;
                if hit {
                    self.near = at;
                    return Some(at);
                }
                if !passed {
                    return None;
                }
                break;
            }
        }
        match self.keys.binary_search(&key) {
            Ok(at) => {
                self.near = at;
                Some(at)
            }
            Err(at) => {
                self.near = at;
                None
            }
        }
    }
}
