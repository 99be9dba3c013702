//! Samples of any list: invitations, reserves, the pieces that an audit looks at.
//!
//! A sample by *ticket* gives everyone on the list a lot that depends on nobody else: those with
//! the smallest `k` are drawn, whoever is struck off makes room for the next, and everyone can
//! compare the own lot with the last one drawn. A sample by *numbers* is the first `k` places of a
//! shuffle (draw/v1, 2.5) and asks that the list and its order be fixed beforehand.

use super::schema::{Op, Transcript};
use crate::digest::hex;
use crate::json::Value;
use crate::lottery::{DrawKey, Seed, ticket_order};
use crate::problem::Problem;
use crate::sort::sort;

/// Who was drawn, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// Label of the draw: its key is `H("draw", seed, label)`.
    pub label: String,
    /// How many there were to draw from.
    pub of: u64,
    /// Those drawn, first drawn first.
    pub drawn: Vec<Drawn>,
}

/// One of those drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Place in the list, from 0.
    pub index: u64,
    /// The id; empty where numbers were drawn.
    pub id: String,
    /// The ticket, where there is one.
    pub ticket: Option<[u8; 32]>,
}

/// `k` of a list of ids, by the numbers of the stream of `label`, in the order drawn.
///
/// # Errors
/// `draw-sample-size` for more than there are, `draw-id-twice` for an id that stands twice.
pub fn by_numbers(ids: &[&str], k: u32, seed: Seed, label: &str) -> Result<Sampled, Problem> {
    distinct(ids)?;
    let of = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    let mut sampled = numbers(of, k, seed, label)?;
    for drawn in &mut sampled.drawn {
        let at = usize::try_from(drawn.index).unwrap_or(usize::MAX);
        ids.get(at)
            .copied()
            .unwrap_or_default()
            .clone_into(&mut drawn.id);
    }
    Ok(sampled)
}

/// `k` different numbers of `0..n`, by the stream of `label`, in the order drawn.
///
/// # Errors
/// `draw-sample-size` for more than there are.
pub fn numbers(n: u64, k: u32, seed: Seed, label: &str) -> Result<Sampled, Problem> {
    let mut stream = DrawKey::derive(seed, label).stream();
    let drawn = stream.sample(n, u64::from(k)).map_err(|_| too_many(k, n))?;
    let row = |index: u64| Drawn {
        index,
        id: String::new(),
        ticket: None,
    };
    Ok(Sampled {
        label: label.to_owned(),
        of: n,
        drawn: drawn.into_iter().map(row).collect(),
    })
}

/// The `k` ids with the smallest tickets under `label`, smallest first.
///
/// # Errors
/// `draw-sample-size` for more than there are, `draw-id-twice` for an id that stands twice.
pub fn by_ticket(ids: &[&str], k: u32, seed: Seed, label: &str) -> Result<Sampled, Problem> {
    distinct(ids)?;
    let of = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    if u64::from(k) > of {
        return Err(too_many(k, of));
    }
    let key = DrawKey::derive(seed, label);
    let mut places: Vec<(&str, u64)> = ids.iter().copied().zip(0..).collect();
    sort(&mut places);
    let order = ticket_order(key, ids.iter().copied());
    let row = |id: &str| Drawn {
        index: places
            .binary_search_by(|(known, _)| (*known).cmp(id))
            .ok()
            .and_then(|at| places.get(at))
            .map_or(0, |(_, place)| *place),
        id: id.to_owned(),
        ticket: Some(key.ticket(id)),
    };
    let drawn = order.into_iter().take(crate::id::ix(k)).map(row);
    Ok(Sampled {
        label: label.to_owned(),
        of,
        drawn: drawn.collect(),
    })
}

/// The first `k` of a draw of tickets or a sample that stands in a transcript, as its result has
/// them. Verify the transcript first: here it is only read.
///
/// # Errors
/// `draw-label-unknown` where the transcript has no such draw, `draw-sample-size` for more than
/// it drew.
pub fn of_transcript(transcript: &Transcript, label: &str, k: u32) -> Result<Sampled, Problem> {
    let draws = transcript.manifest.draws.iter();
    let draws = draws.filter(|d| matches!(d.op, Op::Ticket { .. } | Op::Sample { .. }));
    let draws: Vec<_> = draws.collect();
    let unknown = || {
        let labels: Vec<&str> = draws.iter().map(|draw| draw.label.as_str()).collect();
        Problem::error("draw-label-unknown")
            .found(label)
            .expected(labels.join(", "))
    };
    let draw = draws.iter().find(|draw| draw.label == label);
    let draw = draw.ok_or_else(unknown)?;
    let result = transcript
        .results
        .iter()
        .find(|result| result.label == label);
    let items = result.and_then(|result| result.value.as_array());
    let items = items.ok_or_else(unknown)?;
    let of = match draw.op {
        Op::Sample { n, .. } => u64::try_from(n).unwrap_or_default(),
        _ => u64::try_from(items.len()).unwrap_or(u64::MAX),
    };
    if crate::id::ix(k) > items.len() {
        return Err(too_many(k, u64::from(crate::id::len32(items.len()))));
    }
    let ids = transcript.ticket_ids.of(label).unwrap_or_default();
    let mut places: Vec<(&str, u64)> = ids.iter().map(String::as_str).zip(0..).collect();
    sort(&mut places);
    let place = |id: &str| {
        let found = places.binary_search_by(|(known, _)| (*known).cmp(id)).ok();
        found.and_then(|at| places.get(at)).map(|(_, place)| *place)
    };
    let row = |item: &Value| match item {
        Value::Int(index) => u64::try_from(*index).ok().map(|index| Drawn {
            index,
            id: String::new(),
            ticket: None,
        }),
        Value::Array(pair) => {
            let id = pair.first()?.as_str()?;
            let ticket = pair.get(1)?.as_str()?;
            Some(Drawn {
                index: place(id)?,
                id: id.to_owned(),
                ticket: crate::digest::unhex32(ticket).ok(),
            })
        }
        _ => None,
    };
    let drawn = items.iter().take(crate::id::ix(k)).map(row);
    Ok(Sampled {
        label: label.to_owned(),
        of,
        drawn: drawn.collect::<Option<_>>().ok_or_else(unknown)?,
    })
}

impl Sampled {
    /// The sample as JSON: `{"drawn":[{"id"?,"index","ticket"?}..],"label","of"}`.
    pub fn to_value(&self) -> Value {
        let number = |number: u64| match i64::try_from(number) {
            Ok(number) if number < crate::json::INTEGER_LIMIT => Value::Int(number),
            _ => Value::from(number.to_string()),
        };
        let row = |drawn: &Drawn| {
            let mut fields = vec![("index".to_owned(), number(drawn.index))];
            if !drawn.id.is_empty() {
                fields.push(("id".to_owned(), Value::from(drawn.id.as_str())));
            }
            if let Some(ticket) = &drawn.ticket {
                fields.push(("ticket".to_owned(), Value::from(hex(ticket))));
            }
            Value::Object(fields.into_iter().collect())
        };
        Value::object([
            ("drawn", Value::Array(self.drawn.iter().map(row).collect())),
            ("label", Value::from(self.label.as_str())),
            ("of", number(self.of)),
        ])
    }
}

fn too_many(k: u32, of: u64) -> Problem {
    Problem::error("draw-sample-size")
        .found(k.to_string())
        .expected(format!("1..{of}"))
}

fn distinct(ids: &[&str]) -> Result<(), Problem> {
    let mut sorted = ids.to_vec();
    sort(&mut sorted);
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(Problem::error("draw-id-twice").found(twice[0])),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed() -> Seed {
        "7ef9a98e1693ecfe8b6c4ae8c574131ae8dcfe64eee82a8e7062cb9a783c56b9"
            .parse()
            .unwrap()
    }

    /// draw-v1.json, the worked example: reserves 8, 1, 10 of 12, and the ties of five options.
    #[test]
    fn the_worked_example_is_drawn_again() {
        let reserve = numbers(12, 3, seed(), "reserve").unwrap();
        let drawn: Vec<u64> = reserve.drawn.iter().map(|drawn| drawn.index).collect();
        assert_eq!(drawn, [8, 1, 10]);

        let ids = ["option-a", "option-b", "option-c", "option-d", "option-e"];
        let tie = by_ticket(&ids, 2, seed(), "tie").unwrap();
        let drawn: Vec<&str> = tie.drawn.iter().map(|drawn| drawn.id.as_str()).collect();
        assert_eq!(drawn, ["option-b", "option-c"]);
        assert_eq!(tie.drawn[1].index, 2);
        let ticket = tie.drawn[0].ticket.unwrap();
        assert_eq!(
            hex(&ticket),
            "1d3b35dda055fd296acea6f8b8115aaa16275f4dc7e02b3df091a3e3f7fbcba0"
        );
    }

    #[test]
    fn to_strike_somebody_off_moves_nobody_else() {
        let ids = ["a", "b", "c", "d", "e", "f"];
        let all = by_ticket(&ids, 6, seed(), "x").unwrap();
        let order: Vec<&str> = all.drawn.iter().map(|drawn| drawn.id.as_str()).collect();
        let without = [ids[0], ids[2], ids[3], ids[4], ids[5]];
        let fewer = by_ticket(&without, 5, seed(), "x").unwrap();
        let fewer: Vec<&str> = fewer.drawn.iter().map(|drawn| drawn.id.as_str()).collect();
        let expected: Vec<&str> = order.into_iter().filter(|id| *id != "b").collect();
        assert_eq!(fewer, expected);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let code = |sampled: Result<Sampled, Problem>| sampled.unwrap_err().code;
        assert_eq!(code(numbers(3, 4, seed(), "x")), "draw-sample-size");
        assert_eq!(code(by_ticket(&["a"], 2, seed(), "x")), "draw-sample-size");
        assert_eq!(
            code(by_ticket(&["a", "a"], 1, seed(), "x")),
            "draw-id-twice"
        );
        assert_eq!(
            code(by_numbers(&["a", "a"], 1, seed(), "x")),
            "draw-id-twice"
        );
    }
}
