//! The definition again, voter by voter and with fractions, on small random elections with ties.

use super::*;

/// Projects bought, in order.
fn naive(town: &Budget, unfit: Unfit) -> Vec<OptionId> {
    let voters: Vec<Vec<OptionId>> = town
        .profile
        .classes()
        .flat_map(|class| (0..class.papers).map(move |_| class.options().collect()))
        .collect();
    let mut loads = vec![Ratio::ZERO; voters.len()];
    let mut bought: Vec<OptionId> = Vec::new();
    let mut left = town.budget;
    let mut open: Vec<OptionId> = town
        .options
        .standing()
        .filter(|p| town.costs[*p] <= town.budget && voters.iter().any(|v| v.contains(p)))
        .collect();
    loop {
        if unfit == Unfit::Skip {
            open.retain(|p| town.costs[*p] <= left);
        }
        let times: Vec<(Ratio, OptionId)> = open
            .iter()
            .map(|project| {
                let by = || (0..voters.len()).filter(|v| voters[*v].contains(project));
                let sum = by().fold(Ratio::ZERO, |sum, v| sum + &loads[v]);
                let all = Ratio::from(Natural::from(town.costs[*project])) + sum;
                (all / Ratio::from(Natural::from(by().count())), *project)
            })
            .collect();
        let Some(least) = times.iter().map(|(time, _)| time).min() else {
            return bought;
        };
        let tied: Vec<OptionId> = times
            .iter()
            .filter(|(time, _)| time == least)
            .map(|(_, p)| *p)
            .collect();
        if unfit == Unfit::Stop && tied.iter().any(|p| town.costs[*p] > left) {
            return bought;
        }
        let chosen = tied[0];
        if town.costs[chosen] > left {
            return bought;
        }
        for (voter, load) in voters.iter().zip(&mut loads) {
            if voter.contains(&chosen) {
                *load = least.clone();
            }
        }
        left -= town.costs[chosen];
        open.retain(|p| *p != chosen);
        bought.push(chosen);
    }
}

#[test]
fn every_small_election_is_counted_as_by_the_definition() {
    let mut state = 7_u32;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        (state >> 16) % below
    };
    for _ in 0..1500 {
        let costs: Vec<u64> = (0..6).map(|_| u64::from(next(5))).collect();
        let ballots: Vec<(String, u64)> = (0..=next(6))
            .map(|_| {
                let ballot = ('a'..='f').filter(|_| next(3) == 0).collect();
                (ballot, u64::from(1 + next(3)))
            })
            .collect();
        let ballots: Vec<(&str, u64)> = ballots.iter().map(|(b, n)| (b.as_str(), *n)).collect();
        let town = budget(u64::from(next(15)), &costs, &ballots);
        for unfit in [Unfit::Stop, Unfit::StopChosen, Unfit::Skip] {
            let params = PhragmenParams {
                unfit,
                ..PhragmenParams::default()
            };
            let mut cx = Count::new(CountOptions {
                ties: vec![TieRule::Listed],
                ..CountOptions::default()
            });
            let mut found = Phragmen::count(&town, &params, &mut cx).unwrap().winners();
            let mut expected = naive(&town, unfit);
            // Where the order of equals means nothing it may differ.
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(
                found, expected,
                "{costs:?} {ballots:?} {} {unfit:?}",
                town.budget
            );
        }
    }
}
