//! The selection of RFC 3797, by which the IETF draws its nominating committees.
//!
//! ```text
//! digest_i = MD5(u16be i + key + u16be i), i from 0, a big-endian number
//! take element digest_i mod (pool - i) of those still in the list
//! ```
//!
//! `key` is the string of [`rfc3797_key`](crate::lottery::rfc3797_key). MD5 is broken where
//! someone can choose messages; here the key is public news. The pool ends at 65535, and nothing
//! commits to its order.
//!
//! Source: RFC 3797, sections 4 and 6.
//!
//! ```
//! use isonomia::lottery::samplers::rfc3797::select;
//!
//! let key = "9319./2.5.8.10.12./9.18.26.34.41.45./";
//! let numbers: Vec<u32> = select(key, 25, 3)?.iter().map(|row| row.selected).collect();
//! assert_eq!(numbers, [17, 7, 2]);
//! # Ok::<(), isonomia::lottery::SampleError>(())
//! ```

use md5::{Digest, Md5};

use crate::lottery::SampleError;

/// One step of the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The digest.
    pub md5: [u8; 16],
    /// How many were still in the list.
    pub divisor: u32,
    /// Which one is taken, by its number in the whole list, from 1.
    pub selected: u32,
}

/// Selects `count` of the numbers 1 to `pool`, one after the other.
///
/// # Errors
///
/// [`SampleError::TooMany`] for `count > pool`.
pub fn select(key: &str, pool: u16, count: u16) -> Result<Vec<Row>, SampleError> {
    if count > pool {
        return Err(SampleError::TooMany {
            n: pool.into(),
            k: count.into(),
        });
    }
    let mut left: Vec<u32> = (1..=u32::from(pool)).collect();
    let mut rows = Vec::new();
    for i in 0..count {
        let md5 = digest(i, key);
        let divisor = u32::from(pool - i);
        let at = u128::from_be_bytes(md5) % u128::from(divisor);
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let selected = left.remove(at);
        rows.push(Row {
            md5,
            divisor,
            selected,
        });
    }
    Ok(rows)
}

fn digest(i: u16, key: &str) -> [u8; 16] {
    let mut hasher = Md5::new();
    hasher.update(i.to_be_bytes());
    hasher.update(key);
    hasher.update(i.to_be_bytes());
    hasher.finalize().into()
}
