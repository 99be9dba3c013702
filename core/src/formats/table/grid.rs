//! A grid of cells: what a CSV file and a sheet of a workbook both become.
//!
//! All text lies in one string and a cell is a span of it, so a million rows cost their text and
//! twelve bytes a cell. Every row knows its line in the file or its number in the sheet; a column
//! is told by its letter, as spreadsheets show it, and by what the header calls it.

use crate::id::{ix, len32};
use crate::problem::Problem;

/// The widest table: what spreadsheet programs can hold.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// What kind of cell it is. Text files hold text only; a workbook knows more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number: its text is a decimal with a point, whatever the reader's country.
    Number,
    /// A number that is no decimal of a few digits, such as the result of a division.
    Inexact,
    /// A date or a time.
    Date,
    /// An error of a formula, such as `#REF!`.
    Error,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    from: u32,
    to: u32,
    kind: Kind,
}

/// A cell.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'g> {
    /// Its text, without blanks around it; empty where the row ends before the cell.
    pub text: &'g str,
    /// What it is.
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    line: u32,
    /// Where its cells end in the list of all.
    end: u32,
}

/// Rows of cells. Rows without any text are not kept.
#[derive(Debug, Default)]
pub struct Grid {
    text: String,
    spans: Vec<Span>,
    rows: Vec<Row>,
}

/// More text or cells than a grid can hold.
fn too_large() -> Problem {
    Problem::error("table-too-large").expected("at most 4294967295 bytes of cells")
}

impl Grid {
    /// Appends a cell to the row that is being written.
    ///
    /// # Errors
    /// `table-too-large`.
    pub fn cell(&mut self, text: &str, kind: Kind) -> Result<(), Problem> {
        let from = u32::try_from(self.text.len()).map_err(|_| too_large())?;
        self.text.push_str(text);
        let to = u32::try_from(self.text.len()).map_err(|_| too_large())?;
        self.spans.push(Span { from, to, kind });
        u32::try_from(self.spans.len()).map_err(|_| too_large())?;
        Ok(())
    }

    /// Ends the row that is being written; `line` is its line or number from 1.
    ///
    /// # Errors
    /// `table-too-wide`, with the line.
    pub fn end_row(&mut self, line: u32) -> Result<(), Problem> {
        let start = self.start(self.rows.len());
        let cells = self.spans.get(start..).unwrap_or_default();
        let used = cells.iter().rposition(|span| span.to > span.from);
        let used = used.map_or(0, |last| last.saturating_add(1));
        if used > MOST_COLUMNS {
            let most = format!("at most {MOST_COLUMNS} columns");
            return Err(Problem::error("table-too-wide").at(line, 1).expected(most));
        }
        self.spans.truncate(start.saturating_add(used));
        if used > 0 {
            let end = len32(self.spans.len());
            self.rows.push(Row { line, end });
        }
        Ok(())
    }

    fn start(&self, row: usize) -> usize {
        let before = row.checked_sub(1).and_then(|before| self.rows.get(before));
        before.map_or(0, |before| ix(before.end))
    }

    /// Number of rows, the header among them.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True where there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The line of a row.
    pub fn line(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.line)
    }

    /// Number of cells of a row.
    pub fn width(&self, row: usize) -> usize {
        let end = self.rows.get(row).map_or(0, |row| ix(row.end));
        end.saturating_sub(self.start(row))
    }

    /// A cell; an empty one where the row ends before it.
    pub fn at(&self, row: usize, column: usize) -> Cell<'_> {
        let span = self
            .start(row)
            .checked_add(column)
            .filter(|_| column < self.width(row))
            .and_then(|at| self.spans.get(at));
        match span {
            Some(span) => Cell {
                text: self
                    .text
                    .get(ix(span.from)..ix(span.to))
                    .unwrap_or_default(),
                kind: span.kind,
            },
            None => Cell {
                text: "",
                kind: Kind::Text,
            },
        }
    }

    /// The texts of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width(row)).map(move |column| self.at(row, column).text)
    }
}

/// The letter of a column, from 0: `A`, `Z`, `AA`.
pub fn letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        let digit = u8::try_from(rest % 26).unwrap_or(0);
        letters.push(char::from(b'A'.saturating_add(digit)));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

/// The column of a letter.
pub(super) fn column_of(letters: &str) -> Option<usize> {
    let mut column = 0usize;
    for byte in letters.bytes() {
        if !byte.is_ascii_uppercase() {
            return None;
        }
        let digit = usize::from(byte.checked_sub(b'A')?).checked_add(1)?;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    column
        .checked_sub(1)
        .filter(|column| *column < MOST_COLUMNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        for (column, text) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(column), text);
            assert_eq!(column_of(text), Some(column));
        }
        assert_eq!(column_of(""), None);
        assert_eq!(column_of("a1"), None);
        assert_eq!(column_of("ZZZZZZZZZZZZZZZZZ"), None);
    }

    #[test]
    fn rows_end_where_their_text_ends_and_blank_ones_are_not_kept() {
        let mut grid = Grid::default();
        for (line, row) in [
            (1, vec!["a", "", "c", ""]),
            (2, vec!["", ""]),
            (3, vec!["d"]),
        ] {
            for cell in row {
                grid.cell(cell, Kind::Text).expect("room");
            }
            grid.end_row(line).expect("narrow");
        }
        assert_eq!((grid.len(), grid.width(0), grid.width(1)), (2, 3, 1));
        assert_eq!(
            (grid.at(0, 2).text, grid.at(1, 0).text, grid.at(1, 2).text),
            ("c", "d", "")
        );
        assert_eq!((grid.line(0), grid.line(1)), (1, 3));
    }
}
