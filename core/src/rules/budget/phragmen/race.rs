//! Loads and times, in integers over one common denominator.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use dashu_int::ops::{Abs, Gcd};

use crate::id::{ClassId, IdVec, OptionId, ix, len32};
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio};
use crate::rules::shared::backing::Backing;

/// Who has earned how much for what.
pub(super) struct Race<'a> {
    budget: &'a Budget,
    backing: &'a Backing,
    /// Projects not yet bought, in file order.
    open: Vec<OptionId>,
    denominator: Integer,
    /// The loads that there are, over the denominator, for one unit of weight.
    loads: Vec<Integer>,
    /// Which of them each class carries.
    carried: Vec<u32>,
    /// Cost plus the loads of all supporters of each open project, over the denominator. Over
    /// the weight of the supporters this is its time.
    owed: IdVec<OptionId, Integer>,
}

impl<'a> Race<'a> {
    /// Before the first purchase, with the load of one paper of each class in minor units.
    pub(super) fn new(
        budget: &'a Budget,
        backing: &'a Backing,
        loads: &[Ratio],
        open: Vec<OptionId>,
    ) -> Self {
        let unit = Ratio::from(Natural::from(budget.profile.weight_scale().one()));
        let mut numbers: BTreeMap<Ratio, u32> = BTreeMap::new();
        let mut carried = Vec::new();
        for load in loads {
            let next = len32(numbers.len());
            carried.push(*numbers.entry(load / &unit).or_insert(next));
        }
        let mut denominator = Natural::ONE;
        for load in numbers.keys() {
            let common = (&denominator).gcd(load.denominator());
            denominator *= load.denominator() / common;
        }
        let mut values = vec![Integer::ZERO; numbers.len()];
        for (load, number) in &numbers {
            let factor = &denominator / load.denominator();
            values[ix(*number)] = load.numerator() * Integer::from(factor);
        }
        let denominator = Integer::from(denominator);
        let mut race = Self {
            budget,
            backing,
            owed: IdVec::filled(budget.options.len(), Integer::ZERO),
            open,
            denominator,
            loads: values,
            carried,
        };
        for project in &race.open {
            let mut owed = Integer::from(budget.costs[*project]) * &race.denominator;
            let mut weights: BTreeMap<u32, u64> = BTreeMap::new();
            for class in &backing.of[*project] {
                *weights.entry(race.carried[ix(*class)]).or_default() +=
                    backing.weights[ix(*class)];
            }
            for (load, weight) in weights {
                owed += &race.loads[ix(load)] * Integer::from(weight);
            }
            race.owed[*project] = owed;
        }
        race
    }

    /// Number of projects not yet bought.
    pub(super) fn len(&self) -> u32 {
        len32(self.open.len())
    }

    /// Takes out those of the open projects that answer to something, and returns them.
    pub(super) fn drop_if(&mut self, out: &dyn Fn(OptionId) -> bool) -> Vec<OptionId> {
        let (dropped, open) = self.open.iter().partition(|project| out(**project));
        self.open = open;
        dropped
    }

    /// The open projects with the least time, in file order.
    pub(super) fn first(&self) -> Vec<OptionId> {
        let mut first: Vec<OptionId> = Vec::new();
        for project in &self.open {
            let order = first.first().map(|best| self.compare(*project, *best));
            if order.is_none_or(Ordering::is_lt) {
                first.clear();
            }
            if order.is_none_or(Ordering::is_le) {
                first.push(*project);
            }
        }
        first
    }

    /// Whose time comes first.
    fn compare(&self, a: OptionId, b: OptionId) -> Ordering {
        let votes = |project| Integer::from(self.backing.votes[project]);
        (&self.owed[a] * votes(b)).cmp(&(&self.owed[b] * votes(a)))
    }

    /// The time of a project: the load of its supporters after it, in minor units for a paper of
    /// weight one.
    pub(super) fn time(&self, project: OptionId) -> Ratio {
        let unit = Integer::from(self.budget.profile.weight_scale().one());
        let weight = Integer::from(self.backing.votes[project]) * &self.denominator;
        Ratio::from_parts_signed(&self.owed[project] * unit, weight)
    }

    /// The same in the currency.
    pub(super) fn amount(&self, project: OptionId) -> Ratio {
        self.time(project) / Ratio::from(Natural::from(self.budget.scale.one()))
    }

    /// True where these, which have the same time, may be bought in any order: nobody who
    /// supports two of them changes load at the first, and nobody carries more than the time.
    pub(super) fn is_free_of_order(&self, tied: &[OptionId]) -> bool {
        let [first, _, ..] = tied else { return true };
        let votes = Integer::from(self.backing.votes[*first]);
        let against = |load: &Integer| (load * &votes).cmp(&self.owed[*first]);
        let against: Vec<Ordering> = self.loads.iter().map(against).collect();
        let mut met = vec![false; self.carried.len()];
        for project in tied {
            for class in &self.backing.of[*project] {
                let again = std::mem::replace(&mut met[ix(*class)], true);
                match against[ix(self.carried[ix(*class)])] {
                    Ordering::Equal => {}
                    Ordering::Less if !again => {}
                    _ => return false,
                }
            }
        }
        true
    }

    /// Buys a project: the load of its supporters becomes its time.
    pub(super) fn buy(&mut self, project: OptionId) {
        self.open.retain(|other| *other != project);
        // Over the same denominator the new load is `owed / votes`, shortened.
        let votes = Integer::from(self.backing.votes[project]);
        let common = Integer::from((&self.owed[project]).gcd(&votes));
        let factor = (&votes / &common).abs();
        let load = &self.owed[project] / common;
        self.denominator *= &factor;
        for number in &mut self.loads {
            *number *= &factor;
        }
        for other in &self.open {
            self.owed[*other] *= &factor;
        }
        let mut before: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for class in &self.backing.of[project] {
            let load = self.carried[ix(*class)];
            before.entry(load).or_default().push(*class);
        }
        let number = len32(self.loads.len());
        let mut shared: IdVec<OptionId, u64> = IdVec::filled(self.budget.options.len(), 0);
        for (old, classes) in before {
            let change = &load - &self.loads[ix(old)];
            for class in classes {
                self.carried[ix(class)] = number;
                for other in self.budget.profile.class(ClassId(class)).options() {
                    // No more than the weight of all papers.
                    shared[other] += self.backing.weights[ix(class)];
                }
            }
            for other in &self.open {
                let weight = std::mem::take(&mut shared[*other]);
                if weight > 0 {
                    self.owed[*other] += &change * Integer::from(weight);
                }
            }
            // What is no longer open collected too.
            shared.values_mut().for_each(|weight| *weight = 0);
        }
        self.loads.push(load);
    }
}
