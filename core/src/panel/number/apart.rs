//! Panels drawn exactly uniformly where their number cannot be counted, one feature after the
//! other.
//!
//! As in [`tilted`](super::tilted) every value has a tilt, panels are drawn by their tilted weight
//! within the quotas of one feature, those that miss another quota are thrown away, and a panel is
//! kept with the chance `least / weight`. Here nothing is followed from person to person. People
//! are cut into cells by the values of the first feature, those by the second, and so on down to
//! types; how many of a cell sit in each of its parts is drawn by the weights of the parts, which
//! are small tables ([`tree`]). After each feature its quotas are looked at, and its part of `least
//! / weight` is drawn: most attempts end after a few numbers, so that there may be a hundred times
//! as many of them.
//!
//! **Exactness.** Weights are rounded up, shares of 2^64 too. A panel that comes through all of it
//! is kept with the chance that is left of `least / weight of all` once everything that was drawn on
//! the way is divided out, in whole numbers: rounding only costs attempts.

mod search;
#[cfg(test)]
mod tests;
mod tree;
mod up;

pub use self::search::find;
use self::tree::Tree;
use self::up::Up;
use super::tilted::{UPRIGHT, least};
use crate::id::{FeatureId, IdVec, RowId, TypeId, ix};
use crate::lottery::Stream;
use crate::num::Natural;
use crate::panel::round::below_natural;
use crate::panel::{Asked, Counts, Types};

/// Panels of which the quotas of one feature are followed.
#[derive(Clone, Debug)]
pub struct Apart {
    /// The features in the order in which people are cut; the quotas of the first are followed.
    pub features: Vec<FeatureId>,
    /// The tilts, by row.
    pub tilts: Vec<u32>,
    /// How many attempts a panel takes, by the pilot of [`find`]; an estimate.
    pub expected: Natural,
    tree: Tree,
    /// By row: the feature, the least and the most.
    quotas: Vec<Option<(usize, u32, u32)>>,
    /// By feature in order: what is kept of a panel, as factors; `None` where it leans nowhere.
    keeps: Vec<Option<Keeps>>,
    rows: Vec<Vec<RowId>>,
    /// The most of each row.
    mosts: Vec<u32>,
    /// The weight of a home's people, by type, without tilts.
    plain: Vec<Natural>,
    least: Natural,
    seats: u32,
}

/// Rows with a factor for the least, one more, .. members of each.
type Keeps = Vec<(RowId, Vec<Up>)>;

/// Room for an attempt, used again by the next.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// Members by row.
    sums: Vec<u32>,
    /// Cells and how many of each sit.
    open: Vec<(u32, u32)>,
    next: Vec<(u32, u32)>,
    /// The shares of 2^64 by which it came so far.
    shares: Vec<u64>,
}

impl Desk {
    fn clear(&mut self, rows: usize, seats: u32) {
        self.sums.clear();
        self.sums.resize(rows, 0);
        self.open.clear();
        self.open.push((0, seats));
        self.next.clear();
        self.shares.clear();
    }
}

impl Apart {
    fn new(
        types: &Types,
        features: Vec<FeatureId>,
        weights: Option<&IdVec<TypeId, Natural>>,
        tilts: Vec<u32>,
    ) -> Option<Self> {
        let tree = Tree::new(types, &features)?;
        let mut quotas = vec![None; ix(types.rows().len())];
        let mut rows = vec![Vec::new(); features.len()];
        for (id, row) in types.rows().iter() {
            if let Asked::Quota(feature, _) = row.asked {
                let at = features.iter().position(|known| *known == feature)?;
                quotas[ix(id.0)] = Some((at, row.least, row.most));
                rows[at].push(id);
            }
        }
        let plain = types.types().iter().map(|(id, kind)| {
            // People of the type in each home.
            let each = Natural::from(kind.people.len()) / Natural::from(kind.most.max(1));
            weights.map_or(each.clone(), |weights| each * &weights[id])
        });
        let mut made = Self {
            features,
            tilts: Vec::new(),
            expected: Natural::ONE,
            tree,
            quotas,
            keeps: Vec::new(),
            rows,
            mosts: types.rows().values().map(|row| row.most).collect(),
            plain: plain.collect(),
            least: Natural::ONE,
            seats: types.seats(),
        };
        made.lean(types, tilts)?;
        Some(made)
    }

    /// Takes other tilts; `None` where no panel can meet the quotas.
    fn lean(&mut self, types: &Types, tilts: Vec<u32>) -> Option<()> {
        self.least = least(&self.quotas, &tilts, self.features.len(), self.seats)?;
        let ways = |id: TypeId| -> Vec<Up> {
            let kind = &types.types()[id];
            let tilts = kind
                .rows
                .iter()
                .filter_map(|row| self.quotas[ix(row.0)].map(|_| Natural::from(tilts[ix(row.0)])));
            let weight = tilts.fold(self.plain[ix(id.0)].clone(), |all, tilt| all * tilt);
            let mut ways = Natural::ONE;
            let mut all = vec![Up::ONE];
            for count in 1..=kind.most {
                ways = ways * &weight * Natural::from(kind.most - count + 1) / Natural::from(count);
                all.push(Up::over(&ways));
            }
            all
        };
        let mut tree = self.tree.clone();
        tree.weigh(&ways);
        self.tree = tree;
        self.keeps = (0..self.features.len())
            .map(|feature| self.keep(feature, &tilts))
            .collect();
        self.tilts = tilts;
        Some(())
    }

    /// `least / weight` of a feature, by members of each of its values: `tilt^(edge - members)`,
    /// where edges are the members of the least weight.
    fn keep(&self, feature: usize, tilts: &[u32]) -> Option<Keeps> {
        let rows = &self.rows[feature];
        if rows.iter().all(|row| tilts[ix(row.0)] == UPRIGHT) {
            return None;
        }
        let quota = |row: RowId| self.quotas[ix(row.0)].unwrap_or_default();
        let mut order: Vec<(u32, RowId)> =
            rows.iter().map(|row| (tilts[ix(row.0)], *row)).collect();
        crate::sort::sort(&mut order);
        let needed: u32 = rows.iter().map(|row| quota(*row).1).sum();
        let mut left = self.seats.saturating_sub(needed);
        let keeps = order.into_iter().map(|(tilt, row)| {
            let (_, least, most) = quota(row);
            let more = left.min(most.saturating_sub(least));
            left -= more;
            let edge = least + more;
            let (tilt, unit) = (Natural::from(tilt), Natural::from(UPRIGHT));
            // Upright is 1: of each feature as many are seated.
            let factor = |members: u32| {
                let away = ix(members.abs_diff(edge));
                let (up, down) = (tilt.pow(away), unit.pow(away));
                if members < edge {
                    Up::quotient(&up, &down)
                } else {
                    Up::quotient(&down, &up)
                }
            };
            (row, (least..=most).map(factor).collect())
        });
        Some(keeps.collect())
    }

    /// What is kept of panels with these members, as a share of 2^64; `None` for all. Members meet
    /// the quotas.
    fn kept(&self, feature: usize, sums: &[u32]) -> Option<u64> {
        let keeps = self.keeps[feature].as_ref()?;
        let kept = keeps.iter().fold(Up::ONE, |kept, (row, factors)| {
            let least = self.quotas[ix(row.0)].unwrap_or_default().1;
            let above = sums[ix(row.0)].saturating_sub(least);
            factors
                .get(ix(above))
                .map_or(kept, |factor| kept.times(*factor))
        });
        kept.share()
    }

    /// Members of cells, feature by feature, on a cleared desk; after each `look` says whether to go
    /// on. `mosts`: of each row no more. Whether it came to the end: then the cells of the desk are
    /// types.
    fn walk(
        &self,
        stream: &mut Stream,
        desk: &mut Desk,
        mosts: &[u32],
        look: &dyn Fn(usize, &mut Desk, &mut Stream) -> bool,
    ) -> bool {
        desk.clear(self.quotas.len(), self.seats);
        for feature in 0..self.features.len() {
            let mut open = std::mem::take(&mut desk.open);
            for (cell, count) in open.drain(..) {
                let cell = &self.tree.cells[ix(cell)];
                let mut left = count;
                for (place, part) in cell.parts.iter().enumerate() {
                    let mut here = left;
                    if place + 1 < cell.parts.len() {
                        let Some((some, share)) =
                            self.tree.sit(cell, place, left, stream.next_u64())
                        else {
                            return false;
                        };
                        desk.shares.push(share);
                        here = some;
                    }
                    if here == 0 {
                        continue;
                    }
                    let row = ix(self.tree.cells[ix(*part)].row.0);
                    desk.sums[row] += here;
                    if desk.sums[row] > mosts[row] {
                        return false;
                    }
                    desk.next.push((*part, here));
                    left -= here;
                    if left == 0 {
                        break;
                    }
                }
            }
            // The emptied list is filled next.
            desk.open = std::mem::replace(&mut desk.next, open);
            if !look(feature, desk, stream) {
                return false;
            }
        }
        true
    }

    /// One attempt at a panel: `None` where it is thrown away. Each panel that meets all quotas comes
    /// with the same chance, or one proportional to its weight.
    ///
    /// Cost: O(types) at most; mostly it ends after the second feature.
    pub fn panel(&self, types: &Types, stream: &mut Stream, desk: &mut Desk) -> Option<Counts> {
        let came = self.walk(stream, desk, &self.mosts, &|feature, desk, stream| {
            let met = self.rows[feature].iter().all(|row| {
                let (_, least, _) = self.quotas[ix(row.0)].unwrap_or_default();
                desk.sums[ix(row.0)] >= least
            });
            if !met {
                return false;
            }
            let Some(kept) = self.kept(feature, &desk.sums) else {
                return true;
            };
            desk.shares.push(kept);
            stream.next_u64() < kept
        });
        if !came {
            return None;
        }
        let mut counts = vec![0; ix(types.types().len())];
        for (cell, count) in &desk.open {
            counts[ix(self.tree.cells[ix(*cell)].kind?.0)] = *count;
        }
        (types.admits(&counts) && self.evens(types, &counts, &desk.shares, stream))
            .then_some(counts)
    }

    /// Whether a panel is kept with what is left of `least / weight of all`.
    fn evens(&self, types: &Types, counts: &[u32], shares: &[u64], stream: &mut Stream) -> bool {
        let mut above = self.least.clone();
        for ((kind, plain), count) in types.types().values().zip(&self.plain).zip(counts) {
            let mut sets = Natural::ONE;
            for seat in 0..*count {
                sets = sets * Natural::from(kind.most - seat) / Natural::from(seat + 1);
            }
            above *= sets * plain.pow(ix(*count));
        }
        let (mut below, down) = self.tree.total.parts();
        for share in shares {
            below *= Natural::from(*share);
        }
        let raised = 64 * crate::id::len32(shares.len());
        let down = i64::from(down) + i64::from(raised);
        match usize::try_from(down) {
            Ok(down) => above <<= down,
            Err(_) => below <<= usize::try_from(-down).unwrap_or_default(),
        }
        // 128 bits decide all but one in 2^128.
        let number = Natural::from(stream.next_u64()) << 64 | Natural::from(stream.next_u64());
        let raised = above << 128;
        let floor = &raised / &below;
        if number == floor {
            let rest = raised - &floor * &below;
            return below_natural(stream, &below) < rest;
        }
        number < floor
    }

    /// No more panels (or no more weight of them) are there.
    pub fn most(&self) -> Natural {
        let (total, down) = self.tree.total.parts();
        let total = match usize::try_from(down) {
            Ok(down) => total >> down,
            Err(_) => total << usize::try_from(-down).unwrap_or_default(),
        };
        // What is cut off may be nearly one.
        (total + Natural::ONE) / &self.least
    }

    /// The numbers that are held.
    pub fn states(&self) -> u64 {
        self.tree.size()
    }
}
