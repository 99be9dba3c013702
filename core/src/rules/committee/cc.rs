//! Approval Chamberlin-Courant: as many voters as possible approve one of its members.
//!
//! **Definition.** A voter who approves at least one member of a committee adds the weight of the
//! ballot to its score; further members add nothing. The committee with the highest score is
//! elected.
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
//! 2^120: any number of seats. More is refused.
//!
//! **Source.** John R. Chamberlin and Paul N. Courant, "Representative Deliberations and
//! Representative Decisions", American Political Science Review 77 (1983), 718-733; with approvals
//! as the measure. Martin Lackner and Piotr Skowron, "Multi-Winner Voting with Approval
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
//! let rule = isonomia::rules::find("committee/cc").unwrap().prepare(&[])?;
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
use crate::rules::shared::optimal::{OptimalParams, thiele};
use crate::rules::shared::thiele::Thiele;
use crate::tie::TieRule;

/// Approval Chamberlin-Courant.
pub struct Cc;

impl Rule for Cc {
    type Input = Contest;
    type Params = OptimalParams;
    const META: Meta = Meta {
        id: "committee/cc",
        revision: 1,
        name: "Approval Chamberlin-Courant",
        summary: "Elects the committee in which most voters have at least one member whom they approve.",
        citations: &[
            "J. R. Chamberlin and P. N. Courant, Representative Deliberations and Representative Decisions, American Political Science Review 77 (1983), 718-733",
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
        thiele(contest, Thiele::Cc, params, cx)
    }
}
