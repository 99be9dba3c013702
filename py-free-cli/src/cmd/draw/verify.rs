//! `draw verify`: every check of a transcript in a sentence, what was learnt beside, and what no
//! check can show.

use std::io::Write;
use std::path::{Path, PathBuf};

use isonomia::draw::policy::Policy;
use isonomia::draw::schema::Lottery;
use isonomia::draw::{Check, Fact, Finding, Trust, Verdict, chances, limits, rehearsal, verify};
use isonomia::json::{Value, parse};
use isonomia::present::{self, Block, draw_check, draw_verdict};
use isonomia::problem::Problem;
use isonomia::run::Work;

use super::audit::CHANCES;
use super::files;
use super::folder::Folder;
use super::rehearsal::beside;
use super::say::{misuse, numbered, say};
use crate::args::DrawVerify;
use crate::input::Files;
use crate::io::{self, Stop};
use crate::lots::saw;
use crate::terminal::Ui;
use crate::threads::Threads;

/// The largest transcript that is read: those of a ceremony have 16 MiB at most, which is one of
/// the checks; rehearsals hold a whole report.
const TRANSCRIPT: u64 = 1 << 26;

/// The largest file of panels or of a pool.
const SIDE: u64 = limits::SIDE_FILE_BYTES as u64;

/// The largest policy.
const POLICY: u64 = 1 << 20;

/// Checks a transcript of either kind.
pub(super) fn run(args: &DrawVerify, ui: &Ui) -> Result<u8, Stop> {
    if args.transcript.is_dir() {
        return run(&of_folder(args, ui)?, ui);
    }
    let beside = [&args.policy, &args.panels, &args.pool, &args.categories];
    let beside = beside.into_iter().chain([&args.lottery]);
    let files = beside.flatten().chain(&args.previous);
    let files = files.chain(&args.input).chain([&args.transcript]);
    if files.filter(|path| io::is_stdin(path)).count() > 1 {
        return Err(Stop::Usage(Problem::error("usage-stdin-twice")));
    }
    let transcript = io::bounded(&args.transcript, TRANSCRIPT)?;
    let is_rehearsal = is_rehearsal(&transcript);
    let verdict = if is_rehearsal {
        if let Some(flag) = of_ceremonies(args) {
            return Err(misuse(ui, "verify.ceremony-words", &[("flag", flag)]));
        }
        rehearsed(&transcript, args)?
    } else {
        if !args.input.is_empty() || args.categories.is_some() {
            return Err(misuse(ui, "verify.rehearsal-words", &[]));
        }
        drawn(&transcript, args, ui)?
    };
    let mut out = io::stdout();
    if args.json {
        out.write_all(&verdict.to_value().canonical())?;
        out.write_all(b"\n")?;
    } else if is_rehearsal {
        out.write_all(said(&verdict, ui).as_bytes())?;
    } else {
        out.write_all(told(&verdict, ui).as_bytes())?;
    }
    out.flush()?;
    if let (Finding::Fail, Some(text)) = (
        verdict.verdict,
        files::spoilt(&args.transcript, &transcript, ui),
    ) {
        ui.note(&text);
    }
    Ok(super::code(verdict.verdict))
}

/// What a folder holds of a ceremony: an auditor's has lists, one for the public has none. What is
/// named by a word of its own is taken from there.
fn of_folder(args: &DrawVerify, ui: &Ui) -> Result<DrawVerify, Stop> {
    let folder = Folder(args.transcript.clone());
    let transcript = folder.transcript();
    let manifest = super::ceremony::manifest(&transcript, ui)?;
    let found = |own: &Option<PathBuf>, path: PathBuf| {
        let path = path.is_file().then_some(path);
        own.clone().or(path)
    };
    let listed = matches!(manifest.lottery, Lottery::UniformPanels { .. });
    let panels = listed.then(|| folder.panels(&manifest.lottery));
    Ok(DrawVerify {
        transcript,
        panels: found(&args.panels, panels.unwrap_or_default()),
        pool: found(&args.pool, folder.pool()),
        lottery: found(&args.lottery, folder.lottery()),
        ..args.clone()
    })
}

/// Whether this is the transcript of a rehearsal at once. Anything else is held to draw/v1.
fn is_rehearsal(bytes: &[u8]) -> bool {
    let format = parse(bytes)
        .ok()
        .and_then(|value| match value.get("format") {
            Some(Value::Str(format)) => Some(format.clone()),
            _ => None,
        });
    format.is_some_and(|format| format.starts_with("isonomia/"))
}

/// A word typed that says something of a ceremony.
fn of_ceremonies(args: &DrawVerify) -> Option<&'static str> {
    let words = [
        ("--seal", args.seal.is_some()),
        ("--saw", args.saw.is_some()),
        ("--policy", args.policy.is_some()),
        ("--panels", args.panels.is_some()),
        ("--pool", args.pool.is_some()),
        ("--lottery", args.lottery.is_some()),
        ("--previous", !args.previous.is_empty()),
        ("--key", args.key.is_some()),
        ("--draw-id", args.draw_id.is_some()),
    ];
    let mut typed = words.into_iter().filter(|(_, typed)| *typed);
    typed.next().map(|(word, _)| word)
}

/// The verdict on a draw, with everything the user brought along.
fn drawn(transcript: &[u8], args: &DrawVerify, ui: &Ui) -> Result<Verdict, Stop> {
    let side = |path: &Option<std::path::PathBuf>| match path {
        Some(path) => io::bounded(path, SIDE).map(Some),
        None => Ok(None),
    };
    let (panels, pool) = (side(&args.panels)?, side(&args.pool)?);
    let chances = args.lottery.as_ref();
    let chances = chances.map(|path| io::bounded(path, CHANCES)).transpose()?;
    let previous = args.previous.iter();
    let previous = previous.map(|path| io::bounded(path, limits::FILE_BYTES as u64));
    let previous: Vec<Vec<u8>> = previous.collect::<Result<_, _>>()?;
    let policy = match &args.policy {
        Some(path) => Some(policy(path, ui)?),
        None => None,
    };
    let trust = Trust {
        seal: args.seal,
        saw: args.saw.as_deref().map(saw),
        policy,
        key: args.key,
        draw_id: args.draw_id.clone(),
        panels: panels.as_deref(),
        pool: pool.as_deref(),
        chances: chances.as_deref(),
        replay: Some(chances::replay),
        previous: previous.iter().map(Vec::as_slice).collect(),
        ..Trust::none(unicode_normalization::is_nfc)
    };
    Ok(verify(transcript, &trust))
}

fn policy(path: &Path, ui: &Ui) -> Result<Policy, Stop> {
    let text = io::typed(path, POLICY)?;
    Policy::parse(text.as_bytes()).map_err(|error| {
        let args = [("file", &*io::name(path)), ("found", &error.to_string())];
        misuse(ui, "verify.policy", &args)
    })
}

/// The verdict on a rehearsal.
fn rehearsed(transcript: &[u8], args: &DrawVerify) -> Result<Verdict, Stop> {
    let (people, categories) = match (args.input.as_slice(), &args.categories) {
        ([], None) => (None, None),
        ([people], categories) => (Some(people), categories.as_ref()),
        ([people, categories], None) => (Some(people), Some(categories)),
        _ => return Err(Stop::Usage(Problem::error("usage-draw-files"))),
    };
    let categories = categories.map(std::path::PathBuf::as_path);
    let files = people.map(|people| Files::open(people, &beside(categories)));
    let mut files = files.transpose()?;
    let mut sources = files.as_mut().map(Files::sources);
    let mut work = Work {
        progress: None,
        executor: &Threads,
    };
    Ok(rehearsal::verify(
        transcript,
        sources.as_deref_mut(),
        &mut work,
    ))
}

/// The verdict on a draw as text: the word and what it means, every check, facts, limits.
fn told(verdict: &Verdict, ui: &Ui) -> String {
    let word = verdict.verdict.word();
    let mut out = String::new();
    let mut put = |first: &str, text: &str| out.push_str(&ui.hanging(first, text, first.len()));
    let key = format!("verdict.{}", word.to_ascii_lowercase());
    put("", &numbered(ui, &key, &[]));
    put("", "");
    for check in &verdict.checks {
        let (title, why) = sentence(check, ui);
        put(
            &format!("{:<10}", check.finding.word()),
            &format!("{title}: {why}"),
        );
    }
    if !verdict.facts.is_empty() {
        put("", "");
        for fact in &verdict.facts {
            put("- ", &self::fact(fact, ui));
        }
    }
    put("", "");
    put("", &say(ui, "verify.unshown", &[]));
    for code in &verdict.unshown {
        put("- ", &numbered(ui, &format!("unshown.{code}"), &[]));
    }
    out
}

/// Title of a check, and why it found what it found.
pub(super) fn sentence(check: &Check, ui: &Ui) -> (String, String) {
    // Titles of `draw-key` and `result` take the label of the draw.
    let label = std::slice::from_ref(&check.label);
    let title = numbered(ui, &format!("check.{}", check.name), label);
    let why = numbered(ui, &format!("code.{}", check.code), &check.args);
    (title, why)
}

/// Something learnt beside the checks.
pub(super) fn fact(fact: &Fact, ui: &Ui) -> String {
    numbered(ui, &format!("fact.{}", fact.code), &fact.args)
}

/// The verdict on a rehearsal as text. Checks are sentences, which a table would cut.
fn said(verdict: &Verdict, ui: &Ui) -> String {
    let mut out = String::new();
    for block in draw_verdict(verdict, ui.lang) {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Table(_) => out.push_str(&checks(verdict, ui)),
            block => out.push_str(&present::text(&[block], ui.style)),
        }
    }
    out
}

/// A line for each check: what was found, its title, and why.
fn checks(verdict: &Verdict, ui: &Ui) -> String {
    let mut out = String::new();
    for check in &verdict.checks {
        let title = ui.say(&format!("draw.check.{}", check.name), &[]);
        let first = format!("{:<10}", check.finding.word());
        let text = format!("{title}: {}", draw_check(check, ui.lang));
        out.push_str(&ui.hanging(&first, &text, first.len()));
    }
    out
}
