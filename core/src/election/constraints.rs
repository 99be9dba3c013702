//! What restricts the choice beside the budget: pots, categories, projects that exclude each
//! other, least votes, and votes of paper cards known only as totals.
//!
//! Pots and categories are declared once with the contest; an option names those it belongs to.

use super::fields::{Fields, at};
use super::write::{Pairs, amount_value, push_text};
use super::{Paper, Stake, Text, units};
use crate::ballot::GroupLimits;
use crate::id::{IdVec, OptionId};
use crate::instance::{Category, Constraints, Pot, object};
use crate::json::Value;
use crate::num::{Decimal, Scale};
use crate::problem::Diagnostics;

/// What a contest declares of its constraints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperConstraints {
    /// Money set aside for some of the projects.
    pub pots: Vec<PaperPot>,
    /// Kinds of projects, with bounds or without.
    pub categories: Vec<PaperCategory>,
    /// Groups of projects of which at most one is funded.
    pub exclusive: Vec<Vec<OptionId>>,
}

/// Money set aside for some of the projects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperPot {
    /// Its id, which differs from those of the others.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its money.
    pub amount: Decimal,
    /// What part of the paper it is: `district` unless said otherwise.
    pub scope: String,
}

/// A kind of projects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperCategory {
    /// Its id, which differs from those of the others.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Least and greatest cost of its funded projects together.
    pub cost: [Option<Decimal>; 2],
    /// Fewest and most funded projects.
    pub count: [Option<u32>; 2],
    /// Fewest and most of its projects on one ballot.
    pub length: [Option<u32>; 2],
    /// Least and greatest cost of its projects on one ballot together.
    pub ballot_cost: [Option<Decimal>; 2],
}

/// Reads `pots`, `categories` and `exclusive`. `find` gives the option of an id.
pub(super) fn read(
    fields: &mut Fields<'_>,
    exclusive: Vec<Vec<OptionId>>,
    diagnostics: &mut Diagnostics,
) -> PaperConstraints {
    let mut pots = Vec::new();
    for (path, item) in fields.list("pots", diagnostics) {
        pots.extend(pot(item, &path, diagnostics));
    }
    let mut categories = Vec::new();
    for (path, item) in fields.list("categories", diagnostics) {
        categories.extend(category(item, &path, diagnostics));
    }
    PaperConstraints {
        pots,
        categories,
        exclusive,
    }
}

/// Reads one pot.
pub(crate) fn pot(value: &Value, path: &str, diagnostics: &mut Diagnostics) -> Option<PaperPot> {
    let mut fields = Fields::of(value, path, diagnostics)?;
    let id = fields.id(diagnostics);
    let name = fields.text("name", diagnostics);
    fields.need("amount", "an amount", diagnostics);
    let amount = fields.amount("amount", diagnostics);
    let word = "a word of small letters, digits and hyphens";
    let scope = fields.read("scope", word, diagnostics, |value| {
        let scope = value.as_str()?;
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        (!scope.is_empty() && scope.bytes().all(plain)).then(|| scope.to_owned())
    });
    fields.finish(diagnostics);
    Some(PaperPot {
        id: id?,
        name,
        amount: amount?,
        scope: scope.unwrap_or_else(|| Pot::DISTRICT.to_owned()),
    })
}

fn category(value: &Value, path: &str, diagnostics: &mut Diagnostics) -> Option<PaperCategory> {
    let mut fields = Fields::of(value, path, diagnostics)?;
    let id = fields.id(diagnostics);
    let name = fields.text("name", diagnostics);
    let cost = ["min_cost", "max_cost"].map(|name| fields.amount(name, diagnostics));
    let count = ["min_count", "max_count"].map(|name| number(&mut fields, name, diagnostics));
    let (mut length, mut ballot_cost) = ([None, None], [None, None]);
    let pointer = fields.pointer("ballot");
    if let Some(ballot) = fields.get("ballot")
        && let Some(mut fields) = Fields::of(ballot, &pointer, diagnostics)
    {
        length = ["min_length", "max_length"].map(|name| number(&mut fields, name, diagnostics));
        ballot_cost = ["min_cost", "max_cost"].map(|name| fields.amount(name, diagnostics));
        fields.finish(diagnostics);
    }
    fields.finish(diagnostics);
    let category = PaperCategory {
        id: id?,
        name,
        cost,
        count,
        length,
        ballot_cost,
    };
    if crossed(category.cost, Scale::MAX)
        || crossed(category.ballot_cost, Scale::MAX)
        || matches!(category.count, [Some(least), Some(most)] if least > most)
        || matches!(category.length, [Some(least), Some(most)] if least > most)
    {
        let problem = at(path, "bounds-crossed").found(&category.id);
        diagnostics.push(problem.expected("no lower bound above its upper bound"));
    }
    Some(category)
}

/// Whether a least amount is above the greatest; what does not fit is told elsewhere.
fn crossed(bounds: [Option<Decimal>; 2], scale: Scale) -> bool {
    let [least, most] = bounds.map(|amount| amount.and_then(|amount| amount.rescale(scale)));
    matches!((least, most), (Some(least), Some(most)) if least > most)
}

fn number(
    fields: &mut Fields<'_>,
    name: &'static str,
    diagnostics: &mut Diagnostics,
) -> Option<u32> {
    fields.read(name, "a whole number from 0", diagnostics, |value| {
        u32::try_from(value.as_i64()?).ok()
    })
}

/// Holds what options say against what the contest declares, and the pots against the budget.
pub(super) fn check(paper: &Paper, value: &Value, path: &str, diagnostics: &mut Diagnostics) {
    let declared = &paper.constraints;
    let Stake::Budget { amount: budget, .. } = &paper.stake else {
        for name in ["pots", "categories", "exclusive"] {
            if value.get(name).is_some() {
                let problem = at(&format!("{path}/{name}"), "cost-without-budget");
                diagnostics.push(problem.expected("a contest with a budget"));
            }
        }
        return;
    };
    unique(
        declared.pots.iter().map(|pot| &pot.id),
        path,
        "pots",
        diagnostics,
    );
    let ids = declared.categories.iter().map(|category| &category.id);
    unique(ids, path, "categories", diagnostics);
    for (index, group) in declared.exclusive.iter().enumerate() {
        if group.len() < 2 {
            let problem = at(&format!("{path}/exclusive/{index}"), "list-empty");
            diagnostics.push(problem.expected("at least two options"));
        }
    }
    for (index, option) in paper.options.iter().enumerate() {
        let place = |name: &str| format!("{path}/options/{index}/{name}");
        let known = |id: &String| declared.pots.iter().any(|pot| pot.id == *id);
        match &option.pot {
            None if declared.pots.is_empty() => {}
            None => {
                let problem = at(&place("pot"), "pot-missing").found(&option.id);
                diagnostics.push(problem.expected("a pot, as the contest has pots"));
            }
            Some(pot) if known(pot) => {}
            Some(pot) => diagnostics.push(at(&place("pot"), "pot-unknown").found(pot)),
        }
        for id in &option.categories {
            if !declared.categories.iter().any(|known| known.id == *id) {
                diagnostics.push(at(&place("category"), "category-unknown").found(id));
            }
        }
    }
    let scale = paper.scale();
    let mut amounts = declared.pots.iter().map(|pot| pot.amount.rescale(scale));
    let sum = amounts.try_fold(0u64, |sum, amount| sum.checked_add(amount?));
    if !declared.pots.is_empty() && sum != budget.rescale(scale) {
        let sum = sum.map_or_else(String::new, |sum| scale.text(sum));
        let problem = at(&format!("{path}/pots"), "pots-not-budget").found(sum);
        diagnostics.push(problem.expected(budget.to_string()));
    }
}

fn unique<'i>(
    ids: impl Iterator<Item = &'i String>,
    path: &str,
    name: &str,
    diagnostics: &mut Diagnostics,
) {
    let mut seen = std::collections::BTreeSet::new();
    for (index, id) in ids.enumerate() {
        if !seen.insert(id) {
            let problem = at(&format!("{path}/{name}/{index}/id"), "id-duplicate").found(id);
            diagnostics.push(problem.expected("an id other than those before"));
        }
    }
}

/// Reads what one option belongs to: pots and categories by id.
pub(super) fn names(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Str(name) => Some(vec![name.clone()]),
        Value::Array(names) => {
            let names = names.iter().map(|name| Some(name.as_str()?.to_owned()));
            names.collect()
        }
        _ => None,
    }
}

/// A number of votes: a whole number, or one as text.
pub(super) fn votes(value: &Value) -> Option<u64> {
    match value {
        Value::Int(votes) => u64::try_from(*votes).ok(),
        Value::Str(votes) => votes.parse().ok(),
        _ => None,
    }
}

impl Paper {
    /// The constraints of the instance, amounts in units of [`Paper::scale`].
    pub fn to_constraints(&self) -> Constraints {
        let scale = self.scale();
        let members = |belongs: &dyn Fn(usize) -> bool| -> Vec<OptionId> {
            let all = (0..).map(OptionId).zip(0..self.options.len());
            all.filter(|(_, at)| belongs(*at))
                .map(|(id, _)| id)
                .collect()
        };
        let option = |at: usize| self.options.get(at);
        let pots = self.constraints.pots.iter().map(|pot| Pot {
            id: pot.id.clone(),
            // What does not fit was refused when the paper was read.
            amount: units(pot.amount, scale, false),
            projects: members(&|at| option(at).is_some_and(|o| o.pot.as_ref() == Some(&pot.id))),
            scope: pot.scope.clone(),
        });
        let categories = self.constraints.categories.iter().map(|category| Category {
            id: category.id.clone(),
            projects: members(&|at| {
                option(at).is_some_and(|o| o.categories.contains(&category.id))
            }),
            min_cost: category.cost[0].map_or(0, |least| units(least, scale, true)),
            max_cost: category.cost[1].map(|most| units(most, scale, false)),
            min_count: category.count[0].unwrap_or_default(),
            max_count: category.count[1],
        });
        let least = (0..).map(OptionId).zip(&self.options);
        Constraints {
            pots: pots.collect(),
            categories: categories.collect(),
            exclusive: self.constraints.exclusive.clone(),
            min_votes: least
                .filter_map(|(id, option)| Some((id, option.min_votes.filter(|n| *n > 0)?)))
                .collect(),
            adjustable: self.adjustable(),
        }
    }

    /// Votes of paper cards known only as totals, where some option has them.
    pub fn totals(&self) -> Option<IdVec<OptionId, u64>> {
        let known = self
            .options
            .iter()
            .any(|option| option.paper_votes.is_some());
        let votes = self
            .options
            .iter()
            .map(|option| option.paper_votes.unwrap_or(0));
        known.then(|| votes.collect())
    }

    /// The limits of a ballot by category, costs in units of [`Paper::scale`].
    pub(super) fn group_limits(&self) -> Vec<GroupLimits> {
        let scale = self.scale();
        let limits = self.constraints.categories.iter().map(|category| {
            let [min_length, max_length] = category.length;
            let [min_cost, max_cost] = category.ballot_cost;
            GroupLimits {
                id: category.id.clone(),
                options: (0..)
                    .map(OptionId)
                    .zip(&self.options)
                    .filter(|(_, option)| option.categories.contains(&category.id))
                    .map(|(id, _)| id)
                    .collect(),
                min_length: min_length.filter(|least| *least > 0),
                max_length,
                min_cost: min_cost.map(|least| units(least, scale, true)),
                max_cost: max_cost.map(|most| units(most, scale, false)),
            }
        });
        limits.filter(GroupLimits::is_bounded).collect()
    }
}

impl PaperConstraints {
    /// The fields of the contest.
    pub(super) fn pairs(&self, ids: &dyn Fn(&[OptionId]) -> Value) -> Pairs {
        let mut pairs: Pairs = Vec::new();
        if !self.pots.is_empty() {
            let pots = self.pots.iter().map(PaperPot::to_value);
            pairs.push(("pots", Value::Array(pots.collect())));
        }
        if !self.categories.is_empty() {
            let categories = self.categories.iter().map(PaperCategory::to_value);
            pairs.push(("categories", Value::Array(categories.collect())));
        }
        if !self.exclusive.is_empty() {
            let groups = self.exclusive.iter().map(|group| ids(group));
            pairs.push(("exclusive", Value::Array(groups.collect())));
        }
        pairs
    }
}

impl PaperPot {
    /// As in an election file.
    pub(crate) fn to_value(&self) -> Value {
        let mut pairs = vec![("id", Value::from(self.id.as_str()))];
        push_text("name", &self.name, &mut pairs);
        pairs.push(("amount", amount_value(self.amount)));
        if self.scope != Pot::DISTRICT {
            pairs.push(("scope", Value::from(self.scope.as_str())));
        }
        object(pairs)
    }
}

impl PaperCategory {
    fn to_value(&self) -> Value {
        let mut pairs = vec![("id", Value::from(self.id.as_str()))];
        push_text("name", &self.name, &mut pairs);
        let bounds = |names: [&'static str; 2], bounds: [Option<Value>; 2]| {
            let pairs = names.into_iter().zip(bounds);
            pairs.filter_map(|(name, bound)| Some((name, bound?)))
        };
        let costs = |costs: [Option<Decimal>; 2]| costs.map(|cost| cost.map(amount_value));
        let counts = |counts: [Option<u32>; 2]| counts.map(|count| count.map(Value::from));
        pairs.extend(bounds(["min_cost", "max_cost"], costs(self.cost)));
        pairs.extend(bounds(["min_count", "max_count"], counts(self.count)));
        let mut ballot: Pairs = Vec::new();
        ballot.extend(bounds(["min_length", "max_length"], counts(self.length)));
        ballot.extend(bounds(["min_cost", "max_cost"], costs(self.ballot_cost)));
        if !ballot.is_empty() {
            pairs.push(("ballot", object(ballot)));
        }
        object(pairs)
    }
}

#[cfg(test)]
mod tests;
