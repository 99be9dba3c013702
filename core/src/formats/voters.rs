//! Voter ids: each once.

use crate::id::len32;
use crate::problem::{Diagnostics, Problem};
use crate::sort::sort;

/// Every voter id with its line, packed: most ids have at most 15 bytes and lie in one integer.
#[derive(Debug, Default)]
pub(super) struct Voters {
    short: Vec<(u128, u32)>,
    long: Vec<(Box<str>, u32)>,
}

impl Voters {
    /// Records an id.
    pub(super) fn add(&mut self, id: &str, line: u32) {
        if id.len() > 15 {
            self.long.push((id.into(), line));
        } else {
            let packed = id
                .bytes()
                .fold(0u128, |packed, byte| (packed << 8) | u128::from(byte));
            // The length tells "a" from "\0a".
            let packed = (packed << 8) | u128::from(len32(id.len()));
            self.short.push((packed, line));
        }
    }

    /// Reports every line whose id stood on an earlier one.
    pub(super) fn report(mut self, column: u32, diagnostics: &mut Diagnostics) {
        let mut again: Vec<(u32, u32, String)> = Vec::new();
        repeated(&mut self.short, |id| unpack(*id), &mut again);
        repeated(&mut self.long, ToString::to_string, &mut again);
        sort(&mut again);
        for (line, first, id) in again {
            diagnostics.push(
                Problem::error("duplicate-voter")
                    .at(line, column)
                    .found(id)
                    .expected(format!("an id other than that of line {first}")),
            );
        }
    }
}

/// The id of up to 15 bytes in an integer.
fn unpack(packed: u128) -> String {
    let bytes = packed.to_be_bytes();
    let (text, length) = bytes.split_at(15);
    let length = length.first().copied().map_or(0, usize::from);
    let start = text.len().saturating_sub(length);
    String::from_utf8_lossy(text.get(start..).unwrap_or_default()).into_owned()
}

/// Lines that repeat an id, each with the line of the first and the id.
fn repeated<T: Ord>(
    ids: &mut [(T, u32)],
    text: impl Fn(&T) -> String,
    again: &mut Vec<(u32, u32, String)>,
) {
    // A million voters in any order: the typed sort is eight times as fast.
    ids.sort_unstable();
    let mut first: Option<&(T, u32)> = None;
    for id in &*ids {
        match first {
            Some(earlier) if earlier.0 == id.0 => again.push((id.1, earlier.1, text(&id.0))),
            _ => first = Some(id),
        }
    }
}
