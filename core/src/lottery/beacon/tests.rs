//! A second implementation (blst) must agree on honest, mutated and random signatures; and each
//! edge of the encodings has its own error.

use blst::{BLST_ERROR, min_pk, min_sig};

use super::*;
use crate::digest::unhex;
use crate::lottery::Stream;

/// Keys and signatures made by blst, so that nothing here is checked against itself.
struct Signed {
    scheme: Scheme,
    key: Vec<u8>,
    round: u64,
    previous: Option<Vec<u8>>,
    signature: Vec<u8>,
}

impl Signed {
    fn new(scheme: Scheme, random: &mut Stream) -> Signed {
        let secret = bytes::<32>(random);
        let round = random.next_u64() >> (random.next_u64() % 64);
        let previous = scheme.is_chained().then(|| bytes::<96>(random).to_vec());
        let message = message(scheme, round, previous.as_deref()).unwrap();
        let (key, signature) = if scheme.signs_in_g1() {
            let secret = min_sig::SecretKey::key_gen(&secret, &[]).unwrap();
            let signature = secret.sign(&message, scheme.tag(), &[]);
            (
                secret.sk_to_pk().compress().to_vec(),
                signature.compress().to_vec(),
            )
        } else {
            let secret = min_pk::SecretKey::key_gen(&secret, &[]).unwrap();
            let signature = secret.sign(&message, scheme.tag(), &[]);
            (
                secret.sk_to_pk().compress().to_vec(),
                signature.compress().to_vec(),
            )
        };
        Signed {
            scheme,
            key,
            round,
            previous,
            signature,
        }
    }

    fn ours(&self) -> Result<(), BeaconError> {
        verify(
            self.scheme,
            &self.key,
            self.round,
            self.previous.as_deref(),
            &self.signature,
        )
    }

    /// What blst says, with its own checks of subgroup and identity switched on.
    fn theirs(&self) -> bool {
        let message = message(self.scheme, self.round, self.previous.as_deref()).unwrap();
        let tag = self.scheme.tag();
        if self.scheme.signs_in_g1() {
            min_sig::PublicKey::key_validate(&self.key)
                .and_then(|key| {
                    let signature = min_sig::Signature::sig_validate(&self.signature, true)?;
                    Ok(signature.verify(true, &message, tag, &[], &key, true))
                })
                .is_ok_and(|verdict| verdict == BLST_ERROR::BLST_SUCCESS)
        } else {
            min_pk::PublicKey::key_validate(&self.key)
                .and_then(|key| {
                    let signature = min_pk::Signature::sig_validate(&self.signature, true)?;
                    Ok(signature.verify(true, &message, tag, &[], &key, true))
                })
                .is_ok_and(|verdict| verdict == BLST_ERROR::BLST_SUCCESS)
        }
    }

    fn agree(&self, accepted: bool) {
        assert_eq!(self.ours().is_ok(), accepted, "ours, {:?}", self.scheme);
        assert_eq!(self.theirs(), accepted, "blst, {:?}", self.scheme);
    }
}

fn bytes<const N: usize>(random: &mut Stream) -> [u8; N] {
    std::array::from_fn(|_| random.next_u64().to_le_bytes()[0])
}

#[test]
fn agrees_with_blst_on_honest_rounds() {
    let mut random = Stream::new([1; 32]);
    for scheme in Scheme::ALL {
        for _ in 0..4 {
            Signed::new(scheme, &mut random).agree(true);
        }
    }
}

#[test]
fn agrees_with_blst_on_other_rounds_tags_keys_and_signatures() {
    let mut random = Stream::new([2; 32]);
    for scheme in Scheme::ALL {
        let honest = Signed::new(scheme, &mut random);
        let stranger = Signed::new(scheme, &mut random);
        let with = |change: &dyn Fn(&mut Signed)| {
            let mut changed = Signed {
                key: honest.key.clone(),
                previous: honest.previous.clone(),
                signature: honest.signature.clone(),
                ..honest
            };
            change(&mut changed);
            changed.agree(false);
        };
        with(&|changed| changed.round ^= 1);
        with(&|changed| changed.round ^= 1 << 63);
        with(&|changed| changed.key.clone_from(&stranger.key));
        with(&|changed| changed.signature.clone_from(&stranger.signature));
        // The sign bit of a compressed point: its negative.
        with(&|changed| changed.signature[0] ^= 0x20);
        with(&|changed| changed.key[0] ^= 0x20);
        with(&|changed| {
            changed.scheme = match changed.scheme {
                Scheme::BlsUnchainedOnG1 => Scheme::BlsUnchainedG1Rfc9380,
                Scheme::BlsUnchainedG1Rfc9380 => Scheme::BlsUnchainedOnG1,
                Scheme::PedersenBlsChained => {
                    changed.previous = None;
                    Scheme::PedersenBlsUnchained
                }
                Scheme::PedersenBlsUnchained => {
                    changed.previous = Some(vec![0; 96]);
                    Scheme::PedersenBlsChained
                }
            }
        });
    }
}

#[test]
fn agrees_with_blst_on_every_kind_of_flipped_bit() {
    let mut random = Stream::new([3; 32]);
    for scheme in [Scheme::PedersenBlsUnchained, Scheme::BlsUnchainedG1Rfc9380] {
        let mut signed = Signed::new(scheme, &mut random);
        // All flag bits, and a bit of every seventh byte after them.
        let (key_bits, signature_bits) = (signed.key.len() * 8, signed.signature.len() * 8);
        for bit in (0..8).chain((8..signature_bits).step_by(57)) {
            signed.signature[bit / 8] ^= 0x80 >> (bit % 8);
            signed.agree(false);
            signed.signature[bit / 8] ^= 0x80 >> (bit % 8);
        }
        for bit in (0..8).chain((8..key_bits).step_by(57)) {
            signed.key[bit / 8] ^= 0x80 >> (bit % 8);
            signed.agree(false);
            signed.key[bit / 8] ^= 0x80 >> (bit % 8);
        }
        signed.agree(true);
    }
}

#[test]
fn agrees_with_blst_on_random_bytes() {
    // About half of all x have a point, nearly none of them in the subgroup of prime order: this
    // is what exercises the subgroup checks.
    let mut random = Stream::new([4; 32]);
    let mut on_the_curve = 0;
    for scheme in [Scheme::PedersenBlsUnchained, Scheme::BlsUnchainedG1Rfc9380] {
        let mut signed = Signed::new(scheme, &mut random);
        for _ in 0..40 {
            let mut noise = bytes::<96>(&mut random)[..scheme.signature_len()].to_vec();
            noise[0] = 0x80 | noise[0] & 0x2f;
            if scheme.signs_in_g1() {
                let bytes: &[u8; 48] = noise[..].try_into().unwrap();
                on_the_curve += u32::from(
                    G1Affine::from_compressed_unchecked(bytes)
                        .is_some()
                        .unwrap_u8(),
                );
            }
            signed.signature = noise;
            signed.agree(false);
        }
    }
    assert!(on_the_curve > 5, "{on_the_curve} points");
}

#[test]
fn the_identity_signs_nothing() {
    let identity = |len: usize| {
        let mut bytes = vec![0; len];
        bytes[0] = 0xc0;
        bytes
    };
    for scheme in Scheme::ALL {
        let previous = scheme.is_chained().then_some(&[0; 96][..]);
        let (key, signature) = (identity(scheme.key_len()), identity(scheme.signature_len()));
        // With both the identity, the equation holds for every round.
        assert_eq!(
            verify(scheme, &key, 7, previous, &signature),
            Err(BeaconError::KeyIdentity)
        );
        let honest = Signed::new(scheme, &mut Stream::new([5; 32]));
        assert_eq!(
            verify(scheme, &honest.key, 7, previous, &signature),
            Err(BeaconError::SignatureIdentity)
        );
    }
}

#[test]
fn the_message_is_the_chains_own() {
    let (key, signature) = (QUICKNET.public_key, [0x80; 48]);
    assert_eq!(
        QUICKNET.verify(1, Some(&[0; 48]), &signature),
        Err(BeaconError::PreviousUnexpected)
    );
    assert_eq!(
        DEFAULT.verify(1, None, &[0x80; 96]),
        Err(BeaconError::PreviousMissing)
    );
    assert_eq!(
        verify(QUICKNET.scheme, &key[1..], 1, None, &signature),
        Err(BeaconError::KeyLength)
    );
    assert_eq!(
        QUICKNET.verify(1, None, &signature[1..]),
        Err(BeaconError::SignatureLength)
    );
}

#[test]
fn pinned_chains_have_the_hash_of_their_information() {
    // Group hashes from drand-client, lib/defaults.ts.
    for (chain, group_hash) in [
        (
            QUICKNET,
            "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
        ),
        (
            DEFAULT,
            "176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
        ),
    ] {
        let hash = chain_hash(
            chain.period.get(),
            chain.genesis,
            chain.public_key,
            &unhex(group_hash).unwrap(),
            chain.name,
        );
        assert_eq!(hash, chain.hash, "{}", chain.name);
        assert_eq!(pinned(&hash), Some(&chain));
    }
    assert_eq!(pinned(&[0; 32]), None);
    assert_eq!(
        QUICKNET.time_of(QUICKNET.round_at(1_800_000_000)),
        Some(1_800_000_000)
    );
}
