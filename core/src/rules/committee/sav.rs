//! Satisfaction approval voting: each voter has one vote, divided among all they approve.
//!
//! **Definition.** A ballot with `l` options gives each of them `1/l`. The seats go to the
//! options with the highest sums. A voter's vote is what share of the committee's greatest
//! possible size on their ballot they get, hence the name.
//!
//! **Ties.** Where several options share the last place, the policy decides: more approvals,
//! then a lot. `ties = all` reports every committee.
//!
//! **Complexity.** Linear in the profile. Scores are integers over the least common multiple of
//! 1 to the longest ballot.
//!
//! **Source.** Steven J. Brams and D. Marc Kilgour, "Satisfaction Approval Voting", in R. Fara
//! et al. (eds.), Voting Power and Procedures (Springer 2014), 323-346. The same committees as
//! `sav` of abcvoting.

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::Contest;
use crate::num::{Integer, Natural};
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::{Amount, Committee, TIES};
use crate::rules::shared::levels::Levels;
use crate::rules::shared::thiele::{Sequence, Thiele};

/// Satisfaction approval voting.
pub struct Sav;

impl Rule for Sav {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/sav",
        revision: 1,
        name: "Satisfaction approval voting",
        summary: "Each voter's one vote is divided equally among the options they approve; the highest sums are the committee.",
        citations: &[
            "S. J. Brams and D. M. Kilgour, Satisfaction Approval Voting, in Voting Power and Procedures, Springer 2014, 323-346",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: TIES,
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        let committee = Committee::new(contest, cx)?;
        let mut levels = Levels::new(contest, &|size| size);
        let Shares { worths, one } = Shares::of(&levels);
        let options = contest.options.all();
        let amounts: IdVec<OptionId, Amount> = options
            .map(|option| Amount::whole(Integer::from(levels.worth(option, &worths))))
            .collect();
        let unit = one * Natural::from(contest.profile.weight_scale().one());
        committee.highest("shares", &amounts, &unit, cx)
    }
}

/// What one of 0, 1, 2 ... options gets of one vote, over a common denominator.
pub(crate) struct Shares {
    /// By number of options; nothing for none.
    pub(crate) worths: Vec<Natural>,
    /// The whole vote.
    pub(crate) one: Natural,
}

impl Shares {
    /// Up to the highest level.
    pub(crate) fn of(levels: &Levels) -> Self {
        let longest = levels.all().values().copied().max().unwrap_or_default();
        let Sequence { weights, one } = Sequence::of(Thiele::Pav, longest);
        let worths = std::iter::once(Natural::ZERO).chain(weights).collect();
        Self { worths, one }
    }
}
