//! Whether a system of linear equations has a solution without negative numbers, exactly.
//!
//! The simplex method on an integer tableau without fractions: every entry is a minor of the
//! matrix, over one common denominator, so that each division is exact (Edmonds, Bareiss). The
//! entering and the leaving variable are the first possible ones (Bland), so it ends. The answer
//! is a solution, or multipliers of the equations that add up to a contradiction (Farkas).

use crate::id::ix;
use crate::num::{Integer, Natural, Ratio};

/// Equations `matrix * x = right` with right sides that are not negative.
pub(super) struct Equations {
    pub(super) columns: u32,
    /// Each equation by its entries: (column, factor), and its right side.
    pub(super) rows: Vec<(Vec<(u32, Integer)>, Integer)>,
}

/// The answer.
pub(super) enum Answer {
    /// A solution, a number for each column.
    Solution(Vec<Ratio>),
    /// A number for each equation: the equations times these add up to one whose left side has no
    /// positive factor and whose right side is positive.
    Contradiction(Vec<Ratio>),
    /// The bound on steps was reached.
    Unknown,
}

/// The most steps.
const STEPS: u32 = 20_000;

/// Solves the equations.
pub(super) fn solve(equations: &Equations) -> Answer {
    let (columns, rows) = (ix(equations.columns), equations.rows.len());
    // Columns of the equations, one artificial a row, and the right side.
    let width = columns + rows + 1;
    let mut tableau: Vec<Vec<Integer>> = Vec::with_capacity(rows + 1);
    let mut goal = vec![Integer::ZERO; width];
    for (at, (entries, right)) in equations.rows.iter().enumerate() {
        let mut row = vec![Integer::ZERO; width];
        for (column, factor) in entries {
            row[ix(*column)] += factor;
            goal[ix(*column)] += factor;
        }
        row[columns + at] = Integer::ONE;
        row[width - 1].clone_from(right);
        goal[width - 1] += right;
        tableau.push(row);
    }
    tableau.push(goal);
    let mut basis: Vec<usize> = (columns..columns + rows).collect();
    let mut denominator = Integer::ONE;
    for _ in 0..STEPS {
        let enters = (0..columns).find(|column| tableau[rows][*column] > Integer::ZERO);
        let Some(column) = enters.filter(|_| tableau[rows][width - 1] > Integer::ZERO) else {
            return answer(&tableau, &basis, columns, &denominator);
        };
        let mut leaves: Option<usize> = None;
        for row in 0..rows {
            if tableau[row][column] <= Integer::ZERO {
                continue;
            }
            let sooner = leaves.is_none_or(|best| {
                let here = &tableau[row][width - 1] * &tableau[best][column];
                let there = &tableau[best][width - 1] * &tableau[row][column];
                here < there || (here == there && basis[row] < basis[best])
            });
            if sooner {
                leaves = Some(row);
            }
        }
        let Some(row) = leaves else {
            return Answer::Unknown; // the sum of what is missing is bounded, so there is one
        };
        let chosen = tableau[row].clone();
        let pivot = chosen[column].clone();
        for (at, other) in tableau.iter_mut().enumerate() {
            if at == row {
                continue;
            }
            let factor = other[column].clone();
            for (entry, chosen) in other.iter_mut().zip(&chosen) {
                *entry = (&*entry * &pivot - &factor * chosen) / &denominator;
            }
        }
        basis[row] = column;
        denominator = pivot;
    }
    Answer::Unknown
}

fn answer(
    tableau: &[Vec<Integer>],
    basis: &[usize],
    columns: usize,
    denominator: &Integer,
) -> Answer {
    let rows = basis.len();
    let right = columns + rows;
    let Ok(under) = Natural::try_from(denominator.clone()) else {
        return Answer::Unknown;
    };
    let ratio = |number: Integer| Ratio::from_parts(number, under.clone());
    if tableau[rows][right] > Integer::ZERO {
        let multiplier = |row: usize| ratio(&tableau[rows][columns + row] + denominator);
        return Answer::Contradiction((0..rows).map(multiplier).collect());
    }
    let mut solution = vec![Ratio::ZERO; columns];
    for (row, column) in basis.iter().enumerate() {
        if let Some(number) = solution.get_mut(*column) {
            *number = ratio(tableau[row][right].clone());
        }
    }
    Answer::Solution(solution)
}

/// Whether multipliers show that the equations have no solution without negative numbers.
pub(super) fn contradicts(equations: &Equations, multipliers: &[Ratio]) -> bool {
    if multipliers.len() != equations.rows.len() {
        return false;
    }
    let mut left = vec![Ratio::ZERO; ix(equations.columns)];
    let mut right = Ratio::ZERO;
    for ((entries, row_right), multiplier) in equations.rows.iter().zip(multipliers) {
        right += multiplier * Ratio::from(row_right.clone());
        for (column, factor) in entries {
            left[ix(*column)] += multiplier * Ratio::from(factor.clone());
        }
    }
    right > Ratio::ZERO && left.iter().all(|factor| *factor <= Ratio::ZERO)
}
