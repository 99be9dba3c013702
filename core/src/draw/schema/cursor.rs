//! Reading a document field by field: a place in it, and the first thing that is wrong.
//!
//! What is read where something is wrong is empty, and reading goes on: the fault stands beside,
//! and nothing is used before it has been asked for. A `Result` for each field instead would
//! drop, at each `?`, all fields read before it: three times the code in a browser.

use std::cell::RefCell;

use super::SchemaError;
use super::field::{is_id, is_label, is_text, is_uri};
use crate::digest::unhex32;
use crate::draw::time::Time;
use crate::json::Value;

/// A value and where it stands.
pub(super) struct Cursor<'a> {
    value: &'a Value,
    step: Step<'a>,
    up: Option<&'a Cursor<'a>>,
    fault: &'a RefCell<Option<SchemaError>>,
}

/// The last step to a place.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// What `take` reads, or the first field that is wrong.
pub(super) fn read<T>(
    value: &Value,
    take: impl FnOnce(&Cursor<'_>) -> T,
) -> Result<T, SchemaError> {
    let fault = RefCell::new(None);
    let taken = take(&Cursor {
        value,
        step: Step::Item(0),
        up: None,
        fault: &fault,
    });
    fault.into_inner().map_or(Ok(taken), Err)
}

impl<'a> Cursor<'a> {
    /// Notes that here is not what was expected, unless something before it was wrong already.
    pub(super) fn wrong(&self, expected: &'static str) {
        let mut fault = self.fault.borrow_mut();
        if fault.is_some() {
            return;
        }
        let mut error = SchemaError {
            pointer: String::new(),
            expected,
        };
        let mut at = self;
        while let Some(up) = at.up {
            error = match at.step {
                Step::Key(key) => error.inside(key),
                Step::Item(item) => error.inside(&item.to_string()),
            };
            at = up;
        }
        *fault = Some(error);
    }

    /// The value itself.
    pub(super) const fn value(&self) -> &'a Value {
        self.value
    }

    fn child<'b>(&'b self, value: &'b Value, step: Step<'b>) -> Cursor<'b> {
        Cursor {
            value,
            step,
            up: Some(self),
            fault: self.fault,
        }
    }

    /// A closed object: all fields of `must`, some of `may`, no other.
    pub(super) fn closed(&self, must: &[&str], may: &[&str]) {
        let Some(fields) = self.value.as_object() else {
            return self.wrong("an object");
        };
        for (key, value) in fields {
            let known = |known: &[&str]| known.contains(&key.as_str());
            if !known(must) && !known(may) {
                self.child(value, Step::Key(key)).wrong("no such field");
            }
        }
        for key in must {
            if !fields.contains_key(*key) {
                self.at(key).wrong("this field");
            }
        }
    }

    /// The field of this name; one that is not there is read as null.
    pub(super) fn at<'b>(&'b self, key: &'b str) -> Cursor<'b> {
        self.child(self.value.get(key).unwrap_or(&Value::Null), Step::Key(key))
    }

    /// The field of this name, if it is there.
    pub(super) fn maybe<'b>(&'b self, key: &'b str) -> Option<Cursor<'b>> {
        Some(self.child(self.value.get(key)?, Step::Key(key)))
    }

    /// This place, unless null stands there.
    pub(super) fn not_null(&self) -> Option<&Self> {
        Some(self).filter(|at| *at.value != Value::Null)
    }

    /// The items of a list of at most `most`.
    pub(super) fn each(
        &self,
        most: usize,
        expected: &'static str,
        take: &mut dyn FnMut(&Cursor<'_>),
    ) {
        match self.value.as_array() {
            Some(items) if items.len() <= most => {
                for (at, item) in items.iter().enumerate() {
                    take(&self.child(item, Step::Item(at)));
                }
            }
            _ => self.wrong(expected),
        }
    }

    /// The same as a list of what is taken.
    pub(super) fn list<T>(
        &self,
        most: usize,
        expected: &'static str,
        take: fn(&Cursor<'_>) -> T,
    ) -> Vec<T> {
        let mut list = Vec::new();
        self.each(most, expected, &mut |item| list.push(take(item)));
        list
    }

    /// The fields of an object whose keys are data.
    pub(super) fn entries(
        &self,
        is_key: fn(&str) -> bool,
        expected: &'static str,
        take: &mut dyn FnMut(&str, &Cursor<'_>),
    ) {
        let Some(fields) = self.value.as_object() else {
            return self.wrong("an object");
        };
        for (key, value) in fields {
            let entry = self.child(value, Step::Key(key));
            if !is_key(key) {
                entry.wrong(expected);
            }
            take(key, &entry);
        }
    }

    /// Any value.
    pub(super) fn any(&self) -> Value {
        self.value.clone()
    }

    /// Any text.
    pub(super) fn string(&self) -> String {
        self.matching(|_| true, "a text")
    }

    /// A text of which `is` holds.
    pub(super) fn matching(&self, is: fn(&str) -> bool, expected: &'static str) -> String {
        match self.value {
            Value::Str(text) if is(text) => text.clone(),
            _ => {
                self.wrong(expected);
                String::new()
            }
        }
    }

    /// One of the words of the schema, such as a format.
    pub(super) fn word(&self, expected: &'static str) {
        if self.value.as_str() != Some(expected) {
            self.wrong(expected);
        }
    }

    /// An integer; never a truth value, nor text.
    pub(super) fn int(&self) -> i64 {
        self.value.as_i64().unwrap_or_else(|| {
            self.wrong("an integer");
            0
        })
    }

    /// An integer of `1 ..= most`.
    pub(super) fn counted(&self, most: u64, expected: &'static str) -> u64 {
        match u64::try_from(self.int()) {
            Ok(number) if (1..=most).contains(&number) => number,
            _ => {
                self.wrong(expected);
                1
            }
        }
    }

    /// An integer of `1 ..= most` that fits 32 bits.
    pub(super) fn counted32(&self, most: u32, expected: &'static str) -> u32 {
        u32::try_from(self.counted(u64::from(most), expected)).unwrap_or(1)
    }

    /// `[0-9a-f]{64}`
    pub(super) fn hex32(&self) -> [u8; 32] {
        if let Some(Ok(bytes)) = self.value.as_str().map(unhex32) {
            return bytes;
        }
        self.wrong("hex32");
        [0; 32]
    }

    /// `(20[2-9]\d|21\d\d)-\d\d-\d\dT\d\d:\d\d:\d\dZ`, a real date, seconds below 60.
    pub(super) fn time(&self) -> Time {
        if let Some(Ok(time)) = self.value.as_str().map(str::parse) {
            return time;
        }
        self.wrong("time");
        Time::FIRST
    }

    /// `NFC, 1-4096 bytes, no control but LF, no U+202A-202E, U+2066-2069`; the reader of the
    /// document has seen to NFC.
    pub(super) fn text(&self) -> String {
        self.matching(is_text, "text")
    }

    /// A text of at most 128 bytes.
    pub(super) fn id(&self) -> String {
        self.matching(is_id, "id")
    }

    /// `[!-~]{1,256}`
    pub(super) fn uri(&self) -> String {
        self.matching(is_uri, "uri")
    }

    /// `[a-z][a-z0-9-]{0,31}`
    pub(super) fn label(&self) -> String {
        self.matching(is_label, "label")
    }
}
