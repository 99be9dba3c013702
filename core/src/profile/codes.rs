//! An arena of small numbers in the narrowest width that holds them.

use std::cmp::Ordering;

use crate::id::ix;

/// Numbers up to a bound known when the arena is made.
#[derive(Clone, Debug)]
pub enum Codes {
    /// Up to 255.
    U8(Vec<u8>),
    /// Up to 65,535.
    U16(Vec<u16>),
    /// Any.
    U32(Vec<u32>),
}

impl Codes {
    /// An empty arena for numbers up to `largest`.
    pub fn up_to(largest: u32) -> Self {
        if u8::try_from(largest).is_ok() {
            Self::U8(Vec::new())
        } else if u16::try_from(largest).is_ok() {
            Self::U16(Vec::new())
        } else {
            Self::U32(Vec::new())
        }
    }

    /// Appends a number within the bound.
    pub(super) fn push(&mut self, code: u32) {
        match self {
            Self::U8(items) => items.push(u8::try_from(code).unwrap_or(u8::MAX)),
            Self::U16(items) => items.push(u16::try_from(code).unwrap_or(u16::MAX)),
            Self::U32(items) => items.push(code),
        }
    }

    /// The number at an index.
    pub fn get(&self, at: usize) -> u32 {
        match self {
            Self::U8(items) => u32::from(items[at]),
            Self::U16(items) => u32::from(items[at]),
            Self::U32(items) => items[at],
        }
    }

    /// Length of the arena.
    pub fn len(&self) -> usize {
        match self {
            Self::U8(items) => items.len(),
            Self::U16(items) => items.len(),
            Self::U32(items) => items.len(),
        }
    }

    /// True when nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// True when the number occurs.
    pub fn contains(&self, code: u32) -> bool {
        match self {
            Self::U8(items) => u8::try_from(code).is_ok_and(|code| items.contains(&code)),
            Self::U16(items) => u16::try_from(code).is_ok_and(|code| items.contains(&code)),
            Self::U32(items) => items.contains(&code),
        }
    }

    /// Compares two ranges number by number; the shorter of two with equal starts is less.
    pub(super) fn compare(&self, a: (u32, u32), b: (u32, u32)) -> Ordering {
        let (a, b) = (ix(a.0)..ix(a.1), ix(b.0)..ix(b.1));
        match self {
            Self::U8(items) => items.get(a).cmp(&items.get(b)),
            Self::U16(items) => items.get(a).cmp(&items.get(b)),
            Self::U32(items) => items.get(a).cmp(&items.get(b)),
        }
    }

    /// Appends a range of another arena of the same width.
    pub(super) fn extend_from(&mut self, other: &Self, from: u32, to: u32) {
        for at in from..to {
            self.push(other.get(ix(at)));
        }
    }

    /// Gives back spare room.
    pub(super) fn shrink(&mut self) {
        match self {
            Self::U8(items) => items.shrink_to_fit(),
            Self::U16(items) => items.shrink_to_fit(),
            Self::U32(items) => items.shrink_to_fit(),
        }
    }
}
