//! Chances of people to be drawn, what proves them, and the list of panels made from them.

use super::blocks::{Align, Block, Table};
use super::catalogue::{Lang, message, number};
use super::inclusion::{percent, spread};
use crate::id::PersonId;
use crate::json::Value;
use crate::num::{Natural, Ratio, ratio_text};
use crate::panel::MAX_PANELS;
use crate::panel::inclusion::Chances;

/// More stages than these are not listed: those before the last ones matter to most people.
const STAGES: usize = 40;

/// More ids than these are told by their number alone.
const IDS: usize = 60;

/// What a report says of a lottery below its answer: how the chances are spread, what is proved of
/// them, who cannot be drawn, and what a list of panels does to them. Never the panels themselves:
/// a thousand of them are for files.
pub(super) fn lottery(people: &[(PersonId, Ratio)], certificate: &Value, lang: Lang) -> Vec<Block> {
    let chances: Vec<Ratio> = people.iter().map(|(_, chance)| chance.clone()).collect();
    let mut blocks = proof(certificate, lang);
    blocks.extend(named(certificate, "excluded", "lottery.excluded", lang));
    blocks.extend(named(certificate, "left_out", "lottery.left-out", lang));
    blocks.extend(listed(certificate, lang));
    blocks.extend(spread(&Chances::of(&chances), lang));
    blocks
}

/// A fraction for people: per cent, with the fraction itself where it is short.
fn chance(text: &str, lang: Lang) -> [String; 2] {
    let percent = read(text).map_or_else(String::new, |ratio| percent(lang, &ratio));
    let short = text.len() <= 24;
    [
        percent,
        if short {
            text.to_owned()
        } else {
            String::new()
        },
    ]
}

fn read(text: &str) -> Option<Ratio> {
    text.parse().ok()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

/// A sentence about one fraction.
fn sentence(key: &str, of: &str, lang: Lang) -> String {
    let [percent, exact] = chance(of, lang);
    message(lang, key, &[("percent", &percent), ("exact", &exact)])
}

/// What is proved: a sentence for each claim, and the stages of leximin as a table.
fn proof(certificate: &Value, lang: Lang) -> Vec<Block> {
    let stages = certificate.get("stages").and_then(Value::as_array);
    let stages = stages.unwrap_or_default();
    let mut claims = Vec::new();
    if let Some(greatest) = text(certificate, "greatest") {
        claims.push(sentence("lottery.greatest", greatest, lang));
    }
    let positive = |stage: &&Value| text(stage, "value").is_some_and(|value| value != "0");
    let first = stages.iter().find(positive);
    let least = text(certificate, "least").or_else(|| first.and_then(|stage| text(stage, "value")));
    if let Some(least) = least {
        claims.push(sentence("lottery.least", least, lang));
    }
    if stages.len() > 1 {
        claims.push(message(lang, "lottery.stages", &[]));
    }
    claims.extend(open(certificate, stages, lang));
    if let Some(gap) = text(certificate, "gap") {
        let key = if gap == "0" {
            "lottery.best"
        } else {
            "lottery.gap"
        };
        let decimals = read(gap).map(|gap| short(&gap, lang)).unwrap_or_default();
        claims.push(message(lang, key, &[("gap", &decimals)]));
    }
    if claims.is_empty() {
        return Vec::new();
    }
    claims.push(message(lang, "lottery.check", &[]));
    let open_after = certificate
        .get("gap")
        .is_some_and(|gap| gap.get("least").is_some());
    let mut blocks = vec![
        Block::Heading(message(lang, "lottery.proved", &[])),
        Block::List(claims),
    ];
    if stages.len() > 1 || !stages.is_empty() && open_after {
        blocks.push(stages_table(stages, lang));
    }
    blocks
}

/// Where a limit was reached: the greatest chance, or the first stage, as what is had and what no
/// lottery passes.
fn open(certificate: &Value, stages: &[Value], lang: Lang) -> Vec<String> {
    let gap = certificate
        .get("gap")
        .filter(|gap| gap.as_object().is_some());
    let Some(gap) = gap.or_else(|| certificate.get("inside")) else {
        return Vec::new();
    };
    let shown = |value: &str| {
        let [percent, exact] = chance(value, lang);
        if exact.is_empty() {
            percent
        } else {
            format!("{percent} ({exact})")
        }
    };
    let mut claims = Vec::new();
    let greatest = gap.get("greatest");
    let ends = greatest.and_then(|ends| text(ends, "bound").zip(text(ends, "most")));
    if let Some((bound, most)) = ends {
        let args = [("bound", shown(bound)), ("most", shown(most))];
        let args = args.each_ref().map(|(key, text)| (*key, text.as_str()));
        claims.push(message(lang, "lottery.gap.greatest", &args));
    }
    if let Some((least, bound)) = text(gap, "least").zip(text(gap, "bound")) {
        let most = ends.map(|(_, most)| most);
        let most = most.or_else(|| text(certificate, "greatest"));
        let most = most.or_else(|| text(certificate, "most"));
        let args = [
            ("least", shown(least)),
            ("bound", shown(bound)),
            ("capped", most.map_or_else(String::new, shown)),
        ];
        let args = args.each_ref().map(|(key, text)| (*key, text.as_str()));
        let settled = |stage: &Value| text(stage, "value").is_some_and(|value| value != "0");
        let key = if stages.iter().any(settled) {
            "lottery.gap.after"
        } else {
            "lottery.gap.stage"
        };
        claims.push(message(lang, key, &args));
    }
    claims
}

/// A small number as a power of ten that is not below it.
fn short(gap: &Ratio, lang: Lang) -> String {
    let mut digits = 0_u32;
    let mut bound = Ratio::ONE;
    let ten = Ratio::from(Natural::from(10_u8));
    while digits < 18 && &bound / &ten >= *gap {
        bound /= &ten;
        digits += 1;
    }
    let zeros = "0".repeat(crate::id::ix(digits.saturating_sub(1)));
    let decimal = if digits == 0 {
        "1".to_owned()
    } else {
        format!("0.{zeros}1")
    };
    number(lang, &decimal)
}

fn stages_table(stages: &[Value], lang: Lang) -> Block {
    let column = |key: &str, align| (message(lang, key, &[]), align);
    let count = |stage: &Value, key: &str| {
        let count = stage.get(key).and_then(Value::as_i64).unwrap_or_default();
        number(lang, &count.to_string())
    };
    let row = |(at, stage): (usize, &Value)| {
        let value = text(stage, "value").unwrap_or_default();
        let [percent, _] = chance(value, lang);
        vec![
            (at + 1).to_string(),
            percent,
            value.to_owned(),
            count(stage, "people"),
        ]
    };
    Block::Table(Table {
        caption: message(lang, "lottery.caption.stages", &[]),
        head: vec![
            column("lottery.column.stage", Align::End),
            column("lottery.column.chance", Align::End),
            column("lottery.column.exact", Align::Start),
            column("column.people", Align::End),
        ],
        rows: stages.iter().enumerate().take(STAGES).map(row).collect(),
        bars: None,
    })
}

/// Who cannot be on any panel, or has no chance for another reason.
fn named(certificate: &Value, field: &str, key: &str, lang: Lang) -> Option<Block> {
    let ids = certificate.get(field).and_then(Value::as_array)?;
    if ids.is_empty() {
        return None;
    }
    let names: Vec<&str> = ids.iter().filter_map(Value::as_str).collect();
    let names = if names.len() <= IDS {
        names.join(", ")
    } else {
        String::new()
    };
    let n = ids.len().to_string();
    let args = [("n", n.as_str()), ("ids", names.as_str())];
    Some(Block::Note(message(lang, key, &args)))
}

/// What the list of panels does to the chances, and how many panels would do nothing to them.
fn listed(certificate: &Value, lang: Lang) -> Vec<Block> {
    let Some(list) = certificate.get("list") else {
        return Vec::new();
    };
    let panels = list
        .get("panels")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    let panels = number(lang, &panels.to_string());
    let loss = |key: &str| {
        let value = list.get("loss").and_then(|loss| text(loss, key));
        value.and_then(read).unwrap_or(Ratio::ZERO)
    };
    let shown = |ratio: &Ratio| percent_fine(ratio, lang);
    let change = loss("change");
    let key = if change == Ratio::ZERO {
        "lottery.list.exact"
    } else {
        "lottery.list"
    };
    let args = [
        ("n", panels),
        ("change", shown(&change)),
        ("least", shown(&loss("least"))),
        ("least_before", shown(&loss("least_before"))),
        ("most", shown(&loss("most"))),
        ("most_before", shown(&loss("most_before"))),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(key, text)| (*key, text.as_str()))
        .collect();
    let mut sentences = vec![message(lang, key, &args)];
    let exact = text(list, "exact").and_then(|exact| exact.parse::<Natural>().ok());
    let within = exact.filter(|exact| *exact <= Natural::from(MAX_PANELS));
    if let Some(exact) = within.filter(|_| change > Ratio::ZERO) {
        let exact = number(lang, &exact.to_string());
        sentences.push(message(lang, "lottery.list.would", &[("n", &exact)]));
    }
    let repeats = list
        .get("repeats")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    if repeats > 0 {
        let n = number(lang, &repeats.to_string());
        sentences.push(message(lang, "lottery.list.repeats", &[("n", &n)]));
    }
    vec![
        Block::Heading(message(lang, "lottery.list.heading", &[])),
        Block::List(sentences),
    ]
}

/// Per cent with three decimals: what a list changes is small.
pub(super) fn percent_fine(ratio: &Ratio, lang: Lang) -> String {
    let hundred = ratio * Ratio::from(Natural::from(100_u8));
    let text = crate::panel::inclusion::decimals(&hundred, 3);
    format!("{} %", number(lang, &text))
}

/// The answer in one sentence.
pub(super) fn lead(seats: u32, people: &[(PersonId, Ratio)], lang: Lang) -> String {
    let drawable = people.iter().map(|(_, chance)| chance);
    let drawable = drawable.filter(|chance| **chance > Ratio::ZERO);
    let shown = |chance: Option<&Ratio>| {
        let text = chance.map_or_else(String::new, ratio_text);
        let [percent, exact] = self::chance(&text, lang);
        if exact.is_empty() {
            percent
        } else {
            format!("{percent} ({exact})")
        }
    };
    let never = people.len() - drawable.clone().count();
    let never = if never == 0 {
        String::new()
    } else {
        number(lang, &never.to_string())
    };
    let args = [
        ("n", seats.to_string()),
        ("of", number(lang, &people.len().to_string())),
        ("least", shown(drawable.clone().min())),
        ("most", shown(drawable.max())),
        ("never", never),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(key, text)| (*key, text.as_str()))
        .collect();
    message(lang, "lead.panel-lottery", &args)
}
