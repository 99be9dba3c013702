//! The report of a choice of alternates, and its check.

use super::baseline::nearest;
use super::find::{Plan, Proven, check};
use super::problem::{Measure, Reserve};
use super::sample::{Asked, people, reserve};
use crate::digest::Digest;
use crate::id::{PersonId, len32};
use crate::instance::{Pool, object};
use crate::json::{Limits, Value, parse_with};
use crate::lottery::Seed;
use crate::num::{Ratio, ratio_text};
use crate::panel::dropout::Stay;
use crate::panel::selection;
use crate::problem::Problem;
use crate::propose::reserve::{Effort, answer, propose, scaled};

/// The format of the report.
pub const FORMAT: &str = "isonomia/alternates/1";

/// The format of the terms: what is to be fixed before the draw.
pub const TERMS: &str = "isonomia/alternates-terms/1";

/// The fields of a report.
const FIELDS: [&str; 14] = [
    "alternates",
    "bound_terms",
    "different",
    "format",
    "least_possible",
    "loss",
    "loss_without",
    "manifest",
    "panel",
    "plan",
    "pool",
    "seed",
    "seed_origin",
    "terms",
];

/// Alternates that were chosen.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The question.
    pub reserve: Reserve,
    /// What was proposed.
    pub plan: Plan,
    /// What it is worth.
    pub proven: Proven,
    /// The alternates, ascending.
    pub people: Vec<PersonId>,
    /// The mean loss without alternates.
    pub without: Ratio,
    /// The mean losses of simpler ways, by name: `scaled` (a small panel by scaled quotas),
    /// `nearest` (the most alike to those who may leave).
    pub simpler: Vec<(&'static str, Ratio)>,
    /// What found the choice: `program`, `steps`, `scaled` or `nearest`.
    pub by: String,
    /// Whether a solver claims that nothing is better; the bound is what is proven.
    pub optimal: bool,
}

/// Where the seed comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// `operator`, `rehearsal` or `draw`.
    pub origin: &'a str,
    /// The manifest hash of the sealed draw.
    pub manifest: Option<[u8; 32]>,
    /// Whether that manifest binds the [`terms`].
    pub bound: bool,
}

/// What decides besides the panel and the seed: to be published, or bound by the manifest, before
/// the draw, so that nobody tries numbers once the seed is known.
pub fn terms(asked: &Asked<'_>) -> Value {
    object(vec![
        ("format", Value::from(TERMS)),
        ("alternates_drop", Value::from(asked.alternates_drop)),
        ("count", Value::from(asked.count)),
        ("measure", Value::from(asked.measure.word())),
        ("scenarios", Value::from(asked.scenarios)),
        ("stay", asked.stay.to_value(asked.pool)),
    ])
}

/// Chooses alternates: proposes, and checks what was proposed.
///
/// # Errors
/// Those of [`reserve`] and [`check`].
pub fn choose(asked: &Asked<'_>, seed: Seed, effort: Effort) -> Result<Chosen, Problem> {
    let question = reserve(asked, seed)?;
    let mut given = Vec::new();
    if let Some(call) = scaled(&question, len32(asked.panel.len())) {
        given.push(("scaled", call));
    }
    given.push(("nearest", nearest(asked, &question)));
    let mut simpler = Vec::new();
    for (name, call) in &given {
        let plan = answer(&question, call, effort);
        simpler.push((*name, check(&question, &plan)?.loss));
    }
    let calls: Vec<_> = given.iter().map(|(_, call)| call.clone()).collect();
    let found = propose(&question, &calls, effort);
    let proven = check(&question, &found.plan)?;
    let number = found.by.strip_prefix("given ");
    let number: Option<usize> = number.and_then(|number| number.parse().ok());
    let by = number.and_then(|number| given.get(number));
    Ok(Chosen {
        people: people(asked, &found.plan.chosen, seed),
        without: question.mean_loss(&[]),
        by: by.map_or(found.by, |(name, _)| (*name).to_owned()),
        plan: found.plan,
        proven,
        simpler,
        optimal: found.optimal,
        reserve: question,
    })
}

impl Chosen {
    /// As JSON: everything that decided, the proposal, and what it is worth. What nobody can check
    /// from it (what found the choice, what a solver claims, how simpler ways do) is left out.
    pub fn to_value(&self, asked: &Asked<'_>, seed: Seed, source: &Source<'_>) -> Value {
        let ids = |people: &[PersonId]| {
            let ids = people
                .iter()
                .map(|person| Value::from(asked.pool.id(*person)));
            Value::Array(ids.collect())
        };
        let ratio = |ratio: &Ratio| Value::from(ratio_text(ratio));
        let manifest = source.manifest.map(|hash| crate::digest::hex(&hash));
        object(vec![
            ("format", Value::from(FORMAT)),
            ("pool", Value::from(pool_digest(asked.pool))),
            ("panel", ids(asked.panel)),
            ("terms", terms(asked)),
            ("seed", Value::from(seed.to_string())),
            ("seed_origin", Value::from(source.origin)),
            ("manifest", manifest.map_or(Value::Null, Value::from)),
            ("bound_terms", Value::from(source.bound)),
            (
                "different",
                Value::from(len32(self.reserve.scenarios.len())),
            ),
            ("plan", self.plan.to_value()),
            ("alternates", ids(&self.people)),
            ("loss", ratio(&self.proven.loss)),
            ("least_possible", ratio(&self.proven.bound)),
            ("loss_without", ratio(&self.without)),
        ])
    }
}

fn pool_digest(pool: &Pool) -> String {
    Digest::of(&pool.to_value().canonical()).tagged()
}

/// Reads a report from its bytes.
///
/// # Errors
/// `report-json` with the place.
pub fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    let limits = Limits {
        bytes: usize::MAX,
        ..Limits::default()
    };
    let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    parse_with(body, &limits).map_err(|error| {
        Problem::error("report-json")
            .at(error.line, error.column)
            .found(error.detail)
    })
}

/// Checks a report against its pool: the scenarios are tossed again, the proposal is checked, and
/// everything that follows from it is compared. Nothing is optimised. A field that is not of the
/// format is refused, so that nothing unchecked stands beside what is proven. Where the seed comes
/// from (`seed_origin`, `manifest`, `bound_terms`) stays the word of whoever made the report, to be
/// held against the sealed draw.
///
/// # Errors
/// `alternates-report` with the place that is not as it should be; those of [`check`].
pub fn recheck(pool: &Pool, report: &Value) -> Result<Proven, Problem> {
    let wrong = |path: &str| Problem::error("alternates-report").path(path);
    let text = |key: &str| report.get(key).and_then(Value::as_str);
    let format = text("format").unwrap_or_default();
    if format != FORMAT {
        return Err(wrong("format").found(format).expected(FORMAT));
    }
    if let Value::Object(fields) = report
        && let Some(other) = fields.keys().find(|key| !FIELDS.contains(&key.as_str()))
    {
        return Err(wrong(other));
    }
    let same = |key: &str, stated: Option<&str>, found: &str| match stated {
        Some(stated) if stated == found => Ok(()),
        stated => Err(wrong(key).found(stated.unwrap_or_default()).expected(found)),
    };
    same("pool", text("pool"), &pool_digest(pool))?;
    let ids = |key: &str| {
        let list = report.get(key).and_then(Value::as_array);
        let ids: Option<Vec<&str>> = list.and_then(|list| list.iter().map(Value::as_str).collect());
        ids.ok_or_else(|| wrong(key))
    };
    let panel = selection::people(pool, ids("panel")?.into_iter())?;
    let stated = report.get("terms").ok_or_else(|| wrong("terms"))?;
    let number = |key: &str| {
        let number = stated.get(key).and_then(Value::as_i64);
        number
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| wrong(key))
    };
    let word = |key: &str| stated.get(key).and_then(Value::as_str).unwrap_or_default();
    let stay = stated.get("stay").unwrap_or(&Value::Null);
    let stay = Stay::from_value(pool, stay).ok_or_else(|| wrong("stay"))?;
    let drops = stated.get("alternates_drop").and_then(Value::as_bool);
    let asked = Asked {
        pool,
        panel: &panel,
        stay: &stay,
        count: number("count")?,
        scenarios: number("scenarios")?,
        measure: Measure::from_word(word("measure")).ok_or_else(|| wrong("measure"))?,
        alternates_drop: drops.ok_or_else(|| wrong("alternates_drop"))?,
    };
    let seed = text("seed").and_then(|seed| seed.parse().ok());
    let seed: Seed = seed.ok_or_else(|| wrong("seed"))?;
    let question = reserve(&asked, seed)?;
    let different = u64::from(len32(question.scenarios.len()));
    let stated = report.get("different").and_then(Value::as_i64);
    if stated.and_then(|stated| u64::try_from(stated).ok()) != Some(different) {
        return Err(wrong("different").expected(different.to_string()));
    }
    let plan = report.get("plan").unwrap_or(&Value::Null);
    let plan = Plan::from_value(&question, plan)?;
    let proven = check(&question, &plan)?;
    same("loss", text("loss"), &ratio_text(&proven.loss))?;
    same(
        "least_possible",
        text("least_possible"),
        &ratio_text(&proven.bound),
    )?;
    let without = question.mean_loss(&[]);
    same("loss_without", text("loss_without"), &ratio_text(&without))?;
    let alternates = people(&asked, &plan.chosen, seed);
    let alternates: Vec<&str> = alternates.iter().map(|person| pool.id(*person)).collect();
    let listed = ids("alternates")?;
    if listed != alternates {
        let expected = alternates.join(", ");
        return Err(wrong("alternates")
            .found(listed.join(", "))
            .expected(expected));
    }
    Ok(proven)
}
