//! Branch and bound over committees.
//!
//! A node has members that are taken and candidates that are open; a branch takes one of the
//! open ones or leaves it out. Candidates with the same supporters are taken in file order
//! only: a committee stands for all that differ from it in who of equals is taken.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::ground::Ground;
use crate::id::{ix, len32};
use crate::rule::{BestCommittees, Count, CountError};

/// The most committees of equal value that are kept; beyond them it is asked for each option
/// whether one with it, or without it, exists.
const MOST_KEPT: usize = 1000;

/// Open candidates of a node, and what the objective found out about them.
#[derive(Clone, Debug, Default)]
pub(in crate::rules) struct Node {
    /// Who may still be taken, ascending.
    pub(in crate::rules) open: Vec<u32>,
    /// Places left.
    pub(in crate::rules) left: usize,
    /// Told by the objective: who must be taken.
    pub(in crate::rules) must: Vec<u32>,
    /// Told by the objective: on whom to branch.
    pub(in crate::rules) branch: u32,
    /// What the objective wants to hand to the nodes below.
    pub(in crate::rules) memory: Vec<Vec<i64>>,
}

/// What makes a committee best. It keeps the best value that it has seen.
pub(in crate::rules) trait Objective {
    /// A member is taken.
    fn take(&mut self, candidate: u32);
    /// The member taken last is left out again.
    fn release(&mut self, candidate: u32);
    /// Whether a committee below this node may be as good as the best (`better`: better than
    /// it). May drop candidates from `open` who are in no such committee, name those who are in
    /// all of them, and says on whom to branch.
    fn look(&mut self, node: &mut Node, better: bool) -> bool;
    /// A whole committee against the best; where it is better it is the best from now on.
    fn judge(&mut self, committee: &[u32]) -> Ordering;
    /// A committee to begin with.
    fn guess(&self) -> Vec<u32>;
}

/// A search and what it found.
// Four independent facts, each asked by itself.
#[allow(clippy::struct_excessive_bools)]
pub(in crate::rules) struct Search<'a> {
    ground: &'a Ground,
    nodes: u64,
    limit: u64,
    /// The best committees, each for all that differ in who of equals is taken.
    found: BTreeSet<Vec<u32>>,
    /// Whether `found` are all of them.
    complete: bool,
    /// Whether the first committee ends the search.
    first: bool,
    /// Whether a committee too many ends the search.
    few: bool,
    /// Whether an earlier way through the ties has searched already.
    proved: bool,
}

impl<'a> Search<'a> {
    pub(in crate::rules) fn new(ground: &'a Ground, limit: u64) -> Self {
        Self {
            ground,
            nodes: 0,
            limit,
            found: BTreeSet::new(),
            complete: false,
            first: false,
            few: false,
            proved: false,
        }
    }

    /// Takes over what an earlier way through the ties found.
    pub(in crate::rules) fn resume(mut self, cx: &Count<'_>) -> Self {
        if let Some(best) = cx.best_committees() {
            self.found.clone_from(&best.found);
            self.complete = best.complete;
            self.nodes = best.nodes;
            self.proved = true;
        }
        self
    }

    /// Hands over what was found, for the ways to come.
    pub(super) fn pass_on(&self, cx: &mut Count<'_>) {
        if !self.proved {
            cx.keep_best(BestCommittees {
                found: self.found.clone(),
                complete: self.complete,
                nodes: self.nodes,
            });
        }
    }

    /// Whether an earlier way through the ties has searched already.
    pub(in crate::rules) fn proved(&self) -> bool {
        self.proved
    }

    /// Finds all committees that are best by an objective of one layer.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub(in crate::rules) fn solve(
        &mut self,
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        if self.narrow(objective) {
            return Ok(());
        }
        self.begin(objective, cx)?;
        self.run(objective, cx)
    }

    /// The best committees known.
    pub(in crate::rules) fn found(&self) -> &BTreeSet<Vec<u32>> {
        &self.found
    }

    /// Whether those are all of them.
    pub(in crate::rules) fn complete(&self) -> bool {
        self.complete
    }

    /// Keeps those of the committees found that are best by another objective. Returns `true`
    /// where that settles it.
    pub(in crate::rules) fn narrow(&mut self, objective: &mut dyn Objective) -> bool {
        let complete = self.complete;
        for committee in std::mem::take(&mut self.found) {
            self.keep(committee, objective);
        }
        self.complete = complete;
        (complete || self.proved) && !self.found.is_empty()
    }

    /// A first committee, improved by single exchanges.
    ///
    /// # Errors
    /// [`CountError::Cancelled`].
    pub(in crate::rules) fn begin(
        &mut self,
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        let known = self.found.first().cloned();
        let start = known.unwrap_or_else(|| self.ground.canonical(&objective.guess()));
        self.complete = true;
        self.first = false;
        self.keep(start.clone(), objective);
        self.improve(start, objective, cx)
    }

    /// Finds all committees that are best; [`Search::begin`] goes before.
    ///
    /// # Errors
    /// [`CountError::Limit`] where the nodes do not suffice, [`CountError::Cancelled`].
    pub(in crate::rules) fn run(
        &mut self,
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        self.complete = true;
        self.first = false;
        let open = (0..len32(self.ground.options.len())).collect();
        self.root(&[], open, objective, cx)
    }

    /// Finds all committees that meet what is demanded, or as many as are kept.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub(in crate::rules) fn collect(
        &mut self,
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        if self.proved {
            return Ok(());
        }
        self.few = true;
        let result = self.run(objective, cx);
        self.few = false;
        result
    }

    /// Goes back to committees found before.
    pub(in crate::rules) fn restore(&mut self, found: BTreeSet<Vec<u32>>) {
        self.found = found;
    }

    /// The committees found are not all that are best.
    pub(in crate::rules) fn forget(&mut self) {
        self.complete = false;
    }

    /// A committee as good as the best, with these members and without those. Both must be
    /// canonical: first of their groups, and last of them.
    pub(in crate::rules) fn with(
        &mut self,
        inside: &[u32],
        outside: &[u32],
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<bool, CountError> {
        let before = self.found.len();
        let open = (0..len32(self.ground.options.len()))
            .filter(|c| !inside.contains(c) && !outside.contains(c))
            .collect();
        self.first = true;
        self.root(inside, open, objective, cx)?;
        self.complete = false;
        Ok(self.found.len() > before)
    }

    fn root(
        &mut self,
        inside: &[u32],
        open: Vec<u32>,
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        let mut chosen = inside.to_vec();
        for member in inside {
            objective.take(*member);
        }
        let node = Node {
            left: ix(self.ground.seats).saturating_sub(inside.len()),
            open,
            ..Node::default()
        };
        let result = self.descend(&mut chosen, node, objective, cx);
        for member in inside.iter().rev() {
            objective.release(*member);
        }
        result.map(|_| ())
    }

    /// Goes through a node and all below it. Returns `true` where the search is over.
    fn descend(
        &mut self,
        chosen: &mut Vec<u32>,
        mut node: Node,
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<bool, CountError> {
        let start = chosen.len();
        let result = self.branches(chosen, &mut node, objective, cx);
        for member in chosen.drain(start..).rev() {
            objective.release(member);
        }
        result
    }

    fn branches(
        &mut self,
        chosen: &mut Vec<u32>,
        node: &mut Node,
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<bool, CountError> {
        loop {
            if node.open.len() < node.left {
                return Ok(false);
            }
            if node.left == 0 || node.open.len() == node.left {
                let mut committee = chosen.clone();
                if node.left > 0 {
                    committee.extend(&node.open);
                }
                crate::sort::sort(&mut committee);
                return Ok(self.keep(committee, objective));
            }
            self.nodes += 1;
            if self.nodes > self.limit {
                return Err(CountError::Limit {
                    what: "nodes",
                    limit: self.limit,
                });
            }
            if self.nodes.is_multiple_of(64) {
                cx.step(self.nodes, self.limit)?;
            }
            node.must.clear();
            if !objective.look(node, !self.complete && !self.first) {
                return Ok(false);
            }
            self.drop_later_twins(chosen, node);
            if !node.must.is_empty() {
                for candidate in std::mem::take(&mut node.must) {
                    self.take(candidate, chosen, node, objective);
                }
                continue;
            }
            if node.open.len() <= node.left {
                continue;
            }
            let mut child = node.clone();
            let start = chosen.len();
            let taken = self.take(node.branch, chosen, &mut child, objective);
            let over = self.descend(chosen, child, objective, cx);
            for member in chosen.drain(start..).rev() {
                objective.release(member);
            }
            if over? {
                return Ok(true);
            }
            // Without it, and so without those who are like it and come later.
            let group = self.ground.group[ix(taken)];
            node.open
                .retain(|candidate| self.ground.group[ix(*candidate)] != group);
        }
    }

    /// Takes the first open candidate who is like this one. Nothing where there is no place.
    fn take(
        &self,
        candidate: u32,
        chosen: &mut Vec<u32>,
        node: &mut Node,
        objective: &mut dyn Objective,
    ) -> u32 {
        let group = self.ground.group[ix(candidate)];
        let like = |open: &&u32| self.ground.group[ix(**open)] == group;
        let first = node.open.iter().find(like).copied().unwrap_or(candidate);
        node.open.retain(|open| *open != first);
        node.left -= 1;
        chosen.push(first);
        objective.take(first);
        first
    }

    /// Where a candidate is out, those who are like it and come later are out too.
    fn drop_later_twins(&self, chosen: &[u32], node: &mut Node) {
        let ground = self.ground;
        let open = node.open.clone();
        node.open.retain(|candidate| {
            let group = &ground.groups[ix(ground.group[ix(*candidate)])];
            let earlier = group.iter().take_while(|other| **other < *candidate);
            earlier
                .into_iter()
                .all(|other| chosen.contains(other) || open.binary_search(other).is_ok())
        });
    }

    /// Judges a whole committee and keeps it where none is better.
    fn keep(&mut self, committee: Vec<u32>, objective: &mut dyn Objective) -> bool {
        match objective.judge(&committee) {
            Ordering::Less => return false,
            Ordering::Greater => {
                self.found.clear();
                if !self.first {
                    self.complete = true;
                }
            }
            Ordering::Equal => {}
        }
        if self.found.len() < MOST_KEPT || self.first {
            self.found.insert(committee);
        } else if !self.found.contains(&committee) {
            self.complete = false;
        }
        self.first || self.few && !self.complete
    }

    /// Exchanges one member for another as long as that is better.
    fn improve(
        &mut self,
        mut committee: Vec<u32>,
        objective: &mut dyn Objective,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        let candidates = len32(self.ground.options.len());
        'again: loop {
            for at in 0..committee.len() {
                cx.step(self.nodes, self.limit)?;
                for candidate in 0..candidates {
                    if committee.contains(&candidate) {
                        continue;
                    }
                    let mut other = committee.clone();
                    other[at] = candidate;
                    let other = self.ground.canonical(&other);
                    let before = self.found.contains(&other);
                    if !before && objective.judge(&other) == Ordering::Greater {
                        self.found.clear();
                        self.found.insert(other.clone());
                        committee = other;
                        continue 'again;
                    }
                }
            }
            return Ok(());
        }
    }
}
