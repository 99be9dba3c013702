//! What a transcript must hold: closed objects, every field there and no other.

use super::{FORMAT, PURPOSE_LIMIT};
use crate::digest::{Digest, unhex32};
use crate::json::Value;
use crate::lottery::{Evidence, Seed, Source};
use crate::report;

/// A transcript whose shape is right.
pub(super) struct Parts<'a> {
    pub(super) whole: &'a Value,
    pub(super) manifest: &'a Value,
    pub(super) manifest_hash: [u8; 32],
    pub(super) randomness: Given,
    pub(super) seed: Seed,
    pub(super) report: &'a Value,
    pub(super) digest: Digest,
}

/// The announced source with what it gave.
pub(super) enum Given {
    /// Dice and their digits.
    Dice {
        source: Source,
        count: u32,
        sides: u32,
        digits: String,
    },
    /// A seed typed by the operator.
    Operator(Seed),
}

/// The parts of a transcript; `Err` with the path of the field that is not as it must be.
pub(super) fn parts(whole: &Value) -> Result<Parts<'_>, String> {
    closed(
        whole,
        "",
        &[
            "digest",
            "evidence",
            "format",
            "manifest",
            "manifest_hash",
            "rehearsal",
            "report",
            "seed",
        ],
    )?;
    let field = |key: &str| whole.get(key).ok_or_else(|| format!("/{key}"));
    let text = |key: &str| {
        let found = field(key)?.as_str();
        found.ok_or_else(|| format!("/{key}"))
    };
    if text("format")? != FORMAT {
        return Err("/format".to_owned());
    }
    if field("rehearsal")?.as_bool() != Some(true) {
        return Err("/rehearsal".to_owned());
    }
    let manifest = field("manifest")?;
    let report = field("report")?;
    if report.get("format").and_then(Value::as_str) != Some(report::FORMAT) {
        return Err("/report/format".to_owned());
    }
    let kind = report
        .get("outcome")
        .and_then(|outcome| outcome.get("kind"));
    if kind.and_then(Value::as_str) != Some("panel") {
        return Err("/report/outcome/kind".to_owned());
    }
    check_manifest(manifest)?;
    Ok(Parts {
        whole,
        manifest,
        manifest_hash: unhex32(text("manifest_hash")?).map_err(|_| "/manifest_hash")?,
        randomness: randomness(manifest, field("evidence")?)?,
        seed: text("seed")?.parse().map_err(|_| "/seed")?,
        report,
        digest: Digest::from_tagged(text("digest")?).map_err(|_| "/digest")?,
    })
}

fn check_manifest(manifest: &Value) -> Result<(), String> {
    closed(
        manifest,
        "/manifest",
        &[
            "params", "pool", "purpose", "revision", "rule", "seats", "sources", "ties",
        ],
    )?;
    let pool = manifest.get("pool").unwrap_or(&Value::Null);
    closed(pool, "/manifest/pool", &["files", "instance"])?;
    let purpose = manifest.get("purpose").and_then(Value::as_str);
    if !purpose.is_some_and(|text| !text.is_empty() && text.len() <= PURPOSE_LIMIT) {
        return Err("/manifest/purpose".to_owned());
    }
    if manifest.get("rule").and_then(Value::as_str).is_none() {
        return Err("/manifest/rule".to_owned());
    }
    Ok(())
}

fn randomness(manifest: &Value, evidence: &Value) -> Result<Given, String> {
    let wrong_source = || "/manifest/sources/0".to_owned();
    let sources = manifest.get("sources").and_then(Value::as_array);
    let [source] = sources.unwrap_or_default() else {
        return Err("/manifest/sources".to_owned());
    };
    let [evidence] = evidence.as_array().unwrap_or_default() else {
        return Err("/evidence".to_owned());
    };
    if source.get("type").and_then(Value::as_str) == Some("operator") {
        closed(source, "/manifest/sources/0", &["type"])?;
        closed(evidence, "/evidence/0", &["seed"])?;
        let seed = evidence.get("seed").and_then(Value::as_str);
        let seed = seed.and_then(|seed| seed.parse().ok());
        return seed
            .map(Given::Operator)
            .ok_or_else(|| "/evidence/0/seed".to_owned());
    }
    let source = Source::from_value(source).map_err(|_| wrong_source())?;
    let Source::Dice { count, sides, .. } = source else {
        return Err(wrong_source());
    };
    let Ok(Evidence::Digits(digits)) = Evidence::from_value(evidence) else {
        return Err("/evidence/0".to_owned());
    };
    Ok(Given::Dice {
        source,
        count,
        sides,
        digits,
    })
}

/// An object with exactly these fields, given in order; the path of the first that is not so.
fn closed(value: &Value, path: &str, keys: &[&str]) -> Result<(), String> {
    let Some(fields) = value.as_object() else {
        return Err(path.to_owned());
    };
    let unknown = fields.keys().find(|key| !keys.contains(&key.as_str()));
    let missing = keys.iter().find(|key| !fields.contains_key(**key));
    match unknown.map(String::as_str).or(missing.copied()) {
        Some(key) => Err(format!("{path}/{key}")),
        None => Ok(()),
    }
}
