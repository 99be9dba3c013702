//! `isonomia count`: a result that a clerk can read, or a report that a machine can.

use std::io::Write;
use std::path::Path;

use isonomia::formats::{ConvertError, Loaded, write_result};
use isonomia::json::Value;
use isonomia::present::{self, Block, Shown, document, page};
use isonomia::problem::{Diagnostics, Problem};
use isonomia::report::{Report, Written};
use isonomia::run::{Request, Work, count};
use isonomia::why::{Effort, explain};

use super::{drawing, request};
use crate::args::{CountArgs, InputArgs};
use crate::clock::timed;
use crate::input;
use crate::io::{self, Stop};
use crate::rows::{COLUMNS, Row, csv_line};
use crate::table::table;
use crate::terminal::Ui;
use crate::threads::Threads;

/// A file that was counted.
pub(super) struct Counted {
    pub(super) loaded: Loaded,
    pub(super) diagnostics: Diagnostics,
    pub(super) report: Report,
    cpu_seconds: String,
}

pub(crate) fn run(args: &CountArgs, ui: &Ui) -> Result<u8, Stop> {
    input::check(&args.input)?;
    let several = args.input.files.len() > 1;
    let single = [
        ("--report", args.report.is_some()),
        ("--export", !args.export.is_empty()),
    ];
    if let (true, Some((flag, _))) = (several, single.iter().find(|(_, given)| *given)) {
        return Err(Stop::Usage(
            Problem::error("usage-one-file")
                .path(*flag)
                .found(args.input.files.len().to_string()),
        ));
    }
    // Words that no file could make right are wrong usage, before any file is read.
    let chosen = drawing(
        &args.input.columns,
        args.rule.as_deref(),
        None,
        &args.set,
        ui,
    )?;
    let (asked, params) = match chosen {
        Some((rule, params)) => (Some(rule.meta.id), params),
        None => (None, args.set.clone()),
    };
    let request = request(asked, params, &args.asked, ui)?;
    let mut out = io::stdout();
    if args.csv {
        out.write_all(&csv_line(COLUMNS))?;
    }
    let mut failed = false;
    let mut rows = Vec::new();
    for file in &args.input.files {
        let name = io::name(file);
        let result = one(file, &args.input, &request, ui).map(Printed::of);
        let row = match &result {
            Ok(Printed { counted, written }) => counted.row(name, written),
            Err(failed) => {
                let Failed { loaded, problems } = failed;
                Row::failed(name, asked, loaded.as_deref(), problems.clone())
            }
        };
        failed |= result.is_err();
        if args.csv {
            out.write_all(&row.csv(ui))?;
        } else if args.json {
            write_line(&row, result.as_ref().ok(), several, ui, &mut out)?;
        }
        out.flush()?;
        match &result {
            Ok(Printed { counted, written }) => {
                ui.warnings(&counted.diagnostics);
                if counted.loaded.map.is_some() && args.input.map.is_none() {
                    ui.note(&ui.say("cli.columns.proposed", &[("file", &row.file)]));
                }
                if !several {
                    finish(counted, &written.text, args, ui, &mut out)?;
                }
            }
            Err(failed) => ui.problems(&failed.problems),
        }
        rows.push(row);
    }
    if several {
        let summary = [Block::Table(table(&rows, ui, None))];
        if !args.json && !args.csv {
            out.write_all(present::text(&summary, ui.style).as_bytes())?;
        }
        if let Some(path) = &args.html {
            let html = page(&ui.say("report.title", &[]), &summary, ui.lang);
            write(path, html.as_bytes(), args)?;
        }
    }
    out.flush()?;
    Ok(u8::from(failed))
}

/// A file that was not counted; loaded, where it is the count that failed.
pub(super) struct Failed {
    loaded: Option<Box<Loaded>>,
    pub(super) problems: Vec<Problem>,
}

/// Loads and counts one file.
pub(super) fn one(
    file: &Path,
    args: &InputArgs,
    request: &Request,
    ui: &Ui,
) -> Result<Counted, Failed> {
    let mut diagnostics = Diagnostics::default();
    let loaded = input::read(file, args, &mut diagnostics);
    let Some(loaded) = loaded.filter(|_| !diagnostics.has_errors()) else {
        return Err(Failed {
            loaded: None,
            problems: input::errors(diagnostics, file),
        });
    };
    let name = io::name(file);
    let progress = ui.progress(&name);
    let mut told = |done, of| {
        progress.at(done, of);
        true
    };
    let mut work = Work {
        progress: Some(&mut told),
        executor: &Threads,
    };
    let (report, cpu_seconds) = timed(|| count(&loaded, &diagnostics, request, &mut work));
    let report = match report {
        Ok(report) => report,
        Err(problems) => {
            return Err(Failed {
                loaded: Some(Box::new(loaded)),
                problems: input::in_file(problems, &name),
            });
        }
    };
    Ok(Counted {
        loaded,
        diagnostics,
        report,
        cpu_seconds,
    })
}

impl Counted {
    /// The row, without the outcome: what is printed in full is the report.
    fn row(&self, file: String, written: &Written) -> Row {
        let (instance, seconds) = (&self.loaded.instance, self.cpu_seconds.clone());
        let row = Row::of(file, &self.report, written, instance, seconds);
        Row {
            outcome: None,
            every: None,
            ..row
        }
    }

    pub(super) fn shown(&self) -> Shown<'_> {
        Shown {
            report: &self.report,
            instance: &self.loaded.instance,
            title: &self.loaded.declared.title,
        }
    }

    /// The title of the page.
    pub(super) fn title(&self, ui: &Ui) -> String {
        match self.loaded.declared.title.as_str() {
            "" => ui.say("report.title", &[]),
            title => title.to_owned(),
        }
    }

    /// Why, as far as it is told without counting again; nothing where there is nothing to tell.
    fn why(&self, ui: &Ui) -> Vec<Block> {
        let (report, instance) = (&self.report, &self.loaded.instance);
        let why = explain(report, instance, Effort::NONE, &mut Work::default());
        why.map_or_else(
            |_| Vec::new(),
            |why| present::why(&why, &self.shown(), ui.lang),
        )
    }
}

/// What was counted, with its report as text.
struct Printed {
    counted: Counted,
    written: Written,
}

impl Printed {
    fn of(counted: Counted) -> Self {
        let mut written = counted.report.written(&counted.loaded.instance);
        written.text.push(b'\n');
        Self { counted, written }
    }
}

/// Writes a line of JSON: the report; among several files with the name of its file, without which
/// it is the report again, byte for byte. A file that failed has its errors instead.
fn write_line(
    row: &Row,
    printed: Option<&Printed>,
    several: bool,
    ui: &Ui,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let line = match printed {
        Some(printed) if !several => return out.write_all(&printed.written.text),
        Some(Printed { counted, .. }) => {
            let mut line = counted.report.to_value(&counted.loaded.instance);
            if let Value::Object(fields) = &mut line {
                fields.insert("file".to_owned(), Value::from(row.file.as_str()));
            }
            line
        }
        None => row.value(ui),
    };
    out.write_all(&line.canonical())?;
    out.write_all(b"\n")
}

/// Shows the one result and writes the files asked for beside standard output.
fn finish(
    counted: &Counted,
    text: &[u8],
    args: &CountArgs,
    ui: &Ui,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let mut blocks = document(&counted.shown(), ui.lang);
    if let Some(path) = &args.report {
        write(path, text, args)?;
    }
    if !args.json && !args.csv {
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    for path in &args.export {
        let format = path.extension().unwrap_or_default().to_string_lossy();
        let format = format.to_ascii_lowercase();
        let mut bytes = Vec::new();
        match write_result(&counted.loaded, &counted.report, &format, &mut bytes) {
            Ok(()) => write(path, &bytes, args)?,
            Err(ConvertError::Refused(problem)) => {
                return Err(problem.in_file(&io::name(path)).into());
            }
            Err(ConvertError::Io(error)) => return Err(error.into()),
        }
    }
    if let Some(path) = &args.html {
        blocks.extend(counted.why(ui));
        let html = page(&counted.title(ui), &blocks, ui.lang);
        write(path, html.as_bytes(), args)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8], args: &CountArgs) -> Result<(), Problem> {
    io::write(path, bytes, &args.input.paths())
}
