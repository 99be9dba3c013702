//! Checks of a transcript, one by one, each with its finding.
//!
//! The verdict is FAIL if any check fails, else UNPROVEN if any is unproven, else PASS (draw/v1,
//! 2.8). The check `rehearsal` is unproven for every transcript of this format, so none is PASS.

use super::schema::{Given, Parts, parts};
use super::{dice_needed, dice_seed};
use crate::audit::{AuditOptions, audit, read_report};
use crate::digest::{Digest, hex};
use crate::draw::verdict::{Check, Finding, Verdict, check, equal};
use crate::formats::Source;
use crate::json::{Limits, Value, parse_with};
use crate::lottery::manifest_hash;
use crate::problem::Problem;
use crate::report::ENGINE;
use crate::rules;
use crate::run::Work;

/// The longest transcript in bytes (draw/v1, 2.8, closed point 2).
const LIMIT: usize = 16 << 20;

/// Checks a transcript; with the files of the pool, draws the panel again.
pub fn verify(
    transcript: &[u8],
    sources: Option<&mut [Source<'_>]>,
    work: &mut Work<'_>,
) -> Verdict {
    let body = transcript.strip_suffix(b"\n").unwrap_or(transcript);
    let limits = Limits {
        bytes: LIMIT,
        ..Limits::default()
    };
    let whole = match parse_with(body, &limits) {
        Ok(whole) => whole,
        Err(error) => {
            let args = vec![
                error.line.to_string(),
                error.column.to_string(),
                error.code.to_owned(),
            ];
            return Verdict::of(
                vec![check("json", Finding::Fail, "json-broken", args)],
                vec![],
            );
        }
    };
    if whole.canonical() != body {
        let broken = check("json", Finding::Fail, "json-not-canonical", vec![]);
        return Verdict::of(vec![broken], vec![]);
    }
    let mut checks = vec![check("json", Finding::Pass, "json-canonical", vec![])];
    let parts = match parts(&whole) {
        Ok(parts) => parts,
        Err(path) => {
            checks.push(check("schema", Finding::Fail, "schema-field", vec![path]));
            return Verdict::of(checks, vec![]);
        }
    };
    checks.push(check("schema", Finding::Pass, "schema-complete", vec![]));
    checks.push(digest(&parts));
    checks.push(manifest(&parts));
    checks.push(source(&parts));
    checks.push(seed(&parts));
    checks.push(report_digest(&parts));
    checks.push(report_agrees(&parts));
    checks.extend(recount(&parts, sources, work));
    checks.push(check("rehearsal", Finding::Unproven, "rehearsal", vec![]));

    let tries = match parts.randomness {
        Given::Dice { .. } => "dice-tries",
        Given::Operator(_) => "seed-chosen",
    };
    let unshown = vec![tries, "fixed-before", "eligible", "after"];
    let mut verdict = Verdict::of(checks, unshown);
    let purpose = parts.manifest.get("purpose").and_then(Value::as_str);
    purpose.unwrap_or_default().clone_into(&mut verdict.purpose);
    let members = parts.report.get("outcome").and_then(|o| o.get("members"));
    let members = members.and_then(Value::as_array).unwrap_or_default().iter();
    verdict.members = members
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    verdict
}

fn digest(parts: &Parts<'_>) -> Check {
    let mut rest = parts.whole.clone();
    if let Value::Object(map) = &mut rest {
        map.remove("digest");
    }
    let computed = Digest::of(&rest.canonical());
    let args = vec![computed.tagged()];
    equal(
        "digest",
        computed == parts.digest,
        ("digest-equal", "digest-differs"),
        args,
    )
}

fn manifest(parts: &Parts<'_>) -> Check {
    let computed = manifest_hash(parts.manifest);
    let args = vec![hex(&computed)];
    equal(
        "manifest-hash",
        computed == parts.manifest_hash,
        ("manifest-equal", "manifest-differs"),
        args,
    )
}

/// Enough dice, or a seed that somebody typed.
fn source(parts: &Parts<'_>) -> Check {
    let Given::Dice {
        source,
        count,
        sides,
        digits,
    } = &parts.randomness
    else {
        return check("source", Finding::Unproven, "seed-by-operator", vec![]);
    };
    let args = vec![count.to_string(), sides.to_string()];
    let evidence = crate::lottery::Evidence::Digits(digits.clone());
    match (source.out(&evidence), dice_needed(*sides)) {
        (Ok(_), Some(needed)) if *count >= needed => {
            check("dice-format", Finding::Pass, "dice-enough", args)
        }
        (Ok(_), Some(needed)) => {
            let args = args.into_iter().chain([needed.to_string()]).collect();
            check("dice-format", Finding::Unproven, "dice-few", args)
        }
        _ => check("dice-format", Finding::Fail, "dice-impossible", args),
    }
}

/// The seed follows from manifest and dice, or is the one typed; and the report used it.
fn seed(parts: &Parts<'_>) -> Check {
    let (computed, code) = match &parts.randomness {
        Given::Dice { source, digits, .. } => (
            dice_seed(&manifest_hash(parts.manifest), source, digits).ok(),
            "seed-follows",
        ),
        Given::Operator(seed) => (Some(*seed), "seed-typed"),
    };
    let used = parts.report.get("seed").and_then(Value::as_str);
    let same = computed == Some(parts.seed) && used == Some(parts.seed.to_string().as_str());
    let args = computed.map(|seed| seed.to_string()).into_iter().collect();
    equal("seed", same, (code, "seed-differs"), args)
}

fn report_digest(parts: &Parts<'_>) -> Check {
    match read_report(&parts.report.canonical()) {
        Ok(_) => check("report-digest", Finding::Pass, "report-equal", vec![]),
        Err(problem) => {
            let args = vec![problem.expected.clone()];
            check("report-digest", Finding::Fail, "report-changed", args)
        }
    }
}

/// The report counts what the manifest announced.
fn report_agrees(parts: &Parts<'_>) -> Check {
    let (manifest, report) = (parts.manifest, parts.report);
    let pool = manifest.get("pool");
    let input = report.get("input");
    let origin = match parts.randomness {
        Given::Dice { .. } => "rehearsal",
        Given::Operator(_) => "operator",
    };
    let pairs = [
        ("params", manifest.get("params"), report.get("params")),
        ("revision", manifest.get("revision"), report.get("revision")),
        ("rule", manifest.get("rule"), report.get("rule")),
        ("seats", manifest.get("seats"), report.get("seats")),
        ("ties", manifest.get("ties"), report.get("ties")),
        (
            "files",
            pool.and_then(|pool| pool.get("files")),
            input.and_then(|input| input.get("files")),
        ),
        (
            "instance",
            pool.and_then(|pool| pool.get("instance")),
            input.and_then(|input| input.get("instance")),
        ),
        (
            "seed_origin",
            Some(&Value::from(origin)),
            report.get("seed_origin"),
        ),
    ];
    let differs = pairs
        .iter()
        .find(|(_, announced, counted)| announced.is_none() || announced != counted);
    match differs {
        None => check(
            "report-agrees",
            Finding::Pass,
            "report-as-announced",
            vec![],
        ),
        Some((key, _, _)) => {
            let args = vec![(*key).to_owned()];
            check("report-agrees", Finding::Fail, "report-other", args)
        }
    }
}

/// The files are those named, and the panel drawn from them again is the same.
fn recount(
    parts: &Parts<'_>,
    sources: Option<&mut [Source<'_>]>,
    work: &mut Work<'_>,
) -> [Check; 2] {
    let pool = |finding, code, args| check("pool-digest", finding, code, args);
    let panel = |finding, code, args| check("panel-recounted", finding, code, args);
    let Some(sources) = sources else {
        return [
            pool(Finding::Unproven, "pool-not-given", vec![]),
            panel(Finding::Unproven, "pool-not-given", vec![]),
        ];
    };
    let verdict = audit(
        &parts.report.canonical(),
        sources,
        AuditOptions::default(),
        work,
    );
    let text = |key: &str| parts.report.get(key).and_then(Value::as_str);
    let engines = || {
        let theirs = text("engine").unwrap_or_default().to_owned();
        vec![theirs, ENGINE.to_owned()]
    };
    let Some(first) = verdict.differences.first() else {
        let panel = if verdict.notes.is_empty() {
            panel(Finding::Pass, "panel-equal", vec![])
        } else {
            panel(Finding::Pass, "panel-equal-engine", engines())
        };
        return [pool(Finding::Pass, "pool-equal", vec![]), panel];
    };
    if first.code == "file-differs" {
        return [
            pool(Finding::Fail, "pool-differs", told(first)),
            panel(Finding::Unproven, "pool-differs-panel", vec![]),
        ];
    }
    let same_pool = if first.code == "report-differs" {
        pool(Finding::Pass, "pool-equal", vec![])
    } else {
        pool(Finding::Unproven, "pool-not-counted", vec![])
    };
    let rule = text("rule").unwrap_or_default();
    let revision = parts.report.get("revision").and_then(Value::as_i64);
    let known =
        rules::find(rule).is_some_and(|entry| revision == Some(i64::from(entry.meta.revision)));
    // One revision of a rule gives one panel, so another version of the engine excuses nothing.
    if !known {
        let args = [vec![rule.to_owned()], engines()].concat();
        return [same_pool, panel(Finding::Unproven, "other-engine", args)];
    }
    let code = if first.code == "report-differs" {
        "panel-differs"
    } else {
        "recount-failed"
    };
    [same_pool, panel(Finding::Fail, code, told(first))]
}

/// Code, place, what is there and what was expected.
fn told(problem: &Problem) -> Vec<String> {
    vec![
        problem.code.to_owned(),
        problem.path.clone(),
        problem.found.clone(),
        problem.expected.clone(),
    ]
}
