//! Leximax Phragmén: the greatest load is least, then the second, and so on.
//!
//! **Definition.** Each member of a committee is a load of one, shared in any parts among the
//! voters who approve it. Loads are listed from greatest to least, one for each voter; of two
//! lists the one is better that is less where they first differ. A committee is elected whose
//! best list is best of all. A paper of weight w is w voters. Where options without a vote must
//! be elected to fill the seats, as few as possible without one are elected.
//!
//! **Search.** As `committee/minimaxphragmen`. The best list of a committee: those members who
//! together need the greatest load make their supporters carry just that; the others are shared
//! among the other voters in the same way.
//!
//! **Ties.** Among several best committees the policy chooses: of the options that are in some
//! of them and not in all, one is favoured, then one of those that still differ, and so on. The
//! default is `lot`; under `all` every best committee is reported.
//!
//! **Complexity.** NP-hard; exponential in the seats at worst.
//!
//! **Limits.** All votes together at most 2^40. Where `nodes` does not suffice, an error.
//!
//! **Source.** Edvard Phragmén (1894-1899), as in Markus Brill, Rupert Freeman, Svante Janson and
//! Martin Lackner, "Phragmén's voting methods and justified representation", AAAI 2017, 406-413,
//! section "Phragmén's methods".
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
//! let rule = isonomia::rules::find("committee/leximaxphragmen").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Contest(contest), &mut cx).unwrap();
//! // a and c: 8 voters carry one and 3 the other, 1/3 each. a and b: 2/8 each.
//! assert_eq!(outcome.winners(), [a, b]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::committee::minimaxphragmen::loads::best_loads;
use crate::rules::shared::optimal::OptimalParams;
use crate::tie::TieRule;

/// Leximax Phragmén.
pub struct LeximaxPhragmen;

impl Rule for LeximaxPhragmen {
    type Input = Contest;
    type Params = OptimalParams;
    const META: Meta = Meta {
        id: "committee/leximaxphragmen",
        revision: 1,
        name: "Leximax Phragmén",
        summary: "Elects the committee whose members, shared as loads, burden no voter more than need be, then the next voter, and so on.",
        citations: &[
            "M. Brill, R. Freeman, S. Janson and M. Lackner, Phragmén's voting methods and justified representation, AAAI 2017, 406-413",
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
        best_loads(contest, true, params, cx)
    }
}
