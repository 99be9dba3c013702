//! Targets made from a census, as blocks.

use super::blocks::{Align, Block, Table};
use super::catalogue::{Lang, message, number};
use crate::instance::Pool;
use crate::num::{Integer, Ratio, ratio_text};
use crate::panel::inclusion::decimals;
use crate::panel::targets::{Target, Targets};

/// Every value with its share, the seats that it stands for, its target and its range; beside a
/// pool, how many volunteers have it.
pub fn targets(found: &Targets, pool: Option<&Pool>, lang: Lang) -> Vec<Block> {
    let say = |key: &str| message(lang, key, &[]);
    let mut head = vec![
        (say("column.feature"), Align::Start),
        (say("column.value"), Align::Start),
        (say("targets.column.share"), Align::End),
        (say("targets.column.exact"), Align::End),
        (say("targets.column.target"), Align::End),
        (say("targets.column.range"), Align::End),
    ];
    if found.values().any(|(_, value)| value.flex.is_some()) {
        head.push((say("feasible.column.flex"), Align::End));
    }
    if pool.is_some() {
        head.push((say("column.pool"), Align::End));
    }
    let rows = found.values().map(|(feature, value)| {
        let mut row = vec![
            feature.to_owned(),
            value.name.clone(),
            percent(&value.share, lang),
            exact(&value.exact, lang),
            number(lang, &value.target.to_string()),
            range(value),
        ];
        row.extend(value.flex.map(|(min, max)| format!("{min}..{max}")));
        row.extend(pool.map(|pool| {
            let count = Targets::volunteers(pool, feature, &value.name);
            count.map_or_else(String::new, |n| number(lang, &n.to_string()))
        }));
        row
    });
    let seats = number(lang, &found.seats.to_string());
    let slack = number(lang, &found.slack.to_string());
    let words = [("seats", seats.as_str()), ("slack", slack.as_str())];
    let mut blocks = vec![
        Block::Lead(message(lang, "targets.lead", &words)),
        Block::Table(Table {
            caption: say("targets.caption"),
            head,
            rows: rows.collect(),
            bars: None,
        }),
    ];
    for (key, some) in [
        ("targets.set", found.values().any(|(_, value)| value.set)),
        (
            "targets.moved",
            found.values().any(|(_, value)| value.moved),
        ),
    ] {
        blocks.extend(some.then(|| Block::Note(say(key))));
    }
    blocks
}

/// `4..5`, with the mark of a range set by hand or moved for one.
fn range(value: &Target) -> String {
    let mark = match (value.set, value.moved) {
        (true, _) => " =",
        (false, true) => " *",
        (false, false) => "",
    };
    format!("{}..{}{mark}", value.min, value.max)
}

fn percent(share: &Ratio, lang: Lang) -> String {
    let hundred = share * Ratio::from(Integer::from(100_u8));
    format!("{} %", number(lang, &decimals(&hundred, 2)))
}

/// Whole, or with the two decimals nearest to it.
fn exact(seats: &Ratio, lang: Lang) -> String {
    let text = ratio_text(seats);
    if text.contains('/') {
        number(lang, &decimals(seats, 2))
    } else {
        number(lang, &text)
    }
}
