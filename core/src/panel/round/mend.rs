//! Mending a list by exchanges, until everyone's count is the whole part of `m * chance` or one more.
//!
//! Rounding by lot meets the chances on average, yet in one list some people stand on three panels
//! too many of a thousand and others on three too few. Let `e_t` be the seats of type `t` in the
//! list less its due, `m * people * chance`. A type is *off* where its seats are neither its due
//! rounded down nor rounded up; where none is off, dealing gives each person `floor(m * chance)` or
//! `ceil(m * chance)` panels, so no chance moves by `1/m` and the least is no worse than
//! `floor(m * least) / m`. No list can promise more to all.
//!
//! 1. The type that is farthest off (of equal ones the first) gives or takes a seat: in one panel a
//!    member of type `a` makes way for one of `b`. Of all panels and types for which the panel still
//!    meets its rows, the exchange with the largest gain `e_a - e_b - 1` is made; only gains above 0
//!    count, so the sum of `e_t^2` falls with every exchange and the search ends.
//! 2. Where there is none, two exchanges in the same panel that gain together and mend each
//!    other's rows: the first found, panels in ascending order.
//! 3. Where there is none either, the next type is tried; after any exchange all are tried again.
//!
//! Everything is whole numbers (dues in 2^-20 of a seat), so the list is the same everywhere; what
//! the search may cost is bounded by [`MEND_WORK`]. It proves nothing: what it reached is counted by
//! [`Loss`](super::Loss).

mod exchange;

use std::collections::BTreeMap;

use self::exchange::{Exchange, Work};
use crate::id::{IdVec, TypeId, ix, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::panel::{Counts, Types};
use crate::sort::sort;

/// The most exchanges that are looked at before a list stays as it is.
pub const MEND_WORK: u64 = 200_000_000;

/// Panels, each with how many times it stands in the list.
pub type Copied = Vec<(Counts, u32)>;

/// One seat, in the unit of dues.
const SEAT: i64 = 1 << 20;

/// A list that is being mended.
struct Board<'a> {
    types: &'a Types,
    panels: Vec<Panel>,
    /// Seats less dues, by type, in parts of [`SEAT`].
    off: Vec<i64>,
    /// Seats by type.
    seats: Vec<u64>,
    /// Dues rounded down and up, by type.
    due: Vec<(u64, u64)>,
    /// The rows of each type.
    rows: Vec<Vec<u32>>,
}

struct Panel {
    counts: Counts,
    copies: u32,
    /// Sums of the rows.
    sums: Vec<u32>,
}

/// Exchanges members until no type is off, or no exchange helps, or [`MEND_WORK`] is used up.
/// Equal panels are put together, in ascending order; their number does not change.
pub fn mend(types: &Types, chances: &IdVec<TypeId, Ratio>, list: Copied) -> Copied {
    let mut board = Board::new(types, chances, list);
    let mut work = Work::new(MEND_WORK);
    let mut stuck: Vec<bool> = vec![false; board.off.len()];
    while let Some(at) = board.farthest(&stuck) {
        let found = board.single(at, &mut work);
        match found.or_else(|| board.double(at, &mut work)) {
            Some(exchange) => {
                board.make(&exchange);
                stuck.fill(false);
            }
            None if work.is_over() => break,
            None => stuck[at] = true,
        }
    }
    board.into_list()
}

impl<'a> Board<'a> {
    fn new(types: &'a Types, chances: &IdVec<TypeId, Ratio>, list: Copied) -> Self {
        let m: u64 = list.iter().map(|(_, copies)| u64::from(*copies)).sum();
        let mut seats = vec![0_u64; ix(types.types().len())];
        for (counts, copies) in &list {
            for (sum, count) in seats.iter_mut().zip(counts) {
                *sum += u64::from(*count) * u64::from(*copies);
            }
        }
        let dues = types.types().iter().map(|(id, kind)| {
            let people = len32(kind.people.len());
            &chances[id] * Ratio::from(Natural::from(m) * Natural::from(people))
        });
        let (mut due, mut off) = (Vec::new(), Vec::new());
        for (exact, seats) in dues.zip(&seats) {
            let whole = |number: Integer| u64::try_from(number).unwrap_or(u64::MAX);
            due.push((whole(exact.floor()), whole(exact.ceil())));
            let parts = (exact * Ratio::from(SEAT)).floor();
            let parts = i64::try_from(parts).unwrap_or(i64::MAX);
            let seats = i64::try_from(*seats).unwrap_or(i64::MAX);
            off.push(seats.saturating_mul(SEAT).saturating_sub(parts));
        }
        let rows = types.types().values();
        let rows = rows.map(|kind| kind.rows.iter().map(|row| row.0).collect());
        let panels = list.into_iter().filter(|(_, copies)| *copies > 0);
        let panels = panels.map(|(counts, copies)| Panel {
            sums: sums(types, &counts),
            counts,
            copies,
        });
        Self {
            panels: panels.collect(),
            rows: rows.collect(),
            types,
            off,
            seats,
            due,
        }
    }

    /// The type farthest off of those that are not stuck.
    fn farthest(&self, stuck: &[bool]) -> Option<usize> {
        let mut best: Option<(i64, usize)> = None;
        for (at, (seats, (low, high))) in self.seats.iter().zip(&self.due).enumerate() {
            let is_off = seats < low || seats > high;
            let far = self.off[at].saturating_abs();
            if is_off && !stuck[at] && best.is_none_or(|(most, _)| far > most) {
                best = Some((far, at));
            }
        }
        best.map(|(_, at)| at)
    }

    /// Makes an exchange in one copy of its panel.
    fn make(&mut self, exchange: &Exchange) {
        let Some(panel) = self.panels.get_mut(exchange.panel) else {
            return;
        };
        let mut counts = panel.counts.clone();
        for (gives, takes) in &exchange.pairs {
            counts[*gives] -= 1;
            counts[*takes] += 1;
            self.seats[*gives] -= 1;
            self.seats[*takes] += 1;
            self.off[*gives] -= SEAT;
            self.off[*takes] += SEAT;
        }
        let made = Panel {
            sums: sums(self.types, &counts),
            counts,
            copies: 1,
        };
        if panel.copies > 1 {
            panel.copies -= 1;
            self.panels.push(made);
        } else {
            *panel = made;
        }
    }

    fn into_list(self) -> Copied {
        let mut together: BTreeMap<Counts, u32> = BTreeMap::new();
        for panel in self.panels {
            *together.entry(panel.counts).or_default() += panel.copies;
        }
        together.into_iter().collect()
    }

    /// Types from the most seats short to the most seats over.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<(i64, usize)> = self.off.iter().copied().zip(0..).collect();
        sort(&mut order);
        order.into_iter().map(|(_, at)| at).collect()
    }
}

/// The sums of the rows of a panel.
fn sums(types: &Types, counts: &[u32]) -> Vec<u32> {
    let sum = |row: &crate::panel::Row| row.types.iter().map(|id| counts[ix(id.0)]).sum();
    types.rows().values().map(sum).collect()
}
