//! Linear and quadratic programs by an interior point method, with multipliers.

use super::linear::{Failure, Program};

/// `minimise sum of objective * x + square * x^2 / 2` over the rows and bounds of a program.
///
/// The solver is clarabel (P. Goulart and Y. Chen, Clarabel: an interior-point solver for conic
/// programs with quadratic objectives, 2024), one thread, cones of linear programs only: these
/// take + - * / and square roots, so that native code and wasm32 agree. What it finds lies inside
/// the best face rather than on a corner; whole variables are taken as any others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quadratic {
    /// Objective, bounds, rows.
    pub program: Program,
    /// The factor of `x^2 / 2` by variable, not negative when minimising; missing ones are 0.
    pub squares: Vec<f64>,
}

/// A guess with the multipliers that speak for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// By variable.
    pub values: Vec<f64>,
    /// By row: how much the objective (in the program's direction) changes for one unit more of
    /// the bound at which the row stands; 0 where it stands at none.
    pub rows: Vec<f64>,
}

impl Quadratic {
    /// Solves.
    ///
    /// # Errors
    /// [`Failure`].
    #[cfg(not(feature = "solvers"))]
    pub fn solve(&self) -> Result<Balance, Failure> {
        Err(Failure::NoSolver)
    }

    /// Solves.
    ///
    /// # Errors
    /// [`Failure`].
    #[cfg(feature = "solvers")]
    pub fn solve(&self) -> Result<Balance, Failure> {
        Stated::of(self)?.solve(self)
    }
}

/// The program in the words of clarabel: `A x + s = b`, first the equations (s = 0), then the
/// inequalities (s >= 0).
#[cfg(feature = "solvers")]
struct Stated {
    /// By column: row and factor, rows ascending.
    columns: Vec<Vec<(usize, f64)>>,
    right: Vec<f64>,
    equations: usize,
    /// By row of the program: its rows here, with the sign that a multiplier gets.
    places: Vec<Vec<(usize, f64)>>,
}

#[cfg(feature = "solvers")]
impl Stated {
    fn of(quadratic: &Quadratic) -> Result<Self, Failure> {
        let program = &quadratic.program;
        let mut made = Self {
            columns: vec![Vec::new(); program.variables.len()],
            right: Vec::new(),
            equations: 0,
            places: vec![Vec::new(); program.rows.len()],
        };
        let single: Vec<Vec<(u32, f64)>> = (0..crate::id::len32(program.variables.len()))
            .map(|at| vec![(at, 1.0)])
            .collect();
        let bounds = program
            .variables
            .iter()
            .zip(&single)
            .map(|(variable, terms)| (terms.as_slice(), variable.least, variable.most));
        let rows = program
            .rows
            .iter()
            .map(|row| (row.terms.as_slice(), row.least, row.most));
        let all: Vec<_> = rows.chain(bounds).collect();
        #[allow(clippy::float_cmp)] // equal as written, not as computed
        for (at, (terms, least, most)) in all.iter().enumerate() {
            if least == most {
                made.add(at, terms, 1.0, *most)?;
            }
        }
        made.equations = made.right.len();
        #[allow(clippy::float_cmp)]
        for (at, (terms, least, most)) in all.iter().enumerate() {
            if least == most {
                continue;
            }
            if *most < f64::INFINITY {
                made.add(at, terms, 1.0, *most)?;
            }
            if *least > f64::NEG_INFINITY {
                made.add(at, terms, -1.0, *least)?;
            }
        }
        Ok(made)
    }

    /// Adds `sign * terms + s = sign * bound`.
    fn add(
        &mut self,
        at: usize,
        terms: &[(u32, f64)],
        sign: f64,
        bound: f64,
    ) -> Result<(), Failure> {
        let row = self.right.len();
        for (variable, factor) in terms {
            let column = self.columns.get_mut(crate::id::ix(*variable));
            column.ok_or(Failure::Numeric)?.push((row, sign * factor));
        }
        self.right.push(sign * bound);
        if let Some(place) = self.places.get_mut(at) {
            place.push((row, sign));
        }
        Ok(())
    }

    fn solve(&self, quadratic: &Quadratic) -> Result<Balance, Failure> {
        use clarabel::algebra::CscMatrix;
        use clarabel::solver::{
            DefaultSettings, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus, ZeroConeT,
        };

        let program = &quadratic.program;
        let sign = if program.maximise { -1.0 } else { 1.0 };
        let count = program.variables.len();
        let mut squares: Vec<Vec<(usize, f64)>> = Vec::with_capacity(count);
        for at in 0..count {
            let square = quadratic.squares.get(at).copied().unwrap_or(0.0);
            squares.push(if square == 0.0 {
                Vec::new()
            } else {
                vec![(at, sign * square)]
            });
        }
        let objective: Vec<f64> = program
            .variables
            .iter()
            .map(|variable| sign * variable.objective)
            .collect();
        let rows = self.right.len();
        let finite = self.right.iter().chain(&objective).all(|x| x.is_finite());
        if !finite || count == 0 {
            return Err(Failure::Numeric);
        }
        let matrix = |columns: &[Vec<(usize, f64)>], height: usize| {
            let (mut starts, mut places, mut factors) = (vec![0], Vec::new(), Vec::new());
            for column in columns {
                for (row, factor) in column {
                    places.push(*row);
                    factors.push(*factor);
                }
                starts.push(places.len());
            }
            CscMatrix::new(height, count, starts, places, factors)
        };
        let cones = [
            ZeroConeT(self.equations),
            NonnegativeConeT(rows - self.equations),
        ];
        let settings = DefaultSettings {
            verbose: false,
            max_threads: 1,
            direct_solve_method: "qdldl".to_owned(),
            presolve_enable: false,
            tol_gap_abs: 1e-11,
            tol_gap_rel: 1e-11,
            tol_feas: 1e-11,
            // Whatever is found is checked exactly: where the last digits cannot be had, fewer do.
            reduced_tol_gap_abs: 1e-6,
            reduced_tol_gap_rel: 1e-6,
            reduced_tol_feas: 1e-7,
            ..DefaultSettings::default()
        };
        let mut solver = DefaultSolver::new(
            &matrix(&squares, count),
            &objective,
            &matrix(&self.columns, rows),
            &self.right,
            &cones,
            settings,
        )
        .map_err(|_| Failure::Numeric)?;
        solver.solve();
        let found = &solver.solution;
        match found.status {
            SolverStatus::Solved | SolverStatus::AlmostSolved => {}
            SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => {
                return Err(Failure::Infeasible);
            }
            SolverStatus::DualInfeasible | SolverStatus::AlmostDualInfeasible => {
                return Err(Failure::Unbounded);
            }
            _ => return Err(Failure::Numeric),
        }
        let multiplier = |places: &Vec<(usize, f64)>| {
            let parts = places.iter();
            parts.fold(0.0, |sum, (row, side)| {
                sum - sign * side * found.z.get(*row).copied().unwrap_or(0.0)
            })
        };
        Ok(Balance {
            values: found.x.clone(),
            rows: self.places.iter().map(multiplier).collect(),
        })
    }
}

#[cfg(all(test, feature = "solvers"))]
mod tests {
    use super::super::{Row, Variable};
    use super::*;

    fn variable(objective: f64, most: f64) -> Variable {
        Variable {
            objective,
            least: 0.0,
            most,
            whole: false,
        }
    }

    fn row(factors: &[f64], least: f64, most: f64) -> Row {
        let terms = (0..).zip(factors.iter().copied()).collect();
        Row { terms, least, most }
    }

    /// Dantzig's knapsack by parts: 240; a unit more of room is worth 120 / 30.
    #[test]
    fn multipliers_are_what_a_unit_is_worth() {
        let program = Program {
            maximise: true,
            variables: vec![
                variable(60.0, 1.0),
                variable(100.0, 1.0),
                variable(120.0, 1.0),
            ],
            rows: vec![row(&[10.0, 20.0, 30.0], f64::NEG_INFINITY, 50.0)],
        };
        let found = Quadratic {
            program,
            squares: Vec::new(),
        }
        .solve()
        .unwrap();
        assert!((found.rows[0] - 4.0).abs() < 1e-8, "{found:?}");
        assert!((found.values[2] - 2.0 / 3.0).abs() < 1e-8);
    }

    /// The nearest point to (1, 3/2) with x + y = 1 is (1/4, 3/4), with multiplier -3/4.
    #[test]
    fn the_nearest_point_of_a_line() {
        let mut quadratic = Quadratic {
            program: Program {
                maximise: false,
                variables: vec![variable(-1.0, f64::INFINITY), variable(-1.5, f64::INFINITY)],
                rows: vec![row(&[1.0, 1.0], 1.0, 1.0)],
            },
            squares: vec![1.0, 1.0],
        };
        let found = quadratic.solve().unwrap();
        assert!((found.values[0] - 0.25).abs() < 1e-7);
        assert!((found.rows[0] + 0.75).abs() < 1e-7, "{found:?}");
        quadratic.program.rows.push(row(&[1.0, 1.0], 2.0, 3.0));
        assert_eq!(quadratic.solve(), Err(Failure::Infeasible));
    }
}
