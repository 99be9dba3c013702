//! The Schulze method against its published example, its neighbours and all simple paths.

use isonomia::id::OptionId;
use isonomia::outcome::Outcome;
use isonomia::transcript::Event;

use crate::harness::{Ask, report};
use crate::profiles::{Dice, Made};

const SCHULZE: Ask<'static> = Ask {
    rule: "ranked/schulze",
    params: &[],
    ties: "",
    seed: None,
};

/// Ballots such as `5 ACBED`, options in the order of the alphabet.
fn letters(ballots: &[(u64, &str)]) -> Made {
    let options = ballots.iter().map(|(_, b)| b.len()).max().unwrap();
    let ranks = |ballot: &str| {
        let number = |letter: u8| usize::from(letter - b'A');
        ballot.bytes().map(|letter| vec![number(letter)]).collect()
    };
    Made {
        options,
        seats: 1,
        ballots: ballots.iter().map(|(n, b)| (ranks(b), *n)).collect(),
    }
}

type Matrix = Vec<Vec<u64>>;

/// Both matrices and the tiers.
fn count(made: &Made, strength: &str) -> (Matrix, Matrix, Vec<Vec<u32>>) {
    let ask = Ask {
        params: &[("strength", strength)],
        ..SCHULZE
    };
    let report = report(&made.contest(), ask).unwrap();
    let matrix = |name: &str| {
        let found = report.events.iter().find_map(|event| match event {
            Event::Pairwise { of, rows, .. } if *of == name => Some(rows),
            _ => None,
        });
        let number = |text: &String| text.parse().unwrap();
        let row = |row: &Vec<String>| row.iter().map(number).collect();
        found.unwrap().iter().map(row).collect()
    };
    let Outcome::Ranking { tiers } = &report.outcome else {
        panic!("{:?}", report.outcome);
    };
    let tiers = tiers
        .iter()
        .map(|tier| tier.iter().map(|option| option.0).collect())
        .collect();
    (matrix("preferences"), matrix("strongest-paths"), tiers)
}

#[test]
fn the_45_ballots_of_the_published_example() {
    let made = letters(&[
        (5, "ACBED"),
        (5, "ADECB"),
        (8, "BEDAC"),
        (3, "CABED"),
        (7, "CAEBD"),
        (2, "CBADE"),
        (7, "DCEBA"),
        (8, "EBADC"),
    ]);
    let (preferences, paths, tiers) = count(&made, "winning-votes");
    assert_eq!(
        preferences,
        [
            [0, 20, 26, 30, 22],
            [25, 0, 16, 33, 18],
            [19, 29, 0, 17, 24],
            [15, 12, 28, 0, 14],
            [23, 27, 21, 31, 0],
        ]
    );
    assert_eq!(
        paths,
        [
            [0, 28, 28, 30, 24],
            [25, 0, 28, 33, 24],
            [25, 29, 0, 29, 24],
            [25, 28, 28, 0, 24],
            [25, 28, 28, 31, 0],
        ]
    );
    assert_eq!(tiers, [[4], [0], [2], [1], [3]]);
}

#[test]
fn a_cycle_of_three_is_cut_at_its_weakest_link() {
    // 68 prefer A to B, 72 B to C, 52 C to A.
    let cycle = letters(&[(48, "ABC"), (20, "CAB"), (24, "BCA"), (8, "CBA")]);
    let (preferences, paths, tiers) = count(&cycle, "winning-votes");
    assert_eq!(preferences, [[0, 68, 48], [32, 0, 72], [52, 28, 0]]);
    assert_eq!(paths, [[0, 68, 68], [52, 0, 72], [52, 52, 0]]);
    assert_eq!(tiers, [[0], [1], [2]]);
}

#[test]
fn margins_and_winning_votes_differ_where_voters_leave_options_out() {
    let mut dice = Dice::new(7);
    let differ = (0..600).filter(|_| {
        let made = Made::random(&mut dice, true);
        count(&made, "margins").2 != count(&made, "winning-votes").2
    });
    assert!(differ.count() > 0);
}

#[test]
fn nobody_voted_and_all_are_one_tier() {
    let made = Made {
        options: 3,
        seats: 1,
        ballots: Vec::new(),
    };
    let (_, _, tiers) = count(&made, "winning-votes");
    assert_eq!(tiers, [[0, 1, 2]]);
}

/// The strongest path by trying every simple path.
fn brute(links: &[Vec<u64>], from: usize, to: usize, seen: &mut Vec<usize>) -> u64 {
    if from == to {
        return u64::MAX;
    }
    let mut best = 0;
    seen.push(from);
    for next in 0..links.len() {
        if !seen.contains(&next) && links[from][next] > 0 {
            best = best.max(links[from][next].min(brute(links, next, to, seen)));
        }
    }
    seen.pop();
    best
}

#[test]
fn preferences_and_paths_agree_with_brute_force() {
    let mut dice = Dice::new(5);
    for round in 0..600 {
        let made = Made::random(&mut dice, true);
        let strength = ["winning-votes", "margins"][round % 2];
        let (preferences, paths, tiers) = count(&made, strength);
        let m = made.options;
        let place = |ranks: &[Vec<usize>], option: usize| {
            let found = ranks.iter().position(|rank| rank.contains(&option));
            found.unwrap_or(usize::MAX)
        };
        let mut links = vec![vec![0; m]; m];
        for a in 0..m {
            for b in 0..m {
                let prefer = |a: usize, b: usize| -> u64 {
                    made.ballots
                        .iter()
                        .filter(|(ranks, _)| place(ranks, a) < place(ranks, b))
                        .map(|(_, copies)| copies)
                        .sum()
                };
                let (win, lose) = (prefer(a, b), prefer(b, a));
                assert_eq!(preferences[a][b], win, "{made:?}");
                if win > lose {
                    links[a][b] = if strength == "margins" {
                        win - lose
                    } else {
                        win
                    };
                }
            }
        }
        for (a, row) in paths.iter().enumerate() {
            for (b, path) in row.iter().enumerate().filter(|(b, _)| a != *b) {
                let strongest = brute(&links, a, b, &mut Vec::new());
                assert_eq!(*path, strongest, "{made:?}");
            }
        }
        // Each is in the first tier after all who are ranked over it.
        let tier = |option: usize| {
            let number = u32::try_from(option).unwrap();
            tiers
                .iter()
                .position(|tier| tier.contains(&number))
                .unwrap()
        };
        for (b, back) in paths.iter().enumerate() {
            let above = (0..m).filter(|a| *a != b && paths[*a][b] > back[*a]);
            let expected = above.map(|a| tier(a) + 1).max().unwrap_or(0);
            assert_eq!(tier(b), expected, "{made:?}");
        }
    }
}

#[test]
fn a_condorcet_winner_stands_alone_on_top() {
    let mut dice = Dice::new(6);
    let mut found = 0;
    for _ in 0..600 {
        let made = Made::random(&mut dice, true);
        let (preferences, _, tiers) = count(&made, "margins");
        let winner = (0..made.options).find(|a| {
            (0..made.options).all(|b| *a == b || preferences[*a][b] > preferences[b][*a])
        });
        if let Some(winner) = winner {
            assert_eq!(tiers[0], [u32::try_from(winner).unwrap()], "{made:?}");
            found += 1;
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn a_withdrawn_option_is_in_no_tier() {
    let made = letters(&[(5, "ABC"), (4, "BCA")]);
    let mut contest = made.contest();
    contest.options.withdraw(OptionId(0));
    let report = report(&contest, SCHULZE).unwrap();
    let tiers = vec![vec![OptionId(1)], vec![OptionId(2)]];
    assert_eq!(report.outcome, Outcome::Ranking { tiers });
}
