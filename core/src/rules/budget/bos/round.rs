//! One round: what the supporters of each project could pay, and what is best.
//!
//! Voters who paid for the same projects hold the same money, as the same formula. For each
//! project its supporters are grouped by what they hold, poorest first; what they pay together
//! is then a sum over the groups up to one, plus the rest times the limit. The value of a
//! project never falls from round to round, so the last one is a lower bound, and most projects
//! need not be looked at.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Utility;
use crate::id::{OptionId, ix, len32};
use crate::instance::Budget;
use crate::num::{Integer, Ratio};
use crate::rule::CountError;
use crate::rules::shared::backing::Backing;
use crate::rules::shared::lazy::{Number, Numbers, ratio};
use crate::sort::sort_by;

/// A number of rounds, for progress.
pub(super) fn count(len: usize) -> u64 {
    u64::from(len32(len))
}

/// What a project would be bought for.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) project: OptionId,
    /// The value that is to be least.
    value: Number,
    /// What a supporter pays at most before the share is made up for.
    limit: Number,
    /// What they pay together with this limit, where that does not cover the cost.
    short: Option<Number>,
}

impl Offer {
    /// Nothing is known of a project before the first round.
    pub(super) fn unknown(project: OptionId) -> Self {
        Self {
            project,
            value: Number::ZERO,
            limit: Number::ZERO,
            short: None,
        }
    }
}

/// What is told of a purchase.
pub(super) struct Told {
    pub(super) by: &'static str,
    pub(super) amount: String,
    /// The share of the cost that is covered, where it is not all.
    pub(super) share: Option<String>,
}

/// Supporters of one project who hold the same.
struct Group {
    money: Number,
    papers: u64,
}

/// The voters and what they hold.
pub(super) struct Town<'a> {
    budget: &'a Budget,
    utility: Utility,
    pub(super) backing: Backing,
    numbers: Numbers,
    /// What a voter of each class holds.
    money: Vec<Number>,
    /// All that is held by somebody, poorest first, with its place.
    places: BTreeMap<Number, u32>,
}

impl<'a> Town<'a> {
    pub(super) fn new(budget: &'a Budget, utility: Utility) -> Result<Self, CountError> {
        let backing = Backing::new(budget)?;
        let mut numbers = Numbers::new();
        let share = numbers.whole(ratio(budget.budget, budget.profile.papers()));
        Ok(Self {
            budget,
            utility,
            money: vec![share; backing.weights.len()],
            places: BTreeMap::new(),
            backing,
            numbers,
        })
    }

    /// The best offers of all open projects; those that nobody has money for are not among them.
    pub(super) fn best(&mut self, open: &mut [Offer]) -> Result<Vec<Offer>, CountError> {
        self.rank()?;
        let numbers = &self.numbers;
        sort_by(open, &mut |a, b| {
            let (a, b) = (numbers.bounds(a.value).0, numbers.bounds(b.value).0);
            a.cmp(b)
        });
        let mut best: Vec<Offer> = Vec::new();
        for offer in open {
            if let Some(first) = best.first() {
                let most = self.numbers.bounds(first.value).1;
                if most.is_some_and(|most| self.numbers.bounds(offer.value).0 > most) {
                    break;
                }
            }
            let Some(next) = self.offer(offer.project)? else {
                continue;
            };
            *offer = next;
            let order = match best.first() {
                Some(first) => self.numbers.compare(offer.value, first.value)?,
                None => Ordering::Less,
            };
            match order {
                Ordering::Less => best = vec![offer.clone()],
                Ordering::Equal => best.push(offer.clone()),
                Ordering::Greater => {}
            }
        }
        Ok(best)
    }

    /// Puts all that is held by somebody in order.
    fn rank(&mut self) -> Result<(), CountError> {
        let mut held: Vec<Number> = self.money.clone();
        crate::sort::sort(&mut held);
        held.dedup();
        held.retain(|money| *money != Number::ZERO);
        let numbers = &self.numbers;
        sort_by(&mut held, &mut |a, b| {
            numbers.bounds(*a).0.cmp(numbers.bounds(*b).0)
        });
        // Bounds that overlap are hardly ever in another order than the numbers.
        for end in 1..held.len() {
            let mut at = end;
            while at > 0 {
                let (before, this) = (held[at - 1], held[at]);
                let apart = self.numbers.bounds(before).1 < Some(self.numbers.bounds(this).0);
                if apart || self.numbers.compare(before, this)?.is_le() {
                    break;
                }
                held.swap(at - 1, at);
                at -= 1;
            }
        }
        self.places = held.into_iter().zip(0..).collect();
        Ok(())
    }

    /// The supporters of a project with money left, poorest first.
    fn groups(&self, project: OptionId) -> Vec<Group> {
        let mut papers: BTreeMap<u32, Group> = BTreeMap::new();
        for class in &self.backing.of[project] {
            let money = self.money[ix(*class)];
            if let Some(place) = self.places.get(&money) {
                let group = papers.entry(*place).or_insert(Group { money, papers: 0 });
                group.papers += self.backing.weights[ix(*class)];
            }
        }
        papers.into_values().collect()
    }

    /// The best limit for a project, or `None` where nobody has money for it.
    fn offer(&mut self, project: OptionId) -> Result<Option<Offer>, CountError> {
        let groups = self.groups(project);
        let cost = self.budget.costs[project];
        let price = self.numbers.int(cost);
        let mut rich: u64 = groups.iter().map(|group| group.papers).sum();
        let mut rough = Rough::default();
        // What each group holds is a limit, from the lowest on, until those who hold at least
        // as much could cover the rest of the cost with less: then that is the last limit.
        let mut values = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let poor = groups.get(..at).unwrap_or_default();
            if self.covers(&rough, poor, group, rich, price)? {
                break;
            }
            rich -= group.papers;
            rough.add(&self.numbers, group);
            values.push((rich, rough.value(&self.numbers, group.money, rich, cost)));
        }
        let most = values.iter().map(|(_, value)| &value.hi).min();
        let most = most.cloned().unwrap_or_default();
        let mut open = Vec::new();
        for (at, (rich, value)) in values.iter().enumerate() {
            if value.lo <= most {
                let limit = groups[at].money;
                let sum = self.together(groups.get(..=at).unwrap_or_default(), limit, *rich);
                open.push((limit, Some(sum)));
            }
        }
        if rich > 0 {
            let poor = groups.get(..values.len()).unwrap_or_default();
            let paid = self.together(poor, Number::ZERO, 0);
            let rest = self.numbers.minus(price, paid);
            open.push((self.numbers.part(rest, 1, rich), None));
        }
        self.least(project, open)
    }

    /// What poorer groups hold and `rich` voters at a limit pay.
    fn together(&mut self, poor: &[Group], limit: Number, rich: u64) -> Number {
        let poor = poor.iter().map(|g| (g.money, i128::from(g.papers)));
        let terms: Vec<_> = poor.chain([(limit, i128::from(rich))]).collect();
        self.numbers.sum(&terms)
    }

    /// Whether the `rich` who hold at least what `group` holds can pay what is left of the price
    /// with that much or less each.
    fn covers(
        &mut self,
        rough: &Rough,
        poor: &[Group],
        group: &Group,
        rich: u64,
        price: Number,
    ) -> Result<bool, CountError> {
        let (lo, hi) = self.numbers.bounds(group.money);
        let cost = self.numbers.bounds(price).0;
        let factor = Integer::from(rich);
        if &rough.lo + lo * &factor >= *cost {
            return Ok(true);
        }
        if hi.is_some_and(|hi| &rough.hi + hi * factor < *cost) {
            return Ok(false);
        }
        let sum = self.together(poor, group.money, rich);
        Ok(self.numbers.compare(sum, price)?.is_ge())
    }

    /// The least value; of equal ones the last, which covers most.
    fn least(
        &mut self,
        project: OptionId,
        open: Vec<(Number, Option<Number>)>,
    ) -> Result<Option<Offer>, CountError> {
        let mut best: Option<Offer> = None;
        for (limit, short) in open {
            let offer = Offer {
                project,
                value: self.value(project, limit, short),
                limit,
                short,
            };
            let better = match &best {
                Some(best) => self.numbers.compare(offer.value, best.value)?.is_le(),
                None => true,
            };
            if better {
                best = Some(offer);
            }
        }
        Ok(best)
    }

    /// `limit / (share * share * u(p))`, where the share is `sum / cost`, or 1.
    fn value(&mut self, project: OptionId, limit: Number, sum: Option<Number>) -> Number {
        let cost = self.budget.costs[project];
        let Some(sum) = sum else {
            return match self.utility {
                Utility::Cost => self.numbers.part(limit, 1, cost),
                Utility::Cardinality => limit,
            };
        };
        let mut top = self.numbers.part(limit, cost, 1);
        if self.utility == Utility::Cardinality {
            top = self.numbers.part(top, cost, 1);
        }
        let square = self.numbers.times(sum, sum);
        self.numbers.over(top, square)
    }

    /// Supporters pay for a project.
    pub(super) fn buy(&mut self, offer: &Offer) -> Result<Told, CountError> {
        let cost = self.budget.costs[offer.project];
        let whole = self.numbers.int(cost);
        // "Every supporter pays rho times the utility, or all they hold": the limit over the
        // share that is covered.
        let payment = match offer.short {
            None => offer.limit,
            Some(sum) => {
                let top = self.numbers.part(offer.limit, cost, 1);
                self.numbers.over(top, sum)
            }
        };
        let mut after: BTreeMap<Number, Number> = BTreeMap::new();
        for group in self.groups(offer.project) {
            let all =
                group.money == offer.limit || self.numbers.compare(group.money, payment)?.is_le();
            let left = if all {
                Number::ZERO
            } else {
                self.numbers.minus(group.money, payment)
            };
            after.insert(group.money, left);
        }
        for class in &self.backing.of[offer.project] {
            let money = &mut self.money[ix(*class)];
            *money = after.get(money).copied().unwrap_or(*money);
        }
        let share = offer.short.map(|sum| self.numbers.over(sum, whole));
        let (by, amount) = match self.utility {
            Utility::Cost => {
                let one = self.numbers.whole(Ratio::ONE);
                let votes = self.numbers.over(one, offer.value);
                ("effective-votes", self.numbers.text(votes))
            }
            Utility::Cardinality => {
                let unit = self.budget.scale.one();
                let payment = self.numbers.part(payment, 1, unit);
                ("payment", self.numbers.text(payment))
            }
        };
        Ok(Told {
            by,
            amount,
            share: share.map(|share| self.numbers.text(share)),
        })
    }
}

/// What the poorer groups hold together, between two integers in units of `2^-64`.
#[derive(Default)]
struct Rough {
    lo: Integer,
    hi: Integer,
}

/// A value between two integers in units of `2^-VALUE`, the utility left out.
struct Value {
    lo: Integer,
    hi: Integer,
}

/// Binary places of values: they are at least one over the number of voters.
const VALUE: usize = 96;

impl Rough {
    fn add(&mut self, numbers: &Numbers, group: &Group) {
        let (lo, hi) = numbers.bounds(group.money);
        let papers = Integer::from(group.papers);
        self.lo += lo * &papers;
        self.hi += hi.unwrap_or(lo) * papers;
    }

    /// `limit * cost / (sum * sum)`: what is common to both utilities.
    fn value(&self, numbers: &Numbers, limit: Number, rich: u64, cost: u64) -> Value {
        let (lo, hi) = numbers.bounds(limit);
        let hi = hi.unwrap_or(lo);
        let rich = Integer::from(rich);
        let (least, most) = (&self.lo + lo * &rich, &self.hi + hi * rich);
        let scale = |limit: &Integer| (limit * Integer::from(cost)) << (64 + VALUE);
        let over = |top: Integer, sum: Integer| {
            let square = &sum * &sum;
            if square > Integer::ZERO {
                top / square
            } else {
                top << 1024
            }
        };
        Value {
            lo: over(scale(lo), most),
            hi: over(scale(hi), least) + Integer::ONE,
        }
    }
}
