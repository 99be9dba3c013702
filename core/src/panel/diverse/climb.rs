//! A more even panel, by swaps.

use super::Combination;
use crate::id::{IdVec, RowId, TypeId, ix, len32};
use crate::lottery::Stream;
use crate::panel::{Counts, Types};

/// From a panel to a more even one, by `moves` tries to swap a member, or two, for others with whom
/// the quotas still hold. Swaps that make it less even are taken too as long as they cost little, at
/// first two members and in the end nothing (G. Dueck and T. Scheuer, Threshold accepting, J. Comput.
/// Phys. 90, 1990); the best panel on the way is the answer. Numbers come from a fixed stream, and
/// all are whole: whoever asks again gets the same.
///
/// Cost: O(moves * (features + combinations)).
pub fn climb(types: &Types, combinations: &[Combination], start: &[u32], moves: u32) -> Counts {
    let mut walk = Walk::new(types, combinations, start);
    let mut stream = Stream::new([0; 32]);
    let (mut best, mut least) = (start.to_vec(), 0_i128);
    let mut now = 0_i128;
    let mut members: Vec<TypeId> = Vec::new();
    for (kind, count) in types.types().ids().zip(start) {
        members.extend((0..*count).map(|_| kind));
    }
    if members.is_empty() {
        return best;
    }
    for done in 0..moves {
        let mut number = |of: u32| stream.below(u128::from(of.max(1))).unwrap_or_default();
        let swaps = 1 + number(2);
        let mut taken: Vec<(usize, TypeId)> = Vec::new();
        let mut change = 0_i128;
        for _ in 0..swaps {
            let seat = usize::try_from(number(len32(members.len()))).unwrap_or_default();
            let other = u32::try_from(number(types.types().len())).unwrap_or_default();
            let (out, come) = (members[seat], TypeId(other));
            if out == come || walk.counts[ix(come.0)] >= types.types()[come].most {
                continue;
            }
            change += walk.swap(out, come);
            members[seat] = come;
            taken.push((seat, out));
        }
        // What may be lost: from two members down to nothing.
        let left = i128::from(moves - done) * 2 * walk.unit;
        let allowed = left / i128::from(moves);
        if change <= allowed
            && taken
                .iter()
                .all(|(seat, out)| walk.holds(*out, members[*seat]))
        {
            now += change;
            if now < least {
                least = now;
                best.clone_from(&walk.counts);
            }
            continue;
        }
        for (seat, out) in taken.into_iter().rev() {
            walk.swap(members[seat], out);
            members[seat] = out;
        }
    }
    best
}

struct Walk<'a> {
    types: &'a Types,
    counts: Counts,
    /// Members by row.
    sums: IdVec<RowId, u32>,
    /// By combination: what one member weighs, the number of cells, members by cell with people, and
    /// the cell of each type.
    parts: Vec<Part>,
    seats: i128,
    /// What one member off weighs in all combinations.
    unit: i128,
}

struct Part {
    weight: i128,
    cells: i128,
    held: Vec<i128>,
    of: Vec<usize>,
}

impl<'a> Walk<'a> {
    fn new(types: &'a Types, combinations: &[Combination], start: &[u32]) -> Self {
        let unit = super::unit(combinations);
        let parts = combinations.iter().map(|one| {
            let mut of = vec![0; ix(types.types().len())];
            let mut held = vec![0; one.held.len()];
            for (cell, kinds) in one.held.iter().enumerate() {
                for kind in kinds {
                    of[ix(kind.0)] = cell;
                    held[cell] += i128::from(start[ix(kind.0)]);
                }
            }
            Part {
                weight: i128::from(unit / u64::from(one.cells)),
                cells: i128::from(one.cells),
                held,
                of,
            }
        });
        let sum = |row: &crate::panel::Row| {
            let own = row.types.iter();
            own.map(|kind| start[ix(kind.0)]).sum()
        };
        Self {
            types,
            counts: start.to_vec(),
            sums: IdVec::from_vec(types.rows().values().map(sum).collect()),
            parts: parts.collect(),
            seats: i128::from(types.seats()),
            unit: i128::from(unit),
        }
    }

    /// Takes one member out and another in, whatever the quotas; the change of the score in units.
    fn swap(&mut self, out: TypeId, come: TypeId) -> i128 {
        self.counts[ix(out.0)] -= 1;
        self.counts[ix(come.0)] += 1;
        for row in &self.types.types()[out].rows {
            self.sums[*row] -= 1;
        }
        for row in &self.types.types()[come].rows {
            self.sums[*row] += 1;
        }
        let mut change = 0;
        for part in &mut self.parts {
            let (from, to) = (part.of[ix(out.0)], part.of[ix(come.0)]);
            if from == to {
                continue;
            }
            let off = |held: i128| (held * part.cells - self.seats).abs();
            let (less, more) = (part.held[from], part.held[to]);
            change += part.weight * (off(less - 1) - off(less) + off(more + 1) - off(more));
            part.held[from] -= 1;
            part.held[to] += 1;
        }
        change
    }

    /// Whether the rows of two types hold.
    fn holds(&self, out: TypeId, come: TypeId) -> bool {
        [out, come].into_iter().all(|kind| {
            let kind = &self.types.types()[kind];
            kind.rows.iter().all(|row| {
                let of = &self.types.rows()[*row];
                (of.least..=of.most).contains(&self.sums[*row])
            })
        })
    }
}
