//! From the rows of a table to ballots, as the column map says.
//!
//! A row that says something nobody can understand is an invalid ballot, listed with its reason
//! and its line. A cell that would be misread (a date that was an id, a number that was rounded,
//! a list with two readings) is a problem at that cell, and the file is not counted.

use std::collections::BTreeMap;

use super::grid::Kind;
use super::map::{BallotColumns, Shape};
use super::names::{Named, Names, Unread};
use super::number::{Says, amount, says, whole};
use super::sheet::Opened;
use super::words::{approves, fold, is_sum, ordinal};
use crate::ballot::{BallotKind, Fault};
use crate::formats::intake::{Copies, Intake, Mark, UNKNOWN, marks_by_rank};
use crate::formats::voters::Voters;
use crate::id::len32;
use crate::num::Decimal;
use crate::problem::{Diagnostics, Problem};

/// What parts lists where the map does not say.
pub(super) const SPLIT: &str = ",;|\n";

/// Why a row gives no ballot.
enum No {
    /// The ballot is invalid.
    Fault(Fault),
    /// The file is not to be counted.
    Problem(Problem),
}

impl From<Fault> for No {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

fn malformed() -> No {
    No::Fault(Fault::plain("cell-malformed"))
}

/// The columns of a map, found in the table.
#[derive(Default)]
struct Columns {
    voter: Option<usize>,
    papers: Option<usize>,
    vote: Option<usize>,
    project: Option<usize>,
    value: Option<usize>,
    finished: Option<usize>,
    /// With the option where they stand for one.
    many: Vec<(usize, u32)>,
}

struct Reading<'a, 'p> {
    table: &'a Opened,
    map: &'a BallotColumns,
    names: &'a Names,
    columns: Columns,
    intake: &'a mut Intake<'p>,
    yes: Vec<String>,
    no: Vec<String>,
    marks: Vec<Mark>,
    ranked: Vec<(u32, u32)>,
    list: Vec<u32>,
}

/// Reads every row of a table that is not one of totals. What is wrong is in the diagnostics.
pub(super) fn read(
    table: &Opened,
    map: &BallotColumns,
    names: &Names,
    intake: &mut Intake<'_>,
    diagnostics: &mut Diagnostics,
) {
    diagnostics.set_file(&table.name);
    let Some(columns) = columns(table, map, intake, diagnostics) else {
        return;
    };
    let folded = |words: &[String]| words.iter().map(|word| fold(word)).collect();
    let mut reading = Reading {
        table,
        map,
        names,
        columns,
        intake,
        yes: folded(&map.yes),
        no: folded(&map.no),
        marks: Vec::new(),
        ranked: Vec::new(),
        list: Vec::new(),
    };
    match map.shape {
        Shape::Wide | Shape::List | Shape::Ranks => reading.rows(diagnostics),
        Shape::Long | Shape::Voters => reading.groups(diagnostics),
        Shape::Ids => reading.ids(diagnostics),
        Shape::Totals => {}
    }
}

/// Finds the columns; `None` where one is missing or does not fit the kind of ballot.
fn columns(
    table: &Opened,
    map: &BallotColumns,
    intake: &Intake<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Columns> {
    let mut wrong: Vec<Problem> = Vec::new();
    let find = |name: &str, path: &str, wrong: &mut Vec<Problem>| {
        let found = table.column(name, &format!("/ballots/{path}"));
        found.map_err(|problem| wrong.push(problem)).ok()
    };
    let mut one = |name: &Option<String>, path: &str| {
        name.as_ref().and_then(|name| find(name, path, &mut wrong))
    };
    let mut columns = Columns {
        voter: one(&map.voter, "voter"),
        papers: one(&map.papers, "papers"),
        vote: one(&map.vote, "vote"),
        project: one(&map.project, "project"),
        value: one(&map.value, "value"),
        finished: one(&map.finished, "finished"),
        many: Vec::new(),
    };
    if map.shape == Shape::Wide {
        for (name, id) in &map.options {
            let Some(column) = find(name, "options", &mut wrong) else {
                continue;
            };
            if let Some(option) = intake.options.find(id) {
                columns.many.push((column, option.0));
            } else {
                let problem = Problem::error("unknown-option").path("/ballots/options");
                wrong.push(problem.found(id));
            }
        }
        let found = wrong.is_empty();
        for option in intake.options.all() {
            if found && !columns.many.iter().any(|(_, known)| *known == option.0) {
                let problem = Problem::error("option-without-column").path("/ballots/options");
                let problem = problem.found(intake.options.id(option));
                wrong.push(problem.expected("a column for each option"));
            }
        }
    } else {
        for name in &map.ranks {
            columns
                .many
                .extend(find(name, "ranks", &mut wrong).map(|column| (column, UNKNOWN)));
        }
    }
    let kinds: &[BallotKind] = match map.shape {
        Shape::Wide | Shape::Long | Shape::List => &BallotKind::ALL,
        Shape::Ranks => &[BallotKind::Ranking, BallotKind::Approval],
        _ => &[BallotKind::Approval],
    };
    let kind = intake.kind();
    let valued = columns.value.is_some() || map.shape == Shape::Wide;
    let needs_value = !matches!(kind, BallotKind::Approval | BallotKind::Ranking);
    if !kinds.contains(&kind) || (needs_value && !valued) {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        let problem = Problem::error("shape-not-of-kind").path("/ballots/shape");
        let problem = problem.found(format!("{}, {}", map.shape.word(), kind.word()));
        wrong.push(problem.expected(words.join(", ")));
    }
    let single = [
        columns.voter,
        columns.papers,
        columns.vote,
        columns.project,
        columns.value,
        columns.finished,
    ];
    let many = columns.many.iter().map(|(column, _)| *column);
    let mut read: Vec<usize> = single.into_iter().flatten().chain(many).collect();
    if wrong.is_empty() && map.shape != Shape::Ids {
        table.unread(&read, &map.sheet, diagnostics);
    }
    crate::sort::sort(&mut read);
    for pair in read.windows(2) {
        if let [a, b] = pair
            && a == b
        {
            let problem = Problem::error("column-read-twice").path("/ballots");
            wrong.push(problem.found(table.reference(*a)));
        }
    }
    let sound = wrong.is_empty();
    for problem in wrong {
        diagnostics.push(problem);
    }
    sound.then_some(columns)
}

impl Reading<'_, '_> {
    /// One row a paper.
    fn rows(&mut self, diagnostics: &mut Diagnostics) {
        let table = self.table;
        let mut voters = Voters::default();
        for row in table.rows() {
            let line = table.grid.line(row);
            if let Some(voter) = self.columns.voter {
                let cell = table.cell(row, voter);
                if is_sum(cell.text) {
                    let problem = Problem::error("row-is-sum").found(cell.text);
                    diagnostics.push(table.place(problem, row, voter));
                    continue;
                }
                if !cell.text.is_empty() {
                    voters.add(cell.text, line);
                }
            }
            let papers = match self.papers(row) {
                Ok(papers) => papers,
                Err(problem) => {
                    diagnostics.push(problem);
                    continue;
                }
            };
            let read = match self.map.shape {
                Shape::Wide => self.wide(row),
                Shape::List => self.list(row),
                _ => self.ranks(row),
            };
            self.take(read, papers, line, diagnostics);
        }
        let column = self
            .columns
            .voter
            .map_or(0, |column| len32(column).saturating_add(1));
        voters.report(column, diagnostics);
    }

    fn take(
        &mut self,
        read: Result<(), No>,
        papers: u64,
        line: u32,
        diagnostics: &mut Diagnostics,
    ) {
        let weight = Copies::ONE.weight;
        let taken = match read {
            Ok(()) => self
                .intake
                .take(&self.marks, Copies { papers, weight }, line),
            Err(No::Fault(fault)) => self.intake.refuse(fault, papers, line),
            Err(No::Problem(problem)) => Err(problem),
        };
        if let Err(problem) = taken {
            let problem = if problem.line > 0 {
                problem
            } else {
                problem.at(line, 1)
            };
            diagnostics.push(problem);
        }
    }

    /// How many papers a row stands for, and whether it was cast at all.
    fn papers(&self, row: usize) -> Result<u64, Problem> {
        let Some(column) = self.columns.papers else {
            return Ok(1);
        };
        let cell = self.table.sound(row, column)?;
        if cell.text.is_empty() {
            return Ok(1);
        }
        let papers = whole(cell.text).and_then(|papers| u64::try_from(papers).ok());
        papers.filter(|papers| *papers > 0).ok_or_else(|| {
            let problem = Problem::error("papers-malformed").found(cell.text);
            let problem = problem.expected("a whole number from 1");
            self.table.place(problem, row, column)
        })
    }

    /// A ballot that was begun and not cast is listed and does not count.
    fn cast(&self, row: usize) -> Result<(), No> {
        match self.columns.finished {
            Some(column) if self.table.cell(row, column).text.is_empty() => {
                Err(Fault::plain("not-cast").into())
            }
            _ => Ok(()),
        }
    }

    fn cell(&self, row: usize, column: usize) -> Result<&str, No> {
        let cell = self.table.sound(row, column);
        cell.map(|cell| cell.text).map_err(No::Problem)
    }

    /// One column an option.
    fn wide(&mut self, row: usize) -> Result<(), No> {
        self.start(row)?;
        for at in 0..self.columns.many.len() {
            let Some((column, option)) = self.columns.many.get(at).copied() else {
                break;
            };
            let text = self.table.sound(row, column).map_err(No::Problem)?.text;
            self.mark(option, text)?;
        }
        marks_by_rank(&mut self.ranked, &mut self.marks);
        Ok(())
    }

    fn start(&mut self, row: usize) -> Result<(), No> {
        self.marks.clear();
        self.ranked.clear();
        self.cast(row)
    }

    /// What an answer says of one option.
    fn mark(&mut self, option: u32, text: &str) -> Result<(), No> {
        match self.intake.kind() {
            BallotKind::Approval => {
                let answer = fold(text);
                let said = if self.yes.contains(&answer) {
                    Some(true)
                } else if self.no.contains(&answer) {
                    Some(false)
                } else {
                    approves(text)
                };
                if said.ok_or_else(malformed)? {
                    self.marks.push(Mark::Option(option));
                }
            }
            _ if text.is_empty() => {}
            BallotKind::Knapsack => self.marks.push(Mark::Amount(option, self.money(text)?)),
            BallotKind::Ranking => {
                let rank = ordinal(text).ok_or_else(malformed)?;
                if rank > self.intake.options.len() {
                    return Err(malformed());
                }
                self.ranked.push((rank, option));
            }
            _ => self
                .marks
                .push(Mark::Points(option, whole(text).ok_or_else(malformed)?)),
        }
        Ok(())
    }

    /// An amount of a knapsack ballot; where its decimal sign is in doubt the map must say it.
    fn money(&self, text: &str) -> Result<Decimal, No> {
        let sign = match (self.map.sheet.decimal, says(text)) {
            (Some(sign), _) | (None, Says::Sign(sign)) => sign,
            (None, Says::Nothing) => b'.',
            (None, Says::Either) => return Err(Fault::plain("amount-in-doubt").into()),
        };
        amount(text, sign).ok_or_else(malformed)
    }

    /// The options that a cell lists, into `self.list`.
    fn listed(&mut self, row: usize, column: usize) -> Result<(), No> {
        let cell = self.table.sound(row, column).map_err(No::Problem)?;
        let read = match hashes(cell.text) {
            Some(ids) => self.names.list(&ids, &mut self.list),
            None => self.names.list(cell.text, &mut self.list),
        };
        read.map_err(|unread| match unread {
            Unread::Unknown => Fault::plain("unknown-option").into(),
            Unread::Ambiguous => {
                let problem = Problem::error("list-ambiguous").found(cell.text);
                let problem = problem.expected("names that can be told apart");
                No::Problem(self.table.place(problem, row, column))
            }
        })
    }

    /// All options in one cell; their points, if any, in another, in the same order.
    fn list(&mut self, row: usize) -> Result<(), No> {
        self.start(row)?;
        let Some(column) = self.columns.vote else {
            return Ok(());
        };
        self.listed(row, column)?;
        let options = std::mem::take(&mut self.list);
        let read = match self.columns.value {
            None => {
                self.marks
                    .extend(options.iter().map(|option| Mark::Option(*option)));
                Ok(())
            }
            Some(value) => self.valued(row, value, &options),
        };
        self.list = options;
        read
    }

    fn valued(&mut self, row: usize, column: usize, options: &[u32]) -> Result<(), No> {
        let values = self.cell(row, column)?.to_owned();
        let split = self.map.split.as_deref().unwrap_or(SPLIT);
        let mut values = values.split(|letter| split.contains(letter)).map(str::trim);
        for option in options {
            let value = values.next().filter(|value| !value.is_empty());
            self.mark(*option, value.ok_or_else(|| Fault::plain("points-length"))?)?;
        }
        if values.any(|value| !value.is_empty()) {
            return Err(Fault::plain("points-length").into());
        }
        marks_by_rank(&mut self.ranked, &mut self.marks);
        Ok(())
    }

    /// One column a rank.
    fn ranks(&mut self, row: usize) -> Result<(), No> {
        self.start(row)?;
        for at in 0..self.columns.many.len() {
            let Some((column, _)) = self.columns.many.get(at).copied() else {
                break;
            };
            if self.cell(row, column)?.is_empty() {
                self.marks.push(Mark::Blank);
                continue;
            }
            let option = self.single(row, column)?;
            self.marks.push(Mark::Option(option));
        }
        if self.intake.kind() == BallotKind::Approval {
            self.marks.retain(|mark| *mark != Mark::Blank);
        }
        while self.marks.last() == Some(&Mark::Blank) {
            self.marks.pop();
        }
        Ok(())
    }

    /// The one option that a cell names.
    fn single(&self, row: usize, column: usize) -> Result<u32, No> {
        let cell = self.table.sound(row, column).map_err(No::Problem)?;
        match self.names.find(cell.text) {
            Named::One(option) => Ok(option),
            Named::Nothing => Err(Fault::plain("unknown-option").into()),
            Named::Several => {
                let problem = Problem::error("list-ambiguous").found(cell.text);
                let problem = problem.expected("names that can be told apart");
                Err(No::Problem(self.table.place(problem, row, column)))
            }
        }
    }

    /// Ballots out of several rows: by voter where each row names one, or where each project
    /// lists its voters.
    fn groups(&mut self, diagnostics: &mut Diagnostics) {
        let table = self.table;
        let voters = self.map.shape == Shape::Voters;
        let by = if voters {
            self.columns.vote
        } else {
            self.columns.voter
        };
        let (Some(by), Some(project)) = (by, self.columns.project) else {
            return;
        };
        // Each voter's rows, in the order of the file; `None` is a row without a project.
        let mut groups: BTreeMap<&str, Vec<(usize, Option<u32>)>> = BTreeMap::new();
        let mut faults: BTreeMap<&str, (Fault, u32)> = BTreeMap::new();
        for row in table.rows() {
            let who = match table.sound(row, by) {
                Ok(cell) => cell.text,
                Err(problem) => {
                    diagnostics.push(problem);
                    continue;
                }
            };
            if is_sum(who) {
                let problem = Problem::error("row-is-sum").found(who);
                diagnostics.push(table.place(problem, row, by));
                continue;
            }
            if who.is_empty() && !voters {
                diagnostics.push(table.place(Problem::error("empty-voter"), row, by));
                continue;
            }
            let option = match table.cell(row, project).text {
                "" => Ok(None),
                _ => self.single(row, project).map(Some),
            };
            let parts: Vec<&str> = if voters {
                let split = self.map.split.as_deref().unwrap_or(SPLIT);
                let parts = who
                    .split(|letter: char| split.contains(letter))
                    .map(str::trim);
                parts.filter(|part| !part.is_empty()).collect()
            } else {
                vec![who]
            };
            match option {
                Ok(option) => {
                    for part in parts {
                        groups.entry(part).or_default().push((row, option));
                    }
                }
                Err(No::Problem(problem)) => diagnostics.push(problem),
                Err(No::Fault(fault)) => {
                    for part in parts {
                        groups.entry(part).or_default();
                        let line = table.grid.line(row);
                        faults.entry(part).or_insert_with(|| (fault.clone(), line));
                    }
                }
            }
        }
        for (who, rows) in groups {
            let first = rows.first().map_or(0, |(row, _)| table.grid.line(*row));
            let (read, line) = match faults.remove(who) {
                Some((fault, line)) => (Err(fault.into()), line),
                None => (self.group(&rows), first),
            };
            self.take(read, 1, line, diagnostics);
        }
    }

    fn group(&mut self, rows: &[(usize, Option<u32>)]) -> Result<(), No> {
        self.marks.clear();
        self.ranked.clear();
        for (row, option) in rows {
            self.cast(*row)?;
            let Some(option) = option else { continue };
            match self.columns.value {
                None => self.marks.push(Mark::Option(*option)),
                Some(value) => {
                    let text = self.table.sound(*row, value).map_err(No::Problem)?.text;
                    self.mark(*option, text)?;
                }
            }
        }
        marks_by_rank(&mut self.ranked, &mut self.marks);
        Ok(())
    }

    /// Lists of ids without columns: a line, or a part of a line between semicolons, a ballot.
    fn ids(&mut self, diagnostics: &mut Diagnostics) {
        let table = self.table;
        let between = char::from(table.separator).to_string();
        for row in 0..table.grid.len() {
            let line = table.grid.line(row);
            let cells: Vec<&str> = table.grid.row(row).collect();
            if (0..cells.len()).any(|column| table.cell(row, column).kind == Kind::Date) {
                let read = (0..cells.len()).map(|column| table.sound(row, column));
                read.filter_map(Result::err)
                    .for_each(|problem| diagnostics.push(problem));
                continue;
            }
            let all = cells.join(&between);
            for ballot in all
                .split(';')
                .map(str::trim)
                .filter(|part| !part.is_empty())
            {
                self.marks.clear();
                let read = self.names.list(ballot, &mut self.list);
                let read = read.map_err(|_| Fault::plain("unknown-option").into());
                self.marks
                    .extend(self.list.iter().map(|option| Mark::Option(*option)));
                self.take(read, 1, line, diagnostics);
            }
        }
    }
}

/// The ids of a list of Ruby hashes, as Decidim's personal exports write the projects of an
/// order: `{:id=>12, :title=>{"en"=>"Park"}}, {id: 14, ...}`. `None` where it is no such list.
fn hashes(cell: &str) -> Option<String> {
    if !cell.starts_with('{') {
        return None;
    }
    let mut ids = Vec::new();
    let mut depth = 0u32;
    for (at, letter) in cell.char_indices() {
        match letter {
            '{' => depth = depth.saturating_add(1),
            '}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if letter == '{' && depth == 1 {
            let rest = cell.get(at.saturating_add(1)..)?.trim_start();
            let rest = ["id:", ":id=>", ":id =>", "\"id\"=>", "\"id\" =>", "\"id\":"]
                .iter()
                .find_map(|key| rest.strip_prefix(key))?;
            let rest = rest.trim_start();
            let end = rest.find([',', '}']).unwrap_or(rest.len());
            ids.push(rest.get(..end)?.trim());
        }
    }
    Some(ids.join(","))
}
