//! The method gift by gift in plain fractions, compared with the rule on small elections.

use proptest::prelude::*;

use super::*;
use crate::num::Ratio;

#[derive(Clone, Debug)]
struct Small {
    budget: u64,
    costs: Vec<u64>,
    ballots: Vec<Vec<i64>>,
}

fn smalls() -> impl Strategy<Value = Small> {
    (1usize..=4, 1usize..=4).prop_flat_map(|(projects, voters)| {
        let cost = prop_oneof![Just(0u64), 1u64..=4, 5u64..=12, 1u64..=30];
        let points = prop_oneof![Just(0i64), 0i64..=4];
        (
            1u64..=40,
            prop::collection::vec(cost, projects),
            prop::collection::vec(prop::collection::vec(points, projects), voters),
        )
            .prop_map(|(budget, costs, ballots)| Small {
                budget,
                costs,
                ballots,
            })
    })
}

/// Gifts of each voter to each project.
type Gifts = Vec<Vec<Ratio>>;

impl Small {
    fn votes(&self, project: usize) -> usize {
        self.ballots.iter().filter(|b| b[project] > 0).count()
    }

    /// What a voter gave to a project goes to the others in proportion to what they have.
    fn spread(gifts: &mut [Ratio], from: usize, amount: &Ratio) {
        let others = gifts.iter().enumerate().filter(|(p, _)| *p != from);
        let sum = others.fold(Ratio::ZERO, |sum, (_, gift)| sum + gift);
        if !sum.is_zero() {
            let factor = (&sum + amount) / sum;
            for (project, gift) in gifts.iter_mut().enumerate() {
                if project != from {
                    *gift *= &factor;
                }
            }
        }
        gifts[from] = Ratio::ZERO;
    }

    fn support(gifts: &Gifts, project: usize) -> Ratio {
        gifts
            .iter()
            .fold(Ratio::ZERO, |sum, gift| sum + &gift[project])
    }

    fn key(&self, gifts: &Gifts, select: Select, project: usize) -> Ratio {
        let cost = Ratio::from(self.costs[project]);
        let support = Self::support(gifts, project);
        match select {
            Select::Excess => support - cost,
            Select::Ratio => support / cost,
            Select::Support => support,
        }
    }

    fn first(&self, gifts: &Gifts, select: Select, among: &[usize]) -> usize {
        let key = |p: usize| {
            let last = (
                self.votes(p),
                std::cmp::Reverse(self.costs[p]),
                std::cmp::Reverse(p),
            );
            (self.key(gifts, select, p), last)
        };
        among.iter().copied().max_by_key(|p| key(*p)).unwrap()
    }

    fn funded(&self, select: Select, minimal: bool) -> Vec<usize> {
        let voters = crate::id::len32(self.ballots.len());
        let share = Ratio::from(self.budget) / Ratio::from(voters);
        let count = self.costs.len();
        let mut funded: Vec<usize> = (0..count)
            .filter(|p| self.costs[*p] == 0 && self.votes(*p) > 0)
            .collect();
        let mut open: Vec<usize> = (0..count)
            .filter(|p| self.costs[*p] > 0 && self.votes(*p) > 0)
            .collect();
        let mut gifts: Gifts = Vec::new();
        for ballot in &self.ballots {
            let points = |p: usize| -> u64 {
                let points = if open.contains(&p) { ballot[p] } else { 0 };
                u64::try_from(points).unwrap()
            };
            let sum: u64 = (0..count).map(points).sum();
            let gift = |p| &share * Ratio::from(points(p)) / Ratio::from(sum.max(1));
            gifts.push((0..count).map(gift).collect());
        }
        let mut left = self.budget;
        let mut eliminated = Vec::new();
        while !open.is_empty() {
            let cost = |p: usize| Ratio::from(self.costs[p]);
            let enough: Vec<usize> = open
                .iter()
                .copied()
                .filter(|p| Self::support(&gifts, *p) >= cost(*p))
                .collect();
            let project;
            if !enough.is_empty() {
                project = self.first(&gifts, select, &enough);
                let kept = Ratio::ONE - cost(project) / Self::support(&gifts, project);
                for gift in &mut gifts {
                    let amount = &gift[project] * &kept;
                    Self::spread(gift, project, &amount);
                }
            } else if minimal {
                let held = |p: usize| {
                    let donors = gifts.iter().filter(|gift| !gift[p].is_zero());
                    donors.flatten().fold(Ratio::ZERO, |sum, gift| sum + gift)
                };
                let able: Vec<usize> = open
                    .iter()
                    .copied()
                    .filter(|p| held(*p) >= cost(*p))
                    .collect();
                if able.is_empty() {
                    break;
                }
                project = self.first(&gifts, select, &able);
                self.transfer(&mut gifts, project);
            } else {
                let last = |p: usize| {
                    let key = self.key(&gifts, Select::Excess, p);
                    (
                        key,
                        self.votes(p),
                        std::cmp::Reverse(self.costs[p]),
                        std::cmp::Reverse(p),
                    )
                };
                let out = open.iter().copied().min_by_key(|p| last(*p)).unwrap();
                for gift in &mut gifts {
                    let amount = gift[out].clone();
                    Self::spread(gift, out, &amount);
                }
                open.retain(|p| *p != out);
                eliminated.push(out);
                continue;
            }
            open.retain(|p| *p != project);
            funded.push(project);
            left -= self.costs[project];
        }
        let mut rest = eliminated;
        if minimal {
            rest = open;
        }
        while !rest.is_empty() {
            let next = if minimal {
                self.first(&gifts, select, &rest)
            } else {
                rest[rest.len() - 1]
            };
            rest.retain(|p| *p != next);
            if self.costs[next] <= left {
                left -= self.costs[next];
                funded.push(next);
            }
        }
        funded
    }

    /// Every set of donors who give all is tried: the others give more by one factor.
    fn transfer(&self, gifts: &mut Gifts, project: usize) {
        let cost = Ratio::from(self.costs[project]);
        let donors: Vec<usize> = (0..gifts.len())
            .filter(|v| !gifts[*v][project].is_zero())
            .collect();
        let all = |v: usize, gifts: &Gifts| gifts[v].iter().fold(Ratio::ZERO, |sum, g| sum + g);
        for mask in 0u32..1 << donors.len() {
            let full = |at: usize| mask >> at & 1 == 1;
            let mut need = cost.clone();
            let mut given = Ratio::ZERO;
            for (at, voter) in donors.iter().enumerate() {
                if full(at) {
                    need -= all(*voter, gifts);
                } else {
                    given += &gifts[*voter][project];
                }
            }
            let factor = if given.is_zero() {
                if !need.is_zero() {
                    continue;
                }
                Ratio::from(1_000_000_000u64)
            } else {
                need / given
            };
            let fits = donors.iter().enumerate().all(|(at, voter)| {
                let grown = &gifts[*voter][project] * &factor;
                let limit = all(*voter, gifts);
                if full(at) {
                    grown >= limit
                } else {
                    grown <= limit
                }
            });
            if !fits {
                continue;
            }
            for (at, voter) in donors.iter().enumerate() {
                let limit = all(*voter, gifts);
                let grown = &gifts[*voter][project] * &factor;
                let paid = if full(at) { limit.clone() } else { grown };
                let others = &limit - &gifts[*voter][project];
                let kept = &limit - &paid;
                for (other, gift) in gifts[*voter].iter_mut().enumerate() {
                    if other == project {
                        *gift = Ratio::ZERO;
                    } else if !others.is_zero() {
                        *gift *= &kept / &others;
                    }
                }
            }
            return;
        }
        panic!("no factor");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn agrees_with_the_definition(small in smalls(), which in 0usize..6) {
        let preset = ["ewt", "ewtc", "ewts", "mt", "mtc", "mts"][which];
        let select = [Select::Excess, Select::Ratio, Select::Support][which % 3];
        let budget = town(small.budget, &small.costs, &small.ballots);
        let letter = |p: &usize| char::from(b"abcd"[*p]);
        let expected: String = small.funded(select, which > 2).iter().map(letter).collect();
        prop_assert_eq!(fund(&budget, &[("preset", preset)]), expected);
    }
}
