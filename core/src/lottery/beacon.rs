//! Rounds of a drand beacon: BLS signatures over BLS12-381 that nobody can foresee or choose.
//!
//! A round is signed by a threshold of independent nodes. There is exactly one valid signature of
//! a round, so whoever brings it cannot grind; and its SHA-256 is the round's randomness. What a
//! relay says besides the signature is never needed and never trusted.
//!
//! ```text
//! message = SHA256(u64be round), chained: SHA256(previous signature + u64be round)
//! valid   = e(signature, -g) * e(hash_to_curve(message), public key) = 1
//! ```
//!
//! A point is accepted in one spelling only: compressed, coordinates reduced, on the curve and in
//! the subgroup of prime order; and never the identity, for which every round would be "signed".
//! Trust in a key comes from the chains [`pinned`] here, not from a transcript.
//! Source: drand `crypto/schemes.go`; hashing to the curve by RFC 9380; draw/v1, 1.1 and 2.8.
//!
//! ```
//! use isonomia::digest::{hex, unhex};
//! use isonomia::lottery::beacon::{QUICKNET, randomness};
//!
//! // Round 123 of quicknet, as published by every relay.
//! let signature = unhex("b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482\
//!                        e26cd02df835d3546d23c4b13e0dfc92")?;
//! assert_eq!(QUICKNET.verify(123, None, &signature), Ok(()));
//! assert!(QUICKNET.verify(124, None, &signature).is_err());
//! // The API of drand prints this number; here it is computed.
//! assert_eq!(hex(&randomness(&signature)),
//!            "fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc");
//! # Ok::<(), isonomia::digest::HexError>(())
//! ```

mod chain;
mod curve;
mod scheme;
#[cfg(test)]
mod tests;

use std::fmt;

use bls12_381::{G1Affine, G2Affine, G2Prepared, multi_miller_loop};

use self::curve::{hash_to_g1, hash_to_g2};
use crate::digest::{Digest, Hasher};

pub use chain::{Chain, DEFAULT, QUICKNET, chain_hash, pinned};
pub use scheme::Scheme;

/// Checks that `signature` is the beacon's signature of `round` under `public_key`.
///
/// Keys and signatures are compressed points, 48 bytes in G1 and 96 bytes in G2, as the scheme
/// says. `previous` is the signature of the round before (for round 1 the chain's group hash); a
/// chained scheme needs it, the others refuse it.
///
/// # Errors
///
/// The first [`BeaconError`], the key being looked at before the signature.
pub fn verify(
    scheme: Scheme,
    public_key: &[u8],
    round: u64,
    previous: Option<&[u8]>,
    signature: &[u8],
) -> Result<(), BeaconError> {
    let message = message(scheme, round, previous)?;
    let valid = if scheme.signs_in_g1() {
        let key = key(g2(public_key))?;
        let signature = self::signature(g1(signature))?;
        let hashed = hash_to_g1(&message, scheme.tag());
        pairings_cancel((&signature, -G2Affine::generator()), (&hashed, key))
    } else {
        let key = key(g1(public_key))?;
        let signature = self::signature(g2(signature))?;
        let hashed = hash_to_g2(&message, scheme.tag());
        pairings_cancel((&-G1Affine::generator(), signature), (&key, hashed))
    };
    if valid {
        Ok(())
    } else {
        Err(BeaconError::Invalid)
    }
}

/// `SHA256(signature)`: the 32 random bytes of a round.
pub fn randomness(signature: &[u8]) -> [u8; 32] {
    Digest::of(signature).into_bytes()
}

/// What the nodes sign.
fn message(scheme: Scheme, round: u64, previous: Option<&[u8]>) -> Result<[u8; 32], BeaconError> {
    let mut hasher = Hasher::new();
    match (scheme.is_chained(), previous) {
        (true, Some(previous)) => hasher.update(previous),
        (true, None) => return Err(BeaconError::PreviousMissing),
        (false, Some(_)) => return Err(BeaconError::PreviousUnexpected),
        (false, None) => {}
    }
    hasher.update(&round.to_be_bytes());
    Ok(hasher.finish().into_bytes())
}

/// Whether `e(a) * e(b) = 1`: two Miller loops and one final exponentiation.
fn pairings_cancel(a: (&G1Affine, G2Affine), b: (&G1Affine, G2Affine)) -> bool {
    let (second_a, second_b) = (G2Prepared::from(a.1), G2Prepared::from(b.1));
    let product = multi_miller_loop(&[(a.0, &second_a), (b.0, &second_b)]);
    product.final_exponentiation() == bls12_381::Gt::identity()
}

/// Why bytes are no point that may be used.
enum PointError {
    Length,
    Encoding,
    Identity,
}

/// A point of G1 from its only spelling; curve and subgroup are checked by the decoding.
fn g1(bytes: &[u8]) -> Result<G1Affine, PointError> {
    let bytes = bytes.try_into().map_err(|_| PointError::Length)?;
    let point = Option::<G1Affine>::from(G1Affine::from_compressed(bytes));
    let point = point.ok_or(PointError::Encoding)?;
    if bool::from(point.is_identity()) {
        return Err(PointError::Identity);
    }
    Ok(point)
}

/// The same for G2.
fn g2(bytes: &[u8]) -> Result<G2Affine, PointError> {
    let bytes = bytes.try_into().map_err(|_| PointError::Length)?;
    let point = Option::<G2Affine>::from(G2Affine::from_compressed(bytes));
    let point = point.ok_or(PointError::Encoding)?;
    if bool::from(point.is_identity()) {
        return Err(PointError::Identity);
    }
    Ok(point)
}

fn key<P>(point: Result<P, PointError>) -> Result<P, BeaconError> {
    point.map_err(|error| match error {
        PointError::Length => BeaconError::KeyLength,
        PointError::Encoding => BeaconError::KeyEncoding,
        PointError::Identity => BeaconError::KeyIdentity,
    })
}

fn signature<P>(point: Result<P, PointError>) -> Result<P, BeaconError> {
    point.map_err(|error| match error {
        PointError::Length => BeaconError::SignatureLength,
        PointError::Encoding => BeaconError::SignatureEncoding,
        PointError::Identity => BeaconError::SignatureIdentity,
    })
}

/// Why a beacon round was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeaconError {
    /// The public key has not the length of its group.
    KeyLength,
    /// The public key is no canonically encoded point of the subgroup.
    KeyEncoding,
    /// The public key is the identity, under which everything would be signed.
    KeyIdentity,
    /// The signature has not the length of its group.
    SignatureLength,
    /// The signature is no canonically encoded point of the subgroup.
    SignatureEncoding,
    /// The signature is the identity.
    SignatureIdentity,
    /// A chained scheme signs the signature before, and it is not given.
    PreviousMissing,
    /// An unchained scheme signs the round alone, yet a signature before is given.
    PreviousUnexpected,
    /// Well-formed, but not the signature of this round under this key.
    Invalid,
}

impl fmt::Display for BeaconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BeaconError::KeyLength => "the public key has the wrong length",
            BeaconError::KeyEncoding => "the public key is not a point in canonical form",
            BeaconError::KeyIdentity => "the public key is the identity",
            BeaconError::SignatureLength => "the signature has the wrong length",
            BeaconError::SignatureEncoding => "the signature is not a point in canonical form",
            BeaconError::SignatureIdentity => "the signature is the identity",
            BeaconError::PreviousMissing => "the signature of the round before is missing",
            BeaconError::PreviousUnexpected => "this chain does not sign the round before",
            BeaconError::Invalid => "not the signature of this round under this key",
        })
    }
}

impl std::error::Error for BeaconError {}
