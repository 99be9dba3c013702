//! What happened during a count, stage by stage.

use super::blocks::{Align, Block, Table};
use super::catalogue::{Lang, message, number};
use super::document::{Shown, bars, list};
use crate::id::OptionId;
use crate::transcript::{Amounts, Event};

/// Stages beside each other in one table.
const STAGES_A_TABLE: usize = 6;

struct Stage<'a> {
    number: u32,
    tallies: &'a Amounts,
    exhausted: &'a str,
    rounding: Option<&'a str>,
}

/// Sentences and tables for the events of a report.
pub(super) fn rounds(shown: &Shown<'_>, lang: Lang) -> Vec<Block> {
    let mut sentences = Vec::new();
    let mut tables = Vec::new();
    let mut stages: Vec<Stage<'_>> = Vec::new();
    let mut skipped = Vec::new();
    for event in &shown.report.events {
        match event {
            Event::Stage {
                stage,
                tallies,
                exhausted,
                rounding,
                ..
            } => {
                sentences.extend(stage_sentence(shown, *stage, event, lang));
                stages.push(Stage {
                    number: *stage,
                    tallies,
                    exhausted,
                    rounding: rounding.as_deref(),
                });
            }
            Event::Fund { .. } => {}
            Event::Skip {
                project,
                reason,
                cost,
                available,
            } => {
                let why = message(
                    lang,
                    &format!("skip.{reason}"),
                    &[
                        ("available", &number(lang, available)),
                        ("cost", &number(lang, cost)),
                    ],
                );
                skipped.push(vec![shown.name(*project), number(lang, cost), why]);
            }
            Event::Pairwise { of, options, rows } => {
                tables.push(matrix(shown, of, options, rows, lang));
            }
            Event::Scores { of, scores } => tables.push(scores_table(shown, of, scores, lang)),
            Event::Strata { strata } => tables.push(strata_table(strata, lang)),
            other => sentences.extend(sentence(shown, other, lang)),
        }
    }
    let mut blocks = Vec::new();
    // Where the outcome is open, what one way passes over is no answer.
    if !skipped.is_empty() && !shown.undecided() {
        let head = vec![
            (message(lang, "column.project", &[]), Align::Start),
            (message(lang, "column.cost", &[]), Align::End),
            (message(lang, "column.reason", &[]), Align::Start),
        ];
        let caption = message(lang, "caption.not-funded", &[]);
        blocks.push(Block::Table(Table {
            caption,
            head,
            rows: skipped,
            bars: None,
        }));
    }
    if !sentences.is_empty() || !stages.is_empty() {
        blocks.push(Block::Heading(message(lang, "heading.rounds", &[])));
    }
    blocks.extend(stage_tables(shown, &stages, lang));
    if !sentences.is_empty() {
        blocks.push(Block::List(sentences));
    }
    blocks.extend(tables);
    blocks
}

fn stage_sentence(shown: &Shown<'_>, stage: u32, event: &Event, lang: Lang) -> Option<String> {
    let Event::Stage {
        action,
        tallies,
        exhausted,
        ..
    } = event
    else {
        return None;
    };
    let (leader, votes) = tallies.iter().max_by(|a, b| compare_text(&a.1, &b.1))?;
    let action = message(lang, &format!("stage.{action}"), &[]);
    Some(message(
        lang,
        "event.stage",
        &[
            ("stage", &stage.to_string()),
            ("action", &action),
            ("leader", &shown.name(*leader)),
            ("votes", &number(lang, votes)),
            ("exhausted", &number(lang, exhausted)),
        ],
    ))
}

/// Compares plain decimals with equal places: by length of the whole part, then by text.
fn compare_text(a: &str, b: &str) -> std::cmp::Ordering {
    let whole = |t: &str| t.split_once('.').map_or(t.len(), |(whole, _)| whole.len());
    whole(a).cmp(&whole(b)).then_with(|| a.cmp(b))
}

fn sentence(shown: &Shown<'_>, event: &Event, lang: Lang) -> Option<String> {
    Some(match event {
        Event::Quota { formula, votes } => message(
            lang,
            &format!("event.quota.{formula}"),
            &[("votes", &number(lang, votes))],
        ),
        Event::Elect { options, reason } => {
            let count = options.len().to_string();
            let key = format!("event.elect.{reason}");
            message(
                lang,
                &key,
                &[("names", &shown.names(options, lang)), ("n", &count)],
            )
        }
        Event::Exclude { options, reason } => {
            let count = options.len().to_string();
            let key = format!("event.exclude.{reason}");
            message(
                lang,
                &key,
                &[("names", &shown.names(options, lang)), ("n", &count)],
            )
        }
        Event::Seat {
            option,
            by,
            amount,
            next,
        } => {
            let (rival, rival_amount) = next.as_ref().map_or_else(Default::default, |next| {
                (shown.name(next.0), number(lang, &next.1))
            });
            message(
                lang,
                &format!("event.seat.{by}"),
                &[
                    ("name", &shown.name(*option)),
                    ("amount", &number(lang, amount)),
                    ("rival", &rival),
                    ("rival_amount", &rival_amount),
                ],
            )
        }
        Event::Leave { option, by, amount } => message(
            lang,
            &format!("event.leave.{by}"),
            &[
                ("name", &shown.name(*option)),
                ("amount", &number(lang, amount)),
            ],
        ),
        Event::Surplus { from, surplus, of } => message(
            lang,
            "event.surplus",
            &[
                ("name", &shown.name(*from)),
                ("surplus", &number(lang, surplus)),
                ("votes", &number(lang, of)),
            ],
        ),
        Event::Tie {
            purpose,
            among,
            decided_by,
            chosen,
            ..
        } => message(
            lang,
            if *decided_by == "all" {
                "event.tie-all"
            } else {
                "event.tie"
            },
            &[
                ("names", &shown.names(among, lang)),
                (
                    "purpose",
                    &message(lang, &format!("purpose.{purpose}"), &[]),
                ),
                ("rule", &message(lang, &format!("tie.{decided_by}"), &[])),
                ("chosen", &shown.name(*chosen)),
            ],
        ),
        Event::Probe {
            endowment,
            cost,
            verdict,
        } => message(
            lang,
            &format!("event.probe.{verdict}"),
            &[
                ("endowment", &number(lang, endowment)),
                ("cost", &number(lang, cost)),
            ],
        ),
        Event::Comparison {
            rules,
            voters,
            taken,
        } => {
            let [first, second] = rules.map(|rule| message(lang, &format!("rule.{rule}"), &[]));
            let [for_first, for_second, neither] = voters;
            message(
                lang,
                "event.comparison",
                &[
                    ("first", &first),
                    ("second", &second),
                    ("for_first", &number(lang, for_first)),
                    ("for_second", &number(lang, for_second)),
                    ("neither", &number(lang, neither)),
                    ("taken", &message(lang, &format!("rule.{taken}"), &[])),
                ],
            )
        }
        Event::Draw { label, of, values } => {
            let numbers: Vec<String> = values.iter().map(u32::to_string).collect();
            message(
                lang,
                "event.draw",
                &[
                    ("label", label),
                    ("last", &of.saturating_sub(1).to_string()),
                    ("values", &list(&numbers, lang)),
                ],
            )
        }
        Event::Proposal { label, .. } => message(lang, "event.proposal", &[("label", label)]),
        Event::Note { code, args } => {
            // What decided between strata is a word of the tie policy.
            let shown = |(at, arg): (usize, &String)| {
                let word = if *code == "stratum-tie" && at == 1 {
                    message(lang, &format!("tie.{arg}"), &[])
                } else {
                    arg.clone()
                };
                (at.to_string(), word)
            };
            let numbered: Vec<(String, String)> = args.iter().enumerate().map(shown).collect();
            let args: Vec<(&str, &str)> = numbered
                .iter()
                .map(|(at, arg)| (at.as_str(), arg.as_str()))
                .collect();
            message(lang, &format!("note.{code}"), &args)
        }
        _ => return None,
    })
}

/// Tallies of all stages, a column each; what no continuing option holds stands below.
fn stage_tables(shown: &Shown<'_>, stages: &[Stage<'_>], lang: Lang) -> Vec<Block> {
    let Some(options) = shown.instance.options() else {
        return Vec::new();
    };
    let winners = shown.winners();
    let mut blocks = Vec::new();
    for chunk in stages.chunks(STAGES_A_TABLE) {
        let mut head = vec![(message(lang, "column.option", &[]), Align::Start)];
        head.extend(
            chunk
                .iter()
                .map(|stage| (stage.number.to_string(), Align::End)),
        );
        let tally = |stage: &Stage<'_>, option: OptionId| {
            let found = stage.tallies.iter().find(|(holder, _)| *holder == option);
            found.map_or_else(String::new, |(_, votes)| number(lang, votes))
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        for option in options.all() {
            let cells: Vec<String> = chunk.iter().map(|stage| tally(stage, option)).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                let mark = if winners.contains(&option) {
                    "✓ "
                } else {
                    ""
                };
                rows.push(
                    std::iter::once(format!("{mark}{}", shown.name(option)))
                        .chain(cells)
                        .collect(),
                );
            }
        }
        let mut below = |key: &str, cell: &dyn Fn(&Stage<'_>) -> String| {
            let cells = chunk.iter().map(cell);
            rows.push(
                std::iter::once(message(lang, key, &[]))
                    .chain(cells)
                    .collect(),
            );
        };
        below("row.exhausted", &|stage| number(lang, stage.exhausted));
        if chunk.iter().any(|stage| stage.rounding.is_some()) {
            below("row.rounding", &|stage| {
                stage
                    .rounding
                    .map_or_else(String::new, |text| number(lang, text))
            });
        }
        blocks.push(Block::Table(Table {
            caption: message(lang, "caption.stages", &[]),
            head,
            rows,
            bars: None,
        }));
    }
    blocks
}

fn matrix(
    shown: &Shown<'_>,
    of: &str,
    options: &[OptionId],
    rows: &[Vec<String>],
    lang: Lang,
) -> Block {
    let mut head = vec![(String::new(), Align::Start)];
    head.extend(
        options
            .iter()
            .map(|option| (shown.name(*option), Align::End)),
    );
    let rows = options
        .iter()
        .enumerate()
        .zip(rows)
        .map(|((at, option), row)| {
            let cells = row.iter().enumerate().map(|(column, cell)| {
                if column == at {
                    "—".to_owned()
                } else {
                    number(lang, cell)
                }
            });
            std::iter::once(shown.name(*option)).chain(cells).collect()
        });
    let caption = message(lang, &format!("caption.pairwise.{of}"), &[]);
    Block::Table(Table {
        caption,
        head,
        rows: rows.collect(),
        bars: None,
    })
}

fn scores_table(shown: &Shown<'_>, of: &str, scores: &Amounts, lang: Lang) -> Block {
    let head = vec![
        (message(lang, "column.option", &[]), Align::Start),
        (message(lang, "column.score", &[]), Align::End),
    ];
    let winners = shown.winners();
    let rows = scores
        .iter()
        .map(|(option, score)| vec![shown.name(*option), number(lang, score)]);
    let pictures = bars(
        scores
            .iter()
            .map(|(option, score)| (score.as_str(), winners.contains(option))),
    );
    let caption = message(lang, &format!("caption.scores.{of}"), &[]);
    Block::Table(Table {
        caption,
        head,
        rows: rows.collect(),
        bars: Some(pictures),
    })
}

fn strata_table(strata: &[(String, u32, String, u32)], lang: Lang) -> Block {
    let head = vec![
        (message(lang, "column.stratum", &[]), Align::Start),
        (message(lang, "column.people", &[]), Align::End),
        (message(lang, "column.share", &[]), Align::End),
        (message(lang, "column.seats", &[]), Align::End),
    ];
    let rows = strata.iter().map(|(name, people, share, seats)| {
        vec![
            name.clone(),
            people.to_string(),
            number(lang, share),
            seats.to_string(),
        ]
    });
    Block::Table(Table {
        caption: message(lang, "caption.strata", &[]),
        head,
        rows: rows.collect(),
        bars: None,
    })
}
