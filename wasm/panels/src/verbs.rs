//! The verbs that JS can call: one line each in [`run`], one function each below.

use isonomia::audit::{AuditOptions, audit_within};
use isonomia::formats::Loaded;
use isonomia::instance::Instance;
use isonomia::json::Value;
use isonomia::present::{self, Lang, Shown, TextStyle};
use isonomia::problem::Problem;
use isonomia::report::{ENGINE, Report};
use isonomia::rule::{Entry, Progress, Serial};
use isonomia::run::{PANELS, Work};
use isonomia_wasm_request::{Asked, errors_first, list, told};

/// What a verb answers: JSON, or the problems that keep it from answering.
type Answer = Result<Value, Vec<Problem>>;

/// Finds the verb and runs it; the error is JSON, `{"problems": [...]}`.
pub(crate) fn run(
    verb: &str,
    request: &str,
    bytes: &[u8],
    progress: Progress<'_>,
) -> Result<String, String> {
    let asked = match Asked::read(request, bytes) {
        Ok(asked) => asked,
        Err(problem) => return Err(list(&[problem], Lang::default()).canonical_string()),
    };
    let mut work = Work {
        progress: Some(progress),
        executor: &Serial,
    };
    let answer = match verb {
        "version" => Ok(Value::object([("version", ENGINE.into())])),
        "rules" => Ok(rules()),
        "validate" => validate(&asked),
        "count" => count(&asked, &mut work),
        "present" => present(&asked, &mut work),
        "audit" => audit(&asked, &mut work),
        _ => Err(vec![Problem::error("verb-unknown").found(verb)]),
    };
    match answer {
        Ok(value) => Ok(value.canonical_string()),
        Err(problems) => Err(list(&problems, asked.lang()).canonical_string()),
    }
}

/// Every rule that draws panels, with its parameters.
fn rules() -> Value {
    let rules = PANELS.rules.iter().map(Entry::to_value);
    Value::Array(rules.collect())
}

/// Reads people and categories and lists what is wrong.
fn validate(asked: &Asked<'_>) -> Answer {
    let (loaded, diagnostics) = asked.load(&PANELS)?;
    let input = loaded.as_ref().map_or(Value::Null, |loaded| {
        let people = match &loaded.instance {
            Instance::Pool(pool) => pool.len(),
            _ => 0,
        };
        Value::object([
            ("people", people.into()),
            ("seats", loaded.instance.seats().into()),
        ])
    });
    Ok(Value::object([
        ("valid", loaded.is_some().into()),
        ("problems", told(diagnostics.problems(), asked.lang())),
        ("input", input),
    ]))
}

/// Draws or finds the chances; the answer is the report.
fn count(asked: &Asked<'_>, work: &mut Work<'_>) -> Answer {
    let (loaded, report) = counted(asked, work)?;
    Ok(report.to_value(&loaded.instance))
}

/// Counts and says it: sentences, tables, text and a page to print.
fn present(asked: &Asked<'_>, work: &mut Work<'_>) -> Answer {
    let (loaded, report) = counted(asked, work)?;
    let (lang, instance) = (asked.lang(), &loaded.instance);
    let shown = Shown {
        report: &report,
        instance,
        title: "",
    };
    let blocks = present::document(&shown, lang);
    Ok(Value::object([
        // As text, since only these exact bytes can be kept, hashed and audited.
        (
            "report",
            report.to_value(instance).canonical_string().into(),
        ),
        ("blocks", present::blocks_value(&blocks)),
        ("text", present::text(&blocks, TextStyle::default()).into()),
        ("html", present::page("", &blocks, lang).into()),
    ]))
}

fn counted(asked: &Asked<'_>, work: &mut Work<'_>) -> Result<(Loaded, Report), Vec<Problem>> {
    let request = asked.request()?;
    let (loaded, diagnostics) = asked.load(&PANELS)?;
    let Some(loaded) = loaded else {
        return Err(errors_first(diagnostics.into_problems()));
    };
    let report = PANELS.count(&loaded, &diagnostics, &request, work)?;
    Ok((loaded, report))
}

/// Counts again, by the recorded proposals, and compares.
fn audit(asked: &Asked<'_>, work: &mut Work<'_>) -> Answer {
    let report = asked.file("report").ok_or_else(|| {
        vec![Problem::error("request-report").expected("the report to be audited")]
    })?;
    let options = AuditOptions {
        converted: asked.flag("converted"),
        ..AuditOptions::default()
    };
    let verdict =
        asked.with_sources(|sources| audit_within(&PANELS, report.bytes, sources, options, work));
    Ok(Value::object([
        ("same", verdict.same().into()),
        ("differences", told(&verdict.differences, asked.lang())),
        ("notes", told(&verdict.notes, asked.lang())),
    ]))
}
