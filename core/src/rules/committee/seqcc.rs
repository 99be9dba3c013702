//! The sequential Chamberlin-Courant rule: seat by seat to those who cover most.
//!
//! **Definition.** Each seat in turn goes to the option that is approved by most voters of whom
//! no approved option is elected yet. Once every voter who can be covered is, all options that
//! are left add nothing: they are tied, and the policy fills the seats (by default those with
//! more approvals first).
//!
//! **Ties.** Options that add the same are decided between by the policy: more approvals, then a
//! lot. `ties = all` follows every way; two orders that elect the same set are one.
//!
//! **Complexity.** As `committee/seqpav`; scores are votes.
//!
//! **Guarantee.** It covers at least `1 - 1/e` of the voters whom the best committee covers
//! (greedy for a submodular function: Nemhauser, Wolsey and Fisher 1978).
//!
//! **Source.** Tyler Lu and Craig Boutilier, "Budgeted Social Choice: From Consensus to
//! Personalized Decision Making", IJCAI 2011, 280-286; Martin Lackner and Piotr Skowron,
//! "Multi-Winner Voting with Approval Preferences" (Springer 2023), chapter 2. The same
//! committees as `seqcc` of abcvoting, which breaks ties by the order of the file
//! (`ties = listed`).

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::TIES;
use crate::rules::shared::thiele::{Thiele, sequential};

/// The sequential Chamberlin-Courant rule.
pub struct SeqCc;

impl Rule for SeqCc {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/seqcc",
        revision: 1,
        name: "Sequential Chamberlin-Courant",
        summary: "Each seat goes to the option approved by most voters who have no elected option yet.",
        citations: &[
            "T. Lu and C. Boutilier, Budgeted Social Choice: From Consensus to Personalized Decision Making, IJCAI 2011, 280-286",
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
        sequential(contest, Thiele::Cc, cx)
    }
}
