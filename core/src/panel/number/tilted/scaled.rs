//! Numbers of 32 bits times a power of two, rounded up: what a graph of many states is weighed in.
//!
//! Whoever draws by such numbers draws by numbers a little too big, and draws again where a number
//! falls in what was rounded up. So nothing is lost but one attempt in many millions.

use crate::num::Natural;

/// A number from 1 on, or 0. Order is that of the numbers: the exponent stands above the mantissa,
/// whose top bit is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scaled(u64);

/// What exponents are stored from, so that they are never negative.
const BIAS: i64 = 1 << 20;

impl Scaled {
    pub(super) const ZERO: Self = Self(0);
    pub(super) const ONE: Self = Self::pack(1 << 31, -31);

    const fn pack(mantissa: u32, exponent: i32) -> Self {
        // Lossless: both are widened.
        #[allow(clippy::as_conversions, clippy::cast_sign_loss, clippy::cast_lossless)]
        Self(((exponent as i64 + BIAS) as u64) << 32 | mantissa as u64)
    }

    /// `number * 2^exponent` for a number above 0, rounded up (or down).
    fn rounded(number: u128, exponent: i32, up: bool) -> Self {
        let bits = i64::from(u128::BITS - number.leading_zeros());
        let shift = bits - 32;
        let Ok(cut) = u32::try_from(shift) else {
            let fill = u32::try_from(-shift).unwrap_or_default();
            let mantissa = u32::try_from(number << fill).unwrap_or(u32::MAX);
            return Self::pack(mantissa, exponent - i32::try_from(fill).unwrap_or_default());
        };
        let exponent = exponent + i32::try_from(cut).unwrap_or_default();
        let kept = number >> cut;
        let more = up && (kept << cut) != number;
        match u32::try_from(kept + u128::from(more)) {
            Ok(mantissa) => Self::pack(mantissa, exponent),
            Err(_) => Self::pack(1 << 31, exponent + 1),
        }
    }

    /// `number * 2^exponent`, rounded up.
    pub(super) fn up(number: u128, exponent: i32) -> Self {
        match number {
            0 => Self::ZERO,
            _ => Self::rounded(number, exponent, true),
        }
    }

    /// `number * 2^exponent` for a number of 32 bits or more, rounded down.
    pub(super) fn down(number: u128, exponent: i32) -> Self {
        Self::rounded(number, exponent, false)
    }

    pub(super) fn mantissa(self) -> u32 {
        u32::try_from(self.0 & u64::from(u32::MAX)).unwrap_or_default()
    }

    pub(super) fn exponent(self) -> i32 {
        let stored = i64::try_from(self.0 >> 32).unwrap_or_default();
        i32::try_from(stored - BIAS).unwrap_or_default()
    }

    /// The sum, rounded up.
    pub(super) fn plus(self, other: Self) -> Self {
        let (big, small) = (self.max(other), self.min(other));
        if small == Self::ZERO {
            return big;
        }
        let apart = u32::try_from(big.exponent() - small.exponent()).unwrap_or(u32::MAX);
        let top = u128::from(big.mantissa()) << 62;
        // What is too small to be seen is rounded up to one bit.
        let low = match apart {
            0..=62 => u128::from(small.mantissa()) << (62 - apart),
            _ => 1,
        };
        Self::up(top + low, big.exponent() - 62)
    }

    /// The product with a weight, rounded up.
    pub(super) fn times(self, weight: Weight) -> Self {
        let product = u128::from(self.mantissa()) * u128::from(weight.number);
        Self::up(product, self.exponent() + weight.exponent)
    }

    /// The number, where it is whole; what lies below 1 is cut.
    pub(super) fn natural(self) -> Natural {
        shifted(Natural::from(self.mantissa()), self.exponent())
    }

    /// The number times `2^by`, which must make it whole.
    pub(super) fn raised(self, by: i32) -> Natural {
        shifted(Natural::from(self.mantissa()), self.exponent() + by)
    }
}

/// A weight: exactly `number * 2^exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) number: u64,
    pub(super) exponent: i32,
}

impl Weight {
    /// The least weight of 48 bits that is not below a number from 1 on.
    pub(super) fn over(number: &Natural) -> Self {
        use dashu_int::ops::BitTest;

        let cut = number.bit_len().saturating_sub(48);
        let mut kept = number >> cut;
        if (&kept << cut) < *number {
            kept += Natural::ONE;
        }
        Self {
            number: u64::try_from(kept).unwrap_or(u64::MAX),
            exponent: i32::try_from(cut).unwrap_or_default(),
        }
    }

    /// So many times the weight, exactly.
    pub(super) fn of(self, times: u16) -> Self {
        Self {
            number: self.number * u64::from(times),
            ..self
        }
    }

    pub(super) fn natural(self) -> Natural {
        shifted(Natural::from(self.number), self.exponent)
    }
}

/// `number * 2^by`, cut to a whole number.
pub(super) fn shifted(number: Natural, by: i32) -> Natural {
    let places = usize::try_from(by.unsigned_abs()).unwrap_or_default();
    if by >= 0 {
        number << places
    } else {
        number >> places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::samples::Dice;

    /// Sums and products are never below the exact ones, and less than 2^-30 above.
    #[test]
    fn numbers_are_rounded_up_and_hardly() {
        let mut dice = Dice(1);
        let mut number = || {
            let bits = dice.below(60);
            let number =
                (Natural::from(dice.below(1 << 30)) << 30) + Natural::from(dice.below(1 << 30));
            number >> usize::try_from(bits).unwrap()
        };
        for _ in 0..20_000 {
            let (a, b) = (number(), number() + Natural::ONE);
            let scaled = Scaled::up(u128::try_from(a.clone()).unwrap(), 0);
            let close = |found: Natural, exact: Natural| {
                // 40 bits after the point: what lies below 1 counts.
                assert!(found >= exact, "{found} {exact}");
                assert!((found - &exact) << 29 <= exact, "{exact}");
            };
            close(scaled.raised(40), &a << 40);
            let other = Scaled::up(u128::try_from(b.clone()).unwrap(), 0);
            close(scaled.plus(other).raised(40), (&a + &b) << 40);
            let weight = Weight::over(&b);
            assert!(weight.natural() >= b);
            close(
                scaled.times(weight).raised(40),
                (&a * weight.natural()) << 40,
            );
        }
    }
}
