//! The best assignment of voters to the members of a committee.

use std::collections::BTreeMap;

use crate::id::{ix, len32};
use crate::rules::shared::optimal::ground::Ground;

/// How many voters a member represents.
#[derive(Clone, Copy, Debug)]
pub(in crate::rules) struct Parts {
    /// The quotient, rounded down.
    floor: i64,
    /// How many members represent one more.
    extra: i64,
}

impl Parts {
    pub(in crate::rules) fn new(voters: i64, seats: u32) -> Self {
        let seats = i64::from(seats.max(1));
        Self {
            floor: voters / seats,
            extra: voters % seats,
        }
    }

    /// The most that one member represents.
    pub(in crate::rules) fn most(&self) -> i64 {
        self.floor + i64::from(self.extra > 0)
    }
}

/// Voters assigned to a member whom they approve, in the best assignment to equal parts. May be
/// less where it is known to be less than `enough`.
///
/// Whoever is assigned to nobody they approve fills what is left of the parts, so that only the
/// sizes of parts limit the flow from sets of voters who approve the same members.
pub(in crate::rules) fn score(
    ground: &Ground,
    parts: &Parts,
    committee: &[u32],
    enough: Option<i64>,
) -> i64 {
    let mut masks = vec![0u128; ground.ballots.len()];
    for (member, candidate) in committee.iter().enumerate() {
        for ballot in &ground.supporters[ix(*candidate)] {
            masks[ix(*ballot)] |= 1 << member;
        }
    }
    let mut sets: BTreeMap<u128, i64> = BTreeMap::new();
    for (mask, ballot) in masks.into_iter().zip(&ground.ballots) {
        if mask != 0 {
            *sets.entry(mask).or_default() += ballot.weight;
        }
    }
    let covered = sets.values().sum();
    if enough.is_some_and(|enough| covered < enough) {
        return covered;
    }
    let (sets, voters) = sets.into_iter().unzip();
    Flow::new(sets, voters, committee.len(), parts).run()
}

/// A flow from sets of voters to members, grown along the shortest chains of changes.
struct Flow {
    /// Members approved, as bits.
    sets: Vec<u128>,
    /// Voters of each set who are assigned to nobody so far.
    free: Vec<i64>,
    /// Voters of each set assigned to each member.
    assigned: Vec<Vec<i64>>,
    /// Voters of each member.
    size: Vec<i64>,
    floor: i64,
    /// Members who may still represent one more than `floor`.
    extra: i64,
}

/// How a member was reached: from a set, or from another member, out of a set (`None`: by
/// handing over the right to one voter more).
#[derive(Clone, Copy)]
struct Step {
    from: Option<u32>,
    set: Option<u32>,
}

impl Flow {
    fn new(sets: Vec<u128>, free: Vec<i64>, members: usize, parts: &Parts) -> Self {
        Self {
            assigned: vec![vec![0; members]; sets.len()],
            sets,
            free,
            size: vec![0; members],
            floor: parts.floor,
            extra: parts.extra,
        }
    }

    fn run(mut self) -> i64 {
        for set in 0..len32(self.sets.len()) {
            while self.free[ix(set)] > 0 && self.augment(set) {}
        }
        self.size.iter().sum()
    }

    /// Room that a member has without a change elsewhere.
    fn room(&self, member: u32) -> i64 {
        let size = self.size[ix(member)];
        if size < self.floor {
            self.floor - size
        } else {
            i64::from(size == self.floor && self.extra > 0)
        }
    }

    fn approves(&self, set: u32, member: u32) -> bool {
        self.sets[ix(set)] >> member & 1 == 1
    }

    /// Assigns more voters of a set, by the shortest chain of changes. `false`: none leads on.
    fn augment(&mut self, set: u32) -> bool {
        let members = len32(self.size.len());
        let mut reached: Vec<Option<Step>> = vec![None; self.size.len()];
        let mut queue: Vec<u32> = Vec::new();
        for member in (0..members).filter(|member| self.approves(set, *member)) {
            reached[ix(member)] = Some(Step {
                from: None,
                set: Some(set),
            });
            queue.push(member);
        }
        let mut at = 0;
        while let Some(member) = queue.get(at).copied() {
            at += 1;
            if self.room(member) > 0 {
                self.change(set, member, &reached);
                return true;
            }
            for other in 0..members {
                if reached[ix(other)].is_some() {
                    continue;
                }
                let step =
                    if self.size[ix(member)] == self.floor && self.size[ix(other)] > self.floor {
                        Some(None)
                    } else {
                        let moves = |set: &u32| {
                            self.assigned[ix(*set)][ix(member)] > 0 && self.approves(*set, other)
                        };
                        (0..len32(self.sets.len())).find(moves).map(Some)
                    };
                if let Some(set) = step {
                    reached[ix(other)] = Some(Step {
                        from: Some(member),
                        set,
                    });
                    queue.push(other);
                }
            }
        }
        false
    }

    /// Moves as many voters as possible along the chain that ends at a member with room.
    fn change(&mut self, set: u32, last: u32, reached: &[Option<Step>]) {
        let mut chain = Vec::new();
        let mut at = last;
        while let Some(step) = reached[ix(at)] {
            chain.push((at, step));
            let Some(from) = step.from else { break };
            at = from;
        }
        let mut amount = self.free[ix(set)].min(self.room(last));
        for (_, step) in &chain {
            amount = match (step.from, step.set) {
                (Some(from), Some(set)) => amount.min(self.assigned[ix(set)][ix(from)]),
                // One right, to one voter.
                (Some(_), None) => amount.min(1),
                (None, _) => amount,
            };
        }
        if self.size[ix(last)] == self.floor {
            self.extra -= amount;
        }
        self.free[ix(set)] -= amount;
        for (member, step) in chain {
            if let Some(set) = step.set {
                self.assigned[ix(set)][ix(member)] += amount;
                self.size[ix(member)] += amount;
                if let Some(from) = step.from {
                    self.assigned[ix(set)][ix(from)] -= amount;
                    self.size[ix(from)] -= amount;
                }
            }
        }
    }
}
