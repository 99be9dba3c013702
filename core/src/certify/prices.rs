//! Price systems: who pays what for the winners, and the check that it is one.
//!
//! A check takes one pass over the ballots of each winner's supporters, in integers over one
//! common denominator. Payments of the first two forms are the same for voters in the same
//! state, so they are computed once a state and not once a class of ballots.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use dashu_int::ops::Gcd;

use super::View;
use crate::id::{IdVec, OptionId, ix, len32};
use crate::num::{Integer, Natural, Ratio};

/// Payments in one of three forms. Money is in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum System {
    /// In this order each supporter of a winner pays the price, or all that is left where that is
    /// less (Equal Shares).
    Prices {
        /// What each voter starts with.
        endowment: Ratio,
        /// Winners with prices, in order.
        prices: Vec<(OptionId, Ratio)>,
    },
    /// In this order the supporters of a winner pay so that afterwards all of them have spent the
    /// same (Phragmén).
    Loads {
        /// What each voter starts with.
        endowment: Ratio,
        /// Winners, in order.
        order: Vec<OptionId>,
    },
    /// Each payment by itself.
    Payments {
        /// What each voter starts with.
        endowment: Ratio,
        /// Class of ballots (in canonical order), winner, and what each voter of the class pays.
        payments: Vec<(u32, OptionId, Ratio)>,
    },
}

/// What is wrong with a price system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Its code.
    pub code: &'static str,
    /// The option or the class of ballots it is about.
    pub place: String,
}

/// What voters of one state have spent and paid at most, over a denominator.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    spent: Natural,
    most: Natural,
}

/// All payments made.
struct Settled {
    denominator: Natural,
    states: Vec<State>,
    /// The state of each group of ballots.
    of: Vec<u32>,
}

/// Checks a price system against the ballots.
///
/// # Errors
/// The first flaw: an option that did not win or is paid twice, a payment by someone who does
/// not support it, more spent than the endowment, a cost not met exactly, or too much left.
pub(crate) fn check(view: &View<'_>, system: &System, stable: bool) -> Result<(), Flaw> {
    let (settled, endowment) = match system {
        System::Prices { endowment, prices } => (by_prices(view, endowment, prices)?, endowment),
        System::Loads { endowment, order } => (by_loads(view, order)?, endowment),
        System::Payments {
            endowment,
            payments,
        } => (by_payments(view, endowment, payments)?, endowment),
    };
    settled.nothing_else(view, endowment, stable)
}

fn flaw<T>(code: &'static str, place: impl Into<String>) -> Result<T, Flaw> {
    Err(Flaw {
        code,
        place: place.into(),
    })
}

/// Winners that must be paid for, each to be ticked off once.
struct Owed<'v, 'a> {
    view: &'v View<'a>,
    open: IdVec<OptionId, bool>,
}

impl<'v, 'a> Owed<'v, 'a> {
    fn new(view: &'v View<'a>) -> Self {
        let mut open = view.won.clone();
        for option in view.options.all() {
            open[option] &= view.costs[option] > 0;
        }
        Self { view, open }
    }

    fn pay(&mut self, option: OptionId) -> Result<(), Flaw> {
        if std::mem::take(&mut self.open[option]) {
            return Ok(());
        }
        flaw("not-owed", self.view.options.id(option))
    }

    fn done(&self) -> Result<(), Flaw> {
        let mut open = self.open.iter().filter(|(_, open)| **open);
        match open.next() {
            Some((option, _)) => flaw("not-paid", self.view.options.id(option)),
            None => Ok(()),
        }
    }
}

/// The least common multiple of the denominators.
fn common<'r>(ratios: impl Iterator<Item = &'r Ratio>) -> Natural {
    ratios.fold(Natural::ONE, |all, ratio| {
        let denominator = ratio.denominator();
        let shared = (&all).gcd(denominator);
        all / shared * denominator
    })
}

/// An amount over a denominator that its own divides; `None` below zero.
fn over(ratio: &Ratio, denominator: &Natural) -> Option<Natural> {
    let numerator = Natural::try_from(ratio.numerator().clone()).ok()?;
    Some(numerator * (denominator / ratio.denominator()))
}

impl Settled {
    fn new(view: &View<'_>, denominator: Natural) -> Self {
        Self {
            denominator,
            states: vec![State {
                spent: Natural::ZERO,
                most: Natural::ZERO,
            }],
            of: vec![0; view.ballots.groups.len()],
        }
    }

    fn add(&mut self, state: State) -> u32 {
        self.states.push(state);
        len32(self.states.len()) - 1
    }

    /// Each supporter of an option pays what `pays` says for their state; the sum.
    fn collect(
        &mut self,
        view: &View<'_>,
        option: OptionId,
        pays: &dyn Fn(&State) -> Natural,
    ) -> Natural {
        let mut after: BTreeMap<u32, (u32, Natural, u64)> = BTreeMap::new();
        for group in &view.supporters[option] {
            let before = self.of[ix(*group)];
            if let Entry::Vacant(slot) = after.entry(before) {
                let state = &self.states[ix(before)];
                let payment = pays(state);
                let now = State {
                    spent: &state.spent + &payment,
                    most: state.most.clone().max(payment.clone()),
                };
                let now = if payment.is_zero() {
                    before
                } else {
                    self.add(now)
                };
                slot.insert((now, payment, 0));
            }
            if let Some((now, _, papers)) = after.get_mut(&before) {
                *papers += view.ballots.groups[ix(*group)].papers;
                self.of[ix(*group)] = *now;
            }
        }
        after
            .values()
            .map(|(_, payment, papers)| payment * *papers)
            .sum()
    }

    /// Nobody has spent more than the endowment, and what is left buys nothing else.
    fn nothing_else(
        mut self,
        view: &View<'_>,
        endowment: &Ratio,
        stable: bool,
    ) -> Result<(), Flaw> {
        let denominator = common([endowment].into_iter()).max(Natural::ONE);
        let shared = (&denominator).gcd(&self.denominator);
        let factor = denominator / shared;
        self.denominator *= &factor;
        let Some(endowment) = over(endowment, &self.denominator).filter(|b| !b.is_zero()) else {
            return flaw("endowment", "");
        };
        let mut weighs = Vec::with_capacity(self.states.len());
        for state in &mut self.states {
            state.spent *= &factor;
            state.most *= &factor;
            let short = state.spent > endowment;
            let left = if short {
                Natural::ZERO
            } else {
                &endowment - &state.spent
            };
            let weigh = if stable {
                left.max(state.most.clone())
            } else {
                left
            };
            weighs.push((!short).then_some(weigh));
        }
        for (at, state) in self.of.iter().enumerate() {
            if weighs[ix(*state)].is_none() {
                return flaw("overspent", at.to_string());
            }
        }
        for option in view.others() {
            let mut papers: BTreeMap<u32, u64> = BTreeMap::new();
            for group in &view.supporters[option] {
                *papers.entry(self.of[ix(*group)]).or_default() +=
                    view.ballots.groups[ix(*group)].papers;
            }
            let weigh = |(state, papers): (&u32, &u64)| {
                let weigh = weighs[ix(*state)].as_ref();
                weigh.map_or(Natural::ZERO, |weigh| weigh * *papers)
            };
            let left: Natural = papers.iter().map(weigh).sum();
            if left > Natural::from(view.costs[option]) * &self.denominator {
                return flaw("too-much-left", view.options.id(option));
            }
        }
        Ok(())
    }
}

fn by_prices(
    view: &View<'_>,
    endowment: &Ratio,
    prices: &[(OptionId, Ratio)],
) -> Result<Settled, Flaw> {
    let all = prices.iter().map(|(_, price)| price).chain([endowment]);
    let mut settled = Settled::new(view, common(all));
    let Some(money) = over(endowment, &settled.denominator) else {
        return flaw("endowment", "");
    };
    let mut owed = Owed::new(view);
    for (option, price) in prices {
        owed.pay(*option)?;
        let Some(price) = over(price, &settled.denominator) else {
            return flaw("price", view.options.id(*option));
        };
        let paid = settled.collect(view, *option, &|state| {
            let left = if state.spent > money {
                Natural::ZERO
            } else {
                &money - &state.spent
            };
            left.min(price.clone())
        });
        if paid != Natural::from(view.costs[*option]) * &settled.denominator {
            return flaw("cost-not-met", view.options.id(*option));
        }
    }
    owed.done()?;
    Ok(settled)
}

fn by_loads(view: &View<'_>, order: &[OptionId]) -> Result<Settled, Flaw> {
    let mut settled = Settled::new(view, Natural::ONE);
    let mut owed = Owed::new(view);
    for option in order {
        owed.pay(*option)?;
        let groups = &view.supporters[*option];
        let papers: u64 = groups
            .iter()
            .map(|g| view.ballots.groups[ix(*g)].papers)
            .sum();
        if papers == 0 {
            return flaw("cost-not-met", view.options.id(*option));
        }
        // A finer denominator, over which the common load is an integer.
        settled.denominator *= papers;
        for state in &mut settled.states {
            state.spent *= papers;
            state.most *= papers;
        }
        let held = groups.iter().map(|group| {
            let spent = &settled.states[ix(settled.of[ix(*group)])].spent;
            spent * view.ballots.groups[ix(*group)].papers
        });
        let all = Natural::from(view.costs[*option]) * &settled.denominator;
        let load = (held.sum::<Natural>() + &all) / papers;
        let behind = |group: &u32| settled.states[ix(settled.of[ix(*group)])].spent > load;
        if groups.iter().any(behind) {
            return flaw("cost-not-met", view.options.id(*option));
        }
        settled.collect(view, *option, &|state| &load - &state.spent);
    }
    owed.done()?;
    Ok(settled)
}

fn by_payments(
    view: &View<'_>,
    endowment: &Ratio,
    payments: &[(u32, OptionId, Ratio)],
) -> Result<Settled, Flaw> {
    let all = payments
        .iter()
        .map(|(.., amount)| amount)
        .chain([endowment]);
    let mut settled = Settled::new(view, common(all));
    let nothing = settled.states[0].clone();
    settled.states = vec![nothing; settled.of.len()];
    for (at, of) in (0u32..).zip(&mut settled.of) {
        *of = at;
    }
    let mut sums: IdVec<OptionId, Natural> = IdVec::filled(view.options.len(), Natural::ZERO);
    let mut seen: BTreeSet<(u32, OptionId)> = BTreeSet::new();
    for (group, option, amount) in payments {
        let place = || format!("{group}: {}", view.options.id(*option));
        let supports = view
            .ballots
            .groups
            .get(ix(*group))
            .filter(|ballots| ballots.supports.contains(option) && view.won[*option]);
        let (Some(ballots), Some(amount)) = (supports, over(amount, &settled.denominator)) else {
            return flaw("payment", place());
        };
        if !seen.insert((*group, *option)) {
            return flaw("payment", place());
        }
        sums[*option] += &amount * ballots.papers;
        let state = &mut settled.states[ix(*group)];
        state.spent += &amount;
        if state.most < amount {
            state.most = amount;
        }
    }
    for (option, paid) in sums.iter() {
        let cost = if view.won[option] {
            view.costs[option]
        } else {
            0
        };
        if *paid != Natural::from(cost) * &settled.denominator {
            return flaw("cost-not-met", view.options.id(option));
        }
    }
    Ok(settled)
}

/// The least endowment with which the payments of a system of loads can be made and nothing is
/// left over: what the voter who spent most has spent.
pub(crate) fn greatest_load(view: &View<'_>, order: &[OptionId]) -> Option<Ratio> {
    let settled = by_loads(view, order).ok()?;
    let most = settled
        .of
        .iter()
        .map(|state| &settled.states[ix(*state)].spent)
        .max()?;
    Some(Ratio::from_parts(
        Integer::from(most.clone()),
        settled.denominator.clone(),
    ))
}
