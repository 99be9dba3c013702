//! The strict reader: what may be built from the tokens of a document.

mod place;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{INTEGER_LIMIT, Reader, Value};
use place::Place;

/// Why a document was refused, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// A stable word: `syntax`, `utf8`, `bom`, `float`, `integer-range`, `negative-zero`,
    /// `duplicate-key`, `key-not-ascii`, `lone-surrogate`, `not-nfc`, `depth` or `size`.
    pub code: &'static str,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What was found, for the developer; sentences for citizens are made from the code.
    pub detail: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let JsonError {
            code,
            line,
            column,
            detail,
        } = self;
        write!(f, "line {line}, column {column}: {code}: {detail}")
    }
}

impl std::error::Error for JsonError {}

/// Bounds that are checked while reading, before anything is allocated for what exceeds them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Greatest nesting of lists and objects; 1 allows `[]` but not `[[]]`. At most 127.
    pub depth: u32,
    /// Greatest length of the document in bytes.
    pub bytes: usize,
    /// A test of Unicode normal form C for every string; `None` takes strings as they are.
    ///
    /// Only draw/v1 asks for it. The tables stay outside: a crate natively,
    /// `String.prototype.normalize` in a browser.
    pub is_nfc: Option<fn(&str) -> bool>,
}

impl Default for Limits {
    /// Nesting of 32, any length, strings as they are.
    fn default() -> Limits {
        Limits {
            depth: 32,
            bytes: usize::MAX,
            is_nfc: None,
        }
    }
}

/// Reads one document of the profile under the default [`Limits`].
///
/// # Errors
///
/// The first thing that the profile refuses, with its place.
pub fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    parse_with(bytes, &Limits::default())
}

/// Reads one document of the profile under the given limits.
///
/// # Errors
///
/// The first thing that the profile or a limit refuses, with its place.
pub fn parse_with(bytes: &[u8], limits: &Limits) -> Result<Value, JsonError> {
    if bytes.len() > limits.bytes {
        let detail = format!("{} bytes, at most {} are read", bytes.len(), limits.bytes);
        return Err(Place::start().error("size", detail));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(Place::start().error("bom", "a byte order mark before the document".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let place = Place::of_offset(bytes, error.valid_up_to());
        place.error("utf8", "not UTF-8".to_owned())
    })?;

    let fault = Cell::new(None);
    let root = Item {
        fault: &fault,
        limits,
        depth: 0,
    };
    let mut bytes = text.as_bytes();
    let mut reader = Reader::new(&mut bytes);
    root.deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| place::locate(text, &error, fault.take()))
}

/// Reads one value of the profile inside a document that another reader walks through, such as
/// an election file whose ballots stream by.
pub(crate) struct StrictValue<'a> {
    limits: &'a Limits,
    on_fault: &'a dyn Fn(&'static str, String),
}

impl<'a> StrictValue<'a> {
    /// A reader under these limits; what the profile refuses is told to `on_fault` as the code
    /// of a [`JsonError`] and what was found.
    pub(crate) const fn new(
        limits: &'a Limits,
        on_fault: &'a dyn Fn(&'static str, String),
    ) -> Self {
        Self { limits, on_fault }
    }
}

impl<'de> DeserializeSeed<'de> for StrictValue<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        let fault = Cell::new(None);
        let item = Item {
            fault: &fault,
            limits: self.limits,
            depth: 0,
        };
        item.deserialize(reader).inspect_err(|_| {
            let (code, found) = match fault.take() {
                None => return,
                Some(Fault::Number(number)) => ("float", number),
                Some(Fault::IntegerRange(number)) => ("integer-range", number),
                Some(Fault::DuplicateKey(key)) => ("duplicate-key", key),
                Some(Fault::KeyNotAscii(key)) => ("key-not-ascii", key),
                Some(Fault::NotNfc) => ("not-nfc", String::new()),
                Some(Fault::Depth(depth)) => ("depth", depth.to_string()),
            };
            (self.on_fault)(code, found);
        })
    }
}

/// What our rules, not the tokenizer, refused. It takes this side road because a serde error
/// carries text only.
pub(super) enum Fault {
    /// A number that is no 64-bit integer: a fraction, `-0` or a long integer.
    Number(String),
    IntegerRange(String),
    DuplicateKey(String),
    KeyNotAscii(String),
    NotNfc,
    Depth(u32),
}

/// Reads one value at a depth.
#[derive(Clone, Copy)]
struct Item<'a> {
    fault: &'a Cell<Option<Fault>>,
    limits: &'a Limits,
    depth: u32,
}

impl<'a> Item<'a> {
    fn refuse<E: serde::de::Error>(self, fault: Fault) -> E {
        self.fault.set(Some(fault));
        E::custom("refused")
    }

    /// The reader of what stands inside a list or object that opens here.
    fn inside<E: serde::de::Error>(self) -> Result<Item<'a>, E> {
        if self.depth >= self.limits.depth {
            return Err(self.refuse(Fault::Depth(self.limits.depth)));
        }
        Ok(Item {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Item<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Value, E> {
        if number <= -INTEGER_LIMIT || number >= INTEGER_LIMIT {
            return Err(self.refuse(Fault::IntegerRange(number.to_string())));
        }
        Ok(Value::Int(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Value, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => Err(self.refuse(Fault::IntegerRange(number.to_string()))),
        }
    }

    fn visit_bytes<E: serde::de::Error>(self, number: &[u8]) -> Result<Value, E> {
        let number = String::from_utf8_lossy(number).into_owned();
        Err(self.refuse(Fault::Number(number)))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Value, E> {
        match self.limits.is_nfc {
            Some(is_nfc) if !text.is_ascii() && !is_nfc(&text) => Err(self.refuse(Fault::NotNfc)),
            _ => Ok(Value::Str(text)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inside)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut fields = BTreeMap::new();
        while let Some(key) = object.next_key::<String>()? {
            if !key.is_ascii() {
                return Err(self.refuse(Fault::KeyNotAscii(key)));
            }
            if fields.contains_key(&key) {
                return Err(self.refuse(Fault::DuplicateKey(key)));
            }
            let value = object.next_value_seed(inside)?;
            fields.insert(key, value);
        }
        Ok(Value::Object(fields))
    }
}
