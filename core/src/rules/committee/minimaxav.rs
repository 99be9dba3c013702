//! Minimax approval voting: the voter farthest from the committee is as near as can be.
//!
//! **Definition.** The distance of a ballot to a committee is the number of options that are in
//! one of them and not in the other. A committee is elected whose greatest distance to a ballot
//! is least. How many voters are that far away does not matter, so that many committees are
//! often equally good: see `committee/lexminimaxav`.
//!
//! **Search.** From the greatest distance that is possible downwards, it is asked whether a
//! committee exists that is nearer to every ballot, by branch and bound (see `committee/pav`).
//!
//! **Ties.** Among several best committees the policy chooses: of the options that are in some
//! of them and not in all, one is favoured, then one of those that still differ, and so on. The
//! default is `lot`; under `all` every best committee is reported.
//!
//! **Complexity.** NP-hard; exponential in the seats at worst.
//!
//! **Limits.** At most 2^40 papers, of equal weight. Options that were withdrawn count neither
//! for ballots nor for committees. Where `nodes` does not suffice, an error.
//!
//! **Source.** Steven J. Brams, D. Marc Kilgour and M. Remzi Sanver, "A minimax procedure for
//! electing committees", Public Choice 132 (2007), 401-420.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::OptionId;
//! use isonomia::instance::{Contest, Instance, Options};
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut options = Options::new();
//! for id in ["a", "b", "c"] {
//!     options.push(id, id).unwrap();
//! }
//! let [a, b, c] = [0, 1, 2].map(OptionId);
//! let mut ballots = ProfileBuilder::new(BallotKind::Approval, 3);
//! ballots.approval(&[a, b], 7, 1, 1)?;
//! ballots.approval(&[a], 1, 1, 2)?;
//! ballots.approval(&[c], 3, 1, 3)?;
//! let profile = ballots.finish();
//! let contest = Contest { options, profile, seats: 2, limits: Limits::default() };
//!
//! let rule = isonomia::rules::find("committee/minimaxav").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Contest(contest), &mut cx).unwrap();
//! // a and c are at most 2 from every ballot; a and b are 3 from the last.
//! assert_eq!(outcome.winners(), [a, c]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::id::len32;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::optimal::ground::Ground;
use crate::rules::shared::optimal::layered::{Layer, Layered};
use crate::rules::shared::optimal::search::Search;
use crate::rules::shared::optimal::{OptimalParams, elect, too_many_seats};
use crate::tie::TieRule;

/// Minimax approval voting.
pub struct MinimaxAv;

impl Rule for MinimaxAv {
    type Input = Contest;
    type Params = OptimalParams;
    const META: Meta = Meta {
        id: "committee/minimaxav",
        revision: 1,
        name: "Minimax approval voting",
        summary: "Elects a committee whose greatest distance to a ballot, counted in options that are in one of them only, is least.",
        citations: &[
            "S. J. Brams, D. M. Kilgour and M. R. Sanver, A minimax procedure for electing committees, Public Choice 132 (2007), 401-420",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Refused,
        ties: &[TieRule::Lot],
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(
        contest: &Contest,
        params: &OptimalParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let ground = Ground::new(contest)?;
        let all = distances(&ground)?;
        let mut least = all.len();
        let mut objective = Layered::new(&ground, all);
        let mut search = Search::new(&ground, params.nodes).resume(cx);
        if !search.proved() {
            search.begin(&mut objective, cx)?;
        }
        while least > 0 {
            // Is some committee nearer than `least` to every ballot?
            objective.demand(0);
            let known = search.found().clone();
            search.narrow(&mut objective);
            let none = search.found().is_empty();
            if none && (search.proved() || !search.with(&[], &[], &mut objective, cx)?) {
                objective.give_up();
                search.restore(known);
                break;
            }
            least -= 1;
        }
        search.collect(&mut objective, cx)?;
        elect(
            contest,
            &ground,
            &mut objective,
            search,
            "best-distance",
            least.to_string(),
            cx,
        )
    }
}

/// One layer for each distance from the greatest to 1: how far beyond it the ballots are, in
/// exchanges of one option for another. Distances of a ballot change by 2 from one number of
/// common options to the next. A ballot at distance `d` or more adds one for `d`, one for
/// `d + 2` and so on: where the ballots at all greater distances are settled, that orders
/// committees as the number of ballots at distance `d` or more does, and its steps fall, as the
/// bound needs.
pub(super) fn distances(ground: &Ground) -> Result<Vec<Layer>, Problem> {
    let sizes = ground
        .ballots
        .iter()
        .map(|ballot| len32(ballot.approves.len()));
    let sizes: Vec<u32> = sizes.collect();
    let largest = sizes.iter().max().copied().unwrap_or_default();
    let farthest = if sizes.is_empty() {
        0
    } else {
        largest + ground.seats
    };
    let mut layers = Vec::new();
    for distance in (1..=farthest).rev() {
        let beyond = |size: u32, common: u32| {
            // With more in common than it approves a ballot does not occur.
            let apart = (size + ground.seats).saturating_sub(2 * common);
            let steps = (apart + 2).saturating_sub(distance) / 2;
            -i128::from(steps)
        };
        let shape = |size| {
            (0..=ground.seats)
                .map(|common| beyond(size, common))
                .collect()
        };
        let shapes: Vec<Vec<i128>> = (0..=largest).map(shape).collect();
        let layer = Layer::new(ground, shapes, sizes.clone());
        layers.push(layer.ok_or_else(|| too_many_seats(ground))?);
    }
    Ok(layers)
}
