//! The table of projects: ids, names, costs, districts, and what the authority counted.

use std::collections::BTreeMap;

use super::grid::Kind;
use super::map::ProjectColumns;
use super::number::{Says, amount, says, whole};
use super::sheet::Opened;
use super::words::is_sum;
use crate::election::{PaperOption, Text};
use crate::num::{Decimal, Scale, parse_decimal};
use crate::problem::{Diagnostics, Problem};

/// Projects as they were read.
#[derive(Default)]
pub(super) struct Projects {
    pub(super) options: Vec<PaperOption>,
    /// The authority's count of votes, with its place, by project.
    pub(super) claims: Vec<Option<(u64, Problem)>>,
    /// Whether they have costs.
    pub(super) costs: bool,
}

/// Reads every row; every defect is reported. `None` where a column is not there. `pots` says
/// whether a district has money of its own.
pub(super) fn read(
    table: &Opened,
    map: &ProjectColumns,
    pots: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Projects> {
    let mut find = |name: Option<&String>, field: &str| -> Result<Option<usize>, ()> {
        let Some(name) = name else { return Ok(None) };
        let found = table.column(name, &format!("/projects/{field}"));
        found.map(Some).map_err(|problem| diagnostics.push(problem))
    };
    let columns = [
        find(Some(&map.id), "id"),
        find(map.name.as_ref(), "name"),
        find(map.cost.as_ref(), "cost"),
        find(map.district.as_ref(), "district"),
        find(map.category.as_ref(), "category"),
        find(map.votes.as_ref(), "votes"),
    ];
    let [
        Ok(Some(id)),
        Ok(name),
        Ok(cost),
        Ok(district),
        Ok(category),
        Ok(votes),
    ] = columns
    else {
        return None;
    };
    let all = [Some(id), name, cost, district, category, votes];
    let read: Vec<usize> = all.into_iter().flatten().collect();
    table.unread(&read, &map.sheet, diagnostics);
    let decimal = match cost {
        Some(cost) => sign(table, cost, map.sheet.decimal, diagnostics)?,
        None => b'.',
    };
    let mut projects = Projects {
        costs: cost.is_some(),
        ..Projects::default()
    };
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for row in table.rows() {
        let sound = |column: usize, diagnostics: &mut Diagnostics| {
            let cell = table.sound(row, column);
            cell.map_err(|problem| diagnostics.push(problem)).ok()
        };
        let text = |column: Option<usize>| column.map_or("", |column| table.cell(row, column).text);
        let Some(cell) = sound(id, diagnostics) else {
            continue;
        };
        if is_sum(cell.text) || (cell.text.is_empty() && is_sum(text(name))) {
            let problem = Problem::error("row-is-sum").found(cell.text);
            diagnostics.push(table.place(problem, row, id));
            continue;
        }
        if cell.text.is_empty() {
            diagnostics.push(table.place(Problem::error("empty-id"), row, id));
            continue;
        }
        if let Some(line) = seen.get(cell.text) {
            let problem = Problem::error("duplicate-project").found(cell.text);
            let problem = problem.expected(format!("an id other than that of line {line}"));
            diagnostics.push(table.place(problem, row, id));
            continue;
        }
        seen.insert(cell.text, table.grid.line(row));
        let pot = Some(text(district)).filter(|district| !district.is_empty());
        // Without pots a district is a category: something to sort by.
        let mut categories: Vec<String> = Vec::new();
        for group in [pot.filter(|_| !pots), Some(text(category))]
            .into_iter()
            .flatten()
        {
            if !group.is_empty() && !categories.iter().any(|known| known == group) {
                categories.push(group.to_owned());
            }
        }
        projects.options.push(PaperOption {
            id: cell.text.to_owned(),
            name: match text(name) {
                "" => Text::None,
                name => Text::Plain(name.to_owned()),
            },
            cost: cost.map(|column| price(table, row, column, decimal, diagnostics)),
            pot: pot.filter(|_| pots).map(str::to_owned),
            categories,
            ..PaperOption::default()
        });
        let id_text = table.cell(row, id).text;
        projects.claims.push(votes.and_then(|column| {
            let cell = sound(column, diagnostics).filter(|cell| !cell.text.is_empty())?;
            let place = table.place(Problem::warning("votes-mismatch"), row, column);
            let votes = whole(&unspaced(cell.text)).and_then(|votes| u64::try_from(votes).ok());
            if votes.is_none() {
                let problem = Problem::warning("claim-unreadable").found(cell.text);
                diagnostics.push(table.place(problem, row, column));
            }
            Some((votes?, place.path(id_text).found(cell.text)))
        }));
    }
    if projects.options.is_empty() {
        let problem = Problem::error("no-projects").in_file(&table.name);
        diagnostics.push(problem.expected("a row for each project"));
        return None;
    }
    Some(projects)
}

/// A number without blanks between its groups.
pub(super) fn unspaced(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

/// What a row costs; a problem and zero where that cannot be read.
fn price(
    table: &Opened,
    row: usize,
    column: usize,
    decimal: u8,
    diagnostics: &mut Diagnostics,
) -> Decimal {
    let zero = Decimal {
        units: 0,
        scale: Scale(0),
    };
    let cell = match table.sound(row, column) {
        Ok(cell) => cell,
        Err(problem) => {
            diagnostics.push(problem);
            return zero;
        }
    };
    let read = match cell.kind {
        Kind::Number => parse_decimal(cell.text),
        _ => amount(cell.text, decimal),
    };
    if let Some(read) = read {
        if read.units == 0 {
            let problem = Problem::warning("amount-zero").found(cell.text);
            diagnostics.push(table.place(problem, row, column));
        }
        return read;
    }
    let problem = match cell.text {
        "" => Problem::error("amount-missing"),
        text if text.starts_with(['-', '−']) => Problem::error("amount-negative"),
        _ => Problem::error("amount-malformed"),
    };
    let problem = problem
        .found(cell.text)
        .expected("an amount such as 1000 or 1000.50");
    diagnostics.push(table.place(problem, row, column));
    zero
}

/// The decimal sign of a column of amounts: said by the map, or by an amount that allows only
/// one. `None` (with a problem) where none does and one is needed.
pub(super) fn sign(
    table: &Opened,
    column: usize,
    said: Option<u8>,
    diagnostics: &mut Diagnostics,
) -> Option<u8> {
    if said.is_some() {
        return said;
    }
    let mut open: Option<usize> = None;
    let mut sure: Option<(u8, usize)> = None;
    for row in table.rows() {
        let cell = table.cell(row, column);
        if cell.kind != Kind::Text {
            continue;
        }
        match (says(cell.text), sure) {
            (Says::Either, _) => open = open.or(Some(row)),
            (Says::Sign(sign), None) => sure = Some((sign, row)),
            (Says::Sign(sign), Some((first, at))) if sign != first => {
                let line = table.grid.line(at);
                let problem = Problem::error("decimal-signs-mixed").found(cell.text);
                let problem = problem.expected(format!("the sign of line {line}"));
                diagnostics.push(table.place(problem, row, column));
                return None;
            }
            (Says::Nothing, _) | (Says::Sign(_), Some(_)) => {}
        }
    }
    match (sure, open) {
        (Some((sign, _)), _) => Some(sign),
        (None, None) => Some(b'.'),
        (None, Some(row)) => {
            let problem = Problem::error("amount-ambiguous");
            let problem = problem.found(table.cell(row, column).text);
            let problem = problem.expected("decimal in the column map: a comma or a point");
            diagnostics.push(table.place(problem, row, column));
            None
        }
    }
}
