//! `isonomia compare`: the same ballots by several rules. Each file is read once.

use std::io::Write;
use std::path::Path;

use isonomia::formats::Loaded;
use isonomia::present::{self, Block, page, problem_sentence};
use isonomia::problem::{Diagnostics, Problem};
use isonomia::rule::Entry;
use isonomia::rules::RULES;
use isonomia::run::{Request, Work, count, fitting};

use super::{request, rule};
use crate::args::CompareArgs;
use crate::clock::timed;
use crate::input;
use crate::io::{self, Stop};
use crate::rows::{COLUMNS, Row, csv_line};
use crate::table::table;
use crate::terminal::Ui;
use crate::threads::Threads;

pub(crate) fn run(args: &CompareArgs, ui: &Ui) -> Result<u8, Stop> {
    input::check(&args.input)?;
    let rules = asked_rules(args)?;
    let request = request(None, Vec::new(), &args.asked, ui)?;
    let mut out = io::stdout();
    if args.csv {
        out.write_all(&csv_line(COLUMNS))?;
    }
    let mut blocks = Vec::new();
    let mut failed = false;
    let mut counted = false;
    for file in &args.input.files {
        let name = io::name(file);
        let mut diagnostics = Diagnostics::default();
        let loaded = input::read(file, &args.input, &mut diagnostics);
        let loaded = loaded.filter(|_| !diagnostics.has_errors());
        let rows: Vec<Row> = if let Some(loaded) = &loaded {
            ui.warnings(&diagnostics);
            let fits: Vec<&Entry> = fitting(&loaded.instance).collect();
            let entries = if args.all { &fits } else { &rules };
            let row =
                |entry: &&Entry| one(entry, &name, loaded, &diagnostics, (args, &request), ui);
            entries.iter().map(row).collect()
        } else {
            let problems = input::errors(diagnostics, file);
            ui.problems(&problems);
            failed_rows(&name, &rules, &problems)
        };
        failed |= loaded.is_none() || rows.iter().any(|row| row.fits && !row.problems.is_empty());
        counted |= rows.iter().any(|row| row.problems.is_empty());
        for row in &rows {
            if args.csv {
                out.write_all(&row.csv(ui))?;
            } else if args.json {
                out.write_all(&row.value(ui).canonical())?;
                out.write_all(b"\n")?;
            }
        }
        let title = loaded.as_ref().map_or("", |loaded| &loaded.declared.title);
        let part = [
            Block::Heading(heading(&name, title)),
            Block::Table(table(&rows, ui, loaded.as_ref())),
        ];
        if !args.csv && !args.json {
            if !blocks.is_empty() {
                out.write_all(b"\n")?;
            }
            out.write_all(present::text(&part, ui.style).as_bytes())?;
        }
        out.flush()?;
        if loaded.is_some() {
            // A table cuts long sentences: what failed is said once more, in full.
            for row in rows.iter().filter(|row| row.fits) {
                ui.problems_of(&row.rule, &row.problems);
            }
            for row in rows.iter().filter(|row| args.all && !row.fits) {
                for problem in &row.problems {
                    let words = [
                        ("rule", &*row.rule),
                        ("why", &problem_sentence(problem, ui.lang)),
                    ];
                    ui.note(&ui.say("cli.compare.left-out", &words));
                }
            }
        }
        blocks.extend(part);
    }
    if let Some(path) = &args.html {
        let html = page(&ui.say("cli.compare.title", &[]), &blocks, ui.lang);
        io::write(path, html.as_bytes(), &args.input.paths())?;
    }
    Ok(u8::from(failed || !counted))
}

/// The rules asked for, with their parameters tried: what no file could make right is usage.
fn asked_rules(args: &CompareArgs) -> Result<Vec<&'static Entry>, Stop> {
    let mut rules = Vec::new();
    for id in &args.rules {
        rules.push(rule(id.trim())?);
    }
    for set in &args.set {
        let name = set.pair.0.as_str();
        let meant = match &set.rule {
            Some(id) => vec![rule(id)?],
            None if args.all => RULES.iter().collect(),
            None => rules.clone(),
        };
        let specs = || meant.iter().flat_map(|entry| entry.specs());
        if !specs().any(|spec| spec.name == name) {
            let names: Vec<&str> = specs().map(|spec| spec.name).collect();
            return Err(Stop::Usage(
                Problem::error("param-unknown")
                    .path(name)
                    .found(name)
                    .expected(names.join(", ")),
            ));
        }
    }
    for entry in &rules {
        let prepared = entry.prepare(&params(entry, args));
        prepared.map_err(Stop::Usage)?;
    }
    Ok(rules)
}

/// The parameters meant for a rule: those that name it, and of the others those that it has.
fn params(entry: &Entry, args: &CompareArgs) -> Vec<(String, String)> {
    let specs = entry.specs();
    let meant = args.set.iter().filter(|set| match &set.rule {
        Some(id) => id == entry.meta.id,
        None => specs.iter().any(|spec| spec.name == set.pair.0),
    });
    meant.map(|set| set.pair.clone()).collect()
}

/// Codes by which a rule asks for an option that it cannot do without.
const NEEDS: [&str; 2] = ["by-missing", "credits-missing"];

/// Whether nothing is wrong but that the rule, which nobody named, needs an option.
fn needs_option(problems: &[Problem]) -> bool {
    let needs = |problem: &Problem| NEEDS.contains(&problem.code);
    !problems.is_empty() && problems.iter().all(needs)
}

/// Counts by one rule.
fn one(
    entry: &Entry,
    file: &str,
    loaded: &Loaded,
    diagnostics: &Diagnostics,
    (args, request): (&CompareArgs, &Request),
    ui: &Ui,
) -> Row {
    let id = entry.meta.id;
    let request = Request {
        rule: Some(id.to_owned()),
        params: params(entry, args),
        ..request.clone()
    };
    let progress = ui.progress(&format!("{file} {id}"));
    let mut told = |done, of| {
        progress.at(done, of);
        true
    };
    let mut work = Work {
        progress: Some(&mut told),
        executor: &Threads,
    };
    let failed = |problems| {
        let problems = input::in_file(problems, file);
        Row::failed(file.to_owned(), Some(id), Some(loaded), problems)
    };
    if let Err(problem) = entry.accepts(&loaded.instance) {
        return Row {
            fits: false,
            ..failed(vec![problem])
        };
    }
    let (report, cpu_seconds) = timed(|| count(loaded, diagnostics, &request, &mut work));
    match report {
        Ok(report) => {
            let (instance, written) = (&loaded.instance, report.written(&loaded.instance));
            Row::of(file.to_owned(), &report, &written, instance, cpu_seconds)
        }
        Err(problems) => Row {
            fits: !(args.all && needs_option(&problems)),
            ..failed(problems)
        },
    }
}

/// A row for each rule of a file that could not be read, so that no pair is missing.
fn failed_rows(file: &str, rules: &[&Entry], problems: &[Problem]) -> Vec<Row> {
    let row = |rule| Row::failed(file.to_owned(), rule, None, problems.to_vec());
    if rules.is_empty() {
        return vec![row(None)];
    }
    rules.iter().map(|entry| row(Some(entry.meta.id))).collect()
}

fn heading(file: &str, title: &str) -> String {
    let short = Path::new(file)
        .file_name()
        .map_or_else(|| file.to_owned(), |name| name.display().to_string());
    if title.is_empty() {
        short
    } else {
        format!("{title} ({short})")
    }
}
