//! The vertex of the dual of a stage, exactly.
//!
//! A solver's floats tell which of its numbers are 0. With `d_t = W_t - sum of u_r over the rows of
//! t`, every type has `W_t = 0` or `d_t = 0` or is alone with its bound; these equations and
//! `sum of W_t people_t = 1` over the open types determine a vertex, and are solved in whole
//! numbers. `W_t` of types with `d_t = 0` is put in the place of its sum, so that unknown are only
//! as many numbers as there are rows.

use super::Question;
use super::dual::{ZERO, small};
use super::eliminate::solve;
use crate::id::{ix, len32};
use crate::num::{Integer, Natural};

/// More unknowns than these are not solved for.
const UNKNOWNS: usize = 400;

/// The numbers, by type and then by row, times the least factor that makes them whole; none where
/// their zeros do not determine them, or they do not fit.
pub(super) fn exactly(question: &Question<'_>, numbers: &[f64]) -> Option<Vec<i64>> {
    let sign: i64 = if question.greatest { -1 } else { 1 };
    let (weights, multipliers) = numbers.split_at_checked(question.people.len())?;
    // By type: its rows with a multiplier.
    let mut rows: Vec<Vec<(u32, i64)>> = vec![Vec::new(); weights.len()];
    let mut over: Vec<f64> = weights.iter().map(|weight| small(sign) * weight).collect();
    let mut unknown: Vec<u32> = Vec::new();
    let lines = question.system.rows.iter().zip(multipliers);
    for (number, (line, multiplier)) in (0..).zip(lines) {
        if multiplier.abs() <= ZERO {
            continue;
        }
        for (at, factor) in &line.terms {
            rows.get_mut(ix(*at))?.push((len32(unknown.len()), *factor));
            *over.get_mut(ix(*at))? -= small(*factor) * multiplier;
        }
        unknown.push(number);
    }
    let in_rows = unknown.len();
    let single: Vec<usize> = (0..weights.len())
        .filter(|at| weights[*at] > ZERO && over[*at].abs() > ZERO)
        .collect();
    let columns = in_rows + single.len();
    if columns == 0 || columns > UNKNOWNS {
        return None;
    }
    let mut equations: Vec<Vec<Integer>> = Vec::new();
    let mut sum = vec![Integer::ZERO; columns + 1];
    sum[columns] = Integer::ONE;
    for (at, people) in question.people.iter().enumerate() {
        let open = question.settled.get(at).is_none_or(Option::is_none);
        if weights[at] > ZERO {
            let people = Integer::from(*people);
            if let Some(number) = single.iter().position(|one| *one == at) {
                if open {
                    sum[in_rows + number] += people;
                }
            } else if open {
                for (column, factor) in &rows[at] {
                    sum[ix(*column)] += &people * Integer::from(sign * factor);
                }
            }
        } else if over[at].abs() <= ZERO && !rows[at].is_empty() {
            let mut equation = vec![Integer::ZERO; columns + 1];
            for (column, factor) in &rows[at] {
                equation[ix(*column)] += Integer::from(*factor);
            }
            equations.push(equation);
        }
    }
    equations.push(sum);
    crate::sort::sort(&mut equations);
    equations.dedup();
    let solved = solve(equations, columns)?;
    let mut all = Vec::with_capacity(numbers.len());
    for at in 0..weights.len() {
        let number = single.iter().position(|one| *one == at);
        let weight = match number {
            Some(number) => solved[in_rows + number].clone(),
            None if weights[at] > ZERO => rows[at]
                .iter()
                .fold(Integer::ZERO, |sum, (column, factor)| {
                    sum + &solved[ix(*column)] * Integer::from(sign * factor)
                }),
            None => Integer::ZERO,
        };
        if weight < Integer::ZERO {
            return None;
        }
        all.push(weight);
    }
    let mut multipliers = vec![Integer::ZERO; multipliers.len()];
    for (row, value) in unknown.iter().zip(solved) {
        *multipliers.get_mut(ix(*row))? = value;
    }
    all.extend(multipliers);
    reduced(&all)
}

/// Divided by what all have in common; none where one does not fit.
fn reduced(numbers: &[Integer]) -> Option<Vec<i64>> {
    use dashu_int::ops::{Gcd, UnsignedAbs};

    let common = numbers.iter().fold(Natural::ZERO, |common, number| {
        let size = number.clone().unsigned_abs();
        if common.is_zero() || size.is_zero() {
            common + size
        } else {
            common.gcd(size)
        }
    });
    if common.is_zero() {
        return None;
    }
    let common = Integer::from(common);
    let most = 1_i64 << 53;
    let each = numbers.iter().map(|number| {
        let number = i64::try_from(number / &common).ok()?;
        (number.abs() < most).then_some(number)
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Climb, Failure, Line, Precision, Question, StageDual, Whole, stage_dual};
    use crate::num::{Integer, Natural, Ratio};

    /// Types A to E of one person each, and what the multipliers come to by hand: C and D have more
    /// than the others, so `103 u = 109 v` and `113 v = 127 w`.
    #[test]
    fn a_vertex_of_large_denominators_is_exact() {
        let row = |terms: &[(u32, i64)], most: i64| Line {
            terms: terms.to_vec(),
            least: -100_000,
            most,
        };
        let system = Whole {
            bounds: vec![(0, 10); 5],
            rows: vec![
                row(&[(0, 101), (2, 103)], 100),
                row(&[(1, 107), (2, -109), (3, 113)], 0),
                row(&[(3, -127), (4, 131)], 0),
            ],
        };
        let expects = vec![(Ratio::ZERO, Ratio::from(10_u8)); 5];
        let question = Question {
            system: &system,
            expects: &expects,
            people: &[1; 5],
            settled: &[const { None }; 5],
            greatest: false,
        };
        let dual = |kind| {
            let mut begin = Climb::default();
            stage_dual(&question, &[kind], &mut begin, &mut |_: &StageDual| true)
        };
        assert_eq!(dual(Precision::Small), Err(Failure::Numeric));
        let found = dual(Precision::Exact).unwrap();
        let (u, v, w) = (109 * 127, 103 * 127, 103 * 113);
        assert_eq!(found.rows, [u, v, w]);
        assert_eq!(found.weights, [101 * u, 107 * v, 0, 0, 131 * w]);
        let all: i64 = found.weights.iter().sum();
        let all = Natural::from(u64::try_from(all).unwrap());
        let value = Ratio::from_parts(Integer::from(100 * u), all);
        assert!(found.value.agrees(&value), "{value}");
        // Rounded numbers are near.
        let rough = dual(Precision::Rough).unwrap();
        assert!(rough.weights[0] > 1 << 20 && rough.weights[2] == 0);
    }
}
