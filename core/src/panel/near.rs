//! A lottery of panels whose expected counts are near wished ones.
//!
//! Chances that maximise a sum of logarithms are irrational in general: no lottery has them
//! exactly. So they are wished for in parts of 2^45, and the lottery comes as near as that; the
//! chances that count are those of the lottery, exactly, and what they miss is proven afterwards.
//!
//! The walk is that of exact chances (Birkhoff's decomposition of a doubly stochastic matrix,
//! 1946), as in [`walk`](super::walk), save that what is nearly whole counts as whole. Each step
//! makes a type or a row whole for good, so there are at most types + rows + 1 panels.

use super::proof::{Line, System};
use super::{Counts, Lottery, Types};
use crate::id::ix;
use crate::num::{Integer, Natural};
use crate::propose::{Aim, Failure, MASS, Noise, near};

/// How far from a whole number a mass may be and count as whole, in parts of [`MASS`].
const SLACK: i64 = 1 << 12;

/// What is left over at the end and given to nobody, in parts of [`MASS`].
const REST: i64 = 1 << 18;

/// Where a walk ends between panels another starts, which strays more.
const SWAYS: [f64; 6] = [0.01, 0.02, 0.05, 0.1, 0.3, 1.0];

/// A lottery of panels within `system` with these expected counts, by type in parts of [`MASS`],
/// as nearly as 1 in 10^8. `nodes` limits each search for a panel.
///
/// # Errors
/// [`Failure::Infeasible`] where no walk arrives: the counts may lie outside all lotteries.
pub(super) fn lottery_near(
    types: &Types,
    system: &System,
    masses: &[i64],
    nodes: u64,
) -> Result<Lottery, Failure> {
    for (number, sway) in (0..).zip(SWAYS) {
        let mut walk = Walk {
            system,
            left: masses.to_vec(),
            rest: MASS,
            panels: Vec::new(),
        };
        match walk.run(&mut Noise::new(number), sway, nodes) {
            Ok(()) => return Lottery::new(types, walk.panels).map_err(|_| Failure::Numeric),
            Err(Failure::Infeasible | Failure::Limit | Failure::Numeric) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Infeasible)
}

struct Walk<'a> {
    system: &'a System,
    /// Wished mass not yet given, by type.
    left: Vec<i64>,
    /// Parts not yet given.
    rest: i64,
    panels: Vec<(Counts, Natural)>,
}

impl Walk<'_> {
    /// Walks to the end.
    fn run(&mut self, noise: &mut Noise, sway: f64, nodes: u64) -> Result<(), Failure> {
        let most = self.left.len() + self.system.rows.len() + 1;
        for _ in 0..=most {
            let types = self.left.iter().map(|mass| self.split(*mass, SLACK));
            let types: Vec<(i64, i64)> = types.collect();
            // A row adds up what its types are off.
            let sums = self.system.rows.iter().map(|row| sum(row, &self.left));
            let sums: Vec<(i64, i64)> = sums.map(|mass| self.split(mass, 4 * SLACK)).collect();
            let aim = Aim {
                system: self.system,
                seats: &wide(&types),
                sums: &wide(&sums),
                whole: &Integer::from(self.rest),
            };
            let panel = near(&aim, noise, sway, nodes)?;
            let parts = self.parts(&types, &sums, &panel);
            for (left, count) in self.left.iter_mut().zip(&panel) {
                *left -= parts * count;
            }
            self.rest -= parts;
            let counts = super::columns::counts(&panel)?;
            let parts = Natural::try_from(parts).map_err(|_| Failure::Numeric)?;
            self.panels.push((counts, parts));
            if self.rest <= REST {
                return Ok(());
            }
        }
        Err(Failure::Limit)
    }

    /// A mass as the whole number below and what is left over it; 0 where that is little.
    fn split(&self, mass: i64, slack: i64) -> (i64, i64) {
        let below = (mass + slack).div_euclid(self.rest);
        let left = mass - below * self.rest;
        (below, if left > slack { left } else { 0 })
    }

    /// The most parts that the panel can have so that what is left stays around the same whole
    /// numbers.
    fn parts(&self, types: &[(i64, i64)], sums: &[(i64, i64)], panel: &[i64]) -> i64 {
        let room = |((below, left), count): (&(i64, i64), i64)| match *left {
            0 => i64::MAX,
            left if count > *below => left,
            left => self.rest - left,
        };
        let types = types.iter().zip(panel.iter().copied()).map(room);
        let rows = self.system.rows.iter().map(|row| sum(row, panel));
        let rows = sums.iter().zip(rows).map(room);
        types.chain(rows).fold(self.rest, i64::min)
    }
}

/// The sum of a row.
fn sum(row: &Line, values: &[i64]) -> i64 {
    let terms = row.terms.iter();
    terms.fold(0, |sum, (at, times)| {
        sum + times * values.get(ix(*at)).copied().unwrap_or_default()
    })
}

fn wide(numbers: &[(i64, i64)]) -> Vec<(i64, Integer)> {
    let numbers = numbers.iter();
    numbers
        .map(|(below, left)| (*below, Integer::from(*left)))
        .collect()
}
