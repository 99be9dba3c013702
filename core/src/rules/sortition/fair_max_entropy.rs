//! Fair maximum entropy: chances close to fair ones, and beyond that nothing said beforehand.
//!
//! **Definition.** Every type of people has a weight; a panel is drawn with a chance proportional
//! to the product of its people's weights, among all that meet the quotas and seat at most one of
//! each household. Of all lotteries that give people the same chances this is the one of greatest
//! entropy. Weights are chosen so that chances come close to wanted ones: those of
//! `sortition/leximin` (`target=leximin`), or `seats / people` for everyone (`target=equal`), which
//! quotas may not allow.
//!
//! **Weights** are whole numbers up to 65,536, found by at most `rounds` rounds in which each is
//! raised by how much its chance lacks ([`odds`](crate::panel::odds)). They follow from the pool,
//! the wanted chances and the options, in whole numbers: nobody chooses them, and an audit finds
//! them again. Rounds count where 200,000 states suffice; else each looks at `samples` panels on a
//! walk among panels. Its numbers come from a fixed stream, known before the draw, and it begins
//! with a panel that stands in the record as the proposal `start` and may be any that meets the
//! quotas: what little of it is left after the first fifth of the walk is all that a search can
//! decide here.
//!
//! **What is proven.** That panels are drawn by exactly the law of these weights, which stand in the
//! certificate, and that the weights are those of the procedure. Not proven is that no other weights
//! come nearer to the chances wanted; `off` says how near these come: exactly where panels are
//! counted, else by the panels drawn, an estimate.
//!
//! **Counting and drawing** are those of `sortition/max-entropy`, with weights: exact chances where
//! the quotas of all features fit `states`; else panels are thrown away until they meet the other
//! quotas too, chances are those of the panels drawn, an estimate, and the report says so. Weights
//! far apart make panels rare among those that are tried; how many attempts a panel is expected to
//! take is told before the first: for the public pool of 400 and 40 seats 4 million, some seconds a
//! panel.
//!
//! Certificate: `exact`, `features` followed, `off` (the greatest distance of a chance from the
//! wanted one), `target`, `attempts`, `expected` (where panels are not counted: attempts a panel, as
//! told before), `weights` by type of people.
//!
//! Source: M. de Azevedo and P. Gölz, arXiv 2604.02712 (FairMaxEntropy).
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
//! let rule = isonomia::rules::find("sortition/fair-max-entropy").unwrap().prepare(&[]).unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! let Ok(Outcome::PanelLottery { people, .. }) = outcome else { panic!() };
//! assert_eq!(people[0].1.to_string(), "1/3");
//! ```

use super::max_entropy::drawn;
use crate::id::{IdVec, TypeId};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::outcome::Outcome;
use crate::panel::leximin::Start;
use crate::panel::number::{Fit, fit};
use crate::panel::odds::{self, GREATEST, Search};
use crate::panel::{Counts, LotteryError, Types, feasible, inclusion};
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::lexical;
use crate::rules::shared::panels::finish_sampled;
use crate::rules::shared::pools::{LOTTERY, quotas_can_be_met};
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// What chances should come close to.
    pub enum Target {
        /// Those of `sortition/leximin`.
        Leximin = "leximin",
        /// The same for everyone.
        Equal = "equal",
    }
}

params! {
    /// Options of `sortition/fair-max-entropy`.
    pub struct FairMaxEntropyParams {
        /// What chances should come close to.
        pub target: Target = Target::Leximin,
        /// How many panels are drawn; 0: chances alone. Panels need a seed.
        pub panels: u32 = 0,
        /// The most states that a count may hold.
        pub states: u64 = 2_000_000,
        /// The most attempts at all panels together, where they are rejected for quotas that do
        /// not fit the states.
        pub attempts: u64 = 200_000_000,
        /// The most rounds in which weights are raised.
        pub rounds: u32 = 30,
        /// Panels by which chances are estimated in a round, where they cannot be counted.
        pub samples: u32 = 1_000,
        /// The most nodes of the search tree of each search of leximin.
        pub nodes: u32 = 20_000,
    }
}

/// The most states of the count of each round.
const ROUND_STATES: u64 = 200_000;

/// The rule.
pub struct FairMaxEntropy;

impl Rule for FairMaxEntropy {
    type Input = Pool;
    type Params = FairMaxEntropyParams;

    const META: Meta = Meta {
        id: "sortition/fair-max-entropy",
        revision: 1,
        name: "Fair maximum entropy",
        summary: "Draws among all panels that meet the quotas, weighed so that chances come close \
                  to those of leximin, or to equal ones.",
        citations: &[
            "M. de Azevedo and P. Gölz, arXiv 2604.02712",
            "X.-H. Chen, A. P. Dempster and J. S. Liu, Weighted finite population sampling to \
             maximize entropy, Biometrika 81, 1994",
        ],
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &FairMaxEntropyParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let (types, wanted) = wanted(pool, params, cx)?;
        let weights = weights(pool, &types, &wanted, params, cx)?;
        let fit = fit(&types, Some(&weights), params.states)
            .ok_or_else(|| drawn::uncounted(params.states))?;
        if fit.most().is_zero() {
            return Err(drawn::none(pool));
        }
        if !fit.whole() && params.panels == 0 {
            return Err(drawn::uncounted(params.states).into());
        }
        let drawn = drawn::panels(pool, &types, &fit, params.panels, params.attempts, cx)?;
        let chances = fit.chances(&types);
        let given = chances
            .clone()
            .unwrap_or_else(|| crate::panel::round::shares(&types, &drawn.panels));
        let off = off(&wanted, &given);
        cx.event(Event::Note {
            code: "chances-off",
            args: vec![
                inclusion::decimals(&off, 4),
                params.target.word().to_owned(),
            ],
        });
        let certificate = certificate(pool, &types, params, &fit, &off, drawn.attempts, &weights);
        finish_sampled(
            pool,
            &types,
            drawn.panels,
            chances.as_ref(),
            certificate,
            cx,
        )
    }
}

/// The chances wanted, by type.
fn wanted(
    pool: &Pool,
    params: &FairMaxEntropyParams,
    cx: &mut Count<'_>,
) -> Result<(Types, IdVec<TypeId, Ratio>), CountError> {
    match params.target {
        Target::Leximin => {
            let (types, proven) =
                lexical::proved(pool, &Start::default(), "leximin", params.nodes, cx)?;
            Ok((types, proven.chances))
        }
        Target::Equal => {
            quotas_can_be_met(pool)?;
            let types = Types::of(pool);
            let equal = Ratio::from_parts(Integer::from(pool.seats), Natural::from(pool.len()));
            let wanted = IdVec::filled(types.types().len(), equal);
            Ok((types, wanted))
        }
    }
}

/// The weights, by type. Where they take a panel to start from, that is proposed and checked.
fn weights(
    pool: &Pool,
    types: &Types,
    wanted: &IdVec<TypeId, Ratio>,
    params: &FairMaxEntropyParams,
    cx: &mut Count<'_>,
) -> Result<IdVec<TypeId, Natural>, CountError> {
    let search = Search {
        states: params.states.min(ROUND_STATES),
        rounds: params.rounds,
        samples: params.samples,
    };
    let start = if odds::counted(types, search.states) {
        None
    } else {
        let found = cx.propose(
            "start",
            || match feasible::panel(types, u64::from(params.nodes)) {
                Ok(counts) => Ok(write(&counts)),
                Err(_) => Err(Problem::error("panel-none")),
            },
            |value| read(types, value),
        );
        match found {
            Err(CountError::Input(problem)) if problem.code == "panel-none" => {
                return Err(drawn::none(pool));
            }
            found => Some(found?),
        }
    };
    let mut stopped = Ok(());
    let found = odds::find(types, wanted, search, start.as_deref(), &mut |done, of| {
        stopped = cx.step(done, of);
        stopped.is_ok()
    });
    stopped?;
    found.ok_or_else(|| drawn::none(pool))
}

/// The greatest distance of a chance from the wanted one.
fn off(wanted: &IdVec<TypeId, Ratio>, given: &IdVec<TypeId, Ratio>) -> Ratio {
    let pairs = wanted.values().zip(given.values());
    let off = pairs.map(|(wanted, given)| {
        if wanted < given {
            given - wanted
        } else {
            wanted - given
        }
    });
    off.max().unwrap_or(Ratio::ZERO)
}

fn certificate(
    pool: &Pool,
    types: &Types,
    params: &FairMaxEntropyParams,
    fit: &Fit,
    off: &Ratio,
    attempts: u64,
    weights: &IdVec<TypeId, Natural>,
) -> Value {
    let numbers = weights.values().map(|weight| {
        let number = u32::try_from(weight).unwrap_or(GREATEST);
        Value::from(number)
    });
    object(vec![
        ("attempts", Value::from(attempts.to_string())),
        ("exact", Value::from(fit.whole())),
        ("expected", drawn::expected(fit)),
        ("features", drawn::names(pool, &fit.features(types))),
        ("off", Value::from(off.to_string())),
        ("target", Value::from(params.target.word())),
        ("values", drawn::further(pool, types, fit)),
        ("weights", Value::Array(numbers.collect())),
    ])
}

/// A panel as recorded: members by type.
fn write(counts: &[u32]) -> Value {
    Value::Array(counts.iter().map(|count| Value::from(*count)).collect())
}

/// A recorded panel, which meets the quotas.
fn read(types: &Types, value: &Value) -> Result<Counts, Problem> {
    let number = |value: &Value| u32::try_from(value.as_i64()?).ok();
    let counts = value.as_array().map(|list| list.iter().map(number));
    let counts: Option<Counts> = counts.and_then(Iterator::collect);
    counts
        .filter(|counts| types.admits(counts))
        .ok_or_else(|| LotteryError::Panel(0).problem())
}

#[cfg(test)]
mod tests;
