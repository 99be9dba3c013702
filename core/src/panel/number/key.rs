//! States as numbers: the counts of rows side by side in 128 bits.
//!
//! A field begins at what makes its top bit, the guard, set as soon as it holds more than its
//! row may. So one addition seats a member in all rows, and one `and` tells whether any is full.

/// A state.
pub(super) type Key = u128;

/// The place of a row in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    shift: u32,
    /// Bits, with the guard.
    width: u32,
    least: u32,
    most: u32,
}

impl Field {
    /// Bits for counts up to `most`, with the guard.
    pub(super) fn width(most: u32) -> u32 {
        u32::BITS - most.leading_zeros() + 1
    }

    /// A row in `width` bits from `shift` on.
    pub(super) fn new(shift: u32, width: u32, least: u32, most: u32) -> Self {
        Self {
            shift,
            width,
            least,
            most,
        }
    }

    /// What is added for one member.
    pub(super) fn one(self) -> Key {
        // A field past the end belongs to a plan that is thrown away.
        1_u128.checked_shl(self.shift).unwrap_or_default()
    }

    /// The bit set where there are too many.
    pub(super) fn guard(self) -> Key {
        1_u128
            .checked_shl(self.shift + self.width - 1)
            .unwrap_or_default()
    }

    /// All its bits.
    pub(super) fn bits(self) -> Key {
        (self.guard() - self.one()) | self.guard()
    }

    /// How it stands before the first member.
    pub(super) fn begun(self) -> Key {
        self.guard() - self.one() * (Key::from(self.most) + 1)
    }

    /// How many more may come. Meaningless where it is not open.
    pub(super) fn free(self, key: Key) -> u32 {
        let held = (key & self.bits()) >> self.shift;
        let full = (self.guard() >> self.shift) - 1;
        u32::try_from(full.saturating_sub(held)).unwrap_or_default()
    }

    /// How many there are.
    pub(super) fn count(self, key: Key) -> u32 {
        self.most.saturating_sub(self.free(key))
    }

    /// How many are lacking, and how many more may come.
    pub(super) fn span(self, key: Key) -> (u32, u32) {
        let free = self.free(key);
        let count = self.most.saturating_sub(free);
        (self.least.saturating_sub(count), free)
    }

    /// Whether there are too few.
    pub(super) fn lacks(self, key: Key) -> bool {
        self.count(key) < self.least
    }
}
