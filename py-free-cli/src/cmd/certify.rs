//! `isonomia certify`: what can be shown of a result, so that it is checked without counting.

use std::io::Write;

use isonomia::certify::{certify, to_value};
use isonomia::present;
use isonomia::problem::Problem;

use super::count::{Counted, one};
use super::{request, rule};
use crate::args::CertifyArgs;
use crate::input;
use crate::io::{self, Stop};
use crate::terminal::Ui;

pub(crate) fn run(args: &CertifyArgs, ui: &Ui) -> Result<u8, Stop> {
    input::check(&args.counted.input)?;
    let several = args.counted.input.files.len() > 1;
    if several && (args.out.is_some() || args.report.is_some()) {
        let option = if args.out.is_some() {
            "--out"
        } else {
            "--report"
        };
        return Err(Stop::Usage(
            Problem::error("usage-one-file")
                .path(option)
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
    let mut out = io::stdout();
    let mut failed = false;
    for file in &args.counted.input.files {
        let name = io::name(file);
        match one(file, &args.counted.input, &request, ui) {
            Ok(counted) => {
                ui.warnings(&counted.diagnostics);
                failed |= !tell(&counted, &name, args, ui, &mut out)?;
            }
            Err(problems) => {
                failed = true;
                ui.problems(&problems.problems);
            }
        }
        out.flush()?;
    }
    Ok(u8::from(failed))
}

fn tell(
    counted: &Counted,
    name: &str,
    args: &CertifyArgs,
    ui: &Ui,
    out: &mut impl Write,
) -> Result<bool, Stop> {
    let (report, instance) = (&counted.report, &counted.loaded.instance);
    let found = match certify(report, instance) {
        Ok(found) => found,
        Err(problem) => {
            ui.problems(&input::in_file(vec![problem], name));
            return Ok(false);
        }
    };
    let mut bytes = to_value(&found, report, instance).canonical();
    bytes.push(b'\n');
    if args.json {
        out.write_all(&bytes)?;
    } else {
        let blocks = present::certificate(&found, &counted.shown(), ui.lang);
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    if let Some(path) = &args.out {
        io::write(path, &bytes, &args.counted.input.paths())?;
    }
    if let Some(path) = &args.report {
        let mut bytes = report.written(instance).text;
        bytes.push(b'\n');
        io::write(path, &bytes, &args.counted.input.paths())?;
    }
    Ok(true)
}
