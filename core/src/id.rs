//! Ids are `u32` newtypes, and tables by id are [`IdVec`]s.
//!
//! `u32` because `usize` has 32 bits on wasm32 and 64 on x86_64: what never leaves memory as
//! `usize` cannot differ between them. A newtype each, so that a person is never taken for a
//! project. Sizes are checked once, where an input is read.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The index of a table entry. The only widening to `usize` in the core.
#[allow(clippy::as_conversions)] // u32 always fits usize on the targets of this crate
pub const fn ix(id: u32) -> usize {
    id as usize
}

/// A length as `u32`, saturating: inputs longer than `u32::MAX` are refused by the readers.
pub fn len32(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// A typed id.
pub trait Id: Copy + Ord {
    /// The id with this number.
    fn from_u32(number: u32) -> Self;
    /// The number of this id.
    fn number(self) -> u32;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl Id for $name {
            fn from_u32(number: u32) -> Self { Self(number) }
            fn number(self) -> u32 { self.0 }
        }
    )+};
}

ids! {
    /// An option of a contest: a candidate, a project, a statement.
    OptionId;
    /// A class of equal ballots in a profile.
    ClassId;
    /// A volunteer in a pool.
    PersonId;
    /// A feature of a pool, such as age.
    FeatureId;
    /// A value of a feature, such as 30-44.
    ValueId;
    /// A type of people, who are interchangeable on a panel.
    TypeId;
    /// A row of what is asked of a panel: the seats, a quota, the homes of a class.
    RowId;
}

/// A vector indexed by a typed id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdVec<I, T> {
    items: Vec<T>,
    ids: PhantomData<I>,
}

impl<I: Id, T> IdVec<I, T> {
    /// An empty table.
    pub fn new() -> Self {
        Self {
            items: Vec::new(),
            ids: PhantomData,
        }
    }

    /// A table from its items in id order.
    pub fn from_vec(items: Vec<T>) -> Self {
        Self {
            items,
            ids: PhantomData,
        }
    }

    /// A table of `len` copies of an item.
    pub fn filled(len: u32, item: T) -> Self
    where
        T: Clone,
    {
        Self::from_vec(vec![item; ix(len)])
    }

    /// Appends an item and returns its id.
    pub fn push(&mut self, item: T) -> I {
        let id = I::from_u32(self.len());
        self.items.push(item);
        id
    }

    /// Number of items.
    pub fn len(&self) -> u32 {
        len32(self.items.len())
    }

    /// True when there is no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The item of an id, if there is one.
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(ix(id.number()))
    }

    /// All ids, ascending.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.len()).map(I::from_u32)
    }

    /// Ids with their items, ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.items
            .iter()
            .enumerate()
            .map(|(at, item)| (I::from_u32(len32(at)), item))
    }

    /// The items in id order.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The items in id order, to change.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// The items as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }
}

impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id, T> Index<I> for IdVec<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.items[ix(id.number())]
    }
}

impl<I: Id, T> IndexMut<I> for IdVec<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[ix(id.number())]
    }
}

impl<I: Id, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(items: It) -> Self {
        Self::from_vec(items.into_iter().collect())
    }
}
