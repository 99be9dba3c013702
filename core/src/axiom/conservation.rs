//! No vote disappears between stages.

use super::Finding;
use crate::instance::Instance;
use crate::outcome::Outcome;
use crate::transcript::Event;

/// The amounts of a decimal text in units of its last place.
fn units(text: &str) -> Option<i128> {
    let digits: String = text.chars().filter(|c| *c != '.').collect();
    digits.parse().ok()
}

pub(super) fn check(_: &Instance, _: &Outcome, events: &[Event]) -> Finding {
    let mut expected: Option<i128> = None;
    for event in events {
        let Event::Stage {
            stage,
            tallies,
            exhausted,
            rounding,
            ..
        } = event
        else {
            continue;
        };
        let texts = tallies.iter().map(|(_, votes)| votes.as_str());
        let all = texts.chain([exhausted.as_str()]).chain(rounding.as_deref());
        let Some(sum) = all.map(units).sum::<Option<i128>>() else {
            return Finding::Fails(format!("stage {stage} holds an amount that is no decimal"));
        };
        if expected.is_some_and(|expected| expected != sum) {
            return Finding::Fails(format!("the votes of stage {stage} sum to {sum}"));
        }
        expected = Some(sum);
    }
    expected.map_or(Finding::DoesNotApply, |_| Finding::Holds)
}
