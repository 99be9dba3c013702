//! Shares of parts of the budget election: pots of districts, and categories.

use super::ballots::{Ballots, marked};
use crate::id::{OptionId, len32};
use crate::instance::Budget;

/// What kind of part it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A pot of a district or of the whole city.
    Pot,
    /// A category of projects.
    Category,
}

impl PartKind {
    /// The word in documents and catalogues.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pot => "pot",
            Self::Category => "category",
        }
    }
}

/// How much of money and voters falls to some of the projects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Pot or category.
    pub kind: PartKind,
    /// Its id.
    pub id: String,
    /// Money of its own, in minor units; none for a category.
    pub amount: Option<u64>,
    /// Its projects.
    pub projects: u32,
    /// Those that are funded.
    pub funded: u32,
    /// What they cost, in minor units.
    pub spent: u64,
    /// Voters who support a project of it.
    pub voters: u64,
    /// Those of them with no funded project of it on their ballot.
    pub left_out: u64,
}

/// The parts that the instance declares: pots, then categories, in file order.
/// Cost: one pass over the ballots for each part.
pub(super) fn parts(
    budget: &Budget,
    ballots: &Ballots,
    selected: &[OptionId],
    paid: &dyn Fn(OptionId) -> u64,
) -> Vec<Part> {
    let options = budget.options.len();
    let won = marked(options, selected);
    let part = |kind, id: &str, amount, projects: &[OptionId]| {
        let inside = marked(options, projects);
        let funded = || projects.iter().filter(|project| won[**project]);
        let [mut voters, mut left_out] = [0u64; 2];
        for group in &ballots.groups {
            let mut theirs = group.supports.iter().filter(|p| inside[**p]).peekable();
            if theirs.peek().is_some() {
                voters += group.papers;
                if !theirs.any(|project| won[*project]) {
                    left_out += group.papers;
                }
            }
        }
        Part {
            kind,
            id: id.to_owned(),
            amount,
            projects: len32(projects.len()),
            funded: len32(funded().count()),
            spent: funded().fold(0u64, |sum, p| sum.saturating_add(paid(*p))),
            voters,
            left_out,
        }
    };
    let constraints = &budget.constraints;
    let pots = constraints.pots.iter();
    let pots = pots.map(|pot| part(PartKind::Pot, &pot.id, Some(pot.amount), &pot.projects));
    let categories = constraints.categories.iter();
    let categories =
        categories.map(|category| part(PartKind::Category, &category.id, None, &category.projects));
    pots.chain(categories).collect()
}
