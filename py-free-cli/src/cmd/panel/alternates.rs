//! `isonomia panel alternates`: whom to keep in reserve.

use std::io::Write as _;
use std::path::Path;

use isonomia::digest::Digest;
use isonomia::draw::Trust;
use isonomia::formats::{read_past, read_stay};
use isonomia::instance::Pool;
use isonomia::lottery::Seed;
use isonomia::num::ratio_text;
use isonomia::panel::alternates::{
    Asked, DROPOUT_LABEL, PEOPLE_LABEL, Source, choose, parse, recheck, terms,
};
use isonomia::panel::dropout::Stay;
use isonomia::present;
use isonomia::problem::{Diagnostics, Problem};
use isonomia::propose::reserve::Effort;

use super::drawn;
use super::report::inputs;
use super::select::{sheet, style, warn_of_formulas};
use crate::args::PanelAlternates;
use crate::input::{self, WORKBOOK};
use crate::io::{self, Stop};
use crate::lots;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelAlternates, ui: &Ui) -> Result<u8, Stop> {
    let picked = drawn::read(&args.pool, &args.drawn, ui)?;
    let pool = picked.pool()?;
    if let Some(path) = &args.check {
        return check(pool, path, ui);
    }
    let Some(count) = args.count else {
        return Err(Stop::Usage(Problem::error("usage-count-missing")));
    };
    let stay = stay(args, pool)?;
    let mut inputs = inputs(&args.pool, &args.drawn);
    let more = [&args.dropout, &args.fit, &args.lots];
    inputs.extend(more.into_iter().flatten().map(std::path::PathBuf::as_path));
    let mut asked = Asked {
        pool,
        panel: &[],
        stay: &stay,
        count,
        scenarios: args.scenarios,
        measure: args.measure,
        alternates_drop: args.alternates_drop,
    };
    let mut fixed = terms(&asked).canonical();
    fixed.push(b'\n');
    if let Some(path) = &args.terms {
        io::write(path, &fixed, &inputs)?;
        let name = io::name(path);
        ui.note(&ui.say("cli.panel.alternates-terms", &[("file", &name)]));
        return Ok(0);
    }
    let panel = picked.panel(&args.drawn)?;
    asked.panel = &panel;
    let drawn = seed(args, &fixed, ui)?;
    let source = drawn.source();
    let chosen = choose(&asked, drawn.seed, Effort::default())?;
    let mut report = chosen.to_value(&asked, drawn.seed, &source).canonical();
    report.push(b'\n');
    let mut out = io::stdout();
    if args.json {
        out.write_all(&report)?;
    } else {
        let blocks = present::alternates(&asked, &chosen, &source, ui.lang);
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    if let Some(path) = &args.report {
        io::write(path, &report, &inputs)?;
    }
    if let Some(path) = &args.out {
        let who = |person| chosen.people.binary_search(&person).is_ok();
        let style = style(&args.style, &args.pool.columns)?;
        let written = sheet(&picked, &args.pool)?.write(&who, &style)?;
        io::write(path, &written.bytes, &inputs)?;
        warn_of_formulas(&written, &args.style, &io::name(path), ui);
        ui.note(&ui.say("cli.panel.alternates-file", &[("file", &io::name(path))]));
    }
    out.flush()?;
    Ok(0)
}

/// Checks a report against the pool.
fn check(pool: &Pool, path: &Path, ui: &Ui) -> Result<u8, Stop> {
    let named = |problem: Problem| problem.in_file(&io::name(path));
    let report = parse(&io::bytes(path)?).map_err(named)?;
    let proven = recheck(pool, &report).map_err(named)?;
    let words = [
        ("loss", &*ratio_text(&proven.loss)),
        ("bound", &ratio_text(&proven.bound)),
    ];
    let mut out = io::stdout();
    writeln!(out, "{}", ui.say("alternates.checked", &words))?;
    out.flush()?;
    Ok(0)
}

/// The model of who stays.
fn stay(args: &PanelAlternates, pool: &Pool) -> Result<Stay, Stop> {
    if let Some(base) = args.stays {
        return Ok(Stay::same(pool, base)?);
    }
    let Some(path) = args.dropout.as_deref().or(args.fit.as_deref()) else {
        return Err(Stop::Usage(Problem::error("usage-stay-missing")));
    };
    let mut diagnostics = Diagnostics::new(&io::name(path));
    let mut reader = io::open(path)?;
    let read = if args.dropout.is_some() {
        read_stay(&mut *reader, pool, WORKBOOK, &mut diagnostics)
    } else {
        let stayed = &args.stayed;
        let past = read_past(&mut *reader, pool, stayed, WORKBOOK, &mut diagnostics);
        past.map(|past| Stay::fitted(pool, &past)).transpose()?
    };
    read.ok_or_else(|| Stop::Problems(input::errors(diagnostics, path)))
}

/// Where chance comes from.
struct Drawn {
    seed: Seed,
    origin: &'static str,
    manifest: Option<[u8; 32]>,
    bound: bool,
}

impl Drawn {
    fn source(&self) -> Source<'_> {
        Source {
            origin: self.origin,
            manifest: self.manifest,
            bound: self.bound,
        }
    }
}

/// The seed typed, or that of a sealed draw under labels of our own. `fixed` is the terms as they
/// are written: the manifest may bind them.
fn seed(args: &PanelAlternates, fixed: &[u8], ui: &Ui) -> Result<Drawn, Stop> {
    if let Some(seed) = args.seed {
        return Ok(Drawn {
            seed,
            origin: "operator",
            manifest: None,
            bound: false,
        });
    }
    let Some(path) = args.lots.as_deref().or(args.drawn.draw.as_deref()) else {
        return Err(Stop::Usage(Problem::error("usage-seed-missing")));
    };
    let trust = Trust {
        seal: args.seal,
        saw: args.saw.as_deref().map(lots::saw),
        ..Trust::none(unicode_normalization::is_nfc)
    };
    let sealed = drawn::sealed(path, &trust, ui)?;
    sealed.seed_for(PEOPLE_LABEL)?;
    Ok(Drawn {
        seed: sealed.seed_for(DROPOUT_LABEL)?,
        origin: sealed.origin.word(),
        manifest: Some(sealed.manifest),
        bound: sealed.binds(Digest::of(fixed).as_bytes()),
    })
}
