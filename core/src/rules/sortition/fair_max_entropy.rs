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
//! raised by how much its chance lacks ([`odds`](crate::panel::odds)). They stand in the record as
//! the proposal `weights`; an audit takes them as they are and counts again. The rule promises the
//! law of these weights exactly, and says how far its chances are from those wanted.
//!
//! **Counting and drawing** are those of `sortition/max-entropy`, with weights: exact chances where
//! the quotas of all features fit `states`; else panels are thrown away until they meet the other
//! quotas too, chances are those of the panels drawn, an estimate, and the report says so. Rounds
//! count only where 200,000 states suffice; else each looks at `samples` panels on a walk among
//! panels ([`odds`](crate::panel::odds)), from a fixed stream that decides nothing but the weights.
//! Weights far apart make panels rare among those that are tried: with them a pool of 400 for 40
//! seats takes some 300,000 attempts a panel.
//!
//! Certificate: `exact`, `features` followed, `off` (the greatest distance of a chance from the
//! wanted one), `target`, `attempts`, `weights` by person's type in the proposal.
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
use crate::id::{IdVec, TypeId, ix, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::outcome::Outcome;
use crate::panel::leximin::Start;
use crate::panel::number::{Fit, fit};
use crate::panel::odds::{self, GREATEST, Search};
use crate::panel::{Types, inclusion};
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
        pub attempts: u64 = 20_000_000,
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
        let search = Search {
            states: params.states.min(ROUND_STATES),
            rounds: params.rounds,
            samples: params.samples,
            nodes: u64::from(params.nodes),
        };
        let found = cx.propose_telling(
            "weights",
            |tell| match odds::find(&types, &wanted, search, tell) {
                Some(weights) => Ok(write(&weights)),
                None => Err(Problem::error("panel-none")),
            },
            |value| {
                let weights = read(&types, value)?;
                let fit = fit(&types, Some(&weights), params.states);
                Ok((weights, fit.ok_or_else(|| drawn::uncounted(params.states))?))
            },
        );
        let (weights, fit) = match found {
            Err(CountError::Input(problem)) if problem.code == "panel-none" => {
                return Err(drawn::none(pool));
            }
            found => found?,
        };
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
        let certificate = certificate(pool, &types, params, &fit, &off, drawn.attempts);
        debug_assert_eq!(weights.len(), types.types().len());
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
) -> Value {
    object(vec![
        ("attempts", Value::from(attempts.to_string())),
        ("exact", Value::from(fit.whole())),
        ("features", drawn::names(pool, &fit.features(types))),
        ("off", Value::from(off.to_string())),
        ("target", Value::from(params.target.word())),
        ("values", drawn::further(pool, types, fit)),
    ])
}

/// Weights as recorded: numbers by type.
fn write(weights: &IdVec<TypeId, Natural>) -> Value {
    let numbers = weights.values().map(|weight| {
        let number = u32::try_from(weight).unwrap_or(GREATEST);
        Value::from(number)
    });
    Value::Array(numbers.collect())
}

/// Recorded weights: one for each type, from 1 to the greatest.
fn read(types: &Types, value: &Value) -> Result<IdVec<TypeId, Natural>, Problem> {
    let numbers = || -> Option<Vec<Natural>> {
        let numbers = value.as_array()?.iter();
        let numbers = numbers.map(|number| u32::try_from(number.as_i64()?).ok());
        let numbers: Option<Vec<u32>> = numbers.collect();
        let numbers = numbers?;
        let fits = numbers.len() == ix(types.types().len())
            && numbers.iter().all(|number| (1..=GREATEST).contains(number));
        fits.then(|| numbers.into_iter().map(Natural::from).collect())
    };
    numbers().map(IdVec::from_vec).ok_or_else(|| {
        let wanted = types.types().len();
        Problem::error("weights-invalid")
            .path("weights")
            .found(len32(value.as_array().map_or(0, <[Value]>::len)).to_string())
            .expected(format!("{wanted} x 1..{GREATEST}"))
    })
}

#[cfg(test)]
mod tests;
