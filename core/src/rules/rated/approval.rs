//! Approval voting: the options that most voters approve.
//!
//! **Definition.** Each ballot approves any number of options. The score of an option is the
//! weight of the ballots that approve it. The places go to the highest scores.
//!
//! **Ties.** Where several options share the score of the last place, the policy decides; the
//! default is `lot`. Others of equal score are listed in file order, which decides nothing.
//!
//! **Complexity.** Linear in the profile.
//!
//! **Limits.** All votes together fit in 64 bits. A withdrawn option has no score.
//!
//! **Source.** Steven J. Brams and Peter C. Fishburn, "Approval Voting", American Political
//! Science Review 72 (1978), 831-847.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::OptionId;
//! use isonomia::instance::{Contest, Instance, Options};
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let (park, pool, bench) = (OptionId(0), OptionId(1), OptionId(2));
//! let mut options = Options::new();
//! for id in ["park", "pool", "bench"] {
//!     options.push(id, id).unwrap();
//! }
//! let mut ballots = ProfileBuilder::new(BallotKind::Approval, 3);
//! ballots.approval(&[park, bench], 5, 1, 1)?;
//! ballots.approval(&[pool], 4, 1, 2)?;
//! ballots.approval(&[bench], 2, 1, 3)?;
//! let profile = ballots.finish();
//! let contest = Contest { options, profile, seats: 2, limits: Limits::default() };
//!
//! let approval = isonomia::rules::find("rated/approval").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = approval.count(&Instance::Contest(contest), &mut cx).unwrap();
//! assert_eq!(outcome.winners(), [bench, park]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::papers::check_total;
use crate::rules::shared::scores::highest;
use crate::tie::TieRule;

/// Approval voting.
pub struct Approval;

impl Rule for Approval {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "rated/approval",
        revision: 1,
        name: "Approval voting",
        summary: "The options approved by most voters win.",
        citations: &[
            "S. J. Brams and P. C. Fishburn, American Political Science Review 72 (1978), 831-847",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: &[TieRule::Lot],
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        let (options, profile) = (&contest.options, &contest.profile);
        check_total(profile, 1)?;
        let mut approvals: IdVec<OptionId, u64> = IdVec::filled(options.len(), 0);
        for class in profile.classes() {
            for option in class.options() {
                approvals[option] += class.total();
            }
        }
        let scores = options
            .standing()
            .map(|option| (option, i128::from(approvals[option])))
            .collect();
        let scale = profile.weight_scale();
        highest(
            "approvals",
            scores,
            scale,
            contest.seats,
            &|_| true,
            options,
            cx,
        )
    }
}
