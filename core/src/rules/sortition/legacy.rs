//! Legacy: the greedy selection that sortition tools used before lotteries with known chances.
//!
//! **Only to compare with, and to check old results.** Chances are nobody's choice: they cannot be
//! known but by drawing many times, and some people may hardly ever be drawn.
//!
//! 1. Whoever has a value with the quota 0 is left out.
//! 2. Seat by seat: of every value, in file order, `ratio = need / left`, where `need` is how many
//!    with it are still needed for its least and `left` how many with it are still there. Where
//!    more are needed than left the attempt fails. The value with the greatest ratio is taken, of
//!    equal ones the first, so that once all leasts are met it is always the first row of the file
//!    of whom anybody is left. One of those who have it is drawn from the stream.
//! 3. The rest of that person's household is left out, and everyone with a value of which there are
//!    as many as may be. Where that leaves too few of some value the attempt fails, and where
//!    nobody is left before the seats are filled.
//! 4. At most `attempts` attempts; the first from the stream `panel`, the next from `panel-2`,
//!    `panel-3` and so on.
//!
//! **Order.** The published algorithm draws the r-th of those left in the order of the file. Here
//! people stand in byte order of their ids, so that the order of rows changes nothing; each is as
//! likely, and chances are those of the published algorithm. Features stand in file order, the
//! values of one together.
//!
//! **Against the tool itself.** The first programs (stratification-app, from which the description
//! was made) seat a person and then count them out of those who are left. sortition-algorithms
//! 0.12.15 counts them out first, and its attempt fails where somebody taken is the last with a
//! value and fills its least: with as many people of a value as are needed it finds no panel at all.
//! That is not in the published algorithm, and not the default here; `refuse_last=true` does so.
//! It matters: on a public pool of 150 people and 22 seats one of them sits on 10.3 % of the
//! panels as published, and on 9.0 % of the tool's. 10,000 panels of the tool agree with
//! `refuse_last=true` for every person (the greatest of 150 standardised differences is 2.2), and
//! do not without it (4.2). On small pools both laws are followed draw by draw to exact fractions,
//! and 100,000 panels of the tool agree with those of `refuse_last=true`.
//!
//! Cost: O(attempts * seats * people * features).
//!
//! Source: the algorithm "legacy" of the tools of the Sortition Foundation, as described by B.
//! Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Nature 596, 2021, supplement (LEGACY).
//!
//! ```
//! use isonomia::formats::{Named, PoolColumns, read_pool};
//! use isonomia::instance::Instance;
//! use isonomia::outcome::Outcome;
//! use isonomia::problem::Diagnostics;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut people = "id,sex\nann,w\nbea,w\ncleo,w\ndan,m\n".as_bytes();
//! let mut sexes = "feature,value,min,max\nsex,w,1,1\nsex,m,1,1\n".as_bytes();
//! let pool = read_pool(
//!     &mut Named { name: "people.csv", reader: &mut people },
//!     Some(&mut Named { name: "categories.csv", reader: &mut sexes }),
//!     &PoolColumns::default(),
//!     Some(2),
//!     &mut Diagnostics::default(),
//! );
//! let rule = isonomia::rules::find("sortition/legacy").unwrap().prepare(&[]).unwrap();
//! let seed = Some("00".repeat(32).parse().unwrap());
//! let mut cx = Count::new(CountOptions { seed, ..CountOptions::default() });
//! let outcome = rule.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! // One of three women; Dan sits on every panel.
//! let Ok(Outcome::Panel { members, .. }) = outcome else { panic!() };
//! assert!(members.len() == 2 && members[1].0 == 3);
//! ```

use std::collections::BTreeMap;

use crate::id::PersonId;
use crate::instance::Pool;
use crate::outcome::Outcome;
use crate::panel::greedy::{Pick, Stuck, attempt};
use crate::params;
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::pools::{LOTTERY, quotas_can_be_met};
use crate::sort::sort;
use crate::transcript::Event;

params! {
    /// Options of `sortition/legacy`.
    pub struct LegacyParams {
        /// How often it is tried (`max_attempts` of the sortition tools).
        pub attempts: u32 = 100,
        /// Whether an attempt fails where somebody taken is the last with a value that is still
        /// needed, as in sortition-algorithms 0.12: not in the published algorithm.
        pub refuse_last: bool = false,
    }
    check = cross_check;
}

fn cross_check(params: &LegacyParams) -> Result<(), Problem> {
    if params.attempts == 0 {
        return Err(Problem::error("param-value")
            .path("attempts")
            .found("0")
            .expected("at least 1"));
    }
    Ok(())
}

/// The rule.
pub struct Legacy;

impl Rule for Legacy {
    type Input = Pool;
    type Params = LegacyParams;

    const META: Meta = Meta {
        id: "sortition/legacy",
        revision: 1,
        name: "Legacy greedy selection",
        summary: "Takes people one by one where quotas press most; chances are unknown. To \
                  compare with, and to check old results.",
        citations: &[
            "B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Fair algorithms for \
             selecting citizens' assemblies, Nature 596, 2021, supplement (LEGACY)",
        ],
        needs_seed: true,
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &LegacyParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        quotas_can_be_met(pool)?;
        let mut failed: BTreeMap<Stuck, u32> = BTreeMap::new();
        for number in 1..=params.attempts {
            cx.step(u64::from(number), u64::from(params.attempts))?;
            let mut stream = cx.stream(&label(number))?;
            match attempt(pool, params.refuse_last, &mut stream) {
                Err(stuck) => *failed.entry(stuck).or_default() += 1,
                Ok(picks) => {
                    cx.event(Event::Note {
                        code: "legacy-attempt",
                        args: vec![number.to_string(), params.attempts.to_string()],
                    });
                    for (code, args) in reasons(pool, &failed) {
                        cx.event(Event::Note { code, args });
                    }
                    return Ok(tell(pool, &picks, cx));
                }
            }
        }
        Err(exhausted(pool, params.attempts, &failed))
    }
}

/// The label of the stream of an attempt: `panel`, then `panel-2` and so on.
fn label(number: u32) -> String {
    match number {
        1 => "panel".to_owned(),
        _ => format!("panel-{number}"),
    }
}

/// Why attempts failed, and how many each.
fn reasons(pool: &Pool, failed: &BTreeMap<Stuck, u32>) -> Vec<(&'static str, Vec<String>)> {
    let reason = |(stuck, times): (&Stuck, &u32)| match stuck {
        Stuck::Emptied => ("legacy-emptied", vec![times.to_string()]),
        Stuck::Short(feature, value) => {
            let names = pool.quota(*feature, *value);
            let (feature, value) = names.map_or(("", ""), |(feature, value, _)| (feature, value));
            let args = vec![feature.to_owned(), value.to_owned(), times.to_string()];
            ("legacy-short", args)
        }
    };
    failed.iter().map(reason).collect()
}

/// Tells each pick: who, the value that pressed most, how many were needed of how many left, and
/// the number drawn.
fn tell(pool: &Pool, picks: &[Pick], cx: &mut Count<'_>) -> Outcome {
    for pick in picks {
        let names = pool.quota(pick.urgent.0, pick.urgent.1);
        let (feature, value) = names.map_or(("", ""), |(feature, value, _)| (feature, value));
        cx.event(Event::Note {
            code: "legacy-pick",
            args: vec![
                pool.id(pick.person).to_owned(),
                feature.to_owned(),
                value.to_owned(),
                pick.need.to_string(),
                pick.left.to_string(),
                pick.number.to_string(),
            ],
        });
    }
    let mut members: Vec<PersonId> = picks.iter().map(|pick| pick.person).collect();
    sort(&mut members);
    Outcome::Panel {
        seats: pool.seats,
        members,
    }
}

/// No attempt came to a panel: why each failed, and what is wrong with the quotas, if anything.
fn exhausted(pool: &Pool, attempts: u32, failed: &BTreeMap<Stuck, u32>) -> CountError {
    let mut problems = vec![
        Problem::error("legacy-failed")
            .path("attempts")
            .found(attempts.to_string()),
    ];
    for (stuck, times) in failed {
        let path = match stuck {
            Stuck::Short(feature, value) => pool.quota_path(*feature, *value),
            Stuck::Emptied => "seats".to_owned(),
        };
        problems.push(
            Problem::warning("legacy-stuck")
                .path(path)
                .found(times.to_string()),
        );
    }
    problems.extend(crate::panel::feasible::explain(pool));
    CountError::Infeasible(problems)
}

#[cfg(test)]
mod tests;
