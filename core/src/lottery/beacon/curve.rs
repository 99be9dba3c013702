//! Hashing to the curve: suites `BLS12381G1_XMD:SHA-256_SSWU_RO_` and `BLS12381G2_...` of RFC 9380.
//!
//! Only the message expansion is ours, over the SHA-256 that the crate has anyway; the maps to
//! the curve are those of `bls12_381`.

use bls12_381::hash_to_curve::{HashToField, MapToCurve};
use bls12_381::{G1Affine, G1Projective, G2Affine, G2Projective};

use crate::digest::Hasher;

/// `hash_to_curve(message)` in G1 (RFC 9380, 3 and 8.8.1): two field elements of 64 bytes.
pub(super) fn hash_to_g1(message: &[u8], tag: &[u8]) -> G1Affine {
    let uniform = expand::<128>(message, tag);
    let (left, right) = halves::<64, 128>(&uniform);
    let sum = map_to_g1(left) + map_to_g1(right);
    sum.clear_h().into()
}

/// The same in G2 (RFC 9380, 8.8.2): each field element has two coordinates, so 128 bytes.
pub(super) fn hash_to_g2(message: &[u8], tag: &[u8]) -> G2Affine {
    let uniform = expand::<256>(message, tag);
    let (left, right) = halves::<128, 256>(&uniform);
    let sum = map_to_g2(left) + map_to_g2(right);
    sum.clear_h().into()
}

fn map_to_g1(uniform: [u8; 64]) -> G1Projective {
    let element = <G1Projective as MapToCurve>::Field::from_okm(&uniform.into());
    G1Projective::map_to_curve(&element)
}

fn map_to_g2(uniform: [u8; 128]) -> G2Projective {
    let element = <G2Projective as MapToCurve>::Field::from_okm(&uniform.into());
    G2Projective::map_to_curve(&element)
}

fn halves<const HALF: usize, const WHOLE: usize>(bytes: &[u8; WHOLE]) -> ([u8; HALF], [u8; HALF]) {
    let (mut left, mut right) = ([0; HALF], [0; HALF]);
    for (to, from) in left.iter_mut().chain(&mut right).zip(bytes) {
        *to = *from;
    }
    (left, right)
}

/// `expand_message_xmd` with SHA-256 (RFC 9380, 5.3.1); tag and length are constants here, far
/// below the limits of 255 bytes and 255 blocks.
fn expand<const LEN: usize>(message: &[u8], tag: &[u8]) -> [u8; LEN] {
    let tag_len = [u8::try_from(tag.len()).unwrap_or(u8::MAX)];
    let len = u16::try_from(LEN).unwrap_or(u16::MAX).to_be_bytes();
    // "b_0 = H(Z_pad || msg || l_i_b_str || I2OSP(0, 1) || DST_prime)"
    let first = hash(&[&[0; 64], message, &len, &[0], tag, &tag_len]);
    let mut uniform = [0; LEN];
    let mut block = [0; 32];
    for (number, out) in (1_u8..).zip(uniform.chunks_mut(32)) {
        // "b_i = H(strxor(b_0, b_(i - 1)) || I2OSP(i, 1) || DST_prime)", b_1 = H(b_0 ..).
        for (byte, mask) in block.iter_mut().zip(&first) {
            *byte ^= mask;
        }
        block = hash(&[&block, &[number], tag, &tag_len]);
        for (to, from) in out.iter_mut().zip(&block) {
            *to = *from;
        }
    }
    uniform
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finish().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::hex;

    #[test]
    fn expands_as_rfc_9380_does() {
        // RFC 9380, K.1: DST "QUUX-V01-CS02-with-expander-SHA256-128".
        let tag = b"QUUX-V01-CS02-with-expander-SHA256-128";
        assert_eq!(
            hex(&expand::<32>(b"", tag)),
            "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235"
        );
        assert_eq!(
            hex(&expand::<32>(b"abc", tag)),
            "d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615"
        );
        assert_eq!(
            hex(&expand::<128>(b"", tag)),
            "af84c27ccfd45d41914fdff5df25293e221afc53d8ad2ac06d5e3e29485dadbe\
             e0d121587713a3e0dd4d5e69e93eb7cd4f5df4cd103e188cf60cb02edc3edf18\
             eda8576c412b18ffb658e3dd6ec849469b979d444cf7b26911a08e63cf31f9dc\
             c541708d3491184472c2c29bb749d4286b004ceb5ee6b9a7fa5b646c993f0ced"
        );
    }
}
