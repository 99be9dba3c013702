//! Hand-checked cases, and the definition written down once more in plain fractions.

use proptest::prelude::*;

use super::*;
use crate::num::Ratio;
use crate::params::Params;
use crate::profile::ProfileBuilder;
use crate::rule::CountOptions;
use crate::rules::shared::towns;
use crate::transcript::Event;

/// Projects a, b, c ... with these costs; ballots as `ac` with their number.
fn town(budget: u64, costs: &[u64], ballots: &[(&str, u64)]) -> Budget {
    let projects = towns::projects(costs.len());
    let mut profile = ProfileBuilder::new(BallotKind::Ranking, projects.len());
    for (ballot, papers) in ballots {
        let list = towns::marks(ballot);
        profile.ranking(&list, *papers, 1, 1).unwrap();
    }
    towns::vote(projects, budget, costs, profile.finish())
}

fn count(
    town: &Budget,
    unranked: &str,
    ties: &[TieRule],
) -> Result<(String, Vec<Event>), CountError> {
    let pairs = [("unranked".to_owned(), unranked.to_owned())];
    let mut cx = Count::new(CountOptions {
        ties: ties.to_vec(),
        ..CountOptions::default()
    });
    let outcome = PbEar::count(town, &PbEarParams::parse(&pairs)?, &mut cx)?;
    let winners = outcome.winners();
    let ids = winners.into_iter().map(|p| town.options.id(p)).collect();
    Ok((ids, cx.into_parts().events))
}

const TIES: [TieRule; 3] = [TieRule::MaxVotes, TieRule::MinCost, TieRule::Listed];

fn fund(town: &Budget, unranked: &str) -> String {
    count(town, unranked, &TIES).unwrap().0
}

#[test]
fn a_solid_coalition_gets_what_it_can_pay() {
    // Six of ten hold 60 and rank a and b first, for 30 each: exactly enough for both.
    let town = town(100, &[30, 30, 70], &[("abc", 6), ("cba", 4)]);
    assert_eq!(fund(&town, "never"), "ab");
    // Three groups of 1/3: each its first choice, to the last coin.
    let three = [("abc", 1), ("bca", 1), ("cab", 1)];
    let thirds = self::town(10, &[3, 3, 4], &three);
    assert_eq!(fund(&thirds, "never"), "abc");
}

#[test]
fn nobody_pays_for_what_they_did_not_rank_unless_it_counts_as_last() {
    let town = town(10, &[6, 4], &[("a", 1), ("b", 1)]);
    // Each holds 5: b is bought, a is not, unless b's voter supports it last.
    assert_eq!(fund(&town, "never"), "b");
    assert_eq!(fund(&town, "last"), "ba");
}

#[test]
fn what_is_free_unranked_withdrawn_or_too_dear() {
    let mut town = town(10, &[0, 1, 11, 4, 2], &[("acd", 1), ("ecd", 1)]);
    assert_eq!(fund(&town, "never"), "aed");
    town.options.withdraw(OptionId(4));
    assert_eq!(fund(&town, "never"), "ad");
    assert_eq!(fund(&town, "last"), "adb");
}

#[test]
fn a_tie_needs_a_decision() {
    let town = town(4, &[4, 4], &[("ab", 1), ("ba", 1)]);
    let undecided = CountError::Tie {
        purpose: "fund",
        among: vec!["a".into(), "b".into()],
    };
    let policy = [TieRule::MaxVotes, TieRule::MinCost];
    assert_eq!(count(&town, "never", &policy), Err(undecided));
    assert_eq!(fund(&town, "never"), "a");
}

#[derive(Clone, Debug)]
struct Small {
    budget: u64,
    costs: Vec<u64>,
    ballots: Vec<Vec<usize>>,
}

fn smalls() -> impl Strategy<Value = Small> {
    (1usize..=5, 1usize..=6).prop_flat_map(|(projects, voters)| {
        let cost = prop_oneof![Just(0u64), 1u64..=4, 1u64..=4, 1u64..=30];
        let order = Just((0..projects).collect::<Vec<usize>>()).prop_shuffle();
        let ballot = (order, 0..=projects).prop_map(|(mut order, length)| {
            order.truncate(length);
            order
        });
        (
            1u64..=60,
            prop::collection::vec(cost, projects),
            prop::collection::vec(ballot, voters),
        )
            .prop_map(|(budget, costs, ballots)| Small {
                budget,
                costs,
                ballots,
            })
    })
}

impl Small {
    fn budget(&self) -> Budget {
        let letters = |ballot: &Vec<usize>| -> String {
            ballot.iter().map(|at| char::from(b"abcde"[*at])).collect()
        };
        let ballots: Vec<String> = self.ballots.iter().map(letters).collect();
        let ballots: Vec<(&str, u64)> = ballots.iter().map(|b| (b.as_str(), 1)).collect();
        town(self.budget, &self.costs, &ballots)
    }

    /// With weights of voters, as the paper says it.
    fn funded(&self, last: bool) -> Vec<usize> {
        let rank =
            |ballot: &Vec<usize>, project: usize| match ballot.iter().position(|p| *p == project) {
                Some(at) => Some(at + 1),
                None => last.then_some(ballot.len() + 1),
            };
        let mut weights = vec![Ratio::ONE; self.ballots.len()];
        let n = Ratio::from(len32(self.ballots.len()));
        let ranked = |project: usize| self.ballots.iter().any(|b| rank(b, project).is_some());
        let mut funded: Vec<usize> = (0..self.costs.len())
            .filter(|p| self.costs[*p] == 0 && ranked(*p))
            .collect();
        let mut left = self.budget;
        for j in 1..=self.costs.len() + 1 {
            loop {
                let mut best: Option<(_, Vec<usize>, Ratio, Ratio)> = None;
                for project in 0..self.costs.len() {
                    let cost = self.costs[project];
                    if funded.contains(&project) || cost > left || cost == 0 {
                        continue;
                    }
                    let group: Vec<usize> = (0..self.ballots.len())
                        .filter(|v| rank(&self.ballots[*v], project).is_some_and(|r| r <= j))
                        .collect();
                    let weight = group.iter().fold(Ratio::ZERO, |sum, v| sum + &weights[*v]);
                    let need = &n * Ratio::from(cost) / Ratio::from(self.budget);
                    let order = (std::cmp::Reverse(group.len()), cost, project);
                    if weight >= need && best.as_ref().is_none_or(|(o, ..)| order < *o) {
                        best = Some((order, group, weight, need));
                    }
                }
                let Some(((_, cost, project), group, weight, need)) = best else {
                    break;
                };
                for voter in group {
                    weights[voter] *= (&weight - &need) / &weight;
                }
                left -= cost;
                funded.push(project);
            }
        }
        funded
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn agrees_with_the_definition(small in smalls(), last in any::<bool>()) {
        let unranked = if last { "last" } else { "never" };
        let letter = |p: &usize| char::from(b"abcde"[*p]);
        let expected: String = small.funded(last).iter().map(letter).collect();
        prop_assert_eq!(fund(&small.budget(), unranked), expected);
    }
}
