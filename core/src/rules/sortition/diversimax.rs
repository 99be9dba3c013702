//! Diversimax: one panel, as even as can be over combinations of features; for comparison.
//!
//! **Definition.** A combination of features (one, two, .. all) cuts people into cells by their
//! values; values that nobody in the pool has make none. Combinations count that have no more cells
//! than there are seats and at least two people of the pool for each cell; at most the first 50, in
//! order of size, then of the file. A panel's score is the sum over their cells of `|members -
//! seats / cells|`; the panel with the least score that meets the quotas is taken.
//!
//! **This is no lottery.** People whose values fill a cell that others cannot are always taken;
//! chance decides only among people of equal values and equal company at home, who share the seats
//! of their type by lot (stream `panels/deal`).
//!
//! **Search.** From a panel that meets the quotas, `moves` swaps of members are tried
//! ([`climb`](crate::panel::diverse::climb)); then branch and bound looks for a better one until it
//! is within `gap` percent of the bound of the search, or `nodes` nodes are spent.
//!
//! **Proof.** The better of both stands in the record as the proposal `diversimax`. That it meets the
//! quotas, and its score, are checked exactly. How far from best it may be is told by a bound that
//! needs no solver: each combination for itself cannot be more even. How branch and bound ended is
//! the solver's word, and told: `done` within the gap, `stopped` at the nodes, or `none`, where it
//! found nothing and no swaps were tried, so that any panel is taken.
//!
//! Measured on four public pools against the diversimax of sortition-algorithms 0.12.15 (HiGHS, gap
//! of 10 %, 30 s; one run each), by the score above; less is more even. CPU seconds are those of the
//! swaps alone, which come to the same scores everywhere, and of the whole tool:
//!
//! | people, seats | combinations | swaps | s | the tool | s | no panel is below |
//! |---|---|---|---|---|---|---|
//! | 150, 22 | 8 | 28 | 0.6 | 28 | 1.9 | 28 |
//! | 250, 20 | 16 | 189 | 1.2 | 187.2 | 3.1 | 106 |
//! | 400, 40 | 34 | 1,019.3 | 2.6 | 1,011.9 | 5.7 | 596.2 |
//! | 1,000, 100 | 50 of 55 | 4,050.5 | 4.7 | 4,023.5 | 23 | 2,384.5 |
//!
//! Where more than 50 combinations fit, the tool takes 50 in an order of chance, here the first are
//! taken; both panels are scored by these.
//!
//! Source: diversimax of the tools of the Sortition Foundation (sortition-algorithms 0.12).
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
//! let rule = isonomia::rules::find("sortition/diversimax").unwrap().prepare(&[]).unwrap();
//! let seed = Some("00".repeat(32).parse().unwrap());
//! let mut cx = Count::new(CountOptions { seed, ..CountOptions::default() });
//! let outcome = rule.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! // One of each: Dan always, and one of the three women.
//! let Ok(Outcome::Panel { members, .. }) = outcome else { panic!() };
//! assert!(members.len() == 2 && members[1].0 == 3);
//! ```

use crate::id::{PersonId, ix};
use crate::instance::Pool;
use crate::json::Value;
use crate::outcome::Outcome;
use crate::panel::diverse::{Combination, Ended};
use crate::panel::feasible::{self, Barrier};
use crate::panel::relax::Effort;
use crate::panel::{Kinds, Types, deal, diverse};
use crate::params;
use crate::problem::Problem;
use crate::propose::{Failure, Limits};
use crate::rule::{Count, CountError, Meta, Rule};
use crate::rules::shared::panels::DEAL;
use crate::rules::shared::pools::{LOTTERY, or_no_panel, quotas_can_be_met};
use crate::transcript::Event;

params! {
    /// Options of `sortition/diversimax`.
    pub struct DiversimaxParams {
        /// How near to the bound of the search it may stop, in percent of it.
        pub gap: u32 = 10,
        /// The most nodes of the search tree; 0: none.
        pub nodes: u32 = 100,
        /// How many swaps are tried from a first panel; 0: none.
        pub moves: u32 = 1_000_000,
    }
}

/// The rule.
pub struct Diversimax;

impl Rule for Diversimax {
    type Input = Pool;
    type Params = DiversimaxParams;

    const META: Meta = Meta {
        id: "sortition/diversimax",
        revision: 1,
        name: "Diversimax",
        summary: "Looks for the one panel that is most evenly spread over combinations of \
                  features; no lottery, to compare with.",
        citations: &["sortition-algorithms 0.12, diversimax"],
        needs_seed: true,
        ..LOTTERY
    };

    fn count(
        pool: &Pool,
        params: &DiversimaxParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        quotas_can_be_met(pool)?;
        // Without a seed nothing is looked for.
        let mut stream = cx.stream(DEAL)?;
        let types = Types::of(pool);
        let combinations = diverse::combinations(pool, &types);
        let counts = cx.propose_telling(
            "diversimax",
            |tell| {
                tell(0, 1);
                look(&types, &combinations, params)
            },
            |value| diverse::read(&types, value),
        );
        let (counts, ended) = or_no_panel(pool, counts)?;
        if let Some(code) = unfinished(ended) {
            cx.event(Event::Note {
                code,
                args: vec![params.nodes.to_string()],
            });
        }
        let score = diverse::score(&types, &combinations, &counts);
        let bound = diverse::bound(&types, &combinations);
        cx.event(Event::Note {
            code: "diversimax-score",
            args: vec![
                score.to_string(),
                bound.to_string(),
                combinations.len().to_string(),
            ],
        });
        let (kinds, numbers) = Kinds::of(pool, &types);
        let of_type = counts.iter().zip(&numbers);
        let seats = of_type.flat_map(|(count, number)| std::iter::repeat_n(*number, ix(*count)));
        let dealt = deal(&[seats.collect()], &kinds, &mut stream)
            .map_err(|number| Problem::error("lottery-invalid").found(number.to_string()))?;
        let members = dealt.panels.into_iter().flatten().map(PersonId);
        Ok(Outcome::Panel {
            seats: pool.seats,
            members: members.collect(),
        })
    }
}

/// The better panel of swaps and of branch and bound.
fn look(
    types: &Types,
    combinations: &[Combination],
    params: &DiversimaxParams,
) -> Result<Value, Problem> {
    let first = match feasible::panel(types, Effort::default().nodes) {
        Ok(counts) => counts,
        Err(Barrier::Blocked(_)) => return Err(Problem::error("panel-none")),
        Err(Barrier::Failure(failure)) => return Err(failure.seeking("diversimax")),
    };
    let climbed = diverse::climb(types, combinations, &first, params.moves);
    let score = diverse::score(types, combinations, &climbed);
    if score == diverse::bound(types, combinations) {
        return Ok(diverse::write(&climbed, Ended::Done));
    }
    let limits = Limits {
        nodes: u64::from(params.nodes),
        gap: crate::propose::percent(params.gap),
    };
    let found = match params.nodes {
        0 => Err(Failure::Limit),
        _ => diverse::search(types, combinations, limits),
    };
    let (found, ended) = match found {
        Ok((counts, true)) => (Some(counts), Ended::Done),
        Ok((counts, false)) => (Some(counts), Ended::Stopped),
        Err(_) if params.moves == 0 => (None, Ended::None),
        Err(_) => (None, Ended::Stopped),
    };
    let better = found
        .filter(|found| types.admits(found) && diverse::score(types, combinations, found) < score);
    Ok(diverse::write(&better.unwrap_or(climbed), ended))
}

/// The note of a search that came to no end.
fn unfinished(ended: Ended) -> Option<&'static str> {
    match ended {
        Ended::Done => None,
        Ended::Stopped => Some("diversimax-stopped"),
        Ended::None => Some("diversimax-none"),
    }
}

#[cfg(test)]
mod tests;
