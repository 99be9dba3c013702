//! `draw seal`: the organiser's signature, and what to publish.

use std::io::Write as _;

use isonomia::draw::ceremony::{Ceremony, Text};
use isonomia::draw::chances;
use isonomia::draw::due::deadline;
use isonomia::draw::seal::publish;
use isonomia::lottery::signature::SigningKey;

use super::ceremony::Open;
use super::fetched::address;
use super::folder::lots_alone;
use super::say::{misuse, numbered, refuse, say};
use super::{audit, keys, shell};
use crate::args::DrawSeal;
use crate::clock;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// Seals a plan; of one that is sealed already it says again what to publish.
pub(super) fn run(args: &DrawSeal, ui: &Ui) -> Result<u8, Stop> {
    let mut open = Open::folder(&args.folder, ui)?;
    if !open.ceremony.is_sealed() {
        let Some(file) = &args.key else {
            return Err(misuse(ui, "seal.key", &[]));
        };
        let key = keys::signer(file, ui)?;
        if key.public() != open.ceremony.manifest().organiser.key {
            return Err(refuse(ui, "seal.other-key", &[("file", &io::name(file))]));
        }
        // What is sealed cannot be mended: everything is looked at once more before.
        audit::own(&open, ui)?;
        sign(&mut open.ceremony, Text::Manifest, &key)?;
        open.save()?;
    }
    let note = open.folder.note();
    if !note.exists() {
        let own = open.ceremony.notes().first();
        io::create(&note, own.map_or("", String::as_str).as_bytes(), false)?;
    }
    tell(&open, ui)?;
    Ok(0)
}

/// Signs one of the texts of a ceremony.
pub(super) fn sign(ceremony: &mut Ceremony, text: Text, key: &SigningKey) -> Result<String, Stop> {
    let note = ceremony.sign(text, key);
    Ok(note?)
}

/// What to publish, for whom, and by when.
fn tell(open: &Open, ui: &Ui) -> Result<(), Stop> {
    let manifest = open.ceremony.manifest();
    let folder = &open.folder;
    let mut out = io::stdout();
    let attempt = manifest.attempt.to_string();
    let words = [
        ("purpose", manifest.purpose.as_str()),
        ("attempt", &attempt),
    ];
    let mut text = say(ui, "seal.done", &words);
    if manifest.rehearsal {
        text = format!("{} {text}", say(ui, "rehearsal.mark", &[]));
    }
    out.write_all(ui.hanging("", &text, 0).as_bytes())?;
    writeln!(out, "\n    {}\n", grouped(open.ceremony.manifest_hash()))?;
    let here = shell::quoted(&io::name(&folder.0));
    let steps = publish(manifest).into_iter();
    for step in steps.filter(|step| step.code != "publish.proofs" || !lots_alone(manifest)) {
        let sentence = numbered(ui, step.code, &step.args);
        out.write_all(ui.hanging("- ", &sentence, 2).as_bytes())?;
        let more = match step.code {
            "publish.manifest" => vec![io::name(&folder.manifest()), io::name(&folder.note())],
            "publish.list-public" => vec![io::name(&folder.panels(&manifest.lottery))],
            "publish.list-auditors" => {
                let lists = [folder.panels(&manifest.lottery), folder.pool()];
                let chances = chances::stated(manifest).map(|_| folder.lottery());
                let lists = lists.iter().chain(&chances);
                lists.map(|path| io::name(path)).collect()
            }
            "publish.proofs" => vec![format!("isonomia draw prove {here} --all")],
            "publish.party-signs" => {
                let manifest = shell::quoted(&io::name(&folder.manifest()));
                vec![format!(
                    "isonomia draw sign {manifest} --key NAME.key --out NOTE.txt"
                )]
            }
            "publish.reveal" => vec![format!("isonomia draw reveal {here} NAME.secret.json")],
            "publish.dice" | "publish.dice-direct" => {
                vec![format!("isonomia draw dice {here} DIGITS")]
            }
            "publish.values" => vec![format!("isonomia draw list {here} NUMBERS")],
            "publish.beacon" => vec![
                wanted(open, &step.args).unwrap_or_default(),
                format!("isonomia draw beacon {here} beacon.json"),
            ],
            "publish.run" => vec![format!("isonomia draw run {here}")],
            _ => Vec::new(),
        };
        // Lines of their own, never wrapped: they are there to be copied.
        for line in more.iter().filter(|line| !line.is_empty()) {
            writeln!(out, "      {line}")?;
        }
    }
    out.flush()?;
    let latest = deadline(manifest);
    if clock::now() > latest.unix() {
        ui.warning(&say(ui, "seal.late", &[("time", &latest.to_string())]));
    }
    Ok(())
}

/// Where the round of a step is found.
fn wanted(open: &Open, args: &[String]) -> Option<String> {
    let mut rounds = super::beacon::wanted(open.ceremony.manifest()).into_iter();
    let (chain, round) = rounds.find(|(chain, round)| {
        args.first().is_some_and(|name| name == chain.name)
            && args
                .get(1)
                .is_some_and(|number| *number == round.to_string())
    })?;
    Some(address(chain, round))
}

/// A hash in eight groups, which people can read to each other; blanks do not matter when it is
/// typed.
pub(super) fn grouped(hash: &[u8; 32]) -> String {
    let groups = hash.chunks(4).map(isonomia::digest::hex);
    groups.collect::<Vec<_>>().join(" ")
}
