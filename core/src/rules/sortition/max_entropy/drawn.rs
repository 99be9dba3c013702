//! Panels drawn from the panels counted, with rejection where not all quotas could be followed.

use crate::id::{FeatureId, len32};
use crate::instance::Pool;
use crate::json::Value;
use crate::panel::number::Fit;
use crate::panel::{Counts, MAX_PANELS, Types};
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::transcript::Event;

/// The stream that draws panels.
pub(in crate::rules::sortition) const DRAW: &str = "panels/draw";

/// Panels, in the order drawn.
pub(in crate::rules::sortition) struct Drawn {
    pub(in crate::rules::sortition) panels: Vec<Counts>,
    pub(in crate::rules::sortition) attempts: u64,
}

/// Draws panels, each anew. Attempts are those at all of them together.
///
/// # Errors
/// `panels-rejected` where the attempts do not suffice.
pub(in crate::rules::sortition) fn panels(
    pool: &Pool,
    types: &Types,
    fit: &Fit,
    panels: u32,
    attempts: u64,
    cx: &mut Count<'_>,
) -> Result<Drawn, CountError> {
    let mut drawn = Drawn {
        panels: Vec::new(),
        attempts: 0,
    };
    if panels == 0 {
        return Ok(drawn);
    }
    let wanted = panels.min(MAX_PANELS + 1);
    let mut stream = cx.stream(DRAW)?;
    while len32(drawn.panels.len()) < wanted {
        if drawn.attempts.is_multiple_of(1000) {
            cx.step(u64::from(len32(drawn.panels.len())), u64::from(wanted))?;
        }
        // Where all quotas are followed no attempt fails.
        if !fit.whole() && drawn.attempts >= attempts {
            return Err(rejected(pool, attempts, drawn.panels.is_empty()));
        }
        drawn.attempts += 1;
        drawn.panels.extend(fit.panel(types, &mut stream));
    }
    if !fit.whole() {
        let panels = wanted.to_string();
        cx.event(Event::Note {
            code: "panels-drawn",
            args: vec![panels.clone(), drawn.attempts.to_string()],
        });
        cx.event(Event::Note {
            code: "chances-estimated",
            args: vec![panels],
        });
    }
    Ok(drawn)
}

/// Too few panels in the attempts; where there was none at all, perhaps there is none.
fn rejected(pool: &Pool, attempts: u64, none: bool) -> CountError {
    let mut problems = vec![
        Problem::error("panels-rejected")
            .path("attempts")
            .found(attempts.to_string()),
    ];
    if none {
        problems.extend(crate::panel::feasible::explain(pool));
    }
    CountError::Infeasible(problems)
}

/// That there is no panel, and why.
pub(in crate::rules::sortition) fn none(pool: &Pool) -> CountError {
    let mut problems = crate::panel::feasible::explain(pool);
    if problems.is_empty() {
        problems.push(Problem::error("panel-none"));
    }
    CountError::Infeasible(problems)
}

/// That chances cannot be counted with so many states.
pub(in crate::rules::sortition) fn uncounted(states: u64) -> Problem {
    Problem::error("panels-uncounted")
        .path("states")
        .found(states.to_string())
}

/// Features by name.
pub(in crate::rules::sortition) fn names(pool: &Pool, features: &[FeatureId]) -> Value {
    let name = |feature: &FeatureId| pool.features()[*feature].name.as_str();
    Value::Array(
        features
            .iter()
            .map(|feature| Value::from(name(feature)))
            .collect(),
    )
}

/// Values that are followed beside whole features: `[feature, value]` each.
pub(in crate::rules::sortition) fn further(pool: &Pool, types: &Types, fit: &Fit) -> Value {
    let values = match fit {
        Fit::Whole(_) => Vec::new(),
        Fit::Part(tilted) => tilted.further(types),
    };
    let names = values.into_iter().filter_map(|(feature, value)| {
        let (feature, value, _) = pool.quota(feature, value)?;
        Some(Value::Array(vec![Value::from(feature), Value::from(value)]))
    });
    Value::Array(names.collect())
}
