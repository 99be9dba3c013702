//! What greedy has to do with it: the points it goes by, and whether a majority prefers it.

use super::election::Election;
use crate::id::{IdVec, OptionId};
use crate::problem::Problem;
use crate::rule::Count;
use crate::rules::budget::greedy::tally::Tallies;
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
    let of_points = election.utilities.utility().is_of_points();
    let worth = |ballot: &[(OptionId, i64)], outcome: &[OptionId]| -> i128 {
        let funded = ballot.iter().filter(|(p, _)| outcome.contains(p));
        let each = funded.map(|(_, points)| if of_points { i128::from(*points) } else { 1 });
        let sum: i128 = each.sum();
        match by {
            Comparison::Satisfaction => sum,
            Comparison::Exclusion => sum.min(1),
            Comparison::None => 0,
        }
    };
    let (mut first, mut second, mut neither) = (0u64, 0u64, 0u64);
    for class in election.budget.profile.classes() {
        let mut ballot: Vec<(OptionId, i64)> = Vec::new();
        election.utilities.named(&class, &mut |project, points| {
            if points > 0 {
                ballot.push((project, points));
            }
        });
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

/// The points of projects where the utility is one of points: greedy then goes by these.
pub(super) fn points(election: &Election<'_>) -> Result<Option<Tallies>, Problem> {
    if !election.utilities.utility().is_of_points() {
        return Ok(None);
    }
    let too_large = || Problem::error("tally-too-large").expected("points below 2^63 in all");
    let mut of: IdVec<OptionId, i128> = IdVec::filled(election.budget.options.len(), 0);
    for class in election.budget.profile.classes() {
        let times = i128::from(class.papers).checked_mul(i128::from(class.weight));
        let mut fits = true;
        election.utilities.named(&class, &mut |project, points| {
            let more = times.and_then(|times| times.checked_mul(i128::from(points)));
            let sum = more.and_then(|more| i64::try_from(more.checked_add(of[project])?).ok());
            fits &= sum.is_some();
            of[project] = sum.map_or(0, i128::from);
        });
        if !fits {
            return Err(too_large());
        }
    }
    Ok(Some(Tallies {
        name: "score",
        of,
        scale: election.tallies.scale,
    }))
}
