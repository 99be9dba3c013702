//! A lottery over as few panels as its chances need.
//!
//! Chances of `T` types that some lottery has, a lottery of `T + 1` of its panels has too
//! (C. Carathéodory, Mathematische Annalen 64, 1907): where more panels have a weight, their
//! counts, each with a row of one, depend on each other. With `a = sum of f_i b_i` over other
//! panels `b_i`, weight can be taken from `a` and given to each `b_i` (or taken, where `f_i < 0`)
//! in proportion to `f_i` until one of them has none left, and no chance changes.
//!
//! Panels are taken up one by one, in ascending order. Those taken up so far are independent; one
//! that depends on them is moved along until it or one of them is gone. So what is left at the end
//! is independent, and the same on every machine. The dependence is found modulo a prime, lifted to
//! whole numbers and checked in them ([`depend`]).
//!
//! The walk and generated columns give a few panels more than types only in pools of few types;
//! rules do without this step where the lottery is no larger than promised.

mod depend;

use std::collections::BTreeSet;

use self::depend::{Dependence, Independent};
use super::{Counts, Lottery, LotteryError, Types};
use crate::id::{ix, len32};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;

/// The most types for which a lottery is made smaller: the search holds `types^2` numbers.
pub const MAX_TYPES: u32 = 2048;

/// Whether a lottery has more panels than its chances need, `types + 1`, and is to be reduced.
pub fn is_large(types: &Types, lottery: &Lottery) -> bool {
    let (panels, types) = (len32(lottery.panels().len()), types.types().len());
    types <= MAX_TYPES && panels > types.saturating_add(1)
}

/// The same chances by independent panels of the lottery, at most `types + 1`. Exact; no solver.
/// Cost: O(panels * types^2) machine words, and for each panel that goes as many again for each 61
/// bits of the numbers by which it depends on others.
///
/// # Errors
/// `solver-failed` where a dependence modulo every prime tried is none of whole numbers.
pub fn reduce(types: &Types, lottery: &Lottery) -> Result<Lottery, Problem> {
    let panels: Vec<&Counts> = lottery.panels().iter().map(|(counts, _)| counts).collect();
    let first = depend::PRIMES
        .iter()
        .find_map(|prime| weights(types, &panels, lottery, *prime));
    let weights = first.ok_or_else(|| Problem::error("solver-failed").path("support"))?;
    let common = super::walk::common(&weights);
    let whole = |weight: Ratio| {
        let whole = (weight * Ratio::from(common.clone())).ceil();
        Natural::try_from(whole).unwrap_or_default()
    };
    let panels = panels.into_iter().cloned();
    let panels = panels.zip(weights.into_iter().map(whole));
    Lottery::new(types, panels.collect()).map_err(LotteryError::problem)
}

/// New weights of all panels, 0 for those that are gone.
fn weights(types: &Types, panels: &[&Counts], lottery: &Lottery, prime: u64) -> Option<Vec<Ratio>> {
    let start = lottery.panels().iter();
    let start = start.map(|(_, weight)| Ratio::from(Integer::from(weight.clone())));
    let mut weights: Vec<Ratio> = start.collect();
    let mut held = Independent::new(ix(types.types().len()), prime);
    for (at, panel) in panels.iter().enumerate() {
        match held.take_up(panels, at, panel) {
            Dependence::None => {}
            Dependence::On(factors) => {
                let gone = transfer(&mut weights, at, &factors);
                held.exchange(gone, at)?;
            }
            Dependence::Unclear => return None,
        }
    }
    Some(weights)
}

/// Takes weight from the panel `from` and gives it to others in proportion to their factors, until
/// one has none left; of several the first. The number of that panel among the others, if it is one.
fn transfer(weights: &mut [Ratio], from: usize, factors: &[(usize, Ratio)]) -> Option<usize> {
    let mut step = weights[from].clone();
    let mut gone = None;
    for (place, (at, factor)) in factors.iter().enumerate() {
        if *factor < Ratio::ZERO {
            let most = &weights[*at] / -factor.clone();
            if most < step {
                (step, gone) = (most, Some(place));
            }
        }
    }
    for (at, factor) in factors {
        weights[*at] += &step * factor;
    }
    weights[from] -= step;
    gone
}

/// A reduced lottery as recorded: no more panels than `types + 1`, each of them one of the lottery
/// before, and the same chances. Exact. Cost: O(panels * types).
///
/// # Errors
/// `proof-refused` with the part that does not hold.
pub fn check(types: &Types, before: &Lottery, recorded: &Value) -> Result<Lottery, Problem> {
    let refused = |part: &str| Problem::error("proof-refused").path(format!("support {part}"));
    let after = Lottery::from_value(types, recorded).map_err(LotteryError::problem)?;
    if len32(after.panels().len()) > types.types().len().saturating_add(1) {
        return Err(refused("size"));
    }
    let known: BTreeSet<&Counts> = before.panels().iter().map(|(counts, _)| counts).collect();
    if !after
        .panels()
        .iter()
        .all(|(counts, _)| known.contains(counts))
    {
        return Err(refused("panel"));
    }
    if after.chances(types) != before.chances(types) {
        return Err(refused("chances"));
    }
    Ok(after)
}

#[cfg(test)]
mod tests;
