//! Endowments: what each voter holds at each step of add1, exactly and in fixed point.

use dashu_int::ops::BitTest;

use crate::num::{Decimal, Integer, Natural, Ratio, Scale, parse_decimal, ratio_text};
use crate::params::ParamType;

/// The endowments `first + k * step` for k = 0, 1, 2 ..., in minor units.
pub(super) struct Endowments {
    first: Natural,
    step: Natural,
    /// Both above are numerators over this.
    unit: Natural,
}

impl Endowments {
    /// Endowments from exact amounts in minor units.
    pub(super) fn new(first: &Ratio, step: &Ratio) -> Self {
        let unit = first.denominator() * step.denominator();
        let numerator = |amount: &Ratio| {
            let whole = amount.numerator() * Integer::from(&unit / amount.denominator());
            Natural::try_from(whole).unwrap_or_default()
        };
        Self {
            first: numerator(first),
            step: numerator(step),
            unit,
        }
    }

    /// True when no step raises anything.
    pub(super) fn stay(&self) -> bool {
        self.step.is_zero()
    }

    /// The endowment at a step as numerator and denominator.
    pub(super) fn at(&self, step: u64) -> (Natural, Natural) {
        (
            &self.first + &self.step * Natural::from(step),
            self.unit.clone(),
        )
    }

    /// The endowment at a step in the currency, as a fraction where it is none of its units.
    pub(super) fn text(&self, step: u64, scale: Scale) -> String {
        let (numerator, unit) = self.at(step);
        let unit = unit * Natural::from(scale.one());
        ratio_text(&Ratio::from_parts(numerator.into(), unit))
    }

    /// The largest shift (perhaps negative) at which the money of all voters at a step stays
    /// below 2^62 in units of `2^-shift` minor units.
    pub(super) fn shift(&self, step: u64, voters: u64) -> i32 {
        let (numerator, unit) = self.at(step);
        let money = (numerator / unit + Natural::ONE) * Natural::from(voters);
        61 - i32::try_from(money.bit_len()).unwrap_or(i32::MAX)
    }

    /// The endowment at a step in units of `2^-shift` minor units, rounded down and up.
    pub(super) fn fixed(&self, step: u64, shift: i32) -> (i64, i64) {
        let (mut numerator, mut unit) = self.at(step);
        let places = usize::try_from(shift.unsigned_abs()).unwrap_or_default();
        if shift >= 0 {
            numerator <<= places;
        } else {
            unit <<= places;
        }
        let floor = &numerator / &unit;
        let exact = &floor * unit == numerator;
        let floor = i64::try_from(floor).unwrap_or(i64::MAX);
        (
            floor,
            if exact {
                floor
            } else {
                floor.saturating_add(1)
            },
        )
    }
}

/// An amount of minor units in units of `2^-shift`, rounded down and up; `None` at 2^62 or more.
pub(super) fn scaled(amount: u64, shift: i32) -> Option<(i64, i64)> {
    let amount = i128::from(amount);
    let (low, high) = if shift >= 0 {
        let scaled = amount.checked_mul(1i128.checked_shl(shift.unsigned_abs())?)?;
        (scaled, scaled)
    } else {
        let places = shift.unsigned_abs().min(126);
        let low = amount >> places;
        (low, low + i128::from(low << places != amount))
    };
    let fits = |value: i128| i64::try_from(value).ok().filter(|v| *v < 1 << 62);
    Some((fits(low)?, fits(high)?))
}

/// By how much add1 raises the endowment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Increment {
    /// An amount of the currency for each voter.
    Amount(Decimal),
    /// A percentage of the budget, for all voters together.
    Percent(Decimal),
}

impl Increment {
    /// One unit of the currency.
    pub const ONE: Self = Self::Amount(Decimal {
        units: 1,
        scale: Scale(0),
    });

    /// True for a percentage.
    pub const fn is_percent(self) -> bool {
        matches!(self, Self::Percent(_))
    }

    /// The increment in minor units, when the exact share of a voter is `share`.
    pub(super) fn of(self, share: &Ratio, scale: Scale) -> Ratio {
        let ratio = |decimal: Decimal| {
            let units = Integer::from(decimal.units);
            Ratio::from_parts(units, Natural::from(decimal.scale.one()))
        };
        match self {
            Self::Amount(amount) => ratio(amount) * Ratio::from(Natural::from(scale.one())),
            Self::Percent(percent) => ratio(percent) * share / Ratio::from(Natural::from(100u8)),
        }
    }
}

impl ParamType for Increment {
    fn expected() -> String {
        "an amount such as 1 or 0.5, or a percentage such as 1%".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        let positive = |text| parse_decimal(text).filter(|decimal| decimal.units > 0);
        match text.strip_suffix('%') {
            Some(percent) => positive(percent).map(Self::Percent),
            None => positive(text).map(Self::Amount),
        }
    }
    fn show(&self) -> String {
        match self {
            Self::Amount(amount) => amount.to_string(),
            Self::Percent(percent) => format!("{percent}%"),
        }
    }
}
