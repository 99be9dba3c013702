//! Ed25519 signatures (RFC 8032) under the one reading on which all strict verifiers agree.
//!
//! Two libraries may disagree on a crafted signature: RFC 8032 leaves open whether small-order
//! points, unreduced points and the equation with the cofactor are accepted. Verification here is
//! strict: `s < L`, `R` encoded canonically, neither the key nor `R` of small order, the equation
//! without the cofactor. A key of small order verifies chosen signatures of every message, so it
//! is refused before the message is looked at.
//!
//! A signature is no source of randomness: the owner of a key can make a second valid signature
//! of the same message. So no seed and no identity is ever derived from one.
//!
//! ```
//! use isonomia::lottery::signature::{SigningKey, verify_strict};
//!
//! let key = SigningKey::from_seed([7; 32]);
//! let signature = key.sign(b"the list is sealed");
//! assert!(verify_strict(&key.public(), b"the list is sealed", &signature));
//! assert!(!verify_strict(&key.public(), b"another list is sealed", &signature));
//! // The identity point is a key of small order: it would accept anything.
//! let mut weak = [0; 32];
//! weak[0] = 1;
//! assert!(!verify_strict(&weak, b"", &signature));
//! ```

use std::fmt;

use ed25519_dalek::{Signature, Signer, VerifyingKey};

/// Whether `signature` is the key's signature of `message`, under the strict rules above.
///
/// Bytes that are no key or no signature are simply not a valid signature.
pub fn verify_strict(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let Ok(key) = VerifyingKey::from_bytes(key) else {
        return false;
    };
    !key.is_weak()
        && key
            .verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
}

/// Whether these bytes are a point of the curve that may serve as a key: not one of small order.
pub fn is_key(key: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|key| !key.is_weak())
}

/// A secret key, made from 32 random bytes (the "secret key" of RFC 8032, 5.1.5).
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key of these 32 bytes; they must be random and stay secret.
    pub fn from_seed(seed: [u8; 32]) -> SigningKey {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// The 32 bytes that the key was made from.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public key.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// The signature of `message`: deterministic, so the same message gives the same bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// Shows the public key only.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", crate::digest::hex(&self.public()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::unhex;

    #[test]
    fn signs_as_rfc_8032_does() {
        // RFC 8032, 7.1, test 2
        let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        let key = SigningKey::from_seed(unhex(seed).unwrap().try_into().unwrap());
        assert_eq!(key.public()[..], unhex(public).unwrap());
        assert_eq!(key.sign(&[0x72])[..], unhex(signature).unwrap());
        assert!(verify_strict(&key.public(), &[0x72], &key.sign(&[0x72])));
        assert!(!format!("{key:?}").contains(&seed[..8]));
    }

    #[test]
    fn a_flipped_bit_anywhere_is_no_signature() {
        let key = SigningKey::from_seed([9; 32]);
        let (public, signature) = (key.public(), key.sign(b"sealed"));
        for bit in 0..64 * 8 {
            let mut flipped = signature;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!verify_strict(&public, b"sealed", &flipped), "bit {bit}");
        }
        for bit in 0..32 * 8 {
            let mut flipped = public;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!verify_strict(&flipped, b"sealed", &signature), "bit {bit}");
        }
    }

    #[test]
    fn keys_of_small_order_are_refused() {
        // The eight points whose order divides 8, from ed25519-speccheck; the last two of each
        // kind are second, unreduced spellings.
        for weak in [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ] {
            let weak: [u8; 32] = unhex(weak).unwrap().try_into().unwrap();
            assert!(!is_key(&weak), "{weak:?}");
            // R = identity, s = 0 satisfies the equation of the identity key for every message.
            let mut forged = [0; 64];
            forged[0] = 1;
            assert!(!verify_strict(&weak, b"anything", &forged));
        }
        assert!(is_key(&SigningKey::from_seed([1; 32]).public()));
    }
}
