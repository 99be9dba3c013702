//! Minimax: the greatest chance is made as small as it can be.
//!
//! **Definition.** Of all panel lotteries, one in which the greatest chance is least: nobody's
//! profile is worth more to a panel than can be helped, so nobody gains much by a false one
//! (Baharav and Flanigan 2024). There are many, and the rule alone may leave people without any
//! chance; so of those this rule takes the leximin one: with nobody above the least greatest
//! chance, the least chance is made as great as it can be, then the next, and so on. Its chances
//! are unique.
//!
//! **Proof.** Weights and multipliers in whole numbers, as for a stage of leximin with signs
//! turned: every panel has at least so much of the weights, so somebody has at least this chance.
//! Then the stages of leximin, with this chance as the most of everyone. All of it stands in the
//! proposal `minimax` and is checked exactly. Options and cost are those of
//! [`leximin`](super::leximin).
//!
//! **Who has no chance.** Whom no panel can hold stands under `excluded`. Others may have the chance
//! 0 too, where any panel with them would make the greatest chance greater: they stand under
//! `left_out`.
//!
//! **Limits.** Those of leximin. Where one is reached, `gap` also has `greatest`: what no lottery
//! keeps the greatest chance below, and that of this lottery (note `minimax-gap`). Stages, and the
//! `gap` of the least chance, then are those among lotteries with no greater chance than that.
//!
//! Source: C. Baharav and B. Flanigan, Fair, manipulation-robust, and transparent sortition, 2024.
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
//! let minimax = isonomia::rules::find("sortition/minimax").unwrap().prepare(&[]).unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = minimax.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! let Ok(Outcome::PanelLottery { certificate, .. }) = outcome else { panic!() };
//! assert_eq!(certificate.get("greatest").unwrap().as_str(), Some("1/2"));
//! ```

use crate::instance::Pool;
use crate::outcome::Outcome;
use crate::panel::leximin::Start;
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::lexical;
use crate::rules::shared::panels::lottery_params;
use crate::rules::shared::pools::LOTTERY;

lottery_params! {
    /// Options of `sortition/minimax`.
    pub struct MinimaxParams {
        /// The most nodes of the search tree of each search for a panel or a proof.
        pub nodes: u32 = 20_000,
    }
}

/// The rule.
pub struct Minimax;

impl Rule for Minimax {
    type Input = Pool;
    type Params = MinimaxParams;

    const META: Meta = Meta {
        id: "sortition/minimax",
        revision: 1,
        name: "Minimax panel lottery",
        summary: "Makes the greatest chance of a seat as small as the quotas allow, then the \
                  least as great, and so on; exact, with proof.",
        citations: &[
            "C. Baharav and B. Flanigan, Fair, manipulation-robust, and transparent sortition, 2024",
            "B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Fair algorithms for \
             selecting citizens' assemblies, Nature 596, 2021",
        ],
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &MinimaxParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let start = Start {
            least_most: true,
            ..Start::default()
        };
        let asked = lexical::Asked {
            start: &start,
            label: "minimax",
            nodes: params.nodes,
            list: params.list(),
        };
        lexical::count(pool, asked, cx, &|proven, types| {
            proven.certificate(pool, types)
        })
    }
}
