//! Weighted: chances as near as the quotas allow to wished ones, such as corrections for who
//! volunteers.
//!
//! **Definition.** Each person has a weight: the product of the factors that `weights` gives to the
//! person's values, divided by that of the factors that `willing` gives. The target chance is
//! `min(1, f * weight)`, with the f at which targets sum to the seats. Of all panel lotteries
//! (each panel meets all quotas and seats at most one of each household) the rule wants the one
//! with the least chi-square distance `sum over people of (chance - target)^2 / target`, by which
//! surveys are calibrated to known totals: a chance may be off the more, the greater it is. The
//! optimum is unique.
//!
//! **Self-selection.** Let `willing` say how readily people of a value accept an invitation, as
//! learned by `isonomia panel willing` from volunteers and a survey: `willing=age/18-29:0.02,age/30-44:0.05`.
//! Targets are then in proportion to `1 / q`, q the product: seen from before the invitations
//! went out everyone's chance of a seat is equal, as far as quotas and the cap at 1 allow.
//! Factors that all share change nothing, and values left out have the factor 1.
//!
//! **Quotas come first.** Everyone's chance moves away from the target where quotas or households
//! ask for it; the certificate says how far: the distance, and the greatest difference.
//!
//! **What is proven.** As for `sortition/nash`: the chances are those of an explicit lottery, exact
//! fractions. Whole numbers `W` by type, of which no panel has more than `bound`, stand for gains of
//! `x = W / scale`; no lottery has a distance below
//! `sum over people of target (x - x^2 / 4) - bound / scale`. What the lottery has above that is the
//! `gap`. Checked exactly, without a solver, also when the report is audited.
//!
//! **Limits.** `nodes` bounds each search tree. Where that of the proof is reached the gap is
//! wider and says so.
//!
//! Source: B. Flanigan, P. Gölz, A. Gupta and A. D. Procaccia, Neutralizing Self-Selection Bias in
//! Sampling for Sortition, NeurIPS 2020; distance: J.-C. Deville and C.-E. Särndal, Calibration
//! Estimators in Survey Sampling, Journal of the American Statistical Association 87, 1992.
//!
//! ```
//! use isonomia::formats::{Named, PoolColumns, read_pool};
//! use isonomia::instance::Instance;
//! use isonomia::outcome::Outcome;
//! use isonomia::problem::Diagnostics;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut people = "id,age\nann,old\nbea,old\ncleo,old\ndan,young\n".as_bytes();
//! let mut ages = "feature,value,min,max\nage,old,0,2\nage,young,0,1\n".as_bytes();
//! let pool = read_pool(
//!     &mut Named { name: "people.csv", reader: &mut people },
//!     Some(&mut Named { name: "categories.csv", reader: &mut ages }),
//!     &PoolColumns::default(),
//!     Some(2),
//!     &mut Diagnostics::default(),
//! );
//! // The old accept twice as readily: the young weigh 2, the old 1, and 5 weights share 2 seats.
//! let willing = [("willing".to_owned(), "age/old:0.10,age/young:0.05".to_owned())];
//! let weighted = isonomia::rules::find("sortition/weighted").unwrap().prepare(&willing).unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = weighted.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! let Ok(Outcome::PanelLottery { people, .. }) = outcome else { panic!() };
//! let chances: Vec<String> = people.iter().map(|(_, chance)| chance.to_string()).collect();
//! assert_eq!(chances, ["2/5", "2/5", "2/5", "4/5"]);
//! ```

use crate::id::{IdVec, TypeId};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::panel::Types;
use crate::panel::fair::{Aim, Proven, decimal_above};
use crate::panel::wished::{Factors, factors, targets, weights};
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::panels::{finish, lottery_params};
use crate::rules::shared::pools::LOTTERY;
use crate::transcript::Event;

use super::nash::prove;

lottery_params! {
    /// Options of `sortition/weighted`.
    pub struct WeightedParams {
        /// Factors of the target chances, such as `area/North:2,area/South:1/3`: decimals or
        /// fractions above 0, by feature and value; semicolons may stand for the commas.
        pub weights: Option<String> = None,
        /// How readily people accept an invitation, in the same form: targets are divided by it.
        pub willing: Option<String> = None,
        /// The most nodes of the search tree of each search for a panel or a proof.
        pub nodes: u32 = 20_000,
    }
}

/// The rule.
pub struct Weighted;

impl Rule for Weighted {
    type Input = Pool;
    type Params = WeightedParams;

    const META: Meta = Meta {
        id: "sortition/weighted",
        revision: 1,
        name: "Weighted panel lottery",
        summary: "Brings chances of a seat as near as the quotas allow to wished ones, such as \
                  corrections for who volunteers.",
        citations: &[
            "B. Flanigan, P. Gölz, A. Gupta and A. D. Procaccia, Neutralizing Self-Selection Bias \
             in Sampling for Sortition, NeurIPS 2020",
            "J.-C. Deville and C.-E. Särndal, Calibration Estimators in Survey Sampling, JASA 87, \
             1992",
        ],
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &WeightedParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let types = Types::of(pool);
        let read = |name: &str, text: &Option<String>| -> Result<Factors, Problem> {
            let text = text.as_deref().unwrap_or_default();
            factors(pool, name, text)
        };
        let factors = read("weights", &params.weights)?;
        let willing = read("willing", &params.willing)?;
        let targets = targets(&types, &weights(&types, &factors, &willing));
        let aim = Aim::Near(targets.clone());
        let proven = prove(pool, &types, &aim, "weighted", params.nodes, cx)?;
        let farthest = farthest(&targets, &proven);
        let distance = proven.distance.clone().unwrap_or(Ratio::ZERO);
        cx.event(Event::Note {
            code: "weighted-distance",
            args: vec![
                decimal_above(&distance),
                decimal_above(&proven.gap),
                decimal_above(&farthest),
            ],
        });
        let certificate = certificate(pool, &types, &targets, &proven);
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

/// The greatest difference between a chance and its target.
fn farthest(targets: &IdVec<TypeId, Ratio>, proven: &Proven) -> Ratio {
    let off = |(id, target): (TypeId, &Ratio)| {
        let off = target - &proven.chances[id];
        off.clone().max(-off)
    };
    targets.iter().map(off).fold(Ratio::ZERO, Ratio::max)
}

/// What the outcome says: targets and differences, and the proof.
fn certificate(
    pool: &Pool,
    types: &Types,
    targets: &IdVec<TypeId, Ratio>,
    proven: &Proven,
) -> Value {
    let nobody = proven.never(types);
    let farthest = farthest(targets, proven);
    let target = |person| {
        let target = &targets[types.type_of(person)];
        Value::Array(vec![
            Value::from(pool.id(person)),
            Value::from(ratio_text(target)),
        ])
    };
    let distance = proven.distance.clone().unwrap_or(Ratio::ZERO);
    object(vec![
        ("bound", Value::from(proven.weighed.bound.to_string())),
        ("distance", Value::from(ratio_text(&distance))),
        (
            "excluded",
            Value::Array(
                nobody
                    .iter()
                    .map(|who| Value::from(pool.id(*who)))
                    .collect(),
            ),
        ),
        ("farthest", Value::from(ratio_text(&farthest))),
        ("gap", Value::from(ratio_text(&proven.gap))),
        ("leaves", Value::from(proven.proof.leaves())),
        ("scale", Value::from(proven.weighed.scale.to_string())),
        ("targets", Value::Array(pool.people().map(target).collect())),
    ])
}
