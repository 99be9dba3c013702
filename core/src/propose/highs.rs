//! HiGHS beside microlp: a second solver to hold the first against, never the one that proposes.
//!
//! Only with the feature `highs`, which no other crate turns on: it builds a library in C++ (cmake,
//! clang; `docs/design` says how) and cannot go to a browser. `cargo test -p isonomia --features
//! highs highs` solves each program that the search for panels and lotteries asks of microlp a
//! second time and compares.

use highs::{HighsModelStatus, RowProblem, Sense};

use super::{Failure, Limits, Program, Solution};
use crate::id::ix;

impl Program {
    /// Solves by HiGHS, in one thread, with its own limits of nodes and gap.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn solve_by_highs(&self, limits: Limits) -> Result<Solution, Failure> {
        let mut problem = RowProblem::default();
        let mut columns = Vec::with_capacity(self.variables.len());
        for variable in &self.variables {
            let bounds = variable.least..=variable.most;
            columns.push(problem.add_column_with_integrality(
                variable.objective,
                bounds,
                variable.whole,
            ));
        }
        for row in &self.rows {
            let terms = row.terms.iter().map(|(at, factor)| {
                let column = columns.get(ix(*at)).ok_or(Failure::Numeric)?;
                Ok((*column, *factor))
            });
            let terms: Vec<_> = terms.collect::<Result<_, Failure>>()?;
            problem.add_row(row.least..=row.most, terms);
        }
        let sense = if self.maximise {
            Sense::Maximise
        } else {
            Sense::Minimise
        };
        let failed = |_| Failure::Numeric;
        let mut model = problem.try_optimise(sense).map_err(failed)?;
        model.make_quiet();
        model.set_option("threads", 1);
        model.set_option("mip_rel_gap", limits.gap);
        model.set_option("mip_abs_gap", 0.0);
        model.set_option(
            "mip_max_nodes",
            i32::try_from(limits.nodes).unwrap_or(i32::MAX),
        );
        let solved = model.try_solve().map_err(failed)?;
        match solved.status() {
            HighsModelStatus::Optimal => Ok(Solution {
                values: solved.get_solution().columns().to_vec(),
                objective: solved.objective_value(),
                optimal: true,
            }),
            HighsModelStatus::Infeasible => Err(Failure::Infeasible),
            HighsModelStatus::Unbounded => Err(Failure::Unbounded),
            HighsModelStatus::ReachedSolutionLimit | HighsModelStatus::ReachedIterationLimit => {
                Err(Failure::Limit)
            }
            _ => Err(Failure::Numeric),
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
