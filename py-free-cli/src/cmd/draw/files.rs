//! Small JSON files that people carry around, and errors with their place.

use std::path::{Path, PathBuf};

use isonomia::digest::{hex, unhex32};
use isonomia::json::{JsonError, Value, parse};
use isonomia::problem::Problem;

use super::say::{refuse, say, told};
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest of the small files.
const SMALL: u64 = 1 << 16;

/// The largest list of ids.
const LISTED: u64 = 1 << 27;

/// A small JSON file; a byte order mark and line ends of Windows are forgiven.
pub(super) fn small(path: &Path, ui: &Ui) -> Result<Value, Stop> {
    let text = io::typed(path, SMALL)?;
    let text = text.trim().as_bytes();
    parse(text).map_err(|error| broken(path, text, &error, ui))
}

/// What happened to a file on its way: an editor saved it, or it was cut. Looked for where it
/// could not be read.
pub(super) fn spoilt(path: &Path, bytes: &[u8], ui: &Ui) -> Option<String> {
    let file = io::name(path);
    let words = [("file", file.as_str())];
    let first = bytes.trim_ascii_start().first();
    let last = bytes.trim_ascii_end().last();
    if bytes.starts_with(b"\xef\xbb\xbf") || bytes.starts_with(b"\xff\xfe") {
        Some(say(ui, "file.bom", &words))
    } else if first == Some(&b'{') && last != Some(&b'}') {
        Some(say(ui, "file.cut", &words))
    } else {
        None
    }
}

/// What the engine refuses in a file, or what happened to that file before.
pub(super) fn refused(problem: Problem, path: &Path, bytes: &[u8], ui: &Ui) -> Stop {
    match spoilt(path, bytes, ui) {
        Some(text) => Stop::Told { usage: false, text },
        None => told(problem, path),
    }
}

/// A file that is no JSON: what happened to it, or line and column.
pub(super) fn broken(path: &Path, bytes: &[u8], error: &JsonError, ui: &Ui) -> Stop {
    if let Some(text) = spoilt(path, bytes, ui) {
        return Stop::Told { usage: false, text };
    }
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

/// Ids of a list: one a line; of a CSV (by its name) those of its first column under the head.
pub(super) fn ids(path: &Path, ui: &Ui) -> Result<Vec<String>, Stop> {
    let ids = listed(path, ui)?;
    if ids.is_empty() {
        return Err(refuse(ui, "file.no-ids", &[("file", &io::name(path))]));
    }
    Ok(ids)
}

fn listed(path: &Path, ui: &Ui) -> Result<Vec<String>, Stop> {
    let text = io::typed(path, LISTED)?;
    let is_csv = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if !is_csv {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        return Ok(lines.map(str::to_owned).collect());
    }
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') && !head.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut ids = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line).to_string();
            refuse(
                ui,
                "file.csv",
                &[("file", &io::name(path)), ("line", &line)],
            )
        })?;
        let id = row.get(0).unwrap_or_default().trim();
        if !id.is_empty() {
            ids.push(id.to_owned());
        }
    }
    Ok(ids)
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
