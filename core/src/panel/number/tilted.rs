//! Panels drawn exactly uniformly where their number cannot be counted.
//!
//! Some quotas are followed as in a count; the others are leant towards and then insisted on:
//!
//! 1. Every value of a feature has a *tilt*, a factor of the weight of people who have it, so that
//!    panels drawn by weight come close to the quotas that are not followed.
//! 2. A panel is drawn by weight among those that meet the followed quotas. Where it misses another
//!    quota it is thrown away.
//! 3. What is left would be too likely where its weight is great: a panel `P` is kept with the
//!    chance `least / weight(P)`, where `least` is the least weight that any panel can have within
//!    all quotas.
//!
//! What is kept is exactly as likely as every other panel, whatever the tilts: they decide only how
//! many attempts it takes. Of all tilts those with the least `most = weight of all / least` are the
//! best, which is also a bound of the number of panels; there the averages of rows stand within
//! their quotas (the dual of maximum entropy: E. T. Jaynes, Phys. Rev. 106, 1957), so tilts are
//! found by bringing averages into the quotas.
//!
//! Weights are numbers of 32 bits rounded up ([`scaled`]): whatever falls in what was
//! rounded up is thrown away too, so that nothing depends on rounding.

mod frame;
mod graph;
mod scaled;
mod search;
#[cfg(test)]
mod tests;

use self::frame::Frame;
use self::graph::{Graph, NONE};
use self::scaled::{Scaled, Weight};
use crate::id::{FeatureId, IdVec, RowId, TypeId, ix};
use crate::lottery::Stream;
use crate::num::Natural;
use crate::panel::round::below_natural;
use crate::panel::{Asked, Counts, Types};

pub(super) use self::frame::features;
pub(in crate::panel) use self::frame::homes;
pub use self::search::find;
pub(super) use self::search::leant;

/// A tilt that leans nowhere. Tilts are fractions of this.
pub const UPRIGHT: u32 = 1 << 16;

/// Panels of which a part of the quotas is followed.
#[derive(Clone, Debug)]
pub struct Tilted {
    /// The feature whose values are gone through one by one.
    pub first: FeatureId,
    /// Further rows that are followed, ascending.
    pub rows: Vec<RowId>,
    /// The tilts, by row; [`UPRIGHT`] for those that are followed.
    pub tilts: Vec<u32>,
    graph: Graph,
    /// Weights of states.
    weighed: Vec<Scaled>,
    /// The weight of a person, by type, with and without tilts.
    weights: Vec<Weight>,
    plain: Vec<Natural>,
    least: Natural,
    /// By row: the feature, the least and the most.
    quotas: Vec<Option<(usize, u32, u32)>>,
    /// By feature: the sum of the least.
    needs: Vec<u32>,
    /// By type: its quota rows.
    of: Vec<Vec<RowId>>,
    seats: u32,
}

impl Tilted {
    /// Panels that follow the quotas of `first` and the rows `rows`; `None` where that takes more
    /// than `limit` states. `weights`: of each person, by type.
    fn new(
        types: &Types,
        first: FeatureId,
        rows: Vec<RowId>,
        weights: Option<&IdVec<TypeId, Natural>>,
        limit: u64,
    ) -> Option<Self> {
        let frame = Frame::new(types, first, &rows)?;
        let graph = Graph::of(&frame, limit)?;
        let features = frame::features(types);
        let quota = |row: &crate::panel::Row| match row.asked {
            Asked::Quota(feature, _) => {
                let at = features.iter().position(|known| *known == feature)?;
                Some((at, row.least, row.most))
            }
            Asked::Seats | Asked::Homes(_) => None,
        };
        let quotas: Vec<_> = types.rows().values().map(quota).collect();
        let mut needs = vec![0; features.len()];
        for (feature, least, _) in quotas.iter().flatten() {
            needs[*feature] += least;
        }
        let of = types.types().values().map(|kind| {
            let rows = kind.rows.iter().copied();
            rows.filter(|row| quotas[ix(row.0)].is_some()).collect()
        });
        let plain = types.types().ids().map(|kind| {
            let weight = weights.map(|weights| weights[kind].clone());
            weight.unwrap_or(Natural::ONE)
        });
        let mut made = Self {
            first,
            rows,
            tilts: vec![UPRIGHT; quotas.len()],
            graph,
            weighed: Vec::new(),
            weights: Vec::new(),
            plain: plain.collect(),
            least: Natural::ONE,
            needs,
            of: of.collect(),
            quotas,
            seats: types.seats(),
        };
        made.lean(vec![UPRIGHT; ix(types.rows().len())])?;
        Some(made)
    }

    /// Takes other tilts; `None` where no panel can meet the quotas.
    fn lean(&mut self, tilts: Vec<u32>) -> Option<()> {
        self.least = least(&self.quotas, &tilts, self.needs.len(), self.seats)?;
        let weight = |(rows, plain): (&Vec<RowId>, &Natural)| {
            let tilts = rows.iter().map(|row| Natural::from(tilts[ix(row.0)]));
            Weight::over(&tilts.fold(plain.clone(), |all, tilt| all * tilt))
        };
        self.weights = self.of.iter().zip(&self.plain).map(weight).collect();
        self.weighed = self.graph.weigh(&self.weights);
        self.tilts = tilts;
        Some(())
    }

    /// Whether a row is followed.
    fn follows(&self, row: RowId, asked: Asked) -> bool {
        matches!(asked, Asked::Quota(feature, _) if feature == self.first)
            || self.rows.contains(&row)
    }

    /// The features of which every quota is followed.
    pub fn features(&self, types: &Types) -> Vec<FeatureId> {
        let mut features = frame::features(types);
        features.retain(|feature| {
            let of = |row: &&crate::panel::Row| matches!(row.asked, Asked::Quota(of, _) if of == *feature);
            let rows = types.rows().iter();
            let mut rows = rows.filter(|(_, row)| of(row));
            rows.all(|(id, row)| self.follows(id, row.asked))
        });
        features
    }

    /// The number of states.
    pub fn states(&self) -> u64 {
        u64::try_from(self.weighed.len()).unwrap_or(u64::MAX)
    }

    /// No more panels (or no more weight of them) are there.
    pub fn most(&self) -> Natural {
        self.total().natural() / &self.least
    }

    fn total(&self) -> Scaled {
        self.weighed.first().copied().unwrap_or(Scaled::ZERO)
    }

    /// The rows that are followed beside those of [`Tilted::features`], as features and values.
    pub fn further(&self, types: &Types) -> Vec<(FeatureId, crate::id::ValueId)> {
        let whole = self.features(types);
        let rows = self.rows.iter();
        rows.filter_map(|row| match types.rows()[*row].asked {
            Asked::Quota(feature, value) if !whole.contains(&feature) => Some((feature, value)),
            _ => None,
        })
        .collect()
    }

    /// One attempt at a panel: `None` where it is thrown away. Each panel that meets all rows comes
    /// with the same chance, or one proportional to its weight.
    ///
    /// Cost: O(seats * (log people + features)).
    pub fn panel(&self, types: &Types, stream: &mut Stream) -> Option<Counts> {
        let mut sums = vec![0_u32; self.quotas.len()];
        let mut needs = self.needs.clone();
        let mut left = self.seats;
        let taken = self.walk(stream, &mut |kind| {
            left = left.saturating_sub(1);
            self.of[ix(kind.0)].iter().all(|row| {
                let Some((feature, least, most)) = self.quotas[ix(row.0)] else {
                    return true;
                };
                let sum = &mut sums[ix(row.0)];
                *sum += 1;
                let need = &mut needs[feature];
                *need -= u32::from(*sum <= least);
                *sum <= most && *need <= left
            })
        })?;
        let mut counts = vec![0; ix(types.types().len())];
        for kind in taken {
            counts[ix(kind.0)] += 1;
        }
        (types.admits(&counts) && self.kept(&counts, stream)).then_some(counts)
    }

    /// Whether a panel of all quotas is kept: with the chance `least * plain weight / weight`.
    fn kept(&self, counts: &[u32], stream: &mut Stream) -> bool {
        let (mut plain, mut weight) = (self.least.clone(), Natural::ONE);
        for ((count, one), tilted) in counts.iter().zip(&self.plain).zip(&self.weights) {
            if *count > 0 {
                plain *= one.pow(ix(*count));
                weight *= tilted.natural().pow(ix(*count));
            }
        }
        below_natural(stream, &weight) < plain
    }

    /// The types of those taken one after the other, by weight; `None` where one is refused by
    /// `seat`, or a number falls in what was rounded up.
    fn walk(
        &self,
        stream: &mut Stream,
        seat: &mut dyn FnMut(TypeId) -> bool,
    ) -> Option<Vec<TypeId>> {
        let graph = &self.graph;
        let end = self.graph.steps.len();
        let mut taken = Vec::with_capacity(ix(self.seats));
        let (mut column, mut at) = (0_u32, 0_u32);
        if self.total() == Scaled::ZERO {
            return None;
        }
        loop {
            let lot = Lot::below(self.weighed[graph.state(column, at)], stream);
            // On while nobody is taken: the last state that weighs more than the lot.
            loop {
                let state = graph.state(column, at);
                let states = &self.weighed[state..ix(graph.columns[ix(column)].end)];
                let more = states.partition_point(|weight| lot.floor < *weight);
                at += crate::id::len32(more) - 1;
                let link = graph.columns[ix(column)].link;
                let next = at + 1;
                if more < states.len() || link == NONE {
                    break;
                }
                if lot.floor >= self.weighed[graph.state(link, next)] {
                    break;
                }
                (column, at) = (link, next);
            }
            if ix(at) == end {
                return Some(taken);
            }
            let step = graph.steps[ix(at)];
            let to = graph.taken[graph.state(column, at)];
            if to == NONE || !self.takes(&lot, column, at, to, stream) || !seat(step.kind) {
                return None;
            }
            taken.push(step.kind);
            (column, at) = (to, step.after);
        }
    }

    /// Whether a lot falls on the ways on which somebody is taken at a step, and not in what was
    /// rounded up beside them.
    fn takes(&self, lot: &Lot, column: u32, at: u32, to: u32, stream: &mut Stream) -> bool {
        let graph = &self.graph;
        let state = graph.state(column, at);
        let here = self.weighed[state];
        // Rounding adds at most three units of the last place.
        let apart = here.exponent() - lot.floor.exponent();
        let apart = u32::try_from(apart).unwrap_or_default().min(31);
        if u64::from(lot.floor.mantissa() >> apart) + 5 <= u64::from(here.mantissa()) {
            return true;
        }
        let of = graph.columns[ix(column)];
        let on = if state + 1 < ix(of.end) {
            self.weighed[state + 1]
        } else if of.link == NONE {
            Scaled::ZERO
        } else {
            self.weighed[graph.state(of.link, at + 1)]
        };
        let step = graph.steps[ix(at)];
        let weight = self.weights[ix(step.kind.0)].of(step.times);
        let other = self.weighed[graph.state(to, step.after)];
        // All as whole numbers of the finest unit.
        let finest = lot.exponent.min(on.exponent()).min(other.exponent()).min(0);
        let exact = on.raised(-finest) + other.raised(-finest) * weight.natural();
        let open = lot.exponent - finest;
        let number = scaled::shifted(Natural::from(lot.number), open);
        let rest = below_natural(stream, &scaled::shifted(Natural::ONE, open));
        number + rest < exact
    }
}

/// A number drawn below a weight: `number * 2^exponent`, and below that bits that are still to be
/// drawn. Weights are of 32 bits, so the first 32 say whether it is below one.
struct Lot {
    number: u128,
    exponent: i32,
    floor: Scaled,
}

impl Lot {
    fn below(weight: Scaled, stream: &mut Stream) -> Self {
        let range = u128::from(weight.mantissa()) << 32;
        let mut number = u128::from(stream.below(range).unwrap_or_default());
        let mut exponent = weight.exponent() - 32;
        while number < 1 << 31 {
            number = number << 64 | u128::from(stream.next_u64());
            exponent -= 64;
        }
        Self {
            number,
            exponent,
            floor: Scaled::down(number, exponent),
        }
    }
}

/// The least product of tilts of any numbers of members that keep the quotas: of each feature all
/// that are needed, and the rest where tilts are least. `None` where a feature's quotas cannot be
/// kept.
pub(super) fn least(
    quotas: &[Option<(usize, u32, u32)>],
    tilts: &[u32],
    features: usize,
    seats: u32,
) -> Option<Natural> {
    let mut least = Natural::ONE;
    for feature in 0..features {
        let of = quotas.iter().zip(tilts);
        let mut rows: Vec<(u32, u32, u32)> = of
            .filter_map(|(quota, tilt)| {
                quota
                    .filter(|quota| quota.0 == feature)
                    .map(|quota| (*tilt, quota.1, quota.2))
            })
            .collect();
        crate::sort::sort(&mut rows);
        let needed: u32 = rows.iter().map(|row| row.1).sum();
        let mut left = seats.checked_sub(needed)?;
        for (tilt, min, max) in rows {
            let more = left.min(max.saturating_sub(min));
            left -= more;
            least *= Natural::from(tilt).pow(ix(min + more));
        }
        if left > 0 {
            return None;
        }
    }
    Some(least)
}
