//! The lists behind the roots: every panel, and every person of the pool.

use super::case::{Case, short};
use super::notes::auditor;
use super::opened::is_panel;
use super::panels::Panels;
use super::pool::Pool;
use super::side::Broken;
use super::{Fault, Met, fail, of, open, pass, pass_with, unproven, wrong};
use crate::draw::list::{PanelList, Statistics};
use crate::draw::schema::{Lottery, Manifest, Op};
use crate::draw::trust::Trust;
use crate::draw::verdict::{Check, Finding};
use crate::id::{ix, len32};

/// The side files that were handed in.
pub(super) struct Lists {
    panels: Option<Result<Panels, Broken>>,
    /// Whether the panels are those sealed.
    sealed: Option<Met>,
    pool: Option<Result<Pool, Broken>>,
}

impl Lists {
    pub(super) fn read(manifest: &Manifest, trust: &Trust<'_>) -> Lists {
        let panels = trust.panels.map(Panels::read);
        let pool = |bytes| Pool::read(bytes, &manifest.quotas, trust.nfc);
        Lists {
            sealed: panels.as_ref().map(|given| panels_met(manifest, given)),
            panels,
            pool: trust.pool.map(pool),
        }
    }

    /// What the list of panels says of chances, if it was handed in, is the sealed one and all its
    /// panels have one size.
    pub(super) fn statistics(&self, case: &Case<'_>) -> Option<Statistics> {
        if let Err((Finding::Fail, ..)) = self.sealed.as_ref()? {
            return None;
        }
        let panels = self.panels.as_ref()?.as_ref().ok()?;
        let seats = len32(panels.iter().next()?.len());
        let even = panels.iter().all(|panel| len32(panel.len()) == seats);
        let members = panels.members().to_vec();
        let list = PanelList::new(seats, members).ok().filter(|_| even)?;
        list.statistics(case.manifest.pool.size).ok()
    }
}

/// `panel-list`: list given: count = panels, each as `opened-panel`, root agrees, two distinct
/// panels unless seats = pool.size; or a policy auditor signed list-audited. FAIL if given and
/// wrong, else UNPROVEN. Stops a favourite panel repeated, and leaves that nobody can open.
pub(super) fn panel_list(case: &Case<'_>) -> Check {
    let name = "panel-list";
    match (&case.manifest.lottery, &case.lists.sealed) {
        (Lottery::Ticket, None) => pass(name, "none-panel"),
        (Lottery::Ticket, Some(_)) => fail(name, "panels-undeclared", vec![]),
        (Lottery::UniformPanels { .. }, None) => {
            audited(case, name).unwrap_or_else(|| unproven(name, "panels-not-given", vec![]))
        }
        (Lottery::UniformPanels { .. }, Some(met)) => match met.clone() {
            // The list is right; only its seats are not said, and an auditor can say them.
            Err((Finding::Unproven, code, args)) => {
                audited(case, name).unwrap_or_else(|| unproven(name, code, args))
            }
            met => of(name, met),
        },
    }
}

pub(super) fn audited(case: &Case<'_>, name: &'static str) -> Option<Check> {
    let key = auditor(case, &case.notes.audited)?;
    Some(pass_with(name, "list-audited", vec![short(key)]))
}

/// Whether the list given is the one sealed.
fn panels_met(
    manifest: &Manifest,
    given: &Result<Panels, Broken>,
) -> Result<(&'static str, Vec<String>), Fault> {
    let (
        Ok(given),
        Lottery::UniformPanels {
            panels,
            root,
            seats,
            ..
        },
    ) = (given, &manifest.lottery)
    else {
        let line = given.as_ref().err().map_or(0, |broken| broken.line);
        return Err(wrong("panels-malformed", vec![line.to_string()]));
    };
    if given.len() != ix(*panels) {
        let args = vec![given.len().to_string(), panels.to_string()];
        return Err(wrong("panels-count", args));
    }
    let salts = given.salts.as_ref().map(Vec::len);
    if salts != manifest.lottery.salted().then_some(given.len()) {
        return Err(wrong("panels-salts", vec![]));
    }
    let size = manifest.pool.size;
    let mut unsaid = None;
    for (number, panel) in given.iter().enumerate() {
        match is_panel(panel, size, *seats) {
            Err((Finding::Fail, ..)) => {
                return Err(wrong("panels-one-wrong", vec![number.to_string()]));
            }
            Err(fault) => unsaid = Some(fault),
            Ok(()) => {}
        }
    }
    if given.root() != *root {
        return Err(wrong("panels-root", vec![]));
    }
    let first = given.iter().next().unwrap_or_default();
    if first.len() != ix(size) && given.iter().all(|panel| panel == first) {
        return Err(wrong("panels-all-same", vec![]));
    }
    match unsaid {
        Some(fault) => Err(fault),
        None => Ok(("panels-right", vec![panels.to_string()])),
    }
}

/// `panel-quotas`: records given: leaves strictly ascending, root and size agree, pseudonyms
/// distinct, every panel within quotas, no household twice; or list-audited. FAIL if given and
/// wrong, else UNPROVEN. Stops panels that break quotas, and people who stand in the pool twice.
pub(super) fn panel_quotas(case: &Case<'_>) -> Check {
    let name = "panel-quotas";
    let panels = matches!(case.manifest.lottery, Lottery::UniformPanels { .. });
    let samples = || {
        let mut ops = case.manifest.draws.iter().map(|draw| &draw.op);
        ops.any(|op| matches!(op, Op::Sample { .. }))
    };
    match &case.lists.pool {
        None if !panels && !samples() => pass(name, "none-panel"),
        None => audited(case, name).unwrap_or_else(|| unproven(name, "pool-not-given", vec![])),
        Some(pool) => match quotas_met(case, pool) {
            Err((Finding::Unproven, code, args)) => {
                audited(case, name).unwrap_or_else(|| unproven(name, code, args))
            }
            met => of(name, met),
        },
    }
}

fn quotas_met(
    case: &Case<'_>,
    pool: &Result<Pool, Broken>,
) -> Result<(&'static str, Vec<String>), Fault> {
    let pool = match pool {
        Ok(pool) => pool,
        Err(broken) => return Err(wrong("pool-malformed", vec![broken.line.to_string()])),
    };
    let people = vec![case.manifest.pool.size.to_string()];
    let fault = |(code, args)| wrong(code, args);
    pool.check(case.manifest).map_err(fault)?;
    if matches!(case.manifest.lottery, Lottery::Ticket) {
        return Ok(("pool-right", people));
    }
    let quotas = &case.manifest.quotas;
    match &case.lists.panels {
        Some(Err(broken)) => Err(wrong("panels-malformed", vec![broken.line.to_string()])),
        Some(Ok(panels)) => {
            for (number, panel) in (0_u64..).zip(panels.iter()) {
                pool.panel(number, panel, quotas).map_err(fault)?;
            }
            Ok(("quotas-kept", people))
        }
        None => {
            let opened = case.transcript.opened.as_ref();
            let panel = opened
                .map(|opened| opened.panel.as_slice())
                .unwrap_or_default();
            // A position that is none was named by `opened-panel`.
            let panel = panel.iter().filter_map(|at| u32::try_from(*at).ok());
            let panel: Vec<u32> = panel.collect();
            let number = case.panel.unwrap_or_default();
            pool.panel(number, &panel, quotas).map_err(fault)?;
            Err(open("quotas-of-one", people))
        }
    }
}
