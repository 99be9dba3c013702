//! One ballot in JSON: a list of marks, or an object around it.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::formats::intake::{Copies, Mark};
use crate::json::INTEGER_LIMIT;
use crate::num::{Decimal, Scale, parse_decimal};
use crate::problem::Problem;

/// What is wrong, on its way past the JSON reader, whose own errors hold only text.
pub(in crate::formats) type Fault = RefCell<Option<Problem>>;

/// Stops reading with a problem.
pub(super) fn refuse<E: Error>(fault: &Fault, problem: Problem) -> E {
    *fault.borrow_mut() = Some(problem);
    E::custom("refused")
}

/// Where the marks of a ballot go; reused for the next.
pub(in crate::formats) struct Slip<'a> {
    /// From an id to its number.
    pub(in crate::formats) id: &'a mut dyn FnMut(&str) -> u32,
    pub(in crate::formats) marks: &'a mut Vec<Mark>,
    pub(in crate::formats) copies: Copies,
    /// Whether a text after an id is an amount of money; else it is another id.
    pub(in crate::formats) amounts: bool,
    pub(in crate::formats) fault: &'a Fault,
}

/// Reads a ballot onto a slip.
pub(in crate::formats) struct Ballot<'s, 'a>(pub(in crate::formats) &'s mut Slip<'a>);

impl<'de> DeserializeSeed<'de> for Ballot<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        self.0.marks.clear();
        self.0.copies = Copies::ONE;
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Ballot<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a ballot: a list, or an object with the field ballot")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        Marks(self.0).visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let slip = self.0;
        let mut seen: Vec<String> = Vec::new();
        while let Some(key) = object.next_key::<String>()? {
            if seen.contains(&key) {
                return Err(refuse(
                    slip.fault,
                    Problem::error("duplicate-key").found(key),
                ));
            }
            match key.as_str() {
                "ballot" => object.next_value_seed(Marks(slip))?,
                "papers" => {
                    let papers = object.next_value_seed(Amount(slip.fault, PAPERS))?;
                    if papers.scale.0 > 0 {
                        return Err(malformed(slip.fault, PAPERS, &papers.to_string()));
                    }
                    slip.copies.papers = papers.units;
                }
                "weight" => {
                    slip.copies.weight = object.next_value_seed(Amount(slip.fault, WEIGHT))?;
                }
                // For people; what it is does not matter, that it is a string does.
                "id" => drop(object.next_value::<String>()?),
                _ => {
                    let problem = Problem::error("field-unknown").found(&key);
                    let problem = problem.expected("ballot, papers, weight, id");
                    return Err(refuse(slip.fault, problem));
                }
            }
            seen.push(key);
        }
        if seen.iter().any(|key| key == "ballot") {
            Ok(())
        } else {
            let problem = Problem::error("field-missing").expected("ballot");
            Err(refuse(slip.fault, problem))
        }
    }
}

/// Reads the list of marks.
struct Marks<'s, 'a>(&'s mut Slip<'a>);

impl<'de> DeserializeSeed<'de> for Marks<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Marks<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of marks")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(One(self.0))?.is_some() {}
        Ok(())
    }
}

/// Reads one mark: an id, null, a list of ids, or an id with points.
struct One<'s, 'a>(&'s mut Slip<'a>);

impl<'de> DeserializeSeed<'de> for One<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id, null, a list of ids, or a pair of an id and a whole number")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.marks.push(Mark::Blank);
        Ok(())
    }

    fn visit_str<E>(self, id: &str) -> Result<(), E> {
        let id = (self.0.id)(id);
        self.0.marks.push(Mark::Option(id));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let slip = self.0;
        let Some(first) = list.next_element_seed(Inner(slip, false))? else {
            slip.marks.push(Mark::Blank);
            return Ok(());
        };
        let Item::Id(first) = first else {
            return Err(refuse(
                slip.fault,
                Problem::error("field-type").expected("an id"),
            ));
        };
        let amounts = slip.amounts;
        match list.next_element_seed(Inner(slip, amounts))? {
            None => slip.marks.push(Mark::Option(first)),
            Some(Item::Number(points)) => {
                slip.marks.push(Mark::Points(first, points));
                if list.next_element::<IgnoredAny>()?.is_some() {
                    let problem = Problem::error("field-type");
                    let problem = problem.expected("a pair of an id and a whole number");
                    return Err(refuse(slip.fault, problem));
                }
            }
            Some(Item::Amount(amount)) => {
                slip.marks.push(Mark::Amount(first, amount));
                if list.next_element::<IgnoredAny>()?.is_some() {
                    let problem = Problem::error("field-type");
                    return Err(refuse(slip.fault, problem.expected(PAIR)));
                }
            }
            Some(Item::Id(second)) => {
                slip.marks.push(Mark::Option(first));
                slip.marks.push(Mark::Equal(second));
                while let Some(next) = list.next_element_seed(Inner(slip, false))? {
                    match next {
                        Item::Id(id) => slip.marks.push(Mark::Equal(id)),
                        Item::Number(_) | Item::Amount(_) => {
                            let problem = Problem::error("field-type").expected("an id");
                            return Err(refuse(slip.fault, problem));
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

const PAIR: &str = "a pair of an id and an amount, such as \"12.50\"";

/// What may stand in an inner list.
enum Item {
    Id(u32),
    Number(i64),
    Amount(Decimal),
}

/// Reads an id or a whole number; where told so, an amount in place of an id.
struct Inner<'s, 'a>(&'s mut Slip<'a>, bool);

impl<'de> DeserializeSeed<'de> for Inner<'_, '_> {
    type Value = Item;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Item, D::Error> {
        reader.deserialize_any(self)
    }
}

impl Visitor<'_> for Inner<'_, '_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id or a whole number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Item, E> {
        if !self.1 {
            return Ok(Item::Id((self.0.id)(text)));
        }
        let amount = parse_decimal(text);
        amount.map(Item::Amount).ok_or_else(|| {
            let problem = Problem::error("field-type").found(text);
            refuse(self.0.fault, problem.expected(PAIR))
        })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Item, E> {
        if number.unsigned_abs() >= INTEGER_LIMIT.unsigned_abs() {
            let problem = Problem::error("integer-range").found(number.to_string());
            return Err(refuse(
                self.0.fault,
                problem.expected("a number below 2^53"),
            ));
        }
        Ok(Item::Number(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Item, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn visit_bytes<E: Error>(self, number: &[u8]) -> Result<Item, E> {
        let problem = Problem::error("float").found(String::from_utf8_lossy(number));
        Err(refuse(self.0.fault, problem.expected("a whole number")))
    }
}

/// Reads an amount above zero: a whole number, or a string.
struct Amount<'a>(&'a Fault, &'static str);

const PAPERS: &str = "papers: a whole number from 1";
const WEIGHT: &str = "weight: a number above 0, a decimal as a string";

fn malformed<E: Error>(fault: &Fault, expected: &'static str, found: &str) -> E {
    let problem = Problem::error("weight-malformed").found(found);
    refuse(fault, problem.expected(expected))
}

impl<'de> DeserializeSeed<'de> for Amount<'_> {
    type Value = Decimal;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Decimal, D::Error> {
        reader.deserialize_any(self)
    }
}

impl Visitor<'_> for Amount<'_> {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }

    fn visit_u64<E: Error>(self, units: u64) -> Result<Decimal, E> {
        if units == 0 || units >= INTEGER_LIMIT.unsigned_abs() {
            return Err(malformed(self.0, self.1, &units.to_string()));
        }
        let scale = Scale(0);
        Ok(Decimal { units, scale })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Decimal, E> {
        Err(malformed(self.0, self.1, &number.to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        parse_decimal(text)
            .filter(|amount| amount.units > 0)
            .ok_or_else(|| malformed(self.0, self.1, text))
    }
}
