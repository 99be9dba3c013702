//! Pipage rounding: by lot, each chance met on average.

use super::{Copies, parts};
use crate::lottery::Stream;
use crate::num::Natural;
use crate::panel::Lottery;

/// Rounds by lot: each panel of the lottery gets the whole part of `m * chance` copies or one more,
/// `m` in all, and `m * chance` on average.
///
/// What is left of each panel beside the whole part is a fraction `p` with the lottery's total `D`
/// as denominator. Two fractions `p`, `q` strictly between 0 and 1 at a time, in the order of the
/// panels: with `a = min(1 - p, q)` and `b = min(p, 1 - q)` they become `(p + a, q - a)` with
/// chance `b / (a + b)`, and else `(p - b, q + b)`; at least one of them is whole then. The chance
/// is met exactly, by a number drawn [below](below_natural) `D (a + b)`. Cost: O(panels).
///
/// Source: A. Srinivasan, Distributions on level-sets with applications to approximation
/// algorithms, FOCS 2001: averages are met exactly, and the copies are negatively associated.
pub fn pipage(lottery: &Lottery, m: u32, stream: &mut Stream) -> Copies {
    decided(lottery, m, &mut |chance, of| {
        below_natural(stream, of) < *chance
    })
}

/// Rounds with what decides, given a chance and of how much.
pub(super) fn decided(
    lottery: &Lottery,
    m: u32,
    decide: &mut dyn FnMut(&Natural, &Natural) -> bool,
) -> Copies {
    let (mut copies, left) = parts(lottery, m);
    let one = lottery.total();
    let mut open: Option<(usize, Natural)> = None;
    for (at, second) in left.into_iter().enumerate() {
        if second.is_zero() {
            continue;
        }
        let Some((before, first)) = open.take() else {
            open = Some((at, second));
            continue;
        };
        let up = (one - &first).min(second.clone());
        let down = first.clone().min(one - &second);
        let (first, second) = if decide(&down, &(&up + &down)) {
            (first + &up, second - up)
        } else {
            (first - &down, second + down)
        };
        for (at, part) in [(before, first), (at, second)] {
            if &part == one {
                copies[at] = copies[at].saturating_add(1);
            } else if !part.is_zero() {
                open = Some((at, part));
            }
        }
    }
    copies
}

/// A number below `n` from 1 on, each exactly equally likely: as many words as `n` has, the first
/// the lowest, cut to the bits of `n`, until the number is below it. 0 for `n = 0`, of no word.
pub fn below_natural(stream: &mut Stream, n: &Natural) -> Natural {
    use dashu_int::ops::BitTest;

    let bits = n.bit_len();
    loop {
        let mut number = Natural::ZERO;
        for at in 0..bits.div_ceil(64) {
            number += Natural::from(stream.next_u64()) << (64 * at);
        }
        number &= (Natural::ONE << bits) - Natural::ONE;
        if number < *n || n.is_zero() {
            return number;
        }
    }
}
