//! The method as its definition says it, voter by voter in plain fractions, compared with the
//! rule on thousands of small elections full of ties.

use proptest::prelude::*;

use super::*;

/// Small money so that ties are frequent.
#[derive(Clone, Debug)]
struct Town {
    budget: u64,
    costs: Vec<u64>,
    ballots: Vec<Vec<usize>>,
}

fn towns() -> impl Strategy<Value = Town> {
    (1usize..=6, 1usize..=8).prop_flat_map(|(projects, voters)| {
        let cost = prop_oneof![Just(0u64), 1u64..=4, 1u64..=4, 1u64..=30];
        (
            4u64..=40,
            prop::collection::vec(cost, projects),
            prop::collection::vec(prop::collection::vec(any::<bool>(), projects), voters),
        )
            .prop_map(|(budget, costs, ballots)| Town {
                budget,
                costs,
                ballots: ballots
                    .into_iter()
                    .map(|row| (0..row.len()).filter(|at| row[*at]).collect())
                    .collect(),
            })
    })
}

impl Town {
    fn budget(&self) -> Budget {
        let ballots: Vec<(String, u64)> = self
            .ballots
            .iter()
            .map(|ballot| {
                let letters = ballot.iter().map(|at| char::from(b"abcdef"[*at]));
                (letters.collect(), 1)
            })
            .collect();
        let ballots: Vec<(&str, u64)> = ballots.iter().map(|(b, n)| (b.as_str(), *n)).collect();
        town(self.budget, &self.costs, &ballots)
    }

    fn votes(&self, project: usize) -> usize {
        self.ballots.iter().filter(|b| b.contains(&project)).count()
    }

    fn cost(&self, outcome: &[usize]) -> u64 {
        outcome.iter().map(|project| self.costs[*project]).sum()
    }

    /// Lower cost, then more votes, then the order of the file.
    fn first(&self, tied: Vec<usize>) -> usize {
        let key = |project: &usize| {
            let votes = std::cmp::Reverse(self.votes(*project));
            (self.costs[*project], votes, *project)
        };
        tied.into_iter().min_by_key(key).unwrap()
    }

    /// The least rho with sum of min(b_i, rho * u) = c, by trying every set of poorest payers.
    fn rho(&self, project: usize, unit: u64, money: &[Ratio]) -> Option<Ratio> {
        let mut held: Vec<Ratio> = (0..self.ballots.len())
            .filter(|voter| self.ballots[*voter].contains(&project))
            .map(|voter| money[voter].clone())
            .collect();
        held.sort();
        let cost = Ratio::from(self.costs[project]);
        if sum(&held) < cost {
            return None;
        }
        for poor in 0..held.len() {
            let paid = sum(&held[..poor]);
            let rest = Ratio::from(crate::id::len32(held.len() - poor));
            let price = (&cost - paid) / rest;
            if held[poor] >= price {
                return Some(price / Ratio::from(unit));
            }
        }
        None
    }

    fn equal_shares(&self, endowment: &Ratio, utility: Utility) -> Vec<usize> {
        let mut money = vec![endowment.clone(); self.ballots.len()];
        let mut outcome: Vec<usize> = (0..self.costs.len())
            .filter(|p| self.costs[*p] == 0 && self.votes(*p) > 0)
            .collect();
        loop {
            let unit = |project: usize| match utility {
                Utility::Cost => self.costs[project],
                Utility::Cardinality => 1,
            };
            let offers: Vec<(usize, Ratio)> = (0..self.costs.len())
                .filter(|p| !outcome.contains(p) && self.costs[*p] > 0 && self.votes(*p) > 0)
                .filter_map(|p| Some((p, self.rho(p, unit(p), &money)?)))
                .collect();
            let Some(least) = offers.iter().map(|(_, rho)| rho).min() else {
                return outcome;
            };
            let tied = offers.iter().filter(|(_, rho)| rho == least);
            let chosen = self.first(tied.map(|(p, _)| *p).collect());
            let price = least * Ratio::from(unit(chosen));
            for (voter, held) in money.iter_mut().enumerate() {
                if self.ballots[voter].contains(&chosen) {
                    *held = if *held > price {
                        &*held - &price
                    } else {
                        Ratio::ZERO
                    };
                }
            }
            outcome.push(chosen);
        }
    }

    fn by_votes(&self, mut outcome: Vec<usize>) -> Vec<usize> {
        let mut rest: Vec<usize> = (0..self.costs.len())
            .filter(|p| !outcome.contains(p))
            .collect();
        while !rest.is_empty() {
            let most = rest.iter().map(|p| self.votes(*p)).max().unwrap();
            let tied = rest.iter().copied().filter(|p| self.votes(*p) == most);
            let next = self.first(tied.collect());
            rest.retain(|p| *p != next);
            if self.cost(&outcome) + self.costs[next] <= self.budget {
                outcome.push(next);
            }
        }
        outcome
    }

    fn add1(&self, set: &EqualSharesParams) -> Vec<usize> {
        let share = Ratio::from(self.budget) / Ratio::from(crate::id::len32(self.ballots.len()));
        let all: Vec<usize> = (0..self.costs.len()).collect();
        if self.cost(&all) <= self.budget {
            return self.equal_shares(&share, set.utility);
        }
        let mut endowment = match set.start.unwrap() {
            Start::Floor => Ratio::from(share.floor()),
            Start::Exact => share.clone(),
        };
        let increment = match set.increment.unwrap().show().as_str() {
            "1" => Ratio::ONE,
            "0.3" => Ratio::from(3u8) / Ratio::from(10u8),
            "25%" => share / Ratio::from(4u8),
            other => panic!("{other}"),
        };
        let supported: Vec<usize> = all.iter().copied().filter(|p| self.votes(*p) > 0).collect();
        let mut outcome = self.equal_shares(&endowment, set.utility);
        loop {
            let addable = |among: &[usize]| {
                among.iter().any(|p| {
                    !outcome.contains(p)
                        && self.costs[*p] > 0
                        && self.cost(&outcome) + self.costs[*p] <= self.budget
                })
            };
            let exhaustive = match set.stop.unwrap() {
                Stop::Overspend => false,
                Stop::Exhaustive => !addable(&all),
                Stop::ExhaustiveSupported => !addable(&supported),
            };
            if exhaustive || outcome.len() == supported.len() {
                return outcome;
            }
            endowment += &increment;
            let next = self.equal_shares(&endowment, set.utility);
            if self.cost(&next) > self.budget {
                return outcome;
            }
            outcome = next;
        }
    }

    fn outcome(&self, set: &EqualSharesParams) -> Vec<usize> {
        let mut outcome = if set.has_add1() {
            self.add1(set)
        } else {
            let voters = Ratio::from(crate::id::len32(self.ballots.len()));
            self.equal_shares(&(Ratio::from(self.budget) / voters), set.utility)
        };
        if set.has_utilitarian() {
            outcome = self.by_votes(outcome);
        }
        let greedy = self.by_votes(Vec::new());
        let prefer = |a: &[usize], b: &[usize]| {
            let worth = |ballot: &Vec<usize>, of: &[usize]| {
                let approved = ballot.iter().filter(|p| of.contains(p)).count();
                if set.comparison == Comparison::Exclusion {
                    approved.min(1)
                } else {
                    approved
                }
            };
            let voters = self.ballots.iter();
            voters.filter(|v| worth(v, a) > worth(v, b)).count()
        };
        if set.comparison != Comparison::None
            && prefer(&greedy, &outcome) > prefer(&outcome, &greedy)
        {
            return greedy;
        }
        outcome
    }
}

fn sum(amounts: &[Ratio]) -> Ratio {
    amounts.iter().fold(Ratio::ZERO, |sum, one| sum + one)
}

fn agree(town: &Town, set: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let set = params(set).unwrap();
    let budget = town.budget();
    let mut cx = Count::new(CountOptions {
        ties: vec![TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed],
        ..CountOptions::default()
    });
    let outcome = EqualShares::count(&budget, &set, &mut cx).unwrap();
    let mut here: Vec<usize> = outcome
        .winners()
        .iter()
        .map(|p| crate::id::ix(p.0))
        .collect();
    let mut there = town.outcome(&set);
    // Without a completion also the order of purchases is that of the definition.
    if set.has_utilitarian() || set.comparison != Comparison::None {
        here.sort_unstable();
        there.sort_unstable();
    }
    prop_assert_eq!(here, there, "{:?}", set);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn one_run_is_that_of_the_definition(town in towns()) {
        for utility in ["cost", "cardinality"] {
            for completion in ["none", "utilitarian"] {
                for comparison in ["none", "satisfaction", "exclusion"] {
                    agree(&town, &[
                        ("utility", utility),
                        ("completion", completion),
                        ("comparison", comparison),
                    ])?;
                }
            }
        }
    }

    #[test]
    fn add1_is_the_linear_scan(town in towns()) {
        for utility in ["cost", "cardinality"] {
            for stop in ["overspend", "exhaustive", "exhaustive-supported"] {
                for start in ["floor", "exact"] {
                    for increment in ["1", "0.3", "25%"] {
                        agree(&town, &[
                            ("completion", "add1"),
                            ("utility", utility),
                            ("stop", stop),
                            ("start", start),
                            ("increment", increment),
                        ])?;
                    }
                }
            }
            agree(&town, &[("completion", "add1,utilitarian"), ("utility", utility)])?;
        }
    }
}
