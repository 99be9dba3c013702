//! Multipliers of the bound: the dual of the linear relaxation, or steps along subgradients.

use super::{Effort, real};
use crate::id::{ix, len32};
use crate::panel::alternates::{Measure, Multipliers, Plan, Reserve, Scenario, UNIT};
use crate::propose::{Limits, Program, Row, Variable};

/// Multipliers of one scenario in floats.
#[derive(Clone, Debug, Default)]
struct Soft {
    quotas: Vec<f64>,
    gone: f64,
}

/// Multipliers for each scenario; whatever they are, a bound follows from them.
pub(super) fn multipliers(reserve: &Reserve, plan: &Plan, effort: Effort) -> Vec<Multipliers> {
    let soft = match reserve.measure {
        Measure::Any => each(reserve, effort),
        Measure::Sum => {
            together(reserve, effort).unwrap_or_else(|| ascended(reserve, plan, effort))
        }
    };
    soft.iter().map(|soft| rounded(reserve, soft)).collect()
}

/// In millionths, towards 0: in range whatever the floats are.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation)] // clamped
fn rounded(reserve: &Reserve, soft: &Soft) -> Multipliers {
    let whole = |value: f64, most: i64| {
        let value = if value.is_finite() { value * 1e6 } else { 0.0 };
        // A hair is added, or the float of 1/3 would fall short of 333333.
        let value = value + if value < 0.0 { -1e-3 } else { 1e-3 };
        (value.trunc().clamp(-1e15, 1e15) as i64).clamp(-most, most)
    };
    Multipliers {
        quotas: (0_u32..)
            .zip(&soft.quotas)
            .map(|(quota, value)| whole(*value, UNIT / i64::from(reserve.scale(quota))))
            .collect(),
        gone: whole(soft.gone, UNIT * 1000).max(0),
    }
}

/// The variables of one scenario in a dual program.
struct Vars {
    /// Quota, variable, and 1 for a quota that is short, -1 for one that may be passed.
    quotas: Vec<(u32, u32, f64)>,
    gone: u32,
    /// Kind and what calling one is worth.
    kinds: Vec<(u32, u32)>,
}

/// Adds the variables and rows of a scenario; `worth` is what one of a kind costs the objective.
fn add(
    reserve: &Reserve,
    scenario: &Scenario,
    program: &mut Program,
    worth: &dyn Fn(u32) -> f64,
) -> Vars {
    let weight = match reserve.measure {
        Measure::Sum => real(scenario.weight),
        Measure::Any => 1.0,
    };
    let variable = |objective: f64, most: f64| Variable {
        objective,
        least: 0.0,
        most,
        whole: false,
    };
    let mut quotas = Vec::new();
    for (quota, ((least, most), left)) in (0_u32..).zip(reserve.quotas.iter().zip(&scenario.left)) {
        let cost = 1.0 / real(reserve.scale(quota));
        if left < least {
            let short = weight * real(least - left);
            quotas.push((quota, program.variable(variable(short, cost)), 1.0));
        }
        if *left + scenario.gone > *most {
            let over = weight * (real(*left) - real(*most));
            quotas.push((quota, program.variable(variable(over, cost)), -1.0));
        }
    }
    let gone = program.variable(variable(-weight * real(scenario.gone), f64::INFINITY));
    let mut kinds = Vec::new();
    for (number, kind) in (0_u32..).zip(&reserve.kinds) {
        let counts = |(quota, ..): &&(u32, u32, f64)| kind.quotas.contains(quota);
        let counted: Vec<&(u32, u32, f64)> = quotas.iter().filter(counts).collect();
        let helps = counted.iter().any(|(_, _, sign)| *sign > 0.0);
        if !helps || scenario.away.binary_search(&number).is_ok() {
            continue;
        }
        let call = program.variable(variable(worth(number), f64::INFINITY));
        kinds.push((number, call));
        let mut terms = vec![(call, 1.0), (gone, 1.0)];
        terms.extend(counted.iter().map(|(_, variable, sign)| (*variable, -sign)));
        program.rows.push(Row {
            terms,
            least: 0.0,
            most: f64::INFINITY,
        });
    }
    Vars {
        quotas,
        gone,
        kinds,
    }
}

fn read(reserve: &Reserve, vars: &Vars, values: &[f64]) -> Soft {
    let value = |variable: u32| values.get(ix(variable)).copied().unwrap_or_default();
    let mut soft = Soft {
        quotas: vec![0.0; reserve.quotas.len()],
        gone: value(vars.gone),
    };
    for (quota, variable, sign) in &vars.quotas {
        if let Some(slot) = soft.quotas.get_mut(ix(*quota)) {
            *slot += sign * value(*variable);
        }
    }
    soft
}

/// Scenario by scenario, with everybody as an alternate: is there hope at all?
fn each(reserve: &Reserve, effort: Effort) -> Vec<Soft> {
    let one = |scenario: &Scenario| {
        let mut program = Program {
            maximise: true,
            ..Program::default()
        };
        let most = |kind: u32| {
            reserve
                .kinds
                .get(ix(kind))
                .map_or(0.0, |kind| -real(kind.most))
        };
        let vars = add(reserve, scenario, &mut program, &most);
        let none = Soft {
            quotas: vec![0.0; reserve.quotas.len()],
            gone: 0.0,
        };
        if program.variables.len() > ix(effort.variables) {
            return none;
        }
        let found = program.solve(Limits::default());
        found.map_or(none, |found| read(reserve, &vars, &found.values))
    };
    reserve.scenarios.iter().map(one).collect()
}

/// The dual over all scenarios; `None` where it is too large or fails.
fn together(reserve: &Reserve, effort: Effort) -> Option<Vec<Soft>> {
    let mut program = Program {
        maximise: true,
        ..Program::default()
    };
    let free = |objective: f64| Variable {
        objective,
        least: 0.0,
        most: f64::INFINITY,
        whole: false,
    };
    let place = program.variable(free(-real(reserve.count)));
    let mut terms: Vec<Vec<(u32, f64)>> = Vec::new();
    for kind in &reserve.kinds {
        let own = program.variable(free(-real(kind.most)));
        terms.push(vec![(place, 1.0), (own, 1.0)]);
    }
    let mut all = Vec::new();
    for scenario in &reserve.scenarios {
        let vars = add(reserve, scenario, &mut program, &|_| 0.0);
        for (kind, call) in &vars.kinds {
            if let Some(terms) = terms.get_mut(ix(*kind)) {
                terms.push((*call, -real(scenario.weight)));
            }
        }
        all.push(vars);
        if program.variables.len() > ix(effort.variables) {
            return None;
        }
    }
    program.rows.extend(terms.into_iter().map(|terms| Row {
        terms,
        least: 0.0,
        most: f64::INFINITY,
    }));
    let found = program.solve(Limits::default()).ok()?;
    let read = all.iter().map(|vars| read(reserve, vars, &found.values));
    Some(read.collect())
}

/// Steps along subgradients, from the multipliers that the plan suggests: what is still short
/// costs its full price.
fn ascended(reserve: &Reserve, plan: &Plan, effort: Effort) -> Vec<Soft> {
    let cost = |quota: usize| 1.0 / real(reserve.scale(len32(quota)));
    let mut soft: Vec<Soft> = reserve
        .scenarios
        .iter()
        .zip(&plan.calls)
        .map(|(scenario, call)| {
            let counts = reserve.counts(scenario, call);
            let rows = reserve.quotas.iter().zip(counts).enumerate();
            let quotas = rows.map(|(quota, ((least, most), count))| match () {
                () if count < *least => cost(quota),
                () if count > *most => -cost(quota),
                () => 0.0,
            });
            Soft {
                quotas: quotas.collect(),
                gone: 0.0,
            }
        })
        .collect();
    let mut best = soft.clone();
    let mut most = f64::NEG_INFINITY;
    for step in 0..effort.steps {
        let (value, chosen) = value(reserve, &soft);
        if value > most {
            most = value;
            best.clone_from(&soft);
        }
        let length = 0.5 / (1.0 + 0.05 * real(step));
        for (scenario, soft) in reserve.scenarios.iter().zip(&mut soft) {
            climb(reserve, scenario, soft, &chosen, length);
        }
    }
    best
}

/// What one of each kind is worth in a scenario.
fn worths<'a>(
    reserve: &'a Reserve,
    scenario: &'a Scenario,
    soft: &'a Soft,
) -> impl Iterator<Item = f64> + 'a {
    (0_u32..).zip(&reserve.kinds).map(|(number, kind)| {
        if scenario.away.binary_search(&number).is_ok() {
            return 0.0;
        }
        let quotas = kind.quotas.iter();
        let worth: f64 = quotas.filter_map(|quota| soft.quotas.get(ix(*quota))).sum();
        (worth - soft.gone).max(0.0)
    })
}

/// The bound in floats, and the choice against which it holds.
fn value(reserve: &Reserve, soft: &[Soft]) -> (f64, Vec<u32>) {
    let mut sum = 0.0;
    let mut worth = vec![0.0; reserve.kinds.len()];
    for (scenario, soft) in reserve.scenarios.iter().zip(soft) {
        let weight = real(scenario.weight);
        sum -= weight * soft.gone * real(scenario.gone);
        let rows = reserve.quotas.iter().zip(&scenario.left).zip(&soft.quotas);
        for (((least, most), left), t) in rows {
            let quota = if *t >= 0.0 { least } else { most };
            sum += weight * t * (real(*quota) - real(*left));
        }
        for (worth, one) in worth.iter_mut().zip(worths(reserve, scenario, soft)) {
            *worth += weight * one;
        }
    }
    let mut order: Vec<(f64, usize)> = worth.into_iter().zip(0..).collect();
    order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut chosen = vec![0; reserve.kinds.len()];
    let mut free = reserve.count;
    for (worth, kind) in order {
        let most = reserve
            .kinds
            .get(kind)
            .map_or(0, |kind| kind.most.min(free));
        if worth <= 0.0 || most == 0 {
            continue;
        }
        free -= most;
        sum -= worth * real(most);
        if let Some(slot) = chosen.get_mut(kind) {
            *slot = most;
        }
    }
    (sum, chosen)
}

fn climb(reserve: &Reserve, scenario: &Scenario, soft: &mut Soft, chosen: &[u32], length: f64) {
    let mut counts = scenario.left.clone();
    let mut called = 0_u32;
    let worth: Vec<f64> = worths(reserve, scenario, soft).collect();
    for ((kind, worth), number) in reserve.kinds.iter().zip(worth).zip(chosen) {
        if worth > 0.0 && *number > 0 {
            called += number;
            for quota in &kind.quotas {
                if let Some(count) = counts.get_mut(ix(*quota)) {
                    *count += number;
                }
            }
        }
    }
    let rows = reserve.quotas.iter().zip(counts).zip(&mut soft.quotas);
    let mut average = 0.0;
    for (quota, (((least, most), count), t)) in (0_u32..).zip(rows) {
        let cost = 1.0 / real(reserve.scale(quota));
        average += cost;
        let below = real(*least) - real(count);
        let above = real(count) - real(*most);
        let slope = if *t > 0.0 || (*t == 0.0 && below > 0.0) {
            below
        } else if *t < 0.0 || above > 0.0 {
            -above
        } else {
            0.0
        };
        let moved = *t + length * cost * slope;
        // A multiplier stops at 0 before it changes sides.
        let moved = if moved * *t < 0.0 { 0.0 } else { moved };
        *t = moved.clamp(-cost, cost);
    }
    average /= real(len32(reserve.quotas.len()).max(1));
    let slope = real(called) - real(scenario.gone);
    soft.gone = (soft.gone + length * average * slope).max(0.0);
}
