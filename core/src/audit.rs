//! Audit by replay: the same input and the same request must give the same report.
//!
//! The auditor trusts neither the report nor who made it. The report must be in canonical form
//! with digests that fit; the files must be those it names; and counting again, with the
//! parameters, ties, seed and solver proposals that the report states, must give the same
//! document. The first thing that differs is named. Only `engine` and `digest` may differ, when all
//! the rest is equal, and the verdict says so.

use std::collections::BTreeMap;

use crate::digest::Digest;
use crate::formats::{ColumnMap, LoadOptions, Loaded, PoolColumns, Source, Workbook};
use crate::id::len32;
use crate::json::{Limits, Value, parse_with};
use crate::params::pairs_of;
use crate::problem::{Diagnostics, Problem};
use crate::report::{ENGINE, FORMAT, Lot, SeedOrigin};
use crate::run::{Request, Scope, WHOLE, Work};
use crate::sort::sort_by;
use crate::tie::parse_ties;

/// How strict an audit is.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditOptions {
    /// The input may be a converted file: the instance must be equal, the bytes need not be.
    pub converted: bool,
    /// The id of the format of a converted input; its content decides where `None`. An input
    /// that was not converted is of the format that the report names.
    pub format: Option<&'static str>,
    /// What opens a workbook, where the caller can.
    pub workbook: Option<Workbook>,
}

/// What an audit found: empty when report and input agree, else what differs, worst first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The first difference and what led to it.
    pub differences: Vec<Problem>,
    /// What is odd and no difference: `engine-differs`, where another version of the engine made
    /// the report and everything else is equal.
    pub notes: Vec<Problem>,
}

impl Verdict {
    /// True when nothing differs.
    pub fn same(&self) -> bool {
        self.differences.is_empty()
    }

    fn differs(problem: Problem) -> Self {
        Self {
            differences: vec![problem],
            notes: Vec::new(),
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
    audit_within(&WHOLE, report, sources, options, work)
}

/// Audits like [`audit`], by a module that holds some rules and formats.
pub fn audit_within(
    scope: &Scope,
    report: &[u8],
    sources: &mut [Source<'_>],
    options: AuditOptions,
    work: &mut Work<'_>,
) -> Verdict {
    let stated = match read_report(report) {
        Ok(stated) => stated,
        Err(problem) => return Verdict::differs(problem),
    };
    match replay(scope, &stated, sources, options, work) {
        Ok(None) => Verdict {
            differences: Vec::new(),
            notes: other_engine(&stated).into_iter().collect(),
        },
        Ok(Some(problem)) => Verdict::differs(problem),
        Err(differences) => Verdict {
            differences,
            notes: Vec::new(),
        },
    }
}

/// That another version of the engine made the report.
fn other_engine(stated: &Value) -> Option<Problem> {
    let engine = stated.get("engine").and_then(Value::as_str)?;
    (engine != ENGINE).then(|| {
        Problem::warning("engine-differs")
            .path("/engine")
            .found(engine)
            .expected(ENGINE)
    })
}

fn replay(
    scope: &Scope,
    stated: &Value,
    sources: &mut [Source<'_>],
    options: AuditOptions,
    work: &mut Work<'_>,
) -> Result<Option<Problem>, Vec<Problem>> {
    let (loaded, diagnostics) = input_of(scope, stated, sources, options)?;
    let request = request(stated).map_err(|problem| vec![problem])?;
    let again = scope.count(&loaded, &diagnostics, &request, work)?;
    let again = again.to_value(&loaded.instance);
    let difference = if options.converted {
        first_difference("", &comparable(stated, true), &comparable(&again, true))
            .or_else(|| wrong_result(stated))
    } else {
        first_difference("", &comparable(stated, false), &comparable(&again, false))
    };
    Ok(difference)
}

/// The input of a report as [`read_report`] read it, from files that are byte for byte those it
/// names: for whoever checks a certificate instead of counting again.
///
/// # Errors
/// What is wrong with the files, or `file-differs`.
pub fn audited_input(
    stated: &Value,
    sources: &mut [Source<'_>],
    workbook: Option<Workbook>,
) -> Result<Loaded, Vec<Problem>> {
    audited_input_within(&WHOLE, stated, sources, workbook)
}

/// The input of a report like [`audited_input`], by a module that holds some formats.
///
/// # Errors
/// As [`audited_input`].
pub fn audited_input_within(
    scope: &Scope,
    stated: &Value,
    sources: &mut [Source<'_>],
    workbook: Option<Workbook>,
) -> Result<Loaded, Vec<Problem>> {
    let options = AuditOptions {
        workbook,
        ..AuditOptions::default()
    };
    input_of(scope, stated, sources, options).map(|(loaded, _)| loaded)
}

fn input_of(
    scope: &Scope,
    stated: &Value,
    sources: &mut [Source<'_>],
    options: AuditOptions,
) -> Result<(Loaded, Diagnostics), Vec<Problem>> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let input = stated.get("input");
    let seats = stated
        .get("seats")
        .and_then(Value::as_i64)
        .and_then(|seats| u32::try_from(seats).ok());
    let mut diagnostics = Diagnostics::default();
    // The map of the report is read as strictly as one that a person wrote. A converted input is
    // no table: it needs none.
    let map = match input.and_then(|input| input.get("map")) {
        Some(map) if !options.converted => {
            let map = ColumnMap::from_value(map, &mut diagnostics);
            if map.is_none() {
                return Err(diagnostics.into_problems());
            }
            map
        }
        _ => None,
    };
    let columns = input
        .and_then(|input| input.get("columns"))
        .map(PoolColumns::from_value)
        .unwrap_or_default();
    let load_options = LoadOptions {
        format: if options.converted {
            options.format.map(str::to_owned)
        } else {
            text(input.and_then(|input| input.get("format")))
        },
        // The seats of a report are those that were drawn; the seated had theirs.
        seats: seats.map(|seats| seats.saturating_add(len32(columns.already.len()))),
        read_as: text(input.and_then(|input| input.get("read_as"))),
        columns,
        contest: text(input.and_then(|input| input.get("contest"))),
        map,
        workbook: options.workbook,
        ..LoadOptions::default()
    };
    let Some(mut loaded) = scope.load(sources, &load_options, &mut diagnostics) else {
        return Err(diagnostics.into_problems());
    };
    if options.converted && loaded.declared.contest.is_none() {
        // One contest of several, taken out by the conversion: its id names the order of its lot.
        loaded.declared.contest = load_options.contest;
    }
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
                return Err(vec![
                    Problem::error("file-differs")
                        .path(path)
                        .found(found)
                        .expected(expected),
                ]);
            }
        }
    }
    Ok((loaded, diagnostics))
}

/// What of a report must be equal. Values that may differ are blanked; the keys stay, so that one
/// that is missing or too many is a difference.
fn comparable(report: &Value, converted: bool) -> Value {
    let mut report = report.clone();
    // Was compared with the content when the report was read.
    blank(&mut report, &["digest"]);
    if report.get("engine").and_then(Value::as_str).is_some() {
        blank(&mut report, &["engine"]);
    }
    if converted {
        // What another file of the same ballots changes: bytes, format, lines.
        blank(&mut report, &["input", "files"]);
        blank(&mut report, &["input", "format"]);
        cut(&mut report, &["input", "map"]);
        blank(&mut report, &["invalid", "*", "lines"]);
        blank(&mut report, &["warnings"]);
        // Has the format and the warnings in it; compared with the report's own content.
        blank(&mut report, &["result"]);
    }
    report
}

/// Puts null in the place of a value, if it is there; `*` is every item of a list.
fn blank(value: &mut Value, path: &[&str]) {
    edit(value, path, &|fields, key| {
        if let Some(field) = fields.get_mut(key) {
            *field = Value::Null;
        }
    });
}

/// Takes a field away, if it is there; `*` is every item of a list.
fn cut(value: &mut Value, path: &[&str]) {
    edit(value, path, &|fields, key| {
        fields.remove(key);
    });
}

fn edit(value: &mut Value, path: &[&str], with: &dyn Fn(&mut BTreeMap<String, Value>, &str)) {
    match (value, path) {
        (Value::Array(items), ["*", rest @ ..]) => {
            for item in items {
                edit(item, rest, with);
            }
        }
        (Value::Object(fields), [key]) => with(fields, key),
        (Value::Object(fields), [key, rest @ ..]) => {
            if let Some(field) = fields.get_mut(*key) {
                edit(field, rest, with);
            }
        }
        _ => {}
    }
}

/// The digest `result` where it is not that of the report it stands in.
fn wrong_result(stated: &Value) -> Option<Problem> {
    let mut body = stated.clone();
    let left_out: [&[&str]; 7] = [
        &["digest"],
        &["declared"],
        &["engine"],
        &["result"],
        &["input", "files"],
        &["invalid", "*", "lines"],
        &["warnings", "*", "first"],
    ];
    for path in left_out {
        cut(&mut body, path);
    }
    let computed = Value::from(Digest::of(&body.canonical()).tagged());
    let found = stated.get("result").unwrap_or(&Value::Null);
    first_difference("/result", found, &computed)
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
    let lot = match stated.get("lot") {
        None => None,
        Some(lot) => Some(Lot::from_value(lot).ok_or_else(|| bad("lot"))?),
    };
    // A draw is named where the seed is said to come from one, and nowhere else by an operator.
    let origin = seed.map(|(_, origin)| origin);
    if lot.is_some() != (origin == Some(SeedOrigin::Draw)) && origin != Some(SeedOrigin::Rehearsal)
    {
        return Err(bad("lot"));
    }
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
        lot,
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
                let path = format!("{path}/{key}");
                match (a.get(key), b.get(key)) {
                    (Some(left), Some(right)) => first_difference(&path, left, right),
                    (left, right) => Some(differs(&path, left, right)),
                }
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (left, right))| {
                first_difference(&format!("{path}/{at}"), left, right)
            })
        }
        _ if stated == again => None,
        _ => Some(differs(path, Some(stated), Some(again))),
    }
}

/// Two values that differ; a dash stands for one that is not there.
fn differs(path: &str, stated: Option<&Value>, again: Option<&Value>) -> Problem {
    let text = |value: Option<&Value>| value.map_or("–".to_owned(), Value::canonical_string);
    Problem::error("report-differs")
        .path(path)
        .found(text(stated))
        .expected(text(again).chars().take(200).collect::<String>())
}

#[cfg(test)]
mod tests;
