//! Cosignatures with a time, type 04 (C2SP `tlog-cosignature`): what a witness of a log signs.

use crate::draw::note::{NoteAlgorithm, NoteKey, NoteSignature, NoteSigner};
use crate::lottery::signature::verify_strict;

/// The time of the witness's cosignature of a checkpoint `text`, in Unix seconds, at least 1.
///
/// # Errors
///
/// [`CosignatureError::Unknown`] where the line does not name the key, which is then to be looked
/// for elsewhere; [`CosignatureError::Invalid`] where it does and does not hold.
pub fn cosigned_at(
    key: &NoteKey,
    text: &str,
    line: &NoteSignature,
) -> Result<i64, CosignatureError> {
    if key.algorithm() != NoteAlgorithm::Cosignature || !key.is_named_by(line) {
        return Err(CosignatureError::Unknown);
    }
    // "struct { u64 timestamp; opaque ed25519_signature[64]; }"
    let split = line.bytes.split_first_chunk::<8>();
    let (time, signature) = split.ok_or(CosignatureError::Invalid)?;
    let time = u64::from_be_bytes(*time);
    let signature = signature
        .try_into()
        .map_err(|_| CosignatureError::Invalid)?;
    if !verify_strict(key.public(), &message(time, text), signature) {
        return Err(CosignatureError::Invalid);
    }
    // "It MUST NOT exceed 2^63 - 1"; and draw/v1 takes none without a time.
    match i64::try_from(time) {
        Ok(time) if time != 0 => Ok(time),
        _ => Err(CosignatureError::Invalid),
    }
}

/// The line by which a witness cosigns a checkpoint `text` at `time`, in Unix seconds.
pub fn cosign(witness: &NoteSigner, text: &str, time: u64) -> NoteSignature {
    let mut bytes = time.to_be_bytes().to_vec();
    bytes.extend(witness.sign_bytes(&message(time, text)));
    witness.line(bytes)
}

/// "Two newline terminated lines (one header line and one timestamp line) followed by the whole
/// note body of the cosigned checkpoint."
fn message(time: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// Why a signature line is not a cosignature of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CosignatureError {
    /// The line is of another key, or the key does not cosign.
    Unknown,
    /// The line names the key, but is malformed, without a time or not its cosignature.
    Invalid,
}
