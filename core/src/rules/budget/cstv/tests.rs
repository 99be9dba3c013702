//! Hand-checked cases, and the definition written down once more in plain fractions.

mod naive;

use super::*;
use crate::params::Params;
use crate::profile::ProfileBuilder;
use crate::rule::CountOptions;
use crate::rules::shared::towns;

/// Projects a, b, c ... with these costs; ballots as the points for each.
fn town(budget: u64, costs: &[u64], ballots: &[Vec<i64>]) -> Budget {
    let projects = towns::projects(costs.len());
    let mut profile = ProfileBuilder::new(BallotKind::Score, projects.len());
    for (line, ballot) in (1..).zip(ballots) {
        let points: Vec<(OptionId, i64)> = projects.all().zip(ballot.iter().copied()).collect();
        profile.scored(&points, 1, 1, line).unwrap();
    }
    towns::vote(projects, budget, costs, profile.finish())
}

const TIES: [TieRule; 3] = [TieRule::MaxVotes, TieRule::MinCost, TieRule::Listed];

fn count(town: &Budget, set: &[(&str, &str)]) -> Result<(String, Vec<Event>), CountError> {
    let pairs: Vec<(String, String)> = set
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let mut cx = Count::new(CountOptions {
        ties: TIES.to_vec(),
        ..CountOptions::default()
    });
    let outcome = Cstv::count(town, &CstvParams::parse(&pairs)?, &mut cx)?;
    let winners = outcome.winners();
    let ids = winners.into_iter().map(|p| town.options.id(p)).collect();
    Ok((ids, cx.into_parts().events))
}

fn fund(town: &Budget, set: &[(&str, &str)]) -> String {
    count(town, set).unwrap().0
}

/// Costs 27, 30, 40; five voters with 20 each.
fn five() -> Budget {
    let ballots = [
        vec![5, 10, 5],
        vec![10, 10, 0],
        vec![0, 15, 5],
        vec![0, 0, 20],
        vec![15, 5, 0],
    ];
    town(100, &[27, 30, 40], &ballots)
}

#[test]
fn what_a_project_does_not_need_moves_on() {
    // Support 30, 40, 30. b has 10 too much; a quarter of each gift to b moves on: to a
    // 2.5 * 5/10 + 2.5 + 1.25 = 5, to c 1.25 + 3.75 = 5. Now a has 35 for 27, and its rest, 8/35
    // of each gift, goes to c where its donors gave c something: not enough, but 43 are left.
    let set = [("preset", "mtc"), ("finish", "leave")];
    assert_eq!(fund(&five(), &set[..1]), "bac");
    let (funded, events) = count(&five(), &set).unwrap();
    assert_eq!(funded, "ba");
    let supports: Vec<&str> = events
        .iter()
        .filter_map(|event| match event {
            Event::Fund { amount, .. } => Some(amount.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(supports, ["40", "35"]);
}

#[test]
fn transfers_are_as_little_as_will_do() {
    // One of two gives a 1 of 10, the other 6 of 10; a costs 14. Twice as much would be 2 and 12:
    // the second gives all of 10, the first the 4 that are left, and keeps 6 for b.
    let town = town(20, &[14, 6], &[vec![1, 9], vec![6, 4]]);
    let (funded, events) = count(&town, &[("preset", "mts")]).unwrap();
    // b has 13 for 6, and comes first; with 6/13 of each gift paid a gets the rest.
    assert_eq!(funded, "ba", "{events:?}");
}

#[test]
fn the_ballots_of_the_first_line_say_the_sum_where_all_must_agree() {
    let town = town(10, &[5, 5], &[vec![2, 1], vec![1, 2], vec![1, 1]]);
    let refused = count(&town, &[("unequal", "refuse")]);
    assert!(
        matches!(&refused, Err(CountError::Input(p)) if p.code == "points-unequal"),
        "{refused:?}"
    );
    assert_eq!(fund(&town, &[]), "ab");
    let below = self::town(10, &[5, 5], &[vec![2, -1]]);
    let refused = count(&below, &[]);
    assert!(matches!(&refused, Err(CountError::Input(p)) if p.code == "points-too-low"));
}

#[test]
fn what_is_free_without_points_withdrawn_or_too_dear() {
    let ballots = [vec![1, 0, 2, 1], vec![0, 0, 2, 2]];
    let mut town = town(10, &[0, 1, 11, 8], &ballots);
    for preset in ["ewt", "ewtc", "ewts", "mt", "mtc", "mts"] {
        assert_eq!(fund(&town, &[("preset", preset)]), "ad", "{preset}");
    }
    town.options.withdraw(OptionId(3));
    assert_eq!(fund(&town, &[]), "a");
}

#[test]
fn a_project_that_takes_all_the_money_is_funded_to_the_last_coin() {
    let ballots = [vec![3, 1], vec![1, 2], vec![1, 6]];
    for preset in ["ewt", "ewtc", "ewts", "mt", "mtc", "mts"] {
        let funded = fund(&town(1000, &[300, 700], &ballots), &[("preset", preset)]);
        assert_eq!(funded.len(), 2, "{preset}");
    }
}
