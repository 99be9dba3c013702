//! Hand-checked cases, and the definition written down once more in plain fractions.

mod naive;
mod official;
mod wide;

use super::*;
use crate::params::Params;
use crate::profile::ProfileBuilder;
use crate::rule::CountOptions;
pub(super) use crate::rules::shared::towns::town;
use crate::rules::shared::utility::Places;

pub(super) fn params(set: &[(&str, &str)]) -> Result<EqualSharesParams, Problem> {
    let pairs: Vec<(String, String)> = set
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    EqualSharesParams::parse(&pairs)
}

fn fund(town: &Budget, set: &[(&str, &str)], ties: &[TieRule]) -> Result<String, CountError> {
    let mut cx = Count::new(CountOptions {
        ties: ties.to_vec(),
        ..CountOptions::default()
    });
    let outcome = EqualShares::count(town, &params(set).unwrap(), &mut cx)?;
    Ok(outcome
        .winners()
        .into_iter()
        .map(|project| town.options.id(project))
        .collect())
}

const ADD1: (&str, &str) = ("completion", "add1");

#[test]
fn a_unanimous_project_that_costs_the_whole_budget_is_bought() {
    for (n, cost) in [(6, 1), (10, 1), (49, 100), (3, 1_000_000_007)] {
        let town = town(cost, &[cost], &[("a", n)]);
        assert_eq!(fund(&town, &[], &[]).unwrap(), "a", "{n} voters, {cost}");
    }
}

#[test]
fn add1_ends_when_everything_supported_is_bought() {
    // equalshares.net loops for ever: a and b do not fit together, and b has no supporter.
    let town = town(100, &[10, 95], &[("a", 2)]);
    assert_eq!(fund(&town, &[ADD1], &[]).unwrap(), "a");
}

#[test]
fn a_project_dearer_than_the_budget_ends_add1() {
    // At endowment 6 the two would buy b for 12, over the budget of 10; a alone is kept.
    let town = town(10, &[4, 12], &[("a", 1), ("b", 2)]);
    assert_eq!(fund(&town, &[], &[]).unwrap(), "");
    assert_eq!(fund(&town, &[ADD1], &[]).unwrap(), "a");
}

#[test]
fn a_percentage_of_nothing_raises_nothing_and_add1_is_not_run() {
    let town = town(0, &[90, 0], &[("a", 1), ("ab", 1)]);
    let set = [("completion", "add1"), ("increment", "1%")];
    assert_eq!(fund(&town, &set, &[]), Ok("b".to_owned()));
}

#[test]
fn an_increment_too_small_to_end_is_refused() {
    let most = 10_000_000_000_000_000_000;
    let town = town(most, &[most, 1], &[("a", 1), ("b", 1)]);
    let set = [("completion", "add1"), ("increment", "0.000000001")];
    let refused = CountError::Limit {
        what: "increment",
        limit: MOST_STEPS,
    };
    assert_eq!(fund(&town, &set, &[]), Err(refused));
}

#[test]
fn voters_without_approved_winners_count_in_the_comparison() {
    let town = town(100, &[100, 19, 18], &[("a", 6), ("b", 2), ("c", 2)]);
    let by_cost = [TieRule::MinCost];
    assert_eq!(fund(&town, &[], &by_cost).unwrap(), "cb");
    for by in ["satisfaction", "exclusion"] {
        let set = [("comparison", by)];
        assert_eq!(fund(&town, &set, &by_cost).unwrap(), "a");
    }
}

#[test]
fn options_of_add1_need_add1() {
    for (name, text) in [
        ("stop", "overspend"),
        ("start", "floor"),
        ("increment", "1"),
        ("all_fit", "run"),
    ] {
        let problem = params(&[(name, text)]).unwrap_err();
        assert_eq!(
            (problem.code, problem.path.as_str()),
            ("param-conflict", name)
        );
        assert!(params(&[ADD1, (name, text)]).is_ok());
    }
    let settled = params(&[ADD1, ("increment", "1%")]).unwrap();
    assert_eq!(settled.start, Some(Start::Exact));
    assert_eq!(settled.stop, Some(Stop::Overspend));
    for wrong in ["0", "0%", "-1", "1%%", ""] {
        assert!(params(&[ADD1, ("increment", wrong)]).is_err(), "{wrong}");
    }
}

#[test]
fn a_tie_is_decided_the_same_way_at_every_endowment_or_stops_the_count() {
    let town = town(9, &[4, 4, 4], &[("ab", 2), ("c", 1)]);
    let undecided = fund(&town, &[ADD1], &[TieRule::MinCost, TieRule::MaxVotes]);
    assert_eq!(
        undecided,
        Err(CountError::Tie {
            purpose: "fund",
            among: vec!["a".into(), "b".into()]
        })
    );
    assert_eq!(fund(&town, &[], &[TieRule::Listed]).unwrap(), "a");
}

#[test]
fn a_preset_stands_for_its_options_and_gives_way_to_those_beside_it() {
    let preset = params(&[("preset", "pabutools"), ("utility", "cardinality")]).unwrap();
    let words = params(&[
        ADD1,
        ("utility", "cardinality"),
        ("stop", "exhaustive-supported"),
        ("start", "exact"),
        ("all_fit", "run"),
    ]);
    assert_eq!(preset, words.unwrap());
    assert_eq!(params(&[("preset", "none")]).unwrap(), params(&[]).unwrap());
    let problem = params(&[("preset", "pabutool")]).unwrap_err();
    assert_eq!(
        (problem.code, problem.path.as_str()),
        ("param-value", "preset")
    );
    // What a report shows is read back as the same options.
    let shown = crate::params::pairs_of(&preset.to_value());
    assert_eq!(EqualSharesParams::parse(&shown).unwrap(), preset);
}

#[test]
fn every_way_through_a_tie_takes_the_same_side_at_every_endowment() {
    // a and b tie at every endowment. At 3 one of them is bought, at 4 all three for 12 > 9.
    let town = town(9, &[4, 4, 4], &[("ab", 2), ("c", 1)]);
    for way in 0..2 {
        let options = CountOptions {
            ties: vec![TieRule::All],
            ..CountOptions::default()
        };
        let mut cx = Count::along(options, vec![way]);
        let outcome = EqualShares::count(&town, &params(&[ADD1]).unwrap(), &mut cx).unwrap();
        let parts = cx.into_parts();
        assert_eq!(parts.branches, [2]);
        assert_eq!(outcome.winners(), [OptionId(way)]);
    }
}

#[test]
fn steps_of_a_billionth_are_not_walked_one_by_one() {
    // From 3 to just below 6, where b would be bought: three billion endowments.
    let town = town(10, &[4, 12], &[("a", 1), ("b", 2)]);
    let set = params(&[ADD1, ("increment", "0.000000001")]).unwrap();
    let mut cx = Count::new(CountOptions::default());
    let outcome = EqualShares::count(&town, &set, &mut cx).unwrap();
    assert_eq!(outcome.winners(), [OptionId(0)]);
    let accepted = Event::Probe {
        endowment: "5999999999/1000000000".to_owned(),
        cost: "4".to_owned(),
        verdict: "within",
    };
    assert!(cx.into_parts().events.contains(&accepted));
    let mut cx = Count::new(CountOptions {
        work_limit: Some(10),
        ..CountOptions::default()
    });
    let limit = CountError::Limit {
        what: "steps",
        limit: 10,
    };
    assert_eq!(EqualShares::count(&town, &set, &mut cx), Err(limit));
}

#[test]
fn utilities_of_a_bundle_have_no_price_a_unit() {
    for word in ["cost-sqrt", "cost-log", "cc"] {
        let problem = params(&[("utility", word)]).unwrap_err();
        assert_eq!(problem.code, "utility-not-additive");
    }
    let problem = params(&[("utility", "borda"), ("scoring", "3,2,1")]).unwrap_err();
    assert_eq!(problem.path, "scoring");
    let settled = params(&[("utility", "score")]).unwrap();
    assert_eq!(settled.scoring, Some(Places::BORDA_MIN_1));
}

#[test]
fn points_of_places_may_be_a_list() {
    // By 3-2-1 the two who rank b second give it 4 of 7; by 5-1-0 only 2 of 11.
    let mut town = town(6, &[3, 6, 6], &[]);
    let mut profile = ProfileBuilder::new(BallotKind::Ranking, 3);
    for ballot in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        profile.ranking(&ballot.map(OptionId), 1, 1, 1).unwrap();
    }
    town.profile = profile.finish();
    let tallied = |scoring: &str| {
        let mut cx = Count::new(CountOptions {
            ties: vec![TieRule::Listed],
            ..CountOptions::default()
        });
        let set = params(&[("utility", "score"), ("scoring", scoring)]).unwrap();
        EqualShares::count(&town, &set, &mut cx).unwrap();
        match cx.into_parts().events.first() {
            Some(Event::Scores {
                of: "score",
                scores,
            }) => scores.clone(),
            other => panic!("{other:?}"),
        }
    };
    let points = |list: [(u32, &str); 3]| list.map(|(p, n)| (OptionId(p), n.to_owned())).to_vec();
    assert_eq!(tallied("3,2,1"), points([(1, "7"), (0, "6"), (2, "5")]));
    assert_eq!(tallied("5,1"), points([(1, "7"), (0, "6"), (2, "5")]));
    assert_eq!(tallied("borda"), points([(1, "4"), (0, "3"), (2, "2")]));
}

#[test]
fn phragmen_goes_on_with_what_is_left() {
    // Shares of 10. a (12, two voters) leaves them 4 each; they can pay b (14) when each earned 3
    // more. c (15, one voter with 10) comes after 5 more, and no longer fits into 30 - 12 - 14.
    let town = town(30, &[12, 14, 15], &[("ab", 2), ("c", 1)]);
    let utility = ("utility", "cardinality");
    assert_eq!(fund(&town, &[utility], &[]).unwrap(), "a");
    let set = params(&[utility, ("completion", "phragmen")]).unwrap();
    let mut cx = Count::new(CountOptions::default());
    let outcome = EqualShares::count(&town, &set, &mut cx).unwrap();
    assert_eq!(outcome.winners(), [OptionId(0), OptionId(1)]);
    let events = cx.into_parts().events;
    let earned = events.iter().find_map(|event| match event {
        Event::Fund {
            by: "earned",
            amount,
            ..
        } => Some(amount.clone()),
        _ => None,
    });
    assert_eq!(earned.as_deref(), Some("3"));
}

#[test]
fn policies_for_what_costs_nothing_or_too_much() {
    let town = town(10, &[4, 12, 0], &[("ac", 1), ("b", 2)]);
    assert_eq!(fund(&town, &[ADD1], &[]).unwrap(), "ca");
    assert_eq!(fund(&town, &[ADD1, ("free", "never")], &[]).unwrap(), "a");
    let never = [("completion", "add1,utilitarian"), ("free", "never")];
    assert_eq!(fund(&town, &never, &[]).unwrap(), "ac");
    let out = [ADD1, ("over_budget", "leave-out")];
    assert_eq!(fund(&town, &out, &[]).unwrap(), "ca");
}
