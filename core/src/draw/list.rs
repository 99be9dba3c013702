//! Panel lists: `m` panels of which the lot takes one, each with the chance `1/m`.
//!
//! The list is made before the draw and sealed. Randomness then picks one number below `m`, and
//! anyone counts a person's chance: panels that hold the person, of `m` (draw/v1, 2.1).
//!
//! A list is made in two steps. A rule gives `m` panels, each with as many people of every kind as
//! the quotas ask for; [`PanelList::deal`] then hands the seats out again among people of the same kind, so
//! that their chances are equal within `1/m`.

mod file;
mod statistics;

pub use file::PanelsFile;
pub use statistics::{PAIR_WORK, Pair, Statistics};

use crate::id::{ix, len32};
use crate::json::Value;
use crate::lottery::{Stream, merkle, panel_leaf, salted_panel_leaf};
use crate::panel::{Kinds, deal};
use crate::sort::sort;

pub use crate::panel::{MAX_PANELS, MAX_PLACES};

/// The fewest panels that [`plan`](super::plan) makes of its own accord: with fewer, a count says
/// little of a chance.
pub const MIN_PANELS: u32 = 10;

/// The panels of a list where nothing is said: chances in thousandths.
pub const DEFAULT_PANELS: u32 = 1000;

/// Panels of one size; people are numbers: of the pool while the list is made, then positions of
/// leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelList {
    seats: u32,
    /// One panel after the other, each ascending.
    members: Vec<u32>,
}

/// Why members are no list of panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListError {
    /// No seats, no panels, or members that do not fill whole panels.
    Shape,
    /// More than [`MAX_PANELS`] panels or [`MAX_PLACES`] seats.
    Size,
    /// A panel, by number, that has somebody twice.
    Twice(u32),
    /// A panel, by number, with somebody who is not in the pool.
    Unknown(u32),
    /// Weights that are all 0, or sum to 2^64 or more.
    Weights,
}

impl PanelList {
    /// A list from its members, panel after panel; each panel is put in ascending order.
    ///
    /// # Errors
    /// [`ListError::Shape`], [`ListError::Size`], [`ListError::Twice`].
    pub fn new(seats: u32, mut members: Vec<u32>) -> Result<Self, ListError> {
        if seats == 0 || members.is_empty() || !members.len().is_multiple_of(ix(seats)) {
            return Err(ListError::Shape);
        }
        let panels = members.len() / ix(seats);
        let places = u64::try_from(members.len()).unwrap_or(u64::MAX);
        if panels > ix(MAX_PANELS) || places > MAX_PLACES {
            return Err(ListError::Size);
        }
        for (number, panel) in members.chunks_mut(ix(seats)).enumerate() {
            sort(panel);
            if panel.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(ListError::Twice(len32(number)));
            }
        }
        Ok(Self { seats, members })
    }

    /// A list of `m` panels from a lottery of weighted panels: each stands as often as its share
    /// of the weights asks for, whole parts first, then largest remainders (equal ones in the order
    /// given). A person's count then differs from `m` times the exact chance by less than the
    /// number of panels that hold the person; exact where the sum of weights divides `m`.
    ///
    /// # Errors
    /// [`ListError::Weights`], and those of [`PanelList::new`].
    pub fn from_lottery(
        seats: u32,
        lottery: &[(Vec<u32>, u64)],
        m: u32,
    ) -> Result<Self, ListError> {
        let sum = |sum: u128, weight: &u64| sum + u128::from(*weight);
        let total = lottery.iter().map(|(_, weight)| weight).fold(0, sum);
        if total == 0 || total > u128::from(u64::MAX) {
            return Err(ListError::Weights);
        }
        if m > MAX_PANELS || u64::from(m) * u64::from(seats) > MAX_PLACES {
            return Err(ListError::Size);
        }
        let share = |weight: u64| u128::from(weight) * u128::from(m);
        let mut copies: Vec<u128> = lottery.iter().map(|(_, w)| share(*w) / total).collect();
        let mut left = u128::from(m) - copies.iter().sum::<u128>();
        let mut order: Vec<(std::cmp::Reverse<u128>, usize)> = lottery
            .iter()
            .enumerate()
            .map(|(at, (_, weight))| (std::cmp::Reverse(share(*weight) % total), at))
            .collect();
        sort(&mut order);
        for (_, at) in order {
            if left > 0 && copies[at] < u128::from(m) {
                copies[at] += 1;
                left -= 1;
            }
        }
        let mut members = Vec::new();
        for ((panel, _), copies) in lottery.iter().zip(copies) {
            if panel.len() != ix(seats) {
                return Err(ListError::Shape);
            }
            for _ in 0..copies {
                members.extend_from_slice(panel);
            }
        }
        Self::new(seats, members)
    }

    /// Seats of each panel.
    pub fn seats(&self) -> u32 {
        self.seats
    }

    /// How many panels there are; never 0.
    #[allow(clippy::len_without_is_empty)] // a list is never empty
    pub fn len(&self) -> u32 {
        len32(self.members.len() / ix(self.seats))
    }

    /// The panels in order, each ascending.
    pub fn panels(&self) -> std::slice::Chunks<'_, u32> {
        self.members.chunks(ix(self.seats))
    }

    /// The panel of this number, from 0.
    pub fn panel(&self, number: u32) -> Option<&[u32]> {
        self.panels().nth(ix(number))
    }

    /// The same panels with other numbers for the people: person `p` becomes `numbers[p]`.
    ///
    /// # Errors
    /// [`ListError::Unknown`] for a person without a number, and those of [`PanelList::new`].
    pub fn renumbered(&self, numbers: &[u32]) -> Result<Self, ListError> {
        let mut members = Vec::with_capacity(self.members.len());
        for (at, member) in self.members.iter().enumerate() {
            let Some(number) = numbers.get(ix(*member)) else {
                return Err(ListError::Unknown(len32(at / ix(self.seats))));
            };
            members.push(*number);
        }
        Self::new(self.seats, members)
    }

    /// Hands the seats out again among people of the same type; the words of `stream` decide who of
    /// them sits where. Also returns how many panels are equal to an earlier one.
    ///
    /// # Errors
    /// [`ListError::Unknown`] for a panel with somebody whom `kinds` does not know, and
    /// [`ListError::Twice`] for one with two of a household.
    pub fn deal(&self, kinds: &Kinds, stream: &mut Stream) -> Result<(Self, u32), ListError> {
        let mut types = Vec::with_capacity(ix(self.len()));
        for (number, panel) in (0_u32..).zip(self.panels()) {
            let of: Option<Vec<u32>> = panel.iter().map(|p| kinds.type_of(*p)).collect();
            types.push(of.ok_or(ListError::Unknown(number))?);
            if kinds.clashes(panel) {
                return Err(ListError::Twice(number));
            }
        }
        let dealt = deal(&types, kinds, stream).map_err(ListError::Twice)?;
        let list = Self::new(self.seats, dealt.panels.concat())?;
        Ok((list, dealt.repeats))
    }

    /// The Merkle leaves, in order; `salts` has one for each panel where the list is disclosed
    /// to auditors only.
    pub fn leaves(&self, salts: Option<&[[u8; 32]]>) -> Vec<merkle::Hash> {
        match salts {
            None => self.panels().map(panel_leaf).collect(),
            Some(salts) => self
                .panels()
                .zip(salts)
                .map(|(panel, salt)| salted_panel_leaf(salt, panel))
                .collect(),
        }
    }

    /// How often each of `people` stands in the list; the count of a person is the chance in `m`.
    ///
    /// # Errors
    /// [`ListError::Unknown`] for a member who is not below `people`.
    pub fn counts(&self, people: u32) -> Result<Vec<u32>, ListError> {
        let mut counts = vec![0_u32; ix(people)];
        for (at, member) in self.members.iter().enumerate() {
            match counts.get_mut(ix(*member)) {
                Some(count) => *count += 1,
                None => return Err(ListError::Unknown(len32(at / ix(self.seats)))),
            }
        }
        Ok(counts)
    }

    /// What can be said of chances and of panels.
    ///
    /// # Errors
    /// [`ListError::Unknown`] for a member who is not below `people`.
    pub fn statistics(&self, people: u32) -> Result<Statistics, ListError> {
        Statistics::of(self, people)
    }

    /// Hands out the canonical bytes of the panels file, piece by piece: `{"panels":[[..]..]}`,
    /// with `salts` where there are some.
    pub fn write(&self, salts: Option<&[[u8; 32]]>, out: &mut dyn FnMut(&[u8])) {
        out(b"{\"panels\":[");
        for (number, panel) in self.panels().enumerate() {
            if number > 0 {
                out(b",");
            }
            let panel = Value::Array(panel.iter().copied().map(Value::from).collect());
            out(&panel.canonical());
        }
        out(b"]");
        if let Some(salts) = salts {
            out(b",\"salts\":[");
            for (number, salt) in salts.iter().enumerate() {
                out(if number > 0 { b",\"" } else { b"\"" });
                out(crate::digest::hex(salt).as_bytes());
                out(b"\"");
            }
            out(b"]");
        }
        out(b"}");
    }
}

#[cfg(test)]
mod tests;
