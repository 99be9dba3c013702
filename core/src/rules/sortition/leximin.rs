//! Leximin: the least chance is made as great as it can be, then the next least, and so on.
//!
//! **Definition.** A panel lottery gives each panel that meets all quotas, and seats at most one of
//! each household, a probability; a person's chance is the sum over the panels with that person.
//! Of all panel lotteries the leximin ones are those whose chances, sorted from least to greatest,
//! come last in lexicographic order. All of them give each person the same chance, so the chances
//! are unique; people with equal values (and equal company at home) have equal ones.
//!
//! **Algorithm.**
//! 1. People with equal values are a type; a panel is a number of seats for each type.
//! 2. Stage by stage a linear program over the quotas, with fractions of seats allowed, finds how
//!    far the least chance of the types still open can be raised. Its dual solution is a weight for
//!    each type and a multiplier for each quota, small whole numbers, which prove that it cannot be
//!    raised further ([`stage`](crate::panel::stage)). Types with a weight are settled.
//! 3. The chances are written as a lottery of whole panels, exactly ([`walk`](crate::panel::walk)).
//! 4. Where that cannot be done, a row that every panel meets and the chances do not is found, with
//!    its proof ([`hull`](crate::panel::hull)); it joins the quotas, and the stages start anew. So
//!    are people whom no panel can hold, though the quotas taken one by one would let them.
//!
//! Whether just found or read from a report, the lottery and its proof are checked in exact
//! numbers, without a solver.
//!
//! **Outcome.** Everyone's exact chance; with `panels=N` also a list of `N` equally likely panels.
//! The certificate has the values of the stages with their numbers of people; whom no panel can
//! hold has chance 0 and stands under `excluded`. The whole numbers of the proof, and the exact
//! lottery, stand in the proposal `leximin`.
//!
//! **Limits.** `nodes` bounds each search for a panel or a cut; 200 cuts and 2,000 panels for one of
//! them are the other limits. Where one is reached before the chances are attained, the outcome is a
//! lottery of panels with exact chances that attains as many stages as the panels known allow. The
//! certificate has those `stages`, and `gap`: of everyone else the least chance, and the value that
//! not all of them can pass in a lottery as good; so does the note `leximin-gap`. The pools of the
//! tests, real ones of up to 1,000 people among them, do not meet the default limits; no bound says
//! that a pool cannot.
//!
//! Cost: about 10 to 20 linear programs of as many rows as there are types, and as many small
//! searches as the lottery has panels; the check is O((stages + panels) * types * features).
//!
//! Source: B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Fair algorithms for
//! selecting citizens' assemblies, Nature 596, 2021; duality: A. Schrijver, Theory of Linear and
//! Integer Programming, 1986, section 7.4.
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
//! let leximin = isonomia::rules::find("sortition/leximin").unwrap().prepare(&[]).unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = leximin.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! // The only man is on every panel; three women share the other seat.
//! let Ok(Outcome::PanelLottery { people, .. }) = outcome else { panic!() };
//! let chances: Vec<String> = people.iter().map(|(_, chance)| chance.to_string()).collect();
//! assert_eq!(chances, ["1/3", "1/3", "1/3", "1"]);
//! ```

use crate::instance::Pool;
use crate::outcome::Outcome;
use crate::panel::leximin::Start;
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::lexical;
use crate::rules::shared::panels::lottery_params;
use crate::rules::shared::pools::LOTTERY;

lottery_params! {
    /// Options of `sortition/leximin`.
    pub struct LeximinParams {
        /// The most nodes of the search tree of each search for a panel or a proof.
        pub nodes: u32 = 20_000,
    }
}

/// The rule.
pub struct Leximin;

impl Rule for Leximin {
    type Input = Pool;
    type Params = LeximinParams;

    const META: Meta = Meta {
        id: "sortition/leximin",
        revision: 1,
        name: "Leximin panel lottery",
        summary: "Makes the least chance of a seat as great as the quotas allow, then the next \
                  least, and so on; exact, with proof.",
        citations: &[
            "B. Flanigan, P. Gölz, A. Gupta, B. Hennig and A. D. Procaccia, Fair algorithms for \
             selecting citizens' assemblies, Nature 596, 2021",
        ],
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &LeximinParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let asked = lexical::Asked {
            start: &Start::default(),
            label: "leximin",
            nodes: params.nodes,
            list: params.list(),
        };
        lexical::count(pool, asked, cx, &|proven, types| {
            proven.certificate(pool, types)
        })
    }
}
