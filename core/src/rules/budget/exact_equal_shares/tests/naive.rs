//! The method voter by voter in plain fractions, and the endowments at which it changes by
//! trying every one at which it could, compared with the rule on small elections full of ties.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::rules::shared::towns::{Small, smalls};

/// Who pays for what, in order of purchase.
type Bought = Vec<(usize, Vec<usize>)>;

fn ratio(top: u64, bottom: usize) -> Ratio {
    Ratio::from_parts(Integer::from(top), Natural::from(bottom))
}

impl Small {
    fn cost(&self, bought: &Bought) -> u64 {
        bought.iter().map(|(project, _)| self.costs[*project]).sum()
    }

    fn buyable(&self, project: usize) -> bool {
        self.costs[project] > 0 && !self.supporters(project).is_empty()
    }

    /// Every group of supporters is tried. Lower cost, then more votes, then file order.
    fn run(&self, endowment: &Ratio, by_cost: bool) -> Bought {
        let mut money = vec![endowment.clone(); self.ballots.len()];
        let mut bought: Bought = Vec::new();
        loop {
            let mut best: Option<(Ratio, _, usize, Vec<usize>)> = None;
            for project in 0..self.costs.len() {
                if !self.buyable(project) || bought.iter().any(|(p, _)| *p == project) {
                    continue;
                }
                let all = self.supporters(project);
                for mask in 1u32..1 << all.len() {
                    let group: Vec<usize> = (0..all.len())
                        .filter(|at| mask >> at & 1 == 1)
                        .map(|at| all[at])
                        .collect();
                    let price = ratio(self.costs[project], group.len());
                    if group.iter().any(|voter| money[*voter] < price) {
                        continue;
                    }
                    let worth = if by_cost { self.costs[project] } else { 1 };
                    let rate = Ratio::from(worth) / price;
                    let votes = all.len();
                    let last = (self.costs[project], std::cmp::Reverse(votes), project);
                    let better = best
                        .as_ref()
                        .is_none_or(|(r, l, _, _)| rate > *r || (rate == *r && last < *l));
                    if better {
                        best = Some((rate, last, project, group));
                    }
                }
            }
            let Some((_, _, project, group)) = best else {
                return bought;
            };
            for voter in &group {
                money[*voter] -= ratio(self.costs[project], group.len());
            }
            bought.push((project, group));
        }
    }

    /// All endowments at which a voter can just pay an equal part of something after some
    /// other payments.
    fn turning_points(&self) -> Vec<Ratio> {
        let voters = self.ballots.len();
        let mut sums = vec![Ratio::ZERO];
        for cost in &self.costs {
            let mut more = Vec::new();
            for payers in 1..=voters {
                more.extend(sums.iter().map(|sum| sum + ratio(*cost, payers)));
            }
            sums.extend(more);
            sums.sort();
            sums.dedup();
        }
        sums
    }
}

/// Who pays for each project.
fn payers(bought: &Bought) -> BTreeMap<usize, Vec<usize>> {
    bought.iter().cloned().collect()
}

fn check(small: &Small, by_cost: bool, never: bool) -> Result<(), TestCaseError> {
    let share = ratio(small.budget, small.ballots.len());
    let first = small.run(&share, by_cost);
    let all = (0..small.costs.len()).filter(|p| small.buyable(*p)).count();
    let total: u64 = small.costs.iter().sum();
    let mut outcomes = vec![(share.clone(), first.clone())];
    for point in small.turning_points() {
        if point > share {
            let next = small.run(&point, by_cost);
            if payers(&next) != payers(&outcomes[outcomes.len() - 1].1) {
                outcomes.push((point, next));
            }
        }
    }
    let mut taken = outcomes[0].clone();
    if total > small.budget {
        for next in &outcomes[1..] {
            let cost = small.cost(&next.1);
            if taken.1.len() == all || (cost > small.budget && !never) {
                break;
            }
            let better = !never || cost > small.cost(&taken.1);
            if cost <= small.budget && better {
                taken = next.clone();
            }
        }
    }
    let utility = if by_cost { "cost" } else { "cardinality" };
    let stop = if never { "never" } else { "overspend" };
    let set = [ADD_OPT, ("utility", utility), ("stop", stop)];
    let ties = [TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed];
    let letters = |bought: &Bought| -> String {
        let letter = |(p, _): &(usize, Vec<usize>)| char::from(b"abcd"[*p]);
        bought.iter().map(letter).collect()
    };
    let free = |p: &usize| small.costs[*p] == 0 && !small.supporters(*p).is_empty();
    let free: Bought = (0..small.costs.len())
        .filter(free)
        .map(|p| (p, Vec::new()))
        .collect();
    let budget = small.budget();
    let plain = fund(&budget, &set[1..2], &ties).unwrap();
    prop_assert_eq!(plain, letters(&free) + &letters(&first));
    let (funded, events) = count(&budget, &set, &ties).unwrap();
    prop_assert_eq!(
        &funded,
        &(letters(&free) + &letters(&taken.1)),
        "{:?}",
        outcomes
    );
    let accepted = events.iter().rev().find_map(|event| match event {
        Event::Probe {
            endowment, verdict, ..
        } if *verdict != "overspent" => Some(endowment),
        _ => None,
    });
    prop_assert_eq!(accepted, Some(&ratio_text(&taken.0)));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn agrees_with_the_definition_at_every_endowment(
        small in smalls(4, 4, 2..=40),
        by_cost in any::<bool>(),
        never in any::<bool>(),
    ) {
        check(&small, by_cost, never)?;
    }
}
