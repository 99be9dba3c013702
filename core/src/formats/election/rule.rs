//! Whether the rule of a contest can count it: asked by a check, before any ballot is read.

use crate::election::Paper;
use crate::formats::LoadOptions;
use crate::formats::intake::Intake;
use crate::problem::{Diagnostics, Problem};
use crate::rules;
use crate::run::fitting;

/// Records a rule that is not known or does not fit, and every option it does not take, each at
/// its JSON pointer.
pub(super) fn check(paper: &Paper, path: &str, asked: &LoadOptions, diagnostics: &mut Diagnostics) {
    let Some(id) = &paper.rule else { return };
    let instance = Intake::new(paper).finish(asked.seats).instance;
    let pointer = format!("{path}/rule");
    let Some(entry) = rules::find(id) else {
        let fits: Vec<&str> = fitting(&instance).map(|entry| entry.meta.id).collect();
        let problem = Problem::error("rule-unknown").path(pointer).found(id);
        diagnostics.push(problem.expected(fits.join(", ")));
        return;
    };
    if let Err(problem) = entry.accepts(&instance) {
        diagnostics.push(problem.path(pointer));
    }
    let mut sound = true;
    for pair in &paper.params {
        // Options are judged one by one, so that each defect is named, and then together.
        if let Err(problem) = entry.prepare(std::slice::from_ref(pair))
            && matches!(problem.code, "param-unknown" | "param-value")
        {
            sound = false;
            diagnostics.push(problem.path(format!("{path}/params/{}", pair.0)));
        }
    }
    if let Err(problem) = entry.prepare(&paper.params)
        && sound
    {
        let pointer = format!("{path}/params/{}", problem.path);
        diagnostics.push(problem.path(pointer.trim_end_matches('/')));
    }
}
