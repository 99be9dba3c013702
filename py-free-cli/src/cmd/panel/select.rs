//! `isonomia panel select`: the files of a panel that was drawn.

use std::io::Write as _;

use isonomia::formats::{PeopleSheet, SheetStyle, Written};
use isonomia::id::PersonId;
use isonomia::panel::selection::mates;
use isonomia::problem::Diagnostics;

use super::drawn::{self, Picked};
use super::report::{inputs, tables};
use crate::args::{Columns, PanelSelect, PoolArgs, SheetArgs};
use crate::input::{self, WORKBOOK};
use crate::io::{self, Stop};
use crate::settings;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelSelect, ui: &Ui) -> Result<u8, Stop> {
    let picked = drawn::read(&args.pool, &args.drawn, ui)?;
    let pool = picked.pool()?;
    let panel = picked.panel(&args.drawn)?;
    let beside = mates(pool, &panel);
    let sheet = sheet(&picked, &args.pool)?;
    let style = style(&args.style, &args.pool.columns)?;
    let member = |person: PersonId| panel.binary_search(&person).is_ok();
    let other = |person: PersonId| !member(person) && beside.binary_search(&person).is_err();
    let inputs = inputs(&args.pool, &args.drawn);
    let mut out = io::stdout();
    for (path, who) in [
        (&args.selected, &member as &dyn Fn(PersonId) -> bool),
        (&args.remaining, &other),
    ] {
        let written = sheet.write(who, &style)?;
        io::write(path, &written.bytes, &inputs)?;
        warn_of_formulas(&written, &args.style, &io::name(path), ui);
        let words = [
            ("file", &*io::name(path)),
            ("n", &written.people.to_string()),
        ];
        writeln!(out, "{}", ui.say("cli.panel.wrote", &words))?;
    }
    if !beside.is_empty() {
        let n = beside.len().to_string();
        writeln!(out, "{}", ui.say("cli.panel.mates", &[("n", &n)]))?;
    }
    let table = (&args.tables, &args.style.file);
    tables(&picked, &args.drawn, table, &inputs)?;
    out.flush()?;
    Ok(0)
}

/// The people file, to be written again in part.
pub(super) fn sheet(picked: &Picked, args: &PoolArgs) -> Result<PeopleSheet, Stop> {
    let path = &args.people;
    let mut diagnostics = Diagnostics::new(&io::name(path));
    let mut reader = io::open(path)?;
    let sheet = PeopleSheet::read(
        &mut *reader,
        picked.pool()?,
        &picked.columns,
        WORKBOOK,
        &mut diagnostics,
    );
    sheet.ok_or_else(|| Stop::Problems(input::errors(diagnostics, path)))
}

/// How the files are written; the settings say which columns are kept where no word does.
pub(super) fn style(args: &SheetArgs, columns: &Columns) -> Result<SheetStyle, Stop> {
    let settings = settings::of(columns)?;
    Ok(SheetStyle {
        keep: args
            .keep
            .clone()
            .or(settings.keep().map(<[String]>::to_vec)),
        mark: args.file.bom,
        separator: args.file.separator,
        verbatim: args.verbatim,
    })
}

/// Says that cells were changed, or should have been.
pub(super) fn warn_of_formulas(written: &Written, args: &SheetArgs, file: &str, ui: &Ui) {
    let Some((line, head)) = &written.first_formula else {
        return;
    };
    let key = if args.verbatim {
        "cli.panel.formulas-left"
    } else {
        "cli.panel.formulas"
    };
    let words = [
        ("file", file),
        ("n", &written.formulas.to_string()),
        ("line", &line.to_string()),
        ("column", head.as_str()),
    ];
    ui.warning(&ui.say(key, &words));
}
