//! Explanations worked out by hand, by brute force, and figures of another program.

mod brute;
mod real;

use super::*;
use crate::ballot::{BallotKind, Limits};
use crate::formats::{Declared, Loaded, PoolColumns};
use crate::instance::{Constraints, Options, Pot};
use crate::num::{Integer, Scale};
use crate::problem::{Diagnostics, Invalid};
use crate::profile::ProfileBuilder;
use crate::run::{Request, count};

/// Projects with costs, and approval ballots with their papers.
fn budget(costs: &[(&str, u64)], money: u64, ballots: &[(&[u32], u64)]) -> Budget {
    let mut options = Options::new();
    for (id, _) in costs {
        options.push(id, id).expect("a new id");
    }
    let mut profile = ProfileBuilder::new(BallotKind::Approval, options.len());
    for (ballot, papers) in ballots {
        let ballot: Vec<OptionId> = ballot.iter().copied().map(OptionId).collect();
        profile.approval(&ballot, *papers, 1, 0).expect("a ballot");
    }
    Budget {
        options,
        costs: costs.iter().map(|(_, cost)| *cost).collect(),
        budget: money,
        scale: Scale(0),
        profile: profile.finish(),
        limits: Limits::default(),
        constraints: Constraints::default(),
        totals: None,
    }
}

fn counted(budget: Budget, rule: &str, params: &[(&str, &str)]) -> (Report, Instance) {
    let pair = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let request = Request {
        rule: Some(rule.to_owned()),
        params: params.iter().map(pair).collect(),
        ..Request::default()
    };
    let loaded = Loaded {
        instance: Instance::Budget(budget),
        declared: Declared::default(),
        files: Vec::new(),
        format: "pb",
        map: None,
        read_as: None,
        columns: PoolColumns::default(),
        invalid: Invalid::default(),
        papers: 0,
    };
    let diagnostics = Diagnostics::default();
    let report = count(&loaded, &diagnostics, &request, &mut Work::default());
    (report.expect("a count"), loaded.instance)
}

fn explained(budget: Budget, rule: &str, params: &[(&str, &str)]) -> Why {
    let (report, instance) = counted(budget, rule, params);
    explain(&report, &instance, Effort::SECONDS, &mut Work::default()).expect("an explanation")
}

fn ratio(over: u32, under: u32) -> Ratio {
    Ratio::from_parts(Integer::from(over), Natural::from(under))
}

const A: OptionId = OptionId(0);
const B: OptionId = OptionId(1);
const C: OptionId = OptionId(2);

/// Four voters with 10 each. Three support a (20), the third and fourth b (20), the first two c
/// (10).
fn four_voters() -> Budget {
    budget(
        &[("a", 20), ("b", 20), ("c", 10)],
        40,
        &[(&[0, 2], 2), (&[0, 1], 1), (&[1], 1)],
    )
}

#[test]
fn money_and_effective_votes_of_equal_shares_by_hand() {
    let why = explained(four_voters(), "budget/equal-shares", &[]);
    let rounds = why.rounds.expect("rounds");
    // a has three effective votes and is bought at 20/3 each; its supporters keep 10/3 each.
    assert_eq!(why.winners, [A]);
    assert_eq!(rounds.endowment, ratio(10, 1));
    let bought = &rounds.purchases[0];
    assert_eq!(
        (bought.project, &bought.price, bought.payers, bought.in_full),
        (A, &ratio(20, 3), 3, 3)
    );
    assert_eq!(bought.behind, ratio(30, 1));
    let votes = |project: OptionId| -> Vec<String> {
        let effective = rounds.support[project].effective.iter();
        effective.map(hundredths).collect()
    };
    assert_eq!(votes(A), ["3.00"]);
    // Before that b and c had two each; then b's supporters hold 10/3 + 10, c's 20/3.
    assert_eq!(votes(B), ["2.00"]);
    assert_eq!(votes(C), ["2.00"]);
    assert_eq!(rounds.support[B].behind, ratio(40, 3));
    assert_eq!(rounds.support[C].behind, ratio(20, 3));
    // The third voter paid 20/3 for a, the first two 40/3 together.
    assert_eq!(rounds.support[B].spent_on, [(A, 6)]);
    assert_eq!(rounds.support[C].spent_on, [(A, 13)]);
    assert_eq!(rounds.unspent, ratio(20, 1));
}

#[test]
fn what_the_others_were_short_of_by_hand() {
    let why = explained(four_voters(), "budget/equal-shares", &[]);
    let chance = |option| why.chances.iter().find(|c| c.option == option).expect("it");
    // One more for c: three effective votes like a, and the lower cost goes first.
    // One more for b: three like a, at the same cost and votes, which the policy leaves open; two
    // more: four.
    let at = |number, proof| Some(Found::At { number, proof });
    assert_eq!(chance(C).more_votes, at(1, Proof::Scan));
    assert_eq!(chance(B).more_votes, at(2, Proof::Scan));
    // What is left of their supporters' money when a is bought.
    assert_eq!(chance(C).lower_cost, at(6, Proof::Monotone));
    assert_eq!(chance(B).lower_cost, at(13, Proof::Monotone));
    // Nearest first: 40/3 of 20 and 20/3 of 10 are as near, so in file order.
    assert_eq!(why.chances[0].option, B);
}

#[test]
fn what_voters_got_by_hand() {
    let why = explained(four_voters(), "budget/equal-shares", &[]);
    let voters = &why.voters;
    assert_eq!((voters.voters, voters.left_out), (4, 1));
    assert_eq!(voters.by_winners, [1, 3]);
    assert_eq!(voters.by_share, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
    assert_eq!(voters.average_winners, ratio(3, 4));
    assert_eq!(voters.average_cost, ratio(15, 1));
    assert_eq!(voters.average_share, ratio(3, 8));
    // Most votes first funds b too: better for the third and the fourth.
    let greedy = why.greedy.expect("greedy");
    assert_eq!(greedy.other, [A, B]);
    assert_eq!((greedy.better, greedy.worse, greedy.same), (0, 2, 2));
    assert_eq!(greedy.only_there, [B]);
    assert_eq!(greedy.both, [A]);
}

#[test]
fn most_votes_first_says_what_was_left_and_how_many_votes_are_missing() {
    let why = explained(four_voters(), "budget/greedy", &[]);
    assert_eq!(why.winners, [A, B]);
    assert!(why.rounds.is_none() && why.greedy.is_none());
    let reason = |left: &str| Reason::PassedOver {
        reason: "does-not-fit",
        available: left.to_owned(),
    };
    assert_eq!(why.reasons[C], reason("0"));
    // With one more vote c ties with a and comes second, before b, which then does not fit.
    let at = |number| {
        Some(Found::At {
            number,
            proof: Proof::Monotone,
        })
    };
    assert_eq!(why.chances[0].more_votes, at(1));
    // b comes before it and leaves nothing.
    assert_eq!(why.chances[0].lower_cost, at(0));
}

// Phragmén: c's two supporters have saved its 10 at time 5, a's three and b's two what is missing
// at 10, and a has more votes. Then 10 of the budget are left, and b does not fit.
#[test]
fn savings_of_phragmen_by_hand() {
    let why = explained(four_voters(), "budget/phragmen", &[]);
    assert_eq!(why.winners, [C, A]);
    let loads = why.loads.as_ref().expect("loads");
    assert_eq!(loads.purchases, [(C, ratio(5, 1)), (A, ratio(10, 1))]);
    // The third voter paid for a, the fourth has saved 10: (20 + 10) / 2 each.
    let saved = Saved {
        behind: ratio(10, 1),
        load: Some(ratio(15, 1)),
    };
    assert_eq!(loads.support[B], saved);
    assert_eq!(loads.support[A], Saved::default());
    let chance = why.chances.first().expect("of b");
    // With one voter more, or for 19, b comes before a.
    let at = |number| {
        Some(Found::At {
            number,
            proof: Proof::Monotone,
        })
    };
    assert_eq!((chance.more_votes, chance.lower_cost), (at(1), at(19)));
}

#[test]
fn pots_are_told_one_by_one() {
    let mut budget = four_voters();
    let pot = |id: &str, amount, projects: &[OptionId]| Pot {
        id: id.to_owned(),
        amount,
        projects: projects.to_vec(),
        scope: Pot::DISTRICT.to_owned(),
    };
    let ballots = Ballots::of(&Instance::Budget(budget.clone())).expect("ballots");
    budget.constraints.pots = vec![pot("north", 25, &[A, C]), pot("south", 15, &[B])];
    let parts = shares::parts(&budget, &ballots, &[A], &|project| budget.costs[project]);
    let told: Vec<_> = parts
        .iter()
        .map(|part| {
            (
                &*part.id,
                part.funded,
                part.spent,
                part.voters,
                part.left_out,
            )
        })
        .collect();
    assert_eq!(told, [("north", 1, 20, 3, 0), ("south", 0, 0, 2, 2)]);
}

#[test]
fn an_outcome_that_is_no_choice_of_projects_is_refused() {
    use crate::instance::Pool;
    let (report, _) = counted(four_voters(), "budget/greedy", &[]);
    let pool = Instance::Pool(Pool::default());
    let refused = explain(&report, &pool, Effort::NONE, &mut Work::default());
    assert_eq!(refused.expect_err("refused")[0].code, "explain-kind");
}
