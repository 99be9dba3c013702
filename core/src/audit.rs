//! Audit by replay: the same input and the same request must give the same report.
//!
//! The auditor trusts neither the report nor who made it. The report must be in canonical form
//! with digests that fit; the files must be those it names; and counting again, with the
//! parameters, ties, seed and solver proposals that the report states, must give the same
//! document. The first thing that differs is named.

use crate::digest::Digest;
use crate::formats::{LoadOptions, PoolColumns, Source, load};
use crate::json::{Limits, Value, parse_with};
use crate::params::pairs_of;
use crate::problem::{Diagnostics, Problem};
use crate::report::{FORMAT, SeedOrigin};
use crate::run::{Request, Work, count};
use crate::sort::sort_by;
use crate::tie::parse_ties;

/// How strict an audit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditOptions {
    /// The input may be a converted file: the instance must be equal, the bytes need not be.
    pub converted: bool,
    /// The id of the format of a converted input; its content decides where `None`. An input
    /// that was not converted is of the format that the report names.
    pub format: Option<&'static str>,
}

/// What an audit found: empty when report and input agree, else what differs, worst first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The first difference and what led to it.
    pub differences: Vec<Problem>,
}

impl Verdict {
    /// True when nothing differs.
    pub fn same(&self) -> bool {
        self.differences.is_empty()
    }

    fn differs(problem: Problem) -> Self {
        Self {
            differences: vec![problem],
        }
    }
}

/// Reads a report for an audit: strict JSON in canonical form with digests that fit.
pub fn read_report(bytes: &[u8]) -> Result<Value, Problem> {
    let limits = Limits {
        bytes: usize::MAX,
        ..Limits::default()
    };
    let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let report = parse_with(body, &limits).map_err(|error| {
        Problem::error("report-json")
            .at(error.line, error.column)
            .found(error.detail)
    })?;
    if report.get("format").and_then(Value::as_str) != Some(FORMAT) {
        let found = report
            .get("format")
            .map_or_else(String::new, Value::canonical_string);
        return Err(Problem::error("report-format")
            .path("/format")
            .found(found)
            .expected(FORMAT));
    }
    if report.canonical() != body {
        return Err(
            Problem::error("report-not-canonical").expected("the bytes as the engine wrote them")
        );
    }
    let stated = report
        .get("digest")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let mut rest = report.clone();
    if let Value::Object(map) = &mut rest {
        map.remove("digest");
    }
    let computed = Digest::of(&rest.canonical()).tagged();
    if stated != computed {
        return Err(Problem::error("report-digest")
            .path("/digest")
            .found(stated)
            .expected(computed));
    }
    Ok(report)
}

/// Audits a report against its input.
pub fn audit(
    report: &[u8],
    sources: &mut [Source<'_>],
    options: AuditOptions,
    work: &mut Work<'_>,
) -> Verdict {
    let stated = match read_report(report) {
        Ok(stated) => stated,
        Err(problem) => return Verdict::differs(problem),
    };
    match replay(&stated, sources, options, work) {
        Ok(None) => Verdict::default(),
        Ok(Some(problem)) => Verdict::differs(problem),
        Err(problems) => Verdict {
            differences: problems,
        },
    }
}

fn replay(
    stated: &Value,
    sources: &mut [Source<'_>],
    options: AuditOptions,
    work: &mut Work<'_>,
) -> Result<Option<Problem>, Vec<Problem>> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let input = stated.get("input");
    let seats = stated
        .get("seats")
        .and_then(Value::as_i64)
        .and_then(|seats| u32::try_from(seats).ok());
    let load_options = LoadOptions {
        format: if options.converted {
            options.format.map(str::to_owned)
        } else {
            text(input.and_then(|input| input.get("format")))
        },
        seats,
        read_as: text(input.and_then(|input| input.get("read_as"))),
        columns: input
            .and_then(|input| input.get("columns"))
            .map(PoolColumns::from_value)
            .unwrap_or_default(),
        contest: text(input.and_then(|input| input.get("contest"))),
    };
    let mut diagnostics = Diagnostics::default();
    let Some(loaded) = load(sources, &load_options, &mut diagnostics) else {
        return Err(diagnostics.into_problems());
    };
    if !options.converted {
        let files = input
            .and_then(|input| input.get("files"))
            .and_then(Value::as_array)
            .unwrap_or_default();
        for (at, file) in loaded.files.iter().enumerate() {
            let found = crate::digest::hex(file.sha256.as_bytes());
            let expected =
                text(files.get(at).and_then(|file| file.get("sha256"))).unwrap_or_default();
            if found != expected {
                let path = format!("/input/files/{at}/sha256");
                return Ok(Some(
                    Problem::error("file-differs")
                        .path(path)
                        .found(found)
                        .expected(expected),
                ));
            }
        }
    }
    let request = request(stated).map_err(|problem| vec![problem])?;
    let again = count(&loaded, &diagnostics, &request, work)?.to_value(&loaded.instance);
    if options.converted {
        for path in ["outcome", "outcomes", "events"] {
            let values = stated.get(path).zip(again.get(path));
            let differs = |(stated, again)| first_difference(&format!("/{path}"), stated, again);
            if let Some(problem) = values.and_then(differs) {
                return Ok(Some(problem));
            }
        }
        let digest =
            |value: &Value| text(value.get("input").and_then(|input| input.get("instance")));
        let (found, expected) = (digest(stated), digest(&again));
        return Ok((found != expected).then(|| {
            Problem::error("report-differs")
                .path("/input/instance")
                .found(found.unwrap_or_default())
                .expected(expected.unwrap_or_default())
        }));
    }
    Ok(first_difference("", stated, &again))
}

/// The request that a report states.
fn request(stated: &Value) -> Result<Request, Problem> {
    let text = |key: &str| stated.get(key).and_then(Value::as_str);
    let bad = |key: &str| Problem::error("report-field").path(format!("/{key}"));
    let words: Vec<&str> = stated
        .get("ties")
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let seed = match text("seed") {
        None => None,
        Some(seed) => {
            let seed = seed
                .parse()
                .map_err(|_| bad("seed").found(seed).expected("64 hex digits"))?;
            let origin = text("seed_origin")
                .and_then(SeedOrigin::from_word)
                .ok_or_else(|| bad("seed_origin"))?;
            Some((seed, origin))
        }
    };
    let given = stated
        .get("given")
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
        .map(|list| {
            let ids = list.as_array().unwrap_or_default().iter();
            ids.filter_map(Value::as_str).map(str::to_owned).collect()
        });
    let events = stated
        .get("events")
        .and_then(Value::as_array)
        .unwrap_or_default();
    let proposals = events
        .iter()
        .filter(|event| event.get("event").and_then(Value::as_str) == Some("proposal"))
        .filter_map(|event| {
            Some((
                event.get("label")?.as_str()?.to_owned(),
                event.get("value")?.clone(),
            ))
        });
    Ok(Request {
        rule: Some(text("rule").ok_or_else(|| bad("rule"))?.to_owned()),
        params: stated.get("params").map(pairs_of).unwrap_or_default(),
        ties: Some(parse_ties(&words.join(",")).map_err(|word| bad("ties").found(word))?),
        given: given.collect(),
        seed,
        proposals: Some(proposals.collect()),
        work_limit: None,
    })
}

/// The first place, in document order, where two values differ.
pub fn first_difference(path: &str, stated: &Value, again: &Value) -> Option<Problem> {
    match (stated, again) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            // Digests follow from everything else, so they are looked at last.
            let last = |key: &str| matches!(key, "digest" | "result" | "instance");
            sort_by(&mut keys, &mut |a, b| (last(a), *a).cmp(&(last(b), *b)));
            keys.dedup();
            keys.into_iter().find_map(|key| {
                let (left, right) = (
                    a.get(key).unwrap_or(&Value::Null),
                    b.get(key).unwrap_or(&Value::Null),
                );
                first_difference(&format!("{path}/{key}"), left, right)
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (left, right))| {
                first_difference(&format!("{path}/{at}"), left, right)
            })
        }
        _ if stated == again => None,
        _ => Some(
            Problem::error("report-differs")
                .path(path)
                .found(stated.canonical_string())
                .expected(
                    again
                        .canonical_string()
                        .chars()
                        .take(200)
                        .collect::<String>(),
                ),
        ),
    }
}
