//! Weights of types under which a panel, drawn with a chance proportional to the product of its
//! people's weights, gives everyone about a wanted chance.
//!
//! Of all laws over panels with given chances of people this is the one of greatest entropy. The
//! logarithms of the weights are raised by how much chances lack: `ln w += ln(wanted odds) - ln(odds
//! now)`, that is `w *= wanted odds / odds now`, in whole numbers (the step of X.-H. Chen, A. P.
//! Dempster and J. S. Liu, Weighted finite population sampling to maximize entropy, Biometrika 81,
//! 1994, for odds; fixed points are those of the ascent by wanted - now).

mod wander;

use self::wander::Wander;
use crate::id::{IdVec, TypeId};
use crate::lottery::Stream;
use crate::num::{Integer, Natural, Ratio, isqrt};
use crate::panel::Types;
use crate::panel::number::{Ways, order};

/// The greatest weight: small enough for numbers of panels to stay short.
pub const GREATEST: u32 = 1 << 16;

/// Bits that weights keep below 1 while they are looked for.
const BELOW: u32 = 24;

/// What one unit of a chance is: 2^-20.
const UNIT: u64 = 1 << 20;

/// How weights are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// The most states of a count, of which there is one a round.
    pub states: u64,
    /// The most rounds.
    pub rounds: u32,
    /// Panels by which chances are estimated in a round, where they cannot be counted.
    pub samples: u32,
}

/// Whether panels can be counted in every round.
///
/// Cost: that of [`Ways::of`].
pub fn counted(types: &Types, states: u64) -> bool {
    Ways::of(types, &order(types), None, states).is_some()
}

/// Looks for weights: whole numbers that follow from what is given here alone, so that whoever asks
/// again gets the same. Where panels are not [`counted`], `start` is the panel that the walk begins
/// with, by which chances are estimated; its numbers come from a fixed stream. `None` where `start`
/// is no panel, or when told to stop.
///
/// Cost: O(rounds * (states, or samples * seats * features)).
pub fn find(
    types: &Types,
    wanted: &IdVec<TypeId, Ratio>,
    search: Search,
    start: Option<&[u32]>,
    tell: &mut dyn FnMut(u64, u64) -> bool,
) -> Option<IdVec<TypeId, Natural>> {
    let wanted: Vec<u64> = wanted.values().map(units).collect();
    // Odds of what is wanted are the weights of the law without quotas, for few seats of many. Who
    // sits on every panel by the quotas does not need a weight that leaves the others none.
    let near = |wanted: &u64| odds((*wanted).clamp(UNIT / 32, UNIT - UNIT / 32));
    let mut inner: Vec<u64> = wanted.iter().map(near).collect();
    let features = order(types);
    let mut wander = match start {
        Some(panel) => Some(Wander::from(types, panel)?),
        None => None,
    };
    let mut stream = Stream::new([0; 32]);
    let mut best: Option<(u64, IdVec<TypeId, Natural>)> = None;
    let (mut before, mut halvings) = (UNIT, 0_u32);
    for round in 0..search.rounds {
        if !tell(u64::from(round), u64::from(search.rounds)) {
            return None;
        }
        let weights = outer(&mut inner);
        let now = match &mut wander {
            None => Ways::of(types, &features, Some(&weights), search.states)
                .and_then(|ways| ways.chances(types))
                .map(|chances| chances.values().map(units).collect()),
            Some(wander) => {
                let numbers = wander::numbers(&weights);
                Some(wander.chances(&numbers, search.samples, &mut stream))
            }
        };
        // Weights with which nothing is drawn are no better than those before.
        let Some(now): Option<Vec<u64>> = now else {
            break;
        };
        let off = wanted.iter().zip(&now).map(|(a, b)| a.abs_diff(*b)).max();
        let off = off.unwrap_or_default();
        if best.as_ref().is_none_or(|(least, _)| off < *least) {
            best = Some((off, weights));
        }
        if off <= UNIT / 10_000 {
            break;
        }
        // A step that leads away is too long: from then on only half of each, down to an eighth.
        if off >= before && halvings < 3 {
            halvings += 1;
        }
        before = off;
        for ((weight, wanted), now) in inner.iter_mut().zip(&wanted).zip(&now) {
            raise(weight, *wanted, *now, halvings);
        }
    }
    Some(best.map_or_else(|| outer(&mut inner), |(_, weights)| weights))
}

/// A chance in units, rounded down.
fn units(chance: &Ratio) -> u64 {
    let scaled = chance * Ratio::from(UNIT);
    let whole: Integer = scaled.trunc();
    u64::try_from(whole).unwrap_or_default()
}

/// The odds of a chance, with [`BELOW`] bits below 1.
fn odds(chance: u64) -> u64 {
    (chance << BELOW) / (UNIT - chance.min(UNIT - 1))
}

/// `weight *= wanted odds / odds now`, or the square root of that as often as is asked for; at most
/// eightfold either way.
/// Chances of 0 and 1 count as half a unit from there.
fn raise(weight: &mut u64, wanted: u64, now: u64, halvings: u32) {
    let half = |chance: u64| u128::from((2 * chance).clamp(1, 2 * UNIT - 1));
    let rest = |chance: u128| u128::from(2 * UNIT) - chance;
    let (wanted, now) = (half(wanted), half(now));
    let old = u128::from((*weight).max(1));
    // 32 bits below 1, at most 64 times either way.
    let (up, down) = (wanted * rest(now), now * rest(wanted));
    let ratio = ((up << 32) / down).clamp(1 << 26, 1 << 38);
    let ratio = u64::try_from(ratio).unwrap_or(u64::MAX);
    let ratio = if halvings == 0 {
        ratio.clamp(1 << 29, 1 << 35)
    } else {
        ratio
    };
    let factor = (0..halvings).fold(ratio, |ratio, _| isqrt(ratio) << 16);
    let new = (old * u128::from(factor)) >> 32;
    *weight = u64::try_from(new.max(1)).unwrap_or(u64::MAX);
}

/// The weights as they are used: the greatest is [`GREATEST`], none is 0.
fn outer(inner: &mut [u64]) -> IdVec<TypeId, Natural> {
    let greatest = inner.iter().copied().max().unwrap_or_default().max(1);
    let top = u64::from(GREATEST) << BELOW;
    let weights = inner.iter_mut().map(|weight| {
        let scaled = u128::from(*weight) * u128::from(top) / u128::from(greatest);
        *weight = u64::try_from(scaled).unwrap_or(top).max(1);
        Natural::from((*weight >> BELOW).max(1))
    });
    IdVec::from_vec(weights.collect())
}

#[cfg(test)]
mod tests;
