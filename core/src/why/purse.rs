//! The money of voters under Equal Shares, followed again from the definition: given who was
//! bought in which order and the endowment, prices and payments are unique.
//!
//! Each supporter pays `min(money, price * weight)`, with the price at which these payments sum
//! to the cost; the weight is one where all supporters get the same from a project. Nothing of
//! the engine of the rule is used, so what is told here is also a check of what it did.
//!
//! Money is kept in integers over one common denominator, one number for each distinct sequence
//! of payments, not for each voter. What is asked of every project in every round (its price)
//! is found between bounds in 64-bit fixed point; where these leave the shown digits open, it is
//! computed exactly.

use std::collections::BTreeMap;

use dashu_int::ops::{BitTest, Gcd};

use super::ballots::Ballots;
use crate::id::{IdVec, OptionId, ix, len32};
use crate::num::{Integer, Natural, Ratio};

/// What a purchase of a supporter weighs: the group of ballots and the project.
pub(crate) type Weight<'a> = &'a dyn Fn(u32, OptionId) -> u64;

/// A price: `left / rich`, over the common denominator, for one unit of weight.
struct Price {
    left: Natural,
    rich: Natural,
}

/// The money of all voters between two purchases.
pub(crate) struct Purse<'a> {
    ballots: &'a Ballots,
    weight: Weight<'a>,
    /// Groups of ballots that support a project, ascending.
    pub(crate) supporters: IdVec<OptionId, Vec<u32>>,
    denominator: Natural,
    /// Distinct amounts of money, over the denominator; the first is nothing.
    amounts: Vec<Natural>,
    /// The same rounded down, in units of `2^-shift` minor units.
    fixed: Vec<i64>,
    shift: u32,
    /// Which amount each voter of a group of ballots holds.
    holds: Vec<u32>,
}

/// A project was bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// Which.
    pub project: OptionId,
    /// What a supporter pays at most, for one unit of weight, in minor units.
    pub price: Ratio,
    /// Voters who pay: supporters with money.
    pub payers: u64,
    /// Those of them who pay the price in full.
    pub in_full: u64,
    /// What its supporters held together before, in minor units.
    pub behind: Ratio,
}

/// A purchase, and who paid for it.
pub(crate) struct Bought {
    pub(crate) purchase: Purchase,
    /// What the supporters of each project paid together, in minor units, rounded down.
    pub(crate) paid: IdVec<OptionId, u64>,
}

impl<'a> Purse<'a> {
    /// Every voter holds the endowment, in minor units. `None` where 64 bits have no room for
    /// all their money.
    pub(crate) fn new(
        ballots: &'a Ballots,
        options: u32,
        weight: Weight<'a>,
        endowment: &Ratio,
    ) -> Option<Self> {
        let mut supporters: IdVec<OptionId, Vec<u32>> = IdVec::filled(options, Vec::new());
        for (at, group) in (0u32..).zip(&ballots.groups) {
            for project in &group.supports {
                supporters[*project].push(at);
            }
        }
        let numerator = Natural::try_from(endowment.numerator().clone()).ok()?;
        let denominator = endowment.denominator().clone();
        let all = (&numerator / &denominator + Natural::ONE) * Natural::from(ballots.voters);
        let shift = 61u32.checked_sub(u32::try_from(all.bit_len()).ok()?)?;
        let mut purse = Self {
            ballots,
            weight,
            supporters,
            denominator,
            amounts: vec![Natural::ZERO],
            fixed: vec![0],
            shift: shift.min(40),
            holds: vec![1; ballots.groups.len()],
        };
        purse.add(numerator);
        Some(purse)
    }

    /// A new amount; which one it is.
    fn add(&mut self, amount: Natural) -> u32 {
        let fixed = (&amount << ix(self.shift)) / &self.denominator;
        self.fixed.push(i64::try_from(fixed).unwrap_or(i64::MAX));
        self.amounts.push(amount);
        len32(self.amounts.len()) - 1
    }

    fn money(&self, group: u32) -> &Natural {
        &self.amounts[ix(self.holds[ix(group)])]
    }

    fn papers(&self, group: u32) -> u64 {
        self.ballots.groups[ix(group)].papers
    }

    fn ratio(&self, amount: Natural) -> Ratio {
        Ratio::from_parts(Integer::from(amount), self.denominator.clone())
    }

    /// What the supporters of a project hold together, in minor units.
    pub(crate) fn behind(&self, project: OptionId) -> Ratio {
        // One big product for each distinct amount, not for each group of ballots.
        let mut papers: BTreeMap<u32, u64> = BTreeMap::new();
        for group in &self.supporters[project] {
            *papers.entry(self.holds[ix(*group)]).or_default() += self.papers(*group);
        }
        let held = papers
            .iter()
            .map(|(amount, papers)| &self.amounts[ix(*amount)] * *papers);
        self.ratio(held.sum())
    }

    /// The price of a project of this cost, exactly; `None` where its supporters cannot pay it.
    ///
    /// Newton's iteration on a concave function, from below: each pass moves supporters to those
    /// who give all they have, for good.
    fn exact(&self, project: OptionId, cost: u64) -> Option<Price> {
        let goal = Natural::from(cost) * &self.denominator;
        let mut at: Option<Price> = None;
        loop {
            let (mut paid, mut rich) = (Natural::ZERO, Natural::ZERO);
            for group in &self.supporters[project] {
                let (money, papers) = (self.money(*group), self.papers(*group));
                let weight = Natural::from((self.weight)(*group, project));
                let poor = at
                    .as_ref()
                    .map_or(money.is_zero(), |at| money * &at.rich <= &at.left * &weight);
                if poor {
                    paid += money * papers;
                } else {
                    rich += weight * papers;
                }
            }
            if rich.is_zero() {
                // All that is left pays it exactly, or does not.
                return at.filter(|_| paid >= goal);
            }
            let left = if paid < goal {
                goal.clone() - paid
            } else {
                Natural::ZERO
            };
            let settled = |at: &Price| &left * &at.rich <= &at.left * &rich;
            if at.as_ref().is_some_and(settled) {
                return Some(Price { left, rich });
            }
            at = Some(Price { left, rich });
        }
    }

    /// Bounds of the price in units of `2^-shift`; `None` where the supporters cannot pay, and
    /// no upper bound where it is not certain that they can.
    fn bounds(&self, project: OptionId, cost: u64) -> Option<(i128, Option<i128>)> {
        let goal = i128::from(cost).checked_shl(self.shift)?;
        let search = |above: i128| -> Option<i128> {
            let mut at = 0i128;
            loop {
                let (mut paid, mut rich) = (0i128, 0i128);
                for group in &self.supporters[project] {
                    let holds = ix(self.holds[ix(*group)]);
                    // Nothing is nothing exactly; every other amount is below its bound plus one.
                    let money = i128::from(self.fixed[holds]) + if holds > 0 { above } else { 0 };
                    let papers = i128::from(self.papers(*group));
                    let weight = i128::from((self.weight)(*group, project));
                    // A product too large for the type is above any money.
                    if at.checked_mul(weight).is_none_or(|price| money <= price) {
                        paid += money * papers;
                    } else {
                        rich += weight * papers;
                    }
                }
                let left = goal - paid;
                match left.checked_div(rich) {
                    None => return (left <= 0).then_some(at),
                    Some(next) if next <= at => return Some(at),
                    Some(next) => at = next,
                }
            }
        };
        // With more money for everybody the price is lower, and the division rounds down.
        let low = search(1)?;
        Some((low, search(0).map(|high| high + 1)))
    }

    /// Cost over price in hundredths, rounded down: as many voters as would have paid for the
    /// project in equal parts. `None` where its supporters cannot pay it.
    pub(crate) fn effective(&self, project: OptionId, cost: u64) -> Option<Natural> {
        let (low, high) = self.bounds(project, cost)?;
        let hundred = i128::from(cost)
            .checked_shl(self.shift)
            .and_then(|c| c.checked_mul(100));
        let over = |price: i128| hundred.and_then(|cost| cost.checked_div(price));
        let (most, least) = (over(low), high.and_then(over));
        match (most, least) {
            (Some(most), Some(least)) if most == least => Natural::try_from(most).ok(),
            _ => {
                let price = self.exact(project, cost)?;
                let cost = Natural::from(cost) * &self.denominator * Natural::from(100u8);
                (!price.left.is_zero()).then(|| cost * price.rich / price.left)
            }
        }
    }

    /// Buys a project of this cost; `None` where its supporters cannot pay it. Also returns what
    /// the supporters of each project paid for it, in minor units, rounded down.
    pub(crate) fn buy(&mut self, project: OptionId, cost: u64) -> Option<Bought> {
        let behind = self.behind(project);
        let Price { left, rich } = self.exact(project, cost)?;
        let common = (&left).gcd(&rich);
        let (left, factor) = (left / &common, rich / common);
        // Over a finer denominator every payment is an integer.
        self.denominator *= &factor;
        for amount in &mut self.amounts {
            *amount *= &factor;
        }
        let [mut payers, mut in_full] = [0u64; 2];
        let mut after: BTreeMap<(u32, u64), u32> = BTreeMap::new();
        let options = self.supporters.len();
        let mut prices: IdVec<OptionId, u128> = IdVec::filled(options, 0);
        let mut rests: IdVec<OptionId, Natural> = IdVec::filled(options, Natural::ZERO);
        for at in 0..self.supporters[project].len() {
            let group = self.supporters[project][at];
            let before = self.holds[ix(group)];
            if before == 0 {
                continue;
            }
            let papers = self.papers(group);
            payers += papers;
            let weight = (self.weight)(group, project);
            let known = after.get(&(before, weight)).copied();
            let now = known.unwrap_or_else(|| {
                let (money, price) = (&self.amounts[ix(before)], &left * weight);
                if *money <= price {
                    0
                } else {
                    let rest = money - price;
                    self.add(rest)
                }
            });
            after.insert((before, weight), now);
            self.holds[ix(group)] = now;
            let money = &self.amounts[ix(before)];
            let full = now > 0 || *money == &left * weight;
            let theirs = &self.ballots.groups[ix(group)].supports;
            if full {
                in_full += papers;
                for other in theirs {
                    prices[*other] += u128::from(papers) * u128::from(weight);
                }
            } else {
                let rest = money * papers;
                for other in theirs {
                    rests[*other] += &rest;
                }
            }
        }
        let paid = prices.values().zip(rests.values());
        let paid = paid.map(|(prices, rest)| {
            u64::try_from((&left * *prices + rest) / &self.denominator).unwrap_or(u64::MAX)
        });
        Some(Bought {
            paid: paid.collect(),
            purchase: Purchase {
                project,
                price: self.ratio(left),
                payers,
                in_full,
                behind,
            },
        })
    }

    /// What every voter holds together, in minor units.
    pub(crate) fn unspent(&self) -> Ratio {
        let mut papers: BTreeMap<u32, u64> = BTreeMap::new();
        for (group, holds) in self.ballots.groups.iter().zip(&self.holds) {
            *papers.entry(*holds).or_default() += group.papers;
        }
        let held = papers
            .iter()
            .map(|(amount, papers)| &self.amounts[ix(*amount)] * *papers);
        self.ratio(held.sum())
    }
}
