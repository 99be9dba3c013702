//! Proportional approval voting: each further member of it that a voter approves counts one half,
//! one third ...
//!
//! **Definition.** A voter who approves `u` members of a committee adds `1 + 1/2 + ... + 1/u` to
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
//! **Source.** Thorvald N. Thiele, "Om Flerfoldsvalg", Oversigt over det Kongelige Danske
//! Videnskabernes Selskabs Forhandlinger 1895, 415-441. Martin Lackner and Piotr Skowron,
//! "Multi-Winner Voting with Approval Preferences", Springer 2023, chapter 2.
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
//! let rule = isonomia::rules::find("committee/pav").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Contest(contest), &mut cx).unwrap();
//! // a and b: 8 + 7/2 = 23/2; a and c: 8 + 3 = 11.
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

/// Proportional approval voting.
pub struct Pav;

impl Rule for Pav {
    type Input = Contest;
    type Params = OptimalParams;
    const META: Meta = Meta {
        id: "committee/pav",
        revision: 1,
        name: "Proportional approval voting",
        summary: "Elects the committee that gives voters most, each further member of it whom they approve counting one half, one third and so on.",
        citations: &[
            "T. N. Thiele, Om Flerfoldsvalg, Oversigt over det Kongelige Danske Videnskabernes Selskabs Forhandlinger 1895, 415-441",
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
        thiele(contest, Thiele::Pav, params, cx)
    }
}
