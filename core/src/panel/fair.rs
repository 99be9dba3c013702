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
//! panels); a point of exact fractions near that optimum is then written as a lottery by the exact
//! [`walk`](super::walk). Where it is no mixture of panels, panels are generated one by one.
//!
//! **What is proven.** The chances that count are those of the lottery, exact fractions. Whole
//! numbers `W` by type stand for gains (W near `scale / chance`, or `scale` times
//! `2 (target - chance) / target`), and a [`Proof`] shows `W.c <= M` for all panels c. Then, by the
//! tangents of the curves of which the aim is a sum, no lottery is better by more than
//!
//! ```text
//! Nash:     gap = - sum over the n people drawn of ln(W n chance / M)
//! nearest:  gap = distance - sum over people of target (x - x^2 / 4) + M / scale,  x = W / scale
//! ```
//!
//! with the logarithm bounded by a fraction. Where rows tell all, `W` is a sum of multipliers of
//! rows: the proof is those few numbers, and the gap is about the square of what floats miss.
//! (The optimality condition of Flanigan et al. 2021 is this for `W = scale / chance`; S. Boyd and
//! L. Vandenberghe, Convex Optimization, 2004, 5.7 for the dual of such sums.)
//! To check takes the lottery, the weights and the proof: no optimising.

mod find;
mod gap;
mod point;
mod written;

use crate::id::{IdVec, PersonId, TypeId, ix, len32};
use crate::num::{Integer, Ratio};
use crate::problem::Problem;
use crate::propose::{Failure, Pull};

use super::proof::{Proof, System};
use super::{Lottery, Types};

pub use find::find;
pub use gap::Weighed;
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
    /// Gains, and the most that they weigh on a panel.
    pub weighed: Weighed,
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
    /// What proves it.
    pub weighed: Weighed,
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

/// Checks a proposal exactly.
///
/// # Errors
/// `proof-refused`, with the part that does not hold.
pub fn check(types: &Types, aim: &Aim, found: Found) -> Result<Proven, Problem> {
    let wrong = |what: &str| Problem::error("proof-refused").path(what);
    let chances = found.lottery.chances(types);
    let never = chances.iter().filter(|(_, chance)| chance.is_zero());
    let never: Vec<TypeId> = never.map(|(id, _)| id).collect();
    let mut shut: &[TypeId] = &[];
    match &found.excluded {
        Some(proof) if !never.is_empty() && *aim == Aim::Nash => {
            let sum: Vec<(u32, Integer)> = never.iter().map(|id| (id.0, Integer::ONE)).collect();
            if !proof.check(&System::of(types), &sum, &Integer::ZERO) {
                return Err(wrong("excluded"));
            }
            shut = &never;
        }
        None if never.is_empty() || *aim != Aim::Nash => {}
        _ => return Err(wrong("excluded")),
    }
    let weighed = &found.weighed;
    let gap = weighed.gap(types, aim, &chances);
    let gap = gap.ok_or_else(|| wrong("weights"))?;
    let objective = weighed.objective();
    if !found
        .proof
        .check(&system(types, shut), &objective, &weighed.bound)
    {
        return Err(wrong("bound"));
    }
    let distance = match aim {
        Aim::Nash => None,
        Aim::Near(targets) => gap::distance(types, targets, &chances),
    };
    Ok(Proven {
        gap,
        lottery: found.lottery,
        chances,
        distance,
        excluded: never,
        weighed: found.weighed,
        proof: found.proof,
    })
}

#[cfg(test)]
#[allow(clippy::float_arithmetic)] // an oracle by other means
mod tests;
