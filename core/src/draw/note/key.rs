//! Keys of notes and their texts: `name+id+base64` to verify, `PRIVATE+KEY+...` to sign.

use std::fmt;
use std::str::FromStr;

use super::super::base64;
use super::{NoteError, NoteSignature};
use crate::digest::{Hasher, hex};
use crate::lottery::signature::{SigningKey, is_key, verify_strict};

/// What a key signs, the byte before the key in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteAlgorithm {
    /// 01: an Ed25519 signature of the text.
    Signature,
    /// 04: an Ed25519 cosignature with a time, of a checkpoint (C2SP `tlog-cosignature`).
    Cosignature,
}

impl NoteAlgorithm {
    /// The byte that stands for it.
    pub const fn byte(self) -> u8 {
        match self {
            NoteAlgorithm::Signature => 1,
            NoteAlgorithm::Cosignature => 4,
        }
    }

    fn from_byte(byte: u8) -> Result<NoteAlgorithm, NoteError> {
        match byte {
            1 => Ok(NoteAlgorithm::Signature),
            4 => Ok(NoteAlgorithm::Cosignature),
            other => Err(NoteError::Algorithm(other)),
        }
    }
}

/// Whether this may name a key: not empty, no Unicode blank, no plus, no ASCII control character.
pub fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c < ' ' || c == '+')
}

/// A public key under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    algorithm: NoteAlgorithm,
    public: [u8; 32],
}

impl NoteKey {
    /// The key of this name.
    ///
    /// # Errors
    ///
    /// [`NoteError::Key`] for a name that [`is_key_name`] refuses, and for bytes that are no key
    /// or a weak one.
    pub fn new(
        name: &str,
        algorithm: NoteAlgorithm,
        public: [u8; 32],
    ) -> Result<NoteKey, NoteError> {
        if !is_key_name(name) || !is_key(&public) {
            return Err(NoteError::Key);
        }
        Ok(NoteKey {
            name: name.to_owned(),
            algorithm,
            public,
        })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn algorithm(&self) -> NoteAlgorithm {
        self.algorithm
    }

    /// The 32 bytes of the public key.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// `SHA256(name + LF + algorithm + public key)`, the first four bytes.
    pub fn id(&self) -> [u8; 4] {
        let mut hasher = Hasher::new();
        hasher.update(self.name.as_bytes());
        hasher.update(&[b'\n', self.algorithm.byte()]);
        hasher.update(&self.public);
        let [a, b, c, d, ..] = hasher.finish().into_bytes();
        [a, b, c, d]
    }

    /// Whether a signature line says that it is by this key: the same name and id.
    pub fn is_named_by(&self, signature: &NoteSignature) -> bool {
        signature.name == self.name && signature.key_id == self.id()
    }

    /// Whether the line names this key and holds its signature of `text`.
    ///
    /// Always false for cosignatures, which sign more than the text: see
    /// [`cosigned_at`](crate::draw::tlog::cosigned_at).
    pub fn verifies(&self, text: &str, signature: &NoteSignature) -> bool {
        let Ok(bytes) = <&[u8; 64]>::try_from(&signature.bytes[..]) else {
            return false;
        };
        self.algorithm == NoteAlgorithm::Signature
            && self.is_named_by(signature)
            && verify_strict(&self.public, text.as_bytes(), bytes)
    }
}

/// The text that is handed out: `name+id+base64(algorithm + public key)`.
impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![self.algorithm.byte()];
        bytes.extend(self.public);
        let (id, encoded) = (hex(&self.id()), base64::encode(&bytes));
        write!(f, "{}+{id}+{encoded}", self.name)
    }
}

impl FromStr for NoteKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<NoteKey, NoteError> {
        let (name, id, algorithm, public) = parts(text)?;
        let key = NoteKey::new(name, algorithm, public)?;
        if hex(&key.id()) == id {
            Ok(key)
        } else {
            Err(NoteError::Key)
        }
    }
}

/// A secret key under its name.
#[derive(Clone, Debug)]
pub struct NoteSigner {
    key: NoteKey,
    secret: SigningKey,
}

impl NoteSigner {
    /// The signer of this name.
    ///
    /// # Errors
    ///
    /// [`NoteError::Key`] for a name that [`is_key_name`] refuses.
    pub fn new(
        name: &str,
        algorithm: NoteAlgorithm,
        secret: SigningKey,
    ) -> Result<NoteSigner, NoteError> {
        let key = NoteKey::new(name, algorithm, secret.public())?;
        Ok(NoteSigner { key, secret })
    }

    /// The public key.
    pub fn key(&self) -> &NoteKey {
        &self.key
    }

    /// The secret key without its name.
    pub fn signing_key(&self) -> &SigningKey {
        &self.secret
    }

    /// The signature line of `text`, for a key that signs texts.
    pub fn sign(&self, text: &str) -> NoteSignature {
        self.line(self.secret.sign(text.as_bytes()).to_vec())
    }

    /// The signature of other bytes than the text, for algorithms that need it.
    pub(in crate::draw) fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message)
    }

    pub(in crate::draw) fn line(&self, bytes: Vec<u8>) -> NoteSignature {
        NoteSignature {
            name: self.key.name.clone(),
            key_id: self.key.id(),
            bytes,
        }
    }

    /// The text that must stay secret: `PRIVATE+KEY+name+id+base64(algorithm + secret)`.
    pub fn secret_text(&self) -> String {
        let mut bytes = vec![self.key.algorithm.byte()];
        bytes.extend(self.secret.seed());
        let (id, encoded) = (hex(&self.key.id()), base64::encode(&bytes));
        format!("{PRIVATE}{}+{id}+{encoded}", self.key.name)
    }
}

const PRIVATE: &str = "PRIVATE+KEY+";

impl FromStr for NoteSigner {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<NoteSigner, NoteError> {
        let text = text.strip_prefix(PRIVATE).ok_or(NoteError::Key)?;
        let (name, id, algorithm, seed) = parts(text)?;
        let signer = NoteSigner::new(name, algorithm, SigningKey::from_seed(seed))?;
        if hex(&signer.key.id()) == id {
            Ok(signer)
        } else {
            Err(NoteError::Key)
        }
    }
}

/// Name, id, algorithm and 32 bytes of `name+id+base64`; base64 may hold a plus itself.
fn parts(text: &str) -> Result<(&str, &str, NoteAlgorithm, [u8; 32]), NoteError> {
    let mut parts = text.splitn(3, '+');
    let mut next = || parts.next().ok_or(NoteError::Key);
    let (name, id, encoded) = (next()?, next()?, next()?);
    let decoded = base64::decode(encoded).ok_or(NoteError::Key)?;
    let (algorithm, bytes) = decoded.split_first().ok_or(NoteError::Key)?;
    let algorithm = NoteAlgorithm::from_byte(*algorithm)?;
    let bytes = bytes.try_into().map_err(|_| NoteError::Key)?;
    Ok((name, id, algorithm, bytes))
}
