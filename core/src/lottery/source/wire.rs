//! How sources and evidence stand in a manifest and a transcript: closed JSON objects.

use super::{Evidence, Source, SourceError};
use crate::digest::{hex, unhex, unhex32};
use crate::json::{INTEGER_LIMIT, Value};

impl Source {
    /// The entry of the manifest's list `sources`, field by field as the schema of draw/v1 has it.
    pub fn to_value(&self) -> Value {
        match self {
            Source::Drand { chain_hash, round } => Value::object([
                ("type", Value::from("drand")),
                ("chain_hash", Value::from(hex(chain_hash))),
                ("round", whole_value(*round)),
            ]),
            Source::CommitReveal {
                party,
                key,
                commitment,
                reveal_by,
            } => {
                let mut value = Value::object([
                    ("type", Value::from("commit-reveal")),
                    ("party", Value::from(party.as_str())),
                    ("commitment", Value::from(hex(commitment))),
                    ("reveal_by", Value::from(reveal_by.as_str())),
                ]);
                if let Some(key) = key {
                    add(&mut value, "key", Value::from(hex(key)));
                }
                value
            }
            Source::Dice {
                count,
                sides,
                ceremony,
            } => Value::object([
                ("type", Value::from("dice")),
                ("count", Value::from(*count)),
                ("sides", Value::from(*sides)),
                ("ceremony", Value::from(ceremony.as_str())),
            ]),
            Source::Rfc3797List { items, ready_by } => Value::object([
                ("type", Value::from("rfc3797-list")),
                (
                    "items",
                    Value::Array(
                        items
                            .iter()
                            .map(|item| Value::from(item.as_str()))
                            .collect(),
                    ),
                ),
                ("ready_by", Value::from(ready_by.as_str())),
            ]),
        }
    }

    /// Reads an entry of the manifest's list `sources`. Objects are closed: every field of the
    /// type must be there, and no other.
    ///
    /// # Errors
    ///
    /// [`SourceError::Field`] naming the field that is unknown, missing or of another type.
    pub fn from_value(value: &Value) -> Result<Source, SourceError> {
        let fields = Fields::of(value)?;
        match fields.text("type")? {
            "drand" => {
                fields.only(&["type", "chain_hash", "round"])?;
                Ok(Source::Drand {
                    chain_hash: fields.hex32("chain_hash")?,
                    round: fields.whole("round")?,
                })
            }
            "commit-reveal" => {
                fields.only(&["type", "party", "key", "commitment", "reveal_by"])?;
                Ok(Source::CommitReveal {
                    party: fields.text("party")?.to_owned(),
                    key: fields.optional("key", Fields::hex32)?,
                    commitment: fields.hex32("commitment")?,
                    reveal_by: fields.text("reveal_by")?.to_owned(),
                })
            }
            "dice" => {
                fields.only(&["type", "count", "sides", "ceremony"])?;
                Ok(Source::Dice {
                    count: fields.small("count")?,
                    sides: fields.small("sides")?,
                    ceremony: fields.text("ceremony")?.to_owned(),
                })
            }
            "rfc3797-list" => {
                fields.only(&["type", "items", "ready_by"])?;
                Ok(Source::Rfc3797List {
                    items: fields.texts("items")?,
                    ready_by: fields.text("ready_by")?.to_owned(),
                })
            }
            _ => Err(SourceError::field("type")),
        }
    }
}

impl Evidence {
    /// The entry of the transcript's list `evidence`.
    pub fn to_value(&self) -> Value {
        match self {
            Evidence::Signature {
                signature,
                previous,
            } => {
                let mut value = Value::object([("signature", Value::from(hex(signature)))]);
                if let Some(previous) = previous {
                    add(&mut value, "previous_signature", Value::from(hex(previous)));
                }
                value
            }
            Evidence::Secret(secret) => Value::object([("secret", Value::from(hex(secret)))]),
            Evidence::Digits(digits) => Value::object([("digits", Value::from(digits.as_str()))]),
            Evidence::Values(lists) => {
                let list = |numbers: &Vec<u64>| {
                    Value::Array(numbers.iter().copied().map(whole_value).collect())
                };
                Value::object([("values", Value::Array(lists.iter().map(list).collect()))])
            }
        }
    }

    /// Reads an entry of the transcript's list `evidence`; closed like [`Source::from_value`].
    ///
    /// # Errors
    ///
    /// [`SourceError::Field`] naming the field that is unknown, missing or of another type.
    pub fn from_value(value: &Value) -> Result<Evidence, SourceError> {
        let fields = Fields::of(value)?;
        if fields.has("signature") {
            fields.only(&["signature", "previous_signature"])?;
            return Ok(Evidence::Signature {
                signature: fields.hex("signature")?,
                previous: fields.optional("previous_signature", Fields::hex)?,
            });
        }
        if fields.has("secret") {
            fields.only(&["secret"])?;
            return Ok(Evidence::Secret(fields.hex32("secret")?));
        }
        if fields.has("digits") {
            fields.only(&["digits"])?;
            return Ok(Evidence::Digits(fields.text("digits")?.to_owned()));
        }
        fields.only(&["values"])?;
        Ok(Evidence::Values(fields.lists("values")?))
    }
}

fn add(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(fields) = object {
        fields.insert(key.to_owned(), value);
    }
}

/// A JSON number as far as JSON can hold it. The schema stays below; what does not is written
/// as text, which no reader of the schema takes for a number.
fn whole_value(number: u64) -> Value {
    match i64::try_from(number) {
        Ok(number) if number < INTEGER_LIMIT => Value::Int(number),
        _ => Value::Str(number.to_string()),
    }
}

/// The fields of one closed object.
struct Fields<'a> {
    value: &'a Value,
}

impl<'a> Fields<'a> {
    fn of(value: &'a Value) -> Result<Fields<'a>, SourceError> {
        match value {
            Value::Object(_) => Ok(Fields { value }),
            _ => Err(SourceError::field("")),
        }
    }

    fn only(&self, known: &[&str]) -> Result<(), SourceError> {
        let fields = self.value.as_object().into_iter().flatten();
        match fields
            .map(|(key, _)| key)
            .find(|key| !known.contains(&key.as_str()))
        {
            Some(key) => Err(SourceError::field(key)),
            None => Ok(()),
        }
    }

    fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    fn optional<T>(
        &self,
        key: &str,
        read: impl Fn(&Self, &str) -> Result<T, SourceError>,
    ) -> Result<Option<T>, SourceError> {
        self.has(key).then(|| read(self, key)).transpose()
    }

    fn text(&self, key: &str) -> Result<&'a str, SourceError> {
        self.read(key, Value::as_str)
    }

    fn hex(&self, key: &str) -> Result<Vec<u8>, SourceError> {
        self.read(key, |value| unhex(value.as_str()?).ok())
    }

    fn hex32(&self, key: &str) -> Result<[u8; 32], SourceError> {
        self.read(key, |value| unhex32(value.as_str()?).ok())
    }

    fn whole(&self, key: &str) -> Result<u64, SourceError> {
        self.read(key, |value| u64::try_from(value.as_i64()?).ok())
    }

    fn small(&self, key: &str) -> Result<u32, SourceError> {
        self.read(key, |value| u32::try_from(value.as_i64()?).ok())
    }

    fn texts(&self, key: &str) -> Result<Vec<String>, SourceError> {
        self.read(key, |value| {
            let items = value.as_array()?.iter();
            items.map(|item| item.as_str().map(str::to_owned)).collect()
        })
    }

    fn lists(&self, key: &str) -> Result<Vec<Vec<u64>>, SourceError> {
        let whole = |value: &Value| u64::try_from(value.as_i64()?).ok();
        self.read(key, |value| {
            let lists = value.as_array()?.iter();
            lists
                .map(|list| list.as_array()?.iter().map(whole).collect())
                .collect()
        })
    }

    fn read<T>(
        &self,
        key: &str,
        as_type: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<T, SourceError> {
        let found = self.value.get(key).and_then(as_type);
        found.ok_or_else(|| SourceError::field(key))
    }
}
