//! `isonomia panel targets`: quotas from a census.

use std::io::Write as _;
use std::path::Path;

use isonomia::formats::{LoadOptions, Role, load, read_census};
use isonomia::instance::{Instance, Pool};
use isonomia::json::Value;
use isonomia::panel::feasible::{Include, examine};
use isonomia::panel::relax::Effort;
use isonomia::panel::targets::{Asked, Shares, Targets, targets};
use isonomia::present::{self, Block};
use isonomia::problem::{Diagnostics, Problem, Severity};

use super::dressed::dressed;
use crate::args::PanelTargets;
use crate::input::{self, Beside, Files, WORKBOOK};
use crate::io::{self, Stop};
use crate::terminal::Ui;

pub(super) fn run(args: &PanelTargets, ui: &Ui) -> Result<u8, Stop> {
    let typed = [
        Some(&args.census),
        args.people.as_ref(),
        args.columns.already.as_ref(),
    ];
    let typed: Vec<&Path> = typed.into_iter().flatten().map(AsRef::as_ref).collect();
    if typed.iter().filter(|path| io::is_stdin(path)).count() > 1 {
        return Err(Stop::Usage(Problem::error("usage-stdin-twice")));
    }
    let mut diagnostics = Diagnostics::default();
    let shares = census(&args.census, &mut diagnostics)?;
    let asked = Asked {
        seats: args.seats,
        slack: args.slack,
        flex: args.flex,
        set: args.set.clone(),
    };
    let name = io::name(&args.census);
    let found = targets(&shares, &asked).map_err(|problems| input::in_file(problems, &name))?;
    let csv = dressed(found.to_csv(args.dialect).as_bytes(), &args.file);
    if let Some(path) = &args.out {
        io::write(path, &csv, &typed)?;
    }
    let pool = match &args.people {
        Some(people) => pool(people, args, &found, &mut diagnostics)?,
        None => None,
    };
    let mut out = io::stdout();
    let feasible = pool.as_ref().map(|pool| {
        // Whether there is a panel, and what would help.
        (pool, examine(pool, &Include::Nobody, Effort::default()))
    });
    if args.csv {
        out.write_all(&csv)?;
    } else if args.json {
        let mut value = found.to_value(pool.as_ref());
        if let Value::Object(fields) = &mut value {
            let problems = input::values(diagnostics.problems(), ui);
            fields.insert("problems".to_owned(), problems);
            let feasible = feasible.as_ref().map(|(pool, found)| found.to_value(pool));
            fields.insert("feasibility".to_owned(), feasible.unwrap_or(Value::Null));
        }
        out.write_all(&value.canonical())?;
        out.write_all(b"\n")?;
    } else {
        let mut blocks = present::targets(&found, pool.as_ref(), ui.lang);
        if let Some((pool, feasible)) = &feasible {
            blocks.extend(present::feasibility(feasible, pool, ui.lang));
        }
        if let Some(path) = &args.out {
            let words = [("out", io::name(path))];
            let words = words.each_ref().map(|(key, word)| (*key, word.as_str()));
            blocks.push(Block::Para(ui.say("cli.panel.targets.written", &words)));
        }
        out.write_all(present::text(&blocks, ui.style).as_bytes())?;
    }
    out.flush()?;
    let errors = diagnostics.problems().iter();
    let (errors, others): (Vec<_>, Vec<_>) = errors
        .cloned()
        .partition(|problem| problem.severity == Severity::Error);
    for problem in others {
        ui.note(&ui.sentence(&problem));
    }
    ui.problems(&errors);
    let drawable = feasible.is_none_or(|(_, found)| found.verdict.is_ok());
    Ok(u8::from(!errors.is_empty() || !drawable))
}

/// Reads a census; refused with all its defects.
pub(super) fn census(path: &Path, diagnostics: &mut Diagnostics) -> Result<Shares, Stop> {
    diagnostics.set_file(&io::name(path));
    let mut reader = io::open(path)?;
    let shares = read_census(&mut *reader, WORKBOOK, diagnostics);
    shares.ok_or_else(|| {
        let problems = diagnostics.problems().to_vec();
        Stop::Problems(problems)
    })
}

/// The volunteers against the targets; what is wrong with their file stands in `diagnostics`.
fn pool(
    people: &Path,
    args: &PanelTargets,
    found: &Targets,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Pool>, Stop> {
    let beside = Beside {
        already: args.columns.already.as_deref(),
        ..Beside::default()
    };
    let mut files = Files::open(people, &beside)?;
    let name = args
        .out
        .as_deref()
        .map_or_else(|| "targets".to_owned(), io::name);
    let written = found.to_csv(args.dialect).into_bytes();
    files.add(&name, Role::Categories, written);
    let options = LoadOptions {
        seats: Some(args.seats),
        columns: input::columns(&args.columns)?,
        workbook: WORKBOOK,
        ..LoadOptions::default()
    };
    let loaded = load(&mut files.sources(), &options, diagnostics);
    Ok(loaded.and_then(|loaded| match loaded.instance {
        Instance::Pool(pool) => Some(pool),
        _ => None,
    }))
}
