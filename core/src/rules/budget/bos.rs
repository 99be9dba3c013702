//! BOS Equal Shares: equal shares in which a project may be bought although its supporters
//! cannot quite pay for it, at a bounded loss.
//!
//! Each of n voters starts with `b_i = B / n` (empty ballots count in n). Let a supporter of
//! project p pay at most l: together they pay `s = sum of min(b_i, l)`, which covers the share
//! `a = min(1, s / c(p))` of its cost. To cover all of it each would have to pay `1 / a` times as
//! much. The project and the l with the least `l / (a * a * u(p))` come next: the price of a
//! unit of utility, `l / (a * u(p))`, over the share that is covered. The project is funded in
//! full, and every supporter pays `l / a`, or all they hold where that is less. So supporters
//! never pay more than they hold, and what they cannot pay comes out of what the others leave
//! unspent; the closer they are to the cost, the less the project is held back. Where a = 1 is
//! best for every project this is the Method of Equal Shares. It goes on until no project that
//! still fits into the budget has a supporter with money left.
//!
//! The least value is attained where l is all that some supporter holds, or just enough to cover
//! the cost. Where several l are equally good for a project, the greatest is taken: it covers
//! most. With `utility=cost` (the paper's choice for approvals) `u(p) = c(p)`, with
//! `utility=cardinality` `u(p) = 1`.
//!
//! **Policies.** Supported projects that cost nothing are funded first. One without supporters
//! is never funded, nor is one dearer than what is left of the budget at that moment. The paper
//! leaves ties open: they go to the lower cost, then to more votes; a further tie needs `--ties`
//! with a word that decides. Papers must weigh one each. BOS Equal Shares Plus, which the same
//! paper describes (appendix C), is another rule and is not this one, nor is the fractional rule.
//!
//! **Exact.** The money of voters is a fraction whose length doubles with each project bought at
//! `a < 1`. It is kept as a formula with bounds (`shared/lazy`), in full only where a comparison
//! needs it; one that cannot be decided with fractions of 2^18 bits ends the count with a limit.
//!
//! Cost: O(rounds * projects tried * ballots that support them).
//!
//! Source: Papasotiropoulos, Pishbin, Skibski, Skowron, Was, "Method of Equal Shares with
//! Bounded Overspending", arXiv 2409.15005, section 5.

mod round;

use self::round::{Offer, Town};
use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::Budget;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::{exclude_withdrawn, tally};
use crate::rules::shared::ledger::Ledger;
use crate::tie::{Tie, TieRule};
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// What a voter gets from a funded project on the ballot.
    pub enum Utility {
        /// Its cost.
        Cost = "cost",
        /// One.
        Cardinality = "cardinality",
    }
}

params! {
    /// Options of `budget/bos`.
    pub struct BosParams {
        /// What a voter gets from a funded project.
        pub utility: Utility = Utility::Cost,
    }
}

/// The rule.
pub struct Bos;

impl Rule for Bos {
    type Input = Budget;
    type Params = BosParams;
    const META: Meta = Meta {
        id: "budget/bos",
        revision: 1,
        name: "Equal Shares with Bounded Overspending",
        summary: "Gives every voter an equal share of the budget; a project may be bought although its supporters are a little short.",
        citations: &[
            "Papasotiropoulos, Pishbin, Skibski, Skowron, Was: Method of Equal Shares with Bounded Overspending, arXiv 2409.15005",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Refused,
        ties: &[TieRule::MinCost, TieRule::MaxVotes],
        needs_seed: false,
        seats: Seats::None,
        observes: &[],
    };

    fn count(
        budget: &Budget,
        params: &BosParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let tallies = tally::votes(budget)?;
        cx.event(tallies.event(&budget.options));
        exclude_withdrawn(budget, cx);
        let mut town = Town::new(budget, params.utility)?;
        let mut ledger = Ledger::new(budget);
        let mut open = Vec::new();
        for project in budget.options.standing() {
            match (town.backing.votes[project], budget.costs[project]) {
                (0, _) => ledger.skip(project, "no-support", cx),
                (_, 0) => ledger.fund(project, "no-cost", tallies.text(project), cx),
                _ => open.push(Offer::unknown(project)),
            }
        }
        let all = open.len();
        loop {
            cx.step(round::count(all - open.len()), round::count(all))?;
            // "While some project fits into what is left of the budget ..."
            open.retain(|offer| {
                let fits = ledger.fits(offer.project);
                if !fits {
                    ledger.skip(offer.project, "does-not-fit", cx);
                }
                fits
            });
            let best = town.best(&mut open)?;
            let mut tied: Vec<OptionId> = best.iter().map(|offer| offer.project).collect();
            crate::sort::sort(&mut tied);
            if tied.is_empty() {
                break;
            }
            let cost = |project| budget.costs[project];
            let votes = |project| i128::from(town.backing.votes[project]);
            let project = cx.tie(&Tie {
                cost: Some(&cost),
                votes: Some(&votes),
                ..Tie::new("fund", &tied, true, &budget.options)
            })?;
            let Some(offer) = best.into_iter().find(|offer| offer.project == project) else {
                break;
            };
            let told = town.buy(&offer)?;
            if let Some(share) = told.share {
                cx.event(Event::Note {
                    code: "bos-share",
                    args: vec![budget.options.id(project).to_owned(), share],
                });
            }
            ledger.fund(project, told.by, told.amount, cx);
            open.retain(|offer| offer.project != project);
        }
        for offer in open {
            ledger.skip(offer.project, "nothing-left", cx);
        }
        Ok(ledger.outcome())
    }
}

#[cfg(test)]
mod tests;
