//! Dropouts: a model of who stays (`feature,value,stays`), and members of past panels with whether
//! they stayed, to fit one from.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::table::{Cell, Table};
use super::{fold, same};
use crate::formats::Workbook;
use crate::id::{ValueId, ix};
use crate::instance::{Feature, Pool};
use crate::panel::dropout::{ONE, Stay, factor_of};
use crate::problem::{Diagnostics, Problem};

/// What stands for every feature or value.
const EVERYONE: &str = "*";

/// Reads a model: `feature,value,stays`, with one row `*,*,0.95` for the base. Values that are not
/// named have the factor 1. `None` where something is wrong (in `diagnostics`).
pub fn read_stay(
    reader: &mut dyn BufRead,
    pool: &Pool,
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Option<Stay> {
    let mut table = Table::open(reader, workbook, diagnostics)?;
    let columns = ["feature", "value", "stays"].map(|name| column(&table, name, diagnostics));
    let [Some(feature), Some(value), Some(stays)] = columns else {
        return None;
    };
    let mut base: Option<u32> = None;
    let features = pool.features().values();
    let mut factors: Vec<Vec<Option<u32>>> = features
        .map(|feature| vec![None; ix(feature.values.len())])
        .collect();
    while let Some(row) = table.next(diagnostics) {
        let cell = |at: usize| row.cells.get(at).cloned().unwrap_or_default();
        let (feature, value, stays) = (cell(feature), cell(value), cell(stays));
        let Some(factor) = factor_of(&stays.text) else {
            diagnostics.push(stays.error("factor-invalid").expected("0.95"));
            continue;
        };
        let slot = if feature.text == EVERYONE && value.text == EVERYONE {
            &mut base
        } else {
            let Some(place) = place(pool, &feature, &value, diagnostics) else {
                continue;
            };
            let row = factors.get_mut(place.0);
            let Some(slot) = row.and_then(|row| row.get_mut(place.1)) else {
                continue;
            };
            slot
        };
        if slot.replace(factor).is_some() {
            let twice = format!("{}/{}", feature.text, value.text);
            diagnostics.push(feature.error("factor-twice").found(twice));
        }
    }
    if diagnostics.has_errors() {
        return None;
    }
    let row = |row: Vec<Option<u32>>| row.into_iter().map(|f| f.unwrap_or(ONE)).collect();
    let values = factors.into_iter().map(row).collect();
    Stay::new(pool, base.unwrap_or(ONE), values)
        .map_err(|problem| diagnostics.push(problem))
        .ok()
}

/// Where a feature and its value stand in the pool.
fn place(
    pool: &Pool,
    feature: &Cell,
    value: &Cell,
    diagnostics: &mut Diagnostics,
) -> Option<(usize, usize)> {
    let mut features = pool.features().values();
    let Some(at) = features.position(|other| same(&other.name, &feature.text)) else {
        diagnostics.push(feature.error("feature-unknown"));
        return None;
    };
    let described = pool.features().values().nth(at)?;
    let found = value_of(described, &value.text);
    if found.is_none() {
        let path = described.name.as_str();
        let names = described.values.values().map(|value| value.name.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        diagnostics.push(
            value
                .error("value-not-in-feature")
                .path(path)
                .expected(names),
        );
    }
    Some((at, ix(found?.0)))
}

fn value_of(feature: &Feature, text: &str) -> Option<ValueId> {
    let mut values = feature.values.iter();
    values
        .find(|(_, value)| same(&value.name, text))
        .map(|(id, _)| id)
}

fn column(table: &Table, name: &str, diagnostics: &mut Diagnostics) -> Option<usize> {
    let at = table.header.iter().position(|cell| same(name, &cell.text));
    if at.is_none() {
        let there: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
        diagnostics.push(
            Problem::error("missing-column")
                .at(1, 1)
                .path(name)
                .found(there.join(", "))
                .expected(name),
        );
    }
    at
}

/// A member of a past panel: values by feature, and whether the member stayed.
pub type PastMember = (Vec<ValueId>, bool);

/// Reads members of past panels: a column for each feature of the pool, and one that says whether
/// the member stayed (yes, no, 1, 0, true, false, tak, nie). `None` where something is wrong.
pub fn read_past(
    reader: &mut dyn BufRead,
    pool: &Pool,
    stayed: &str,
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<PastMember>> {
    let mut table = Table::open(reader, workbook, diagnostics)?;
    let stayed = column(&table, stayed, diagnostics);
    let features: Vec<Option<usize>> = pool
        .features()
        .values()
        .map(|feature| column(&table, &feature.name, diagnostics))
        .collect();
    let features: Vec<usize> = features.into_iter().collect::<Option<_>>()?;
    let stayed = stayed?;
    let mut known: Vec<BTreeMap<String, ValueId>> = Vec::new();
    for feature in pool.features().values() {
        let values = feature.values.iter();
        known.push(values.map(|(id, value)| (fold(&value.name), id)).collect());
    }
    let mut past = Vec::new();
    while let Some(row) = table.next(diagnostics) {
        let cell = |at: usize| row.cells.get(at).cloned().unwrap_or_default();
        let mut values = Vec::new();
        for ((at, known), feature) in features.iter().zip(&known).zip(pool.features().values()) {
            let cell = cell(*at);
            match known.get(&fold(&cell.text)) {
                Some(value) => values.push(*value),
                None => diagnostics.push(
                    cell.error("value-not-in-feature")
                        .path(feature.name.as_str()),
                ),
            }
        }
        let cell = cell(stayed);
        match fold(&cell.text).as_str() {
            "1" | "yes" | "true" | "tak" | "x" => past.push((values, true)),
            "0" | "no" | "false" | "nie" | "" => past.push((values, false)),
            _ => diagnostics.push(
                cell.error("not-yes-or-no")
                    .expected("yes, no, 1, 0, tak, nie"),
            ),
        }
    }
    (!diagnostics.has_errors()).then_some(past)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Named, PoolColumns, read_pool};

    fn pool() -> Pool {
        let mut people = "id,area,age\na,N,young\nb,S,old\n".as_bytes();
        let mut categories =
            "feature,value,min,max\narea,N,0,2\narea,S,0,2\nage,young,0,2\nage,old,0,2\n"
                .as_bytes();
        let mut people = Named {
            name: "people.csv",
            reader: &mut people,
        };
        let mut categories = Named {
            name: "categories.csv",
            reader: &mut categories,
        };
        let mut diagnostics = Diagnostics::default();
        let columns = PoolColumns::default();
        read_pool(
            &mut people,
            Some(&mut categories),
            &columns,
            Some(1),
            &mut diagnostics,
        )
        .unwrap()
    }

    #[test]
    fn a_model_is_read_and_its_defects_are_located() {
        let pool = pool();
        let read = |text: &str| {
            let mut diagnostics = Diagnostics::new("stay.csv");
            let found = read_stay(&mut text.as_bytes(), &pool, None, &mut diagnostics);
            let problems = diagnostics.into_problems().into_iter();
            (
                found,
                problems.map(|p| (p.code, p.line)).collect::<Vec<_>>(),
            )
        };
        let (found, problems) = read("feature,value,stays\n*,*,0.9\nAge,OLD,0.5\n");
        assert!(problems.is_empty());
        let found = found.unwrap();
        assert_eq!(
            (found.base(), found.values()[1].clone()),
            (900_000, vec![ONE, 500_000])
        );
        let (found, problems) =
            read("feature,value,stays\nage,old,1.5\nsex,f,1\nage,x,1\n*,*,1\n*,*,1\n");
        assert_eq!(found, None);
        assert_eq!(
            problems,
            [
                ("factor-invalid", 2),
                ("feature-unknown", 3),
                ("value-not-in-feature", 4),
                ("factor-twice", 6)
            ]
        );
        assert_eq!(read("feature,value\n").1, [("missing-column", 1)]);
    }

    #[test]
    fn past_members_are_read() {
        let pool = pool();
        let read = |text: &str| {
            let mut diagnostics = Diagnostics::default();
            read_past(
                &mut text.as_bytes(),
                &pool,
                "stayed",
                None,
                &mut diagnostics,
            )
        };
        let found = read("name;age;area;stayed\nx;old;N;yes\ny;young;s;0\n").unwrap();
        assert_eq!(
            found,
            [
                (vec![ValueId(0), ValueId(1)], true),
                (vec![ValueId(1), ValueId(0)], false)
            ]
        );
        assert_eq!(read("age,area,stayed\nold,N,perhaps\n"), None);
        assert_eq!(read("age,stayed\nold,1\n"), None);
    }
}
