//! The panel drawn, opened from the sealed list.

use super::case::Case;
use super::{Fault, fail, of, open, pass, pass_with, wrong};
use crate::draw::schema::{Lottery, Opened};
use crate::draw::verdict::Check;
use crate::json::Value;
use crate::lottery::{merkle, panel_leaf, salted_panel_leaf};

/// `opened`: null if and only if kind is ticket, else FAIL.
pub(super) fn opened(case: &Case<'_>) -> Check {
    match (&case.transcript.opened, &case.manifest.lottery) {
        (None, Lottery::Ticket) => pass("opened", "none-panel"),
        (Some(_), Lottery::UniformPanels { .. }) => pass("opened", "opened-there"),
        (None, Lottery::UniformPanels { .. }) => fail("opened", "opened-missing", vec![]),
        (Some(_), Lottery::Ticket) => fail("opened", "opened-undeclared", vec![]),
    }
}

/// The opened panel, if there must be one and is; else what to say where it is asked for.
fn panel<'a>(case: &Case<'a>, name: &'static str) -> Result<&'a Opened, Check> {
    match (&case.transcript.opened, &case.manifest.lottery) {
        (Some(opened), Lottery::UniformPanels { .. }) => Ok(opened),
        (None, Lottery::Ticket) => Err(pass(name, "none-panel")),
        (None, Lottery::UniformPanels { .. }) => Err(fail(name, "opened-missing", vec![])),
        (Some(_), Lottery::Ticket) => Err(fail(name, "opened-undeclared", vec![])),
    }
}

/// `opened-index`: equals the result of `panel`, as recomputed; else FAIL.
pub(super) fn opened_index(case: &Case<'_>) -> Check {
    let name = "opened-index";
    let opened = match panel(case, name) {
        Ok(opened) => opened,
        Err(check) => return check,
    };
    let drawn = case.panel.and_then(|number| i64::try_from(number).ok());
    match drawn {
        Some(number) if opened.index == Value::Int(number) => {
            pass_with(name, "index-drawn", vec![number.to_string()])
        }
        Some(number) => fail(name, "index-other", vec![number.to_string()]),
        None => fail(name, "index-not-drawn", vec![]),
    }
}

/// `opened-panel`: strictly ascending positions < pool.size, `seats` of them; FAIL, without seats
/// UNPROVEN. Stops a person seated twice, and a panel of another size.
pub(super) fn opened_panel(case: &Case<'_>) -> Check {
    let name = "opened-panel";
    let opened = match panel(case, name) {
        Ok(opened) => opened,
        Err(check) => return check,
    };
    let seats = case.panels().and_then(|(_, seats)| seats);
    let met = positions(&opened.panel)
        .ok_or(wrong("panel-outside", vec![]))
        .and_then(|panel| is_panel(&panel, case.manifest.pool.size, seats));
    let size = opened.panel.len().to_string();
    of(name, met.map(|()| ("panel-right", vec![size])))
}

fn positions(panel: &[i64]) -> Option<Vec<u32>> {
    panel.iter().map(|at| u32::try_from(*at).ok()).collect()
}

/// What every panel must be; the fault otherwise.
pub(super) fn is_panel(panel: &[u32], people: u32, seats: Option<u32>) -> Result<(), Fault> {
    if !panel.windows(2).all(|pair| pair[0] < pair[1]) || panel.is_empty() {
        return Err(wrong("panel-not-ascending", vec![]));
    }
    if panel.last().is_some_and(|last| *last >= people) {
        return Err(wrong("panel-outside", vec![]));
    }
    let size = panel.len();
    match seats {
        None => Err(open("panel-seats-unsaid", vec![size.to_string()])),
        Some(seats) if u32::try_from(size) != Ok(seats) => {
            let args = vec![size.to_string(), seats.to_string()];
            Err(wrong("panel-size", args))
        }
        Some(_) => Ok(()),
    }
}

/// `opened-path`: RFC 9162; salt if and only if the list is for auditors; else FAIL.
pub(super) fn opened_path(case: &Case<'_>) -> Check {
    let name = "opened-path";
    let opened = match panel(case, name) {
        Ok(opened) => opened,
        Err(check) => return check,
    };
    let Lottery::UniformPanels { panels, root, .. } = &case.manifest.lottery else {
        return pass(name, "none-panel");
    };
    if opened.salt.is_some() != case.manifest.lottery.salted() {
        return fail(name, "path-salt", vec![]);
    }
    let index = opened
        .index
        .as_i64()
        .and_then(|index| u64::try_from(index).ok());
    let (Some(index), Some(panel)) = (index, positions(&opened.panel)) else {
        return fail(name, "path-wrong", vec![]);
    };
    let leaf = match &opened.salt {
        Some(salt) => salted_panel_leaf(salt, &panel),
        None => panel_leaf(&panel),
    };
    if merkle::verify(index, u64::from(*panels), &leaf, &opened.path, root) {
        pass(name, "path-right")
    } else {
        fail(name, "path-wrong", vec![])
    }
}
