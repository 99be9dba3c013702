//! Where and why reading ended.

use std::fmt;

use serde::de::{self, Expected};

/// What ends reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The source cannot be read.
    Io,
    /// It is JSON, but not what was to be read.
    Data,
    /// It ends too early.
    End,
    /// It is no JSON.
    Syntax,
}

/// How far a text was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reached {
    /// Line ends so far.
    pub(crate) lines: u32,
    /// Bytes since the last.
    pub(crate) bytes: u32,
    /// Those among them that start no character.
    pub(crate) wide: u32,
}

/// Why reading ended, and how far it had come.
#[derive(Debug)]
pub(crate) struct TokenError(Box<Ended>);

#[derive(Debug)]
struct Ended {
    trouble: Trouble,
    message: String,
    read: Option<Reached>,
}

impl TokenError {
    #[cold]
    #[inline(never)]
    pub(super) fn new(trouble: Trouble, message: &str, read: Option<Reached>) -> Self {
        let message = message.to_owned();
        Self(Box::new(Ended {
            trouble,
            message,
            read,
        }))
    }

    pub(crate) fn trouble(&self) -> Trouble {
        self.0.trouble
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// How far the text was read, with the byte that could not be.
    pub(crate) fn reached(&self) -> Reached {
        self.0.read.unwrap_or_default()
    }
}

impl TokenError {
    /// The same error at a place, unless it has one.
    pub(super) fn placed(mut self, reached: Reached) -> Self {
        self.0.read.get_or_insert(reached);
        self
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for TokenError {}

impl de::Error for TokenError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Trouble::Data, &message.to_string(), None)
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            de::Unexpected::Unit => "null".to_owned(),
            de::Unexpected::Bool(truth) => truth.to_string(),
            de::Unexpected::Unsigned(number) => number.to_string(),
            de::Unexpected::Signed(number) => number.to_string(),
            de::Unexpected::Bytes(number) => String::from_utf8_lossy(number).into_owned(),
            de::Unexpected::Str(text) => format!("string \"{text}\""),
            de::Unexpected::Seq => "a list".to_owned(),
            _ => "an object".to_owned(),
        };
        let message = format!("{found}, expected {expected}");
        Self::new(Trouble::Data, &message, None)
    }

    // The default would bring in the printing of floats, which never come up.
    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }
}

pub(super) type Result<T> = std::result::Result<T, TokenError>;

impl Reached {
    #[inline]
    pub(super) fn pass(&mut self, byte: u8) {
        if byte == b'\n' {
            self.lines = self.lines.saturating_add(1);
            self.bytes = 0;
            self.wide = 0;
        } else {
            self.bytes = self.bytes.saturating_add(1);
            self.wide = self.wide.saturating_add(u32::from(byte & 0xc0 == 0x80));
        }
    }
}
