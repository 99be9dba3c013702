mod pabulib;

use std::collections::BTreeSet;

use super::*;
use crate::params::Params;
use crate::rule::CountOptions;
use crate::rules::shared::towns::town as budget;
use crate::run::next_path;

fn params(utility: &str) -> KnapsackParams {
    KnapsackParams::parse(&[("utility".to_owned(), utility.to_owned())]).unwrap()
}

/// The set funded, ascending, along a path through open ties; and the ways there were.
fn along(
    town: &Budget,
    utility: &str,
    ties: &[TieRule],
    path: &[u32],
) -> Result<(Vec<OptionId>, Vec<u32>), CountError> {
    let options = CountOptions {
        ties: ties.to_vec(),
        ..CountOptions::default()
    };
    let mut cx = Count::along(options, path.to_vec());
    let mut set = Knapsack::count(town, &params(utility), &mut cx)?.winners();
    set.sort_unstable();
    Ok((set, cx.into_parts().branches))
}

/// Every best set, by looking at all sets.
fn best(town: &Budget, worth: &dyn Fn(OptionId) -> u64) -> BTreeSet<Vec<OptionId>> {
    let mut most = 0;
    let mut sets = BTreeSet::new();
    for set in 0..1u32 << town.options.len() {
        let of: Vec<OptionId> = town.options.all().filter(|p| set >> p.0 & 1 == 1).collect();
        let cost: u64 = of.iter().map(|p| town.costs[*p]).sum();
        if cost > town.budget || of.iter().any(|p| worth(*p) == 0) {
            continue;
        }
        let sum: u64 = of.iter().map(|p| worth(*p)).sum();
        if sum > most {
            most = sum;
            sets.clear();
        }
        if sum == most {
            sets.insert(of);
        }
    }
    sets
}

#[test]
fn the_best_sets_of_all_sets_are_found_each_once_and_the_first_is_taken() {
    let mut state = 5_u32;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        (state >> 16) % below
    };
    for case in 0..400 {
        let size = 1 + next(8);
        let range = if case % 3 == 0 { 4 } else { 30 };
        let costs: Vec<u64> = (0..size).map(|_| u64::from(next(range))).collect();
        let letters: Vec<char> = ('a'..='z').take(crate::id::ix(size)).collect();
        let ballots: Vec<(String, u64)> = (0..=next(6))
            .map(|_| {
                let ballot = letters.iter().filter(|_| next(2) == 0).collect();
                (ballot, u64::from(1 + next(3)))
            })
            .collect();
        let ballots: Vec<(&str, u64)> = ballots.iter().map(|(b, n)| (b.as_str(), *n)).collect();
        let town = budget(u64::from(next(range * size)), &costs, &ballots);
        let votes = |project: OptionId| -> u64 {
            let with = town.profile.classes();
            let with = with.filter(|class| class.options().any(|p| p == project));
            with.map(|class| class.papers).sum()
        };
        let by_votes = best(&town, &votes);
        let by_cost = best(&town, &|p| votes(p) * town.costs[p]);
        for (utility, expected) in [("cardinality", by_votes), ("cost", by_cost)] {
            // The first by the order of the file: that with the earliest project, and so on.
            let (first, _) = along(&town, utility, &[TieRule::Listed], &[]).unwrap();
            assert_eq!(Some(&first), expected.first(), "{costs:?} {ballots:?}");
            let (mut path, mut found) = (Vec::new(), Vec::new());
            loop {
                let (set, branches) = along(&town, utility, &[TieRule::All], &path).unwrap();
                found.push(set);
                path.resize(branches.len(), 0);
                match next_path(&mut path, &branches) {
                    Some(next) => path = next,
                    None => break,
                }
            }
            found.sort();
            let expected: Vec<Vec<OptionId>> = expected.into_iter().collect();
            assert_eq!(found, expected, "{costs:?} {ballots:?} {}", town.budget);
        }
    }
}

#[test]
fn fractions_of_utility_are_not_rounded() {
    // effort: a 5 voters of 10/5 = 10; b one of 9 = 9, c one of 3 = 3; b and c fit beside none.
    let town = budget(12, &[10, 9, 3], &[("a", 5), ("b", 1), ("c", 1)]);
    let (set, _) = along(&town, "effort", &[], &[]).unwrap();
    assert_eq!(set, [OptionId(1), OptionId(2)]);
    // relative-cardinality: one ballot of three that fit gives 1/3 each, two of two 1/2 each.
    let town = budget(3, &[1, 1, 1, 2, 2], &[("abc", 4), ("de", 4)]);
    // abc is worth 4/3 each, d and e 4 each (only one of the two fits): d and one of abc.
    let (set, _) = along(&town, "relative-cardinality", &[TieRule::Listed], &[]).unwrap();
    assert_eq!(set, [OptionId(0), OptionId(3)]);
}

#[test]
fn a_utility_that_is_no_sum_is_refused() {
    let refused = KnapsackParams::parse(&[("utility".to_owned(), "cc".to_owned())]);
    assert_eq!(refused.unwrap_err().code, "utility-not-additive");
}

/// Costs of which hardly two sets have the same sum, all as worth their cost: nothing is won by
/// bounds, only by the lists, and the sum that fills the budget best is found.
#[test]
fn sums_without_a_dense_project_are_found() {
    let costs: Vec<u64> = (0..20).map(|at| 1000 + at * at * 7 + at).collect();
    let ballots: Vec<(String, u64)> = vec![(('a'..='t').collect(), 1)];
    let ballots: Vec<(&str, u64)> = ballots.iter().map(|(b, n)| (b.as_str(), *n)).collect();
    let town = budget(12_345, &costs, &ballots);
    let (set, _) = along(&town, "cost", &[TieRule::Listed], &[]).unwrap();
    let sum: u64 = set.iter().map(|p| costs[crate::id::ix(p.0)]).sum();
    // By all 2^20 sums.
    let most = (0..1u32 << 20)
        .map(|set| {
            (0..20)
                .filter(|at| set >> at & 1 == 1)
                .map(|at| costs[at])
                .sum::<u64>()
        })
        .filter(|sum| *sum <= 12_345)
        .max();
    assert_eq!(Some(sum), most);
}
