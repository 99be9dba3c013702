//! The map of a table of projects.

use super::{columns, ignored};
use crate::formats::table::map::ProjectColumns;
use crate::formats::table::number::amount;
use crate::formats::table::sheet::Opened;
use crate::formats::table::words::{Means, plain, speaks_of_cost};
use crate::problem::Problem;

/// The map of a table of projects.
pub(in crate::formats::table) fn projects(table: &Opened) -> Result<ProjectColumns, Problem> {
    let unclear = |expected: &str| {
        let problem = Problem::error("columns-unclear").in_file(&table.name);
        problem.found(table.heads.join(", ")).expected(expected)
    };
    let one = |what: Means| columns(table).find(|column| column.means(what) && column.any());
    let id = one(Means::ProjectId);
    let name = one(Means::ProjectName).or_else(|| {
        // Decidim writes a column for each language: title/en, title/pl.
        let mut titles = columns(table).filter(|column| {
            let plain = plain(column.head());
            let rest = plain
                .strip_prefix("title ")
                .or_else(|| plain.strip_prefix("name "));
            rest.is_some_and(|rest| (2..=5).contains(&rest.len())) && column.any()
        });
        titles.next()
    });
    let is_amount = |text: &str| amount(text, b',').or_else(|| amount(text, b'.')).is_some();
    let cost = if let Some(cost) = one(Means::Cost) {
        Some(cost)
    } else {
        let mut speaking =
            columns(table).filter(|column| speaks_of_cost(column.head()) && column.most(is_amount));
        let first = speaking.next();
        if speaking.next().is_some() {
            return Err(unclear("one column of costs"));
        }
        first
    };
    let Some(key) = id
        .as_ref()
        .or(name.as_ref())
        .map(|column| (column.at, column.name()))
    else {
        return Err(unclear("a column of ids or names of projects"));
    };
    let mut map = ProjectColumns {
        name: name
            .filter(|name| name.at != key.0)
            .map(|column| column.name()),
        id: key.1,
        cost: cost.map(|column| column.name()),
        district: one(Means::District).map(|column| column.name()),
        category: one(Means::Category).map(|column| column.name()),
        votes: one(Means::Votes).map(|column| column.name()),
        ..ProjectColumns::default()
    };
    map.sheet.header = table.header.map(|row| table.grid.line(row));
    let read = [
        &map.name,
        &map.cost,
        &map.district,
        &map.category,
        &map.votes,
    ];
    let read: Vec<&String> = read.into_iter().flatten().chain([&map.id]).collect();
    map.sheet.ignored = ignored(table, &read);
    Ok(map)
}
