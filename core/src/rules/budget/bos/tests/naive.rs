//! The method voter by voter in plain fractions, compared with the rule on small elections full
//! of ties.

use proptest::prelude::*;

use super::*;
use crate::num::Ratio;
use crate::rules::shared::towns::{Small, smalls};

impl Small {
    /// Lower cost, then more votes, then file order.
    fn funded(&self, by_cost: bool) -> Vec<usize> {
        let voters = Ratio::from(crate::id::len32(self.ballots.len()));
        let mut money = vec![Ratio::from(self.budget) / voters; self.ballots.len()];
        let mut funded: Vec<usize> = (0..self.costs.len())
            .filter(|p| self.costs[*p] == 0 && !self.supporters(*p).is_empty())
            .collect();
        let mut left = self.budget;
        loop {
            // (value, tie order, -limit), project, payment of each
            let mut best: Option<(Ratio, _, Ratio, Ratio)> = None;
            for project in 0..self.costs.len() {
                let cost = self.costs[project];
                if funded.contains(&project) || cost > left || cost == 0 {
                    continue;
                }
                let all = self.supporters(project);
                let whole = Ratio::from(cost);
                let mut limits: Vec<Ratio> =
                    all.iter().map(|voter| money[*voter].clone()).collect();
                // Every limit that could just cover the cost: some pay all, the others alike.
                let held: Vec<Ratio> = limits.clone();
                for mask in 0u32..1 << held.len() {
                    let poor: Vec<usize> =
                        (0..held.len()).filter(|at| mask >> at & 1 == 1).collect();
                    let sum = poor.iter().fold(Ratio::ZERO, |sum, at| sum + &held[*at]);
                    if poor.len() < held.len() && sum < whole {
                        let rest = crate::id::len32(held.len() - poor.len());
                        limits.push((&whole - sum) / Ratio::from(rest));
                    }
                }
                for limit in limits {
                    let pay = |voter: &usize| money[*voter].clone().min(limit.clone());
                    let sum = all
                        .iter()
                        .map(pay)
                        .fold(Ratio::ZERO, |sum, paid| sum + paid);
                    let share = (sum / &whole).min(Ratio::ONE);
                    if share.is_zero() {
                        continue;
                    }
                    let unit = if by_cost { whole.clone() } else { Ratio::ONE };
                    let value = &limit / (&share * &share * unit);
                    let order = (cost, std::cmp::Reverse(all.len()), project);
                    let better = best.as_ref().is_none_or(|(v, o, l, _)| {
                        value < *v || (value == *v && (order < *o || (order == *o && limit > *l)))
                    });
                    if better {
                        best = Some((value, order, limit.clone(), &limit / &share));
                    }
                }
            }
            let Some((_, (cost, _, project), _, payment)) = best else {
                return funded;
            };
            for voter in self.supporters(project) {
                money[voter] = (&money[voter] - &payment).max(Ratio::ZERO);
            }
            left -= cost;
            funded.push(project);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn agrees_with_the_definition(small in smalls(6, 7, 1..=60), by_cost in any::<bool>()) {
        let utility = if by_cost { "cost" } else { "cardinality" };
        let ties = [TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed];
        let (mut funded, _) = count(&small.budget(), &[("utility", utility)], &ties).unwrap();
        let letter = |p: &usize| char::from(b"abcdef"[*p]);
        let mut expected: String = small.funded(by_cost).iter().map(letter).collect();
        prop_assert_eq!(&mut funded, &mut expected);
    }
}
