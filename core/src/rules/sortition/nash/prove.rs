//! A lottery that is best by a sum over people, found or read from the record, and proven.

use crate::instance::Pool;
use crate::panel::Types;
use crate::panel::fair::{Aim, Found, Proven, Stop, check, find};
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::rules::shared::pools::{or_no_panel, quotas_can_be_met};

/// The lottery and what is proven of it. The proposal stands in the record under `label`; it is
/// checked exactly whether it was just found or is audited.
///
/// # Errors
/// [`CountError::Infeasible`] where no panel meets the quotas, with what would help.
pub(in crate::rules::sortition) fn prove(
    pool: &Pool,
    types: &Types,
    aim: &Aim,
    label: &'static str,
    nodes: u32,
    cx: &mut Count<'_>,
) -> Result<Proven, CountError> {
    quotas_can_be_met(pool)?;
    let proven = cx.propose_telling(
        label,
        |tell| match find(types, aim, u64::from(nodes), tell) {
            Ok(found) => Ok(found.to_value()),
            Err(Stop::NoPanel) => Err(Problem::error("panel-none")),
            Err(Stop::Cancelled) => Err(Problem::error("cancelled")),
            Err(Stop::Failure(failure)) => Err(failure.seeking(label)),
        },
        |value| check(types, aim, Found::from_value(types, value)?),
    );
    or_no_panel(pool, proven)
}
