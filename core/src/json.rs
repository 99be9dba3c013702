//! JSON that has one reading: the restricted profile of RFC 8785 in which every document is hashed.
//!
//! Two programs that hash a document must first agree what it says. Plain JSON leaves
//! room: which of two equal keys counts, whether `1.0` is `1`, what becomes of
//! 9007199254740993. The profile closes each gap by refusing it:
//! UTF-8 without a byte order mark, keys in ASCII and never twice, integers with |n| < 2^53 only
//! (larger numbers and fractions travel as strings), no `-0`, bounded nesting.
//! What is left is written in one way: keys in byte order, no blanks, shortest escapes.
//!
//! ```
//! use isonomia::json::{self, Value};
//!
//! let value = json::parse(br#" {"b": [1, true], "a": "x"} "#)?;
//! assert_eq!(value.canonical_string(), r#"{"a":"x","b":[1,true]}"#);
//!
//! let error = json::parse(br#"{"votes": 1.0}"#).unwrap_err();
//! assert_eq!((error.code, error.line, error.column), ("float", 1, 11));
//!
//! let built = Value::object([("seats", Value::from(22_i64)), ("rule", Value::from("ranked/irv"))]);
//! assert_eq!(built.canonical(), br#"{"rule":"ranked/irv","seats":22}"#);
//! # Ok::<(), json::JsonError>(())
//! ```

mod read;
mod reader;
mod write;

use std::collections::BTreeMap;

pub(crate) use read::StrictValue;
pub use read::{JsonError, Limits, parse, parse_with};
pub(crate) use reader::{NOT_UTF8, Reader, TokenError, Trouble};
pub use write::write_string;

/// One past the largest integer that may stand as a JSON number: 2^53.
///
/// Beyond it a reader that keeps numbers as IEEE doubles would see another number.
pub const INTEGER_LIMIT: i64 = 1 << 53;

/// A JSON value of the restricted profile.
///
/// A value that came from [`parse`] is inside the profile. One built by hand is, as
/// long as its keys are ASCII and its integers stay below [`INTEGER_LIMIT`]: write counts that
/// may grow past it as strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer, |n| < 2^53.
    Int(i64),
    /// Text, as given: Unicode is not normalised.
    Str(String),
    /// A list.
    Array(Vec<Value>),
    /// Named values, in byte order of their ASCII names.
    Object(BTreeMap<String, Value>),
}

impl Value {
    /// An object of these fields; of two equal names the later wins.
    pub fn object<const N: usize>(mut pairs: [(&str, Value); N]) -> Value {
        Value::fields(&mut pairs)
    }

    /// An object of these fields, which are taken one by one: `collect` would sort them first,
    /// and for each number of fields that is 4 kB more of code in a browser.
    #[inline(never)]
    pub(crate) fn fields(pairs: &mut [(&str, Value)]) -> Value {
        let mut map = BTreeMap::new();
        for (key, value) in pairs {
            map.insert((*key).to_owned(), std::mem::replace(value, Value::Null));
        }
        Value::Object(map)
    }

    /// The field of this name; `None` where there is none or where this is no object.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_object()?.get(key)
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is an integer.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The fields, if this is an object.
    pub fn as_object(&self) -> Option<&BTreeMap<String, Value>> {
        match self {
            Value::Object(fields) => Some(fields),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Str(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Str(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Int(i64::from(number))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Value {
        Value::Bool(truth)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Value {
        Value::Array(items)
    }
}

#[cfg(test)]
mod tests;
