//! `draw run`: the draw itself, from a ceremony in which every source has spoken.

use std::io::Write as _;

use isonomia::draw::assemble::{self, reserves};
use isonomia::draw::list::PanelsFile;
use isonomia::draw::pool::People;
use isonomia::draw::schema::{Lottery, Op, Source, Transcript};
use isonomia::draw::{Finding, Trust, limits, verify};
use isonomia::json::Value;

use super::ceremony::Open;
use super::say::{misuse, refuse, say};
use super::verify::sentence;
use super::{files, shell};
use crate::args::DrawRun;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest list of panels or table of people.
pub(super) const SIDE: u64 = limits::SIDE_FILE_BYTES as u64;

/// Most lots that are shown; all stand in the transcript.
const SHOWN: usize = 100;

/// Draws, and writes the transcript.
pub(super) fn run(args: &DrawRun, ui: &Ui) -> Result<u8, Stop> {
    if let Some(flag) = of_rehearsals(args) {
        return Err(misuse(ui, "run.only-rehearsal", &[("flag", flag)]));
    }
    let is_folder = args.target.join("ceremony.json").is_file();
    if !is_folder {
        let words = [("file", &*io::name(&args.target))];
        return Err(refuse(ui, "run.not-sealed", &words));
    }
    let open = Open::sealed(&args.target, ui)?;
    let manifest = open.ceremony.manifest();
    let panels = match manifest.lottery {
        Lottery::UniformPanels { .. } => Some(panels(&open, ui)?),
        Lottery::Ticket => None,
    };
    let transcript = assemble::run(&open.ceremony, panels.as_ref());
    let transcript = transcript?;
    let bytes = files::line(&transcript.to_value());
    // What is written is what everybody will check: it is held to the same checks first.
    let verdict = verify(&bytes, &Trust::none(unicode_normalization::is_nfc));
    if let Some(check) = verdict.checks.iter().find(|c| c.finding == Finding::Fail) {
        let (title, why) = sentence(check, ui);
        return Err(refuse(ui, "run.fails", &[("check", &title), ("why", &why)]));
    }
    let out = args.out.clone().unwrap_or_else(|| open.folder.transcript());
    let written = std::fs::read(&out).is_ok_and(|held| held == bytes);
    if !written {
        io::create(&out, &bytes, false)?;
    }
    tell(&open, &transcript, &out, ui)?;
    Ok(0)
}

/// Who has a lot under this label, the first of them first.
fn lots<'a>(transcript: &'a Transcript, label: &str) -> Vec<&'a str> {
    let mut results = transcript.results.iter();
    let result = results.find(|result| result.label == label);
    let value = result.and_then(|result| result.value.as_array());
    let pairs = value.unwrap_or_default().iter().filter_map(Value::as_array);
    pairs.filter_map(|pair| pair.first()?.as_str()).collect()
}

/// A word typed that only a rehearsal has.
fn of_rehearsals(args: &DrawRun) -> Option<&'static str> {
    let words = [
        ("--categories", args.categories.is_some()),
        ("--seats", args.seats.is_some()),
        ("--set", !args.set.is_empty()),
        ("--ties", args.ties.is_some()),
        ("--dice", args.dice.is_some()),
        ("--seed", args.seed.is_some()),
    ];
    let mut typed = words.into_iter().filter(|(_, typed)| *typed);
    typed.next().map(|(word, _)| word)
}

/// The list of panels in the folder.
fn panels(open: &Open, ui: &Ui) -> Result<PanelsFile, Stop> {
    let path = open.folder.panels(&open.ceremony.manifest().lottery);
    let bytes = io::bounded(&path, SIDE)?;
    PanelsFile::parse(&bytes).map_err(|problem| files::refused(problem, &path, &bytes, ui))
}

/// Who stands behind each leaf, if the organiser still has it.
pub(super) fn people(open: &Open, ui: &Ui) -> Result<Option<People>, Stop> {
    let path = open.folder.people();
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = io::bounded(&path, SIDE)?;
    let people = People::parse(&bytes);
    let people = people.map_err(|problem| files::refused(problem, &path, &bytes, ui))?;
    if people.root != open.ceremony.manifest().pool.root {
        return Err(refuse(ui, "file.digest", &[("file", &io::name(&path))]));
    }
    Ok(Some(people))
}

/// Panel and reserves, by the ids of the organiser's own list where they are known.
fn tell(open: &Open, transcript: &Transcript, path: &std::path::Path, ui: &Ui) -> Result<(), Stop> {
    let people = people(open, ui)?;
    let name = |position: &i64| {
        let known = people.as_ref().zip(u32::try_from(*position).ok());
        let person = known.and_then(|(people, position)| people.get(position));
        person.map_or_else(|| position.to_string(), |person| person.id.clone())
    };
    let mut out = io::stdout();
    let mut put = |first: &str, text: &str| {
        out.write_all(ui.hanging(first, text, first.chars().count()).as_bytes())
    };
    let manifest = &transcript.manifest;
    if manifest.rehearsal {
        put("", &say(ui, "rehearsal.mark", &[]))?;
    }
    if let Some(opened) = &transcript.opened {
        let members: Vec<String> = opened.panel.iter().map(name).collect();
        let words = [
            (
                "index",
                &*opened.index.as_i64().unwrap_or_default().to_string(),
            ),
            ("members", &members.join(", ")),
        ];
        put("", &say(ui, "run.panel", &words))?;
    }
    for draw in &manifest.draws {
        match draw.op {
            Op::Sample { .. } => {
                let drawn = reserves(transcript, &draw.label).unwrap_or_default();
                let drawn: Vec<String> = drawn.iter().map(name).collect();
                let words = [("label", &*draw.label), ("members", &drawn.join(", "))];
                put("", &say(ui, "run.sample", &words))?;
            }
            Op::Ticket { .. } => {
                let mut drawn = lots(transcript, &draw.label);
                if drawn.len() > SHOWN {
                    drawn.truncate(SHOWN);
                    drawn.push("…");
                }
                let words = [("label", &*draw.label), ("members", &drawn.join(", "))];
                put("", &say(ui, "run.tickets", &words))?;
            }
            Op::Below { .. } | Op::Direct { .. } => {}
        }
    }
    if people.is_some() {
        put("", &say(ui, "run.private", &[]))?;
    }
    let file = io::name(path);
    put("", &say(ui, "run.written", &[("file", &file)]))?;
    // Words in capitals stand for what the reader was given: a hash that came with the file it
    // is held against would show nothing.
    let noted =
        |source: &Source| matches!(source, Source::Dice { .. } | Source::Rfc3797List { .. });
    let saw = if manifest.sources.iter().any(noted) {
        " --saw DIGITS"
    } else {
        ""
    };
    writeln!(
        out,
        "\n    isonomia draw verify {} --seal HASH{saw}",
        shell::quoted(&file)
    )?;
    Ok(out.flush()?)
}
