//! Why there are three kinds of number.
//!
//! 1. **Integers** (`u64`, `u128`): papers, credits, money in minor units. Most of counting.
//! 2. **[`Ratio`]**: shares that must be exact, such as a price a voter pays. Arbitrary size.
//! 3. **Integers with a [`Scale`]**: decimals that a statute prescribes, such as the five places
//!    of the Scottish rules, always with a named rounding.
//!
//! There is no fourth: floats decide nothing.

mod decimal;

pub use dashu_int::{IBig as Integer, UBig as Natural};
pub use dashu_ratio::RBig as Ratio;
pub use decimal::{Decimal, Scale, parse_decimal};

/// `a * b / c`, rounded down, without overflow in between.
///
/// `None` when `c` is zero or the result passes `u64::MAX`.
pub fn muldiv(a: u64, b: u64, c: u64) -> Option<u64> {
    let product = u128::from(a).checked_mul(u128::from(b))?;
    u64::try_from(product.checked_div(u128::from(c))?).ok()
}

/// The largest integer whose square is at most `n`.
pub const fn isqrt(n: u64) -> u64 {
    n.isqrt()
}

/// An exact fraction as text: `7/3`, or `2` where it is an integer.
pub fn ratio_text(ratio: &Ratio) -> String {
    ratio.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn muldiv_does_not_overflow_between() {
        assert_eq!(muldiv(u64::MAX, u64::MAX, u64::MAX), Some(u64::MAX));
        assert_eq!(muldiv(7, 3, 2), Some(10));
        assert_eq!(muldiv(1, 1, 0), None);
        assert_eq!(muldiv(u64::MAX, 2, 1), None);
    }

    #[test]
    fn ratios_print_as_fractions() {
        let seven_thirds = Ratio::from_parts(Integer::from(14), Natural::from(6u8));
        assert_eq!(ratio_text(&seven_thirds), "7/3");
        assert_eq!(
            ratio_text(&Ratio::from_parts(Integer::from(4), Natural::from(2u8))),
            "2"
        );
    }
}
