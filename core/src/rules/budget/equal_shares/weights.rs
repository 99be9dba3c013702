//! Utilities that differ between the supporters of a project, as shares and as multiples.
//!
//! The *price* of a project is what a supporter with the most utility from it pays in full; the
//! others pay their share of that. Shares are kept in units of 2^-61, rounded down, with a mark
//! where they were rounded: enough for bounds. For exact comparisons each utility is a multiple
//! of one common measure, `points * common / norm`, where `common` is divided by every norm.

use std::collections::BTreeMap;

use dashu_int::ops::{BitTest, Gcd};

use super::election::Supporters;
use super::enclosure::Price;
use crate::id::{IdVec, OptionId, ix, len32};
use crate::num::{Integer, Natural};
use crate::profile::Profile;
use crate::rules::shared::utility::Utilities;

/// Units of a share in one, as a power of two.
pub(super) const PLACES: u32 = 61;

/// Bits of the common multiple of norms beyond which nothing is compared exactly.
const MOST_BITS: usize = 1 << 14;

/// Utilities of supporters, side by side with the lists of supporters.
pub(super) struct Weights {
    /// Shares of the most, `2 * floor + 1` where rounded and `2 * floor` where not.
    shares: IdVec<OptionId, Vec<u64>>,
    /// Points of supporters.
    points: IdVec<OptionId, Vec<i64>>,
    /// The most points over norm of a supporter.
    most: IdVec<OptionId, (u64, u64)>,
    /// One over the least share, rounded up.
    pub(super) spread: u64,
    multiples: Option<Multiples>,
}

/// Norms by a common measure.
struct Multiples {
    common: Natural,
    /// `common / norm` of each different norm.
    factors: Vec<Integer>,
    /// Which of them each class has.
    of: Vec<u32>,
}

impl Weights {
    /// Lists as long as those of the supporters, with their points.
    pub(super) fn new(
        utilities: &Utilities<'_>,
        profile: &Profile,
        supporters: &Supporters,
        points: IdVec<OptionId, Vec<i64>>,
    ) -> Self {
        let norms: Vec<u64> = profile.classes().map(|c| utilities.norm(c.id)).collect();
        let norm = |class: u32| norms.get(ix(class)).copied().unwrap_or(1).max(1);
        let mut this = Self {
            shares: IdVec::filled(supporters.len(), Vec::new()),
            most: IdVec::filled(supporters.len(), (0, 1)),
            points,
            spread: 1,
            multiples: None,
        };
        for project in supporters.ids() {
            let list = supporters[project].iter().zip(&this.points[project]);
            let list = list.map(|(class, points)| (points.unsigned_abs(), norm(*class)));
            let wide = |a: u64, b: u64| u128::from(a) * u128::from(b);
            let mut most = (0, 1);
            for (points, norm) in list.clone() {
                if wide(points, most.1) > wide(most.0, norm) {
                    most = (points, norm);
                }
            }
            let mut shares = Vec::with_capacity(supporters[project].len());
            for (points, norm) in list {
                let packed = share(wide(points, most.1), wide(norm, most.0));
                this.spread = this.spread.max((1u64 << PLACES) / (packed / 2).max(1) + 1);
                shares.push(packed);
            }
            this.shares[project] = shares;
            this.most[project] = most;
        }
        this.multiples = Multiples::new(&norms);
        this
    }

    /// Shares of the supporters of a project.
    pub(super) fn shares(&self, project: OptionId) -> &[u64] {
        &self.shares[project]
    }

    /// Points of the supporters of a project.
    pub(super) fn points(&self, project: OptionId) -> &[i64] {
        &self.points[project]
    }

    /// The most points over norm.
    pub(super) fn most(&self, project: OptionId) -> (u64, u64) {
        self.most[project]
    }

    /// The measure of which every utility is a multiple, where it is small enough.
    pub(super) fn common(&self) -> Option<&Natural> {
        self.multiples.as_ref().map(|multiples| &multiples.common)
    }

    /// `common / norm` of a class; one where there is no common measure.
    pub(super) fn factor(&self, class: u32) -> Integer {
        let factor = self.multiples.as_ref().and_then(|multiples| {
            let at = multiples.of.get(ix(class))?;
            multiples.factors.get(ix(*at))
        });
        factor.cloned().unwrap_or(Integer::ONE)
    }

    /// The multiple of the supporters with the most utility.
    pub(super) fn top(&self, project: OptionId) -> Integer {
        let (points, norm) = self.most[project];
        let common = self.common().cloned().unwrap_or(Natural::ONE);
        Integer::from(points) * Integer::from(common / Natural::from(norm.max(1)))
    }
}

/// `a / b` in units of `2^-PLACES`, doubled, plus one where rounded down.
fn share(a: u128, b: u128) -> u64 {
    let b = b.max(1);
    let (floor, rounded) = if a.leading_zeros() > PLACES {
        let a = a << PLACES;
        (Natural::from(a / b), !a.is_multiple_of(b))
    } else {
        let (a, b) = (Natural::from(a) << ix(PLACES), Natural::from(b));
        let floor = &a / &b;
        let rounded = &floor * b != a;
        (floor, rounded)
    };
    u64::try_from(floor).unwrap_or(1 << PLACES) * 2 + u64::from(rounded)
}

impl Multiples {
    fn new(norms: &[u64]) -> Option<Self> {
        let mut places: BTreeMap<u64, u32> = BTreeMap::new();
        let mut common = Natural::ONE;
        for norm in norms.iter().map(|norm| (*norm).max(1)) {
            if places.insert(norm, 0).is_some() {
                continue;
            }
            let wide = Natural::from(norm);
            common = &common / (&common).gcd(&wide) * wide;
            if common.bit_len() > MOST_BITS {
                return None;
            }
        }
        let mut factors = Vec::with_capacity(places.len());
        for (norm, at) in &mut places {
            *at = len32(factors.len());
            factors.push(Integer::from(&common / Natural::from(*norm)));
        }
        let of = norms
            .iter()
            .map(|norm| places.get(&(*norm).max(1)).copied());
        Some(Self {
            of: of.map(Option::unwrap_or_default).collect(),
            common,
            factors,
        })
    }
}

/// Who would pay for a project.
pub(super) struct Sides<'a> {
    pub(super) papers: &'a [i64],
    pub(super) supporters: &'a [u32],
    pub(super) shares: &'a [u64],
    pub(super) cost: i64,
}

impl Sides<'_> {
    /// Bounds of the price: what is not above it, or with `up` what is not below it.
    pub(super) fn price(&self, money: &[i64], start: i64, limit: i64, up: bool) -> Price {
        let found = |floor, all_rich| Price::Found {
            floor,
            exact: true,
            all_rich,
        };
        if up {
            let bound = self.upper(money, start);
            return bound.map_or(Price::Unaffordable, |(high, rich)| found(high, rich));
        }
        match self.lower(money, start, limit) {
            None => Price::Unaffordable,
            Some(low) if low > limit => Price::Above(low),
            Some(low) => found(low, false),
        }
    }

    /// The largest integer found at which `sum of papers * min(money, price * share)` does not
    /// pass the cost; `None` where the money does not reach the cost.
    ///
    /// Newton's iteration on a concave function from below, as in `enclosure`. Every tangent lies
    /// above the function, so each step is a bound, with shares rounded up and money not too
    /// small.
    fn lower(&self, money: &[i64], start: i64, limit: i64) -> Option<i64> {
        let mut at = start;
        while at <= limit {
            let (paid, rich, _) = self.split(money, at, true);
            let left = i128::from(self.cost) - paid;
            let Some(next) = (left << PLACES).checked_div(rich) else {
                return (left <= 0).then_some(at);
            };
            let next = i64::try_from(next).ok().filter(|next| *next < 1 << 62)?;
            if next <= at {
                break;
            }
            at = next;
        }
        Some(at)
    }

    /// An integer at which the sum, with shares rounded down and money not too large, reaches
    /// the cost; and whether every supporter can pay in full there. `None` where the money does
    /// not reach the cost.
    fn upper(&self, money: &[i64], start: i64) -> Option<(i64, bool)> {
        let mut at = start;
        loop {
            let (paid, rich, poor) = self.split(money, at, false);
            let left = (i128::from(self.cost) - paid) << PLACES;
            if left <= i128::from(at) * rich {
                return Some((at, !poor));
            }
            // Below the cost there: the next step is larger by at least one.
            let next = (left + rich - 1).checked_div(rich)?;
            at = i64::try_from(next).ok().filter(|next| *next < 1 << 62)?;
        }
    }

    /// The money of those who hold no more than their part of a price, the shares of the others
    /// (in `2^-PLACES`), and whether one of them may be short of the price.
    ///
    /// All money together is below 2^62 and so is a price times the shares of those who can pay
    /// it, in the same units.
    fn split(&self, money: &[i64], at: i64, up: bool) -> (i128, i128, bool) {
        let (mut paid, mut rich, mut poor) = (0i128, 0i128, false);
        for (class, packed) in self.supporters.iter().zip(self.shares) {
            let (held, papers) = (money[ix(*class)], self.papers[ix(*class)]);
            let above = packed / 2 + packed % 2;
            let share = if up { above } else { packed / 2 };
            let held_here = i128::from(held) << PLACES;
            if held_here <= i128::from(at) * i128::from(share) {
                paid += i128::from(held) * i128::from(papers);
                poor = true;
            } else {
                rich += i128::from(share) * i128::from(papers);
                poor |= held_here < i128::from(at) * i128::from(above);
            }
        }
        (paid, rich, poor)
    }
}

/// Takes from each supporter at least their part of a price (`most`), or at most.
pub(super) fn pay(money: &mut [i64], supporters: &[u32], shares: &[u64], price: i64, most: bool) {
    for (class, packed) in supporters.iter().zip(shares) {
        let share = packed / 2 + if most { packed % 2 } else { 0 };
        let part = i128::from(price) * i128::from(share);
        let up = i128::from(most) * ((1 << PLACES) - 1);
        let part = i64::try_from((part + up) >> PLACES).unwrap_or(i64::MAX);
        let held = &mut money[ix(*class)];
        *held = held.saturating_sub(part).max(0);
    }
}
