//! People cut into cells by one feature after the other, and how many of each cell sit.

use super::up::Up;
use crate::id::{FeatureId, RowId, TypeId, ValueId, ix, len32};
use crate::panel::{Asked, Types};

/// A cell: all types that have the same values of the first features.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The row of the value that cut it off.
    pub(super) row: RowId,
    /// The cells that the next feature cuts it into.
    pub(super) parts: Vec<u32>,
    /// How many sit in each part but the last: by part.
    splits: Vec<Split>,
    /// The type, where nothing is left to cut.
    pub(super) kind: Option<TypeId>,
    /// The fewest and the most who may sit in it.
    least: u32,
    most: u32,
}

/// How those who sit in a part and the parts after it are shared among the part and the rest.
#[derive(Clone, Debug, Default)]
struct Split {
    /// By how many there are: where the shares begin in [`Tree::shares`].
    from: Vec<u32>,
}

/// Cells by depth, the whole pool first.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) cells: Vec<Cell>,
    /// Sums of shares of 2^64, ascending: of 0, 1, .. in the part.
    shares: Vec<u64>,
    /// The weight of all panels of the first feature's quotas.
    pub(super) total: Up,
    seats: u32,
}

impl Tree {
    /// The cells of a pool in which nobody shares a home with another type; `None` for others,
    /// and where a value that somebody must have is nobody's. `features`: the order of cutting, all
    /// of them; the quotas of the first are kept.
    pub(super) fn new(types: &Types, features: &[FeatureId]) -> Option<Self> {
        let mut rows = types.rows().values();
        if rows.any(|row| {
            matches!(row.asked, Asked::Homes(_)) || row.least > 0 && row.types.is_empty()
        }) {
            return None;
        }
        let mut tree = Self {
            cells: Vec::new(),
            shares: Vec::new(),
            total: Up::ZERO,
            seats: types.seats(),
        };
        let all: Vec<TypeId> = types.types().ids().collect();
        let mut open: Vec<(u32, Vec<TypeId>)> = vec![(0, all)];
        tree.cells.push(Cell::new(RowId(0), types.seats()));
        for (depth, feature) in features.iter().enumerate() {
            let mut next = Vec::new();
            for (at, kinds) in open {
                let mut values: Vec<ValueId> = kinds
                    .iter()
                    .map(|kind| types.types()[*kind].values[ix(feature.0)])
                    .collect();
                crate::sort::sort(&mut values);
                values.dedup();
                for value in values {
                    let asked = Asked::Quota(*feature, value);
                    let (id, row) = types.rows().iter().find(|(_, row)| row.asked == asked)?;
                    let has = |kind: &&TypeId| types.types()[**kind].values[ix(feature.0)] == value;
                    let part: Vec<TypeId> = kinds.iter().filter(has).copied().collect();
                    let people: u32 = part.iter().map(|kind| types.types()[*kind].most).sum();
                    let mut cell = Cell::new(id, people.min(row.most).min(tree.cells[ix(at)].most));
                    if depth == 0 {
                        cell.least = row.least;
                    }
                    let number = len32(tree.cells.len());
                    tree.cells.push(cell);
                    tree.cells[ix(at)].parts.push(number);
                    next.push((number, part));
                }
            }
            open = next;
        }
        for (at, kinds) in open {
            let [kind] = kinds.as_slice() else {
                return None;
            };
            tree.cells[ix(at)].kind = Some(*kind);
        }
        Some(tree)
    }

    /// Weighs all cells by the ways to seat 0, 1, .. of each type.
    /// Cost: O(cells * seats^2) at most, far less where cells are small.
    pub(super) fn weigh(&mut self, ways: &dyn Fn(TypeId) -> Vec<Up>) {
        self.shares.clear();
        let mut weights: Vec<Vec<Up>> = vec![Vec::new(); self.cells.len()];
        // Parts stand after what they are parts of.
        for at in (0..self.cells.len()).rev() {
            if let Some(kind) = self.cells[at].kind {
                let mut ways = ways(kind);
                ways.truncate(ix(self.cells[at].most) + 1);
                weights[at] = ways;
            } else {
                let parts = self.cells[at].parts.clone();
                let mut splits = Vec::with_capacity(parts.len());
                let mut rest = vec![Up::ONE];
                for (place, part) in parts.iter().rev().enumerate() {
                    let own = std::mem::take(&mut weights[ix(*part)]);
                    rest = if place == 0 {
                        own
                    } else {
                        let (split, both) = self.split(&own, &rest, self.cells[at].most);
                        splits.push(split);
                        both
                    };
                }
                splits.reverse();
                self.cells[at].splits = splits;
                weights[at] = rest;
            }
            let least = ix(self.cells[at].least).min(weights[at].len());
            weights[at][..least].fill(Up::ZERO);
        }
        let total = weights[0].get(ix(self.seats)).copied();
        self.total = total.unwrap_or(Up::ZERO);
    }

    /// The weights of a part and of the rest as those of both, and how they are shared.
    fn split(&mut self, own: &[Up], rest: &[Up], most: u32) -> (Split, Vec<Up>) {
        let mut split = Split::default();
        let mut both = Vec::new();
        let top = (own.len() + rest.len()).saturating_sub(2).min(ix(most));
        let mut terms: Vec<Up> = Vec::new();
        for count in 0..=top {
            split.from.push(len32(self.shares.len()));
            terms.clear();
            for here in 0..=count {
                let other = rest.get(count - here).copied().unwrap_or(Up::ZERO);
                let here = own.get(here).copied().unwrap_or(Up::ZERO);
                terms.push(here.times(other));
            }
            let highest = terms.iter().filter(|term| !term.is_zero());
            let Some(highest) = highest.map(|term| term.top()).max() else {
                both.push(Up::ZERO);
                continue;
            };
            // The greatest of 55 bits, so that all together stay below 2^63; beside them a little,
            // in which what shares are rounded up by finds room.
            let unit = highest - 54;
            let sum: u64 = terms.iter().map(|term| term.units(unit)).sum();
            let whole = sum + (sum >> 40) + 1;
            both.push(Up::of(u128::from(whole), unit));
            let mut before = 0_u64;
            for term in &terms {
                let units = term.units(unit);
                let share = match units {
                    0 => 0,
                    _ => (u128::from(units) << 64) / u128::from(whole) + 1,
                };
                before = before.saturating_add(u64::try_from(share).unwrap_or(u64::MAX));
                self.shares.push(before);
            }
        }
        split.from.push(len32(self.shares.len()));
        (split, both)
    }

    /// How many of `count` sit in the part of a place, by a number below 2^64, `lot`, and the share of it;
    /// `None` where it falls beside all.
    pub(super) fn sit(
        &self,
        cell: &Cell,
        place: usize,
        count: u32,
        lot: u64,
    ) -> Option<(u32, u64)> {
        let split = &cell.splits[place];
        let (from, to) = (split.from[ix(count)], split.from[ix(count) + 1]);
        let shares = &self.shares[ix(from)..ix(to)];
        let here = shares.partition_point(|end| *end <= lot);
        let end = shares.get(here)?;
        let start = here.checked_sub(1).map_or(0, |before| shares[before]);
        Some((len32(here), end - start))
    }

    /// The numbers that are held.
    pub(super) fn size(&self) -> u64 {
        u64::from(len32(self.shares.len()))
    }
}

impl Cell {
    fn new(row: RowId, most: u32) -> Self {
        Self {
            row,
            parts: Vec::new(),
            splits: Vec::new(),
            kind: None,
            least: 0,
            most,
        }
    }
}
