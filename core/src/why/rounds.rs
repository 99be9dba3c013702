//! The rounds of Equal Shares, project by project: what stood behind each at every purchase.

use super::ballots::Ballots;
use super::purse::{Purchase, Purse};
use crate::id::{IdVec, OptionId};
use crate::instance::Budget;
use crate::json::Value;
use crate::num::{Natural, Ratio, Scale};
use crate::report::Report;
use crate::sort::sort_by;
use crate::transcript::Event;

/// Rounds of Equal Shares.
#[derive(Clone, Debug)]
pub struct Rounds {
    /// What each voter starts with, in minor units: B / n, or what add1 raised it to.
    pub endowment: Ratio,
    /// Purchases in order.
    pub purchases: Vec<Purchase>,
    /// What stood behind each project.
    pub support: IdVec<OptionId, Support>,
    /// What all voters hold together at the end, in minor units.
    pub unspent: Ratio,
}

/// What stood behind a project in the rounds.
#[derive(Clone, Debug, Default)]
pub struct Support {
    /// Effective votes before each purchase, in hundredths, rounded down: cost over what a
    /// supporter would have paid at most. As many as there are rounds in which its supporters
    /// could still pay it; the last is that of its own purchase.
    pub effective: Vec<Natural>,
    /// Money of its supporters, in minor units: before its purchase, or at the end.
    pub behind: Ratio,
    /// Where it was not bought: what its supporters paid for other projects, in minor units,
    /// rounded down, the largest first.
    pub spent_on: Vec<(OptionId, u64)>,
}

/// The words with which a purchase of Equal Shares is recorded.
const PURCHASES: [&str; 3] = ["effective-votes", "payment", "rate"];

/// The rounds of a report by Equal Shares whose outcome is that of the method itself; `None` for
/// other rules, and where greedy was taken in the comparison.
///
/// Cost: for each purchase one pass over the ballots, and over all projects with money behind
/// them.
pub(crate) fn rounds(report: &Report, budget: &Budget, ballots: &Ballots) -> Option<Rounds> {
    if report.rule.id != "budget/equal-shares" || !uniform(&report.params) {
        return None;
    }
    let greedy_taken = |event: &Event| matches!(event, Event::Comparison { taken, .. } if *taken != "equal-shares");
    if report.events.iter().any(greedy_taken) {
        return None;
    }
    let endowment = endowment(&report.events, budget.scale)?;
    let bought = report.events.iter().filter_map(|event| match event {
        Event::Fund { project, by, .. } if PURCHASES.contains(by) => Some(*project),
        _ => None,
    });
    let options = budget.options.len();
    let mut purse = Purse::new(ballots, options, &|_, _| 1, &endowment)?;
    let mut support: IdVec<OptionId, Support> = IdVec::filled(options, Support::default());
    let mut open: Vec<OptionId> = budget
        .options
        .standing()
        .filter(|project| budget.costs[*project] > 0)
        .collect();
    let mut purchases = Vec::new();
    let measure = |purse: &Purse<'_>, open: &mut Vec<OptionId>, support: &mut IdVec<_, Support>| {
        // What supporters cannot pay now they never can: their money only falls.
        open.retain(
            |project| match purse.effective(*project, budget.costs[*project]) {
                Some(votes) => {
                    support[*project].effective.push(votes);
                    true
                }
                None => false,
            },
        );
    };
    for project in bought {
        measure(&purse, &mut open, &mut support);
        let bought = purse.buy(project, budget.costs[project])?;
        let behind = &mut support[project].behind;
        behind.clone_from(&bought.purchase.behind);
        open.retain(|other| *other != project);
        for (other, paid) in bought.paid.iter().filter(|(_, paid)| **paid > 0) {
            support[other].spent_on.push((project, *paid));
        }
        purchases.push(bought.purchase);
    }
    measure(&purse, &mut open, &mut support);
    for project in budget.options.all() {
        let support = &mut support[project];
        if purchases.iter().any(|bought| bought.project == project) {
            support.spent_on.clear();
        } else {
            support.behind = purse.behind(project);
        }
        sort_by(&mut support.spent_on, &mut |a, b| b.1.cmp(&a.1));
    }
    Some(Rounds {
        endowment,
        purchases,
        support,
        unspent: purse.unspent(),
    })
}

/// True where every supporter of a project gets the same from it, so that all pay at most the
/// same.
fn uniform(params: &Value) -> bool {
    let utility = params.get("utility").and_then(Value::as_str);
    let same = ["cost", "cardinality", "effort", "sqrt-cost", "log-cost"];
    utility.is_some_and(|utility| same.contains(&utility))
}

/// What each voter started with in the run whose outcome was taken: the last endowment tried
/// that was not too much.
fn endowment(events: &[Event], scale: Scale) -> Option<Ratio> {
    let text = events.iter().rev().find_map(|event| match event {
        Event::Probe {
            endowment, verdict, ..
        } if *verdict != "overspent" => Some(endowment),
        _ => None,
    })?;
    let in_currency: Ratio = text.parse().ok()?;
    Some(in_currency * Ratio::from(Natural::from(scale.one())))
}
