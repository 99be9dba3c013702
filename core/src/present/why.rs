//! An explanation as blocks: what voters got, the rounds, how far the others were, and the
//! outcome beside most votes first.

use super::blocks::{Align, Bars, Block, Lines, Series, Table};
use super::catalogue::{Lang, message, number};
use super::document::{Shown, money};
use crate::id::{OptionId, len32};
use crate::instance::{Budget, Instance};
use crate::num::{Integer, Natural, Ratio};
use crate::why::{Chance, Found, Loads, Part, PartKind, Proof, Reason, Rounds, Voters, Why};

/// What is told of one loser at most: the purchases that took most of its supporters' money.
const INSTEAD: usize = 3;

/// An explanation, to stand alone or below a document.
pub fn why(why: &Why, shown: &Shown<'_>, lang: Lang) -> Vec<Block> {
    let Instance::Budget(budget) = shown.instance else {
        return voters(&why.voters, false, lang);
    };
    let mut blocks = voters(&why.voters, true, lang);
    blocks.extend(parts(&why.parts, budget, lang));
    if let Some(rounds) = &why.rounds {
        blocks.extend(purchases(rounds, shown, budget, lang));
    }
    blocks.extend(why.loads.as_ref().map(|loads| saved(loads, budget, lang)));
    blocks.extend(others(why, shown, budget, lang));
    blocks.extend(greedy(why, shown, budget, lang));
    blocks
}

fn column(lang: Lang, key: &str, align: Align) -> (String, Align) {
    (message(lang, key, &[]), align)
}

fn count(lang: Lang, n: u64) -> String {
    number(lang, &n.to_string())
}

/// A part of a whole in per cent, with one decimal, half a tenth rounded up.
fn percent(lang: Lang, part: u64, whole: u64) -> String {
    let tenths = (u128::from(part) * 2000 + u128::from(whole))
        .checked_div(u128::from(whole) * 2)
        .unwrap_or_default();
    format!(
        "{} %",
        number(lang, &format!("{}.{}", tenths / 10, tenths % 10))
    )
}

/// A fraction with two decimals, half a hundredth rounded up.
fn decimal(lang: Lang, ratio: &Ratio, times: u32) -> String {
    let hundredths = ratio * Ratio::from(Natural::from(times * 100u32));
    let half = Ratio::from_parts(Integer::from(1), Natural::from(2u8));
    let rounded = Natural::try_from((hundredths + half).floor()).unwrap_or_default();
    number(lang, &crate::why::hundredths(&rounded))
}

fn voters(voters: &Voters, of_budget: bool, lang: Lang) -> Vec<Block> {
    let all = voters.voters;
    let mut said = message(
        lang,
        "why.left-out",
        &[
            ("n", &count(lang, voters.left_out)),
            ("of", &count(lang, all)),
            ("percent", &percent(lang, voters.left_out, all)),
            ("average", &decimal(lang, &voters.average_winners, 1)),
        ],
    );
    if of_budget {
        let share = format!("{} %", decimal(lang, &voters.average_share, 100));
        said.push(' ');
        said.push_str(&message(lang, "why.share", &[("percent", &share)]));
    }
    let nothing = message(lang, "why.nothing", &[]);
    let name = |at: u64| {
        if at == 0 {
            nothing.clone()
        } else {
            at.to_string()
        }
    };
    let part = |at: u64| match at {
        0 => nothing.clone(),
        _ => message(lang, "why.up-to", &[("n", &(at * 10).to_string())]),
    };
    let mut blocks = vec![
        Block::Heading(message(lang, "why.heading.voters", &[])),
        Block::Para(said),
        histogram(
            "winners",
            "by-winners",
            &voters.by_winners,
            all,
            &name,
            lang,
        ),
    ];
    if !voters.by_share.is_empty() {
        blocks.push(histogram(
            "money",
            "by-share",
            &voters.by_share,
            all,
            &part,
            lang,
        ));
    }
    blocks
}

fn histogram(
    head: &str,
    caption: &str,
    numbers: &[u64],
    all: u64,
    name: &dyn Fn(u64) -> String,
    lang: Lang,
) -> Block {
    let rows = (0u64..)
        .zip(numbers)
        .map(|(at, voters)| vec![name(at), count(lang, *voters), percent(lang, *voters, all)]);
    table(
        lang,
        caption,
        &[
            (&format!("why.column.{head}"), Align::Start),
            ("why.column.voters", Align::End),
            ("why.column.percent", Align::End),
        ],
        rows.collect(),
        Some(bars(numbers, &|_| false)),
    )
}

fn table(
    lang: Lang,
    caption: &str,
    head: &[(&str, Align)],
    rows: Vec<Vec<String>>,
    bars: Option<Bars>,
) -> Block {
    let head = head.iter().map(|(key, align)| column(lang, key, *align));
    Block::Table(Table {
        caption: message(lang, &format!("why.caption.{caption}"), &[]),
        head: head.collect(),
        rows,
        bars,
    })
}

fn bars(numbers: &[u64], won: &dyn Fn(usize) -> bool) -> Bars {
    let most = u128::from(numbers.iter().copied().max().unwrap_or_default().max(1));
    let part = |number: &u64| {
        let part = (u128::from(*number) * 1000).checked_div(most);
        u32::try_from(part.unwrap_or_default()).unwrap_or(1000)
    };
    Bars {
        thousandths: numbers.iter().map(part).collect(),
        won: (0..numbers.len()).map(won).collect(),
    }
}

fn parts(parts: &[Part], budget: &Budget, lang: Lang) -> Vec<Block> {
    if parts.is_empty() {
        return Vec::new();
    }
    let spent: u64 = parts
        .iter()
        .filter(|part| part.kind == PartKind::Pot)
        .fold(0, |sum, part| sum.saturating_add(part.spent));
    let rows = parts.iter().map(|part| {
        let key = format!("why.part.{}", part.kind.word());
        let whole = if part.kind == PartKind::Pot {
            spent
        } else {
            budget.budget
        };
        vec![
            message(lang, &key, &[("id", &part.id)]),
            part.amount
                .map_or_else(String::new, |amount| money(budget, amount, lang)),
            part.projects.to_string(),
            part.funded.to_string(),
            money(budget, part.spent, lang),
            percent(lang, part.spent, whole),
            count(lang, part.voters),
            count(lang, part.left_out),
        ]
    });
    let spent: Vec<u64> = parts.iter().map(|part| part.spent).collect();
    vec![
        Block::Heading(message(lang, "why.heading.parts", &[])),
        table(
            lang,
            "parts",
            &[
                ("why.column.part", Align::Start),
                ("why.column.amount", Align::End),
                ("why.column.projects", Align::End),
                ("why.column.funded", Align::End),
                ("why.column.spent", Align::End),
                ("why.column.percent", Align::End),
                ("why.column.voters", Align::End),
                ("why.column.left-out", Align::End),
            ],
            rows.collect(),
            Some(bars(&spent, &|_| false)),
        ),
    ]
}

fn purchases(rounds: &Rounds, shown: &Shown<'_>, budget: &Budget, lang: Lang) -> Vec<Block> {
    let one = Ratio::from(Natural::from(budget.scale.one()));
    let amount = |ratio: &Ratio| decimal(lang, &(ratio / &one), 1);
    let rows = (1u32..).zip(&rounds.purchases).map(|(at, purchase)| {
        let effective = rounds.support[purchase.project].effective.last();
        vec![
            at.to_string(),
            shown.name(purchase.project),
            money(budget, budget.costs[purchase.project], lang),
            effective.map_or_else(String::new, |votes| {
                number(lang, &crate::why::hundredths(votes))
            }),
            amount(&purchase.price),
            count(lang, purchase.payers),
            count(lang, purchase.in_full),
        ]
    });
    let endowment = [("endowment", &*amount(&rounds.endowment))];
    vec![
        Block::Heading(message(lang, "why.heading.rounds", &[])),
        Block::Para(message(lang, "why.endowment", &endowment)),
        Block::Lines(lines(rounds, shown, lang)),
        table(
            lang,
            "rounds",
            &[
                ("column.order", Align::End),
                ("column.project", Align::Start),
                ("column.cost", Align::End),
                ("why.column.effective", Align::End),
                ("why.column.price", Align::End),
                ("why.column.payers", Align::End),
                ("why.column.in-full", Align::End),
            ],
            rows.collect(),
            None,
        ),
        Block::Para(message(
            lang,
            "why.unspent",
            &[("amount", &amount(&rounds.unspent))],
        )),
    ]
}

/// Effective votes of each project over the rounds, in thousandths of the most.
fn lines(rounds: &Rounds, shown: &Shown<'_>, lang: Lang) -> Lines {
    let all = || {
        rounds
            .support
            .values()
            .flat_map(|support| &support.effective)
    };
    let most = all().max().cloned().unwrap_or_default().max(Natural::ONE);
    let series = rounds
        .support
        .iter()
        .filter(|(_, support)| !support.effective.is_empty());
    let series = series.map(|(project, support)| {
        let thousandths = support.effective.iter().map(|votes| {
            let part = votes * Natural::from(1000u32) / &most;
            u32::try_from(part).unwrap_or(1000)
        });
        Series {
            name: shown.name(project),
            thousandths: thousandths.collect(),
            won: rounds
                .purchases
                .iter()
                .any(|bought| bought.project == project),
        }
    });
    let n = len32(rounds.purchases.len());
    Lines {
        caption: message(lang, "why.caption.lines", &[]),
        about: message(lang, "why.chart.lines", &[("n", &n.to_string())]),
        rounds: n,
        series: series.collect(),
    }
}

/// How fast voters saved under Phragmén.
fn saved(loads: &Loads, budget: &Budget, lang: Lang) -> Block {
    let last = loads.purchases.last().map(|(_, load)| load.clone());
    let one = Ratio::from(Natural::from(budget.scale.one()));
    let end = decimal(lang, &(last.unwrap_or_default() / one), 1);
    Block::Para(message(lang, "why.loads", &[("end", &end)]))
}

/// The projects without money: what stood behind them, and what it would have taken.
fn others(why: &Why, shown: &Shown<'_>, budget: &Budget, lang: Lang) -> Vec<Block> {
    let chance = |option| why.chances.iter().find(|chance| chance.option == option);
    let withdrawn = |option: OptionId| matches!(why.reasons[option], Reason::Excluded { reason } if reason == "withdrawn");
    let mut order: Vec<OptionId> = why.chances.iter().map(|chance| chance.option).collect();
    let rest = budget.options.all().filter(|option| {
        !order.contains(option) && !why.winners.contains(option) && !withdrawn(*option)
    });
    order.extend(rest.collect::<Vec<_>>());
    if order.is_empty() {
        return Vec::new();
    }
    let mut head = vec![
        ("column.project", Align::Start),
        ("column.cost", Align::End),
        ("why.column.votes", Align::End),
    ];
    if why.rounds.is_some() || why.loads.is_some() {
        head.push(("why.column.behind", Align::End));
        head.push(("why.column.missing", Align::End));
    }
    if !why.chances.is_empty() {
        head.push(("why.column.more-votes", Align::End));
        head.push(("why.column.lower-cost", Align::End));
    }
    let mut behind = Vec::new();
    let rows: Vec<Vec<String>> = order
        .iter()
        .map(|option| {
            let cost = budget.costs[*option];
            let mut row = vec![
                shown.name(*option),
                money(budget, cost, lang),
                count(lang, why.votes[*option]),
            ];
            if let Some(held) = why.behind(*option) {
                let held = crate::why::floor_units(held);
                row.push(money(budget, held, lang));
                row.push(money(budget, cost.saturating_sub(held), lang));
                behind.push(muldiv_thousand(held, cost));
            }
            if !why.chances.is_empty() {
                let [votes, cost] = chance_cells(chance(*option), budget, lang);
                row.extend([votes, cost]);
            }
            row
        })
        .collect();
    let pictured = (!behind.is_empty()).then(|| Bars {
        won: vec![false; behind.len()],
        thousandths: behind,
    });
    let mut blocks = vec![Block::Heading(message(lang, "why.heading.others", &[]))];
    blocks.push(table(lang, "others", &head, rows, pictured));
    if !why.chances.is_empty() {
        let neighbour = |chance: &Chance| {
            let votes = chance.more_votes;
            matches!(
                votes,
                Some(Found::At {
                    proof: Proof::Neighbour,
                    ..
                })
            )
        };
        let mut said = message(lang, "why.more-votes.how", &[]);
        if why.chances.iter().any(neighbour) {
            said.push(' ');
            said.push_str(&message(lang, "why.more-votes.neighbour", &[]));
        }
        blocks.push(Block::Para(said));
    }
    blocks.extend(instead(why, &order, shown, budget, lang));
    blocks
}

/// What stands behind a project in thousandths of its cost, at most all.
fn muldiv_thousand(held: u64, cost: u64) -> u32 {
    let part = crate::num::muldiv(held, 1000, cost).unwrap_or(1000);
    u32::try_from(part).unwrap_or(1000).min(1000)
}

fn chance_cells(chance: Option<&Chance>, budget: &Budget, lang: Lang) -> [String; 2] {
    let say = |key: &str, n: &str| message(lang, key, &[("n", n)]);
    let votes = chance
        .and_then(|chance| chance.more_votes)
        .map(|found| match found {
            Found::At { number, proof } => {
                let mark = if proof == Proof::Neighbour { "~ " } else { "" };
                format!("{mark}{}", say("why.more-votes", &count(lang, number)))
            }
            Found::NotUpTo(number) => say("why.not-up-to", &count(lang, number)),
            Found::NotTried => say("why.not-tried", ""),
        });
    let cost = chance
        .and_then(|chance| chance.lower_cost)
        .map(|found| match found {
            Found::At { number, .. } => money(budget, number, lang),
            Found::NotUpTo(_) => say("why.no-cost", ""),
            Found::NotTried => say("why.not-tried", ""),
        });
    [votes.unwrap_or_default(), cost.unwrap_or_default()]
}

/// The purchases that took most of the money of the supporters of each loser.
fn instead(
    why: &Why,
    order: &[OptionId],
    shown: &Shown<'_>,
    budget: &Budget,
    lang: Lang,
) -> Option<Block> {
    let rounds = why.rounds.as_ref()?;
    let row = |option: &OptionId| {
        let spent_on = &rounds.support[*option].spent_on;
        let told = spent_on.iter().take(INSTEAD).map(|(project, amount)| {
            let amount = money(budget, *amount, lang);
            let args = [("name", &*shown.name(*project)), ("amount", &*amount)];
            message(lang, "why.paid-for", &args)
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| vec![shown.name(*option), told.join("; ")])
    };
    let rows: Vec<Vec<String>> = order.iter().filter_map(row).collect();
    let head = [
        ("column.project", Align::Start),
        ("why.column.instead", Align::Start),
    ];
    (!rows.is_empty()).then(|| table(lang, "spent-on", &head, rows, None))
}

fn greedy(why: &Why, shown: &Shown<'_>, budget: &Budget, lang: Lang) -> Vec<Block> {
    let Some(greedy) = &why.greedy else {
        return Vec::new();
    };
    let heading = Block::Heading(message(lang, "why.heading.greedy", &[]));
    if greedy.only_here.is_empty() && greedy.only_there.is_empty() {
        return vec![heading, Block::Para(message(lang, "why.greedy.equal", &[]))];
    }
    let mut said = vec![message(
        lang,
        "why.greedy.voters",
        &[
            ("better", &count(lang, greedy.better)),
            ("worse", &count(lang, greedy.worse)),
            ("same", &count(lang, greedy.same)),
        ],
    )];
    for (key, projects) in [
        ("why.greedy.only-here", &greedy.only_here),
        ("why.greedy.only-greedy", &greedy.only_there),
    ] {
        if !projects.is_empty() {
            said.push(message(
                lang,
                key,
                &[("names", &shown.names(projects, lang))],
            ));
        }
    }
    let of = |voters: &Voters, funded: usize, cost: u64| {
        let left_out = percent(lang, voters.left_out, voters.voters);
        [
            format!("{} ({left_out})", count(lang, voters.left_out)),
            decimal(lang, &voters.average_winners, 1),
            format!("{} %", decimal(lang, &voters.average_share, 100)),
            funded.to_string(),
            money(budget, cost, lang),
        ]
    };
    let spent = match &shown.report.outcome {
        crate::outcome::Outcome::Funded { cost, .. } => *cost,
        _ => 0,
    };
    let here = of(&why.voters, why.winners.len(), spent);
    let there = of(&greedy.voters, greedy.other.len(), greedy.cost);
    let names = ["left-out", "winners", "share", "funded", "cost"];
    let rows = names
        .iter()
        .zip(here)
        .zip(there)
        .map(|((name, here), there)| {
            vec![
                message(lang, &format!("why.measure.{name}"), &[]),
                here,
                there,
            ]
        });
    vec![
        heading,
        Block::Para(said.join(" ")),
        table(
            lang,
            "greedy",
            &[
                ("why.column.measure", Align::Start),
                ("why.column.here", Align::End),
                ("why.column.greedy", Align::End),
            ],
            rows.collect(),
            None,
        ),
    ]
}
