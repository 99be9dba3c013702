//! The list of a rule that finds chances and makes its own list of panels from them.
//!
//! It is counted on the pool as it is sealed, people under their pseudonyms: so the file of chances
//! names nobody, and whoever has the pool file counts the same again ([`chances`](crate::draw::chances)).

use super::{Made, Ruled, counted, refused};
use crate::digest::Digest;
use crate::draw::chances::{FORMAT, order_value, pseudonymous};
use crate::draw::codes::Coded;
use crate::draw::list::PanelList;
use crate::draw::pool::SealedPool;
use crate::draw::schema::Manifest;
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
pub(in crate::draw) fn makes_list(entry: &Entry) -> bool {
    entry.specs().iter().any(|spec| spec.name == PANELS)
}

/// How the list of a rule is asked for.
pub(in crate::draw) struct Asked<'a> {
    pub(in crate::draw) entry: &'static Entry,
    pub(in crate::draw) ruled: &'a Ruled<'a>,
    /// How many panels.
    pub(in crate::draw) panels: u32,
    /// The seed of the list.
    pub(in crate::draw) seed: Seed,
    /// Codes of features and values in the order in which the rule numbers them.
    pub(in crate::draw) order: &'a [Coded],
    /// What solvers proposed when this was counted before.
    pub(in crate::draw) proposals: Option<Vec<(String, Value)>>,
}

/// "m panels of the rule's lottery": counted once, with the seed `H("draw", planning seed,
/// "lottery")`. The chances and their proof stand in a file beside the list, and its digest in the
/// manifest.
pub(super) fn by_lottery(
    entry: &'static Entry,
    ruled: &Ruled<'_>,
    sealed: &SealedPool,
    manifest: &Manifest,
    planning: Seed,
    (seats, panels): (u32, u32),
    work: &mut Work<'_>,
) -> Result<Made, Vec<Problem>> {
    let (pool, positions) = pseudonymous(sealed.coded(), manifest, &sealed.tagged(), seats)
        .ok_or_else(|| vec![Problem::error("draw-pool-row")])?;
    let asked = Asked {
        entry,
        ruled,
        panels,
        seed: Seed::from(DrawKey::derive(planning, "lottery").into_bytes()),
        order: sealed.coded(),
        proposals: None,
    };
    let made = make(&Instance::Pool(pool), asked, work)?;
    let list = made.list.renumbered(&positions);
    let list = list.and_then(|list| list.renumbered(&sealed.persons()));
    Ok(Made {
        list: list.map_err(|error| vec![refused(error)])?,
        ..made
    })
}

/// Counts, and puts list, chances and proof together. The list has people of this instance.
pub(in crate::draw) fn make(
    instance: &Instance,
    asked: Asked<'_>,
    work: &mut Work<'_>,
) -> Result<Made, Vec<Problem>> {
    let one = |problem: Problem| vec![problem];
    let Instance::Pool(pool) = instance else {
        return Err(one(Problem::error("input-not-accepted")
            .found(instance.kind())
            .expected("pool")));
    };
    let (entry, ruled) = (asked.entry, asked.ruled);
    let mut params = ruled.params.to_vec();
    if !params.iter().any(|(name, _)| name == PANELS) {
        params.push((PANELS.to_owned(), asked.panels.to_string()));
    }
    let prepared = entry.prepare(&params).map_err(one)?;
    let stated = prepared.params.get(PANELS).and_then(Value::as_i64);
    if stated != Some(i64::from(asked.panels)) {
        return Err(one(Problem::error("param-conflict")
            .path(PANELS)
            .found(stated.unwrap_or_default().to_string())
            .expected(asked.panels.to_string())));
    }
    let mut options = CountOptions {
        ties: ruled.ties.clone(),
        seed: Some(asked.seed),
        proposals: asked.proposals,
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
    let proof = proof(
        pool,
        &asked.seed,
        asked.order,
        &people,
        &certificate,
        &prepared,
        &cx,
    );
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

/// The file of chances.
fn proof(
    pool: &Pool,
    seed: &Seed,
    order: &[Coded],
    people: &[(PersonId, crate::num::Ratio)],
    certificate: &Value,
    prepared: &crate::rule::Prepared,
    cx: &Count<'_>,
) -> Value {
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
    object(vec![
        ("certificate", certificate.clone()),
        ("chances", Value::Array(people.iter().map(chance).collect())),
        ("features", order_value(order)),
        ("format", Value::from(FORMAT)),
        ("params", prepared.params.clone()),
        ("proposals", Value::Array(proposals.collect())),
        ("revision", Value::from(prepared.meta.revision)),
        ("rule", Value::from(prepared.meta.id)),
        ("seats", Value::from(pool.seats)),
        ("seed", Value::from(seed.to_string())),
    ])
}
