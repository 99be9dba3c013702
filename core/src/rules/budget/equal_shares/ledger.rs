//! What was funded, what is left, and the events that say why.

use super::election::Election;
use super::walk::{Bought, Run, Walker};
use super::weights::Weights;
use crate::id::{OptionId, ix};
use crate::instance::Budget;
use crate::num::{Natural, Ratio, Scale, ratio_text};
use crate::outcome::Outcome;
use crate::rule::Count;
use crate::rules::shared::utility::Utility;
use crate::transcript::Event;

/// What was funded and what is left.
pub(super) struct Ledger<'a> {
    budget: &'a Budget,
    pub(super) selected: Vec<OptionId>,
    pub(super) left: u64,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(budget: &'a Budget) -> Self {
        Self {
            budget,
            selected: Vec::new(),
            left: budget.budget,
        }
    }

    pub(super) fn add(&mut self, project: OptionId) {
        self.left = self.left.saturating_sub(self.budget.costs[project]);
        self.selected.push(project);
    }

    pub(super) fn fund(
        &mut self,
        project: OptionId,
        by: &'static str,
        amount: String,
        cx: &mut Count<'_>,
    ) {
        self.add(project);
        cx.event(Event::Fund {
            project,
            cost: self.budget.text(self.budget.costs[project]),
            by,
            amount,
            left: self.budget.text(self.left),
        });
    }

    /// Standing projects not funded, in file order.
    pub(super) fn rest(&self) -> Vec<OptionId> {
        let standing = self.budget.options.standing();
        standing.filter(|p| !self.selected.contains(p)).collect()
    }

    /// Records the purchases of a run, and why the rest was not bought; `left_out` says that what
    /// costs more than the budget was out from the start.
    pub(super) fn buy(
        &mut self,
        election: &Election<'_>,
        walker: &Walker<'_, '_>,
        run: &Run<'_, '_>,
        left_out: bool,
        cx: &mut Count<'_>,
    ) {
        if run.exact.is_none() {
            note("prices-rounded", Vec::new(), cx);
        }
        let exact = run.exact.as_ref();
        let prices: Vec<Ratio> = exact.map(|e| e.prices().collect()).unwrap_or_default();
        for (at, bought) in run.bought.iter().enumerate() {
            if let Some(tie) = walker.ties.event(&bought.tied) {
                cx.event(tie);
            }
            let (by, amount) = match prices.get(at) {
                Some(price) => exact_amount(election, bought.project, price),
                None => ("rate", rounded_rate(election, bought, run.shift)),
            };
            self.fund(bought.project, by, amount, cx);
        }
        for project in self.rest() {
            let held = exact.map(|exact| exact.held(project));
            let held = held.unwrap_or_else(|| rounded_held(election, project, run));
            cx.event(Event::Skip {
                project,
                reason: match election.cost(project) {
                    _ if election.votes[project] == 0 => "no-support",
                    0 => "costs-nothing",
                    cost if left_out && cost > self.budget.budget => "over-budget",
                    _ => "unaffordable",
                },
                cost: self.budget.text(election.cost(project)),
                available: self.budget.text(held),
            });
        }
    }

    pub(super) fn outcome(self) -> Outcome {
        Outcome::Funded {
            cost: self.budget.budget.saturating_sub(self.left),
            selected: self.selected,
            left: self.left,
            amounts: Vec::new(),
        }
    }
}

/// What made a project the next: `price` is what a supporter pays for a multiple of one.
///
/// With costs it is the effective vote count, cost over the price of a voter who pays in full;
/// with one for each that price; else the price of a unit of utility, in the currency.
fn exact_amount(
    election: &Election<'_>,
    project: OptionId,
    price: &Ratio,
) -> (&'static str, String) {
    let currency = Ratio::from(Natural::from(election.budget.scale.one()));
    let (by, amount) = match election.utilities.utility() {
        Utility::Cost => {
            let cost = Ratio::from(Natural::from(election.cost(project)));
            ("effective-votes", cost / price)
        }
        Utility::Cardinality => ("payment", price / currency),
        _ => {
            let (worth, by) = election.utilities.each(project);
            let common = election.weights.as_ref().and_then(Weights::common).cloned();
            let common = common.unwrap_or(Natural::ONE) * Natural::from(election.utilities.unit());
            let unit = Ratio::from_parts(worth.into(), common * Natural::from(by));
            ("rate", price / unit / currency)
        }
    };
    (by, ratio_text(&amount))
}

/// The price of a unit of utility in the currency, to nine places, rounded down.
fn rounded_rate(election: &Election<'_>, bought: &Bought, shift: i32) -> String {
    let (above, below) = election.unit(bought.project);
    let unit = Natural::from(election.utilities.unit());
    let places = Natural::from(Scale::MAX.one());
    let price = Natural::from(bought.low.unsigned_abs()) * unit * below * places;
    let (up, down) = powers(shift);
    let below = above * Natural::from(election.budget.scale.one());
    let rate = (price << down) / (below << up).max(Natural::ONE);
    u64::try_from(rate).map_or_else(|rate| rate.to_string(), |rate| Scale::MAX.text(rate))
}

/// What the supporters of a project hold together at most.
fn rounded_held(election: &Election<'_>, project: OptionId, run: &Run<'_, '_>) -> u64 {
    let supporters = election.supporters[project].iter();
    let held = supporters.map(|class| {
        let most = run.most.get(ix(*class)).copied().unwrap_or_default();
        Natural::from(most.unsigned_abs())
            * Natural::from(election.papers_of(*class).unsigned_abs())
    });
    let (up, down) = powers(run.shift);
    let held = (held.sum::<Natural>() << down) >> up;
    u64::try_from(held).unwrap_or(u64::MAX)
}

/// A shift as powers of two to divide and to multiply by.
fn powers(shift: i32) -> (usize, usize) {
    let places = ix(shift.unsigned_abs());
    if shift >= 0 { (places, 0) } else { (0, places) }
}

/// Records a note.
pub(super) fn note(code: &'static str, args: Vec<String>, cx: &mut Count<'_>) {
    cx.event(Event::Note { code, args });
}
