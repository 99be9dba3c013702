//! The same rules once more, slowly and written differently: one paper at a time, nothing kept
//! between rounds but what the statute keeps.

use isonomia::transcript::Event;

use crate::harness::{Ask, conserves, report, units};
use crate::profiles::{Dice, Made};

/// Among `tied` those with the extreme vote at the latest stage where they differ, then the
/// first (or, to lose, the last) in the order of the file.
fn break_tie(history: &[Vec<u64>], tied: &[usize], most: bool) -> usize {
    let mut left: Vec<usize> = tied.to_vec();
    for stage in history.iter().rev() {
        let pick = if most {
            left.iter().map(|c| stage[*c]).max()
        } else {
            left.iter().map(|c| stage[*c]).min()
        };
        left.retain(|c| Some(stage[*c]) == pick);
    }
    if most { left[0] } else { *left.last().unwrap() }
}

struct NaiveStv {
    history: Vec<Vec<u64>>,
    exhausted: Vec<u64>,
    elected: Vec<usize>,
}

/// Scottish rules over single papers: who holds each paper is told by what is left of it.
fn scottish(made: &Made) -> NaiveStv {
    const ONE: u64 = 100_000;
    let m = made.options;
    let mut papers: Vec<(Vec<usize>, u64)> = Vec::new();
    for (ranks, copies) in &made.ballots {
        // Consecutive single preferences only.
        let clear: Vec<usize> = ranks
            .iter()
            .take_while(|rank| rank.len() == 1)
            .map(|rank| rank[0])
            .collect();
        if !clear.is_empty() {
            papers.extend((0..*copies).map(|_| (clear.clone(), ONE)));
        }
    }
    let valid = u64::try_from(papers.len()).unwrap();
    let seats = usize::try_from(made.seats).unwrap();
    let quota = (valid / (u64::from(made.seats) + 1) + 1) * ONE;
    // A paper lies with the first name left on it; names of those gone are struck out as they go.
    let mut kept = vec![0u64; m]; // what an elected candidate keeps once the surplus is gone
    let mut open = vec![true; m];
    let mut done = vec![false; m]; // papers gone
    let mut over: Vec<usize> = Vec::new();
    let mut out = NaiveStv {
        history: Vec::new(),
        exhausted: Vec::new(),
        elected: Vec::new(),
    };
    loop {
        let mut votes = kept.clone();
        let mut nowhere = 0;
        for (names, value) in &papers {
            match names.first() {
                Some(first) => votes[*first] += value,
                None => nowhere += value,
            }
        }
        out.history.push(votes.clone());
        out.exhausted.push(nowhere);
        let mut now: Vec<usize> = (0..m).filter(|c| open[*c] && votes[*c] >= quota).collect();
        now.sort_by(|a, b| votes[*b].cmp(&votes[*a]).then(a.cmp(b)));
        for c in now {
            open[c] = false;
            out.elected.push(c);
            if votes[c] > quota {
                over.push(c);
            }
        }
        let mut rest: Vec<usize> = (0..m).filter(|c| open[*c]).collect();
        if rest.len() + out.elected.len() <= seats {
            rest.sort_by(|a, b| votes[*b].cmp(&votes[*a]).then(a.cmp(b)));
            out.elected.append(&mut rest);
            return out;
        }
        if out.elected.len() == seats {
            return out;
        }
        let best = over.iter().map(|c| votes[*c]).max();
        let (who, surplus) = if let Some(best) = best {
            over.sort_unstable();
            let tied: Vec<usize> = over.iter().copied().filter(|c| votes[*c] == best).collect();
            let who = break_tie(&out.history, &tied, true);
            over.retain(|c| *c != who);
            kept[who] = quota;
            (who, Some(best - quota))
        } else {
            let least = rest.iter().map(|c| votes[*c]).min().unwrap();
            let tied: Vec<usize> = rest
                .iter()
                .copied()
                .filter(|c| votes[*c] == least)
                .collect();
            let who = break_tie(&out.history, &tied, false);
            open[who] = false;
            (who, None)
        };
        done[who] = true;
        for (names, value) in &mut papers {
            if names.first() == Some(&who) {
                if let Some(surplus) = surplus {
                    let exact = u128::from(*value) * u128::from(surplus);
                    *value = u64::try_from(exact / u128::from(votes[who])).unwrap();
                }
                while names.first().is_some_and(|c| done[*c] || !open[*c]) {
                    names.remove(0);
                }
            }
        }
    }
}

#[test]
fn scottish_counts_agree_with_the_naive_one() {
    let mut dice = Dice::new(1);
    let mut surpluses = 0;
    for round in 0..3000 {
        let made = Made::random(&mut dice, round % 3 == 0);
        let contest = made.contest();
        let ask = Ask {
            rule: "ranked/stv-scottish",
            ties: "statute,listed",
            ..Ask::default()
        };
        let report = report(&contest, ask).unwrap();
        conserves(&report);
        let naive = scottish(&made);
        let mut at = 0;
        for event in &report.events {
            match event {
                Event::Stage {
                    tallies, exhausted, ..
                } => {
                    let mut votes = vec![0; made.options];
                    for (option, tally) in tallies {
                        votes[usize::try_from(option.0).unwrap()] = units(tally);
                    }
                    assert_eq!(votes, naive.history[at], "{made:?}");
                    assert_eq!(units(exhausted), naive.exhausted[at], "{made:?}");
                    at += 1;
                }
                Event::Surplus { .. } => surpluses += 1,
                _ => {}
            }
        }
        assert_eq!(at, naive.history.len());
        let elected: Vec<usize> = report
            .outcome
            .winners()
            .iter()
            .map(|option| usize::try_from(option.0).unwrap())
            .collect();
        assert_eq!(elected, naive.elected, "{made:?}");
    }
    assert!(surpluses > 500, "{surpluses}: the profiles test too little");
}

/// The option a ballot counts for, walking it from its top each time.
fn counts_for(
    ranks: &[Vec<usize>],
    open: &[bool],
    equal: &str,
    most_blanks: Option<usize>,
) -> Option<usize> {
    let mut blanks = 0;
    for rank in ranks {
        match rank.as_slice() {
            [] => {
                blanks += 1;
                if most_blanks.is_some_and(|most| blanks > most) {
                    return None;
                }
                continue;
            }
            [only] => {
                if open[*only] {
                    return Some(*only);
                }
            }
            several => match equal {
                "exhaust" => return None,
                "skip" => {}
                _ => {
                    let left: Vec<usize> = several.iter().copied().filter(|c| open[*c]).collect();
                    match left.as_slice() {
                        [] => {}
                        [only] => return Some(*only),
                        _ => return None,
                    }
                }
            },
        }
        blanks = 0;
    }
    None
}

/// Tallies of each round and the winner.
fn irv(made: &Made, equal: &str, blanks: Option<usize>) -> (Vec<Vec<u64>>, Option<usize>) {
    let mut open = vec![true; made.options];
    let mut exhausted = vec![false; made.ballots.len()];
    let mut history: Vec<Vec<u64>> = Vec::new();
    loop {
        let mut votes = vec![0; made.options];
        for (at, (ranks, copies)) in made.ballots.iter().enumerate() {
            match counts_for(ranks, &open, equal, blanks) {
                Some(option) if !exhausted[at] => votes[option] += copies,
                // An exhausted paper stays so.
                _ => exhausted[at] = true,
            }
        }
        history.push(votes.clone());
        let active: u64 = votes.iter().sum();
        let left: Vec<usize> = (0..made.options).filter(|c| open[*c]).collect();
        if let Some(winner) = left.iter().find(|c| votes[**c] * 2 > active) {
            return (history, Some(*winner));
        }
        if left.len() < 2 {
            return (history, left.first().copied());
        }
        let least = left.iter().map(|c| votes[*c]).min().unwrap();
        let tied: Vec<usize> = left
            .iter()
            .copied()
            .filter(|c| votes[*c] == least)
            .collect();
        open[break_tie(&history, &tied, false)] = false;
    }
}

#[test]
fn instant_runoffs_agree_with_the_naive_one() {
    let mut dice = Dice::new(2);
    for round in 0..3000 {
        let mut made = Made::random(&mut dice, true);
        made.seats = 1;
        let contest = made.contest();
        let equal = ["exhaust", "skip", "exhaust-if-multiple"][round % 3];
        let (word, blanks) = [("unlimited", None), ("0", Some(0)), ("1", Some(1))][round / 3 % 3];
        let ask = Ask {
            rule: "ranked/irv",
            params: &[("equal_ranks", equal), ("blank_ranks", word)],
            ties: "statute,listed",
            seed: None,
        };
        let report = report(&contest, ask).unwrap();
        conserves(&report);
        let (history, winner) = irv(&made, equal, blanks);
        let mut at = 0;
        for event in &report.events {
            if let Event::Stage { tallies, .. } = event {
                let mut votes = vec![0; made.options];
                for (option, tally) in tallies {
                    votes[usize::try_from(option.0).unwrap()] = units(tally) / 100_000;
                }
                assert_eq!(votes, history[at], "{made:?}");
                at += 1;
            }
        }
        assert_eq!(at, history.len());
        let elected = report.outcome.winners().first().map(|option| option.0);
        assert_eq!(
            elected,
            winner.map(|c| u32::try_from(c).unwrap()),
            "{made:?}"
        );
    }
}

#[test]
fn batches_and_further_rounds_elect_the_same() {
    let mut dice = Dice::new(3);
    for _ in 0..1000 {
        let mut made = Made::random(&mut dice, false);
        made.seats = 1;
        let contest = made.contest();
        let winners = |params: &[(&str, &str)]| {
            let ask = Ask {
                rule: "ranked/irv",
                params,
                ties: "listed",
                seed: None,
            };
            let report = report(&contest, ask).unwrap();
            conserves(&report);
            report.outcome.winners()
        };
        let plain = winners(&[]);
        assert_eq!(plain, winners(&[("batch", "losers")]), "{made:?}");
        assert_eq!(plain, winners(&[("until", "two")]), "{made:?}");
        assert_eq!(
            plain,
            winners(&[("until", "two"), ("batch", "losers")]),
            "{made:?}"
        );
    }
}
