//! From JSON to the paper; every defect is named with its pointer.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Fields, amount, at, wrong};
use super::{Election, FORMAT, Paper, PaperOption, Stake, amounts, constraints, limits};
use crate::id::OptionId;
use crate::json::Value;
use crate::problem::Diagnostics;
use crate::profile::Lookup;
use crate::tie::TieRule;

impl Election {
    /// Reads the whole file but the ballots, which a contest may carry as `ballots` and which
    /// the format reads as they stream by. `None` where anything is wrong.
    pub fn read(value: &Value, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_each(value, &mut |_, _, _| {}, diagnostics)
    }

    /// Reads like [`Election::read`] and shows each contest that can be read, with its pointer,
    /// also where others cannot.
    pub(crate) fn read_each(
        value: &Value,
        each: &mut dyn FnMut(&Paper, &str, &mut Diagnostics),
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let before = diagnostics.counts().values().sum::<u64>();
        let election = election(value, each, diagnostics);
        let after = diagnostics.counts().values().sum::<u64>();
        election.filter(|_| before == after)
    }
}

fn election(
    value: &Value,
    each: &mut dyn FnMut(&Paper, &str, &mut Diagnostics),
    diagnostics: &mut Diagnostics,
) -> Option<Election> {
    let mut fields = Fields::of(value, "", diagnostics)?;
    if let Some(format) = fields.need("format", FORMAT, diagnostics)
        && format.as_str() != Some(FORMAT)
    {
        diagnostics.push(wrong("/format", format, FORMAT));
        return None;
    }
    let title = fields.text("title", diagnostics);
    fields.need("contests", "a list of contests", diagnostics)?;
    let items = fields.list("contests", diagnostics);
    fields.finish(diagnostics);
    if value.get("contests").and_then(Value::as_array) == Some(&[]) {
        diagnostics.push(at("/contests", "list-empty").expected("at least one contest"));
    }
    let mut ids = Ids::default();
    let mut contests = Vec::new();
    for (path, item) in items {
        let Some(paper) = paper(item, &path, diagnostics) else {
            continue;
        };
        ids.add(&paper.id, &path, diagnostics);
        each(&paper, &path, diagnostics);
        contests.push(paper);
    }
    Some(Election { title, contests })
}

fn paper(value: &Value, path: &str, diagnostics: &mut Diagnostics) -> Option<Paper> {
    let mut fields = Fields::of(value, path, diagnostics)?;
    let id = fields.id(diagnostics);
    let title = fields.text("title", diagnostics);
    let description = fields.text("description", diagnostics);
    let stake = stake(&mut fields, path, diagnostics);
    let is_budget = value.get("budget").is_some();
    let options = options(&mut fields, is_budget, diagnostics);
    let ballot = fields
        .need("ballot", "an object with the kind of ballot", diagnostics)
        .and_then(|value| limits::read(value, &fields.pointer("ballot"), is_budget, diagnostics));
    let rule = fields.string("rule", diagnostics);
    let params = params(&mut fields, rule.is_some(), diagnostics);
    let ties = ties(&mut fields, diagnostics);
    let mut lookup = Lookup::new();
    for option in &options {
        // An id given twice was reported with the options.
        let _ = lookup.insert(&option.id);
    }
    let find = |id: &str| lookup.find(id).map(OptionId);
    let mut given = Vec::new();
    for (path, list) in fields.list("given", diagnostics) {
        given.push(ids(list, &path, &find, diagnostics));
    }
    let mut exclusive = Vec::new();
    for (path, list) in fields.list("exclusive", diagnostics) {
        exclusive.push(ids(list, &path, &find, diagnostics));
    }
    let constraints = constraints::read(&mut fields, exclusive, diagnostics);
    let pointer = fields.pointer("official");
    let official = fields
        .get("official")
        .map(|list| ids(list, &pointer, &find, diagnostics));
    fields.get("ballots");
    fields.finish(diagnostics);
    let (kind, plain_limits, [min_cost, max_cost]) = ballot?;
    let paper = Paper {
        id: id?,
        title,
        description,
        options,
        kind,
        plain_limits,
        min_cost,
        max_cost,
        stake,
        constraints,
        rule,
        params,
        ties,
        given,
        official,
    };
    amounts::check(&paper, value, path, diagnostics);
    constraints::check(&paper, value, path, diagnostics);
    Some(paper)
}

fn stake(fields: &mut Fields<'_>, path: &str, diagnostics: &mut Diagnostics) -> Stake {
    let has_seats = fields.get("seats").is_some();
    let has_budget = fields.get("budget").is_some();
    if has_seats && has_budget {
        diagnostics.push(at(path, "seats-and-budget").expected("one of seats and budget"));
    }
    let seats = fields.read("seats", "a whole number from 1", diagnostics, |value| {
        let seats = u32::try_from(value.as_i64()?).ok()?;
        (seats > 0).then_some(seats)
    });
    let amount = fields.amount("budget", diagnostics);
    let currency = fields.string("currency", diagnostics);
    if currency.is_some() && !has_budget {
        let problem = at(&fields.pointer("currency"), "cost-without-budget");
        diagnostics.push(problem.expected("a contest with a budget"));
    }
    match amount {
        Some(amount) => Stake::Budget {
            amount,
            currency: currency.unwrap_or_default(),
        },
        None => Stake::Seats(seats),
    }
}

fn options(
    fields: &mut Fields<'_>,
    is_budget: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<PaperOption> {
    let given = fields.need("options", "a list of options", diagnostics);
    let items = fields.list("options", diagnostics);
    if given.is_some_and(|list| list.as_array().is_some_and(<[Value]>::is_empty)) {
        let problem = at(&fields.pointer("options"), "list-empty");
        diagnostics.push(problem.expected("at least one option"));
    }
    let mut ids = Ids::default();
    let mut options = Vec::new();
    for (path, item) in items {
        let Some(option) = option(item, &path, diagnostics) else {
            continue;
        };
        if item.get("cost").is_some() != is_budget {
            let code = if is_budget {
                "cost-missing"
            } else {
                "cost-without-budget"
            };
            let problem = at(&format!("{path}/cost"), code).found(&option.id);
            diagnostics.push(problem.expected(if is_budget {
                "an amount, as budget has one"
            } else {
                "a contest with a budget"
            }));
        }
        for name in ["min_cost", "step"] {
            if item.get(name).is_some() && !is_budget {
                let problem = at(&format!("{path}/{name}"), "cost-without-budget");
                diagnostics.push(problem.expected("a contest with a budget"));
            }
        }
        ids.add(&option.id, &path, diagnostics);
        options.push(option);
    }
    options
}

fn option(value: &Value, path: &str, diagnostics: &mut Diagnostics) -> Option<PaperOption> {
    if let Some(id) = value.as_str().filter(|id| !id.is_empty()) {
        return Some(PaperOption {
            id: id.to_owned(),
            ..PaperOption::default()
        });
    }
    if value.as_object().is_none() {
        diagnostics.push(wrong(path, value, "an id that is not empty, or an object"));
        return None;
    }
    let mut fields = Fields::of(value, path, diagnostics)?;
    let id = fields.id(diagnostics);
    let name = fields.text("name", diagnostics);
    let description = fields.text("description", diagnostics);
    let cost = fields.amount("cost", diagnostics);
    let mut positive = |name| {
        fields.read(name, "an amount above zero", diagnostics, |value| {
            amount(value).filter(|amount| amount.units > 0)
        })
    };
    let (min_cost, step) = (positive("min_cost"), positive("step"));
    let groups = fields.read(
        "group",
        "a string or a list of strings",
        diagnostics,
        constraints::names,
    );
    let pot = fields.string("pot", diagnostics);
    let categories = fields.read(
        "category",
        "a string or a list of strings",
        diagnostics,
        constraints::names,
    );
    let mut votes = |name| {
        fields.read(
            name,
            "a whole number from 0",
            diagnostics,
            constraints::votes,
        )
    };
    let (min_votes, paper_votes) = (votes("min_votes"), votes("paper_votes"));
    let withdrawn = fields.flag("withdrawn", diagnostics);
    fields.finish(diagnostics);
    Some(PaperOption {
        id: id?,
        name,
        description,
        cost,
        min_cost,
        step,
        groups: groups.unwrap_or_default(),
        pot,
        categories: categories.unwrap_or_default(),
        min_votes,
        paper_votes,
        withdrawn,
    })
}

fn params(
    fields: &mut Fields<'_>,
    has_rule: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, String)> {
    let pointer = fields.pointer("params");
    let Some(map) = fields.read("params", "an object", diagnostics, Value::as_object) else {
        return Vec::new();
    };
    if !has_rule {
        diagnostics.push(at(&pointer, "params-without-rule").expected("a field rule beside it"));
    }
    let mut params = Vec::new();
    for (name, value) in map {
        let text = match value {
            Value::Str(text) => text.clone(),
            Value::Int(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            _ => {
                let path = format!("{pointer}/{name}");
                diagnostics.push(wrong(
                    &path,
                    value,
                    "a string, a whole number, true or false",
                ));
                continue;
            }
        };
        params.push((name.clone(), text));
    }
    params
}

fn ties(fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<TieRule> {
    let words = TieRule::ALL.map(TieRule::word).join(", ");
    let mut ties = Vec::new();
    for (path, item) in fields.list("ties", diagnostics) {
        match item.as_str().and_then(TieRule::from_word) {
            Some(rule) => ties.push(rule),
            None => diagnostics.push(wrong(&path, item, &words)),
        }
    }
    ties
}

/// A list of option ids, each of the contest and none twice.
fn ids(
    value: &Value,
    path: &str,
    find: &dyn Fn(&str) -> Option<OptionId>,
    diagnostics: &mut Diagnostics,
) -> Vec<OptionId> {
    let Some(items) = value.as_array() else {
        diagnostics.push(wrong(path, value, "a list of ids"));
        return Vec::new();
    };
    let (mut options, mut seen) = (Vec::new(), BTreeSet::new());
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}/{index}");
        let Some(id) = item.as_str() else {
            diagnostics.push(wrong(&path, item, "an id"));
            continue;
        };
        match find(id) {
            None => diagnostics.push(at(&path, "unknown-option").found(id)),
            Some(option) if seen.insert(option) => options.push(option),
            Some(_) => diagnostics.push(at(&path, "duplicate-option").found(id)),
        }
    }
    options
}

/// Ids that must differ, with the pointer of each.
#[derive(Default)]
struct Ids(BTreeMap<String, String>);

impl Ids {
    fn add(&mut self, id: &str, path: &str, diagnostics: &mut Diagnostics) {
        if let Some(earlier) = self.0.insert(id.to_owned(), path.to_owned()) {
            diagnostics.push(
                at(&format!("{path}/id"), "id-duplicate")
                    .found(id)
                    .expected(format!("an id other than that of {earlier}")),
            );
        }
    }
}
