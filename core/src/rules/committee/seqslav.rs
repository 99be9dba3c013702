//! Sequential Sainte-Laguë approval voting: seat by seat to the option that adds most.
//!
//! **Definition.** An option added to a committee adds, for each voter who approves it and has
//! already `j` approved options elected, `1/(2j+1)`. Each seat in turn goes to the option that
//! adds most. With ballots for party lists these are the seats of Sainte-Laguë's divisors, which
//! are kinder to small groups than those of `committee/seqpav`.
//!
//! **Ties.** Options that add the same are decided between by the policy: more approvals, then a
//! lot. `ties = all` follows every way; two orders that elect the same set are one.
//!
//! **Complexity.** As `committee/seqpav`; scores are integers over the least common multiple of
//! the odd numbers below `2 * seats`.
//!
//! **Source.** Martin Lackner and Piotr Skowron, "Utilitarian Welfare and Representation
//! Guarantees of Approval-Based Multiwinner Rules", Artificial Intelligence 288 (2020), 103366;
//! the same, "Multi-Winner Voting with Approval Preferences" (Springer 2023), chapter 2. The
//! same committees as `seqslav` of abcvoting, which breaks ties by the order of the file
//! (`ties = listed`).

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::TIES;
use crate::rules::shared::thiele::{Thiele, sequential};

/// Sequential Sainte-Laguë approval voting.
pub struct SeqSlav;

impl Rule for SeqSlav {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/seqslav",
        revision: 1,
        name: "Sequential Sainte-Laguë approval voting",
        summary: "Each seat goes to the option that adds most, where a voter's next option counts 1, 1/3, 1/5 and so on.",
        citations: &[
            "M. Lackner and P. Skowron, Utilitarian Welfare and Representation Guarantees of Approval-Based Multiwinner Rules, Artificial Intelligence 288 (2020), 103366",
            "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences, Springer 2023, chapter 2",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: TIES,
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        sequential(contest, Thiele::Slav, cx)
    }
}
