//! `draw prove`: the organiser writes two files for each person; a person reads the own.

use std::io::Write as _;
use std::path::Path;

use isonomia::draw::list::PanelsFile;
use isonomia::draw::pool::PoolFile;
use isonomia::draw::prove::{Proof, Prover, check};
use isonomia::draw::schema::{Manifest, Transcript};
use isonomia::draw::{Finding, limits};
use isonomia::json::{Limits, Value, parse_with};

use super::ceremony::Open;
use super::run::{SIDE, people};
use super::say::{misuse, numbered, refuse, say, told};
use super::{files, shell};
use crate::args::DrawProve;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest proof: a record and forty hashes.
const PROOF: u64 = 1 << 20;

/// Writes proofs, or reads one.
pub(super) fn run(args: &DrawProve, ui: &Ui) -> Result<u8, Stop> {
    let writes = args.all || !args.person.is_empty();
    match (writes, args.target.is_dir()) {
        (true, true) => write(args, ui),
        (false, false) => read(args, ui),
        (true, false) => Err(misuse(ui, "prove.folder", &[])),
        (false, true) => Err(misuse(ui, "prove.who", &[])),
    }
}

/// The organiser's side.
fn write(args: &DrawProve, ui: &Ui) -> Result<u8, Stop> {
    let open = Open::sealed(&args.target, ui)?;
    let pool_file = open.folder.pool();
    let bytes = io::bounded(&pool_file, SIDE)?;
    let pool = PoolFile::parse(&bytes);
    let pool = pool.map_err(|problem| files::refused(problem, &pool_file, &bytes, ui))?;
    let prover = Prover::new(open.ceremony.manifest(), &pool);
    let prover = prover.map_err(|problem| told(problem, &pool_file))?;
    let Some(people) = people(&open, ui)? else {
        let file = io::name(&open.folder.people());
        return Err(refuse(ui, "prove.no-people", &[("file", &file)]));
    };
    let positions: Vec<u32> = if args.all {
        (0..pool.size()).collect()
    } else {
        let mut positions = Vec::new();
        for who in &args.person {
            let found = people.find(who);
            positions.push(found.ok_or_else(|| refuse(ui, "prove.unknown", &[("who", who)]))?);
        }
        positions
    };
    let folder = args.out.clone().unwrap_or_else(|| open.folder.proofs());
    if !folder.is_dir() {
        io::create_folder(&folder)?;
    }
    let mut last = None;
    for position in positions {
        let (Some(proof), Some(person)) = (prover.proof(position), people.get(position)) else {
            continue;
        };
        // Named by the pseudonym: an id may hold signs that no file name may.
        let private = folder.join(format!("{}-private.json", person.pseudonym));
        let shown = folder.join(format!("{}-to-show.json", person.pseudonym));
        put(&private, &files::line(&proof.to_value()), true)?;
        put(&shown, &files::line(&proof.shareable().to_value()), false)?;
        last = Some((person.id.clone(), private, shown));
    }
    let mut out = io::stdout();
    let here = io::name(&folder);
    match last {
        Some((id, private, shown)) if args.person.len() == 1 => {
            let words = [
                ("who", id.as_str()),
                ("private", &io::name(&private)),
                ("shown", &io::name(&shown)),
            ];
            writeln!(out, "{}", say(ui, "prove.written", &words))?;
        }
        _ => writeln!(out, "{}", say(ui, "prove.all", &[("folder", &here)]))?,
    }
    out.flush()?;
    Ok(0)
}

/// Writes a proof; the same one again is no mistake, another one is never written over.
fn put(path: &Path, bytes: &[u8], secret: bool) -> Result<(), Stop> {
    if std::fs::read(path).is_ok_and(|held| held == bytes) {
        return Ok(());
    }
    Ok(io::create(path, bytes, secret)?)
}

/// The person's side.
fn read(args: &DrawProve, ui: &Ui) -> Result<u8, Stop> {
    let Some(of) = &args.transcript else {
        return Err(misuse(ui, "prove.transcript", &[]));
    };
    let bytes = io::bounded(&args.target, PROOF)?;
    let proof = Proof::parse(&bytes, unicode_normalization::is_nfc);
    let proof = proof.map_err(|problem| files::refused(problem, &args.target, &bytes, ui))?;
    let value = document(of, ui)?;
    let wrong = |pointer: String| files::field(of, &pointer, ui);
    let transcript = match value.get("manifest") {
        Some(_) => Some(Transcript::from_value(&value).map_err(|e| wrong(e.pointer))?),
        None => None,
    };
    let manifest = match &transcript {
        Some(transcript) => transcript.manifest.clone(),
        None => Manifest::from_value(&value).map_err(|error| wrong(error.pointer))?,
    };
    let panels = match &args.panels {
        Some(path) => {
            let bytes = io::bounded(path, SIDE)?;
            let panels = PanelsFile::parse(&bytes);
            Some(panels.map_err(|problem| files::refused(problem, path, &bytes, ui))?)
        }
        None => None,
    };
    let proved = check(&proof, &manifest, transcript.as_ref(), panels.as_ref());
    let mut out = io::stdout();
    if args.json {
        let facts = proved.facts.iter().map(|fact| {
            let args = fact.args.iter().map(|arg| Value::from(arg.as_str()));
            Value::object([
                ("args", Value::Array(args.collect())),
                ("code", Value::from(fact.code)),
            ])
        });
        let pair = proved.chance.map_or(Value::Null, |(count, of)| {
            Value::Array(vec![Value::from(count), Value::from(of)])
        });
        let whole = Value::object([
            ("chance", pair),
            ("drawn", proved.drawn.map_or(Value::Null, Value::from)),
            ("facts", Value::Array(facts.collect())),
            ("finding", Value::from(proved.finding.word())),
        ]);
        out.write_all(&files::line(&whole))?;
    } else {
        for fact in &proved.facts {
            let text = numbered(ui, fact.code, &fact.args);
            out.write_all(ui.hanging("", &text, 0).as_bytes())?;
        }
        if transcript.is_some() {
            let command = format!("isonomia draw verify {}", shell::quoted(&io::name(of)));
            writeln!(
                out,
                "\n{}",
                say(ui, "prove.verify", &[("command", &command)])
            )?;
        }
    }
    out.flush()?;
    Ok(u8::from(proved.finding == Finding::Fail))
}

/// A transcript or a manifest.
pub(super) fn document(path: &Path, ui: &Ui) -> Result<Value, Stop> {
    let bytes = io::bounded(path, limits::FILE_BYTES as u64)?;
    let limits = Limits {
        depth: limits::NESTING,
        bytes: limits::FILE_BYTES,
        is_nfc: Some(unicode_normalization::is_nfc),
    };
    parse_with(&bytes, &limits).map_err(|error| files::broken(path, &bytes, &error, ui))
}
