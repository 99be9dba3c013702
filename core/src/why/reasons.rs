//! Why an option won or did not, as the events of the report say.

use crate::id::{IdVec, OptionId};
use crate::instance::Options;
use crate::report::Report;
use crate::sort::sort;
use crate::transcript::Event;

/// Why an option won or did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It won.
    Won {
        /// Its place in the order of the outcome, from 1.
        place: u32,
        /// What made it the next, where the events tell: the word of its `fund` event and the
        /// amount.
        by: Option<(&'static str, String)>,
    },
    /// It was passed over: the word of the `skip` event, and what was there.
    PassedOver {
        /// Why: `does-not-fit`, `unaffordable`, `below-threshold` ...
        reason: &'static str,
        /// Budget left, money of its supporters, votes.
        available: String,
    },
    /// It could not win from the start, such as `withdrawn`.
    Excluded {
        /// Why.
        reason: &'static str,
    },
    /// Others had more: the events name no reason of its own.
    Others,
}

/// The reason for each option.
pub(super) fn reasons(report: &Report, options: &Options) -> IdVec<OptionId, Reason> {
    let mut reasons = IdVec::filled(options.len(), Reason::Others);
    let mut bought: Vec<(OptionId, &'static str, &String)> = Vec::new();
    for event in &report.events {
        match event {
            Event::Fund {
                project,
                by,
                amount,
                ..
            } => bought.push((*project, by, amount)),
            Event::Skip {
                project,
                reason,
                available,
                ..
            } => {
                reasons[*project] = Reason::PassedOver {
                    reason,
                    available: available.clone(),
                };
            }
            Event::Exclude { options, reason } => {
                for option in options {
                    reasons[*option] = Reason::Excluded { reason };
                }
            }
            _ => {}
        }
    }
    for (place, option) in (1u32..).zip(report.outcome.winners()) {
        // The last: where outcomes were compared, the one taken stands last.
        let by = bought.iter().rev().find(|(project, ..)| *project == option);
        reasons[option] = Reason::Won {
            place,
            by: by.map(|(_, by, amount)| (*by, (*amount).clone())),
        };
    }
    for option in options.all().filter(|option| options.is_withdrawn(*option)) {
        reasons[option] = Reason::Excluded {
            reason: "withdrawn",
        };
    }
    reasons
}

/// The options that did not win and might have: standing ones, in file order.
pub(super) fn losers(report: &Report, options: &Options) -> Vec<OptionId> {
    let mut winners = report.outcome.winners();
    sort(&mut winners);
    let standing = options.standing();
    standing
        .filter(|option| winners.binary_search(option).is_err())
        .collect()
}
