//! What restricts the choice of projects beside the budget: pots of districts, bounds of
//! categories, projects that exclude each other, least votes, projects of which a part can be
//! funded, and votes known only as totals.
//!
//! They are part of the paper, declared before the vote, and part of the instance's digest. A
//! rule names those that it observes ([`Meta::observes`](crate::rule::Meta)); an instance with
//! another one is refused, so that no constraint is ever ignored silently.

use super::{Budget, object};
use crate::id::OptionId;
use crate::json::Value;

/// The kinds of constraint that a rule may observe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constraint {
    /// Projects belong to pots (districts, the whole city) with amounts of their own.
    Pots,
    /// Bounds on what categories of projects may get.
    Categories,
    /// Groups of projects of which at most one is funded.
    Exclusive,
    /// Least votes of single projects.
    MinVotes,
    /// Projects that can be funded with less than their cost.
    Adjustable,
    /// Votes known only as a total per project.
    Totals,
}

impl Constraint {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Pots,
        Self::Categories,
        Self::Exclusive,
        Self::MinVotes,
        Self::Adjustable,
        Self::Totals,
    ];

    /// The word used in files, lists and problems.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pots => "pots",
            Self::Categories => "categories",
            Self::Exclusive => "exclusive",
            Self::MinVotes => "min-votes",
            Self::Adjustable => "adjustable",
            Self::Totals => "totals",
        }
    }

    /// True for those that are taken into account before the rule counts, whatever the rule
    /// ([`crate::rule::paper`]): it sees one pot, and projects without the votes they need as
    /// withdrawn.
    pub const fn is_of_paper(self) -> bool {
        matches!(self, Self::Pots | Self::MinVotes)
    }
}

/// Money set aside for some of the projects: a district's, or the city's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pot {
    /// Its id, unique among the pots.
    pub id: String,
    /// Its money, in minor units.
    pub amount: u64,
    /// Its projects, in file order; a project belongs to one pot.
    pub projects: Vec<OptionId>,
    /// What part of the paper it is: [`Pot::DISTRICT`], [`Pot::CITYWIDE`], or a word of the
    /// city's own such as `large`. Limits of a ballot and least votes are told by it.
    pub scope: String,
}

impl Pot {
    /// The scope of a district's pot.
    pub const DISTRICT: &'static str = "district";
    /// The scope of the pot of the whole city.
    pub const CITYWIDE: &'static str = "citywide";

    /// True for the pot of the whole city.
    pub fn is_citywide(&self) -> bool {
        self.scope == Self::CITYWIDE
    }
}

/// Projects of one kind, and how much of the budget they may get. One without bounds is told to
/// people and restricts nothing: it is no constraint, and not in the digest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// Its id, unique among the categories.
    pub id: String,
    /// Its projects, in file order; a project may belong to several categories.
    pub projects: Vec<OptionId>,
    /// Least cost of its funded projects together, in minor units.
    pub min_cost: u64,
    /// Greatest cost of its funded projects together, in minor units.
    pub max_cost: Option<u64>,
    /// Fewest funded projects.
    pub min_count: u32,
    /// Most funded projects.
    pub max_count: Option<u32>,
}

impl Category {
    /// True where some bound restricts what it may get.
    pub fn is_bounded(&self) -> bool {
        self.has_least() || self.max_cost.is_some() || self.max_count.is_some()
    }

    /// True where it must get something.
    pub fn has_least(&self) -> bool {
        self.min_cost > 0 || self.min_count > 0
    }
}

/// A project that can be funded with less than its cost: from the least amount on in steps, and
/// with its whole cost. One that is not adjustable gets its cost or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adjustable {
    /// Which.
    pub project: OptionId,
    /// The least amount, in minor units, above zero.
    pub min: u64,
    /// The step from one amount to the next, in minor units, above zero.
    pub step: u64,
}

impl Adjustable {
    /// The project with its cost or nothing.
    pub const fn whole(project: OptionId, cost: u64) -> Self {
        Self {
            project,
            min: cost,
            step: 1,
        }
    }

    /// The greatest amount not above this one with which the project, which costs `cost`, can
    /// be funded; 0 where there is none.
    pub fn floor(&self, amount: u64, cost: u64) -> u64 {
        if amount >= cost {
            return cost;
        }
        let above = amount.checked_sub(self.min);
        above.map_or(0, |above| {
            amount - above.checked_rem(self.step).unwrap_or(0)
        })
    }
}

/// What restricts the choice beside the budget. The default restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// Pots, in file order: none, or one for each project. Their amounts sum to the budget.
    pub pots: Vec<Pot>,
    /// Categories, in file order, with and without bounds.
    pub categories: Vec<Category>,
    /// Groups of projects of which at most one is funded.
    pub exclusive: Vec<Vec<OptionId>>,
    /// Least votes of single projects, by project.
    pub min_votes: Vec<(OptionId, u64)>,
    /// Projects that can be funded with less than their cost, by project.
    pub adjustable: Vec<Adjustable>,
}

impl Constraints {
    /// The pot of a project, where there are pots.
    pub fn pot_of(&self, project: OptionId) -> Option<&Pot> {
        self.pots.iter().find(|pot| pot.projects.contains(&project))
    }

    /// The projects that cannot be funded beside this one.
    pub fn rivals(&self, project: OptionId) -> Vec<OptionId> {
        let groups = self.exclusive.iter();
        let groups = groups.filter(|group| group.contains(&project));
        let mut rivals: Vec<OptionId> = groups.flatten().copied().collect();
        crate::sort::sort(&mut rivals);
        rivals.dedup();
        rivals.retain(|other| *other != project);
        rivals
    }
}

impl Budget {
    /// The amounts with which a project can be funded.
    pub fn range(&self, project: OptionId) -> Adjustable {
        let mut ranges = self.constraints.adjustable.iter();
        let range = ranges.find(|range| range.project == project).copied();
        range.unwrap_or(Adjustable::whole(project, self.costs[project]))
    }

    /// The kinds of constraint that this budget has.
    pub fn constrained_by(&self) -> Vec<Constraint> {
        let constraints = &self.constraints;
        let has = |kind: &Constraint| match kind {
            Constraint::Pots => !constraints.pots.is_empty(),
            Constraint::Categories => constraints.categories.iter().any(Category::is_bounded),
            Constraint::Exclusive => !constraints.exclusive.is_empty(),
            Constraint::MinVotes => !constraints.min_votes.is_empty(),
            Constraint::Adjustable => !constraints.adjustable.is_empty(),
            Constraint::Totals => self.totals.is_some(),
        };
        Constraint::ALL.into_iter().filter(has).collect()
    }

    /// The constraints as in the canonical instance; `None` where there are none.
    pub(super) fn constraints_value(&self) -> Option<Value> {
        let present = self.constrained_by();
        if present.is_empty() {
            return None;
        }
        let one = |kind: &Constraint| (kind.word(), self.constraint_value(*kind));
        Some(object(present.iter().map(one).collect()))
    }

    fn constraint_value(&self, kind: Constraint) -> Value {
        let ids = |projects: &[OptionId]| {
            let ids = projects.iter().map(|p| Value::from(self.options.id(*p)));
            Value::Array(ids.collect())
        };
        let constraints = &self.constraints;
        let rows: Vec<Value> = match kind {
            Constraint::Pots => {
                let row = |pot: &Pot| {
                    object(vec![
                        ("amount", Value::from(self.text(pot.amount))),
                        ("id", Value::from(pot.id.as_str())),
                        ("projects", ids(&pot.projects)),
                        ("scope", Value::from(pot.scope.as_str())),
                    ])
                };
                constraints.pots.iter().map(row).collect()
            }
            Constraint::Categories => {
                let most = |limit: Option<String>| limit.map_or(Value::Null, Value::from);
                let row = |category: &Category| {
                    object(vec![
                        ("id", Value::from(category.id.as_str())),
                        ("max_cost", most(category.max_cost.map(|c| self.text(c)))),
                        ("max_count", most(category.max_count.map(|n| n.to_string()))),
                        ("min_cost", Value::from(self.text(category.min_cost))),
                        ("min_count", Value::from(category.min_count.to_string())),
                        ("projects", ids(&category.projects)),
                    ])
                };
                let bounded = constraints.categories.iter().filter(|c| c.is_bounded());
                bounded.map(row).collect()
            }
            Constraint::Exclusive => constraints.exclusive.iter().map(|g| ids(g)).collect(),
            Constraint::MinVotes => {
                let row = |(project, votes): &(OptionId, u64)| {
                    Value::Array(vec![
                        Value::from(self.options.id(*project)),
                        Value::from(votes.to_string()),
                    ])
                };
                constraints.min_votes.iter().map(row).collect()
            }
            Constraint::Adjustable => {
                let row = |range: &Adjustable| {
                    Value::Array(vec![
                        Value::from(self.options.id(range.project)),
                        Value::from(self.text(range.min)),
                        Value::from(self.text(range.step)),
                    ])
                };
                constraints.adjustable.iter().map(row).collect()
            }
            Constraint::Totals => {
                let totals = self.totals.as_ref();
                let votes = totals.into_iter().flat_map(|totals| totals.values());
                votes.map(|votes| Value::from(votes.to_string())).collect()
            }
        };
        Value::Array(rows)
    }
}
