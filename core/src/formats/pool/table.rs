//! A table of people whose every cell knows its line and column.
//!
//! Bytes become text and text becomes cells as in every table ([`crate::formats::table`]): code
//! pages, separators, quotes, cells over several lines. Short rows and blank ones are accepted. The
//! place of each cell is kept because "row 412, column district" is what the person who has to
//! repair the file needs.

use std::io::BufRead;

use crate::formats::Workbook;
use crate::formats::table::{Encoding, Kind, Records, ZIP, decode, slurp};
use crate::id::len32;
use crate::problem::{Diagnostics, Problem};

/// A cell: its text without blanks around it, and where it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) line: u32,
    pub(super) column: u32,
    /// Why its text is not what somebody typed, where a workbook says so.
    pub(super) unsound: Option<&'static str>,
}

impl Cell {
    /// An error at this cell, showing what stands there.
    pub(super) fn error(&self, code: &'static str) -> Problem {
        Problem::error(code)
            .at(self.line, self.column)
            .found(&self.text)
    }

    /// The cell, where its text may be believed: a spreadsheet that made a date of `1-2` or holds
    /// the error of a formula has lost what was meant.
    pub(super) fn sound(&self, diagnostics: &mut Diagnostics) -> Option<&Self> {
        match self.unsound {
            None => Some(self),
            Some(code) => {
                let problem = self.error(code);
                diagnostics.push(problem.expected("text or a number"));
                None
            }
        }
    }

    /// A warning at this cell, showing what stands there.
    pub(super) fn warning(&self, code: &'static str) -> Problem {
        Problem::warning(code)
            .at(self.line, self.column)
            .found(&self.text)
    }
}

/// A row: as many cells as the header, absent ones empty at the end of the row.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) cells: Vec<Cell>,
}

/// A table being read.
pub(super) struct Table {
    /// The cells of the first row.
    pub(super) header: Vec<Cell>,
    /// What stands between cells.
    pub(super) separator: u8,
    /// Whether a byte order mark begins the file.
    pub(super) marked: bool,
    rows: std::vec::IntoIter<Row>,
}

impl Table {
    /// Reads the table up to what cannot be read. `None` (with a problem) where there is no
    /// header.
    pub(super) fn open(
        reader: &mut dyn BufRead,
        workbook: Option<Workbook>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let read = slurp(reader).and_then(|bytes| {
            if bytes.starts_with(ZIP) {
                sheet(&bytes, workbook, diagnostics)
            } else {
                text(bytes, diagnostics)
            }
        });
        let (rows, separator, marked) = match read {
            Ok(read) => read,
            Err(problem) => {
                diagnostics.push(problem);
                return None;
            }
        };
        let mut rows = rows.into_iter();
        let Some(header) = rows.next() else {
            diagnostics.push(Problem::error("empty-file").expected("a header row"));
            return None;
        };
        Some(Self {
            header: header.cells,
            separator,
            marked,
            rows,
        })
    }

    /// The next row that is not blank; `None` at the end.
    pub(super) fn next(&mut self, diagnostics: &mut Diagnostics) -> Option<Row> {
        let Row { line, mut cells } = self.rows.next()?;
        let mut beyond = cells.iter().skip(self.header.len());
        if let Some(extra) = beyond.find(|cell| !cell.text.is_empty()) {
            let problem = extra.error("row-too-long");
            diagnostics.push(problem.expected(self.header.len().to_string()));
        }
        let end = cells.last().map_or((line, 1), |cell| {
            let width = len32(cell.text.chars().count());
            (cell.line, cell.column.saturating_add(width))
        });
        let blank = Cell {
            text: String::new(),
            line: end.0,
            column: end.1,
            unsound: None,
        };
        cells.resize(self.header.len(), blank);
        Some(Row { line, cells })
    }
}

/// Rows, what stands between their cells, and whether a byte order mark begins the file.
type Read = (Vec<Row>, u8, bool);

/// The rows of a text that are not blank, up to what cannot be read.
fn text(bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> Result<Read, Problem> {
    let decoded = decode(bytes, None)?;
    match (decoded.encoding, decoded.marked) {
        (Encoding::Utf8, true) => diagnostics.push(Problem::warning("bom").at(1, 1)),
        (Encoding::Utf8, false) | (_, true) => {}
        (guessed, false) => {
            diagnostics.push(Problem::warning("encoding-guessed").found(guessed.word()));
        }
    }
    let mut records = Records::new(&decoded.text, None);
    let separator = records.separator();
    let (mut slices, mut rows) = (Vec::new(), Vec::new());
    while let Some(record) = records.next(&mut slices) {
        let line = match record {
            Ok(line) => line,
            Err(problem) => {
                diagnostics.push(problem);
                break;
            }
        };
        let cells: Vec<Cell> = slices
            .iter()
            .map(|slice| Cell {
                text: slice.text.to_string(),
                line: slice.line,
                column: slice.column,
                unsound: None,
            })
            .collect();
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(Row { line, cells });
        }
    }
    Ok((rows, separator, decoded.marked))
}

/// The rows of the first sheet of a workbook that is not empty.
fn sheet(
    bytes: &[u8],
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Result<Read, Problem> {
    let read = workbook.ok_or_else(|| {
        Problem::error("workbook-not-read")
            .found("a zip archive or a workbook (.xlsx, .ods)")
            .expected("the sheet saved as CSV")
    })?;
    let grid = read(bytes, None, diagnostics)?;
    let rows = (0..grid.len()).map(|row| {
        let line = grid.line(row);
        let cells = (0..grid.width(row)).map(|column| {
            let cell = grid.at(row, column);
            Cell {
                text: cell.text.trim().to_owned(),
                line,
                column: len32(column).saturating_add(1),
                unsound: match cell.kind {
                    Kind::Text | Kind::Number => None,
                    Kind::Inexact => Some("cell-inexact"),
                    Kind::Date => Some("cell-is-date"),
                    Kind::Error => Some("cell-is-error"),
                },
            }
        });
        Row {
            line,
            cells: cells.collect(),
        }
    });
    Ok((rows.collect(), b',', false))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rows = Vec<Vec<String>>;

    /// Rows with the header, places of the cells below it, problems.
    fn read(text: &[u8]) -> (Rows, Vec<(u32, u32)>, Vec<Problem>) {
        let mut diagnostics = Diagnostics::new("t.csv");
        let mut bytes = text;
        let mut rows = Vec::new();
        let mut places = Vec::new();
        if let Some(mut table) = Table::open(&mut bytes, None, &mut diagnostics) {
            let texts = |cells: &[Cell]| cells.iter().map(|c| c.text.clone()).collect();
            rows.push(texts(&table.header));
            while let Some(row) = table.next(&mut diagnostics) {
                places.extend(row.cells.iter().map(|c| (c.line, c.column)));
                rows.push(texts(&row.cells));
            }
        }
        (rows, places, diagnostics.into_problems())
    }

    #[test]
    fn cells_know_their_places() {
        let (rows, places, problems) =
            read("\u{feff}id, name\r\n\r\n1,\"Łódź, \"\"C\"\"\"\r\n2,\"a\r\nb\"\r\n".as_bytes());
        assert_eq!(
            problems,
            [Problem::warning("bom").in_file("t.csv").at(1, 1)]
        );
        assert_eq!(
            rows,
            [["id", "name"], ["1", "Łódź, \"C\""], ["2", "a\r\nb"]]
        );
        assert_eq!(places, [(3, 1), (3, 3), (4, 1), (4, 3)]);
    }

    #[test]
    fn semicolons_and_tabs_are_known_from_the_header() {
        assert_eq!(read(b"id;a,b;c\n1;x\n").0[1], ["1", "x", ""]);
        assert_eq!(read(b"id\ta\n1\tx\n").0, [["id", "a"], ["1", "x"]]);
    }

    #[test]
    fn defects_are_located_and_the_rest_is_read() {
        let (rows, _, problems) = read(b"a,b\n2,3,4\n5\n6,\"x\n7,8\n");
        assert_eq!(rows, [["a", "b"], ["2", "3"], ["5", ""]]);
        let found: Vec<_> = problems
            .iter()
            .map(|p| (p.code, p.line, p.column))
            .collect();
        assert_eq!(found, [("quote-unclosed", 4, 3), ("row-too-long", 2, 5)]);
        assert_eq!(read(b"\n\n").2[0].code, "empty-file");
        let (_, _, broken) = read(
            "a,b\nż,ó\n"
                .as_bytes()
                .split_last()
                .map_or(b"", |x| &x.1[..x.1.len() - 1]),
        );
        assert_eq!(
            (broken[0].code, broken[0].line, broken[0].column),
            ("not-utf8", 2, 3)
        );
    }
}
