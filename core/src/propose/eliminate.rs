//! Equations in whole numbers, solved exactly.

use crate::num::Integer;

/// The one solution of equations, each with its right side last, up to a common positive factor;
/// none where there is none or more than one. As [`solve_first`].
pub fn solve(rows: Vec<Vec<Integer>>, columns: usize) -> Option<Vec<Integer>> {
    let (solution, rank) = eliminate(rows, columns)?;
    (rank == columns).then_some(solution)
}

/// A solution of equations, each with its right side last, up to a common positive factor; none
/// where there is none. Of columns that depend on those before them there is nothing in it.
pub fn solve_first(rows: Vec<Vec<Integer>>, columns: usize) -> Option<Vec<Integer>> {
    eliminate(rows, columns).map(|(solution, _)| solution)
}

/// The solution with the number of independent columns. Elimination without fractions: each entry
/// stays a minor of the matrix, so each division is exact (E. H. Bareiss, Mathematics of
/// Computation 22, 1968). Cost: O(rows * columns^2) operations on numbers of O(columns) digits.
fn eliminate(mut rows: Vec<Vec<Integer>>, columns: usize) -> Option<(Vec<Integer>, usize)> {
    let mut last = Integer::ONE;
    let mut independent: Vec<usize> = Vec::new();
    for column in 0..columns {
        let rank = independent.len();
        let Some(found) = (rank..rows.len()).find(|row| rows[*row][column] != Integer::ZERO) else {
            continue;
        };
        rows.swap(rank, found);
        let chosen = rows[rank].clone();
        let pivot = chosen[column].clone();
        for (at, row) in rows.iter_mut().enumerate() {
            if at == rank {
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
        independent.push(column);
    }
    let (solved, left) = rows.split_at(independent.len());
    if left.iter().any(|row| row.last() != Some(&Integer::ZERO)) {
        return None;
    }
    let sign = if last < Integer::ZERO {
        -Integer::ONE
    } else {
        Integer::ONE
    };
    let mut solution = vec![Integer::ZERO; columns];
    for (column, row) in independent.iter().zip(solved) {
        solution[*column] = row.last()? * &sign;
    }
    Some((solution, independent.len()))
}
