//! A file opened as a grid with its headings.

use super::csv::Records;
use super::encoding::{Encoding, decode, slurp};
use super::grid::{Cell, Grid, Kind, column_of, letter};
use super::map::Sheet;
use crate::formats::{File, Workbook};
use crate::id::len32;
use crate::problem::{Diagnostics, Problem};

/// How a workbook (.xlsx, .ods) begins: as a zip archive.
pub(in crate::formats) const ZIP: &[u8] = b"PK\x03\x04";

/// A table: its cells, and which row names the columns.
pub(in crate::formats) struct Opened {
    /// The name of the file.
    pub(super) name: String,
    pub(super) grid: Grid,
    /// The row of headings; `None` where there is none.
    pub(super) header: Option<usize>,
    /// The headings.
    pub(super) heads: Vec<String>,
    /// What parted the cells of a text file.
    pub(super) separator: u8,
}

/// Reads a file into a grid. `None` where it cannot be, and the diagnostics say why.
pub(in crate::formats) fn open(
    file: &mut File<'_>,
    sheet: &Sheet,
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Option<Opened> {
    let name = file.name.clone();
    diagnostics.set_file(&name);
    let mut separator = b',';
    let read = slurp(file).and_then(|bytes| {
        if bytes.starts_with(ZIP) {
            let read = workbook.ok_or_else(|| {
                Problem::error("workbook-not-read")
                    .found("a zip archive or a workbook (.xlsx, .ods)")
                    .expected("the sheet saved as CSV")
            })?;
            return read(&bytes, sheet.sheet.as_deref(), diagnostics);
        }
        text(bytes, sheet, &mut separator, diagnostics)
    });
    let grid = match read {
        Ok(grid) => grid,
        Err(problem) => {
            diagnostics.push(problem);
            return None;
        }
    };
    if grid.is_empty() {
        diagnostics.push(Problem::error("empty-file").expected("a table"));
        return None;
    }
    let header = match sheet.header {
        Some(0) => None,
        Some(line) => {
            let found = (0..grid.len()).find(|row| grid.line(*row) == line);
            if found.is_none() {
                let problem = Problem::error("header-not-found").at(line, 1);
                diagnostics.push(problem.expected("a row of headings"));
                return None;
            }
            found
        }
        None => Some(heading(&grid)),
    };
    let heads = header.map_or_else(Vec::new, |row| {
        grid.row(row).map(super::words::spaced).collect()
    });
    Some(Opened {
        name,
        grid,
        header,
        heads,
        separator,
    })
}

/// A text file as a grid.
fn text(
    bytes: Vec<u8>,
    sheet: &Sheet,
    separator: &mut u8,
    diagnostics: &mut Diagnostics,
) -> Result<Grid, Problem> {
    let decoded = decode(bytes, sheet.encoding)?;
    let guessed = !decoded.marked && sheet.encoding.is_none();
    if guessed && decoded.encoding != Encoding::Utf8 {
        let problem = Problem::warning("encoding-guessed");
        diagnostics.push(problem.found(decoded.encoding.word()));
    }
    let mut records = Records::new(&decoded.text, sheet.separator);
    *separator = records.separator();
    let (mut grid, mut cells) = (Grid::default(), Vec::new());
    while let Some(record) = records.next(&mut cells) {
        let line = record?;
        for cell in &cells {
            grid.cell(&cell.text, Kind::Text)?;
        }
        grid.end_row(line)?;
    }
    Ok(grid)
}

/// The row of headings: the first of the first rows that fills two cells and half of the widest.
fn heading(grid: &Grid) -> usize {
    let filled = |row: usize| grid.row(row).filter(|cell| !cell.is_empty()).count();
    let most = (0..grid.len()).take(30).map(filled).max().unwrap_or(0);
    let mut rows = (0..grid.len()).take(15);
    let found = rows.find(|row| filled(*row) >= 2 && filled(*row) * 2 >= most);
    found.unwrap_or(0)
}

impl Opened {
    /// The rows below the headings.
    pub(super) fn rows(&self) -> std::ops::Range<usize> {
        self.header.map_or(0, |header| header + 1)..self.grid.len()
    }

    /// How a map names a column: its heading where that is one of a kind, else its letter.
    pub(super) fn reference(&self, column: usize) -> String {
        let head = self.heads.get(column).map_or("", String::as_str);
        let same = self.heads.iter().filter(|other| *other == head).count();
        if head.is_empty() || head.starts_with('#') || same > 1 {
            format!("#{}", letter(column))
        } else {
            head.to_owned()
        }
    }

    /// The column that a map names; a problem at its pointer where there is none.
    pub(super) fn column(&self, name: &str, path: &str) -> Result<usize, Problem> {
        let wanted = super::words::spaced(name);
        let mut found = self
            .heads
            .iter()
            .enumerate()
            .filter(|(_, head)| **head == wanted);
        let first = found.next().map(|(column, _)| column);
        if found.next().is_some() {
            let problem = Problem::error("column-twice")
                .in_file(&self.name)
                .path(path);
            return Err(problem
                .found(name)
                .expected("# and the letter of the column"));
        }
        let letters = || name.strip_prefix('#').and_then(column_of);
        first.or_else(letters).ok_or_else(|| {
            let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
            Problem::error("column-not-found")
                .in_file(&self.name)
                .path(path)
                .found(name)
                .expected(heads.join(", "))
        })
    }

    /// A cell.
    pub(super) fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.grid.at(row, column)
    }

    /// A problem at a cell: line, letter and heading of its column.
    pub(super) fn place(&self, problem: Problem, row: usize, column: usize) -> Problem {
        let head = self.heads.get(column).map_or("", String::as_str);
        let path = format!("{} {head}", letter(column));
        let problem = problem.in_file(&self.name).path(path.trim());
        problem.at(self.grid.line(row), len32(column).saturating_add(1))
    }

    /// What a workbook knows of a cell that must not be read as it looks.
    pub(super) fn sound(&self, row: usize, column: usize) -> Result<Cell<'_>, Problem> {
        let cell = self.cell(row, column);
        let code = match cell.kind {
            Kind::Text | Kind::Number => return Ok(cell),
            Kind::Inexact => Problem::error("cell-inexact").expected("a number of a few digits"),
            Kind::Date => Problem::error("cell-is-date").expected("text or a number"),
            Kind::Error => Problem::error("cell-is-error").expected("text or a number"),
        };
        Err(self.place(code.found(cell.text), row, column))
    }

    /// Warns of columns with content that the map neither reads nor lists as ignored.
    pub(super) fn unread(&self, read: &[usize], sheet: &Sheet, diagnostics: &mut Diagnostics) {
        for column in 0..self.heads.len() {
            let name = self.reference(column);
            let known = read.contains(&column) || sheet.ignored.contains(&name);
            if !known
                && self
                    .rows()
                    .any(|row| !self.cell(row, column).text.is_empty())
            {
                let problem = Problem::warning("column-not-read").in_file(&self.name);
                diagnostics.push(problem.found(name));
            }
        }
    }
}
