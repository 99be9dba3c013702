//! A census: how many people of the town, or which share of them, have each value.
//!
//! One row a value: `feature,value` named as in a categories file of either dialect, and one of
//! a count of people, a share (a decimal, a fraction, or `12.5%`) or a percentage. Counts are
//! shares exactly. Shares and percentages must sum to 1 or 100; what rounding explains, half a
//! unit of the last place for each value, is evened out and told, anything further is an error.

use std::io::BufRead;

use super::table::{Cell, Row, Table};
use super::{categories, same};
use crate::formats::Workbook;
use crate::num::{Integer, Natural, Ratio, parse_decimal, ratio_text};
use crate::panel::inclusion::decimals;
use crate::panel::targets::{Shares, Town};
use crate::problem::{Diagnostics, Problem};

/// Names of the column of amounts, most exact first.
const AMOUNTS: [(Kind, &[&str]); 3] = [
    (
        Kind::Count,
        &["count", "population", "people", "persons", "number", "n"],
    ),
    (
        Kind::Share,
        &["share", "proportion", "fraction", "census_share"],
    ),
    (
        Kind::Percent,
        &["percent", "percentage", "percentage_target", "pct", "%"],
    ),
];

/// What the amounts of a census are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Count,
    Share,
    Percent,
}

/// A feature while it is read.
struct Read {
    name: String,
    place: (u32, u32),
    values: u32,
    /// Places behind the point, of the amount that has most; `None` where one is a fraction.
    places: Option<u32>,
}

/// Reads a census. Every defect is reported; `None` where one is an error.
pub fn read_census(
    reader: &mut dyn BufRead,
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Option<Shares> {
    let broken = |diagnostics: &Diagnostics| {
        let counts = diagnostics.problems().iter();
        counts
            .filter(|p| p.severity == crate::problem::Severity::Error)
            .count()
    };
    let before = broken(diagnostics);
    let mut table = Table::open(reader, workbook, diagnostics)?;
    let (feature, value) = categories::names(&table.header, diagnostics);
    let amount = amounts(&table.header, diagnostics);
    let (feature, value, (kind, amount)) = (feature?, value?, amount?);
    let mut town = Town::default();
    let mut features: Vec<Read> = Vec::new();
    while let Some(row) = table.next(diagnostics) {
        let columns = [feature, value, amount];
        read_row(&row, columns, kind, &mut town, &mut features, diagnostics);
    }
    if features.is_empty() && broken(diagnostics) == before {
        diagnostics.push(Problem::error("no-categories").expected("a row for each value"));
    }
    if broken(diagnostics) > before {
        return None;
    }
    sums(&town, kind, &features, diagnostics);
    if broken(diagnostics) > before {
        return None;
    }
    town.shares()
}

/// The column of amounts; of several the most exact kind, and the others are named.
fn amounts(header: &[Cell], diagnostics: &mut Diagnostics) -> Option<(Kind, usize)> {
    let mut found: Option<(Kind, usize)> = None;
    for (kind, names) in AMOUNTS {
        let columns = header.iter().enumerate();
        for (at, cell) in columns.filter(|(_, cell)| names.iter().any(|n| same(n, &cell.text))) {
            match found {
                None => found = Some((kind, at)),
                Some((first, _)) if first == kind => {
                    diagnostics.push(cell.error("duplicate-column").path(&cell.text));
                }
                Some((_, first)) => {
                    let used = header.get(first).map_or("", |cell| cell.text.as_str());
                    diagnostics.push(cell.warning("census-column-not-read").expected(used));
                }
            }
        }
    }
    if found.is_none() {
        let line = header.first().map_or(1, |cell| cell.line);
        let there: Vec<&str> = header.iter().map(|cell| cell.text.as_str()).collect();
        diagnostics.push(
            Problem::error("missing-column")
                .at(line, 1)
                .path("count")
                .found(there.join(", "))
                .expected("count or share or percent"),
        );
    }
    found
}

fn read_row(
    row: &Row,
    columns: [usize; 3],
    kind: Kind,
    town: &mut Town,
    features: &mut Vec<Read>,
    diagnostics: &mut Diagnostics,
) {
    let blank = Cell::default();
    let [feature, value, amount] = columns.map(|at| row.cells.get(at).unwrap_or(&blank));
    if feature.text.is_empty() {
        if !value.text.is_empty() {
            let problem = value.warning("feature-empty");
            diagnostics.push(problem.expected("the name of a feature"));
        }
        return;
    }
    if feature.sound(diagnostics).is_none() || value.sound(diagnostics).is_none() {
        return;
    }
    if value.text.is_empty() {
        let problem = value.error("empty-feature-value");
        diagnostics.push(problem.path(feature.text.as_str()));
        return;
    }
    let known = features
        .iter()
        .position(|known| same(&known.name, &feature.text));
    let at = known.unwrap_or_else(|| {
        features.push(Read {
            name: feature.text.clone(),
            place: (feature.line, feature.column),
            values: 0,
            places: Some(0),
        });
        features.len().saturating_sub(1)
    });
    let twice = town.features().any(|(name, values)| {
        let mut values = values.iter();
        same(name, &feature.text) && values.any(|(name, _)| same(name, &value.text))
    });
    if twice {
        let problem = value.error("duplicate-value").path(feature.text.as_str());
        diagnostics.push(problem.expected("one row for each value"));
        return;
    }
    let path = format!("{}/{}", feature.text, value.text);
    let Some((number, places)) = read_amount(amount, kind, &path, diagnostics) else {
        // The value is known all the same: a second row of it is a defect of its own.
        town.amount(&feature.text, &value.text, Ratio::from(Natural::ZERO));
        return;
    };
    if let Some(feature) = features.get_mut(at) {
        feature.values = feature.values.saturating_add(1);
        feature.places = feature.places.zip(places).map(|(a, b)| a.max(b));
    }
    town.amount(&feature.text, &value.text, number);
}

/// An amount, and its places behind the point: none are told for a fraction, which is exact.
fn read_amount(
    cell: &Cell,
    kind: Kind,
    path: &str,
    diagnostics: &mut Diagnostics,
) -> Option<(Ratio, Option<u32>)> {
    let cell = cell.sound(diagnostics)?;
    let expected = match kind {
        Kind::Count => "a whole number of people",
        Kind::Share => "a share from 0 to 1, such as 0.125, 1/8 or 12.5%",
        Kind::Percent => "a percentage from 0 to 100, such as 12.5",
    };
    if cell.text.is_empty() {
        diagnostics.push(cell.error("no-value-set").path(path).expected(expected));
        return None;
    }
    let read = match kind {
        Kind::Count => count(&cell.text).map(|count| (count, Some(0))),
        Kind::Share => share(&cell.text),
        Kind::Percent => decimal(cell.text.trim_end_matches('%').trim_end())
            .map(|(number, places)| (number / hundred(), Some(places.saturating_add(2)))),
    };
    let limit = |number: &Ratio| kind == Kind::Count || *number <= Ratio::ONE;
    let read = read.filter(|(number, _)| limit(number));
    if read.is_none() {
        diagnostics.push(cell.error("not-a-number").path(path).expected(expected));
    }
    read
}

fn hundred() -> Ratio {
    Ratio::from(Integer::from(100_u8))
}

/// Digits, with blanks, commas, points or apostrophes between groups of three.
fn count(text: &str) -> Option<Ratio> {
    let parts = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '\'' | '’');
    let mut groups = text.split(parts);
    let mut digits = groups.next()?.to_owned();
    let first = digits.len();
    for group in groups {
        if group.len() != 3 || first > 3 {
            return None;
        }
        digits.push_str(group);
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    Some(Ratio::from(Integer::from(number)))
}

fn share(text: &str) -> Option<(Ratio, Option<u32>)> {
    if let Some(percent) = text.strip_suffix('%') {
        let (number, places) = decimal(percent.trim_end())?;
        return Some((number / hundred(), Some(places.saturating_add(2))));
    }
    if let Some((above, below)) = text.split_once('/') {
        let (above, below): (u64, u64) = (above.trim().parse().ok()?, below.trim().parse().ok()?);
        let share = || Ratio::from_parts(Integer::from(above), Natural::from(below));
        return (below > 0).then(|| (share(), None));
    }
    decimal(text).map(|(number, places)| (number, Some(places)))
}

/// A decimal with a point or a comma, and its places as written.
fn decimal(text: &str) -> Option<(Ratio, u32)> {
    let text = text.replace(',', ".");
    // Some programs leave the zero before the point away.
    let text = if text.starts_with('.') {
        format!("0{text}")
    } else {
        text
    };
    let places = text.split_once('.').map_or(0, |(_, part)| part.len());
    let exact = parse_decimal(&text)?;
    let one = Natural::from(exact.scale.one());
    let number = Ratio::from_parts(Integer::from(exact.units), one);
    Some((number, u32::try_from(places).ok()?))
}

/// Whether the amounts of each feature sum to what they must.
fn sums(town: &Town, kind: Kind, features: &[Read], diagnostics: &mut Diagnostics) {
    for (read, (_, values)) in features.iter().zip(town.features()) {
        let zero = Ratio::from(Natural::ZERO);
        let sum = values
            .iter()
            .fold(zero.clone(), |sum, (_, amount)| sum + amount);
        let place = |problem: Problem| problem.at(read.place.0, read.place.1).path(&read.name);
        if sum == zero {
            diagnostics.push(place(Problem::error("census-nobody")));
            continue;
        }
        if kind == Kind::Count || sum == Ratio::ONE {
            continue;
        }
        // Half a unit of the last place for each value is what rounding alone can do.
        let slip = read.places.map_or(zero, |places| {
            let unit = Natural::from(10_u8).pow(crate::id::ix(places)) * Natural::from(2_u8);
            Ratio::from_parts(Integer::from(read.values), unit)
        });
        let off = if sum > Ratio::ONE {
            &sum - Ratio::ONE
        } else {
            Ratio::ONE - &sum
        };
        let (code, error) = if off <= slip {
            ("census-rounded", false)
        } else {
            ("census-sum", true)
        };
        let problem = if error {
            Problem::error(code)
        } else {
            Problem::warning(code)
        };
        let shown = if read.places.is_some() {
            format!("{}%", decimals(&(sum * hundred()), 3))
        } else {
            ratio_text(&sum)
        };
        diagnostics.push(place(problem).found(shown).expected("100%"));
    }
}

#[cfg(test)]
mod tests;
