//! META: order, words of closed lists, dates, limits that contradict each other.

use std::collections::BTreeMap;

use super::codes::{COUNTRIES, CURRENCIES, LANGUAGES, holds};
use crate::formats::Record;
use crate::num::{Decimal, parse_decimal};
use crate::problem::{Diagnostics, Problem};

/// Keys in the order of the format.
pub(in super::super) const META_ORDER: [&str; 43] = [
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "scoring_fn",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_cost",
    "max_project_cost",
    "min_project_score_threshold",
    "neighborhoods",
    "subdistricts",
    "categories",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "experimental",
    "comment",
    "acknowledgments",
    "leftover_budget",
    "budget_per_category",
    "budget_per_neighborhood",
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
];

/// A key, whether a word is of its list, and what the list is called.
type Word = (&'static str, fn(&str) -> bool, &'static str);

/// Keys with a closed list of words.
const WORDS: [Word; 5] = [
    (
        "country",
        |word| holds(COUNTRIES, word),
        "the English name of a country (ISO 3166-1), or Worldwide",
    ),
    (
        "currency",
        |word| holds(CURRENCIES, word),
        "a code of ISO 4217, such as EUR",
    ),
    (
        "language",
        |word| holds(LANGUAGES, word),
        "a code of ISO 639-1, such as pl",
    ),
    ("fully_funded", |word| word == "1", "1, or no such key"),
    ("experimental", |word| word == "1", "1, or no such key"),
];

/// Pairs of limits: the first must not exceed the second.
const BOUNDS: [(&str, &str); 5] = [
    ("min_length", "max_length"),
    ("min_sum_cost", "max_sum_cost"),
    ("min_points", "max_points"),
    ("min_sum_points", "max_sum_points"),
    ("min_project_cost", "max_project_cost"),
];

/// Keys that mean something for some types of votes only.
const MEANT_FOR: [(&str, &[&str]); 8] = [
    ("min_sum_cost", &["approval"]),
    ("max_sum_cost", &["approval"]),
    ("scoring_fn", &["ordinal"]),
    ("min_points", &["cumulative", "scoring"]),
    ("max_points", &["cumulative", "scoring"]),
    ("min_sum_points", &["cumulative", "scoring"]),
    ("max_sum_points", &["cumulative", "scoring"]),
    ("default_score", &["scoring"]),
];

/// Keys and values as they stand.
#[derive(Debug, Default)]
pub(super) struct Meta {
    entries: BTreeMap<String, (String, (u32, u32))>,
    last: usize,
    out_of_order: bool,
}

impl Meta {
    pub(super) fn row(&mut self, record: &Record, diagnostics: &mut Diagnostics) {
        let key = record.cell(0).trim();
        let value = record.cells().skip(1).collect::<Vec<_>>().join(";");
        let value = value.trim_end_matches(';').trim().to_owned();
        if let Some(place) = META_ORDER.iter().position(|known| *known == key) {
            if place < self.last && !self.out_of_order {
                self.out_of_order = true;
                let before = META_ORDER.get(self.last).copied().unwrap_or_default();
                diagnostics.push(
                    super::at_cell("meta-order", record, 0)
                        .found(key)
                        .expected(format!("before {before}")),
                );
            }
            self.last = self.last.max(place);
        }
        if value.is_empty() && !key.is_empty() {
            diagnostics.push(super::at_cell("value-empty", record, 0).path(key));
        }
        let place = record.place(1);
        self.entries.entry(key.to_owned()).or_insert((value, place));
    }

    /// The value of a key, if it is there and not empty.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let (value, _) = self.entries.get(key)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    /// A number that a key holds.
    pub(super) fn number(&self, key: &str) -> Option<Decimal> {
        self.get(key).and_then(parse_decimal)
    }

    /// A problem at the value of a key.
    pub(super) fn at(&self, key: &str, problem: Problem) -> Problem {
        match self.entries.get(key) {
            Some((value, (line, column))) => problem.at(*line, *column).path(key).found(value),
            None => problem.path(key),
        }
    }

    pub(super) fn finish(&self, diagnostics: &mut Diagnostics) {
        for (key, known, expected) in WORDS {
            if self.get(key).is_some_and(|word| !known(word)) {
                let problem = Problem::warning("value-unknown").expected(expected);
                diagnostics.push(self.at(key, problem));
            }
        }
        self.dates(diagnostics);
        self.limits(diagnostics);
        self.rule(diagnostics);
        self.comment(diagnostics);
    }

    fn dates(&self, diagnostics: &mut Diagnostics) {
        let dates = ["date_begin", "date_end"].map(|key| self.get(key).and_then(date));
        for (key, date) in ["date_begin", "date_end"].into_iter().zip(dates) {
            if date.is_some_and(|(year, month, day)| month > 0 && day > days(year, month)) {
                let problem = Problem::warning("date-impossible");
                diagnostics.push(self.at(key, problem.expected("a day of the calendar")));
            }
        }
        if let [Some(begin), Some(end)] = dates {
            // A year alone begins and ends with the year.
            let same_year = begin.0 == end.0 && (begin.1 == 0 || end.1 == 0);
            if begin > end && !same_year {
                let begin = self.get("date_begin").unwrap_or_default();
                let problem = Problem::warning("date-order").expected(format!("{begin} or later"));
                diagnostics.push(self.at("date_end", problem));
            }
        }
    }

    fn limits(&self, diagnostics: &mut Diagnostics) {
        for (least, most) in BOUNDS {
            if let (Some(low), Some(high)) = (self.number(least), self.number(most))
                && super::more(low, high)
            {
                let problem = Problem::warning("limits-contradict");
                let problem = problem.expected(format!("at most {most} {high}"));
                diagnostics.push(self.at(least, problem));
            }
        }
        let Some(vote_type) = self.get("vote_type") else {
            return;
        };
        for (key, types) in MEANT_FOR {
            if self.get(key).is_some() && !types.contains(&vote_type) {
                let problem = Problem::warning("limit-without-meaning");
                diagnostics.push(self.at(key, problem.expected(types.join(", "))));
            }
        }
        if vote_type == "choose-1"
            && self
                .number("max_length")
                .is_some_and(|most| most.units != 1)
        {
            let problem = Problem::warning("limits-contradict").expected("1, as choose-1 says");
            diagnostics.push(self.at("max_length", problem));
        }
    }

    fn rule(&self, diagnostics: &mut Diagnostics) {
        const THRESHOLD: &str = "min_project_score_threshold";
        match self.get("rule") {
            Some("greedy-threshold") if self.get(THRESHOLD).is_none() => diagnostics.push(
                self.at("rule", Problem::warning("threshold-missing"))
                    .expected(THRESHOLD),
            ),
            Some("greedy" | "greedy-no-skip")
                if self.number(THRESHOLD).is_some_and(|least| least.units > 0) =>
            {
                diagnostics.push(
                    self.at("rule", Problem::warning("threshold-not-in-rule"))
                        .expected("greedy-threshold"),
                );
            }
            Some("greedy-custom") if self.get("comment").is_none() => diagnostics.push(
                self.at("rule", Problem::warning("comment-missing"))
                    .expected("a comment that says what was done"),
            ),
            _ => {}
        }
    }

    /// Comments are numbered: `#1: ... #2: ...`.
    fn comment(&self, diagnostics: &mut Diagnostics) {
        let Some(comment) = self.get("comment") else {
            return;
        };
        let numbers = comment.split('#').skip(1).filter_map(|rest| {
            let (number, _) = rest.split_once(':')?;
            number.parse::<u32>().ok()
        });
        let numbers: Vec<u32> = numbers.collect();
        let right = (1..).zip(&numbers).all(|(wanted, found)| wanted == *found);
        if !comment.starts_with("#1: ") || !right {
            let problem = Problem::warning("comment-format").expected("#1: ... #2: ...");
            diagnostics.push(self.at("comment", problem));
        }
    }
}

/// Year, month and day; month and day are 0 where only the year is given.
fn date(text: &str) -> Option<(u32, u32, u32)> {
    let parts: Vec<u32> = text
        .split('.')
        .map_while(|part| part.parse().ok())
        .collect();
    match parts.as_slice() {
        [year] => Some((*year, 0, 0)),
        [day, month, year] => Some((*year, *month, *day)),
        _ => None,
    }
}

/// Days of a month of the Gregorian calendar.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
