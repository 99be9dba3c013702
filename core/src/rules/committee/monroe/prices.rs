//! An upper bound on Monroe's score by prices for voters.
//!
//! Let voter `i` keep `s_i` between 0 and 1 of being represented, and leave the rest to the
//! member: no committee scores more than
//!
//! ```text
//! sum_i s_i + sum over members c of v_c     v_c = the highest 1 - s_i of supporters, a part full
//! ```
//!
//! which is the dual of the assignment. Every price gives a valid bound; better ones are found
//! along the subgradient, in integers.

use super::assignment::Parts;
use crate::id::ix;
use crate::rules::shared::optimal::ground::Ground;
use crate::rules::shared::optimal::search::Node;
use crate::sort::sort_by;

/// The whole of being represented. Bounds stay below 2^40 papers times twice this.
const ONE: i64 = 1 << 20;

/// Prices, and how they are improved.
pub(in crate::rules) struct Prices {
    start: Vec<i64>,
    begun: bool,
}

impl Prices {
    pub(in crate::rules) fn new(ground: &Ground) -> Self {
        Self {
            start: vec![ONE / 2; ground.ballots.len()],
            begun: false,
        }
    }

    /// Whether a committee below the node may score `least`; drops and names candidates as
    /// an objective does.
    pub(in crate::rules) fn look(
        &mut self,
        ground: &Ground,
        parts: &Parts,
        chosen: &[u32],
        node: &mut Node,
        least: i64,
    ) -> bool {
        let least = least * ONE;
        let mut prices = node.memory.pop().unwrap_or_else(|| self.start.clone());
        let rounds = if self.begun { 12 } else { 300 };
        self.begun = true;
        let mut best: Option<(i64, Vec<i64>)> = None;
        let mut eighths = 8;
        let mut stalled = 0;
        for _ in 0..rounds {
            let (bound, gets) = bound(ground, parts, chosen, node, &prices, least);
            if bound < least {
                return false;
            }
            if !node.must.is_empty() || node.open.len() <= node.left {
                break;
            }
            if best.as_ref().is_none_or(|(least, _)| bound < *least) {
                best = Some((bound, prices.clone()));
                stalled = 0;
            } else {
                stalled += 1;
            }
            if stalled > 4 {
                stalled = 0;
                eighths -= eighths / 3 + 1;
                if eighths <= 0 {
                    break;
                }
                if let Some((_, best)) = &best {
                    prices.clone_from(best);
                }
            }
            if !step(ground, &mut prices, &gets, bound - least, eighths) {
                break;
            }
        }
        node.memory = vec![best.map_or(prices, |(_, prices)| prices)];
        true
    }
}

/// The bound at these prices, and how many voters of each ballot the best members represent.
/// Drops those from the node with whom it falls below `least`, and names those without whom.
fn bound(
    ground: &Ground,
    parts: &Parts,
    chosen: &[u32],
    node: &mut Node,
    prices: &[i64],
    least: i64,
) -> (i64, Vec<i64>) {
    let ballots = &ground.ballots;
    let kept = ballots
        .iter()
        .zip(prices)
        .map(|(b, price)| b.weight * price);
    let mut bound: i64 = kept.sum();
    let mut gets = vec![0; ballots.len()];
    let part = |candidate: u32, gets: Option<&mut Vec<i64>>| {
        let mut supporters = ground.supporters[ix(candidate)].clone();
        let votes: i64 = supporters.iter().map(|at| ballots[ix(*at)].weight).sum();
        if votes > parts.most() {
            sort_by(&mut supporters, &mut |a, b| {
                prices[ix(*a)].cmp(&prices[ix(*b)])
            });
        }
        let mut room = parts.most();
        let mut value = 0;
        let mut gets = gets;
        for at in supporters {
            let taken = room.min(ballots[ix(at)].weight);
            room -= taken;
            value += taken * (ONE - prices[ix(at)]);
            if let Some(gets) = &mut gets {
                gets[ix(at)] += taken;
            }
        }
        value
    };
    for member in chosen {
        bound += part(*member, Some(&mut gets));
    }
    let mut order: Vec<(i64, u32)> = node.open.iter().map(|c| (part(*c, None), *c)).collect();
    sort_by(&mut order, &mut |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    bound += order
        .iter()
        .take(node.left)
        .map(|(value, _)| value)
        .sum::<i64>();
    if bound < least {
        return (bound, gets);
    }
    for (_, candidate) in order.iter().take(node.left) {
        part(*candidate, Some(&mut gets));
    }
    let value = |at: usize| order.get(at).map_or(0, |(value, _)| *value);
    let (last, next, room) = (value(node.left - 1), value(node.left), bound - least);
    for (at, (value, candidate)) in order.iter().enumerate() {
        if at < node.left && value - next > room {
            node.must.push(*candidate);
        } else if at >= node.left && last - value > room {
            node.open.retain(|open| open != candidate);
        }
    }
    node.branch = order.first().map_or(0, |(_, candidate)| *candidate);
    (bound, gets)
}

/// A step along the subgradient, as long as the bound would need to fall to the least.
fn step(ground: &Ground, prices: &mut [i64], gets: &[i64], room: i64, eighths: i64) -> bool {
    // Per voter: one, less how many members represent it; in 1/256.
    let share = |gets: i64, weight: i64| 256 - i128::from(gets) * 256 / i128::from(weight.max(1));
    let mut length = 0i128;
    for (ballot, gets) in ground.ballots.iter().zip(gets) {
        let share = share(*gets, ballot.weight);
        length += share * share * i128::from(ballot.weight);
    }
    if length == 0 {
        return false;
    }
    let step = i128::from(room) * i128::from(eighths) / 8 * 256;
    for ((price, ballot), gets) in prices.iter_mut().zip(&ground.ballots).zip(gets) {
        let share = share(*gets, ballot.weight);
        let moved = step * share / length;
        let moved = i64::try_from(moved).unwrap_or(if moved > 0 { ONE } else { -ONE });
        *price = price.saturating_sub(moved).clamp(0, ONE);
    }
    true
}
