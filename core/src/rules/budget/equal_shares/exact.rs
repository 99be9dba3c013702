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
use super::weights::{PLACES, Weights};
use crate::id::{IdVec, OptionId, ix, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::sort::{sort, sort_by};

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

    /// The rounds in which the voters of a class paid, with their points.
    fn rounds(&self, class: u32, each: &mut dyn FnMut(u32, i64)) {
        self.election.ballot(class, &mut |project, points| {
            if let Some(round) = self.round[project] {
                each(round, points);
            }
        });
    }

    /// What is left of the money of `papers` voters after prices paid `times` times each.
    fn money(&self, papers: i64, times: &[i64]) -> Integer {
        let paid = self.prices.iter().zip(times).filter(|(_, n)| **n != 0);
        let paid: Integer = paid.map(|(price, n)| price * Integer::from(*n)).sum();
        &self.endowment * Integer::from(papers) - paid
    }

    /// What one voter of a class who always paid in full has left.
    fn money_of(&self, class: u32) -> Integer {
        let mut paid = Integer::ZERO;
        self.rounds(class, &mut |round, points| {
            if let Some(price) = self.prices.get(ix(round)) {
                paid += price * Integer::from(points);
            }
        });
        match &self.election.weights {
            Some(weights) => &self.endowment - paid * weights.factor(class),
            None => &self.endowment - paid,
        }
    }

    /// What one voter of a class holds, over the denominator.
    pub(super) fn holds(&self, class: u32) -> Integer {
        match self.broke.get(ix(class)) {
            Some(false) => self.money_of(class),
            _ => Integer::ZERO,
        }
    }

    /// What all amounts are divided by, to be in minor units.
    pub(super) fn denominator(&self) -> &Natural {
        &self.denominator
    }

    /// The price of a project where supporters get unlike utilities: the money of each over
    /// their multiple is their limit.
    fn weighted(
        &self,
        project: OptionId,
        weights: &Weights,
        hints: &Hints<'_>,
    ) -> Option<ExactPrice> {
        let mut broke = Vec::new();
        let cost = Integer::from(self.election.cost(project));
        let mut left = cost * Integer::from(self.denominator.clone());
        let mut rich = Integer::ZERO;
        let mut poor = 0i64;
        let mut times = vec![Integer::ZERO; self.prices.len()];
        let mut near: Vec<(Integer, Integer, i64, u32)> = Vec::new();
        let supporters = &self.election.supporters[project];
        let sides = supporters.iter().zip(weights.points(project));
        for ((class, points), share) in sides.zip(weights.shares(project)) {
            let at = ix(*class);
            if self.broke[at] {
                continue;
            }
            let papers = self.election.papers_of(*class);
            let above = i128::from(share / 2 + share % 2);
            let most = |price: i64| i128::from(price) * above;
            if hints
                .high
                .is_some_and(|high| i128::from(hints.lo[at]) << PLACES >= most(high))
            {
                let times = Integer::from(i128::from(papers) * i128::from(*points));
                rich += times * weights.factor(*class);
                continue;
            }
            let least = i128::from(hints.low) * i128::from(share / 2);
            if (i128::from(hints.hi[at]) << PLACES) < least {
                poor += papers;
                let factor = weights.factor(*class);
                self.rounds(*class, &mut |round, points| {
                    let n = Integer::from(i128::from(papers) * i128::from(points));
                    times[ix(round)] += n * &factor;
                });
                broke.push(*class);
            } else {
                let multiple = Integer::from(*points) * weights.factor(*class);
                near.push((self.money_of(*class), multiple, papers, *class));
            }
        }
        left -= &self.endowment * Integer::from(poor);
        for (price, n) in self.prices.iter().zip(times) {
            left += price * n;
        }
        sort_by(&mut near, &mut |a, b| (&a.0 * &b.1).cmp(&(&b.0 * &a.1)));
        for (_, multiple, papers, _) in &near {
            rich += multiple * Integer::from(*papers);
        }
        for (money, multiple, papers, class) in near {
            if &money * &rich >= &left * &multiple {
                break;
            }
            left -= money * Integer::from(papers);
            rich -= multiple * Integer::from(papers);
            broke.push(class);
        }
        (rich > Integer::ZERO).then_some(ExactPrice { left, rich, broke })
    }

    /// The price of a project, or `None` where its supporters cannot pay it.
    pub(super) fn price(&self, project: OptionId, hints: &Hints<'_>) -> Option<ExactPrice> {
        if let Some(weights) = &self.election.weights {
            return self.weighted(project, weights, hints);
        }
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
                self.rounds(*class, &mut |round, _| times[ix(round)] += papers);
                broke.push(*class);
            } else if hints.high.is_some_and(|high| hints.lo[at] >= high) {
                rich += papers;
            } else {
                let mut rounds = Vec::new();
                self.rounds(*class, &mut |round, _| rounds.push(round));
                let group = near.entry(rounds).or_default();
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
        // left / (rich * worth of a point), cross-multiplied
        let side = |price: &ExactPrice, other: &ExactPrice, of, against| {
            let ((_, below), (above, _)) = (
                self.election.utilities.each(of),
                self.election.utilities.each(against),
            );
            &price.left * &other.rich * Integer::from(below) * Integer::from(above)
        };
        side(price_a, price_b, a, b).cmp(&side(price_b, price_a, b, a))
    }

    /// The price in units of `2^-shift` minor units, rounded down and up.
    pub(super) fn fixed(&self, project: OptionId, price: &ExactPrice, shift: i32) -> (i64, i64) {
        let mut left = price.left.clone();
        if let Some(weights) = &self.election.weights {
            left *= weights.top(project);
        }
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

    /// Prices in order of purchase, in minor units for a multiple of one.
    pub(super) fn prices(&self) -> impl Iterator<Item = Ratio> {
        self.prices
            .iter()
            .map(|price| Ratio::from_parts(price.clone(), self.denominator.clone()))
    }

    /// What the supporters of a project hold together, in whole minor units, rounded down.
    pub(super) fn held(&self, project: OptionId) -> u64 {
        let solvent = |class: &&u32| !self.broke[ix(**class)];
        let supporters = self.election.supporters[project].iter().filter(solvent);
        let mut held = Integer::ZERO;
        if self.election.weights.is_some() {
            for class in supporters {
                held += self.money_of(*class) * Integer::from(self.election.papers_of(*class));
            }
        } else {
            let mut times = vec![0i64; self.prices.len()];
            let mut papers = 0i64;
            for class in supporters {
                let n = self.election.papers_of(*class);
                papers += n;
                self.rounds(*class, &mut |round, _| times[ix(round)] += n);
            }
            held = self.money(papers, &times);
        }
        let money = held / Integer::from(self.denominator.clone());
        u64::try_from(money).unwrap_or_default()
    }
}
