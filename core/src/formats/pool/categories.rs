//! The categories file: features, their values, and how many members may have each.

use std::io::BufRead;

use super::people::ID_COLUMNS;
use super::same;
use super::sheet::record;
use super::table::{Cell, Row, Table};
use crate::formats::Workbook;
use crate::id::{FeatureId, IdVec};
use crate::instance::{Feature, FeatureValue, Pool};
use crate::problem::{Diagnostics, Problem};

const FEATURE: &[&str] = &["feature", "category"];

const VALUE: &[&str] = &[
    "value",
    "name",
    "category value",
    "category_value",
    "category-value",
];

/// Features with their values as the file has them, and the place of each value.
pub(super) struct Categories {
    pub(super) features: IdVec<FeatureId, Feature>,
    /// By feature: the place of its first row.
    pub(super) places: Vec<(u32, u32)>,
    /// By feature and value: the place of its row.
    pub(super) rows: Vec<Vec<(u32, u32)>>,
}

/// The columns that matter.
struct Columns {
    feature: usize,
    value: usize,
    min: usize,
    max: usize,
    flex: Option<(usize, usize)>,
}

/// Reads a categories file. All defects are reported; `None` where the columns are not there.
pub(super) fn read(
    reader: &mut dyn BufRead,
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Option<Categories> {
    let mut table = Table::open(reader, workbook, diagnostics)?;
    let columns = columns(&table.header, diagnostics)?;
    let mut categories = Categories {
        features: IdVec::new(),
        places: Vec::new(),
        rows: Vec::new(),
    };
    while let Some(row) = table.next(diagnostics) {
        read_row(&row, &columns, &mut categories, diagnostics);
    }
    if categories.features.is_empty() {
        diagnostics.push(Problem::error("no-categories").expected("a row for each value"));
        return None;
    }
    if columns.flex.is_none() {
        widest_flex(&mut categories.features);
    }
    Some(categories)
}

/// The first column of one of these names; a second one is a defect.
fn find(header: &[Cell], names: &[&str], diagnostics: &mut Diagnostics) -> Option<usize> {
    let mut found = header
        .iter()
        .enumerate()
        .filter(|(_, cell)| names.iter().any(|name| same(name, &cell.text)));
    let first = found.next().map(|(at, _)| at);
    if let Some((_, cell)) = found.next() {
        diagnostics.push(cell.error("duplicate-column").expected(names.join(", ")));
    }
    first
}

/// No column of these names: those that are there.
fn missing(header: &[Cell], code: &'static str, names: &[&str]) -> Problem {
    let line = header.first().map_or(1, |cell| cell.line);
    let there: Vec<&str> = header.iter().map(|cell| cell.text.as_str()).collect();
    Problem::error(code)
        .at(line, 1)
        .found(there.join(", "))
        .expected(names.join(" / "))
}

/// The columns of features and of values; a missing one is told. `category,feature` is the dialect
/// of the replication files of Flanigan et al. (Nature 2021), where `feature` means the value.
pub(super) fn names(
    header: &[Cell],
    diagnostics: &mut Diagnostics,
) -> (Option<usize>, Option<usize>) {
    let mut value = find(header, VALUE, diagnostics);
    let feature = if value.is_some() {
        find(header, FEATURE, diagnostics)
    } else {
        let category = find(header, &["category"], diagnostics);
        let second = find(header, &["feature"], diagnostics);
        if category.is_some() {
            value = second;
        }
        category.or(second)
    };
    if feature.is_none() {
        diagnostics.push(missing(header, "feature-column-not-found", FEATURE));
    }
    if value.is_none() {
        let code = "feature-value-column-not-found";
        diagnostics.push(missing(header, code, VALUE));
    }
    (feature, value)
}

/// Whether a column has one of these names.
fn has(header: &[Cell], names: &[&str]) -> bool {
    let named = |cell: &Cell| names.iter().any(|name| same(name, &cell.text));
    header.iter().any(named)
}

/// Whether a row of headings is that of people: someone took one file for the other.
fn holds_people(header: &[Cell]) -> bool {
    has(header, ID_COLUMNS) && !has(header, FEATURE) && !has(header, &["min", "max"])
}

/// Whether a row of headings, in which no ids are, is that of categories.
pub(super) fn holds_categories(header: &[Cell]) -> bool {
    let all = [FEATURE, &["min"], &["max"]];
    !has(header, ID_COLUMNS) && all.iter().all(|names| has(header, names))
}

/// The columns by their names.
fn columns(header: &[Cell], diagnostics: &mut Diagnostics) -> Option<Columns> {
    if holds_people(header) {
        let columns = ["feature", "value", "min", "max"];
        diagnostics.push(missing(header, "categories-hold-people", &columns));
        return None;
    }
    let (feature, value) = names(header, diagnostics);
    let mut number = |name: &str, needed: bool| {
        let at = find(header, &[name], diagnostics);
        if at.is_none() && needed {
            diagnostics.push(missing(header, "missing-column", &[name]));
        }
        at
    };
    let (min, max) = (number("min", true), number("max", true));
    // The two go together: one alone is a slip.
    let flex = match (number("min_flex", false), number("max_flex", false)) {
        (Some(min), Some(max)) => Some((min, max)),
        (None, None) => None,
        (min, _) => {
            let other = if min.is_some() {
                "max_flex"
            } else {
                "min_flex"
            };
            number(other, true);
            None
        }
    };
    Some(Columns {
        feature: feature?,
        value: value?,
        min: min?,
        max: max?,
        flex,
    })
}

fn read_row(
    row: &Row,
    columns: &Columns,
    categories: &mut Categories,
    diagnostics: &mut Diagnostics,
) {
    let blank = Cell::default();
    let cell = |at: usize| row.cells.get(at).unwrap_or(&blank);
    let (feature, value) = (cell(columns.feature), cell(columns.value));
    if feature.text.is_empty() {
        // A row without a feature is a blank line of a spreadsheet, unless it says something.
        if !value.text.is_empty() {
            diagnostics.push(
                value
                    .warning("feature-empty")
                    .expected("the name of a feature"),
            );
        }
        return;
    }
    if feature.sound(diagnostics).is_none() || value.sound(diagnostics).is_none() {
        return;
    }
    let path = format!("{}/{}", feature.text, value.text);
    if value.text.is_empty() {
        diagnostics.push(
            value
                .error("empty-feature-value")
                .path(feature.text.as_str()),
        );
    }
    let mut number = |at: usize| number(cell(at), &path, diagnostics);
    let (min, max) = (number(columns.min), number(columns.max));
    let (min_flex, max_flex) = columns
        .flex
        .map_or((Some(0), Some(0)), |(min, max)| (number(min), number(max)));
    let above = |a: Option<u32>, b: Option<u32>| a.zip(b).is_some_and(|(a, b)| a > b);
    let shown = |number: Option<u32>| number.map_or_else(String::new, |n| n.to_string());
    if above(min, max) {
        let problem = cell(columns.min).error("min-greater-than-max").path(&path);
        diagnostics.push(problem.expected(format!("at most {}", shown(max))));
    }
    if let Some((flex, _)) = columns.flex.filter(|_| above(min_flex, min)) {
        let problem = cell(flex).error("min-flex-greater-than-min").path(&path);
        diagnostics.push(problem.expected(format!("at most {}", shown(min))));
    }
    if let Some((_, flex)) = columns.flex.filter(|_| above(max, max_flex)) {
        let problem = cell(flex).error("max-flex-less-than-max").path(&path);
        diagnostics.push(problem.expected(format!("at least {}", shown(max))));
    }
    let known = categories
        .features
        .iter()
        .find(|(_, known)| same(&known.name, &feature.text))
        .map(|(id, _)| id);
    let id = known.unwrap_or_else(|| {
        categories.places.push((feature.line, feature.column));
        categories.rows.push(Vec::new());
        categories.features.push(Feature {
            name: feature.text.clone(),
            values: IdVec::new(),
        })
    });
    let values = &mut categories.features[id].values;
    if values.values().any(|known| same(&known.name, &value.text)) {
        diagnostics.push(
            value
                .error("duplicate-value")
                .path(feature.text.as_str())
                .expected("one row for each value"),
        );
        return;
    }
    values.push(FeatureValue {
        name: value.text.clone(),
        min: min.unwrap_or_default(),
        max: max.unwrap_or_default(),
        min_flex: min_flex.unwrap_or_default(),
        max_flex: max_flex.unwrap_or_default(),
    });
    if let Some(rows) = categories.rows.get_mut(crate::id::ix(id.0)) {
        rows.push((row.line, value.column));
    }
}

fn number(cell: &Cell, path: &str, diagnostics: &mut Diagnostics) -> Option<u32> {
    let cell = cell.sound(diagnostics)?;
    if cell.text.is_empty() {
        diagnostics.push(
            cell.error("no-value-set")
                .path(path)
                .expected("a whole number"),
        );
        return None;
    }
    let digits = cell.text.bytes().all(|byte| byte.is_ascii_digit());
    let number = cell.text.parse().ok().filter(|_| digits);
    if number.is_none() {
        let expected = if digits {
            format!("a whole number up to {}", u32::MAX)
        } else {
            "a whole number".to_owned()
        };
        diagnostics.push(cell.error("not-a-number").path(path).expected(expected));
    }
    number
}

/// Without flex columns quotas may be relaxed as far as they go: to 0, and to the greatest sum
/// of the maxima of one feature (as sortition-algorithms has it).
fn widest_flex(features: &mut IdVec<FeatureId, Feature>) {
    let widest = features
        .values()
        .map(|feature| {
            feature
                .values
                .values()
                .fold(0u32, |sum, value| sum.saturating_add(value.max))
        })
        .max()
        .unwrap_or_default();
    for feature in features.values_mut() {
        for value in feature.values.values_mut() {
            value.max_flex = widest;
        }
    }
}

/// The features of a pool with their quotas as a categories file: `feature,value,min,max`, and
/// how far each may be relaxed.
pub fn write_categories(pool: &Pool) -> Vec<u8> {
    let mut out = Vec::new();
    let head = ["feature", "value", "min", "max", "min_flex", "max_flex"];
    record(head.into_iter(), b',', "\n", &mut out);
    for feature in pool.features().values() {
        for value in feature.values.values() {
            let numbers = [value.min, value.max, value.min_flex, value.max_flex];
            let numbers = numbers.map(|number| number.to_string());
            let names = [feature.name.as_str(), value.name.as_str()];
            let cells = names.into_iter().chain(numbers.iter().map(String::as_str));
            record(cells, b',', "\n", &mut out);
        }
    }
    out
}
