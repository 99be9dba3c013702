//! PROJECTS: columns, coordinates, bounds on costs, and what the official result says of itself.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::Labels;
use super::meta::Meta;
use super::{PROJECT_COLUMNS, at_cell, columns};
use crate::formats::Record;
use crate::formats::pb::sections::Section;
use crate::num::{Decimal, parse_decimal};
use crate::problem::{Diagnostics, Problem};

/// Places of the columns in use.
#[derive(Clone, Copy, Debug, Default)]
struct At {
    id: Option<usize>,
    cost: Option<usize>,
    votes: Option<usize>,
    score: Option<usize>,
    name: Option<usize>,
    selected: Option<usize>,
    latitude: Option<usize>,
    longitude: Option<usize>,
}

/// The projects as far as they are read.
#[derive(Debug, Default)]
pub(super) struct Projects {
    header: u32,
    columns: Vec<String>,
    at: At,
    pub(super) labels: Labels,
    names: BTreeMap<(String, String), u32>,
    /// Ids with their line; a ballot that names one takes it out.
    unnamed: BTreeMap<String, u32>,
    coordinates: BTreeSet<(String, String)>,
    located: u32,
}

impl Projects {
    pub(super) fn header(&mut self, record: &Record, meta: &Meta, diagnostics: &mut Diagnostics) {
        columns(record, Section::Projects, &PROJECT_COLUMNS, diagnostics);
        self.header = record.line();
        self.columns = record.cells().map(|cell| cell.trim().to_owned()).collect();
        let find = |name: &str| self.columns.iter().position(|column| column == name);
        self.at = At {
            id: find("project_id"),
            cost: find("cost"),
            votes: find("votes"),
            score: find("score"),
            name: find("name"),
            selected: find("selected"),
            latitude: find("latitude"),
            longitude: find("longitude"),
        };
        let missing = |code: &'static str, expected: &str| {
            Problem::warning(code)
                .at(self.header, 1)
                .path(Section::Projects.word())
                .expected(expected)
        };
        if self.at.votes.is_none() && self.at.score.is_none() {
            diagnostics.push(missing("claims-missing", "votes, score"));
        } else if self.at.score.is_none()
            && matches!(
                meta.get("vote_type"),
                Some("ordinal" | "cumulative" | "scoring")
            )
        {
            diagnostics.push(missing("claims-missing", "score"));
        }
        if self.at.selected.is_none() {
            diagnostics.push(missing("official-missing", "selected"));
        }
        for (one, other, name) in [
            (self.at.latitude, self.at.longitude, "longitude"),
            (self.at.longitude, self.at.latitude, "latitude"),
        ] {
            if one.is_some() && other.is_none() {
                diagnostics.push(missing("coordinate-alone", name));
            }
        }
    }

    pub(super) fn row(&mut self, record: &Record, meta: &Meta, diagnostics: &mut Diagnostics) {
        let cell = |at: Option<usize>| at.map_or("", |at| record.cell(at).trim());
        let line = record.line();
        let id = cell(self.at.id);
        self.unnamed.insert(id.to_owned(), line);
        let name = cell(self.at.name);
        if self.at.name.is_some() && name.is_empty() {
            diagnostics.push(at_cell("name-missing", record, self.at.name.unwrap_or(0)).path(id));
        }
        if !name.is_empty() {
            let key = (name.to_owned(), cell(self.at.cost).to_owned());
            if let Some(first) = self.names.get(&key) {
                diagnostics.push(
                    at_cell("project-repeated", record, self.at.name.unwrap_or(0))
                        .path(id)
                        .found(name)
                        .expected(format!("a name other than that of line {first}")),
                );
            } else {
                self.names.insert(key, line);
            }
        }
        self.cost(record, meta, diagnostics);
        self.claims(record, meta, diagnostics);
        self.coordinates(record, diagnostics);
        for (index, column) in self.columns.iter().enumerate() {
            match column.as_str() {
                "category" | "beneficiaries" | "target" => {
                    let (mut seen, mut blanks) = (BTreeSet::new(), false);
                    for label in record.cell(index).split(',') {
                        if label.trim().len() < label.len() {
                            blanks = true;
                        }
                        let label = label.trim();
                        if !label.is_empty() && !seen.insert(label) {
                            let problem = at_cell("list-value-twice", record, index);
                            diagnostics.push(problem.path(column).found(label));
                        }
                        let name = if column == "category" {
                            "category"
                        } else {
                            "beneficiaries"
                        };
                        self.labels.add(name, label, line);
                    }
                    if blanks {
                        diagnostics.push(at_cell("list-blanks", record, index).path(column));
                    }
                }
                "district" => self.labels.add("district", record.cell(index), line),
                "neighborhood" => self.labels.add("neighborhood", record.cell(index), line),
                _ => {}
            }
        }
    }

    /// `min_project_cost` and `max_project_cost`.
    fn cost(&self, record: &Record, meta: &Meta, diagnostics: &mut Diagnostics) {
        let Some(at) = self.at.cost else { return };
        let Some(cost) = parse_decimal(record.cell(at).trim()) else {
            return;
        };
        let low = meta.number("min_project_cost");
        let high = meta.number("max_project_cost");
        let broken = low
            .filter(|low| super::more(*low, cost))
            .map(|low| format!("at least {low}"))
            .or_else(|| {
                let high = high.filter(|high| super::more(cost, *high))?;
                Some(format!("at most {high}"))
            });
        if let Some(expected) = broken {
            let problem = at_cell("cost-outside-bounds", record, at);
            diagnostics.push(problem.found(cost.to_string()).expected(expected));
        }
    }

    /// An official winner below the threshold that the file itself names.
    fn claims(&self, record: &Record, meta: &Meta, diagnostics: &mut Diagnostics) {
        let Some(at) = self.at.selected else { return };
        if record.cell(at).trim().is_empty() {
            diagnostics.push(at_cell("selected-empty", record, at).expected("0 or 1"));
        }
        let Some(least) = meta.number("min_project_score_threshold") else {
            return;
        };
        let claim = self.at.score.or(self.at.votes);
        let claim = claim.and_then(|at| parse_decimal(record.cell(at).trim()));
        if record.cell(at).trim() == "1" && claim.is_some_and(|claim| super::more(least, claim)) {
            let found = claim.map(|claim| claim.to_string()).unwrap_or_default();
            diagnostics.push(
                at_cell("selected-below-threshold", record, at)
                    .path(record.cell(self.at.id.unwrap_or(0)))
                    .found(found)
                    .expected(format!("at least {least}")),
            );
        }
    }

    fn coordinates(&mut self, record: &Record, diagnostics: &mut Diagnostics) {
        let (Some(north), Some(east)) = (self.at.latitude, self.at.longitude) else {
            return;
        };
        let cells = [record.cell(north).trim(), record.cell(east).trim()];
        match cells.map(str::is_empty) {
            [true, true] => return,
            [false, false] => {}
            _ => {
                let at = if cells[0].is_empty() { north } else { east };
                diagnostics.push(at_cell("coordinate-alone", record, at));
                return;
            }
        }
        for (cell, at, most) in [(cells[0], north, 90), (cells[1], east, 180)] {
            let number = degrees(cell.strip_prefix('-').unwrap_or(cell));
            let limit = parse_decimal(if most == 90 { "90" } else { "180" });
            let inside = number
                .zip(limit)
                .is_some_and(|(number, limit)| !super::more(number, limit));
            if !inside {
                let problem = at_cell("coordinate-invalid", record, at).found(cell);
                diagnostics.push(problem.expected(format!("a number from -{most} to {most}")));
            }
        }
        self.located = self.located.saturating_add(1);
        let [north, east] = cells.map(str::to_owned);
        self.coordinates.insert((north, east));
    }

    /// A ballot names this project.
    pub(super) fn named(&mut self, id: &str) {
        if !self.unnamed.is_empty() {
            self.unnamed.remove(id);
        }
    }

    pub(super) fn finish(&self, diagnostics: &mut Diagnostics) {
        for (id, line) in &self.unnamed {
            let problem = Problem::warning("project-without-votes");
            diagnostics.push(problem.at(*line, 1).found(id));
        }
        if self.located > 1 && self.coordinates.len() == 1 {
            let problem = Problem::warning("coordinates-identical").at(self.header, 1);
            diagnostics.push(problem.found(self.located.to_string()));
        }
        self.labels.variants(Section::Projects.word(), diagnostics);
    }
}

/// Degrees without their sign, to nine places: programs write more digits than a map has.
fn degrees(text: &str) -> Option<Decimal> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let part = part.get(..9).unwrap_or(part);
    parse_decimal(&format!("{whole}.{part}")).filter(|_| digits)
}
