//! Whether numbers of seats are a mixture of panels: the floats of it.

use super::dual::{float, integer, small, whole};
use super::{Failure, Limits, Noise, Program, Row, Variable};
use crate::id::{ix, len32};
use crate::num::Ratio;

/// By how much a direction must tell the seats from all panels, the finer the later.
const APART: [f64; 3] = [1e-7, 1e-9, 1e-11];

/// How finely [`divide`] can look at most.
pub const FINEST: u32 = 2;

/// Weights of types with which the seats come to more than any of these panels; none where the
/// seats look like a mixture of them, so finely looked at. Several are tried in turn: the vertex
/// as small whole numbers, then rounded more and more finely.
///
/// # Errors
/// [`Failure`].
pub fn divide(
    panels: &[Vec<u32>],
    seats: &[Ratio],
    fine: u32,
) -> Result<Option<Vec<Vec<i64>>>, Failure> {
    // max W.p - h  where  W.c <= h for every panel,  -1 <= W <= 1
    let mut program = Program {
        maximise: true,
        ..Program::default()
    };
    for seats in seats {
        program.variable(Variable {
            objective: float(seats),
            least: -1.0,
            most: 1.0,
            whole: false,
        });
    }
    let height = program.variable(Variable {
        objective: -1.0,
        least: f64::NEG_INFINITY,
        most: f64::INFINITY,
        whole: false,
    });
    for panel in panels {
        let counts = panel.iter().enumerate().filter(|(_, count)| **count > 0);
        let mut terms: Vec<(u32, f64)> = counts
            .map(|(at, count)| (len32(at), f64::from(*count)))
            .collect();
        terms.push((height, -1.0));
        program.rows.push(Row {
            terms,
            least: f64::NEG_INFINITY,
            most: 0.0,
        });
    }
    let found = program.solve(Limits::default())?;
    if found.objective <= APART[ix(fine.min(FINEST))] {
        return Ok(None);
    }
    let weights = found.values.get(..seats.len()).unwrap_or_default();
    let scales = [16, 256, 4096, 65_536, 1 << 24, 1 << 32];
    let rounded = scales.into_iter().filter_map(|s| rounded(weights, s));
    Ok(Some(whole(weights).into_iter().chain(rounded).collect()))
}

/// The nearest whole multiples of one part of so many.
fn rounded(weights: &[f64], scale: i64) -> Option<Vec<i64>> {
    let scaled = weights.iter().map(|weight| integer(weight * small(scale)));
    scaled.collect()
}

/// Weights of types by which all these panels are alike, nearly; none where they differ in every
/// way in which panels of as many types can.
///
/// # Errors
/// [`Failure`].
pub fn alike(panels: &[Vec<u32>], types: usize) -> Result<Option<Vec<i64>>, Failure> {
    let mut noise = Noise::new(0);
    let mut program = Program {
        maximise: true,
        ..Program::default()
    };
    for _ in 0..types {
        program.variable(Variable {
            objective: noise.draw() - 0.5,
            least: -1.0,
            most: 1.0,
            whole: false,
        });
    }
    for panel in panels {
        // All panels have the same number of seats: a weight that all have is none.
        let counts = panel.iter().enumerate().filter(|(_, count)| **count > 0);
        let terms = counts.map(|(at, count)| (len32(at), f64::from(*count)));
        program.rows.push(Row {
            terms: terms.collect(),
            least: 0.0,
            most: 0.0,
        });
    }
    let found = program.solve(Limits::default())?;
    let weights = found.values.get(..types).unwrap_or_default();
    let different = weights.iter().any(|weight| weight.abs() > 1e-6);
    Ok(different.then(|| rounded(weights, 1 << 24)).flatten())
}

/// The numbers of the panels, those first whose weight is greatest in a mixture that looks like
/// the seats: a vertex of a linear program, so those with a weight are no more than there are
/// types, plus one, and independent.
///
/// # Errors
/// [`Failure::Infeasible`] where they are none.
pub fn mixture(panels: &[Vec<u32>], seats: &[Ratio]) -> Result<Vec<u32>, Failure> {
    // min sum of what is missing or too much
    let mut program = Program::default();
    let positive = |objective: f64| Variable {
        objective,
        least: 0.0,
        most: f64::INFINITY,
        whole: false,
    };
    let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); seats.len()];
    let mut sum = Vec::new();
    for panel in panels {
        let variable = program.variable(positive(0.0));
        sum.push((variable, 1.0));
        for (row, count) in rows.iter_mut().zip(panel).filter(|(_, count)| **count > 0) {
            row.push((variable, f64::from(*count)));
        }
    }
    for (mut terms, seats) in rows.into_iter().zip(seats) {
        terms.push((program.variable(positive(1.0)), 1.0));
        terms.push((program.variable(positive(1.0)), -1.0));
        let seats = float(seats);
        program.rows.push(Row {
            terms,
            least: seats,
            most: seats,
        });
    }
    program.rows.push(Row {
        terms: sum,
        least: 1.0,
        most: 1.0,
    });
    let found = program.solve(Limits::default())?;
    if found.objective > APART[0] {
        return Err(Failure::Infeasible);
    }
    // No weight is less than 0, and such floats ascend as their bits do.
    let weights = found.values.iter().take(panels.len()).enumerate();
    let mut order: Vec<(u64, u32)> = weights
        .map(|(at, weight)| (u64::MAX - weight.max(0.0).to_bits(), len32(at)))
        .collect();
    crate::sort::sort(&mut order);
    Ok(order.into_iter().map(|(_, at)| at).collect())
}
