//! A report as blocks: the answer first, then the table, then what happened.

use super::blocks::{Align, Bars, Block, Table};
use super::catalogue::{Lang, message, number};
use super::lottery;
use super::{basis, invalid_reason, problem_sentence, rounds};
use crate::id::{OptionId, ix, len32};
use crate::instance::{Budget, Instance};
use crate::outcome::Outcome;
use crate::report::{Lot, Report, SeedOrigin, Warning};
use crate::tie::TieRule;
use crate::transcript::Event;

/// What is shown: a report with the instance that it is about.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The report.
    pub report: &'a Report,
    /// The instance that was counted.
    pub instance: &'a Instance,
    /// Title of the election, or empty.
    pub title: &'a str,
}

impl Shown<'_> {
    /// The display name of an option.
    pub(super) fn name(&self, option: OptionId) -> String {
        self.instance.options().map_or_else(String::new, |options| {
            let (id, name) = (options.id(option), options.name(option));
            if name.is_empty() {
                id.to_owned()
            } else {
                name.to_owned()
            }
        })
    }

    /// The winners to be marked: none where ties leave several outcomes possible.
    pub(super) fn winners(&self) -> Vec<OptionId> {
        if self.undecided() {
            Vec::new()
        } else {
            self.report.outcome.winners()
        }
    }

    /// True where ties were followed every way and the ways lead to different outcomes.
    pub(super) fn undecided(&self) -> bool {
        self.report.outcomes.len() > 1
    }

    fn id(&self, option: OptionId) -> String {
        self.instance
            .options()
            .map_or_else(String::new, |options| options.id(option).to_owned())
    }

    /// Names as a list in prose: `A, B and C`.
    pub(super) fn names(&self, options: &[OptionId], lang: Lang) -> String {
        list(
            &options
                .iter()
                .map(|option| self.name(*option))
                .collect::<Vec<_>>(),
            lang,
        )
    }
}

/// `A, B and C`.
pub(super) fn list(items: &[String], lang: Lang) -> String {
    match items {
        [] => message(lang, "list.none", &[]),
        [only] => only.clone(),
        [first @ .., last] => message(
            lang,
            "list.and",
            &[("first", &first.join(", ")), ("last", last)],
        ),
    }
}

/// The whole document.
pub fn document(shown: &Shown<'_>, lang: Lang) -> Vec<Block> {
    let mut blocks = if shown.undecided() {
        undecided(shown, lang)
    } else {
        vec![Block::Lead(lead(shown, lang))]
    };
    if !shown.undecided() {
        blocks.extend(official(shown, lang));
    }
    blocks.push(Block::Para(basis::basis(shown, lang)));
    blocks.extend(basis::overruled(shown, lang).map(Block::Note));
    blocks.extend(basis::empty_seats(shown, lang).map(Block::Note));
    blocks.extend(basis::already(shown, lang).map(Block::Note));
    blocks.extend(warnings_of_chance(shown, lang));
    blocks.extend(ties_do_not_matter(shown, lang));
    if shown.undecided() {
        blocks.push(Block::Note(message(lang, "outcomes.one-way", &[])));
    } else {
        blocks.extend(outcome_table(shown, lang));
        if let Outcome::PanelLottery {
            people,
            certificate,
            ..
        } = &shown.report.outcome
        {
            blocks.extend(lottery::lottery(people, certificate, lang));
        }
    }
    blocks.extend(rounds::rounds(shown, lang));
    blocks.extend(papers(shown, lang));
    let digest = shown.report.result_digest(shown.instance);
    blocks.push(Block::Para(message(lang, "digest", &[("digest", &digest)])));
    blocks
}

/// The answer in one sentence.
fn lead(shown: &Shown<'_>, lang: Lang) -> String {
    match &shown.report.outcome {
        Outcome::Elected { elected } if elected.is_empty() => message(lang, "lead.nobody", &[]),
        Outcome::Elected { elected } => {
            let count = len32(elected.len()).to_string();
            message(
                lang,
                "lead.elected",
                &[("names", &shown.names(elected, lang)), ("n", &count)],
            )
        }
        Outcome::Scores { winners, .. } if winners.is_empty() => message(lang, "lead.nobody", &[]),
        Outcome::Scores { winners, .. } => {
            let count = len32(winners.len()).to_string();
            message(
                lang,
                "lead.winners",
                &[("names", &shown.names(winners, lang)), ("n", &count)],
            )
        }
        Outcome::Ranking { tiers } => match tiers.first() {
            None => message(lang, "lead.nobody", &[]),
            Some(first) => {
                let count = len32(first.len()).to_string();
                message(
                    lang,
                    "lead.first",
                    &[("names", &shown.names(first, lang)), ("n", &count)],
                )
            }
        },
        Outcome::Funded {
            selected,
            cost,
            left,
            ..
        } => {
            let of = shown
                .instance
                .options()
                .map_or(0, crate::instance::Options::len);
            let Instance::Budget(budget) = shown.instance else {
                return String::new();
            };
            message(
                lang,
                "lead.funded",
                &[
                    ("n", &number(lang, &len32(selected.len()).to_string())),
                    ("of", &number(lang, &of.to_string())),
                    ("cost", &money(budget, *cost, lang)),
                    ("budget", &money(budget, budget.budget, lang)),
                    ("left", &money(budget, *left, lang)),
                ],
            )
        }
        Outcome::Panel { seats, members } => {
            let Instance::Pool(pool) = shown.instance else {
                return String::new();
            };
            let ids: Vec<String> = members
                .iter()
                .map(|person| pool.id(*person).to_owned())
                .collect();
            let (seats, people) = (seats.to_string(), pool.len().to_string());
            message(
                lang,
                "lead.panel",
                &[("n", &seats), ("of", &people), ("ids", &list(&ids, lang))],
            )
        }
        Outcome::PanelLottery { seats, people, .. } => lottery::lead(*seats, people, lang),
    }
}

/// An amount of money for people.
pub(super) fn money(budget: &Budget, amount: u64, lang: Lang) -> String {
    number(lang, &budget.text(amount))
}

/// Agreement with the official result in the file.
fn official(shown: &Shown<'_>, lang: Lang) -> Option<Block> {
    let official = shown.report.official.as_ref()?;
    if official.agrees() {
        return Some(Block::Para(message(lang, "official.agrees", &[])));
    }
    let mut sentences = vec![message(lang, "official.differs", &[])];
    for (key, options) in [
        ("official.only-official", &official.only_official),
        ("official.only-here", &official.only_here),
    ] {
        if !options.is_empty() {
            sentences.push(message(
                lang,
                key,
                &[("names", &shown.names(options, lang))],
            ));
        }
    }
    Some(Block::Note(sentences.join(" ")))
}

/// Ties and lots are never silent.
fn warnings_of_chance(shown: &Shown<'_>, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    let ties = shown
        .report
        .events
        .iter()
        .filter(|event| {
            let all = TieRule::All.word();
            matches!(event, Event::Tie { decided_by, .. } if *decided_by != all)
        })
        .count();
    if ties > 0 {
        blocks.push(Block::Note(message(
            lang,
            "ties.count",
            &[("n", &ties.to_string())],
        )));
    }
    if let Some((seed, origin)) = &shown.report.seed {
        let key = match origin {
            SeedOrigin::Operator => "seed.operator",
            SeedOrigin::Rehearsal => "seed.rehearsal",
            SeedOrigin::Draw => "seed.draw",
        };
        let lot = shown.report.lot.as_ref();
        let of = |part: &dyn Fn(&Lot) -> String| lot.map(part).unwrap_or_default();
        blocks.push(Block::Note(message(
            lang,
            key,
            &[
                ("seed", &seed.to_string()),
                ("draw", &of(&|lot| lot.draw_id.clone())),
                ("label", &of(&|lot| lot.label.clone())),
            ],
        )));
    }
    blocks
}

fn column(lang: Lang, key: &str, align: Align) -> (String, Align) {
    (message(lang, key, &[]), align)
}

/// The table that belongs to the kind of outcome.
fn outcome_table(shown: &Shown<'_>, lang: Lang) -> Option<Block> {
    match &shown.report.outcome {
        Outcome::Funded {
            selected, amounts, ..
        } => Some(funded_table(shown, selected, amounts, lang)),
        Outcome::Scores { scores, winners } => {
            let head = vec![
                column(lang, "column.option", Align::Start),
                column(lang, "column.score", Align::End),
                column(lang, "column.result", Align::Start),
            ];
            let yes = message(lang, "result.wins", &[]);
            let rows = scores.iter().map(|(option, score)| {
                let result = if winners.contains(option) {
                    yes.clone()
                } else {
                    String::new()
                };
                vec![shown.name(*option), number(lang, score), result]
            });
            let bars = bars(
                scores
                    .iter()
                    .map(|(option, score)| (score.as_str(), winners.contains(option))),
            );
            let caption = message(lang, "caption.scores", &[]);
            Some(Block::Table(Table {
                caption,
                head,
                rows: rows.collect(),
                bars: Some(bars),
            }))
        }
        Outcome::Ranking { tiers } => {
            let head = vec![
                column(lang, "column.place", Align::End),
                column(lang, "column.option", Align::Start),
            ];
            let mut place = 1;
            let mut rows = Vec::new();
            for tier in tiers {
                for option in tier {
                    rows.push(vec![place.to_string(), shown.name(*option)]);
                }
                place += tier.len();
            }
            Some(Block::Table(Table {
                caption: message(lang, "caption.ranking", &[]),
                head,
                rows,
                bars: None,
            }))
        }
        Outcome::Panel { members, .. } => panel_table(shown, members, lang),
        Outcome::Elected { .. } | Outcome::PanelLottery { .. } => None,
    }
}

/// Funded projects in order, each with what made it the next.
fn funded_table(
    shown: &Shown<'_>,
    selected: &[OptionId],
    amounts: &[(OptionId, u64)],
    lang: Lang,
) -> Block {
    let Instance::Budget(budget) = shown.instance else {
        return Block::List(Vec::new());
    };
    let head = vec![
        column(lang, "column.order", Align::End),
        column(lang, "column.project", Align::Start),
        column(lang, "column.id", Align::Start),
        column(lang, "column.cost", Align::End),
        column(lang, "column.why", Align::Start),
    ];
    let why = |project: OptionId| {
        shown
            .report
            .events
            .iter()
            .rev()
            .find_map(|event| match event {
                Event::Fund {
                    project: funded,
                    by,
                    amount,
                    ..
                } if *funded == project => Some(message(
                    lang,
                    &format!("fund.{by}"),
                    &[("amount", &number(lang, amount))],
                )),
                _ => None,
            })
    };
    let gets = |project: OptionId| {
        let other = amounts.iter().find(|(part, _)| *part == project);
        other.map_or(budget.costs[project], |(_, amount)| *amount)
    };
    let rows = selected.iter().enumerate().map(|(at, project)| {
        vec![
            (at + 1).to_string(),
            shown.name(*project),
            shown.id(*project),
            money(budget, gets(*project), lang),
            why(*project).unwrap_or_default(),
        ]
    });
    Block::Table(Table {
        caption: message(lang, "caption.funded", &[]),
        head,
        rows: rows.collect(),
        bars: None,
    })
}

/// Members of a panel against the quotas.
fn panel_table(shown: &Shown<'_>, members: &[crate::id::PersonId], lang: Lang) -> Option<Block> {
    let Instance::Pool(pool) = shown.instance else {
        return None;
    };
    let head = vec![
        column(lang, "column.feature", Align::Start),
        column(lang, "column.value", Align::Start),
        column(lang, "column.pool", Align::End),
        column(lang, "column.panel", Align::End),
        column(lang, "column.quota", Align::End),
    ];
    let mut rows = Vec::new();
    for (feature, described) in pool.features().iter() {
        for (value, quota) in described.values.iter() {
            let seated = members
                .iter()
                .filter(|person| pool.value(**person, feature) == value)
                .count();
            rows.push(vec![
                described.name.clone(),
                quota.name.clone(),
                pool.count(feature, value).to_string(),
                seated.to_string(),
                format!("{}–{}", quota.min, quota.max),
            ]);
        }
    }
    Some(Block::Table(Table {
        caption: message(lang, "caption.panel", &[]),
        head,
        rows,
        bars: None,
    }))
}

/// Bars for exact texts; only lengths are rounded, and only for the picture.
pub(super) fn bars<'a>(items: impl Iterator<Item = (&'a str, bool)>) -> Bars {
    let mut won = Vec::new();
    let mut lengths: Vec<u128> = Vec::new();
    for (text, wins) in items {
        let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
        lengths.push(whole.parse().unwrap_or_default());
        won.push(wins);
    }
    let most = lengths.iter().copied().max().unwrap_or_default().max(1);
    let part = |length: &u128| {
        let thousandths = length
            .saturating_mul(1000)
            .checked_div(most)
            .unwrap_or_default();
        u32::try_from(thousandths).unwrap_or(1000)
    };
    Bars {
        thousandths: lengths.iter().map(part).collect(),
        won,
    }
}

/// The answer where ties leave several outcomes possible: how many, and each of them.
fn undecided(shown: &Shown<'_>, lang: Lang) -> Vec<Block> {
    let key = if shown.report.complete {
        "lead.undecided"
    } else {
        "lead.undecided-some"
    };
    let count = number(lang, &shown.report.outcomes.len().to_string());
    let items = shown
        .report
        .outcomes
        .iter()
        .map(|outcome| shown.names(&outcome.winners(), lang));
    vec![
        Block::Lead(message(lang, key, &[("n", &count)])),
        Block::List(items.collect()),
    ]
}

/// Where ties were followed every way and all ways lead to one outcome.
fn ties_do_not_matter(shown: &Shown<'_>, lang: Lang) -> Option<Block> {
    let report = shown.report;
    let followed = report.events.iter().any(|event| {
        let all = TieRule::All.word();
        matches!(event, Event::Tie { decided_by, .. } if *decided_by == all)
    });
    let key = if report.complete {
        "outcomes.same"
    } else {
        "outcomes.same-so-far"
    };
    (followed && !shown.undecided()).then(|| Block::Note(message(lang, key, &[])))
}

/// Papers not counted, and warnings about the input.
fn papers(shown: &Shown<'_>, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    let groups = shown.report.invalid.groups();
    if !groups.is_empty() {
        let head = vec![
            column(lang, "column.reason", Align::Start),
            column(lang, "column.papers", Align::End),
            column(lang, "column.lines", Align::Start),
        ];
        let rows = groups.iter().map(|group| {
            let mut lines: Vec<String> = group.lines.iter().take(8).map(u32::to_string).collect();
            if group.lines.len() > ix(8) {
                lines.push("…".to_owned());
            }
            vec![
                invalid_reason(group, lang),
                number(lang, &group.papers.to_string()),
                lines.join(", "),
            ]
        });
        let caption = message(lang, "caption.invalid", &[]);
        blocks.push(Block::Table(Table {
            caption,
            head,
            rows: rows.collect(),
            bars: None,
        }));
    }
    if !shown.report.warnings.is_empty() {
        blocks.push(Block::Heading(message(lang, "heading.warnings", &[])));
        let items = shown.report.warnings.iter().map(|w| warning(w, lang));
        blocks.push(Block::List(items.collect()));
    }
    blocks
}

/// Warnings of one code: the first three that say something different, each with its line, and
/// how many there are.
fn warning(warning: &Warning, lang: Lang) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut items: Vec<String> = Vec::new();
    for problem in &warning.first {
        let sentence = problem_sentence(problem, lang);
        if said.contains(&sentence) || said.len() == 3 {
            continue;
        }
        let line = problem.line.to_string();
        items.push(match problem.line {
            0 => sentence.clone(),
            _ => format!(
                "{}: {sentence}",
                message(lang, "place.line", &[("n", &line)])
            ),
        });
        said.push(sentence);
    }
    let first = items.join(" ");
    if u64::from(len32(items.len())) >= warning.count {
        return first;
    }
    let count = number(lang, &warning.count.to_string());
    message(lang, "warning.many", &[("first", &first), ("n", &count)])
}
