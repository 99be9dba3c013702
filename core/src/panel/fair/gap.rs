//! How much better than a lottery another one could be, from weights that no panel passes.

use super::Aim;
use crate::id::{IdVec, TypeId, ix, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::panel::walk::common;
use crate::panel::{Lottery, Types};

/// Sums that are not short fractions are in parts of 2^64, each term rounded up.
const FINE: usize = 64;

/// A sum: exact as long as it is a fraction below 2^128, else each term rounded up.
struct Sum {
    exact: Option<Ratio>,
    up: Integer,
}

impl Sum {
    fn new() -> Self {
        Self {
            exact: Some(Ratio::ZERO),
            up: Integer::ZERO,
        }
    }

    /// Adds `above / below`; what is below is above 0.
    fn add(&mut self, above: Integer, below: Integer) {
        use dashu_int::ops::DivEuclid;

        self.up -= (-(&above << FINE)).div_euclid(&below);
        if let Some(exact) = self.exact.take() {
            let sum = exact + Ratio::from_parts_signed(above, below);
            self.exact = Some(sum).filter(|sum| *sum.denominator() < Natural::ONE << 128);
        }
    }

    fn value(self) -> Ratio {
        let up = || Ratio::from_parts(self.up, Natural::ONE << FINE);
        self.exact.unwrap_or_else(up)
    }
}

/// Weights by type, of which no panel weighs more than `bound`; a weight of `scale` is a gain of 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Types by number, ascending, with weights that are not 0 and below 2^53.
    pub weights: Vec<(u32, i64)>,
    /// At least 1.
    pub scale: i64,
    /// The most that a panel weighs.
    pub bound: Integer,
}

/// What one unit more of a type's count gains at a chance: `1 / chance` for Nash, else
/// `2 (target - chance) / target`; none where the type does not count.
pub(super) fn gain(aim: &Aim, id: TypeId, chance: &Ratio) -> Option<Ratio> {
    match aim {
        Aim::Nash if chance.is_zero() => None,
        Aim::Nash => Some(Ratio::ONE / chance),
        Aim::Near(targets) => {
            let target = targets.get(id).filter(|target| !target.is_zero())?;
            Some(Ratio::from(2_u8) * (target - chance) / target)
        }
    }
}

/// Weights that come from gains are below 2^50: solvers tell them apart.
const BITS: usize = 50;

impl Weighed {
    /// What each type's count gains at these chances, rounded up. The bound is still to be found.
    /// None where gains pass 2^50.
    pub(super) fn gains(aim: &Aim, chances: &IdVec<TypeId, Ratio>) -> Option<Self> {
        let gains = chances.iter();
        let gains = gains.filter_map(|(id, chance)| Some((id.0, gain(aim, id, chance)?)));
        let gains: Vec<(u32, Ratio)> = gains.collect();
        let sizes = gains.iter().map(|(_, gain)| gain.clone().max(-gain));
        let greatest = sizes.fold(Ratio::ONE, Ratio::max).ceil();
        let mut scale = (Integer::ONE << BITS) / greatest;
        // Gains that are short fractions stay exact.
        let whole = common(
            &gains
                .iter()
                .map(|(_, gain)| gain.clone())
                .collect::<Vec<_>>(),
        );
        let rest = &scale % Integer::from(whole);
        if rest < scale {
            scale -= rest;
        }
        let by = Ratio::from(scale.clone());
        let mut weights = Vec::with_capacity(gains.len());
        for (at, gain) in gains {
            weights.push((at, i64::try_from((gain * &by).ceil()).ok()?));
        }
        weights.retain(|(_, weight)| *weight != 0);
        Some(Self {
            weights,
            scale: i64::try_from(scale).ok().filter(|scale| *scale > 0)?,
            bound: Integer::ZERO,
        })
    }

    /// The bound with which gains prove that this lottery is within `gap`, nearly.
    pub(super) fn worth(&self, lottery: &Lottery, gap: &Ratio) -> Integer {
        let weigh = |panel: &[u32]| {
            self.weights
                .iter()
                .fold(Integer::ZERO, |sum, (at, weight)| {
                    let count = panel.get(ix(*at)).copied().unwrap_or_default();
                    sum + Integer::from(*weight) * Integer::from(count)
                })
        };
        let sum = lottery
            .panels()
            .iter()
            .fold(Integer::ZERO, |sum, (panel, times)| {
                sum + weigh(panel) * Integer::from(times.clone())
            });
        let expected = Ratio::from_parts(sum, lottery.total().clone());
        (expected + gap * Ratio::from(self.scale)).floor()
    }

    /// The weights as an objective.
    pub(super) fn objective(&self) -> Vec<(u32, Integer)> {
        let wide = |(at, weight): &(u32, i64)| (*at, Integer::from(*weight));
        self.weights.iter().map(wide).collect()
    }

    /// The most by which another lottery is better than these chances; none where weights say
    /// nothing of it: for Nash each type that is drawn has a weight above 0, and no other.
    /// Exact, or rounded up by less than 2^-64 for each type.
    pub(super) fn gap(
        &self,
        types: &Types,
        aim: &Aim,
        chances: &IdVec<TypeId, Ratio>,
    ) -> Option<Ratio> {
        let mut weights = IdVec::filled(types.types().len(), 0_i64);
        for (at, weight) in &self.weights {
            weights.get(TypeId(*at))?;
            weights[TypeId(*at)] = *weight;
        }
        let gap = match aim {
            Aim::Nash => self.nash(types, chances, &weights)?,
            Aim::Near(targets) => {
                distance(types, targets, chances)? - self.nearest(types, targets, &weights)?
            }
        };
        Some(gap.max(Ratio::ZERO))
    }

    /// With n people drawn, `y = W n chance / M`, and no lottery more than `M` heavy, the sum of
    /// logarithms is at most `-sum ln y` greater; `-ln y <= (1-y) + (1-y)^2 / (2 min(1, y))`.
    fn nash(
        &self,
        types: &Types,
        chances: &IdVec<TypeId, Ratio>,
        weights: &IdVec<TypeId, i64>,
    ) -> Option<Ratio> {
        if self.bound <= Integer::ZERO {
            return None;
        }
        let people = |id: TypeId| len32(types.types()[id].people.len());
        let drawn = chances.iter().filter(|(_, chance)| !chance.is_zero());
        let drawn: u32 = drawn.map(|(id, _)| people(id)).sum();
        let mut sum = Sum::new();
        for (id, chance) in chances.iter() {
            let weight = weights[id];
            if (weight > 0) == chance.is_zero() || weight < 0 {
                return None;
            }
            if chance.is_zero() {
                continue;
            }
            // y = reached / whole.
            let reached = Integer::from(weight) * chance.numerator() * Integer::from(drawn);
            let whole = &self.bound * Integer::from(chance.denominator().clone());
            let short = &whole - &reached;
            let least = (&whole).min(&reached);
            // short/whole + short^2 / (2 whole least), for everyone of the type.
            let two = Integer::from(2_u8);
            let above = &short * (&two * least + &short) * Integer::from(people(id));
            sum.add(above, &two * &whole * least);
        }
        Some(sum.value())
    }

    /// What no distance is below: with `x = W / scale` each of the type adds at least
    /// `target (x - x^2 / 4) - x chance` to it, and all the last together at most `M / scale`.
    fn nearest(
        &self,
        types: &Types,
        targets: &IdVec<TypeId, Ratio>,
        weights: &IdVec<TypeId, i64>,
    ) -> Option<Ratio> {
        let scale = Integer::from(self.scale);
        let mut sum = Sum::new();
        sum.add(self.bound.clone(), scale.clone());
        for (id, weight) in weights.iter().filter(|(_, weight)| **weight != 0) {
            let target = targets.get(id).filter(|target| **target > Ratio::ZERO)?;
            let (weight, four) = (Integer::from(*weight), Integer::from(4_u8));
            let people = Integer::from(len32(types.types()[id].people.len()));
            let above = target.numerator() * people * &weight * (&weight - &four * &scale);
            let below = Integer::from(target.denominator().clone()) * four * &scale * &scale;
            sum.add(above, below);
        }
        Some(-sum.value())
    }
}

/// The sum over people of `(chance - target)^2 / target`: exact where it is a fraction below 2^128,
/// else each term rounded up to parts of 2^64.
pub(super) fn distance(
    types: &Types,
    targets: &IdVec<TypeId, Ratio>,
    chances: &IdVec<TypeId, Ratio>,
) -> Option<Ratio> {
    let mut sum = Sum::new();
    for (id, chance) in chances.iter() {
        let target = targets.get(id)?;
        if target.is_zero() {
            continue;
        }
        let off = target - chance;
        let people = Ratio::from(len32(types.types()[id].people.len()));
        let term = people * &off * &off / target;
        let below = Integer::from(term.denominator().clone());
        sum.add(term.numerator().clone(), below);
    }
    Some(sum.value())
}
