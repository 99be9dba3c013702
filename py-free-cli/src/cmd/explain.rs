//! `isonomia explain`: why the result is what it is.

use std::io::Write;

use isonomia::json::Value;
use isonomia::present::{self, document, page};
use isonomia::problem::Problem;
use isonomia::run::Work;
use isonomia::why::{Effort, Why, explain};

use super::count::{Counted, one};
use super::{request, rule};
use crate::args::ExplainArgs;
use crate::input;
use crate::io::{self, Stop};
use crate::terminal::Ui;
use crate::threads::Threads;

pub(crate) fn run(args: &ExplainArgs, ui: &Ui) -> Result<u8, Stop> {
    input::check(&args.counted.input)?;
    let several = args.counted.input.files.len() > 1;
    if several && args.html.is_some() {
        return Err(Stop::Usage(
            Problem::error("usage-one-file")
                .path("--html")
                .found(args.counted.input.files.len().to_string()),
        ));
    }
    if let Some(id) = &args.counted.rule {
        rule(id)?.prepare(&args.counted.set).map_err(Stop::Usage)?;
    }
    let request = request(
        args.counted.rule.as_deref(),
        args.counted.set.clone(),
        &args.counted.asked,
        ui,
    )?;
    let effort = Effort(u64::from(args.effort) * 1_000_000);
    let mut out = io::stdout();
    let mut failed = false;
    for file in &args.counted.input.files {
        let name = io::name(file);
        let counted =
            one(file, &args.counted.input, &request, ui).map_err(|failed| failed.problems);
        let explained = counted.and_then(|counted| {
            let why = again(&counted, &name, effort, ui)?;
            Ok((counted, why))
        });
        match explained {
            Ok((counted, why)) => {
                ui.warnings(&counted.diagnostics);
                tell(&counted, &why, &name, several, args, ui, &mut out)?;
            }
            Err(problems) => {
                failed = true;
                ui.problems(&problems);
            }
        }
        out.flush()?;
    }
    Ok(u8::from(failed))
}

/// Explains, with progress while counting again.
fn again(counted: &Counted, name: &str, effort: Effort, ui: &Ui) -> Result<Why, Vec<Problem>> {
    let progress = ui.progress(name);
    let mut told = |done, of| {
        progress.at(done, of);
        true
    };
    let mut work = Work {
        progress: Some(&mut told),
        executor: &Threads,
    };
    let why = explain(&counted.report, &counted.loaded.instance, effort, &mut work);
    why.map_err(|problems| input::in_file(problems, name))
}

fn tell(
    counted: &Counted,
    why: &Why,
    name: &str,
    several: bool,
    args: &ExplainArgs,
    ui: &Ui,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let shown = counted.shown();
    let blocks = present::why(why, &shown, ui.lang);
    if args.json {
        let mut value = why.to_value(&counted.report, &counted.loaded.instance);
        if let (Value::Object(fields), true) = (&mut value, several) {
            fields.insert("file".to_owned(), Value::from(name));
        }
        out.write_all(&value.canonical())?;
        out.write_all(b"\n")?;
    } else {
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    if let Some(path) = &args.html {
        let mut all = document(&shown, ui.lang);
        all.extend(blocks);
        let html = page(&counted.title(ui), &all, ui.lang);
        io::write(path, html.as_bytes(), &args.counted.input.paths())?;
    }
    Ok(())
}
