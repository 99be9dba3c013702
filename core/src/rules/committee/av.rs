//! Approval voting for committees: the options that most voters approve.
//!
//! **Definition.** The seats go to the options with most approvals. It is the rule
//! `rated/approval` with a committee as its outcome: a set, without scores.
//!
//! **Ties.** Where several options share the last place, the lot decides. `ties = all` reports
//! every committee.
//!
//! **Complexity.** Linear in the profile.
//!
//! **Source.** Martin Lackner and Piotr Skowron, "Multi-Winner Voting with Approval Preferences"
//! (Springer 2023), chapter 2 (AV, also called block voting with any number of marks). The same
//! committees as `av` of abcvoting.

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::Contest;
use crate::num::{Integer, Natural};
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::{Amount, Committee};
use crate::tie::TieRule;

/// Approval voting for committees.
pub struct Av;

impl Rule for Av {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/av",
        revision: 1,
        name: "Approval voting for committees",
        summary: "The options approved by most voters are the committee.",
        citations: &[
            "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences, Springer 2023, chapter 2",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: &[TieRule::Lot],
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        most_approved(Committee::new(contest, cx)?, cx)
    }
}

/// Fills the seats that are left with the options that most voters approve.
pub(crate) fn most_approved(
    committee: Committee<'_>,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let votes = committee.approvals.values();
    let amounts: IdVec<OptionId, Amount> = votes
        .map(|votes| Amount::whole(Integer::from(*votes)))
        .collect();
    let unit = Natural::from(committee.contest.profile.weight_scale().one());
    committee.highest("approvals", &amounts, &unit, cx)
}
