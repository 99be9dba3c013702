//! Nash welfare: the product of all chances is made as great as the quotas allow.
//!
//! **Definition.** A panel lottery gives each panel that meets all quotas, and seats at most one of
//! each household, a probability; a person's chance is the sum over the panels with that person. Of
//! all panel lotteries the rule wants one with the greatest product of the chances of everyone
//! whom some panel can hold: the greatest geometric mean. These chances are unique, equal among
//! people with equal values, and irrational in general. Where leximin lifts the least chance at
//! any price, Nash weighs it: who doubles one chance may halve no more than one other.
//!
//! **Algorithm.**
//! 1. People with equal values are a type; a panel is a number of seats for each type.
//! 2. The greatest `sum of m_t ln p_t` (m_t people of chance p_t) over the quotas, fractions of
//!    seats allowed, by Newton's method in floats.
//! 3. A point of exact fractions near it that meets the same quotas to the last bit, and a lottery
//!    of whole panels with exactly these chances. Where the quotas promise what panels cannot keep,
//!    panels are generated instead, the best by weight each time.
//! 4. The chances of that lottery, exact fractions, are the outcome.
//!
//! **What is proven.** Let whole numbers `W` by type be such that no panel weighs more than `bound`
//! (M), which is proven by whole-number multipliers of the quotas, or by a search tree of them. Of
//! n people who can be drawn, with chances p, no lottery has a greater sum of logarithms by more
//! than `-sum of ln(W n p / M)`: the `gap`, stated as a fraction that it is not above, usually far
//! below a millionth. It is checked exactly, without a solver, also when the report is audited.
//! Who is in no panel at all is proven too, and stands under `excluded`, with the chance 0.
//!
//! **Limits.** `nodes` bounds each search tree. Where that of the proof is reached the gap is
//! wider and says so; the rule never takes another aim instead.
//!
//! Cost: about 20 quadratic programs of types variables and as many rows as quotas, and a small
//! search for each panel of the lottery: 1000 people of 676 types and 100 seats take a second.
//!
//! Source: B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Fair algorithms for
//! selecting citizens' assemblies, Nature 596, 2021, supplement (Nash, optimality condition);
//! J. Nash, The Bargaining Problem, 1950.
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
//! let nash = isonomia::rules::find("sortition/nash").unwrap().prepare(&[]).unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = nash.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! // Equal chances can be had, and no product of four chances that sum to 2 is greater.
//! let Ok(Outcome::PanelLottery { people, .. }) = outcome else { panic!() };
//! for (_, chance) in people {
//!     assert!((chance.to_f64().value() - 0.5).abs() < 1e-6);
//! }
//! ```

mod prove;

pub(super) use prove::prove;

use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::ratio_text;
use crate::outcome::Outcome;
use crate::panel::Types;
use crate::panel::fair::{Aim, Proven, decimal_above};
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::panels::{finish, lottery_params};
use crate::rules::shared::pools::LOTTERY;
use crate::transcript::Event;

lottery_params! {
    /// Options of `sortition/nash`.
    pub struct NashParams {
        /// The most nodes of the search tree of each search for a panel or a proof.
        pub nodes: u32 = 20_000,
    }
}

/// The rule.
pub struct Nash;

impl Rule for Nash {
    type Input = Pool;
    type Params = NashParams;

    const META: Meta = Meta {
        id: "sortition/nash",
        revision: 1,
        name: "Nash welfare panel lottery",
        summary: "Makes the product of all chances of a seat as great as the quotas allow, with a \
                  proven bound on what it misses.",
        citations: &[
            "B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Fair algorithms for \
             selecting citizens' assemblies, Nature 596, 2021",
            "J. Nash, The Bargaining Problem, Econometrica 18, 1950",
        ],
        ..LOTTERY
    };

    fn count(pool: &Pool, params: &NashParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        let types = Types::of(pool);
        let proven = prove(pool, &types, &Aim::Nash, "nash", params.nodes, cx)?;
        cx.event(Event::Note {
            code: "nash-gap",
            args: vec![decimal_above(&proven.gap)],
        });
        let certificate = certificate(pool, &types, &proven);
        finish(
            pool,
            &types,
            &proven.lottery,
            certificate,
            params.list(),
            cx,
        )
    }
}

/// What the outcome says of the proof; weights and multipliers stand in the proposal.
fn certificate(pool: &Pool, types: &Types, proven: &Proven) -> Value {
    let nobody = proven.never(types);
    object(vec![
        ("bound", Value::from(proven.weighed.bound.to_string())),
        (
            "excluded",
            Value::Array(
                nobody
                    .iter()
                    .map(|who| Value::from(pool.id(*who)))
                    .collect(),
            ),
        ),
        ("gap", Value::from(ratio_text(&proven.gap))),
        ("leaves", Value::from(proven.proof.leaves())),
        ("scale", Value::from(proven.weighed.scale.to_string())),
    ])
}

#[cfg(test)]
mod tests;
