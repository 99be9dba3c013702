//! The header: comments of key and value.

use std::collections::BTreeMap;

use crate::id::len32;
use crate::problem::{Diagnostics, Problem};

/// The most alternatives a file may promise. Nothing is allocated for a promise.
const MAX_ALTERNATIVES: u32 = 1_000_000;

/// What the header says.
#[derive(Default)]
pub(super) struct Header {
    /// Key and value of each line in order.
    pub(super) lines: Vec<(String, Option<String>)>,
    /// Line of the file and value of each key.
    keys: BTreeMap<String, (u32, String)>,
    /// Alternatives, as promised.
    pub(super) alternatives: u32,
    /// Line and name of each alternative, by number from 1.
    pub(super) names: BTreeMap<u32, (u32, String)>,
}

/// Words of `DATA TYPE`.
pub(super) const TYPES: [&str; 4] = ["soc", "soi", "toc", "toi"];

/// True for a comment on which the reading of orders rests: what the alternatives and the type
/// of the data are must be known before the first order.
pub(super) fn is_binding(comment: &str) -> bool {
    let key = comment.split_once(':').map_or("", |(key, _)| key.trim());
    key.starts_with("ALTERNATIVE NAME ") || ["NUMBER ALTERNATIVES", "DATA TYPE"].contains(&key)
}

impl Header {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.keys.get(key).map(|(_, value)| value.as_str())
    }

    /// The line of a key and its value as a number, where it is one.
    pub(super) fn number(&self, key: &str) -> Option<(u32, u64)> {
        let (line, value) = self.keys.get(key)?;
        Some((*line, value.parse().ok()?))
    }

    /// Reads one comment, without its mark.
    pub(super) fn line(&mut self, line: u32, comment: &str, diagnostics: &mut Diagnostics) {
        let Some((key, value)) = comment.split_once(':') else {
            self.lines.push((comment.trim().to_owned(), None));
            return;
        };
        let (key, value) = (key.trim(), value.trim());
        self.lines.push((key.to_owned(), Some(value.to_owned())));
        let place = |code| Problem::error(code).at(line, 1).path(key).found(value);
        if let Some(number) = key.strip_prefix("ALTERNATIVE NAME ") {
            let number: u32 = number.trim().parse().unwrap_or_default();
            if number == 0 {
                diagnostics
                    .push(place("header-malformed").expected("the number of an alternative"));
            } else if value.is_empty() {
                diagnostics.push(place("name-empty"));
            } else if self
                .names
                .insert(number, (line, value.to_owned()))
                .is_some()
            {
                diagnostics.push(place("key-duplicate"));
            }
            return;
        }
        let counts = [
            "NUMBER ALTERNATIVES",
            "NUMBER VOTERS",
            "NUMBER UNIQUE ORDERS",
        ];
        if counts.contains(&key) && value.parse::<u64>().is_err() {
            diagnostics.push(place("number-out-of-range").expected("a whole number"));
        }
        if self
            .keys
            .insert(key.to_owned(), (line, value.to_owned()))
            .is_some()
        {
            diagnostics.push(place("key-duplicate"));
        }
    }

    /// Checks the header before the first order. `None` where orders cannot be read.
    pub(super) fn close(&mut self, line: u32, diagnostics: &mut Diagnostics) -> Option<()> {
        if let Some((at, word)) = self.keys.get("DATA TYPE")
            && !TYPES.contains(&word.as_str())
        {
            let problem = Problem::error("data-type-unknown").at(*at, 1).found(word);
            diagnostics.push(problem.expected(TYPES.join(", ")));
            return None;
        }
        let key = "NUMBER ALTERNATIVES";
        let Some((at, value)) = self.keys.get(key) else {
            let problem = Problem::error("header-malformed").at(line, 1);
            diagnostics.push(problem.path(key).expected(format!("# {key}: ...")));
            return None;
        };
        let alternatives = value.parse().ok();
        let Some(alternatives) = alternatives.filter(|n| (1..=MAX_ALTERNATIVES).contains(n)) else {
            // What is no number at all was reported when it was read.
            if value.parse::<u64>().is_ok() {
                let problem = Problem::error("number-out-of-range").at(*at, 1).path(key);
                let problem = problem.found(value);
                diagnostics.push(problem.expected(format!("1 to {MAX_ALTERNATIVES}")));
            }
            return None;
        };
        self.alternatives = alternatives;
        self.check_names(*at, diagnostics);
        Some(())
    }

    fn check_names(&self, at: u32, diagnostics: &mut Diagnostics) {
        if let Some((number, (line, _))) = self.names.range(self.alternatives + 1..).next() {
            diagnostics.push(
                Problem::error("option-out-of-range")
                    .at(*line, 1)
                    .found(number.to_string())
                    .expected(format!("1 to {}", self.alternatives)),
            );
        } else if len32(self.names.len()) != self.alternatives {
            diagnostics.push(
                Problem::error("names-missing")
                    .at(at, 1)
                    .found(self.names.len().to_string())
                    .expected(self.alternatives.to_string()),
            );
        }
        let mut first: BTreeMap<&str, u32> = BTreeMap::new();
        for (line, name) in self.names.values() {
            if let Some(earlier) = first.insert(name, *line) {
                diagnostics.push(
                    Problem::error("name-duplicate")
                        .at(*line, 1)
                        .found(name)
                        .expected(format!("a name other than that of line {earlier}")),
                );
            }
        }
    }
}
