//! Mending what can be mended without deciding anything.
//!
//! A fix changes how a .pb file is written and never what it says: afterwards the instance has
//! the same digest and the same ballots are rejected, or nothing is returned. What needs a person
//! (two projects with one id, a cost with a comma, counts that contradict the ballots of the
//! authority) is left as it is. `docs/spec/pb-checks.md` says of each finding whether it is mended.

use std::collections::BTreeMap;

use super::amount::points;
use super::lint::{META_ORDER, PROJECT_COLUMNS, VOTE_COLUMNS};
use super::sections::Section;
use crate::digest::Digest;
use crate::formats::{
    BOM, Document, LoadOptions, Role, Source, Table, load, read_document, write_document,
};
use crate::problem::{Diagnostics, Problem};

/// A file with its manner mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The file as it should be written: UTF-8, LF.
    pub bytes: Vec<u8>,
    /// What was mended, by the code of the finding, with the number of places.
    pub mended: BTreeMap<&'static str, u64>,
}

/// Mends a .pb file.
///
/// # Errors
/// `fix-unreadable` where the file cannot be read (its defects are in `diagnostics`), and
/// `fix-changes` where the mended file would not say the same: then nothing may be mended.
pub fn fix(name: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> Result<Fixed, Problem> {
    let unreadable = || Problem::error("fix-unreadable").found(name);
    let before = says(name, bytes, diagnostics).ok_or_else(unreadable)?;
    let mut reader = bytes;
    let source = Source {
        name: name.to_owned(),
        role: Role::Main,
        reader: &mut reader,
    };
    let mut said = Diagnostics::default();
    let document = read_document(&mut [source], &LoadOptions::default(), &mut said);
    let Some(Document::Tables { format, mut tables }) = document else {
        return Err(unreadable());
    };
    let mut mended = Mended::default();
    mended.bytes(bytes, &said);
    for table in &mut tables {
        mended.cells(table);
        mended.columns(table);
    }
    mended.counts(&mut tables);
    let mut out = Vec::new();
    let document = Document::Tables { format, tables };
    write_document(&document, &mut out).map_err(|_| unreadable())?;
    let after = says(name, &out, &mut Diagnostics::default());
    if after.as_ref() != Some(&before) {
        return Err(Problem::error("fix-changes").found(name));
    }
    Ok(Fixed {
        bytes: out,
        mended: mended.0,
    })
}

/// The digest of an instance, all papers, and the rejected ones by reason.
type Says = (Digest, u64, Vec<(&'static str, u64)>);

/// What a file says: the digest of its instance, all its papers, and the rejected ones by reason.
fn says(name: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Says> {
    let mut reader = bytes;
    let source = Source {
        name: name.to_owned(),
        role: Role::Main,
        reader: &mut reader,
    };
    let loaded = load(&mut [source], &LoadOptions::default(), diagnostics)?;
    let groups = loaded.invalid.groups();
    let rejected = groups.iter().map(|group| (group.code, group.papers));
    Some((loaded.instance.digest(), loaded.papers, rejected.collect()))
}

/// What was mended so far.
#[derive(Default)]
struct Mended(BTreeMap<&'static str, u64>);

impl Mended {
    fn note(&mut self, code: &'static str) {
        let count = self.0.entry(code).or_default();
        *count = count.saturating_add(1);
    }

    /// What writing anew mends by itself.
    fn bytes(&mut self, bytes: &[u8], said: &Diagnostics) {
        if bytes.starts_with(BOM) {
            self.note("bom");
        }
        let lines = bytes.split(|byte| *byte == b'\n').count().saturating_sub(1);
        let windows = bytes.windows(2).filter(|pair| pair == b"\r\n").count();
        if windows > 0 && windows < lines {
            self.note("line-ends-mixed");
        }
        if !bytes.ends_with(b"\n") {
            self.note("final-newline-missing");
        }
        // Blank lines and separators after a title leave no cell behind.
        let blank = said.counts().get("blank-line").copied().unwrap_or_default();
        if blank > 0 {
            self.0.insert("blank-line", blank);
        }
    }

    /// Blanks at the edges of cells and list items, empty cells after the last column.
    fn cells(&mut self, table: &mut Table) {
        table.title = table.title.trim().to_owned();
        let named = table
            .columns
            .iter()
            .rposition(|name| !name.trim().is_empty());
        let width = named.map_or(0, |last| last.saturating_add(1));
        let meta = table.title == Section::Meta.word();
        let vote = table.columns.iter().position(|name| name.trim() == "vote");
        let list = vote.filter(|_| table.title == Section::Votes.word());
        let rows = table.rows.iter_mut().chain([&mut table.columns]);
        for row in rows {
            if row.len() > width && row.iter().skip(width).all(|cell| cell.trim().is_empty()) {
                row.truncate(width);
                self.note("trailing-separator");
            } else if meta && row.len() > width {
                // Prose with a separator that was not quoted: one cell again.
                let prose = row.split_off(1).join(";");
                row.push(prose);
                self.note("unquoted-separator");
            }
            for (index, cell) in row.iter_mut().enumerate() {
                let mut text = cell.trim().to_owned();
                if list == Some(index) || list.is_some_and(|at| at.saturating_add(1) == index) {
                    text = text.split(',').map(str::trim).collect::<Vec<_>>().join(",");
                }
                if text != *cell {
                    *cell = text;
                    self.note("edge-whitespace");
                }
            }
        }
    }

    /// Keys and columns in the order of the format, an old name of a column, points from most.
    fn columns(&mut self, table: &mut Table) {
        if table.title == Section::Meta.word() {
            let place = |row: &Vec<String>| place(&META_ORDER, row.first().map_or("", |k| k));
            if !table.rows.is_sorted_by_key(place) {
                table.rows.sort_by_key(place);
                self.note("meta-order");
            }
            return;
        }
        let projects = table.title == Section::Projects.word();
        let known: &[&str] = if projects {
            &PROJECT_COLUMNS
        } else {
            &VOTE_COLUMNS
        };
        if projects && !table.columns.iter().any(|name| name == "beneficiaries") {
            for name in table.columns.iter_mut().filter(|name| *name == "target") {
                "beneficiaries".clone_into(name);
                self.note("column-renamed");
            }
        }
        let mut order: Vec<usize> = (0..table.columns.len()).collect();
        let rank = |at: &usize| place(known, table.columns.get(*at).map_or("", |name| name));
        if !order.is_sorted_by_key(rank) {
            order.sort_by_key(rank);
            let full = |row: &Vec<String>| row.len() == order.len();
            if table.rows.iter().all(full) {
                let rows = table.rows.iter_mut().chain([&mut table.columns]);
                for row in rows {
                    let cells = order.iter().filter_map(|at| row.get(*at).cloned());
                    *row = cells.collect();
                }
                self.note("columns-order");
            }
        }
        self.points(table);
    }

    /// Points from most to least, each still beside its project.
    fn points(&mut self, table: &mut Table) {
        let find = |name: &str| table.columns.iter().position(|column| column == name);
        let (Some(vote), Some(score)) = (find("vote"), find("points")) else {
            return;
        };
        for row in &mut table.rows {
            let (Some(ids), Some(values)) = (row.get(vote), row.get(score)) else {
                continue;
            };
            let ids: Vec<&str> = ids.split(',').collect();
            let texts: Vec<&str> = values.split(',').collect();
            let values: Option<Vec<i64>> = texts.iter().map(|text| points(text)).collect();
            let Some(values) = values.filter(|values| values.len() == ids.len()) else {
                continue;
            };
            let mut pairs: Vec<(i64, (&str, &str))> =
                values.into_iter().zip(ids.into_iter().zip(texts)).collect();
            let most_first = |pair: &(i64, (&str, &str))| std::cmp::Reverse(pair.0);
            if pairs.is_sorted_by_key(most_first) {
                continue;
            }
            pairs.sort_by_key(most_first);
            let joined = |cells: Vec<&str>| cells.join(",");
            let ids = joined(pairs.iter().map(|(_, (id, _))| *id).collect());
            let values = joined(pairs.iter().map(|(_, (_, text))| *text).collect());
            for (at, text) in [(vote, ids), (score, values)] {
                if let Some(cell) = row.get_mut(at) {
                    *cell = text;
                }
            }
            self.note("points-not-sorted");
        }
    }

    /// Numbers of rows that META states.
    fn counts(&mut self, tables: &mut [Table]) {
        let rows = |tables: &[Table], section: Section| {
            let table = tables.iter().find(|table| table.title == section.word());
            table.map(|table| table.rows.len().to_string())
        };
        for (key, section, code) in [
            ("num_projects", Section::Projects, "project-count-mismatch"),
            ("num_votes", Section::Votes, "vote-count-mismatch"),
        ] {
            let Some(counted) = rows(tables, section) else {
                continue;
            };
            let meta = tables
                .iter_mut()
                .find(|table| table.title == Section::Meta.word());
            let mut stated = meta.into_iter().flat_map(|table| &mut table.rows);
            let row = stated.find(|row| row.first().is_some_and(|name| name == key));
            if let Some(value) = row.and_then(|row| row.get_mut(1))
                && *value != counted
            {
                *value = counted;
                self.note(code);
            }
        }
    }
}

/// The place of a name in the order of the format; unknown names last, in their own order.
fn place(known: &[&str], name: &str) -> usize {
    let found = known.iter().position(|word| *word == name);
    found.unwrap_or(known.len())
}
