//! Records of separated values as spreadsheets really write them.
//!
//! RFC 4180 with LF or CRLF, commas, semicolons or tabs, cells over several lines, and quotes
//! that do not start a cell (they are letters there). Nothing is copied: a cell is a slice of the
//! text, and only one with doubled quotes needs to be written anew.

use std::borrow::Cow;

use crate::problem::Problem;

/// The longest record in bytes: an open quote is an error there and not at the end of the file.
const LONGEST: usize = 1 << 20;

/// The separators that are looked for, best first where the header has as many of two: a comma
/// may be a decimal sign.
const SEPARATORS: [u8; 3] = [b';', b'\t', b','];

/// A cell of a record.
#[derive(Clone, Debug)]
pub(in crate::formats) struct Slice<'t> {
    /// Its text without quotes and without blanks around it.
    pub(in crate::formats) text: Cow<'t, str>,
    /// Where it begins.
    pub(in crate::formats) line: u32,
    pub(in crate::formats) column: u32,
}

/// Records of a text, one after the other.
pub(in crate::formats) struct Records<'t> {
    rest: &'t str,
    line: u32,
    separator: u8,
}

impl<'t> Records<'t> {
    /// Records of a text with a known separator, or the one that its first line seems to have.
    /// A first line `sep=;`, which Excel reads and does not show, says it, too.
    pub(in crate::formats) fn new(text: &'t str, separator: Option<u8>) -> Self {
        let mut records = Self {
            rest: text,
            line: 0,
            separator: separator.unwrap_or_else(|| sniff(text)),
        };
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        if let Some([mark]) = first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
            records.separator = separator.unwrap_or(*mark);
            records.rest = rest;
            records.line = 1;
        }
        records
    }

    /// The separator in use.
    pub(in crate::formats) fn separator(&self) -> u8 {
        self.separator
    }

    /// Reads the next record into `cells`; its line, `None` at the end of the text. `Err` is a
    /// quote that never ends, and nothing after it can be read.
    pub(in crate::formats) fn next(
        &mut self,
        cells: &mut Vec<Slice<'t>>,
    ) -> Option<Result<u32, Problem>> {
        cells.clear();
        if self.rest.is_empty() {
            return None;
        }
        self.line = self.line.saturating_add(1);
        let first = self.line;
        let mut column = 1u32;
        loop {
            let (line, start) = (self.line, column);
            let cell = match self.cell(&mut column) {
                Ok(cell) => cell,
                Err(problem) => {
                    self.rest = "";
                    return Some(Err(problem.at(line, start)));
                }
            };
            cells.push(Slice {
                text: cell.text,
                line,
                column: start,
            });
            if cell.last {
                return Some(Ok(first));
            }
        }
    }

    /// Takes one cell with what ends it.
    fn cell(&mut self, column: &mut u32) -> Result<Taken<'t>, Problem> {
        let bytes = self.rest.as_bytes();
        let blanks = bytes.iter().take_while(|byte| **byte == b' ').count();
        let quoted = bytes.get(blanks) == Some(&b'"');
        let start = if quoted { blanks.saturating_add(1) } else { 0 };
        let mut doubled = false;
        let mut close = None;
        let mut at = start;
        if quoted {
            loop {
                let quote = bytes.get(at..).and_then(|rest| {
                    let rest = rest.get(..LONGEST).unwrap_or(rest);
                    rest.iter().position(|byte| *byte == b'"')
                });
                let Some(quote) = quote else {
                    return Err(
                        Problem::error("quote-unclosed").expected("\" at the end of the cell")
                    );
                };
                at = at.saturating_add(quote).saturating_add(1);
                if bytes.get(at) != Some(&b'"') {
                    close = Some(at.saturating_sub(1));
                    break;
                }
                doubled = true;
                at = at.saturating_add(1);
            }
        }
        let ends = |byte: &u8| *byte == self.separator || *byte == b'\n';
        let rest = bytes.get(at..).unwrap_or_default();
        let end = rest.iter().position(ends);
        let end = end.map_or(bytes.len(), |end| at.saturating_add(end));
        let raw = self.rest.get(..end).unwrap_or_default();
        for letter in raw.chars() {
            if letter == '\n' {
                self.line = self.line.saturating_add(1);
                *column = 1;
            } else {
                *column = column.saturating_add(1);
            }
        }
        *column = column.saturating_add(1);
        let last = bytes.get(end) != Some(&self.separator);
        let after = end.saturating_add(1);
        let text = match close {
            // What stands behind the closing quote belongs to the cell: `"A" street`.
            Some(close) => {
                let inner = self.rest.get(start..close).unwrap_or_default();
                let tail = self.rest.get(close.saturating_add(1)..end);
                let tail = tail.unwrap_or_default().trim();
                if doubled || !tail.is_empty() {
                    let mut text = inner.replace("\"\"", "\"");
                    text.push_str(tail);
                    Cow::Owned(text.trim().to_owned())
                } else {
                    Cow::Borrowed(inner.trim())
                }
            }
            None => Cow::Borrowed(raw.trim()),
        };
        self.rest = self.rest.get(after..).unwrap_or_default();
        // A separator at the end of the text is followed by an empty cell.
        if !last && self.rest.is_empty() && bytes.get(end) == Some(&self.separator) {
            self.rest = "\n";
        }
        Ok(Taken { text, last })
    }
}

/// A cell that was taken, and whether it was the last of its record.
struct Taken<'t> {
    text: Cow<'t, str>,
    last: bool,
}

/// The separator of a text: the one that stands most often outside quotes in the first line
/// that has any, the comma where there is none.
fn sniff(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0u32; 3];
    for byte in text.bytes().take(LONGEST) {
        quoted ^= byte == b'"';
        if quoted {
            continue;
        }
        if byte == b'\n' && counts.iter().any(|count| *count > 0) {
            break;
        }
        for (mark, count) in SEPARATORS.iter().zip(&mut counts) {
            if byte == *mark {
                *count = count.saturating_add(1);
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let marks = SEPARATORS.iter().zip(counts);
    let mut found = marks.filter(|(_, count)| *count == most && most > 0);
    found.next().map_or(b',', |(mark, _)| *mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut records = Records::new(text, None);
        let (mut cells, mut rows) = (Vec::new(), Vec::new());
        while let Some(Ok(_)) = records.next(&mut cells) {
            rows.push(cells.iter().map(|cell| cell.text.to_string()).collect());
        }
        rows
    }

    #[test]
    fn separators_are_known_from_the_first_line_that_has_any() {
        assert_eq!(
            rows("Vote 2027\na;b\n1,5;2\n"),
            [vec!["Vote 2027"], vec!["a", "b"], vec!["1,5", "2"]]
        );
        assert_eq!(rows("a\tb\n1,5\t2"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(rows("\"a;b\",c\n1,2\n"), [["a;b", "c"], ["1", "2"]]);
        assert_eq!(rows("sep=;\r\na,b;c\r\n"), [["a,b", "c"]]);
    }

    #[test]
    fn quotes_lines_and_ends() {
        assert_eq!(
            rows("id, name\r\n1,\"Łódź, \"\"C\"\"\"\r\n2,\"a\r\nb\"\r\n3,say \"x\"\r\n4,"),
            [
                ["id", "name"],
                ["1", "Łódź, \"C\""],
                ["2", "a\r\nb"],
                ["3", "say \"x\""],
                ["4", ""]
            ]
        );
        assert_eq!(
            rows("a,b\n\n1,2\n"),
            [vec!["a", "b"], vec![""], vec!["1", "2"]]
        );
    }

    #[test]
    fn places_are_lines_and_letters() {
        let mut records = Records::new("ż,\"b\nc\",d\ne", None);
        let mut cells = Vec::new();
        assert_eq!(records.next(&mut cells), Some(Ok(1)));
        let places: Vec<_> = cells.iter().map(|cell| (cell.line, cell.column)).collect();
        assert_eq!(places, [(1, 1), (1, 3), (2, 4)]);
        assert_eq!(records.next(&mut cells), Some(Ok(3)));
        let mut open = Records::new("a,b\n1,\"x\n2,3\n", None);
        assert_eq!(open.next(&mut cells), Some(Ok(1)));
        let problem = open.next(&mut cells).expect("a record").expect_err("open");
        assert_eq!(
            (problem.code, problem.line, problem.column),
            ("quote-unclosed", 2, 3)
        );
        assert!(open.next(&mut cells).is_none());
    }
}
