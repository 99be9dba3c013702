//! The object `ballot`: kind and limits.

use super::fields::{Fields, at, wrong};
use crate::ballot::{BallotKind, Limits};
use crate::json::Value;
use crate::num::Decimal;
use crate::problem::Diagnostics;

/// Kind, limits without cost, least and greatest cost.
pub(crate) type Ballot = (BallotKind, Limits, [Option<Decimal>; 2]);

/// Which kinds of ballot a limit belongs to; limits of all kinds are not listed.
const BELONGS: [(&str, &[BallotKind]); 7] = [
    ("min_points", &[BallotKind::Score, BallotKind::Allotment]),
    ("max_points", &[BallotKind::Score, BallotKind::Allotment]),
    ("min_sum", &[BallotKind::Score, BallotKind::Allotment]),
    ("max_sum", &[BallotKind::Score, BallotKind::Allotment]),
    ("credits", &[BallotKind::Allotment]),
    ("negative", &[BallotKind::Allotment]),
    ("equal_ranks", &[BallotKind::Ranking]),
];

/// Reads the object; `None` where the kind is not known.
pub(crate) fn read(
    value: &Value,
    path: &str,
    is_budget: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Ballot> {
    let mut fields = Fields::of(value, path, diagnostics)?;
    let kinds = BallotKind::ALL.map(BallotKind::word).join(", ");
    let kind = fields.need("kind", &kinds, diagnostics).and_then(|value| {
        let kind = value.as_str().and_then(BallotKind::from_word);
        if kind.is_none() {
            diagnostics.push(wrong(&fields.pointer("kind"), value, &kinds));
        }
        if kind == Some(BallotKind::Knapsack) && !is_budget {
            let problem = at(&fields.pointer("kind"), "cost-without-budget");
            diagnostics.push(problem.expected("a contest with a budget"));
        }
        kind
    });
    let limits = fields.get("limits");
    let pointer = fields.pointer("limits");
    fields.finish(diagnostics);
    let kind = kind?;
    let Some(limits) = limits else {
        return Some((kind, Limits::default(), [None, None]));
    };
    let mut fields = Fields::of(limits, &pointer, diagnostics)?;
    for (name, kinds) in BELONGS {
        if limits.get(name).is_some() && !kinds.contains(&kind) {
            let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
            diagnostics.push(
                at(&fields.pointer(name), "limit-not-of-kind")
                    .found(kind.word())
                    .expected(words.join(", ")),
            );
        }
    }
    for name in ["min_cost", "max_cost"] {
        if limits.get(name).is_some() && !is_budget {
            let problem = at(&fields.pointer(name), "cost-without-budget");
            diagnostics.push(problem.expected("a contest with a budget"));
        }
    }
    let mut count = |name| {
        fields.read(name, "a whole number from 0", diagnostics, |value| {
            u32::try_from(value.as_i64()?).ok()
        })
    };
    let (min_length, max_length) = (count("min_length"), count("max_length"));
    let mut points = |name| fields.read(name, "a whole number", diagnostics, Value::as_i64);
    let (min_points, max_points) = (points("min_points"), points("max_points"));
    let (min_sum, max_sum) = (points("min_sum"), points("max_sum"));
    let credits = fields.read("credits", "a whole number from 0", diagnostics, |value| {
        u64::try_from(value.as_i64()?).ok()
    });
    let costs = ["min_cost", "max_cost"].map(|name| fields.amount(name, diagnostics));
    let limits = Limits {
        min_length,
        max_length,
        min_points,
        max_points,
        min_sum,
        max_sum,
        credits,
        negative: fields.flag("negative", diagnostics),
        equal_ranks: fields.flag("equal_ranks", diagnostics),
        refuse_blank: fields.flag("refuse_blank", diagnostics),
        ..Limits::default()
    };
    fields.finish(diagnostics);
    Some((kind, limits, costs))
}
