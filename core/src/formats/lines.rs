//! Lines of text: numbered, capped, checked to be UTF-8.

use std::io::{BufRead, ErrorKind};

use super::source::unreadable;
use crate::id::len32;
use crate::problem::{Diagnostics, Problem};

/// The longest line accepted, in bytes: 1 MiB. What is longer is no list of ballots, and would
/// let a file take as much memory as it likes.
pub const MAX_LINE: usize = 1 << 20;

/// Reads lines. The end of a line is LF, CRLF or the end of the file; a byte order mark before
/// the first is passed over with the warning `bom`.
pub struct Lines<'a> {
    reader: &'a mut dyn BufRead,
    /// The line that was read last, without its end.
    bytes: Vec<u8>,
    number: u32,
}

impl<'a> Lines<'a> {
    /// Lines of a reader, from its first byte.
    pub fn new(reader: &'a mut dyn BufRead) -> Self {
        Self {
            reader,
            bytes: Vec::new(),
            number: 0,
        }
    }

    /// The number of the line that was read last, from 1; 0 before the first.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The next line without its end, `Ok(None)` at the end of the file.
    ///
    /// `Err` is a problem with its place that makes it pointless to read on, already recorded:
    /// `line-too-long`, `too-many-lines`, `not-utf8` or `unreadable`.
    pub fn next(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<&str>, Stop> {
        match self.read() {
            Ok(false) => Ok(None),
            Ok(true) => {
                if self.number == 1 && self.bytes.starts_with(BOM) {
                    self.bytes.drain(..BOM.len());
                    diagnostics.push(Problem::warning("bom").at(1, 1));
                }
                match std::str::from_utf8(&self.bytes) {
                    Ok(text) => Ok(Some(text)),
                    Err(error) => {
                        diagnostics.push(not_utf8(&self.bytes, &error).at_line(self.number));
                        Err(Stop)
                    }
                }
            }
            Err(problem) => {
                diagnostics.push(problem);
                Err(Stop)
            }
        }
    }

    /// Reads one line into `bytes`; `false` at the end of the file.
    fn read(&mut self) -> Result<bool, Problem> {
        self.bytes.clear();
        let mut any = false;
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(&error).at(self.number, 0)),
            };
            if buffer.is_empty() {
                break;
            }
            if !any {
                any = true;
                self.number = self.number.checked_add(1).ok_or_else(|| {
                    Problem::error("too-many-lines").expected("at most 4294967295 lines")
                })?;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let (part, _) = buffer.split_at(end.unwrap_or(buffer.len()));
            if part.len() > MAX_LINE.saturating_sub(self.bytes.len()) {
                return Err(Problem::error("line-too-long")
                    .at(self.number, 1)
                    .expected(format!("at most {MAX_LINE} bytes a line")));
            }
            self.bytes.extend_from_slice(part);
            let consumed = part.len().saturating_add(usize::from(end.is_some()));
            self.reader.consume(consumed);
            if end.is_some() {
                break;
            }
        }
        if self.bytes.last() == Some(&b'\r') {
            self.bytes.pop();
        }
        Ok(any)
    }
}

/// Reading ends here; the reason stands in the diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop;

/// The byte order mark of UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// `not-utf8` with the column of the first bad byte; its line is for the caller to add.
pub fn not_utf8(bytes: &[u8], error: &std::str::Utf8Error) -> Problem {
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let column = std::str::from_utf8(good).map_or(0, |text| text.chars().count());
    let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
    Problem::error("not-utf8")
        .at(1, len32(column).saturating_add(1))
        .found(format!("byte {byte:02x}"))
        .expected("UTF-8 text")
}

impl Problem {
    /// The same problem on another line.
    #[must_use]
    fn at_line(mut self, line: u32) -> Self {
        self.line = line;
        self
    }
}

/// The column (characters from 1) of a byte of a line.
pub fn column(line: &str, byte: usize) -> u32 {
    let before = line.get(..byte).unwrap_or(line);
    len32(before.chars().count()).saturating_add(1)
}
