//! Records of cells: a separator, quotes as in CSV, and the place of every cell.
//!
//! Most lines hold no quote; their cells are slices of the line and nothing is copied. A cell
//! that starts with `"` ends at the next single `"`; `""` stands for one; it may hold the
//! separator and line ends. A quote inside a cell that does not start with one is a letter.

use super::lines::{Lines, MAX_LINE, Stop};
use crate::id::len32;
use crate::problem::{Diagnostics, Problem};

/// The most lines of one record: an open quote is an error there and not at the end of the file.
const MAX_LINES: u32 = 200;

/// One record, reused for the next.
#[derive(Debug, Default)]
pub struct Record {
    /// The lines of the record joined by LF.
    raw: String,
    /// Line on which it starts.
    line: u32,
    /// Cells with quotes, without them.
    unquoted: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Where its text is: in `unquoted` or in `raw`.
    quoted: bool,
    from: usize,
    to: usize,
    /// Where it starts in `raw`.
    at: usize,
}

impl Record {
    /// Reads the next record; `Ok(false)` at the end of the file.
    ///
    /// A quote that never ends is `quote-unclosed`, text after a closing quote `quote-misplaced`.
    pub fn read(
        &mut self,
        lines: &mut Lines<'_>,
        separator: u8,
        diagnostics: &mut Diagnostics,
    ) -> Result<bool, Stop> {
        self.raw.clear();
        match lines.next(diagnostics)? {
            Some(line) => self.raw.push_str(line),
            None => return Ok(false),
        }
        self.line = lines.number();
        if !self.raw.as_bytes().contains(&b'"') {
            self.split_plain(separator);
            return Ok(true);
        }
        let mut count = 1u32;
        while let Err(open) = self.split_quoted(separator, diagnostics) {
            let place = self.place_of(open);
            count = count.saturating_add(1);
            let room = MAX_LINE.saturating_sub(self.raw.len());
            let more = match lines.next(diagnostics)? {
                Some(line) if line.len() < room && count <= MAX_LINES => line,
                _ => {
                    diagnostics.push(
                        Problem::error("quote-unclosed")
                            .at(place.0, place.1)
                            .expected("\" at the end of the cell"),
                    );
                    return Err(Stop);
                }
            };
            self.raw.push('\n');
            self.raw.push_str(more);
        }
        Ok(true)
    }

    /// Cells of a line without quotes.
    fn split_plain(&mut self, separator: u8) {
        self.cells.clear();
        let mut from = 0usize;
        for part in self.raw.as_bytes().split(|byte| *byte == separator) {
            let to = from.saturating_add(part.len());
            self.cells.push(Cell {
                quoted: false,
                from,
                to,
                at: from,
            });
            from = to.saturating_add(1);
        }
    }

    /// Cells of a line with quotes; `Err` with the place of a quote that is still open.
    fn split_quoted(&mut self, separator: u8, diagnostics: &mut Diagnostics) -> Result<(), usize> {
        self.cells.clear();
        self.unquoted.clear();
        let bytes = self.raw.as_bytes();
        let find = |from: usize, wanted: u8| {
            let rest = bytes.get(from..)?;
            let at = rest.iter().position(|byte| *byte == wanted)?;
            Some(from.saturating_add(at))
        };
        let mut misplaced: Option<usize> = None;
        let mut at = 0usize;
        loop {
            let end;
            if bytes.get(at) == Some(&b'"') {
                let from = self.unquoted.len();
                let mut start = at.saturating_add(1);
                loop {
                    let quote = find(start, b'"').ok_or(at)?;
                    self.unquoted
                        .push_str(self.raw.get(start..quote).unwrap_or_default());
                    start = quote.saturating_add(1);
                    if bytes.get(start) != Some(&b'"') {
                        break;
                    }
                    self.unquoted.push('"');
                    start = start.saturating_add(1);
                }
                end = find(start, separator).unwrap_or(bytes.len());
                if end > start {
                    misplaced.get_or_insert(start);
                }
                self.cells.push(Cell {
                    quoted: true,
                    from,
                    to: self.unquoted.len(),
                    at,
                });
            } else {
                end = find(at, separator).unwrap_or(bytes.len());
                self.cells.push(Cell {
                    quoted: false,
                    from: at,
                    to: end,
                    at,
                });
            }
            if end >= bytes.len() {
                break;
            }
            at = end.saturating_add(1);
        }
        if let Some(byte) = misplaced {
            let (line, column) = self.place_of(byte);
            diagnostics.push(
                Problem::error("quote-misplaced")
                    .at(line, column)
                    .expected("a separator after a closing quote"),
            );
        }
        Ok(())
    }

    /// Number of cells; a blank line has one, which is empty.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// True when the line is blank.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// True when the line holds nothing, or nothing but blanks; a quoted empty cell is something.
    pub fn is_blank(&self) -> bool {
        self.raw.trim().is_empty()
    }

    /// The text of a cell; empty where there is none.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", |cell| {
            let text = if cell.quoted {
                &self.unquoted
            } else {
                &self.raw
            };
            text.get(cell.from..cell.to).unwrap_or_default()
        })
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// The line on which the record starts.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Line and column of a cell; of the end of the record where there is no such cell.
    pub fn place(&self, index: usize) -> (u32, u32) {
        self.place_of(self.cells.get(index).map_or(self.raw.len(), |cell| cell.at))
    }

    /// Line and column of a byte of a cell's text (exact where the cell has no doubled quotes).
    pub fn place_in(&self, index: usize, byte: usize) -> (u32, u32) {
        self.place_of(self.cells.get(index).map_or(self.raw.len(), |cell| {
            cell.at
                .saturating_add(usize::from(cell.quoted))
                .saturating_add(byte)
        }))
    }

    fn place_of(&self, byte: usize) -> (u32, u32) {
        let before = self.raw.get(..byte).unwrap_or(&self.raw);
        let line_breaks = before.bytes().filter(|byte| *byte == b'\n').count();
        let last = before.rsplit('\n').next().unwrap_or_default();
        (
            self.line.saturating_add(len32(line_breaks)),
            len32(last.chars().count()).saturating_add(1),
        )
    }
}

/// Writes a record: quotes where a cell needs them, LF at the end.
pub fn write_record<'a>(
    cells: impl IntoIterator<Item = &'a str>,
    separator: char,
    out: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(separator);
        }
        let needs = |c: char| c == separator || c == '"' || c == '\n' || c == '\r';
        if cell.contains(needs) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push('\n');
    out.write_all(line.as_bytes())
}
