//! People who sit already: a list of ids, or a table such as the selected.csv of a draw before.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use super::people::{ID_COLUMNS, Person};
use super::table::{Cell, Table};
use super::{PoolColumns, same};
use crate::formats::{ALREADY, Workbook};
use crate::id::PersonId;
use crate::instance::Pool;
use crate::problem::{Diagnostics, Problem, Severity};

/// Who sits, with the place of each id: file, line and column; none where a caller named them.
#[derive(Default)]
pub(super) struct Seated {
    file: String,
    people: Vec<Cell>,
}

impl Seated {
    /// People named without a file, each once.
    pub(super) fn named(ids: &[String]) -> Self {
        let mut known = BTreeSet::new();
        let ids = ids.iter().map(|id| id.trim());
        let new = ids.filter(|id| !id.is_empty() && known.insert(*id));
        let cell = |id: &str| Cell {
            text: id.to_owned(),
            ..Cell::default()
        };
        Self {
            file: String::new(),
            people: new.map(cell).collect(),
        }
    }

    /// Their ids.
    pub(super) fn ids(&self) -> Vec<String> {
        self.people.iter().map(|cell| cell.text.clone()).collect()
    }

    /// Adds those of a file. One id a row makes a list; a table has a column of ids, named as in
    /// the people file, and its other columns are not read.
    pub(super) fn read(
        &mut self,
        name: &str,
        reader: &mut dyn BufRead,
        columns: &PoolColumns,
        workbook: Option<Workbook>,
        diagnostics: &mut Diagnostics,
    ) {
        name.clone_into(&mut self.file);
        let mut found = Diagnostics::new(name);
        self.read_table(reader, columns, workbook, &mut found);
        // How the file is written does not matter to anybody who audits without it.
        for problem in found.into_problems() {
            if problem.severity == Severity::Error || problem.code.starts_with(ALREADY) {
                diagnostics.push(problem);
            }
        }
    }

    fn read_table(
        &mut self,
        reader: &mut dyn BufRead,
        columns: &PoolColumns,
        workbook: Option<Workbook>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(mut table) = Table::open(reader, workbook, diagnostics) else {
            return;
        };
        let asked = columns.id.as_deref();
        let is_id = |cell: &Cell| match asked {
            Some(name) => same(name, &cell.text),
            None => ID_COLUMNS.iter().any(|name| same(name, &cell.text)),
        };
        let at = table.header.iter().position(is_id);
        if at.is_none() && table.header.len() > 1 {
            let expected = asked.map_or_else(|| ID_COLUMNS.join(" / "), str::to_owned);
            let there: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
            let line = table.header.first().map_or(1, |cell| cell.line);
            diagnostics.push(
                Problem::error("missing-column")
                    .at(line, 1)
                    .path(&expected)
                    .found(there.join(", "))
                    .expected(&expected),
            );
            return;
        }
        if at.is_none() {
            self.people.extend(table.header.first().cloned());
        }
        let mut lines: BTreeMap<String, u32> = BTreeMap::new();
        lines.extend(
            self.people
                .iter()
                .map(|cell| (cell.text.clone(), cell.line)),
        );
        while let Some(row) = table.next(diagnostics) {
            let Some(cell) = row.cells.get(at.unwrap_or(0)) else {
                continue;
            };
            let Some(cell) = cell.sound(diagnostics) else {
                continue;
            };
            if cell.text.is_empty() {
                diagnostics.push(cell.warning("already-without-id"));
            } else if let Some(line) = lines.get(&cell.text) {
                let problem = cell.warning("already-twice");
                diagnostics.push(problem.expected(format!("as in line {line}")));
            } else {
                lines.insert(cell.text.clone(), row.line);
                self.people.push(cell.clone());
            }
        }
        if self.people.is_empty() {
            diagnostics.push(Problem::error("no-people").expected("the id of each who sits"));
        }
    }

    fn problem(&self, code: &'static str, cell: &Cell) -> Problem {
        let problem = cell.error(code);
        if cell.line == 0 {
            problem
        } else {
            problem.in_file(&self.file)
        }
    }

    /// Names every id that no row of the people has.
    pub(super) fn look_up(&self, people: &[Person], diagnostics: &mut Diagnostics) {
        let ids: BTreeSet<&str> = people.iter().map(|(id, ..)| id.as_str()).collect();
        for cell in &self.people {
            if !ids.contains(cell.text.as_str()) {
                diagnostics.push(self.problem("person-not-found", cell));
            }
        }
    }

    /// What is left of a pool once they sit; the pool itself where nobody does. `None` where it
    /// cannot be: somebody is not in the pool, a quota is overfilled, or there are fewer people or
    /// households than seats.
    pub(super) fn residual(&self, pool: Pool, diagnostics: &mut Diagnostics) -> Option<Pool> {
        if self.people.is_empty() {
            let problems = pool.check_seats();
            let fits = problems.is_empty();
            for problem in problems {
                diagnostics.push(problem);
            }
            return fits.then_some(pool);
        }
        let mut members: Vec<PersonId> = Vec::new();
        let mut found = true;
        for cell in &self.people {
            if let Some(person) = pool.find(&cell.text) {
                members.push(person);
            } else {
                found = false;
                diagnostics.push(self.problem("person-not-found", cell));
            }
        }
        for (first, second) in pool.shared_homes(&members) {
            let cell = self.people.iter().find(|cell| cell.text == pool.id(second));
            let place = cell.map_or((0, 0), |cell| (cell.line, cell.column));
            let mut problem = Problem::warning("already-share-household")
                .at(place.0, place.1)
                .found(pool.id(second))
                .expected(pool.id(first));
            if place.0 > 0 {
                problem = problem.in_file(&self.file);
            }
            diagnostics.push(problem);
        }
        match pool.residual(&members) {
            Ok(rest) if found => {
                for problem in rest.check_seats() {
                    diagnostics.push(problem);
                }
                (!diagnostics.has_errors()).then_some(rest)
            }
            Ok(_) => None,
            Err(problems) => {
                for mut problem in problems {
                    if !self.file.is_empty() {
                        problem = problem.in_file(&self.file);
                    }
                    diagnostics.push(problem);
                }
                None
            }
        }
    }
}
