//! On what a count rests: the rule, its options, the tie policy, the ballots; and where the count
//! did not follow the file.

use super::catalogue::{Lang, message, number};
use super::document::{Shown, list};
use crate::id::len32;
use crate::instance::Instance;
use crate::json::Value;
use crate::outcome::Outcome;
use crate::params::pairs_of;
use crate::tie::TieRule;

/// Which rule, which ballots.
pub(super) fn basis(shown: &Shown<'_>, lang: Lang) -> String {
    let report = shown.report;
    let rule = rule_name(report.rule.id, report.rule.name, &report.params, lang);
    let mut sentences = vec![message(
        lang,
        "basis.rule",
        &[("rule", &rule), ("id", report.rule.id)],
    )];
    let params = options(&report.params, None);
    if !params.is_empty() {
        sentences.push(message(lang, "basis.params", &[("params", &params)]));
    }
    if !report.ties.is_empty() {
        sentences.push(message(
            lang,
            "basis.ties",
            &[("ties", &policy(&report.ties, lang))],
        ));
    }
    if let Some(read_as) = &report.read_as {
        sentences.push(message(lang, "basis.read-as", &[("word", read_as)]));
    }
    if !matches!(shown.instance, Instance::Pool(_)) {
        let all = number(lang, &report.ballots.to_string());
        let valid = number(lang, &report.valid.to_string());
        let invalid = number(
            lang,
            &report.ballots.saturating_sub(report.valid).to_string(),
        );
        let key = if report.ballots == report.valid {
            "basis.all-valid"
        } else {
            "basis.ballots"
        };
        sentences.push(message(
            lang,
            key,
            &[("all", &all), ("valid", &valid), ("invalid", &invalid)],
        ));
    }
    sentences.join(" ")
}

/// The name of a rule in the language of the reader, by its parameters where they change what it
/// is called; its own name where the catalogue has none.
fn rule_name(id: &str, name: &str, params: &Value, lang: Lang) -> String {
    let key = format!("rule.{}", id.replace('/', "."));
    let by = params.get("by").and_then(Value::as_str).unwrap_or_default();
    let keys = [format!("{key}.{by}"), key];
    keys.iter()
        .find(|key| super::catalogue::has(lang, key))
        .map_or_else(|| name.to_owned(), |key| message(lang, key, &[]))
}

/// Parameters as `name=text`; beside others, only those that differ.
fn options(params: &Value, beside: Option<&Value>) -> String {
    let others = beside.map(pairs_of).unwrap_or_default();
    let pairs: Vec<String> = pairs_of(params)
        .into_iter()
        .filter(|pair| !others.contains(pair))
        .map(|(name, text)| format!("{name}={text}"))
        .collect();
    pairs.join(", ")
}

/// A tie policy in words, in order.
fn policy(ties: &[TieRule], lang: Lang) -> String {
    let word = |rule: &TieRule| message(lang, &format!("tie.{}", rule.word()), &[]);
    let then = |first: String, next: String| {
        message(lang, "list.then", &[("first", &first), ("next", &next)])
    };
    ties.iter().map(word).reduce(then).unwrap_or_default()
}

/// What the file declares and the count did not follow.
pub(super) fn overruled(shown: &Shown<'_>, lang: Lang) -> Option<String> {
    let report = shown.report;
    let mut sentences = Vec::new();
    if let Some((id, params)) = &report.overruled.rule {
        let name = report.overruled.rule_name.map_or_else(
            || format!("“{id}”"),
            |name| rule_name(id, name, params, lang),
        );
        let here = rule_name(report.rule.id, report.rule.name, &report.params, lang);
        let same = id == report.rule.id;
        let there_options = options(params, same.then_some(&report.params));
        let here_options = options(&report.params, same.then_some(params));
        sentences.push(message(
            lang,
            "overruled.rule",
            &[
                ("declared", &name),
                ("declared_options", &there_options),
                ("used", &here),
                ("used_options", &here_options),
            ],
        ));
    }
    if let Some(ties) = &report.overruled.ties {
        sentences.push(message(
            lang,
            "overruled.ties",
            &[
                ("declared", &policy(ties, lang)),
                ("used", &policy(&report.ties, lang)),
            ],
        ));
    }
    if let Some(seats) = report.overruled.seats {
        sentences.push(message(
            lang,
            "overruled.seats",
            &[
                ("declared", &number(lang, &seats.to_string())),
                ("used", &number(lang, &report.seats.to_string())),
            ],
        ));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Places that nobody is there to fill.
pub(super) fn empty_seats(shown: &Shown<'_>, lang: Lang) -> Option<String> {
    let filled = match &shown.report.outcome {
        Outcome::Elected { elected } => len32(elected.len()),
        Outcome::Scores { winners, .. } => len32(winners.len()),
        _ => return None,
    };
    let empty = shown.report.seats.checked_sub(filled).filter(|n| *n > 0)?;
    Some(message(
        lang,
        "seats.empty",
        &[("n", &number(lang, &empty.to_string()))],
    ))
}

/// Who sat before anybody was drawn.
pub(super) fn already(shown: &Shown<'_>, lang: Lang) -> Option<String> {
    let ids = &shown.report.columns.already;
    (!ids.is_empty()).then(|| {
        let n = number(lang, &ids.len().to_string());
        message(
            lang,
            "seats.already",
            &[("n", &n), ("ids", &list(ids, lang))],
        )
    })
}
