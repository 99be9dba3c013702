//! Programs in whole numbers: what is asked is exact, what the solver says of it is a guess.

use super::{Failure, Limits, Program, Row, Variable};
use crate::id::{ix, len32};
use crate::num::Integer;

/// `least <= sum of factor * variable <= most`, in whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Variables by number, each at most once, with their factors.
    pub terms: Vec<(u32, i64)>,
    /// Least; `i64::MIN` for none, where only [`Whole::best`] is asked.
    pub least: i64,
    /// Most; `i64::MAX` likewise.
    pub most: i64,
}

/// Variables that are whole numbers within bounds, and lines that they must meet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// Least and most of each variable.
    pub bounds: Vec<(i64, i64)>,
    /// The lines.
    pub rows: Vec<Line>,
}

/// What is to be greatest: variables with their weights.
pub type Objective = [(u32, Integer)];

/// Multipliers that may close a leaf of a [`Proof`](crate::panel::proof::Proof): of the objective,
/// and of lines by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Multipliers {
    /// Of the objective, at least 0.
    pub scale: Integer,
    /// Of lines: positive against their most, negative against their least. Ascending, none 0.
    pub rows: Vec<(u32, Integer)>,
}

/// A point of the program with fractions allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Loose {
    /// By variable, rounded to the nearest whole number.
    pub rounded: Vec<i64>,
    /// Lines, then variables, that are far from whole there, the farthest first, each with the
    /// whole number below.
    pub split: Option<(Split, i64)>,
}

/// What a search splits at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// A variable.
    Variable(u32),
    /// The sum of a line.
    Row(u32),
}

impl Whole {
    /// Adds a line and returns its number.
    pub fn row(&mut self, terms: Vec<(u32, i64)>, least: i64, most: i64) -> u32 {
        self.rows.push(Line { terms, least, most });
        len32(self.rows.len() - 1)
    }

    /// Whether a point meets all bounds and lines. Exact.
    pub fn admits(&self, point: &[i64]) -> bool {
        let within = |(value, (least, most)): (&i64, &(i64, i64))| least <= value && value <= most;
        point.len() == self.bounds.len()
            && point.iter().zip(&self.bounds).all(within)
            && self.rows.iter().all(|line| {
                let sum = line.sum(point);
                i128::from(line.least) <= sum && sum <= i128::from(line.most)
            })
    }

    /// A point that the solver thinks best, and whether it claims that none is better.
    /// The point is checked to be admitted; that it is best is not.
    ///
    /// # Errors
    /// [`Failure`]; [`Failure::Numeric`] where what was found is not admitted.
    pub fn best(&self, objective: &Objective, limits: Limits) -> Result<(Vec<i64>, bool), Failure> {
        let found = self.program(objective, true)?.solve(limits)?;
        let point = rounded(&found.values).ok_or(Failure::Numeric)?;
        if !self.admits(&point) {
            return Err(Failure::Numeric);
        }
        Ok((point, found.optimal))
    }

    /// The best point with fractions allowed.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn loosely(&self, objective: &Objective) -> Result<Loose, Failure> {
        let found = self.program(objective, false)?.solve(Limits::default())?;
        let rounded = rounded(&found.values).ok_or(Failure::Numeric)?;
        let rows = self.rows.iter().enumerate().map(|(at, line)| {
            let terms = line.terms.iter();
            let sum: f64 = terms
                .map(|(variable, factor)| float(*factor) * found.values[ix(*variable)])
                .sum();
            (Split::Row(len32(at)), sum)
        });
        // A line of one variable is there to be split at first; and a line of many splits them all
        // at once, so other lines come before variables.
        let single = |(split, _): &(Split, f64)| match split {
            Split::Row(row) => self.rows[ix(*row)].terms.len() == 1,
            Split::Variable(_) => false,
        };
        let first = farthest(rows.clone().filter(single));
        let split = first.or_else(|| farthest(rows)).or_else(|| {
            let values = found.values.iter().enumerate();
            farthest(values.map(|(at, value)| (Split::Variable(len32(at)), *value)))
        });
        Ok(Loose { rounded, split })
    }

    /// Multipliers that may prove that the objective is at most some bound (and, where nothing
    /// meets the lines, that): to be tried in this order, each exactly.
    ///
    /// They are the optimum of the dual linear program, scaled to whole numbers: by the smallest
    /// factor that makes all of them whole, else by powers of ten.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn multipliers(&self, objective: &Objective) -> Result<Vec<Multipliers>, Failure> {
        match self.dual(Some(objective)) {
            Ok(values) => Ok(scaled(&values, true)),
            Err(Failure::Unbounded | Failure::Infeasible) => Ok(scaled(&self.dual(None)?, false)),
            Err(failure) => Err(failure),
        }
    }

    /// The dual, for the objective, or for none where nothing meets the lines: by line.
    ///
    /// With x = least + y, y >= 0: minimise sum of u+ most - u- least + v range
    /// so that u+ - u- over the lines of each variable, + v, is at least its weight.
    fn dual(&self, objective: Option<&Objective>) -> Result<Vec<f64>, Failure> {
        let mut program = Program::default();
        let far = |objective| Variable {
            objective,
            least: 0.0,
            most: f64::INFINITY,
            whole: false,
        };
        // What each unit of a variable of the dual adds to the bound.
        let mut costs = Vec::new();
        let mut columns: Vec<Vec<(u32, f64)>> = vec![Vec::new(); self.bounds.len()];
        for line in &self.rows {
            let start = line.terms.iter().fold(0.0, |sum, (variable, factor)| {
                sum + float(*factor) * float(self.bounds[ix(*variable)].0)
            });
            for (sign, bound) in [(1.0, line.most), (-1.0, line.least)] {
                let cost = sign * (float(bound) - start);
                costs.push(cost);
                let number = program.variable(far(if objective.is_some() { cost } else { 1.0 }));
                for (variable, factor) in &line.terms {
                    columns[ix(*variable)].push((number, sign * float(*factor)));
                }
            }
        }
        let mut weights = vec![0.0; self.bounds.len()];
        let unit = unit(objective.unwrap_or_default());
        for (variable, weight) in objective.unwrap_or_default() {
            weights[ix(*variable)] = weight.to_f64().value() / unit;
        }
        for (((least, most), mut terms), weight) in self.bounds.iter().zip(columns).zip(&weights) {
            let range = float(*most) - float(*least);
            costs.push(range);
            let number = program.variable(far(if objective.is_some() { range } else { 0.0 }));
            terms.push((number, 1.0));
            program.rows.push(Row {
                terms,
                least: *weight,
                most: f64::INFINITY,
            });
        }
        if objective.is_none() {
            program.rows.push(Row {
                terms: (0..).zip(costs).filter(|(_, cost)| *cost != 0.0).collect(),
                least: f64::NEG_INFINITY,
                most: -1.0,
            });
        }
        let found = program.solve(Limits::default())?;
        let pairs = found.values.chunks(2).take(self.rows.len());
        Ok(pairs.map(|pair| (pair[0] - pair[1]) * unit).collect())
    }

    /// As the solver reads it.
    pub(super) fn program(&self, objective: &Objective, whole: bool) -> Result<Program, Failure> {
        let unit = unit(objective);
        let mut program = Program {
            maximise: true,
            ..Program::default()
        };
        for (least, most) in &self.bounds {
            program.variable(Variable {
                objective: 0.0,
                least: float(*least),
                most: float(*most),
                whole,
            });
        }
        for (variable, weight) in objective {
            let variable = program.variables.get_mut(ix(*variable));
            variable.ok_or(Failure::Numeric)?.objective = weight.to_f64().value() / unit;
        }
        let terms = |line: &Line| {
            let terms = line.terms.iter();
            terms.map(|(at, factor)| (*at, float(*factor))).collect()
        };
        program.rows = self
            .rows
            .iter()
            .map(|line| Row {
                terms: terms(line),
                least: if line.least == i64::MIN {
                    f64::NEG_INFINITY
                } else {
                    float(line.least)
                },
                most: if line.most == i64::MAX {
                    f64::INFINITY
                } else {
                    float(line.most)
                },
            })
            .collect();
        Ok(program)
    }
}

impl Line {
    /// The sum at a point. Exact.
    pub fn sum(&self, point: &[i64]) -> i128 {
        let terms = self.terms.iter();
        terms
            .map(|(variable, factor)| {
                let value = point.get(ix(*variable)).copied().unwrap_or_default();
                i128::from(*factor).saturating_mul(i128::from(value))
            })
            .fold(0, i128::saturating_add)
    }
}

/// How far from whole a value may be and count as whole.
const WHOLE: f64 = 1e-6;

/// Whole numbers in this program are numbers of people, far below 2^53.
#[allow(clippy::as_conversions, clippy::cast_precision_loss)]
fn float(number: i64) -> f64 {
    number as f64
}

/// The greatest weight, by which all are divided so that the solver sees numbers near 1.
fn unit(objective: &Objective) -> f64 {
    let greatest = objective
        .iter()
        .map(|(_, weight)| weight.to_f64().value().abs())
        .fold(0.0, f64::max);
    if greatest > 0.0 { greatest } else { 1.0 }
}

/// The nearest whole numbers.
fn rounded(values: &[f64]) -> Option<Vec<i64>> {
    values.iter().map(|value| integer(*value)).collect()
}

#[allow(clippy::as_conversions, clippy::cast_possible_truncation)] // checked to fit
fn integer(value: f64) -> Option<i64> {
    let value = value.round();
    (value.abs() <= 9e15).then_some(value as i64)
}

/// The value farthest from whole, with the whole number below it.
fn farthest(values: impl Iterator<Item = (Split, f64)>) -> Option<(Split, i64)> {
    let mut best: Option<(f64, Split, f64)> = None;
    for (split, value) in values {
        let distance = (value - value.round()).abs();
        // Near ties go to the first, so that a last bit of rounding decides less often.
        if distance > WHOLE && best.is_none_or(|(nearest, _, _)| distance > nearest + WHOLE) {
            best = Some((distance, split, value));
        }
    }
    best.and_then(|(_, split, value)| Some((split, integer(value.floor())?)))
}

/// Multipliers as whole numbers, in the order in which they are worth trying.
fn scaled(values: &[f64], with_objective: bool) -> Vec<Multipliers> {
    const TINY: f64 = 1e-7;
    let one = with_objective.then_some(1.0);
    let least = values
        .iter()
        .copied()
        .chain(one)
        .map(f64::abs)
        .filter(|value| *value > TINY)
        .fold(f64::INFINITY, f64::min);
    let mut made = Vec::new();
    let mut factor = 0.0;
    let whole = |value: f64| (value - value.round()).abs() < 1e-5;
    for _ in 0..60 {
        factor += 1.0 / least;
        if values.iter().copied().chain(one).all(|v| whole(v * factor)) {
            made.push(factor);
            break;
        }
    }
    // Large weights need no factor.
    made.extend([1.0, 1e3, 1e6, 1e9]);
    made.into_iter()
        .filter_map(|factor| {
            let scale = if with_objective { integer(factor)? } else { 0 };
            let mut rows = Vec::new();
            for (at, value) in values.iter().enumerate() {
                let value = integer(value * factor)?;
                if value != 0 {
                    rows.push((len32(at), Integer::from(value)));
                }
            }
            Some(Multipliers {
                scale: Integer::from(scale),
                rows,
            })
        })
        .collect()
}
