//! Reading the files beside a transcript, item by item: a list may be a hundred times longer than
//! the transcript, and nothing is kept of it but what is compared.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use crate::digest::unhex32;
use crate::draw::limits;
use crate::json::Reader;

/// A side file that is not as the schema has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::draw) struct Broken {
    /// Where, from 1.
    pub(in crate::draw) line: u32,
}

/// Reads a whole file as one value.
pub(super) fn read<T>(
    bytes: &[u8],
    whole: impl for<'de> DeserializeSeed<'de, Value = T>,
) -> Result<T, Broken> {
    if bytes.len() > limits::SIDE_FILE_BYTES {
        return Err(Broken { line: 1 });
    }
    let mut source = bytes;
    let mut reader = Reader::new(&mut source);
    let value = whole.deserialize(&mut reader);
    let ended = value.and_then(|value| reader.end().map(|()| value));
    ended.map_err(|error| Broken {
        line: error.reached().lines.saturating_add(1),
    })
}

/// A whole number that fits 32 bits.
pub(super) struct Number;

impl<'de> DeserializeSeed<'de> for Number {
    type Value = u32;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<u32, D::Error> {
        reader.deserialize_any(self)
    }
}

impl Visitor<'_> for Number {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::custom("too large"))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::custom("no position"))
    }
}

/// 64 hex digits.
pub(super) struct Hex32;

impl<'de> DeserializeSeed<'de> for Hex32 {
    type Value = [u8; 32];

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<[u8; 32], D::Error> {
        reader.deserialize_any(self)
    }
}

impl Visitor<'_> for Hex32 {
    type Value = [u8; 32];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hex32")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<[u8; 32], E> {
        unhex32(text).map_err(E::custom)
    }
}

/// A list of numbers, appended to what is there, while the whole stays within a limit.
pub(super) struct Numbers<'a> {
    pub(super) to: &'a mut Vec<u32>,
    pub(super) most: usize,
}

impl<'de> DeserializeSeed<'de> for Numbers<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Numbers<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of positions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(number) = list.next_element_seed(Number)? {
            if self.to.len() >= self.most {
                return Err(A::Error::custom("too many"));
            }
            self.to.push(number);
        }
        Ok(())
    }
}
