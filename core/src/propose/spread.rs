//! Weights of known panels that are best for the least and the greatest chance.

use super::dual::{float, integer, small};
use super::eliminate::solve;
use super::{Failure, Limits, Program, Row, Variable};
use crate::id::{ix, len32};
use crate::num::{Integer, Natural, Ratio};

/// What is asked of the weights. All tables but the first are by type.
#[derive(Clone, Copy, Debug)]
pub struct Spread<'a> {
    /// The panels, as counts by type.
    pub panels: &'a [Vec<u32>],
    /// People of the type.
    pub people: &'a [u32],
    /// Between which numbers of seats the types may expect, each as (least, most).
    pub bounds: &'a [(Ratio, Ratio)],
    /// Whose least chance counts.
    pub raise: &'a [bool],
    /// What one unit of the least chance is worth.
    pub worth: &'a Ratio,
    /// What one unit of the greatest chance of all costs.
    pub cost: &'a Ratio,
}

/// What counts as nothing in a solution.
const ZERO: f64 = 1e-9;
/// How near to a bound a number of seats stands on it.
const NEAR: f64 = 1e-7;
/// More unknowns than these are not solved for exactly.
const UNKNOWNS: usize = 240;
/// Parts into which weights are rounded.
const PARTS: i64 = 1 << 30;

/// Whole weights of the panels, to be tried in turn: those of the vertex, exactly; and rounded
/// ones, which meet bounds nearly.
///
/// # Errors
/// [`Failure::Infeasible`] where no weights of these panels keep the bounds.
pub fn spread(asked: &Spread<'_>) -> Result<Vec<Vec<Natural>>, Failure> {
    let (program, least, greatest) = stated(asked);
    let found = program.solve(Limits::default())?;
    let value = |at: u32| found.values.get(ix(at)).copied().unwrap_or_default();
    let weights: Vec<f64> = (0..len32(asked.panels.len())).map(value).collect();
    let exact = exact(asked, &weights, least.map(value), greatest.map(value));
    let rounded = weights.iter().map(|weight| {
        let parts = integer(weight * small(PARTS)).unwrap_or_default();
        Natural::from(u64::try_from(parts).unwrap_or_default())
    });
    Ok(exact.into_iter().chain([rounded.collect()]).collect())
}

/// The program: a weight for each panel, then, where they count, the least and the greatest chance.
fn stated(asked: &Spread<'_>) -> (Program, Option<u32>, Option<u32>) {
    let mut program = Program {
        maximise: true,
        ..Program::default()
    };
    let part = |objective: f64| Variable {
        objective,
        least: 0.0,
        most: 1.0,
        whole: false,
    };
    let mut sum = Vec::new();
    let mut seats: Vec<Vec<(u32, f64)>> = vec![Vec::new(); asked.people.len()];
    for panel in asked.panels {
        let variable = program.variable(part(0.0));
        sum.push((variable, 1.0));
        for (row, count) in seats.iter_mut().zip(panel).filter(|(_, count)| **count > 0) {
            row.push((variable, f64::from(*count)));
        }
    }
    let (worth, cost) = (float(asked.worth), float(asked.cost));
    let least = (worth > 0.0).then(|| program.variable(part(worth)));
    let greatest = (cost > 0.0).then(|| program.variable(part(-cost)));
    let mut row = |terms: Vec<(u32, f64)>, least: f64, most: f64| {
        program.rows.push(Row { terms, least, most });
    };
    for (at, terms) in seats.into_iter().enumerate() {
        let people = f64::from(asked.people[at]);
        let with = |variable: u32| {
            let mut terms = terms.clone();
            terms.push((variable, -people));
            terms
        };
        if let Some(least) = least.filter(|_| asked.raise[at]) {
            row(with(least), 0.0, f64::INFINITY);
        }
        if let Some(greatest) = greatest.filter(|_| !terms.is_empty()) {
            row(with(greatest), f64::NEG_INFINITY, 0.0);
        }
        let (low, high) = (float(&asked.bounds[at].0), float(&asked.bounds[at].1));
        let most = terms
            .iter()
            .fold(0.0_f64, |most, (_, count)| most.max(*count));
        if low > 0.0 || high < most {
            row(terms, low, high);
        }
    }
    row(sum, 1.0, 1.0);
    (program, least, greatest)
}

/// The weights of a vertex, from the panels that have one and the bounds that are met there.
fn exact(
    asked: &Spread<'_>,
    weights: &[f64],
    least: Option<f64>,
    greatest: Option<f64>,
) -> Option<Vec<Natural>> {
    let used: Vec<usize> = (0..weights.len())
        .filter(|at| weights[*at] > ZERO)
        .collect();
    let least = least.map(|value| (used.len(), value));
    let greatest = greatest.map(|value| (used.len() + usize::from(least.is_some()), value));
    let columns = used.len() + usize::from(least.is_some()) + usize::from(greatest.is_some());
    if columns > UNKNOWNS {
        return None;
    }
    let mut equations = Vec::new();
    let mut sum = vec![Integer::ONE; used.len()];
    sum.resize(columns, Integer::ZERO);
    sum.push(Integer::ONE);
    equations.push(sum);
    for (at, people) in asked.people.iter().enumerate() {
        let count = |panel: &usize| asked.panels[*panel].get(at).copied().unwrap_or_default();
        let seats: f64 = used
            .iter()
            .map(|panel| weights[*panel] * f64::from(count(panel)))
            .sum();
        let row = || {
            let mut row: Vec<Integer> = used
                .iter()
                .map(|panel| Integer::from(count(panel)))
                .collect();
            row.resize(columns + 1, Integer::ZERO);
            row
        };
        let ends = [least.filter(|_| asked.raise[at]), greatest];
        for (column, chance) in ends.into_iter().flatten() {
            if (seats - f64::from(*people) * chance).abs() <= NEAR {
                let mut row = row();
                row[column] = -Integer::from(*people);
                equations.push(row);
            }
        }
        let (low, high) = &asked.bounds[at];
        for bound in [low, high] {
            if (seats - float(bound)).abs() <= NEAR {
                let times = Integer::from(bound.denominator().clone());
                let mut row: Vec<Integer> = row().iter().map(|number| number * &times).collect();
                row[columns].clone_from(bound.numerator());
                equations.push(row);
            }
        }
    }
    crate::sort::sort(&mut equations);
    equations.dedup();
    let solved = solve(equations, columns)?;
    let mut all = vec![Natural::ZERO; weights.len()];
    for (panel, weight) in used.iter().zip(solved) {
        all[*panel] = Natural::try_from(weight).ok()?;
    }
    Some(all)
}
