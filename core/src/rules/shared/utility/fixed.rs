//! Square roots and logarithms as multiples of 10^-9, rounded down.
//!
//! `sqrt` is the integer square root. `log` is computed in integers of 2^-128 from below with a
//! bound on its error; where the two ends round to different multiples it is computed anew with
//! more places. The logarithm of a rational number above one is irrational, so that ends, and
//! the result is the rounded logarithm itself: it depends on no series and no precision.

use dashu_int::ops::{BitTest, SquareRoot};

use crate::num::{Natural, Scale};

/// Units in one.
pub(super) const ONE: u64 = 1_000_000_000;

/// The square root of an amount of minor units, in units of 10^-9 of the root of a whole unit.
pub(super) fn sqrt(amount: u128, scale: Scale) -> Natural {
    let square = Natural::from(amount) * Natural::from(ONE) * Natural::from(ONE);
    (square / Natural::from(scale.one())).sqrt()
}

/// The natural logarithm of one plus an amount of minor units.
pub(super) fn log(amount: u128, scale: Scale) -> Natural {
    let one = Natural::from(scale.one());
    let sum = Natural::from(amount) + &one;
    if amount == 0 {
        return Natural::ZERO;
    }
    let mut places = 128usize;
    loop {
        let (low, error) = log_bounds(&sum, &one, places);
        let high = &low + error;
        let [low, high] = [low, high].map(|value| (value * Natural::from(ONE)) >> places);
        if low == high {
            return low;
        }
        places += 64;
    }
}

/// `ln(a / b)` for `a > b` in units of `2^-places` from below, and by how much it may be short.
///
/// With `a / b = 2^k * m`, `1 <= m < 2`: `ln = k * ln 2 + ln m`, `ln m = 2 artanh((m-1)/(m+1))`,
/// and `ln 2 = 2 artanh(1/3)`. A series has less than `places / 3 + 2` terms, each short by less
/// than four units, and what `m` is short of adds one; k is below 128.
fn log_bounds(a: &Natural, b: &Natural, places: usize) -> (Natural, Natural) {
    let one = Natural::ONE << places;
    let mut doublings = a.bit_len() - b.bit_len();
    if (b << doublings) > *a {
        doublings -= 1;
    }
    let m = (a << places) / (b << doublings);
    let fraction = ((&m - &one) << places) / (&m + &one);
    let third = &one / Natural::from(3u8);
    let logs = artanh(fraction, places) + artanh(third, places) * Natural::from(doublings);
    let terms = Natural::from(places / 3 + 2);
    let error = terms * Natural::from(5u8) * Natural::from(2 * doublings + 4);
    (logs << 1usize, error)
}

/// `x + x^3/3 + x^5/5 ...` for x up to a third, in units of `2^-places`, from below.
fn artanh(x: Natural, places: usize) -> Natural {
    let square = (&x * &x) >> places;
    let (mut power, mut sum, mut odd) = (x, Natural::ZERO, 1u32);
    while !power.is_zero() {
        sum += &power / Natural::from(odd);
        power = (power * &square) >> places;
        odd = odd.saturating_add(2);
    }
    sum
}
