//! How several sources become one seed, and one seed many independent draws.

use std::fmt;
use std::str::FromStr;

use super::hash::tagged_hash;
use super::stream::Stream;
use super::ticket::ticket;
use crate::digest::{HexError, hex, unhex32};
use crate::json::Value;

/// 32 bytes that nobody could foresee; written as 64 lower-case hex digits.
///
/// All zeros is a seed like every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// `H("seed", manifest_hash, e_0, .., e_k)`: the digests of all sources in the order of the
    /// manifest.
    ///
    /// Hashing, not XOR: with XOR the last source to speak could cancel all others. The manifest
    /// is hashed in, so the same dice give another seed for another pool or panel list.
    pub fn combine(manifest_hash: &[u8; 32], source_digests: &[[u8; 32]]) -> Seed {
        let mut parts: Vec<&[u8]> = vec![manifest_hash];
        parts.extend(source_digests.iter().map(|digest| &digest[..]));
        Seed(tagged_hash("seed", &parts))
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Seed {
    fn from(bytes: [u8; 32]) -> Seed {
        Seed(bytes)
    }
}

impl FromStr for Seed {
    type Err = HexError;

    fn from_str(text: &str) -> Result<Seed, HexError> {
        unhex32(text).map(Seed)
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// `e_i = H("source", u64be(i), canon(source), out)`: what one source adds to the seed.
///
/// `index` is the place in the manifest's list from 0, `source` its entry there, `out` the bytes
/// that the source gave (empty if it was allowed to stay absent). [`Source::out`] makes and
/// checks them.
///
/// [`Source::out`]: super::Source::out
pub fn source_digest(index: u64, source: &Value, out: &[u8]) -> [u8; 32] {
    tagged_hash("source", &[&index.to_be_bytes(), &source.canonical(), out])
}

/// The key of one labelled draw; the ChaCha20 key of its stream and the key of its tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawKey([u8; 32]);

impl DrawKey {
    /// `H("draw", seed, label)`: draws with different labels know nothing of each other.
    pub fn derive(seed: Seed, label: &str) -> DrawKey {
        DrawKey(tagged_hash("draw", &[seed.as_bytes(), label.as_bytes()]))
    }

    /// The stream of this key, from its start.
    pub fn stream(self) -> Stream {
        Stream::new(self)
    }

    /// The ticket of `id` under this key.
    pub fn ticket(self, id: &str) -> [u8; 32] {
        ticket(self, id)
    }

    /// The 32 bytes, borrowed.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The 32 bytes.
    pub const fn into_bytes(self) -> [u8; 32] {
        self.0
    }
}

impl From<[u8; 32]> for DrawKey {
    fn from(bytes: [u8; 32]) -> DrawKey {
        DrawKey(bytes)
    }
}

impl fmt::Display for DrawKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}
