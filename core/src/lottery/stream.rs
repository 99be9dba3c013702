//! Numbers from a key: ChaCha20 read as 64-bit words, and three ways to sample from them.
//!
//! Only the raw words of `rand_chacha` are used. The ranges, shuffles and weighted choices of
//! the `rand` family gave other values from one version to the next and on 32-bit platforms;
//! the few lines here are the specification (draw/v1, 2.5) and will not change.

use std::collections::BTreeMap;
use std::fmt;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::seed::DrawKey;

/// The words of one draw key: ChaCha20 with 20 rounds, nonce 0 and a 64-bit block counter from 0,
/// read as consecutive little-endian `u64`.
#[derive(Clone, Debug)]
pub struct Stream {
    words: ChaCha20Rng,
    used: u64,
}

impl Stream {
    /// The stream of a draw key, from its start.
    pub fn new(key: impl Into<DrawKey>) -> Stream {
        Stream {
            words: ChaCha20Rng::from_seed(key.into().into_bytes()),
            used: 0,
        }
    }

    /// The stream from its 64-byte block `block` on, as if eight words had been read for each
    /// block before: one late number can be checked without drawing all earlier ones.
    pub fn from_block(key: impl Into<DrawKey>, block: u64) -> Stream {
        let mut stream = Stream::new(key);
        // Positions count 32-bit words, of which a block has sixteen.
        stream.words.set_word_pos(u128::from(block) << 4);
        stream
    }

    /// The next word.
    pub fn next_u64(&mut self) -> u64 {
        self.used = self.used.saturating_add(1);
        self.words.next_u64()
    }

    /// How many words were read so far; a transcript shows it so that drawers can compare.
    pub fn words_used(&self) -> u64 {
        self.used
    }

    /// A number in `0..n`, each exactly equally likely; `n` from 1 to 2^64.
    ///
    /// "`lim = 2^64 - (2^64 mod n)`; draw x until x < lim; return x mod n."
    /// One word is read even for `n = 1`.
    ///
    /// # Errors
    ///
    /// [`SampleError::Range`] for `n = 0` or above 2^64; nothing is read then.
    pub fn below(&mut self, n: u128) -> Result<u64, SampleError> {
        const WHOLE: u128 = 1 << 64;
        let Ok(n) = u64::try_from(n) else {
            return match n {
                WHOLE => Ok(self.next_u64()),
                _ => Err(SampleError::Range(n)),
            };
        };
        if n == 0 {
            return Err(SampleError::Range(0));
        }
        loop {
            let x = self.next_u64();
            // Nearly every x is so far below that lim itself, two divisions, is not needed.
            if x <= u64::MAX - n || x <= last(n) {
                return Ok(x % n);
            }
        }
    }

    /// `k` different numbers of `0..n` in the order drawn: the first `k` places of a
    /// Fisher-Yates shuffle.
    ///
    /// "For i in 0..k: `j = i + below(n-i)`; swap `a[i]`, `a[j]`; output `a[0..k]` in order."
    /// Memory grows with `k` only: `a` is kept as its difference from 0, 1, 2 ...
    ///
    /// # Errors
    ///
    /// [`SampleError::TooMany`] for `k > n`; nothing is read then.
    pub fn sample(&mut self, n: u64, k: u64) -> Result<Vec<u64>, SampleError> {
        if k > n {
            return Err(SampleError::TooMany { n, k });
        }
        let mut moved: BTreeMap<u64, u64> = BTreeMap::new();
        let mut drawn = Vec::new();
        for i in 0..k {
            let j = i + self.below(u128::from(n - i))?;
            // Place i is never looked at again, so of the swap only a[j] needs to be kept.
            let first = moved.remove(&i).unwrap_or(i);
            drawn.push(if j == i {
                first
            } else {
                moved.insert(j, first).unwrap_or(j)
            });
        }
        Ok(drawn)
    }

    /// An index drawn with chance `weights[index] / total`, exactly.
    ///
    /// "x = below(total); smallest i with x < w_0 + .. + w_i."
    ///
    /// # Errors
    ///
    /// [`SampleError::Range`] where the weights sum to 0 or above 2^64.
    pub fn weighted(&mut self, weights: &[u64]) -> Result<u64, SampleError> {
        let mut total: u128 = 0;
        for &weight in weights {
            total = total.saturating_add(u128::from(weight));
        }
        let x = u128::from(self.below(total)?);
        let mut reached: u128 = 0;
        for (index, &weight) in (0_u64..).zip(weights) {
            reached += u128::from(weight);
            if x < reached {
                return Ok(index);
            }
        }
        Err(SampleError::Range(total))
    }
}

/// The last x below lim, that is `2^64 - (2^64 mod n) - 1`, within 64 bits; n is above 0.
fn last(n: u64) -> u64 {
    u64::MAX - (u64::MAX % n + 1) % n
}

/// A draw that cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleError {
    /// The number of outcomes, or the total weight, is not within 1 ..= 2^64.
    Range(u128),
    /// More different numbers asked for than there are.
    TooMany {
        /// How many there are.
        n: u64,
        /// How many were asked for.
        k: u64,
    },
}

impl fmt::Display for SampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SampleError::Range(n) => write!(f, "cannot draw one of {n}: 1 to 2^64 are possible"),
            SampleError::TooMany { n, k } => write!(f, "cannot draw {k} different ones of {n}"),
        }
    }
}

impl std::error::Error for SampleError {}
