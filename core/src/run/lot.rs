//! Lots of a count that come from a sealed draw: one ceremony serves panels, reserves and ties.
//!
//! The transcript of a draw (draw/v1) holds a ticket for each option, drawn under a label that
//! was sealed before the randomness existed. Its seed and that label give a rule the same
//! tickets, so the order that decides a tie is the one everybody can read in the transcript.
//!
//! Whoever knows the seed could still choose ballots to fit it. So the digests of everything
//! that the ties will decide on stand in `binds` of the manifest (draw/v1, 2.8, closed point 12),
//! and a lot that does not bind its input is refused.

use super::SealedDraw;
use crate::digest::{hex, unhex32};
use crate::draw::{Finding, Trust};
use crate::formats::Loaded;
use crate::instance::{Input, Pool};
use crate::json::Value;
use crate::lottery::Seed;
use crate::problem::Problem;
use crate::report::{Bound, Lot, SeedOrigin};

/// A lot with its seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The seed of the draw.
    pub seed: Seed,
    /// Whether it is a draw or a rehearsal.
    pub origin: SeedOrigin,
    /// Which draw and which tickets.
    pub lot: Lot,
    /// What the checks of the transcript found, with what the caller knew of it; never FAIL. It
    /// says as much of the caller as of the draw, so it stays out of reports.
    pub verdict: Finding,
}

/// The lot under `label` of a transcript, once all its checks were made.
///
/// # Errors
/// `lot-transcript-fails` with the first check that failed, or `lot-label` where no ticket draw
/// has this label.
pub fn sealed_lot(transcript: &[u8], trust: &Trust<'_>, label: &str) -> Result<Sealed, Problem> {
    let draw = SealedDraw::read(transcript, trust)?;
    let labels = draw.ticket_labels();
    let read = &draw.transcript;
    let Some(ids) = read
        .ticket_ids
        .of(label)
        .filter(|_| labels.contains(&label))
    else {
        return Err(Problem::error("lot-label")
            .path("--lots-label")
            .found(label)
            .expected(labels.join(", ")));
    };
    let lot = Lot {
        draw_id: read.manifest.draw_id.clone(),
        label: label.to_owned(),
        manifest: draw.manifest,
        bound: Some(Bound {
            ids: ids.to_vec(),
            binds: read.manifest.binds.clone().unwrap_or_default(),
        }),
    };
    Ok(Sealed {
        seed: draw.seed,
        origin: draw.origin,
        lot,
        verdict: draw.verdict,
    })
}

/// Refuses an input that the draw does not bind, and options without a ticket.
pub(super) fn check(lot: &Lot, loaded: &Loaded) -> Result<(), Vec<Problem>> {
    if loaded.instance.kind() == Pool::KIND {
        return Err(vec![
            Problem::error("lot-for-panel").path(lot.label.as_str()),
        ]);
    }
    let Some(bound) = &lot.bound else {
        return Ok(());
    };
    let is_bound = |digest: &[u8; 32]| bound.binds.contains(digest);
    let mut problems = Vec::new();
    if !is_bound(loaded.instance.digest().as_bytes()) {
        let open = loaded.files.iter().map(|file| file.sha256.as_bytes());
        for digest in open.filter(|digest| !is_bound(digest)) {
            problems.push(Problem::error("lot-not-bound").found(hex(digest)));
        }
    }
    let options = loaded.instance.options();
    let ids = options
        .into_iter()
        .flat_map(|options| options.all().map(|option| options.id(option)));
    for id in ids.filter(|id| !bound.ids.iter().any(|held| held == id)) {
        problems.push(
            Problem::error("lot-no-ticket")
                .path(lot.label.as_str())
                .found(id),
        );
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// What of a report does not agree with the transcript that its lots are said to come from: for
/// an auditor who has both.
pub fn lot_differs(report: &Value, sealed: &Sealed) -> Option<Problem> {
    let Sealed {
        seed, origin, lot, ..
    } = sealed;
    let stated = |path: &[&str]| {
        let mut value = Some(report);
        for key in path {
            value = value.and_then(|value| value.get(key));
        }
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let rows = [
        (["seed"].as_slice(), seed.to_string()),
        (&["seed_origin"], origin.word().to_owned()),
        (&["lot", "draw_id"], lot.draw_id.clone()),
        (&["lot", "label"], lot.label.clone()),
        (&["lot", "manifest"], hex(&lot.manifest)),
    ];
    for (path, expected) in rows {
        let found = stated(path);
        if found != expected {
            let path = format!("/{}", path.join("/"));
            return Some(
                Problem::error("report-differs")
                    .path(path)
                    .found(found)
                    .expected(expected),
            );
        }
    }
    let binds = &lot.bound.as_ref()?.binds;
    let is_bound = |text: &str| unhex32(text).is_ok_and(|digest| binds.contains(&digest));
    let instance = stated(&["input", "instance"]);
    if is_bound(instance.strip_prefix("sha256:").unwrap_or_default()) {
        return None;
    }
    let files = report.get("input").and_then(|input| input.get("files"));
    let mut digests = files
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
        .filter_map(|file| file.get("sha256").and_then(Value::as_str));
    digests
        .find(|digest| !is_bound(digest))
        .map(|digest| Problem::error("lot-not-bound").found(digest))
}
