//! How small the greatest chance can be at a given least chance: the dual, as small whole numbers.

use super::dual::{float, integer, small, whole};
use super::{Failure, Limits, Program, Row, Variable, Whole};
use crate::id::ix;
use crate::num::Ratio;

/// What lotteries are made of.
#[derive(Clone, Copy, Debug)]
pub enum Made<'a> {
    /// Everything that meets the bounds and lines, fractions allowed.
    Rows(&'a Whole),
    /// These panels, as counts by type.
    Panels(&'a [Vec<u32>]),
}

/// Whole weights by type: of the least chance, and of the greatest. None is negative. For every
/// lottery `A * least - B * greatest <= M`, where A and B are the sums of the weights over people,
/// and M is the most that `raised - lowered` weighs on a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trade {
    /// On the side of the least chance.
    pub raised: Vec<i64>,
    /// On the side of the greatest chance.
    pub lowered: Vec<i64>,
}

/// The steepest that a trade between panels may be before all panels are known: what one unit of
/// the least chance costs in the greatest.
const STEEP: f64 = 1e6;

/// The trade that binds at a least chance (with none: at the greatest that the least can be).
/// `people` are those of each type, 0 where the type is left out of account.
///
/// # Errors
/// [`Failure`]; [`Failure::Unbounded`] where the least chance cannot be had.
pub fn trade(people: &[u32], made: Made<'_>, least: Option<&Ratio>) -> Result<Trade, Failure> {
    let mut program = Program {
        maximise: true,
        ..Program::default()
    };
    let far = |objective: f64| Variable {
        objective,
        least: 0.0,
        most: f64::INFINITY,
        whole: false,
    };
    // A hair below: at the very end of the range the last bits would decide.
    let at = least.map(|least| float(least) * (1.0 - 1e-9));
    let mut sides: [Vec<Option<u32>>; 2] = [Vec::new(), Vec::new()];
    for count in people {
        let open = *count > 0;
        let worth = f64::from(*count) * at.unwrap_or(0.0);
        let raises = open && at.is_none_or(|at| at > 0.0);
        sides[0].push(raises.then(|| program.variable(far(worth))));
        sides[1].push((open && at.is_some()).then(|| program.variable(far(0.0))));
    }
    let sum = |side: &[Option<u32>], sign: f64| -> Vec<(u32, f64)> {
        let terms = side.iter().zip(people);
        terms
            .filter_map(|(variable, count)| Some(((*variable)?, sign * f64::from(*count))))
            .collect()
    };
    // The scale: weights of the greatest chance, or where only the least counts of that, sum to 1.
    let scale = usize::from(at.is_some());
    program.rows.push(Row {
        terms: sum(&sides[scale], 1.0),
        least: 1.0,
        most: 1.0,
    });
    match made {
        Made::Rows(system) => rows(&mut program, system, &sides),
        Made::Panels(panels) => {
            program.rows.push(Row {
                terms: sum(&sides[0], 1.0),
                least: f64::NEG_INFINITY,
                most: STEEP,
            });
            let most = program.variable(Variable {
                least: f64::NEG_INFINITY,
                ..far(-1.0)
            });
            for panel in panels {
                let mut terms = vec![(most, -1.0)];
                for (side, sign) in sides.iter().zip([1.0, -1.0]) {
                    let held = side.iter().zip(panel).filter(|(_, count)| **count > 0);
                    terms.extend(held.filter_map(|(variable, count)| {
                        Some(((*variable)?, sign * f64::from(*count)))
                    }));
                }
                program.rows.push(Row {
                    terms,
                    least: f64::NEG_INFINITY,
                    most: 0.0,
                });
            }
        }
    }
    let found = program.solve(Limits::default())?;
    let value = |variable: &Option<u32>| {
        variable.map_or(0.0, |at| found.values.get(ix(at)).copied().unwrap_or(0.0))
    };
    let mut both: Vec<f64> = sides[0].iter().map(value).collect();
    both.extend(sides[1].iter().map(value));
    let mut raised = if let Some(whole) = whole(&both) {
        whole
    } else {
        // No small common denominator: any weights are valid, these are nearly the best.
        let near = both.iter().map(|weight| integer(weight * 1e9));
        near.collect::<Option<Vec<i64>>>().ok_or(Failure::Numeric)?
    };
    for weight in &mut raised {
        *weight = (*weight).max(0);
    }
    let lowered = raised.split_off(people.len());
    Ok(Trade { raised, lowered })
}

/// The most that a panel can weigh, by multipliers of lines: subtracted from the objective.
fn rows(program: &mut Program, system: &Whole, sides: &[Vec<Option<u32>>; 2]) {
    let mut columns: Vec<Vec<(u32, f64)>> = vec![Vec::new(); system.bounds.len()];
    for line in &system.rows {
        for (sign, bound) in [(1.0, line.most), (-1.0, line.least)] {
            let multiplier = program.variable(Variable {
                objective: -sign * small(bound),
                least: 0.0,
                most: f64::INFINITY,
                whole: false,
            });
            for (at, factor) in &line.terms {
                if let Some(column) = columns.get_mut(ix(*at)) {
                    column.push((multiplier, -sign * small(*factor)));
                }
            }
        }
    }
    for (at, mut terms) in columns.into_iter().enumerate() {
        let (_, most) = system.bounds.get(at).copied().unwrap_or_default();
        // Counts start at 0.
        terms.push((
            program.variable(Variable {
                objective: -small(most),
                least: 0.0,
                most: f64::INFINITY,
                whole: false,
            }),
            -1.0,
        ));
        for (side, sign) in sides.iter().zip([1.0, -1.0]) {
            terms.extend(side.get(at).copied().flatten().map(|weight| (weight, sign)));
        }
        program.rows.push(Row {
            terms,
            least: f64::NEG_INFINITY,
            most: 0.0,
        });
    }
}
