//! Labels: categories, districts, neighbourhoods; the same label should be written one way.

use std::collections::{BTreeMap, BTreeSet};

use super::meta::Meta;
use crate::problem::{Diagnostics, Problem};

/// The labels of one column, each with the line on which it first stands.
#[derive(Debug, Default)]
pub(super) struct Labels {
    columns: BTreeMap<&'static str, BTreeMap<String, u32>>,
}

impl Labels {
    /// Records a label of a column.
    pub(super) fn add(&mut self, column: &'static str, label: &str, line: u32) {
        let label = label.trim();
        if label.is_empty() {
            return;
        }
        let labels = self.columns.entry(column).or_default();
        if !labels.contains_key(label) {
            labels.insert(label.to_owned(), line);
        }
    }

    /// Names labels that differ from an earlier one in capitals, blanks or accents only.
    pub(super) fn variants(&self, section: &str, diagnostics: &mut Diagnostics) {
        for (column, labels) in &self.columns {
            let mut plain: BTreeMap<String, &str> = BTreeMap::new();
            for (label, line) in labels {
                match plain.get(&folded(label)) {
                    None => {
                        plain.insert(folded(label), label);
                    }
                    Some(first) => diagnostics.push(
                        Problem::warning("label-variants")
                            .at(*line, 0)
                            .path(format!("{section} {column}"))
                            .found(label)
                            .expected(*first),
                    ),
                }
            }
        }
    }

    fn of(&self, column: &str) -> impl Iterator<Item = (&str, u32)> {
        let labels = self.columns.get(column).into_iter().flatten();
        labels.map(|(label, line)| (label.as_str(), *line))
    }
}

/// META declares labels; those in use and those declared should be the same.
pub(super) fn declared(
    meta: &Meta,
    projects: &Labels,
    votes: &Labels,
    diagnostics: &mut Diagnostics,
) {
    for (key, column, in_votes) in [
        ("categories", "category", false),
        ("neighborhoods", "neighborhood", true),
        ("subdistricts", "district", true),
    ] {
        let Some(list) = meta.get(key) else { continue };
        let list: BTreeSet<&str> = list.split(',').map(str::trim).collect();
        let more = votes.of(column).filter(|_| in_votes);
        let used: BTreeMap<&str, u32> = more.chain(projects.of(column)).collect();
        if used.is_empty() {
            continue;
        }
        for (label, line) in used.iter().filter(|(label, _)| !list.contains(*label)) {
            diagnostics.push(
                Problem::warning("label-undeclared")
                    .at(*line, 0)
                    .path(column)
                    .found(label)
                    .expected(key),
            );
        }
        for label in list.iter().filter(|label| !used.contains_key(*label)) {
            diagnostics.push(meta.at(key, Problem::warning("label-unused").expected(*label)));
        }
    }
}

/// A label without capitals, blanks and the accents of Latin letters.
fn folded(label: &str) -> String {
    let letters = label.chars().flat_map(char::to_lowercase);
    letters
        .filter(|letter| letter.is_alphanumeric())
        .map(plain)
        .collect()
}

/// A lower-case letter without its accent, for the languages that cities of the library use.
fn plain(letter: char) -> char {
    const ACCENTED: [(char, &str); 14] = [
        ('a', "àáâãäåāăą"),
        ('c', "çćĉċč"),
        ('d', "ďđ"),
        ('e', "èéêëēĕėęě"),
        ('g', "ĝğġģ"),
        ('i', "ìíîïĩīĭį"),
        ('l', "ĺļľł"),
        ('n', "ñńņň"),
        ('o', "òóôõöøōŏő"),
        ('r', "ŕŗř"),
        ('s', "śŝşšș"),
        ('t', "ţťț"),
        ('u', "ùúûüũūŭůűų"),
        ('z', "źżž"),
    ];
    let found = ACCENTED.iter().find(|(_, list)| list.contains(letter));
    found.map_or(letter, |(plain, _)| *plain)
}
