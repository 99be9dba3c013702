//! The people file: one row a volunteer, with an id and a value for each feature.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::categories::{Categories, holds_categories};
use super::table::{Cell, Row, Table};
use super::{PoolColumns, fold, same};
use crate::formats::Workbook;
use crate::id::{FeatureId, ValueId};
use crate::instance::Feature;
use crate::problem::{Diagnostics, Problem};

/// Names of id columns that need not be declared, most telling first.
pub(super) const ID_COLUMNS: &[&str] = &[
    "id",
    "person_id",
    "person id",
    "nationbuilder_id",
    "participant_id",
    "respondent_id",
    "unique_id",
    "uid",
];

/// A person as [`crate::instance::Pool::new`] takes one.
pub(super) type Person = (String, Vec<ValueId>, Option<String>);

/// Where things stand in the file.
struct Columns {
    id: Option<usize>,
    features: Vec<(FeatureId, usize)>,
    address: Vec<usize>,
}

/// A row that was taken, to compare a second row of the same id with.
struct Taken {
    line: u32,
    cells: Vec<String>,
}

/// Reads a people file. All defects are reported; `None` where the columns are not there.
pub(super) fn read(
    reader: &mut dyn BufRead,
    categories: Option<&Categories>,
    names: &PoolColumns,
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Person>> {
    let mut table = Table::open(reader, workbook, diagnostics)?;
    let columns = columns(&table.header, categories, names, diagnostics)?;
    let header: Vec<String> = table.header.iter().map(|cell| cell.text.clone()).collect();
    let mut values: Vec<Values<'_>> = columns
        .features
        .iter()
        .filter_map(|(id, at)| {
            let feature = categories?.features.get(*id)?;
            Some(Values::new(feature, *at))
        })
        .collect();
    let mut people = Vec::new();
    let mut taken: BTreeMap<String, Taken> = BTreeMap::new();
    let mut number = 0u32;
    while let Some(row) = table.next(diagnostics) {
        number = number.saturating_add(1);
        let id = match columns.id.and_then(|at| row.cells.get(at)) {
            None => number.to_string(),
            Some(cell) if cell.text.is_empty() => {
                diagnostics.push(cell.warning("person-without-id"));
                continue;
            }
            Some(cell) => match cell.sound(diagnostics) {
                Some(cell) => cell.text.clone(),
                None => continue,
            },
        };
        if let Some(earlier) = taken.get(&id) {
            again(&id, &row, earlier, &header, diagnostics);
            continue;
        }
        let blank = Cell::default();
        let cell = |at: usize| row.cells.get(at).unwrap_or(&blank);
        let values = values
            .iter_mut()
            .map(|values| values.read(&id, cell(values.column), diagnostics))
            .collect::<Vec<_>>();
        let address: Vec<String> = columns
            .address
            .iter()
            .map(|at| fold(&cell(*at).text))
            .collect();
        let blank_address = address.iter().all(String::is_empty);
        if blank_address && let Some(at) = columns.address.first() {
            diagnostics.push(cell(*at).warning("person-without-address").path(&id));
        }
        let household = (!blank_address).then(|| address.join("\u{1f}"));
        let cells = row.cells.iter().map(|cell| cell.text.clone()).collect();
        taken.insert(
            id.clone(),
            Taken {
                line: row.line,
                cells,
            },
        );
        if let Some(values) = values.into_iter().collect() {
            people.push((id, values, household));
        }
    }
    for values in &values {
        values.tell_absent(diagnostics);
    }
    Some(people)
}

/// A second row of the same id: the same person twice where all cells agree, else an error that
/// names the columns in which they differ.
fn again(id: &str, row: &Row, earlier: &Taken, header: &[String], diagnostics: &mut Diagnostics) {
    let differ: Vec<&str> = row
        .cells
        .iter()
        .zip(&earlier.cells)
        .zip(header)
        .filter(|((cell, before), _)| cell.text != **before)
        .map(|(_, name)| name.as_str())
        .collect();
    let problem = if differ.is_empty() {
        Problem::warning("duplicate-person-merged")
    } else {
        Problem::error("duplicate-person").path(differ.join(", "))
    };
    diagnostics.push(
        problem
            .at(row.line, 1)
            .found(id)
            .expected(format!("as in line {}", earlier.line)),
    );
}

/// The values of a feature by their folded names, for reading a column.
struct Values<'a> {
    feature: &'a Feature,
    column: usize,
    by_name: BTreeMap<String, ValueId>,
    /// Values that the feature does not have, by folded name: where the first stands, and how
    /// many people have it.
    absent: BTreeMap<String, (Cell, u32)>,
}

impl<'a> Values<'a> {
    fn new(feature: &'a Feature, column: usize) -> Self {
        let names = feature.values.iter();
        let mut by_name = BTreeMap::new();
        by_name.extend(names.map(|(id, value)| (fold(&value.name), id)));
        Self {
            feature,
            column,
            by_name,
            absent: BTreeMap::new(),
        }
    }

    fn read(&mut self, id: &str, cell: &Cell, diagnostics: &mut Diagnostics) -> Option<ValueId> {
        let cell = cell.sound(diagnostics)?;
        let name = fold(&cell.text);
        let found = self.by_name.get(&name).copied();
        let found = found.filter(|_| !name.is_empty());
        if found.is_none() {
            let code = if name.is_empty() {
                "empty-value-in-feature"
            } else {
                let first = || (cell.clone(), 0);
                let (_, people) = self.absent.entry(name).or_insert_with(first);
                *people = people.saturating_add(1);
                "value-not-in-feature"
            };
            let names = self.feature.values.values();
            let names = names.map(|value| value.name.as_str());
            let names: Vec<&str> = names.filter(|name| !name.is_empty()).take(20).collect();
            diagnostics.push(
                cell.error(code)
                    .path(format!("{id}/{}", self.feature.name))
                    .expected(names.join(", ")),
            );
        }
        found
    }

    /// Each value that people have and the categories do not, once for all of them.
    fn tell_absent(&self, diagnostics: &mut Diagnostics) {
        for (cell, people) in self.absent.values() {
            diagnostics.push(
                cell.warning("value-absent")
                    .path(self.feature.name.as_str())
                    .expected(people.to_string()),
            );
        }
    }
}

fn columns(
    header: &[Cell],
    categories: Option<&Categories>,
    names: &PoolColumns,
    diagnostics: &mut Diagnostics,
) -> Option<Columns> {
    if names.id.is_none() && holds_categories(header) {
        let mut problem = missing(header, "id");
        (problem.code, problem.path) = ("people-hold-categories", String::new());
        diagnostics.push(problem);
        return None;
    }
    let mut complete = true;
    let find = |name: &str, diagnostics: &mut Diagnostics| {
        let mut found = header
            .iter()
            .enumerate()
            .filter(|(_, cell)| same(name, &cell.text));
        let first = found.next().map(|(at, _)| at);
        if let Some((_, cell)) = found.next() {
            diagnostics.push(cell.error("duplicate-column").path(name));
        }
        first
    };
    let mut need = |name: &str, diagnostics: &mut Diagnostics| {
        let at = find(name, diagnostics);
        if at.is_none() {
            complete = false;
            diagnostics.push(missing(header, name));
        }
        at
    };
    let features: Vec<(FeatureId, usize)> = categories
        .into_iter()
        .flat_map(|categories| categories.features.iter())
        .filter_map(|(id, feature)| Some((id, need(&feature.name, diagnostics)?)))
        .collect();
    let address = names
        .household
        .iter()
        .filter_map(|name| need(name, diagnostics))
        .collect();
    let id = match &names.id {
        Some(name) => need(name, diagnostics),
        None => ID_COLUMNS.iter().find_map(|name| find(name, diagnostics)),
    };
    // A table of nothing but features is a replication file: its people are its rows.
    let only_features = !features.is_empty() && features.len() == header.len();
    if id.is_none() && names.id.is_none() {
        if only_features {
            diagnostics.push(Problem::warning("ids-are-row-numbers").at(1, 1));
        } else {
            complete = false;
            diagnostics.push(missing(header, &ID_COLUMNS.join(" / ")));
            let line = header.first().map_or(1, |cell| cell.line);
            diagnostics.push(Problem::warning("id-column-unnamed").at(line, 1));
        }
    }
    complete.then_some(Columns {
        id,
        features,
        address,
    })
}

/// A column that is not there, with those that are.
fn missing(header: &[Cell], name: &str) -> Problem {
    let line = header.first().map_or(1, |cell| cell.line);
    let there: Vec<&str> = header.iter().map(|cell| cell.text.as_str()).collect();
    Problem::error("missing-column")
        .at(line, 1)
        .path(name)
        .found(there.join(", "))
        .expected(name)
}
