mod official;

use super::*;
use crate::ballot::Limits;
use crate::instance::Options;
use crate::num::Scale;
use crate::params::Params;
use crate::profile::ProfileBuilder;
use crate::rule::CountOptions;
use crate::tie::TieRule;

/// Projects a, b, c ... with these costs; ballots as `ac` with their number.
fn budget(budget: u64, costs: &[u64], ballots: &[(&str, u64)], kind: BallotKind) -> Budget {
    let mut options = Options::new();
    for letter in ('a'..='z').take(costs.len()) {
        let id = letter.to_string();
        options.push(&id, &id).unwrap();
    }
    let mut profile = ProfileBuilder::new(kind, options.len());
    for (ballot, papers) in ballots {
        let list: Vec<OptionId> = ballot
            .bytes()
            .map(|letter| OptionId(u32::from(letter - b'a')))
            .collect();
        match kind {
            BallotKind::Ranking => profile.ranking(&list, *papers, 1, 1).unwrap(),
            _ => profile.approval(&list, *papers, 1, 1).unwrap(),
        }
    }
    Budget {
        options,
        costs: IdVec::from_vec(costs.to_vec()),
        budget,
        scale: Scale(0),
        profile: profile.finish(),
        limits: Limits::default(),
        constraints: Default::default(),
        totals: None,
    }
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
        let scores = tally::scores(&town, scoring).unwrap();
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
