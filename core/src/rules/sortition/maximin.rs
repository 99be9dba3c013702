//! Maximin: the least chance is made as great as it can be.
//!
//! **Definition.** Of all panel lotteries, one in which the least chance of those whom some panel
//! can hold is greatest. There are many: maximin promises nothing for the others. Of those this
//! rule takes the leximin one ([`leximin`](super::leximin)), which is the only choice that depends
//! neither on a solver nor on the order of people: the chances are those of `sortition/leximin`,
//! and the certificate says what maximin promises, the least chance, with the number of people who
//! have it. Other tools stop at any lottery with this minimum, so that they agree in the least
//! chance only.
//!
//! Options, limits, cost and proof are those of leximin; the proof of the minimum is the first
//! stage with a value above 0 of the proposal `maximin`.
//!
//! Source: B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Fair algorithms for
//! selecting citizens' assemblies, Nature 596, 2021 (maximin is its first stage).
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
//! let maximin = isonomia::rules::find("sortition/maximin").unwrap().prepare(&[]).unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = maximin.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! let Ok(Outcome::PanelLottery { certificate, .. }) = outcome else { panic!() };
//! assert_eq!(certificate.get("least").unwrap().as_str(), Some("1/3"));
//! ```

use crate::instance::{Pool, object};
use crate::json::Value;
use crate::outcome::Outcome;
use crate::panel::leximin::Start;
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::lexical;
use crate::rules::shared::panels::lottery_params;
use crate::rules::shared::pools::LOTTERY;

lottery_params! {
    /// Options of `sortition/maximin`.
    pub struct MaximinParams {
        /// The most nodes of the search tree of each search for a panel or a proof.
        pub nodes: u32 = 20_000,
    }
}

/// The rule.
pub struct Maximin;

impl Rule for Maximin {
    type Input = Pool;
    type Params = MaximinParams;

    const META: Meta = Meta {
        id: "sortition/maximin",
        revision: 1,
        name: "Maximin panel lottery",
        summary: "Makes the least chance of a seat as great as the quotas allow; exact, with \
                  proof. Of all such lotteries it takes the leximin one.",
        citations: &[
            "B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Fair algorithms for \
             selecting citizens' assemblies, Nature 596, 2021",
        ],
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &MaximinParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let asked = lexical::Asked {
            start: &Start::default(),
            label: "maximin",
            nodes: params.nodes,
            list: params.list(),
        };
        lexical::count(
            pool,
            asked,
            cx,
            // The least chance may be proved though a later stage of leximin is open.
            &|proven, types| match proven.least() {
                Some(least) => object(vec![
                    ("excluded", proven.excluded(pool, types)),
                    ("least", Value::from(least.value.to_string())),
                    ("people", Value::from(least.people(types))),
                ]),
                None => proven.certificate(pool, types),
            },
        )
    }
}
