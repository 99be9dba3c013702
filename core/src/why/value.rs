//! An explanation as a document: `isonomia/explain/1`.

use super::{
    Chance, Compared, Found, Loads, Part, Purchase, Reason, Rounds, Saved, Support, Voters, Why,
};
use crate::id::OptionId;
use crate::instance::{Budget, Instance, Labels, Options, object};
use crate::json::Value;
use crate::num::{Natural, Ratio, ratio_text};
use crate::report::{Report, counted};

/// The format of this document.
pub const FORMAT: &str = "isonomia/explain/1";

impl Why {
    /// The explanation as JSON. Options are named by `instance`, which must be the one explained.
    pub fn to_value(&self, report: &Report, instance: &Instance) -> Value {
        let labels = Labels(instance);
        let budget = match instance {
            Instance::Budget(budget) => Some(budget),
            _ => None,
        };
        let options = instance.options();
        let all = options.map(|options| {
            let one = |option| self.option(option, options, budget);
            options.all().map(one).collect::<Vec<_>>()
        });
        let mut fields = vec![
            ("format", Value::from(FORMAT)),
            ("rule", Value::from(report.rule.id)),
            ("params", report.params.clone()),
            ("result", Value::from(report.result_digest(instance))),
            ("winners", labels.options(&self.winners)),
            ("options", Value::Array(all.unwrap_or_default())),
            ("voters", voters_value(&self.voters, budget)),
        ];
        if let Some(budget) = budget {
            let parts = self.parts.iter().map(|part| part_value(part, budget));
            let rounds = self.rounds.as_ref();
            let rounds = rounds.map(|rounds| rounds_value(rounds, budget));
            let loads = self.loads.as_ref();
            let loads = loads.map(|loads| loads_value(loads, budget));
            let greedy = self.greedy.as_ref();
            let greedy = greedy.map(|greedy| greedy_value(greedy, labels, budget));
            fields.extend([
                ("parts", Value::Array(parts.collect())),
                ("rounds", rounds.unwrap_or(Value::Null)),
                ("loads", loads.unwrap_or(Value::Null)),
                ("greedy", greedy.unwrap_or(Value::Null)),
            ]);
        }
        object(fields)
    }

    fn option(&self, option: OptionId, options: &Options, budget: Option<&Budget>) -> Value {
        let won = self.winners.contains(&option);
        let mut fields = vec![
            ("id", Value::from(options.id(option))),
            ("name", Value::from(options.name(option))),
            ("votes", Value::from(self.votes[option].to_string())),
            ("won", Value::from(won)),
            ("reason", reason_value(&self.reasons[option])),
        ];
        if let Some(budget) = budget {
            let cost = budget.costs[option];
            fields.push(("cost", Value::from(budget.text(cost))));
            if let Some(rounds) = &self.rounds {
                let support = &rounds.support[option];
                fields.push(("support", support_value(support, cost, won, budget)));
            }
            if let (Some(loads), false) = (&self.loads, won) {
                let saved = &loads.support[option];
                fields.push(("support", saved_value(saved, cost, budget)));
            }
        }
        let chance = self.chances.iter().find(|chance| chance.option == option);
        if let Some(chance) = chance {
            fields.extend(chance_fields(chance, budget));
        }
        object(fields)
    }
}

fn reason_value(reason: &Reason) -> Value {
    match reason {
        Reason::Won { place, by } => {
            let mut fields = vec![("code", Value::from("won")), ("place", Value::from(*place))];
            if let Some((by, amount)) = by {
                fields.push(("by", Value::from(*by)));
                fields.push(("amount", Value::from(amount.as_str())));
            }
            object(fields)
        }
        Reason::PassedOver { reason, available } => object(vec![
            ("code", Value::from(*reason)),
            ("available", Value::from(available.as_str())),
        ]),
        Reason::Excluded { reason } => object(vec![("code", Value::from(*reason))]),
        Reason::Others => object(vec![("code", Value::from("others"))]),
    }
}

/// A share of money in whole minor units, rounded down, as decimal text of the currency.
pub(crate) fn floor(amount: &Ratio, budget: &Budget) -> String {
    budget.text(floor_units(amount))
}

/// A share of money in whole minor units, rounded down.
pub(crate) fn floor_units(amount: &Ratio) -> u64 {
    u64::try_from(amount.floor()).unwrap_or_default()
}

/// Hundredths as decimal text.
pub(crate) fn hundredths(number: &Natural) -> String {
    let text = format!("{number:0>3}");
    let (whole, part) = text.split_at(text.len().saturating_sub(2));
    format!("{whole}.{part}")
}

fn support_value(support: &Support, cost: u64, won: bool, budget: &Budget) -> Value {
    let effective = support.effective.iter();
    let effective = effective.map(|votes| Value::from(hundredths(votes)));
    let behind = floor_units(&support.behind);
    let mut fields = vec![
        ("effective_votes", Value::Array(effective.collect())),
        ("behind", Value::from(budget.text(behind))),
    ];
    if !won {
        let missing = cost.saturating_sub(behind);
        fields.push(("missing", Value::from(budget.text(missing))));
        let spent = support.spent_on.iter().map(|(project, amount)| {
            Value::Array(vec![
                Value::from(budget.options.id(*project)),
                Value::from(budget.text(*amount)),
            ])
        });
        fields.push(("spent_on", Value::Array(spent.collect())));
    }
    object(fields)
}

fn saved_value(saved: &Saved, cost: u64, budget: &Budget) -> Value {
    let behind = floor_units(&saved.behind);
    let load = saved
        .load
        .as_ref()
        .map(|load| Value::from(floor(load, budget)));
    object(vec![
        ("behind", Value::from(budget.text(behind))),
        (
            "missing",
            Value::from(budget.text(cost.saturating_sub(behind))),
        ),
        ("load", load.unwrap_or(Value::Null)),
    ])
}

fn loads_value(loads: &Loads, budget: &Budget) -> Value {
    let unit = Ratio::from(Natural::from(budget.scale.one()));
    let one = |(project, load): &(OptionId, Ratio)| {
        object(vec![
            ("project", Value::from(budget.options.id(*project))),
            ("load", Value::from(ratio_text(&(load / &unit)))),
        ])
    };
    object(vec![(
        "purchases",
        Value::Array(loads.purchases.iter().map(one).collect()),
    )])
}

fn chance_fields<'a>(chance: &Chance, budget: Option<&Budget>) -> Vec<(&'a str, Value)> {
    let votes = |number: u64| number.to_string();
    let cost = |number: u64| budget.map_or_else(String::new, |budget| budget.text(number));
    let more = chance
        .more_votes
        .map(|found| ("more_votes", found_value(found, &votes)));
    let lower = chance
        .lower_cost
        .map(|found| ("lower_cost", found_value(found, &cost)));
    more.into_iter().chain(lower).collect()
}

fn found_value(found: Found, text: &dyn Fn(u64) -> String) -> Value {
    match found {
        Found::At { number, proof } => object(vec![
            ("found", Value::from(text(number))),
            ("proof", Value::from(proof.word())),
        ]),
        Found::NotUpTo(number) => object(vec![
            ("found", Value::Null),
            ("not_up_to", Value::from(text(number))),
        ]),
        Found::NotTried => object(vec![("found", Value::Null)]),
    }
}

fn voters_value(voters: &Voters, budget: Option<&Budget>) -> Value {
    let list = |numbers: &[u64]| {
        let numbers = numbers.iter().map(|number| counted(*number));
        Value::Array(numbers.collect())
    };
    let mut fields = vec![
        ("voters", counted(voters.voters)),
        ("left_out", counted(voters.left_out)),
        ("by_winners", list(&voters.by_winners)),
        (
            "average_winners",
            Value::from(ratio_text(&voters.average_winners)),
        ),
    ];
    if let Some(budget) = budget {
        let unit = Ratio::from(Natural::from(budget.scale.one()));
        let cost = &voters.average_cost / unit;
        fields.extend([
            ("by_share", list(&voters.by_share)),
            ("average_cost", Value::from(ratio_text(&cost))),
            (
                "average_share",
                Value::from(ratio_text(&voters.average_share)),
            ),
        ]);
    }
    object(fields)
}

fn part_value(part: &Part, budget: &Budget) -> Value {
    let amount = part.amount.map(|amount| Value::from(budget.text(amount)));
    object(vec![
        ("kind", Value::from(part.kind.word())),
        ("id", Value::from(part.id.as_str())),
        ("amount", amount.unwrap_or(Value::Null)),
        ("projects", Value::from(part.projects)),
        ("funded", Value::from(part.funded)),
        ("spent", Value::from(budget.text(part.spent))),
        ("voters", counted(part.voters)),
        ("left_out", counted(part.left_out)),
    ])
}

fn rounds_value(rounds: &Rounds, budget: &Budget) -> Value {
    let unit = Ratio::from(Natural::from(budget.scale.one()));
    let exact = |amount: &Ratio| Value::from(ratio_text(&(amount / &unit)));
    let one = |purchase: &Purchase| {
        let effective = rounds.support[purchase.project].effective.last();
        object(vec![
            ("project", Value::from(budget.options.id(purchase.project))),
            ("price", exact(&purchase.price)),
            (
                "effective_votes",
                effective.map_or(Value::Null, |votes| Value::from(hundredths(votes))),
            ),
            ("payers", counted(purchase.payers)),
            ("in_full", counted(purchase.in_full)),
            ("behind", Value::from(floor(&purchase.behind, budget))),
        ])
    };
    object(vec![
        ("endowment", exact(&rounds.endowment)),
        (
            "purchases",
            Value::Array(rounds.purchases.iter().map(one).collect()),
        ),
        ("unspent", Value::from(floor(&rounds.unspent, budget))),
    ])
}

fn greedy_value(greedy: &Compared, labels: Labels<'_>, budget: &Budget) -> Value {
    object(vec![
        ("winners", labels.options(&greedy.other)),
        ("both", labels.options(&greedy.both)),
        ("only_here", labels.options(&greedy.only_here)),
        ("only_greedy", labels.options(&greedy.only_there)),
        ("better", counted(greedy.better)),
        ("worse", counted(greedy.worse)),
        ("same", counted(greedy.same)),
        ("cost", Value::from(budget.text(greedy.cost))),
        ("voters", voters_value(&greedy.voters, Some(budget))),
    ])
}
