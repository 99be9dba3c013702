//! Preferences: options rank by rank in one list, and where each rank ends.

use std::iter;

use crate::id::{OptionId, ix, len32};

/// A growing list of preferences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct RankStore {
    options: Vec<OptionId>,
    ends: Vec<u32>,
}

impl RankStore {
    pub(in crate::formats) fn clear(&mut self) {
        self.options.clear();
        self.ends.clear();
    }

    /// Adds an option in a rank of its own.
    pub(in crate::formats) fn push(&mut self, option: OptionId) {
        self.options.push(option);
        self.skip();
    }

    /// Adds an option to the last rank.
    pub(in crate::formats) fn join(&mut self, option: OptionId) {
        self.options.push(option);
        self.ends.pop();
        self.skip();
    }

    /// Adds a blank rank.
    pub(in crate::formats) fn skip(&mut self) {
        self.ends.push(len32(self.options.len()));
    }

    /// Adds all ranks of a ballot.
    pub(in crate::formats) fn append(&mut self, ranks: Ranks<'_>) {
        for rank in ranks.iter() {
            self.options.extend_from_slice(rank);
            self.skip();
        }
    }

    /// Number of ranks.
    pub(in crate::formats) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The ranks from one index up to another.
    pub(in crate::formats) fn between(&self, from: usize, to: usize) -> Ranks<'_> {
        let start = from
            .checked_sub(1)
            .and_then(|at| self.ends.get(at))
            .copied()
            .unwrap_or(0);
        let ends = self.ends.get(from..to).unwrap_or_default();
        let end = ends.last().copied().unwrap_or(start);
        Ranks {
            options: self.options.get(ix(start)..ix(end)).unwrap_or_default(),
            start,
            ends,
        }
    }

    /// All ranks.
    pub(in crate::formats) fn all(&self) -> Ranks<'_> {
        self.between(0, self.len())
    }
}

/// The preferences of one ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Ranks<'a> {
    options: &'a [OptionId],
    start: u32,
    /// Where each rank ends, counted as `start` is; two equal ends are a rank left blank.
    ends: &'a [u32],
}

impl<'a> Ranks<'a> {
    /// All options, best first; the order within a rank is that of the file.
    pub(in crate::formats) const fn options(&self) -> &'a [OptionId] {
        self.options
    }

    /// True when each rank holds exactly one option.
    pub(in crate::formats) fn is_strict(&self) -> bool {
        self.ends.len() == self.options.len() && self.iter().all(|rank| rank.len() == 1)
    }

    /// The ranks, best first.
    pub(in crate::formats) fn iter(self) -> impl Iterator<Item = &'a [OptionId]> {
        let mut rest = self.options;
        let starts = iter::once(self.start).chain(self.ends.iter().copied());
        starts.zip(self.ends).map(move |(start, end)| {
            let (rank, after) = rest
                .split_at_checked(ix(end.saturating_sub(start)))
                .unwrap_or_default();
            rest = after;
            rank
        })
    }
}
