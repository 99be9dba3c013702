//! Quadratic voting: votes for and against, each ballot paying the square of its votes.
//!
//! **Definition.** A ballot gives option `i` a whole number of votes `v(i)`, below zero for
//! votes against, and pays `v(1)^2 + v(2)^2 + ...` credits out of the same number for everyone.
//! Credits not spent are lost. The score of an option is the sum of its votes over all valid
//! ballots. The places go to the highest scores; an option with more votes against than for
//! takes none.
//!
//! **Checked again.** A ballot that spends more than the credits, or breaks the other limits of
//! the paper, is rejected at the count even if the intake let it pass, and listed with the
//! reason. Without declared credits nothing is counted: an unlimited ballot outvotes everyone.
//!
//! **Weights** multiply votes after the check, never the credits.
//!
//! **Ties.** Where several options share the score of the last place, the policy decides; the
//! default is `lot`.
//!
//! **Complexity.** Linear in the profile. **Limits.** All papers together fit in 64 bits;
//! scores are exact in 128.
//!
//! **Source.** Steven P. Lalley and E. Glen Weyl, "Quadratic Voting: How Mechanism Design Can
//! Radicalize Democracy", AEA Papers and Proceedings 108 (2018), 33-37.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::OptionId;
//! use isonomia::instance::{Contest, Instance, Options};
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let (park, pool) = (OptionId(0), OptionId(1));
//! let mut options = Options::new();
//! for id in ["park", "pool"] {
//!     options.push(id, id).unwrap();
//! }
//! let mut ballots = ProfileBuilder::new(BallotKind::Allotment, 2);
//! ballots.scored(&[(park, 9), (pool, -4)], 1, 1, 1)?; // 81 + 16 = 97 credits
//! ballots.scored(&[(pool, 3)], 4, 1, 2)?; // four ballots of 9 credits
//! ballots.scored(&[(park, 11)], 1, 1, 3)?; // 121 credits: rejected
//! let profile = ballots.finish();
//! let limits = Limits { negative: true, ..Limits::default() };
//! let contest = Contest { options, profile, seats: 1, limits };
//!
//! let credits = [("credits".to_owned(), "100".to_owned())];
//! let voting = isonomia::rules::find("quadratic/voting").unwrap().prepare(&credits)?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = voting.count(&Instance::Contest(contest), &mut cx).unwrap();
//! assert_eq!(outcome.winners(), [park]); // 9 to 8
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::{BallotKind, Fault, Limits};
use crate::id::{IdVec, OptionId};
use crate::instance::Contest;
use crate::num::Natural;
use crate::outcome::Outcome;
use crate::params;
use crate::problem::Problem;
use crate::profile::Class;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::papers::check_total;
use crate::rules::shared::scores::highest;
use crate::tie::TieRule;
use crate::transcript::Event;

params! {
    /// Options of quadratic voting.
    pub struct VotingParams {
        /// Credits of each ballot; none: those that the paper declares.
        pub credits: Option<u64> = None,
        /// Whether votes against are counted where the paper allows them; if not, ballots with such votes are rejected.
        pub negative: bool = true,
        /// Most votes of one ballot for or against one option.
        pub cap: Option<u64> = None,
    }
}

/// Quadratic voting.
pub struct Voting;

impl Rule for Voting {
    type Input = Contest;
    type Params = VotingParams;
    const META: Meta = Meta {
        id: "quadratic/voting",
        revision: 1,
        name: "Quadratic voting",
        summary: "Votes for and against cost their square in credits; the options with the highest sums win.",
        citations: &["S. P. Lalley and E. G. Weyl, AEA Papers and Proceedings 108 (2018), 33-37"],
        ballots: &[BallotKind::Allotment],
        weights: Weights::Counted,
        ties: &[TieRule::Lot],
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(
        contest: &Contest,
        params: &VotingParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let (options, profile) = (&contest.options, &contest.profile);
        check_total(profile, 1)?;
        let limits = limits(contest, params)?;
        let mut votes: IdVec<OptionId, i128> = IdVec::filled(options.len(), 0);
        let mut spent = Natural::ZERO;
        for class in profile.classes() {
            // Reject at intake, and again at the count.
            if let Err(fault) = check(class, &limits) {
                cx.reject(class.id, fault.code, fault.args);
                continue;
            }
            for (option, given) in class.scored() {
                votes[option] += i128::from(given) * i128::from(class.total());
                let square = u128::from(given.unsigned_abs()).pow(2);
                spent += Natural::from(square) * Natural::from(class.papers);
            }
        }
        cx.event(Event::Note {
            code: "credits-spent",
            args: vec![spent.to_string()],
        });
        let scores = options
            .standing()
            .map(|option| (option, votes[option]))
            .collect();
        let scale = profile.weight_scale();
        // More votes against than for: never selected.
        let eligible = |votes: i128| votes >= 0;
        highest(
            "net-votes",
            scores,
            scale,
            contest.seats,
            &eligible,
            options,
            cx,
        )
    }
}

/// The limits of the paper, narrowed by the parameters.
fn limits(contest: &Contest, params: &VotingParams) -> Result<Limits, Problem> {
    let declared = &contest.limits;
    let credits = narrower(params.credits, declared.credits, u64::min);
    if credits.is_none() {
        return Err(Problem::error("credits-missing")
            .path("credits")
            .expected("credits=N, the same for every ballot"));
    }
    let cap = params.cap.map(|cap| i64::try_from(cap).unwrap_or(i64::MAX));
    let against = cap.map(|cap| -cap);
    Ok(Limits {
        credits,
        negative: declared.negative && params.negative,
        max_points: narrower(cap, declared.max_points, i64::min),
        min_points: narrower(against, declared.min_points, i64::max),
        ..declared.clone()
    })
}

/// Of two limits the narrower, where there are two.
fn narrower<T>(a: Option<T>, b: Option<T>, choose: fn(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(choose(a, b)),
        (a, b) => a.or(b),
    }
}

/// Why a ballot may not be counted.
fn check(class: Class<'_>, limits: &Limits) -> Result<(), Fault> {
    let votes: Vec<i64> = class.scored().map(|(_, votes)| votes).collect();
    limits.check_points(votes.iter().copied())?;
    limits.check_allotment(votes.iter().copied())
}
