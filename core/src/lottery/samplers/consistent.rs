//! Ronald Rivest's `consistent_sampler` (Python), used by the audit tool Arlo.
//!
//! Every id holds a ticket, a number in (0, 1); the smallest are drawn. To leave out an id never
//! changes the order of the others, as with [`ticket`](crate::lottery::ticket).
//!
//! ```text
//! uniform(s)      = "0." and the decimal digits of SHA256(s), last digit first, of 64 at least
//! first(id, seed) = uniform(hex SHA256(seed) + id)
//! next(x)         = the 9s that x begins with, then the digits of uniform(x + ":" + decimal j),
//!                   j from 1, until that is greater than x + "0"
//! ```
//!
//! Tickets are compared as text. A ticket drawn with replacement is followed by `next` of it, in
//! full and not as shown.
//!
//! An id is Python's `str` of an object. Of text that is the text; Arlo hands tuples, and so an
//! auditor must know how Python prints them: [`Id`].
//!
//! Source: `ron-rivest/consistent_sampler`, `consistent_sampler.py`.
//!
//! ```
//! use isonomia::lottery::samplers::consistent::without_replacement;
//!
//! let drawn = without_replacement("314159", &["ab-1", "ab-2", "cd-1", "ef-3"])?;
//! assert_eq!(drawn[0].id, "cd-1");
//! assert_eq!(drawn[0].shown(9), "0.317685817");
//! # Ok::<(), isonomia::lottery::samplers::consistent::RepeatedId>(())
//! ```

mod id;

use std::collections::BTreeSet;
use std::fmt;

use crate::digest::{Digest, hex};
use crate::sort::sort;

pub use id::Id;

/// A ticket; tickets are drawn in their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket {
    /// The number, as text that begins with `0.`.
    pub number: String,
    /// Whose it is.
    pub id: String,
    /// 1 for the first ticket of an id, 2 for the one after that was drawn.
    pub generation: u32,
}

impl Ticket {
    fn first(seed: &str, id: &str) -> Ticket {
        Ticket {
            number: first_fraction(id, seed),
            id: id.to_owned(),
            generation: 1,
        }
    }

    /// The number cut to so many digits after the 9s that it begins with.
    pub fn shown(&self, digits: usize) -> &str {
        let end = digits.saturating_add(nines_end(&self.number));
        self.number.get(..end).unwrap_or(&self.number)
    }
}

/// The tickets of all ids in the order drawn, each id once.
///
/// # Errors
///
/// [`RepeatedId`].
pub fn without_replacement(seed: &str, ids: &[&str]) -> Result<Vec<Ticket>, RepeatedId> {
    let mut tickets = first_tickets(seed, ids)?;
    sort(&mut tickets);
    Ok(tickets)
}

/// The first `take` tickets where each drawn one is followed by the next of the same id; none
/// where there is no id.
///
/// # Errors
///
/// [`RepeatedId`].
pub fn with_replacement(seed: &str, ids: &[&str], take: u32) -> Result<Vec<Ticket>, RepeatedId> {
    let mut basket: BTreeSet<Ticket> = first_tickets(seed, ids)?.into_iter().collect();
    let mut drawn = Vec::new();
    for _ in 0..take {
        let Some(ticket) = basket.pop_first() else {
            break;
        };
        basket.insert(Ticket {
            number: next_fraction(&ticket.number),
            id: ticket.id.clone(),
            generation: ticket.generation.saturating_add(1),
        });
        drawn.push(ticket);
    }
    Ok(drawn)
}

fn first_tickets(seed: &str, ids: &[&str]) -> Result<Vec<Ticket>, RepeatedId> {
    let mut seen = BTreeSet::new();
    match ids.iter().find(|id| !seen.insert(**id)) {
        Some(id) => Err(RepeatedId((*id).to_owned())),
        None => Ok(ids.iter().map(|id| Ticket::first(seed, id)).collect()),
    }
}

/// `uniform(s)` above.
pub fn sha256_uniform(text: &str) -> String {
    format!("0.{}", reversed_decimal(Digest::of(text.as_bytes())))
}

/// The number of an id's first ticket.
pub fn first_fraction(id: &str, seed: &str) -> String {
    sha256_uniform(&format!("{}{id}", sha256_hex(seed)))
}

/// The number of the ticket after the one of number `x`, which begins with `0.`.
pub fn next_fraction(x: &str) -> String {
    let lower = format!("{x}0");
    let nines = lower.get(..nines_end(&lower)).unwrap_or(&lower);
    let mut counter = 0_u64;
    loop {
        counter += 1;
        let digits = reversed_decimal(Digest::of(format!("{x}:{counter}").as_bytes()));
        let next = format!("{nines}{digits}");
        if next > lower {
            return next;
        }
    }
}

fn sha256_hex(text: &str) -> String {
    hex(Digest::of(text.as_bytes()).as_bytes())
}

/// Where the 9s after `0.` end.
fn nines_end(number: &str) -> usize {
    let nines = number.bytes().skip(2).take_while(|digit| *digit == b'9');
    2 + nines.count()
}

/// The decimal digits from the last to the first, filled with zeros to 64.
fn reversed_decimal(digest: Digest) -> String {
    const CHUNK: u64 = 1_000_000_000;
    let (words, _) = digest.as_bytes().as_chunks::<4>();
    let mut words: Vec<u32> = words.iter().map(|word| u32::from_be_bytes(*word)).collect();
    let mut digits = String::new();
    while words.iter().any(|word| *word != 0) {
        // Long division from the most significant word down; the rest is nine digits.
        let mut rest = 0_u64;
        for word in &mut words {
            let value = rest << 32 | u64::from(*word);
            *word = u32::try_from(value / CHUNK).unwrap_or(u32::MAX);
            rest = value % CHUNK;
        }
        digits.extend(format!("{rest:09}").chars().rev());
    }
    digits.truncate(digits.trim_end_matches('0').len());
    while digits.len() < 64 {
        digits.push('0');
    }
    digits
}

/// An id that is listed twice: its two tickets would be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedId(pub String);

impl fmt::Display for RepeatedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is listed twice", self.0)
    }
}

impl std::error::Error for RepeatedId {}
