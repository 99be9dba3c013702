//! A report: the rule, everything that decided, what was counted, the outcome and the events.
//!
//! It is one JSON document in canonical form (`isonomia/report/1`, see `docs/spec/report-v1.md`)
//! with three digests: `input.instance` of what was counted, `result` of everything on which
//! engines and versions must agree, and `digest` of the whole document but itself.

mod lot;
mod written;

pub use lot::{Bound, Lot};
pub use written::Written;

use std::collections::BTreeMap;

use self::written::{DIGEST, EVENTS};
use crate::digest::Digest;
use crate::formats::PoolColumns;
use crate::id::OptionId;
use crate::instance::{Instance, Labels, object};
use crate::json::Value;
use crate::lottery::Seed;
use crate::outcome::Outcome;
use crate::problem::{Invalid, Problem};
use crate::rule::Meta;
use crate::sort::sort;
use crate::tie::TieRule;
use crate::transcript::Event;

/// The format of this document.
pub const FORMAT: &str = "isonomia/report/1";

/// The version of the engine that stands in reports.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// A file that was read: its size and digest. Names stay out, so a renamed file is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
}

/// Where the seed of a count came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedOrigin {
    /// Typed by whoever ran the count: good for rehearsals and old counts only.
    Operator,
    /// Dice thrown for a rehearsal.
    Rehearsal,
    /// A sealed draw, whose transcript anyone can check.
    Draw,
}

impl SeedOrigin {
    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Rehearsal => "rehearsal",
            Self::Draw => "draw",
        }
    }

    /// The origin of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Operator, Self::Rehearsal, Self::Draw]
            .into_iter()
            .find(|origin| origin.word() == word)
    }
}

/// How the outcome compares with the official one that the file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The official winners, in file order.
    pub official: Vec<OptionId>,
    /// Official winners that this count does not have.
    pub only_official: Vec<OptionId>,
    /// Winners of this count that are not official.
    pub only_here: Vec<OptionId>,
}

impl Agreement {
    /// Compares two sets of winners.
    pub fn of(official: &[OptionId], here: &[OptionId]) -> Self {
        let minus = |a: &[OptionId], b: &[OptionId]| {
            let mut rest: Vec<OptionId> = a.iter().copied().filter(|o| !b.contains(o)).collect();
            sort(&mut rest);
            rest
        };
        let mut sorted = official.to_vec();
        sort(&mut sorted);
        Self {
            official: sorted,
            only_official: minus(official, here),
            only_here: minus(here, official),
        }
    }

    /// True when both elect or fund the same.
    pub fn agrees(&self) -> bool {
        self.only_official.is_empty() && self.only_here.is_empty()
    }
}

/// What the file declares and this count did not follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overruled {
    /// Rule of the file, where another rule or other parameters were used: its id, or the word
    /// in the file where it cannot be computed; and all its effective parameters.
    pub rule: Option<(String, Value)>,
    /// The name of that rule, where it can be computed.
    pub rule_name: Option<&'static str>,
    /// Tie policy of the file, where another was used.
    pub ties: Option<Vec<TieRule>>,
    /// Seats of the file, where others were filled.
    pub seats: Option<u32>,
}

impl Overruled {
    /// True when the count followed the file.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn to_value(&self) -> Value {
        let mut fields = Vec::new();
        if let Some((rule, params)) = &self.rule {
            fields.push(("rule", Value::from(rule.as_str())));
            fields.push(("params", params.clone()));
        }
        if let Some(ties) = &self.ties {
            let words = ties.iter().map(|rule| Value::from(rule.word()));
            fields.push(("ties", Value::Array(words.collect())));
        }
        fields.extend(self.seats.map(|seats| ("seats", Value::from(seats))));
        object(fields)
    }
}

/// Warnings of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Stable code.
    pub code: &'static str,
    /// How often it occurred.
    pub count: u64,
    /// The first occurrences, with their places.
    pub first: Vec<Problem>,
}

/// Everything a report is made of.
#[derive(Clone, Debug)]
pub struct Report {
    /// The rule.
    pub rule: &'static Meta,
    /// Every effective parameter.
    pub params: Value,
    /// The tie policy in force.
    pub ties: Vec<TieRule>,
    /// What the file declares and this count did not follow.
    pub overruled: Overruled,
    /// Decisions of the returning officer.
    pub given: Vec<Vec<OptionId>>,
    /// Public randomness and where it came from.
    pub seed: Option<(Seed, SeedOrigin)>,
    /// The sealed draw that the seed comes from.
    pub lot: Option<Lot>,
    /// Seats to fill.
    pub seats: u32,
    /// The format the input was read from.
    pub source_format: &'static str,
    /// The named conversion by which the input was read as another kind.
    pub read_as: Option<String>,
    /// The columns of a people file that the caller named.
    pub columns: PoolColumns,
    /// The column map by which tables were read.
    pub map: Option<Value>,
    /// Id of the contest, where the file holds several.
    pub contest: Option<String>,
    /// The files.
    pub files: Vec<FileInfo>,
    /// Digest of the instance.
    pub instance: Digest,
    /// All papers.
    pub ballots: u64,
    /// Papers counted. `ballots - valid` papers are listed in `invalid`.
    pub valid: u64,
    /// The first (usually only) outcome.
    pub outcome: Outcome,
    /// Every distinct outcome where ties were followed every way; else empty.
    pub outcomes: Vec<Outcome>,
    /// False where the bound on the number of ways was reached.
    pub complete: bool,
    /// What happened.
    pub events: Vec<Event>,
    /// Papers not counted, by reason.
    pub invalid: Invalid,
    /// Warnings about the input.
    pub warnings: Vec<Warning>,
    /// Comparison with the official outcome in the file.
    pub official: Option<Agreement>,
}

impl Report {
    /// The report as a JSON document with its digests. Options are named by `instance`, which
    /// must be the one that was counted. Where only the text is wanted, [`Report::written`] takes
    /// less memory.
    pub fn to_value(&self, instance: &Instance) -> Value {
        let mut fields = self.fields(instance, true);
        let events = self.events.iter().map(|event| event.to_value(instance));
        fields.insert(EVENTS.to_owned(), Value::Array(events.collect()));
        let result = self.result_digest(instance);
        fields.insert("result".to_owned(), Value::from(result));
        let mut whole = Value::Object(fields);
        let digest = Digest::from(whole.sha256()).tagged();
        if let Value::Object(fields) = &mut whole {
            fields.insert(DIGEST.to_owned(), Value::from(digest));
        }
        whole
    }

    /// All fields but the digests; without the events, which are written one by one.
    fn fields(&self, instance: &Instance, whole: bool) -> BTreeMap<String, Value> {
        let labels = Labels(instance);
        let outcome = |outcome: &Outcome| outcome.to_value(instance);
        let mut input = vec![
            ("kind", Value::from(instance.kind())),
            ("format", Value::from(self.source_format)),
            (
                "read_as",
                self.read_as.as_deref().map_or(Value::Null, Value::from),
            ),
            ("instance", Value::from(self.instance.tagged())),
            ("ballots", counted(self.ballots)),
            ("valid", counted(self.valid)),
        ];
        if !self.columns.is_default() {
            input.push(("columns", self.columns.to_value()));
        }
        if let Some(map) = &self.map {
            input.push(("map", map.clone()));
        }
        if let Some(contest) = &self.contest {
            input.push(("contest", Value::from(contest.as_str())));
        }
        if whole {
            let files = self.files.iter().map(|file| {
                object(vec![
                    ("bytes", counted(file.bytes)),
                    (
                        "sha256",
                        Value::from(crate::digest::hex(file.sha256.as_bytes())),
                    ),
                ])
            });
            input.push(("files", Value::Array(files.collect())));
        }
        let ties = self
            .ties
            .iter()
            .map(|rule| Value::from(rule.word()))
            .collect();
        let given = self.given.iter().map(|list| labels.options(list)).collect();
        let mut fields = vec![
            ("format", Value::from(FORMAT)),
            ("rule", Value::from(self.rule.id)),
            ("revision", Value::from(self.rule.revision)),
            ("params", self.params.clone()),
            ("ties", Value::Array(ties)),
            ("given", Value::Array(given)),
            (
                "seed",
                self.seed
                    .map_or(Value::Null, |(seed, _)| Value::from(seed.to_string())),
            ),
            (
                "seed_origin",
                self.seed
                    .map_or(Value::Null, |(_, origin)| Value::from(origin.word())),
            ),
            ("seats", Value::from(self.seats)),
            ("input", object(input)),
            ("outcome", outcome(&self.outcome)),
            (EVENTS, Value::Null),
            ("invalid", self.invalid.to_value(whole)),
            (
                "warnings",
                Value::Array(
                    self.warnings
                        .iter()
                        .map(|warning| warning.to_value(whole))
                        .collect(),
                ),
            ),
        ];
        if self.ties.contains(&TieRule::All) {
            fields.push((
                "outcomes",
                Value::Array(self.outcomes.iter().map(outcome).collect()),
            ));
            fields.push(("complete", Value::from(self.complete)));
        }
        if let Some(lot) = &self.lot {
            fields.push(("lot", lot.to_value()));
        }
        if let Some(official) = &self.official {
            fields.push((
                "official",
                object(vec![
                    ("agrees", Value::from(official.agrees())),
                    ("selected", labels.options(&official.official)),
                    ("only_official", labels.options(&official.only_official)),
                    ("only_here", labels.options(&official.only_here)),
                ]),
            ));
        }
        // It changes nothing that was counted, so it stays out of the result.
        if whole && !self.overruled.is_empty() {
            fields.push(("declared", self.overruled.to_value()));
        }
        if whole {
            fields.push(("engine", Value::from(ENGINE)));
        }
        let mut named = BTreeMap::new();
        for (name, value) in fields {
            named.insert(name.to_owned(), value);
        }
        named
    }
}

impl Warning {
    fn to_value(&self, with_places: bool) -> Value {
        let mut fields = vec![
            ("code", Value::from(self.code)),
            ("count", Value::from(self.count.to_string())),
        ];
        if with_places {
            // File names stay out of reports: an auditor's copy may be called something else.
            let places = self
                .first
                .iter()
                .map(|problem| problem.clone().in_file("").to_value());
            fields.push(("first", Value::Array(places.collect())));
        }
        object(fields)
    }
}

/// A count as a JSON number; as text only where a number could not be read the same everywhere.
pub(crate) fn counted(number: u64) -> Value {
    i64::try_from(number)
        .ok()
        .filter(|number| *number < crate::json::INTEGER_LIMIT)
        .map_or_else(|| Value::from(number.to_string()), Value::from)
}

#[cfg(test)]
mod tests;
