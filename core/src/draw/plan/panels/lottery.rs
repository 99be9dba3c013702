//! The list of a rule that finds chances and makes its own list of panels from them.

use super::{Made, Ruled, counted, refused};
use crate::digest::Digest;
use crate::draw::list::PanelList;
use crate::id::PersonId;
use crate::instance::{Instance, Pool, object};
use crate::json::Value;
use crate::lottery::{DrawKey, Seed};
use crate::num::ratio_text;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::rule::{Count, CountOptions, Entry};
use crate::run::Work;
use crate::transcript::Event;

use super::super::numbers;

/// The option that says how many panels a list has.
const PANELS: &str = "panels";

/// Whether a rule makes a list of panels by itself.
pub(super) fn makes_list(entry: &Entry) -> bool {
    entry.specs().iter().any(|spec| spec.name == PANELS)
}

/// "m panels of the rule's lottery": counted once, with the seed `H("draw", planning seed,
/// "lottery")`. The chances and their proof stand in a file beside the list, and its digest in the
/// manifest.
pub(super) fn by_lottery(
    entry: &Entry,
    ruled: &Ruled<'_>,
    instance: &Instance,
    pool: &Pool,
    m: u32,
    planning: Seed,
    work: &mut Work<'_>,
) -> Result<Made, Vec<Problem>> {
    let one = |problem: Problem| vec![problem];
    let mut params = ruled.params.to_vec();
    if !params.iter().any(|(name, _)| name == PANELS) {
        params.push((PANELS.to_owned(), m.to_string()));
    }
    let prepared = entry.prepare(&params).map_err(one)?;
    let asked = prepared.params.get(PANELS).and_then(Value::as_i64);
    if asked != Some(i64::from(m)) {
        return Err(one(Problem::error("param-conflict")
            .path(PANELS)
            .found(asked.unwrap_or_default().to_string())
            .expected(m.to_string())));
    }
    let seed = Seed::from(DrawKey::derive(planning, "lottery").into_bytes());
    let mut options = CountOptions {
        ties: ruled.ties.clone(),
        seed: Some(seed),
        executor: work.executor,
        ..CountOptions::default()
    };
    if let Some(progress) = &mut work.progress {
        options.progress = Some(&mut **progress);
    }
    let mut cx = Count::new(options);
    let outcome = prepared.count(instance, &mut cx);
    let outcome = outcome.map_err(crate::rule::CountError::into_problems)?;
    let Outcome::PanelLottery {
        people,
        panels,
        certificate,
        ..
    } = outcome
    else {
        return Err(one(Problem::error("rule-draws-nothing")
            .found(prepared.meta.id)
            .expected(outcome.kind())));
    };
    let members = panels
        .iter()
        .flat_map(|(panel, _)| numbers(panel))
        .collect();
    let list = PanelList::new(pool.seats, members).map_err(|error| one(refused(error)))?;
    let chance = |(person, chance): &(PersonId, crate::num::Ratio)| {
        Value::Array(vec![
            Value::from(pool.id(*person)),
            Value::from(ratio_text(chance)),
        ])
    };
    let proposals = cx.events().iter().filter_map(|event| match event {
        Event::Proposal { label, value } => Some(object(vec![
            ("label", Value::from(*label)),
            ("value", value.clone()),
        ])),
        _ => None,
    });
    let proof = object(vec![
        ("certificate", certificate.clone()),
        ("chances", Value::Array(people.iter().map(chance).collect())),
        ("params", prepared.params.clone()),
        ("proposals", Value::Array(proposals.collect())),
        ("revision", Value::from(entry.meta.revision)),
        ("rule", Value::from(entry.meta.id)),
        ("seats", Value::from(pool.seats)),
        ("seed", Value::from(seed.to_string())),
    ]);
    let mut objective = counted(&list, pool)?;
    objective.push((
        "proof",
        Value::from(Digest::of(&proof.canonical()).tagged()),
    ));
    if let Some(loss) = certificate.get("list").and_then(|list| list.get("loss")) {
        objective.push(("loss", loss.clone()));
    }
    Ok(Made {
        list,
        algorithm: ruled.algorithm(entry, prepared.params.clone(), objective),
        proof: Some(proof),
    })
}
