//! Whether a panel's counts depend on those of others, exactly.
//!
//! Held panels `B` (counts, and a row of one) are independent modulo a prime `p`, and a matrix `G`
//! over the numbers modulo `p` has `G B = [I; 0]`. For another panel `a` the lower rows of `G a`
//! are 0 where it depends on them, and the upper ones are its factors `f` modulo `p`. Digit by digit
//! (J. D. Dixon, Numerische Mathematik 40, 1982) `f` is found modulo `p^e`: `(a - B f) / p` takes
//! the place of `a`. Fractions are read from that (the extended algorithm of Euclid, broken off in
//! the middle), and `d a = B (d f)` is checked in whole numbers.

use crate::num::{Integer, Natural, Ratio};
use crate::panel::Counts;

/// Primes tried one after the other; below 2^61, so that sums of two products fit.
pub(super) const PRIMES: [u64; 3] = [
    2_305_843_009_213_693_951,
    2_305_843_009_213_693_921,
    2_305_843_009_213_693_907,
];

/// The most digits by `p`: with 2,048 types factors have some 16,000 bits above and below.
const DIGITS: u32 = 1024;

/// On what a panel depends.
pub(super) enum Dependence {
    /// On nothing: it is held from now on.
    None,
    /// The panels that are held, with factors that sum to 1; those of 0 left out.
    On(Vec<(usize, Ratio)>),
    /// Not to be told by this prime.
    Unclear,
}

/// Independent panels.
pub(super) struct Independent {
    prime: u64,
    /// `G`, row by row.
    matrix: Vec<Vec<u64>>,
    /// The panel that each row of `G` stands for, while it stands for one.
    holds: Vec<Option<usize>>,
    /// The rows of the factors told last, and what the panel told of is modulo the prime.
    told: (Vec<usize>, Vec<u64>),
}

impl Independent {
    /// No panel of so many types.
    pub(super) fn new(types: usize, prime: u64) -> Self {
        let row = |at: usize| {
            let mut row = vec![0; types + 1];
            row[at] = 1;
            row
        };
        Self {
            prime,
            matrix: (0..=types).map(row).collect(),
            holds: vec![None; types + 1],
            told: (Vec::new(), Vec::new()),
        }
    }

    /// Holds a panel, or tells on which it depends.
    pub(super) fn take_up(&mut self, panels: &[&Counts], at: usize, panel: &Counts) -> Dependence {
        let column: Vec<Integer> = column(panel).collect();
        let digit = self.factors(&column);
        let free = self.holds.iter().zip(&digit);
        let free = free
            .into_iter()
            .position(|(holds, part)| holds.is_none() && *part != 0);
        if let Some(row) = free {
            self.pivot(row, &digit);
            self.holds[row] = Some(at);
            return Dependence::None;
        }
        self.lift(panels, &column, digit)
    }

    /// Lets a held panel go for the one told of last; `gone` is its number among those on which
    /// that depended, none where the other goes. None where the prime does not allow it.
    pub(super) fn exchange(&mut self, gone: Option<usize>, comes: usize) -> Option<()> {
        let Some(gone) = gone else {
            return Some(());
        };
        let (rows, digit) = std::mem::take(&mut self.told);
        let row = *rows.get(gone)?;
        if digit[row] == 0 {
            return None;
        }
        self.pivot(row, &digit);
        self.holds[row] = Some(comes);
        Some(())
    }

    /// `G a` modulo the prime.
    fn factors(&self, column: &[Integer]) -> Vec<u64> {
        let prime = Natural::from(self.prime);
        let parts = column.iter().enumerate();
        let parts = parts.filter(|(_, part)| **part != Integer::ZERO);
        let parts: Vec<(usize, u64)> = parts.map(|(at, part)| (at, modulo(part, &prime))).collect();
        let sum = |row: &Vec<u64>| {
            parts.iter().fold(0, |sum, (at, part)| {
                self.reduced(u128::from(sum) + u128::from(row[*at]) * u128::from(*part))
            })
        };
        self.matrix.iter().map(sum).collect()
    }

    fn reduced(&self, wide: u128) -> u64 {
        u64::try_from(wide % u128::from(self.prime)).unwrap_or_default()
    }

    /// Row operations that turn a column with these parts into one with 1 in this row only.
    fn pivot(&mut self, row: usize, digit: &[u64]) {
        let inverse = self.inverse(digit[row]);
        let mut chosen = std::mem::take(&mut self.matrix[row]);
        for entry in &mut chosen {
            *entry = self.reduced(u128::from(*entry) * u128::from(inverse));
        }
        let prime = self.prime;
        for (at, (entries, part)) in self.matrix.iter_mut().zip(digit).enumerate() {
            if at == row || *part == 0 {
                continue;
            }
            let less = u128::from(prime - part);
            for (entry, chosen) in entries.iter_mut().zip(&chosen) {
                if *chosen != 0 {
                    let wide = u128::from(*entry) + less * u128::from(*chosen);
                    *entry = u64::try_from(wide % u128::from(prime)).unwrap_or_default();
                }
            }
        }
        self.matrix[row] = chosen;
    }

    /// The inverse of a number that is not 0: its power `p - 2`.
    fn inverse(&self, number: u64) -> u64 {
        let (mut power, mut square, mut left) = (1, number, self.prime - 2);
        while left > 0 {
            if left % 2 == 1 {
                power = self.reduced(u128::from(power) * u128::from(square));
            }
            square = self.reduced(u128::from(square) * u128::from(square));
            left /= 2;
        }
        power
    }

    /// Factors as fractions: digits are added until they give the panel exactly.
    fn lift(&mut self, panels: &[&Counts], column: &[Integer], first: Vec<u64>) -> Dependence {
        let rows: Vec<(usize, usize)> = self
            .holds
            .iter()
            .enumerate()
            .filter_map(|(row, held)| Some((row, (*held)?)))
            .collect();
        let prime = Integer::from(self.prime);
        let mut sums = vec![Integer::ZERO; rows.len()];
        let (mut power, mut left, mut digit) = (Integer::ONE, column.to_vec(), first.clone());
        for digits in 1..=DIGITS {
            for ((row, held), sum) in rows.iter().zip(&mut sums) {
                let part = Integer::from(digit[*row]);
                *sum += &power * &part;
                for (left, count) in left.iter_mut().zip(self::column(panels[*held])) {
                    *left -= &part * count;
                }
            }
            power *= &prime;
            if left.iter().any(|left| left % &prime != Integer::ZERO) {
                return Dependence::Unclear;
            }
            for left in &mut left {
                *left /= &prime;
            }
            if digits.is_power_of_two()
                && let Some(factors) = fractions(&sums, &power)
                && gives(&factors, &rows, panels, column)
            {
                let told = rows.iter().zip(&factors);
                let told = told.filter(|(_, factor)| **factor != Ratio::ZERO);
                let (rows, factors) = told.map(|((r, at), f)| (*r, (*at, f.clone()))).unzip();
                self.told = (rows, first);
                return Dependence::On(factors);
            }
            digit = self.factors(&left);
        }
        Dependence::Unclear
    }
}

/// Counts, and one.
fn column(panel: &Counts) -> impl Iterator<Item = Integer> + '_ {
    let counts = panel.iter().map(|count| Integer::from(*count));
    counts.chain(std::iter::once(Integer::ONE))
}

fn modulo(number: &Integer, prime: &Natural) -> u64 {
    use dashu_int::ops::RemEuclid;

    u64::try_from(&number.clone().rem_euclid(Integer::from(prime.clone()))).unwrap_or_default()
}

/// Whether the panels with these factors give the column.
fn gives(
    factors: &[Ratio],
    rows: &[(usize, usize)],
    panels: &[&Counts],
    whole: &[Integer],
) -> bool {
    let common = Integer::from(super::super::walk::common(factors));
    let mut left: Vec<Integer> = whole.iter().map(|part| part * &common).collect();
    for (factor, (_, held)) in factors.iter().zip(rows) {
        let factor = factor.numerator() * (&common / factor.denominator());
        for (left, count) in left.iter_mut().zip(column(panels[*held])) {
            *left -= &factor * count;
        }
    }
    left.iter().all(|left| *left == Integer::ZERO)
}

/// The fractions of small parts that numbers modulo `power` stand for, if all are.
fn fractions(numbers: &[Integer], power: &Integer) -> Option<Vec<Ratio>> {
    let bits = dashu_int::ops::BitTest::bit_len(power);
    let half = Integer::ONE << (bits.saturating_sub(2) / 2);
    let mut common = Integer::ONE;
    let mut found = Vec::with_capacity(numbers.len());
    for number in numbers {
        let (above, below) = fraction(&(number * &common % power), power, &half)?;
        common *= below;
        if common > half {
            return None;
        }
        found.push((above, common.clone()));
    }
    let ratio = |(above, below): (Integer, Integer)| {
        let below = Natural::try_from(below).ok()?;
        Some(Ratio::from_parts(above, below))
    };
    found.into_iter().map(ratio).collect()
}

/// `(r, t)` with `r = t * number` modulo `power`, `t > 0`, both at most `half`.
fn fraction(number: &Integer, power: &Integer, half: &Integer) -> Option<(Integer, Integer)> {
    let (mut old, mut new) = (power.clone(), number.clone());
    let (mut before, mut now) = (Integer::ZERO, Integer::ONE);
    while new > *half {
        let whole = &old / &new;
        let next = &old - &whole * &new;
        (old, new) = (new, next);
        let next = &before - &whole * &now;
        (before, now) = (now, next);
    }
    if now < Integer::ZERO {
        (new, now) = (-new, -now);
    }
    (now != Integer::ZERO && now <= *half).then_some((new, now))
}
