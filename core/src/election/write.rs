//! From the paper back to JSON.

use super::{Election, FORMAT, Paper, PaperOption, Stake, Text};
use crate::id::ix;
use crate::instance::object;
use crate::json::Value;
use crate::num::Decimal;
use crate::tie::TieRule;

/// Named values in the order in which a person would read them.
pub(crate) type Pairs = Vec<(&'static str, Value)>;

impl Election {
    /// The file without ballots.
    pub fn to_value(&self) -> Value {
        let contests = self.contests.iter();
        let contests = contests.map(|paper| object(paper.pairs())).collect();
        let mut pairs = vec![("format", Value::from(FORMAT))];
        push_text("title", &self.title, &mut pairs);
        pairs.push(("contests", Value::Array(contests)));
        object(pairs)
    }
}

impl Paper {
    /// The fields of the contest but the ballots, in the order of the specification.
    pub(crate) fn pairs(&self) -> Pairs {
        let mut pairs = vec![("id", Value::from(self.id.as_str()))];
        push_text("title", &self.title, &mut pairs);
        push_text("description", &self.description, &mut pairs);
        let options = self.options.iter().map(PaperOption::to_value);
        pairs.push(("options", Value::Array(options.collect())));
        pairs.push(("ballot", self.ballot()));
        match &self.stake {
            Stake::Seats(None) => {}
            Stake::Seats(Some(seats)) => pairs.push(("seats", Value::from(*seats))),
            Stake::Budget { amount, currency } => {
                pairs.push(("budget", amount_value(*amount)));
                if !currency.is_empty() {
                    pairs.push(("currency", Value::from(currency.as_str())));
                }
            }
        }
        pairs.extend(self.constraints.pairs(&|options| self.ids(options)));
        if let Some(rule) = &self.rule {
            pairs.push(("rule", Value::from(rule.as_str())));
        }
        if !self.params.is_empty() {
            let params = self.params.iter();
            let params = params.map(|(name, text)| (name.as_str(), Value::from(text.as_str())));
            pairs.push(("params", object(params.collect())));
        }
        if !self.ties.is_empty() {
            let words = self
                .ties
                .iter()
                .map(|rule| Value::from(TieRule::word(*rule)));
            pairs.push(("ties", Value::Array(words.collect())));
        }
        if !self.given.is_empty() {
            let lists = self.given.iter().map(|list| self.ids(list));
            pairs.push(("given", Value::Array(lists.collect())));
        }
        if let Some(official) = &self.official {
            pairs.push(("official", self.ids(official)));
        }
        pairs
    }

    fn ids(&self, options: &[crate::id::OptionId]) -> Value {
        let options = options.iter().filter_map(|o| self.options.get(ix(o.0)));
        Value::Array(options.map(|o| Value::from(o.id.as_str())).collect())
    }

    fn ballot(&self) -> Value {
        let plain = &self.plain_limits;
        let mut limits: Pairs = Vec::new();
        let counts = [
            ("min_length", plain.min_length),
            ("max_length", plain.max_length),
        ];
        limits.extend(
            counts
                .iter()
                .filter_map(|(n, v)| Some((*n, Value::from((*v)?)))),
        );
        let costs = [("min_cost", self.min_cost), ("max_cost", self.max_cost)];
        limits.extend(
            costs
                .iter()
                .filter_map(|(n, v)| Some((*n, amount_value((*v)?)))),
        );
        let points = [
            ("min_points", plain.min_points),
            ("max_points", plain.max_points),
            ("min_sum", plain.min_sum),
            ("max_sum", plain.max_sum),
            ("credits", plain.credits.and_then(|n| i64::try_from(n).ok())),
        ];
        limits.extend(
            points
                .iter()
                .filter_map(|(n, v)| Some((*n, Value::from((*v)?)))),
        );
        let flags = [
            ("negative", plain.negative),
            ("equal_ranks", plain.equal_ranks),
            ("refuse_blank", plain.refuse_blank),
        ];
        let set = flags.iter().filter(|(_, set)| *set);
        limits.extend(set.map(|(name, _)| (*name, Value::Bool(true))));
        let mut pairs = vec![("kind", Value::from(self.kind.word()))];
        if !limits.is_empty() {
            pairs.push(("limits", object(limits)));
        }
        object(pairs)
    }
}

impl PaperOption {
    fn to_value(&self) -> Value {
        let mut pairs = vec![("id", Value::from(self.id.as_str()))];
        push_text("name", &self.name, &mut pairs);
        push_text("description", &self.description, &mut pairs);
        if let Some(cost) = self.cost {
            pairs.push(("cost", amount_value(cost)));
        }
        let amounts = [("min_cost", self.min_cost), ("step", self.step)];
        let amounts = amounts.iter().filter_map(|(n, v)| Some((*n, (*v)?)));
        pairs.extend(amounts.map(|(name, amount)| (name, amount_value(amount))));
        push_names("group", &self.groups, &mut pairs);
        if let Some(pot) = &self.pot {
            pairs.push(("pot", Value::from(pot.as_str())));
        }
        push_names("category", &self.categories, &mut pairs);
        let votes = [
            ("min_votes", self.min_votes),
            ("paper_votes", self.paper_votes),
        ];
        pairs.extend(
            votes
                .iter()
                .filter_map(|(n, v)| Some((*n, votes_value((*v)?)))),
        );
        if self.withdrawn {
            pairs.push(("withdrawn", Value::Bool(true)));
        }
        match pairs.as_slice() {
            [_] => Value::from(self.id.as_str()),
            _ => object(pairs),
        }
    }
}

/// One name as a string, several as a list.
fn push_names(name: &'static str, names: &[String], pairs: &mut Pairs) {
    match names {
        [] => {}
        [one] => pairs.push((name, Value::from(one.as_str()))),
        several => {
            let several = several.iter().map(|name| Value::from(name.as_str()));
            pairs.push((name, Value::Array(several.collect())));
        }
    }
}

/// Votes as a number; as text where a number could not be read the same everywhere.
fn votes_value(votes: u64) -> Value {
    crate::report::counted(votes)
}

pub(super) fn amount_value(amount: Decimal) -> Value {
    Value::from(amount.to_string())
}

pub(super) fn push_text(name: &'static str, text: &Text, pairs: &mut Pairs) {
    match text {
        Text::None => {}
        Text::Plain(text) => pairs.push((name, Value::from(text.as_str()))),
        Text::Languages(texts) => {
            let texts = texts.iter();
            let texts = texts.map(|(language, text)| (language.as_str(), text.as_str().into()));
            pairs.push((name, object(texts.collect())));
        }
    }
}
