//! Where a walk is: what is left to give.

use crate::id::{ix, len32};
use crate::num::{Integer, Natural};

use super::super::Counts;
use super::super::proof::System;

/// Where a walk is.
#[derive(Clone)]
pub(super) struct State {
    /// By type: the count rounded down, and what is left over `rest`, below it.
    pub(super) seats: Vec<(i64, Integer)>,
    /// By row: its sum, likewise.
    pub(super) sums: Vec<(i64, Integer)>,
    pub(super) rest: Integer,
}

impl State {
    /// The start, if it meets bounds and rows.
    pub(super) fn new(system: &System, scaled: &[Integer], whole: &Integer) -> Option<Self> {
        let within = |number: &Integer, least: i64, most: i64| {
            let within =
                Integer::from(least) * whole <= *number && *number <= Integer::from(most) * whole;
            split(number, whole).filter(|_| within)
        };
        let bounds = scaled.iter().zip(&system.bounds);
        let seats: Option<Vec<_>> = bounds
            .map(|(number, (least, most))| within(number, *least, *most))
            .collect();
        let sums: Option<Vec<_>> = system
            .rows
            .iter()
            .map(|line| {
                let sum = line.terms.iter().fold(Integer::ZERO, |sum, (at, factor)| {
                    sum + scaled.get(ix(*at)).unwrap_or(&Integer::ZERO) * Integer::from(*factor)
                });
                within(&sum, line.least, line.most)
            })
            .collect();
        Some(Self {
            seats: seats?,
            sums: sums?,
            rest: whole.clone(),
        })
    }

    /// How many counts are open: neither rounded down nor up they are whole.
    pub(super) fn open(&self) -> u64 {
        let open = self.seats.iter().filter(|(_, left)| *left > Integer::ZERO);
        u64::from(len32(open.count()))
    }

    /// Gives a panel that was taken back what it took.
    pub(super) fn undo(&mut self, system: &System, panel: &[u32], weight: &Natural) {
        let weight = Integer::from(weight.clone());
        let rest = &self.rest + &weight;
        let back = |(floor, left): &mut (i64, Integer), sum: i64| {
            let number = Integer::from(*floor) * &self.rest + &*left + Integer::from(sum) * &weight;
            if let Some(number) = split(&number, &rest) {
                (*floor, *left) = number;
            }
        };
        for (number, count) in self.seats.iter_mut().zip(panel) {
            back(number, i64::from(*count));
        }
        for (number, line) in self.sums.iter_mut().zip(&system.rows) {
            let count = |at: &u32| i64::from(panel.get(ix(*at)).copied().unwrap_or_default());
            let terms = line.terms.iter();
            back(number, terms.map(|(at, factor)| factor * count(at)).sum());
        }
        self.rest = rest;
    }

    /// Takes a panel with as much weight as can be, if it is in the box.
    pub(super) fn step(&mut self, system: &System, counts: &[i64]) -> Option<(Counts, Natural)> {
        let mut weight = self.rest.clone();
        let mut ups = Vec::with_capacity(counts.len());
        for ((floor, left), count) in self.seats.iter().zip(counts) {
            ups.push(rounded_up(*floor, left, *count)?);
            limit(&mut weight, left, *count > *floor, &self.rest);
        }
        let mut row_ups = Vec::with_capacity(system.rows.len());
        for ((floor, left), line) in self.sums.iter().zip(&system.rows) {
            let mut sum = 0_i64;
            for (at, factor) in &line.terms {
                sum = sum.checked_add(factor.checked_mul(*counts.get(ix(*at))?)?)?;
            }
            row_ups.push(rounded_up(*floor, left, sum)?);
            limit(&mut weight, left, sum > *floor, &self.rest);
        }
        self.rest -= &weight;
        for ((floor, left), up) in self.seats.iter_mut().zip(&ups) {
            advance(floor, left, *up, &weight, &self.rest);
        }
        for ((floor, left), up) in self.sums.iter_mut().zip(&row_ups) {
            advance(floor, left, *up, &weight, &self.rest);
        }
        let panel: Option<Counts> = counts
            .iter()
            .map(|count| u32::try_from(*count).ok())
            .collect();
        Some((panel?, Natural::try_from(weight).ok()?))
    }
}

/// A number over a whole as what is whole of it, and what is left.
fn split(number: &Integer, whole: &Integer) -> Option<(i64, Integer)> {
    // Numbers may be negative in rows of cuts: round down, not toward zero.
    let (mut floor, mut left) = (number / whole, number % whole);
    if left < Integer::ZERO {
        floor -= Integer::ONE;
        left += whole;
    }
    Some((i64::try_from(floor).ok()?, left))
}

/// Whether a number is rounded up rather than down; none where it is neither.
fn rounded_up(floor: i64, left: &Integer, number: i64) -> Option<bool> {
    if number == floor {
        Some(false)
    } else {
        (number == floor + 1 && *left > Integer::ZERO).then_some(true)
    }
}

/// Lowers the weight to what one number of a panel may take.
fn limit(weight: &mut Integer, left: &Integer, up: bool, rest: &Integer) {
    if *left == Integer::ZERO {
        return;
    }
    let most = if up { left.clone() } else { rest - left };
    if most < *weight {
        *weight = most;
    }
}

/// What is left of one number after a panel has taken its weight.
fn advance(floor: &mut i64, left: &mut Integer, up: bool, weight: &Integer, rest: &Integer) {
    if *left == Integer::ZERO {
        return;
    }
    if up {
        *left -= weight;
    }
    if left == rest {
        *floor += 1;
        *left = Integer::ZERO;
    }
}
