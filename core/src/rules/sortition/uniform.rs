//! Uniform: a simple random sample. Everyone in the pool has the same chance `seats / people`,
//! as long as nobody shares a household.
//!
//! People stand in byte order of their ids, numbered from 0. From the stream `panel` numbers are
//! drawn without replacement (draw/v1, section 2.5, `sample`): the people with these numbers are
//! the panel. Every set of `seats` people is equally likely. Quotas are not enforced; where the
//! categories have some, the report says which of them the panel misses.
//!
//! **Households.** Where people share a household, at most one of them is seated: the numbers
//! are gone through in the order drawn and whoever's household already sits is passed over and
//! named. Every order of the pool is equally likely, so chances are equal among people whose
//! households are equally large, and with two seats or more the smaller the larger the household.
//! Panels are not equally likely then; `sortition/stratified` draws with equal chances for panels.
//!
//! **Order.** The order of rows in the file changes nothing; another spelling of the ids does,
//! since it changes the numbers, so ids are fixed before the seed is known.
//!
//! Cost: O(seats log seats), with households O(people log people).
//!
//! Source: W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapter 2; sampling steps:
//! draw/v1, section 2.5.
//!
//! ```
//! use isonomia::id::IdVec;
//! use isonomia::instance::{Instance, Pool};
//! use isonomia::outcome::Outcome;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let people = ["a", "b", "c", "d"].map(|id| (id.to_owned(), vec![], None)).to_vec();
//! let pool = Instance::Pool(Pool::new(IdVec::new(), people, 2).unwrap());
//! let uniform = isonomia::rules::find("sortition/uniform").unwrap().prepare(&[]).unwrap();
//! let seed = Some("00".repeat(32).parse().unwrap());
//! let mut cx = Count::new(CountOptions { seed, ..CountOptions::default() });
//! let Ok(Outcome::Panel { members, .. }) = uniform.count(&pool, &mut cx) else { panic!() };
//! assert_eq!(members.len(), 2);
//! ```

pub mod seating;

use std::collections::BTreeSet;

use crate::id::PersonId;
use crate::instance::Pool;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::sort::sort;
use crate::transcript::Event;

/// The label of the stream.
pub const LABEL: &str = "panel";

/// The rule.
pub struct Uniform;

impl Rule for Uniform {
    type Input = Pool;
    type Params = NoParams;

    const META: Meta = Meta {
        id: "sortition/uniform",
        revision: 1,
        name: "Simple random sample",
        summary: "Draws the seats from all volunteers with equal chances, without quotas.",
        citations: &[
            "W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapter 2",
            "draw/v1, section 2.5 (sample)",
        ],
        ballots: &[],
        weights: Weights::Refused,
        ties: &[],
        needs_seed: true,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(pool: &Pool, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        let problems = pool.check_seats();
        if !problems.is_empty() {
            return Err(CountError::Infeasible(problems));
        }
        let everyone: Vec<PersonId> = pool.people().collect();
        let mut stream = cx.stream(LABEL)?;
        let mut taken = BTreeSet::new();
        let seated = seating::seat(pool, &everyone, pool.seats, &mut stream, &mut taken)?;
        cx.event(Event::Draw {
            label: LABEL.to_owned(),
            of: pool.len(),
            values: seated.numbers,
        });
        note_passed(pool, &seated.passed, cx);
        let mut members = seated.members;
        sort(&mut members);
        for miss in pool.missed(&members) {
            if let Some((feature, value, quota)) = pool.quota(miss.feature, miss.value) {
                cx.event(Event::Note {
                    code: "quota-missed",
                    args: vec![
                        feature.to_owned(),
                        value.to_owned(),
                        miss.members.to_string(),
                        quota.min.to_string(),
                        quota.max.to_string(),
                    ],
                });
            }
        }
        Ok(Outcome::Panel {
            seats: pool.seats,
            members,
        })
    }
}

/// Records who was drawn and not seated: "{0} passed over: one of the household sits already".
pub(super) fn note_passed(pool: &Pool, passed: &[PersonId], cx: &mut Count<'_>) {
    if !passed.is_empty() {
        let ids = passed.iter().map(|person| pool.id(*person).to_owned());
        cx.event(Event::Note {
            code: "household-passed",
            args: vec![ids.collect::<Vec<_>>().join(", ")],
        });
    }
}

#[cfg(test)]
mod tests;
