//! Sums over the voters of a number that depends on how many of the committee they approve.
//!
//! A layer is such a sum; committees are compared by the first layer, among equals by the
//! second, and so on. Thiele's methods have one layer. Values are exact integers.

use std::cmp::Ordering;

use super::dual::Dual;
use super::ground::Ground;
use super::search::{Node, Objective};
use crate::id::{ix, len32};

/// One layer: what a vote is worth to the sum, by how many of the committee it approves.
pub(in crate::rules) struct Layer {
    /// Tables by number approved, from 0 to the seats.
    shapes: Vec<Vec<i128>>,
    /// Which table each ballot has.
    shape_of: Vec<u32>,
    dual: Dual,
}

impl Layer {
    /// A layer from its tables and which of them each ballot has. `None` where the sum could
    /// pass 2^120 in either direction.
    pub(in crate::rules) fn new(
        ground: &Ground,
        shapes: Vec<Vec<i128>>,
        shape_of: Vec<u32>,
    ) -> Option<Self> {
        let most = shapes.iter().flatten().map(|value| value.unsigned_abs());
        let most = most.max().unwrap_or_default();
        let votes = u128::from(ground.votes().unsigned_abs()).max(1);
        let most = most
            .checked_mul(votes)
            .filter(|most| most.leading_zeros() > 7)?;
        let dual = Dual::new(ground, &shapes, &shape_of, most);
        Some(Self {
            shapes,
            shape_of,
            dual,
        })
    }

    /// The exact sum; below 2^120 by construction.
    fn value(&self, ground: &Ground, satisfied: &[u32]) -> i128 {
        let ballots = ground.ballots.iter().zip(&self.shape_of).zip(satisfied);
        ballots
            .map(|((ballot, shape), satisfied)| {
                i128::from(ballot.weight) * self.shapes[ix(*shape)][ix(*satisfied)]
            })
            .sum()
    }
}

/// The objective of the layers: those before the current one are settled, and a committee that
/// falls below them is none.
pub(in crate::rules) struct Layered<'a> {
    ground: &'a Ground,
    layers: Vec<Layer>,
    /// What the settled layers reach, and then the best of the current one.
    values: Vec<i128>,
    current: usize,
    /// Layers before this one follow from it.
    from: usize,
    /// Whether values are demanded, so that the current layer is not looked at.
    demands: bool,
    satisfied: Vec<u32>,
}

impl<'a> Layered<'a> {
    pub(in crate::rules) fn new(ground: &'a Ground, layers: Vec<Layer>) -> Self {
        Self {
            ground,
            layers,
            values: Vec::new(),
            current: 0,
            from: 0,
            demands: false,
            satisfied: vec![0; ground.ballots.len()],
        }
    }

    /// Whether there is a layer whose best is still to be found.
    pub(in crate::rules) fn is_open(&self) -> bool {
        self.current < self.layers.len()
    }

    /// Whether the layer being searched is the last.
    pub(in crate::rules) fn is_last(&self) -> bool {
        self.current + 1 == self.layers.len()
    }

    /// Whether the best of the current layer is as good as if every voter had as many members
    /// of the committee as their ballot approves.
    pub(in crate::rules) fn reaches_top(&self) -> bool {
        let seats = self.ground.seats;
        let ballots = self.ground.ballots.iter();
        let all: Vec<u32> = ballots
            .map(|b| len32(b.approves.len()).min(seats))
            .collect();
        let layer = self.layers.get(self.current);
        let top = layer.map(|layer| layer.value(self.ground, &all));
        top.is_some() && self.values.get(self.current).copied() == top
    }

    /// The best of the current layer is settled. Where it is at its top every voter is as
    /// satisfied as it asks, and the layers before, which ask for less, are at theirs.
    pub(in crate::rules) fn settle(&mut self) {
        if self.reaches_top() {
            self.from = self.current;
        }
        self.current += 1;
    }

    /// Demands a value of the current layer instead of looking for its best.
    pub(in crate::rules) fn demand(&mut self, value: i128) {
        self.demands = true;
        self.values.truncate(self.current);
        self.values.push(value);
        self.settle();
    }

    /// Demands a value of the first layer, in place of what was demanded before.
    pub(in crate::rules) fn require(&mut self, value: i128) {
        self.values = vec![value];
        self.current = 1;
    }

    /// Takes the last demand back: no committee meets it, and no layer is to follow.
    pub(in crate::rules) fn give_up(&mut self) {
        self.values.pop();
        self.current -= 1;
        self.from = self.current.saturating_sub(1);
        self.layers.truncate(self.current);
    }

    /// The values reached by the layers, in order.
    pub(in crate::rules) fn values(&self) -> &[i128] {
        &self.values
    }
}

impl Objective for Layered<'_> {
    fn take(&mut self, candidate: u32) {
        for ballot in &self.ground.supporters[ix(candidate)] {
            self.satisfied[ix(*ballot)] += 1;
        }
    }

    fn release(&mut self, candidate: u32) {
        for ballot in &self.ground.supporters[ix(candidate)] {
            self.satisfied[ix(*ballot)] -= 1;
        }
    }

    fn look(&mut self, node: &mut Node, better: bool) -> bool {
        node.memory.resize(self.layers.len(), Vec::new());
        let mut least = i64::MAX;
        node.branch = node.open.first().copied().unwrap_or_default();
        // Whoever has no bound yet is not bounded: the first committee is judged before.
        for (at, value) in self.values.iter().enumerate().skip(self.from) {
            let Some(layer) = self.layers.get_mut(at) else {
                break;
            };
            let better = better && at == self.current;
            let Some(slack) =
                layer
                    .dual
                    .look(self.ground, &self.satisfied, node, at, *value, better)
            else {
                return false;
            };
            if !node.must.is_empty() {
                return true;
            }
            if slack.room < least {
                least = slack.room;
                node.branch = slack.branch;
            }
        }
        true
    }

    fn judge(&mut self, committee: &[u32]) -> Ordering {
        let satisfied = self.ground.satisfied(committee);
        let layers = self.layers.iter().enumerate();
        let until = self.current + usize::from(!self.demands);
        for (at, layer) in layers.take(until).skip(self.from) {
            let value = layer.value(self.ground, &satisfied);
            match self.values.get(at) {
                Some(least) if value < *least => return Ordering::Less,
                Some(least) if at < self.current || value == *least => {}
                Some(_) => {
                    self.values[at] = value;
                    return Ordering::Greater;
                }
                None => {
                    self.values.push(value);
                    return Ordering::Greater;
                }
            }
        }
        Ordering::Equal
    }

    /// Whoever adds most, one after the other.
    fn guess(&self) -> Vec<u32> {
        let candidates = len32(self.ground.options.len());
        let mut satisfied = vec![0; self.ground.ballots.len()];
        let mut committee: Vec<u32> = Vec::new();
        let last = self.layers.len().saturating_sub(1);
        let Some(layer) = self.layers.get(self.current.min(last)) else {
            return (0..self.ground.seats).collect();
        };
        while len32(committee.len()) < self.ground.seats {
            let gain = |candidate: u32| -> i128 {
                let ballots = self.ground.supporters[ix(candidate)].iter();
                ballots
                    .map(|ballot| {
                        let shape = &layer.shapes[ix(layer.shape_of[ix(*ballot)])];
                        let before: u32 = satisfied[ix(*ballot)];
                        let gain = shape[ix(before + 1)] - shape[ix(before)];
                        i128::from(self.ground.ballots[ix(*ballot)].weight) * gain
                    })
                    .sum()
            };
            let mut best: Option<(i128, u32)> = None;
            for candidate in (0..candidates).filter(|c| !committee.contains(c)) {
                let gain = gain(candidate);
                if best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, candidate));
                }
            }
            let Some((_, candidate)) = best else { break };
            for ballot in &self.ground.supporters[ix(candidate)] {
                satisfied[ix(*ballot)] += 1;
            }
            committee.push(candidate);
        }
        committee
    }
}
