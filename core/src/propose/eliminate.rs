//! Equations in whole numbers, solved exactly.

use crate::num::Integer;

/// The one solution of equations, each with its right side last, up to a common positive factor;
/// none where there is none or more than one. Elimination without fractions: each entry stays a
/// minor of the matrix, so each division is exact (E. H. Bareiss, Mathematics of Computation 22,
/// 1968). Cost: O(rows * columns^2) operations on numbers of O(columns) digits.
pub fn solve(mut rows: Vec<Vec<Integer>>, columns: usize) -> Option<Vec<Integer>> {
    let mut last = Integer::ONE;
    for column in 0..columns {
        let found = (column..rows.len()).find(|row| rows[*row][column] != Integer::ZERO)?;
        rows.swap(column, found);
        let chosen = rows[column].clone();
        let pivot = chosen[column].clone();
        for (at, row) in rows.iter_mut().enumerate() {
            if at == column {
                continue;
            }
            let factor = row[column].clone();
            for (entry, chosen) in row.iter_mut().zip(&chosen) {
                if *entry != Integer::ZERO || (factor != Integer::ZERO && *chosen != Integer::ZERO)
                {
                    *entry = (&*entry * &pivot - &factor * chosen) / &last;
                }
            }
        }
        last = pivot;
    }
    let (solved, left) = rows.split_at(columns);
    let contradiction = left.iter().any(|row| row.last() != Some(&Integer::ZERO));
    let sign = if last < Integer::ZERO {
        -Integer::ONE
    } else {
        Integer::ONE
    };
    let right = solved.iter().map(|row| Some(row.last()? * &sign));
    right.collect::<Option<Vec<_>>>().filter(|_| !contradiction)
}
