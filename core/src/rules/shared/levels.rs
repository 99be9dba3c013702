//! The support of each option by the level at which its supporters stand.
//!
//! Many committee rules treat voters by one number only: how many of their options are elected,
//! how many are left, in which round they last paid. All voters of one number stand at one
//! level, and the score of an option is a sum over levels of its support there times the worth
//! of the level. Moving a class of ballots to another level takes integer additions only; the
//! exact worths are multiplied in when a score is asked for, once a level.

use crate::id::{ClassId, IdVec, OptionId, ix};
use crate::instance::Contest;
use crate::num::Natural;
use crate::profile::Profile;

/// Supporters of all options, and the level of each class of ballots.
pub struct Levels<'a> {
    profile: &'a Profile,
    level: IdVec<ClassId, u32>,
    by_level: IdVec<OptionId, Vec<u64>>,
    supporters: IdVec<OptionId, Vec<ClassId>>,
}

impl<'a> Levels<'a> {
    /// Every class at the level that `start` says from its number of options; withdrawn options
    /// have no supporters and are no part of that number. The total of all weights must fit in
    /// 64 bits.
    pub fn new(contest: &'a Contest, start: &dyn Fn(u32) -> u32) -> Self {
        let (options, profile) = (&contest.options, &contest.profile);
        let mut levels = Self {
            profile,
            level: IdVec::filled(profile.len(), 0),
            by_level: IdVec::filled(options.len(), Vec::new()),
            supporters: IdVec::filled(options.len(), Vec::new()),
        };
        for class in profile.classes() {
            let mut size = 0;
            for option in class.options().filter(|o| !options.is_withdrawn(*o)) {
                levels.supporters[option].push(class.id);
                size += 1;
            }
            levels.level[class.id] = start(size);
        }
        for option in options.all() {
            for class in &levels.supporters[option] {
                let level = levels.level[*class];
                add(
                    &mut levels.by_level[option],
                    level,
                    profile.class(*class).total(),
                );
            }
        }
        levels
    }

    /// The classes that support an option, in canonical order.
    pub fn supporters(&self, option: OptionId) -> &[ClassId] {
        &self.supporters[option]
    }

    /// The level of a class.
    pub fn level(&self, class: ClassId) -> u32 {
        self.level[class]
    }

    /// Support of an option at each level.
    pub fn support(&self, option: OptionId) -> &[u64] {
        &self.by_level[option]
    }

    /// All support of an option.
    pub fn total(&self, option: OptionId) -> u64 {
        self.by_level[option].iter().sum()
    }

    /// Moves a class to another level.
    pub fn put(&mut self, class: ClassId, level: u32) {
        let before = std::mem::replace(&mut self.level[class], level);
        if before == level {
            return;
        }
        let class = self.profile.class(class);
        for option in class.options() {
            let support = &mut self.by_level[option];
            // A withdrawn option has no levels.
            if let Some(at_level) = support.get_mut(ix(before)) {
                *at_level = at_level.saturating_sub(class.total());
                add(support, level, class.total());
            }
        }
    }

    /// Moves every supporter of an option to the level that `to` says from its own.
    pub fn put_supporters(&mut self, option: OptionId, to: &dyn Fn(u32) -> u32) {
        let classes = std::mem::take(&mut self.supporters[option]);
        for class in &classes {
            self.put(*class, to(self.level[*class]));
        }
        self.supporters[option] = classes;
    }

    /// The sum over levels of support times worth.
    pub fn worth(&self, option: OptionId, worths: &[Natural]) -> Natural {
        let mut sum = Natural::ZERO;
        for (support, worth) in self.by_level[option].iter().zip(worths) {
            if *support > 0 {
                sum += worth * *support;
            }
        }
        sum
    }
}

/// Adds to one level of a list that is as long as its highest level.
fn add(support: &mut Vec<u64>, level: u32, weight: u64) {
    let level = ix(level);
    if support.len() <= level {
        support.resize(level + 1, 0);
    }
    if let Some(at_level) = support.get_mut(level) {
        // Levels together never pass the total of all weights, which fits.
        *at_level = at_level.saturating_add(weight);
    }
}
