//! The SHA-256 generator of Philip Stark's `cryptorandom` (Python), used in risk-limiting audits.
//!
//! ```text
//! block_i         = SHA256(seed + "," + i zero bytes), i from 0, a big-endian number
//! getrandbits(k)  = the least significant k bits first, of block_0, block_1, ...
//! randbelow(n)    = k bits, k the bit length of n - 1, until the number is below n
//! randint(a, b)   = a + randbelow(b - a)
//! randint_trunc   = a + block mod (b - a), a block for each number
//! sample_by_index = 1-based Fisher-Yates: the last of the pool fills the place of the one drawn
//! ```
//!
//! The message of a block grows with its number, and a restored state drops the bits that were
//! read ahead; both are quirks of the original. The seed is text: Python's `str` of it, which of
//! an integer is its decimal digits.
//!
//! Source: `statlab/cryptorandom`, `cryptorandom.py` and `sample.py`.
//!
//! ```
//! use isonomia::lottery::samplers::cryptorandom::Generator;
//!
//! let mut generator = Generator::new("12345678901234567890");
//! assert_eq!(generator.randint(1, 1001), Ok(340));
//! assert_eq!(generator.randint(1, 1001), Ok(971));
//! # Ok::<(), isonomia::lottery::SampleError>(())
//! ```

use std::collections::BTreeMap;

use crate::digest::Hasher;
use crate::lottery::SampleError;

/// The generator `SHA256` of `cryptorandom`.
#[derive(Clone, Debug)]
pub struct Generator {
    /// Has read the seed, the comma and one zero byte for each block so far.
    hasher: Hasher,
    /// The block whose bits are being read, and how many of them were; none before the first.
    bits: Option<([u8; 32], u32)>,
}

impl Generator {
    /// The generator of this seed, at its start.
    pub fn new(seed: &str) -> Generator {
        let mut hasher = Hasher::new();
        hasher.update(seed.as_bytes());
        hasher.update(b",");
        Generator { hasher, bits: None }
    }

    /// The next block.
    pub fn next_block(&mut self) -> [u8; 32] {
        let block = self.hasher.clone().finish().into_bytes();
        self.hasher.update(&[0]);
        block
    }

    /// `getrandbits(k)` as little-endian bytes.
    pub fn bits(&mut self, k: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        for at in 0..k {
            let bit = self.bit();
            if at % 8 == 0 {
                bytes.push(0);
            }
            if let Some(last) = bytes.last_mut() {
                *last |= bit << (at % 8);
            }
        }
        bytes
    }

    /// `randbelow_from_randbits(n)`: a number in `0..n`.
    ///
    /// # Errors
    ///
    /// [`SampleError::Range`] for `n = 0`; nothing is read then.
    pub fn below(&mut self, n: u64) -> Result<u64, SampleError> {
        let last = n.checked_sub(1).ok_or(SampleError::Range(0))?;
        let k = u64::BITS - last.leading_zeros();
        loop {
            let number = (0..k).fold(0, |number, at| number | u64::from(self.bit()) << at);
            if number <= last {
                return Ok(number);
            }
        }
    }

    /// `randint(a, b)`: a number in `a..b`.
    ///
    /// # Errors
    ///
    /// [`SampleError::Range`] for an empty range.
    pub fn randint(&mut self, a: u64, b: u64) -> Result<u64, SampleError> {
        Ok(a + self.below(b.saturating_sub(a))?)
    }

    /// `randint_trunc(a, b)`: a number in `a..b`, a whole block reduced.
    ///
    /// # Errors
    ///
    /// [`SampleError::Range`] for an empty range.
    pub fn randint_trunc(&mut self, a: u64, b: u64) -> Result<u64, SampleError> {
        if b <= a {
            return Err(SampleError::Range(0));
        }
        Ok(a + remainder(&self.next_block(), u128::from(b - a)))
    }

    /// `sample_by_index(n, k)`: `k` different numbers of `1..=n`, in the order drawn.
    ///
    /// # Errors
    ///
    /// [`SampleError::TooMany`] for `k > n`.
    pub fn sample_by_index(&mut self, n: u64, k: u64) -> Result<Vec<u64>, SampleError> {
        if k > n {
            return Err(SampleError::TooMany { n, k });
        }
        // The pool is kept as its difference from 1, 2, .. n.
        let mut moved: BTreeMap<u64, u64> = BTreeMap::new();
        let mut drawn = Vec::new();
        for i in 0..k {
            let last = n - i;
            let place = 1 + self.below(last)?;
            drawn.push(moved.remove(&place).unwrap_or(place));
            if place < last {
                let filler = moved.remove(&last).unwrap_or(last);
                moved.insert(place, filler);
            }
        }
        Ok(drawn)
    }

    fn bit(&mut self) -> u8 {
        let (block, read) = match self.bits {
            Some((block, read)) if read < 256 => (block, read),
            _ => (self.next_block(), 0),
        };
        self.bits = Some((block, read + 1));
        // Bit 0 is the least significant one of the last byte.
        let [byte, bit] = [read / 8, read % 8];
        let byte = usize::try_from(byte).ok();
        let byte = byte.and_then(|byte| block.iter().rev().nth(byte));
        byte.map_or(0, |byte| byte >> bit & 1)
    }
}

/// A big-endian number modulo `n`, which is from 1 to 2^64.
pub(super) fn remainder(number: &[u8; 32], n: u128) -> u64 {
    let rest = number
        .iter()
        .fold(0_u128, |rest, byte| (rest << 8 | u128::from(*byte)) % n);
    u64::try_from(rest).unwrap_or(u64::MAX)
}
