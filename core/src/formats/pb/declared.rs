//! What the file declares: the rule by which it was decided, and the official result.

use super::meta::{Meta, VoteType};
use super::projects::Projects;
use crate::formats::{Declared, DeclaredRule};
use crate::num::parse_decimal;
use crate::params::pairs_of;
use crate::problem::{Diagnostics, Problem};

/// The words of META `rule`.
pub(super) const WORDS: [&str; 10] = [
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "unknown",
];

/// Points or votes that a project needs to win.
const THRESHOLD: &str = "min_project_score_threshold";

/// The rule, the official winners and the title.
pub(super) fn of(meta: &Meta, projects: &Projects) -> Declared {
    Declared {
        rule: meta.get("rule").map(|word| rule(word, meta)),
        ties: Vec::new(),
        seats: None,
        given: Vec::new(),
        official: projects.official.clone(),
        title: meta.get("description").unwrap_or_default().to_owned(),
        currency: meta.get("currency").unwrap_or_default().to_owned(),
        contest: None,
        already: Vec::new(),
    }
}

/// Names what META demands of winners and the declared rule does not hold: a rule that cannot be
/// computed, or one without such an option.
pub(super) fn unapplied(declared: &Declared, meta: &Meta, diagnostics: &mut Diagnostics) {
    let mut params = declared.rule.iter().flat_map(|rule| &rule.params);
    let held = params.any(|(name, _)| name == "threshold");
    let threshold = meta.get(THRESHOLD).filter(|text| {
        // None at all is no demand.
        !text.is_empty() && parse_decimal(text).is_none_or(|least| least.units > 0)
    });
    if let Some(threshold) = threshold.filter(|_| !held) {
        let problem = Problem::warning("meta-not-applied").found(threshold);
        diagnostics.push(meta.at(THRESHOLD, problem));
    }
}

/// The word of the format for a rule of ours, if it has one; the way back, for writing.
pub(super) fn word(declared: &DeclaredRule, meta: &Meta) -> Option<&'static str> {
    if let Some(word) = WORDS.into_iter().find(|word| *word == declared.word) {
        return Some(word);
    }
    let wanted = effective(declared)?;
    WORDS.into_iter().find(|word| {
        let ours = rule(word, meta);
        ours.rule == declared.rule && effective(&ours).as_ref() == Some(&wanted)
    })
}

/// Every parameter that a rule counts by, but the threshold, which stands in a field of its own.
fn effective(declared: &DeclaredRule) -> Option<Vec<(String, String)>> {
    let entry = crate::rules::find(declared.rule.as_ref()?)?;
    let prepared = entry.prepare(&declared.params).ok()?;
    let mut params = pairs_of(&prepared.params);
    params.retain(|(name, _)| name != "threshold");
    Some(params)
}

/// Our rule for a word. `greedy-exclusive` and `greedy-custom` follow hierarchies of a city that
/// no .pb file holds, so they are named and not guessed.
fn rule(word: &str, meta: &Meta) -> DeclaredRule {
    let by = match meta.vote_type {
        Some(VoteType::Approval | VoteType::ChooseOne) | None => "votes",
        Some(VoteType::Ordinal | VoteType::Cumulative | VoteType::Scoring) => "score",
    };
    let threshold = meta.get(THRESHOLD);
    // Of the ways to score a place the files of Pabulib use one; another cannot be guessed.
    if let Some(scoring) = meta.get("scoring_fn")
        && meta.vote_type == Some(VoteType::Ordinal)
        && !scoring.eq_ignore_ascii_case("borda")
    {
        return DeclaredRule {
            word: word.to_owned(),
            rule: None,
            params: Vec::new(),
        };
    }
    let (id, mut params) = match word {
        "greedy" | "greedy-threshold" => ("budget/greedy", vec![("by", by), ("unfit", "skip")]),
        "greedy-no-skip" => ("budget/greedy", vec![("by", by), ("unfit", "stop")]),
        "equalshares" => ("budget/equal-shares", shares("none", "none")),
        "equalshares-comparison" => ("budget/equal-shares", shares("none", "satisfaction")),
        "equalshares/add1" => ("budget/equal-shares", shares("add1", "none")),
        "equalshares/add1-comparison" => ("budget/equal-shares", shares("add1", "satisfaction")),
        _ => ("", Vec::new()),
    };
    // In every ordinal file the column `score` gives the last of the ballot's own options 1 point
    // and the first as many as the ballot names (Kraków: 3, 2, 1; Zürich and Chicago, where
    // ballots are shorter, tell this from counting down from `max_length`).
    if meta.vote_type == Some(VoteType::Ordinal) && id == "budget/greedy" {
        params.push(("scoring", "borda-min-1"));
    }
    // A threshold is in force whatever the word: Gdynia declares `greedy-no-skip` and one of 50.
    if let Some(threshold) = threshold.filter(|_| id == "budget/greedy") {
        params.push(("threshold", threshold));
    }
    DeclaredRule {
        word: word.to_owned(),
        rule: Some(id.to_owned()).filter(|id| !id.is_empty()),
        params: params
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect(),
    }
}

fn shares(completion: &'static str, comparison: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("utility", "cost"),
        ("completion", completion),
        ("comparison", comparison),
    ]
}
