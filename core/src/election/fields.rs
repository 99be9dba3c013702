//! The fields of one JSON object: each is asked for by name, the rest is an error.

use std::collections::BTreeMap;

use super::Text;
use crate::json::Value;
use crate::num::{Decimal, parse_decimal};
use crate::problem::{Diagnostics, Problem};

/// A JSON object with its pointer, and the names that were asked for.
pub(crate) struct Fields<'v> {
    map: &'v BTreeMap<String, Value>,
    path: String,
    known: Vec<&'static str>,
}

/// A problem at a JSON pointer.
pub(crate) fn at(path: &str, code: &'static str) -> Problem {
    Problem::error(code).path(path)
}

/// A value of another type than expected.
pub(crate) fn wrong(path: &str, value: &Value, expected: &str) -> Problem {
    let shown = value.canonical_string();
    at(path, "field-type").found(shown).expected(expected)
}

impl<'v> Fields<'v> {
    /// The fields of a value; `None` and a problem where it is no object.
    pub(crate) fn of(value: &'v Value, path: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Some(map) = value.as_object() else {
            diagnostics.push(wrong(path, value, "an object"));
            return None;
        };
        Some(Self {
            map,
            path: path.to_owned(),
            known: Vec::new(),
        })
    }

    /// The pointer of a field.
    pub(crate) fn pointer(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }

    /// A field that may be absent.
    pub(crate) fn get(&mut self, name: &'static str) -> Option<&'v Value> {
        if !self.known.contains(&name) {
            self.known.push(name);
        }
        self.map.get(name)
    }

    /// A field that must be there.
    pub(crate) fn need(
        &mut self,
        name: &'static str,
        expected: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<&'v Value> {
        let value = self.get(name);
        if value.is_none() {
            diagnostics.push(at(&self.pointer(name), "field-missing").expected(expected));
        }
        value
    }

    /// A field read by a function that says what it expects.
    pub(crate) fn read<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        diagnostics: &mut Diagnostics,
        read: impl FnOnce(&'v Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(name)?;
        let read = read(value);
        if read.is_none() {
            diagnostics.push(wrong(&self.pointer(name), value, expected));
        }
        read
    }

    /// A string.
    pub(crate) fn string(
        &mut self,
        name: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        self.read(name, "a string", diagnostics, |v| {
            Some(v.as_str()?.to_owned())
        })
    }

    /// A string that must be there and not be empty.
    pub(crate) fn id(&mut self, diagnostics: &mut Diagnostics) -> Option<String> {
        let expected = "a string that is not empty";
        let value = self.need("id", expected, diagnostics)?;
        let id = value.as_str().filter(|id| !id.is_empty());
        if id.is_none() {
            diagnostics.push(wrong(&self.pointer("id"), value, expected));
        }
        id.map(str::to_owned)
    }

    /// True or false; false where absent.
    pub(crate) fn flag(&mut self, name: &'static str, diagnostics: &mut Diagnostics) -> bool {
        self.read(name, "true or false", diagnostics, Value::as_bool)
            .unwrap_or_default()
    }

    /// An amount of money.
    pub(crate) fn amount(
        &mut self,
        name: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Decimal> {
        self.read(name, AMOUNT, diagnostics, amount)
    }

    /// Text for people.
    pub(crate) fn text(&mut self, name: &'static str, diagnostics: &mut Diagnostics) -> Text {
        self.read(name, TEXT, diagnostics, text).unwrap_or_default()
    }

    /// The items of a list with their pointers; none where it is absent or no list.
    pub(crate) fn list(
        &mut self,
        name: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, &'v Value)> {
        let pointer = self.pointer(name);
        let items = self.read(name, "a list", diagnostics, |v| v.as_array());
        let items = items.unwrap_or_default().iter().enumerate();
        items
            .map(|(index, item)| (format!("{pointer}/{index}"), item))
            .collect()
    }

    /// Names every field that was not asked for.
    pub(crate) fn finish(self, diagnostics: &mut Diagnostics) {
        for name in self.map.keys() {
            if !self.known.contains(&name.as_str()) {
                let escaped = name.replace('~', "~0").replace('/', "~1");
                diagnostics.push(
                    at(&self.pointer(&escaped), "field-unknown")
                        .found(name)
                        .expected(self.known.join(", ")),
                );
            }
        }
    }
}

const AMOUNT: &str = "a whole number, or a decimal of at most nine places as a string";
const TEXT: &str = "a string, or an object from languages such as en to strings";

/// An amount: a string such as `12.50`, or a whole number.
pub(crate) fn amount(value: &Value) -> Option<Decimal> {
    match value {
        Value::Str(text) => parse_decimal(text),
        Value::Int(number) => parse_decimal(&number.to_string()),
        _ => None,
    }
}

fn text(value: &Value) -> Option<Text> {
    match value {
        Value::Str(text) => Some(Text::Plain(text.clone())),
        Value::Object(texts) if !texts.is_empty() => {
            let mut languages = BTreeMap::new();
            for (language, text) in texts {
                let text = text.as_str().filter(|_| is_language(language))?;
                languages.insert(language.clone(), text.to_owned());
            }
            Some(Text::Languages(languages))
        }
        _ => None,
    }
}

/// `en`, `pl`, `pt-BR`: a primary subtag of two or three small letters, then parts of two to
/// eight letters or digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
