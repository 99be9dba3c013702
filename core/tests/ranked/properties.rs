//! What holds for every profile, for every rule on rankings.

use std::collections::BTreeMap;

use isonomia::ballot::{BallotKind, Limits};
use isonomia::id::OptionId;
use isonomia::instance::{Contest, Options};
use isonomia::profile::ProfileBuilder;
use isonomia::report::Report;
use isonomia::rule::Seats;
use isonomia::rules::RULES;
use isonomia::transcript::Event;

use crate::harness::{Ask, report};
use crate::profiles::{Dice, Made};

/// Rules on contests with ballots of a kind.
fn rules(kind: BallotKind) -> impl Iterator<Item = (&'static str, Seats)> {
    RULES
        .iter()
        .filter(move |rule| rule.input == "contest" && rule.meta.ballots.contains(&kind))
        .map(|rule| (rule.meta.id, rule.meta.seats))
}

/// Winners and tallies by id, in an order that does not depend on that of the file.
fn by_id(contest: &Contest, report: &Report) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let id = |option: OptionId| contest.options.id(option).to_owned();
    let mut winners: Vec<String> = report.outcome.winners().into_iter().map(id).collect();
    winners.sort();
    let stages = report.events.iter().filter_map(|event| match event {
        Event::Stage { tallies, .. } => Some(
            tallies
                .iter()
                .map(|(option, votes)| (id(*option), votes.clone()))
                .collect(),
        ),
        _ => None,
    });
    (winners, stages.collect())
}

#[test]
fn the_order_of_options_and_ballots_decides_nothing() {
    let mut dice = Dice::new(4);
    for _ in 0..500 {
        let mut made = Made::random(&mut dice, false);
        let mut order: Vec<usize> = (0..made.options).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        for (rule, seats) in rules(BallotKind::Ranking) {
            if seats == Seats::One {
                made.seats = 1;
            }
            let ask = Ask {
                rule,
                ties: "statute,lot",
                seed: Some(9),
                ..Ask::default()
            };
            let plain = made.contest();
            let expected = by_id(&plain, &report(&plain, ask).unwrap());
            let mut shuffled = made.clone();
            shuffled.ballots.reverse();
            // One paper a row is the same profile as equal papers in one row.
            shuffled.ballots = shuffled
                .ballots
                .iter()
                .flat_map(|(ranks, copies)| (0..*copies).map(|_| (ranks.clone(), 1)))
                .collect();
            let contest = shuffled.relabelled(&order);
            let found = by_id(&contest, &report(&contest, ask).unwrap());
            assert_eq!(found, expected, "{rule} {made:?}");
        }
    }
}

/// Contests in which there is little or nothing to count.
fn barren(kind: BallotKind) -> Vec<(&'static str, Contest)> {
    let contest = |count: u32, seats: u32, withdraw: bool, ballots: &[&[u32]]| {
        let mut options = Options::new();
        for number in 0..count {
            let option = options.push(&format!("option {number}"), "").unwrap();
            if withdraw {
                options.withdraw(option);
            }
        }
        let mut builder = ProfileBuilder::new(kind, count);
        for (line, ballot) in (1..).zip(ballots) {
            let ballot: Vec<OptionId> = ballot.iter().map(|number| OptionId(*number)).collect();
            match kind {
                BallotKind::Ranking => builder.ranking(&ballot, 3, 1, line),
                BallotKind::Approval => builder.approval(&ballot, 3, 1, line),
                BallotKind::Score | BallotKind::Allotment | BallotKind::Knapsack => {
                    let scored: Vec<(OptionId, i64)> =
                        ballot.iter().map(|option| (*option, 2)).collect();
                    builder.scored(&scored, 3, 1, line)
                }
            }
            .unwrap();
        }
        Contest {
            options,
            profile: builder.finish(),
            seats,
            limits: Limits {
                credits: Some(100),
                ..Limits::default()
            },
        }
    };
    vec![
        ("nothing at all", contest(0, 1, false, &[])),
        ("no options, blank papers", contest(0, 1, false, &[&[]])),
        ("no seats", contest(2, 0, false, &[&[0], &[1]])),
        ("no ballots", contest(3, 1, false, &[])),
        (
            "no ballots, every place for someone",
            contest(3, 5, false, &[]),
        ),
        ("one option, no ballots", contest(1, 1, false, &[])),
        ("one option", contest(1, 1, false, &[&[0]])),
        ("all withdrawn", contest(2, 1, true, &[&[0, 1], &[1]])),
        ("all blank", contest(2, 1, false, &[&[]])),
        (
            "more places than options",
            contest(2, 4, false, &[&[0, 1], &[1]]),
        ),
        ("all equal", contest(3, 2, false, &[&[0], &[1], &[2]])),
    ]
}

#[test]
fn a_profile_with_nothing_to_count_gives_an_outcome_or_an_error() {
    for kind in BallotKind::ALL {
        for (rule, _) in rules(kind) {
            for (name, contest) in barren(kind) {
                for ties in ["statute", "statute,lot", "all"] {
                    let ask = Ask {
                        rule,
                        ties,
                        seed: Some(1),
                        ..Ask::default()
                    };
                    match report(&contest, ask) {
                        Ok(report) => {
                            for winner in report.outcome.winners() {
                                assert!(!contest.options.is_withdrawn(winner), "{rule} {name}");
                            }
                        }
                        Err(problems) => {
                            let codes: Vec<&str> = problems.iter().map(|p| p.code).collect();
                            let undecided = ties == "statute" && codes == ["tie-undecided"];
                            assert!(
                                undecided || codes == ["seats-not-accepted"],
                                "{rule} {name} {problems:?}"
                            );
                        }
                    }
                }
            }
        }
    }
}
