//! Small random elections against the definitions, computed the slow way.

use super::{Constraints, ratio};
use super::{budget, counted};
use crate::id::OptionId;
use crate::instance::{Budget, Instance};
use crate::lottery::{DrawKey, Seed, Stream};
use crate::num::{Integer, Natural, Ratio};
use crate::outcome::Outcome;
use crate::rule::{Count, CountOptions};
use crate::run::Work;
use crate::tie::TieRule;
use crate::why::{Effort, Found, Proof, explain, hundredths};

fn below(stream: &mut Stream, n: u32) -> u32 {
    u32::try_from(stream.below(u128::from(n)).expect("a number")).expect("small")
}

/// Up to seven voters and five projects.
fn election(stream: &mut Stream) -> Budget {
    let names = ["a", "b", "c", "d", "e"];
    let costs: Vec<(&str, u64)> = names
        .iter()
        .map(|name| (*name, u64::from(1 + below(stream, 30))))
        .collect();
    let voters: Vec<Vec<u32>> = (0..3 + below(stream, 5))
        .map(|_| (0..5).filter(|_| below(stream, 2) == 0).collect())
        .collect();
    let ballots: Vec<(&[u32], u64)> = voters.iter().map(|ballot| (&**ballot, 1)).collect();
    let mut budget = budget(&costs, u64::from(20 + below(stream, 40)), &ballots);
    budget.constraints = Constraints::default();
    budget
}

fn wins(budget: Budget, rule: &str, params: &[(&str, &str)], option: OptionId) -> bool {
    let pairs: Vec<(String, String)> = params
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let entry = crate::rules::find(rule).expect("the rule");
    let mut cx = Count::new(CountOptions {
        ties: entry.meta.ties.to_vec(),
        ..CountOptions::default()
    });
    let prepared = entry.prepare(&pairs).expect("parameters");
    let outcome = prepared.count(&Instance::Budget(budget), &mut cx);
    outcome.is_ok_and(|outcome| outcome.winners().contains(&option))
}

/// The same election with more ballots for one option.
fn with_more(election: &Budget, option: OptionId, papers: u64) -> Budget {
    let mut builder =
        crate::profile::ProfileBuilder::new(election.profile.kind(), election.options.len());
    for class in election.profile.classes() {
        let ballot: Vec<OptionId> = class.options().collect();
        builder
            .approval(&ballot, class.papers, 1, 0)
            .expect("a ballot");
    }
    builder.approval(&[option], papers, 1, 0).expect("a ballot");
    Budget {
        profile: builder.finish(),
        ..election.clone()
    }
}

#[test]
fn chances_are_those_of_counting_every_number() {
    let seed: Seed = "5a".repeat(32).parse().expect("a seed");
    let mut stream = DrawKey::derive(seed, "chances").stream();
    // Of the last four neither a lower cost nor more votes always help, or only one of the two:
    // a cheaper project is worth less, changes what all others are worth to its voters, or is
    // never bought once it costs nothing.
    let rules: [(&str, &[(&str, &str)]); 7] = [
        ("budget/equal-shares", &[]),
        ("budget/equal-shares", &[("completion", "add1")]),
        ("budget/greedy", &[]),
        ("budget/greedy", &[("by", "utility"), ("utility", "cost")]),
        (
            "budget/greedy",
            &[("by", "utility-density"), ("utility", "cost")],
        ),
        ("budget/equal-shares", &[("utility", "relative-cost")]),
        ("budget/equal-shares", &[("free", "never")]),
    ];
    let (mut found, mut none) = (0, 0);
    for _ in 0..60 {
        let election = election(&mut stream);
        for (rule, params) in rules {
            let tie_free = {
                let entry = crate::rules::find(rule).expect("the rule");
                let prepared = entry.prepare(&[]).expect("parameters");
                let mut cx = Count::new(CountOptions {
                    ties: vec![TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed],
                    ..CountOptions::default()
                });
                let instance = Instance::Budget(election.clone());
                matches!(
                    prepared.count(&instance, &mut cx),
                    Ok(Outcome::Funded { .. })
                )
            };
            assert!(tie_free);
            if !undecided(&election, rule, params) {
                let (report, instance) = counted(election.clone(), rule, params);
                let work = &mut Work::default();
                let why = explain(&report, &instance, Effort::SECONDS, work).expect("why");
                for chance in &why.chances {
                    let p = chance.option;
                    let n = election.profile.papers();
                    let least =
                        (1..=n).find(|x| wins(with_more(&election, p, *x), rule, params, p));
                    match (chance.more_votes, least) {
                        (Some(Found::At { number, proof }), least) => {
                            found += 1;
                            assert_eq!(Some(number), least);
                            // "Never hurts" is a claim about every number, not about the least.
                            // Where a tie is left open nothing is won or lost.
                            let more = |x: u64| {
                                let more = with_more(&election, p, x);
                                undecided(&more, rule, params) || wins(more, rule, params, p)
                            };
                            assert!(proof != Proof::Monotone || (number..=n).all(more));
                        }
                        (Some(Found::NotUpTo(up_to)), _) => {
                            none += 1;
                            assert_eq!(up_to, n);
                        }
                        other => panic!("{other:?}"),
                    }
                    let at = |cost: u64| {
                        let mut changed = election.clone();
                        changed.costs[p] = cost;
                        wins(changed, rule, params, p)
                    };
                    let most = (0..election.costs[p]).rev().find(|cost| at(*cost));
                    match chance.lower_cost {
                        Some(Found::At {
                            number,
                            proof: Proof::Monotone,
                        }) => {
                            assert_eq!(Some(number), most);
                            let less = |cost: u64| {
                                let mut changed = election.clone();
                                changed.costs[p] = cost;
                                undecided(&changed, rule, params) || at(cost)
                            };
                            assert!((0..=number).all(less), "{rule} {params:?}");
                        }
                        Some(Found::At { number, .. }) => {
                            assert!(at(number) && !at(number + 1));
                        }
                        _ => assert!(most.is_none() || !at(0)),
                    }
                }
            }
        }
    }
    assert!(found > 100 && none > 0, "{found} {none}");
}

fn undecided(election: &Budget, rule: &str, params: &[(&str, &str)]) -> bool {
    let entry = crate::rules::find(rule).expect("the rule");
    let pairs: Vec<(String, String)> = params
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let mut cx = Count::new(CountOptions {
        ties: entry.meta.ties.to_vec(),
        ..CountOptions::default()
    });
    let instance = Instance::Budget(election.clone());
    let prepared = entry.prepare(&pairs).expect("parameters");
    prepared.count(&instance, &mut cx).is_err()
}

/// The price at which supporters pay the cost, by sorting their money.
fn price(money: &mut [Ratio], cost: u64) -> Option<Ratio> {
    money.sort();
    let mut left = Ratio::from(Natural::from(cost));
    for at in 0..money.len() {
        let rest = u32::try_from(money.len() - at).expect("few");
        let each = &left / ratio(rest, 1);
        if each <= money[at] {
            return Some(each);
        }
        left -= money[at].clone();
    }
    None
}

#[test]
fn effective_votes_and_money_are_those_of_the_definition() {
    let seed: Seed = "5b".repeat(32).parse().expect("a seed");
    let mut stream = DrawKey::derive(seed, "rounds").stream();
    let mut rounds_seen = 0;
    for _ in 0..80 {
        let election = election(&mut stream);
        if undecided(&election, "budget/equal-shares", &[]) {
            continue;
        }
        let (report, instance) = counted(election.clone(), "budget/equal-shares", &[]);
        let why = explain(&report, &instance, Effort::NONE, &mut Work::default()).expect("why");
        let rounds = why.rounds.expect("rounds");
        let voters: Vec<Vec<OptionId>> = election
            .profile
            .classes()
            .flat_map(|class| {
                let ballot: Vec<OptionId> = class.options().collect();
                vec![ballot; usize::try_from(class.papers).expect("few")]
            })
            .collect();
        let n = Natural::from(election.profile.papers());
        let share = Ratio::from_parts(Integer::from(election.budget), n);
        let mut money: Vec<Ratio> = vec![share; voters.len()];
        for at in 0..=rounds.purchases.len() {
            for project in election.options.all() {
                let has = |ballot: &[OptionId]| ballot.contains(&project);
                let mut theirs: Vec<Ratio> = voters
                    .iter()
                    .zip(&money)
                    .filter(|(ballot, _)| has(ballot))
                    .map(|(_, money)| money.clone())
                    .collect();
                let told = rounds.support[project].effective.get(at);
                let done = rounds
                    .purchases
                    .iter()
                    .take(at)
                    .any(|b| b.project == project);
                let price = price(&mut theirs, election.costs[project]).filter(|_| !done);
                let votes = price.map(|price| {
                    let hundred = Ratio::from(Natural::from(election.costs[project] * 100));
                    hundredths(&Natural::try_from((hundred / price).floor()).expect("positive"))
                });
                assert_eq!(told.map(hundredths), votes, "round {at}");
                rounds_seen += 1;
            }
            if let Some(bought) = rounds.purchases.get(at) {
                for (ballot, money) in voters.iter().zip(&mut money) {
                    if ballot.contains(&bought.project) {
                        let pays = bought.price.clone().min(money.clone());
                        *money -= pays;
                    }
                }
            }
        }
        let unspent: Ratio = money.iter().cloned().fold(Ratio::ZERO, |sum, m| sum + m);
        assert_eq!(rounds.unspent, unspent);
    }
    assert!(rounds_seen > 500);
}
