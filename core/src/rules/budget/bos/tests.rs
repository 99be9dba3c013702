//! Hand-checked cases, and the definition written down once more in plain fractions.

mod naive;

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
    let outcome = Bos::count(town, &BosParams::parse(&pairs)?, &mut cx)?;
    let winners = outcome.winners();
    let ids = winners.into_iter().map(|p| town.options.id(p)).collect();
    Ok((ids, cx.into_parts().events))
}

fn fund(town: &Budget, ties: &[TieRule]) -> Result<String, CountError> {
    Ok(count(town, &[], ties)?.0)
}

#[test]
fn nearly_all_against_nearly_none() {
    // Equal Shares buys b: 403 of 414 voters cannot pay for all of a. Here a is worth more.
    let town = town(310_000, &[310_000, 6_000], &[("a", 403), ("b", 11)]);
    let (funded, events) = count(&town, &[], &[]).unwrap();
    assert_eq!(funded, "a");
    let share = Event::Note {
        code: "bos-share",
        args: vec!["a".to_owned(), "403/414".to_owned()],
    };
    assert!(events.contains(&share), "{events:?}");
}

#[test]
fn a_unanimous_project_that_costs_the_whole_budget_is_bought_in_full() {
    for (n, cost) in [(6, 1), (10, 1), (49, 100), (3, 1_000_000_007)] {
        let town = town(cost, &[cost], &[("a", n)]);
        let (funded, events) = count(&town, &[], &[]).unwrap();
        assert_eq!(funded, "a", "{n} voters, {cost}");
        assert!(!events.iter().any(|e| matches!(e, Event::Note { .. })));
    }
}

#[test]
fn what_is_free_unsupported_withdrawn_or_too_dear() {
    let mut town = town(10, &[0, 0, 4, 12, 1], &[("ac", 1), ("cd", 1), ("de", 1)]);
    assert_eq!(fund(&town, &[]).unwrap(), "ace");
    town.options.withdraw(OptionId(2));
    assert_eq!(fund(&town, &[]).unwrap(), "ae");
}

#[test]
fn a_tie_needs_a_decision() {
    let town = town(9, &[4, 4, 4], &[("ab", 2), ("c", 1)]);
    let undecided = CountError::Tie {
        purpose: "fund",
        among: vec!["a".into(), "b".into()],
    };
    let policy = [TieRule::MinCost, TieRule::MaxVotes];
    assert_eq!(fund(&town, &policy), Err(undecided));
    // a takes 2 from each of two; they hold 1 each and c's voter 3: l/(a*a*c) is 1/((1/2)^2*4)
    // for b and 3/((3/4)^2*4) = 4/3 for c. b comes first, and nothing fits any more.
    assert_eq!(fund(&town, &[TieRule::Listed]).unwrap(), "ab");
}
