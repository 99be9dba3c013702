//! A table of comma-separated values whose every cell knows its line and column.
//!
//! RFC 4180 with what spreadsheets really write: a byte order mark, CRLF or LF, semicolons or
//! tabs for commas (known from the header), quotes around cells, cells over several lines, short
//! rows and blank ones. The place of each cell is kept because "row 412, column district" is what
//! the person who has to repair the file needs.

use std::io::BufRead;

use crate::id::len32;
use crate::problem::{Diagnostics, Problem};

/// The longest row in bytes; what is longer is not a table of people.
const ROW_LIMIT: usize = 1 << 20;

/// A cell: its text without blanks around it, and where it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Cell {
    /// An error at this cell, showing what stands there.
    pub(super) fn error(&self, code: &'static str) -> Problem {
        Problem::error(code)
            .at(self.line, self.column)
            .found(&self.text)
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
pub(super) struct Table<'a> {
    reader: &'a mut dyn BufRead,
    line: u32,
    delimiter: u8,
    /// The cells of the first row.
    pub(super) header: Vec<Cell>,
}

impl<'a> Table<'a> {
    /// Reads the header. `None` (with a problem) where there is none.
    pub(super) fn open(
        reader: &'a mut dyn BufRead,
        diagnostics: &mut Diagnostics,
    ) -> Option<Table<'a>> {
        let mut table = Table {
            reader,
            line: 0,
            delimiter: b',',
            header: Vec::new(),
        };
        loop {
            let Some((line, mut bytes)) = table.record(diagnostics) else {
                diagnostics.push(Problem::error("empty-file").expected("a header row"));
                return None;
            };
            if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
                bytes = rest.to_vec();
                diagnostics.push(Problem::warning("bom").at(1, 1));
            }
            table.delimiter = delimiter(&bytes);
            let cells = table.split(line, &bytes, diagnostics)?;
            if cells.iter().any(|cell| !cell.text.is_empty()) {
                table.header = cells;
                return Some(table);
            }
        }
    }

    /// The next row that is not blank; `None` at the end.
    ///
    /// A row that cannot be read is a problem and skipped, so that all such rows are reported.
    pub(super) fn next(&mut self, diagnostics: &mut Diagnostics) -> Option<Row> {
        loop {
            let (line, bytes) = self.record(diagnostics)?;
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let Some(mut cells) = self.split(line, &bytes, diagnostics) else {
                continue;
            };
            if let Some(extra) = cells
                .iter()
                .skip(self.header.len())
                .find(|cell| !cell.text.is_empty())
            {
                diagnostics.push(
                    extra
                        .error("row-too-long")
                        .expected(self.header.len().to_string()),
                );
            }
            let end = cells.last().map_or((line, 1), |cell| {
                let width = len32(cell.text.chars().count());
                (cell.line, cell.column.saturating_add(width))
            });
            cells.resize(
                self.header.len(),
                Cell {
                    text: String::new(),
                    line: end.0,
                    column: end.1,
                },
            );
            return Some(Row { line, cells });
        }
    }

    /// The bytes of the next record without its line end, and the line it begins on. A quote
    /// that is open at the end of a line carries the record on.
    fn record(&mut self, diagnostics: &mut Diagnostics) -> Option<(u32, Vec<u8>)> {
        let mut bytes = Vec::new();
        let first = self.line.saturating_add(1);
        let mut open = false;
        loop {
            let before = bytes.len();
            let read = match read_line(self.reader, &mut bytes) {
                Ok(read) => read,
                Err(error) => {
                    diagnostics.push(
                        Problem::error("unreadable")
                            .at(first, 1)
                            .found(error.to_string()),
                    );
                    return None;
                }
            };
            if read == 0 && before == 0 {
                return None;
            }
            self.line = self.line.saturating_add(1);
            for byte in bytes.iter().skip(before) {
                open ^= *byte == b'"';
            }
            if bytes.len() > ROW_LIMIT || (read == 0 && open) {
                let problem = if read == 0 {
                    Problem::error("quote-not-closed")
                } else {
                    Problem::error("line-too-long").expected(format!("at most {ROW_LIMIT} bytes"))
                };
                diagnostics.push(problem.at(first, 1));
                return None;
            }
            if !open {
                while bytes
                    .last()
                    .is_some_and(|byte| matches!(byte, b'\r' | b'\n'))
                {
                    bytes.pop();
                }
                return Some((first, bytes));
            }
        }
    }

    /// The cells of a record.
    fn split(&self, line: u32, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Vec<Cell>> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let good = std::str::from_utf8(good).unwrap_or_default();
                let (line, column) = good.chars().fold((line, 1u32), step);
                diagnostics.push(
                    Problem::error("not-utf8")
                        .at(line, column)
                        .found(format!(
                            "byte {:02x}",
                            bytes.get(error.valid_up_to()).copied().unwrap_or_default()
                        ))
                        .expected("UTF-8"),
                );
                return None;
            }
        };
        let delimiter = char::from(self.delimiter);
        let mut cells = Vec::new();
        let mut place = (line, 1u32);
        let mut cell = Cell {
            text: String::new(),
            line: place.0,
            column: place.1,
        };
        let mut quoted = false;
        let mut chars = text.chars().peekable();
        while let Some(char) = chars.next() {
            place = step(place, char);
            match char {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    place = step(place, '"');
                    cell.text.push('"');
                }
                '"' => quoted = !quoted,
                _ if char == delimiter && !quoted => {
                    cells.push(std::mem::take(&mut cell));
                    (cell.line, cell.column) = place;
                }
                _ => cell.text.push(char),
            }
        }
        cells.push(cell);
        for cell in &mut cells {
            let trimmed = cell.text.trim();
            if trimmed.len() < cell.text.len() {
                cell.text = trimmed.to_owned();
            }
        }
        Some(cells)
    }
}

/// The place after a character.
fn step((line, column): (u32, u32), char: char) -> (u32, u32) {
    if char == '\n' {
        (line.saturating_add(1), 1)
    } else {
        (line, column.saturating_add(1))
    }
}

/// The delimiter of a table, from its header: the commonest of comma, semicolon and tab outside
/// quotes, the comma where there is none.
fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        for (mark, count) in &mut counts {
            if byte == mark && !quoted {
                *count = count.saturating_add(1);
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    counts
        .into_iter()
        .find(|(_, count)| Some(*count) == most)
        .map_or(b',', |(mark, _)| mark)
}

/// Appends bytes up to and with the next line feed, or up to [`ROW_LIMIT`] in all.
fn read_line(reader: &mut dyn BufRead, bytes: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut read: usize = 0;
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let take = end.map_or(buffer.len(), |at| at.saturating_add(1));
        bytes.extend(buffer.iter().take(take));
        reader.consume(take);
        read = read.saturating_add(take);
        if end.is_some() || take == 0 || bytes.len() > ROW_LIMIT {
            return Ok(read);
        }
    }
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
        if let Some(mut table) = Table::open(&mut bytes, &mut diagnostics) {
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
        let (rows, _, problems) = read(b"a,b\n1,\xff\n2,3,4\n5\n");
        assert_eq!(rows, [["a", "b"], ["2", "3"], ["5", ""]]);
        let found: Vec<_> = problems
            .iter()
            .map(|p| (p.code, p.line, p.column))
            .collect();
        assert_eq!(found, [("not-utf8", 2, 3), ("row-too-long", 3, 5)]);
        assert_eq!(read(b"\n\n").2[0].code, "empty-file");
        assert_eq!(read(b"a\n\"x\n").2[0].code, "quote-not-closed");
    }
}
