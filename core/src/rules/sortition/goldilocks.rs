//! Goldilocks: no chance too small and none too great.
//!
//! **Definition.** A panel lottery gives each panel that meets all quotas, and seats at most one of
//! each household, a probability; a person's chance is the sum over the panels with that person. Of
//! n people k are seated; let m be the least and X the greatest chance of those whom some panel can
//! hold. Of all panel lotteries the rule wants the ones with the least
//!
//! ```text
//! (n/k) X + gamma (k/n) / m
//! ```
//!
//! and among these, within the chances from m to X, leximin: the least chance as great as can be,
//! then the next. A small chance is unfair; a great one is a temptation: who can be sure of a seat
//! by claiming a rare value will claim it. Leximin alone can be manipulated without bound, and
//! minimax be arbitrarily unfair; with `gamma = 1` neither is far from the best on real pools.
//!
//! **Algorithm.** Which pairs (m, X) can be had is bounded by straight lines, each proven by whole
//! weights of types ([`band`](crate::panel::band)). Lines are added where the best pair over the
//! lines so far cannot be had, until it can. Then leximin within the band, exactly, as a lottery of
//! whole panels. Where the quotas promise what panels cannot keep, panels are generated instead.
//!
//! **What is proven.** m, X and all chances are exact fractions. Where the best pair lies where two
//! lines cross, as on most pools, the objective is proven to be the least, `gap = 0`; where it lies
//! on one line the best m is irrational, and the gap, far below a billionth, is stated. All of it is
//! checked without a solver, also when the report is audited. Who is in no panel at all stands
//! under `excluded`, with the chance 0.
//!
//! **Limits.** `nodes` bounds each search tree. Where it is reached before a lottery of panels keeps
//! the best band, the outcome is the best lottery of the panels known: `gap` says by how much its
//! objective may be above that of another, and where stages inside its band are open, `inside` in
//! the certificate and the note `goldilocks-gap` say between which values the next one lies. Where
//! no such lottery gives everyone who can be drawn a chance, the rule stops with `lottery-limit`.
//!
//! Source: C. Baharav and B. Flanigan, Fair, Manipulation-Robust, and Transparent Sortition,
//! Proceedings of EC 2024.
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
//! let goldilocks = isonomia::rules::find("sortition/goldilocks").unwrap().prepare(&[]).unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = goldilocks.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! // m = 1/3 and X = 1: the quotas leave no choice. (4/2) 1 + (2/4) / (1/3) = 7/2.
//! let Ok(Outcome::PanelLottery { people, certificate, .. }) = outcome else { panic!() };
//! assert_eq!(people[0].1.to_string(), "1/3");
//! assert_eq!(certificate.get("objective").and_then(|text| text.as_str()), Some("7/2"));
//! ```

use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::panel::Types;
use crate::panel::band::{Found, Proven, check, find};
use crate::panel::fair::decimal_above;
use crate::panel::wished::fraction;
use crate::params::ParamType;
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::panels::{finish, lottery_params};
use crate::rules::shared::pools::{LOTTERY, or_no_panel, quotas_can_be_met};
use crate::transcript::Event;

/// A weight above 0, written as a decimal or a fraction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight(pub Ratio);

impl ParamType for Weight {
    fn expected() -> String {
        "a decimal or a fraction above 0, such as 1, 0.5 or 2/3".to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        fraction(text).filter(|weight| !weight.is_zero()).map(Self)
    }

    fn show(&self) -> String {
        ratio_text(&self.0)
    }
}

lottery_params! {
    /// Options of `sortition/goldilocks`.
    pub struct GoldilocksParams {
        /// What the least chance weighs against the greatest (Baharav and Flanigan: 1).
        pub gamma: Weight = Weight(Ratio::ONE),
        /// The most nodes of the search tree of each search for a panel or a proof.
        pub nodes: u32 = 20_000,
    }
}

/// The rule.
pub struct Goldilocks;

impl Rule for Goldilocks {
    type Input = Pool;
    type Params = GoldilocksParams;

    const META: Meta = Meta {
        id: "sortition/goldilocks",
        revision: 1,
        name: "Goldilocks panel lottery",
        summary: "Keeps the least chance of a seat from being too small and the greatest from being \
                  too great; leximin in between.",
        citations: &[
            "C. Baharav and B. Flanigan, Fair, Manipulation-Robust, and Transparent Sortition, \
             EC 2024",
        ],
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &GoldilocksParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        quotas_can_be_met(pool)?;
        let types = Types::of(pool);
        let Weight(gamma) = &params.gamma;
        let proven = cx.propose_telling(
            "goldilocks",
            |tell| Ok(find(&types, gamma, u64::from(params.nodes), tell)?.to_value()),
            |value| check(&types, gamma, &Found::from_value(&types, value)?),
        );
        let proven = or_no_panel(pool, proven)?;
        cx.event(Event::Note {
            code: "goldilocks-band",
            args: vec![
                ratio_text(&proven.least),
                ratio_text(&proven.most),
                decimal_above(&proven.objective),
                decimal_above(&proven.gap),
            ],
        });
        let open = proven
            .inside
            .gap
            .as_ref()
            .and_then(|gap| gap.stage.as_ref());
        if let Some((least, bound)) = open {
            cx.event(Event::Note {
                code: "goldilocks-gap",
                args: vec![ratio_text(least), ratio_text(bound)],
            });
        }
        let certificate = certificate(pool, &types, &proven);
        let lottery = &proven.inside.lottery;
        finish(pool, &types, lottery, certificate, params.list(), cx)
    }
}

/// What the outcome says of the proof; weights and multipliers stand in the proposal.
fn certificate(pool: &Pool, types: &Types, proven: &Proven) -> Value {
    let text = |ratio: &Ratio| Value::from(ratio_text(ratio));
    let nobody = proven.nobody(types);
    let ids = nobody.iter().map(|person| Value::from(pool.id(*person)));
    let stages = proven.inside.stages.iter().map(|stage| {
        let kinds = stage.types.iter().filter_map(|id| types.types().get(*id));
        let people = kinds.map(|kind| crate::id::len32(kind.people.len()));
        object(vec![
            ("people", Value::from(people.sum::<u32>())),
            ("types", Value::from(crate::id::len32(stage.types.len()))),
            ("value", text(&stage.value)),
        ])
    });
    let mut fields = vec![
        ("excluded", Value::Array(ids.collect())),
        ("gap", text(&proven.gap)),
        ("least", text(&proven.least)),
        ("most", text(&proven.most)),
        ("objective", text(&proven.objective)),
        ("stages", Value::Array(stages.collect())),
    ];
    if let Some(gap) = &proven.inside.gap {
        fields.push(("inside", gap.to_value()));
    }
    object(fields)
}
