//! Who holds what and gives it to whom.
//!
//! Whatever is moved on goes to the other projects in proportion to what they are given, so the
//! gifts of a voter always stand in proportion to the points on the ballot. A voter is therefore
//! described by one number, what is still held, and by the projects that are still open.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Select, Unequal};
use crate::id::{ClassId, Id, IdVec, OptionId, ix};
use crate::instance::Budget;
use crate::num::{Integer, Ratio};
use crate::problem::Problem;
use crate::rule::CountError;
use crate::rules::shared::lazy::{Number, Numbers, ratio};
use crate::sort::sort_by;

/// The voters of a class of equal ballots.
struct Voters {
    /// Papers times what one weighs.
    weight: u64,
    /// What one unit of weight holds.
    money: Number,
    /// Points for projects that are still open.
    open: u64,
}

/// The voters, and the projects that can still be funded.
pub(super) struct Town<'a> {
    budget: &'a Budget,
    numbers: Numbers,
    voters: Vec<Voters>,
    /// Classes that give points to a project, ascending, with the points.
    donors: IdVec<OptionId, Vec<(u32, u64)>>,
    /// Projects that can still be funded.
    pub(super) open: Vec<OptionId>,
}

impl<'a> Town<'a> {
    pub(super) fn new(budget: &'a Budget, unequal: Unequal) -> Result<Self, CountError> {
        let mut numbers = Numbers::new();
        let mut donors = IdVec::filled(budget.options.len(), Vec::new());
        let classes = budget.profile.classes();
        let all: u128 = classes.map(|c| u128::from(c.total())).sum();
        let all = u64::try_from(all).ok().filter(|all| all >> 62 == 0);
        let all = all.ok_or_else(|| {
            Problem::error("tally-too-large").expected("weights below 2^62 in all")
        })?;
        let share = numbers.whole(ratio(budget.budget, all));
        let mut voters = Vec::new();
        let mut first: Option<u64> = None;
        for class in budget.profile.classes() {
            let mut sum = 0u64;
            for (project, points) in class.scored() {
                let line = || line(budget, class.id);
                let points = u64::try_from(points).map_err(|_| {
                    let problem = Problem::error("points-too-low").at(line(), 0);
                    problem.found(points.to_string()).expected("0")
                })?;
                sum = sum
                    .checked_add(points)
                    .filter(|sum| sum >> 62 == 0)
                    .ok_or_else(|| {
                        let problem = Problem::error("tally-too-large").at(line(), 0);
                        problem.expected("points below 2^62 on a ballot")
                    })?;
                if points > 0 {
                    donors[project].push((class.id.number(), points));
                }
            }
            let usual = *first.get_or_insert(sum);
            if unequal == Unequal::Refuse && sum != usual {
                let problem = Problem::error("points-unequal").at(line(budget, class.id), 0);
                let problem = problem.found(sum.to_string()).expected(usual.to_string());
                return Err(problem.into());
            }
            voters.push(Voters {
                weight: class.total(),
                money: share,
                open: 0,
            });
        }
        Ok(Self {
            budget,
            numbers,
            voters,
            donors,
            open: Vec::new(),
        })
    }

    /// Adds up the points for the open projects, before the first round.
    pub(super) fn settle(&mut self) {
        for project in &self.open {
            for (class, points) in &self.donors[*project] {
                self.voters[ix(*class)].open += points;
            }
        }
    }

    /// The support of a project between two integers, in units of `2^-64`.
    fn rough(&self, project: OptionId) -> (Integer, Integer) {
        let (mut least, mut most) = (Integer::ZERO, Integer::ZERO);
        for (class, points) in &self.donors[project] {
            let voters = &self.voters[ix(*class)];
            if voters.open == 0 {
                continue;
            }
            let (lo, hi) = self.numbers.bounds(voters.money);
            let times = Integer::from(u128::from(voters.weight) * u128::from(*points));
            let open = Integer::from(voters.open);
            least += lo.max(&Integer::ZERO) * &times / &open;
            most += hi.unwrap_or(lo) * times / open + Integer::ONE;
        }
        (least, most)
    }

    /// The support of a project: what its donors give it.
    fn support(&mut self, project: OptionId) -> Number {
        let mut gifts: BTreeMap<Number, i128> = BTreeMap::new();
        for (class, points) in &self.donors[project] {
            let voters = &self.voters[ix(*class)];
            if voters.open > 0 {
                let gift = part(&mut self.numbers, voters.money, *points, voters.open);
                *gifts.entry(gift).or_default() += i128::from(voters.weight);
            }
        }
        let terms: Vec<(Number, i128)> = gifts.into_iter().collect();
        self.numbers.sum(&terms)
    }

    /// The support of a project as text, in the currency.
    pub(super) fn text(&mut self, project: OptionId) -> String {
        let support = self.support(project);
        let unit = self.budget.scale.one();
        let support = self.numbers.part(support, 1, unit);
        self.numbers.text(support)
    }

    /// The open projects whose support reaches their cost.
    pub(super) fn supported(&mut self) -> Result<Vec<OptionId>, CountError> {
        let mut enough = Vec::new();
        for project in self.open.clone() {
            let cost = Integer::from(self.budget.costs[project]) << 64;
            let (least, most) = self.rough(project);
            let reaches = if least >= cost || most < cost {
                least >= cost
            } else {
                let support = self.support(project);
                let cost = self.numbers.int(self.budget.costs[project]);
                self.numbers.compare(support, cost)?.is_ge()
            };
            if reaches {
                enough.push(project);
            }
        }
        Ok(enough)
    }

    /// The open projects whose donors hold the cost together.
    pub(super) fn payable(&mut self) -> Result<Vec<OptionId>, CountError> {
        let mut able = Vec::new();
        for project in self.open.clone() {
            let mut held: BTreeMap<Number, i128> = BTreeMap::new();
            for (class, _) in &self.donors[project] {
                let voters = &self.voters[ix(*class)];
                *held.entry(voters.money).or_default() += i128::from(voters.weight);
            }
            let terms: Vec<(Number, i128)> = held.into_iter().collect();
            let held = self.numbers.sum(&terms);
            let cost = self.numbers.int(self.budget.costs[project]);
            if self.numbers.compare(held, cost)?.is_ge() {
                able.push(project);
            }
        }
        Ok(able)
    }

    /// The first of some projects, or the last, with all that are as good.
    pub(super) fn first(
        &mut self,
        among: &[OptionId],
        select: Select,
        first: bool,
    ) -> Result<Vec<OptionId>, CountError> {
        let mut best: Vec<OptionId> = Vec::new();
        let mut bounds = (Integer::ZERO, Integer::ZERO);
        for project in among {
            let rough = self.rough(*project);
            let order = match best.first() {
                None => Ordering::Greater,
                Some(other) => {
                    let order = self.compare((*project, &rough), (*other, &bounds), select)?;
                    if first { order } else { order.reverse() }
                }
            };
            match order {
                Ordering::Greater => {
                    best = vec![*project];
                    bounds = rough;
                }
                Ordering::Equal => best.push(*project),
                Ordering::Less => {}
            }
        }
        Ok(best)
    }

    fn compare(
        &mut self,
        (a, rough_a): (OptionId, &(Integer, Integer)),
        (b, rough_b): (OptionId, &(Integer, Integer)),
        select: Select,
    ) -> Result<Ordering, CountError> {
        let (cost_a, cost_b) = (self.budget.costs[a], self.budget.costs[b]);
        let (x, y) = (Integer::from(cost_a), Integer::from(cost_b));
        let value = |support: &Integer, own: &Integer, other: &Integer| match select {
            Select::Excess => support - (own << 64),
            Select::Ratio => support * other,
            Select::Support => support.clone(),
        };
        if value(&rough_a.0, &x, &y) > value(&rough_b.1, &y, &x) {
            return Ok(Ordering::Greater);
        }
        if value(&rough_a.1, &x, &y) < value(&rough_b.0, &y, &x) {
            return Ok(Ordering::Less);
        }
        let (mut support_a, mut support_b) = (self.support(a), self.support(b));
        if cost_a != cost_b {
            match select {
                Select::Support => {}
                Select::Excess => {
                    let (x, y) = (self.numbers.int(cost_a), self.numbers.int(cost_b));
                    support_a = self.numbers.sum(&[(support_a, 1), (y, 1)]);
                    support_b = self.numbers.sum(&[(support_b, 1), (x, 1)]);
                }
                Select::Ratio => {
                    support_a = self.numbers.part(support_a, 1, cost_a);
                    support_b = self.numbers.part(support_b, 1, cost_b);
                }
            }
        }
        self.numbers.compare(support_a, support_b)
    }

    /// Donors pay the cost in proportion to their gifts, and the rest of the gifts moves on.
    pub(super) fn fund(&mut self, project: OptionId) {
        let support = self.support(project);
        let cost = self.numbers.int(self.budget.costs[project]);
        let part_paid = self.numbers.over(cost, support);
        for (class, points) in &self.donors[project] {
            let voters = &mut self.voters[ix(*class)];
            if voters.open > 0 {
                let gift = part(&mut self.numbers, voters.money, *points, voters.open);
                let paid = self.numbers.times(part_paid, gift);
                voters.money = self.numbers.minus(voters.money, paid);
            }
        }
        self.eliminate(project);
    }

    /// A project gets nothing any more: gifts are split among the others.
    pub(super) fn eliminate(&mut self, project: OptionId) {
        for (class, points) in &self.donors[project] {
            let voters = &mut self.voters[ix(*class)];
            voters.open = voters.open.saturating_sub(*points);
        }
        self.open.retain(|other| *other != project);
    }

    /// "Each donor gives more by the same factor, or all": gifts grow until they make the cost.
    pub(super) fn fund_with_transfers(&mut self, project: OptionId) -> Result<(), CountError> {
        let cost = self.numbers.int(self.budget.costs[project]);
        let mut donors = self.donors[project].clone();
        donors.retain(|(class, _)| self.voters[ix(*class)].money != Number::ZERO);
        // Those who give the greatest part of what they hold are the first to give all.
        let given = |(class, points): &(u32, u64)| ratio(*points, self.voters[ix(*class)].open);
        let mut donors: Vec<(Ratio, u32, u64)> = donors
            .iter()
            .map(|donor| (given(donor), donor.0, donor.1))
            .collect();
        sort_by(&mut donors, &mut |a, b| b.0.cmp(&a.0));
        let support = self.support(project);
        let (mut left, mut rest) = (cost, support);
        let mut all = 0;
        while let Some((part_given, ..)) = donors.get(all) {
            let part_given = part_given.clone();
            // The factor is left / rest: all is given where it reaches one over the part.
            let whole = self.numbers.whole(part_given.clone());
            let grown = self.numbers.times(left, whole);
            if self.numbers.compare(grown, rest)?.is_lt() {
                break;
            }
            while let Some((next, class, points)) = donors.get(all) {
                if *next != part_given {
                    break;
                }
                let voters = &self.voters[ix(*class)];
                let weight = i128::from(voters.weight);
                let gift = part(&mut self.numbers, voters.money, *points, voters.open);
                left = self.numbers.sum(&[(left, 1), (voters.money, -weight)]);
                rest = self.numbers.sum(&[(rest, 1), (gift, -weight)]);
                all += 1;
            }
        }
        let factor = if all < donors.len() {
            self.numbers.over(left, rest)
        } else {
            Number::ZERO
        };
        for (at, (_, class, points)) in donors.iter().enumerate() {
            let voters = &mut self.voters[ix(*class)];
            if at < all {
                voters.money = Number::ZERO;
            } else {
                let gift = part(&mut self.numbers, voters.money, *points, voters.open);
                let paid = self.numbers.times(factor, gift);
                voters.money = self.numbers.minus(voters.money, paid);
            }
        }
        self.eliminate(project);
        Ok(())
    }
}

/// A part of a number, the fraction in lowest terms, so that equal gifts are one formula.
fn part(numbers: &mut Numbers, money: Number, top: u64, bottom: u64) -> Number {
    let (mut a, mut b) = (top, bottom);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    let common = a.max(1);
    numbers.part(money, top / common, bottom / common)
}

/// The first line on which ballots of a class stand.
fn line(budget: &Budget, class: ClassId) -> u32 {
    let lines = budget.profile.lines(class);
    lines.first().copied().unwrap_or_default()
}
