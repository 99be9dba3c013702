//! Proofs that no whole point of a program passes a bound, in integers.
//!
//! For lines `least <= a.x <= most` and bounds on x, any integers u by line and d >= 0 give
//!
//! ```text
//! d W.x <= M = sum of (u > 0 ? u most : u least) + sum over x of max((d W - u.a) least, (d W - u.a) most)
//! ```
//!
//! for everything that meets them. So `M < d (bound + 1)` proves `W.x <= bound`, since `W.x` is
//! whole; with d = 0 it proves that nothing meets the lines (Farkas). Where one set of multipliers
//! is not enough, the program is split at a variable or at the sum of a line, `<= at` or
//! `>= at + 1`, until each part has its own: a log of branch and bound whose leaves anyone can
//! add up. To check takes no optimising: O(leaves * (variables + terms)).
//!
//! Source: A. Schrijver, Theory of Linear and Integer Programming, 1986, sections 7.3 (Farkas)
//! and 24.1 (branch and bound).

mod search;
mod written;

pub use crate::propose::{Line, Split, Whole as System};
pub use search::{Unproven, bound, infeasible, search, shown};

use super::Types;
use crate::id::ix;
use crate::num::Integer;
use crate::propose::{Multipliers, Objective};

/// A proof: a tree in the order in which it is walked, `<= at` before `>= at + 1`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    nodes: Vec<Node>,
}

/// A part of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    /// Both parts follow: `<= at`, then `>= at + 1`.
    Split(Split, i64),
    /// Closed by these multipliers.
    Leaf(Multipliers),
}

/// One turn on the way from the root to a part.
#[derive(Clone, Copy, Debug)]
struct Turn {
    on: Split,
    at: i64,
    above: bool,
}

impl System {
    /// What is asked of a panel: variable t is the count of type t, line r is row r of the types.
    pub fn of(types: &Types) -> Self {
        let lines = types.rows().values().map(|row| Line {
            terms: row.types.iter().map(|id| (id.0, 1)).collect(),
            least: i64::from(row.least),
            most: i64::from(row.most),
        });
        let bounds = types.types().values();
        Self {
            bounds: bounds.map(|kind| (0, i64::from(kind.most))).collect(),
            rows: lines.collect(),
        }
    }

    /// The part of the program at the end of a way; `None` where a bound passes another.
    fn part(&self, way: &[Turn]) -> Option<Self> {
        let mut part = self.clone();
        for turn in way {
            let (least, most) = match turn.on {
                Split::Variable(at) => {
                    let (least, most) = part.bounds.get_mut(ix(at))?;
                    (least, most)
                }
                Split::Row(at) => {
                    let line = part.rows.get_mut(ix(at))?;
                    (&mut line.least, &mut line.most)
                }
            };
            if turn.above {
                *least = (*least).max(turn.at.saturating_add(1));
            } else {
                *most = (*most).min(turn.at);
            }
        }
        Some(part)
    }

    fn is_empty(&self) -> bool {
        self.bounds.iter().any(|(least, most)| least > most)
            || self.rows.iter().any(|line| line.least > line.most)
    }

    /// Whether these multipliers prove the bound. Exact.
    fn closes(&self, by: &Multipliers, objective: &Objective, bound: &Integer) -> bool {
        self.is_empty()
            || self
                .most(by, objective)
                .is_some_and(|most| most < &by.scale * (bound + Integer::ONE))
    }

    /// What these multipliers show the objective to be at most, times their scale. Exact.
    fn most(&self, by: &Multipliers, objective: &Objective) -> Option<Integer> {
        if by.scale < Integer::ZERO {
            return None;
        }
        let mut reduced = vec![Integer::ZERO; self.bounds.len()];
        for (variable, weight) in objective {
            *reduced.get_mut(ix(*variable))? += &by.scale * weight;
        }
        let mut most = Integer::ZERO;
        for (row, factor) in &by.rows {
            let line = self.rows.get(ix(*row))?;
            let side = if *factor > Integer::ZERO {
                line.most
            } else {
                line.least
            };
            most += factor * Integer::from(side);
            for (variable, times) in &line.terms {
                *reduced.get_mut(ix(*variable))? -= factor * Integer::from(*times);
            }
        }
        for (reduced, (least, greatest)) in reduced.into_iter().zip(&self.bounds) {
            let side = if reduced > Integer::ZERO {
                greatest
            } else {
                least
            };
            most += reduced * Integer::from(*side);
        }
        Some(most)
    }
}

impl Proof {
    /// Whether it proves that `objective` is at most `bound` wherever the bounds and lines of
    /// `system` are met by whole numbers. With no objective and bound -1: that nothing meets them.
    pub fn check(&self, system: &System, objective: &Objective, bound: &Integer) -> bool {
        let mut way: Vec<Turn> = Vec::new();
        let mut nodes = self.nodes.iter();
        for node in nodes.by_ref() {
            match node {
                Node::Split(on, at) => way.push(Turn {
                    on: *on,
                    at: *at,
                    above: false,
                }),
                Node::Leaf(by) => {
                    let part = system.part(&way);
                    if !part.is_some_and(|part| part.closes(by, objective, bound)) {
                        return false;
                    }
                    if !turn(&mut way) {
                        return nodes.next().is_none();
                    }
                }
            }
        }
        false
    }

    /// Parts that multipliers close.
    pub fn leaves(&self) -> u32 {
        let leaves = self.nodes.iter();
        crate::id::len32(leaves.filter(|node| matches!(node, Node::Leaf(_))).count())
    }

    /// The lines that have a multiplier in some leaf, each with whether its least and its most
    /// were used, or that were split at. Ascending.
    pub fn lines(&self) -> std::collections::BTreeMap<u32, (bool, bool)> {
        let mut used = std::collections::BTreeMap::new();
        for node in &self.nodes {
            match node {
                Node::Split(Split::Row(row), _) => {
                    used.insert(*row, (true, true));
                }
                Node::Split(Split::Variable(_), _) => {}
                Node::Leaf(by) => {
                    for (row, factor) in &by.rows {
                        let (least, most) = used.entry(*row).or_insert((false, false));
                        *least |= *factor < Integer::ZERO;
                        *most |= *factor > Integer::ZERO;
                    }
                }
            }
        }
        used
    }
}

/// Goes on to the next part that is open; false where there is none.
fn turn(way: &mut Vec<Turn>) -> bool {
    while let Some(last) = way.last_mut() {
        if !last.above {
            last.above = true;
            return true;
        }
        way.pop();
    }
    false
}

#[cfg(test)]
mod tests;
