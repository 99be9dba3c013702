//! VOTES: columns, what voters say of themselves, and limits that no ballot comes near.

use std::collections::BTreeMap;

use super::labels::Labels;
use super::meta::Meta;
use super::projects::Projects;
use super::{VOTE_COLUMNS, at_cell, columns};
use crate::formats::Record;
use crate::formats::pb::amount::points;
use crate::formats::pb::sections::Section;
use crate::id::len32;
use crate::problem::{Diagnostics, Problem};

/// The ballots as far as they are read.
#[derive(Debug, Default)]
pub(super) struct Votes {
    header: u32,
    columns: Vec<String>,
    vote: Option<usize>,
    pub(super) labels: Labels,
    rows: u64,
    longest: u32,
    entries: u64,
    /// Columns with values outside their closed list: the first place, and how many rows.
    unknown: BTreeMap<String, ((u32, u32), u64)>,
}

impl Votes {
    pub(super) fn header(&mut self, record: &Record, diagnostics: &mut Diagnostics) {
        columns(record, Section::Votes, &VOTE_COLUMNS, diagnostics);
        self.header = record.line();
        self.columns = record.cells().map(|cell| cell.trim().to_owned()).collect();
        self.vote = self.columns.iter().position(|column| column == "vote");
    }

    pub(super) fn row(
        &mut self,
        record: &Record,
        projects: &mut Projects,
        diagnostics: &mut Diagnostics,
    ) {
        self.rows = self.rows.saturating_add(1);
        let vote = self.vote.map_or("", |at| record.cell(at).trim());
        let items = vote.split(',').filter(|_| !vote.is_empty());
        let mut length = 0u32;
        for item in items {
            length = length.saturating_add(1);
            projects.named(item.trim());
        }
        self.longest = self.longest.max(length);
        self.entries = self.entries.saturating_add(u64::from(length));
        for (index, column) in self.columns.iter().enumerate() {
            let text = record.cell(index).trim();
            let fine = match column.as_str() {
                _ if text.is_empty() => true,
                "sex" => matches!(text, "M" | "F" | "O"),
                "voting_method" => matches!(text, "internet" | "paper"),
                "age" => is_age(text),
                "points" => {
                    sorted_points(record, index, diagnostics);
                    true
                }
                "district" => {
                    self.labels.add("district", text, record.line());
                    true
                }
                "neighborhood" => {
                    self.labels.add("neighborhood", text, record.line());
                    true
                }
                _ => true,
            };
            if !fine {
                let first = (record.place(index), 0);
                let (_, count) = self.unknown.entry(column.clone()).or_insert(first);
                *count = count.saturating_add(1);
            }
        }
    }

    pub(super) fn finish(&self, meta: &Meta, diagnostics: &mut Diagnostics) {
        self.labels.variants(Section::Votes.word(), diagnostics);
        for (column, ((line, place), count)) in &self.unknown {
            let expected = match column.as_str() {
                "sex" => "M, F or O",
                "voting_method" => "internet or paper",
                _ => "years such as 41, or a range such as 40-59",
            };
            // What a voter says of themselves stays out of messages.
            let problem = Problem::warning("voter-value-unknown").at(*line, *place);
            let problem = problem.path(column).found(count.to_string());
            diagnostics.push(problem.expected(expected));
        }
        let most = meta
            .get("max_length")
            .and_then(|text| text.parse::<u32>().ok());
        if let Some(most) = most.filter(|most| self.rows > 0 && self.longest < *most) {
            let problem = Problem::warning("max-length-unused").expected(self.longest.to_string());
            diagnostics.push(meta.at("max_length", problem).found(most.to_string()));
        }
        let single = self.entries == self.rows && self.longest == len32(1);
        if single && meta.get("vote_type") == Some("approval") {
            let problem = Problem::warning("choose-1-suggested").expected("choose-1");
            diagnostics.push(meta.at("vote_type", problem));
        }
    }
}

/// Points from most to least, with the projects in the same order.
fn sorted_points(record: &Record, at: usize, diagnostics: &mut Diagnostics) {
    let values = record.cell(at).split(',').map(|text| points(text.trim()));
    let values: Option<Vec<i64>> = values.collect();
    if let Some(values) = values
        && values.windows(2).any(|pair| pair.first() < pair.last())
    {
        let problem = at_cell("points-not-sorted", record, at);
        diagnostics.push(problem.expected("the most points first"));
    }
}

/// Whole years, or a range of them.
fn is_age(text: &str) -> bool {
    let years = |text: &str| text.parse::<u32>().is_ok_and(|years| years <= 130);
    match text.split_once('-') {
        Some((from, to)) => years(from) && years(to),
        None => years(text.strip_suffix('+').unwrap_or(text)),
    }
}
