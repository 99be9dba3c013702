//! `isonomia audit`: count again, and name the first thing that differs.

use std::io::Write;

use isonomia::audit::{AuditOptions, Verdict, audit, audited_input, read_report};
use isonomia::certify::check;
use isonomia::formats::{FORMATS, Source};
use isonomia::json::Value;
use isonomia::present::{self, Block};
use isonomia::problem::Problem;
use isonomia::run::{Work, lot_differs};

use crate::args::AuditArgs;
use crate::input::{Beside, Files, WORKBOOK, known, values};
use crate::io::{self, Stop};
use crate::lots;
use crate::terminal::Ui;
use crate::threads::Threads;

pub(crate) fn run(args: &AuditArgs, ui: &Ui) -> Result<u8, Stop> {
    if io::is_stdin(&args.report) && io::is_stdin(&args.input) {
        return Err(Stop::Usage(Problem::error("usage-stdin-twice")));
    }
    let formats = || FORMATS.iter().map(|format| format.id);
    known("format-unknown", "--from", args.from.as_deref(), formats())?;
    let format = formats().find(|id| Some(*id) == args.from.as_deref());
    let report = io::bytes(&args.report)?;
    let beside = Beside {
        ballots: args.ballots.as_deref(),
        categories: args.categories.as_deref(),
        projects: args.projects.as_deref(),
        totals: args.totals.as_deref(),
        // Who sat already stands in the report.
        already: None,
    };
    let mut files = Files::open(&args.input, &beside)?;
    if let Some(certificate) = &args.certificate {
        let certificate = io::bytes(certificate)?;
        let verdict = by_certificate(&report, &certificate, &mut files.sources());
        return tell(&verdict, args, "cli.audit.certified", ui);
    }
    let progress = ui.progress(&io::name(&args.input));
    let mut told = |done, of| {
        progress.at(done, of);
        true
    };
    let mut work = Work {
        progress: Some(&mut told),
        executor: &Threads,
    };
    let options = AuditOptions {
        converted: args.converted,
        format,
        workbook: WORKBOOK,
    };
    let mut verdict = audit(&report, &mut files.sources(), options, &mut work);
    drop(progress);
    if verdict.same() {
        verdict.differences.extend(lot_of(&report, args, ui)?);
    }
    let same = if args.converted {
        "cli.audit.same-converted"
    } else if verdict.notes.is_empty() {
        "cli.audit.same"
    } else {
        "cli.audit.same-count"
    };
    tell(&verdict, args, same, ui)
}

/// What of the lots differs from the transcript that was given; without one, nothing is said.
fn lot_of(report: &[u8], args: &AuditArgs, ui: &Ui) -> Result<Option<Problem>, Stop> {
    let Some(path) = &args.lots else {
        return Ok(None);
    };
    let sealed = lots::read(path, &args.trust, ui)?;
    Ok(match read_report(report) {
        Ok(stated) => lot_differs(&stated, &sealed),
        Err(problem) => Some(problem),
    })
}

/// Checks a certificate against the report and its files.
fn by_certificate(report: &[u8], certificate: &[u8], sources: &mut [Source<'_>]) -> Verdict {
    let differs = |differences: Vec<Problem>| Verdict {
        differences,
        notes: Vec::new(),
    };
    let stated = match read_report(report) {
        Ok(stated) => stated,
        Err(problem) => return differs(vec![problem]),
    };
    match audited_input(&stated, sources, WORKBOOK) {
        Ok(loaded) => differs(check(certificate, Some(&stated), &loaded.instance)),
        Err(problems) => differs(problems),
    }
}

/// Shows the verdict; `same` is the sentence where nothing differs.
fn tell(verdict: &Verdict, args: &AuditArgs, same: &str, ui: &Ui) -> Result<u8, Stop> {
    let mut out = io::stdout();
    if args.json {
        let value = Value::object([
            ("same", Value::from(verdict.same())),
            ("differences", values(&verdict.differences, ui)),
            ("notes", values(&verdict.notes, ui)),
        ]);
        out.write_all(&value.canonical())?;
        out.write_all(b"\n")?;
    } else {
        let blocks = blocks(verdict, same, ui);
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    out.flush()?;
    Ok(u8::from(!verdict.same()))
}

fn blocks(verdict: &Verdict, same: &str, ui: &Ui) -> Vec<Block> {
    let differences = &verdict.differences;
    let Some(first) = differences.first() else {
        let notes = verdict.notes.iter();
        let notes = notes.map(|note| Block::Para(present::problem(note, ui.lang)));
        return std::iter::once(Block::Lead(ui.say(same, &[])))
            .chain(notes)
            .collect();
    };
    let mut blocks = vec![Block::Lead(ui.say("cli.audit.differs", &[]))];
    if first.code == "report-differs" {
        let parts = [
            ("cli.audit.place", &first.path),
            ("cli.audit.stated", &first.found),
            ("cli.audit.recounted", &first.expected),
        ];
        blocks.extend(parts.map(|(key, text)| Block::Para(ui.say(key, &[("text", text)]))));
    } else {
        let sentences = differences
            .iter()
            .map(|problem| present::problem(problem, ui.lang));
        blocks.push(Block::List(sentences.collect()));
    }
    blocks
}
