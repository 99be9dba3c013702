//! The trivial rule: any options at all, by the policy of ties alone.
//!
//! **Definition.** Every set of as many options as there are seats wins; ballots do not matter.
//! It is the yardstick that says what a rule is worth: `ties = lot` draws a committee with equal
//! chances, `ties = max-votes, lot` is approval voting, `ties = all` lists every committee.
//!
//! **Ties.** All options are tied for all seats. The default is a lot.
//!
//! **Complexity.** One step a seat.
//!
//! **Source.** The rule `trivial` of abcvoting, with the same committees.

use crate::ballot::BallotKind;
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::Committee;
use crate::tie::TieRule;
use crate::transcript::Event;

/// The trivial rule.
pub struct Trivial;

impl Rule for Trivial {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/trivial",
        revision: 1,
        name: "Trivial rule",
        summary: "Every committee wins; the policy of ties alone chooses one.",
        citations: &["abcvoting 2.19, compute_trivial_rule"],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: &[TieRule::Lot],
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        let mut committee = Committee::new(contest, cx)?;
        if !committee.is_decided(cx) {
            committee.take_of(committee.open.clone(), cx)?;
            cx.event(Event::Elect {
                options: committee.elected.clone(),
                reason: "any",
            });
        }
        Ok(committee.outcome())
    }
}
