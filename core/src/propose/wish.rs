//! Expected counts and lotteries that are best by a sum of curves, as whole numbers.

use super::conic::{Balance, Quadratic};
use super::linear::{Failure, Program, Row, Variable};
use super::separable::{Curve, Separable};
use super::whole::Whole;
use crate::id::{ix, len32};
use crate::num::Ratio;

/// What pulls at the expected count of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pull {
    /// Nothing.
    Free,
    /// The sum of the logarithms of this many people's chances, which is to be greatest.
    Log {
        /// People of the type.
        people: u32,
    },
    /// The sum over this many people of `(chance - target)^2 / target`, which is to be least.
    Near {
        /// People of the type.
        people: u32,
        /// The chance that each should have, above 0.
        target: Ratio,
    },
}

/// Expected counts and weights of panels are whole multiples of one of this: 2^45.
pub const MASS: i64 = 1 << 45;

impl Pull {
    /// The curve over the expected count.
    fn curve(&self) -> Option<Curve> {
        match self {
            Self::Free => None,
            Self::Log { people } => Some(Curve::Log {
                weight: f64::from(*people),
            }),
            Self::Near { people, target } => {
                let target = f64::from(*people) * target.to_f64().value();
                let weight = 2.0 / target;
                Some(Curve::Square { weight, target })
            }
        }
    }
}

fn curves(pulls: &[Pull]) -> Vec<(u32, Curve)> {
    let pulls = (0..).zip(pulls);
    pulls
        .filter_map(|(at, pull)| Some((at, pull.curve()?)))
        .collect()
}

/// Expected counts that pulls like best, with what speaks for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wished {
    /// By variable, in parts of [`MASS`].
    pub masses: Vec<i64>,
    /// By line: what the sum of the pulls gains by one unit more of the bound at which the line
    /// stands, in parts of `scale`; positive against its most, negative against its least.
    pub rows: Vec<i64>,
    /// A power of two, at most 2^44.
    pub scale: i64,
}

impl Whole {
    /// The expected counts that the pulls like best within the bounds and lines, fractions
    /// allowed.
    ///
    /// # Errors
    /// [`Failure`]; [`Failure::Infeasible`] also where a variable with a logarithm must be 0.
    pub fn fairest(&self, pulls: &[Pull]) -> Result<Wished, Failure> {
        let mut program = self.program(&[], false)?;
        program.maximise = false;
        let start = inner(&program, pulls)?;
        let curves = curves(pulls);
        let Balance { values, rows } = Separable { program, curves }.solve(&start)?;
        let (rows, scale) = multipliers(&rows)?;
        Ok(Wished {
            masses: masses(&values)?,
            rows,
            scale,
        })
    }
}

/// The weights of panels, in parts of [`MASS`] of which they are all, whose expected counts the
/// pulls like best. Panels are counts by variable.
///
/// # Errors
/// [`Failure`].
pub fn fairest_of(panels: &[Vec<u32>], pulls: &[Pull]) -> Result<Vec<i64>, Failure> {
    let first = len32(panels.len());
    if first == 0 {
        return Err(Failure::Infeasible);
    }
    let weight = Variable {
        objective: 0.0,
        least: 0.0,
        most: 1.0,
        whole: false,
    };
    let mut program = Program {
        maximise: false,
        variables: vec![weight; panels.len()],
        rows: vec![Row {
            terms: (0..first).map(|at| (at, 1.0)).collect(),
            least: 1.0,
            most: 1.0,
        }],
    };
    let even = 1.0 / f64::from(first);
    let mut start = vec![even; panels.len()];
    let mut moved = Vec::new();
    for (at, curve) in curves(pulls) {
        // A count is the sum of what the panels hold; none holds any: nothing to weigh.
        let holds = (0..).zip(panels).map(|(panel, counts)| {
            let held = counts.get(ix(at)).copied().unwrap_or_default();
            (panel, f64::from(held))
        });
        let mut terms: Vec<(u32, f64)> = holds.filter(|(_, held)| *held > 0.0).collect();
        if terms.is_empty() {
            continue;
        }
        start.push(terms.iter().map(|(_, held)| held * even).sum());
        let count = program.variable(Variable {
            most: f64::INFINITY,
            ..weight
        });
        terms.push((count, -1.0));
        program.rows.push(Row {
            terms,
            least: 0.0,
            most: 0.0,
        });
        moved.push((count, curve));
    }
    let curves = moved;
    let mut found = Separable { program, curves }.solve(&start)?.values;
    found.truncate(panels.len());
    masses(&found)
}

/// A point of a program that is above 0 wherever there is a logarithm, well inside.
fn inner(program: &Program, pulls: &[Pull]) -> Result<Vec<f64>, Failure> {
    let mut program = program.clone();
    program.maximise = true;
    let least = program.variable(Variable {
        objective: 1.0,
        least: 0.0,
        most: 1.0,
        whole: false,
    });
    for (at, pull) in (0..).zip(pulls) {
        if let Pull::Log { people } = pull {
            program.rows.push(Row {
                terms: vec![(at, 1.0), (least, -f64::from(*people))],
                least: 0.0,
                most: f64::INFINITY,
            });
        }
    }
    let squares = Vec::new();
    let mut found = Quadratic { program, squares }.solve()?.values;
    let least = found.pop().unwrap_or_default();
    if least > 1e-7 {
        Ok(found)
    } else {
        Err(Failure::Infeasible)
    }
}

/// Gains by row, from what the sum to be least grows by, as whole numbers of a scale.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation)] // at most 2^44
#[allow(clippy::cast_precision_loss)] // a power of two
fn multipliers(rows: &[f64]) -> Result<(Vec<i64>, i64), Failure> {
    const FINEST: i64 = 1 << 44;
    let greatest = rows.iter().map(|row| row.abs()).fold(1.0, f64::max);
    let mut scale = FINEST;
    while scale > 1 && greatest * scale as f64 > FINEST as f64 {
        scale /= 2;
    }
    let gain = |row: &f64| {
        let gain = (-row * scale as f64).round();
        (gain.abs() <= FINEST as f64).then_some(gain as i64)
    };
    let gains: Option<Vec<i64>> = rows.iter().map(gain).collect();
    Ok((gains.ok_or(Failure::Numeric)?, scale))
}

/// In parts of [`MASS`].
#[allow(clippy::as_conversions, clippy::cast_possible_truncation)] // checked to fit
#[allow(clippy::cast_precision_loss)] // a power of two
fn masses(values: &[f64]) -> Result<Vec<i64>, Failure> {
    let mass = |value: &f64| {
        let value = (value.max(0.0) * MASS as f64).round();
        (value <= 4e18).then_some(value as i64)
    };
    let masses: Option<Vec<i64>> = values.iter().map(mass).collect();
    masses.ok_or(Failure::Numeric)
}
