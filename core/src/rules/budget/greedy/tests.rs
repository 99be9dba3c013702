mod bounds;
mod official;

use super::tally::Scoring;
use super::*;
use crate::id::IdVec;
use crate::params::Params;
use crate::profile::ProfileBuilder;
use crate::rule::CountOptions;
use crate::rules::shared::towns;
use crate::tie::TieRule;

/// Projects a, b, c ... with these costs; ballots as `ac` with their number.
fn budget(budget: u64, costs: &[u64], ballots: &[(&str, u64)], kind: BallotKind) -> Budget {
    let projects = towns::projects(costs.len());
    let mut profile = ProfileBuilder::new(kind, projects.len());
    for (ballot, papers) in ballots {
        let list = towns::marks(ballot);
        match kind {
            BallotKind::Ranking => profile.ranking(&list, *papers, 1, 1).unwrap(),
            _ => profile.approval(&list, *papers, 1, 1).unwrap(),
        }
    }
    towns::vote(projects, budget, costs, profile.finish())
}

fn fund(budget: &Budget, set: &[(&str, &str)], ties: &[TieRule]) -> Result<String, CountError> {
    let pairs: Vec<(String, String)> = set
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let params = GreedyParams::parse(&pairs).map_err(CountError::Input)?;
    let mut cx = Count::new(CountOptions {
        ties: ties.to_vec(),
        ..CountOptions::default()
    });
    let outcome = Greedy::count(budget, &params, &mut cx)?;
    Ok(outcome
        .winners()
        .into_iter()
        .map(|project| budget.options.id(project))
        .collect())
}

#[test]
fn skip_passes_over_what_does_not_fit_and_stop_ends_there() {
    let town = budget(
        10,
        &[6, 5, 4],
        &[("a", 3), ("b", 2), ("c", 1)],
        BallotKind::Approval,
    );
    assert_eq!(fund(&town, &[], &[]).unwrap(), "ac");
    assert_eq!(fund(&town, &[("unfit", "stop")], &[]).unwrap(), "a");
    assert_eq!(fund(&town, &[("threshold", "2")], &[]).unwrap(), "a");
}

#[test]
fn density_compares_fractions_and_puts_what_is_free_first() {
    // a: 3/6, b: 2/3, c: free with a vote, d: free without.
    let town = budget(
        6,
        &[6, 3, 0, 0],
        &[("a", 3), ("b", 2), ("c", 1)],
        BallotKind::Approval,
    );
    assert_eq!(fund(&town, &[("by", "density")], &[]).unwrap(), "cbd");
}

#[test]
fn a_tie_needs_a_decision_only_where_not_all_fit() {
    let together = budget(9, &[5, 4], &[("ab", 1)], BallotKind::Approval);
    assert_eq!(fund(&together, &[], &[]).unwrap(), "ab");
    let apart = budget(8, &[5, 4], &[("ab", 1)], BallotKind::Approval);
    assert_eq!(
        fund(&apart, &[], &[]),
        Err(CountError::Tie {
            purpose: "fund",
            among: vec!["a".into(), "b".into()]
        })
    );
    assert_eq!(fund(&apart, &[], &[TieRule::Listed]).unwrap(), "a");
    assert_eq!(fund(&apart, &[], &[TieRule::MinCost]).unwrap(), "b");
    // One of the tied fits in no case: it is passed over and the other needs no decision.
    let large = budget(8, &[9, 4], &[("ab", 1)], BallotKind::Approval);
    assert_eq!(fund(&large, &[], &[]).unwrap(), "b");
    // Where funding stops at what does not fit, it matters which comes first.
    let stop = [("unfit", "stop")];
    assert_eq!(fund(&large, &stop, &[TieRule::Listed]).unwrap(), "");
    assert_eq!(fund(&large, &stop, &[TieRule::MinCost]).unwrap(), "b");
}

#[test]
fn places_of_a_ranking_are_worth_what_the_dialect_says() {
    // Three places: Krakow gives 3-2-1 also to the ballot that names one project only.
    let mut town = budget(
        1,
        &[1, 1, 1, 1],
        &[("abc", 2), ("d", 2)],
        BallotKind::Ranking,
    );
    town.limits.max_length = Some(3);
    let points = |scoring| {
        let scores = tally::scores(&town, &Places::Named(scoring)).unwrap();
        scores.of.values().copied().collect::<Vec<_>>()
    };
    assert_eq!(points(Scoring::Places), [6, 4, 2, 6]);
    assert_eq!(points(Scoring::Borda), [4, 2, 0, 0]);
    assert_eq!(points(Scoring::BordaMin1), [6, 4, 2, 2]);
    assert_eq!(points(Scoring::BordaAll), [6, 4, 2, 6]);
    let by_score = [("by", "score")];
    let places = [("by", "score"), ("scoring", "places")];
    assert_eq!(fund(&town, &by_score, &[]).unwrap(), "a");
    assert_eq!(fund(&town, &places, &[TieRule::Listed]).unwrap(), "a");
    assert!(fund(&town, &[("scoring", "borda")], &[]).is_err());
}

/// The projects funded with another amount than their cost, and what is left.
fn amounts(town: &Budget, set: &[(&str, &str)]) -> (String, Vec<u64>, u64) {
    let pairs: Vec<(String, String)> = set
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let params = GreedyParams::parse(&pairs).unwrap();
    let mut cx = Count::new(CountOptions::default());
    match Greedy::count(town, &params, &mut cx).unwrap() {
        Outcome::Funded {
            selected,
            left,
            amounts,
            ..
        } => {
            let ids = selected.iter().map(|p| town.options.id(*p)).collect();
            (ids, amounts.iter().map(|(_, a)| *a).collect(), left)
        }
        _ => panic!("funded"),
    }
}

#[test]
fn the_first_that_does_not_fit_is_topped_up_or_funded_in_part() {
    // Poznan: "if the remaining budget is enough to fund at least 80% of that project, we fund
    // it as well". 6 is left of 10: b needs 5.6 and gets 6 of 7.
    let votes = [("a", 3), ("b", 2), ("c", 1)];
    let town = budget(10, &[4, 7, 1], &votes, BallotKind::Approval);
    let top_up = [("unfit", "top-up")];
    assert_eq!(amounts(&town, &top_up), ("ab".into(), vec![6], 0));
    // 8 at 80 % needs 6.4: it is not funded, and c after it is not tried.
    let dear = budget(10, &[4, 8, 1], &votes, BallotKind::Approval);
    assert_eq!(amounts(&dear, &top_up), ("a".into(), vec![], 6));
    let three_quarters = [("unfit", "top-up"), ("top_up", "75%")];
    assert_eq!(amounts(&dear, &three_quarters), ("ab".into(), vec![6], 0));
    let part = [("unfit", "partial")];
    assert_eq!(amounts(&dear, &part), ("ab".into(), vec![6], 0));
    // Exactly 80 % is enough: 4 of 5.
    let exact = budget(8, &[4, 5, 1], &votes, BallotKind::Approval);
    assert_eq!(amounts(&exact, &top_up), ("ab".into(), vec![4], 0));
    // Nothing left is no part.
    let spent = budget(4, &[4, 5, 1], &votes, BallotKind::Approval);
    assert_eq!(amounts(&spent, &part), ("a".into(), vec![], 0));
    assert!(GreedyParams::parse(&[("top_up".into(), "80%".into())]).is_err());
}

#[test]
fn points_of_places_may_be_a_list() {
    let votes = [("abc", 2), ("ba", 1), ("c", 2)];
    let town = budget(1, &[1, 1, 1], &votes, BallotKind::Ranking);
    let points = |list: &str| {
        let places = Places::read(list).unwrap();
        let scores = tally::scores(&town, &places).unwrap();
        scores.of.values().copied().collect::<Vec<_>>()
    };
    // Krakow: 3, 2 and 1 points.
    assert_eq!(points("3,2,1"), [2 * 3 + 2, 2 * 2 + 3, 2 + 2 * 3]);
    assert_eq!(points("3"), [2 * 3, 3, 2 * 3]);
}

#[test]
fn what_is_worth_less_beside_others_comes_later() {
    // Chamberlin-Courant: b adds nobody to those whom a serves; c serves the two others.
    let town = budget(2, &[1, 1, 1], &[("ab", 3), ("c", 2)], BallotKind::Approval);
    let cc = [("by", "utility"), ("utility", "cc")];
    assert_eq!(fund(&town, &cc, &[TieRule::Listed]).unwrap(), "ac");
    assert_eq!(fund(&town, &[], &[TieRule::Listed]).unwrap(), "ab");
    // pabutools, greedy on Cost satisfaction: cost per cost is one for each vote.
    let costs = budget(
        9,
        &[6, 3, 4],
        &[("a", 3), ("b", 2), ("c", 4)],
        BallotKind::Approval,
    );
    let cost = [("by", "utility-density"), ("utility", "cost")];
    assert_eq!(fund(&costs, &cost, &[]).unwrap(), "cb");
    let cardinality = [("by", "utility-density"), ("utility", "cardinality")];
    let density = [("by", "density")];
    assert_eq!(
        fund(&costs, &cardinality, &[]).unwrap(),
        fund(&costs, &density, &[]).unwrap()
    );
}

#[test]
fn totals_of_paper_cards_count_as_votes_and_not_as_points() {
    let mut town = budget(1, &[1, 1], &[("a", 3), ("b", 2)], BallotKind::Approval);
    assert_eq!(fund(&town, &[], &[]).unwrap(), "a");
    town.totals = Some(IdVec::from_vec(vec![0, 2]));
    assert_eq!(fund(&town, &[], &[]).unwrap(), "b");
    assert_eq!(fund(&town, &[("threshold", "5")], &[]).unwrap(), "");
    let mut ranked = budget(1, &[1, 1], &[("ab", 3)], BallotKind::Ranking);
    ranked.totals = Some(IdVec::from_vec(vec![0, 9]));
    assert_eq!(fund(&ranked, &[], &[]).unwrap(), "b");
    assert!(fund(&ranked, &[("by", "score")], &[]).is_err());
}
