//! Approval and quadratic voting against sums made ballot by ballot.

use isonomia::ballot::{BallotKind, Limits};
use isonomia::id::OptionId;
use isonomia::instance::{Contest, Options};
use isonomia::outcome::Outcome;
use isonomia::profile::ProfileBuilder;

use crate::harness::{Ask, report};
use crate::profiles::Dice;

/// Votes by option on one ballot, with copies.
type Ballot = (Vec<i64>, u64);

const CREDITS: u64 = 30;

fn contest(kind: BallotKind, m: usize, seats: u32, ballots: &[Ballot]) -> Contest {
    let mut options = Options::new();
    for number in 0..m {
        options.push(&format!("option {number}"), "").unwrap();
    }
    let mut builder = ProfileBuilder::new(kind, options.len());
    for (line, (votes, papers)) in (1..).zip(ballots) {
        let scored: Vec<(OptionId, i64)> = options
            .all()
            .zip(votes.iter().copied())
            .filter(|(_, votes)| *votes != 0)
            .collect();
        let approved: Vec<OptionId> = scored.iter().map(|(option, _)| *option).collect();
        match kind {
            BallotKind::Approval => builder.approval(&approved, *papers, 1, line),
            _ => builder.scored(&scored, *papers, 1, line),
        }
        .unwrap();
    }
    Contest {
        options,
        profile: builder.finish(),
        seats,
        limits: Limits {
            credits: Some(CREDITS),
            negative: true,
            ..Limits::default()
        },
    }
}

/// Scores by option, winners, and papers not counted.
fn count(rule: &str, contest: &Contest) -> (Vec<i128>, Vec<usize>, u64) {
    let ask = Ask {
        rule,
        ties: "lot",
        seed: Some(3),
        ..Ask::default()
    };
    let report = report(contest, ask).unwrap();
    let Outcome::Scores { scores, winners } = &report.outcome else {
        panic!("{:?}", report.outcome);
    };
    let mut by_option = vec![0; scores.len()];
    for (option, score) in scores {
        by_option[usize::try_from(option.0).unwrap()] = score.parse().unwrap();
    }
    let winners = winners
        .iter()
        .map(|option| usize::try_from(option.0).unwrap())
        .collect();
    (by_option, winners, report.ballots - report.valid)
}

#[test]
fn scores_are_sums_and_winners_are_the_highest() {
    let mut dice = Dice::new(8);
    for round in 0..2000 {
        let approval = round % 2 == 0;
        let m = 1 + dice.below(6);
        let seats = dice.below(4);
        let ballots: Vec<Ballot> = (0..dice.below(9))
            .map(|_| {
                let votes = (0..m).map(|_| {
                    let votes = i64::try_from(dice.below(if approval { 2 } else { 8 })).unwrap();
                    if approval { votes } else { votes - 3 }
                });
                let votes = votes.collect();
                (votes, 1 + u64::try_from(dice.below(4)).unwrap())
            })
            .collect();
        let (kind, rule) = if approval {
            (BallotKind::Approval, "rated/approval")
        } else {
            (BallotKind::Allotment, "quadratic/voting")
        };
        let seats32 = u32::try_from(seats).unwrap();
        let (scores, winners, rejected) = count(rule, &contest(kind, m, seats32, &ballots));

        let (mut sums, mut over) = (vec![0i128; m], 0);
        for (votes, papers) in &ballots {
            let cost: i64 = votes.iter().map(|votes| votes * votes).sum();
            if !approval && cost > i64::try_from(CREDITS).unwrap() {
                over += papers;
                continue;
            }
            for (sum, votes) in sums.iter_mut().zip(votes) {
                *sum += i128::from(*votes) * i128::from(*papers);
            }
        }
        assert_eq!((&scores, rejected), (&sums, over), "{ballots:?}");
        let eligible: Vec<usize> = (0..m).filter(|option| sums[*option] >= 0).collect();
        assert_eq!(winners.len(), seats.min(eligible.len()), "{ballots:?}");
        let least = winners.iter().map(|option| sums[*option]).min();
        for option in eligible.iter().filter(|option| !winners.contains(option)) {
            assert!(
                least.is_none_or(|least| sums[*option] <= least),
                "{ballots:?}"
            );
        }
        assert!(winners.is_sorted_by_key(|option| -sums[*option]));

        // The order of ballots, and how papers fall into rows, decide nothing.
        let mut shuffled: Vec<Ballot> = ballots
            .iter()
            .flat_map(|(votes, papers)| (0..*papers).map(|_| (votes.clone(), 1)))
            .collect();
        shuffled.reverse();
        let again = count(rule, &contest(kind, m, seats32, &shuffled));
        assert_eq!(again, (scores, winners, rejected));
    }
}

#[test]
fn the_largest_votes_are_summed_exactly() {
    let most = i64::from(u32::MAX);
    let mut contest = contest(
        BallotKind::Allotment,
        2,
        1,
        &[
            (vec![most, 0], u64::MAX / 2),
            (vec![0, -most], u64::MAX / 2),
        ],
    );
    contest.limits.credits = Some(u64::MAX);
    let (scores, winners, rejected) = count("quadratic/voting", &contest);
    let sum = i128::from(most) * i128::from(u64::MAX / 2);
    assert_eq!((scores, winners, rejected), (vec![sum, -sum], vec![0], 0));
}
