//! The words of the schema, and the small parts of documents that are written.

use std::collections::BTreeMap;

use super::SchemaError;
use crate::digest::hex;
use crate::draw::limits;
use crate::json::Value;

/// A part of a document, or the first field that is wrong.
pub(super) type Read<T> = Result<T, SchemaError>;

pub(in crate::draw) fn is_text(text: &str) -> bool {
    // A control is U+0000-001F or U+007F-009F. The others turn what follows from right to left
    // on the screen and back, so that a reader sees another text than the one hashed.
    let refused = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    (1..=limits::TEXT_BYTES).contains(&text.len()) && !text.chars().any(refused)
}

pub(in crate::draw) fn is_id(text: &str) -> bool {
    text.len() <= limits::ID_BYTES && is_text(text)
}

pub(super) fn is_uri(text: &str) -> bool {
    (1..=limits::URI_BYTES).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic())
}

pub(super) fn is_label(text: &str) -> bool {
    let rest = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    text.len() <= 32 && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.bytes().all(rest)
}

/// `[A-Za-z0-9._+-]{1,64}`
pub(super) fn is_code(text: &str) -> bool {
    let one = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-');
    (1..=64).contains(&text.len()) && text.bytes().all(one)
}

pub(super) fn is_code_or_empty(text: &str) -> bool {
    text.is_empty() || is_code(text)
}

/// An object of these fields, those of `None` left out.
pub(super) fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let mut whole = BTreeMap::new();
    for (key, value) in fields {
        if let Some(value) = value {
            whole.insert(key.to_owned(), value);
        }
    }
    Value::Object(whole)
}

#[allow(clippy::unnecessary_wraps)] // the fields of `object` are optional
pub(super) fn hex_value(bytes: &[u8; 32]) -> Option<Value> {
    Some(Value::from(hex(bytes)))
}

#[allow(clippy::unnecessary_wraps)] // the fields of `object` are optional
pub(super) fn str_value(text: &str) -> Option<Value> {
    Some(Value::from(text))
}
