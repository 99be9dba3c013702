//! Categories and neighborhoods of projects, and what META bounds by them.
//!
//! | key | becomes |
//! |---|---|
//! | `budget_per_category` | the most that projects of the category get together |
//! | `budget_per_neighborhood` | pots, where each project has one neighborhood and the amounts sum to the budget; else the most that each gets |
//! | `min_length_per_category`, `max_length_per_category` | projects of the category on one ballot |
//! | `min_sum_cost_per_category`, `max_sum_cost_per_category` | their cost on one ballot |
//!
//! A key holds one number for all, or one for each name of META `categories` (`neighborhoods`)
//! in its order, or, where META has no such list, in the order of the column.

use super::amount::amount;
use super::meta::Meta;
use super::projects::Projects;
use crate::ballot::GroupLimits;
use crate::id::{OptionId, len32};
use crate::instance::{Category, Constraints, Pot};
use crate::num::Decimal;
use crate::problem::{Diagnostics, Problem};

/// Keys that hold amounts of money, which decide the unit of all amounts.
pub(super) const AMOUNTS: [&str; 4] = [
    "budget_per_category",
    "budget_per_neighborhood",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
];

/// Keys that bound something by category.
const BY_CATEGORY: [&str; 5] = [
    "budget_per_category",
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
];

/// The names in a cell.
pub(super) fn names(cell: &str) -> Vec<String> {
    let names = cell.split(',').map(str::trim);
    let names = names.filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// Names in the order that lists of numbers follow, each with its projects.
struct Named {
    names: Vec<String>,
    projects: Vec<Vec<OptionId>>,
}

impl Named {
    fn of(declared: Option<&str>, cells: &[Vec<String>]) -> Self {
        let mut named = Self {
            names: declared.map(names).unwrap_or_default(),
            projects: Vec::new(),
        };
        named.projects = vec![Vec::new(); named.names.len()];
        for (project, cell) in (0..).map(OptionId).zip(cells) {
            for name in cell {
                let at = named.names.iter().position(|known| known == name);
                let at = at.unwrap_or_else(|| {
                    named.names.push(name.clone());
                    named.projects.push(Vec::new());
                    named.names.len().saturating_sub(1)
                });
                if let Some(projects) = named.projects.get_mut(at)
                    && projects.last() != Some(&project)
                {
                    projects.push(project);
                }
            }
        }
        named
    }

    /// The numbers of a key, one for each name; all `None` where META does not have the key, or
    /// where it cannot be read, which is an error.
    fn numbers<T: Copy>(
        &self,
        key: &str,
        meta: &Meta,
        read: impl Fn(&str) -> Option<T>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<T>> {
        let none = vec![None; self.names.len()];
        let Some(text) = meta.get(key) else {
            return none;
        };
        let mut numbers = Vec::new();
        for item in text.split(',').map(str::trim) {
            let number = match item {
                "inf" => None,
                item => {
                    let number = read(item);
                    if number.is_none() {
                        let problem = Problem::error("not-a-number").expected("numbers from 0");
                        diagnostics.push(meta.at(key, problem));
                        return none;
                    }
                    number
                }
            };
            numbers.push(number);
        }
        match numbers.as_slice() {
            [all] => vec![*all; self.names.len()],
            _ if numbers.len() == self.names.len() => numbers,
            _ => {
                let expected = format!("1 or {} numbers", self.names.len());
                let problem = Problem::error("numbers-per-group").expected(expected);
                diagnostics.push(meta.at(key, problem));
                none
            }
        }
    }
}

/// Constraints and limits of a ballot by category. Costs and scale of `projects` are settled.
pub(super) fn of(
    meta: &Meta,
    projects: &Projects,
    diagnostics: &mut Diagnostics,
) -> (Constraints, Vec<GroupLimits>) {
    let named = Named::of(meta.get("categories"), &projects.categories);
    let money = |text: &str| amount(text).ok()?.rescale(projects.scale);
    let count = |text: &str| text.parse::<u32>().ok();
    let bounds = BY_CATEGORY.iter().any(|key| meta.get(key).is_some());
    if bounds && named.names.is_empty() {
        let problem = Problem::error("column-missing").expected("category");
        diagnostics.push(problem.path("PROJECTS"));
    }
    let most = named.numbers("budget_per_category", meta, money, diagnostics);
    let lengths = ["min_length_per_category", "max_length_per_category"]
        .map(|key| named.numbers(key, meta, count, diagnostics));
    let costs = ["min_sum_cost_per_category", "max_sum_cost_per_category"]
        .map(|key| named.numbers(key, meta, money, diagnostics));
    let at = |numbers: &[Option<u32>], at: usize| numbers.get(at).copied().flatten();
    let cost_at = |numbers: &[Option<u64>], at: usize| numbers.get(at).copied().flatten();
    let [min_length, max_length] = &lengths;
    let [min_cost, max_cost] = &costs;
    let mut constraints = Constraints::default();
    let mut limits = Vec::new();
    for (index, (name, members)) in named.names.iter().zip(&named.projects).enumerate() {
        constraints.categories.push(Category {
            id: name.clone(),
            projects: members.clone(),
            max_cost: cost_at(&most, index),
            ..Category::default()
        });
        let limit = GroupLimits {
            id: name.clone(),
            options: members.clone(),
            min_length: at(min_length, index).filter(|least| *least > 0),
            max_length: at(max_length, index),
            min_cost: cost_at(min_cost, index).filter(|least| *least > 0),
            max_cost: cost_at(max_cost, index),
        };
        if limit.is_bounded() {
            limits.push(limit);
        }
    }
    neighborhoods(meta, projects, &mut constraints, diagnostics);
    (constraints, limits)
}

/// Pots where neighborhoods share the budget out, else upper bounds.
fn neighborhoods(
    meta: &Meta,
    projects: &Projects,
    constraints: &mut Constraints,
    diagnostics: &mut Diagnostics,
) {
    let key = "budget_per_neighborhood";
    if meta.get(key).is_none() {
        return;
    }
    let named = Named::of(meta.get("neighborhoods"), &projects.neighborhoods);
    if named.names.is_empty() {
        let problem = Problem::error("column-missing").expected("neighborhood");
        diagnostics.push(problem.path("PROJECTS"));
    }
    let money = |text: &str| amount(text).ok()?.rescale(projects.scale);
    let amounts = named.numbers(key, meta, money, diagnostics);
    let sum = amounts
        .iter()
        .try_fold(0u64, |sum, amount| sum.checked_add((*amount)?));
    let single = projects.neighborhoods.iter().all(|cell| cell.len() == 1);
    let shared_out = sum == Some(projects.budget)
        && single
        && len32(projects.neighborhoods.len()) == projects.options.len();
    let rows = named.names.iter().zip(named.projects.iter().zip(&amounts));
    for (name, (members, amount)) in rows {
        let projects = members.clone();
        if let (true, Some(amount)) = (shared_out, *amount) {
            constraints.pots.push(Pot {
                id: name.clone(),
                amount,
                projects,
                scope: Pot::DISTRICT.to_owned(),
            });
        } else {
            let taken = constraints.categories.iter().any(|other| other.id == *name);
            constraints.categories.push(Category {
                id: if taken {
                    format!("neighborhood {name}")
                } else {
                    name.clone()
                },
                projects,
                max_cost: *amount,
                ..Category::default()
            });
        }
    }
}

/// The amounts of META by category and neighborhood, as far as they can be read.
pub(super) fn amounts(meta: &Meta) -> impl Iterator<Item = Decimal> {
    AMOUNTS
        .iter()
        .filter_map(|key| meta.get(key))
        .flat_map(|text| text.split(','))
        .filter_map(|item| amount(item.trim()).ok())
}

/// The rows of META and the cells of the column `category` that say the same again.
pub(super) struct Written {
    /// Keys with their values.
    pub(super) meta: Vec<(&'static str, String)>,
    /// Columns of PROJECTS with a cell for each project.
    pub(super) columns: Vec<(&'static str, Vec<String>)>,
}

/// What the format can say of the constraints; `Err` with the field it has no word for.
pub(super) fn write(budget: &crate::instance::Budget) -> Result<Written, (&'static str, String)> {
    let constraints = &budget.constraints;
    let mut written = Written {
        meta: Vec::new(),
        columns: Vec::new(),
    };
    if let Some(group) = constraints.exclusive.first() {
        let ids: Vec<&str> = group.iter().map(|p| budget.options.id(*p)).collect();
        return Err(("exclusive", ids.join(", ")));
    }
    if let Some((project, _)) = constraints.min_votes.first() {
        return Err(("min_votes", budget.options.id(*project).to_owned()));
    }
    if budget.totals.is_some() {
        return Err(("paper_votes", String::new()));
    }
    let pots = &constraints.pots;
    if let Some(pot) = pots
        .iter()
        .find(|p| p.scope != Pot::DISTRICT || !listable(&p.id))
    {
        return Err(("pots", pot.id.clone()));
    }
    if !pots.is_empty() {
        let names: Vec<&str> = pots.iter().map(|pot| pot.id.as_str()).collect();
        let amounts: Vec<String> = pots.iter().map(|pot| budget.text(pot.amount)).collect();
        written.meta.push(("neighborhoods", names.join(",")));
        written
            .meta
            .push(("budget_per_neighborhood", amounts.join(",")));
        let cells = budget.options.all().map(|project| {
            constraints
                .pot_of(project)
                .map_or_else(String::new, |pot| pot.id.clone())
        });
        written.columns.push(("neighborhood", cells.collect()));
    }
    let categories = &constraints.categories;
    let unsaid = |c: &&Category| c.has_least() || c.max_count.is_some() || !listable(&c.id);
    if let Some(category) = categories.iter().find(unsaid) {
        return Err(("categories", category.id.clone()));
    }
    if categories.is_empty() {
        return Ok(written);
    }
    let names: Vec<&str> = categories.iter().map(|c| c.id.as_str()).collect();
    written.meta.push(("categories", names.join(",")));
    let list = |of: &dyn Fn(&Category) -> Option<String>| {
        let numbers: Vec<Option<String>> = categories.iter().map(of).collect();
        let said = numbers.iter().any(Option::is_some);
        let numbers = numbers
            .into_iter()
            .map(|n| n.unwrap_or_else(|| "inf".to_owned()));
        said.then(|| numbers.collect::<Vec<_>>().join(","))
    };
    let group = |category: &Category| {
        let groups = budget.limits.groups.iter();
        groups.into_iter().find(|group| group.id == category.id)
    };
    let rows = [
        (
            "budget_per_category",
            list(&|c| c.max_cost.map(|cost| budget.text(cost))),
        ),
        // A least of none is written as 0: `inf` would ask for everything.
        (
            "min_length_per_category",
            list(&|c| group(c)?.min_length.map(|n| n.to_string())),
        ),
        (
            "max_length_per_category",
            list(&|c| group(c)?.max_length.map(|n| n.to_string())),
        ),
        (
            "min_sum_cost_per_category",
            list(&|c| group(c)?.min_cost.map(|n| budget.text(n))),
        ),
        (
            "max_sum_cost_per_category",
            list(&|c| group(c)?.max_cost.map(|n| budget.text(n))),
        ),
    ];
    for (key, text) in rows {
        let text = if key.starts_with("min") {
            text.map(|text| text.replace("inf", "0"))
        } else {
            text
        };
        written.meta.extend(text.map(|text| (key, text)));
    }
    let cells = budget.options.all().map(|project| {
        let mine = categories.iter().filter(|c| c.projects.contains(&project));
        let mine: Vec<&str> = mine.map(|category| category.id.as_str()).collect();
        mine.join(",")
    });
    written.columns.push(("category", cells.collect()));
    Ok(written)
}

/// True where a name can stand in a list of the format.
fn listable(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && !name.contains(',')
}
