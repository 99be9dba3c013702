//! The paper: contests, options, what a ballot may hold, and how it is to be counted.
//!
//! This is what an election file (`isonomia/election/1`, `docs/spec/election-v1.md`) says before
//! a vote is cast. It is read strictly: a field nobody knows, a limit that does not belong to
//! the kind of ballot, an id given twice are errors with their JSON pointer, and all of them are
//! named, not only the first.
//!
//! ```
//! use isonomia::ballot::BallotKind;
//! use isonomia::election::Election;
//! use isonomia::json;
//! use isonomia::problem::Diagnostics;
//!
//! let file = json::parse(br#"{
//!     "format": "isonomia/election/1",
//!     "contests": [{
//!         "id": "park",
//!         "options": [{"id": "oak", "name": {"en": "Oak Park", "pl": "Park"}}, "river"],
//!         "ballot": {"kind": "ranking", "limits": {"max_length": 2}},
//!         "rule": "ranked/irv"
//!     }]
//! }"#)?;
//! let mut diagnostics = Diagnostics::default();
//! let election = Election::read(&file, &mut diagnostics).expect("a good file");
//! let paper = &election.contests[0];
//! assert_eq!((paper.kind, paper.limits().max_length), (BallotKind::Ranking, Some(2)));
//! assert_eq!(paper.options[0].name.plain(), "Oak Park");
//! assert_eq!(election.to_value(), file);
//! # Ok::<(), json::JsonError>(())
//! ```

mod amounts;
pub(crate) mod constraints;
pub(crate) mod fields;
pub(crate) mod limits;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use constraints::{PaperCategory, PaperConstraints, PaperPot};

use std::collections::BTreeMap;

use crate::ballot::{BallotKind, Limits};
use crate::id::{IdVec, OptionId};
use crate::instance::{Adjustable, Options};
use crate::num::{Decimal, Scale};
use crate::tie::TieRule;

/// The word in the field `format`.
pub const FORMAT: &str = "isonomia/election/1";

/// A whole paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Election {
    /// Title of the whole paper.
    pub title: Text,
    /// Its contests; one is counted at a time.
    pub contests: Vec<Paper>,
}

/// Text for people, in one language or several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Text {
    /// Nothing was said.
    #[default]
    None,
    /// One text for all.
    Plain(String),
    /// From language (`en`, `pl`, `pt-BR`) to text.
    Languages(BTreeMap<String, String>),
}

impl Text {
    /// The text itself: English where there are several, else the first by name of language.
    pub fn plain(&self) -> &str {
        match self {
            Self::None => "",
            Self::Plain(text) => text,
            Self::Languages(texts) => texts
                .get("en")
                .or_else(|| texts.values().next())
                .map_or("", String::as_str),
        }
    }
}

/// One contest of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its id, which differs from those of the others.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// More about it.
    pub description: Text,
    /// What can be voted for, in the order of the paper.
    pub options: Vec<PaperOption>,
    /// What voters are asked to write.
    pub kind: BallotKind,
    /// Limits of a ballot, without those of cost.
    pub plain_limits: Limits,
    /// Least total cost of the options on a ballot.
    pub min_cost: Option<Decimal>,
    /// Greatest total cost of the options on a ballot.
    pub max_cost: Option<Decimal>,
    /// Places to fill or money to spend.
    pub stake: Stake,
    /// What restricts the choice beside the budget.
    pub constraints: PaperConstraints,
    /// Id of the rule.
    pub rule: Option<String>,
    /// Options of the rule.
    pub params: Vec<(String, String)>,
    /// How ties are decided; empty where the rule's own way is meant.
    pub ties: Vec<TieRule>,
    /// Decisions of the returning officer, each from most to least favoured.
    pub given: Vec<Vec<OptionId>>,
    /// The official result.
    pub official: Option<Vec<OptionId>>,
}

/// What a contest is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stake {
    /// Places to fill; `None` where the file leaves it at one.
    Seats(Option<u32>),
    /// Money to spend.
    Budget {
        /// The amount.
        amount: Decimal,
        /// Its currency, for people; empty where not said.
        currency: String,
    },
}

/// One option of a contest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperOption {
    /// Its id, which differs from those of the others.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// More about it.
    pub description: Text,
    /// What it costs, in a budget vote.
    pub cost: Option<Decimal>,
    /// The least amount with which it can be funded, where that is less than its cost.
    pub min_cost: Option<Decimal>,
    /// The step from one such amount to the next.
    pub step: Option<Decimal>,
    /// What it is sorted under, for people.
    pub groups: Vec<String>,
    /// Id of the pot that pays for it.
    pub pot: Option<String>,
    /// Ids of the categories it belongs to.
    pub categories: Vec<String>,
    /// Fewest votes with which it may be funded.
    pub min_votes: Option<u64>,
    /// Its votes on paper cards, where these are known only as totals.
    pub paper_votes: Option<u64>,
    /// Whether it can win nothing.
    pub withdrawn: bool,
}

impl Paper {
    /// The unit of all amounts: the coarsest that holds the budget, every pot and every cost.
    pub fn scale(&self) -> Scale {
        let budget = match &self.stake {
            Stake::Budget { amount, .. } => Some(*amount),
            Stake::Seats(_) => None,
        };
        let amounts = |option: &PaperOption| [option.cost, option.min_cost, option.step];
        let costs = self.options.iter().flat_map(amounts).flatten();
        let pots = self.constraints.pots.iter().map(|pot| pot.amount);
        let scales = costs.chain(budget).chain(pots).map(|amount| amount.scale);
        scales.max().unwrap_or_default()
    }

    /// All limits of a ballot, costs in units of [`Paper::scale`].
    pub fn limits(&self) -> Limits {
        let scale = self.scale();
        Limits {
            // Whole units compare alike with a limit that is finer than they are.
            min_cost: self.min_cost.map(|amount| units(amount, scale, true)),
            max_cost: self.max_amount().map(|amount| units(amount, scale, false)),
            groups: self.group_limits(),
            ..self.plain_limits.clone()
        }
    }

    /// The most that a ballot may add up to: amounts of money never pass the budget.
    fn max_amount(&self) -> Option<Decimal> {
        let budget = match &self.stake {
            Stake::Budget { amount, .. } if self.kind == BallotKind::Knapsack => Some(*amount),
            _ => None,
        };
        self.max_cost.or(budget)
    }

    /// The projects that can be funded with less than their cost, in units of [`Paper::scale`]:
    /// a step that is not said is the unit itself, a least amount that is not said one step.
    pub fn adjustable(&self) -> Vec<Adjustable> {
        let scale = self.scale();
        let range = |(project, option): (u32, &PaperOption)| {
            let amount = |amount: Decimal| units(amount, scale, false);
            let step = option.step.map_or(1, amount);
            (option.min_cost.or(option.step)).map(|_| Adjustable {
                project: OptionId(project),
                min: option.min_cost.map_or(step, amount),
                step,
            })
        };
        (0..).zip(&self.options).filter_map(range).collect()
    }

    /// The options with their ids, names and withdrawals.
    pub fn to_options(&self) -> Options {
        let mut options = Options::new();
        for option in &self.options {
            let name = match option.name.plain() {
                "" => &option.id,
                name => name,
            };
            // Ids were seen to differ when the paper was read.
            if let Ok(id) = options.push(&option.id, name)
                && option.withdrawn
            {
                options.withdraw(id);
            }
        }
        options
    }

    /// What each option costs, in units of [`Paper::scale`].
    pub fn costs(&self) -> IdVec<OptionId, u64> {
        let scale = self.scale();
        let costs = self.options.iter().map(|option| option.cost);
        costs
            .map(|cost| cost.map_or(0, |cost| units(cost, scale, false)))
            .collect()
    }
}

/// An amount in units of a scale, rounded up or down where it is finer.
fn units(amount: Decimal, scale: Scale, up: bool) -> u64 {
    if amount.scale <= scale {
        // What does not fit was refused when the paper was read.
        return amount.rescale(scale).unwrap_or(u64::MAX);
    }
    let step = Scale(amount.scale.0 - scale.0).one();
    if up {
        amount.units.div_ceil(step)
    } else {
        amount.units / step
    }
}
