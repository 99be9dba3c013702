//! What voters got: how many funded projects of theirs, how much of the money, who has nothing.

use super::ballots::{Ballots, marked};
use crate::id::{IdVec, OptionId, ix, len32};
use crate::num::{Integer, Natural, Ratio};

/// What an outcome gives to voters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voters {
    /// All valid papers, blank ones included.
    pub voters: u64,
    /// Those with no winner on their ballot. pabutools: one minus `percent_non_empty_handed`.
    pub left_out: u64,
    /// `by_winners[k]` voters have k winners on their ballot.
    pub by_winners: Vec<u64>,
    /// Voters by the share of the money spent that went to projects of theirs: first those with
    /// nothing, then more than 0 to 10 %, more than 10 to 20 %, up to more than 90 to 100 %.
    /// Empty where nothing costs anything.
    pub by_share: Vec<u64>,
    /// Winners on a ballot, on average over all voters. pabutools: `avg_satisfaction` with
    /// `Cardinality_Sat`.
    pub average_winners: Ratio,
    /// Cost of the winners on a ballot, on average over all voters, in minor units. pabutools:
    /// `avg_satisfaction` with `Cost_Sat`.
    pub average_cost: Ratio,
    /// The same as a share of the budget; zero for a budget of nothing.
    pub average_share: Ratio,
}

/// The parts into which shares of the money are grouped.
const PARTS: u128 = 10;

/// The measures of an outcome. `costs` are those paid for each winner, none in a contest.
/// Cost: one pass over the ballots.
pub(super) fn voters(
    ballots: &Ballots,
    options: u32,
    winners: &[OptionId],
    costs: Option<&IdVec<OptionId, u64>>,
    budget: u64,
) -> Voters {
    let won = marked(options, winners);
    let mut by_winners = vec![0u64; winners.len().saturating_add(1)];
    let mut by_share = vec![0u64; ix(1) + 10];
    let spent: u128 = costs.map_or(0, |costs| {
        winners
            .iter()
            .map(|option| u128::from(costs[*option]))
            .sum()
    });
    let (mut all_winners, mut all_cost) = (Natural::ZERO, Natural::ZERO);
    for group in &ballots.groups {
        let theirs = || group.supports.iter().filter(|option| won[**option]);
        let count = theirs().count();
        let cost: u128 = costs.map_or(0, |costs| theirs().map(|o| u128::from(costs[*o])).sum());
        if let Some(voters) = by_winners.get_mut(count) {
            *voters += group.papers;
        }
        // The part in which cost over spent lies, rounded up: costs are below 2^96, since there
        // are fewer than 2^32 options of less than 2^64 each.
        let part = (cost * PARTS).checked_add(spent.saturating_sub(1));
        let part = part
            .and_then(|over| over.checked_div(spent))
            .unwrap_or_default();
        if let Some(voters) = by_share.get_mut(usize::try_from(part).unwrap_or_default()) {
            *voters += group.papers;
        }
        all_winners += Natural::from(group.papers) * Natural::from(len32(count));
        all_cost += Natural::from(group.papers) * Natural::from(cost);
    }
    while by_winners.len() > 1 && by_winners.last() == Some(&0) {
        by_winners.pop();
    }
    if spent == 0 {
        by_share.clear();
    }
    let over = |sum: &Natural, by: u64| {
        let all = Natural::from(ballots.voters) * Natural::from(by);
        if all.is_zero() {
            return Ratio::ZERO;
        }
        Ratio::from_parts(Integer::from(sum.clone()), all)
    };
    Voters {
        voters: ballots.voters,
        left_out: by_winners.first().copied().unwrap_or_default(),
        average_winners: over(&all_winners, 1),
        average_cost: over(&all_cost, 1),
        average_share: over(&all_cost, budget),
        by_winners,
        by_share,
    }
}

/// Voters who have more, fewer or as many winners under one outcome as under another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The winners of the other outcome, in its order.
    pub other: Vec<OptionId>,
    /// Winners of both, and of the first and the second only, in file order.
    pub both: Vec<OptionId>,
    /// Only under the first.
    pub only_here: Vec<OptionId>,
    /// Only under the other.
    pub only_there: Vec<OptionId>,
    /// Voters with more winners under the first.
    pub better: u64,
    /// Voters with fewer.
    pub worse: u64,
    /// Voters with as many.
    pub same: u64,
    /// What the other outcome gives to voters.
    pub voters: Voters,
    /// Its cost in minor units.
    pub cost: u64,
}

/// Compares how many winners each voter has.
pub(super) fn preferences(
    ballots: &Ballots,
    options: u32,
    here: &[OptionId],
    there: &[OptionId],
) -> [u64; 3] {
    let (here, there) = (marked(options, here), marked(options, there));
    let [mut better, mut worse, mut same] = [0u64; 3];
    for group in &ballots.groups {
        let count = |marks: &IdVec<OptionId, bool>| {
            group
                .supports
                .iter()
                .filter(|option| marks[**option])
                .count()
        };
        let voters = match count(&here).cmp(&count(&there)) {
            std::cmp::Ordering::Greater => &mut better,
            std::cmp::Ordering::Less => &mut worse,
            std::cmp::Ordering::Equal => &mut same,
        };
        *voters += group.papers;
    }
    [better, worse, same]
}
