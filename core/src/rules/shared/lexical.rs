//! The leximin lottery of a pool, found or read from the record, and proved: what leximin, maximin
//! and minimax have in common.

use crate::instance::Pool;
use crate::panel::Types;
use crate::panel::leximin::{Effort, Found, Proven, Start, check, find};
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::transcript::Event;

/// The types of the pool and its leximin lottery within the bounds of `start`. The proposal stands
/// in the record under `label`; it is checked exactly whether it was just found or is audited.
///
/// # Errors
/// [`CountError::Infeasible`] where no panel meets the quotas, with what would help.
pub fn proved(
    pool: &Pool,
    start: &Start,
    label: &'static str,
    nodes: u32,
    cx: &mut Count<'_>,
) -> Result<(Types, Proven), CountError> {
    let problems = pool.check_quotas();
    if !problems.is_empty() {
        return Err(CountError::Infeasible(problems));
    }
    let types = Types::of(pool);
    let effort = Effort {
        nodes: u64::from(nodes),
        ..Effort::default()
    };
    let proven = cx.propose_telling(
        label,
        |tell| Ok(find(&types, start, &effort, tell)?.to_value()),
        |value| check(&types, start, &Found::from_value(&types, value)?),
    );
    match proven {
        Ok(proven) => {
            if let Some((least, bound)) = &proven.gap {
                cx.event(Event::Note {
                    code: "leximin-gap",
                    args: vec![least.to_string(), bound.to_string()],
                });
            }
            Ok((types, proven))
        }
        Err(CountError::Input(problem)) if problem.code == "panel-none" => {
            Err(CountError::Infeasible(none(pool, problem)))
        }
        Err(error) => Err(error),
    }
}

/// Why there is no panel; never nothing.
fn none(pool: &Pool, problem: Problem) -> Vec<Problem> {
    let mut problems = crate::panel::feasible::explain(pool);
    if problems.is_empty() {
        problems.push(problem);
    }
    problems
}
