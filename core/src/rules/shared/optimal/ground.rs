//! What a search stands on: the options that may be elected, and who approves them.

use crate::id::{OptionId, ix, len32};
use crate::instance::Contest;
use crate::problem::Problem;
use crate::sort::sort_by;

/// The most votes, in units of their weight: twice that fits in the 62 bits of a bound with
/// twenty bits to spare.
const MOST_VOTES: u128 = 1 << 40;

/// A class of equal ballots.
pub(in crate::rules) struct Ballot {
    /// The candidates it approves, ascending.
    pub(in crate::rules) approves: Vec<u32>,
    /// Papers times weight.
    pub(in crate::rules) weight: i64,
}

/// The candidates of a search, numbered from 0 in file order, and the ballots.
pub(in crate::rules) struct Ground {
    /// The option of each candidate: those that were not withdrawn.
    pub(in crate::rules) options: Vec<OptionId>,
    /// The ballots, approvals of withdrawn options left out.
    pub(in crate::rules) ballots: Vec<Ballot>,
    /// The ballots that approve each candidate, ascending.
    pub(in crate::rules) supporters: Vec<Vec<u32>>,
    /// Members of a committee: the seats, or all candidates where there are fewer.
    pub(in crate::rules) seats: u32,
    /// Group of each candidate: those with the same supporters share one.
    pub(in crate::rules) group: Vec<u32>,
    /// The candidates of each group, ascending.
    pub(in crate::rules) groups: Vec<Vec<u32>>,
}

impl Ground {
    /// # Errors
    /// When all votes together pass 2^40.
    pub(in crate::rules) fn new(contest: &Contest) -> Result<Self, Problem> {
        let total: u128 = contest
            .profile
            .classes()
            .map(|class| u128::from(class.papers).saturating_mul(u128::from(class.weight)))
            .fold(0, u128::saturating_add);
        if total > MOST_VOTES {
            return Err(Problem::error("too-many-votes")
                .found(total.to_string())
                .expected(MOST_VOTES.to_string()));
        }
        let options: Vec<OptionId> = contest.options.standing().collect();
        let mut number = vec![None; ix(contest.options.len())];
        for (candidate, option) in options.iter().enumerate() {
            number[ix(option.0)] = Some(len32(candidate));
        }
        let mut ballots = Vec::new();
        let mut supporters = vec![Vec::new(); options.len()];
        for class in contest.profile.classes() {
            let approves: Vec<u32> = class.options().filter_map(|o| number[ix(o.0)]).collect();
            for candidate in &approves {
                supporters[ix(*candidate)].push(class.id.0);
            }
            ballots.push(Ballot {
                approves,
                weight: i64::try_from(class.total()).unwrap_or(i64::MAX),
            });
        }
        let (group, groups) = groups(&supporters);
        Ok(Self {
            seats: contest.seats.min(len32(options.len())),
            options,
            ballots,
            supporters,
            group,
            groups,
        })
    }

    /// All votes.
    pub(in crate::rules) fn votes(&self) -> i64 {
        self.ballots.iter().map(|ballot| ballot.weight).sum()
    }

    /// Votes of each candidate.
    pub(in crate::rules) fn approvals(&self) -> Vec<i64> {
        let weight = |ballot: &u32| self.ballots[ix(*ballot)].weight;
        let of = |ballots: &Vec<u32>| ballots.iter().map(weight).sum();
        self.supporters.iter().map(of).collect()
    }

    /// How many of a committee each ballot approves.
    pub(in crate::rules) fn satisfied(&self, committee: &[u32]) -> Vec<u32> {
        let mut satisfied = vec![0; self.ballots.len()];
        for candidate in committee {
            for ballot in &self.supporters[ix(*candidate)] {
                satisfied[ix(*ballot)] += 1;
            }
        }
        satisfied
    }

    /// The committee with each group's members replaced by the first of the group: one for all
    /// that differ only in who of equals is taken.
    pub(in crate::rules) fn canonical(&self, committee: &[u32]) -> Vec<u32> {
        let mut taken = vec![0; self.groups.len()];
        for candidate in committee {
            taken[ix(self.group[ix(*candidate)])] += 1;
        }
        let mut canonical = Vec::new();
        for (group, taken) in self.groups.iter().zip(taken) {
            canonical.extend(group.iter().take(taken));
        }
        crate::sort::sort(&mut canonical);
        canonical
    }
}

/// Candidates with the same supporters.
fn groups(supporters: &[Vec<u32>]) -> (Vec<u32>, Vec<Vec<u32>>) {
    let mut order: Vec<u32> = (0..len32(supporters.len())).collect();
    sort_by(&mut order, &mut |a, b| {
        supporters[ix(*a)].cmp(&supporters[ix(*b)])
    });
    let mut group = vec![0; supporters.len()];
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for candidate in order {
        let own = &supporters[ix(candidate)];
        match groups.last_mut() {
            Some(last) if last.first().is_some_and(|c| supporters[ix(*c)] == *own) => {
                last.push(candidate);
            }
            _ => groups.push(vec![candidate]),
        }
        group[ix(candidate)] = len32(groups.len()) - 1;
    }
    (group, groups)
}
