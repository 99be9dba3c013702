//! The verbs that JS can call: one line each in [`run`], one function each below.

use crate::request::Asked;
use isonomia::audit::{AuditOptions, audit as replay};
use isonomia::json::Value;
use isonomia::problem::{Problem, Severity};
use isonomia::report::ENGINE;
use isonomia::rules::RULES;
use isonomia::run::{Work, count as count_loaded, fitting};

/// Finds the verb and runs it; the error is JSON, `{"problems": [...]}`.
pub(crate) fn run(verb: &str, request: &str, bytes: &[u8]) -> Result<String, String> {
    #[cfg(feature = "test-exports")]
    if verb.starts_with("test/") {
        return crate::test_verbs::run(verb, bytes);
    }
    let answer = Asked::read(request, bytes)
        .map_err(|problem| vec![problem])
        .and_then(|asked| match verb {
            "version" => Ok(Value::object([("version", ENGINE.into())])),
            "rules" => Ok(rules(&asked)),
            "validate" => validate(&asked).map_err(|problem| vec![problem]),
            "count" => count(&asked),
            "audit" => audit(&asked).map_err(|problem| vec![problem]),
            _ => Err(vec![Problem::error("verb-unknown").found(verb)]),
        });
    match answer {
        Ok(value) => Ok(value.canonical_string()),
        Err(problems) => Err(list(&problems).canonical_string()),
    }
}

/// Every rule with its parameters, or those of one family.
fn rules(asked: &Asked<'_>) -> Value {
    let family = asked.text("family");
    let wanted = RULES
        .iter()
        .filter(|entry| family.is_none_or(|family| entry.meta.family() == family));
    wanted
        .map(isonomia::rule::Entry::to_value)
        .collect::<Vec<_>>()
        .into()
}

/// Reads the files and lists what is wrong, what they hold and which rules can count it.
fn validate(asked: &Asked<'_>) -> Result<Value, Problem> {
    let (loaded, diagnostics) = asked.load()?;
    let valid = loaded.is_some() && !diagnostics.has_errors();
    let input = loaded.map_or(Value::Null, |loaded| {
        let fits = fitting(&loaded.instance).map(|entry| entry.meta.id.into());
        let declared = loaded.declared.rule.as_ref();
        let rejected = loaded.invalid.papers();
        Value::object([
            ("kind", loaded.instance.kind().into()),
            ("format", loaded.format.into()),
            ("title", loaded.declared.title.clone().into()),
            ("ballots", loaded.papers.to_string().into()),
            ("rejected", rejected.to_string().into()),
            ("invalid", loaded.invalid.to_value(true)),
            ("rules", fits.collect::<Vec<_>>().into()),
            (
                "declared",
                declared.map_or(Value::Null, |declared| {
                    let rule = declared.rule.as_deref();
                    Value::object([
                        ("word", declared.word.as_str().into()),
                        ("rule", rule.map_or(Value::Null, Value::from)),
                    ])
                }),
            ),
        ])
    });
    let problems: Vec<Value> = diagnostics.problems().iter().map(told).collect();
    Ok(Value::object([
        ("valid", valid.into()),
        ("problems", problems.into()),
        ("input", input),
    ]))
}

/// Counts; the answer is the report.
fn count(asked: &Asked<'_>) -> Result<Value, Vec<Problem>> {
    let request = asked.request().map_err(|problem| vec![problem])?;
    let (loaded, diagnostics) = asked.load().map_err(|problem| vec![problem])?;
    let loaded = match loaded {
        Some(loaded) if !diagnostics.has_errors() => loaded,
        _ => return Err(errors_first(diagnostics.into_problems())),
    };
    let report = count_loaded(&loaded, &diagnostics, &request, &mut Work::default())?;
    Ok(report.to_value(&loaded.instance))
}

/// Counts again and compares.
fn audit(asked: &Asked<'_>) -> Result<Value, Problem> {
    let report = asked
        .file("report")
        .ok_or_else(|| Problem::error("request-report").expected("the report to be audited"))?;
    let options = AuditOptions {
        converted: asked.flag("converted"),
    };
    let verdict =
        asked.with_sources(|sources| replay(report.bytes, sources, options, &mut Work::default()));
    let differences: Vec<Value> = verdict.differences.iter().map(told).collect();
    Ok(Value::object([
        ("same", verdict.same().into()),
        ("differences", differences.into()),
    ]))
}

/// Errors before warnings: the first becomes the message of the exception in JS.
fn errors_first(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.severity != Severity::Error);
    problems
}

/// A problem with its sentence.
fn told(problem: &Problem) -> Value {
    let mut value = problem.to_value();
    if let Value::Object(map) = &mut value {
        map.insert("message".to_owned(), problem.to_string().into());
    }
    value
}

/// Problems as JS reads them.
pub(crate) fn list(problems: &[Problem]) -> Value {
    let told: Vec<Value> = problems.iter().map(told).collect();
    Value::object([("problems", told.into())])
}
