//! How chances are spread over people.

use std::collections::BTreeMap;

use super::text;
use crate::id::{ix, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::problem::Problem;
use dashu_int::ops::UnsignedAbs;

/// Digits of the geometric mean after the point.
pub const DIGITS: u32 = 6;

/// The most people of whom a geometric mean is computed: it takes powers of so many factors.
pub const GEOMETRIC_PEOPLE: u32 = 20_000;

/// The most bins of a histogram.
const BINS: u32 = 20;

/// People whose chance is in `from <= chance < to` (the last bin holds its end too).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bin {
    /// Where it begins.
    pub from: Ratio,
    /// Where it ends.
    pub to: Ratio,
    /// People in it.
    pub people: u32,
}

/// Chances of all people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chances {
    /// The least of everyone, 0 where somebody cannot be drawn.
    pub least: Ratio,
    /// The least of those who can be drawn.
    pub least_drawable: Ratio,
    /// The greatest.
    pub most: Ratio,
    /// Seats by people: what everyone would have if all had the same.
    pub mean: Ratio,
    /// People who cannot be drawn.
    pub never: u32,
    /// People who are on every panel.
    pub always: u32,
    /// The Gini coefficient over everyone: `sum of |p_i - p_j| over all ordered pairs / (2 n sum p)`;
    /// 0 where all chances are equal.
    pub gini: Ratio,
    /// The geometric mean over those who can be drawn, nearest in units of `10^-DIGITS`; `None`
    /// for nobody, or for more than [`GEOMETRIC_PEOPLE`].
    pub geometric: Option<Ratio>,
    /// Every chance with the number of its people, ascending.
    pub levels: Vec<(Ratio, u32)>,
    /// The histogram, from 0 on, bins of one width that is 1, 2 or 5 times a power of ten.
    pub bins: Vec<Bin>,
}

/// Refuses what are no chances of this pool.
pub(super) fn check(pool: &Pool, chances: &[Ratio]) -> Result<(), Problem> {
    let wrong = |found: String, expected: String| {
        Problem::error("chances-invalid")
            .path("people")
            .found(found)
            .expected(expected)
    };
    let people = len32(chances.len());
    if people != pool.len() {
        return Err(wrong(people.to_string(), pool.len().to_string()));
    }
    let range = Ratio::ZERO..=Ratio::ONE;
    if let Some(chance) = chances.iter().find(|chance| !range.contains(chance)) {
        return Err(wrong(ratio_text(chance), "0..1".to_owned()));
    }
    let sum = sum(&levels(chances));
    if sum != Ratio::from(Integer::from(pool.seats)) {
        return Err(wrong(ratio_text(&sum), pool.seats.to_string()));
    }
    Ok(())
}

fn levels(chances: &[Ratio]) -> Vec<(Ratio, u32)> {
    let mut levels: BTreeMap<&Ratio, u32> = BTreeMap::new();
    for chance in chances {
        *levels.entry(chance).or_default() += 1;
    }
    let own = |(chance, people): (&Ratio, u32)| (chance.clone(), people);
    levels.into_iter().map(own).collect()
}

fn times(chance: &Ratio, number: u64) -> Ratio {
    chance * Ratio::from(Integer::from(number))
}

fn sum(levels: &[(Ratio, u32)]) -> Ratio {
    let people = levels
        .iter()
        .map(|(chance, people)| times(chance, u64::from(*people)));
    people.fold(Ratio::ZERO, |sum, part| sum + part)
}

impl Chances {
    /// Measures chances, one a person.
    pub fn of(chances: &[Ratio]) -> Self {
        let levels = levels(chances);
        let people = len32(chances.len());
        let at = |wanted: &Ratio| {
            let found = levels.iter().find(|(chance, _)| chance == wanted);
            found.map_or(0, |(_, people)| *people)
        };
        let first = |levels: &[(Ratio, u32)]| levels.first().map(|(chance, _)| chance.clone());
        let drawable: Vec<(Ratio, u32)> = levels
            .iter()
            .filter(|(chance, _)| *chance > Ratio::ZERO)
            .cloned()
            .collect();
        let most = levels
            .last()
            .map_or(Ratio::ZERO, |(chance, _)| chance.clone());
        Self {
            least: first(&levels).unwrap_or(Ratio::ZERO),
            least_drawable: first(&drawable).unwrap_or(Ratio::ZERO),
            mean: sum(&levels) / Ratio::from(Integer::from(people.max(1))),
            never: at(&Ratio::ZERO),
            always: at(&Ratio::ONE),
            gini: gini(&levels),
            geometric: geometric(&drawable),
            bins: bins(&levels, &most),
            most,
            levels,
        }
    }

    pub(super) fn to_value(&self) -> Value {
        let levels = self
            .levels
            .iter()
            .map(|(chance, people)| Value::Array(vec![text(chance), Value::from(*people)]));
        let bins = self.bins.iter().map(|bin| {
            object(vec![
                ("from", text(&bin.from)),
                ("to", text(&bin.to)),
                ("people", Value::from(bin.people)),
            ])
        });
        let geometric = self.geometric.as_ref();
        let geometric = geometric.map(|mean| Value::from(super::decimals(mean, DIGITS)));
        object(vec![
            ("least", text(&self.least)),
            ("least_drawable", text(&self.least_drawable)),
            ("most", text(&self.most)),
            ("mean", text(&self.mean)),
            ("never", Value::from(self.never)),
            ("always", Value::from(self.always)),
            ("gini", text(&self.gini)),
            ("geometric_mean", geometric.unwrap_or(Value::Null)),
            ("levels", Value::Array(levels.collect())),
            ("histogram", Value::Array(bins.collect())),
        ])
    }
}

/// The Gini coefficient from ascending levels: with `b` people below a level and `a` above, its
/// chance stands `b - a` times in the sum of differences of unordered pairs.
fn gini(levels: &[(Ratio, u32)]) -> Ratio {
    let all: u64 = levels.iter().map(|(_, people)| u64::from(*people)).sum();
    let total = sum(levels);
    if total == Ratio::ZERO {
        return Ratio::ZERO;
    }
    let mut below = 0_u64;
    let mut differences = Ratio::ZERO;
    for (chance, people) in levels {
        let people = u64::from(*people);
        let above = all - below - people;
        let weight = Integer::from(people) * (Integer::from(below) - Integer::from(above));
        differences += chance * Ratio::from(weight);
        below += people;
    }
    differences / (total * Ratio::from(Integer::from(all)))
}

/// The nearest `g` in units of `10^-DIGITS` to the n-th root of the product: the greatest `h`
/// with `(h / (2 * 10^DIGITS))^n <= product` is found by halving, in whole numbers, and `h`
/// halves are rounded up.
fn geometric(levels: &[(Ratio, u32)]) -> Option<Ratio> {
    let people: u32 = levels.iter().map(|(_, people)| *people).sum();
    if people == 0 || people > GEOMETRIC_PEOPLE {
        return None;
    }
    let unit = Natural::from(10_u8).pow(ix(DIGITS));
    let halves = &unit * Natural::from(2_u8);
    let (mut above, mut below) = (halves.pow(ix(people)), Natural::ONE);
    for (chance, people) in levels {
        above *= chance.numerator().unsigned_abs().pow(ix(*people));
        below *= chance.denominator().pow(ix(*people));
    }
    let fits = |h: u64| Natural::from(h).pow(ix(people)) * &below <= above;
    let (mut low, mut high) = (0_u64, u64::try_from(&halves).ok()? + 1);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let units = low.div_ceil(2);
    Some(Ratio::from_parts(Integer::from(units), unit))
}

/// Bins from 0 to above the greatest chance.
fn bins(levels: &[(Ratio, u32)], most: &Ratio) -> Vec<Bin> {
    if *most == Ratio::ZERO {
        return Vec::new();
    }
    // 1, 2, 5, 10, 20, 50 ... times 10^-9: the first width with which few bins reach the top.
    let mut width = Ratio::from_parts(Integer::from(1_u8), Natural::from(10_u8).pow(9));
    let steps = [(2_u8, 1_u8), (5, 2), (2, 1)];
    for (up, down) in steps.into_iter().cycle() {
        if &width * Ratio::from(Integer::from(BINS)) >= *most {
            break;
        }
        width *= Ratio::from_parts(Integer::from(up), Natural::from(down));
    }
    let number = |chance: &Ratio| {
        let number = (chance / &width).floor();
        u32::try_from(&number).unwrap_or(u32::MAX)
    };
    let last = u32::try_from(&(most / &width).ceil())
        .unwrap_or(BINS)
        .max(1)
        - 1;
    let mut counts = vec![0_u32; ix(last) + 1];
    for (chance, people) in levels {
        if let Some(count) = counts.get_mut(ix(number(chance).min(last))) {
            *count += people;
        }
    }
    let edge = |at: usize| &width * Ratio::from(Integer::from(len32(at)));
    let bin = |(at, people): (usize, u32)| Bin {
        from: edge(at),
        to: edge(at + 1),
        people,
    };
    counts.into_iter().enumerate().map(bin).collect()
}
