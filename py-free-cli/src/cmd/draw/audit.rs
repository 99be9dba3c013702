//! What a signature under a plan or a list claims, checked before it is made: by the very checks
//! that everybody's verifier makes, on a transcript that holds nothing but the manifest.

use std::collections::BTreeMap;
use std::path::Path;

use isonomia::digest::Digest;
use isonomia::draw::schema::{Derived, Lottery, Manifest, TicketIds, Transcript};
use isonomia::draw::{Check, Finding, Trust, chances, limits, verify};
use isonomia::json::Value;

use super::ceremony::Open;
use super::say::{misuse, refuse};
use super::verify::sentence;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest list of panels or pool.
const SIDE: u64 = limits::SIDE_FILE_BYTES as u64;

/// The largest file of chances.
pub(super) const CHANCES: u64 = chances::BYTES as u64;

/// Checks that a manifest alone decides.
const PLAN: &[&str] = &[
    "json",
    "schema",
    "sources",
    "draw-time",
    "reveal-order",
    "drand-chain",
    "drand-round-not-from-draw-time",
    "not-before-beacon",
    "draw-labels",
    "panel-draw",
    "sample-size",
];

/// Checks of the lists behind the roots.
const LISTS: &[&str] = &["panel-list", "panel-quotas", "panel-chances"];

/// Everything of a folder that is about to be sealed.
pub(super) fn own(open: &Open, ui: &Ui) -> Result<(), Stop> {
    let manifest = open.ceremony.manifest();
    let panels = open.folder.panels(&manifest.lottery);
    let files = Lists {
        panels: &panels,
        pool: &open.folder.pool(),
        lottery: Some(&open.folder.lottery()),
    };
    list(manifest, &files, ui)
}

/// The files behind the roots of a plan.
pub(super) struct Lists<'a> {
    /// The list of panels.
    pub(super) panels: &'a Path,
    /// The pool.
    pub(super) pool: &'a Path,
    /// The chances behind the list; looked at only where the plan holds their digest.
    pub(super) lottery: Option<&'a Path>,
}

/// The chances and their proof, those whose digest stands in the plan, where there is one.
fn chances(manifest: &Manifest, files: &Lists<'_>, ui: &Ui) -> Result<Option<Vec<u8>>, Stop> {
    let Some(stated) = chances::stated(manifest) else {
        return Ok(None);
    };
    let Some(file) = files.lottery else {
        return Err(misuse(ui, "sign.lottery", &[]));
    };
    let bytes = io::bounded(file, CHANCES)?;
    if Digest::of(&bytes).tagged() == stated {
        return Ok(Some(bytes));
    }
    Err(refuse(ui, "audit.lottery", &[("file", &io::name(file))]))
}

/// "I recomputed pool and panel roots, checked every panel, and counted the chances again."
pub(super) fn list(manifest: &Manifest, files: &Lists<'_>, ui: &Ui) -> Result<(), Stop> {
    let listed = matches!(manifest.lottery, Lottery::UniformPanels { .. });
    let panels = listed
        .then(|| io::bounded(files.panels, SIDE))
        .transpose()?;
    let pool = io::bounded(files.pool, SIDE)?;
    let chances = chances(manifest, files, ui)?;
    let trust = Trust {
        panels: panels.as_deref(),
        pool: Some(&pool),
        chances: chances.as_deref(),
        replay: Some(chances::replay),
        ..Trust::none(unicode_normalization::is_nfc)
    };
    let verdict = verify(&bare(manifest).to_value().canonical(), &trust);
    for check in &verdict.checks {
        let must = if LISTS.contains(&check.name) {
            check.finding != Finding::Pass
        } else {
            PLAN.contains(&check.name) && check.finding == Finding::Fail
        };
        if must {
            return Err(differs(check, ui));
        }
    }
    Ok(())
}

fn differs(check: &Check, ui: &Ui) -> Stop {
    let (title, why) = sentence(check, ui);
    refuse(ui, "audit.differs", &[("check", &title), ("why", &why)])
}

/// A transcript of the manifest alone.
fn bare(manifest: &Manifest) -> Transcript {
    Transcript {
        manifest: manifest.clone(),
        sealed: manifest.to_value(),
        signatures: Vec::new(),
        anchors: Vec::new(),
        evidence: Vec::new(),
        derived: Derived {
            manifest_hash: Value::Null,
            source_digests: Vec::new(),
            seed: Value::Null,
            draw_keys: BTreeMap::new(),
        },
        ticket_ids: TicketIds::One(Vec::new()),
        results: Vec::new(),
        opened: None,
    }
}
