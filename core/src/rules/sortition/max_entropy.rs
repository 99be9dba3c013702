//! Maximum entropy: every panel that meets the quotas is equally likely.
//!
//! **Definition.** Of all lotteries over panels that meet the quotas and seat at most one of each
//! household, the one that says least beforehand: all have the same chance. A panel is a set of
//! people. Chances of people follow from the quotas and are not made fair: whoever completes more
//! panels is drawn more often.
//!
//! **Counting.** Panels are counted exactly ([`number`](crate::panel::number)), and with them the
//! panels that seat each person: chances are exact fractions. That holds states in memory, at most
//! `states`. Where they do not suffice, the quotas of one feature are followed, and panels lean
//! towards the others and are thrown away where they miss one or came too easily
//! ([`apart`](crate::panel::number::apart); where people of different values share homes
//! [`tilted`](crate::panel::number::tilted)), in at most `attempts` attempts in all. What is drawn
//! is still exactly uniform; but the chances of people are then those of the panels drawn, an
//! estimate, and both report and certificate say so. Without panels there are no such chances, and
//! the count ends with `panels-uncounted`. How many attempts a panel is expected to take is told
//! before the first of them.
//!
//! Measured, without counting: of the public pool of 150 for 22 seats 1 attempt in 520 is kept, of
//! 250 for 20 seats 1 in 1,300, of 400 for 40 seats 1 in 110,000, of 1,000 for 100 seats 1 in about
//! 4 million; a million attempts take about half a second, so that a panel of 100 takes 2 s. With
//! six or seven features and narrow quotas far from the pool it may be many more: `expected` says so
//! before.
//!
//! **Drawing.** With `panels=N`, `N` panels are drawn one by one, each anew among all, from the
//! stream `panels/draw`: where panels are counted a number below their number says which it is.
//!
//! Certificate: `panels` (their number, or null), `most` (a bound that is proved), `log2` of that,
//! `features` followed, single `values` followed beside them, `attempts`, `expected` (attempts a
//! panel, as told before; or null), `exact` (whether the chances are). Where panels are not counted `estimate` is `most` times the share of attempts that
//! were kept: an unbiased estimate of their number.
//!
//! Cost: O(states * the most people of a type) for each feature that is tried.
//!
//! Source: M. de Azevedo and P. Gölz, arXiv 2604.02712 (MaxEntropy).
//!
//! ```
//! use isonomia::formats::{Named, PoolColumns, read_pool};
//! use isonomia::instance::Instance;
//! use isonomia::outcome::Outcome;
//! use isonomia::problem::Diagnostics;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut people = "id,sex\nann,w\nbea,w\ncleo,w\ndan,m\n".as_bytes();
//! let mut sexes = "feature,value,min,max\nsex,w,1,2\nsex,m,0,1\n".as_bytes();
//! let pool = read_pool(
//!     &mut Named { name: "people.csv", reader: &mut people },
//!     Some(&mut Named { name: "categories.csv", reader: &mut sexes }),
//!     &PoolColumns::default(),
//!     Some(2),
//!     &mut Diagnostics::default(),
//! );
//! let rule = isonomia::rules::find("sortition/max-entropy").unwrap().prepare(&[]).unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! let Ok(Outcome::PanelLottery { people, certificate, .. }) = outcome else { panic!() };
//! // Six panels of two, and everyone sits on three of them.
//! assert_eq!(certificate.get("panels").unwrap().as_str(), Some("6"));
//! assert!(people.iter().all(|(_, chance)| chance.to_string() == "1/2"));
//! ```

pub(super) mod drawn;

use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::Natural;
use crate::outcome::Outcome;
use crate::panel::Types;
use crate::panel::number::{Fit, log2};
use crate::params;
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::panels::finish_sampled;
use crate::rules::shared::pools::{LOTTERY, quotas_can_be_met};
use crate::transcript::Event;

params! {
    /// Options of `sortition/max-entropy`.
    pub struct MaxEntropyParams {
        /// How many panels are drawn; 0: chances alone. Panels need a seed.
        pub panels: u32 = 0,
        /// The most states that a count may hold: 2,000,000 take about 150 MB.
        pub states: u64 = 2_000_000,
        /// The most attempts at all panels together, where they are rejected for quotas that do
        /// not fit the states.
        pub attempts: u64 = 200_000_000,
    }
}

/// The rule.
pub struct MaxEntropy;

impl Rule for MaxEntropy {
    type Input = Pool;
    type Params = MaxEntropyParams;

    const META: Meta = Meta {
        id: "sortition/max-entropy",
        revision: 1,
        name: "Maximum entropy",
        summary: "Draws among all panels that meet the quotas, each equally likely; counts them \
                  exactly where that fits.",
        citations: &["M. de Azevedo and P. Gölz, arXiv 2604.02712"],
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &MaxEntropyParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        quotas_can_be_met(pool)?;
        let types = Types::of(pool);
        let Some(fit) = crate::panel::number::fit(&types, None, params.states) else {
            return Err(drawn::uncounted(params.states).into());
        };
        if fit.most().is_zero() {
            return Err(drawn::none(pool));
        }
        note(&fit, cx);
        if !fit.whole() && params.panels == 0 {
            return Err(drawn::uncounted(params.states).into());
        }
        let chances = fit.chances(&types);
        let drawn = drawn::panels(pool, &types, &fit, params.panels, params.attempts, cx)?;
        let certificate = certificate(pool, &types, &fit, params.panels, drawn.attempts);
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

/// "{0} panels meet all quotas; a draw among them is worth {1} bits", or that there are no more.
fn note(fit: &Fit, cx: &mut Count<'_>) {
    let total = fit.most();
    cx.event(Event::Note {
        code: if fit.whole() {
            "panels-counted"
        } else {
            "panels-bounded"
        },
        args: vec![total.to_string(), log2(&total).unwrap_or_default()],
    });
}

fn certificate(pool: &Pool, types: &Types, fit: &Fit, panels: u32, attempts: u64) -> Value {
    let total = fit.most();
    let text = |number: &Natural| Value::from(number.to_string());
    let mut fields = vec![
        ("attempts", Value::from(attempts.to_string())),
        ("exact", Value::from(fit.whole())),
        ("expected", drawn::expected(fit)),
        ("features", drawn::names(pool, &fit.features(types))),
        ("log2", Value::from(log2(&total).unwrap_or_default())),
        ("most", text(&total)),
        (
            "panels",
            if fit.whole() {
                text(&total)
            } else {
                Value::Null
            },
        ),
        ("values", drawn::further(pool, types, fit)),
    ];
    if !fit.whole() && attempts > 0 {
        let estimate = total * Natural::from(panels) / Natural::from(attempts);
        fields.push(("estimate", text(&estimate)));
    }
    object(fields)
}

#[cfg(test)]
mod tests;
