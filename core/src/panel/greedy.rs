//! One attempt of the greedy selection that came before lotteries with known chances.

use crate::id::{FeatureId, PersonId, ValueId, ix, len32};
use crate::instance::Pool;
use crate::lottery::Stream;

/// A person taken, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Who.
    pub person: PersonId,
    /// The most urgent value, which the person has.
    pub urgent: (FeatureId, ValueId),
    /// How many with it were still needed.
    pub need: u32,
    /// How many with it were left; one of them was taken by lot.
    pub left: u32,
    /// The number drawn, from 0.
    pub number: u32,
}

/// Why an attempt came to no panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stuck {
    /// Fewer people with this value are left than are needed.
    Short(FeatureId, ValueId),
    /// Nobody is left, and seats are empty.
    Emptied,
}

/// A value with its quota, how many with it sit, and how many are left.
struct Row {
    feature: FeatureId,
    value: ValueId,
    min: u32,
    max: u32,
    seated: u32,
    left: u32,
}

impl Row {
    fn need(&self) -> u32 {
        self.min.saturating_sub(self.seated)
    }

    fn stuck(&self) -> Stuck {
        Stuck::Short(self.feature, self.value)
    }
}

struct State<'a> {
    pool: &'a Pool,
    /// See [`attempt`].
    refuse_last: bool,
    rows: Vec<Row>,
    /// The row of the first value of each feature.
    first: Vec<usize>,
    left: Vec<PersonId>,
}

/// One attempt: person by person, until the seats are filled or it is stuck. One number is drawn
/// for each person, among those who are left and have the most urgent value, in byte order of ids.
/// With `refuse_last` it is also stuck where nobody else is left with a value of the person taken
/// that was still needed, though the person fills it: sortition-algorithms 0.12 takes a person from
/// those who are left, and looks, before it seats them.
/// Cost: O(seats * people * features).
///
/// # Errors
/// [`Stuck`].
pub fn attempt(pool: &Pool, refuse_last: bool, stream: &mut Stream) -> Result<Vec<Pick>, Stuck> {
    let mut state = State::new(pool, refuse_last);
    state.drop_full(|row| row.max == 0);
    let mut picks = Vec::new();
    for _ in 0..pool.seats {
        if state.left.is_empty() {
            return Err(Stuck::Emptied);
        }
        let Some(urgent) = state.urgent()? else {
            return Err(Stuck::Emptied);
        };
        let row = &state.rows[urgent];
        let (feature, value, need, left) = (row.feature, row.value, row.need(), row.left);
        let number = stream.below(u128::from(left)).unwrap_or_default();
        let number = u32::try_from(number).unwrap_or_default();
        let has = |person: &&PersonId| pool.value(**person, feature) == value;
        let Some(person) = state.left.iter().filter(has).nth(ix(number)).copied() else {
            return Err(Stuck::Emptied);
        };
        picks.push(Pick {
            person,
            urgent: (feature, value),
            need,
            left,
            number,
        });
        state.seat(person)?;
    }
    // Every quota is checked at the end: those with the most are never passed.
    match state.rows.iter().find(|row| row.need() > 0) {
        Some(row) => Err(row.stuck()),
        None => Ok(picks),
    }
}

impl<'a> State<'a> {
    fn new(pool: &'a Pool, refuse_last: bool) -> Self {
        let mut first = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        for (feature, value, quota) in pool.quotas() {
            if first.len() <= ix(feature.0) {
                first.push(rows.len());
            }
            rows.push(Row {
                feature,
                value,
                min: quota.min,
                max: quota.max,
                seated: 0,
                left: 0,
            });
        }
        let mut state = Self {
            pool,
            refuse_last,
            rows,
            first,
            left: pool.people().collect(),
        };
        for person in pool.people() {
            state.each_row(person, |row| row.left += 1);
        }
        state
    }

    fn each_row(&mut self, person: PersonId, mut change: impl FnMut(&mut Row)) {
        for (feature, first) in self.pool.features().ids().zip(&self.first) {
            change(&mut self.rows[first + ix(self.pool.value(person, feature).0)]);
        }
    }

    /// The row with the greatest share of those left still needed; of equal ones the first in the
    /// file, so that once nothing is needed it is always the first that has anybody left.
    fn urgent(&self) -> Result<Option<usize>, Stuck> {
        let mut best: Option<usize> = None;
        for (at, row) in self.rows.iter().enumerate() {
            if row.need() > row.left {
                return Err(row.stuck());
            }
            if row.left == 0 || row.max == 0 {
                continue;
            }
            let more = |best: usize| {
                let best = &self.rows[best];
                let (ours, theirs) = (u64::from(row.need()), u64::from(best.need()));
                ours * u64::from(best.left) > theirs * u64::from(row.left)
            };
            if best.is_none_or(more) {
                best = Some(at);
            }
        }
        Ok(best)
    }

    /// Seats a person; the household leaves, and with every quota that is full all who have it.
    fn seat(&mut self, person: PersonId) -> Result<(), Stuck> {
        let refused = self.refuse_last;
        let mut last = None;
        self.each_row(person, |row| {
            if refused && row.left == 1 && row.need() > 0 && last.is_none() {
                last = Some(row.stuck());
            }
            row.seated += 1;
        });
        if let Some(stuck) = last {
            return Err(stuck);
        }
        let home = self.pool.household(person);
        let pool = self.pool;
        self.drop_people(|other| {
            other == person || home.is_some() && pool.household(other) == home
        });
        let before = len32(self.left.len());
        self.drop_full(|row| row.seated >= row.max);
        if len32(self.left.len()) < before {
            let short = self.rows.iter().find(|row| row.need() > row.left);
            if let Some(row) = short {
                return Err(row.stuck());
            }
        }
        Ok(())
    }

    /// Drops everyone who has a value of a full row.
    fn drop_full(&mut self, full: impl Fn(&Row) -> bool) {
        let full: Vec<bool> = self.rows.iter().map(full).collect();
        let pool = self.pool;
        let first = self.first.clone();
        self.drop_people(|person| {
            let mut rows = pool.features().ids().zip(&first);
            rows.any(|(feature, first)| full[first + ix(pool.value(person, feature).0)])
        });
    }

    fn drop_people(&mut self, gone: impl Fn(PersonId) -> bool) {
        let left = std::mem::take(&mut self.left);
        for person in left {
            if gone(person) {
                self.each_row(person, |row| row.left -= 1);
            } else {
                self.left.push(person);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::float_arithmetic)] // an oracle by other means
mod tests;
