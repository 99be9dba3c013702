//! A pool of volunteers: a people file and a categories file, as sortition tools exchange them.
//!
//! Categories (`feature,value,min,max` with or without `min_flex,max_flex`) say which features
//! count, which values they have and how many members may have each; people have an id, a column
//! for each feature, and whatever else is needed to write to them, which is not read. Names of
//! columns and values are compared without regard to case and to blanks around them. The second
//! dialect, `category,feature,min,max`, and people without ids are the replication files of
//! Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens'
//! assemblies" (Nature 596, 2021). Codes of defects follow the tool sortition-algorithms, in
//! kebab-case, so that whoever comes from there finds the same words.
//!
//! Every defect of both files is reported at once, with row and column. Quotas that no panel can
//! meet are warnings here, at the rows they stand in: the file can be read, and a rule that must
//! keep quotas refuses them with an explanation.

mod categories;
mod people;
mod sheet;
mod table;

pub use sheet::{PeopleSheet, SheetStyle, Written, is_formula, record};

use std::io::BufRead;

use super::{Declared, Draft, Files, Format, LoadOptions, Role};
use crate::id::{IdVec, ix};
use crate::instance::{Instance, Pool, PoolError, object};
use crate::json::Value;
use crate::problem::{Diagnostics, Invalid, Problem};
use categories::Categories;

/// Which columns of the people file mean what, where the names of the file do not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolColumns {
    /// The column of ids; known without by names such as `id` or `nationbuilder_id`.
    pub id: Option<String>,
    /// Columns that together are an address: people who agree in all of them are one household,
    /// of which at most one may be on a panel. Empty: households are not looked at.
    pub household: Vec<String>,
}

impl PoolColumns {
    /// True when nothing was named.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// As it stands in reports: `{"household":["address"],"id":"nr"}`.
    pub fn to_value(&self) -> Value {
        let household = self.household.iter().map(|name| Value::from(name.as_str()));
        object(vec![
            ("household", Value::Array(household.collect())),
            ("id", self.id.as_deref().map_or(Value::Null, Value::from)),
        ])
    }

    /// Reads what [`PoolColumns::to_value`] writes; what is not there is not named.
    pub fn from_value(value: &Value) -> Self {
        let names = value.get("household").and_then(Value::as_array);
        let names = names.unwrap_or_default().iter().filter_map(Value::as_str);
        Self {
            id: value.get("id").and_then(Value::as_str).map(str::to_owned),
            household: names.map(str::to_owned).collect(),
        }
    }
}

/// A file with its name for messages.
pub struct Named<'a> {
    /// The name.
    pub name: &'a str,
    /// The bytes.
    pub reader: &'a mut dyn BufRead,
}

/// The row of the registry.
pub(super) const FORMAT: Format = Format {
    id: "pool",
    name: "pool of volunteers",
    extensions: &["csv"],
    doc: "people (CSV) with --categories (CSV): volunteers, their features, and quotas of a panel",
    kinds: &["pool"],
    sniff: |peek| peek.roles.contains(&Role::Categories),
    load,
    read: None,
    write: None,
    export: None,
};

fn load(
    files: &mut Files<'_>,
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let categories = files.of(Role::Categories).map(|file| {
        let name = file.name.clone();
        CategoryFile::read(&name, file, diagnostics)
    });
    let file = files.of(Role::Main)?;
    let name = file.name.clone();
    let mut people = Named {
        name: &name,
        reader: file,
    };
    let seats = options.seats;
    let pool = finish(
        &mut people,
        categories,
        &options.columns,
        seats,
        diagnostics,
    )?;
    Some(Draft {
        instance: Instance::Pool(pool),
        declared: Declared::default(),
        invalid: Invalid::default(),
        papers: 0,
        map: None,
    })
}

/// True where the first row has several columns of which one is called as columns of ids are.
pub(super) fn is_people(head: &[u8]) -> bool {
    let Some(Ok(line)) = head.split(|b| *b == b'\n').next().map(std::str::from_utf8) else {
        return false;
    };
    let names: Vec<String> = line
        .split([',', ';', '\t'])
        .map(|name| fold(name.trim().trim_matches('"')))
        .collect();
    names.len() > 1
        && names
            .iter()
            .any(|name| people::ID_COLUMNS.contains(&name.as_str()))
}

/// A categories file that was read: nothing where its columns were not there.
struct CategoryFile {
    name: String,
    categories: Option<Categories>,
}

impl CategoryFile {
    fn read(name: &str, reader: &mut dyn BufRead, diagnostics: &mut Diagnostics) -> Self {
        diagnostics.set_file(name);
        Self {
            name: name.to_owned(),
            categories: categories::read(reader, diagnostics),
        }
    }
}

/// Reads a pool for a panel of `seats`. Without categories people have no features and there are
/// no quotas. `None` when an error (in `diagnostics`) makes a pool impossible.
pub fn read(
    people: &mut Named<'_>,
    categories: Option<&mut Named<'_>>,
    columns: &PoolColumns,
    seats: Option<u32>,
    diagnostics: &mut Diagnostics,
) -> Option<Pool> {
    let categories = categories.map(|file| CategoryFile::read(file.name, file.reader, diagnostics));
    finish(people, categories, columns, seats, diagnostics)
}

/// The pool, once the categories are read.
fn finish(
    people: &mut Named<'_>,
    file: Option<CategoryFile>,
    columns: &PoolColumns,
    seats: Option<u32>,
    diagnostics: &mut Diagnostics,
) -> Option<Pool> {
    let complete = file.as_ref().is_none_or(|file| file.categories.is_some());
    let (name, categories) = file.map_or((String::new(), None), |f| (f.name, f.categories));
    diagnostics.set_file(people.name);
    // Without readable categories the people file is still looked at for defects of its own.
    let rows = people::read(people.reader, categories.as_ref(), columns, diagnostics)?;
    if rows.is_empty() && !diagnostics.has_errors() {
        diagnostics.push(Problem::error("no-people").expected("a row for each volunteer"));
    }
    match seats {
        None => diagnostics.push(
            Problem::error("seats-missing")
                .path("seats")
                .expected(seats_expected(categories.as_ref(), rows.len())),
        ),
        Some(seats) if (seats == 0 || ix(seats) > rows.len()) && !rows.is_empty() => {
            diagnostics.push(
                Problem::error("seats-above-pool")
                    .path("seats")
                    .found(seats.to_string())
                    .expected(format!("1..{}", rows.len())),
            );
        }
        Some(_) => {}
    }
    // What stands in a broken file says nothing about its quotas.
    if diagnostics.has_errors() || !complete {
        return None;
    }
    let seats = seats?;
    if let Some(categories) = &categories {
        diagnostics.set_file(&name);
        let counts = people::tally(&rows, categories);
        check_quotas(categories, &counts, seats, diagnostics);
    }
    let features = categories.map_or_else(IdVec::new, |categories| categories.features);
    match Pool::new(features, rows, seats) {
        Ok(pool) => Some(pool),
        Err(PoolError::DuplicatePerson(id) | PoolError::Features(id)) => {
            diagnostics.push(Problem::error("duplicate-person").found(id));
            None
        }
    }
}

/// Quotas that no panel of this size from this pool can meet, at their rows.
fn check_quotas(
    categories: &Categories,
    counts: &[Vec<u32>],
    seats: u32,
    diagnostics: &mut Diagnostics,
) {
    let places = categories.places.iter().zip(&categories.rows).zip(counts);
    for (feature, ((place, rows), counts)) in categories.features.values().zip(places) {
        let sum = |quota: fn(&crate::instance::FeatureValue) -> u32| {
            let quotas = feature.values.values().map(quota);
            quotas.fold(0u32, u32::saturating_add)
        };
        let (least, most) = (sum(|value| value.min), sum(|value| value.max));
        for (code, sum, wrong, bound) in [
            ("quota-min-sum", least, least > seats, "at most"),
            ("quota-max-sum", most, most < seats, "at least"),
        ] {
            if wrong {
                diagnostics.push(
                    Problem::warning(code)
                        .at(place.0, place.1)
                        .path(feature.name.as_str())
                        .found(sum.to_string())
                        .expected(format!("{bound} {seats}")),
                );
            }
        }
        for ((value, place), count) in feature.values.values().zip(rows).zip(counts) {
            if *count < value.min {
                diagnostics.push(
                    Problem::warning("quota-above-pool")
                        .at(place.0, place.1)
                        .path(format!("{}/{}", feature.name, value.name))
                        .found(count.to_string())
                        .expected(format!("at least {}", value.min)),
                );
            }
        }
    }
}

/// The sizes of panel that the quotas allow: `a panel of 20..24`.
fn seats_expected(categories: Option<&Categories>, people: usize) -> String {
    let (mut least, mut most) = (1, crate::id::len32(people));
    for feature in categories.iter().flat_map(|file| file.features.values()) {
        let sum = |quota: fn(&crate::instance::FeatureValue) -> u32| {
            let quotas = feature.values.values().map(quota);
            quotas.fold(0u32, u32::saturating_add)
        };
        least = least.max(sum(|value| value.min));
        most = most.min(sum(|value| value.max));
    }
    if least > most {
        return format!("a panel of 1..{people}");
    }
    format!("a panel of {least}..{most}")
}

/// Equal but for case and blanks around.
fn same(left: &str, right: &str) -> bool {
    fold(left) == fold(right)
}

/// Text for comparing: without blanks around, in lower case.
fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests;
