//! What is said of alternates and of free seats.

use super::blocks::{Align, Block, Table};
use super::catalogue::{Lang, message, number};
use crate::id::{PersonId, ix, len32};
use crate::instance::Pool;
use crate::num::Ratio;
use crate::panel::alternates::{Asked, Chosen, Measure, Source};
use crate::panel::inclusion::decimals;
use crate::panel::replace::{Turn, Vacancies};

fn say(lang: Lang, key: &str, words: &[(&str, String)]) -> String {
    let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
    message(lang, key, &words)
}

fn table(lang: Lang, caption: String, head: &[(&str, Align)], rows: Vec<Vec<String>>) -> Block {
    let named = |(key, align): &(&str, Align)| (message(lang, key, &[]), *align);
    Block::Table(Table {
        caption,
        head: head.iter().map(named).collect(),
        rows,
        bars: None,
    })
}

fn ids(pool: &Pool, people: &[PersonId], lang: Lang) -> String {
    let ids: Vec<String> = people.iter().map(|p| pool.id(*p).to_owned()).collect();
    super::document::list(&ids, lang)
}

/// Alternates that were chosen: who, what they are worth, and against what.
pub fn alternates(
    asked: &Asked<'_>,
    chosen: &Chosen,
    source: &Source<'_>,
    lang: Lang,
) -> Vec<Block> {
    let pool = asked.pool;
    let loss = |loss: &Ratio| number(lang, &decimals(loss, 4));
    let measure = match asked.measure {
        Measure::Sum => "alternates.measure-sum",
        Measure::Any => "alternates.measure-any",
    };
    let mut blocks = vec![
        Block::Lead(say(
            lang,
            "alternates.lead",
            &[
                ("n", chosen.people.len().to_string()),
                ("ids", ids(pool, &chosen.people, lang)),
            ],
        )),
        Block::Para(say(
            lang,
            "alternates.basis",
            &[
                ("scenarios", number(lang, &asked.scenarios.to_string())),
                (
                    "different",
                    number(lang, &len32(chosen.reserve.scenarios.len()).to_string()),
                ),
                ("measure", message(lang, measure, &[])),
            ],
        )),
    ];
    let named = |key: &str| message(lang, &format!("alternates.way.{key}"), &[]);
    let mut rows = vec![vec![named("chosen"), loss(&chosen.proven.loss)]];
    for (name, found) in &chosen.simpler {
        rows.push(vec![named(name), loss(found)]);
    }
    rows.push(vec![named("nobody"), loss(&chosen.without)]);
    rows.push(vec![named("bound"), loss(&chosen.proven.bound)]);
    let head = [
        ("alternates.column.way", Align::Start),
        ("alternates.column.loss", Align::End),
    ];
    blocks.push(table(
        lang,
        message(lang, "alternates.table", &[]),
        &head,
        rows,
    ));
    let key = if chosen.proven.loss == chosen.proven.bound {
        "alternates.proven"
    } else {
        "alternates.gap"
    };
    blocks.push(Block::Para(message(lang, key, &[])));
    if source.origin == "operator" {
        blocks.push(Block::Note(message(lang, "alternates.operator", &[])));
    } else if !source.bound {
        blocks.push(Block::Note(message(lang, "alternates.unbound", &[])));
    }
    blocks
}

/// Seats that became free: what the quotas still ask.
pub fn vacancies(whole: &Pool, found: &Vacancies, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![
        Block::Lead(say(
            lang,
            "replace.lead",
            &[("n", found.pool.seats.to_string())],
        )),
        Block::Para(say(
            lang,
            "replace.basis",
            &[
                ("seated", found.seated.len().to_string()),
                ("people", number(lang, &found.pool.len().to_string())),
                (
                    "beside",
                    match found.beside.len() {
                        0 => String::new(),
                        beside => beside.to_string(),
                    },
                ),
            ],
        )),
    ];
    let sit = whole.tally(&found.seated).into_iter().flatten();
    let rows = found.pool.quotas().zip(whole.quotas()).zip(sit);
    let rows = rows.map(|(((feature, value, left), (_, _, quota)), sit)| {
        let names = whole.quota(feature, value);
        let (feature_name, value_name) = names.map_or(("", ""), |(f, v, _)| (f, v));
        vec![
            feature_name.to_owned(),
            value_name.to_owned(),
            format!("{}–{}", quota.min, quota.max),
            sit.to_string(),
            format!("{}–{}", left.min, left.max),
            number(lang, &found.pool.count(feature, value).to_string()),
        ]
    });
    let head = [
        ("column.feature", Align::Start),
        ("column.value", Align::Start),
        ("column.quota", Align::End),
        ("replace.column.seated", Align::End),
        ("replace.column.left", Align::End),
        ("column.pool", Align::End),
    ];
    blocks.push(table(
        lang,
        message(lang, "replace.table", &[]),
        &head,
        rows.collect(),
    ));
    blocks
}

/// Who takes the free seats in turn; people are those of the pool for the free seats.
pub fn turn(pool: &Pool, found: &Turn, lang: Lang) -> Vec<Block> {
    if found.short {
        return vec![Block::Note(message(lang, "replace.short", &[]))];
    }
    let mut blocks = vec![Block::Para(say(
        lang,
        "replace.taken",
        &[
            ("n", found.taken.len().to_string()),
            ("ids", ids(pool, &found.taken, lang)),
        ],
    ))];
    if !found.passed.is_empty() {
        let some = found.passed.get(..found.passed.len().min(ix(20)));
        let mut named = ids(pool, some.unwrap_or_default(), lang);
        if found.passed.len() > 20 {
            named.push_str(", …");
        }
        let words = [("n", found.passed.len().to_string()), ("ids", named)];
        blocks.push(Block::Para(say(lang, "replace.passed", &words)));
    }
    blocks
}
