//! Every optimal rule against all committees, tried one by one.

use std::collections::BTreeSet;

use crate::ballot::{BallotKind, Limits};
use crate::id::OptionId;
use crate::instance::{Contest, Instance, Options};
use crate::num::Ratio;
use crate::profile::ProfileBuilder;
use crate::rule::{Count, CountError, CountOptions, Known};
use crate::run::next_path;
use crate::tie::TieRule;
use crate::transcript::Event;

/// Ballots as sets of options, with the weight of each.
type Ballots = Vec<(Vec<u32>, u64)>;

/// What a committee is worth: the greatest wins.
type Worth = dyn Fn(&Ballots, &[u32]) -> Vec<Ratio>;

fn contest(options: u32, seats: u32, ballots: &Ballots, papers: bool) -> Instance {
    let mut named = Options::new();
    for number in 0..options {
        let id = number.to_string();
        named.push(&id, &id).unwrap();
    }
    let mut profile = ProfileBuilder::new(BallotKind::Approval, options);
    for (approved, weight) in ballots {
        let approved: Vec<OptionId> = approved.iter().copied().map(OptionId).collect();
        let (papers, weight) = if papers { (*weight, 1) } else { (1, *weight) };
        profile.approval(&approved, papers, weight, 1).unwrap();
    }
    Instance::Contest(Contest {
        options: named,
        profile: profile.finish(),
        seats,
        limits: Limits::default(),
    })
}

/// The committees that a rule elects along every way, and the note with its value.
fn elected(rule: &str, instance: &Instance, ties: &[TieRule]) -> (Vec<Vec<u32>>, String) {
    let prepared = crate::rules::find(rule).unwrap().prepare(&[]).unwrap();
    let (mut all, mut path, mut text) = (Vec::new(), Vec::new(), String::new());
    let mut known = Known::default();
    loop {
        let options = CountOptions {
            ties: ties.to_vec(),
            ..CountOptions::default()
        };
        let mut cx = Count::along(options, path.clone()).knowing(known);
        let outcome = prepared.count(instance, &mut cx).unwrap();
        all.push(outcome.winners().iter().map(|option| option.0).collect());
        let parts = cx.into_parts();
        if let Some(Event::Note { args, .. }) = parts.events.first() {
            text.clone_from(&args[0]);
        }
        known = parts.known;
        path.resize(parts.branches.len(), 0);
        match next_path(&mut path, &parts.branches) {
            Some(next) => path = next,
            None => return (all, text),
        }
    }
}

/// All committees of a size, in lexicographic order.
fn committees(options: u32, seats: u32) -> Vec<Vec<u32>> {
    let sets = (0..1u32 << options).filter(|set| set.count_ones() == seats);
    let members = |set: u32| (0..options).filter(|c| set >> c & 1 == 1).collect();
    let mut all: Vec<Vec<u32>> = sets.map(members).collect();
    all.sort();
    all
}

fn best(worth: &Worth, ballots: &Ballots, options: u32, seats: u32) -> Vec<Vec<u32>> {
    let all = committees(options, seats);
    let values: Vec<Vec<Ratio>> = all.iter().map(|c| worth(ballots, c)).collect();
    let most = values.iter().max().unwrap().clone();
    let pairs = all.into_iter().zip(values);
    pairs
        .filter(|(_, value)| *value == most)
        .map(|(committee, _)| committee)
        .collect()
}

/// Random profiles in which ties abound: small, with repeated ballots and equal options.
fn profiles(count: u32, most: u32) -> impl Iterator<Item = (u32, u32, Ballots)> {
    let mut state = 20_u32;
    let mut below = move |n: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 12) % n
    };
    (0..count).map(move |_| {
        let options = 2 + below(6);
        let seats = 1 + below(options.min(5));
        let voters = below(9);
        let dense = 2 + below(3);
        let heavy = below(2) * (most - 1);
        let copies = below(3) == 0;
        let ballots = (0..voters).map(|_| {
            let mut approved: Vec<u32> = (0..options).filter(|_| below(dense) == 0).collect();
            if copies {
                // Whoever approves option 0 approves the last one too, and only they.
                approved.retain(|c| *c != options - 1);
                if approved.first() == Some(&0) {
                    approved.push(options - 1);
                }
            }
            (approved, u64::from(1 + below(1 + heavy)))
        });
        (options, seats, ballots.collect())
    })
}

/// A rule elects all committees that are worth most, each once; and under an order the one
/// that comes first in it.
fn agrees(rule: &str, papers: bool, (count, most): (u32, u32), worth: &Worth) {
    let mut tied = 0;
    for (options, seats, ballots) in profiles(count, most) {
        let instance = contest(options, seats, &ballots, papers);
        let expected = best(worth, &ballots, options, seats);
        tied += u32::from(expected.len() > 1);
        let (found, _) = elected(rule, &instance, &[TieRule::All]);
        let set: BTreeSet<Vec<u32>> = found.iter().cloned().collect();
        let what = format!("{rule} {options} {seats} {ballots:?}");
        assert_eq!(set.len(), found.len(), "{what}");
        assert_eq!(set.into_iter().collect::<Vec<_>>(), expected, "{what}");
        let (listed, _) = elected(rule, &instance, &[TieRule::Listed]);
        assert_eq!(listed, expected[..1], "{what}");
    }
    assert!(tied * 10 > count, "{tied} ties in {count} profiles");
}

fn in_both(approved: &[u32], committee: &[u32]) -> u32 {
    let count = approved.iter().filter(|c| committee.contains(c)).count();
    u32::try_from(count).unwrap()
}

/// The score of a Thiele method with weights `1/n` given by their denominators, 0 for none.
fn thiele(ballots: &Ballots, committee: &[u32], denominator: &dyn Fn(u32) -> u32) -> Vec<Ratio> {
    let mut sum = Ratio::ZERO;
    for (approved, weight) in ballots {
        for nth in 1..=in_both(approved, committee) {
            if denominator(nth) > 0 {
                sum += Ratio::from_parts((*weight).into(), denominator(nth).into());
            }
        }
    }
    vec![sum]
}

#[test]
fn thiele_methods_find_all_the_best_committees() {
    let rules: [(&str, &dyn Fn(u32) -> u32); 4] = [
        ("committee/pav", &|n| n),
        ("committee/slav", &|n| 2 * n - 1),
        ("committee/cc", &|n| u32::from(n == 1)),
        ("committee/geom2", &|n| 1 << (n - 1)),
    ];
    for (rule, denominator) in rules {
        for papers in [true, false] {
            agrees(rule, papers, (150, 5), &|ballots, committee| {
                thiele(ballots, committee, denominator)
            });
        }
    }
}

#[test]
fn more_equal_committees_than_are_kept_are_told_apart_by_search() {
    // Any five of sixteen: 4368 committees. The options differ, for each has a voter of its own.
    let ballots: Ballots = (0..16).map(|c| (vec![c], 1)).collect();
    let instance = contest(16, 5, &ballots, true);
    let (found, score) = elected("committee/pav", &instance, &[TieRule::Listed]);
    assert_eq!((found, score.as_str()), (vec![vec![0, 1, 2, 3, 4]], "5"));
    // A paper for the last two together: they cannot both be in.
    let mut ballots: Ballots = (0..14).map(|c| (vec![c], 2)).collect();
    ballots.push((vec![14, 15], 2));
    let instance = contest(16, 5, &ballots, true);
    let (found, _) = elected(
        "committee/cc",
        &instance,
        &[TieRule::Given, TieRule::Listed],
    );
    assert_eq!(found, [[0, 1, 2, 3, 4]]);
}

#[test]
fn nodes_that_do_not_suffice_are_an_error() {
    let ballots: Ballots = (0..60)
        .map(|v| {
            (
                (0..12)
                    .filter(|c| ((v * v / 3) >> c) & 1 == 1 || (v + c) % 5 == 0)
                    .collect(),
                1,
            )
        })
        .collect();
    let instance = contest(12, 5, &ballots, true);
    let params = [("nodes".to_owned(), "0".to_owned())];
    let rule = crate::rules::find("committee/pav").unwrap();
    let mut cx = Count::new(CountOptions::default());
    let error = rule.prepare(&params).unwrap().count(&instance, &mut cx);
    assert_eq!(
        error,
        Err(CountError::Limit {
            what: "nodes",
            limit: 0
        })
    );
}

#[test]
fn adams_covers_most_voters_before_anything_else() {
    for papers in [true, false] {
        agrees(
            "committee/adams",
            papers,
            (150, 5),
            &|ballots, committee| {
                let covered = thiele(ballots, committee, &|nth| u32::from(nth == 1));
                let beyond = thiele(ballots, committee, &|nth| nth - 1);
                [covered, beyond].concat()
            },
        );
    }
}

#[test]
fn lexicographic_coverage_finds_all_the_best_committees() {
    for papers in [true, false] {
        agrees(
            "committee/lexcc",
            papers,
            (200, 5),
            &|ballots, committee| {
                let at_least = |members: u32| -> u64 {
                    let has =
                        |(approved, _): &&(Vec<u32>, u64)| in_both(approved, committee) >= members;
                    ballots.iter().filter(has).map(|(_, weight)| weight).sum()
                };
                let counts = (1..=u32::try_from(committee.len()).unwrap()).map(at_least);
                counts.map(Ratio::from).collect()
            },
        );
    }
}

/// Distances of all papers, greatest first, less than zero.
fn distances(ballots: &Ballots, committee: &[u32]) -> Vec<Ratio> {
    let mut all = Vec::new();
    for (approved, papers) in ballots {
        let size = approved.len() + committee.len();
        let distance = size - 2 * usize::try_from(in_both(approved, committee)).unwrap();
        all.extend((0..*papers).map(|_| Ratio::from(distance)));
    }
    all.sort();
    all.into_iter().rev().map(|distance| -distance).collect()
}

#[test]
fn minimax_approval_finds_all_the_best_committees() {
    agrees(
        "committee/minimaxav",
        true,
        (200, 3),
        &|ballots, committee| distances(ballots, committee).into_iter().take(1).collect(),
    );
    agrees("committee/lexminimaxav", true, (200, 3), &distances);
}

/// The best assignment to equal parts, one voter after the other.
fn assigned(ballots: &Ballots, committee: &[u32]) -> Vec<Ratio> {
    let voters: u64 = ballots.iter().map(|(_, papers)| papers).sum();
    let seats = u64::try_from(committee.len()).unwrap();
    let (floor, extra) = (voters / seats, voters % seats);
    let mut states = std::collections::BTreeMap::from([(vec![0u64; committee.len()], 0u64)]);
    for (approved, papers) in ballots {
        for _ in 0..*papers {
            let mut next = std::collections::BTreeMap::new();
            for (sizes, score) in &states {
                for (at, member) in committee.iter().enumerate() {
                    let mut sizes = sizes.clone();
                    sizes[at] += 1;
                    let full = sizes.iter().filter(|size| **size > floor).count();
                    let full = u64::try_from(full).unwrap();
                    if sizes[at] <= floor + 1 && full <= extra {
                        let score = score + u64::from(approved.contains(member));
                        let best = next.entry(sizes).or_insert(0);
                        *best = score.max(*best);
                    }
                }
            }
            states = next;
        }
    }
    vec![Ratio::from(states.into_values().max().unwrap())]
}

#[test]
fn monroe_finds_all_the_best_committees() {
    agrees("committee/monroe", true, (120, 2), &assigned);
}

/// Loads of one member each that sets of members need, by trying all sets; greatest first, with
/// the votes that carry them.
fn loads(ballots: &Ballots, committee: &[u32]) -> (usize, Vec<(Ratio, u64)>) {
    let has_vote = |c: &&u32| ballots.iter().any(|(approved, _)| approved.contains(c));
    let mut members: Vec<u32> = committee.iter().filter(has_vote).copied().collect();
    let unsupported = committee.len() - members.len();
    let mut left = ballots.clone();
    let mut loads = Vec::new();
    while !members.is_empty() {
        let sets = (1..1u32 << members.len()).map(|set| {
            let of: Vec<u32> = (0..members.len())
                .filter(|at| set >> at & 1 == 1)
                .map(|at| members[at])
                .collect();
            let pays = |(approved, _): &&(Vec<u32>, u64)| of.iter().any(|c| approved.contains(c));
            let votes: u64 = left.iter().filter(pays).map(|(_, weight)| weight).sum();
            (
                Ratio::from_parts(of.len().into(), votes.into()),
                of.len(),
                of,
                votes,
            )
        });
        // Of sets that need the greatest load the largest holds all others.
        let (load, _, of, votes) = sets.max().unwrap();
        left.retain(|(approved, _)| !of.iter().any(|c| approved.contains(c)));
        members.retain(|member| !of.contains(member));
        loads.push((load, votes));
    }
    (unsupported, loads)
}

#[test]
fn least_loads_find_all_the_best_committees() {
    for papers in [true, false] {
        agrees(
            "committee/minimaxphragmen",
            papers,
            (150, 4),
            &|ballots, committee| {
                let (unsupported, loads) = loads(ballots, committee);
                let greatest = loads.first().map_or(Ratio::ZERO, |(load, _)| load.clone());
                vec![-Ratio::from(unsupported), -greatest]
            },
        );
        agrees(
            "committee/leximaxphragmen",
            papers,
            (150, 4),
            &|ballots, committee| {
                let (unsupported, loads) = loads(ballots, committee);
                let mut worth = vec![-Ratio::from(unsupported)];
                let mut carried = 0;
                for (load, votes) in loads {
                    worth.extend((0..votes).map(|_| -load.clone()));
                    carried += votes;
                }
                let all: u64 = ballots.iter().map(|(_, weight)| weight).sum();
                worth.extend((carried..all).map(|_| Ratio::ZERO));
                worth
            },
        );
    }
}
