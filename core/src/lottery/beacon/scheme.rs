//! The four ways in which drand chains over BLS12-381 sign.

/// How a chain signs: in which group, with which tag, and whether rounds are chained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `pedersen-bls-chained`: key in G1, signature in G2 of the round and the signature before.
    PedersenBlsChained,
    /// `pedersen-bls-unchained`: key in G1, signature in G2 of the round alone.
    PedersenBlsUnchained,
    /// `bls-unchained-on-g1`: key in G2, signature in G1, by mistake under the tag of G2; its
    /// network is shut down.
    BlsUnchainedOnG1,
    /// `bls-unchained-g1-rfc9380`: the same under the right tag.
    BlsUnchainedG1Rfc9380,
}

impl Scheme {
    /// All schemes, in the order of their age.
    pub const ALL: [Scheme; 4] = [
        Scheme::PedersenBlsChained,
        Scheme::PedersenBlsUnchained,
        Scheme::BlsUnchainedOnG1,
        Scheme::BlsUnchainedG1Rfc9380,
    ];

    /// The name in drand's chain information.
    pub const fn name(self) -> &'static str {
        match self {
            Scheme::PedersenBlsChained => "pedersen-bls-chained",
            Scheme::PedersenBlsUnchained => "pedersen-bls-unchained",
            Scheme::BlsUnchainedOnG1 => "bls-unchained-on-g1",
            Scheme::BlsUnchainedG1Rfc9380 => "bls-unchained-g1-rfc9380",
        }
    }

    /// The scheme of this name.
    pub fn from_name(name: &str) -> Option<Scheme> {
        Scheme::ALL.into_iter().find(|scheme| scheme.name() == name)
    }

    /// Whether a round signs the signature of the round before.
    pub const fn is_chained(self) -> bool {
        matches!(self, Scheme::PedersenBlsChained)
    }

    /// Whether signatures are points of G1 (48 bytes) and keys of G2 (96 bytes), not the reverse.
    pub const fn signs_in_g1(self) -> bool {
        matches!(
            self,
            Scheme::BlsUnchainedOnG1 | Scheme::BlsUnchainedG1Rfc9380
        )
    }

    /// Bytes of a signature.
    pub const fn signature_len(self) -> usize {
        if self.signs_in_g1() { 48 } else { 96 }
    }

    /// Bytes of a public key.
    pub const fn key_len(self) -> usize {
        if self.signs_in_g1() { 96 } else { 48 }
    }

    /// The domain separation tag of hashing to the curve.
    pub(super) const fn tag(self) -> &'static [u8] {
        match self {
            Scheme::BlsUnchainedG1Rfc9380 => b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_",
            _ => b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_",
        }
    }
}
