//! Phragmén's first method, also Eneström's: supporters of an elected option give up a quota.
//!
//! **Definition.** Every ballot is worth 1. Each seat in turn goes to the option whose
//! supporters' ballots are worth most together, `S`. They give up a quota, the number of voters
//! over the number of seats: the worth of each of their ballots is multiplied by
//! `(S - quota) / S`, or becomes 0 where `S` is not above the quota. A paper that weighs more is
//! as many voters.
//!
//! **Ties.** Options with the same `S` are decided between by the policy: more approvals, then a
//! lot. `ties = all` follows every way; ways that come to the same worths are one.
//!
//! **Exactness.** The digits of the fractions double with every seat, so that no computer holds
//! them for thirty seats. Worths are exact fractions up to 4,096 bits; beyond, each is held
//! between two numbers of 512 bits, and a seat is given where these tell the options apart, or
//! where their supporters stand at the same levels and so are equal. Where neither does, the
//! count stops with the limit named (`precision`); it never guesses. Amounts of such seats are
//! shown as decimals, rounded down.
//!
//! **Complexity.** A round looks at the supporters of few options: what they are worth only falls.
//!
//! **Source.** Svante Janson, "Phragmén's and Thiele's election methods", arXiv:1611.08826
//! (2018), section 18.5; Edvard Phragmén (1894) and Gustaf Eneström (1896) as told there. The
//! same committees as `phragmen-enestroem` of abcvoting with fractions.

mod worth;

use std::cmp::Ordering;

use self::worth::{Worth, Worths};
use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId, ix};
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::{Committee, TIES};
use crate::rules::shared::levels::Levels;

/// Phragmén's first method.
pub struct PhragmenEnestroem;

impl Rule for PhragmenEnestroem {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/phragmen-enestroem",
        revision: 1,
        name: "Phragmén's first method (Eneström)",
        summary: "Each seat goes to the option whose supporters' ballots are worth most, and they give up a quota of it.",
        citations: &[
            "S. Janson, Phragmén's and Thiele's election methods, arXiv:1611.08826 (2018), section 18.5",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: TIES,
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        let weight = contest.profile.classes().map(|class| class.total()).sum();
        fill(contest, Worths::new(weight, contest.seats.max(1)), cx)
    }
}

fn fill(contest: &Contest, mut worths: Worths, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
    let mut committee = Committee::new(contest, cx)?;
    let mut levels = Levels::new(contest, &|_| 0);
    let unit = contest.profile.weight_scale().one();
    let mut seen: IdVec<OptionId, Option<Worth>> = IdVec::filled(contest.options.len(), None);
    while !committee.is_decided(cx) {
        committee.step(&|| levels.state(&|level| worths.text(level)), cx)?;
        let tied = best(&committee.open, &worths, &mut levels, &mut seen)?;
        let chosen = committee.pick(&tied, cx)?;
        let support = levels.support(chosen);
        let worth = worths.sum(&support);
        committee.seat(chosen, "worth", worth.text(unit), None, cx);
        let factor = worths.factor(support, &worth);
        let mut to = vec![None; ix(worths.len())];
        levels.put_supporters(chosen, &mut |level| match to.get_mut(ix(level)) {
            Some(to) => *to.get_or_insert_with(|| worths.times(level, factor)),
            None => level,
        });
    }
    Ok(committee.outcome())
}

/// The options whose supporters are worth most.
fn best(
    among: &[OptionId],
    worths: &Worths,
    levels: &mut Levels,
    seen: &mut IdVec<OptionId, Option<Worth>>,
) -> Result<Vec<OptionId>, CountError> {
    let mut rivals = Vec::new();
    let mut leader: Option<Worth> = None;
    for option in among {
        // Worths only fall: what was surely less is less.
        let before = seen[*option].as_ref().zip(leader.as_ref());
        if before.is_some_and(|(before, leader)| before.surely_less(leader)) {
            continue;
        }
        let support = levels.support(*option);
        let worth = worths.between(&support);
        seen[*option] = Some(worth.clone());
        if leader.as_ref().is_none_or(|leader| worth.at_least(leader)) {
            leader = Some(worth.clone());
        }
        rivals.push((*option, support, worth));
    }
    rivals.retain(|(_, _, worth)| leader.as_ref().is_some_and(|l| !worth.surely_less(l)));
    let mut best: Vec<(OptionId, Support, Worth)> = Vec::new();
    for (option, support, _) in rivals {
        let worth = worths.sum(&support);
        let order = match best.first() {
            None => Ordering::Greater,
            Some((_, other, _)) if *other == support => Ordering::Equal,
            Some((_, _, leader)) => worth.compare(leader).ok_or(CountError::Limit {
                what: "precision",
                limit: worth::BITS,
            })?,
        };
        if order == Ordering::Greater {
            best.clear();
        }
        if order != Ordering::Less {
            best.push((option, support, worth));
        }
    }
    Ok(best.into_iter().map(|(option, ..)| option).collect())
}

/// Weight of supporters by level.
type Support = Vec<(u32, u64)>;

#[cfg(test)]
mod tests;
