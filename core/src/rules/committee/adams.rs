//! Adams approval voting: one member of it that a voter approves counts as the first of PAV, and so does the second.
//!
//! **Definition.** A voter who approves `u` members of a committee adds `1 + 1 + 1/2 + ... + 1/(u - 1)` to
//! its score, times the weight of the ballot. The committee with the highest score is elected.
//!
//! **Search.** Branch and bound over committees, with a bound by prices on voters (the Lagrangian
//! dual of the linear relaxation), exact over the common denominator of the weights. What is
//! elected is proved best; where `nodes` does not suffice the count stops with an error.
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
//! **Source.** Markus Brill, Jean-François Laslier and Piotr Skowron, "Multiwinner approval rules as
//! apportionment methods", Journal of Theoretical Politics 30 (2018), 358-382, for Thiele methods
//! and the divisors of apportionment; the divisors 0 (taken as 1), 1, 2, ... are those of Adams.
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
//! // a and b: 8 + 7 = 15; a and c: 8 + 3 = 11.
//! assert_eq!(outcome.winners(), [a, b]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::optimal::{OptimalParams, thiele};
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
        summary: "Elects the committee that gives voters most, the first two members of it whom they approve counting one, the next one half, one third and so on.",
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
        thiele(contest, Thiele::Adams, params, cx)
    }
}
