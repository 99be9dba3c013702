//! The dual of one stage of leximin, as small whole numbers.
//!
//! A stage asks how far the chances of the types that are still open can be raised at once. The
//! answer of its dual program is a weight `W` for each type and a multiplier `u` for each row,
//! and at a vertex these are fractions with a small common denominator: times that they are whole
//! numbers, with which anyone can redo the sum ([`panel::stage`](crate::panel::stage)). So a
//! simplex solver is needed; what lies inside the optimal face does not round. Where the common
//! denominator is not small, the vertex is solved exactly from the numbers that are 0 there.

use super::raise::{Climb, weights};
use super::vertex::exactly;
use super::{Failure, Limits, Program, Row, Variable, Whole};
use crate::id::{ix, len32};
use crate::num::{Integer, Ratio};

/// What a stage is about. All tables are by type.
pub struct Question<'a> {
    /// Rows that every panel meets.
    pub system: &'a Whole,
    /// Between which numbers of seats the types may expect, each as (least, most).
    pub expects: &'a [(Ratio, Ratio)],
    /// People of the type.
    pub people: &'a [u32],
    /// Chances that earlier stages settled.
    pub settled: &'a [Option<Ratio>],
    /// Bound the greatest chance from below rather than the least from above.
    pub greatest: bool,
}

/// Whole numbers that may prove the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageDual {
    /// By type; none is negative.
    pub weights: Vec<i64>,
    /// By row.
    pub rows: Vec<i64>,
    /// The optimum in floats, for comparison only.
    pub value: Guess,
}

/// A float that says nothing by itself; it is compared with an exact value only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess(f64);

impl Eq for Guess {}

impl Guess {
    /// Whether an exact value is the float up to what a solver may err.
    pub fn agrees(self, exact: &Ratio) -> bool {
        (self.0 - float(exact)).abs() <= 1e-7
    }
}

/// How far from whole a multiple may be.
const NEAR: f64 = 1e-5;
/// Below this a number of the solver is zero.
pub(super) const ZERO: f64 = 1e-9;
/// The greatest denominator looked for.
const DENOMINATOR: u32 = 5_000;

/// How the numbers of the solver become whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// The smallest multiple that is nearly whole, where one of a few thousand will do.
    Small,
    /// The vertex solved exactly from its zeros.
    Exact,
    /// Rounded: what they prove is less than the optimum.
    Rough,
}

/// Solves the dual of a stage, from where the stage before ended: the first whole numbers, by
/// vertex and then by kind, that prove it.
///
/// # Errors
/// [`Failure::Unbounded`] where nothing meets the rows; [`Failure::Numeric`] where the vertex has no
/// whole numbers of these kinds that prove it.
pub fn stage_dual(
    question: &Question<'_>,
    kinds: &[Precision],
    climb: &mut Climb,
    proves: &mut dyn FnMut(&StageDual) -> bool,
) -> Result<StageDual, Failure> {
    let types = question.people.len();
    let mut made = |numbers: &[f64], value: f64| {
        kinds.iter().find_map(|kind| {
            let whole = match kind {
                Precision::Small => whole(numbers),
                Precision::Exact => exactly(question, numbers),
                Precision::Rough => roughly(numbers),
            }?;
            let (weights, rows) = whole.split_at(types);
            let found = StageDual {
                weights: weights.to_vec(),
                rows: rows.to_vec(),
                value: Guess(value),
            };
            proves(&found).then_some(found)
        })
    };
    if !question.greatest
        && let Some((numbers, value)) = weights(question, climb)
        && let Some(found) = made(&numbers, value)
    {
        return Ok(found);
    }
    let (program, columns) = stated(question);
    let solution = program.solve(Limits::default())?;
    let value = |at: u32| solution.values.get(ix(at)).copied().unwrap_or_default();
    let mut numbers: Vec<f64> = (0..len32(types)).map(value).collect();
    for (up, down) in &columns {
        numbers.push(value(*up) - down.map_or(0.0, value));
    }
    let sign = if question.greatest { -1.0 } else { 1.0 };
    made(&numbers, sign * solution.objective).ok_or(Failure::Numeric)
}

/// The nearest multiples of a small part of the greatest number.
fn roughly(numbers: &[f64]) -> Option<Vec<i64>> {
    const PARTS: i64 = 1 << 30;
    let most = numbers
        .iter()
        .fold(0.0_f64, |most, number| most.max(number.abs()));
    let scaled = numbers
        .iter()
        .map(|number| integer(number / most * small(PARTS)));
    scaled.collect()
}

/// The dual program: weights by type first; then for each row the variables of its multiplier,
/// for the most and, where it has one too, for the least.
fn stated(question: &Question<'_>) -> (Program, Vec<(u32, Option<u32>)>) {
    let sign = if question.greatest { -1.0 } else { 1.0 };
    let mut program = Program::default();
    let positive = |objective: f64| Variable {
        objective,
        least: 0.0,
        most: f64::INFINITY,
        whole: false,
    };
    let mut sum = Vec::new();
    for (at, people) in question.people.iter().enumerate() {
        let people = f64::from(*people);
        let settled = question.settled.get(at).and_then(Option::as_ref);
        let cost = settled.map_or(0.0, |chance| -people * float(chance));
        let weight = program.variable(positive(cost));
        if settled.is_none() {
            sum.push((weight, people));
        }
    }
    // By type: sign * W - sum of u over its rows - v <= 0.
    let mut of_type: Vec<Vec<(u32, f64)>> = (0..len32(question.people.len()))
        .map(|at| vec![(at, sign)])
        .collect();
    let mut columns = Vec::new();
    for line in &question.system.rows {
        let (least, most) = (small(line.least), small(line.most));
        let column = if line.least == line.most {
            let free = Variable {
                least: f64::NEG_INFINITY,
                ..positive(most)
            };
            (program.variable(free), None)
        } else {
            let up = program.variable(positive(most));
            (up, Some(program.variable(positive(-least))))
        };
        for (at, factor) in &line.terms {
            if let Some(terms) = of_type.get_mut(ix(*at)) {
                terms.push((column.0, -small(*factor)));
                terms.extend(column.1.map(|down| (down, small(*factor))));
            }
        }
        columns.push(column);
    }
    for (mut terms, (least, most)) in of_type.into_iter().zip(question.expects) {
        let over = program.variable(positive(float(most)));
        terms.push((over, -1.0));
        if *least > Ratio::ZERO {
            let under = program.variable(positive(-float(least)));
            terms.push((under, 1.0));
        }
        program.rows.push(Row {
            terms,
            least: f64::NEG_INFINITY,
            most: 0.0,
        });
    }
    program.rows.push(Row {
        terms: sum,
        least: 1.0,
        most: 1.0,
    });
    (program, columns)
}

/// The smallest multiple of the numbers in which all are whole.
pub(super) fn whole(numbers: &[f64]) -> Option<Vec<i64>> {
    let sizes = numbers.iter().map(|number| number.abs());
    let unit = sizes
        .filter(|size| *size > ZERO)
        .fold(f64::INFINITY, f64::min);
    if !unit.is_finite() {
        return None;
    }
    let near = |scale: f64| {
        numbers.iter().all(|number| {
            let scaled = number * scale;
            (scaled - scaled.round()).abs() <= NEAR
        })
    };
    let scale = (1..=DENOMINATOR)
        .map(|factor| f64::from(factor) / unit)
        .find(|scale| near(*scale))?;
    numbers
        .iter()
        .map(|number| integer(number * scale))
        .collect()
}

/// The nearest whole number.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation)] // checked to fit
pub(super) fn integer(number: f64) -> Option<i64> {
    let rounded = number.round();
    (rounded.abs() < 1e15).then_some(rounded as i64)
}

/// A whole number of a row as a float.
#[allow(clippy::as_conversions, clippy::cast_precision_loss)] // bounds and factors are small
pub(super) fn small(number: i64) -> f64 {
    number as f64
}

/// A fraction as the nearest float.
pub(super) fn float(ratio: &Ratio) -> f64 {
    ratio.to_f64().value()
}

/// A fraction of two whole numbers as a float.
pub(super) fn quotient(number: &Integer, of: &Integer) -> f64 {
    number.to_f64().value() / of.to_f64().value()
}
