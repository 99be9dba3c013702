//! The chains whose keys are built in, and the hash that names a chain.

use std::num::NonZeroU32;

use super::{BeaconError, Scheme, verify};
use crate::digest::Hasher;
use crate::lottery::{first_round_at_or_after, round_time};

/// A drand chain: everything that a round is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The beacon id, such as `quicknet`.
    pub name: &'static str,
    /// The chain hash: what manifests name the chain by.
    pub hash: [u8; 32],
    /// The public key, a compressed point.
    pub public_key: &'static [u8],
    /// Seconds from round to round.
    pub period: NonZeroU32,
    /// Unix seconds of round 1.
    pub genesis: i64,
    /// How it signs.
    pub scheme: Scheme,
}

/// `quicknet`: every 3 seconds, the chain to seal draws with.
pub const QUICKNET: Chain = Chain {
    name: "quicknet",
    hash: bytes("52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"),
    public_key: &bytes::<96>(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c\
         8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb\
         5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
    ),
    period: NonZeroU32::MIN.saturating_add(2),
    genesis: 1_692_803_367,
    scheme: Scheme::BlsUnchainedG1Rfc9380,
};

/// `default`, the first chain of the League of Entropy: every 30 seconds, each round signing the
/// one before.
pub const DEFAULT: Chain = Chain {
    name: "default",
    hash: bytes("8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce"),
    public_key: &bytes::<48>(
        "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a5699\
         37c529eeda66c7293784a9402801af31",
    ),
    period: NonZeroU32::MIN.saturating_add(29),
    genesis: 1_595_431_050,
    scheme: Scheme::PedersenBlsChained,
};

/// The chain of this hash, if it is one of the two that draw/v1 knows (2.8, closed point 9).
///
/// Retired and test chains are no chains here: the keys of some are known to outsiders.
pub fn pinned(hash: &[u8; 32]) -> Option<&'static Chain> {
    const CHAINS: [&Chain; 2] = [&QUICKNET, &DEFAULT];
    CHAINS.into_iter().find(|chain| chain.hash == *hash)
}

impl Chain {
    /// Checks the signature of a round under the chain's key.
    ///
    /// # Errors
    ///
    /// See [`verify`].
    pub fn verify(
        &self,
        round: u64,
        previous: Option<&[u8]>,
        signature: &[u8],
    ) -> Result<(), BeaconError> {
        verify(self.scheme, self.public_key, round, previous, signature)
    }

    /// Unix seconds of a round; `None` for round 0 and beyond the range of `i64`.
    pub fn time_of(&self, round: u64) -> Option<i64> {
        round_time(self.genesis, self.period, round)
    }

    /// The first round at `unix` seconds or later.
    pub fn round_at(&self, unix: i64) -> u64 {
        first_round_at_or_after(self.genesis, self.period, unix)
    }
}

/// `SHA256(u32be period + i64be genesis + public key + group hash + beacon id)`, the id left out
/// where it is `default` or empty: the name of a chain (drand `common/chain/info.go`).
///
/// `group_hash` is the hash of the nodes that founded the chain.
pub fn chain_hash(
    period: u32,
    genesis: i64,
    public_key: &[u8],
    group_hash: &[u8],
    beacon_id: &str,
) -> [u8; 32] {
    let mut hasher = Hasher::new();
    hasher.update(&period.to_be_bytes());
    hasher.update(&genesis.to_be_bytes());
    hasher.update(public_key);
    hasher.update(group_hash);
    if beacon_id != "default" {
        hasher.update(beacon_id.as_bytes());
    }
    hasher.finish().into_bytes()
}

/// Hexadecimal of constants, read by the compiler: a wrong length does not compile.
const fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    const fn nibble(digit: u8) -> u8 {
        match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => 16,
        }
    }
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    assert!(pairs.len() == N && rest.is_empty(), "wrong length");
    let mut read = [0; N];
    let mut at = 0;
    while at < N {
        let (high, low) = (nibble(pairs[at][0]), nibble(pairs[at][1]));
        assert!(high < 16 && low < 16, "no hexadecimal digit");
        read[at] = high << 4 | low;
        at += 1;
    }
    read
}
