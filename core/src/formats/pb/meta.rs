//! META: keys and values, once each.

use std::collections::BTreeMap;

use super::amount::{amount, points};
use super::sections::{Section, trimmed};
use crate::ballot::BallotKind;
use crate::formats::Record;
use crate::num::Decimal;
use crate::problem::{Diagnostics, Problem};

/// Keys that a file must have by the format; `budget` and `vote_type` also to be counted.
const OBLIGATORY: [&str; 11] = [
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
];

/// Keys that a file may have. Another key is a warning: `max_lenght` limits nothing.
const OPTIONAL: [&str; 32] = [
    "subunit",
    "district",
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
    "min_project_score_threshold",
    "min_project_cost",
    "max_project_cost",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "experimental",
    "comment",
    "acknowledgments",
    "categories",
    "neighborhoods",
    "subdistricts",
    "leftover_budget",
    "budget_per_category",
    "budget_per_neighborhood",
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
];

/// Keys that restrict the rule in words that no rule here can read: said, not passed over.
const NOT_APPLIED: [&str; 1] = ["leftover_budget"];

/// What voters were asked, in the words of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VoteType {
    Approval,
    ChooseOne,
    Ordinal,
    Cumulative,
    Scoring,
}

impl VoteType {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Approval, "approval"),
        (Self::ChooseOne, "choose-1"),
        (Self::Ordinal, "ordinal"),
        (Self::Cumulative, "cumulative"),
        (Self::Scoring, "scoring"),
    ];

    /// The kind of ballot it is counted as.
    pub(super) const fn kind(self) -> BallotKind {
        match self {
            Self::Approval | Self::ChooseOne => BallotKind::Approval,
            Self::Ordinal => BallotKind::Ranking,
            Self::Cumulative | Self::Scoring => BallotKind::Score,
        }
    }

    /// True where a column `points` stands beside `vote`.
    pub(super) const fn has_points(self) -> bool {
        matches!(self, Self::Cumulative | Self::Scoring)
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) value: String,
    place: (u32, u32),
}

/// All keys, and what is read out of them.
#[derive(Debug, Default)]
pub(super) struct Meta {
    entries: BTreeMap<String, Entry>,
    /// The line of the section's title: the place of what is missing.
    pub(super) line: u32,
    /// Whether [`Meta::check`] was run.
    pub(super) checked: bool,
    pub(super) vote_type: Option<VoteType>,
    pub(super) budget: Option<Decimal>,
}

/// Keys whose value is prose that decides nothing.
const PROSE: [&str; 3] = ["description", "comment", "acknowledgments"];

/// The header of META must be `key;value`.
pub(super) fn header(record: &Record, diagnostics: &mut Diagnostics) {
    let words: Vec<&str> = record.cells().map(str::trim).collect();
    if words.first() != Some(&"key") || words.get(1) != Some(&"value") {
        diagnostics.push(
            Problem::error("header-missing")
                .at(record.line(), 1)
                .path(Section::Meta.word())
                .found(words.join(";"))
                .expected("key;value"),
        );
    }
}

impl Meta {
    /// Reads one row.
    pub(super) fn row(&mut self, record: &Record, diagnostics: &mut Diagnostics) {
        let extra = (2..record.len()).find(|index| !record.cell(*index).is_empty());
        // Prose is often written with a separator and without the quotes that this needs.
        let prose = extra.is_some() && PROSE.contains(&record.cell(0).trim());
        if record.len() < 2 || (extra.is_some() && !prose) {
            let (line, column) = record.place(extra.unwrap_or(record.len()));
            diagnostics.push(
                Problem::error("cell-count")
                    .at(line, column)
                    .path(Section::Meta.word())
                    .found(record.len().to_string())
                    .expected("2"),
            );
            return;
        }
        if record.len() > 2 {
            let (line, column) = record.place(2);
            let code = if prose {
                "unquoted-separator"
            } else {
                "trailing-separator"
            };
            diagnostics.push(
                Problem::warning(code)
                    .at(line, column.saturating_sub(1))
                    .path(Section::Meta.word()),
            );
        }
        let key = trimmed(record, 0, Section::Meta, diagnostics);
        let value = trimmed(record, 1, Section::Meta, diagnostics);
        let (line, column) = record.place(0);
        if key.is_empty() {
            diagnostics.push(Problem::error("empty-key").at(line, column));
            return;
        }
        if !OBLIGATORY.contains(&key) && !OPTIONAL.contains(&key) {
            diagnostics.push(
                Problem::warning("meta-key-unknown")
                    .at(line, column)
                    .found(key),
            );
        }
        let value = if prose {
            record.cells().skip(1).collect::<Vec<_>>().join(";")
        } else {
            value.to_owned()
        };
        let entry = Entry {
            value,
            place: record.place(1),
        };
        if self.entries.contains_key(key) {
            let problem = Problem::error("duplicate-key").at(line, column);
            diagnostics.push(problem.found(key));
        } else {
            self.entries.insert(key.to_owned(), entry);
        }
    }

    /// The value of a key, if it is there and not empty.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let entry = self.entries.get(key)?;
        Some(entry.value.as_str()).filter(|value| !value.is_empty())
    }

    /// A problem at the value of a key.
    pub(super) fn at(&self, key: &str, problem: Problem) -> Problem {
        let problem = problem.path(key);
        match self.entries.get(key) {
            Some(entry) => problem.at(entry.place.0, entry.place.1).found(&entry.value),
            None if self.line > 0 => problem.at(self.line, 1),
            None => problem,
        }
    }

    /// Checks what must be there, and reads the type of votes and the budget.
    pub(super) fn check(&mut self, diagnostics: &mut Diagnostics) {
        if std::mem::replace(&mut self.checked, true) {
            return;
        }
        for key in OBLIGATORY {
            if self.get(key).is_none() {
                let problem = if matches!(key, "budget" | "vote_type") {
                    Problem::error("meta-missing")
                } else {
                    Problem::warning("meta-incomplete")
                };
                diagnostics.push(self.at(key, problem.expected(key)));
            }
        }
        if let Some(word) = self.get("vote_type") {
            let found = VoteType::ALL.iter().find(|(_, name)| *name == word);
            self.vote_type = found.map(|(vote_type, _)| *vote_type);
            if found.is_none() {
                let words: Vec<&str> = VoteType::ALL.iter().map(|(_, name)| *name).collect();
                let problem = Problem::error("vote-type-unknown").expected(words.join(", "));
                diagnostics.push(self.at("vote_type", problem));
            }
        }
        for key in NOT_APPLIED {
            if self.get(key).is_some_and(|value| value != "0") {
                diagnostics.push(self.at(key, Problem::warning("meta-not-applied")));
            }
        }
        for key in ["date_begin", "date_end"] {
            if self.get(key).is_some_and(|date| !is_date(date)) {
                let problem = Problem::warning("date-unreadable").expected("DD.MM.YYYY or YYYY");
                diagnostics.push(self.at(key, problem));
            }
        }
        self.budget = self.money("budget", diagnostics);
        if self.budget.is_some_and(|budget| budget.units == 0) {
            diagnostics.push(self.at("budget", Problem::warning("zero-budget")));
        }
        if self.vote_type == Some(VoteType::Cumulative) && self.get("max_sum_points").is_none() {
            let problem = Problem::warning("meta-incomplete").expected("max_sum_points");
            diagnostics.push(self.at("max_sum_points", problem));
        }
        if let Some(word) = self.get("rule")
            && !super::declared::WORDS.contains(&word)
        {
            let problem =
                Problem::warning("rule-word-unknown").expected(super::declared::WORDS.join(", "));
            diagnostics.push(self.at("rule", problem));
        }
    }

    /// META of an instance that came from elsewhere: only what rules are named by.
    pub(super) fn of_kind(kind: BallotKind) -> Self {
        let found = VoteType::ALL.iter().find(|(known, _)| known.kind() == kind);
        Self {
            vote_type: found.map(|(vote_type, _)| *vote_type),
            ..Self::default()
        }
    }

    /// An amount of money; an error where it is none.
    pub(super) fn money(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Decimal> {
        match amount(self.get(key)?) {
            Ok(amount) => Some(amount),
            Err(code) => {
                let code = match (code, key) {
                    ("negative-amount", "budget") => "negative-budget",
                    _ => code,
                };
                let problem = Problem::error(code).expected("an amount such as 1000 or 1000.50");
                diagnostics.push(self.at(key, problem));
                None
            }
        }
    }

    /// A whole number; an error where it is none. `inf` and `-inf` mean no limit.
    pub(super) fn whole(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<i64> {
        let text = self.get(key)?;
        if matches!(text, "inf" | "-inf") {
            return None;
        }
        let number = points(text);
        if number.is_none() {
            let problem = Problem::error("not-a-number").expected("a whole number");
            diagnostics.push(self.at(key, problem));
        }
        number
    }

    /// A number of things, at least 0.
    pub(super) fn count(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<u64> {
        let number = self.whole(key, diagnostics)?;
        let count = u64::try_from(number).ok();
        if count.is_none() {
            let problem = Problem::error("not-a-number").expected("a number from 0");
            diagnostics.push(self.at(key, problem));
        }
        count
    }
}

/// `DD.MM.YYYY` or `YYYY`; whether the day exists is not asked.
fn is_date(text: &str) -> bool {
    let number = |text: &str, length: usize, most: u32| {
        text.len() == length && text.parse().is_ok_and(|n: u32| (1..=most).contains(&n))
    };
    let parts: Vec<&str> = text.split('.').collect();
    match parts.as_slice() {
        [year] => number(year, 4, 9999),
        [day, month, year] => number(day, 2, 31) && number(month, 2, 12) && number(year, 4, 9999),
        _ => false,
    }
}
