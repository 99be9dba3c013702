//! From the words typed to the panel that is meant.

use std::path::Path;

use isonomia::audit::{audited_input, read_report};
use isonomia::draw::Trust;
use isonomia::draw::limits;
use isonomia::draw::pool::People;
use isonomia::formats::{PoolColumns, read_ids};
use isonomia::id::{PersonId, len32};
use isonomia::instance::Pool;
use isonomia::json::Value;
use isonomia::panel::selection::Selection;
use isonomia::problem::{Diagnostics, Problem};
use isonomia::run::SealedDraw;

use crate::args::{DrawnArgs, PoolArgs};
use crate::input::{self, Beside, Files, WORKBOOK};
use crate::io::{self, Stop};
use crate::pool::{self, PoolRead};
use crate::terminal::Ui;

/// The largest table of people behind a draw.
const PEOPLE: u64 = limits::SIDE_FILE_BYTES as u64;

/// The largest transcript.
const TRANSCRIPT: u64 = limits::FILE_BYTES as u64;

/// A pool with what was selected from it.
pub(super) struct Picked {
    pub(super) read: PoolRead,
    /// Nothing, where only the pool was named.
    pub(super) selection: Option<Selection>,
    /// The rule of the report, or empty.
    pub(super) rule: String,
    /// Columns that mean something in the people file.
    pub(super) columns: PoolColumns,
}

impl Picked {
    pub(super) fn pool(&self) -> Result<&Pool, Problem> {
        self.read.pool()
    }

    /// The panel that is meant; refused where there is none.
    pub(super) fn panel(&self, args: &DrawnArgs) -> Result<Vec<PersonId>, Stop> {
        match &self.selection {
            None => Err(Stop::Usage(Problem::error("usage-panel-missing"))),
            Some(selection) => Ok(selection.panel(args.panel)?),
        }
    }
}

/// Reads pool and selection.
pub(super) fn read(pool: &PoolArgs, drawn: &DrawnArgs, ui: &Ui) -> Result<Picked, Stop> {
    let picked = if let Some(result) = &drawn.result {
        of_report(pool, result)?
    } else if let (Some(draw), Some(people)) = (&drawn.draw, &drawn.draw_people) {
        of_draw(pool, draw, people, ui)?
    } else {
        let read = pool::read(pool)?;
        let columns = input::columns(&pool.columns)?;
        let selection = match &drawn.members {
            None => None,
            Some(members) => {
                let ids = ids(members, &columns)?;
                let found = read.pool()?;
                let selection = Selection::of_ids(found, ids.iter().map(String::as_str));
                Some(selection.map_err(|problem| problem.in_file(&io::name(members)))?)
            }
        };
        Picked {
            read,
            selection,
            rule: String::new(),
            columns,
        }
    };
    ui.warnings(&picked.read.diagnostics);
    Ok(picked)
}

/// A list of ids from a file.
pub(super) fn ids(path: &Path, columns: &PoolColumns) -> Result<Vec<String>, Stop> {
    let mut diagnostics = Diagnostics::new(&io::name(path));
    let read = read_ids(&mut *io::open(path)?, columns, WORKBOOK, &mut diagnostics);
    match read.filter(|_| !diagnostics.has_errors()) {
        Some(ids) => Ok(ids),
        None => Err(Stop::Problems(input::errors(diagnostics, path))),
    }
}

/// The selection of a report, from the files that it names, byte for byte.
fn of_report(args: &PoolArgs, path: &Path) -> Result<Picked, Stop> {
    let named = |problem: Problem| problem.in_file(&io::name(path));
    let stated = read_report(&io::bytes(path)?).map_err(named)?;
    let beside = Beside {
        categories: Some(&args.categories),
        ..Beside::default()
    };
    let mut files = Files::open(&args.people, &beside)?;
    let loaded = audited_input(&stated, &mut files.sources(), WORKBOOK)?;
    let read = PoolRead {
        loaded,
        diagnostics: Diagnostics::default(),
    };
    let outcome = stated.get("outcome").unwrap_or(&Value::Null);
    let selection = Selection::from_outcome(read.pool()?, outcome).map_err(named)?;
    let columns = stated.get("input").and_then(|input| input.get("columns"));
    let rule = stated.get("rule").and_then(Value::as_str);
    Ok(Picked {
        selection: Some(selection),
        rule: rule.unwrap_or_default().to_owned(),
        columns: columns.map(PoolColumns::from_value).unwrap_or_default(),
        read,
    })
}

/// The panel of a sealed draw, whose members are places until the organiser's table names them.
fn of_draw(args: &PoolArgs, draw: &Path, people: &Path, ui: &Ui) -> Result<Picked, Stop> {
    let sealed = sealed(draw, &Trust::none(unicode_normalization::is_nfc), ui)?;
    let people_name = io::name(people);
    let table = People::parse(&io::bounded(people, PEOPLE)?);
    let table = table.map_err(|problem| problem.in_file(&people_name))?;
    if table.root != sealed.transcript.manifest.pool.root {
        return Err(Problem::error("draw-people-differ")
            .in_file(&people_name)
            .into());
    }
    let Some(panel) = sealed.panel() else {
        return Err(Problem::error("draw-no-panel")
            .in_file(&io::name(draw))
            .into());
    };
    let mut args = args.clone();
    args.seats = Some(len32(panel.len()));
    let read = pool::read(&args)?;
    let member = |position: &i64| {
        let position = u32::try_from(*position).ok()?;
        table.get(position).map(|person| person.id.as_str())
    };
    let ids = panel.iter().filter_map(member);
    let selection = Selection::of_ids(read.pool()?, ids);
    let selection = selection.map_err(|problem| problem.in_file(&people_name))?;
    let name = sealed.transcript.manifest.algorithm.name.as_str();
    Ok(Picked {
        read,
        selection: Some(selection),
        rule: name.unwrap_or_default().to_owned(),
        columns: input::columns(&args.columns)?,
    })
}

/// A sealed draw that did not fail its checks; whoever knows no more than its file is told.
pub(super) fn sealed(path: &Path, trust: &Trust<'_>, ui: &Ui) -> Result<SealedDraw, Stop> {
    let bytes = io::bounded(path, TRANSCRIPT)?;
    let sealed = SealedDraw::read(&bytes, trust);
    let sealed = sealed.map_err(|problem| problem.in_file(&io::name(path)))?;
    if sealed.verdict != isonomia::draw::Finding::Pass {
        ui.warning(&ui.say("cli.lots.unproven", &[("file", &io::name(path))]));
    }
    Ok(sealed)
}
