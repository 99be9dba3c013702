//! The panels of a list: drawn by a rule one by one, then dealt out again, or from a lottery.

pub(in crate::draw) mod lottery;

use std::collections::BTreeMap;

use super::{PanelDraw, PanelSource, Request, numbers};
use crate::draw::codes::{Coded, codes};
use crate::draw::list::{ListError, MAX_PLACES, PanelList};
use crate::draw::pool::{Entropy, SealedPool, fresh};
use crate::draw::schema::{Algorithm, Manifest, Names, Quotas};
use crate::id::{FeatureId, PersonId, ValueId};
use crate::instance::{Instance, Pool};
use crate::json::Value;
use crate::lottery::{DrawKey, Seed};
use crate::outcome::Outcome;
use crate::panel::Kinds;
use crate::problem::Problem;
use crate::rule::{Count, CountOptions, Entry, Prepared};
use crate::rules::{self, sortition};
use crate::run::Work;
use crate::tie::TieRule;

/// The rule that looks at no feature.
const UNIFORM: &str = "sortition/uniform";

/// The rule that looks at strata besides quotas.
const STRATIFIED: &str = "sortition/stratified";

/// Panels in numbers of the pool, and how they were found.
pub(in crate::draw) struct Made {
    pub(in crate::draw) list: PanelList,
    pub(in crate::draw) algorithm: Algorithm,
    /// Chances and what proves them, where the rule finds some.
    pub(in crate::draw) proof: Option<Value>,
}

/// Whether the panels of a request are held to the quotas of the pool.
fn keeps_quotas(request: &Request) -> bool {
    match request.panel.as_ref().map(|panel| &panel.from) {
        Some(PanelSource::Rule { id, .. }) => id != UNIFORM,
        Some(PanelSource::Lottery { .. }) => true,
        None => false,
    }
}

/// The features that records hold: those with quotas that the panels are held to, no others.
pub(super) fn kept_features(request: &Request, pool: &Pool) -> Vec<FeatureId> {
    if keeps_quotas(request) {
        pool.features().ids().collect()
    } else {
        Vec::new()
    }
}

/// The codes of these features and their values, and what they mean.
pub(super) fn coded(pool: &Pool, features: &[FeatureId]) -> (Vec<Coded>, Names) {
    let features = features
        .iter()
        .filter_map(|feature| pool.features().get(*feature));
    let texts: Vec<(&str, Vec<&str>)> = features
        .map(|feature| {
            let values = feature.values.values();
            (
                feature.name.as_str(),
                values.map(|v| v.name.as_str()).collect(),
            )
        })
        .collect();
    codes(&texts)
}

/// Quotas and names as the manifest has them.
pub(super) fn quotas(request: &Request, pool: Option<&Pool>) -> (Quotas, Option<Names>) {
    let Some(pool) = pool.filter(|_| keeps_quotas(request)) else {
        return (Quotas::new(), None);
    };
    let (coded, names) = coded(pool, &kept_features(request, pool));
    let quotas = coded
        .iter()
        .zip(pool.features().values())
        .map(|(coded, feature)| {
            let values = coded.values.iter().zip(feature.values.values());
            let values = values.map(|(code, quota)| (code.clone(), [quota.min, quota.max]));
            (coded.code.clone(), values.collect())
        });
    (quotas.collect(), (!names.is_empty()).then_some(names))
}

/// Draws the panels. `sealed` is the same pool as it is sealed, under the quotas of `manifest`.
pub(super) fn make(
    draw: &PanelDraw,
    instance: &Instance,
    (sealed, manifest): (&SealedPool, &Manifest),
    m: u32,
    entropy: Entropy<'_>,
    work: &mut Work<'_>,
) -> Result<Made, Vec<Problem>> {
    let Instance::Pool(pool) = instance else {
        return Err(vec![Problem::error("draw-people-missing")]);
    };
    if u64::from(m) * u64::from(pool.seats) > MAX_PLACES {
        return Err(vec![
            Problem::error("draw-list-size")
                .found(format!("{m} x {}", pool.seats))
                .expected(MAX_PLACES.to_string()),
        ]);
    }
    let made = match &draw.from {
        PanelSource::Rule { id, params, ties } => {
            let entry = find(id).map_err(|problem| vec![problem])?;
            let ruled = Ruled {
                params,
                ties: ties.clone().unwrap_or_else(|| entry.meta.ties.to_vec()),
            };
            let planning = Seed::from(fresh(entropy));
            if lottery::makes_list(entry) {
                let size = (pool.seats, m);
                lottery::by_lottery(entry, &ruled, sealed, manifest, planning, size, work)?
            } else {
                by_rule(entry, &ruled, instance, pool, m, planning, work)?
            }
        }
        PanelSource::Lottery { panels, algorithm } => {
            let weighted: Vec<(Vec<u32>, u64)> = panels
                .iter()
                .map(|(people, weight)| (numbers(people).collect(), *weight))
                .collect();
            let list = PanelList::from_lottery(pool.seats, &weighted, m);
            Made {
                list: list.map_err(|error| vec![refused(error)])?,
                algorithm: algorithm.clone(),
                proof: None,
            }
        }
    };
    keeps(&made.list, draw, pool)?;
    Ok(made)
}

fn refused(error: ListError) -> Problem {
    Problem::error("draw-list").found(format!("{error:?}"))
}

/// The rule of this id, of the family sortition.
pub(in crate::draw) fn find(id: &str) -> Result<&'static Entry, Problem> {
    let found = rules::find(id).filter(|entry| entry.meta.family() == "sortition");
    found.ok_or_else(|| {
        let known = rules::RULES.iter().map(|entry| entry.meta);
        let known = known
            .filter(|meta| meta.family() == "sortition")
            .map(|meta| meta.id);
        let known: Vec<&str> = known.collect();
        Problem::error("rule-unknown")
            .found(id)
            .expected(known.join(", "))
    })
}

/// How the rule of a request is asked.
pub(in crate::draw) struct Ruled<'a> {
    pub(in crate::draw) params: &'a [(String, String)],
    pub(in crate::draw) ties: Vec<TieRule>,
}

impl Ruled<'_> {
    /// What the manifest says of it.
    fn algorithm(
        &self,
        entry: &Entry,
        params: Value,
        mut objective: Vec<(&str, Value)>,
    ) -> Algorithm {
        let words = self.ties.iter().map(|rule| Value::from(rule.word()));
        Algorithm {
            name: Value::from(entry.meta.id),
            version: Value::from(entry.meta.revision),
            params: Value::object([
                ("dealt", Value::from("equal-within-one")),
                ("rule", params),
                ("ties", Value::Array(words.collect())),
            ]),
            objective: Value::fields(&mut objective),
        }
    }
}

/// On how many panels a person stands, least and most.
fn counted(list: &PanelList, pool: &Pool) -> Result<Vec<(&'static str, Value)>, Vec<Problem>> {
    let counts = list.counts(pool.len());
    let counts = counts.map_err(|error| vec![refused(error)])?;
    let number = |count: Option<u32>| Value::from(count.unwrap_or_default());
    Ok(vec![
        ("least", number(counts.iter().copied().min())),
        ("most", number(counts.iter().copied().max())),
    ])
}

/// "m panels drawn by the rule": panel `j` from the seed `H("draw", planning seed, "panel/j")`, so
/// each has streams of its own; then the seats are dealt with the stream `deal`.
fn by_rule(
    entry: &Entry,
    ruled: &Ruled<'_>,
    instance: &Instance,
    pool: &Pool,
    m: u32,
    planning: Seed,
    work: &mut Work<'_>,
) -> Result<Made, Vec<Problem>> {
    let one = |problem: Problem| vec![problem];
    let prepared = entry.prepare(ruled.params).map_err(one)?;
    let mut members = Vec::new();
    for number in 0..m {
        let seed = DrawKey::derive(planning, &format!("panel/{number}"));
        let seed = Seed::from(seed.into_bytes());
        let panel = draw_one(&prepared, instance, &ruled.ties, seed)?;
        members.extend(numbers(&panel));
        if let Some(progress) = &mut work.progress
            && !progress(u64::from(number) + 1, u64::from(m))
        {
            return Err(one(Problem::error("cancelled")));
        }
    }
    let drawn = PanelList::new(pool.seats, members).map_err(|error| one(refused(error)))?;
    let kinds = kinds(&prepared, pool).map_err(one)?;
    let mut stream = DrawKey::derive(planning, "deal").stream();
    let (list, _) = drawn
        .deal(&kinds, &mut stream)
        .map_err(|error| one(refused(error)))?;
    let objective = counted(&list, pool)?;
    Ok(Made {
        list,
        algorithm: ruled.algorithm(entry, prepared.params.clone(), objective),
        proof: None,
    })
}

fn draw_one(
    prepared: &Prepared,
    instance: &Instance,
    ties: &[TieRule],
    seed: Seed,
) -> Result<Vec<PersonId>, Vec<Problem>> {
    let mut cx = Count::new(CountOptions {
        ties: ties.to_vec(),
        seed: Some(seed),
        ..CountOptions::default()
    });
    match prepared.count(instance, &mut cx) {
        Ok(Outcome::Panel { members, .. }) => Ok(members),
        Ok(other) => Err(vec![
            Problem::error("rule-draws-nothing")
                .found(prepared.meta.id)
                .expected(other.kind()),
        ]),
        Err(error) => Err(error.into_problems()),
    }
}

/// Who may sit where another sits: people equal in every feature that the rule looks at. That are
/// its strata, and features of which some quota can be missed at all.
fn kinds(prepared: &Prepared, pool: &Pool) -> Result<Kinds, Problem> {
    let mut features: Vec<FeatureId> = Vec::new();
    if prepared.meta.id != UNIFORM {
        let can_be_missed = |feature: FeatureId| {
            let mut quotas = pool.quotas().filter(|(of, ..)| *of == feature);
            quotas.any(|(_, _, quota)| quota.min > 0 || quota.max < pool.seats)
        };
        let by = match prepared.meta.id {
            STRATIFIED => {
                let by = prepared.params.get("by").and_then(Value::as_str);
                sortition::stratified::strata_features(pool, by)?
            }
            _ => pool.features().ids().collect(),
        };
        let looked_at = |feature: &FeatureId| by.contains(feature) || can_be_missed(*feature);
        features.extend(pool.features().ids().filter(looked_at));
    }
    let mut known: BTreeMap<Vec<ValueId>, u32> = BTreeMap::new();
    let mut kinds = Vec::new();
    for person in pool.people() {
        let values = features.iter().map(|feature| pool.value(person, *feature));
        let next = crate::id::len32(known.len());
        kinds.push(*known.entry(values.collect()).or_insert(next));
    }
    let households: Vec<u32> = pool.people().filter_map(|p| pool.household(p)).collect();
    Kinds::new(&kinds, &households).ok_or_else(|| Problem::error("draw-pool-row"))
}

/// Every panel is held to the quotas and has no two of a household: what the verifier will ask.
fn keeps(list: &PanelList, draw: &PanelDraw, pool: &Pool) -> Result<(), Vec<Problem>> {
    let uniform = matches!(&draw.from, PanelSource::Rule { id, .. } if id == UNIFORM);
    for panel in list.panels() {
        let people: Vec<PersonId> = panel.iter().copied().map(PersonId).collect();
        if people.iter().any(|person| person.0 >= pool.len()) {
            return Err(vec![refused(ListError::Unknown(0))]);
        }
        let missed = if uniform {
            Vec::new()
        } else {
            pool.missed(&people)
        };
        if !missed.is_empty() {
            return Err(missed
                .into_iter()
                .map(|miss| pool.miss_problem(miss))
                .collect());
        }
        let mut homes: Vec<u32> = people.iter().filter_map(|p| pool.household(*p)).collect();
        crate::sort::sort(&mut homes);
        if homes.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(vec![Problem::error("draw-list-household")]);
        }
    }
    Ok(())
}
