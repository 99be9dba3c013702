//! Axioms: checks of an outcome that do not know how it came about.
//!
//! A rule decides; an axiom says whether what was decided has a property: that no vote
//! disappeared, that the budget was kept, that a Condorcet winner was elected, that no group of
//! voters was left with less than its money could buy. Tests hold every rule of the registry to
//! the axioms that no rule may break, and single rules to those that they promise.

mod condorcet;
mod conservation;
mod ejr_plus;
mod limits;
mod lottery;

pub use ejr_plus::denied;

use crate::instance::Instance;
use crate::outcome::Outcome;
use crate::transcript::Event;

/// What a check says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The outcome has the property.
    Holds,
    /// It has not; the text names the first counterexample by ids and exact amounts.
    Fails(String),
    /// The property says nothing about this kind of outcome.
    DoesNotApply,
}

/// A property of outcomes.
pub struct Axiom {
    /// Its word.
    pub id: &'static str,
    /// One sentence: what it demands, and where it comes from.
    pub doc: &'static str,
    /// True when no rule may break it.
    pub universal: bool,
    /// The check.
    pub check: fn(&Instance, &Outcome, &[Event]) -> Finding,
}

/// Every axiom.
pub static AXIOMS: &[Axiom] = &[
    Axiom {
        id: "conservation",
        doc: "Tallies, exhausted votes and rounding loss sum to the same votes at every stage.",
        universal: true,
        check: conservation::check,
    },
    Axiom {
        id: "within-budget",
        doc: "The funded projects cost what the outcome says and no more than the budget.",
        universal: true,
        check: limits::within_budget,
    },
    Axiom {
        id: "seats",
        doc: "Nobody is elected, funded or drawn twice, and no more than there are seats.",
        universal: true,
        check: limits::seats,
    },
    Axiom {
        id: "quotas-met",
        doc: "Every value of every feature has as many members of the panel as its quota asks.",
        universal: false,
        check: limits::quotas_met,
    },
    Axiom {
        id: "lottery",
        doc: "Panels of a lottery are panels, their chances sum to 1, and nobody without a chance sits.",
        universal: true,
        check: lottery::sound,
    },
    Axiom {
        id: "equal-chances",
        doc: "People alike in every value, and in company at home, have the same chance (anonymity).",
        universal: true,
        check: lottery::equals,
    },
    Axiom {
        id: "condorcet-winner",
        doc: "An option that beats every other in pairwise majorities is the only winner.",
        universal: false,
        check: condorcet::check,
    },
    Axiom {
        id: "ejr-plus-cost",
        doc: "EJR+ up to any project with the cost of a project as its utility (Brill and Peters 2023).",
        universal: false,
        check: ejr_plus::cost,
    },
    Axiom {
        id: "ejr-plus-cardinality",
        doc: "EJR+ up to any project with one as the utility of a project (Brill and Peters 2023).",
        universal: false,
        check: ejr_plus::cardinality,
    },
];

/// The axiom of an id.
pub fn find(id: &str) -> Option<&'static Axiom> {
    AXIOMS.iter().find(|axiom| axiom.id == id)
}
