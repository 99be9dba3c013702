//! Looking for exchanges of members in a panel.

use super::{Board, Panel, SEAT};
use crate::id::ix;

/// Members who make way for others in one panel.
pub(super) struct Exchange {
    /// The panel.
    pub(super) panel: usize,
    /// Types that give a seat and take it.
    pub(super) pairs: Vec<(usize, usize)>,
}

/// How much may still be looked at.
pub(super) struct Work {
    left: u64,
}

impl Work {
    pub(super) fn new(left: u64) -> Self {
        Self { left }
    }

    pub(super) fn is_over(&self) -> bool {
        self.left == 0
    }

    fn step(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }
}

impl Board<'_> {
    /// What one exchange gains: how much the sum of squares falls, halved.
    fn gain(&self, gives: usize, takes: usize) -> i64 {
        self.off[gives] - self.off[takes] - SEAT
    }

    fn most(&self, of: usize) -> u32 {
        let kind = self.types.types().as_slice().get(of);
        kind.map_or(0, |kind| kind.most)
    }

    /// Types of a panel that can give a seat, from the most over on; and that can take one, from
    /// the most short on. Where the type `at` has too many seats only it gives, else only it takes.
    fn sides(&self, panel: &Panel, at: usize, order: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let over = self.seats[at] > self.due[at].1;
        let gives = order.iter().rev().copied();
        let gives = gives.filter(|of| panel.counts[*of] > 0 && (!over || *of == at));
        let takes = order.iter().copied();
        let takes = takes.filter(|of| panel.counts[*of] < self.most(*of) && (over || *of == at));
        (gives.collect(), takes.collect())
    }

    /// The best exchange of one member for the type `at`.
    pub(super) fn single(&self, at: usize, work: &mut Work) -> Option<Exchange> {
        let order = self.order();
        let mut best: Option<(i64, Exchange)> = None;
        for (number, panel) in self.panels.iter().enumerate() {
            let (gives, takes) = self.sides(panel, at, &order);
            // One side has the one type; the other goes from the largest gain down.
            let pairs = gives
                .iter()
                .flat_map(|gives| takes.iter().map(move |t| (*gives, *t)));
            let bar = best.as_ref().map_or(0, |(gain, _)| *gain);
            for (gives, takes) in pairs {
                let gain = self.gain(gives, takes);
                if gain <= bar || !work.step() {
                    break;
                }
                if gives != takes && self.broken(panel, &[(gives, takes)]).is_none() {
                    let pairs = vec![(gives, takes)];
                    best = Some((
                        gain,
                        Exchange {
                            panel: number,
                            pairs,
                        },
                    ));
                    break;
                }
            }
        }
        best.map(|(_, exchange)| exchange)
    }

    /// Two exchanges for the type `at` that gain together and mend each other's rows.
    pub(super) fn double(&self, at: usize, work: &mut Work) -> Option<Exchange> {
        let order = self.order();
        for (number, panel) in self.panels.iter().enumerate() {
            let (gives, takes) = self.sides(panel, at, &order);
            let have = order.iter().rev().copied();
            let have: Vec<usize> = have.filter(|of| panel.counts[*of] > 0).collect();
            let room = order.iter().copied();
            let room = room.filter(|of| panel.counts[*of] < self.most(*of));
            let room: Vec<usize> = room.collect();
            let best = match (have.first(), room.first()) {
                (Some(gives), Some(takes)) => self.gain(*gives, *takes),
                _ => continue,
            };
            let firsts = gives
                .iter()
                .flat_map(|gives| takes.iter().map(move |t| (*gives, *t)));
            for first in firsts {
                if self.gain(first.0, first.1).saturating_add(best) <= 0 || work.is_over() {
                    break;
                }
                if let Some(second) = self.second(panel, first, &have, &room, work) {
                    let pairs = vec![first, second];
                    return Some(Exchange {
                        panel: number,
                        pairs,
                    });
                }
            }
        }
        None
    }

    /// The exchange that mends the rows that the first one breaks, with the largest gain.
    fn second(
        &self,
        panel: &Panel,
        first: (usize, usize),
        have: &[usize],
        room: &[usize],
        work: &mut Work,
    ) -> Option<(usize, usize)> {
        let (row, over) = self.broken(panel, &[first])?;
        let needed = -self.gain(first.0, first.1);
        let counts_in = |of: usize| self.rows[of].contains(&row);
        let mut best: Option<(i64, (usize, usize))> = None;
        for gives in have {
            if counts_in(*gives) != over || *gives == first.0 || *gives == first.1 {
                continue;
            }
            for takes in room {
                let gain = self.gain(*gives, *takes);
                let bar = best.as_ref().map_or(needed, |(gain, _)| *gain);
                if gain <= bar || !work.step() {
                    break;
                }
                if counts_in(*takes) != over
                    && *takes != first.0
                    && *takes != first.1
                    && self.broken(panel, &[first, (*gives, *takes)]).is_none()
                {
                    best = Some((gain, (*gives, *takes)));
                }
            }
        }
        best.map(|(_, pair)| pair)
    }

    /// The first row that a panel misses after these exchanges, and whether by too many.
    fn broken(&self, panel: &Panel, pairs: &[(usize, usize)]) -> Option<(u32, bool)> {
        let changed = pairs.iter().flat_map(|(gives, takes)| [gives, takes]);
        for row in changed.flat_map(|of| &self.rows[*of]) {
            let (mut plus, mut minus) = (0, 0);
            for (gives, takes) in pairs {
                minus += u32::from(self.rows[*gives].contains(row));
                plus += u32::from(self.rows[*takes].contains(row));
            }
            let asked = self.types.rows().as_slice().get(ix(*row));
            let (sum, asked) = (panel.sums[ix(*row)] + plus, asked?);
            if sum < asked.least + minus {
                return Some((*row, false));
            }
            if sum > asked.most + minus {
                return Some((*row, true));
            }
        }
        None
    }
}
