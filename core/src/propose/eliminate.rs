//! Equations in whole numbers, solved exactly.

use crate::num::Integer;

/// The one solution of equations, each with its right side last, up to a common positive factor;
/// none where there is none or more than one. As [`solve_first`].
pub fn solve(rows: Vec<Vec<Integer>>, columns: usize) -> Option<Vec<Integer>> {
    solve_first(rows, columns)?.into_iter().collect()
}

/// A solution of equations, each with its right side last, up to a common positive factor; none
/// where there is none. Columns that depend on those before them have no part in it. Elimination
/// without fractions: each entry stays a minor of the matrix, so each division is exact (E. H.
/// Bareiss, Mathematics of Computation 22, 1968). Cost: O(rows * columns^2) operations on numbers
/// of O(columns) digits.
pub fn solve_first(mut rows: Vec<Vec<Integer>>, columns: usize) -> Option<Vec<Option<Integer>>> {
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
    let mut solution = vec![None; columns];
    for (column, row) in independent.iter().zip(solved) {
        solution[*column] = Some(row.last()? * &sign);
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[i64]]) -> Vec<Vec<Integer>> {
        let row = |row: &&[i64]| row.iter().map(|number| Integer::from(*number)).collect();
        rows.iter().map(row).collect()
    }

    fn numbers(found: Option<Vec<Integer>>) -> Option<Vec<i64>> {
        let found = found?.into_iter().map(|number| i64::try_from(number).ok());
        found.collect()
    }

    #[test]
    fn columns_that_depend_on_others_are_left_out_only_where_that_is_asked() {
        // x + y + 2 z = 3, x - y = 1: z depends on x and y. Without it x = 2, y = 1, times -2 / -2.
        let two = rows(&[&[1, 1, 2, 3], &[1, -1, 0, 1]]);
        assert_eq!(solve(two.clone(), 3), None);
        let found = solve_first(two, 3).unwrap();
        assert_eq!(found[2], None);
        // Times the common factor 2.
        let of_two = found[..2].iter().cloned().collect();
        assert_eq!(numbers(of_two), Some(vec![4, 2]));
        let twice = rows(&[&[1, 2, 5], &[2, 4, 10]]);
        assert_eq!(solve(twice.clone(), 2), None);
        let found = solve_first(twice, 2).unwrap();
        assert_eq!(found, [Some(Integer::from(5)), None]);
        let against = rows(&[&[1, 2, 5], &[2, 4, 11]]);
        assert_eq!(solve_first(against, 2), None);
        // Negative numbers stay what they are.
        let less = rows(&[&[3, 0, 6], &[0, 5, -5]]);
        assert_eq!(numbers(solve(less, 2)), Some(vec![30, -15]));
    }
}
