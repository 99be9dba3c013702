//! Looking for a price system. Whatever is found is checked before it is told.

use super::prices::{System, check, greatest_load};
use super::program::Program;
use super::simplex::{Answer, solve};
use super::{Verdict, View};
use crate::id::OptionId;
use crate::instance::Instance;
use crate::num::{Integer, Natural, Ratio};
use crate::report::Report;
use crate::why::purse::Purse;
use crate::why::rounds::rounds;

/// The prices that Equal Shares itself paid.
pub(super) fn of_rule(report: &Report, instance: &Instance, view: &View<'_>) -> Option<System> {
    let Instance::Budget(budget) = instance else {
        return None;
    };
    let rounds = rounds(report, budget, &view.ballots)?;
    let prices = rounds.purchases.iter();
    Some(System::Prices {
        endowment: rounds.endowment,
        prices: prices
            .map(|bought| (bought.project, bought.price.clone()))
            .collect(),
    })
}

/// The first price system that holds: the rule's own, equal loads in the order of the winners,
/// prices that the winners alone lead to, and that of the exact program.
pub(super) fn system(view: &View<'_>, own: Option<&System>, stable: bool) -> Verdict {
    let holds = |system: &System| check(view, system, stable).is_ok();
    let found = own.cloned().filter(holds);
    let found = found.or_else(|| loads(view).filter(holds));
    let found = found.or_else(|| bought_alone(view).filter(holds));
    if let Some(system) = found {
        return Verdict::Paid(system);
    }
    let Some(program) = Program::of(view, stable) else {
        return Verdict::Unknown("too-large");
    };
    match solve(&program.equations) {
        Answer::Solution(solution) => {
            let system = program.system(&solution);
            if holds(&system) {
                Verdict::Paid(system)
            } else {
                Verdict::Unknown("not-found")
            }
        }
        Answer::Contradiction(multipliers) => Verdict::Never(multipliers),
        Answer::Unknown => Verdict::Unknown("not-found"),
    }
}

/// Winners that somebody has to pay for, in the order of the outcome.
fn to_pay(view: &View<'_>) -> Vec<OptionId> {
    let winners = view.winners.iter().copied();
    winners.filter(|option| view.costs[*option] > 0).collect()
}

/// Phragmén: equal loads in the order of the outcome.
fn loads(view: &View<'_>) -> Option<System> {
    let order = to_pay(view);
    let endowment = greatest_load(view, &order).filter(|load| *load > Ratio::ZERO)?;
    Some(System::Loads { endowment, order })
}

/// Halvings of the endowment, once it is known within a factor of two.
const HALVINGS: u32 = 12;

/// Equal Shares over the winners alone, from about the least endowment with which all are
/// bought.
fn bought_alone(view: &View<'_>) -> Option<System> {
    let voters = Natural::from(view.ballots.voters.max(1));
    let mut high = Ratio::from_parts(Integer::from(view.money.max(1)), voters);
    let two = Ratio::from(Natural::from(2u8));
    let mut low = Ratio::ZERO;
    let mut best = None;
    for _ in 0..40 {
        best = buy_all(view, &high);
        if best.is_some() {
            break;
        }
        low.clone_from(&high);
        high *= &two;
    }
    best.as_ref()?;
    for _ in 0..HALVINGS {
        let middle = (&low + &high) / &two;
        match buy_all(view, &middle) {
            Some(system) => (best, high) = (Some(system), middle),
            None => low = middle,
        }
    }
    best
}

/// All winners bought, most effective votes first; `None` where one cannot be paid.
fn buy_all(view: &View<'_>, endowment: &Ratio) -> Option<System> {
    let mut purse = Purse::new(&view.ballots, view.options.len(), &|_, _| 1, endowment)?;
    let mut open = to_pay(view);
    let mut prices = Vec::new();
    while !open.is_empty() {
        let mut best: Option<(Natural, OptionId)> = None;
        for option in &open {
            let votes = purse.effective(*option, view.costs[*option])?;
            if best.as_ref().is_none_or(|(most, _)| votes > *most) {
                best = Some((votes, *option));
            }
        }
        let (_, option) = best?;
        let bought = purse.buy(option, view.costs[option])?;
        prices.push((option, bought.purchase.price));
        open.retain(|other| *other != option);
    }
    Some(System::Prices {
        endowment: endowment.clone(),
        prices,
    })
}
