//! Programs: the choice over all scenarios, the call of one, and alternates by scaled quotas.

use super::call::Answers;
use super::{Effort, real};
use crate::id::ix;
use crate::panel::alternates::{Call, Measure, Reserve, Scenario};
use crate::propose::{Limits, Program, Row, Variable};

/// The choice by the integer program over all scenarios, and whether the solver claims that
/// nothing is better; `None` where it is too large or nothing was found.
pub(super) fn choose(reserve: &Reserve, effort: Effort) -> Option<(Call, bool)> {
    if effort.nodes == 0 {
        return None;
    }
    let mut program = Program::default();
    let chosen = choice(reserve, &mut program);
    for scenario in &reserve.scenarios {
        add_scenario(reserve, scenario, &mut program, &Supply::Chosen(&chosen));
        if program.variables.len() > ix(effort.variables) {
            return None;
        }
    }
    let limits = Limits {
        nodes: effort.nodes,
        gap: 0.0,
    };
    let found = program.solve(limits).ok()?;
    let call = taken(&found.values, &chosen);
    reserve.allows(&call).then_some((call, found.optimal))
}

/// A variable for each kind, with what every choice must hold to.
fn choice(reserve: &Reserve, program: &mut Program) -> Vec<u32> {
    let whole = |most: u32| Variable {
        objective: 0.0,
        least: 0.0,
        most: real(most),
        whole: true,
    };
    let chosen: Vec<u32> = reserve
        .kinds
        .iter()
        .map(|kind| program.variable(whole(kind.most.min(reserve.count))))
        .collect();
    program.rows.push(at_most(
        chosen.iter().map(|variable| (*variable, 1.0)).collect(),
        real(reserve.count),
    ));
    for (kinds, most) in &reserve.homes {
        let terms = kinds.iter().filter_map(|kind| chosen.get(ix(*kind)));
        program.rows.push(at_most(
            terms.map(|variable| (*variable, 1.0)).collect(),
            real(*most),
        ));
    }
    chosen
}

fn at_most(terms: Vec<(u32, f64)>, most: f64) -> Row {
    Row {
        terms,
        least: f64::NEG_INFINITY,
        most,
    }
}

/// How many of a kind can be called.
enum Supply<'a> {
    /// As many as are chosen, variables by kind.
    Chosen(&'a [u32]),
    /// A choice that is given.
    Given(&'a [(u32, u32)]),
}

/// Whom to call in a scenario, and what that costs; variables of calls with their kinds.
fn add_scenario(
    reserve: &Reserve,
    scenario: &Scenario,
    program: &mut Program,
    supply: &Supply<'_>,
) -> Vec<(u32, u32)> {
    let short = |quota: &u32| {
        let (least, _) = reserve.quotas.get(ix(*quota)).copied().unwrap_or_default();
        scenario
            .left
            .get(ix(*quota))
            .is_some_and(|left| *left < least)
    };
    let weight = real(scenario.weight);
    let mut calls = Vec::new();
    for (number, kind) in (0_u32..).zip(&reserve.kinds) {
        let most = match supply {
            Supply::Chosen(_) => kind.most,
            Supply::Given(chosen) => {
                let found = chosen.iter().find(|(kind, _)| *kind == number);
                found.map_or(0, |(_, most)| *most)
            }
        };
        let here = scenario.away.binary_search(&number).is_err();
        let most = most.min(scenario.gone);
        // Whoever mends no quota that is short is never called.
        if !here || most == 0 || !kind.quotas.iter().any(short) {
            continue;
        }
        let variable = program.variable(Variable {
            objective: 0.0,
            least: 0.0,
            most: real(most),
            whole: true,
        });
        calls.push((variable, number));
        if let Supply::Chosen(chosen) = supply
            && let Some(chosen) = chosen.get(ix(number))
        {
            program
                .rows
                .push(at_most(vec![(variable, 1.0), (*chosen, -1.0)], 0.0));
        }
    }
    let all = calls.iter().map(|(variable, _)| (*variable, 1.0));
    program
        .rows
        .push(at_most(all.collect(), real(scenario.gone)));
    let missed = |objective: f64, most: f64, whole: bool| Variable {
        objective,
        least: 0.0,
        most,
        whole,
    };
    let any =
        (reserve.measure == Measure::Any).then(|| program.variable(missed(weight, 1.0, true)));
    for (quota, ((least, most), left)) in (0_u32..).zip(reserve.quotas.iter().zip(&scenario.left)) {
        let counted = |(_, kind): &&(u32, u32)| {
            let kind = reserve.kinds.get(ix(*kind));
            kind.is_some_and(|kind| kind.quotas.contains(&quota))
        };
        let counted = calls.iter().filter(counted);
        let terms: Vec<(u32, f64)> = counted.map(|(variable, _)| (*variable, 1.0)).collect();
        let short = least.saturating_sub(*left);
        let room = real(*most) - real(*left);
        let over = (real(scenario.gone) - room).max(0.0);
        if short == 0 && over <= 0.0 {
            continue;
        }
        let (slack, scale) = if let Some(any) = any {
            (any, (real(short), over))
        } else {
            let cost = weight / real(reserve.scale(quota));
            let missed = missed(cost, f64::INFINITY, false);
            (program.variable(missed), (1.0, 1.0))
        };
        if short > 0 {
            let mut terms = terms.clone();
            terms.push((slack, scale.0));
            program.rows.push(Row {
                terms,
                least: real(short),
                most: f64::INFINITY,
            });
        }
        if over > 0.0 {
            let mut terms = terms;
            terms.push((slack, -scale.1));
            program.rows.push(at_most(terms, room));
        }
    }
    calls
}

/// Numbers above 0, by kind.
fn taken(values: &[f64], variables: &[u32]) -> Call {
    let number = |variable: &u32| {
        let value = values.get(ix(*variable)).copied().unwrap_or_default();
        whole(value)
    };
    let found = (0_u32..).zip(variables.iter().map(number));
    found.filter(|(_, number)| *number > 0).collect()
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // small
fn whole(value: f64) -> u32 {
    value.round().clamp(0.0, 1e9) as u32
}

/// The best call found of each scenario: by steps, and where that leaves a loss by a program.
pub(super) fn calls(reserve: &Reserve, chosen: &Call, nodes: u64) -> Vec<Call> {
    let answers = Answers::new(reserve);
    let mut numbers = vec![0_u32; reserve.kinds.len()];
    for (kind, number) in chosen {
        if let Some(slot) = numbers.get_mut(ix(*kind)) {
            *slot = *number;
        }
    }
    let call = |scenario: &Scenario| {
        let (stepped, loss) = answers.answer(scenario, &numbers);
        if loss <= 1e-9 {
            return stepped;
        }
        let mut program = Program::default();
        let variables = add_scenario(reserve, scenario, &mut program, &Supply::Given(chosen));
        let Ok(found) = program.solve(Limits { nodes, gap: 0.0 }) else {
            return stepped;
        };
        let mut call = Call::new();
        for (variable, kind) in variables {
            let number = whole(found.values.get(ix(variable)).copied().unwrap_or_default());
            if number > 0 {
                call.push((kind, number));
            }
        }
        let better = reserve.can_call(scenario, chosen, &call)
            && reserve.loss(scenario, &call) < reserve.loss(scenario, &stepped);
        if better { call } else { stepped }
    };
    reserve.scenarios.iter().map(call).collect()
}

/// Alternates as a small panel: quotas times `count / seats`, widened by one at a time until there
/// is such a group; `None` where there is none (or no solver).
pub fn scaled(reserve: &Reserve, seats: u32) -> Option<Call> {
    for wider in 0..=reserve.count {
        let mut program = Program::default();
        let chosen = choice(reserve, &mut program);
        if let Some(row) = program.rows.first_mut() {
            row.least = real(reserve.count);
        }
        for (quota, (least, most)) in (0_u32..).zip(&reserve.quotas) {
            let part = |number: u32| real(number) * real(reserve.count) / real(seats.max(1));
            let counted = reserve.kinds.iter().zip(&chosen);
            let counted = counted.filter(|(kind, _)| kind.quotas.contains(&quota));
            program.rows.push(Row {
                terms: counted.map(|(_, variable)| (*variable, 1.0)).collect(),
                least: (part(*least).floor() - real(wider)).max(0.0),
                most: part(*most).ceil() + real(wider),
            });
        }
        let limits = Limits {
            nodes: 2_000,
            gap: 1.0,
        };
        if let Ok(found) = program.solve(limits) {
            let call = taken(&found.values, &chosen);
            let all: u32 = call.iter().map(|(_, number)| *number).sum();
            if all == reserve.count && reserve.allows(&call) {
                return Some(call);
            }
        }
    }
    None
}
