//! The file as it streams by: ballots into arenas, the rest into a small tree.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::arena::Arena;
use super::ballot::{Ballot, Fault, Slip, refuse};
use crate::formats::intake::{Copies, Mark};
use crate::formats::unreadable;
use crate::json::{Limits, NOT_UTF8, Reader, StrictValue, TokenError, Trouble, Value};
use crate::problem::Problem;

/// What a file holds.
pub(super) struct Parsed {
    /// Everything but the ballots.
    pub(super) value: Value,
    /// The ballots of each contest that has some, in the order of the contests.
    pub(super) ballots: Vec<Option<Arena>>,
}

/// Reads a file. The first thing that is no JSON, or no ballot, ends it.
pub(super) fn parse(reader: &mut dyn BufRead) -> Result<Parsed, Problem> {
    let fault = Fault::default();
    let mut ballots = Vec::new();
    let mut source: &mut dyn Read = reader;
    let mut json = Reader::new(&mut source);
    let file = File {
        fault: &fault,
        ballots: &mut ballots,
    };
    let value = file
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value))
        .map_err(|error| {
            let reached = error.reached();
            let column = reached.bytes.saturating_sub(reached.wide);
            locate(&error, fault.take()).at(reached.lines.saturating_add(1), column)
        })?;
    Ok(Parsed { value, ballots })
}

/// The problem behind an error of the JSON reader, still without its place.
pub(in crate::formats) fn locate(error: &TokenError, fault: Option<Problem>) -> Problem {
    if let Some(problem) = fault {
        return problem;
    }
    let detail = error.message();
    match error.trouble() {
        Trouble::Io => unreadable(&io::Error::other(detail)),
        Trouble::Data => {
            // invalid type: integer `5`, expected a ballot: ...
            let (found, expected) = detail.split_once(", expected ").unwrap_or((detail, ""));
            let found = found.strip_prefix("invalid type: ").unwrap_or(found);
            Problem::error("field-type").found(found).expected(expected)
        }
        _ if detail == NOT_UTF8 => Problem::error("not-utf8").expected("UTF-8 text"),
        _ => Problem::error("syntax").found(detail),
    }
}

/// Reads fields of an object strictly, with one of them read by other means.
fn fields<'de, A: MapAccess<'de>>(
    mut object: A,
    fault: &Fault,
    mut special: impl FnMut(&str, &mut A) -> Result<Option<Option<Value>>, A::Error>,
) -> Result<Value, A::Error> {
    let limits = Limits::default();
    let mut map = BTreeMap::new();
    let mut streamed = Vec::new();
    while let Some(key) = object.next_key::<String>()? {
        if !key.is_ascii() {
            return Err(refuse(fault, Problem::error("key-not-ascii").found(key)));
        }
        if map.contains_key(&key) || streamed.contains(&key) {
            return Err(refuse(fault, Problem::error("duplicate-key").found(key)));
        }
        match special(&key, &mut object)? {
            Some(Some(value)) => drop(map.insert(key, value)),
            Some(None) => streamed.push(key),
            None => {
                let on_fault = |code, found: String| {
                    *fault.borrow_mut() = Some(Problem::error(code).found(found));
                };
                let strict = StrictValue::new(&limits, &on_fault);
                let value = object.next_value_seed(strict)?;
                map.insert(key, value);
            }
        }
    }
    Ok(Value::Object(map))
}

/// Reads the file.
struct File<'a> {
    fault: &'a Fault,
    ballots: &'a mut Vec<Option<Arena>>,
}

impl<'de> DeserializeSeed<'de> for File<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for File<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields format and contests")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Value, A::Error> {
        fields(object, self.fault, |key, object| {
            if key != "contests" {
                return Ok(None);
            }
            let contests = Contests {
                fault: self.fault,
                ballots: &mut *self.ballots,
            };
            object
                .next_value_seed(contests)
                .map(|value| Some(Some(value)))
        })
    }
}

/// Reads the list of contests.
struct Contests<'a> {
    fault: &'a Fault,
    ballots: &'a mut Vec<Option<Arena>>,
}

impl<'de> DeserializeSeed<'de> for Contests<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Contests<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of contests")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut contests = Vec::new();
        loop {
            let mut arena = None;
            let contest = Contest {
                fault: self.fault,
                index: contests.len(),
                arena: &mut arena,
            };
            let Some(value) = list.next_element_seed(contest)? else {
                break;
            };
            contests.push(value);
            self.ballots.push(arena);
        }
        Ok(Value::Array(contests))
    }
}

/// Reads one contest.
struct Contest<'a> {
    fault: &'a Fault,
    index: usize,
    arena: &'a mut Option<Arena>,
}

impl<'de> DeserializeSeed<'de> for Contest<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Contest<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a contest: an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Value, A::Error> {
        fields(object, self.fault, |key, object| {
            if key != "ballots" {
                return Ok(None);
            }
            let ballots = Ballots {
                fault: self.fault,
                contest: self.index,
            };
            *self.arena = Some(object.next_value_seed(ballots)?);
            Ok(Some(None))
        })
    }
}

/// Reads the ballots of a contest.
struct Ballots<'a> {
    fault: &'a Fault,
    contest: usize,
}

impl<'de> DeserializeSeed<'de> for Ballots<'_> {
    type Value = Arena;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Arena, D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Ballots<'_> {
    type Value = Arena;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of ballots")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Arena, A::Error> {
        let mut arena = Arena::default();
        let mut marks: Vec<Mark> = Vec::new();
        loop {
            let mut id = |id: &str| arena.id(id);
            let mut slip = Slip {
                id: &mut id,
                marks: &mut marks,
                copies: Copies::ONE,
                // What the paper asks for may follow only after its ballots.
                amounts: false,
                fault: self.fault,
            };
            let read = list.next_element_seed(Ballot(&mut slip));
            let copies = slip.copies;
            match read {
                Ok(Some(())) => arena.push(&marks, copies),
                Ok(None) => return Ok(arena),
                Err(error) => {
                    let path = format!("/contests/{}/ballots/{}", self.contest, arena.len());
                    let fault = self.fault.take().map(|problem| problem.path(path));
                    *self.fault.borrow_mut() = fault;
                    return Err(error);
                }
            }
        }
    }
}
