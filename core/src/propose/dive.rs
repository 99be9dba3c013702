//! A panel near given numbers of seats, by fixing one count after the other.

use super::boxed::Boxed;
use super::dual::{quotient, small};
use super::{Aim, Failure, Noise, percent};
use crate::id::{ix, len32};
use crate::num::Integer;

/// Steps of the simplex method for one program.
const STEPS: u32 = 5_000;
/// How far from whole a value may be and count as whole.
const WHOLE: f64 = 1e-6;

/// Columns of the first search: those that cost least to move, for each row and at least.
const NARROW: (usize, usize) = (4, 60);

/// A panel as [`near`](super::near) finds one, by depth-first search over few rows; `basis` are
/// the types in the basis of the last search, to start from, and then of this one. Each search may
/// find a panel so many percent worse than the best with fractions, in so many nodes.
///
/// # Errors
/// [`Failure::Infeasible`] where there is none; [`Failure::Limit`] where none was found.
pub fn dive(
    aim: &Aim<'_>,
    noise: &mut Noise,
    sway: f64,
    searches: &[(u32, u64)],
    basis: &mut Vec<u32>,
) -> Result<Vec<i64>, Failure> {
    let (mut counts, open, mut program) = stated(aim, noise, sway)?;
    let of_type = |at: &u32| open.binary_search(at).ok().map(len32);
    program.enter(&basis.iter().filter_map(of_type).collect::<Vec<_>>());
    let best = program.solve(STEPS)?;
    let types = program.basis().iter();
    *basis = types.filter_map(|at| open.get(ix(*at)).copied()).collect();
    let columns = (aim.system.rows.len() * NARROW.0).max(NARROW.1);
    let narrow = open.len() > 2 * columns;
    let mut found = Err(Failure::Limit);
    for (worse, nodes) in searches {
        let cutoff = best * (1.0 - percent(*worse));
        if narrow {
            found = search(program.narrowed(columns), cutoff, *nodes, open.len());
            if found.is_ok() {
                break;
            }
        }
    }
    for (worse, nodes) in searches {
        if found.is_ok() {
            break;
        }
        let cutoff = best * (1.0 - percent(*worse));
        found = search(program.clone(), cutoff, *nodes, open.len());
    }
    let found = found?;
    for (number, at) in (0..).zip(&open) {
        counts[ix(*at)] += i64::from(found.value(number) > 0.5);
    }
    Ok(counts)
}

/// Looks for a point in whole numbers that is worth no less than the cutoff.
fn search(mut program: Boxed, cutoff: f64, nodes: u64, variables: usize) -> Result<Boxed, Failure> {
    let mut fixed: Vec<(u32, bool, bool)> = Vec::new();
    for _ in 0..nodes {
        let good = match program.solve(STEPS) {
            Ok(value) => value >= cutoff,
            Err(Failure::Infeasible) => false,
            Err(other) => return Err(other),
        };
        if good {
            let Some(variable) = fraction(&program, len32(variables)) else {
                return Ok(program);
            };
            bind(&mut program, variable, true);
            fixed.push((variable, true, true));
            continue;
        }
        loop {
            let Some((variable, up, first)) = fixed.pop() else {
                return Err(Failure::Infeasible);
            };
            if first {
                bind(&mut program, variable, !up);
                fixed.push((variable, !up, false));
                break;
            }
            program.bind(variable, 0.0, 1.0);
        }
    }
    Err(Failure::Limit)
}

fn bind(program: &mut Boxed, variable: u32, up: bool) {
    let at = if up { 1.0 } else { 0.0 };
    program.bind(variable, at, at);
}

/// The variable that is farthest up, of those that are not whole; they are all in the basis.
fn fraction(program: &Boxed, variables: u32) -> Option<u32> {
    let mut best = (WHOLE, None);
    for variable in program.basis().iter().copied().filter(|at| *at < variables) {
        let value = program.value(variable);
        let more = value > best.0 || (value >= best.0 && best.1 > Some(variable));
        if more && value < 1.0 - WHOLE {
            best = (value, Some(variable));
        }
    }
    best.1
}

/// Counts rounded down; the types that are open, ascending; and what they may be, as a program.
#[allow(clippy::type_complexity)]
fn stated(
    aim: &Aim<'_>,
    noise: &mut Noise,
    sway: f64,
) -> Result<(Vec<i64>, Vec<u32>, Boxed), Failure> {
    let mut open = Vec::new();
    let mut number = vec![None; aim.seats.len()];
    let mut variables = Vec::new();
    let counts: Vec<i64> = aim.seats.iter().map(|(floor, _)| *floor).collect();
    for (at, (_, left)) in aim.seats.iter().enumerate() {
        if *left > Integer::ZERO {
            number[at] = Some(len32(open.len()));
            open.push(len32(at));
            let worth = quotient(left, aim.whole) + sway * noise.draw();
            variables.push(((0.0, 1.0), worth));
        }
    }
    let mut rows = Vec::new();
    for (line, (floor, left)) in aim.system.rows.iter().zip(aim.sums) {
        let mut base = 0_i64;
        let mut terms = Vec::new();
        for (at, factor) in &line.terms {
            base += factor * counts.get(ix(*at)).copied().unwrap_or_default();
            if let Some(variable) = number.get(ix(*at)).copied().flatten() {
                terms.push((variable, small(*factor)));
            }
        }
        let (least, most) = (
            floor - base,
            floor - base + i64::from(*left > Integer::ZERO),
        );
        if !terms.is_empty() {
            rows.push((terms, (small(least), small(most))));
        } else if least > 0 || most < 0 {
            return Err(Failure::Infeasible);
        }
    }
    Ok((counts, open, Boxed::new(&variables, &rows)))
}

#[cfg(test)]
mod tests;
