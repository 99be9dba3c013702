//! Lexicographic Chamberlin-Courant: first as many voters as possible with one member they approve.
//!
//! **Definition.** Of two committees the one is better in which more voters approve at least one
//! member; where they are equal, the one in which more approve at least two; then three, and so
//! on. Ballots count by their weight. A best committee is elected.
//!
//! **Search.** One question after the other, each by branch and bound among the committees that
//! are best by those before (see `committee/cc`). Where all voters with at least 1, 2 ... j - 1
//! members are settled, the sum of `min(u, j)` over voters with `u` members orders committees as
//! the voters with at least j do, and it has falling steps, as the bound needs.
//!
//! **Ties.** Among several best committees the policy chooses: of the options that are in some
//! of them and not in all, one is favoured, then one of those that still differ, and so on. The
//! default is `lot`; under `all` every best committee is reported.
//!
//! **Complexity.** NP-hard; exponential in the seats at worst.
//!
//! **Limits.** All votes together at most 2^40. Where `nodes` does not suffice, an error.
//!
//! **Source.** Martin Lackner and Piotr Skowron, "Multi-Winner Voting with Approval
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
//! let rule = isonomia::rules::find("committee/lexcc").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Contest(contest), &mut cx).unwrap();
//! // a and c represent 11 voters, a and b only 8.
//! assert_eq!(outcome.winners(), [a, c]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::optimal::ground::Ground;
use crate::rules::shared::optimal::layered::Layer;
use crate::rules::shared::optimal::{OptimalParams, layers, too_many_seats};
use crate::rules::shared::scores;
use crate::tie::TieRule;

/// Lexicographic Chamberlin-Courant.
pub struct LexCc;

impl Rule for LexCc {
    type Input = Contest;
    type Params = OptimalParams;
    const META: Meta = Meta {
        id: "committee/lexcc",
        revision: 1,
        name: "Lexicographic Chamberlin-Courant",
        summary: "Elects the committee in which most voters have one member whom they approve, among such the one in which most have two, and so on.",
        citations: &[
            "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences, Springer 2023, chapter 2",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
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
        let mut all = Vec::new();
        for at_least in 1..=ground.seats {
            let shape = (0..=ground.seats).map(|members| i128::from(members.min(at_least)));
            let shapes = vec![shape.collect()];
            let layer = Layer::new(&ground, shapes, vec![0; ground.ballots.len()]);
            all.push(layer.ok_or_else(|| too_many_seats(&ground))?);
        }
        let scale = contest.profile.weight_scale();
        // What a layer adds to the one before are the voters with at least so many members.
        let value = |values: &[i128]| {
            let mut before = 0;
            let voters = values.iter().map(|value| {
                let voters = value - before;
                before = *value;
                scores::text(scale, voters)
            });
            voters.collect::<Vec<_>>().join(", ")
        };
        layers(contest, &ground, all, "best-coverage", &value, params, cx)
    }
}
