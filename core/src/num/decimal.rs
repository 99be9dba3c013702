//! Decimals as integers with a scale known at run time.

use std::fmt;

/// Digits after the decimal point; the unit is `10^-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Scale(pub u32);

impl Scale {
    /// The largest scale of an input: 10^9 units still leave room for sums in 64 bits.
    pub const MAX: Self = Self(9);

    /// Units in one: `10^scale`. Saturates above scale 19.
    pub fn one(self) -> u64 {
        10u64.checked_pow(self.0).unwrap_or(u64::MAX)
    }

    /// An amount in units as decimal text with exactly `scale` places: `1984.14270`.
    pub fn text(self, units: u64) -> String {
        if self.0 == 0 {
            return units.to_string();
        }
        let one = self.one();
        let whole = units.checked_div(one).unwrap_or_default();
        let part = units.checked_rem(one).unwrap_or_default();
        format!("{whole}.{part:0width$}", width = crate::id::ix(self.0))
    }
}

/// A non-negative decimal: `units * 10^-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The amount in units.
    pub units: u64,
    /// The unit.
    pub scale: Scale,
}

impl Decimal {
    /// The same amount at a larger scale; `None` when it does not fit or would be rounded.
    pub fn rescale(self, scale: Scale) -> Option<u64> {
        let up = scale.0.checked_sub(self.scale.0)?;
        self.units.checked_mul(10u64.checked_pow(up)?)
    }
}

impl Decimal {
    /// Whether it is more than another; places do not matter.
    pub fn is_above(self, other: Self) -> bool {
        let units = |amount: Self, by: Self| {
            let places = by.scale.0.saturating_sub(amount.scale.0);
            u128::from(amount.units) * u128::from(Scale(places).one())
        };
        units(self, other) > units(other, self)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.scale.text(self.units))
    }
}

/// Reads plain decimal text, `12` or `12.50`: digits, at most one point, at most nine places.
///
/// Trailing zeros after the point do not count towards the scale, so `12.50` has scale 1.
/// Signs, blanks, commas, exponents and an empty text are refused with `None`: what such a
/// text means is for the format that holds it to say.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || text.ends_with('.') {
        return None;
    }
    let part = part.trim_end_matches('0');
    let scale = Scale(
        u32::try_from(part.len())
            .ok()
            .filter(|places| *places <= Scale::MAX.0)?,
    );
    let part_units = if part.is_empty() {
        0
    } else {
        part.parse::<u64>().ok()?
    };
    let units = whole
        .parse::<u64>()
        .ok()?
        .checked_mul(scale.one())?
        .checked_add(part_units)?;
    Some(Decimal { units, scale })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for (text, units, scale) in [
            ("0", 0, 0),
            ("12", 12, 0),
            ("12.50", 125, 1),
            ("0.07", 7, 2),
            ("007", 7, 0),
        ] {
            assert_eq!(
                parse_decimal(text),
                Some(Decimal {
                    units,
                    scale: Scale(scale)
                }),
                "{text}"
            );
        }
        for text in [
            "",
            "-1",
            "+1",
            "1,5",
            "1e3",
            ".5",
            "5.",
            "1 000",
            "0.1234567891",
            "99999999999999999999",
        ] {
            assert_eq!(parse_decimal(text), None, "{text}");
        }
        assert_eq!(Scale(5).text(198_414_270), "1984.14270");
        assert_eq!(Scale(2).text(7), "0.07");
    }
}
