//! The leximin lottery of a pool, found or read from the record, and proved: what leximin, maximin
//! and minimax have in common.

use super::panels::{ListParams, finish};
use super::pools::{or_no_panel, quotas_can_be_met};
use crate::instance::Pool;
use crate::json::Value;
use crate::outcome::Outcome;
use crate::panel::Types;
use crate::panel::leximin::{Effort, Found, Proven, Start, check, find};
use crate::rule::{Count, CountError};
use crate::transcript::Event;

/// What one of these rules asks for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Bounds, and whether the greatest chance comes first.
    pub start: &'a Start,
    /// The name of the proposal in the record.
    pub label: &'static str,
    /// The most nodes of each search.
    pub nodes: u32,
    /// The options of the list of panels.
    pub list: ListParams,
}

/// The outcome of one of these rules; `certificate` says what was proved.
///
/// # Errors
/// Those of [`proved`] and [`finish`].
pub fn count(
    pool: &Pool,
    asked: Asked<'_>,
    cx: &mut Count<'_>,
    certificate: &dyn Fn(&Proven, &Types) -> Value,
) -> Result<Outcome, CountError> {
    let (types, proven) = proved(pool, asked.start, asked.label, asked.nodes, cx)?;
    let certificate = certificate(&proven, &types);
    finish(pool, &types, &proven.lottery, certificate, asked.list, cx)
}

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
    quotas_can_be_met(pool)?;
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
    let proven = or_no_panel(pool, proven)?;
    for (code, args) in open(&proven) {
        cx.event(Event::Note { code, args });
    }
    Ok((types, proven))
}

/// Notes of what is open where a limit was reached: the greatest chance, if it comes first, then
/// the first stage that the lottery does not attain.
fn open(proven: &Proven) -> Vec<(&'static str, Vec<String>)> {
    let Some(gap) = &proven.gap else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    if let Some((bound, most)) = &gap.greatest {
        notes.push(("minimax-gap", vec![bound.to_string(), most.to_string()]));
    }
    if let Some((least, bound)) = &gap.stage {
        let mut args = vec![least.to_string(), bound.to_string()];
        let settled = proven.stages.last().filter(|stage| !stage.value.is_zero());
        args.extend(settled.map(|stage| stage.value.to_string()));
        let code = match (&proven.greatest, settled) {
            (None, None) => "leximin-gap",
            (None, Some(_)) => "leximin-gap-after",
            (Some(_), None) => "minimax-gap-least",
            (Some(_), Some(_)) => "minimax-gap-after",
        };
        notes.push((code, args));
    }
    notes
}
