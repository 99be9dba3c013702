//! What the rows alone allow, as a lottery: where one arrives, the multipliers of the rows are the
//! proof.

use super::super::gap::gain;
use super::super::point::{self, Point};
use super::super::{Aim, Stop, Weighed};
use super::Search;
use crate::id::{IdVec, TypeId, ix, len32};
use crate::num::{Integer, Ratio};
use crate::panel::proof::{Proof, shown};
use crate::propose::{Failure, Wished};

/// Weights as JSON takes them.
const SIZE: i64 = 1 << 53;

impl Search<'_> {
    /// Whether a lottery arrives at what the rows allow, and is proven.
    pub(super) fn by_rows(&mut self, tell: &mut dyn FnMut(u64, u64) -> bool) -> Result<bool, Stop> {
        if let Aim::Near(targets) = self.aim
            && let Some(lottery) = self.attained(&self.seats(targets), tell)?
            && let Some((bound, proof)) = shown(&self.system, &[], Vec::new())
        {
            // Nothing is nearer than the targets themselves.
            let weighed = Weighed {
                weights: Vec::new(),
                scale: 1,
                bound,
            };
            return Ok(self.keep(lottery, weighed, proof));
        }
        loop {
            match self.system.fairest(&self.pulls()) {
                Ok(wished) => {
                    if self.arrive(&wished, tell)? {
                        return Ok(true);
                    }
                }
                Err(Failure::NoSolver) => return Err(Stop::Failure(Failure::NoSolver)),
                Err(_) => {}
            }
            // Once more without those whom no panel holds, if there are any.
            let before = self.shut.len();
            self.begin()?;
            if self.shut.len() == before {
                return Ok(false);
            }
        }
    }

    /// Whether a lottery arrives within a hair of what is wished, and is proven.
    fn arrive(
        &mut self,
        wished: &Wished,
        tell: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<bool, Stop> {
        let system = self.system.clone();
        for point in point::near(&system, &wished.masses) {
            let Some(lottery) = self.attained(&point.seats, tell)? else {
                continue;
            };
            if let Some((weighed, proof)) = self.told(wished, &point)
                && self.keep(lottery.clone(), weighed, proof)
            {
                return Ok(true);
            }
            if self.settle(lottery)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Weights that multipliers of rows come to, with the proof that these are. Multipliers of
    /// rows that the point does not meet are noise.
    fn told(&self, wished: &Wished, point: &Point) -> Option<(Weighed, Proof)> {
        let rows = wished.rows.iter().zip(&point.sides);
        let rows = rows.map(|(row, side)| match side {
            -1 => (*row).min(0),
            0 => 0,
            1 => (*row).max(0),
            _ => *row,
        });
        let rows: Vec<i64> = rows.collect();
        let mut sums = vec![0_i64; point.seats.len()];
        for (line, row) in self.system.rows.iter().zip(&rows) {
            for (at, times) in &line.terms {
                let sum = sums.get_mut(ix(*at))?;
                *sum = sum.checked_add(row.checked_mul(*times)?)?;
            }
        }
        let sums = sums.into_iter().zip(&point.at).zip(&point.seats);
        let mut weights = Vec::new();
        for (id, ((sum, side), seats)) in IdVec::<TypeId, _>::from_vec(sums.collect()).iter() {
            if self.shut.contains(&id) {
                continue;
            }
            // At a bound what counts is the gain, which rows need not reach, or pass.
            let gain = || {
                let people = len32(self.types.types().get(id)?.people.len());
                let gain = gain(self.aim, id, &(*seats / Ratio::from(people)))?;
                i64::try_from((gain * Ratio::from(wished.scale)).ceil()).ok()
            };
            let weight = match side {
                0 => *sum,
                -1 => gain()?.min(*sum),
                _ => gain()?.max(*sum),
            };
            if weight != 0 {
                weights.push((id.0, weight));
            }
        }
        if weights.iter().any(|(_, weight)| weight.abs() >= SIZE) {
            return None;
        }
        let mut weighed = Weighed {
            weights,
            scale: wished.scale,
            bound: Integer::ZERO,
        };
        let rows = (0..).zip(rows).filter(|(_, row)| *row != 0);
        let rows = rows.map(|(at, row)| (at, Integer::from(row))).collect();
        let (bound, proof) = shown(&self.system, &weighed.objective(), rows)?;
        weighed.bound = bound;
        Some((weighed, proof))
    }
}
