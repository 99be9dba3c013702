//! Sums of curves of one variable each: what fair chances are best by.

use super::conic::{Balance, Quadratic};
use super::linear::{Failure, Program};
use crate::id::ix;

/// What a variable adds to the sum, which is to be least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// `-weight * ln x`.
    Log {
        /// The weight, above 0.
        weight: f64,
    },
    /// `weight * (x - target)^2 / 2`.
    Square {
        /// The weight, above 0.
        weight: f64,
        /// Where it is least.
        target: f64,
    },
}

impl Curve {
    /// The slope at x.
    fn slope(self, x: f64) -> f64 {
        match self {
            Self::Log { weight } => -weight / x,
            Self::Square { weight, target } => weight * (x - target),
        }
    }

    /// How fast the slope grows at x.
    fn bend(self, x: f64) -> f64 {
        match self {
            Self::Log { weight } => weight / (x * x),
            Self::Square { weight, .. } => weight,
        }
    }
}

/// `minimise the sum of curves` over the rows and bounds of a program, whose own objective is
/// left out of account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Separable {
    /// Bounds and rows.
    pub program: Program,
    /// Variables with their curves, each variable at most once.
    pub curves: Vec<(u32, Curve)>,
}

/// The most steps: each about squares the distance once it is small, far fewer are needed.
const STEPS: u32 = 100;

impl Separable {
    /// Solves, by Newton's method: each step minimises the sum with curves replaced by the
    /// parabolas that touch them, a [`Quadratic`] program, and goes the best part of the way
    /// there, found by the sign of the slope. No logarithm is taken.
    ///
    /// `start` meets the rows and is above 0 where a curve is a logarithm. The multipliers are
    /// those of the last step: of the sum of curves, up to what the last step moved. Source: S. Boyd and
    /// L. Vandenberghe, Convex Optimization, 2004, sections 9.6 (self-concordance) and 10.2.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn solve(&self, start: &[f64]) -> Result<Balance, Failure> {
        let count = self.program.variables.len();
        let known = self.curves.iter().all(|(at, _)| ix(*at) < count);
        if start.len() != count || !known {
            return Err(Failure::Numeric);
        }
        let mut point = start.to_vec();
        let mut quadratic = Quadratic {
            program: self.program.clone(),
            squares: vec![0.0; count],
        };
        quadratic.program.maximise = false;
        for variable in &mut quadratic.program.variables {
            variable.objective = 0.0;
        }
        let mut last = f64::INFINITY;
        let mut rows = Vec::new();
        for _ in 0..STEPS {
            let aim = self.step(&mut quadratic, &point)?;
            rows = aim.rows;
            let way: Vec<f64> = aim
                .values
                .iter()
                .zip(&point)
                .map(|(to, from)| to - from)
                .collect();
            let downhill = -self.slope(&point, &way, 0.0);
            if downhill.is_nan() {
                return Err(Failure::Numeric);
            }
            // No way down that rounding would not hide.
            if downhill <= 0.0 || (downhill < 1e-6 && downhill >= last) {
                break;
            }
            last = downhill;
            let part = self.part(&point, &way);
            for (x, step) in point.iter_mut().zip(&way) {
                *x += part * step;
            }
        }
        Ok(Balance {
            values: point,
            rows,
        })
    }

    /// Where the parabolas that touch the curves at a point are least.
    fn step(&self, quadratic: &mut Quadratic, point: &[f64]) -> Result<Balance, Failure> {
        for (at, curve) in &self.curves {
            let at = ix(*at);
            let bend = curve.bend(point[at]);
            quadratic.squares[at] = bend;
            quadratic.program.variables[at].objective = curve.slope(point[at]) - bend * point[at];
            if let Curve::Log { .. } = curve {
                // A logarithm ends at 0: go there by parts.
                let own = self.program.variables[at].least;
                quadratic.program.variables[at].least = own.max(point[at] / 16.0);
            }
        }
        quadratic.solve()
    }

    /// The slope along a way, after a part of it.
    fn slope(&self, point: &[f64], way: &[f64], part: f64) -> f64 {
        let along = |(at, curve): &(u32, Curve)| {
            let at = ix(*at);
            curve.slope(point[at] + part * way[at]) * way[at]
        };
        self.curves.iter().map(along).sum()
    }

    /// The part of a way after which it leads down no more.
    fn part(&self, point: &[f64], way: &[f64]) -> f64 {
        if self.slope(point, way, 1.0) <= 0.0 {
            return 1.0;
        }
        let (mut down, mut up) = (0.0, 1.0);
        for _ in 0..50 {
            let middle = f64::midpoint(down, up);
            if self.slope(point, way, middle) <= 0.0 {
                down = middle;
            } else {
                up = middle;
            }
        }
        down
    }
}

#[cfg(all(test, feature = "solvers"))]
mod tests {
    use super::super::{Row, Variable};
    use super::*;

    fn program(count: u32, rows: Vec<Row>) -> Program {
        let variable = Variable {
            objective: 0.0,
            least: 0.0,
            most: f64::INFINITY,
            whole: false,
        };
        Program {
            maximise: false,
            variables: vec![variable; ix(count)],
            rows,
        }
    }

    /// Nash's bargain over a budget: each gets by weight (Eisenberg and Gale 1959).
    #[test]
    fn logarithms_share_a_budget_by_weight() {
        let whole = Row {
            terms: vec![(0, 1.0), (1, 1.0), (2, 1.0)],
            least: 6.0,
            most: 6.0,
        };
        let capped = Row {
            terms: vec![(2, 1.0)],
            least: f64::NEG_INFINITY,
            most: 2.0,
        };
        let curves = [1.0, 2.0, 3.0].map(|weight| Curve::Log { weight });
        let mut aim = Separable {
            program: program(3, vec![whole]),
            curves: (0..).zip(curves).collect(),
        };
        let near = |found: Balance, wanted: [f64; 3]| {
            let pairs = found.values.iter().zip(&wanted);
            assert!(
                pairs.clone().all(|(a, b)| (a - b).abs() < 1e-9),
                "{found:?}"
            );
        };
        near(aim.solve(&[5.9, 0.05, 0.05]).unwrap(), [1.0, 2.0, 3.0]);
        aim.program.rows.push(capped);
        near(
            aim.solve(&[2.5, 2.5, 1.0]).unwrap(),
            [4.0 / 3.0, 8.0 / 3.0, 2.0],
        );
    }

    #[test]
    fn squares_take_one_step() {
        let row = Row {
            terms: vec![(0, 1.0), (1, 1.0)],
            least: 1.0,
            most: 1.0,
        };
        let square = |weight, target| Curve::Square { weight, target };
        let aim = Separable {
            program: program(2, vec![row]),
            curves: vec![(0, square(1.0, 1.0)), (1, square(3.0, 1.0))],
        };
        // One too much, taken off in proportion to 1/weight.
        let found = aim.solve(&[0.5, 0.5]).unwrap().values;
        assert!((found[0] - 0.25).abs() < 1e-9 && (found[1] - 0.75).abs() < 1e-9);
    }
}
