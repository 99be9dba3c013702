//! What ballots are worth: exact fractions while they are short, bounds on both sides always.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use dashu_int::ops::{BitTest, UnsignedAbs};

use crate::id::{ix, len32};
use crate::num::{Integer, Natural, Ratio, ratio_text};

/// Bits of the bounds.
pub(super) const BITS: u64 = 512;

/// Bits up to which fractions are kept exactly.
const EXACT_BITS: usize = 4096;

/// Decimals of an amount that is not kept exactly.
const DECIMALS: usize = 20;

/// A number from 0 on.
#[derive(Clone, Debug)]
pub(super) struct Worth {
    exact: Option<Ratio>,
    /// Times `2^BITS`, rounded down.
    low: Natural,
    /// Times `2^BITS`, rounded up.
    high: Natural,
}

fn one() -> Natural {
    Natural::ONE << bits()
}

fn bits() -> usize {
    usize::try_from(BITS).unwrap_or_default()
}

/// `over / under`, rounded up.
fn div_up(over: Natural, under: &Natural) -> Natural {
    (over + under - Natural::ONE) / under
}

fn natural(ratio: &Ratio) -> Natural {
    ratio.numerator().clone().unsigned_abs()
}

impl Worth {
    fn of(exact: Ratio) -> Self {
        let over = natural(&exact) << bits();
        Self {
            low: &over / exact.denominator(),
            high: div_up(over, exact.denominator()),
            exact: Some(exact),
        }
    }

    /// The larger of two by what they are at least.
    pub(super) fn at_least(&self, other: &Self) -> bool {
        self.low >= other.low
    }

    /// Which is larger, where that can be told.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        if let (Some(a), Some(b)) = (&self.exact, &other.exact) {
            return Some(a.cmp(b));
        }
        if self.surely_less(other) {
            return Some(Ordering::Less);
        }
        other.surely_less(self).then_some(Ordering::Greater)
    }

    /// True where every number that it may be is below every one that the other may be.
    pub(super) fn surely_less(&self, other: &Self) -> bool {
        self.high < other.low
    }

    /// As text, divided by `unit`; a decimal where it is not kept exactly.
    pub(super) fn text(&self, unit: u64) -> String {
        if let Some(exact) = &self.exact {
            return ratio_text(&(exact / Ratio::from(Natural::from(unit))));
        }
        let ten = Natural::from(10u8).pow(DECIMALS);
        let units = (&self.low * &ten / Natural::from(unit)) >> bits();
        let (whole, part) = (&units / &ten, &units % &ten);
        let part = part.to_string();
        format!("{whole}.{part:0>DECIMALS$}")
    }
}

/// The worth of a ballot at each level, and the factors that led there.
pub(super) struct Worths {
    levels: Vec<Worth>,
    /// The factors of each level, sorted: the same factors in another order are the same worth.
    made_of: Vec<Vec<u32>>,
    by_factors: BTreeMap<Vec<u32>, u32>,
    by_worth: BTreeMap<Ratio, u32>,
    factors: Vec<Worth>,
    by_support: BTreeMap<Vec<(u32, u64)>, u32>,
    /// The quota is `weight / seats`.
    weight: Natural,
    seats: Natural,
    exact_bits: usize,
}

impl Worths {
    /// Every ballot is worth 1, which is level 0.
    pub(super) fn new(weight: u64, seats: u32) -> Self {
        Self::keeping(weight, seats, EXACT_BITS)
    }

    /// With exact fractions up to a number of bits.
    pub(super) fn keeping(weight: u64, seats: u32, exact_bits: usize) -> Self {
        Self {
            levels: vec![Worth::of(Ratio::ONE)],
            made_of: vec![Vec::new()],
            by_factors: BTreeMap::from([(Vec::new(), 0)]),
            by_worth: BTreeMap::from([(Ratio::ONE, 0)]),
            factors: Vec::new(),
            by_support: BTreeMap::new(),
            weight: Natural::from(weight),
            seats: Natural::from(seats),
            exact_bits,
        }
    }

    /// An exact number, or nothing where it is too long to be kept.
    fn short(&self, exact: Ratio) -> Option<Ratio> {
        let length = natural(&exact).bit_len().max(exact.denominator().bit_len());
        (length <= self.exact_bits).then_some(exact)
    }

    /// Number of levels.
    pub(super) fn len(&self) -> u32 {
        len32(self.levels.len())
    }

    /// The worth of a level, as text that tells different ones apart.
    pub(super) fn text(&self, level: u32) -> String {
        self.levels
            .get(ix(level))
            .map_or_else(String::new, |worth| {
                worth
                    .exact
                    .as_ref()
                    .map_or_else(|| format!("{}-{}", worth.low, worth.high), ratio_text)
            })
    }

    /// Between what supporters are worth together.
    pub(super) fn between(&self, support: &[(u32, u64)]) -> Worth {
        let (mut low, mut high) = (Natural::ZERO, Natural::ZERO);
        for (level, weight) in support {
            if let Some(worth) = self.levels.get(ix(*level)) {
                low += &worth.low * *weight;
                high += &worth.high * *weight;
            }
        }
        Worth {
            exact: None,
            low,
            high,
        }
    }

    /// What supporters are worth together, exactly where that is known.
    pub(super) fn sum(&self, support: &[(u32, u64)]) -> Worth {
        let mut exact = Some(Ratio::ZERO);
        for (level, weight) in support {
            let worth = self.levels.get(ix(*level));
            let worth = worth.and_then(|worth| worth.exact.as_ref());
            exact = exact.zip(worth).and_then(|(sum, worth)| {
                self.short(sum + worth * Ratio::from(Natural::from(*weight)))
            });
        }
        Worth {
            exact,
            ..self.between(support)
        }
    }

    /// The factor `(S - quota) / S`, or 0: it grows with S, so that bounds of S bound it.
    pub(super) fn factor(&mut self, support: Vec<(u32, u64)>, sum: &Worth) -> u32 {
        if let Some(known) = self.by_support.get(&support) {
            return *known;
        }
        let number = len32(self.factors.len());
        let quota = Ratio::from_parts(Integer::from(self.weight.clone()), self.seats.clone());
        let exact = sum.exact.as_ref().and_then(|sum| {
            if *sum <= quota {
                return Some(Ratio::ZERO);
            }
            self.short((sum - &quota) / sum)
        });
        let factor = match exact {
            Some(exact) => Worth::of(exact),
            None => self.bounds(sum),
        };
        self.factors.push(factor);
        self.by_support.insert(support, number);
        number
    }

    fn bounds(&self, sum: &Worth) -> Worth {
        let lost = &self.weight << bits();
        let (low, high) = (&sum.low * &self.seats, &sum.high * &self.seats);
        let low = if low > lost {
            ((&low - &lost) << bits()) / low
        } else {
            Natural::ZERO
        };
        let high = if high > lost {
            div_up((&high - &lost) << bits(), &high)
        } else {
            Natural::ZERO
        };
        Worth {
            exact: high.is_zero().then_some(Ratio::ZERO),
            low,
            high,
        }
    }

    /// The level whose worth is that of another one times a factor.
    pub(super) fn times(&mut self, level: u32, factor: u32) -> u32 {
        let mut made_of = self.made_of.get(ix(level)).cloned().unwrap_or_default();
        let at = made_of.partition_point(|other| *other <= factor);
        made_of.insert(at, factor);
        if let Some(known) = self.by_factors.get(&made_of) {
            return *known;
        }
        let (Some(before), Some(by)) = (self.levels.get(ix(level)), self.factors.get(ix(factor)))
        else {
            return level;
        };
        let zero = |worth: &Worth| worth.high.is_zero();
        let exact = if zero(before) || zero(by) {
            Some(Ratio::ZERO)
        } else {
            let both = before.exact.as_ref().zip(by.exact.as_ref());
            both.and_then(|(before, by)| self.short(before * by))
        };
        let worth = match exact {
            Some(exact) => Worth::of(exact),
            None => Worth {
                exact: None,
                low: (&before.low * &by.low) >> bits(),
                high: div_up(&before.high * &by.high, &one()),
            },
        };
        let number = match &worth.exact {
            Some(exact) => *self
                .by_worth
                .entry(exact.clone())
                .or_insert_with(|| len32(self.levels.len())),
            None => len32(self.levels.len()),
        };
        if ix(number) == self.levels.len() {
            self.levels.push(worth);
            self.made_of.push(made_of.clone());
        }
        self.by_factors.insert(made_of, number);
        number
    }
}
