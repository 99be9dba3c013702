//! Money in one unit: whether every amount of a paper, and their sum, can be counted exactly.

use super::fields::{amount, at};
use super::{Paper, Stake};
use crate::json::Value;
use crate::num::Decimal;
use crate::problem::Diagnostics;

/// Names each amount that does not fit in 64 bits once all of them have the unit of the finest,
/// or that makes the sum of the budget and all costs too large. `value` is the contest as it
/// stands at `path`: costs are found by their place in the file.
pub(super) fn check(paper: &Paper, value: &Value, path: &str, diagnostics: &mut Diagnostics) {
    let Stake::Budget { amount: budget, .. } = paper.stake else {
        return;
    };
    let scale = paper.scale();
    let mut too_large = |path: &str, amount: Decimal| {
        let problem = at(path, "too-large").found(amount.to_string());
        diagnostics.push(problem.expected("amounts whose sum fits in 64 bits"));
    };
    for (name, limit) in [("min_cost", paper.min_cost), ("max_cost", paper.max_cost)] {
        if let Some(limit) = limit
            && limit.scale <= scale
            && limit.rescale(scale).is_none()
        {
            too_large(&format!("{path}/ballot/limits/{name}"), limit);
        }
    }
    let mut total = budget.rescale(scale).unwrap_or_else(|| {
        too_large(&format!("{path}/budget"), budget);
        0
    });
    let options = value.get("options").and_then(Value::as_array);
    for (index, option) in options.unwrap_or_default().iter().enumerate() {
        check_range(option, &format!("{path}/options/{index}"), diagnostics);
    }
    let mut too_large = |path: &str, amount: Decimal| {
        let problem = at(path, "too-large").found(amount.to_string());
        diagnostics.push(problem.expected("amounts whose sum fits in 64 bits"));
    };
    for (index, option) in options.unwrap_or_default().iter().enumerate() {
        let Some(cost) = option.get("cost").and_then(amount) else {
            continue;
        };
        let sum = cost
            .rescale(scale)
            .and_then(|units| total.checked_add(units));
        total = sum.unwrap_or_else(|| {
            too_large(&format!("{path}/options/{index}/cost"), cost);
            0
        });
    }
}

/// A least amount above the cost, or a step above it, is a slip of the pen.
fn check_range(option: &Value, path: &str, diagnostics: &mut Diagnostics) {
    let Some(cost) = option.get("cost").and_then(amount) else {
        return;
    };
    for name in ["min_cost", "step"] {
        let part = option.get(name).and_then(amount);
        if let Some(part) = part.filter(|part| part.is_above(cost)) {
            let problem = at(&format!("{path}/{name}"), "part-above-cost");
            let problem = problem.found(part.to_string());
            diagnostics.push(problem.expected(cost.to_string()));
        }
    }
}
