//! Certificates: properties of an outcome with what it takes to check them quickly.
//!
//! A count can be audited by counting again. A certificate is checked without that: it names the
//! winners and, for each claim, a witness that anyone can hold against the ballots in one pass.
//!
//! | claim | what it says | witness |
//! |---|---|---|
//! | `ejr-plus` | no group that shares a project which is not funded could have bought it with its share of the budget and gained ([`axiom`](crate::axiom)) | none needed: the check is one sort for each project; where it fails, the project |
//! | `priceable` | the winners can be paid from equal endowments, each voter paying only for what the ballot supports, with so little left that nothing else could be bought | who pays what: a [`System`]; where it fails, multipliers |
//! | `stable-priceable` | also no supporters would rather pay together for something else | the same |
//! | `jr`, `pjr`, `ejr` | (proportional, extended) justified representation | where it fails, the projects and the winners of the group; where it holds, none is known: the check looks at all groups again, and is refused beyond [`Cohesive::LIMIT`] |
//!
//! A committee is a budget of as many units as there are seats, in which everyone costs one.
//!
//! **Priceability.** Payments `d_i(p) >= 0` with `d_i(p) = 0` unless i supports p; `sum over p of
//! d_i(p) <= b` for one endowment b > 0; for each winner `sum over i of d_i(p) = c(p)`, for
//! everybody else nothing; and for each other option the money left to its supporters together
//! is at most its cost. *Stable*: for each other option, the sum over its supporters of
//! `max(money left, largest single payment)` is at most its cost.
//!
//! Equal Shares and Phragmén bring their own price systems. For other outcomes one is looked
//! for: first by letting voters buy the winners, dearest effective votes first, from the least
//! endowment that allows it, then, where the election is small, by an exact linear program
//! ([`simplex`]) that either finds one or proves that there is none. No float is involved.
//!
//! Sources: Peters and Skowron, "Proportionality and the Limits of Welfarism" (2020);
//! Peters, Pierczyński, Shah, Skowron, "Market-Based Explanations of Collective Decisions"
//! (2021); Peters, Pierczyński, Skowron (2021); Brill and Peters (2023).

mod check;
mod cohesive;
mod prices;
mod program;
mod propose;
mod simplex;
mod value;

pub use check::check;
pub use cohesive::{Cohesive, Kind};
pub use prices::{Flaw, System};
pub use value::{FORMAT, to_value};

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::{Instance, Options};
use crate::num::Ratio;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::report::Report;
use crate::rules::shared::utility::Utility;
use crate::why::ballots::{Ballots, marked};

/// What is claimed of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// EJR+ up to any project, by a utility.
    EjrPlus(Utility),
    /// There is a price system.
    Priceable,
    /// There is a stable one.
    StablePriceable,
    /// Justified representation of one of its kinds, by one or by the cost of each winner.
    Cohesive(Kind, Utility),
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The check itself is short: it holds.
    Holds,
    /// There is this price system.
    Paid(System),
    /// It does not hold for this option: so many of its supporters could have paid for it.
    Denied(OptionId, u64),
    /// It does not hold for voters who support all of the first and whose winners lie among the
    /// second (with `ejr` and `jr`: whoever is worse off than with the first).
    Group(Vec<OptionId>, Vec<OptionId>),
    /// There is no price system: multipliers of the equations of the program, which add up to a
    /// contradiction.
    Never(Vec<Ratio>),
    /// Nothing was found: `too-large`, or `not-found`.
    Unknown(&'static str),
}

/// A claim with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certified {
    /// What is claimed.
    pub claim: Claim,
    /// What was found.
    pub verdict: Verdict,
}

/// What is certified: winners, ballots and costs, of a budget or of a committee.
pub(crate) struct View<'a> {
    pub(crate) ballots: Ballots,
    pub(crate) options: &'a Options,
    /// In minor units; one each in a contest.
    pub(crate) costs: IdVec<OptionId, u64>,
    /// In minor units; seats in a contest.
    pub(crate) money: u64,
    /// Minor units in one of the currency.
    pub(crate) one: u64,
    pub(crate) winners: Vec<OptionId>,
    pub(crate) won: IdVec<OptionId, bool>,
    /// Groups of ballots that support each option.
    pub(crate) supporters: IdVec<OptionId, Vec<u32>>,
}

impl<'a> View<'a> {
    /// # Errors
    /// `certificate-kind` where winners are no projects of a budget and no options of a contest
    /// with approval ballots, or papers weigh other than one each.
    pub(crate) fn of(instance: &'a Instance, winners: &[OptionId]) -> Result<Self, Problem> {
        let refused = || {
            Problem::error("certificate-kind")
                .found(instance.kind())
                .expected("projects, or options of approval ballots, that weigh one each")
        };
        let options = instance.options().ok_or_else(refused)?;
        let (costs, money, one) = match instance {
            Instance::Budget(budget) => (budget.costs.clone(), budget.budget, budget.scale.one()),
            Instance::Contest(contest) if contest.profile.kind() == BallotKind::Approval => {
                (IdVec::filled(options.len(), 1), u64::from(contest.seats), 1)
            }
            _ => return Err(refused()),
        };
        let weighted = instance
            .profile()
            .is_some_and(crate::profile::Profile::is_weighted);
        let ballots = Ballots::of(instance)
            .filter(|_| !weighted)
            .ok_or_else(refused)?;
        let mut supporters: IdVec<OptionId, Vec<u32>> = IdVec::filled(options.len(), Vec::new());
        for (at, group) in (0u32..).zip(&ballots.groups) {
            for option in &group.supports {
                supporters[*option].push(at);
            }
        }
        Ok(Self {
            won: marked(options.len(), winners),
            winners: winners.to_vec(),
            ballots,
            options,
            costs,
            money,
            one,
            supporters,
        })
    }

    /// Standing options that did not win.
    pub(crate) fn others(&self) -> impl Iterator<Item = OptionId> {
        self.options.standing().filter(|option| !self.won[*option])
    }
}

/// Everything that can be said of the outcome of a report.
///
/// # Errors
/// `certificate-kind`.
pub fn certify(report: &Report, instance: &Instance) -> Result<Vec<Certified>, Problem> {
    let winners = report.outcome.winners();
    let view = View::of(instance, &winners)?;
    let in_part = matches!(&report.outcome, Outcome::Funded { amounts, .. } if !amounts.is_empty());
    if in_part {
        return Err(Problem::error("certificate-amounts").expected("projects funded in full"));
    }
    let mut found = Vec::new();
    for utility in utilities(report, instance) {
        if let Some(verdict) = ejr_plus(instance, &winners, utility) {
            found.push(Certified {
                claim: Claim::EjrPlus(utility),
                verdict,
            });
        }
    }
    let own = propose::of_rule(report, instance, &view);
    for stable in [false, true] {
        let claim = if stable {
            Claim::StablePriceable
        } else {
            Claim::Priceable
        };
        found.push(Certified {
            claim,
            verdict: propose::system(&view, own.as_ref(), stable),
        });
    }
    if instance.ballot_kind() == Some(BallotKind::Approval) {
        let of_budget = matches!(instance, Instance::Budget(_));
        let measures: &[Utility] = if of_budget {
            &[Utility::Cardinality, Utility::Cost]
        } else {
            &[Utility::Cardinality]
        };
        for utility in measures {
            for kind in Kind::ALL {
                found.push(Certified {
                    claim: Claim::Cohesive(kind, *utility),
                    verdict: cohesive::find(&view, kind, *utility),
                });
            }
        }
    }
    Ok(found)
}

/// The utilities by which EJR+ is looked at: cost and one for each, and the rule's own.
fn utilities(report: &Report, instance: &Instance) -> Vec<Utility> {
    use crate::params::ParamType;
    if !matches!(instance, Instance::Budget(_)) {
        return vec![Utility::Cardinality];
    }
    let own = report
        .params
        .get("utility")
        .and_then(crate::json::Value::as_str);
    let own = own
        .and_then(Utility::read)
        .filter(|utility| utility.is_additive());
    let mut all = vec![Utility::Cost, Utility::Cardinality];
    all.extend(own.filter(|own| !matches!(own, Utility::Cost | Utility::Cardinality)));
    all
}

/// EJR+ by a utility; `None` where the ballots do not say what the utility needs.
fn ejr_plus(instance: &Instance, winners: &[OptionId], utility: Utility) -> Option<Verdict> {
    let denied = crate::axiom::denied(instance, winners, utility)?;
    Some(denied.map_or(Verdict::Holds, |(option, voters)| {
        Verdict::Denied(option, voters)
    }))
}

#[cfg(test)]
mod tests;
