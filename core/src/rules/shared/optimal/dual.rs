//! An upper bound by prices: what a committee can be worth at most below a node.
//!
//! Let voter `i` with `u` members of the committee add `f_i(u)`. For any prices `s_i >= 0`
//!
//! ```text
//! sum_i f_i(u_i) = sum_i (f_i(u_i) - s_i u_i) + sum_c p_c     p_c = sum of s_i over supporters
//!               <= sum_i max_u (f_i(u) - s_i u) + the highest p_c, as many as there are places
//! ```
//!
//! which is the Lagrangian dual of the linear relaxation, where `u_i` counts members and `c` runs
//! over them. Every price gives a valid bound; better ones are found by steps along the
//! subgradient, all in integers. Amounts are in 64-bit fixed point, rounded up, so that a bound
//! is never too low; committees that it cannot tell from the best are judged exactly.

use super::ground::Ground;
use super::search::Node;
use crate::id::{ix, len32};
use crate::sort::sort_by;

/// Bounds stay below 2^58, sums of two of them below 2^60.
const BITS: u32 = 58;

/// The bound of one layer.
pub(super) struct Dual {
    /// Tables in fixed point, rounded up.
    shapes: Vec<Vec<i64>>,
    shape_of: Vec<u32>,
    /// Units are multiplied by `2^up` and divided by `2^down`; one of them is 0.
    up: u32,
    down: u32,
    /// The first prices.
    start: Vec<i64>,
    /// Whether a node has been looked at: the first takes more steps.
    begun: bool,
}

/// How far a node is from being cut off, and on whom to branch.
pub(super) struct Slack {
    pub(super) room: i64,
    pub(super) branch: u32,
}

/// A node while its prices are improved.
struct State<'a> {
    ground: &'a Ground,
    satisfied: &'a [u32],
    /// How many more members each ballot may get.
    reach: Vec<u32>,
    /// What the prices of each candidate's supporters sum to.
    price: Vec<i64>,
    /// How many more members each ballot asks for at its price.
    wants: Vec<u32>,
    /// Open candidates, highest price first.
    order: Vec<u32>,
}

impl Dual {
    pub(super) fn new(ground: &Ground, shapes: &[Vec<i128>], shape_of: &[u32], most: u128) -> Self {
        // Prices are paid for by each member: their sum is at most `seats` times `most`.
        let most = most.saturating_mul(u128::from(ground.seats.max(1)));
        let bits = 128 - most.leading_zeros();
        let up = BITS.saturating_sub(bits).min(40);
        let down = bits.saturating_sub(BITS);
        let shapes: Vec<Vec<i64>> = shapes.iter().map(|shape| fixed(shape, up, down)).collect();
        // Half the way up is as good a place to begin as any.
        let start = ground.ballots.iter().zip(shape_of).map(|(ballot, shape)| {
            let shape = &shapes[ix(*shape)];
            let most = len32(ballot.approves.len()).min(ground.seats);
            let middle = ix(most / 4);
            match (shape.get(middle), shape.get(middle + 1)) {
                (Some(low), Some(high)) => (high - low).max(0),
                _ => 0,
            }
        });
        Self {
            start: start.collect(),
            shapes,
            shape_of: shape_of.to_vec(),
            up,
            down,
            begun: false,
        }
    }

    /// Improves the prices of a node until it can be cut off or no step helps. `None` where no
    /// committee below it reaches `value` (passes it, if `better`).
    pub(super) fn look(
        &mut self,
        ground: &Ground,
        satisfied: &[u32],
        node: &mut Node,
        layer: usize,
        value: i128,
        better: bool,
    ) -> Option<Slack> {
        let least = scaled(value + i128::from(better), self.up, self.down);
        let mut slopes = std::mem::take(&mut node.memory[layer]);
        if slopes.is_empty() {
            slopes.clone_from(&self.start);
        }
        let rounds = if self.begun { 12 } else { 300 };
        self.begun = true;
        let mut state = State::new(ground, satisfied, node);
        let mut best: Option<(i64, Vec<i64>)> = None;
        let mut taken = vec![0u32; ground.options.len()];
        let mut eighths = 8;
        let mut stalled = 0;
        for _ in 0..rounds {
            let bound = self.bound(&mut state, &slopes, node);
            if bound < least {
                return None;
            }
            if Self::fix(&state, bound, least, node) {
                // Places or candidates changed: the bound is another.
                if !node.must.is_empty() || node.open.len() < node.left {
                    break;
                }
                state = State::new(ground, satisfied, node);
                continue;
            }
            for candidate in state.order.iter().take(node.left) {
                taken[ix(*candidate)] += 1;
            }
            if best.as_ref().is_none_or(|(least, _)| bound < *least) {
                best = Some((bound, slopes.clone()));
                stalled = 0;
            } else {
                stalled += 1;
                if stalled > 4 {
                    stalled = 0;
                    eighths -= eighths / 3 + 1;
                    if eighths <= 0 {
                        break;
                    }
                    if let Some((_, slopes_of_best)) = &best {
                        slopes.clone_from(slopes_of_best);
                    }
                }
            }
            if !self.step(&state, &mut slopes, bound - least, eighths, node.left) {
                break;
            }
        }
        let room = best.as_ref().map_or(0, |(bound, _)| bound - least);
        node.memory[layer] = best.map_or(slopes, |(_, slopes)| slopes);
        Some(Slack {
            room,
            branch: branch(&state, node, &taken),
        })
    }

    /// The bound at these prices.
    fn bound(&self, state: &mut State<'_>, slopes: &[i64], node: &Node) -> i64 {
        let ballots = &state.ground.ballots;
        let mut bound = 0;
        for (at, ballot) in ballots.iter().enumerate() {
            let shape = &self.shapes[ix(self.shape_of[at])];
            let from = ix(state.satisfied[at]);
            let reach = ix(state.reach[at]);
            let slope = slopes[at];
            // The tables are concave: the first step that is not worth its price ends it.
            let mut wants = 0;
            while wants < reach && shape[from + wants + 1] - shape[from + wants] > slope {
                wants += 1;
            }
            state.wants[at] = len32(wants);
            let paid = slope * i64::from(state.wants[at]);
            bound += ballot.weight * (shape[from + wants] - paid);
        }
        for candidate in &node.open {
            let supporters = &state.ground.supporters[ix(*candidate)];
            state.price[ix(*candidate)] = supporters
                .iter()
                .map(|ballot| ballots[ix(*ballot)].weight * slopes[ix(*ballot)])
                .sum();
        }
        let price = &state.price;
        sort_by(&mut state.order, &mut |a, b| {
            price[ix(*b)].cmp(&price[ix(*a)])
        });
        let top = state.order.iter().take(node.left);
        bound + top.map(|candidate| price[ix(*candidate)]).sum::<i64>()
    }

    /// Drops those with whom the bound falls below `least`, and names those without whom it does.
    fn fix(state: &State<'_>, bound: i64, least: i64, node: &mut Node) -> bool {
        let price = |at: usize| state.order.get(at).map_or(0, |c| state.price[ix(*c)]);
        let (last, next) = (price(node.left - 1), price(node.left));
        let room = bound - least;
        let mut changed = false;
        for (at, candidate) in state.order.iter().enumerate() {
            let price = state.price[ix(*candidate)];
            if at < node.left {
                if price - next > room {
                    node.must.push(*candidate);
                    changed = true;
                }
            } else if last - price > room {
                node.open.retain(|open| open != candidate);
                changed = true;
            }
        }
        changed
    }

    /// A step along the subgradient, as long as the bound would need to fall to `least`.
    fn step(
        &self,
        state: &State<'_>,
        slopes: &mut [i64],
        room: i64,
        eighths: i64,
        left: usize,
    ) -> bool {
        let mut gets = vec![0i64; slopes.len()];
        for candidate in state.order.iter().take(left) {
            for ballot in &state.ground.supporters[ix(*candidate)] {
                gets[ix(*ballot)] += 1;
            }
        }
        let mut length = 0i128;
        for ((gets, wants), ballot) in gets.iter_mut().zip(&state.wants).zip(&state.ground.ballots)
        {
            *gets -= i64::from(*wants);
            length += i128::from(*gets * *gets) * i128::from(ballot.weight);
        }
        if length == 0 {
            return false;
        }
        let step = (i128::from(room) * i128::from(eighths) / 8 + 1) / length;
        let step = i64::try_from(step).unwrap_or(i64::MAX).max(1);
        for (at, slope) in slopes.iter_mut().enumerate() {
            let shape = &self.shapes[ix(self.shape_of[at])];
            let from = ix(state.satisfied[at]);
            let steepest = shape.get(from + 1).map_or(0, |next| next - shape[from]);
            let moved = step.saturating_mul(gets[at]);
            *slope = slope.saturating_sub(moved).clamp(0, steepest.max(0));
        }
        true
    }
}

impl<'a> State<'a> {
    fn new(ground: &'a Ground, satisfied: &'a [u32], node: &Node) -> Self {
        let mut reach = vec![0; ground.ballots.len()];
        for candidate in &node.open {
            for ballot in &ground.supporters[ix(*candidate)] {
                reach[ix(*ballot)] += 1;
            }
        }
        let left = len32(node.left);
        for reach in &mut reach {
            *reach = left.min(*reach);
        }
        Self {
            ground,
            satisfied,
            wants: vec![0; reach.len()],
            reach,
            price: vec![0; ground.options.len()],
            order: node.open.clone(),
        }
    }
}

/// Among those who were as often in as out, the one with the highest price.
fn branch(state: &State<'_>, node: &Node, taken: &[u32]) -> u32 {
    let _ = taken;
    let open = |candidate: &&u32| node.open.binary_search(candidate).is_ok();
    state.order.iter().find(open).copied().unwrap_or_default()
}

/// A table in fixed point. Its steps are rounded up one by one, so that they fall as before.
fn fixed(shape: &[i128], up: u32, down: u32) -> Vec<i64> {
    let mut before = 0;
    let mut sum = 0i64;
    let steps = shape.iter().map(|value| {
        sum += scaled(value - before, up, down);
        before = *value;
        sum
    });
    steps.collect()
}

/// A value in fixed point, rounded up. Tables and bounds fit by the choice of scale.
fn scaled(value: i128, up: u32, down: u32) -> i64 {
    let scaled = if down > 0 {
        (value + ((1 << down) - 1)) >> down
    } else {
        value << up
    };
    i64::try_from(scaled).unwrap_or(if scaled < 0 {
        i64::MIN / 4
    } else {
        i64::MAX / 4
    })
}
