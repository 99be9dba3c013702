//! Maximin support for projects (Generalised Sequential Phragmén): the load of the voter who
//! carries most stays as small as can be.
//!
//! The cost of every funded project is shared among its supporters, in whatever parts make the
//! greatest load of one voter least: `load(W)` for a set W of projects. Starting with none, the
//! rule funds, among the projects that still fit, the one with the least `load(W + p)`, sharing
//! all costs anew each time, until nothing fits.
//!
//! By linear programming duality `load(W)` is the greatest `c(T) / w(N(T))` over sets T of
//! projects in W, with `c(T)` their cost and `w(N(T))` the weight of all who support one of
//! them. It is found exactly, as a fraction, by maximum flows over classes of equal ballots
//! (`rules/shared/flow`), not by a linear program with a variable for each voter and project.
//!
//! **Policies.** A project dearer than the whole budget is out from the start. One without
//! supporters can be shared by nobody and is never funded; with `unsupported=fund` those that
//! fit are added when no other is left (pabutools). A supported project that costs nothing
//! comes first. A paper that weighs two is two voters. Withdrawn projects are out.
//!
//! **Ties.** Several projects often leave the greatest load as it is. Where all of them fit
//! together and leave it so together, all are funded, in file order; otherwise the policy
//! decides, by default the lower cost, then more votes.
//!
//! **Complexity.** The load of a project never falls while W grows, and is at least what it needs
//! together with those that determine the load of W; a round looks only at projects for which
//! neither is above the best; each look is a few phases of a maximum flow
//! over the marks on the ballots, starting from the flow of W.
//!
//! **Limits.** All costs of funded projects, and all weights, each add up to less than 2^63.
//!
//! **Sources.** H. Aziz, B. E. Lee, N. Talmon, "Proportionally Representative Participatory
//! Budgeting: Axioms and Algorithms", AAMAS 2018, section 5 (Generalised Phragmén); for
//! committees L. Sánchez-Fernández et al., "The Maximin Support Method", Mathematical
//! Programming 203 (2024).
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::{IdVec, OptionId};
//! use isonomia::instance::{Budget, Instance, Options};
//! use isonomia::num::Scale;
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut options = Options::new();
//! for id in ["park", "bridge", "bench"] {
//!     options.push(id, id).unwrap();
//! }
//! let (park, bridge, bench) = (OptionId(0), OptionId(1), OptionId(2));
//! let mut ballots = ProfileBuilder::new(BallotKind::Approval, 3);
//! ballots.approval(&[park], 1, 1, 1)?;
//! ballots.approval(&[park, bridge], 2, 1, 2)?;
//! ballots.approval(&[bench], 2, 1, 3)?;
//! let instance = Instance::Budget(Budget {
//!     options,
//!     costs: IdVec::from_vec(vec![6, 8, 10]),
//!     budget: 16,
//!     scale: Scale(0),
//!     profile: ballots.finish(),
//!     limits: Limits::default(),
//!     constraints: Default::default(),
//!     totals: None,
//! });
//! let rule = isonomia::rules::find("budget/maximin-support").unwrap();
//! let mut cx = Count::new(CountOptions::default());
//! // The park is 2 for each of three. With the bridge all three carry 14/3 (the first pays 14/3
//! // of the park alone), with the bench two carry 5.
//! let outcome = rule.prepare(&[])?.count(&instance, &mut cx).unwrap();
//! assert_eq!(outcome.winners(), [park, bridge]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId, ix, len32};
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::params;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::exclude_withdrawn;
use crate::rules::budget::phragmen::Unsupported;
use crate::rules::shared::backing::Backing;
use crate::rules::shared::flow::{Load, Sharing};
use crate::rules::shared::ledger::Ledger;
use crate::sort::sort_by;
use crate::tie::{Tie, TieRule};

params! {
    /// Options of `budget/maximin-support`.
    pub struct MaximinSupportParams {
        /// What becomes of projects that nobody supports.
        pub unsupported: Unsupported = Unsupported::Never,
    }
}

/// The rule.
pub struct MaximinSupport;

impl Rule for MaximinSupport {
    type Input = Budget;
    type Params = MaximinSupportParams;
    const META: Meta = Meta {
        id: "budget/maximin-support",
        revision: 1,
        name: "Maximin support",
        summary: "Funds the projects whose cost their supporters can share with the least load on any one voter.",
        citations: &[
            "Aziz, Lee, Talmon: Proportionally Representative Participatory Budgeting: Axioms and Algorithms, AAMAS 2018, section 5",
            "Sánchez-Fernández, Fernández-García, Fisteus, Brill: The Maximin Support Method, Mathematical Programming 203 (2024)",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: &[TieRule::MinCost, TieRule::MaxVotes],
        needs_seed: false,
        seats: Seats::None,
        observes: &[],
    };

    fn count(
        budget: &Budget,
        params: &MaximinSupportParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        exclude_withdrawn(budget, cx);
        let backing = Backing::new(budget)?;
        let mut ledger = Ledger::new(budget);
        let (affordable, dear): (Vec<_>, Vec<_>) =
            budget.options.standing().partition(|p| ledger.fits(*p));
        for project in dear {
            ledger.skip(project, "over-budget", cx);
        }
        let (open, unsupported): (Vec<_>, Vec<_>) =
            affordable.iter().partition(|p| backing.votes[**p] > 0);
        let mut choice = Choice::new(budget, &backing, open)?;
        let of = u64::from(len32(choice.open.len()));
        loop {
            for project in choice.drop_unfit(&ledger) {
                ledger.skip(project, "does-not-fit", cx);
            }
            let left = u64::from(len32(choice.open.len()));
            cx.step(of.saturating_sub(left), of)?;
            let chosen = choice.round(&ledger, cx)?;
            if chosen.is_empty() {
                break;
            }
            for project in chosen {
                ledger.fund(project, "max-load", choice.amount(), cx);
            }
        }
        if params.unsupported == Unsupported::Fund {
            add_unsupported(budget, unsupported, &mut ledger, cx)?;
        } else {
            for project in unsupported {
                ledger.skip(project, "no-support", cx);
            }
        }
        Ok(ledger.outcome())
    }
}

/// What is funded, how its cost is shared, and what may follow.
struct Choice<'a> {
    budget: &'a Budget,
    backing: &'a Backing,
    /// The funded projects.
    sharing: Sharing,
    /// In the order in which the sharing numbers them.
    funded: Vec<OptionId>,
    load: Load,
    open: Vec<OptionId>,
    /// A load that some of the funded projects and this one certainly need.
    bounds: IdVec<OptionId, Load>,
}

impl<'a> Choice<'a> {
    fn new(
        budget: &'a Budget,
        backing: &'a Backing,
        open: Vec<OptionId>,
    ) -> Result<Self, CountError> {
        let mut bounds = IdVec::filled(budget.options.len(), Load::ZERO);
        for project in &open {
            bounds[*project] = Load {
                cost: budget.costs[*project],
                weight: backing.votes[*project],
            };
        }
        Ok(Self {
            budget,
            backing,
            sharing: Sharing::new(&backing.weights)?,
            funded: Vec::new(),
            load: Load::ZERO,
            open,
            bounds,
        })
    }

    fn drop_unfit(&mut self, ledger: &Ledger<'_>) -> Vec<OptionId> {
        let (open, unfit) = self.open.iter().partition(|p| ledger.fits(**p));
        self.open = open;
        unfit
    }

    /// "Add the project that keeps the greatest load least": one, or several in whatever order;
    /// none where no project is left.
    fn round(
        &mut self,
        ledger: &Ledger<'_>,
        cx: &mut Count<'_>,
    ) -> Result<Vec<OptionId>, CountError> {
        let (load, tied) = self.least()?;
        let chosen = match tied.as_slice() {
            [] => return Ok(tied),
            [_] => tied,
            _ if ledger.fit_together(&tied) && self.is_load_of_all(load, &tied)? => tied,
            _ => {
                let backing = self.backing;
                vec![decide(self.budget, &|p| backing.votes[p], &tied, cx)?]
            }
        };
        for project in &chosen {
            self.push(*project)?;
            self.funded.push(*project);
        }
        self.sharing.settle(load);
        self.load = load;
        self.open.retain(|project| !chosen.contains(project));
        Ok(chosen)
    }

    /// The least load that one more project leads to, and all projects that lead to it.
    fn least(&mut self) -> Result<(Load, Vec<OptionId>), CountError> {
        self.raise_bounds();
        let mut order = self.open.clone();
        sort_by(&mut order, &mut |a, b| {
            self.bounds[*a].cmp(&self.bounds[*b])
        });
        let saved = self.sharing.save();
        let mut best: Option<Load> = None;
        let mut tied = Vec::new();
        for project in order {
            let bound = self.bounds[project];
            if best.is_some_and(|best| bound > best) {
                break;
            }
            self.push(project)?;
            let found = self.sharing.settle_below(bound, best);
            self.sharing.pop();
            let Some((load, exact)) = found else { continue };
            // Where the load stays, so does a flow that pays for everything funded.
            if load > self.load {
                self.sharing.restore(&saved);
            }
            self.bounds[project] = load;
            if exact && best.is_none_or(|best| load <= best) {
                if best.is_none_or(|best| load < best) {
                    tied.clear();
                    best = Some(load);
                }
                tied.push(project);
            }
        }
        crate::sort::sort(&mut tied);
        Ok((best.unwrap_or(Load::ZERO), tied))
    }

    /// What each open project needs together with the funded ones whose supporters carry most.
    fn raise_bounds(&mut self) {
        let mut met = vec![false; self.backing.weights.len()];
        let mut tight = Load { cost: 0, weight: 0 };
        for at in self.sharing.tight() {
            let project = self.funded[ix(at)];
            tight.cost += self.budget.costs[project];
            for class in &self.backing.of[project] {
                if !std::mem::replace(&mut met[ix(*class)], true) {
                    tight.weight += self.backing.weights[ix(*class)];
                }
            }
        }
        for project in &self.open {
            let new = self.backing.of[*project].iter();
            let new = new.filter(|class| !met[ix(**class)]);
            let weight: u64 = new.map(|class| self.backing.weights[ix(*class)]).sum();
            let both = Load {
                // Both cost no more than the budget, and all weigh less than 2^63.
                cost: tight.cost + self.budget.costs[*project],
                weight: tight.weight + weight,
            };
            let bound = &mut self.bounds[*project];
            *bound = (*bound).max(self.load).max(both);
        }
    }

    /// True where all of these together lead to the load that each leads to alone.
    fn is_load_of_all(&mut self, load: Load, tied: &[OptionId]) -> Result<bool, CountError> {
        let saved = self.sharing.save();
        for project in tied {
            self.push(*project)?;
        }
        let found = self.sharing.settle_below(load, Some(load));
        for _ in tied {
            self.sharing.pop();
        }
        self.sharing.restore(&saved);
        Ok(found.is_some_and(|(_, exact)| exact))
    }

    fn push(&mut self, project: OptionId) -> Result<(), CountError> {
        let supporters = &self.backing.of[project];
        Ok(self.sharing.push(self.budget.costs[project], supporters)?)
    }

    /// The greatest load of one paper of weight one, in the currency.
    fn amount(&self) -> String {
        let unit = Natural::from(self.budget.profile.weight_scale().one());
        let cost = Integer::from(self.load.cost) * Integer::from(unit);
        let weight = Natural::from(self.load.weight) * Natural::from(self.budget.scale.one());
        ratio_text(&Ratio::from_parts(cost, weight))
    }
}

/// Projects that nobody supports, where they are to be added as long as they fit.
fn add_unsupported(
    budget: &Budget,
    mut among: Vec<OptionId>,
    ledger: &mut Ledger<'_>,
    cx: &mut Count<'_>,
) -> Result<(), CountError> {
    loop {
        let (fit, unfit): (Vec<_>, Vec<_>) = among.iter().partition(|p| ledger.fits(**p));
        for project in unfit {
            ledger.skip(project, "does-not-fit", cx);
        }
        among = fit;
        let chosen = if ledger.fit_together(&among) {
            std::mem::take(&mut among)
        } else {
            vec![decide(budget, &|_| 0, &among, cx)?]
        };
        if chosen.is_empty() {
            return Ok(());
        }
        among.retain(|project| !chosen.contains(project));
        for project in chosen {
            ledger.fund(project, "no-support", String::new(), cx);
        }
    }
}

fn decide(
    budget: &Budget,
    votes: &dyn Fn(OptionId) -> u64,
    tied: &[OptionId],
    cx: &mut Count<'_>,
) -> Result<OptionId, CountError> {
    let cost = |project| budget.costs[project];
    let votes = |project| i128::from(votes(project));
    cx.tie(&Tie {
        cost: Some(&cost),
        votes: Some(&votes),
        ..Tie::new("fund", tied, true, &budget.options)
    })
}

#[cfg(test)]
mod tests;
