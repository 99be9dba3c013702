//! `isonomia panel check`: whether there is a panel, who cannot sit, and what would help.

use std::collections::BTreeSet;
use std::io::Write;

use isonomia::formats::{feasibility_table, write_categories};
use isonomia::instance::Pool;
use isonomia::panel::feasible::{Feasibility, Include, examine};
use isonomia::panel::relax::Effort;
use isonomia::present;
use isonomia::problem::Problem;

use super::dressed::dressed;
use crate::args::PanelCheck;
use crate::io::{self, Stop};
use crate::pool;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelCheck, ui: &Ui) -> Result<u8, Stop> {
    let read = pool::read(&args.pool)?;
    let pool = read.pool()?;
    let include = include(&args.include, pool)?;
    let effort = Effort {
        nodes: args.nodes,
        ..Effort::default()
    };
    let found = examine(pool, &include, effort);
    let mut out = io::stdout();
    if args.json {
        out.write_all(&found.to_value(pool).canonical())?;
        out.write_all(b"\n")?;
    } else {
        let blocks = present::feasibility(&found, pool, ui.lang);
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    out.flush()?;
    if let Some(path) = &args.csv {
        let table = feasibility_table(&found, pool);
        io::write(path, &dressed(&table, &args.file), &args.pool.paths())?;
    }
    if let Some(path) = &args.write {
        write(args, path, &found, pool, ui)?;
    }
    Ok(u8::from(!sound(&found)))
}

/// Whether there is a panel, and nobody asked for is shut out.
fn sound(found: &Feasibility) -> bool {
    found.verdict.is_ok() && found.relaxed.is_none()
}

fn include(words: &[String], pool: &Pool) -> Result<Include, Problem> {
    match words {
        [] => Ok(Include::Nobody),
        [word] if word == "everyone" => Ok(Include::Everyone),
        ids => {
            let person = |id: &String| {
                let missing = || {
                    Problem::error("person-not-found")
                        .path("--include")
                        .found(id)
                };
                pool.find(id.trim()).ok_or_else(missing)
            };
            let people: Result<BTreeSet<_>, Problem> = ids.iter().map(person).collect();
            people.map(Include::People)
        }
    }
}

/// Writes the relaxed quotas; where nothing has to be relaxed, or nothing helps, says so.
fn write(
    args: &PanelCheck,
    path: &std::path::Path,
    found: &Feasibility,
    pool: &Pool,
    ui: &Ui,
) -> Result<(), Stop> {
    let Some(Ok(relaxation)) = &found.relaxed else {
        ui.note(&ui.say(
            "cli.panel.check.nothing-written",
            &[("out", &io::name(path))],
        ));
        return Ok(());
    };
    let bytes = write_categories(&relaxation.pool(pool));
    io::write(path, &dressed(&bytes, &args.file), &args.pool.paths())?;
    ui.note(&ui.say("cli.panel.check.written", &[("out", &io::name(path))]));
    Ok(())
}
