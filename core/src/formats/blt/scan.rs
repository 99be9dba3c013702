//! Tokens of one line.

use crate::id::len32;

/// A token and where it starts, in bytes from the start of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

/// A number in digits that fits 64 bits.
pub(super) fn number(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.bytes().try_fold(0u64, |sum, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        sum.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// Walks over the tokens of a line: words between blanks; `=` is a token of its own; `#` ends
/// the line.
pub(super) struct Scan<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(line: &'a str) -> Self {
        Self { line, at: 0 }
    }

    fn byte(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    /// The byte that follows, blanks skipped; `None` at the end or before a comment.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'#' => return None,
                _ => return Some(byte),
            }
        }
        None
    }

    /// The next token.
    pub(super) fn token(&mut self) -> Option<Token<'a>> {
        let first = self.peek()?;
        let start = self.at;
        self.at += 1;
        if first != b'=' {
            while let Some(byte) = self.byte() {
                if matches!(byte, b' ' | b'\t' | b'\r' | b'#' | b'=') {
                    break;
                }
                self.at += 1;
            }
        }
        let text = self.line.get(start..self.at).unwrap_or_default();
        Some(Token { text, at: start })
    }

    /// What stands between an opening byte, which follows, and its closing mark.
    pub(super) fn between(&mut self, close: char) -> Option<Token<'a>> {
        let start = self.at.checked_add(1)?;
        let rest = self.line.get(start..)?;
        let text = rest.get(..rest.find(close)?)?;
        self.at = start + text.len() + 1;
        Some(Token { text, at: start })
    }

    /// Where the scan stands, in bytes.
    pub(super) const fn at(&self) -> usize {
        self.at
    }
}

/// The column, in characters from 1, of a byte of a line.
pub(super) fn column(line: &str, at: usize) -> u32 {
    let before = line.as_bytes().get(..at).unwrap_or(line.as_bytes());
    let characters = before.iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
    len32(characters).saturating_add(1)
}
