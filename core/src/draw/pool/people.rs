//! The organiser's private table: who stands behind each leaf.

use crate::digest::{hex, unhex32};
use crate::json::{Limits, Value, parse_with};
use crate::problem::Problem;

use crate::draw::limits;

/// The format of the table.
pub const PEOPLE_FORMAT: &str = "isonomia/draw-people/1";

/// Who stands behind each leaf of a sealed pool; for the organiser alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// The draw it belongs to.
    pub draw_id: String,
    /// The root of the pool.
    pub root: [u8; 32],
    /// By position.
    pub people: Vec<Person>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id in the organiser's own list.
    pub id: String,
    /// The name in the record.
    pub pseudonym: String,
    /// What opens the leaf.
    pub salt: [u8; 32],
}

impl People {
    /// The position of the person with this id or pseudonym.
    pub fn find(&self, who: &str) -> Option<u32> {
        let is = |person: &Person| person.id == who;
        let by_id = self.people.iter().position(is);
        let found = by_id.or_else(|| self.people.iter().position(|p| p.pseudonym == who))?;
        u32::try_from(found).ok()
    }

    /// The person at this position.
    pub fn get(&self, position: u32) -> Option<&Person> {
        self.people.get(crate::id::ix(position))
    }

    /// The table as a document: `{"draw_id","format","people":[[id,pseudonym,salt]..],"root"}`.
    pub fn to_value(&self) -> Value {
        let row = |person: &Person| {
            Value::Array(vec![
                Value::from(person.id.as_str()),
                Value::from(person.pseudonym.as_str()),
                Value::from(hex(&person.salt)),
            ])
        };
        Value::object([
            ("draw_id", Value::from(self.draw_id.as_str())),
            ("format", Value::from(PEOPLE_FORMAT)),
            (
                "people",
                Value::Array(self.people.iter().map(row).collect()),
            ),
            ("root", Value::from(hex(&self.root))),
        ])
    }

    /// Reads a table.
    ///
    /// # Errors
    /// `draw-people` with the place of what is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        let wrong = |path: &str| Problem::error("draw-people").path(path);
        let limits = Limits {
            bytes: limits::SIDE_FILE_BYTES,
            ..Limits::default()
        };
        let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let whole = parse_with(body, &limits)
            .map_err(|error| wrong("").found(error.code).at(error.line, error.column))?;
        let fields = whole.as_object().filter(|fields| fields.len() == 4);
        let fields = fields.ok_or_else(|| wrong(""))?;
        let text = |key: &str| {
            let text = fields.get(key).and_then(Value::as_str);
            text.ok_or_else(|| wrong(&format!("/{key}")))
        };
        if text("format")? != PEOPLE_FORMAT {
            return Err(wrong("/format").found(text("format")?));
        }
        let rows = fields.get("people").and_then(Value::as_array);
        let row = |(at, row): (usize, &Value)| {
            match row.as_array() {
                Some([Value::Str(id), Value::Str(pseudonym), Value::Str(salt)]) => {
                    unhex32(salt).ok().map(|salt| Person {
                        id: id.clone(),
                        pseudonym: pseudonym.clone(),
                        salt,
                    })
                }
                _ => None,
            }
            .ok_or_else(|| wrong(&format!("/people/{at}")))
        };
        let rows = rows.ok_or_else(|| wrong("/people"))?.iter().enumerate();
        Ok(Self {
            draw_id: text("draw_id")?.to_owned(),
            root: unhex32(text("root")?).map_err(|_| wrong("/root"))?,
            people: rows.map(row).collect::<Result<_, _>>()?,
        })
    }
}
