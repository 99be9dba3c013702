//! Chances under weights, estimated: a walk from panel to panel.
//!
//! A move swaps one member, or two, for others who may sit; it is taken where quotas still hold,
//! with the chance `min(1, weight after / weight before)` (N. Metropolis and others, J. Chem. Phys.
//! 21, 1953), so that panels are met in the long run as often as their weights say. How long that
//! takes nobody proves: what is found so decides nothing but weights.

use super::UNIT;
use crate::id::{FeatureId, IdVec, RowId, TypeId, ix, len32};
use crate::lottery::Stream;
use crate::panel::number::tilted::homes;
use crate::panel::{Asked, Types};

/// Moves for each seat from one panel that is looked at to the next.
const MOVES: u64 = 20;

/// No seat.
const NONE: usize = usize::MAX;

/// A panel on its way.
pub(super) struct Wander<'a> {
    types: &'a Types,
    /// Everyone's type and home: who is who of equals is left open.
    people: Vec<(TypeId, usize)>,
    members: Vec<usize>,
    /// By person.
    seat: Vec<usize>,
    /// By home.
    taken: Vec<bool>,
    sums: Vec<u32>,
    /// By type: its quota rows.
    rows: Vec<Vec<RowId>>,
}

impl<'a> Wander<'a> {
    /// From a panel.
    pub(super) fn from(types: &'a Types, counts: &[u32]) -> Option<Self> {
        let mut wander = Self {
            types,
            people: Vec::new(),
            members: Vec::new(),
            seat: Vec::new(),
            taken: Vec::new(),
            sums: vec![0; ix(types.rows().len())],
            rows: Vec::new(),
        };
        for kind in types.types().values() {
            let rows = kind.rows.iter().copied();
            let quota = |row: &RowId| matches!(types.rows()[*row].asked, Asked::Quota(..));
            wander.rows.push(rows.filter(quota).collect());
        }
        let mut left = counts.to_vec();
        for home in homes(types, FeatureId(0))? {
            let number = wander.taken.len();
            wander.taken.push(false);
            for (kind, times) in home {
                for _ in 0..times {
                    let person = wander.people.len();
                    wander.people.push((kind, number));
                    wander.seat.push(NONE);
                    if left[ix(kind.0)] > 0 && !wander.taken[number] {
                        left[ix(kind.0)] -= 1;
                        wander.taken[number] = true;
                        wander.seat[person] = wander.members.len();
                        wander.members.push(person);
                        for row in &wander.rows[ix(kind.0)] {
                            wander.sums[ix(row.0)] += 1;
                        }
                    }
                }
            }
        }
        (left.iter().all(|left| *left == 0) && !wander.members.is_empty()).then_some(wander)
    }

    /// Chances in units by the seats of types on `samples` panels on the way.
    pub(super) fn chances(
        &mut self,
        weights: &[u32],
        samples: u32,
        stream: &mut Stream,
    ) -> Vec<u64> {
        let mut seats = vec![0_u64; weights.len()];
        let between = MOVES * u64::from(len32(self.members.len()));
        // The first fifth is not looked at.
        for _ in 0..u64::from(samples / 5) * between {
            self.step(weights, stream);
        }
        for _ in 0..samples {
            for _ in 0..between {
                self.step(weights, stream);
            }
            for member in &self.members {
                seats[ix(self.people[*member].0.0)] += 1;
            }
        }
        let chance = |(kind, seats): (&crate::panel::Type, u64)| {
            let people = u64::from(len32(kind.people.len()));
            // Half a seat more: who was never met may still be.
            (2 * seats + 1) * UNIT / (2 * u64::from(samples) * people + 1)
        };
        self.types.types().values().zip(seats).map(chance).collect()
    }

    /// One move, or none.
    fn step(&mut self, weights: &[u32], stream: &mut Stream) {
        let words = stream.next_u64();
        let swaps = 1 + (words & 1);
        let (mut done, mut made) = ([(0, 0); 2], 0);
        let (mut before, mut after) = (1_u64, 1_u64);
        for _ in 0..swaps {
            let number = |of: usize, stream: &mut Stream| {
                let of = u128::from(len32(of));
                usize::try_from(stream.below(of).unwrap_or_default()).unwrap_or_default()
            };
            let out = self.members[number(self.members.len(), stream)];
            let come = number(self.people.len(), stream);
            let (home, own) = (self.people[come].1, self.people[out].1);
            if self.seat[come] != NONE || (self.taken[home] && home != own) {
                continue;
            }
            before *= u64::from(weights[ix(self.people[out].0.0)]);
            after *= u64::from(weights[ix(self.people[come].0.0)]);
            self.swap(out, come);
            done[made] = (out, come);
            made += 1;
        }
        let done = &done[..made];
        let holds = |(out, come): &(usize, usize)| {
            let mut rows = [out, come].into_iter();
            rows.all(|person| {
                let mut rows = self.rows[ix(self.people[*person].0.0)].iter();
                rows.all(|row| {
                    let (sum, row) = (self.sums[ix(row.0)], &self.types.rows()[*row]);
                    row.least <= sum && sum <= row.most
                })
            })
        };
        let taken = done.iter().all(holds)
            && (after >= before || stream.below(u128::from(before)).unwrap_or_default() < after);
        if !taken {
            for (out, come) in done.iter().rev() {
                self.swap(*come, *out);
            }
        }
    }

    fn swap(&mut self, out: usize, come: usize) {
        let seat = self.seat[out];
        self.members[seat] = come;
        self.seat[come] = seat;
        self.seat[out] = NONE;
        self.taken[self.people[out].1] = false;
        self.taken[self.people[come].1] = true;
        for row in &self.rows[ix(self.people[out].0.0)] {
            self.sums[ix(row.0)] -= 1;
        }
        for row in &self.rows[ix(self.people[come].0.0)] {
            self.sums[ix(row.0)] += 1;
        }
    }
}

/// Weights as numbers.
pub(super) fn numbers(weights: &IdVec<TypeId, crate::num::Natural>) -> Vec<u32> {
    let number = |weight: &crate::num::Natural| u32::try_from(weight).unwrap_or(super::GREATEST);
    weights.values().map(number).collect()
}
