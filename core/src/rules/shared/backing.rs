//! Who supports which project, by class of equal ballots: equal ballots always carry equal loads.

use crate::id::{Id, IdVec, OptionId};
use crate::instance::Budget;
use crate::problem::Problem;

/// Supporters of projects, and their weight.
#[derive(Clone, Debug)]
pub struct Backing {
    /// Papers of each class times what one weighs, in units of the profile's weight scale.
    pub weights: Vec<u64>,
    /// Classes that support a project, ascending.
    pub of: IdVec<OptionId, Vec<u32>>,
    /// The weight of all who support a project.
    pub votes: IdVec<OptionId, u64>,
}

impl Backing {
    /// One pass over the ballots.
    ///
    /// # Errors
    /// `tally-too-large` where all papers together weigh 2^63 or more.
    pub fn new(budget: &Budget) -> Result<Self, Problem> {
        let classes = budget.profile.classes();
        let total = classes.map(|c| u128::from(c.papers) * u128::from(c.weight));
        if total.sum::<u128>() >= 1 << 63 {
            return Err(Problem::error("tally-too-large").expected("weights below 2^63 in all"));
        }
        let projects = budget.options.len();
        let mut backing = Self {
            weights: Vec::new(),
            of: IdVec::filled(projects, Vec::new()),
            votes: IdVec::filled(projects, 0),
        };
        for class in budget.profile.classes() {
            backing.weights.push(class.total());
            for project in class.options() {
                backing.of[project].push(class.id.number());
                backing.votes[project] += class.total();
            }
        }
        Ok(backing)
    }
}
