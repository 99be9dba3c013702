//! The words of the schema: one function for each kind of value.

use std::collections::BTreeMap;

use super::SchemaError;
use crate::digest::{hex, unhex32};
use crate::draw::limits;
use crate::draw::time::Time;
use crate::json::Value;

pub(super) type Read<T> = Result<T, SchemaError>;

pub(super) fn wrong<T>(expected: &'static str) -> Read<T> {
    Err(SchemaError {
        pointer: String::new(),
        expected,
    })
}

/// A closed object: all fields of `must`, some of `may`, no other.
pub(super) fn closed<'a>(
    value: &'a Value,
    must: &[&str],
    may: &[&str],
) -> Read<&'a BTreeMap<String, Value>> {
    let Some(fields) = value.as_object() else {
        return wrong("an object");
    };
    for key in fields.keys() {
        if !must.contains(&key.as_str()) && !may.contains(&key.as_str()) {
            return wrong("no such field").map_err(|error: SchemaError| error.inside(key));
        }
    }
    for key in must {
        if !fields.contains_key(*key) {
            return wrong("this field").map_err(|error: SchemaError| error.inside(key));
        }
    }
    Ok(fields)
}

/// The field `key` as `read` takes it.
pub(super) fn field<'a, T>(
    fields: &'a BTreeMap<String, Value>,
    key: &str,
    read: impl FnOnce(&'a Value) -> Read<T>,
) -> Read<T> {
    match fields.get(key) {
        Some(value) => read(value),
        None => wrong("this field"),
    }
    .map_err(|error| error.inside(key))
}

/// The field `key`, if it is there.
pub(super) fn optional<'a, T>(
    fields: &'a BTreeMap<String, Value>,
    key: &str,
    read: impl FnOnce(&'a Value) -> Read<T>,
) -> Read<Option<T>> {
    match fields.get(key) {
        Some(_) => field(fields, key, read).map(Some),
        None => Ok(None),
    }
}

/// A value of null, or as `read` takes it.
pub(super) fn nullable<'a, T>(
    value: &'a Value,
    read: impl FnOnce(&'a Value) -> Read<T>,
) -> Read<Option<T>> {
    match value {
        Value::Null => Ok(None),
        _ => read(value).map(Some),
    }
}

/// A list of at most `most` items.
pub(super) fn list<T>(
    value: &Value,
    most: usize,
    expected: &'static str,
    mut read: impl FnMut(&Value) -> Read<T>,
) -> Read<Vec<T>> {
    let Some(items) = value.as_array().filter(|items| items.len() <= most) else {
        return wrong(expected);
    };
    let items = items.iter().enumerate();
    items
        .map(|(at, item)| read(item).map_err(|error| error.inside(&at.to_string())))
        .collect()
}

/// An object whose keys are data.
pub(super) fn map<T>(
    value: &Value,
    is_key: fn(&str) -> bool,
    expected: &'static str,
    mut read: impl FnMut(&Value) -> Read<T>,
) -> Read<BTreeMap<String, T>> {
    let Some(fields) = value.as_object() else {
        return wrong("an object");
    };
    let mut whole = BTreeMap::new();
    for (key, value) in fields {
        if !is_key(key) {
            return wrong(expected).map_err(|error: SchemaError| error.inside(key));
        }
        whole.insert(key.clone(), read(value).map_err(|error| error.inside(key))?);
    }
    Ok(whole)
}

/// Any text.
pub(super) fn string(value: &Value) -> Read<&str> {
    match value {
        Value::Str(text) => Ok(text),
        _ => wrong("a text"),
    }
}

fn matching(value: &Value, is: fn(&str) -> bool, expected: &'static str) -> Read<String> {
    match value {
        Value::Str(text) if is(text) => Ok(text.clone()),
        _ => wrong(expected),
    }
}

/// One of the words of the schema, such as a format.
pub(super) fn word(value: &Value, expected: &'static str) -> Read<()> {
    match value {
        Value::Str(text) if text == expected => Ok(()),
        _ => wrong(expected),
    }
}

/// An integer; never a truth value, nor text.
pub(super) fn int(value: &Value) -> Read<i64> {
    match value {
        Value::Int(number) => Ok(*number),
        _ => wrong("an integer"),
    }
}

/// An integer of `1 ..= most`.
pub(super) fn counted(value: &Value, most: u64, expected: &'static str) -> Read<u64> {
    match u64::try_from(int(value)?) {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => wrong(expected),
    }
}

/// An integer of `1 ..= most` that fits 32 bits.
pub(super) fn counted32(value: &Value, most: u32, expected: &'static str) -> Read<u32> {
    let number = counted(value, u64::from(most), expected)?;
    u32::try_from(number).or_else(|_| wrong(expected))
}

/// `[0-9a-f]{64}`
pub(super) fn hex32(value: &Value) -> Read<[u8; 32]> {
    match value.as_str().map(unhex32) {
        Some(Ok(bytes)) => Ok(bytes),
        _ => wrong("hex32"),
    }
}

/// `(20[2-9]\d|21\d\d)-\d\d-\d\dT\d\d:\d\d:\d\dZ`, a real date, seconds below 60.
pub(super) fn time(value: &Value) -> Read<Time> {
    match value.as_str().map(str::parse) {
        Some(Ok(time)) => Ok(time),
        _ => wrong("time"),
    }
}

/// `NFC, 1-4096 bytes, no control but LF, no U+202A-202E, U+2066-2069`; the reader of the
/// document has seen to NFC.
pub(super) fn text(value: &Value) -> Read<String> {
    matching(value, is_text, "text")
}

/// A text of at most 128 bytes.
pub(super) fn id(value: &Value) -> Read<String> {
    matching(value, is_id, "id")
}

/// `[!-~]{1,256}`
pub(super) fn uri(value: &Value) -> Read<String> {
    matching(value, is_uri, "uri")
}

/// `[a-z][a-z0-9-]{0,31}`
pub(super) fn label(value: &Value) -> Read<String> {
    matching(value, is_label, "label")
}

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

fn is_uri(text: &str) -> bool {
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
