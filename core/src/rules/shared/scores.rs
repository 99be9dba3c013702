//! The highest of a list of scores, with ties at the cut-off decided by the declared policy.

use crate::id::{OptionId, ix};
use crate::instance::Options;
use crate::num::Scale;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError};
use crate::rules::shared::subset::Subset;
use crate::sort::sort_by;
use crate::tie::Tie;
use crate::transcript::Event;

/// Options with their exact scores, in units.
pub type Scored = Vec<(OptionId, i128)>;

/// Elects the options with the highest scores and makes the outcome and its events.
///
/// `scores` hold the options that may be chosen; `eligible` says from the score whether an
/// option may take a place at all. Options whose scores are equal and who all get a place are
/// listed in file order; who of several gets the last one is a tie for the policy.
pub fn highest(
    of: &'static str,
    mut scores: Scored,
    scale: Scale,
    seats: u32,
    eligible: &dyn Fn(i128) -> bool,
    options: &Options,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    sort_by(&mut scores, &mut |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let amounts: Vec<(OptionId, String)> = scores
        .iter()
        .map(|(option, score)| (*option, text(scale, *score)))
        .collect();
    cx.event(Event::Scores {
        of,
        scores: amounts.clone(),
    });
    scores.retain(|(_, score)| eligible(*score));
    let winners = top(&scores, ix(seats), options, cx)?;
    if !winners.is_empty() {
        cx.event(Event::Elect {
            options: winners.clone(),
            reason: "score",
        });
    }
    Ok(Outcome::Scores {
        scores: amounts,
        winners,
    })
}

/// The first `places` of scores sorted from highest to lowest.
fn top(
    scores: &[(OptionId, i128)],
    places: usize,
    options: &Options,
    cx: &mut Count<'_>,
) -> Result<Vec<OptionId>, CountError> {
    let Some((_, cut_off)) = places.checked_sub(1).and_then(|last| scores.get(last)) else {
        // There are places for all, or none at all.
        let all = scores.iter().take(places);
        return Ok(all.map(|(option, _)| *option).collect());
    };
    let mut winners: Vec<OptionId> = scores
        .iter()
        .filter(|(_, score)| score > cut_off)
        .map(|(option, _)| *option)
        .collect();
    let mut tied: Vec<OptionId> = scores
        .iter()
        .filter(|(_, score)| score == cut_off)
        .map(|(option, _)| *option)
        .collect();
    if winners.len() + tied.len() <= places {
        winners.append(&mut tied);
    }
    let mut set = Subset::default();
    while winners.len() < places {
        let votes = |_: OptionId| *cut_off;
        let tie = Tie {
            votes: Some(&votes),
            ..Tie::new("elect", &tied, true, options)
        };
        let left = places - winners.len();
        let chosen = set.next(&tie, &|open, _| open.len() >= left, cx)?;
        tied.retain(|option| *option != chosen);
        winners.push(chosen);
    }
    Ok(winners)
}

/// A score as decimal text with its sign.
pub fn text(scale: Scale, units: i128) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let (one, units) = (u128::from(scale.one()), units.unsigned_abs());
    if scale.0 == 0 {
        return format!("{sign}{units}");
    }
    let (whole, part) = (units / one, units % one);
    format!("{sign}{whole}.{part:0width$}", width = ix(scale.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_below_zero_keep_their_places() {
        assert_eq!(text(Scale(0), -12), "-12");
        assert_eq!(text(Scale(2), -5), "-0.05");
        assert_eq!(text(Scale(2), 1205), "12.05");
    }
}
