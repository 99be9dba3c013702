//! Reverse sequential proportional approval voting: all are in, and the least missed leaves.
//!
//! **Definition.** The committee begins with every option. An option of it is worth, for each
//! voter who approves it and `j` options of the committee in all, `1/j`: what the score of
//! proportional approval voting would lose without it. Time after time the option that is worth
//! least leaves, until there are as many as seats.
//!
//! **Ties.** Who of several that are worth the same leaves is decided by the policy: the one
//! with fewer approvals, then a lot. `ties = all` follows every way; two orders that leave the
//! same set are one.
//!
//! **Complexity.** One round for each option that gets no seat. Scores are integers over the
//! least common multiple of 1 to the longest ballot (about 1.44 bits for each of its options).
//! What an option is worth never falls, so few are looked at in a round.
//!
//! **Source.** Martin Lackner and Piotr Skowron, "Multi-Winner Voting with Approval Preferences"
//! (Springer 2023), chapter 2 (reverse sequential PAV, from Thiele 1895). The same committees as
//! `revseqpav` of abcvoting, which drops the last in the file of those tied (`ties = listed`).

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::TIES;
use crate::rules::shared::thiele::{Thiele, reverse};

/// Reverse sequential proportional approval voting.
pub struct RevSeqPav;

impl Rule for RevSeqPav {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/revseqpav",
        revision: 1,
        name: "Reverse sequential proportional approval voting",
        summary: "Begins with all options and drops the one whose absence costs least, where a voter's options count 1, 1/2, 1/3 and so on.",
        citations: &[
            "T. N. Thiele, Om Flerfoldsvalg, Oversigt over det Kongelige Danske Videnskabernes Selskabs Forhandlinger (1895), 415-441",
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
        reverse(contest, Thiele::Pav, cx)
    }
}
