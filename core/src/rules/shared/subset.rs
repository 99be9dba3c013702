//! Ties in which several of the tied are taken and the order of taking them means nothing.
//!
//! Under `ties = all` every way through a tie is followed. To take five of eight there are 6720
//! orders and 56 sets: only one order of each set is followed, that of the file.

use crate::id::OptionId;
use crate::rule::{Count, CountError};
use crate::tie::Tie;

/// A set that is being taken, one option after the other.
#[derive(Clone, Debug, Default)]
pub struct Subset {
    /// The options among which `all` was last reached.
    among: Vec<OptionId>,
    /// Those of them that this way leaves out.
    passed: Vec<OptionId>,
}

impl Subset {
    /// The next of the set, by the declared policy. `enough` says of the options that may still
    /// follow and of those left out whether some set has none of the latter.
    ///
    /// # Errors
    /// As [`Count::tie`].
    pub fn next(
        &mut self,
        tie: &Tie<'_>,
        enough: &dyn Fn(&[OptionId], &[OptionId]) -> bool,
        cx: &mut Count<'_>,
    ) -> Result<OptionId, CountError> {
        let mut reached = false;
        let chosen = cx.tie_along(tie, &mut |tied| {
            reached = true;
            self.ways(tied, enough)
        })?;
        if reached {
            let before = self.among.iter().filter(|option| **option < chosen);
            self.passed.extend(before);
        }
        Ok(chosen)
    }

    fn ways(
        &mut self,
        tied: &[OptionId],
        enough: &dyn Fn(&[OptionId], &[OptionId]) -> bool,
    ) -> Vec<OptionId> {
        if !tied.iter().all(|option| self.among.contains(option)) {
            self.passed.clear();
        }
        self.among = tied.to_vec();
        let (mut out, open): (Vec<OptionId>, Vec<OptionId>) =
            tied.iter().partition(|option| self.passed.contains(option));
        let mut ways = Vec::new();
        for (at, option) in open.iter().enumerate() {
            if enough(open.get(at..).unwrap_or_default(), &out) {
                ways.push(*option);
            }
            out.push(*option);
        }
        if ways.is_empty() {
            // No set is like this one so far: whatever completes it is followed elsewhere too.
            ways.extend(tied.first());
        }
        ways
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::ballot::{BallotKind, Limits};
    use crate::id::{IdVec, OptionId};
    use crate::instance::{Budget, Contest, Instance, Options};
    use crate::num::Scale;
    use crate::profile::ProfileBuilder;
    use crate::rule::{Count, CountOptions};
    use crate::run::next_path;
    use crate::tie::TieRule;

    /// Options of one vote each.
    fn tied(size: u32) -> (Options, crate::profile::Profile) {
        let mut options = Options::new();
        let mut profile = ProfileBuilder::new(BallotKind::Approval, size);
        let all: Vec<OptionId> = (0..size).map(OptionId).collect();
        for option in &all {
            let id = option.0.to_string();
            options.push(&id, &id).unwrap();
        }
        profile.approval(&all, 1, 1, 1).unwrap();
        (options, profile.finish())
    }

    /// The sets of winners of all ways, and how many ways there were.
    fn follow(rule: &str, ties: &[TieRule], instance: &Instance) -> (BTreeSet<Vec<OptionId>>, u32) {
        let rule = crate::rules::find(rule).unwrap().prepare(&[]).unwrap();
        let mut sets = BTreeSet::new();
        let mut path = Vec::new();
        let mut ways = 0;
        loop {
            ways += 1;
            let options = CountOptions {
                ties: ties.to_vec(),
                ..CountOptions::default()
            };
            let mut cx = Count::along(options, path.clone());
            let mut set = rule.count(instance, &mut cx).unwrap().winners();
            set.sort_unstable();
            sets.insert(set);
            let branches = cx.into_parts().branches;
            path.resize(branches.len(), 0);
            match next_path(&mut path, &branches) {
                Some(next) => path = next,
                None => return (sets, ways),
            }
        }
    }

    #[test]
    fn of_tied_winners_every_set_is_followed_once() {
        for (seats, sets) in [(1, 8), (2, 28), (5, 56), (7, 8), (8, 1)] {
            let (options, profile) = tied(8);
            let contest = Instance::Contest(Contest {
                options,
                profile,
                seats,
                limits: Limits::default(),
            });
            let (found, ways) = follow("rated/approval", &[TieRule::All], &contest);
            assert_eq!((found.len(), ways), (sets, u32::try_from(sets).unwrap()));
        }
    }

    /// Greedy against every set that fits and to which nothing can be added.
    #[test]
    fn of_tied_projects_every_set_that_fills_the_budget_is_followed() {
        let mut state = 3_u32;
        for _ in 0..200 {
            let mut next = |below: u32| {
                state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
                u64::from((state >> 16) % below)
            };
            let costs: Vec<u64> = (0..6).map(|_| 1 + next(9)).collect();
            let money = next(30);
            let cost = |set: u32| -> u64 {
                let of = (0..6).zip(&costs).filter(|(at, _)| set >> at & 1 == 1);
                of.map(|(_, cost)| cost).sum()
            };
            let full = |set: &u32| {
                let add = |at: u32| set >> at & 1 == 0 && cost(set | 1 << at) <= money;
                cost(*set) <= money && !(0..6).any(add)
            };
            let maximal: BTreeSet<Vec<OptionId>> = (0..64)
                .filter(full)
                .map(|set| {
                    (0..6)
                        .filter(|at| set >> at & 1 == 1)
                        .map(OptionId)
                        .collect()
                })
                .collect();
            let (options, profile) = tied(6);
            let budget = Instance::Budget(Budget {
                options,
                costs: IdVec::from_vec(costs.clone()),
                budget: money,
                scale: Scale(0),
                profile,
                limits: Limits::default(),
                constraints: crate::instance::Constraints::default(),
                totals: None,
            });
            let (found, _) = follow("budget/greedy", &[TieRule::All], &budget);
            assert_eq!(found, maximal, "{costs:?} {money}");
            // A word before it leaves fewer ways; those of the cheapest first are among all.
            let (cheapest, _) = follow("budget/greedy", &[TieRule::MinCost, TieRule::All], &budget);
            let most = maximal.iter().map(Vec::len).max();
            assert!(cheapest.is_subset(&maximal));
            assert!(cheapest.iter().all(|set| Some(set.len()) == most));
        }
    }
}
