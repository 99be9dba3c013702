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

mod already;
mod categories;
mod census;
mod checked;
mod listed;
mod past;
mod people;
mod quotas;
mod sheet;
mod survey;
mod table;
mod tables;

pub use census::read_census;
pub use checked::feasibility_table;
pub use listed::read_ids;
pub use past::{PastMember, read_past, read_stay};
pub use sheet::{PeopleSheet, SheetStyle, Written, is_formula, record};
pub use survey::{WEIGHT as SURVEY_WEIGHT, read_survey};
pub use tables::{inclusion_table, lottery_table, people_table, quota_table, start_table};

use std::io::BufRead;

use super::{Declared, Draft, Files, Format, LoadOptions, Role, Workbook};
use crate::id::{IdVec, ix};
use crate::instance::{Instance, Pool, PoolError, object};
use crate::json::Value;
use crate::problem::{Diagnostics, Invalid, Problem};
use already::Seated;
use categories::Categories;
pub use categories::write_categories;

/// Which columns of the people file mean what, where the names of the file do not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolColumns {
    /// The column of ids; known without by names such as `id` or `nationbuilder_id`.
    pub id: Option<String>,
    /// Columns that together are an address: people who agree in all of them are one household,
    /// of which at most one may be on a panel. Empty: households are not looked at.
    pub household: Vec<String>,
    /// Ids of people who sit already: they take seats and quotas, and nobody of their households
    /// is drawn. Those of a file of [`Role::Already`] come after these.
    pub already: Vec<String>,
}

impl PoolColumns {
    /// True when nothing was named.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// As it stands in reports: `{"household":["address"],"id":"nr"}`, with `"already":["7"]`
    /// where people sit already.
    pub fn to_value(&self) -> Value {
        let list = |names: &[String]| {
            let names = names.iter().map(|name| Value::from(name.as_str()));
            Value::Array(names.collect())
        };
        let mut fields = vec![
            ("household", list(&self.household)),
            ("id", self.id.as_deref().map_or(Value::Null, Value::from)),
        ];
        if !self.already.is_empty() {
            fields.push(("already", list(&self.already)));
        }
        object(fields)
    }

    /// Reads what [`PoolColumns::to_value`] writes; what is not there is not named.
    pub fn from_value(value: &Value) -> Self {
        let list = |field: &str| {
            let names = value.get(field).and_then(Value::as_array);
            let names = names.unwrap_or_default().iter().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        };
        Self {
            id: value.get("id").and_then(Value::as_str).map(str::to_owned),
            household: list("household"),
            already: list("already"),
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
    let workbook = options.workbook;
    let categories = files.of(Role::Categories).map(|file| {
        let name = file.name.clone();
        CategoryFile::read(&name, file, workbook, diagnostics)
    });
    let mut seated = Seated::named(&options.columns.already);
    if let Some(file) = files.of(Role::Already) {
        let name = file.name.clone();
        diagnostics.set_file(&name);
        seated.read(&name, file, &options.columns, workbook, diagnostics);
    }
    let file = files.of(Role::Main)?;
    let name = file.name.clone();
    let mut people = PeopleFile {
        name: &name,
        reader: file,
        columns: &options.columns,
        workbook,
    };
    let pool = finish(&mut people, categories, &seated, options.seats, diagnostics)?;
    let declared = Declared {
        already: seated.ids(),
        ..Declared::default()
    };
    Some(Draft {
        instance: Instance::Pool(pool),
        declared,
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
    fn read(
        name: &str,
        reader: &mut dyn BufRead,
        workbook: Option<Workbook>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        diagnostics.set_file(name);
        Self {
            name: name.to_owned(),
            categories: categories::read(reader, workbook, diagnostics),
        }
    }
}

/// A people file to be read.
struct PeopleFile<'a> {
    name: &'a str,
    reader: &'a mut dyn BufRead,
    columns: &'a PoolColumns,
    workbook: Option<Workbook>,
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
    let categories =
        categories.map(|file| CategoryFile::read(file.name, file.reader, None, diagnostics));
    let mut people = PeopleFile {
        name: people.name,
        reader: people.reader,
        columns,
        workbook: None,
    };
    let seated = Seated::named(&columns.already);
    finish(&mut people, categories, &seated, seats, diagnostics)
}

/// The pool, once the categories are read: what is left of it where some sit already.
fn finish(
    people: &mut PeopleFile<'_>,
    file: Option<CategoryFile>,
    seated: &Seated,
    seats: Option<u32>,
    diagnostics: &mut Diagnostics,
) -> Option<Pool> {
    let complete = file.as_ref().is_none_or(|file| file.categories.is_some());
    let (name, categories) = file.map_or((String::new(), None), |f| (f.name, f.categories));
    diagnostics.set_file(people.name);
    // Without readable categories the people file is still looked at for defects of its own.
    let errors = diagnostics.errors();
    let rows = people::read(
        people.reader,
        categories.as_ref(),
        people.columns,
        people.workbook,
        diagnostics,
    )?;
    if rows.is_empty() && !diagnostics.has_errors() {
        diagnostics.push(Problem::error("no-people").expected("a row for each volunteer"));
    }
    // Whoever stands in a broken row is not among these people, but may be meant as one.
    let broken = usize::try_from(diagnostics.errors().saturating_sub(errors)).unwrap_or(usize::MAX);
    let most = rows.len().saturating_add(broken);
    match seats {
        None => diagnostics.push(
            Problem::error("seats-missing")
                .path("seats")
                .expected(quotas::seats_expected(categories.as_ref(), rows.len())),
        ),
        Some(seats) if (seats == 0 || ix(seats) > most) && !rows.is_empty() => {
            diagnostics.push(
                Problem::error("seats-above-pool")
                    .path("seats")
                    .found(seats.to_string())
                    .expected(format!("1..{most}")),
            );
        }
        Some(_) => {}
    }
    // What stands in a broken file says nothing about its quotas.
    if diagnostics.has_errors() || !complete {
        seated.look_up(&rows, diagnostics);
        return None;
    }
    let (features, places) = match categories {
        Some(categories) => (
            categories.features,
            Some((categories.places, categories.rows)),
        ),
        None => (IdVec::new(), None),
    };
    let pool = match Pool::new(features, rows, seats?) {
        Ok(pool) => pool,
        Err(PoolError::DuplicatePerson(id) | PoolError::Features(id)) => {
            diagnostics.push(Problem::error("duplicate-person").found(id));
            return None;
        }
    };
    let pool = seated.residual(pool, diagnostics)?;
    if let Some((places, rows)) = places {
        diagnostics.set_file(&name);
        quotas::check(&pool, &places, &rows, diagnostics);
    }
    Some(pool)
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
