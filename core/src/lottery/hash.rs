//! `H(tag, p1 .. pn)`: the one hash of draw/v1, injective in its tag and its parts.

use crate::digest::Hasher;

/// `SHA256(LP("draw/v1/" + tag) + u64be(n) + LP(p1) + .. + LP(pn))` with
/// `LP(x) = u64be(length of x) + x` (draw/v1, 2.2).
///
/// Because every length is hashed too, two different lists of parts never feed the same bytes
/// to SHA-256, and a tag never runs into its parts.
pub fn tagged_hash(tag: &str, parts: &[&[u8]]) -> [u8; 32] {
    const PREFIX: &[u8] = b"draw/v1/";
    let mut hasher = Hasher::new();
    hasher.update(&length(PREFIX.len().saturating_add(tag.len())));
    hasher.update(PREFIX);
    hasher.update(tag.as_bytes());
    hasher.update(&length(parts.len()));
    for part in parts {
        prefixed(&mut hasher, part);
    }
    hasher.finish().into_bytes()
}

/// Feeds `LP(bytes)`.
pub(super) fn prefixed(hasher: &mut Hasher, bytes: &[u8]) {
    hasher.update(&length(bytes.len()));
    hasher.update(bytes);
}

/// Lengths are 64 bits wide on every platform; no platform has longer slices.
fn length(bytes: usize) -> [u8; 8] {
    u64::try_from(bytes).unwrap_or(u64::MAX).to_be_bytes()
}
