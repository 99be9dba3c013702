//! The comparison step: does a majority prefer greedy by votes?

use super::election::Election;
use crate::id::OptionId;
use crate::rule::Count;
use crate::transcript::Event;
use crate::words;

words! {
    /// What makes a voter prefer an outcome.
    pub enum Comparison {
        /// No comparison.
        None = "none",
        /// More funded projects that the voter approves.
        Satisfaction = "satisfaction",
        /// Some funded project that the voter approves, where the other outcome has none.
        Exclusion = "exclusion",
    }
}

/// Compares an outcome with that of greedy, records it, and returns `true` when greedy is to be
/// taken: "if strictly more voters prefer it". Voters who get nothing from an outcome count
/// with zero.
pub(super) fn compare(
    election: &Election<'_>,
    by: Comparison,
    equal_shares: &[OptionId],
    greedy: &[OptionId],
    cx: &mut Count<'_>,
) -> bool {
    let worth = |ballot: &[OptionId], outcome: &[OptionId]| {
        let approved = ballot.iter().filter(|p| outcome.contains(p)).count();
        match by {
            Comparison::Satisfaction => approved,
            Comparison::Exclusion => approved.min(1),
            Comparison::None => 0,
        }
    };
    let (mut first, mut second, mut neither) = (0u64, 0u64, 0u64);
    for class in election.budget.profile.classes() {
        let ballot: Vec<OptionId> = class.options().collect();
        let (ours, theirs) = (worth(&ballot, equal_shares), worth(&ballot, greedy));
        let side = match ours.cmp(&theirs) {
            std::cmp::Ordering::Greater => &mut first,
            std::cmp::Ordering::Less => &mut second,
            std::cmp::Ordering::Equal => &mut neither,
        };
        *side = side.saturating_add(class.papers);
    }
    let taken = if second > first {
        "greedy"
    } else {
        "equal-shares"
    };
    cx.event(Event::Comparison {
        rules: ["equal-shares", "greedy"],
        voters: [first, second, neither].map(|voters| voters.to_string()),
        taken,
    });
    second > first
}
