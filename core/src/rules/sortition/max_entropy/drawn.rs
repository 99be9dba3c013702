//! Panels drawn from the panels counted, with rejection where not all quotas could be followed.

use crate::id::{FeatureId, len32};
use crate::instance::Pool;
use crate::json::Value;
use crate::num::Natural;
use crate::panel::number::{Desk, Fit};
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
    if let Some(expected) = fit.expected() {
        // Before the work: an attempt takes about a millionth of a second.
        cx.event(Event::Note {
            code: "attempts-expected",
            args: vec![expected.to_string(), attempts.to_string()],
        });
    }
    let mut stream = cx.stream(DRAW)?;
    let mut desk = Desk::default();
    let mut last = 0;
    while len32(drawn.panels.len()) < wanted {
        if drawn.attempts.is_multiple_of(1000) {
            let (done, of) = progress(fit, drawn.panels.len(), drawn.attempts - last, wanted);
            cx.step(done, of)?;
        }
        // Where all quotas are followed no attempt fails.
        if !fit.whole() && drawn.attempts >= attempts {
            return Err(rejected(pool, attempts, drawn.panels.is_empty()));
        }
        drawn.attempts += 1;
        if let Some(panel) = fit.panel(types, &mut stream, &mut desk) {
            drawn.panels.push(panel);
            last = drawn.attempts;
        }
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

/// Work done and to be done: panels, or, where each takes many attempts, hundredths of panels by the
/// attempts since the last.
fn progress(fit: &Fit, panels: usize, since: u64, wanted: u32) -> (u64, u64) {
    let (panels, wanted) = (u64::from(len32(panels)), u64::from(wanted));
    let Some(expected) = fit
        .expected()
        .filter(|few| **few >= Natural::from(1000_u32))
    else {
        return (panels, wanted);
    };
    let hundredths = Natural::from(since) * Natural::from(100_u8) / expected;
    let hundredths = u64::try_from(hundredths).unwrap_or(99).min(99);
    (100 * panels + hundredths, 100 * wanted)
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

/// How many attempts a panel is expected to take, where that is known before.
pub(in crate::rules::sortition) fn expected(fit: &Fit) -> Value {
    let text = |number: &Natural| Value::from(number.to_string());
    fit.expected().map_or(Value::Null, text)
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
        Fit::Whole(_) | Fit::Apart(_) => Vec::new(),
        Fit::Part(tilted) => tilted.further(types),
    };
    let names = values.into_iter().filter_map(|(feature, value)| {
        let (feature, value, _) = pool.quota(feature, value)?;
        Some(Value::Array(vec![Value::from(feature), Value::from(value)]))
    });
    Value::Array(names.collect())
}
