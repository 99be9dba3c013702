//! `isonomia panel willing`: how readily people of each value volunteer.

use std::io::Write as _;

use isonomia::formats::read_survey;
use isonomia::panel::willing::willing;
use isonomia::problem::Diagnostics;

use crate::args::PanelWilling;
use crate::input::{self, WORKBOOK};
use crate::io::{self, Stop};
use crate::pool;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelWilling, ui: &Ui) -> Result<u8, Stop> {
    let read = pool::read(&args.pool)?;
    ui.warnings(&read.diagnostics);
    let pool = read.pool()?;
    let mut diagnostics = Diagnostics::new(&io::name(&args.survey));
    let mut reader = io::open(&args.survey)?;
    let weight = args.weight_column.as_deref();
    let survey = read_survey(&mut *reader, pool, weight, WORKBOOK, &mut diagnostics);
    let Some(survey) = survey else {
        return Err(Stop::Problems(input::errors(diagnostics, &args.survey)));
    };
    ui.warnings(&diagnostics);
    let found = willing(pool, &survey, args.invited)?;
    let mut out = io::stdout();
    if args.json {
        writeln!(out, "{}", found.to_value().pretty())?;
    } else {
        for (path, factor) in &found.factors {
            writeln!(out, "{path}\t{factor}")?;
        }
        writeln!(
            out,
            "--rule sortition/weighted --set 'willing={}'",
            found.param()
        )?;
    }
    out.flush()?;
    Ok(0)
}
