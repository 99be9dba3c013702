//! The people file written again with some of its rows: selected.csv, remaining.csv, and the
//! people left for a replacement draw.
//!
//! Columns, their order, the separator, line ends and the byte order mark are those of the file
//! that was read, unless others are asked for; text is UTF-8. Cells stand as they were read,
//! without blanks around them.
//!
//! One thing is changed for safety: contact columns hold what strangers typed into a form, and a
//! spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula
//! (OWASP, "CSV Injection"). Such cells get an apostrophe in front, which spreadsheets show as
//! text. Numbers and telephone numbers (`+48 600 100 200`, `-5`) hold nothing that could be run
//! and stay. How many cells were changed is told, and [`SheetStyle::verbatim`] leaves them.

use std::collections::BTreeSet;
use std::io::BufRead;

use super::people::ID_COLUMNS;
use super::table::Table;
use super::{PoolColumns, same};
use crate::formats::Workbook;
use crate::id::{PersonId, ix, len32};
use crate::instance::Pool;
use crate::problem::{Diagnostics, Problem};

/// A people file, row by row.
#[derive(Clone, Debug)]
pub struct PeopleSheet {
    header: Vec<String>,
    /// Each person once, in file order: who, the line, and the cells.
    rows: Vec<(PersonId, u32, Vec<String>)>,
    /// Columns of id, features and address: they are always kept.
    needed: BTreeSet<usize>,
    separator: u8,
    line_end: &'static str,
    marked: bool,
}

/// How a sheet is written.
#[derive(Clone, Debug, Default)]
pub struct SheetStyle {
    /// Columns to keep besides those of ids, features and addresses; all where `None`.
    pub keep: Option<Vec<String>>,
    /// Begin with a byte order mark, by which Excel knows UTF-8; it stays where one was read.
    pub mark: bool,
    /// What parts the cells, an ASCII sign; that of the file that was read where `None`.
    pub separator: Option<u8>,
    /// Leave cells that a spreadsheet would run.
    pub verbatim: bool,
}

/// A sheet as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// People in it.
    pub people: u32,
    /// Cells that got an apostrophe, or would have without [`SheetStyle::verbatim`].
    pub formulas: u32,
    /// Line and heading of the first of them in the file that was read.
    pub first_formula: Option<(u32, String)>,
}

impl PeopleSheet {
    /// Reads the people file of a pool again. `None` (with problems) where it is not that of the
    /// pool: a column is missing, or a person has no row.
    pub fn read(
        reader: &mut dyn BufRead,
        pool: &Pool,
        columns: &PoolColumns,
        workbook: Option<Workbook>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut bytes: &[u8] = &crate::formats::table::slurp(reader)
            .map_err(|problem| diagnostics.push(problem))
            .ok()?;
        let crlf = bytes.iter().position(|byte| *byte == b'\n');
        let crlf = crlf.and_then(|at| bytes.get(at.checked_sub(1)?)) == Some(&b'\r');
        // What is odd in the file was told when the pool was read.
        let mut quiet = Diagnostics::default();
        let Some(mut table) = Table::open(&mut bytes, workbook, &mut quiet) else {
            quiet
                .into_problems()
                .into_iter()
                .for_each(|problem| diagnostics.push(problem));
            return None;
        };
        let find = |name: &str| table.header.iter().position(|cell| same(name, &cell.text));
        let id = match &columns.id {
            Some(name) => find(name),
            None => ID_COLUMNS.iter().find_map(|name| find(name)),
        };
        let features = pool.features().values().map(|feature| &feature.name);
        let mut needed: BTreeSet<usize> = id.into_iter().collect();
        for name in features.chain(&columns.household) {
            if let Some(at) = find(name) {
                needed.insert(at);
            } else {
                diagnostics.push(Problem::error("missing-column").path(name).expected(name));
            }
        }
        let header: Vec<String> = table.header.iter().map(|cell| cell.text.clone()).collect();
        let (separator, marked) = (table.separator, table.marked);
        let mut rows = Vec::new();
        let mut seen = vec![false; ix(pool.len())];
        let mut number = 0_u32;
        while let Some(row) = table.next(&mut quiet) {
            number = number.saturating_add(1);
            let cells: Vec<String> = row.cells.into_iter().map(|cell| cell.text).collect();
            let name = match id.and_then(|at| cells.get(at)) {
                Some(name) => name.clone(),
                None => number.to_string(),
            };
            let Some(person) = pool.find(&name) else {
                continue;
            };
            // Two equal rows of one person were merged.
            if let Some(seen @ false) = seen.get_mut(ix(person.0)) {
                *seen = true;
                rows.push((person, row.line, cells));
            }
        }
        let absent = seen.iter().position(|seen| !seen);
        if let Some(person) = absent {
            let person = PersonId(len32(person));
            diagnostics.push(Problem::error("person-not-found").found(pool.id(person)));
        }
        (!diagnostics.has_errors()).then_some(Self {
            header,
            rows,
            needed,
            separator,
            line_end: if crlf { "\r\n" } else { "\n" },
            marked,
        })
    }

    /// Writes the rows of those whom `who` wants, in file order.
    ///
    /// # Errors
    /// `missing-column` where a column to keep is not there.
    pub fn write(
        &self,
        who: &dyn Fn(PersonId) -> bool,
        style: &SheetStyle,
    ) -> Result<Written, Problem> {
        let columns = self.kept(style)?;
        let separator = style.separator.unwrap_or(self.separator);
        let mut written = Written {
            bytes: Vec::new(),
            people: 0,
            formulas: 0,
            first_formula: None,
        };
        if style.mark || self.marked {
            written.bytes.extend("\u{feff}".as_bytes());
        }
        let heads = columns.iter().filter_map(|at| self.header.get(*at));
        self.record(heads.map(String::as_str), separator, &mut written.bytes);
        for (_, line, cells) in self.rows.iter().filter(|(person, ..)| who(*person)) {
            written.people = written.people.saturating_add(1);
            let mut safe = Vec::with_capacity(columns.len());
            for at in &columns {
                let cell = cells.get(*at).map(String::as_str).unwrap_or_default();
                if !is_formula(cell) {
                    safe.push(cell.to_owned());
                    continue;
                }
                written.formulas = written.formulas.saturating_add(1);
                let head = self.header.get(*at).cloned().unwrap_or_default();
                written.first_formula.get_or_insert((*line, head));
                let apostrophe = if style.verbatim { "" } else { "'" };
                safe.push(format!("{apostrophe}{cell}"));
            }
            self.record(
                safe.iter().map(String::as_str),
                separator,
                &mut written.bytes,
            );
        }
        Ok(written)
    }

    /// Numbers of the columns to write, ascending.
    fn kept(&self, style: &SheetStyle) -> Result<Vec<usize>, Problem> {
        let Some(names) = &style.keep else {
            return Ok((0..self.header.len()).collect());
        };
        let mut kept = self.needed.clone();
        for name in names {
            let at = self.header.iter().position(|head| same(name, head));
            kept.insert(at.ok_or_else(|| {
                Problem::error("missing-column")
                    .path(name)
                    .found(self.header.join(", "))
                    .expected(name)
            })?);
        }
        Ok(kept.into_iter().collect())
    }

    fn record<'a>(&self, cells: impl Iterator<Item = &'a str>, separator: u8, out: &mut Vec<u8>) {
        record(cells, separator, self.line_end, out);
    }
}

/// A record of a table: cells are quoted where they have to be.
pub fn record<'a>(
    cells: impl Iterator<Item = &'a str>,
    separator: u8,
    line_end: &str,
    out: &mut Vec<u8>,
) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(separator);
        }
        let special = |byte: u8| byte == separator || matches!(byte, b'"' | b'\n' | b'\r');
        // A first line `sep=;` would be read as a setting, blanks around a cell would be lost.
        let quoted = cell.bytes().any(special) || cell.trim() != cell || cell.starts_with("sep=");
        if quoted {
            out.push(b'"');
            out.extend(cell.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend(cell.as_bytes());
        }
    }
    out.extend(line_end.as_bytes());
}

/// True where a spreadsheet might run what stands in a cell.
pub fn is_formula(cell: &str) -> bool {
    let number = |byte: u8| byte.is_ascii_digit() || b" ()-.,/".contains(&byte);
    match cell.as_bytes() {
        [b'+' | b'-', rest @ ..] => !rest.iter().copied().all(number),
        [first, ..] => b"=@\t\r\n".contains(first) || cell.starts_with(['＝', '＋', '－', '＠']),
        [] => false,
    }
}

#[cfg(test)]
mod tests;
