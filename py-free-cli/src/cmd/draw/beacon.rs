//! `draw beacon`: the public round that the plan names, as somebody fetched it.

use std::io::Write as _;
use std::path::Path;

use isonomia::digest::hex;
use isonomia::draw::schema::{Beacon, Manifest, Source};
use isonomia::lottery::beacon::{Chain, pinned};
use isonomia::problem::Problem;

use super::ceremony::{Open, moment};
use super::fetched::{Fetched, address};
use super::say::{refuse, say};
use super::shell;
use crate::args::DrawBeacon;
use crate::clock;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// Adds a round, or says where it is found.
pub(super) fn run(args: &DrawBeacon, ui: &Ui) -> Result<u8, Stop> {
    let mut open = Open::sealed(&args.folder, ui)?;
    let rounds = wanted(open.ceremony.manifest());
    if rounds.is_empty() {
        return Err(refuse(ui, "beacon.none", &[]));
    }
    let Some(file) = &args.file else {
        return tell(&args.folder, &rounds, ui);
    };
    let fetched = Fetched::read(file, ui)?;
    let length = fetched.signature.len();
    let mut fitting = rounds
        .iter()
        .filter(|(chain, _)| chain.scheme.signature_len() == length);
    let Some(&(chain, round)) = fitting.next() else {
        return Err(refuse(
            ui,
            "beacon.unreadable",
            &[("file", &io::name(file))],
        ));
    };
    let words = [
        ("round", &*round.to_string()),
        ("address", &address(chain, round)),
        (
            "found",
            &fetched
                .round
                .map(|round| round.to_string())
                .unwrap_or_default(),
        ),
        ("folder", &shell::quoted(&io::name(&args.folder))),
    ];
    if fetched.round.is_some_and(|found| found != round) {
        return Err(refuse(ui, "beacon.round", &words));
    }
    let previous = fetched
        .previous
        .as_deref()
        .filter(|_| chain.scheme.is_chained());
    if chain.scheme.is_chained() && previous.is_none() {
        return Err(refuse(ui, "beacon.previous", &words));
    }
    if chain.verify(round, previous, &fetched.signature).is_err() {
        return Err(refuse(ui, "beacon.signature", &words));
    }
    let early = early(&open);
    if !early.is_empty() {
        return Err(early.into());
    }
    let added = open.ceremony.beacon(&fetched.to_value(round));
    added?;
    open.save()?;
    let mut out = io::stdout();
    writeln!(out, "{}", say(ui, "beacon.added", &words))?;
    out.flush()?;
    Ok(0)
}

/// What has to be there before the beacon and is not.
fn early(open: &Open) -> Vec<Problem> {
    let missing = open.ceremony.missing().into_iter();
    let problems = missing.filter_map(|fact| {
        let code = match fact.code {
            "missing.secret" => "draw-missing-secret",
            "missing.dice" => "draw-missing-dice",
            "missing.values" => "draw-missing-values",
            _ => return None,
        };
        Some(Problem::error(code).found(fact.args.join(", ")))
    });
    problems.collect()
}

/// Every round that the plan names: chain and number.
pub(super) fn wanted(manifest: &Manifest) -> Vec<(&'static Chain, u64)> {
    let rounds = manifest.sources.iter().filter_map(|source| match source {
        Source::Drand { chain_hash, round } => {
            Some((pinned(chain_hash)?, u64::try_from(*round).ok()?))
        }
        _ => None,
    });
    rounds.collect()
}

fn tell(folder: &Path, rounds: &[(&'static Chain, u64)], ui: &Ui) -> Result<u8, Stop> {
    let folder = shell::quoted(&io::name(folder));
    let mut out = io::stdout();
    for (chain, round) in rounds {
        let time = chain.time_of(*round).unwrap_or_default();
        let key = if clock::now() < time {
            "beacon.will"
        } else {
            "beacon.is"
        };
        let words = [
            ("round", &*round.to_string()),
            ("chain", chain.name),
            ("time", &moment(time)),
        ];
        out.write_all(ui.hanging("", &say(ui, key, &words), 0).as_bytes())?;
        writeln!(out, "\n    {}\n", address(chain, *round))?;
    }
    out.write_all(ui.hanging("", &say(ui, "beacon.then", &[]), 0).as_bytes())?;
    writeln!(out, "    isonomia draw beacon {folder} beacon.json")?;
    out.flush()?;
    Ok(0)
}

/// A round that is published already, which a plan quotes.
pub(super) fn quoted(path: &Path, ui: &Ui) -> Result<Beacon, Stop> {
    let fetched = Fetched::read(path, ui)?;
    let file = io::name(path);
    let unreadable = || refuse(ui, "beacon.unreadable", &[("file", &file)]);
    let (Some(chain), Some(round)) = (fetched.chain(), fetched.round) else {
        return Err(unreadable());
    };
    let previous = fetched
        .previous
        .as_deref()
        .filter(|_| chain.scheme.is_chained());
    if chain.verify(round, previous, &fetched.signature).is_err() {
        let words = [
            ("round", &*round.to_string()),
            ("address", &address(chain, round)),
        ];
        return Err(refuse(ui, "beacon.signature", &words));
    }
    Ok(Beacon {
        chain_hash: chain.hash,
        round,
        signature: hex(&fetched.signature),
        previous_signature: previous.map(hex),
    })
}
