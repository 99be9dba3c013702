//! Seating people from a stream: a simple random sample, or one without two of a household.

use std::collections::BTreeSet;

use crate::id::{PersonId, len32};
use crate::instance::Pool;
use crate::lottery::Stream;
use crate::rule::CountError;

/// What a stream gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seated {
    /// The numbers read, in order: places in the list of people from 0.
    pub numbers: Vec<u32>,
    /// The people seated, in order of the draw; fewer than asked for where households ran out.
    pub members: Vec<PersonId>,
    /// People drawn and passed over because one of their household was seated before.
    pub passed: Vec<PersonId>,
}

/// Draws `seats` of `people` from `stream` (draw/v1, 2.5: `sample`), passing over whoever's
/// household stands in `taken`; households seated are added to it.
///
/// # Errors
/// [`CountError::Infeasible`] where there are fewer people than seats.
pub fn seat(
    pool: &Pool,
    people: &[PersonId],
    seats: u32,
    stream: &mut Stream,
    taken: &mut BTreeSet<u32>,
) -> Result<Seated, CountError> {
    let of = len32(people.len());
    let households = people
        .iter()
        .any(|person| pool.household(*person).is_some());
    // A sample of k is the beginning of a sample of all, so with households everyone is put in
    // an order, of which only the part that was needed is told.
    let read = if households { of } else { seats };
    let numbers = stream
        .sample(u64::from(of), u64::from(read))
        .map_err(|_| CountError::Infeasible(pool.check_seats()))?;
    let mut seated = Seated::default();
    for number in numbers {
        if len32(seated.members.len()) == seats {
            break;
        }
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let Some(person) = people.get(crate::id::ix(number)).copied() else {
            continue;
        };
        seated.numbers.push(number);
        match pool.household(person) {
            Some(household) if !taken.insert(household) => seated.passed.push(person),
            _ => seated.members.push(person),
        }
    }
    Ok(seated)
}
