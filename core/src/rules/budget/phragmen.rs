//! Sequential Phragmén for projects: whoever's supporters have saved enough first is bought.
//!
//! Every voter earns money at the same speed, starting with nothing. As soon as the supporters
//! of a project have earned its cost together it is bought, and they have spent all they had.
//! Told by loads: voter i starts with load `x_i = 0`; the time of project p is
//!
//! `t(p) = (c(p) + sum of x_i over its supporters) / number of its supporters`,
//!
//! the project with the least time is bought, and the load of each of its supporters becomes
//! that time. The method ends where a project would cost more than what is left:
//!
//! | `unfit` | the method ends |
//! |---|---|
//! | `stop` | when one of the projects with the least time does not fit, however ties would go (pabutools) |
//! | `stop-chosen` | when the project that the tie policy takes does not fit |
//! | `skip` | never: what does not fit is passed over and the others go on |
//!
//! **Policies.** A project dearer than the whole budget is out from the start. One without
//! supporters is never bought; with `unsupported=fund` those that fit are added when every
//! other was bought (pabutools, by the corner that its time is infinite). A supported project
//! that costs nothing has time 0 and comes first. With `max_load` the method ends before a load
//! would pass an amount, or with `share` the budget divided by the weight of all papers.
//! A paper that weighs two is two voters. Withdrawn projects are out.
//!
//! **Ties.** Projects with the same time are all bought, in file order, where they fit together
//! and buying one does not delay another; otherwise the policy decides, by default the lower
//! cost, then more votes.
//!
//! **Exactness.** Loads are integers over one common denominator, which each purchase
//! multiplies by at most the number of supporters; nothing is rounded, ties are ties.
//!
//! **Complexity.** The marks on the ballots of the supporters of each purchase, and O(m) big
//! integers a purchase for m projects.
//!
//! **Sources.** L. E. Phragmén, Öfversigt af Kongl. Vetenskaps-Akademiens Förhandlingar 51
//! (1894), 133-137; M. Los, Z. Christoff, D. Grossi, "Proportional Budget Allocations: Towards a
//! Systematization", IJCAI 2022, for budgets; pabutools 1.2.3 for its corners.
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
//! ballots.approval(&[park, bridge], 6, 1, 1)?;
//! ballots.approval(&[bench], 4, 1, 2)?;
//! let instance = Instance::Budget(Budget {
//!     options,
//!     costs: IdVec::from_vec(vec![60, 60, 60]),
//!     budget: 130,
//!     scale: Scale(0),
//!     profile: ballots.finish(),
//!     limits: Limits::default(),
//!     constraints: Default::default(),
//!     totals: None,
//! });
//! let rule = isonomia::rules::find("budget/phragmen").unwrap();
//! let ties = vec![isonomia::tie::TieRule::Listed];
//! let mut cx = Count::new(CountOptions { ties, ..CountOptions::default() });
//! // Six voters earn 60 at time 10, four at time 15; the six could pay again at time 20.
//! let outcome = rule.prepare(&[])?.count(&instance, &mut cx).unwrap();
//! assert_eq!(outcome.winners(), [park, bench]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

mod race;

use self::race::Race;
use crate::ballot::BallotKind;
use crate::id::{OptionId, len32};
use crate::instance::Budget;
use crate::num::{Decimal, Integer, Natural, Ratio, parse_decimal};
use crate::outcome::Outcome;
use crate::params::{ParamType, Presets};
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::budget::greedy::exclude_withdrawn;
use crate::rules::shared::backing::Backing;
use crate::rules::shared::ledger::Ledger;
use crate::tie::{Tie, TieRule};
use crate::{params, words};

words! {
    /// Where the method ends.
    pub enum Unfit {
        /// When one of the projects whose turn it is does not fit (pabutools).
        Stop = "stop",
        /// When the one of them that the tie policy takes does not fit.
        StopChosen = "stop-chosen",
        /// When nothing fits: what does not fit is passed over.
        Skip = "skip",
    }
}

words! {
    /// What becomes of projects that nobody supports.
    pub enum Unsupported {
        /// They are not funded.
        Never = "never",
        /// They are added where they fit when all others are bought (pabutools).
        Fund = "fund",
    }
}

/// The most that a voter may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxLoad {
    /// An amount of the currency.
    Amount(Decimal),
    /// The budget divided by the weight of all papers.
    Share,
}

impl MaxLoad {
    /// In minor units for a paper of weight one.
    fn of(self, budget: &Budget) -> Ratio {
        let ratio =
            |units: u64, of: u64| Ratio::from_parts(Integer::from(units), Natural::from(of.max(1)));
        match self {
            Self::Amount(amount) => {
                ratio(amount.units, amount.scale.one()) * ratio(budget.scale.one(), 1)
            }
            Self::Share => {
                let profile = &budget.profile;
                let total: u64 = profile.classes().map(|class| class.total()).sum();
                ratio(budget.budget, total) * ratio(profile.weight_scale().one(), 1)
            }
        }
    }
}

impl ParamType for MaxLoad {
    fn expected() -> String {
        "an amount such as 150 or 0.5, or share".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        if text == "share" {
            Some(Self::Share)
        } else {
            parse_decimal(text).map(Self::Amount)
        }
    }
    fn show(&self) -> String {
        match self {
            Self::Amount(amount) => amount.to_string(),
            Self::Share => "share".to_owned(),
        }
    }
}

params! {
    /// Options of `budget/phragmen`.
    pub struct PhragmenParams {
        /// Where the method ends.
        pub unfit: Unfit = Unfit::Stop,
        /// What becomes of projects that nobody supports.
        pub unsupported: Unsupported = Unsupported::Never,
        /// The most that one voter may carry: an amount of the currency, or `share` for the
        /// budget divided by the weight of all papers (pabutools: global_max_load).
        pub max_load: Option<MaxLoad> = None,
    }
    presets = PRESETS;
}

static PRESETS: Presets = Presets {
    words: &[(
        "pabutools",
        "pabutools, sequential_phragmen: ends when one of the tied does not fit, and adds what nobody supports when all others are bought.",
    )],
    params: &[&[
        ("unfit", "stop"),
        ("unsupported", "fund"),
        ("max_load", "none"),
    ]],
};

/// The rule.
pub struct Phragmen;

impl Rule for Phragmen {
    type Input = Budget;
    type Params = PhragmenParams;
    const META: Meta = Meta {
        id: "budget/phragmen",
        revision: 1,
        name: "Sequential Phragmén",
        summary: "Lets all voters save at the same speed and buys each project as soon as its supporters can pay for it.",
        citations: &[
            "L. E. Phragmén, Öfversigt af Kongl. Vetenskaps-Akademiens Förhandlingar 51 (1894), 133-137",
            "Los, Christoff, Grossi: Proportional Budget Allocations: Towards a Systematization, IJCAI 2022",
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
        params: &PhragmenParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        exclude_withdrawn(budget, cx);
        let backing = Backing::new(budget)?;
        let ledger = Ledger::new(budget);
        let loads = vec![Ratio::ZERO; backing.weights.len()];
        let among = budget.options.standing().collect();
        Ok(go_on(budget, &backing, &loads, ledger, among, params, cx)?.outcome())
    }
}

/// Goes on from any loads, with what is left of the budget: for rules that end with Phragmén.
/// `loads` are those of one paper of each class, in minor units, below zero for money in hand;
/// `among` the projects not yet decided. Those bought are added to the ledger, the others
/// recorded with the reason.
pub(crate) fn go_on<'a>(
    budget: &'a Budget,
    backing: &Backing,
    loads: &[Ratio],
    ledger: Ledger<'a>,
    among: Vec<OptionId>,
    params: &PhragmenParams,
    cx: &mut Count<'_>,
) -> Result<Ledger<'a>, CountError> {
    let (among, dear): (Vec<_>, Vec<_>) = among
        .into_iter()
        .partition(|project| budget.costs[*project] <= budget.budget);
    for project in dear {
        ledger.skip(project, "over-budget", cx);
    }
    let (among, unsupported): (Vec<_>, Vec<_>) = among
        .into_iter()
        .partition(|project| backing.votes[*project] > 0);
    let mut purchases = Purchases {
        budget,
        backing,
        params,
        ledger,
        total: len32(among.len()).into(),
    };
    let mut race = Race::new(budget, backing, loads, among);
    let ended = purchases.supported(&mut race, cx)?;
    purchases.unsupported(unsupported, ended, cx)?;
    Ok(purchases.ledger)
}

/// What is bought and under which options.
struct Purchases<'a, 'b> {
    budget: &'a Budget,
    backing: &'b Backing,
    params: &'b PhragmenParams,
    ledger: Ledger<'a>,
    /// How many projects there are to decide on, for progress.
    total: u64,
}

impl Purchases<'_, '_> {
    /// Buys supported projects in order of time; true where the method ended before all were
    /// decided.
    fn supported(&mut self, race: &mut Race<'_>, cx: &mut Count<'_>) -> Result<bool, CountError> {
        let most = self.params.max_load.map(|most| most.of(self.budget));
        loop {
            if self.params.unfit == Unfit::Skip {
                for project in race.drop_if(&|project| !self.ledger.fits(project)) {
                    self.ledger.skip(project, "does-not-fit", cx);
                }
            }
            let left = u64::from(race.len());
            cx.step(self.total.saturating_sub(left), self.total)?;
            let tied = race.first();
            let Some(first) = tied.first().copied() else {
                return Ok(false);
            };
            // "Stop if selecting any project would exceed the bound on loads."
            if most.as_ref().is_some_and(|most| race.time(first) > *most) {
                self.give_up(race, "over-max-load", cx);
                return Ok(true);
            }
            // "Stop if any of the potential projects costs too much."
            let unfit = tied.iter().any(|project| !self.ledger.fits(*project));
            if unfit && self.params.unfit == Unfit::Stop {
                self.give_up(race, "after-stop", cx);
                return Ok(true);
            }
            let chosen = if self.ledger.fit_together(&tied) && race.is_free_of_order(&tied) {
                tied
            } else {
                vec![self.decide(&tied, cx)?]
            };
            for project in chosen {
                if !self.ledger.fits(project) {
                    self.give_up(race, "after-stop", cx);
                    return Ok(true);
                }
                let amount = race.amount(project).to_string();
                self.ledger.fund(project, "load", amount, cx);
                race.buy(project);
            }
        }
    }

    /// Records why nothing more is bought: those that do not fit, and `reason` for the others.
    fn give_up(&self, race: &mut Race<'_>, reason: &'static str, cx: &mut Count<'_>) {
        let first = race.first();
        for project in race.drop_if(&|_| true) {
            let unfit = first.contains(&project) && !self.ledger.fits(project);
            let reason = if unfit { "does-not-fit" } else { reason };
            self.ledger.skip(project, reason, cx);
        }
    }

    /// Projects that nobody supports, whose time never comes.
    fn unsupported(
        &mut self,
        mut among: Vec<OptionId>,
        ended: bool,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        let never = self.params.unsupported == Unsupported::Never;
        while !(among.is_empty() || never || ended || self.params.max_load.is_some()) {
            let (fit, unfit): (Vec<_>, Vec<_>) =
                among.iter().copied().partition(|p| self.ledger.fits(*p));
            if !unfit.is_empty() && self.params.unfit == Unfit::Stop {
                break;
            }
            if self.params.unfit == Unfit::Skip {
                for project in unfit {
                    self.ledger.skip(project, "does-not-fit", cx);
                }
                among = fit;
            }
            let chosen = if self.ledger.fit_together(&among) {
                std::mem::take(&mut among)
            } else {
                vec![self.decide(&among, cx)?]
            };
            if !chosen.iter().all(|project| self.ledger.fits(*project)) {
                break;
            }
            among.retain(|project| !chosen.contains(project));
            for project in chosen {
                self.ledger.fund(project, "no-support", String::new(), cx);
            }
        }
        for project in among {
            self.ledger.skip(project, "no-support", cx);
        }
        Ok(())
    }

    fn decide(&self, tied: &[OptionId], cx: &mut Count<'_>) -> Result<OptionId, CountError> {
        let cost = |project| self.budget.costs[project];
        let votes = |project| i128::from(self.backing.votes[project]);
        cx.tie(&Tie {
            cost: Some(&cost),
            votes: Some(&votes),
            ..Tie::new("fund", tied, true, &self.budget.options)
        })
    }
}

#[cfg(test)]
mod tests;
