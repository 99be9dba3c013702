//! What rules that draw panels have in common: what they say of themselves, and what they say
//! where no panel meets the quotas.

use crate::instance::Pool;
use crate::panel::feasible::explain;
use crate::problem::Problem;
use crate::rule::{CountError, Meta, Seats, Weights};

/// Of a rule with a lottery of panels: it fills seats from a pool, needs no seed unless a list is
/// asked for, and knows neither ballots nor ties. The rest is its own.
pub const LOTTERY: Meta = Meta {
    id: "",
    revision: 1,
    name: "",
    summary: "",
    citations: &[],
    ballots: &[],
    weights: Weights::Refused,
    ties: &[],
    needs_seed: false,
    seats: Seats::Many,
    observes: &[],
};

/// Refuses a pool of which counting alone shows that no panel meets the quotas, with what would
/// help.
///
/// # Errors
/// [`CountError::Infeasible`].
pub fn quotas_can_be_met(pool: &Pool) -> Result<(), CountError> {
    if pool.check_quotas().is_empty() {
        return Ok(());
    }
    Err(CountError::Infeasible(explain(pool)))
}

/// That there is no panel, and why: `found` where nothing else is known.
pub fn no_panel(pool: &Pool, found: Problem) -> CountError {
    let mut problems = explain(pool);
    if problems.is_empty() {
        problems.push(found);
    }
    CountError::Infeasible(problems)
}

/// A proven answer, where `panel-none` becomes why there is no panel.
///
/// # Errors
/// Those of `proven`.
pub fn or_no_panel<T>(pool: &Pool, proven: Result<T, CountError>) -> Result<T, CountError> {
    match proven {
        Err(CountError::Input(problem)) if problem.code == "panel-none" => {
            Err(no_panel(pool, problem))
        }
        other => other,
    }
}
