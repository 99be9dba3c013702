//! Adams approval voting: as many voters as possible with one member, then as in PAV one step on.
//!
//! **Definition.** Of two committees the one is better in which more voters approve at least one
//! member; where they are equal, the one with the higher score. A voter who approves `u > 1`
//! members adds `1 + 1/2 + ... + 1/(u - 1)` for those beyond the first. These are the divisors 0,
//! 1, 2, ... of Adams: a first member is worth more than any number of further ones. Ballots
//! count by their weight. A best committee is elected.
//!
//! **Search.** Branch and bound over committees, with a bound by prices on voters (see
//! `committee/pav`), first for the voters and then for the score.
//!
//! **Ties.** Among several best committees the policy chooses: of the options that are in some
//! of them and not in all, one is favoured, then one of those that still differ, and so on. The
//! default is `lot`; under `all` every best committee is reported.
//!
//! **Complexity.** NP-hard; exponential in the seats at worst.
//!
//! **Limits.** All votes together at most 2^40. Sums over the common denominator stay below
//! 2^120: 60 seats for a thousand votes. More is refused.
//!
//! **Source.** Markus Brill, Jean-François Laslier and Piotr Skowron, "Multiwinner approval rules
//! as apportionment methods", Journal of Theoretical Politics 30 (2018), 358-382, for Thiele
//! methods and the divisors of apportionment; two steps as in abcvoting 2.19.2.
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
//! let rule = isonomia::rules::find("committee/adams").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Contest(contest), &mut cx).unwrap();
//! // a and c represent 11 voters, a and b only 8.
//! assert_eq!(outcome.winners(), [a, c]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::optimal::ground::Ground;
use crate::rules::shared::optimal::layered::Layer;
use crate::rules::shared::optimal::{OptimalParams, layers, too_many_seats, weights};
use crate::rules::shared::scores;
use crate::rules::shared::thiele::Thiele;
use crate::tie::TieRule;

/// Adams approval voting.
pub struct Adams;

impl Rule for Adams {
    type Input = Contest;
    type Params = OptimalParams;
    const META: Meta = Meta {
        id: "committee/adams",
        revision: 1,
        name: "Adams approval voting",
        summary: "Elects, of the committees in which most voters have a member whom they approve, the one that gives most beyond it, counting one, one half, one third and so on.",
        citations: &[
            "M. Brill, J.-F. Laslier and P. Skowron, Multiwinner approval rules as apportionment methods, Journal of Theoretical Politics 30 (2018), 358-382",
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
        let covered: Vec<i128> = (0..=ground.seats)
            .map(|members| i128::from(members.min(1)))
            .collect();
        let covered = Layer::new(&ground, vec![covered], vec![0; ground.ballots.len()]);
        // Where the voters with a member are settled, that these count one here changes nothing.
        let (score, unit) = weights(&ground, Thiele::Adams)?;
        let all = vec![covered.ok_or_else(|| too_many_seats(&ground))?, score];
        let scale = contest.profile.weight_scale();
        let value = |values: &[i128]| {
            let at = |layer: usize| values.get(layer).copied().unwrap_or_default();
            let beyond = Integer::from(at(1)) - Integer::from(at(0)) * Integer::from(unit.clone());
            let beyond = Ratio::from_parts(beyond, &unit * Natural::from(scale.one()));
            format!("{}, {}", scores::text(scale, at(0)), ratio_text(&beyond))
        };
        layers(contest, &ground, all, "best-adams", &value, params, cx)
    }
}
