//! Greedy Monroe: each seat takes a district of voters with it.
//!
//! **Definition.** The `n` voters make `k` districts as equal as can be: `n mod k` of them have
//! one voter more than the others, and these come first. Each seat in turn goes to the option
//! that most of the voters not yet in a district approve. Those supporters are its district; if
//! they are more than the district holds, as many of them as it holds. Voters whom no district
//! takes because they approve none of the elected stay outside.
//!
//! **Who of too many supporters** is taken changes what follows, and the rule does not say.
//! With `surplus = lot` they are drawn, each with an equal chance, from the seed; with
//! `surplus = first` they are the first in the canonical order of ballots, which is repeatable
//! but favours nobody's reasons. abcvoting takes the first voters of its input.
//!
//! **Ties.** Options that the same number of voters approve are decided between by the policy:
//! more approvals in all, then a lot. `ties = all` follows every way.
//!
//! **Complexity.** A round looks at the supporters of few options: how many are left only falls.
//!
//! **Limits.** Papers weigh one each: a district is a number of voters.
//!
//! **Source.** Piotr Skowron, Piotr Faliszewski and Arkadii Slinko, "Achieving fully
//! proportional representation: Approximability results", Artificial Intelligence 222 (2015),
//! 67-103 (Algorithm A); Martin Lackner and Piotr Skowron, "Multi-Winner Voting with Approval
//! Preferences" (Springer 2023), chapter 2. With `preset = abcvoting` and `ties = listed` the
//! same committee as `greedy-monroe` of abcvoting where its voters stand in canonical order.

use crate::ballot::BallotKind;
use crate::id::{ClassId, IdVec};
use crate::instance::Contest;
use crate::num::{Integer, Natural};
use crate::outcome::Outcome;
use crate::params::Presets;
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::{Amount, Best, Committee, TIES};
use crate::rules::shared::levels::Levels;
use crate::sort::sort;
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// Who of more supporters than a district holds is taken.
    pub enum Surplus {
        /// They are drawn; needs a seed.
        Lot = "lot",
        /// The first in the canonical order of ballots.
        First = "first",
    }
}

params! {
    /// Options of `committee/greedy-monroe`.
    pub struct GreedyMonroeParams {
        /// Who of more supporters than a district holds is taken.
        pub surplus: Surplus = Surplus::Lot,
    }
    presets = PRESETS;
}

static PRESETS: Presets = Presets {
    words: &[(
        "abcvoting",
        "As abcvoting counts voters who stand in canonical order.",
    )],
    params: &[&[("surplus", "first")]],
};

/// Greedy Monroe.
pub struct GreedyMonroe;

impl Rule for GreedyMonroe {
    type Input = Contest;
    type Params = GreedyMonroeParams;
    const META: Meta = Meta {
        id: "committee/greedy-monroe",
        revision: 1,
        name: "Greedy Monroe",
        summary: "Each seat goes to the option that most voters without a district approve, and takes an equal district of them with it.",
        citations: &[
            "P. Skowron, P. Faliszewski and A. Slinko, Achieving fully proportional representation: Approximability results, Artificial Intelligence 222 (2015), 67-103",
            "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences, Springer 2023, chapter 2",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Refused,
        ties: TIES,
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(
        contest: &Contest,
        params: &GreedyMonroeParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let mut committee = Committee::new(contest, cx)?;
        let levels = Levels::new(contest, &|_| 0);
        let papers = contest.profile.classes().map(|class| class.papers);
        let mut outside: IdVec<ClassId, u64> = papers.collect();
        let mut best = Best::new(contest.options.len(), true);
        let (voters, seats) = (contest.profile.papers(), u64::from(contest.seats.max(1)));
        let mut district = 0;
        while !committee.is_decided(cx) {
            let state = || {
                outside
                    .values()
                    .flat_map(|papers| papers.to_le_bytes())
                    .collect()
            };
            committee.step(&state, cx)?;
            let mut support = |option| {
                let classes = levels.supporters(option).iter();
                let papers: u64 = classes.map(|class| outside[*class]).sum();
                Amount::whole(Integer::from(papers))
            };
            let tied = best.of(&committee.open, &mut support);
            let chosen = committee.pick(&tied, cx)?;
            let amount = best.amount(chosen);
            let next = best.next(&committee.open, chosen, &mut support);
            let next = next.map(|next| (next, best.amount(next).text(&Natural::ONE)));
            committee.seat(chosen, "outside", amount.text(&Natural::ONE), next, cx);
            // "n mod k of them have one voter more than the others, and these come first."
            let size = voters / seats + u64::from(district < voters % seats);
            district += 1;
            let supporters = levels.supporters(chosen);
            take(supporters, size, params.surplus, district, &mut outside, cx)?;
        }
        Ok(committee.outcome())
    }
}

/// Takes the supporters of an option into its district, as many as it holds.
fn take(
    supporters: &[ClassId],
    size: u64,
    surplus: Surplus,
    district: u64,
    outside: &mut IdVec<ClassId, u64>,
    cx: &mut Count<'_>,
) -> Result<(), CountError> {
    let all: u64 = supporters.iter().map(|class| outside[*class]).sum();
    let draws = all > size && surplus == Surplus::Lot;
    let mut drawn = Vec::new();
    if draws {
        let label = format!("greedy-monroe/{district}");
        let sample = cx.stream(&label)?.sample(all, size);
        drawn = sample.map_err(|_| Problem::error("too-many-votes").found(all.to_string()))?;
        sort(&mut drawn);
        cx.event(Event::Note {
            code: "district-drawn",
            args: vec![size.to_string(), all.to_string(), label],
        });
    }
    let (mut room, mut before) = (size, 0_u64);
    let mut drawn = drawn.into_iter().peekable();
    for class in supporters {
        let papers = outside[*class];
        let taken = if draws {
            let mut taken = 0;
            while drawn.next_if(|number| *number < before + papers).is_some() {
                taken += 1;
            }
            taken
        } else {
            papers.min(room)
        };
        before += papers;
        room -= taken;
        outside[*class] = papers - taken;
    }
    Ok(())
}
