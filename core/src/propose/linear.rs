//! Linear and integer programs.

#[cfg(feature = "solvers")]
use crate::id::ix;
use crate::id::len32;
use crate::problem::Problem;

/// A variable with its bounds and what one unit of it adds to the objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variable {
    /// Objective per unit.
    pub objective: f64,
    /// Least value.
    pub least: f64,
    /// Most; `f64::INFINITY` for none.
    pub most: f64,
    /// Whether it must be whole. Bounds are then within `i32`.
    pub whole: bool,
}

/// `least <= sum of factor * variable <= most`.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Variables by number, each at most once, with their factors.
    pub terms: Vec<(u32, f64)>,
    /// Least; `f64::NEG_INFINITY` for none.
    pub least: f64,
    /// Most; `f64::INFINITY` for none.
    pub most: f64,
}

/// A linear or mixed integer program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// Maximise rather than minimise.
    pub maximise: bool,
    /// The variables, numbered from 0.
    pub variables: Vec<Variable>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// When a search may stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The most nodes of the search tree.
    pub nodes: u64,
    /// The relative gap between the best found and the bound at which to stop.
    pub gap: f64,
}

impl Limits {
    /// So many nodes, and no gap.
    pub fn exact(nodes: u64) -> Self {
        Self { nodes, gap: 0.0 }
    }

    /// So many nodes, and a gap in thousandths of the bound.
    pub fn within(nodes: u64, thousandths: u8) -> Self {
        let gap = f64::from(thousandths) / 1000.0;
        Self { nodes, gap }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            nodes: 100_000,
            gap: 0.0,
        }
    }
}

/// Whole percent as a share: 10 is 0.1.
pub fn percent(percent: u32) -> f64 {
    f64::from(percent) / 100.0
}

/// A guess.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// By variable.
    pub values: Vec<f64>,
    /// The objective there.
    pub objective: f64,
    /// Whether the solver claims that nothing is better.
    pub optimal: bool,
}

/// Why there is no guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The solver claims that nothing meets the rows.
    Infeasible,
    /// The objective has no bound.
    Unbounded,
    /// The limit was reached before anything was found.
    Limit,
    /// The solver failed, or its input was not finite.
    Numeric,
    /// Built without solvers.
    NoSolver,
}

impl Failure {
    /// The failure as a problem: what was looked for, and why it was not found.
    pub fn seeking(self, what: &str) -> Problem {
        let code = match self {
            Self::NoSolver => "solver-missing",
            Self::Limit => "solver-limit",
            Self::Infeasible | Self::Unbounded | Self::Numeric => "solver-failed",
        };
        Problem::error(code).path(what)
    }
}

impl Program {
    /// Adds a variable and returns its number.
    pub fn variable(&mut self, variable: Variable) -> u32 {
        self.variables.push(variable);
        len32(self.variables.len() - 1)
    }

    /// Solves.
    ///
    /// # Errors
    /// [`Failure`].
    #[cfg(not(feature = "solvers"))]
    pub fn solve(&self, _: Limits) -> Result<Solution, Failure> {
        Err(Failure::NoSolver)
    }

    /// Solves.
    ///
    /// # Errors
    /// [`Failure`].
    #[cfg(feature = "solvers")]
    pub fn solve(&self, limits: Limits) -> Result<Solution, Failure> {
        let found = self.solve_by_microlp(limits);
        #[cfg(all(test, feature = "highs"))]
        super::highs::tests::beside(self, limits, &found);
        found
    }

    #[cfg(feature = "solvers")]
    fn solve_by_microlp(&self, limits: Limits) -> Result<Solution, Failure> {
        use microlp::{Error, SolutionStatus, SolveOptions, SolveOutcome};

        let (problem, variables) = self.stated()?;
        let mut options = SolveOptions::default();
        options.node_limit = Some(limits.nodes);
        options.mip_gap = limits.gap;
        match problem.solve_with(options) {
            Ok(SolveOutcome::Solution(found)) => Ok(Solution {
                values: variables
                    .iter()
                    .map(|variable| found.var_value(*variable))
                    .collect(),
                objective: found.objective(),
                optimal: found.status() == SolutionStatus::Optimal,
            }),
            Ok(SolveOutcome::Interrupted(_)) => Err(Failure::Limit),
            Err(Error::Infeasible) => Err(Failure::Infeasible),
            Err(Error::Unbounded) => Err(Failure::Unbounded),
            Err(_) => Err(Failure::Numeric),
        }
    }

    /// The program in the words of microlp.
    #[cfg(feature = "solvers")]
    fn stated(&self) -> Result<(microlp::Problem, Vec<microlp::Variable>), Failure> {
        use microlp::{ComparisonOp, OptimizationDirection};

        let direction = if self.maximise {
            OptimizationDirection::Maximize
        } else {
            OptimizationDirection::Minimize
        };
        let mut problem = microlp::Problem::new(direction);
        let mut variables = Vec::with_capacity(self.variables.len());
        for variable in &self.variables {
            let Variable { objective, .. } = *variable;
            variables.push(if variable.whole {
                let bounds = (whole(variable.least)?, whole(variable.most)?);
                problem.add_integer_var(objective, bounds)
            } else {
                problem.add_var(objective, (variable.least, variable.most))
            });
        }
        for row in &self.rows {
            let mut terms = Vec::with_capacity(row.terms.len());
            for (variable, factor) in &row.terms {
                let variable = variables.get(ix(*variable)).ok_or(Failure::Numeric)?;
                terms.push((*variable, *factor));
            }
            let mut add = |op, bound: f64| problem.add_constraint(terms.as_slice(), op, bound);
            #[allow(clippy::float_cmp)] // equal as written, not as computed
            if row.least == row.most {
                add(ComparisonOp::Eq, row.least);
                continue;
            }
            if row.least > f64::NEG_INFINITY {
                add(ComparisonOp::Ge, row.least);
            }
            if row.most < f64::INFINITY {
                add(ComparisonOp::Le, row.most);
            }
        }
        Ok((problem, variables))
    }
}

/// A bound of a whole variable.
#[cfg(feature = "solvers")]
#[allow(clippy::as_conversions, clippy::cast_possible_truncation)] // checked to fit
fn whole(bound: f64) -> Result<i32, Failure> {
    let fits = bound.abs() <= f64::from(i32::MAX);
    fits.then_some(bound.round() as i32).ok_or(Failure::Numeric)
}

#[cfg(all(test, feature = "solvers"))]
mod tests {
    use super::*;

    fn knapsack(whole: bool) -> Program {
        let variable = |objective| Variable {
            objective,
            least: 0.0,
            most: 1.0,
            whole,
        };
        Program {
            maximise: true,
            variables: vec![variable(60.0), variable(100.0), variable(120.0)],
            rows: vec![Row {
                terms: vec![(0, 10.0), (1, 20.0), (2, 30.0)],
                least: f64::NEG_INFINITY,
                most: 50.0,
            }],
        }
    }

    /// Dantzig's knapsack of every textbook: 240 by parts, 220 whole.
    #[test]
    fn a_knapsack_by_parts_and_whole() {
        let parts = knapsack(false).solve(Limits::default()).unwrap();
        assert!((parts.objective - 240.0).abs() < 1e-6);
        let whole = knapsack(true).solve(Limits::default()).unwrap();
        assert!((whole.objective - 220.0).abs() < 1e-6 && whole.optimal);
        let values: Vec<i64> = whole.values.iter().map(|v| i64::from(*v > 0.5)).collect();
        assert_eq!(values, [0, 1, 1]);
    }

    #[test]
    fn what_cannot_be_is_told_apart() {
        let mut program = knapsack(true);
        program.rows[0].least = 70.0;
        program.rows[0].most = 80.0;
        assert_eq!(program.solve(Limits::default()), Err(Failure::Infeasible));
        program.rows[0].terms[0].0 = 9;
        assert_eq!(program.solve(Limits::default()), Err(Failure::Numeric));
    }
}
