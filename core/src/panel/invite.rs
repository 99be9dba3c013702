//! Invitations by household: the first stage of a selection.
//!
//! Of all addresses of a register so many are drawn, each set of that many equally likely (draw/v1,
//! section 2.5, `sample`, stream `invite/households`; households in byte order of the id of their
//! first person). Either everyone at an address is invited, each with the chance `r/H` of r of H
//! addresses; or one person, drawn from those who live there (stream `invite/people`), with the
//! chance `r/(H s)` in a household of s: who lives with others is invited less often.
//!
//! That is corrected later by the weight s: chances of a seat in proportion to `s` among those
//! who were invited so make everyone of the register equal again. Flanigan, Gölz, Gupta and
//! Procaccia (NeurIPS 2020) describe both stages; practice: letters to 20,000 to 30,000 addresses.

use std::collections::BTreeMap;

use crate::id::{PersonId, ix, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::lottery::{DrawKey, Seed};
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::problem::Problem;

/// The stream that draws households.
pub const HOUSEHOLDS: &str = "invite/households";

/// The stream that draws one person of each.
pub const PEOPLE: &str = "invite/people";

/// Who of a household that is drawn is invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everyone.
    All,
    /// One, by lot.
    One,
}

/// Households that were drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Households of the register.
    pub of: u32,
    /// Households drawn.
    pub drawn: u32,
    /// Who of them.
    pub who: Who,
    /// People invited, in the order drawn, with the size of their household.
    pub people: Vec<(PersonId, u32)>,
    /// By size: households of the register, and of those drawn.
    pub sizes: BTreeMap<u32, (u32, u32)>,
}

/// Draws households of a register.
///
/// # Errors
/// `invite-range` for no household, or more than there are.
pub fn invite(register: &Pool, households: u32, who: Who, seed: Seed) -> Result<Invited, Problem> {
    let homes = homes(register);
    let of = len32(homes.len());
    let refused = || {
        Problem::error("invite-range")
            .path("invitations")
            .found(households.to_string())
            .expected(format!("1..{of}"))
    };
    if households == 0 || households > of {
        return Err(refused());
    }
    let stream = |label| DrawKey::derive(seed, label).stream();
    let drawn = stream(HOUSEHOLDS).sample(u64::from(of), u64::from(households));
    let mut one = stream(PEOPLE);
    let mut people = Vec::new();
    let mut sizes: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for home in &homes {
        sizes.entry(len32(home.len())).or_default().0 += 1;
    }
    for number in drawn.map_err(|_| refused())? {
        let home = usize::try_from(number).ok().and_then(|at| homes.get(at));
        let home = home.ok_or_else(refused)?;
        let size = len32(home.len());
        sizes.entry(size).or_default().1 += 1;
        match who {
            Who::All => people.extend(home.iter().map(|person| (*person, size))),
            Who::One => {
                let at = one.below(u128::from(size)).map_err(|_| refused())?;
                let person = usize::try_from(at).ok().and_then(|at| home.get(at));
                people.push((*person.ok_or_else(refused)?, size));
            }
        }
    }
    Ok(Invited {
        of,
        drawn: households,
        who,
        people,
        sizes,
    })
}

impl Invited {
    /// The chance that a person in a household of this size is invited.
    pub fn chance(&self, size: u32) -> Ratio {
        let share = match self.who {
            Who::All => 1,
            Who::One => size.max(1),
        };
        let below = Natural::from(self.of.max(1)) * Natural::from(share);
        Ratio::from_parts(Integer::from(self.drawn), below)
    }

    /// What corrects for it, beside others: the weight of a person of such a household.
    pub fn weight(&self, size: u32) -> u32 {
        match self.who {
            Who::All => 1,
            Who::One => size,
        }
    }

    /// As JSON: households, chances and weights by size, and the people in the order drawn.
    pub fn to_value(&self, register: &Pool) -> Value {
        let sizes = self.sizes.iter().map(|(size, (of, drawn))| {
            object(vec![
                ("drawn", Value::from(*drawn)),
                ("households", Value::from(*of)),
                ("probability", Value::from(ratio_text(&self.chance(*size)))),
                ("size", Value::from(*size)),
                ("weight", Value::from(self.weight(*size))),
            ])
        });
        let people = self.people.iter();
        let ids = people.map(|(person, _)| Value::from(register.id(*person)));
        object(vec![
            ("drawn", Value::from(self.drawn)),
            ("households", Value::from(self.of)),
            ("people", Value::Array(ids.collect())),
            ("sizes", Value::Array(sizes.collect())),
            (
                "who",
                Value::from(match self.who {
                    Who::All => "all",
                    Who::One => "one",
                }),
            ),
        ])
    }
}

/// People by household, in order of the first of each; who shares none is one alone.
fn homes(register: &Pool) -> Vec<Vec<PersonId>> {
    let mut homes: Vec<Vec<PersonId>> = Vec::new();
    let mut of: BTreeMap<u32, u32> = BTreeMap::new();
    for person in register.people() {
        let known = register.household(person).map(|home| {
            let next = len32(homes.len());
            *of.entry(home).or_insert(next)
        });
        match known.and_then(|at| homes.get_mut(ix(at))) {
            Some(home) => home.push(person),
            None => homes.push(vec![person]),
        }
    }
    homes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::IdVec;

    /// Nine people at five addresses: 4, 2, 1, 1, 1.
    fn register() -> Pool {
        let homes = ["x", "x", "x", "x", "y", "y", "1", "2", "3"];
        let people = homes.iter().enumerate().map(|(at, home)| {
            let home = Some((*home).to_owned());
            (format!("p{at}"), Vec::new(), home)
        });
        Pool::new(IdVec::new(), people.collect(), 1).unwrap()
    }

    fn seed(number: u8) -> Seed {
        format!("{number:02x}").repeat(32).parse().unwrap()
    }

    #[test]
    fn chances_are_met_in_the_long_run() {
        let register = register();
        for who in [Who::All, Who::One] {
            let mut times = [0_u32; 9];
            let mut chances = vec![Ratio::ZERO; 9];
            for number in 0..=255 {
                let invited = invite(&register, 2, who, seed(number)).unwrap();
                for (person, _) in &invited.people {
                    times[ix(person.0)] += 1;
                }
                for (person, size) in [(0, 4), (4, 2), (6, 1)] {
                    chances[person] = invited.chance(size);
                }
            }
            for person in [0, 4, 6] {
                let expected = chances[person].to_f64().value() * 256.0;
                let off = (f64::from(times[person]) - expected).abs();
                assert!(off < 35.0, "{who:?} {person}: {} {expected}", times[person]);
            }
        }
    }

    /// Chances sum to the invitations; weights make them equal.
    #[test]
    fn chances_are_exact() {
        let register = register();
        let invited = invite(&register, 2, Who::One, seed(7)).unwrap();
        let of = |size: u32| invited.chance(size) * Ratio::from(size * invited.sizes[&size].0);
        assert_eq!(of(4) + of(2) + of(1), Ratio::from(2_u8));
        for size in [1, 2, 4] {
            let even = invited.chance(size) * Ratio::from(invited.weight(size));
            assert_eq!(even.to_string(), "2/5");
        }
        assert_eq!(invited.people.len(), 2);
        let all = invite(&register, 5, Who::All, seed(7)).unwrap();
        assert_eq!(all.people.len(), 9);
    }

    #[test]
    fn more_than_there_are_is_refused() {
        let register = register();
        for wrong in [0, 6] {
            let refused = invite(&register, wrong, Who::All, seed(1)).unwrap_err();
            assert_eq!(refused.code, "invite-range");
        }
    }
}
