//! The report of a selection: panel beside pool and town, chances, who is left out, who is known.

use super::blocks::{Align, Bars, Block, Groups, Table};
use super::catalogue::{Lang, message, number};
use super::lottery::percent_fine;
use super::problem_sentence;
use crate::id::{FeatureId, len32};
use crate::instance::Pool;
use crate::num::{Integer, Ratio, ratio_text};
use crate::panel::inclusion::{Around, Chances, Crowd, DIGITS, Fit, Inclusion, Share, decimals};
use crate::panel::number::log2;

/// More different chances than these are told by the histogram alone.
const LEVELS: usize = 40;

/// More ids than these are told by their number alone.
const IDS: usize = 60;

/// The report as blocks.
pub fn inclusion(found: &Inclusion, pool: &Pool, around: &Around, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Lead(lead(found, lang))];
    blocks.extend(basis(found, around, lang).map(Block::Para));
    blocks.extend(mirror(found, pool, lang));
    if let Some(chances) = &found.chances {
        blocks.extend(spread(chances, lang));
    }
    blocks.extend(barred(around, pool, lang));
    blocks.extend(crowd(&found.crowd, lang));
    blocks
}

/// A whole number; a very great one as a power of two.
fn great(lang: Lang, text: &str) -> String {
    let power = (text.len() > 15)
        .then(|| log2(&text.parse().ok()?))
        .flatten();
    power.map_or_else(
        || number(lang, text),
        |power| format!("≈ 2^{}", number(lang, &power)),
    )
}

/// A share in per cent with one decimal; with as many as it takes to tell it from nothing, where
/// the pool is so large that chances are that small.
pub(super) fn percent(lang: Lang, share: &Ratio) -> String {
    let hundred = share * Ratio::from(Integer::from(100_u8));
    let zero = |text: &str| text.bytes().all(|byte| !matches!(byte, b'1'..=b'9'));
    let mut texts = (1..=DIGITS).map(|digits| decimals(&hundred, digits));
    let first = texts.next().unwrap_or_default();
    let text = if *share > Ratio::ZERO && zero(&first) {
        texts.find(|text| !zero(text)).unwrap_or(first)
    } else {
        first
    };
    format!("{} %", number(lang, &text))
}

/// Exact where it is whole, else one decimal.
fn people(lang: Lang, count: &Ratio) -> String {
    let text = ratio_text(count);
    if text.contains('/') {
        number(lang, &decimals(count, 1))
    } else {
        number(lang, &text)
    }
}

fn lead(found: &Inclusion, lang: Lang) -> String {
    let missed = |share: &&Share| matches!(share.fit, Some(Fit::Under(_) | Fit::Over(_)));
    let missed = len32(found.shares.iter().filter(missed).count());
    let key = match (found.drawn, found.chances.is_some(), missed) {
        (true, _, 0) => "inclusion.lead.met",
        (true, _, _) => "inclusion.lead.missed",
        (false, true, _) => "inclusion.lead.chances",
        (false, false, _) => "inclusion.lead.pool",
    };
    message(
        lang,
        key,
        &[
            ("seats", &found.seats.to_string()),
            ("people", &number(lang, &found.people.to_string())),
            ("n", &missed.to_string()),
        ],
    )
}

/// What was selected by, and out of how much.
fn basis(found: &Inclusion, around: &Around, lang: Lang) -> Option<String> {
    let mut said = Vec::new();
    if !around.rule.is_empty() {
        said.push(message(lang, "inclusion.rule", &[("rule", &around.rule)]));
    }
    if let Some(listed) = around.listed {
        let panel = around.panel.map(|panel| panel.to_string());
        let key = if panel.is_some() {
            "inclusion.listed-one"
        } else {
            "inclusion.listed"
        };
        let words = [
            ("n", number(lang, &listed.to_string())),
            ("panel", panel.unwrap_or_default()),
        ];
        let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
        said.push(message(lang, key, &words));
        said.extend(around.change.as_ref().map(|change| drift(change, lang)));
    }
    if let Some((panels, exact)) = &around.exist {
        let key = if *exact {
            "inclusion.exist"
        } else {
            "inclusion.exist-most"
        };
        said.push(message(lang, key, &[("n", &great(lang, panels))]));
    }
    if !found.drawn && found.chances.is_some() {
        said.push(message(lang, "inclusion.expected", &[]));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// How far chances in the list are from those of the lottery, which the report shows.
fn drift(change: &Ratio, lang: Lang) -> String {
    if *change == Ratio::ZERO {
        return message(lang, "inclusion.list-exact", &[]);
    }
    let change = percent_fine(change, lang);
    message(lang, "inclusion.list-change", &[("change", &change)])
}

/// A picture and a table for each feature.
fn mirror(found: &Inclusion, pool: &Pool, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (feature, described) in pool.features().iter() {
        let shares: Vec<&Share> = found
            .shares
            .iter()
            .filter(|share| share.feature == feature)
            .collect();
        if blocks.is_empty() {
            blocks.push(Block::Heading(message(lang, "inclusion.mirror", &[])));
        }
        let caption = message(lang, "inclusion.feature", &[("feature", &described.name)]);
        let name = |share: &Share| value_name(pool, feature, share);
        let town = shares.iter().any(|share| share.census.is_some());
        let panel = shares.iter().any(|share| share.panel.is_some());
        blocks.push(picture(&caption, &shares, &name, (town, panel), lang));
        let mut head = vec![
            ("column.value", Align::Start),
            ("column.pool", Align::End),
            ("inclusion.column.pool-share", Align::End),
        ];
        if panel {
            head.push(("column.panel", Align::End));
            head.push(("inclusion.column.panel-share", Align::End));
        }
        head.push(("column.quota", Align::End));
        if town {
            head.push(("inclusion.column.town-share", Align::End));
        }
        if town && panel {
            head.push(("inclusion.column.beyond", Align::End));
        }
        if panel {
            head.push(("column.result", Align::Start));
        }
        let rows = shares.iter().map(|share| {
            let optional = |share: &Option<Ratio>| {
                share
                    .as_ref()
                    .map_or_else(String::new, |s| percent(lang, s))
            };
            let mut row = vec![
                name(share),
                number(lang, &share.pool.to_string()),
                percent(lang, &share.pool_share),
            ];
            if panel {
                let seated = share.panel.as_ref();
                row.push(seated.map_or_else(String::new, |seated| people(lang, seated)));
                row.push(optional(&share.panel_share));
            }
            row.push(format!("{}–{}", share.min, share.max));
            if town {
                row.push(optional(&share.census));
            }
            if town && panel {
                let beyond = share.beyond_census(found.seats);
                row.push(beyond.map_or_else(String::new, |beyond| signed(lang, &beyond)));
            }
            if panel {
                row.push(fit(share, lang));
            }
            row
        });
        let rows = rows.collect();
        let named = |(key, align): (&str, Align)| (message(lang, key, &[]), align);
        blocks.push(Block::Table(Table {
            caption,
            head: head.into_iter().map(named).collect(),
            rows,
            bars: None,
        }));
    }
    blocks
}

fn value_name(pool: &Pool, feature: FeatureId, share: &Share) -> String {
    pool.quota(feature, share.value)
        .map_or_else(String::new, |(_, value, _)| value.to_owned())
}

fn signed(lang: Lang, beyond: &Ratio) -> String {
    let text = number(lang, &decimals(beyond, 1));
    if *beyond > Ratio::ZERO {
        format!("+{text}")
    } else {
        text
    }
}

fn fit(share: &Share, lang: Lang) -> String {
    let (key, by) = match &share.fit {
        None => return String::new(),
        Some(Fit::Within) => ("inclusion.within", String::new()),
        Some(Fit::Under(by)) => ("inclusion.under", people(lang, by)),
        Some(Fit::Over(by)) => ("inclusion.over", people(lang, by)),
    };
    message(lang, key, &[("n", &by)])
}

fn picture(
    caption: &str,
    shares: &[&Share],
    name: &dyn Fn(&Share) -> String,
    (town, panel): (bool, bool),
    lang: Lang,
) -> Block {
    let mut series = vec![message(lang, "inclusion.series.pool", &[])];
    if panel {
        series.push(message(lang, "inclusion.series.panel", &[]));
    }
    if town {
        series.push(message(lang, "inclusion.series.town", &[]));
    }
    let of = |share: &Share| {
        let mut bars = vec![Some(share.pool_share.clone())];
        if panel {
            bars.push(share.panel_share.clone());
        }
        if town {
            bars.push(share.census.clone());
        }
        bars
    };
    let bars: Vec<Vec<Option<Ratio>>> = shares.iter().map(|share| of(share)).collect();
    let most = bars.iter().flatten().flatten().max().cloned();
    let most = most
        .filter(|most| *most > Ratio::ZERO)
        .unwrap_or(Ratio::ONE);
    let mut about = Vec::new();
    let mut groups = Vec::new();
    for (share, bars) in shares.iter().zip(bars) {
        let mut told = Vec::new();
        let mut drawn = Vec::new();
        for (name, bar) in series.iter().zip(bars) {
            let text = bar
                .as_ref()
                .map_or_else(|| "–".to_owned(), |bar| percent(lang, bar));
            told.push(format!("{name} {text}"));
            drawn.push((bar.map_or(0, |bar| thousandths(&bar, &most)), text));
        }
        about.push(format!("{}: {}", name(share), told.join(", ")));
        groups.push((name(share), drawn));
    }
    Block::Groups(Groups {
        caption: caption.to_owned(),
        about: about.join("; "),
        series,
        groups,
    })
}

/// The length of a bar; rounded for the picture alone.
fn thousandths(part: &Ratio, most: &Ratio) -> u32 {
    let length = (part / most * Ratio::from(Integer::from(1000_u16))).floor();
    u32::try_from(&length).unwrap_or_default()
}

/// How chances are spread: a sentence, the histogram, and every chance where they are few.
pub(super) fn spread(chances: &Chances, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(message(lang, "inclusion.chances", &[]))];
    let mean = chances.geometric.as_ref();
    let mean = mean.map(|mean| number(lang, &decimals(mean, DIGITS)));
    let exact = |ratio: &Ratio| {
        let text = ratio_text(ratio);
        if text.len() <= 24 {
            text
        } else {
            String::new()
        }
    };
    let words = [
        ("least", percent(lang, &chances.least_drawable)),
        ("least_exact", exact(&chances.least_drawable)),
        ("most", percent(lang, &chances.most)),
        ("most_exact", exact(&chances.most)),
        ("mean", percent(lang, &chances.mean)),
        ("gini", number(lang, &decimals(&chances.gini, 4))),
        ("geometric", mean.unwrap_or_default()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
    blocks.push(Block::Para(message(lang, "inclusion.spread", &words)));
    let bars = |rows: &[u32]| {
        let most = rows.iter().copied().max().unwrap_or_default().max(1);
        let part = |people: &u32| u64::from(*people) * 1000 / u64::from(most);
        Bars {
            thousandths: rows
                .iter()
                .map(|p| u32::try_from(part(p)).unwrap_or(1000))
                .collect(),
            won: vec![false; rows.len()],
        }
    };
    let counts: Vec<u32> = chances.bins.iter().map(|bin| bin.people).collect();
    let rows = chances.bins.iter().map(|bin| {
        vec![
            format!("{} – {}", percent(lang, &bin.from), percent(lang, &bin.to)),
            number(lang, &bin.people.to_string()),
        ]
    });
    let head = |key: &str| {
        vec![
            (message(lang, key, &[]), Align::Start),
            (message(lang, "column.people", &[]), Align::End),
        ]
    };
    blocks.push(Block::Table(Table {
        caption: message(lang, "inclusion.histogram", &[]),
        head: head("inclusion.column.chance"),
        rows: rows.collect(),
        bars: Some(bars(&counts)),
    }));
    if chances.levels.len() <= LEVELS {
        let mut head = head("inclusion.column.exact");
        head.insert(
            1,
            (message(lang, "inclusion.column.chance", &[]), Align::End),
        );
        let rows = chances.levels.iter().map(|(chance, people)| {
            vec![
                ratio_text(chance),
                percent(lang, chance),
                number(lang, &people.to_string()),
            ]
        });
        blocks.push(Block::Table(Table {
            caption: message(lang, "inclusion.levels", &[]),
            head,
            rows: rows.collect(),
            bars: None,
        }));
    }
    blocks
}

/// Who cannot be drawn, and why.
fn barred(around: &Around, pool: &Pool, lang: Lang) -> Vec<Block> {
    let groups = around.barred.as_deref().unwrap_or_default();
    let all: usize = groups.iter().map(|barred| barred.people.len()).sum();
    if all == 0 {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::Heading(message(lang, "inclusion.barred", &[])),
        Block::Note(message(
            lang,
            "inclusion.barred-note",
            &[("n", &number(lang, &len32(all).to_string()))],
        )),
    ];
    let items = groups.iter().map(|barred| {
        let ids = barred
            .people
            .iter()
            .take(IDS)
            .map(|person| pool.id(*person));
        let mut ids = ids.collect::<Vec<_>>().join(", ");
        if barred.people.len() > IDS {
            ids.push_str(", …");
        }
        let why = barred.why.iter().map(|why| problem_sentence(why, lang));
        let why = why.collect::<Vec<_>>().join(" ");
        let words = [
            ("ids", ids.as_str()),
            ("why", why.as_str()),
            ("n", &len32(barred.people.len()).to_string()),
        ];
        message(lang, "inclusion.barred-why", &words)
    });
    blocks.push(Block::List(items.collect()));
    blocks
}

/// Who is easily known among the volunteers.
fn crowd(crowd: &Crowd, lang: Lang) -> Vec<Block> {
    if crowd.groups.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(message(lang, "inclusion.crowd", &[]))];
    let words = [
        ("n", number(lang, &crowd.alone.to_string())),
        ("share", percent(lang, &crowd.alone_share)),
        ("k", number(lang, &crowd.smallest().to_string())),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
    blocks.push(if crowd.alone > 0 {
        Block::Note(message(lang, "inclusion.alone", &words))
    } else {
        Block::Para(message(lang, "inclusion.nobody-alone", &words))
    });
    let rows = crowd.groups.iter().take(5).map(|group| {
        [group.size, group.groups, group.people]
            .map(|n| number(lang, &n.to_string()))
            .to_vec()
    });
    let head = ["size", "groups", "people"].map(|column| {
        let key = format!("inclusion.column.{column}");
        (message(lang, &key, &[]), Align::End)
    });
    blocks.push(Block::Table(Table {
        caption: message(lang, "inclusion.groups", &[]),
        head: head.to_vec(),
        rows: rows.collect(),
        bars: None,
    }));
    blocks
}
