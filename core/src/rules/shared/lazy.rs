//! Exact numbers that are computed only as far as a decision needs.
//!
//! Rules that take a share of what everybody holds, round after round, make fractions whose
//! length doubles each round. Nobody needs all those digits: nearly every comparison is decided
//! by the first twenty. So a number here is the *formula* by which it came about, kept between
//! two integers in units of `2^-64`. Where these do not decide a comparison, equal formulas are
//! equal numbers, terms that cancel are struck out, and what is left is computed in full, or
//! with more places if that would be long. A comparison that even then is open is refused with
//! a limit and never guessed.
//!
//! Formulas are shared: the same operation on the same numbers is the same number. All numbers
//! that are multiplied or divided must not be negative, and no divisor may be zero.
//!
//! Cost: one operation on short integers a formula; memory O(formulas).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::id::{ix, len32};
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::rule::CountError;

/// Binary places of the first bounds, and of those for numbers hard to tell apart.
const PLACES: [usize; 2] = [64, 1024];

/// Fractions of more bits than this are computed only where the second bounds are in doubt too.
const SHORT_BITS: usize = 1 << 12;

/// Fractions of more bits than this are not computed.
const MOST_BITS: usize = 1 << 18;

/// Fractions of up to so many bits are computed at once.
const FOLD_BITS: usize = 512;

/// Sums of up to so many terms are taken apart where they are part of another sum.
const FLAT: usize = 96;

/// A number: a formula of [`Numbers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(u32);

impl Number {
    /// Zero, in every [`Numbers`].
    pub const ZERO: Self = Self(0);
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Formula {
    Whole(Ratio),
    /// Each number at most once, ascending, with a factor other than zero.
    Sum(Vec<(Number, i128)>),
    /// The number times the first over the second.
    Part(Number, u64, u64),
    Times(Number, Number),
    Over(Number, Number),
}

/// Between which integers a number lies, in units; no upper bound where a divisor may be zero.
#[derive(Clone, Debug)]
struct Span {
    lo: Integer,
    hi: Option<Integer>,
}

/// Formulas with their bounds.
#[derive(Debug)]
pub struct Numbers {
    formulas: Vec<Formula>,
    places: BTreeMap<Formula, Number>,
    spans: Vec<Span>,
    /// Bounds with more places, computed where they are needed.
    fine: BTreeMap<Number, Span>,
    /// Fractions computed in full; `None` where they are too long.
    full: BTreeMap<Number, Option<Ratio>>,
}

impl Default for Numbers {
    fn default() -> Self {
        Self::new()
    }
}

impl Numbers {
    /// Only zero.
    pub fn new() -> Self {
        let mut numbers = Self {
            formulas: Vec::new(),
            places: BTreeMap::new(),
            spans: Vec::new(),
            fine: BTreeMap::new(),
            full: BTreeMap::new(),
        };
        numbers.add(Formula::Whole(Ratio::ZERO));
        numbers
    }

    fn add(&mut self, formula: Formula) -> Number {
        if let Some(number) = self.places.get(&formula) {
            return *number;
        }
        let number = Number(len32(self.formulas.len()));
        let span = bound(&formula, PLACES[0], &|n| &self.spans[ix(n.0)]);
        self.spans.push(span);
        self.places.insert(formula.clone(), number);
        self.formulas.push(formula);
        number
    }

    /// The fraction of a formula that was computed when it was made.
    fn known(&self, number: Number) -> Option<&Ratio> {
        match &self.formulas[ix(number.0)] {
            Formula::Whole(ratio) => Some(ratio),
            _ => None,
        }
    }

    /// The fraction itself where it is short, else the formula.
    fn fold(&mut self, ratio: Option<Ratio>, formula: Formula) -> Number {
        match ratio.filter(|ratio| length(ratio) <= FOLD_BITS) {
            Some(ratio) => self.whole(ratio),
            None => self.add(formula),
        }
    }

    /// A fraction.
    pub fn whole(&mut self, ratio: Ratio) -> Number {
        self.add(Formula::Whole(ratio))
    }

    /// An integer.
    pub fn int(&mut self, integer: u64) -> Number {
        self.whole(Ratio::from(integer))
    }

    /// The sum of numbers times their factors.
    pub fn sum(&mut self, terms: &[(Number, i128)]) -> Number {
        let mut sum: BTreeMap<Number, i128> = BTreeMap::new();
        for (number, factor) in terms {
            match &self.formulas[ix(number.0)] {
                Formula::Sum(parts) if parts.len() <= FLAT => {
                    for (part, times) in parts {
                        *sum.entry(*part).or_default() += times * factor;
                    }
                }
                _ => *sum.entry(*number).or_default() += factor,
            }
        }
        sum.retain(|number, factor| *number != Number::ZERO && *factor != 0);
        let terms: Vec<(Number, i128)> = sum.into_iter().collect();
        match terms.as_slice() {
            [] => Number::ZERO,
            [(only, 1)] => *only,
            _ => {
                let mut ratio = Some(Ratio::ZERO);
                for (number, factor) in &terms {
                    let term = self.known(*number).map(|r| r * Integer::from(*factor));
                    ratio = ratio.zip(term).map(|(sum, term)| sum + term);
                    if ratio.as_ref().is_none_or(|sum| length(sum) > FOLD_BITS) {
                        ratio = None;
                        break;
                    }
                }
                self.fold(ratio, Formula::Sum(terms))
            }
        }
    }

    /// `a - b`.
    pub fn minus(&mut self, a: Number, b: Number) -> Number {
        self.sum(&[(a, 1), (b, -1)])
    }

    /// The number times `top / bottom`.
    pub fn part(&mut self, number: Number, top: u64, bottom: u64) -> Number {
        if top == 0 || number == Number::ZERO {
            return Number::ZERO;
        }
        if top == bottom {
            return number;
        }
        let bottom = bottom.max(1);
        let known = self.known(number);
        let ratio = known.map(|known| known * Ratio::from(top) / Ratio::from(bottom));
        self.fold(ratio, Formula::Part(number, top, bottom))
    }

    /// The product of two numbers that are not negative.
    pub fn times(&mut self, a: Number, b: Number) -> Number {
        if a == Number::ZERO || b == Number::ZERO {
            return Number::ZERO;
        }
        let ratio = self.known(a).zip(self.known(b)).map(|(a, b)| a * b);
        self.fold(ratio, Formula::Times(a.min(b), a.max(b)))
    }

    /// The quotient of two numbers that are not negative; the second is not zero.
    pub fn over(&mut self, a: Number, b: Number) -> Number {
        let known = self.known(a).zip(self.known(b));
        let ratio = known.filter(|(_, b)| !b.is_zero()).map(|(a, b)| a / b);
        self.fold(ratio, Formula::Over(a, b))
    }

    /// Compares two numbers.
    ///
    /// # Errors
    /// [`CountError::Limit`] where they differ, if at all, only in places that are not computed.
    pub fn compare(&mut self, a: Number, b: Number) -> Result<Ordering, CountError> {
        if a == b {
            return Ok(Ordering::Equal);
        }
        if let Some(order) = order(&self.spans[ix(a.0)], &self.spans[ix(b.0)]) {
            return Ok(order);
        }
        let difference = self.minus(a, b);
        self.sign(difference)
    }

    /// Whether a number is below, equal to, or above zero.
    ///
    /// # Errors
    /// As [`Numbers::compare`].
    pub fn sign(&mut self, number: Number) -> Result<Ordering, CountError> {
        let zero = Number::ZERO;
        if number == zero {
            return Ok(Ordering::Equal);
        }
        if let Some(order) = order(&self.spans[ix(number.0)], &self.spans[0]) {
            return Ok(order);
        }
        if let Some(ratio) = self.full(number, SHORT_BITS) {
            return Ok(ratio.cmp(&Ratio::ZERO));
        }
        let (fine, zero) = (self.fine(number), self.fine(zero));
        if let Some(order) = order(&fine, &zero) {
            return Ok(order);
        }
        match self.full(number, MOST_BITS) {
            Some(ratio) => Ok(ratio.cmp(&Ratio::ZERO)),
            None => Err(CountError::Limit {
                what: "exact-fraction",
                limit: u64::from(1u32 << 18),
            }),
        }
    }

    /// The number in units of `2^-64`: not above it, and not below it where that is known.
    pub fn bounds(&self, number: Number) -> (&Integer, Option<&Integer>) {
        let span = &self.spans[ix(number.0)];
        (&span.lo, span.hi.as_ref())
    }

    /// The number rounded down to an integer, by its first bounds.
    pub fn floor(&self, number: Number) -> u64 {
        u64::try_from(&self.spans[ix(number.0)].lo >> PLACES[0]).unwrap_or_default()
    }

    /// The number as a fraction; as a decimal with nine places, rounded down and followed by
    /// `…`, where the fraction is longer than a line.
    pub fn text(&mut self, number: Number) -> String {
        let short = self
            .full(number, SHORT_BITS)
            .map(|ratio| ratio_text(&ratio));
        if let Some(text) = short.filter(|text| text.len() <= 64) {
            return text;
        }
        let billion = Integer::from(1_000_000_000u64);
        let digits = (self.fine(number).lo * &billion) >> PLACES[1];
        let (whole, part) = (&digits / &billion, digits % &billion);
        format!("{whole}.{part:0>9}…")
    }

    /// All formulas that a number rests on and that are not `done`, ascending.
    fn needed(&self, number: Number, done: &dyn Fn(Number) -> bool) -> BTreeSet<Number> {
        let mut needed = BTreeSet::new();
        let mut open = vec![number];
        while let Some(next) = open.pop() {
            if done(next) || !needed.insert(next) {
                continue;
            }
            match &self.formulas[ix(next.0)] {
                Formula::Whole(_) => {}
                Formula::Sum(terms) => open.extend(terms.iter().map(|(term, _)| *term)),
                Formula::Part(a, ..) => open.push(*a),
                Formula::Times(a, b) | Formula::Over(a, b) => open.extend([*a, *b]),
            }
        }
        needed
    }

    fn fine(&mut self, number: Number) -> Span {
        for next in self.needed(number, &|n| self.fine.contains_key(&n)) {
            // A formula rests only on earlier ones.
            let none = Span {
                lo: Integer::ZERO,
                hi: None,
            };
            let formula = &self.formulas[ix(next.0)];
            let span = bound(formula, PLACES[1], &|n| self.fine.get(&n).unwrap_or(&none));
            self.fine.insert(next, span);
        }
        self.fine.get(&number).cloned().unwrap_or(Span {
            lo: Integer::ZERO,
            hi: None,
        })
    }

    /// The fraction, if no fraction on the way has more bits than this.
    fn full(&mut self, number: Number, bits: usize) -> Option<Ratio> {
        let known = |n: Number| match self.full.get(&n) {
            Some(Some(_)) => true,
            Some(None) => bits == SHORT_BITS,
            None => false,
        };
        for next in self.needed(number, &known) {
            let ratio = self.compute(next, bits);
            let stop = ratio.is_none();
            self.full.insert(next, ratio);
            if stop {
                self.full.insert(number, None);
                return None;
            }
        }
        self.full.get(&number).cloned().flatten()
    }

    fn compute(&self, number: Number, bits: usize) -> Option<Ratio> {
        let of = |n: &Number| self.full.get(n).and_then(Option::as_ref);
        let ratio = match &self.formulas[ix(number.0)] {
            Formula::Whole(ratio) => ratio.clone(),
            Formula::Sum(terms) => {
                let mut sum = Ratio::ZERO;
                for (term, factor) in terms {
                    sum += of(term)? * Integer::from(*factor);
                    if length(&sum) > bits {
                        return None;
                    }
                }
                sum
            }
            Formula::Part(a, top, bottom) => of(a)? * Ratio::from(*top) / Ratio::from(*bottom),
            Formula::Times(a, b) => of(a)? * of(b)?,
            Formula::Over(a, b) => of(b)
                .filter(|b| !b.is_zero())
                .and_then(|b| Some(of(a)? / b))?,
        };
        (length(&ratio) <= bits).then_some(ratio)
    }
}

fn length(ratio: &Ratio) -> usize {
    use dashu_int::ops::BitTest;
    ratio.numerator().bit_len() + ratio.denominator().bit_len()
}

/// How two numbers compare, where their bounds tell.
fn order(a: &Span, b: &Span) -> Option<Ordering> {
    if a.hi.as_ref().is_some_and(|hi| *hi < b.lo) {
        return Some(Ordering::Less);
    }
    if b.hi.as_ref().is_some_and(|hi| *hi < a.lo) {
        return Some(Ordering::Greater);
    }
    let points = a.hi.as_ref() == Some(&a.lo) && b.hi.as_ref() == Some(&b.lo);
    (points && a.lo == b.lo).then_some(Ordering::Equal)
}

/// `a / b` rounded down; `b` is positive.
fn floor(a: &Integer, b: &Integer) -> Integer {
    use dashu_int::ops::DivEuclid;
    a.div_euclid(b)
}

/// `a / b` rounded up; `b` is positive.
fn ceil(a: &Integer, b: &Integer) -> Integer {
    -floor(&-a, b)
}

/// The bounds of a formula from those of the numbers it rests on.
fn bound<'s>(formula: &Formula, places: usize, of: &dyn Fn(Number) -> &'s Span) -> Span {
    let positive = |number: Number| -> (Integer, Option<&'s Integer>) {
        let span = of(number);
        let lo = if span.lo < Integer::ZERO {
            Integer::ZERO
        } else {
            span.lo.clone()
        };
        (lo, span.hi.as_ref())
    };
    match formula {
        Formula::Whole(ratio) => {
            let top = ratio.numerator() << places;
            let bottom = Integer::from(ratio.denominator().clone());
            Span {
                lo: floor(&top, &bottom),
                hi: Some(ceil(&top, &bottom)),
            }
        }
        Formula::Sum(terms) => {
            let mut lo = Integer::ZERO;
            let mut hi = Some(Integer::ZERO);
            let mut no_lo = false;
            for (number, factor) in terms {
                let span = of(*number);
                let factor = Integer::from(*factor);
                let above = span.hi.as_ref().map(|bound| bound * &factor);
                let below = &span.lo * &factor;
                if factor > Integer::ZERO {
                    lo += below;
                    hi = hi.zip(above).map(|(sum, more)| sum + more);
                } else {
                    hi = hi.map(|sum| sum + below);
                    match above {
                        Some(above) => lo += above,
                        None => no_lo = true,
                    }
                }
            }
            if no_lo {
                // Below any number that can be meant: a difference with an unbounded one.
                lo = -(Integer::ONE << (places + 4096));
            }
            Span { lo, hi }
        }
        Formula::Part(a, top, bottom) => {
            let (lo, hi) = positive(*a);
            let (top, bottom) = (Integer::from(*top), Integer::from(*bottom));
            Span {
                lo: floor(&(lo * &top), &bottom),
                hi: hi.map(|hi| ceil(&(hi * &top), &bottom)),
            }
        }
        Formula::Times(a, b) => {
            let ((lo_a, hi_a), (lo_b, hi_b)) = (positive(*a), positive(*b));
            let one = Integer::ONE << places;
            Span {
                lo: (lo_a * lo_b) >> places,
                hi: hi_a.zip(hi_b).map(|(a, b)| ceil(&(a * b), &one)),
            }
        }
        Formula::Over(a, b) => {
            let ((lo_a, hi_a), (lo_b, hi_b)) = (positive(*a), positive(*b));
            let lo = hi_b.filter(|hi| **hi > Integer::ZERO);
            let hi = hi_a.filter(|_| lo_b > Integer::ZERO);
            Span {
                lo: lo.map_or(Integer::ZERO, |hi| floor(&(lo_a << places), hi)),
                hi: hi.map(|hi| ceil(&(hi << places), &lo_b)),
            }
        }
    }
}

/// A fraction of two integers.
pub fn ratio(top: u64, bottom: u64) -> Ratio {
    Ratio::from_parts(Integer::from(top), Natural::from(bottom.max(1)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_formulas_are_equal_however_long() {
        let mut numbers = Numbers::new();
        let (three, four) = (numbers.int(3), numbers.int(4));
        let mut a = numbers.whole(ratio(1, 7));
        // Squared forty times: fractions of 2^41 bits would not fit anywhere.
        for _ in 0..40 {
            let square = numbers.times(a, a);
            let sum = numbers.sum(&[(square, 1), (three, 1)]);
            a = numbers.over(sum, four);
        }
        let b = numbers.sum(&[(a, 1), (three, 2)]);
        let c = numbers.sum(&[(three, 1), (a, 1)]);
        assert_eq!(numbers.compare(b, c), Ok(Ordering::Greater));
        let d = numbers.minus(b, three);
        assert_eq!(numbers.compare(d, c), Ok(Ordering::Equal));
        assert!(numbers.text(a).ends_with('…'));
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        let mut numbers = Numbers::new();
        let mut a = numbers.whole(ratio(1, 3));
        let two = numbers.int(2);
        for _ in 0..20 {
            let square = numbers.times(a, a);
            a = numbers.over(square, two);
        }
        // (a + a * a) / a is 1 + a: equal, but not by striking out terms.
        let square = numbers.times(a, a);
        let sum = numbers.sum(&[(a, 1), (square, 1)]);
        let left = numbers.over(sum, a);
        let one = numbers.int(1);
        let right = numbers.sum(&[(one, 1), (a, 1)]);
        let refused = matches!(numbers.compare(left, right), Err(CountError::Limit { .. }));
        assert!(refused);
    }

    proptest! {
        #[test]
        fn compares_as_fractions_do(
            steps in prop::collection::vec((0usize..5, any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1u64..9, 1u64..9), 1..14),
        ) {
            let mut numbers = Numbers::new();
            let mut all = vec![(numbers.int(1), Ratio::ONE)];
            for (kind, a, b, top, bottom) in steps {
                let (a, x) = all[a.index(all.len())].clone();
                let (b, y) = all[b.index(all.len())].clone();
                let next = match kind {
                    0 => (numbers.whole(ratio(top, bottom)), ratio(top, bottom)),
                    1 => {
                        let sum = numbers.sum(&[(a, i128::from(top)), (b, i128::from(bottom))]);
                        (sum, &x * Ratio::from(top) + &y * Ratio::from(bottom))
                    }
                    2 => (numbers.part(a, top, bottom), &x * ratio(top, bottom)),
                    3 => (numbers.times(a, b), &x * &y),
                    _ => (numbers.over(a, b), &x / &y),
                };
                all.push(next);
            }
            for (a, x) in &all {
                for (b, y) in &all {
                    prop_assert_eq!(numbers.compare(*a, *b), Ok(x.cmp(y)));
                }
            }
        }
    }
}
