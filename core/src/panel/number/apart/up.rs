//! Numbers of 64 bits times a power of two, rounded up.

use crate::num::Natural;
use dashu_int::ops::BitTest;

/// `mantissa * 2^exponent`; the mantissa has its top bit set, or is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Up {
    mantissa: u64,
    exponent: i32,
}

impl Up {
    pub(super) const ZERO: Self = Self {
        mantissa: 0,
        exponent: 0,
    };
    pub(super) const ONE: Self = Self {
        mantissa: 1 << 63,
        exponent: -63,
    };

    pub(super) fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// `number * 2^exponent`.
    pub(super) fn of(number: u128, exponent: i32) -> Self {
        if number == 0 {
            return Self::ZERO;
        }
        let bits = u128::BITS - number.leading_zeros();
        let Some(cut) = bits.checked_sub(64) else {
            let fill = 64 - bits;
            let mantissa = u64::try_from(number << fill).unwrap_or(u64::MAX);
            let exponent = exponent - i32::try_from(fill).unwrap_or_default();
            return Self { mantissa, exponent };
        };
        let kept = number >> cut;
        let more = (kept << cut) != number;
        let exponent = exponent + i32::try_from(cut).unwrap_or_default();
        match u64::try_from(kept + u128::from(more)) {
            Ok(mantissa) => Self { mantissa, exponent },
            Err(_) => Self {
                mantissa: 1 << 63,
                exponent: exponent + 1,
            },
        }
    }

    /// A whole number.
    pub(super) fn over(number: &Natural) -> Self {
        let cut = number.bit_len().saturating_sub(127);
        let kept = u128::try_from(number >> cut).unwrap_or(u128::MAX);
        let more = cut > 0 && (Natural::from(kept) << cut) != *number;
        let exponent = i32::try_from(cut).unwrap_or(i32::MAX);
        Self::of(kept + u128::from(more), exponent)
    }

    /// A fraction of whole numbers.
    pub(super) fn quotient(above: &Natural, below: &Natural) -> Self {
        // 70 bits more than `below` has.
        let shift = (below.bit_len() + 70).saturating_sub(above.bit_len());
        let raised = above << shift;
        let whole = &raised / below;
        let more = Natural::from(u8::from(&whole * below != raised));
        let mut found = Self::over(&(whole + more));
        found.exponent -= i32::try_from(shift).unwrap_or_default();
        found
    }

    pub(super) fn times(self, other: Self) -> Self {
        Self::of(
            u128::from(self.mantissa) * u128::from(other.mantissa),
            self.exponent + other.exponent,
        )
    }

    /// The exponent of the top bit; for numbers above 0.
    pub(super) fn top(self) -> i32 {
        self.exponent + 63
    }

    /// In units of `2^unit`, rounded up.
    pub(super) fn units(self, unit: i32) -> u64 {
        let cut = u32::try_from(unit - self.exponent).unwrap_or_default();
        if cut >= 64 {
            return u64::from(!self.is_zero());
        }
        let kept = self.mantissa >> cut;
        kept + u64::from(kept << cut != self.mantissa)
    }

    /// As a share of 2^64, rounded up; `None` from 1 on.
    pub(super) fn share(self) -> Option<u64> {
        (self.top() < 0).then(|| self.units(-64).max(1))
    }

    /// The numerator, and how many powers of two it is to be divided by (or multiplied, below 0).
    pub(super) fn parts(self) -> (Natural, i32) {
        (Natural::from(self.mantissa), -self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::samples::Dice;

    #[test]
    fn numbers_are_rounded_up_and_hardly() {
        let mut dice = Dice(4);
        let value = |up: Up| {
            let (number, down) = up.parts();
            // 200 bits after the point.
            number << usize::try_from(200 - down).unwrap()
        };
        for _ in 0..5_000 {
            let mut number = || Natural::from(dice.below(1 << 30) + 1).pow(4) >> 3;
            let (a, b) = (number() + Natural::ONE, number() + Natural::ONE);
            let close = |up: Up, exact: &Natural| {
                assert!(value(up) >= *exact && (value(up) - exact) << 58 <= *exact);
            };
            close(Up::over(&a), &(&a << 200));
            close(Up::over(&a).times(Up::over(&b)), &((&a * &b) << 200));
            close(Up::quotient(&a, &b), &((&a << 200) / &b));
        }
        assert_eq!(Up::ONE.share(), None);
        let half = Up::quotient(&Natural::ONE, &Natural::from(2_u8));
        assert_eq!(half.share(), Some(1 << 63));
        assert_eq!(Up::over(&Natural::from(5_u8)).units(1), 3);
    }
}
