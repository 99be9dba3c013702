//! Ronald Rivest's `sampler.py` of 14 November 2011, and what audits derived from it.
//!
//! ```text
//! pick_i = a + SHA256(seed + "," + decimal i) mod (b - a + 1), i from 1, a and b included
//! without replacement: a pick that came before is skipped
//! ```
//!
//! The remainder favours small numbers, by less than 2^-190 here; and that the seed is hashed as
//! text, up to its last leading zero, is the whole specification.
//!
//! Source: R. L. Rivest, `sampler.py`; test values of `cjerdonek/rivest-sampler-tests`.
//!
//! ```
//! use isonomia::lottery::samplers::rivest2011::{with_replacement, without_replacement};
//!
//! assert_eq!(with_replacement("1", 1, 1000, 3)?, [97, 89, 163]);
//! let (picks, last) = without_replacement("3546311556112163624615351222", 1, 876, 47)?;
//! assert_eq!((picks[0], last), (740, 48));
//! # Ok::<(), isonomia::lottery::SampleError>(())
//! ```

use std::collections::BTreeSet;

use super::cryptorandom::remainder;
use crate::digest::Hasher;
use crate::lottery::SampleError;

/// `n` numbers of `a..=b`, repeats included.
///
/// # Errors
///
/// [`SampleError::Range`] for an empty range.
pub fn with_replacement(seed: &str, a: u64, b: u64, n: u64) -> Result<Vec<u64>, SampleError> {
    let size = size(a, b)?;
    Ok((1..=n).map(|i| a + pick(seed, i, size)).collect())
}

/// `n` different numbers of `a..=b`, and the number of the last pick looked at.
///
/// To draw all of `m` numbers takes about `m ln m` picks.
///
/// # Errors
///
/// [`SampleError`] for an empty range or one of fewer than `n` numbers.
pub fn without_replacement(
    seed: &str,
    a: u64,
    b: u64,
    n: u64,
) -> Result<(Vec<u64>, u64), SampleError> {
    let size = size(a, b)?;
    if u128::from(n) > size {
        return Err(SampleError::TooMany {
            n: u64::try_from(size).unwrap_or(u64::MAX),
            k: n,
        });
    }
    let mut seen = BTreeSet::new();
    let mut picks = Vec::new();
    let mut last = 0;
    for _ in 0..n {
        let fresh = loop {
            last += 1;
            let number = a + pick(seed, last, size);
            if seen.insert(number) {
                break number;
            }
        };
        picks.push(fresh);
    }
    Ok((picks, last))
}

fn size(a: u64, b: u64) -> Result<u128, SampleError> {
    let last = b.checked_sub(a).ok_or(SampleError::Range(0))?;
    Ok(u128::from(last) + 1)
}

fn pick(seed: &str, i: u64, size: u128) -> u64 {
    let mut hasher = Hasher::new();
    hasher.update(seed.as_bytes());
    hasher.update(b",");
    hasher.update(i.to_string().as_bytes());
    remainder(&hasher.finish().into_bytes(), size)
}
