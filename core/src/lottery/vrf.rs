//! ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381): a number that only the key's owner can make and
//! everybody can check.
//!
//! Not used by draw/v1: who holds the key knows the number first and may withhold it. It is here
//! to check the draws of others and as a source that a later version may allow.
//!
//! Strict where libraries differ: `s` must be below the group order (RFC 9381, 5.4.4; a library
//! that reduces it accepts `s + q` too), points have one encoding, keys of small order are
//! refused (5.4.5). Proofs of drafts before the public key was hashed into the challenge share
//! their output with today's and are refused.
//!
//! ```
//! use isonomia::digest::unhex;
//! use isonomia::lottery::vrf;
//!
//! // The key of RFC 9381, example 16, whose alpha is empty.
//! let secret = unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")?;
//! let secret: [u8; 32] = secret.try_into().map_err(|_| isonomia::digest::HexError)?;
//! let public = vrf::public_key(&secret);
//! let proof = vrf::prove(&secret, b"");
//! let number = vrf::verify(&public, b"", &proof);
//! assert_eq!(number.map(|number| number[..4].to_vec()), Ok(vec![0x90, 0xcf, 0x1d, 0xf3]));
//! # Ok::<(), isonomia::digest::HexError>(())
//! ```

use std::fmt;

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::{Scalar, clamp_integer};
use curve25519_dalek::traits::IsIdentity;
use sha2::{Digest, Sha512};

/// The byte that names the suite.
const SUITE: u8 = 3;

/// The output `beta` that `proof` shows for `alpha` under this key.
///
/// # Errors
///
/// The first [`VrfError`], the key being looked at before the proof.
pub fn verify(public_key: &[u8; 32], alpha: &[u8], proof: &[u8]) -> Result<[u8; 64], VrfError> {
    let key = point(public_key).ok_or(VrfError::Key)?;
    // "If 8*Y is the identity, output INVALID": a key of small order.
    if key.is_small_order() {
        return Err(VrfError::Key);
    }
    let proof: &[u8; 80] = proof.try_into().map_err(|_| VrfError::Length)?;
    let (gamma, rest) = proof.split_first_chunk::<32>().ok_or(VrfError::Length)?;
    let (challenge, s) = rest.split_first_chunk::<16>().ok_or(VrfError::Length)?;
    let gamma = point(gamma).ok_or(VrfError::Gamma)?;
    let s: [u8; 32] = s.try_into().map_err(|_| VrfError::Length)?;
    let s = Option::from(Scalar::from_canonical_bytes(s)).ok_or(VrfError::Scalar)?;
    let (hashed, _) = encode_to_curve(public_key, alpha).ok_or(VrfError::Alpha)?;
    let c = challenge_scalar(challenge);
    // "U = s*B - c*Y", "V = s*H - c*Gamma"
    let u = EdwardsPoint::mul_base(&s) - c * key;
    let v = s * hashed - c * gamma;
    if self::challenge(public_key, &[hashed, gamma, u, v]) == *challenge {
        Ok(output(&gamma))
    } else {
        Err(VrfError::Challenge)
    }
}

/// The proof for `alpha` by the owner of this secret key (the 32 bytes of RFC 8032).
pub fn prove(secret: &[u8; 32], alpha: &[u8]) -> [u8; 80] {
    let (scalar, prefix) = expand(secret);
    let public_key = EdwardsPoint::mul_base(&scalar).compress().to_bytes();
    // Fails for no key and alpha ever met: 256 hashes in a row would have to miss the curve.
    let hashed = encode_to_curve(&public_key, alpha).map_or(EdwardsPoint::default(), |(h, _)| h);
    let gamma = scalar * hashed;
    let nonce = hash(&[&prefix, hashed.compress().as_bytes()]);
    let nonce = Scalar::from_bytes_mod_order_wide(&nonce);
    let (u, v) = (EdwardsPoint::mul_base(&nonce), nonce * hashed);
    let challenge = challenge(&public_key, &[hashed, gamma, u, v]);
    let s = nonce + challenge_scalar(&challenge) * scalar;
    let mut proof = [0; 80];
    let parts = gamma.compress().to_bytes().into_iter();
    let parts = parts.chain(challenge).chain(s.to_bytes());
    for (to, from) in proof.iter_mut().zip(parts) {
        *to = from;
    }
    proof
}

/// The public key of a secret key: that of Ed25519.
pub fn public_key(secret: &[u8; 32]) -> [u8; 32] {
    EdwardsPoint::mul_base(&expand(secret).0)
        .compress()
        .to_bytes()
}

/// The point `H` that `alpha` is hashed to, compressed, and how many tries failed before
/// (RFC 9381, 5.4.1.1); `None` if all 256 do.
pub fn hash_to_point(public_key: &[u8; 32], alpha: &[u8]) -> Option<([u8; 32], u8)> {
    let (point, tries) = encode_to_curve(public_key, alpha)?;
    Some((point.compress().to_bytes(), tries))
}

/// "Try and increment": hashes with a counter until the first half is a point, then clears the
/// cofactor.
fn encode_to_curve(public_key: &[u8; 32], alpha: &[u8]) -> Option<(EdwardsPoint, u8)> {
    (0..=u8::MAX).find_map(|counter| {
        let hash = hash(&[&[SUITE, 1], public_key, alpha, &[counter, 0]]);
        let point = point(hash.first_chunk()?)?.mul_by_cofactor();
        (!point.is_identity()).then_some((point, counter))
    })
}

/// A point in its one encoding.
fn point(bytes: &[u8; 32]) -> Option<EdwardsPoint> {
    let point = CompressedEdwardsY(*bytes).decompress()?;
    (point.compress().as_bytes() == bytes).then_some(point)
}

/// "c = the first 16 bytes of Hash(suite || 0x02 || Y || H || Gamma || U || V || 0x00)"
fn challenge(public_key: &[u8; 32], points: &[EdwardsPoint; 4]) -> [u8; 16] {
    let [h, gamma, u, v] = points.map(|point| point.compress().to_bytes());
    let hash = hash(&[&[SUITE, 2], public_key, &h, &gamma, &u, &v, &[0]]);
    let mut first = [0; 16];
    for (to, from) in first.iter_mut().zip(hash) {
        *to = from;
    }
    first
}

fn challenge_scalar(challenge: &[u8; 16]) -> Scalar {
    Scalar::from(u128::from_le_bytes(*challenge))
}

/// "beta = Hash(suite || 0x03 || cofactor * Gamma || 0x00)"
fn output(gamma: &EdwardsPoint) -> [u8; 64] {
    let cleared = gamma.mul_by_cofactor().compress();
    hash(&[&[SUITE, 3], cleared.as_bytes(), &[0]])
}

/// The scalar and the nonce prefix of a secret key (RFC 8032, 5.1.5).
fn expand(secret: &[u8; 32]) -> (Scalar, [u8; 32]) {
    let hash = hash(&[secret]);
    let (mut scalar, mut prefix) = ([0; 32], [0; 32]);
    for (to, from) in scalar.iter_mut().chain(&mut prefix).zip(hash) {
        *to = from;
    }
    (Scalar::from_bytes_mod_order(clamp_integer(scalar)), prefix)
}

fn hash(parts: &[&[u8]]) -> [u8; 64] {
    let mut hasher = Sha512::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Why a proof was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VrfError {
    /// The public key is no canonically encoded point, or one of small order.
    Key,
    /// The proof has not 80 bytes.
    Length,
    /// The proof does not begin with a canonically encoded point.
    Gamma,
    /// The last 32 bytes are not below the order of the group.
    Scalar,
    /// No point was found for alpha in 256 tries.
    Alpha,
    /// Well-formed, but not the owner's proof for this alpha.
    Challenge,
}

impl fmt::Display for VrfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VrfError::Key => "the public key is not one that may be used",
            VrfError::Length => "a proof has 80 bytes",
            VrfError::Gamma => "the proof does not begin with a point in canonical form",
            VrfError::Scalar => "the last number of the proof is not reduced",
            VrfError::Alpha => "no point for this alpha",
            VrfError::Challenge => "not the proof of this key for this alpha",
        })
    }
}

impl std::error::Error for VrfError {}
