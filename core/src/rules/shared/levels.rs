//! The supporters of each option by the level at which they stand.
//!
//! Many committee rules treat voters by one number only: how many of their options are elected,
//! how many are left, what they have paid so far. All voters of one number stand at one level,
//! and the score of an option is a sum over levels of its support there times the worth of the
//! level. Votes are added up as integers; an exact worth is multiplied in once a level.

use crate::id::{ClassId, IdVec, OptionId, ix, len32};
use crate::instance::Contest;
use crate::num::Natural;
use crate::sort::sort;

/// Supporters of all options, and the level of each class of ballots.
pub struct Levels {
    level: IdVec<ClassId, u32>,
    weight: IdVec<ClassId, u64>,
    supporters: IdVec<OptionId, Vec<ClassId>>,
    /// Weight by level, zero between sums: kept so that a sum allocates little.
    sums: Vec<u64>,
}

impl Levels {
    /// Every class at the level that `start` says from its number of options; withdrawn options
    /// have no supporters and are no part of that number. The total of all weights must fit in
    /// 64 bits.
    pub fn new(contest: &Contest, start: &dyn Fn(u32) -> u32) -> Self {
        let (options, profile) = (&contest.options, &contest.profile);
        let mut levels = Self {
            level: IdVec::new(),
            weight: IdVec::new(),
            supporters: IdVec::filled(options.len(), Vec::new()),
            sums: Vec::new(),
        };
        for class in profile.classes() {
            let mut size = 0;
            for option in class.options().filter(|o| !options.is_withdrawn(*o)) {
                levels.supporters[option].push(class.id);
                size += 1;
            }
            levels.level.push(start(size));
            levels.weight.push(class.total());
        }
        levels
    }

    /// The level of every class.
    pub fn all(&self) -> &IdVec<ClassId, u32> {
        &self.level
    }

    /// Papers times weight of a class.
    pub fn weight(&self, class: ClassId) -> u64 {
        self.weight[class]
    }

    /// The classes that support an option, in canonical order.
    pub fn supporters(&self, option: OptionId) -> &[ClassId] {
        &self.supporters[option]
    }

    /// Support of an option at each level where it has any, by ascending level.
    pub fn support(&mut self, option: OptionId) -> Vec<(u32, u64)> {
        let mut levels = Vec::new();
        for class in &self.supporters[option] {
            let (level, weight) = (self.level[*class], self.weight[*class]);
            if self.sums.len() <= ix(level) {
                self.sums.resize(ix(level) + 1, 0);
            }
            if let Some(sum) = self.sums.get_mut(ix(level)) {
                if *sum == 0 && weight > 0 {
                    levels.push(level);
                }
                // Never more than the total of all weights, which fits.
                *sum += weight;
            }
        }
        sort(&mut levels);
        let mut take = |level: u32| {
            let sum = self.sums.get_mut(ix(level));
            (level, sum.map_or(0, std::mem::take))
        };
        levels.into_iter().map(&mut take).collect()
    }

    /// Moves every supporter of an option to the level that `to` says from its own.
    pub fn put_supporters(&mut self, option: OptionId, to: &mut dyn FnMut(u32) -> u32) {
        for class in &self.supporters[option] {
            let level = &mut self.level[*class];
            *level = to(*level);
        }
    }

    /// Numbers the levels anew, without gaps, in the order of what they are worth, and makes
    /// levels of equal worth one. Returns the worths that are left.
    pub fn merge(&mut self, worths: &[Natural]) -> Vec<Natural> {
        let mut used: Vec<u32> = self.level.values().copied().collect();
        sort(&mut used);
        used.dedup();
        let mut order: Vec<(&Natural, u32)> = used
            .into_iter()
            .filter_map(|level| worths.get(ix(level)).map(|worth| (worth, level)))
            .collect();
        sort(&mut order);
        let mut left: Vec<Natural> = Vec::new();
        let mut renamed = vec![0; worths.len()];
        for (worth, level) in order {
            if left.last() != Some(worth) {
                left.push(worth.clone());
            }
            if let Some(name) = renamed.get_mut(ix(level)) {
                *name = len32(left.len()).saturating_sub(1);
            }
        }
        for level in self.level.values_mut() {
            *level = renamed.get(ix(*level)).copied().unwrap_or_default();
        }
        left
    }

    /// What decides of the levels, however they came about: the worth of each class, as text.
    pub fn state(&self, worth: &dyn Fn(u32) -> String) -> Vec<u8> {
        let mut state = Vec::new();
        for level in self.level.values() {
            state.extend(worth(*level).into_bytes());
            state.push(b' ');
        }
        state
    }

    /// The sum over levels of support times worth.
    pub fn worth(&mut self, option: OptionId, worths: &[Natural]) -> Natural {
        let mut sum = Natural::ZERO;
        for (level, support) in self.support(option) {
            if let Some(worth) = worths.get(ix(level)) {
                sum += worth * support;
            }
        }
        sum
    }
}
