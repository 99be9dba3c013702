//! Signed notes (C2SP `signed-note`): a text that people can read, and lines of signatures.
//!
//! ```text
//! draw/v1 manifest
//! urn:town:panel-2026
//! 1
//! 7b0c...
//!
//! — name base64(key id + signature)
//! ```
//!
//! The key id is the start of SHA-256 of name, algorithm and public key: it finds the key, it
//! proves nothing. Whoever reads a note must already know the key, and looks only at lines whose
//! name and id are those of a known key.
//!
//! ```
//! use isonomia::draw::note::{Note, NoteKey, NoteSigner};
//!
//! let signer: NoteSigner =
//!     "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz".parse()?;
//! let mut note = Note::new("We draw on Monday.\n")?;
//! note.signatures.push(signer.sign(&note.text));
//!
//! let key: NoteKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse()?;
//! let read = Note::parse(&note.to_string())?;
//! assert!(key.verifies(&read.text, &read.signatures[0]));
//! # Ok::<(), isonomia::draw::note::NoteError>(())
//! ```

mod key;
#[cfg(test)]
mod tests;

use std::fmt;

use super::base64;
use super::limits;

pub use key::{NoteAlgorithm, NoteKey, NoteSigner, is_key_name};

/// A text and the signatures below it, none of them verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The text that is signed, with the line feed that ends it.
    pub text: String,
    /// The signature lines in their order.
    pub signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: String,
    /// The first four bytes of the hash of name, algorithm and public key.
    pub key_id: [u8; 4],
    /// The signature, in the form of its algorithm; at least one byte.
    pub bytes: Vec<u8>,
}

impl NoteSignature {
    /// The line as it stands in the note, without the line feed: what a report shows of it.
    pub fn line(&self) -> String {
        let mut bytes = self.key_id.to_vec();
        bytes.extend(&self.bytes);
        format!("{START}{} {}", self.name, base64::encode(&bytes))
    }
}

/// Em dash and blank: how a signature line begins.
const START: &str = "\u{2014} ";

impl Note {
    /// A note of this text without signatures.
    ///
    /// # Errors
    ///
    /// [`NoteError::Text`] for a text that does not end in a line feed or holds another control
    /// character.
    pub fn new(text: &str) -> Result<Note, NoteError> {
        if !text.ends_with('\n') || !is_plain(text) {
            return Err(NoteError::Text);
        }
        Ok(Note {
            text: text.to_owned(),
            signatures: Vec::new(),
        })
    }

    /// Reads a note with at least one signature.
    ///
    /// The last empty line parts text and signatures, so a text may have empty lines itself.
    ///
    /// # Errors
    ///
    /// [`NoteError`]: too long, too many signatures, not the form of a note.
    pub fn parse(note: &str) -> Result<Note, NoteError> {
        if note.len() > limits::NOTE_BYTES {
            return Err(NoteError::TooLong);
        }
        if !is_plain(note) {
            return Err(NoteError::Text);
        }
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::NoSignature)?;
        if lines.is_empty() {
            return Err(NoteError::NoSignature);
        }
        // Only a line feed ends a line, the last one too.
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Line)?;
        if lines.split('\n').count() > limits::SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let signatures = lines.split('\n').map(signature);
        Ok(Note {
            text: format!("{text}\n"),
            signatures: signatures.collect::<Option<_>>().ok_or(NoteError::Line)?,
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            writeln!(f, "{}", signature.line())?;
        }
        Ok(())
    }
}

/// No ASCII control character but the line feed.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte >= b' ' || byte == b'\n')
}

fn signature(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix(START)?.split_once(' ')?;
    let decoded = base64::decode(encoded)?;
    let (key_id, bytes) = decoded.split_first_chunk::<4>()?;
    if !is_key_name(name) || bytes.is_empty() {
        return None;
    }
    Some(NoteSignature {
        name: name.to_owned(),
        key_id: *key_id,
        bytes: bytes.to_vec(),
    })
}

/// Why a note or a key was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteError {
    /// More than [`limits::NOTE_BYTES`].
    TooLong,
    /// A text that does not end in a line feed, or with a control character.
    Text,
    /// No empty line with signatures after it.
    NoSignature,
    /// More than [`limits::SIGNATURES`].
    TooManySignatures,
    /// A line after the text that is not a signature line.
    Line,
    /// Not the form `name+id+base64` of a key, or the id is not that of the key.
    Key,
    /// A key of an algorithm other than Ed25519 signatures (01) and cosignatures (04).
    Algorithm(u8),
}

impl fmt::Display for NoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoteError::TooLong => write!(f, "a note has at most {} bytes", limits::NOTE_BYTES),
            NoteError::Text => f.write_str("not lines of plain text, each ended by a line feed"),
            NoteError::NoSignature => f.write_str("no signature after an empty line"),
            NoteError::TooManySignatures => {
                write!(f, "a note has at most {} signatures", limits::SIGNATURES)
            }
            NoteError::Line => f.write_str("a line that is not a signature"),
            NoteError::Key => f.write_str("not a key in the form name+id+base64"),
            NoteError::Algorithm(byte) => write!(f, "keys of algorithm {byte:02x} are not known"),
        }
    }
}

impl std::error::Error for NoteError {}
