//! Tables: what people really have. CSV as spreadsheets save it, and workbooks where the caller
//! can open them, read through a column map.
//!
//! The map ([`ColumnMap`], `docs/spec/columns-v1.md`) is given, or proposed from headings and
//! content in four languages; what was used stands in the report. The ballots may stand one row a
//! voter or one row a voter and project, one column a project or a rank, as lists in a cell, as
//! forms, Decidim and Consul write them, or as totals of paper cards. A second file holds the
//! projects: ids, names, costs.
//!
//! Everything becomes a [`Grid`] first, so that a workbook and the CSV saved from it are one
//! thing. Limits: 1 GiB, 16,384 columns.

mod ballots;
mod csv;
mod encoding;
mod grid;
mod map;
mod names;
mod number;
mod projects;
mod propose;
mod sheet;
mod totals;
mod words;

#[cfg(test)]
mod tests;

pub use encoding::Encoding;
pub use grid::{Grid, Kind, letter};
pub use map::{BallotColumns, ColumnMap, ProjectColumns, Shape, Sheet, TotalColumns};

pub(in crate::formats) use csv::Records;
pub(in crate::formats) use encoding::{decode, slurp};
pub(in crate::formats) use sheet::ZIP;

use super::intake::Intake;
use super::{Draft, File, Files, Format, LoadOptions, Peek, Role, Tally, pool, tally};
use crate::ballot::{BallotKind, Limits};
use crate::election::limits as fields;
use crate::election::{Paper, PaperCategory, PaperConstraints, PaperOption, PaperPot, Stake, Text};
use crate::id::IdVec;
use crate::instance::{Instance, Options, object};
use crate::json::Value;
use crate::num::Decimal;
use crate::problem::{Diagnostics, Problem};
use names::Names;
use projects::Projects;
use propose::Known;
use sheet::Opened;

/// Opens a workbook: its bytes, and the name of the sheet or none for the first that is not
/// empty. The core has none; the command hands one in.
pub type Workbook = fn(&[u8], Option<&str>, &mut Diagnostics) -> Result<Grid, Problem>;

/// The row of this format.
pub(super) const FORMAT: Format = Format {
    id: "table",
    name: "Table",
    extensions: &["csv", "tsv", "xlsx", "ods"],
    doc: "a spreadsheet of ballots (CSV; in the command also XLSX and ODS) with --projects, --budget, --columns",
    kinds: &["contest", "budget"],
    sniff,
    load,
    read: None,
    write: None,
    export: None,
};

/// Known by the files that come with it, by its bytes, by its name, or by even rows.
fn sniff(peek: &Peek<'_>) -> bool {
    let head = peek.head;
    let beside = [Role::Projects, Role::Totals];
    if beside.iter().any(|role| peek.roles.contains(role)) || head.starts_with(ZIP) {
        return true;
    }
    let name = peek.name.to_lowercase();
    let named = |extension: &&str| name.ends_with(&format!(".{extension}"));
    let named = FORMAT.extensions.iter().any(named);
    let other = head.trim_ascii_start().first();
    if other.is_none_or(|first| matches!(first, b'{' | b'<' | b'%')) {
        return false;
    }
    // Only a table may be written in UTF-16: half of its bytes are zeros.
    named || (even(head) && !head.contains(&0) && !pool::is_people(head))
}

/// True where the first lines, two at least, have the same number of the same separator.
fn even(head: &[u8]) -> bool {
    let lines = || {
        let lines = head.split(|byte| *byte == b'\n').take(4);
        lines.filter(|line| !line.trim_ascii().is_empty())
    };
    let counted = |mark: u8| {
        let mut counts = lines().map(|line| line.split(|byte| *byte == mark).count());
        let first = counts.next().unwrap_or(0);
        first > 1 && counts.all(|count| count == first)
    };
    lines().count() > 1 && [b';', b'\t', b','].into_iter().any(counted)
}

fn load(
    files: &mut Files<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let mut map = asked.map.clone().unwrap_or_default();
    if let Some(budget) = asked.budget {
        map.budget = Some(budget);
    }
    map.kind = asked.kind.or(map.kind);
    let people = |file: &mut File<'_>| file.peek().is_ok_and(pool::is_people);
    let people = asked.map.is_none() && files.of(Role::Main).is_some_and(people);
    let projects_sheet = map.projects.as_ref().map(|part| part.sheet.clone());
    let totals_sheet = map.totals.as_ref().map(|part| part.sheet.clone());
    let ballots_sheet = map.ballots.as_ref().map(|part| part.sheet.clone());
    let mut opened = |role, sheet: Option<Sheet>, diagnostics: &mut Diagnostics| {
        let file = files.of(role)?;
        Some(sheet::open(
            file,
            &sheet.unwrap_or_default(),
            asked.workbook,
            diagnostics,
        ))
    };
    // All files are opened, so that what is wrong with each is said at once.
    let ballots = opened(Role::Main, ballots_sheet, diagnostics)?;
    let projects = opened(Role::Projects, projects_sheet, diagnostics);
    let totals = opened(Role::Totals, totals_sheet, diagnostics);
    let (projects, totals) = (
        projects.map_or(Some(None), |o| o.map(Some))?,
        totals.map_or(Some(None), |o| o.map(Some))?,
    );
    let ballots = ballots?;
    let tables = Tables {
        ballots,
        projects,
        totals,
    };
    let bare = tables.projects.is_none() && asked.budget.is_none() && asked.kind.is_none();
    let proposed = match tables.read(&mut map, asked.seats, diagnostics) {
        Err(problem) if people && bare && problem.code == "columns-unclear" => {
            Err(Problem::error("categories-missing")
                .at(1, 1)
                .expected("--categories FILE --seats K"))
        }
        other => other,
    };
    let mut draft = match proposed {
        Ok(draft) => draft?,
        Err(problem) => {
            diagnostics.push(problem);
            return None;
        }
    };
    draft.map = Some(map.to_value());
    (!diagnostics.has_errors()).then_some(draft)
}

/// Reads a table as the ballots of an election file; the map that was used.
pub(super) fn beside(
    file: &mut File<'_>,
    intake: &mut Intake<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let mut map = asked.map.clone().unwrap_or_default();
    let declared = [
        ("/budget", map.budget.is_some()),
        ("/seats", map.seats.is_some()),
        ("/projects", map.projects.is_some()),
        ("/totals", map.totals.is_some()),
        (
            "/ballot",
            map.kind.is_some_and(|kind| kind != intake.kind()) || map.limits != Value::Null,
        ),
    ];
    for (path, _) in declared.iter().filter(|(_, given)| *given) {
        diagnostics.push(Problem::error("said-by-election").path(path));
    }
    let sheet = map.ballots.as_ref().map(|part| part.sheet.clone());
    let table = sheet::open(
        file,
        &sheet.unwrap_or_default(),
        asked.workbook,
        diagnostics,
    )?;
    let names = Names::new(&intake.options, split(&map));
    let known = Known {
        names: Some(&names),
        options: &intake.options,
        kind: Some(intake.kind()),
    };
    if map.ballots.is_none() {
        match propose::ballots(&table, &known) {
            Ok((columns, kind)) if kind == intake.kind() && columns.shape != Shape::Totals => {
                map.ballots = Some(columns);
            }
            Ok((columns, kind)) => {
                let problem = Problem::error("shape-not-of-kind").path("/ballots/shape");
                let found = format!("{}, {}", columns.shape.word(), kind.word());
                diagnostics.push(problem.found(found).expected(intake.kind().word()));
            }
            Err(problem) => diagnostics.push(problem),
        }
    }
    let columns = map.ballots.as_ref()?;
    ballots::read(&table, columns, &names, intake, diagnostics);
    Some(map.to_value())
}

fn split(map: &ColumnMap) -> &str {
    let split = map.ballots.as_ref().and_then(|part| part.split.as_deref());
    split.unwrap_or(ballots::SPLIT)
}

/// The tables of one input.
struct Tables {
    ballots: Opened,
    projects: Option<Opened>,
    totals: Option<Opened>,
}

impl Tables {
    /// Completes the map and reads by it. `Err` is what a person must decide first; `Ok(None)`
    /// is an error that is in the diagnostics.
    fn read(
        &self,
        map: &mut ColumnMap,
        seats: Option<u32>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Draft>, Problem> {
        let listed = match &self.projects {
            Some(table) => Some(listed(table, map, diagnostics)?),
            None => None,
        };
        let Some(mut projects) = listed.unwrap_or_else(|| Some(Projects::default())) else {
            return Ok(None);
        };
        let known = options(&projects.options);
        let names = (!known.is_empty()).then(|| Names::new(&known, split(map)));
        if map.ballots.is_none() || map.kind.is_none() {
            let known = Known {
                names: names.as_ref(),
                options: &known,
                kind: map.kind,
            };
            let (columns, kind) = match propose::ballots(&self.ballots, &known) {
                // Where projects could not be read, their columns are not known either.
                Err(_) if diagnostics.has_errors() => return Ok(None),
                proposed => proposed?,
            };
            map.kind = map.kind.or(Some(kind));
            map.ballots.get_or_insert(columns);
        }
        let Some(columns) = map.ballots.clone() else {
            return Ok(None);
        };
        let only_totals = columns.shape == Shape::Totals;
        if only_totals && self.projects.is_none() {
            let Some(read) = listed_totals(&self.ballots, map, diagnostics)? else {
                return Ok(None);
            };
            projects = read;
        }
        if projects.options.is_empty() {
            projects.options = inferred(&self.ballots, &columns);
        }
        let Some(paper) = paper(&mut *map, &projects, diagnostics) else {
            return Ok(None);
        };
        let mut intake = Intake::new(&paper);
        let names = Names::new(&intake.options, split(map));
        let mut totals: Option<Vec<u64>> = None;
        let count = intake.options.len();
        if only_totals {
            let project = columns.project.as_deref().unwrap_or_default();
            let votes = columns.value.as_deref().unwrap_or_default();
            let at = ((project, "/ballots/project"), (votes, "/ballots/value"));
            totals = totals::read(&self.ballots, at.0, at.1, &names, count, diagnostics);
        } else {
            ballots::read(&self.ballots, &columns, &names, &mut intake, diagnostics);
        }
        if let Some(table) = &self.totals {
            if only_totals {
                return Err(Problem::error("totals-twice").in_file(&table.name));
            }
            let columns = match map.totals.clone() {
                Some(columns) => columns,
                None => propose::paper_totals(table, &names)?,
            };
            let at = (
                (columns.project.as_str(), "/totals/project"),
                (columns.votes.as_str(), "/totals/votes"),
            );
            totals = totals::read(table, at.0, at.1, &names, count, diagnostics);
            map.totals = Some(columns);
        }
        if diagnostics.has_errors() {
            return Ok(None);
        }
        let mut draft = intake.finish(seats);
        let totals = totals.map(IdVec::from_vec);
        let profile = draft.instance.profile();
        let counted = profile.map(|profile| tally(profile, totals.as_ref()));
        match &mut draft.instance {
            Instance::Budget(budget) => budget.totals = totals,
            _ if totals.is_some() => return Err(Problem::error("totals-without-costs")),
            _ => {}
        }
        claims(&projects, counted.as_ref(), diagnostics);
        Ok(Some(draft))
    }
}

/// The projects of a second file.
fn listed(
    table: &Opened,
    map: &mut ColumnMap,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Projects>, Problem> {
    let columns = match map.projects.clone() {
        Some(columns) => columns,
        None => propose::projects(table)?,
    };
    diagnostics.set_file(&table.name);
    let read = projects::read(table, &columns, !map.pots.is_empty(), diagnostics);
    map.projects = Some(columns);
    Ok(read)
}

/// The projects of a table that has their totals, too.
fn listed_totals(
    table: &Opened,
    map: &mut ColumnMap,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Projects>, Problem> {
    if map.projects.is_none() {
        let mut columns = propose::projects(table)?;
        // The column of votes is what is counted, not a claim to compare with.
        columns.sheet.ignored.extend(columns.votes.take());
        map.projects = Some(columns);
    }
    listed(table, map, diagnostics)
}

/// Options known only from the ballots, in an order that does not depend on that of the rows.
fn inferred(table: &Opened, columns: &BallotColumns) -> Vec<PaperOption> {
    let named = |id: &str| PaperOption {
        id: id.to_owned(),
        ..PaperOption::default()
    };
    if columns.shape == Shape::Wide {
        return columns.options.iter().map(|(_, id)| named(id)).collect();
    }
    let split = columns.split.as_deref().unwrap_or(ballots::SPLIT);
    let wanted = [&columns.vote, &columns.project].into_iter().flatten();
    let wanted = wanted.chain(&columns.ranks);
    // A column that is not there is reported when the ballots are read.
    let at: Vec<usize> = wanted
        .filter_map(|name| table.column(name, "").ok())
        .collect();
    let lists = matches!(columns.shape, Shape::List | Shape::Ids);
    let mut ids: std::collections::BTreeSet<(usize, &str)> = std::collections::BTreeSet::new();
    let rows = if columns.shape == Shape::Ids {
        0..table.grid.len()
    } else {
        table.rows()
    };
    for row in rows {
        let every = if columns.shape == Shape::Ids {
            table.grid.width(row)
        } else {
            0
        };
        for column in (0..every).chain(at.iter().copied()) {
            let parts = table
                .cell(row, column)
                .text
                .split(|letter: char| lists && split.contains(letter));
            for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
                // Numbers by their size, then words.
                let digits = part.bytes().all(|byte| byte.is_ascii_digit());
                ids.insert((if digits { part.len() } else { usize::MAX }, part));
            }
        }
    }
    ids.into_iter().map(|(_, id)| named(id)).collect()
}

fn options(list: &[PaperOption]) -> Options {
    let mut options = Options::new();
    for option in list {
        let name = match option.name.plain() {
            "" => &option.id,
            name => name,
        };
        // An id given twice was reported with the projects.
        let _ = options.push(&option.id, name);
    }
    options
}

/// The paper that the tables and the map describe. `None` where they contradict each other.
fn paper(map: &mut ColumnMap, projects: &Projects, diagnostics: &mut Diagnostics) -> Option<Paper> {
    pots(map, projects, diagnostics)?;
    let stake = match (projects.costs, map.budget) {
        (true, Some(amount)) => Stake::Budget {
            amount,
            currency: map.currency.clone(),
        },
        (false, None) => Stake::Seats(map.seats),
        (true, None) => {
            diagnostics.push(
                Problem::error("budget-missing")
                    .path("budget")
                    .expected("--budget AMOUNT"),
            );
            return None;
        }
        (false, Some(budget)) => {
            let problem = Problem::error("budget-without-costs").path("budget");
            diagnostics.push(problem.found(budget.to_string()));
            return None;
        }
    };
    let kind = map.kind.unwrap_or(BallotKind::Approval);
    let mut ballot = vec![("kind", Value::from(kind.word()))];
    if map.limits != Value::Null {
        ballot.push(("limits", map.limits.clone()));
    }
    let (kind, plain_limits, [min_cost, max_cost]) = if map.limits == Value::Null {
        (kind, Limits::default(), [None, None])
    } else {
        fields::read(&object(ballot), "/ballot", projects.costs, diagnostics)?
    };
    let title = match map.title.as_str() {
        "" => Text::None,
        title => Text::Plain(title.to_owned()),
    };
    let paper = Paper {
        id: "table".to_owned(),
        title,
        description: Text::None,
        options: projects.options.clone(),
        kind,
        plain_limits,
        min_cost,
        max_cost,
        stake,
        constraints: constraints(map, projects),
        rule: None,
        params: Vec::new(),
        ties: Vec::new(),
        given: Vec::new(),
        official: None,
    };
    fits(&paper, diagnostics)?;
    (!diagnostics.has_errors()).then_some(paper)
}

/// Pots hold the whole budget, and each district is one of them.
fn pots(map: &mut ColumnMap, projects: &Projects, diagnostics: &mut Diagnostics) -> Option<()> {
    if map.pots.is_empty() {
        return Some(());
    }
    let scales = map
        .pots
        .iter()
        .map(|pot| pot.amount.scale)
        .chain(map.budget.map(|b| b.scale));
    let scale = scales.max().unwrap_or_default();
    let mut amounts = map.pots.iter().map(|pot| pot.amount.rescale(scale));
    let sum = amounts.try_fold(0u64, |sum, amount| sum.checked_add(amount?));
    let all = sum.map(|units| Decimal { units, scale });
    let budget = *map.budget.get_or_insert(all?);
    if budget.rescale(scale) != sum {
        let found = sum.map_or_else(String::new, |sum| scale.text(sum));
        let problem = Problem::error("pots-not-budget").path("/pots").found(found);
        diagnostics.push(problem.expected(budget.to_string()));
    }
    for option in &projects.options {
        let known = |pot: &&PaperPot| Some(&pot.id) == option.pot.as_ref();
        if !map.pots.iter().any(|pot| known(&pot)) {
            let problem = Problem::error("pot-unknown").path(&option.id);
            diagnostics.push(problem.found(option.pot.as_deref().unwrap_or_default()));
        }
    }
    (!diagnostics.has_errors()).then_some(())
}

/// Pots as the map has them; districts and categories of projects, for people.
fn constraints(map: &ColumnMap, projects: &Projects) -> PaperConstraints {
    let mut ids: Vec<&String> = Vec::new();
    for id in projects
        .options
        .iter()
        .flat_map(|option| &option.categories)
    {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let category = |id: &String| PaperCategory {
        id: id.clone(),
        ..PaperCategory::default()
    };
    PaperConstraints {
        pots: map.pots.clone(),
        categories: ids
            .into_iter()
            .filter(|_| projects.costs)
            .map(category)
            .collect(),
        exclusive: Vec::new(),
    }
}

/// The sum of the budget and all costs, in the finest unit of them, fits in 64 bits.
fn fits(paper: &Paper, diagnostics: &mut Diagnostics) -> Option<()> {
    let scale = paper.scale();
    let budget = match &paper.stake {
        Stake::Budget { amount, .. } => Some(*amount),
        Stake::Seats(_) => None,
    };
    let costs = paper.options.iter().filter_map(|option| option.cost);
    let mut sum = 0u64;
    for amount in costs
        .chain(budget)
        .chain(paper.min_cost)
        .chain(paper.max_cost)
    {
        // Limits may be finer than the unit; they are rounded where they are applied.
        let units = if amount.scale <= scale {
            amount.rescale(scale)
        } else {
            Some(0)
        };
        let Some(total) = units.and_then(|units| sum.checked_add(units)) else {
            let problem = Problem::error("too-large").found(amount.to_string());
            diagnostics.push(problem.expected("amounts whose sum fits in 64 bits"));
            return None;
        };
        sum = total;
    }
    Some(())
}

/// The authority's counts held against ours: votes or points, whichever the column means.
fn claims(projects: &Projects, counted: Option<&Tally>, diagnostics: &mut Diagnostics) {
    let Some(counted) = counted else { return };
    for (claim, (option, votes)) in projects.claims.iter().zip(counted.votes.iter()) {
        let Some((claim, place)) = claim else {
            continue;
        };
        let points = counted.score.as_ref().map(|score| score[option]);
        if claim != votes && points != Some(i128::from(*claim)) {
            diagnostics.push(place.clone().expected(votes.to_string()));
        }
    }
}
