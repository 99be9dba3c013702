//! Look-up by content: the one place in the core with a hash table.
//!
//! The table is only ever asked "seen before?"; nothing iterates over it, so its order cannot
//! reach a result. The hash is our own and has no random state.

use hashbrown::HashTable;

use crate::id::ix;

/// FNV-1a over 32-bit words, with a final mix; fast on the short keys of ballots.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mix(u64);

impl Mix {
    pub(super) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) const fn word(self, word: u64) -> Self {
        Self(
            (self.0 ^ word)
                .wrapping_mul(0x0100_0000_01b3)
                .rotate_left(23),
        )
    }

    pub(super) const fn finish(self) -> u64 {
        let x = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        x ^ (x >> 29)
    }
}

/// A set of numbers whose content lives elsewhere.
#[derive(Debug, Default)]
pub(super) struct Interner {
    table: HashTable<u32>,
}

impl Interner {
    /// The number that equals the probe, if it was inserted before.
    pub(super) fn find(&self, hash: u64, equal: impl Fn(u32) -> bool) -> Option<u32> {
        self.table.find(hash, |number| equal(*number)).copied()
    }

    /// Inserts a number under its hash; `rehash` gives the hash of any number inserted.
    pub(super) fn insert(&mut self, hash: u64, number: u32, rehash: impl Fn(u32) -> u64) {
        self.table
            .insert_unique(hash, number, |number| rehash(*number));
    }
}

/// From text to its index in a list, for reading ids of options and people.
#[derive(Clone, Debug, Default)]
pub struct Lookup {
    table: HashTable<u32>,
    texts: Vec<String>,
}

impl Lookup {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a text; `Err` with its earlier index when it is there already.
    pub fn insert(&mut self, text: &str) -> Result<u32, u32> {
        if let Some(index) = self.find(text) {
            return Err(index);
        }
        let index = crate::id::len32(self.texts.len());
        self.texts.push(text.to_owned());
        let texts = &self.texts;
        self.table.insert_unique(hash_text(text), index, |at| {
            texts.get(ix(*at)).map_or(0, |t| hash_text(t))
        });
        Ok(index)
    }

    /// The index of a text.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.table
            .find(hash_text(text), |at| {
                self.texts.get(ix(*at)).is_some_and(|t| t == text)
            })
            .copied()
    }

    /// The text at an index.
    pub fn text(&self, index: u32) -> Option<&str> {
        self.texts.get(ix(index)).map(String::as_str)
    }

    /// Number of texts.
    pub fn len(&self) -> u32 {
        crate::id::len32(self.texts.len())
    }

    /// True when empty.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The texts in order.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }
}

fn hash_text(text: &str) -> u64 {
    let mut mix = Mix::new();
    for chunk in text.as_bytes().chunks(8) {
        let word = chunk
            .iter()
            .fold(0u64, |word, byte| (word << 8) | u64::from(*byte));
        mix = mix.word(word);
    }
    mix.word(u64::try_from(text.len()).unwrap_or_default())
        .finish()
}
