//! SHA-256 digests and lower-case hexadecimal, the only spelling of bytes in our documents.
//!
//! ```
//! use isonomia::digest::{Digest, Hasher};
//!
//! let mut hasher = Hasher::new();
//! hasher.update(b"ab");
//! hasher.update(b"c");
//! let digest = hasher.finish();
//! // FIPS 180-4 example: SHA-256 of "abc"
//! let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
//! assert_eq!(digest, hex.parse::<Digest>()?);
//! assert_eq!(digest.tagged(), format!("sha256:{hex}"));
//! # Ok::<(), isonomia::digest::HexError>(())
//! ```

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest; compared and ordered by its bytes, shown as 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// The 32 bytes, borrowed.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The 32 bytes.
    pub const fn into_bytes(self) -> [u8; 32] {
        self.0
    }

    /// As documents spell it: `sha256:` and 64 hex digits.
    pub fn tagged(&self) -> String {
        format!("sha256:{self}")
    }

    /// Reads what [`Digest::tagged`] writes.
    ///
    /// # Errors
    ///
    /// [`HexError`] where the tag is missing or what follows is not exactly 64 hex digits.
    pub fn from_tagged(text: &str) -> Result<Digest, HexError> {
        text.strip_prefix("sha256:").ok_or(HexError)?.parse()
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Digest {
        Digest(bytes)
    }
}

impl From<Digest> for [u8; 32] {
    fn from(digest: Digest) -> [u8; 32] {
        digest.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = HexError;

    fn from_str(text: &str) -> Result<Digest, HexError> {
        unhex32(text).map(Digest)
    }
}

/// SHA-256 of bytes that arrive in pieces.
#[derive(Clone, Debug, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// A hasher that has read nothing.
    pub fn new() -> Hasher {
        Hasher::default()
    }

    /// Reads the next piece; where it is cut does not matter.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all that was read.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// Text that is not lower-case hexadecimal of the length asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HexError;

impl fmt::Display for HexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not lower-case hexadecimal of the right length")
    }
}

impl std::error::Error for HexError {}

/// Two lower-case hex digits for each byte.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

/// Reads lower-case hexadecimal, strictly: one spelling for each value.
///
/// # Errors
///
/// [`HexError`] for an odd length, an upper-case digit, a blank or anything else.
pub fn unhex(text: &str) -> Result<Vec<u8>, HexError> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return Err(HexError);
    }
    pairs
        .iter()
        .map(|&[high, low]| Ok(nibble(high)? << 4 | nibble(low)?))
        .collect()
}

/// Reads exactly 64 lower-case hex digits.
///
/// # Errors
///
/// [`HexError`] for any other length or a digit that [`unhex`] refuses.
pub fn unhex32(text: &str) -> Result<[u8; 32], HexError> {
    unhex(text)?.try_into().map_err(|_| HexError)
}

fn nibble(digit: u8) -> Result<u8, HexError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(HexError),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_strict() {
        assert_eq!(hex(&[0x00, 0x9f, 0xff]), "009fff");
        assert_eq!(unhex("009fff"), Ok(vec![0x00, 0x9f, 0xff]));
        assert_eq!(unhex(""), Ok(vec![]));
        for wrong in ["0", "0F", "0g", " 00", "00 ", "0x00", "é"] {
            assert_eq!(unhex(wrong), Err(HexError), "{wrong:?}");
        }
        assert!(unhex32(&"0".repeat(63)).is_err());
        assert!(unhex32(&"0".repeat(66)).is_err());
    }

    #[test]
    fn tagged_needs_its_tag() {
        let digest = Digest::of(b"");
        // FIPS 180-4: SHA-256 of the empty string
        assert!(
            digest
                .tagged()
                .starts_with("sha256:e3b0c44298fc1c149afbf4c8996fb924")
        );
        assert_eq!(Digest::from_tagged(&digest.tagged()), Ok(digest));
        assert!(Digest::from_tagged(&digest.to_string()).is_err());
    }
}
