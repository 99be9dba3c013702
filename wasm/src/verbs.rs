//! The verbs that JS can call: one line each in [`run`], one function each below.

use isonomia::audit::{AuditOptions, audit as replay};
use isonomia::draw;
use isonomia::formats::Loaded;
use isonomia::instance::Instance;
use isonomia::json::Value;
use isonomia::present::{self, Lang, Shown, TextStyle};
use isonomia::problem::Problem;
use isonomia::report::{ENGINE, Report};
use isonomia::rules::RULES;
use isonomia::run::{WHOLE, Work, count as count_loaded, fitting};
use isonomia::why::{Effort, explain as explain_report};
use isonomia_wasm_request::{Asked, errors_first, list, told};

/// What a verb answers: JSON, or the problems that keep it from answering.
type Answer = Result<Value, Vec<Problem>>;

/// Finds the verb and runs it; the error is JSON, `{"problems": [...]}`.
pub(crate) fn run(verb: &str, request: &str, bytes: &[u8]) -> Result<String, String> {
    #[cfg(feature = "test-exports")]
    if verb.starts_with("test/") {
        return crate::test_verbs::run(verb, bytes);
    }
    let mut asked = match Asked::read(request, bytes) {
        Ok(asked) => asked,
        Err(problem) => return Err(list(&[problem], Lang::default()).canonical_string()),
    };
    let answer = match verb {
        "version" => Ok(Value::object([("version", ENGINE.into())])),
        "rules" => Ok(rules(&asked)),
        "validate" => validate(&asked),
        "count" => count(&asked),
        "present" => present(&asked),
        "explain" => explain(&asked),
        "audit" => audit(&asked),
        "verifyDraw" => verify_draw(&mut asked),
        _ => Err(vec![Problem::error("verb-unknown").found(verb)]),
    };
    match answer {
        Ok(value) => Ok(value.canonical_string()),
        Err(problems) => Err(list(&problems, asked.lang()).canonical_string()),
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
fn validate(asked: &Asked<'_>) -> Answer {
    let (loaded, diagnostics) = asked.load(&WHOLE)?;
    Ok(Value::object([
        ("valid", loaded.is_some().into()),
        ("problems", told(diagnostics.problems(), asked.lang())),
        ("input", loaded.as_ref().map_or(Value::Null, input)),
    ]))
}

/// What the files hold.
fn input(loaded: &Loaded) -> Value {
    let instance = &loaded.instance;
    let text = |text: &str| Value::from(text);
    let rules: Vec<Value> = fitting(instance)
        .map(|entry| entry.meta.id.into())
        .collect();
    let declared = loaded.declared.rule.as_ref().map(|declared| {
        let rule = declared.rule.as_deref().map_or(Value::Null, text);
        Value::object([("word", text(&declared.word)), ("rule", rule)])
    });
    let ballot = instance.ballot_kind().map(|kind| text(kind.word()));
    let budget = match instance {
        Instance::Budget(budget) => budget.text(budget.budget).into(),
        _ => Value::Null,
    };
    Value::object([
        ("kind", text(instance.kind())),
        ("format", text(loaded.format)),
        ("title", text(&loaded.declared.title)),
        ("ballot", ballot.unwrap_or(Value::Null)),
        ("options", options(instance)),
        ("seats", instance.seats().into()),
        ("budget", budget),
        ("currency", text(&loaded.declared.currency)),
        ("ballots", loaded.papers.to_string().into()),
        ("rejected", loaded.invalid.papers().to_string().into()),
        ("invalid", loaded.invalid.to_value(true)),
        ("rules", rules.into()),
        ("declared", declared.unwrap_or(Value::Null)),
    ])
}

/// Ids, names and costs of the options, in the order of the file.
fn options(instance: &Instance) -> Value {
    let Some(options) = instance.options() else {
        return Value::Array(Vec::new());
    };
    let rows = options.all().map(|option| {
        let cost = match instance {
            Instance::Budget(budget) => budget.costs.get(option).map(|cost| budget.text(*cost)),
            _ => None,
        };
        let name = Some(options.name(option)).filter(|name| !name.is_empty());
        Value::object([
            ("id", options.id(option).into()),
            ("name", name.unwrap_or(options.id(option)).into()),
            ("cost", cost.map_or(Value::Null, Value::from)),
        ])
    });
    Value::Array(rows.collect())
}

/// Counts; the answer is the report.
fn count(asked: &Asked<'_>) -> Answer {
    let (loaded, report) = counted(asked)?;
    Ok(report.to_value(&loaded.instance))
}

/// Counts and says it: sentences, tables, text and a page to print.
fn present(asked: &Asked<'_>) -> Answer {
    let (loaded, report) = counted(asked)?;
    let (lang, title) = (asked.lang(), loaded.declared.title.as_str());
    let instance = &loaded.instance;
    let shown = Shown {
        report: &report,
        instance,
        title,
    };
    let blocks = present::document(&shown, lang);
    let text = present::text(&blocks, TextStyle::default());
    Ok(Value::object([
        // As text, since only these exact bytes can be kept, hashed and audited.
        (
            "report",
            report.to_value(instance).canonical_string().into(),
        ),
        ("blocks", present::blocks_value(&blocks)),
        ("text", text.into()),
        ("html", present::page(title, &blocks, lang).into()),
    ]))
}

/// Counts and says why: what voters got, what stood behind each option and what was missing.
fn explain(asked: &Asked<'_>) -> Answer {
    let (loaded, report) = counted(asked)?;
    let (lang, instance) = (asked.lang(), &loaded.instance);
    let effort = asked.number("effort").map_or(Effort::SECONDS, Effort);
    let why = explain_report(&report, instance, effort, &mut Work::default())?;
    let title = loaded.declared.title.as_str();
    let shown = Shown {
        report: &report,
        instance,
        title,
    };
    let blocks = present::why(&why, &shown, lang);
    let mut page = present::document(&shown, lang);
    page.extend(blocks.iter().cloned());
    Ok(Value::object([
        ("explanation", why.to_value(&report, instance)),
        ("blocks", present::blocks_value(&blocks)),
        ("text", present::text(&blocks, TextStyle::default()).into()),
        ("html", present::page(title, &page, lang).into()),
    ]))
}

fn counted(asked: &Asked<'_>) -> Result<(Loaded, Report), Vec<Problem>> {
    let request = asked.request()?;
    let (loaded, diagnostics) = asked.load(&WHOLE)?;
    let Some(loaded) = loaded else {
        return Err(errors_first(diagnostics.into_problems()));
    };
    let report = count_loaded(&loaded, &diagnostics, &request, &mut Work::default())?;
    Ok((loaded, report))
}

/// Counts again and compares.
fn audit(asked: &Asked<'_>) -> Answer {
    let report = asked.file("report").ok_or_else(|| {
        vec![Problem::error("request-report").expected("the report to be audited")]
    })?;
    let options = AuditOptions {
        converted: asked.flag("converted"),
        ..AuditOptions::default()
    };
    let verdict =
        asked.with_sources(|sources| replay(report.bytes, sources, options, &mut Work::default()));
    Ok(Value::object([
        ("same", verdict.same().into()),
        ("differences", told(&verdict.differences, asked.lang())),
        ("notes", told(&verdict.notes, asked.lang())),
    ]))
}

/// Checks the transcript of a draw, and draws again where the pool is there.
fn verify_draw(asked: &mut Asked<'_>) -> Answer {
    let lang = asked.lang();
    let transcript = asked.take_transcript().ok_or_else(|| {
        vec![
            Problem::error("request-transcript")
                .expected("the transcript of the draw, a .json file"),
        ]
    })?;
    let work = &mut Work::default();
    let verdict = if asked.has_files() {
        asked.with_sources(|pool| draw::rehearsal::verify(transcript.bytes, Some(pool), work))
    } else {
        draw::rehearsal::verify(transcript.bytes, None, work)
    };
    let say = |key: String| Value::from(present::message(lang, &key, &[]));
    let checks = verdict.checks.iter().map(|check| {
        Value::object([
            ("name", check.name.into()),
            ("title", say(format!("draw.check.{}", check.name))),
            ("code", check.code.into()),
            ("verdict", check.finding.word().into()),
            ("message", present::draw_check(check, lang).into()),
        ])
    });
    let unshown = verdict.unshown.iter();
    let unshown = unshown.map(|code| say(format!("draw.unshown.{code}")));
    let members = verdict.members.iter().map(|id| id.as_str().into());
    Ok(Value::object([
        ("verdict", verdict.verdict.word().into()),
        ("purpose", verdict.purpose.as_str().into()),
        ("members", members.collect::<Vec<_>>().into()),
        ("checks", checks.collect::<Vec<_>>().into()),
        ("unshown", unshown.collect::<Vec<_>>().into()),
        (
            "blocks",
            present::blocks_value(&present::draw_verdict(&verdict, lang)),
        ),
    ]))
}
