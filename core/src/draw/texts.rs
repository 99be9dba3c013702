//! What a draw has signed: three short texts (draw/v1, 2.8, closed point 7).
//!
//! ```text
//! draw/v1 manifest | draw/v1 reveals | draw/v1 list-audited
//! the draw's id
//! the attempt, a decimal number
//! the manifest hash, hexadecimal
//! (reveals only) the reveals hash, hexadecimal
//! ```
//!
//! Each line ends in a line feed. They are signed as [notes](crate::draw::note) by keys whose name
//! is the key itself in hexadecimal: a name then says nothing that the key does not, and nobody
//! signs as "city hall" with a key of the own.

use super::note::{Note, NoteAlgorithm, NoteError, NoteKey, NoteSigner};
use crate::digest::{hex, unhex32};
use crate::lottery::signature::SigningKey;
use crate::lottery::tagged_hash;

/// The sealed manifest that a text speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed<'a> {
    /// The id of the draw; the manifest's, so it has no line feed.
    pub draw_id: &'a str,
    /// Which attempt, from 1.
    pub attempt: u64,
    /// The manifest hash.
    pub manifest_hash: &'a [u8; 32],
}

impl Sealed<'_> {
    /// "This is the manifest": signed by the organiser, by parties and by auditors who were given
    /// its hash before the draw; also the entry of a transparency log.
    pub fn manifest_text(&self) -> String {
        self.text("manifest")
    }

    /// "These are the dice and lists as I saw them", with [`reveals_hash`].
    pub fn reveals_text(&self, reveals_hash: &[u8; 32]) -> String {
        let mut text = self.text("reveals");
        text.push_str(&hex(reveals_hash));
        text.push('\n');
        text
    }

    /// "I recomputed pool and panel roots and checked every panel."
    pub fn list_audited_text(&self) -> String {
        self.text("list-audited")
    }

    fn text(&self, kind: &str) -> String {
        let (id, attempt, hash) = (self.draw_id, self.attempt, hex(self.manifest_hash));
        format!("draw/v1 {kind}\n{id}\n{attempt}\n{hash}\n")
    }
}

/// `H("reveals", manifest hash, e_i of each source that is no beacon, in the manifest's order)`.
///
/// What a witness notes down before the beacon speaks; see
/// [`source_digest`](crate::lottery::source_digest) for `e_i`.
pub fn reveals_hash(manifest_hash: &[u8; 32], source_digests: &[[u8; 32]]) -> [u8; 32] {
    let mut parts: Vec<&[u8]> = vec![manifest_hash];
    parts.extend(source_digests.iter().map(|digest| &digest[..]));
    tagged_hash("reveals", &parts)
}

/// The signer of a draw's texts: its name is its public key in hexadecimal.
///
/// # Errors
///
/// [`NoteError::Key`] never occurs for a key made from a seed; it is passed on all the same.
pub fn signer(secret: SigningKey) -> Result<NoteSigner, NoteError> {
    let name = hex(&secret.public());
    NoteSigner::new(&name, NoteAlgorithm::Signature, secret)
}

/// The keys that signed a note of a draw, in the order of its lines.
///
/// # Errors
///
/// [`SignerError`] for the first line that is not a valid signature of the text under the key
/// that is its name, or that repeats a key: in such notes no line is ignored.
pub fn signers(note: &Note) -> Result<Vec<[u8; 32]>, SignerError> {
    let mut keys: Vec<[u8; 32]> = Vec::new();
    for signature in &note.signatures {
        let name = signature.name.as_str();
        let error = |reason: fn(String) -> SignerError| reason(name.to_owned());
        let public = unhex32(name).map_err(|_| error(SignerError::Name))?;
        let key = NoteKey::new(name, NoteAlgorithm::Signature, public)
            .map_err(|_| error(SignerError::Name))?;
        if !key.verifies(&note.text, signature) {
            return Err(error(SignerError::Invalid));
        }
        if keys.contains(&public) {
            return Err(error(SignerError::Twice));
        }
        keys.push(public);
    }
    Ok(keys)
}

/// Why the signatures of a draw's note were refused, with the name of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerError {
    /// The name is not 64 lower-case hexadecimal digits of a key that may sign.
    Name(String),
    /// Not the key's signature of this text, or another key id.
    Invalid(String),
    /// The key signed the text twice.
    Twice(String),
}

impl std::fmt::Display for SignerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SignerError::Name(name) => write!(f, "{name} is not a key in hexadecimal"),
            SignerError::Invalid(name) => write!(f, "{name} did not sign this text"),
            SignerError::Twice(name) => write!(f, "{name} signed twice"),
        }
    }
}

impl std::error::Error for SignerError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;

    fn sealed(manifest_hash: &[u8; 32]) -> Sealed<'_> {
        Sealed {
            draw_id: "urn:town:2026:1",
            attempt: 2,
            manifest_hash,
        }
    }

    #[test]
    fn texts_are_lines_that_each_end() {
        let hash = Digest::of(b"").into_bytes();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let sealed = sealed(&hash);
        let lines = format!("urn:town:2026:1\n2\n{empty}\n");
        assert_eq!(sealed.manifest_text(), format!("draw/v1 manifest\n{lines}"));
        assert_eq!(
            sealed.list_audited_text(),
            format!("draw/v1 list-audited\n{lines}")
        );
        assert_eq!(
            sealed.reveals_text(&[0; 32]),
            format!("draw/v1 reveals\n{lines}{}\n", "0".repeat(64))
        );
    }

    #[test]
    fn the_reveals_hash_is_the_tagged_hash_of_its_parts() {
        // The preimage by draw/v1, 2.2, written out: tag, number of parts, each part with length.
        let mut preimage = vec![0, 0, 0, 0, 0, 0, 0, 15];
        preimage.extend(b"draw/v1/reveals");
        preimage.extend([0, 0, 0, 0, 0, 0, 0, 2]);
        preimage.extend([0, 0, 0, 0, 0, 0, 0, 32]);
        preimage.extend([1; 32]);
        preimage.extend([0, 0, 0, 0, 0, 0, 0, 32]);
        preimage.extend([2; 32]);
        assert_eq!(
            reveals_hash(&[1; 32], &[[2; 32]]),
            Digest::of(&preimage).into_bytes()
        );
    }

    #[test]
    fn every_line_must_verify_once() {
        let (one, two) = (
            SigningKey::from_seed([1; 32]),
            SigningKey::from_seed([2; 32]),
        );
        let keys = [one.public(), two.public()];
        let (one, two) = (signer(one).unwrap(), signer(two).unwrap());
        let mut note = Note::new(&sealed(&[7; 32]).manifest_text()).unwrap();
        note.signatures.push(one.sign(&note.text));
        note.signatures.push(two.sign(&note.text));
        assert_eq!(signers(&note), Ok(keys.to_vec()));

        let mut twice = note.clone();
        twice.signatures.push(one.sign(&note.text));
        assert_eq!(signers(&twice), Err(SignerError::Twice(hex(&keys[0]))));

        let mut other = note.clone();
        other.text = sealed(&[8; 32]).manifest_text();
        assert_eq!(signers(&other), Err(SignerError::Invalid(hex(&keys[0]))));

        let mut id = note.clone();
        id.signatures[1].key_id[3] ^= 1;
        assert_eq!(signers(&id), Err(SignerError::Invalid(hex(&keys[1]))));

        for name in ["townhall", &hex(&keys[1]).to_uppercase(), &"00".repeat(32)] {
            let mut named = note.clone();
            named.signatures[1].name = name.to_owned();
            assert_eq!(signers(&named), Err(SignerError::Name(name.to_owned())));
        }
    }
}
