//! The choice of one among all the best committees, by the declared policy.
//!
//! Among the options that are in some of the best committees and not in all, the policy favours
//! one; only committees with it remain, and so on until one is left. That is the committee that
//! comes first when its members are listed from most to least favoured. Every choice is a tie
//! and recorded. Under `all` a way takes one of the tied and leaves out those tried before it,
//! so that each best committee is reached once.

use super::ground::Ground;
use super::search::{Objective, Search};
use crate::id::{OptionId, ix, len32};
use crate::instance::Contest;
use crate::rule::{Count, CountError, CountOptions};
use crate::sort::sort;
use crate::tie::Tie;

/// The best committees, and what was decided about them so far.
pub(super) struct Family<'a, 'b> {
    contest: &'a Contest,
    ground: &'a Ground,
    objective: &'b mut dyn Objective,
    search: Search<'a>,
    /// Candidates taken and left out, in order of decision.
    inside: Vec<u32>,
    outside: Vec<u32>,
}

impl<'a, 'b> Family<'a, 'b> {
    pub(super) fn new(
        contest: &'a Contest,
        ground: &'a Ground,
        objective: &'b mut dyn Objective,
        search: Search<'a>,
    ) -> Self {
        Self {
            contest,
            ground,
            objective,
            search,
            inside: Vec::new(),
            outside: Vec::new(),
        }
    }

    /// The committee chosen, in file order.
    pub(super) fn choose(mut self, cx: &mut Count<'_>) -> Result<Vec<OptionId>, CountError> {
        let approvals = self.ground.approvals();
        loop {
            let (some, all) = self.members(cx)?;
            let open: Vec<u32> = some.iter().filter(|c| !all.contains(c)).copied().collect();
            if open.is_empty() {
                let option = |candidate: &u32| self.ground.options[ix(*candidate)];
                return Ok(all.iter().map(option).collect());
            }
            self.decide(&open, &approvals, cx)?;
        }
    }

    /// Who is in some of the committees that remain, and who is in all of them.
    fn members(&mut self, cx: &mut Count<'_>) -> Result<(Vec<u32>, Vec<u32>), CountError> {
        let (mut some, mut all) = (Vec::new(), self.inside.clone());
        let (mut least, mut most) = self.taken();
        for candidate in 0..len32(self.ground.options.len()) {
            if self.inside.contains(&candidate) {
                some.push(candidate);
            }
            if self.inside.contains(&candidate) || self.outside.contains(&candidate) {
                continue;
            }
            let group = ix(self.ground.group[ix(candidate)]);
            let size = self.ground.groups[group].len();
            let decided = |list: &[u32]| {
                let like = |other: &&u32| ix(self.ground.group[ix(**other)]) == group;
                list.iter().filter(like).count()
            };
            let (inside, outside) = (decided(&self.inside), decided(&self.outside));
            if most[group] <= inside {
                if !self.exists(&[candidate], &[], cx)? {
                    continue;
                }
                (least, most) = self.taken();
            }
            some.push(candidate);
            if least[group] + outside >= size {
                if !self.exists(&[], &[candidate], cx)? {
                    all.push(candidate);
                    continue;
                }
                (least, most) = self.taken();
            }
        }
        sort(&mut all);
        Ok((some, all))
    }

    /// How many of each group the known committees that remain have, at least and at most.
    fn taken(&self) -> (Vec<usize>, Vec<usize>) {
        let (inside, outside) = (self.counts(&self.inside), self.counts(&self.outside));
        let groups = &self.ground.groups;
        let mut least: Vec<usize> = groups.iter().map(Vec::len).collect();
        let mut most = vec![0; groups.len()];
        for committee in self.search.found() {
            let taken = self.counts(committee);
            if self.fits(&taken, &inside, &outside) {
                for (at, taken) in taken.into_iter().enumerate() {
                    least[at] = taken.min(least[at]);
                    most[at] = taken.max(most[at]);
                }
            }
        }
        (least, most)
    }

    fn counts(&self, candidates: &[u32]) -> Vec<usize> {
        let mut counts = vec![0; self.ground.groups.len()];
        for candidate in candidates {
            counts[ix(self.ground.group[ix(*candidate)])] += 1;
        }
        counts
    }

    /// Whether, of committees that differ in who of equals is taken, some has what is decided.
    fn fits(&self, taken: &[usize], inside: &[usize], outside: &[usize]) -> bool {
        let mut groups = self.ground.groups.iter().zip(taken);
        let mut decided = inside.iter().zip(outside);
        groups.all(|(group, taken)| {
            let (inside, outside) = decided.next().unwrap_or((&0, &0));
            inside <= taken && taken + outside <= group.len()
        })
    }

    fn decide(
        &mut self,
        open: &[u32],
        approvals: &[i64],
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        let (contest, ground) = (self.contest, self.ground);
        let number = |option: OptionId| {
            let at = ground.options.binary_search(&option).unwrap_or_default();
            len32(at)
        };
        let among: Vec<OptionId> = open.iter().map(|c| ground.options[ix(*c)]).collect();
        let votes = |option| i128::from(approvals[ix(number(option))]);
        let tie = Tie {
            votes: Some(&votes),
            ..Tie::new("elect", &among, true, &contest.options)
        };
        let mut tried = Vec::new();
        let mut failed = None;
        let chosen = cx.tie_along(&tie, &mut |tied| {
            tried = tied.to_vec();
            let before: Vec<u32> = tied.iter().map(|option| number(*option)).collect();
            let mut ways = Vec::new();
            for (at, option) in tied.iter().enumerate() {
                // Its own limit on nodes holds for a search in here as well.
                let mut aside = Count::new(CountOptions::default());
                match self.exists(&[number(*option)], &before[..at], &mut aside) {
                    Ok(true) => ways.push(*option),
                    Ok(false) => {}
                    Err(error) => failed = Some(error),
                }
            }
            ways
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        let earlier = tried.iter().take_while(|option| **option != chosen);
        self.outside.extend(earlier.map(|option| number(*option)));
        self.inside.push(number(chosen));
        Ok(())
    }

    /// Whether a best committee exists with what was decided, with these and without those.
    fn exists(
        &mut self,
        with: &[u32],
        without: &[u32],
        cx: &mut Count<'_>,
    ) -> Result<bool, CountError> {
        let inside = self.counts(&[self.inside.as_slice(), with].concat());
        let outside = self.counts(&[self.outside.as_slice(), without].concat());
        let known = self.search.found().iter();
        if known
            .map(|committee| self.counts(committee))
            .any(|taken| self.fits(&taken, &inside, &outside))
        {
            return Ok(true);
        }
        let possible = self.fits(&inside, &inside, &outside)
            && inside.iter().sum::<usize>() <= ix(self.ground.seats);
        if self.search.complete() || !possible {
            return Ok(false);
        }
        let (mut first, mut last) = (Vec::new(), Vec::new());
        for (at, group) in self.ground.groups.iter().enumerate() {
            first.extend(group.iter().take(inside[at]));
            last.extend(group.iter().rev().take(outside[at]));
        }
        sort(&mut first);
        self.search.with(&first, &last, self.objective, cx)
    }
}
