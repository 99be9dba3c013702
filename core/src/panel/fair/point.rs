//! A point of exact fractions near a guess in floats.
//!
//! A guess all but meets some bounds and rows; the point meets these to the last bit, and the
//! others with room to spare. Counts are rounded to parts of 2^24, save for as many as there are
//! independent rows to meet: these follow from the rows, by elimination in exact fractions. The
//! counts that follow are those with the most room around them.

use crate::id::{ix, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::panel::proof::System;
use crate::propose::MASS;
use crate::sort::sort_by;

/// Counts are rounded to one part in so many.
const PARTS: i64 = 1 << 24;

/// How near a guess is to a bound that it is to meet, in parts of [`MASS`]: tried in turn.
const HAIRS: [i64; 3] = [MASS >> 20, MASS >> 28, MASS >> 14];

/// A point, and where it stands.
pub(super) struct Point {
    /// By type: the seats expected.
    pub(super) seats: Vec<Ratio>,
    /// By type: whether the count is at its least (-1) or most (1), or between (0).
    pub(super) at: Vec<i8>,
    /// By row: likewise; a row whose least is its most is at both (2).
    pub(super) sides: Vec<i8>,
}

/// Points near expected counts by type, in parts of [`MASS`], in the order in which they are worth
/// trying. Whether they meet what is asked is for others to check. Cost of each:
/// O(types * rows^2 + rows^3).
pub(super) fn near<'a>(
    system: &'a System,
    masses: &'a [i64],
) -> impl Iterator<Item = Point> + use<'a> {
    HAIRS.into_iter().filter_map(|hair| {
        let met = Met::of(system, masses, hair);
        let seats = met.seats(system, masses)?;
        let Met { at, sides } = met;
        Some(Point { seats, at, sides })
    })
}

/// What a guess all but meets.
struct Met {
    at: Vec<i8>,
    sides: Vec<i8>,
}

/// On which side a sum stands: see [`Point::sides`].
fn side(sum: i128, least: i64, most: i64, hair: i64) -> i8 {
    let from = |bound: i64| (sum - i128::from(bound) * i128::from(MASS)).abs();
    let near = |bound: i64| from(bound) <= i128::from(hair);
    match (near(least), near(most)) {
        _ if least == most => 2,
        (true, _) => -1,
        (_, true) => 1,
        _ => 0,
    }
}

impl Met {
    fn of(system: &System, masses: &[i64], hair: i64) -> Self {
        let bounds = masses.iter().zip(&system.bounds);
        let at = bounds.map(|(mass, (least, most))| {
            // Nobody can be seated: the most, so that its weight counts for nothing.
            side(i128::from(*mass), *least, *most, hair).min(1)
        });
        let sides = system.rows.iter().map(|row| {
            let terms = row.terms.iter();
            let sum = terms.fold(0, |sum, (at, times)| {
                let mass = masses.get(ix(*at)).copied().unwrap_or_default();
                sum + i128::from(*times) * i128::from(mass)
            });
            side(sum, row.least, row.most, hair)
        });
        Self {
            at: at.collect(),
            sides: sides.collect(),
        }
    }

    /// The seats: rounded, and such that all rows met are met exactly, as far as these agree.
    fn seats(&self, system: &System, masses: &[i64]) -> Option<Vec<Ratio>> {
        let mut rounded: Vec<i64> = Vec::with_capacity(masses.len());
        for ((mass, (least, most)), at) in masses.iter().zip(&system.bounds).zip(&self.at) {
            rounded.push(match at {
                -1 => least * PARTS,
                0 => (mass + MASS / PARTS / 2) / (MASS / PARTS),
                _ => most * PARTS,
            });
        }
        let met = system.rows.iter().zip(&self.sides);
        let met: Vec<_> = met.filter(|(_, side)| **side != 0).collect();
        // By variable: the rows met in which it counts.
        let mut columns: Vec<Vec<(u32, i64)>> = vec![Vec::new(); masses.len()];
        for (number, (row, _)) in (0..).zip(&met) {
            for (at, times) in &row.terms {
                columns.get_mut(ix(*at))?.push((number, *times));
            }
        }
        let (follow, rows) = basis(&columns, &self.order(system, masses), len32(met.len()));
        let mut equations = Vec::with_capacity(rows.len());
        for number in &rows {
            let (row, side) = met.get(ix(*number))?;
            let bound = if **side < 0 { row.least } else { row.most };
            let mut right = Integer::from(bound) * Integer::from(PARTS);
            let mut left = vec![Ratio::ZERO; follow.len()];
            for (at, times) in &row.terms {
                match follow.iter().position(|follows| follows == at) {
                    Some(place) => left[place] = Ratio::from(*times),
                    None => right -= Integer::from(*times) * Integer::from(*rounded.get(ix(*at))?),
                }
            }
            left.push(Ratio::from(right));
            equations.push(left);
        }
        let solved = solve(equations)?;
        let parts = Natural::try_from(PARTS).ok()?;
        let seats = rounded.iter();
        let mut seats: Vec<Ratio> = seats
            .map(|seats| Ratio::from_parts(Integer::from(*seats), parts.clone()))
            .collect();
        for (at, value) in follow.iter().zip(solved) {
            *seats.get_mut(ix(*at))? = value / Ratio::from(parts.clone());
        }
        Some(seats)
    }

    /// The types between their bounds, those with the most room first.
    fn order(&self, system: &System, masses: &[i64]) -> Vec<u32> {
        let bounds = masses.iter().zip(&system.bounds);
        let room = bounds.map(|(mass, (least, most))| {
            (mass - least.saturating_mul(MASS)).min(most.saturating_mul(MASS) - mass)
        });
        let free = (0..).zip(room).zip(&self.at).filter(|(_, at)| **at == 0);
        let mut free: Vec<(u32, i64)> = free.map(|(free, _)| free).collect();
        sort_by(&mut free, &mut |one, other| {
            other.1.cmp(&one.1).then(one.0.cmp(&other.0))
        });
        free.into_iter().map(|(at, _)| at).collect()
    }
}

/// A prime below 2^31: what is independent modulo it is independent.
const PRIME: i64 = 2_147_483_647;

/// Columns that are independent, as many as can be, taken in this order, and as many rows in which
/// they are.
fn basis(columns: &[Vec<(u32, i64)>], order: &[u32], rows: u32) -> (Vec<u32>, Vec<u32>) {
    let mut follow = Vec::new();
    // Reduced columns: each 1 in its row, and 0 in the rows of those before.
    let mut reduced: Vec<(u32, Vec<i64>)> = Vec::new();
    for at in order {
        let mut column = vec![0_i64; ix(rows)];
        for (row, times) in columns.get(ix(*at)).into_iter().flatten() {
            column[ix(*row)] = times.rem_euclid(PRIME);
        }
        for (row, other) in &reduced {
            let times = column[ix(*row)];
            if times != 0 {
                for (entry, other) in column.iter_mut().zip(other) {
                    *entry = (*entry - times * other % PRIME).rem_euclid(PRIME);
                }
            }
        }
        let Some(row) = column.iter().position(|entry| *entry != 0) else {
            continue;
        };
        let inverse = inverse(column[row]);
        for entry in &mut column {
            *entry = *entry * inverse % PRIME;
        }
        follow.push(*at);
        reduced.push((len32(row), column));
        if follow.len() == ix(rows) {
            break;
        }
    }
    let rows = reduced.into_iter().map(|(row, _)| row).collect();
    (follow, rows)
}

/// The inverse modulo the prime, by Fermat's little theorem.
fn inverse(number: i64) -> i64 {
    let (mut power, mut square, mut exponent) = (1, number, PRIME - 2);
    while exponent > 0 {
        if exponent % 2 == 1 {
            power = power * square % PRIME;
        }
        square = square * square % PRIME;
        exponent /= 2;
    }
    power
}

/// The one solution of as many equations as unknowns, each with its right side last.
fn solve(mut rows: Vec<Vec<Ratio>>) -> Option<Vec<Ratio>> {
    for column in 0..rows.len() {
        let found = (column..rows.len()).find(|row| !rows[*row][column].is_zero())?;
        rows.swap(column, found);
        let pivot = rows[column][column].clone();
        for entry in &mut rows[column] {
            *entry = &*entry / &pivot;
        }
        let chosen = rows[column].clone();
        for (at, row) in rows.iter_mut().enumerate() {
            let factor = row[column].clone();
            if at == column || factor.is_zero() {
                continue;
            }
            for (entry, chosen) in row.iter_mut().zip(&chosen).skip(column) {
                if !chosen.is_zero() {
                    *entry -= &factor * chosen;
                }
            }
        }
    }
    rows.into_iter().map(|mut row| row.pop()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::proof::Line;
    use super::*;

    /// Thirds cannot be written in parts of a power of two: they follow from the rows.
    #[test]
    fn what_is_all_but_met_is_met() {
        let line = |terms: &[u32], least, most| Line {
            terms: terms.iter().map(|at| (*at, 1)).collect(),
            least,
            most,
        };
        let system = System {
            bounds: vec![(0, 1), (0, 1), (0, 1), (0, 2)],
            rows: vec![
                line(&[0, 1, 2, 3], 3, 3),
                line(&[0, 1], 0, 1),
                line(&[1, 2], 1, 2),
                line(&[0, 2], 1, 2),
            ],
        };
        let guess = [MASS / 2 + 9, MASS / 2 - 9, MASS / 2, MASS * 3 / 2];
        let point = near(&system, &guess).next().unwrap();
        let half = Ratio::from_parts(Integer::ONE, Natural::from(2_u8));
        assert_eq!(point.seats[..3], [half.clone(), half.clone(), half.clone()]);
        assert_eq!(point.seats[3], Ratio::from(3_u8) * half);
        assert_eq!(point.sides, [2, 1, -1, -1]);
        assert_eq!(point.at, [0; 4]);
    }
}
