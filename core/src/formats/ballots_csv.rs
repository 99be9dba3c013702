//! Ballots of an election file as CSV: one row a paper, the header says which way.
//!
//! ```text
//! rank1,rank2,papers        oak;river;jubilee        id,vote
//! oak,river,12              2;1;                     17,oak|river
//! ```
//!
//! Which columns there may be is specified in `docs/spec/election-v1.md`. A row that cannot be
//! read is an invalid ballot, listed with its line; a header that cannot be, an error.

use std::io::BufRead;

use super::intake::{Copies, Intake, Mark, UNKNOWN, code, marks_by_rank};
use super::lines::{Lines, Stop};
use super::record::Record;
use crate::ballot::{BallotKind, Fault};
use crate::id::len32;
use crate::num::{Decimal, parse_decimal};
use crate::problem::{Diagnostics, Problem};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Papers,
    Weight,
    /// The id of a paper: not counted.
    Id,
    /// The id, or ids joined by `|`, of a rank.
    Rank,
    /// All approved ids joined by `|`.
    Vote,
    /// The mark for an option.
    Option(u32),
}

/// Reads every row.
pub(super) fn read(
    reader: &mut dyn BufRead,
    intake: &mut Intake<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stop> {
    let mut lines = Lines::new(reader);
    let mut record = Record::default();
    // A header without the separator is one column whichever it is.
    let mut first = lines.next(diagnostics)?.map(str::to_owned);
    while first
        .as_ref()
        .is_some_and(|line| line.trim_ascii().is_empty())
    {
        first = lines.next(diagnostics)?.map(str::to_owned);
    }
    let Some(header) = first else {
        diagnostics.push(Problem::error("empty-file").at(1, 1).expected("a header"));
        return Err(Stop);
    };
    let count = |separator| header.bytes().filter(|byte| *byte == separator).count();
    let separator = if count(b';') > count(b',') {
        b';'
    } else {
        b','
    };
    let mut header_lines: &[u8] = header.as_bytes();
    let header_line = lines.number();
    record.read(&mut Lines::new(&mut header_lines), separator, diagnostics)?;
    let names: Vec<String> = record.cells().map(|cell| cell.trim().to_owned()).collect();
    let columns = columns(&names, intake, header_line, diagnostics).ok_or(Stop)?;
    let mut row = Row::default();
    while record.read(&mut lines, separator, diagnostics)? {
        // A blank line is no paper in any file; a blank ballot in a single column is written `""`.
        if record.is_blank() {
            continue;
        }
        let line = record.line();
        let taken = papers(&record, &columns).and_then(|papers| {
            match row.read(&record, &columns, intake) {
                Ok(weight) => intake.take(&row.marks, Copies { papers, weight }, line),
                Err(fault) => intake.refuse(fault, papers, line),
            }
        });
        if let Err(problem) = taken {
            diagnostics.push(problem.at(line, 1));
        }
    }
    Ok(())
}

/// How many papers a row stands for. Where that cannot be read nobody knows how many were cast,
/// which is more than one ballot that does not count.
fn papers(record: &Record, columns: &[Column]) -> Result<u64, Problem> {
    let at = columns.iter().position(|column| *column == Column::Papers);
    let cell = at.map_or("", |at| record.cell(at).trim());
    if cell.is_empty() {
        return Ok(1);
    }
    let papers = cell.parse().ok().filter(|papers| *papers > 0);
    papers.ok_or_else(|| {
        let problem = Problem::error("papers-malformed")
            .path("papers")
            .found(cell);
        problem.expected("a whole number from 1")
    })
}

/// What each column holds; `None` where the header fits no way of voting.
fn columns(
    names: &[String],
    intake: &Intake<'_>,
    line: u32,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Column>> {
    let kind = intake.kind();
    let mut columns = Vec::new();
    let mut faults = 0u32;
    let mut complain = |at: usize, problem: Problem| {
        faults = faults.saturating_add(1);
        let column = names
            .iter()
            .take(at)
            .map(|name| len32(name.chars().count()) + 1);
        diagnostics.push(problem.at(line, column.sum::<u32>().saturating_add(1)));
    };
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|earlier| earlier == name) {
            complain(at, Problem::error("column-duplicate").found(name));
            continue;
        }
        let option = || match code(&intake.options, name) {
            UNKNOWN => None,
            option => Some(Column::Option(option)),
        };
        let column = match name.as_str() {
            "papers" => Some(Column::Papers),
            "weight" => Some(Column::Weight),
            "id" => Some(Column::Id),
            "vote" if kind == BallotKind::Approval => Some(Column::Vote),
            _ => option().or_else(|| {
                let rank: Option<u32> = name.strip_prefix("rank").and_then(|n| n.parse().ok());
                let next = columns
                    .iter()
                    .filter(|column| **column == Column::Rank)
                    .count();
                let fits = kind == BallotKind::Ranking && rank == Some(len32(next) + 1);
                fits.then_some(Column::Rank)
            }),
        };
        match column {
            Some(column) => columns.push(column),
            None => complain(
                at,
                Problem::error("column-unknown")
                    .found(name)
                    .expected(ways(kind)),
            ),
        }
    }
    let options = |column: &&Column| matches!(column, Column::Option(_));
    let options = len32(columns.iter().filter(options).count());
    let lists = |column: &&Column| matches!(column, Column::Rank | Column::Vote);
    let lists = columns.iter().filter(lists).count();
    let all = options == intake.options.len() && lists == 0;
    if len32(columns.len()) == len32(names.len()) && !(all || (options == 0 && lists > 0)) {
        let problem = Problem::error("column-missing").path("ballots");
        complain(0, problem.found(names.join(", ")).expected(ways(kind)));
    }
    (faults == 0).then_some(columns)
}

const fn ways(kind: BallotKind) -> &'static str {
    match kind {
        BallotKind::Ranking => "rank1, rank2, ... or a column for each option",
        BallotKind::Approval => "vote, or a column for each option",
        BallotKind::Score | BallotKind::Allotment | BallotKind::Knapsack => {
            "a column for each option"
        }
    }
}

/// One row; its lists are reused for the next.
#[derive(Default)]
struct Row {
    marks: Vec<Mark>,
    /// Rank and option, where options stand as columns.
    ranked: Vec<(u32, u32)>,
}

impl Row {
    /// Reads the cells into `marks`; the weight of one paper.
    fn read(
        &mut self,
        record: &Record,
        columns: &[Column],
        intake: &Intake<'_>,
    ) -> Result<Decimal, Fault> {
        self.marks.clear();
        self.ranked.clear();
        let mut weighs = Copies::ONE.weight;
        let extra = record.cells().skip(columns.len());
        if extra.map(str::trim).any(|cell| !cell.is_empty()) {
            return Err(Fault::plain("row-too-long"));
        }
        let malformed = || Fault::plain("cell-malformed");
        for (at, column) in columns.iter().enumerate() {
            let cell = record.cell(at).trim();
            match column {
                Column::Id | Column::Papers => {}
                Column::Weight | Column::Vote if cell.is_empty() => {}
                Column::Weight => {
                    let weight = parse_decimal(cell).filter(|weight| weight.units > 0);
                    weighs = weight.ok_or_else(malformed)?;
                }
                Column::Rank if cell.is_empty() => self.marks.push(Mark::Blank),
                Column::Rank => {
                    for (at, id) in cell.split('|').enumerate() {
                        let option = code(&intake.options, id.trim());
                        self.marks.push(match at {
                            0 => Mark::Option(option),
                            _ => Mark::Equal(option),
                        });
                    }
                }
                Column::Vote => {
                    let ids = cell.split('|').map(|id| code(&intake.options, id.trim()));
                    self.marks.extend(ids.map(Mark::Option));
                }
                Column::Option(option) => {
                    self.mark(*option, cell, intake).ok_or_else(malformed)?;
                }
            }
        }
        marks_by_rank(&mut self.ranked, &mut self.marks);
        Ok(weighs)
    }

    /// The mark in the column of an option.
    fn mark(&mut self, option: u32, cell: &str, intake: &Intake<'_>) -> Option<()> {
        match (intake.kind(), cell) {
            (BallotKind::Approval, "1" | "x" | "X") => self.marks.push(Mark::Option(option)),
            (_, "") | (BallotKind::Approval, "0") => {}
            (BallotKind::Approval, _) => return None,
            (BallotKind::Ranking, _) => {
                let rank: u32 = cell.parse().ok()?;
                if rank == 0 || rank > intake.options.len() {
                    return None;
                }
                self.ranked.push((rank, option));
            }
            (BallotKind::Score | BallotKind::Allotment, _) => {
                self.marks.push(Mark::Points(option, cell.parse().ok()?));
            }
            (BallotKind::Knapsack, _) => {
                self.marks.push(Mark::Amount(option, parse_decimal(cell)?));
            }
        }
        Some(())
    }
}
