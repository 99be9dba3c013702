//! From the tokenizer's "somewhere near here" to the line and column where the trouble starts.
//!
//! The tokenizer reports how far it had read. For a number or a key that is its end, and a
//! fraction, a `-0` and a long integer all arrive as numbers that are no integer: the token itself
//! tells them apart.

use super::{Fault, JsonError};
use crate::id::ix;
use crate::json::reader::{LONE_SURROGATE, TOO_DEEP, TokenError, Trouble};

/// A line and a column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    line: u32,
    column: u32,
}

impl Place {
    pub(super) fn start() -> Place {
        Place { line: 1, column: 1 }
    }

    /// The place of the character that starts at `offset`; what follows may be anything.
    pub(super) fn of_offset(bytes: &[u8], offset: usize) -> Place {
        let before = bytes.get(..offset).unwrap_or(bytes);
        let line_start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        let lines = before[..line_start]
            .split(|&byte| byte == b'\n')
            .skip(1)
            .count();
        // UTF-8 continuation bytes do not start a character.
        let characters = before[line_start..]
            .iter()
            .filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000)
            .count();
        Place {
            line: from_one(lines),
            column: from_one(characters),
        }
    }

    pub(super) fn error(self, code: &'static str, detail: String) -> JsonError {
        JsonError {
            code,
            line: self.line,
            column: self.column,
            detail,
        }
    }
}

fn from_one(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
}

/// Names what went wrong and finds where its token starts.
pub(super) fn locate(text: &str, error: &TokenError, fault: Option<Fault>) -> JsonError {
    let bytes = text.as_bytes();
    let reached = error.reached();
    let read = offset_of(bytes, ix(reached.lines), ix(reached.bytes));
    let at = |offset| Place::of_offset(bytes, offset);
    match fault {
        Some(Fault::Number(_)) => number_error(text, read),
        Some(Fault::IntegerRange(number)) => {
            let (start, _) = number_around(bytes, read);
            at(start).error("integer-range", number)
        }
        Some(Fault::DuplicateKey(key)) => {
            at(string_before(bytes, read)).error("duplicate-key", key)
        }
        Some(Fault::KeyNotAscii(key)) => at(string_before(bytes, read)).error("key-not-ascii", key),
        Some(Fault::NotNfc) => {
            let detail = "text is not in Unicode normal form C".to_owned();
            at(string_before(bytes, read)).error("not-nfc", detail)
        }
        Some(Fault::Depth(depth)) => {
            let detail = format!("nested deeper than {depth}");
            at(bracket_before(bytes, read)).error("depth", detail)
        }
        None => tokenizer_error(text, read, error),
    }
}

fn tokenizer_error(text: &str, read: usize, error: &TokenError) -> JsonError {
    let place = Place::of_offset(
        text.as_bytes(),
        read.saturating_sub(usize::from(error.trouble() != Trouble::End)),
    );
    let code = match error.message() {
        LONE_SURROGATE => "lone-surrogate",
        TOO_DEEP => "depth",
        _ => "syntax",
    };
    place.error(code, error.message().to_owned())
}

fn number_error(text: &str, near: usize) -> JsonError {
    let (start, end) = number_around(text.as_bytes(), near);
    let token = text.get(start..end).unwrap_or_default();
    let code = if token.contains(['.', 'e', 'E']) {
        "float"
    } else if token == "-0" {
        "negative-zero"
    } else {
        "integer-range"
    };
    // Enough of a long number to find it by.
    let detail = token.chars().take(32).collect();
    Place::of_offset(text.as_bytes(), start).error(code, detail)
}

/// Byte offset of what the tokenizer had read: `column` bytes behind so many line ends.
fn offset_of(bytes: &[u8], lines: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 0..lines {
        let rest = bytes.get(start..).unwrap_or_default();
        let Some(length) = rest.iter().position(|&byte| byte == b'\n') else {
            break;
        };
        start += length + 1;
    }
    start.saturating_add(column).min(bytes.len())
}

/// Start and end of the number that `near` touches.
fn number_around(bytes: &[u8], near: usize) -> (usize, usize) {
    let in_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    let (before, after) = bytes.split_at(near);
    let start = before
        .iter()
        .rposition(|byte| !in_number(byte))
        .map_or(0, |at| at + 1);
    let end = after
        .iter()
        .position(|byte| !in_number(byte))
        .map_or(bytes.len(), |length| near + length);
    (start, end)
}

/// Start of the last string that ends at or before `near`.
fn string_before(bytes: &[u8], near: usize) -> usize {
    let is_quote = |byte: &u8| *byte == b'"';
    let Some(close) = bytes[..near].iter().rposition(is_quote) else {
        return near;
    };
    let mut open = close;
    while let Some(at) = bytes[..open].iter().rposition(is_quote) {
        open = at;
        let escapes = bytes[..at].iter().rev().take_while(|&&byte| byte == b'\\');
        if escapes.count() % 2 == 0 {
            break;
        }
    }
    open
}

/// The last bracket that opens at or before `near`.
fn bracket_before(bytes: &[u8], near: usize) -> usize {
    bytes[..near]
        .iter()
        .rposition(|byte| matches!(byte, b'[' | b'{'))
        .unwrap_or(near)
}
