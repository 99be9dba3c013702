//! E Pluribus Hugo: shares of votes name the two weakest, and fewer ballots decide between them.
//!
//! **Definition.** All options are in. In each round every ballot is one point, divided equally
//! among its options that are still in. The two options with the fewest points are compared: the
//! one that stands on fewer ballots leaves. Rounds go on until there are as many options as
//! seats. So it is that the World Science Fiction Society makes the short list of the Hugo
//! Awards; it was designed against blocs that nominate the same list.
//!
//! Several with equally few points are all compared; so are all who are equally second. Of those
//! compared who stand on equally few ballots, the one with fewest points leaves, and all who are
//! equal in that too leave together (`then = points`, the constitution's section 3.9.3). With
//! `then = none`, which is what abcvoting does, all who stand on equally few ballots leave
//! together, whatever their points.
//!
//! **Ties.** Where those who leave together would leave seats empty, the constitution lets all
//! of them stay and has more finalists than places. A committee has its number of seats: the
//! policy decides who leaves, by default a lot (they have equally many approvals).
//!
//! **Complexity.** One round for each option that leaves. Points only rise, so most options are
//! seen to be safe by their points in an earlier round. Points are integers over the least
//! common multiple of 1 to the longest ballot.
//!
//! **Source.** Constitution of the World Science Fiction Society, section 3.9 (2017); Jameson
//! Quinn and Bruce Schneier, "A proportional voting system for awards nominations resistant to
//! voting blocs" (2016), where it is called SDV-LPE.

use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::Contest;
use crate::num::{Integer, Natural};
use crate::outcome::Outcome;
use crate::params::Presets;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::committee::sav::Shares;
use crate::rules::shared::committee::{Amount, Best, Committee};
use crate::rules::shared::levels::Levels;
use crate::rules::shared::subset::Subset;
use crate::tie::TieRule;
use crate::{params, words};

words! {
    /// What decides between options compared that stand on equally few ballots.
    pub enum Then {
        /// Fewer points (constitution of the World Science Fiction Society, section 3.9.3).
        Points = "points",
        /// Nothing: they leave together (abcvoting).
        Nothing = "none",
    }
}

params! {
    /// Options of `committee/eph`.
    pub struct EphParams {
        /// What decides between options compared that stand on equally few ballots.
        pub then: Then = Then::Points,
    }
    presets = PRESETS;
}

static PRESETS: Presets = Presets {
    words: &[("abcvoting", "As abcvoting counts.")],
    params: &[&[("then", "none")]],
};

/// E Pluribus Hugo.
pub struct Eph;

impl Rule for Eph {
    type Input = Contest;
    type Params = EphParams;
    const META: Meta = Meta {
        id: "committee/eph",
        revision: 1,
        name: "E Pluribus Hugo",
        summary: "Each ballot is a point divided among its options; of the two with fewest points the one on fewer ballots leaves, until the seats are filled.",
        citations: &[
            "Constitution of the World Science Fiction Society, section 3.9: Tallying of Nominations",
            "J. Quinn and B. Schneier, A proportional voting system for awards nominations resistant to voting blocs, 2016",
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
        params: &EphParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let mut committee = Committee::new(contest, cx)?;
        let mut levels = Levels::new(contest, &|size| size);
        let Shares { worths, .. } = Shares::of(&levels);
        let mut points = Best::new(contest.options.len(), false);
        while !committee.is_decided(cx) {
            committee.step(&Vec::new, cx)?;
            let mut now = |option| Amount::whole(Integer::from(levels.worth(option, &worths)));
            let leaving = weakest(&committee, params.then, &mut points, &mut now);
            for option in leave(&mut committee, leaving, cx)? {
                // A supporter of an option that is still in has at least one.
                levels.put_supporters(option, &mut |level| level.saturating_sub(1));
            }
        }
        Ok(committee.outcome())
    }
}

/// Those who are to leave: of the two with the fewest points, those on the fewest ballots.
fn weakest(
    committee: &Committee<'_>,
    then: Then,
    points: &mut Best,
    now: &mut dyn FnMut(OptionId) -> Amount,
) -> Vec<OptionId> {
    let lowest = points.of(&committee.open, now);
    let mut compared = lowest.clone();
    if lowest.len() == 1 {
        let mut others = committee.open.clone();
        others.retain(|option| !lowest.contains(option));
        compared.extend(points.of(&others, now));
    }
    let ballots = |option: &OptionId| committee.approvals[*option];
    let fewest = compared.iter().map(ballots).min();
    compared.retain(|option| Some(ballots(option)) == fewest);
    let has_lowest = compared.iter().any(|option| lowest.contains(option));
    if then == Then::Points && has_lowest {
        compared.retain(|option| lowest.contains(option));
    }
    compared
}

/// Takes away those who leave, as far as the seats stay filled. Returns who left.
fn leave(
    committee: &mut Committee<'_>,
    mut tied: Vec<OptionId>,
    cx: &mut Count<'_>,
) -> Result<Vec<OptionId>, CountError> {
    let unit = Natural::from(committee.contest.profile.weight_scale().one());
    let mut set = Subset::default();
    let mut left = Vec::new();
    while let Some(first) = tied.first().copied() {
        let spare = committee.open.len().saturating_sub(committee.places());
        let option = if tied.len() <= spare {
            first
        } else if spare > 0 {
            committee.tie("exclude", &tied, false, &mut |tie| {
                set.next(tie, &|open, _| open.len() >= spare, cx)
            })?
        } else {
            break;
        };
        tied.retain(|other| *other != option);
        let ballots = Amount::whole(Integer::from(committee.approvals[option]));
        committee.leave(option, "ballots", ballots.text(&unit), cx);
        left.push(option);
    }
    Ok(left)
}
