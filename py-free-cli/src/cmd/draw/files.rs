//! Small JSON files that people carry around, and errors with their place.

use std::path::{Path, PathBuf};

use isonomia::digest::{hex, unhex32};
use isonomia::json::{JsonError, Value, parse};

use super::say::refuse;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest of the small files.
const SMALL: u64 = 1 << 16;

/// A small JSON file; a byte order mark and line ends of Windows are forgiven.
pub(super) fn small(path: &Path, ui: &Ui) -> Result<Value, Stop> {
    let text = io::typed(path, SMALL)?;
    parse(text.trim().as_bytes()).map_err(|error| broken(path, &error, ui))
}

/// A JSON file of at most `limit` bytes, read strictly.
pub(super) fn strict(path: &Path, limit: u64, ui: &Ui) -> Result<Value, Stop> {
    let bytes = io::bounded(path, limit)?;
    parse(&bytes).map_err(|error| broken(path, &error, ui))
}

/// A file that is no JSON, with line and column.
pub(super) fn broken(path: &Path, error: &JsonError, ui: &Ui) -> Stop {
    let args = [
        ("file", io::name(path)),
        ("line", error.line.to_string()),
        ("column", error.column.to_string()),
        ("code", error.code.to_owned()),
    ];
    let args = args.each_ref().map(|(key, value)| (*key, value.as_str()));
    refuse(ui, "file.json", &args)
}

/// A file in which one field is missing or is not what it should be.
pub(super) fn field(path: &Path, pointer: &str, ui: &Ui) -> Stop {
    let args = [("file", &*io::name(path)), ("path", pointer)];
    refuse(ui, "file.field", &args)
}

/// An object that says its format.
pub(super) fn of_format(path: &Path, format: &str, ui: &Ui) -> Result<Value, Stop> {
    let value = small(path, ui)?;
    if value.get("format").and_then(Value::as_str) == Some(format) {
        Ok(value)
    } else {
        let args = [("file", &*io::name(path)), ("format", format)];
        Err(refuse(ui, "file.format", &args))
    }
}

/// The text of a field.
pub(super) fn text(path: &Path, value: &Value, name: &str, ui: &Ui) -> Result<String, Stop> {
    let text = value.get(name).and_then(Value::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| field(path, &format!("/{name}"), ui))
}

/// The 32 bytes of a field.
pub(super) fn digits(path: &Path, value: &Value, name: &str, ui: &Ui) -> Result<[u8; 32], Stop> {
    let text = value.get(name).and_then(Value::as_str).unwrap_or_default();
    unhex32(text).map_err(|_| field(path, &format!("/{name}"), ui))
}

/// 32 bytes as JSON.
pub(super) fn hexed(bytes: &[u8; 32]) -> Value {
    Value::from(hex(bytes))
}

/// A name with an ending, whatever endings it has already.
pub(super) fn with(name: &Path, ending: &str) -> PathBuf {
    let mut name = name.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Canonical JSON as a line.
pub(super) fn line(value: &Value) -> Vec<u8> {
    let mut bytes = value.canonical();
    bytes.push(b'\n');
    bytes
}
