//! A survey of the town: one row a respondent, with the features of a pool and perhaps a weight.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::table::{Cell, Table};
use super::{fold, same};
use crate::formats::Workbook;
use crate::id::ValueId;
use crate::instance::{Feature, Pool};
use crate::num::parse_decimal;
use crate::problem::{Diagnostics, Problem};

/// Weights are whole multiples of one of this.
pub const WEIGHT: u64 = 1_000_000;

/// The most places of a weight after the point.
const PLACES: u32 = 6;

/// Reads a survey: the sum of the weights, in millionths, of the respondents with the same values,
/// by values in the order of the pool's features. Without a column of weights each counts 1.
/// `None` where something is wrong (in `diagnostics`).
pub fn read_survey(
    reader: &mut dyn BufRead,
    pool: &Pool,
    weight: Option<&str>,
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Option<BTreeMap<Vec<ValueId>, u64>> {
    let mut table = Table::open(reader, workbook, diagnostics)?;
    let header = std::mem::take(&mut table.header);
    let mut column = |name: &str| {
        let at = header.iter().position(|cell| same(name, &cell.text));
        if at.is_none() {
            let line = header.first().map_or(1, |cell| cell.line);
            let there: Vec<&str> = header.iter().map(|cell| cell.text.as_str()).collect();
            let problem = Problem::error("missing-column").at(line, 1).path(name);
            diagnostics.push(problem.found(there.join(", ")).expected(name));
        }
        at
    };
    let features = pool.features().values();
    let columns: Vec<Option<usize>> = features.map(|feature| column(&feature.name)).collect();
    let weight = weight.map(column);
    table.header = header;
    let mut cells: BTreeMap<Vec<ValueId>, u64> = BTreeMap::new();
    while let Some(row) = table.next(diagnostics) {
        let cell = |at: &Option<usize>| at.and_then(|at| row.cells.get(at));
        let features = pool.features().values().zip(&columns);
        let values = features.map(|(feature, at)| value(feature, cell(at)?, diagnostics));
        let values: Vec<Option<ValueId>> = values.collect();
        let share = match &weight {
            None => Some(WEIGHT),
            Some(at) => cell(at).and_then(|cell| share(cell, diagnostics)),
        };
        if let (Some(values), Some(share)) = (values.into_iter().collect(), share) {
            let sum: &mut u64 = cells.entry(values).or_default();
            *sum = sum.saturating_add(share);
        }
    }
    if cells.is_empty() && !diagnostics.has_errors() {
        diagnostics.push(Problem::error("empty-file").expected("a row"));
    }
    (!diagnostics.has_errors()).then_some(cells)
}

fn value(feature: &Feature, cell: &Cell, diagnostics: &mut Diagnostics) -> Option<ValueId> {
    let cell = cell.sound(diagnostics)?;
    let mut values = feature.values.iter();
    let found = values.find(|(_, value)| fold(&value.name) == fold(&cell.text));
    if found.is_none() {
        let code = if cell.text.is_empty() {
            "empty-value-in-feature"
        } else {
            "value-not-in-feature"
        };
        let names = feature.values.values().take(20);
        let names: Vec<&str> = names.map(|value| value.name.as_str()).collect();
        let problem = cell.error(code).path(feature.name.as_str());
        diagnostics.push(problem.expected(names.join(", ")));
    }
    found.map(|(id, _)| id)
}

/// A weight in millionths.
fn share(cell: &Cell, diagnostics: &mut Diagnostics) -> Option<u64> {
    let cell = cell.sound(diagnostics)?;
    let read = parse_decimal(&cell.text)
        .filter(|decimal| decimal.scale.0 <= PLACES)
        .and_then(|decimal| decimal.units.checked_mul(WEIGHT / decimal.scale.one()));
    if read.is_none() {
        let problem = cell.error("not-a-number");
        diagnostics.push(problem.expected("a decimal of at most six places"));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Named, PoolColumns, read_pool};

    #[test]
    fn respondents_are_put_together_by_values() {
        let mut people = "id,age\n1,old\n2,young\n".as_bytes();
        let mut ages = "feature,value,min,max\nage,old,0,1\nage,young,0,1\n".as_bytes();
        let pool = read_pool(
            &mut Named {
                name: "people.csv",
                reader: &mut people,
            },
            Some(&mut Named {
                name: "categories.csv",
                reader: &mut ages,
            }),
            &PoolColumns::default(),
            Some(1),
            &mut Diagnostics::default(),
        );
        let pool = pool.unwrap();
        let read = |text: &str, weight: Option<&str>| {
            let mut diagnostics = Diagnostics::default();
            let found = read_survey(&mut text.as_bytes(), &pool, weight, None, &mut diagnostics);
            found.ok_or_else(|| diagnostics.problems()[0].code)
        };
        let survey = "w;AGE\n1.5;Old\n0.25;young\n1;old\n";
        let cells = read(survey, Some("w")).unwrap();
        let weights: Vec<u64> = cells.into_values().collect();
        assert_eq!(weights, [2_500_000, 250_000]);
        let cells = read(survey, None).unwrap();
        assert_eq!(cells.into_values().sum::<u64>(), 3 * WEIGHT);
        assert_eq!(read(survey, Some("x")), Err("missing-column"));
        assert_eq!(read("age\nmiddle\n", None), Err("value-not-in-feature"));
        assert_eq!(read("age,w\nold,-1\n", Some("w")), Err("not-a-number"));
    }
}
