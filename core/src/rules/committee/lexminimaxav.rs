//! Lexicographic minimax approval voting: as few voters as possible are far from the committee.
//!
//! **Definition.** The distance of a ballot to a committee is the number of options that are in
//! one of them and not in the other. Of two committees the one is better whose greatest distance
//! to a ballot is less; where they are equal, the one with fewer ballots at that distance; then
//! the distance below it decides in the same way, and so on. A best committee is elected.
//!
//! **Search.** One distance after the other, each by branch and bound among the committees that
//! are best by those before (see `committee/pav`).
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
//! Martin Lackner and Piotr Skowron, "Multi-Winner Voting with Approval
//! Preferences", Springer 2023, chapter 2.
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
//! let rule = isonomia::rules::find("committee/lexminimaxav").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Contest(contest), &mut cx).unwrap();
//! // a and c are at most 2 from every ballot; a and b are 3 from the last.
//! assert_eq!(outcome.winners(), [a, c]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::committee::minimaxav::distances;
use crate::rules::shared::optimal::ground::Ground;
use crate::rules::shared::optimal::{OptimalParams, layers};
use crate::tie::TieRule;

/// Lexicographic minimax approval voting.
pub struct LexMinimaxAv;

impl Rule for LexMinimaxAv {
    type Input = Contest;
    type Params = OptimalParams;
    const META: Meta = Meta {
        id: "committee/lexminimaxav",
        revision: 1,
        name: "Lexicographic minimax approval voting",
        summary: "Elects the committee to which as few ballots as possible are far, beginning with the greatest distance.",
        citations: &[
            "S. J. Brams, D. M. Kilgour and M. R. Sanver, A minimax procedure for electing committees, Public Choice 132 (2007), 401-420",
            "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences, Springer 2023, chapter 2",
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
        let farthest = all.len();
        // From the sums of a layer to the ballots at its distance: those at it and two, four ...
        // beyond are counted once in the step from the layer two before.
        let value = |values: &[i128]| {
            let at = |place: usize| values.get(place).copied().unwrap_or_default();
            let least = |place: usize| match place.checked_sub(2) {
                Some(before) => at(before) - at(place),
                None => -at(place),
            };
            let mut texts = Vec::new();
            for place in 0..values.len() {
                // Ballots at this distance or beyond, less those beyond.
                let beyond = place.checked_sub(1).map_or(0, least);
                let ballots = least(place) - beyond;
                if ballots > 0 {
                    texts.push(format!("{ballots} x {}", farthest - place));
                }
            }
            texts.join(", ")
        };
        layers(contest, &ground, all, "best-distances", &value, params, cx)
    }
}
