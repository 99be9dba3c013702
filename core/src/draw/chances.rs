//! The file of chances behind a drawn list of panels, counted again.
//!
//! A rule that finds chances (such as `sortition/leximin`) is counted once, when a draw is planned:
//! on the pool as it is sealed, with people under their pseudonyms. What came of it stands in the
//! file of chances, whose digest the manifest holds under `algorithm.objective.proof`. Whoever has
//! that file, the pool file and the panels file makes all of it again from the proposals recorded
//! in it, and holds it against what was sealed. Each proposal goes through the exact check of its
//! rule; nothing is searched for, so this takes seconds and no solver.
//!
//! Its format is described in `docs/spec/ceremony-v1.md`.

use std::collections::BTreeMap;

use super::codes::Coded;
use super::list::PanelsFile;
use super::plan::panels::lottery::{Asked, make, makes_list};
use super::plan::panels::{Ruled, find};
use super::pool::{PoolFile, Tagged};
use super::schema::{Algorithm, Manifest};
use crate::audit::first_difference;
use crate::id::{FeatureId, IdVec, ValueId, ix};
use crate::instance::{Feature, FeatureValue, Instance, Pool};
use crate::json::{Limits, Value, parse_with};
use crate::params::pairs_of;
use crate::rule::Serial;
use crate::run::Work;
use crate::tie::{TieRule, parse_ties};

/// The format of the file.
pub const FORMAT: &str = "isonomia/draw-lottery/1";

/// The largest file of chances.
pub const BYTES: usize = 1 << 28;

/// Counts the chances of a sealed list again: how [`verify`](super::verify) is handed the rules,
/// which a small verifier has no room for.
pub type Replay = fn(&Sealed<'_>) -> Result<Replayed, Unlike>;

/// What is held against each other. Pool and panels are those of the manifest.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// The plan.
    pub manifest: &'a Manifest,
    /// The pool file.
    pub pool: &'a [u8],
    /// The panels file.
    pub panels: &'a [u8],
    /// The file of chances.
    pub chances: &'a [u8],
}

/// What was counted again and found as sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The id of the rule.
    pub rule: &'static str,
    /// Number of panels.
    pub panels: u32,
}

/// Why a list is not shown to have the chances claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// The file does not say this, or not as it should: a pointer into it.
    Malformed(String),
    /// This program does not have the rule in this revision, so it cannot tell.
    Unknown(String),
    /// The rule refuses the recorded proposals: code of the problem, and what was found.
    Refused(String),
    /// Counted again, this is another: a pointer into the file, or into `algorithm`.
    Differs(String),
    /// The first panel of the list, by number, that is another.
    Panel(u32),
}

/// The digest of the file of chances, where a plan states one: `sha256:` and 64 digits.
pub fn stated(manifest: &Manifest) -> Option<&str> {
    let stated = manifest.algorithm.objective.get("proof")?.as_str()?;
    let digits = stated.strip_prefix("sha256:")?;
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (digits.len() == 64 && digits.bytes().all(is_hex)).then_some(stated)
}

/// Counts the chances, their proof and the list again, from the recorded proposals.
///
/// Cost: the check of the rule, dealing the list, and one pass over the files.
///
/// # Errors
/// The first thing that is not as sealed.
pub fn replay(sealed: &Sealed<'_>) -> Result<Replayed, Unlike> {
    let manifest = sealed.manifest;
    let malformed = |path: &str| Unlike::Malformed(path.to_owned());
    let limits = Limits {
        bytes: BYTES,
        ..Limits::default()
    };
    let stated = parse_with(sealed.chances, &limits).map_err(|error| malformed(error.code))?;
    let text = |key: &str| {
        let text = stated.get(key).and_then(Value::as_str);
        text.ok_or_else(|| malformed(&format!("/{key}")))
    };
    if text("format")? != FORMAT {
        return Err(malformed("/format"));
    }
    let id = text("rule")?;
    let entry = find(id).ok().filter(|entry| makes_list(entry));
    let entry = entry.ok_or_else(|| Unlike::Unknown(id.to_owned()))?;
    let revision = stated.get("revision").and_then(Value::as_i64);
    if revision != Some(i64::from(entry.meta.revision)) {
        let revision = revision.ok_or_else(|| malformed("/revision"))?;
        return Err(Unlike::Unknown(format!("{id}, revision {revision}")));
    }
    let seed = text("seed")?.parse().map_err(|_| malformed("/seed"))?;
    let order = order_of(manifest, stated.get("features"));
    let order = order.ok_or_else(|| malformed("/features"))?;
    let proposals = stated.get("proposals").and_then(Value::as_array);
    let proposals = proposals.and_then(|list| list.iter().map(proposal).collect());
    let proposals: Vec<_> = proposals.ok_or_else(|| malformed("/proposals"))?;
    let ties = ties_of(&manifest.algorithm).ok_or_else(|| Unlike::Differs("/ties".to_owned()))?;

    let list = PanelsFile::parse(sealed.panels).map_err(|_| malformed("panels"))?;
    let list = list.list;
    let pool = PoolFile::parse(sealed.pool).map_err(|_| malformed("pool"))?;
    let tagged = tagged(&pool, &order).ok_or_else(|| malformed("pool"))?;
    let found = pseudonymous(&order, manifest, &tagged, list.seats());
    let (pool, positions) = found.ok_or_else(|| malformed("pool"))?;
    let params = stated.get("params").map(pairs_of).unwrap_or_default();
    let ruled = Ruled {
        params: &params,
        ties,
    };
    let asked = Asked {
        entry,
        ruled: &ruled,
        panels: list.len(),
        seed,
        order: &order,
        proposals: Some(proposals),
    };
    let mut work = Work {
        progress: None,
        executor: &Serial,
    };
    let made = make(&Instance::Pool(pool), asked, &mut work).map_err(|problems| {
        let first = problems.first();
        let words = first.map(|first| [first.code, &first.path, &first.found]);
        let words = words.iter().flatten().filter(|word| !word.is_empty());
        Unlike::Refused(words.copied().collect::<Vec<_>>().join(", "))
    })?;
    let differs = |stated: &Value, again: &Value| match first_difference("", stated, again) {
        None => Ok(()),
        Some(problem) => Err(Unlike::Differs(problem.path.clone())),
    };
    differs(&stated, &made.proof.unwrap_or(Value::Null))?;
    differs(&written(&manifest.algorithm), &written(&made.algorithm))?;
    let again = made.list.renumbered(&positions);
    let again = again.map_err(|_| Unlike::Panel(0))?;
    let mut pairs = (0_u32..).zip(again.panels().zip(list.panels()));
    if let Some((number, _)) = pairs.find(|(_, (again, stated))| again != stated) {
        return Err(Unlike::Panel(number));
    }
    Ok(Replayed {
        rule: entry.meta.id,
        panels: list.len(),
    })
}

/// The order of features and values in which a rule numbers them, as it stands in the file:
/// `[[feature,[value,..]],..]`.
pub(super) fn order_value(order: &[Coded]) -> Value {
    let texts = |codes: &[String]| {
        let codes = codes.iter().map(|code| Value::from(code.as_str()));
        Value::Array(codes.collect())
    };
    let features = order.iter().map(|feature| {
        Value::Array(vec![
            Value::from(feature.code.as_str()),
            texts(&feature.values),
        ])
    });
    Value::Array(features.collect())
}

/// Reads what [`order_value`] writes: all features and values of the quotas, each once.
fn order_of(manifest: &Manifest, stated: Option<&Value>) -> Option<Vec<Coded>> {
    let code = |value: &Value| value.as_str().map(str::to_owned);
    let feature = |feature: &Value| -> Option<Coded> {
        let [name, values] = feature.as_array()? else {
            return None;
        };
        Some(Coded {
            code: code(name)?,
            values: values.as_array()?.iter().map(code).collect::<Option<_>>()?,
        })
    };
    let stated = stated?.as_array()?;
    let quotas = &manifest.quotas;
    if stated.len() != quotas.len() {
        return None;
    }
    let order: Vec<Coded> = stated.iter().map(feature).collect::<Option<_>>()?;
    let each: BTreeMap<&str, &Coded> = order.iter().map(|of| (of.code.as_str(), of)).collect();
    let whole = quotas.iter().all(|(feature, values)| {
        let stated = each.get(feature.as_str()).map(|of| of.values.as_slice());
        let mut stated: Vec<&String> = stated.unwrap_or_default().iter().collect();
        crate::sort::sort(&mut stated);
        values.keys().eq(stated)
    });
    whole.then_some(order)
}

fn proposal(value: &Value) -> Option<(String, Value)> {
    let label = value.get("label")?.as_str()?;
    Some((label.to_owned(), value.get("value")?.clone()))
}

fn ties_of(algorithm: &Algorithm) -> Option<Vec<TieRule>> {
    let words = algorithm.params.get("ties")?.as_array()?.iter();
    let words: Option<Vec<&str>> = words.map(Value::as_str).collect();
    parse_ties(&words?.join(",")).ok()
}

fn written(algorithm: &Algorithm) -> Value {
    let part = |value: &Value| value.clone();
    Value::object([
        ("name", part(&algorithm.name)),
        ("objective", part(&algorithm.objective)),
        ("params", part(&algorithm.params)),
        ("version", part(&algorithm.version)),
    ])
}

/// What the records of a pool file say.
fn tagged(pool: &PoolFile, order: &[Coded]) -> Option<Vec<Tagged>> {
    let records = (0..pool.size()).map(|position| Some(pool.get(position)?.1));
    let record = |record: Option<&Value>| -> Option<Tagged> {
        let record = record?;
        let text = |key: &str| record.get(key).and_then(Value::as_str);
        let value = |of: &Coded| {
            let code = text(&of.code)?;
            let at = of.values.iter().position(|known| known == code)?;
            u32::try_from(at).ok().map(ValueId)
        };
        Some(Tagged {
            pseudonym: text("pseudonym")?.to_owned(),
            household: text("household").map(str::to_owned),
            values: order.iter().map(value).collect::<Option<_>>()?,
        })
    };
    records.map(record).collect()
}

/// The pool of which a list is counted: people under their pseudonyms, features by the names and
/// quotas of the manifest. With it, by person, the position of each.
pub(super) fn pseudonymous(
    order: &[Coded],
    manifest: &Manifest,
    people: &[Tagged],
    seats: u32,
) -> Option<(Pool, Vec<u32>)> {
    let name = |feature: &str, value: &str, code: &str| {
        let names = manifest.names.as_ref().and_then(|names| names.get(feature));
        let name = names.and_then(|names| names.get(value));
        name.map_or_else(|| code.to_owned(), Clone::clone)
    };
    let feature = |of: &Coded| -> Option<Feature> {
        let quotas = manifest.quotas.get(&of.code)?;
        let value = |code: &String| {
            let [min, max] = *quotas.get(code)?;
            Some(FeatureValue {
                name: name(&of.code, code, code),
                min,
                max,
                min_flex: 0,
                max_flex: max.max(seats),
            })
        };
        let values: Option<Vec<FeatureValue>> = of.values.iter().map(value).collect();
        Some(Feature {
            name: name(&of.code, "", &of.code),
            values: IdVec::from_vec(values?),
        })
    };
    let features: Option<Vec<Feature>> = order.iter().map(feature).collect();
    let features: IdVec<FeatureId, Feature> = IdVec::from_vec(features?);
    let rows = people.iter().map(|person| {
        let household = person.household.clone();
        (person.pseudonym.clone(), person.values.clone(), household)
    });
    let pool = Pool::new(features, rows.collect(), seats).ok()?;
    let mut positions = vec![0; ix(pool.len())];
    for (position, person) in (0_u32..).zip(people) {
        *positions.get_mut(ix(pool.find(&person.pseudonym)?.0))? = position;
    }
    Some((pool, positions))
}
