//! Chances that are best by a sum over people: the greatest Nash welfare, or the least distance
//! from target chances.
//!
//! **What is looked for.** [`Aim::Nash`]: the greatest sum of `ln chance` over everyone who can be
//! drawn (the product of chances, or their geometric mean, is greatest). [`Aim::Near`]: the least
//! sum of `(chance - target)^2 / target`, the chi-square distance by which surveys are calibrated
//! (J.-C. Deville and C.-E. Särndal, Calibration Estimators in Survey Sampling, 1992). Both have
//! exactly one optimum; Nash's is irrational in general.
//!
//! **How it is found.** First over the rows alone (types with fractions allowed: few variables, no
//! panels), then a lottery of panels as near as parts of 2^45 go; where no lottery arrives, or
//! where rows promise what panels cannot keep, panels are generated one by one.
//!
//! **What is proven.** The chances that count are those of the lottery, exact fractions. Let g be
//! the gain by a unit more of each type's count at these chances: `1 / chance`, or
//! `2 (target - chance) / target`. The objective is concave, so no lottery is better by more than
//!
//! ```text
//! gap = max over panels c of g.c  -  sum over types of g_t E[c_t]
//! ```
//!
//! With integers `W >= scale * g` a [`Proof`] shows `W.c <= M` for all panels; then the gap is at
//! most `M / scale - E[g.c]`, where `E[g.c]` is the number of people who can be drawn for Nash.
//! (Flanigan et al. 2021 state this bound for Nash; the Frank-Wolfe gap in general, M. Jaggi 2013.)
//! To check takes the lottery, the weights and the proof: no optimising.

mod find;
mod written;

use crate::id::{IdVec, PersonId, TypeId, ix, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;
use crate::propose::{Failure, Pull};

use super::proof::{Proof, System};
use super::{Lottery, Types};

pub use find::find;
pub use written::decimal_above;

/// What is best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The greatest sum of logarithms of chances.
    Nash,
    /// The least chi-square distance from these chances, by type, each above 0.
    Near(IdVec<TypeId, Ratio>),
}

/// A proposed lottery with what is to prove it. It counts nothing before [`check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The lottery.
    pub lottery: Lottery,
    /// The most that W can weigh on a panel.
    pub bound: Integer,
    /// That it is.
    pub proof: Proof,
    /// That no panel holds anyone whom the lottery never draws; where it draws everyone, none.
    pub excluded: Option<Proof>,
}

/// What is proven of a lottery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The lottery.
    pub lottery: Lottery,
    /// Its chances.
    pub chances: IdVec<TypeId, Ratio>,
    /// How much better another lottery could be at most: in `sum ln chance`, or in distance.
    pub gap: Ratio,
    /// The distance from the targets; none for Nash.
    pub distance: Option<Ratio>,
    /// Types that the lottery never draws; for Nash nobody of them sits on any panel.
    pub excluded: Vec<TypeId>,
    /// W: integer weights by type.
    pub weights: Vec<(u32, Integer)>,
    /// What a weight of 1 stands for: W is the gain times this, rounded up.
    pub scale: Natural,
    /// The most that W weighs on a panel.
    pub bound: Integer,
    /// The proof of that.
    pub proof: Proof,
}

impl Proven {
    /// Everyone whom the lottery never draws, ascending.
    pub fn never(&self, types: &Types) -> Vec<PersonId> {
        let kinds = self.excluded.iter().filter_map(|id| types.types().get(*id));
        let mut people: Vec<PersonId> = kinds.flat_map(|kind| kind.people.clone()).collect();
        crate::sort::sort(&mut people);
        people
    }
}

/// Why there is no lottery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// No panel meets the rows.
    NoPanel,
    /// The solver failed.
    Failure(Failure),
    /// The caller wants no more.
    Cancelled,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// What pulls at each type; those left out are pulled by nothing.
fn pulls(types: &Types, aim: &Aim, left_out: &[TypeId]) -> Vec<Pull> {
    let pull = |(id, kind): (TypeId, &super::Type)| {
        let people = len32(kind.people.len());
        match aim {
            _ if left_out.contains(&id) => Pull::Free,
            Aim::Nash => Pull::Log { people },
            Aim::Near(targets) => targets.get(id).map_or(Pull::Free, |target| Pull::Near {
                people,
                target: target.clone(),
            }),
        }
    };
    types.types().iter().map(pull).collect()
}

/// What is asked of a panel, with these types shut out.
fn system(types: &Types, shut: &[TypeId]) -> System {
    let mut system = System::of(types);
    for id in shut {
        if let Some(bounds) = system.bounds.get_mut(ix(id.0)) {
            *bounds = (0, 0);
        }
    }
    system
}

/// How one lottery weighs panels: what it takes to bound what any other gains.
struct Scales {
    chances: IdVec<TypeId, Ratio>,
    /// Types never drawn.
    never: Vec<TypeId>,
    weights: Vec<(u32, Integer)>,
    scale: Natural,
    /// `E[g.c]`.
    expected: Ratio,
    distance: Option<Ratio>,
}

/// Weights have at most so many bits: solvers tell them apart, and their sums stay exact.
const BITS: usize = 50;

impl Scales {
    fn of(types: &Types, aim: &Aim, lottery: &Lottery) -> Self {
        let chances = lottery.chances(types);
        let mut never = Vec::new();
        let mut gains: Vec<(u32, Ratio)> = Vec::new();
        let mut expected = Ratio::ZERO;
        let mut distance = Ratio::ZERO;
        for (id, chance) in chances.iter() {
            if chance.is_zero() {
                never.push(id);
            }
            let gain = match aim {
                Aim::Nash if chance.is_zero() => continue,
                Aim::Nash => Ratio::ONE / chance,
                Aim::Near(targets) => {
                    let Some(target) = targets.get(id).filter(|target| !target.is_zero()) else {
                        continue;
                    };
                    let off = target - chance;
                    let people = Ratio::from(len32(types.types()[id].people.len()));
                    distance += people * &off * &off / target;
                    Ratio::from(2_u8) * off / target
                }
            };
            let people = Ratio::from(len32(types.types()[id].people.len()));
            expected += &gain * chance * people;
            gains.push((id.0, gain));
        }
        let greatest = gains
            .iter()
            .map(|(_, gain)| gain.clone().max(-gain.clone()))
            .fold(Ratio::ONE, Ratio::max);
        let scale = (Natural::ONE << BITS) / natural(&greatest.ceil());
        let scale = scale.max(Natural::ONE);
        let by = Ratio::from(scale.clone());
        let weights = gains.iter().map(|(at, gain)| (*at, (gain * &by).ceil()));
        Self {
            weights: weights.filter(|(_, weight)| !weight.is_zero()).collect(),
            chances,
            never,
            scale,
            expected,
            distance: matches!(aim, Aim::Near(_)).then_some(distance),
        }
    }

    /// How much another lottery gains at most where no panel weighs more than this. Another one
    /// cannot lose either: rounding aside the lottery itself weighs as much as expected.
    fn gap(&self, bound: &Integer) -> Ratio {
        let most = Ratio::from_parts(bound.clone(), self.scale.clone());
        (most - &self.expected).max(Ratio::ZERO)
    }

    /// The bound at which the gap is this.
    fn bound(&self, gap: &Ratio) -> Integer {
        ((&self.expected + gap) * Ratio::from(self.scale.clone())).floor()
    }
}

fn natural(number: &Integer) -> Natural {
    Natural::try_from(number.clone()).unwrap_or(Natural::ONE)
}

/// Checks a proposal exactly.
///
/// # Errors
/// `proof-refused`, with the part that does not hold.
pub fn check(types: &Types, aim: &Aim, found: Found) -> Result<Proven, Problem> {
    let scales = Scales::of(types, aim, &found.lottery);
    let wrong = |what: &str| Problem::error("proof-refused").path(what);
    let mut shut: &[TypeId] = &[];
    if !scales.never.is_empty() && *aim == Aim::Nash {
        let sum: Vec<(u32, Integer)> = scales.never.iter().map(|id| (id.0, Integer::ONE)).collect();
        let proof = found.excluded.as_ref().ok_or_else(|| wrong("excluded"))?;
        if !proof.check(&System::of(types), &sum, &Integer::ZERO) {
            return Err(wrong("excluded"));
        }
        shut = &scales.never;
    }
    if !found
        .proof
        .check(&system(types, shut), &scales.weights, &found.bound)
    {
        return Err(wrong("bound"));
    }
    Ok(Proven {
        gap: scales.gap(&found.bound),
        lottery: found.lottery,
        chances: scales.chances,
        distance: scales.distance,
        excluded: scales.never,
        weights: scales.weights,
        scale: scales.scale,
        bound: found.bound,
        proof: found.proof,
    })
}

#[cfg(test)]
#[allow(clippy::float_arithmetic)] // an oracle by other means
mod tests;
