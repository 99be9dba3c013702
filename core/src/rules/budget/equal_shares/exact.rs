//! Exact money at one endowment, in integers over a common denominator.
//!
//! A voter who could always pay in full holds the endowment less the prices paid; one who could
//! not holds nothing. So no list of the money of voters is kept: how much a group of supporters
//! holds follows from how many of them paid each price, in O(rounds) big-integer operations a
//! group. Bounds in fixed point ([`Hints`]) tell most voters apart, and only those near the
//! price are compared exactly.

use std::collections::BTreeMap;

use dashu_int::ops::Gcd;

use super::election::Election;
use crate::id::{IdVec, OptionId, ix, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::sort::sort;

/// Bounds of the money of each class and of a price, in the same fixed point.
pub(super) struct Hints<'a> {
    pub(super) lo: &'a [i64],
    pub(super) hi: &'a [i64],
    /// Not above the price.
    pub(super) low: i64,
    /// Not below the price, where the project is certainly affordable.
    pub(super) high: Option<i64>,
}

/// The price of a project: what its supporters pay at most.
pub(super) struct ExactPrice {
    /// The price is `left / rich` over the common denominator.
    left: Integer,
    rich: Integer,
    /// Supporters who hold less than the price, and so give all they have.
    broke: Vec<u32>,
}

/// The state of one exact run.
pub(super) struct Exact<'e, 'a> {
    election: &'e Election<'a>,
    denominator: Natural,
    /// Over the denominator.
    endowment: Integer,
    /// Prices paid, in order of purchase, over the denominator.
    prices: Vec<Integer>,
    round: IdVec<OptionId, Option<u32>>,
    broke: Vec<bool>,
}

impl<'e, 'a> Exact<'e, 'a> {
    /// Before the first purchase; the endowment as numerator and denominator.
    pub(super) fn new(election: &'e Election<'a>, endowment: (Natural, Natural)) -> Self {
        Self {
            election,
            endowment: endowment.0.into(),
            denominator: endowment.1,
            prices: Vec::new(),
            round: IdVec::filled(election.budget.options.len(), None),
            broke: vec![false; election.papers.len()],
        }
    }

    /// The rounds in which the voters of a class paid.
    fn rounds(&self, class: u32) -> impl Iterator<Item = u32> {
        self.election
            .ballot(class)
            .filter_map(|project| self.round[project])
    }

    /// What is left of the money of `papers` voters after prices paid `times` times each.
    fn money(&self, papers: i64, times: &[i64]) -> Integer {
        let paid = self.prices.iter().zip(times).filter(|(_, n)| **n != 0);
        let paid: Integer = paid.map(|(price, n)| price * Integer::from(*n)).sum();
        &self.endowment * Integer::from(papers) - paid
    }

    /// The price of a project, or `None` where its supporters cannot pay it.
    pub(super) fn price(&self, project: OptionId, hints: &Hints<'_>) -> Option<ExactPrice> {
        let mut broke = Vec::new();
        let mut poor = 0i64;
        let mut rich = 0i64;
        let mut times = vec![0i64; self.prices.len()];
        let mut near: BTreeMap<Vec<u32>, (i64, Vec<u32>)> = BTreeMap::new();
        for class in &self.election.supporters[project] {
            let at = ix(*class);
            let papers = self.election.papers_of(*class);
            if self.broke[at] {
                continue;
            }
            if hints.hi[at] < hints.low {
                poor += papers;
                for round in self.rounds(*class) {
                    times[ix(round)] += papers;
                }
                broke.push(*class);
            } else if hints.high.is_some_and(|high| hints.lo[at] >= high) {
                rich += papers;
            } else {
                let group = near.entry(self.rounds(*class).collect()).or_default();
                group.0 += papers;
                group.1.push(*class);
            }
        }
        let mut near: Vec<(Integer, i64, Vec<u32>)> = near
            .into_iter()
            .map(|(rounds, (papers, classes))| {
                let mut once = vec![0i64; self.prices.len()];
                for round in rounds {
                    once[ix(round)] = 1;
                }
                (self.money(1, &once), papers, classes)
            })
            .collect();
        sort(&mut near);
        rich += near.iter().map(|(_, papers, _)| papers).sum::<i64>();
        let cost = Integer::from(self.election.cost(project));
        let mut left = cost * Integer::from(self.denominator.clone()) - self.money(poor, &times);
        for (money, papers, classes) in near {
            if &money * Integer::from(rich) >= left {
                break;
            }
            left -= money * Integer::from(papers);
            rich -= papers;
            broke.extend(classes);
        }
        (rich > 0).then(|| ExactPrice {
            left,
            rich: Integer::from(rich),
            broke,
        })
    }

    /// Which of two projects costs less a unit of utility.
    pub(super) fn compare(
        &self,
        (a, price_a): (OptionId, &ExactPrice),
        (b, price_b): (OptionId, &ExactPrice),
    ) -> std::cmp::Ordering {
        let unit = |project| Integer::from(self.election.unit(project));
        let left = &price_a.left * &price_b.rich * unit(b);
        left.cmp(&(&price_b.left * &price_a.rich * unit(a)))
    }

    /// The price in units of `2^-shift` minor units, rounded down and up.
    pub(super) fn fixed(&self, price: &ExactPrice, shift: i32) -> (i64, i64) {
        let mut left = price.left.clone();
        let mut unit = &price.rich * Integer::from(self.denominator.clone());
        let places = usize::try_from(shift.unsigned_abs()).unwrap_or_default();
        if shift >= 0 {
            left <<= places;
        } else {
            unit <<= places;
        }
        let floor = &left / &unit;
        let exact = &floor * unit == left;
        let floor = i64::try_from(floor).unwrap_or(i64::MAX);
        (
            floor,
            if exact {
                floor
            } else {
                floor.saturating_add(1)
            },
        )
    }

    /// Buys a project at its price.
    pub(super) fn buy(&mut self, project: OptionId, price: ExactPrice) {
        for class in &price.broke {
            self.broke[ix(*class)] = true;
        }
        let common = Integer::from((&price.left).gcd(&price.rich));
        let factor = price.rich / &common;
        for amount in self.prices.iter_mut().chain([&mut self.endowment]) {
            *amount *= &factor;
        }
        self.denominator *= Natural::try_from(factor).unwrap_or(Natural::ONE);
        self.round[project] = Some(len32(self.prices.len()));
        self.prices.push(price.left / common);
    }

    /// Prices in order of purchase, in minor units.
    pub(super) fn prices(&self) -> impl Iterator<Item = Ratio> {
        self.prices
            .iter()
            .map(|price| Ratio::from_parts(price.clone(), self.denominator.clone()))
    }

    /// What the supporters of a project hold together, in whole minor units, rounded down.
    pub(super) fn held(&self, project: OptionId) -> u64 {
        let mut times = vec![0i64; self.prices.len()];
        let mut papers = 0i64;
        for class in &self.election.supporters[project] {
            if !self.broke[ix(*class)] {
                let n = self.election.papers_of(*class);
                papers += n;
                for round in self.rounds(*class) {
                    times[ix(round)] += n;
                }
            }
        }
        let money = self.money(papers, &times) / Integer::from(self.denominator.clone());
        u64::try_from(money).unwrap_or_default()
    }
}
