//! Alternates: a choice, whom to call in each scenario, and multipliers that bound what any choice
//! can do. All of it are guesses that [`alternates::check`](crate::panel::alternates::check)
//! recomputes exactly.
//!
//! The choice is the best of several: one that adds the alternate who helps most, step by step,
//! and then swaps; those of the callers (baselines); and, where the whole question is small
//! enough, the integer program over all scenarios. Multipliers come from the dual of its linear
//! relaxation, or, where that is too large, from steps along subgradients.

mod call;
mod dual;
mod steps;
mod whole;

use crate::panel::alternates::{Call, Plan, Reserve};

pub use whole::scaled;

/// How much is tried. Numbers of things done, never time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// The most nodes of the search tree of the integer program, 0 for none.
    pub nodes: u64,
    /// The most variables of an integer or linear program over all scenarios.
    pub variables: u32,
    /// The most scenarios answered while choices are compared.
    pub answers: u64,
    /// Steps along subgradients.
    pub steps: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            nodes: 200,
            variables: 2_500,
            answers: 3_000_000,
            steps: 400,
        }
    }
}

/// What was proposed, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The plan.
    pub plan: Plan,
    /// What found the choice: `program`, `steps`, or `given` and the number of a choice given.
    pub by: String,
    /// Whether the integer program ended with the claim that nothing is better.
    pub optimal: bool,
}

/// Proposes the best of what is found and of the choices given.
pub fn propose(reserve: &Reserve, given: &[Call], effort: Effort) -> Proposed {
    let mut answers = call::Answers::new(reserve);
    let mut found: Vec<(String, Call)> = Vec::new();
    let stepped = steps::choose(&mut answers, effort.answers);
    let program = whole::choose(reserve, effort);
    let optimal = program.as_ref().is_some_and(|(_, optimal)| *optimal);
    if let Some((chosen, _)) = program {
        found.push(("program".to_owned(), chosen));
    }
    found.push(("steps".to_owned(), stepped));
    for (number, chosen) in given.iter().enumerate() {
        if reserve.allows(chosen) {
            found.push((format!("given {number}"), chosen.clone()));
        }
    }
    let mut best: Option<(f64, String, Plan)> = None;
    for (by, chosen) in found {
        let calls = whole::calls(reserve, &chosen, effort.nodes.max(1));
        let loss = call::mean(reserve, &calls);
        if best.as_ref().is_none_or(|(least, ..)| loss < least - 1e-12) {
            let plan = Plan {
                chosen,
                calls,
                multipliers: Vec::new(),
            };
            best = Some((loss, by, plan));
        }
    }
    let (_, by, mut plan) = best.unwrap_or_default();
    plan.multipliers = dual::multipliers(reserve, &plan, effort);
    Proposed { plan, by, optimal }
}

/// Whom to call in each scenario, for a choice that is given.
pub fn answer(reserve: &Reserve, chosen: &Call, effort: Effort) -> Plan {
    Plan {
        calls: whole::calls(reserve, chosen, effort.nodes.max(1)),
        chosen: chosen.clone(),
        multipliers: Vec::new(),
    }
}

/// A whole number as a float; all of them are small.
fn real(number: u32) -> f64 {
    f64::from(number)
}

#[cfg(all(test, feature = "solvers"))]
mod tests;
