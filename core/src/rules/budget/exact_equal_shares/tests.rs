//! Hand-checked cases, and the definition written down once more in plain fractions.

mod naive;
mod real;

use super::*;
use crate::params::Params;
use crate::rule::CountOptions;
use crate::rules::shared::towns::town;

fn count(
    town: &Budget,
    set: &[(&str, &str)],
    ties: &[TieRule],
) -> Result<(String, Vec<Event>), CountError> {
    let pairs: Vec<(String, String)> = set
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let mut cx = Count::new(CountOptions {
        ties: ties.to_vec(),
        ..CountOptions::default()
    });
    let outcome = ExactEqualShares::count(town, &ExactEqualSharesParams::parse(&pairs)?, &mut cx)?;
    let winners = outcome.winners();
    let ids = winners.into_iter().map(|p| town.options.id(p)).collect();
    Ok((ids, cx.into_parts().events))
}

fn fund(town: &Budget, set: &[(&str, &str)], ties: &[TieRule]) -> Result<String, CountError> {
    Ok(count(town, set, ties)?.0)
}

const ADD_OPT: (&str, &str) = ("completion", "add-opt");

#[test]
fn a_unanimous_project_that_costs_the_whole_budget_is_bought() {
    for (n, cost) in [(6, 1), (10, 1), (49, 100), (3, 1_000_000_007)] {
        let town = town(cost, &[cost], &[("a", n)]);
        assert_eq!(fund(&town, &[], &[]).unwrap(), "a", "{n} voters, {cost}");
    }
}

#[test]
fn who_cannot_pay_an_equal_part_pays_nothing() {
    // At 10 each, three buy a for 9. The supporters of b then hold 7, 7 and 10: together they
    // could pay 22, but not in equal parts.
    let town = town(40, &[9, 22], &[("ab", 2), ("a", 1), ("b", 1)]);
    let (funded, events) = count(&town, &[], &[TieRule::MinCost]).unwrap();
    assert_eq!(funded, "a");
    let skipped = Event::Skip {
        project: OptionId(1),
        reason: "no-equal-payment",
        cost: "22".to_owned(),
        available: "24".to_owned(),
    };
    assert!(events.contains(&skipped), "{events:?}");
}

#[test]
fn what_is_free_unsupported_withdrawn_or_too_dear() {
    let mut town = town(10, &[0, 0, 4, 12, 1], &[("ac", 1), ("cd", 1), ("de", 1)]);
    // a costs nothing, b has no supporter. At 8 each the two of d would pay 12 > 10.
    assert_eq!(fund(&town, &[], &[]).unwrap(), "ace");
    assert_eq!(fund(&town, &[ADD_OPT], &[TieRule::MinCost]).unwrap(), "ace");
    town.options.withdraw(OptionId(4));
    assert_eq!(fund(&town, &[], &[]).unwrap(), "ac");
}

#[test]
fn a_tie_needs_a_decision() {
    let town = town(9, &[4, 4, 4], &[("ab", 2), ("c", 1)]);
    let undecided = CountError::Tie {
        purpose: "fund",
        among: vec!["a".into(), "b".into()],
    };
    let policy = [TieRule::MinCost, TieRule::MaxVotes];
    assert_eq!(fund(&town, &[], &policy), Err(undecided));
    // At 4 each all three would be bought for 12 > 9, at 3 only one.
    let listed = [TieRule::Listed];
    assert_eq!(fund(&town, &[ADD_OPT], &listed).unwrap(), "a");
}

#[test]
fn stop_needs_a_completion() {
    let none = town(9, &[4], &[("a", 2)]);
    let refused = fund(&none, &[("stop", "never")], &[]);
    assert!(matches!(refused, Err(CountError::Input(p)) if p.code == "param-conflict"));
    assert_eq!(
        fund(&none, &[ADD_OPT, ("stop", "never")], &[]).unwrap(),
        "a"
    );
}

#[test]
fn a_limit_on_work_stops_the_jumps() {
    let town = town(
        100,
        &[70, 41, 33, 29, 60],
        &[("abcde", 3), ("bde", 2), ("ace", 4)],
    );
    let params = ExactEqualSharesParams::parse(&[("completion".into(), "add-opt".into())]);
    let mut cx = Count::new(CountOptions {
        work_limit: Some(0),
        ties: vec![TieRule::Listed],
        ..CountOptions::default()
    });
    let limit = CountError::Limit {
        what: "steps",
        limit: 0,
    };
    let outcome = ExactEqualShares::count(&town, &params.unwrap(), &mut cx);
    assert_eq!(outcome, Err(limit));
}
