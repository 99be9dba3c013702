//! Whether numbers of seats are a mixture of panels: the floats of it.

use super::dual::{float, integer, small, whole};
use super::{Failure, Limits, Program, Row, Variable};
use crate::id::len32;
use crate::num::Ratio;

/// What counts as nothing in a solution.
const ZERO: f64 = 1e-9;
/// By how much a direction must tell the seats from all panels.
const APART: f64 = 1e-7;

/// Weights of types with which the seats come to more than any of these panels; none where the
/// seats look like a mixture of them. Several are tried in turn: the vertex as small whole
/// numbers, then rounded more and more finely.
///
/// # Errors
/// [`Failure`].
pub fn divide(panels: &[Vec<u32>], seats: &[Ratio]) -> Result<Option<Vec<Vec<i64>>>, Failure> {
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
    if found.objective <= APART {
        return Ok(None);
    }
    let weights = found.values.get(..seats.len()).unwrap_or_default();
    let rounded = |scale: i64| {
        let scaled = weights.iter().map(|weight| integer(weight * small(scale)));
        scaled.collect::<Option<Vec<i64>>>()
    };
    let fine = [16, 256, 4096, 65_536].into_iter().filter_map(rounded);
    Ok(Some(whole(weights).into_iter().chain(fine).collect()))
}

/// The numbers of panels of which the seats look like a mixture: no more than there are types,
/// plus one, and independent, as the vertices of a linear program are.
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
    if found.objective > APART {
        return Err(Failure::Infeasible);
    }
    let weights = found.values.iter().take(panels.len()).enumerate();
    let used = weights.filter(|(_, weight)| **weight > ZERO);
    Ok(used.map(|(at, _)| len32(at)).collect())
}
