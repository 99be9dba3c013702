//! `draw sign`: parties and auditors, each for what they know; and the organiser who collects.
//! `draw anchor`: the proof of a log.

use std::io::Write as _;
use std::path::Path;

use isonomia::digest::hex;
use isonomia::draw::ceremony::{Ceremony, Text};
use isonomia::draw::due::star;
use isonomia::draw::limits;
use isonomia::draw::note::Note;
use isonomia::draw::schema::{Evidence, Manifest, Source};
use isonomia::draw::seal::{seal, sealed};
use isonomia::draw::texts::signers;
use isonomia::lottery::signature::SigningKey;

use super::ceremony::{Open, manifest};
use super::say::{misuse, refuse, say, told};
use super::{audit, keys, seal as sealing};
use crate::args::{DrawAnchor, DrawSign, Statement};
use crate::clock;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest note or proof (draw/v1, 2.8, closed point 2).
const NOTE: u64 = limits::NOTE_BYTES as u64;

/// Signs, or collects what others signed.
pub(super) fn run(args: &DrawSign, ui: &Ui) -> Result<u8, Stop> {
    let Some(file) = &args.key else {
        return collect(args, ui);
    };
    let key = keys::signer(file, ui)?;
    if args.target.is_dir() {
        let mut open = Open::sealed(&args.target, ui)?;
        let text = claim(args, open.ceremony.manifest(), Some(&open), &key, ui)?;
        let note = sealing::sign(&mut open.ceremony, text, &key)?;
        if let Some(out) = &args.out {
            return written(out, &note, ui);
        }
        open.save()?;
        return line(ui, "sign.added", &[("who", &hex(&key.public()))]);
    }
    // A party or an auditor: the manifest alone, or the working file with what was revealed.
    let known = args.reveals.as_ref().unwrap_or(&args.target);
    let manifest = manifest(&args.target, ui)?;
    let note = if args.statement == Statement::Reveals {
        let bytes = io::bounded(known, limits::FILE_BYTES as u64)?;
        let ceremony = Ceremony::parse(&bytes, unicode_normalization::is_nfc);
        let mut ceremony = ceremony.map_err(|problem| told(problem, known))?;
        if *ceremony.manifest_hash() != seal(&manifest) {
            return Err(refuse(ui, "sign.other-plan", &[("file", &io::name(known))]));
        }
        tell_reveals(&ceremony, ui);
        sealing::sign(&mut ceremony, Text::Reveals, &key)?
    } else {
        let text = claim(args, &manifest, None, &key, ui)?;
        let hash = seal(&manifest);
        let texts = sealed(&manifest, &hash);
        let text = match text {
            Text::ListAudited => texts.list_audited_text(),
            _ => texts.manifest_text(),
        };
        let note = isonomia::draw::seal::sign(&text, &key);
        note?
    };
    if let Some(out) = &args.out {
        return written(out, &note, ui);
    }
    let mut out = io::stdout();
    out.write_all(note.as_bytes())?;
    out.flush()?;
    Ok(0)
}

/// The text that is asked for, once what it claims was checked and shown.
fn claim(
    args: &DrawSign,
    manifest: &Manifest,
    open: Option<&Open>,
    key: &SigningKey,
    ui: &Ui,
) -> Result<Text, Stop> {
    match args.statement {
        Statement::Manifest => {
            tell_manifest(manifest, &key.public(), ui);
            Ok(Text::Manifest)
        }
        Statement::ListAudited => {
            let folder = open.map(|open| &open.folder);
            let panels = args.panels.clone();
            let panels = panels.or_else(|| folder.map(|folder| folder.panels(&manifest.lottery)));
            let pool = args
                .pool
                .clone()
                .or_else(|| folder.map(super::folder::Folder::pool));
            let (Some(panels), Some(pool)) = (panels, pool) else {
                return Err(misuse(ui, "sign.files", &[]));
            };
            let lottery = args.lottery.clone();
            let lottery = lottery.or_else(|| folder.map(super::folder::Folder::lottery));
            let files = audit::Lists {
                panels: &panels,
                pool: &pool,
                lottery: lottery.as_deref(),
            };
            audit::list(manifest, &files, ui)?;
            ui.note(&say(ui, "audit.whole", &[]));
            Ok(Text::ListAudited)
        }
        Statement::Reveals => {
            match open {
                Some(open) => tell_reveals(&open.ceremony, ui),
                None => return Err(misuse(ui, "sign.reveals", &[])),
            }
            Ok(Text::Reveals)
        }
    }
}

fn line(ui: &Ui, key: &str, args: &[(&str, &str)]) -> Result<u8, Stop> {
    let mut out = io::stdout();
    out.write_all(ui.hanging("", &say(ui, key, args), 0).as_bytes())?;
    out.flush()?;
    Ok(0)
}

fn written(out: &Path, note: &str, ui: &Ui) -> Result<u8, Stop> {
    io::create(out, note.as_bytes(), false)?;
    line(ui, "sign.written", &[("file", &io::name(out))])
}

/// The party of the plan with this key.
fn party<'a>(manifest: &'a Manifest, key: &[u8; 32]) -> Option<&'a str> {
    manifest.sources.iter().find_map(|source| match source {
        Source::CommitReveal {
            party,
            key: Some(own),
            ..
        } if own == key => Some(party.as_str()),
        _ => None,
    })
}

/// What somebody puts their name to; on standard error, since the note may go to a pipe.
fn tell_manifest(manifest: &Manifest, key: &[u8; 32], ui: &Ui) {
    let hash = sealing::grouped(&seal(manifest));
    let words = [
        ("purpose", manifest.purpose.as_str()),
        ("organiser", &manifest.organiser.name),
        ("time", &manifest.draw_time.to_string()),
        ("hash", &hash),
    ];
    ui.note(&say(ui, "sign.manifest", &words));
    match party(manifest, key) {
        Some(party) => ui.note(&say(ui, "sign.party", &[("party", party)])),
        None if *key == manifest.organiser.key => {}
        None => ui.note(&say(ui, "sign.auditor", &[])),
    }
}

fn tell_reveals(ceremony: &Ceremony, ui: &Ui) {
    let manifest = ceremony.manifest();
    for (source, evidence) in manifest.sources.iter().zip(ceremony.evidence()) {
        match (source, evidence) {
            (Source::Dice { .. }, Some(Evidence::Digits(digits))) => {
                ui.note(&say(ui, "sign.dice", &[("digits", digits)]));
            }
            (Source::Rfc3797List { items, .. }, Some(Evidence::Values(lists))) => {
                for (item, numbers) in items.iter().zip(lists) {
                    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
                    let words = [("item", item.as_str()), ("numbers", &numbers.join(", "))];
                    ui.note(&say(ui, "sign.list", &words));
                }
            }
            _ => {}
        }
    }
    let beacon = star(manifest);
    if clock::now() > beacon.unix() {
        ui.warning(&say(ui, "sign.late", &[("time", &beacon.to_string())]));
    }
}

/// The organiser puts notes of others into the folder. Each must be about this very plan.
fn collect(args: &DrawSign, ui: &Ui) -> Result<u8, Stop> {
    let mut open = Open::sealed(&args.target, ui)?;
    let mut added = Vec::new();
    for path in &args.add {
        let note = ended(io::typed(path, NOTE)?);
        let taken = open.ceremony.add_note(&note);
        taken.map_err(|problem| {
            let of_draw = note.starts_with("draw/v1 ") && problem.code == "draw-note";
            if of_draw && Note::parse(&note).is_ok_and(|note| signers(&note).is_ok()) {
                refuse(ui, "sign.other-plan", &[("file", &io::name(path))])
            } else {
                told(problem, path)
            }
        })?;
        let keys = Note::parse(&note).ok().and_then(|note| signers(&note).ok());
        added.extend(keys.unwrap_or_default());
    }
    open.save()?;
    let mut out = io::stdout();
    for key in added {
        let who = match party(open.ceremony.manifest(), &key) {
            Some(party) => format!("{party} ({})", hex(&key)),
            None => hex(&key),
        };
        writeln!(out, "{}", say(ui, "sign.added", &[("who", &who)]))?;
    }
    out.flush()?;
    Ok(0)
}

/// A text that ends in a line feed, which some editors drop.
fn ended(mut text: String) -> String {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// `draw anchor`: what the proof is worth is decided by whoever verifies, since trust in logs and
/// witnesses comes from them.
pub(super) fn anchor(args: &DrawAnchor, ui: &Ui) -> Result<u8, Stop> {
    let mut open = Open::sealed(&args.folder, ui)?;
    let proof = io::typed(&args.proof, NOTE)?;
    let taken = open.ceremony.add_anchor(&ended(proof));
    taken.map_err(|problem| told(problem, &args.proof))?;
    open.save()?;
    line(ui, "anchor.added", &[("file", &io::name(&args.proof))])
}
