//! A band of chances: the least as great and the greatest as small as they can be together.
//!
//! Goldilocks (C. Baharav and B. Flanigan, Fair, Manipulation-Robust, and Transparent Sortition,
//! EC 2024) makes `(n/k) X + gamma (k/n) / m` least, X the greatest chance and m the least of those
//! who can be drawn, of n people for k seats.
//!
//! **Trades.** For whole weights `a, b >= 0` by type let `M` be the most that `(a - b).c` is on any
//! panel c. Then for every lottery, with A and B the sums of a and b over people,
//!
//! ```text
//! A m - B X <= M          (A m <= sum of a p, B X >= sum of b p, over people of chance p)
//! ```
//!
//! so the pairs (m, X) that can be had lie above lines. Each line is a vertex of a dual linear
//! program, small integers. The objective is least over the lines at one point: where two of them
//! cross, exactly, or on one of them, as near as fractions go.
//!
//! **Bound.** With non-negative multiples of the trades put together, and since `1/x` lies above its
//! tangents, no lottery has less than
//!
//! ```text
//! 2 t/m - s M/B + min(0, s A/B - t/m^2)      with s = n/k, t = gamma k/n
//! ```
//!
//! What the recorded band has above that is its gap: 0 where two lines cross. Inside the band the
//! rest is settled by [`leximin`](super::leximin). Where a limit keeps lotteries of panels from the
//! band, it is that of the best lottery of the panels known, and its gap says how far off that is.

mod find;
mod written;

use std::collections::BTreeSet;

use crate::id::{IdVec, PersonId, TypeId, ix, len32};
use crate::num::{Integer, Ratio};
use crate::problem::Problem;

use super::Types;
use super::leximin::{self, Start};
use super::proof::{Proof, System};

pub use find::find;

/// Weights and their proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traded {
    /// How often it counts, at least 0.
    pub times: Integer,
    /// a: types with positive weights, ascending.
    pub raised: Vec<(u32, i64)>,
    /// b: likewise.
    pub lowered: Vec<(u32, i64)>,
    /// M.
    pub bound: Integer,
    /// That no panel weighs more.
    pub proof: Proof,
}

/// A proposed band, with what is to prove it, and the leximin lottery inside. It counts nothing
/// before [`check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The least chance.
    pub least: Ratio,
    /// The greatest chance.
    pub most: Ratio,
    /// One line or two.
    pub trades: Vec<Traded>,
    /// Who is excluded, where the least chance of all would be 0; its panels are left out.
    pub excluded: Option<(Vec<TypeId>, Proof)>,
    /// Leximin inside.
    pub inside: leximin::Found,
}

/// What is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The least chance of those who can be drawn is at least this.
    pub least: Ratio,
    /// No chance is greater.
    pub most: Ratio,
    /// The objective of the band.
    pub objective: Ratio,
    /// How much less the objective of another lottery could be at most.
    pub gap: Ratio,
    /// Types that no panel holds.
    pub excluded: Vec<TypeId>,
    /// Leximin inside.
    pub inside: leximin::Proven,
}

impl Proven {
    /// Everyone whom no panel can hold, ascending.
    pub fn nobody(&self, types: &Types) -> Vec<PersonId> {
        let kinds = self.excluded.iter().filter_map(|id| types.types().get(*id));
        let mut people: Vec<PersonId> = kinds.flat_map(|kind| kind.people.clone()).collect();
        crate::sort::sort(&mut people);
        people
    }
}

/// `s X + t / m`.
struct Weighing {
    s: Ratio,
    t: Ratio,
}

impl Weighing {
    fn of(types: &Types, gamma: &Ratio) -> Self {
        let people = types.types().values().map(|kind| len32(kind.people.len()));
        let s = Ratio::from(people.sum::<u32>()) / Ratio::from(types.seats().max(1));
        Self { t: gamma / &s, s }
    }

    fn at(&self, least: &Ratio, most: &Ratio) -> Ratio {
        &self.s * most + &self.t / least
    }

    /// What no lottery is below, by a trade of these sums, told at a least chance.
    fn bound(&self, a: &Ratio, b: &Ratio, bound: &Ratio, least: &Ratio) -> Ratio {
        let line = &self.s * bound / b;
        let slope = &self.s * a / b;
        let over = slope - &self.t / (least * least);
        Ratio::from(2_u8) * &self.t / least - line + over.min(Ratio::ZERO)
    }
}

/// The sum of weights over people.
fn over_people(types: &Types, weights: &[(u32, i64)]) -> Option<Integer> {
    let mut sum = Integer::ZERO;
    for (at, weight) in weights {
        let kind = types.types().get(TypeId(*at))?;
        sum += Integer::from(*weight) * Integer::from(len32(kind.people.len()));
    }
    Some(sum)
}

/// `a - b`, by type.
fn difference(raised: &[(u32, i64)], lowered: &[(u32, i64)]) -> Vec<(u32, Integer)> {
    let mut together = std::collections::BTreeMap::new();
    for (weights, sign) in [(raised, 1), (lowered, -1)] {
        for (at, weight) in weights {
            let slot = together.entry(*at).or_insert(Integer::ZERO);
            *slot += Integer::from(*weight) * Integer::from(sign);
        }
    }
    together.into_iter().filter(|(_, w)| !w.is_zero()).collect()
}

/// What is asked of a panel, with these types shut out.
fn shut(types: &Types, excluded: &[TypeId]) -> System {
    let mut system = System::of(types);
    for id in excluded {
        if let Some(bounds) = system.bounds.get_mut(ix(id.0)) {
            *bounds = (0, 0);
        }
    }
    system
}

/// The band as bounds of chances: those shut out have none.
fn start(types: &Types, least: &Ratio, most: &Ratio, excluded: &[TypeId]) -> Start {
    let out: BTreeSet<TypeId> = excluded.iter().copied().collect();
    let floor = |id: TypeId| {
        if out.contains(&id) {
            Ratio::ZERO
        } else {
            least.clone()
        }
    };
    let ids = || types.types().ids();
    Start {
        floors: Some(IdVec::from_vec(ids().map(floor).collect())),
        ceilings: Some(IdVec::from_vec(ids().map(|_| most.clone()).collect())),
        least_most: false,
    }
}

/// Checks a proposal exactly.
///
/// # Errors
/// `proof-refused`, with the part that does not hold.
pub fn check(types: &Types, gamma: &Ratio, found: &Found) -> Result<Proven, Problem> {
    let wrong = |part: &str| Problem::error("proof-refused").path(part);
    let mut excluded: &[TypeId] = &[];
    if let Some((ids, proof)) = &found.excluded {
        let sum: Vec<(u32, Integer)> = ids.iter().map(|id| (id.0, Integer::ONE)).collect();
        if !proof.check(&System::of(types), &sum, &Integer::ZERO) {
            return Err(wrong("excluded"));
        }
        excluded = ids;
    }
    let system = shut(types, excluded);
    let (mut a, mut b, mut bound) = (Integer::ZERO, Integer::ZERO, Integer::ZERO);
    for trade in &found.trades {
        let weights = difference(&trade.raised, &trade.lowered);
        let out = |(at, _): &(u32, i64)| excluded.contains(&TypeId(*at));
        let negative = trade
            .raised
            .iter()
            .chain(&trade.lowered)
            .any(|(_, w)| *w < 0);
        // The least chance is that of those who can be drawn.
        if negative || trade.times < Integer::ZERO || trade.raised.iter().any(out) {
            return Err(wrong("weights"));
        }
        if !trade.proof.check(&system, &weights, &trade.bound) {
            return Err(wrong("bound"));
        }
        let sums = over_people(types, &trade.raised).zip(over_people(types, &trade.lowered));
        let (raised, lowered) = sums.ok_or_else(|| wrong("weights"))?;
        a += &trade.times * raised;
        b += &trade.times * lowered;
        bound += &trade.times * &trade.bound;
    }
    if b <= Integer::ZERO || found.least <= Ratio::ZERO {
        return Err(wrong("weights"));
    }
    let start = start(types, &found.least, &found.most, excluded);
    let inside = leximin::check(types, &start, &found.inside)?;
    let weighing = Weighing::of(types, gamma);
    let objective = weighing.at(&found.least, &found.most);
    let (a, b, bound) = (Ratio::from(a), Ratio::from(b), Ratio::from(bound));
    let gap = &objective - weighing.bound(&a, &b, &bound, &found.least);
    Ok(Proven {
        least: found.least.clone(),
        most: found.most.clone(),
        objective,
        gap: gap.max(Ratio::ZERO),
        excluded: excluded.to_vec(),
        inside,
    })
}

#[cfg(test)]
#[allow(clippy::float_arithmetic)] // an oracle by other means
mod tests;
