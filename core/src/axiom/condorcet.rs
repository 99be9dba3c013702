//! An option that beats every other is the only winner.

use super::Finding;
use crate::ballot::BallotKind;
use crate::id::{Id, IdVec, OptionId};
use crate::instance::Instance;
use crate::outcome::Outcome;
use crate::transcript::Event;

pub(super) fn check(instance: &Instance, outcome: &Outcome, _: &[Event]) -> Finding {
    let Instance::Contest(contest) = instance else {
        return Finding::DoesNotApply;
    };
    if contest.profile.kind() != BallotKind::Ranking {
        return Finding::DoesNotApply;
    }
    // By the definition, option against option and class by class: slow and plain on purpose, so
    // that it shares nothing with the matrix of the rules.
    let prefers = |a: OptionId, b: OptionId| -> u128 {
        let mut weight = 0;
        for class in contest.profile.classes() {
            let mut place: IdVec<OptionId, u32> = IdVec::filled(contest.options.len(), u32::MAX);
            for (at, rank) in (0u32..).zip(class.ranks()) {
                for option in rank {
                    place[option] = at;
                }
            }
            if place[a] < place[b] {
                weight += u128::from(class.total());
            }
        }
        weight
    };
    let standing: Vec<OptionId> = contest.options.standing().collect();
    let beats_all = |a: &OptionId| {
        let mut others = standing.iter().filter(|b| *b != a);
        others.all(|b| prefers(*a, *b) > prefers(*b, *a))
    };
    match standing.iter().copied().find(beats_all) {
        None => Finding::DoesNotApply,
        Some(winner) if outcome.winners() == [winner] => Finding::Holds,
        Some(winner) => Finding::Fails(format!(
            "option {} beats every other and does not win alone",
            winner.number()
        )),
    }
}
