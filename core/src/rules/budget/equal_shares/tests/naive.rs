//! The method as its definition says it, voter by voter in plain fractions, compared with the
//! rule on thousands of small elections full of ties.

use proptest::prelude::*;

use super::*;
use crate::params::ParamType;

/// Small money so that ties are frequent.
#[derive(Clone, Debug)]
struct Town {
    kind: BallotKind,
    budget: u64,
    costs: Vec<u64>,
    /// Projects with points, in order of preference.
    ballots: Vec<Vec<(usize, i64)>>,
}

/// floor(ln(1 + c) * 10^9) by mpmath 1.4.1.
const LOGS: [u64; 31] = [
    0,
    693_147_180,
    1_098_612_288,
    1_386_294_361,
    1_609_437_912,
    1_791_759_469,
    1_945_910_149,
    2_079_441_541,
    2_197_224_577,
    2_302_585_092,
    2_397_895_272,
    2_484_906_649,
    2_564_949_357,
    2_639_057_329,
    2_708_050_201,
    2_772_588_722,
    2_833_213_344,
    2_890_371_757,
    2_944_438_979,
    2_995_732_273,
    3_044_522_437,
    3_091_042_453,
    3_135_494_215,
    3_178_053_830,
    3_218_875_824,
    3_258_096_538,
    3_295_836_866,
    3_332_204_510,
    3_367_295_829,
    3_401_197_381,
    3_433_987_204,
];

fn towns_of(kind: BallotKind) -> impl Strategy<Value = Town> {
    (1usize..=6, 1usize..=8).prop_flat_map(move |(projects, voters)| {
        let cost = prop_oneof![Just(0u64), 1u64..=4, 1u64..=4, 1u64..=30];
        let mark = (any::<bool>(), 0u32..1000, 0i64..=3);
        (
            4u64..=40,
            prop::collection::vec(cost, projects),
            prop::collection::vec(prop::collection::vec(mark, projects), voters),
        )
            .prop_map(move |(budget, costs, rows)| Town {
                kind,
                budget,
                costs,
                ballots: rows.iter().map(|row| ballot(kind, row)).collect(),
            })
    })
}

fn n64(n: usize) -> u64 {
    u64::from(crate::id::len32(n))
}

fn ballot(kind: BallotKind, row: &[(bool, u32, i64)]) -> Vec<(usize, i64)> {
    let marked = (0..row.len()).filter(|at| row[*at].0);
    let mut ballot: Vec<(usize, i64)> = marked
        .map(|at| {
            (
                at,
                if kind == BallotKind::Score {
                    row[at].2
                } else {
                    1
                },
            )
        })
        .collect();
    if kind == BallotKind::Ranking {
        ballot.sort_by_key(|(at, _)| row[*at].1);
    }
    ballot
}

fn towns() -> impl Strategy<Value = Town> {
    towns_of(BallotKind::Approval)
}

impl Town {
    fn budget(&self) -> Budget {
        let mut budget = town(self.budget, &self.costs, &[]);
        let mut profile = ProfileBuilder::new(self.kind, budget.options.len());
        for ballot in &self.ballots {
            let id = |at: usize| OptionId(crate::id::len32(at));
            let list: Vec<OptionId> = ballot.iter().map(|(at, _)| id(*at)).collect();
            let scored: Vec<(OptionId, i64)> = ballot.iter().map(|(at, n)| (id(*at), *n)).collect();
            match self.kind {
                BallotKind::Approval => profile.approval(&list, 1, 1, 1),
                BallotKind::Ranking => profile.ranking(&list, 1, 1, 1),
                _ => profile.scored(&scored, 1, 1, 1),
            }
            .unwrap();
        }
        budget.profile = profile.finish();
        budget
    }

    /// The projects on a ballot.
    fn named(&self, voter: usize) -> Vec<usize> {
        let positive = self.ballots[voter].iter().filter(|(_, n)| *n > 0);
        positive.map(|(at, _)| *at).collect()
    }

    /// Points of a project on a ballot, of its place where it is a ranking.
    fn points(&self, utility: Utility, voter: usize, project: usize) -> u64 {
        let ballot = &self.ballots[voter];
        let Some(place) = ballot.iter().position(|(at, _)| *at == project) else {
            return 0;
        };
        let below = n64(ballot.len() - place - 1);
        match (self.kind, utility) {
            (BallotKind::Ranking, Utility::Borda) => below,
            (BallotKind::Ranking, _) => below + 1,
            _ => ballot[place].1.unsigned_abs(),
        }
    }

    /// The greatest worth of a set of projects that fits, by trying all.
    fn best(&self, among: &[usize], worth: impl Fn(usize) -> u64) -> u64 {
        let sets = (0u32..1 << among.len()).map(|set| {
            let of = (0..among.len()).filter(|at| set >> at & 1 == 1);
            of.map(|at| among[at]).collect::<Vec<usize>>()
        });
        let fit = sets.filter(|set| self.cost(set) <= self.budget);
        fit.map(|set| set.into_iter().map(&worth).sum())
            .max()
            .unwrap()
    }

    fn utility(&self, utility: Utility, voter: usize, project: usize) -> Ratio {
        let named = self.named(voter);
        let ratio = |a: u64, b: u64| {
            if b == 0 {
                Ratio::ZERO
            } else {
                Ratio::from(a) / Ratio::from(b)
            }
        };
        if !named.contains(&project) {
            return Ratio::ZERO;
        }
        let cost = self.costs[project];
        let cost_of = |p: usize| self.costs[p];
        let points_of = |p: usize| self.points(utility, voter, p);
        let billion = 1_000_000_000;
        match utility {
            Utility::Cost => ratio(cost, 1),
            Utility::Cardinality => Ratio::ONE,
            Utility::Effort => ratio(cost, n64(self.votes(project))),
            Utility::RelativeCardinality => ratio(1, self.best(&named, |_| 1)),
            Utility::RelativeCost => ratio(cost, self.best(&named, cost_of)),
            Utility::RelativeCostApprox => ratio(cost, self.cost(&named).min(self.budget)),
            Utility::SqrtCost => {
                let root = (u128::from(cost) * u128::from(billion).pow(2)).isqrt();
                ratio(u64::try_from(root).unwrap(), billion)
            }
            Utility::LogCost => ratio(LOGS[usize::try_from(cost).unwrap()], billion),
            Utility::Score | Utility::Borda => ratio(points_of(project), 1),
            Utility::ScoreRelative => ratio(points_of(project), self.best(&named, points_of)),
            Utility::CostSqrt | Utility::CostLog | Utility::Cc => panic!("not additive"),
        }
    }

    fn votes(&self, project: usize) -> usize {
        let voters = 0..self.ballots.len();
        voters.filter(|v| self.named(*v).contains(&project)).count()
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

    /// The least rho with sum of min(b_i, rho * u_i) = c, by trying every set of poorest payers.
    fn rho(&self, project: usize, worth: &[Vec<Ratio>], money: &[Ratio]) -> Option<Ratio> {
        let mut held: Vec<(Ratio, Ratio)> = (0..self.ballots.len())
            .filter(|voter| worth[*voter][project] > Ratio::ZERO)
            .map(|voter| (money[voter].clone(), worth[voter][project].clone()))
            .collect();
        held.sort_by_key(|(money, worth)| money / worth);
        let cost = Ratio::from(self.costs[project]);
        let sum = |list: &mut dyn Iterator<Item = &Ratio>| list.fold(Ratio::ZERO, |sum, a| sum + a);
        if sum(&mut held.iter().map(|(money, _)| money)) < cost {
            return None;
        }
        for poor in 0..held.len() {
            let paid = sum(&mut held[..poor].iter().map(|(money, _)| money));
            let rest = sum(&mut held[poor..].iter().map(|(_, worth)| worth));
            let price = (&cost - paid) / rest;
            if held[poor].0 >= &price * &held[poor].1 {
                return Some(price);
            }
        }
        None
    }

    /// The outcome, and what every voter has left.
    fn equal_shares(&self, endowment: &Ratio, set: &EqualSharesParams) -> (Vec<usize>, Vec<Ratio>) {
        let mut money = vec![endowment.clone(); self.ballots.len()];
        let all = 0..self.costs.len();
        let worth: Vec<Vec<Ratio>> = (0..self.ballots.len())
            .map(|voter| {
                all.clone()
                    .map(|p| self.utility(set.utility, voter, p))
                    .collect()
            })
            .collect();
        let free = |p: &usize| self.costs[*p] == 0 && self.votes(*p) > 0;
        let mut outcome: Vec<usize> = all.filter(free).collect();
        if set.free == Free::Never {
            outcome.clear();
        }
        loop {
            let offers: Vec<(usize, Ratio)> = (0..self.costs.len())
                .filter(|p| !outcome.contains(p) && self.costs[*p] > 0)
                .filter(|p| worth.iter().any(|row| row[*p] > Ratio::ZERO))
                .filter(|p| set.over_budget == OverBudget::Bought || self.costs[*p] <= self.budget)
                .filter_map(|p| Some((p, self.rho(p, &worth, &money)?)))
                .collect();
            let Some(least) = offers.iter().map(|(_, rho)| rho).min() else {
                return (outcome, money);
            };
            let tied = offers.iter().filter(|(_, rho)| rho == least);
            let chosen = self.first(tied.map(|(p, _)| *p).collect());
            for (voter, held) in money.iter_mut().enumerate() {
                let part = least * &worth[voter][chosen];
                *held = if *held > part {
                    &*held - &part
                } else {
                    Ratio::ZERO
                };
            }
            outcome.push(chosen);
        }
    }

    /// Greedy by votes, or by points.
    fn by_votes(&self, mut outcome: Vec<usize>, utility: Utility) -> Vec<usize> {
        let tally = |p: usize| {
            if utility.is_of_points() {
                (0..self.ballots.len())
                    .map(|v| self.points(utility, v, p))
                    .sum()
            } else {
                n64(self.votes(p))
            }
        };
        let mut rest: Vec<usize> = (0..self.costs.len())
            .filter(|p| !outcome.contains(p))
            .collect();
        while !rest.is_empty() {
            let most = rest.iter().map(|p| tally(*p)).max().unwrap();
            let tied = rest.iter().copied().filter(|p| tally(*p) == most);
            // Greedy takes for votes what it goes by, and these are equal.
            let next = tied.min_by_key(|p| (self.costs[*p], *p)).unwrap();
            rest.retain(|p| *p != next);
            if self.cost(&outcome) + self.costs[next] <= self.budget {
                outcome.push(next);
            }
        }
        outcome
    }

    /// All earn at the same speed; who can pay first is funded, if it fits.
    fn phragmen(
        &self,
        mut outcome: Vec<usize>,
        mut money: Vec<Ratio>,
        utility: Utility,
    ) -> Vec<usize> {
        let supports = |v: usize, p: usize| self.utility(utility, v, p) > Ratio::ZERO;
        loop {
            let supporters =
                |p: usize| -> Vec<usize> { (0..money.len()).filter(|v| supports(*v, p)).collect() };
            let waits: Vec<(usize, Ratio)> = (0..self.costs.len())
                .filter(|p| !outcome.contains(p) && self.costs[*p] > 0)
                .filter(|p| !supporters(*p).is_empty())
                .filter(|p| self.cost(&outcome) + self.costs[*p] <= self.budget)
                .map(|p| {
                    let list = supporters(p);
                    let held = list.iter().fold(Ratio::ZERO, |sum, v| sum + &money[*v]);
                    let lack = Ratio::from(self.costs[p]) - held;
                    (p, lack / Ratio::from(crate::id::len32(list.len())))
                })
                .collect();
            let Some(least) = waits.iter().map(|(_, wait)| wait).min() else {
                return outcome;
            };
            let tied = waits.iter().filter(|(_, wait)| wait == least);
            let chosen = self.first(tied.map(|(p, _)| *p).collect());
            for (voter, held) in money.iter_mut().enumerate() {
                *held = if supports(voter, chosen) {
                    Ratio::ZERO
                } else {
                    &*held + least
                };
            }
            outcome.push(chosen);
        }
    }

    fn add1(&self, set: &EqualSharesParams) -> (Vec<usize>, Vec<Ratio>) {
        let share = Ratio::from(self.budget) / Ratio::from(crate::id::len32(self.ballots.len()));
        let all: Vec<usize> = (0..self.costs.len()).collect();
        if set.all_fit == Some(AllFit::NotRun) && self.cost(&all) <= self.budget {
            return self.equal_shares(&share, set);
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
        let gains = |p: usize| {
            (0..self.ballots.len()).any(|v| self.utility(set.utility, v, p) > Ratio::ZERO)
        };
        let buyable: Vec<usize> = all
            .iter()
            .copied()
            .filter(|p| self.costs[*p] > 0 && gains(*p))
            .filter(|p| set.over_budget == OverBudget::Bought || self.costs[*p] <= self.budget)
            .collect();
        let mut outcome = self.equal_shares(&endowment, set);
        loop {
            let addable = |among: &[usize]| {
                among.iter().any(|p| {
                    !outcome.0.contains(p)
                        && self.costs[*p] > 0
                        && self.cost(&outcome.0) + self.costs[*p] <= self.budget
                })
            };
            let exhaustive = match set.stop.unwrap() {
                Stop::Overspend => false,
                Stop::Exhaustive => !addable(&all),
                Stop::ExhaustiveSupported => !addable(&buyable),
            };
            if exhaustive || buyable.iter().all(|p| outcome.0.contains(p)) {
                return outcome;
            }
            endowment += &increment;
            let next = self.equal_shares(&endowment, set);
            if self.cost(&next.0) > self.budget {
                return outcome;
            }
            outcome = next;
        }
    }

    fn outcome(&self, set: &EqualSharesParams) -> Vec<usize> {
        let (mut outcome, money) = if set.has_add1() {
            self.add1(set)
        } else {
            let voters = Ratio::from(crate::id::len32(self.ballots.len()));
            self.equal_shares(&(Ratio::from(self.budget) / voters), set)
        };
        if set.has_utilitarian() {
            outcome = self.by_votes(outcome, set.utility);
        }
        if set.has_phragmen() {
            outcome = self.phragmen(outcome, money, set.utility);
        }
        let greedy = self.by_votes(Vec::new(), set.utility);
        let worth = |voter: usize, of: &[usize]| -> u64 {
            let named = self.named(voter);
            let funded = named.iter().filter(|p| of.contains(p));
            let points = |p: &usize| {
                if set.utility.is_of_points() {
                    self.points(set.utility, voter, *p)
                } else {
                    1
                }
            };
            let sum = funded.map(points).sum::<u64>();
            if set.comparison == Comparison::Exclusion {
                sum.min(1)
            } else {
                sum
            }
        };
        let prefer = |a: &[usize], b: &[usize]| {
            (0..self.ballots.len())
                .filter(|v| worth(*v, a) > worth(*v, b))
                .count()
        };
        if set.comparison != Comparison::None
            && prefer(&greedy, &outcome) > prefer(&outcome, &greedy)
        {
            return greedy;
        }
        outcome
    }
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
    if set.completion != Completion::None && set.completion != Completion::Add1
        || set.comparison != Comparison::None
    {
        here.sort_unstable();
        there.sort_unstable();
    }
    prop_assert_eq!(here, there, "{:?}", set);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, ..ProptestConfig::default() })]

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

    #[test]
    fn policies_are_those_named(town in towns()) {
        for completion in ["none", "add1", "add1,utilitarian", "phragmen", "add1,phragmen"] {
            for free in ["first", "never"] {
                for over_budget in ["bought", "leave-out"] {
                    if completion.contains("add1") {
                        agree(&town, &[("completion", completion), ("all_fit", "run")])?;
                    }
                    agree(&town, &[
                        ("completion", completion),
                        ("free", free),
                        ("over_budget", over_budget),
                    ])?;
                }
            }
        }
    }
}

const COMPLETIONS: [&str; 6] = [
    "none",
    "add1",
    "utilitarian",
    "add1,utilitarian",
    "phragmen",
    "add1,phragmen",
];

/// Every utility that ballots allow, with every completion and comparison.
fn every_utility(town: &Town, words: &[&str]) -> Result<(), TestCaseError> {
    for utility in words {
        for completion in COMPLETIONS {
            agree(town, &[("utility", utility), ("completion", completion)])?;
        }
        for set in [
            [
                ("completion", "add1"),
                ("stop", "exhaustive"),
                ("increment", "0.3"),
            ],
            [
                ("completion", "add1"),
                ("stop", "exhaustive-supported"),
                ("increment", "25%"),
            ],
            [
                ("completion", "add1"),
                ("over_budget", "leave-out"),
                ("start", "exact"),
            ],
            [
                ("completion", "none"),
                ("free", "never"),
                ("comparison", "satisfaction"),
            ],
            [
                ("completion", "add1,utilitarian"),
                ("free", "never"),
                ("comparison", "exclusion"),
            ],
        ] {
            agree(town, &[&[("utility", *utility)][..], &set].concat())?;
        }
    }
    Ok(())
}

const COUNTED: [&str; 8] = [
    "cost",
    "cardinality",
    "effort",
    "relative-cardinality",
    "relative-cost",
    "relative-cost-approx",
    "sqrt-cost",
    "log-cost",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn every_utility_on_approvals(town in towns()) {
        every_utility(&town, &COUNTED)?;
    }

    #[test]
    fn every_utility_on_rankings(town in towns_of(BallotKind::Ranking)) {
        every_utility(&town, &COUNTED)?;
        every_utility(&town, &["score", "score-relative", "borda"])?;
    }

    #[test]
    fn every_utility_on_points(town in towns_of(BallotKind::Score)) {
        every_utility(&town, &COUNTED)?;
        every_utility(&town, &["score", "score-relative"])?;
    }
}
