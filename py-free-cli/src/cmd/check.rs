//! `isonomia check`: everything that is wrong with a file, before the count.

use std::io::Write;
use std::path::Path;

use isonomia::formats::{FixedPb, Loaded, fix_pb, is_pb, lint_pb, lint_pb_result};
use isonomia::id::OptionId;
use isonomia::instance::{Instance, Pool};
use isonomia::json::Value;
use isonomia::panel::feasible;
use isonomia::present::invalid_reason;
use isonomia::problem::{Diagnostics, Problem, Severity};
use isonomia::run::{Request, Work, count, fitting};

use crate::args::CheckArgs;
use crate::input;
use crate::io::{self, Stop};
use crate::settings;
use crate::terminal::Ui;

/// Lines of rejected ballots that are named in a sentence.
const LINES: usize = 10;

pub(crate) fn run(args: &CheckArgs, ui: &Ui) -> Result<u8, Stop> {
    input::check(&args.input)?;
    if args.fix && args.input.files.len() > 1 {
        return Err(Stop::Usage(
            Problem::error("usage-one-file")
                .path("--fix")
                .found(args.input.files.len().to_string()),
        ));
    }
    settings::of(&args.input.columns)?.tell(&args.input.columns, None, ui);
    let mut out = io::stdout();
    let mut failed = false;
    for file in &args.input.files {
        let mut diagnostics = Diagnostics::default();
        let (loaded, mended) = examine(file, args, &mut diagnostics);
        if loaded.is_none() && !diagnostics.has_errors() {
            diagnostics.push(Problem::error("input-unreadable").in_file(&io::name(file)));
        }
        let (errors, warnings) = totals(&diagnostics);
        failed |= errors > 0 || (args.strict && warnings > 0);
        if let (Some(fixed), Some(out)) = (&mended, &args.out) {
            io::write(out, &fixed.bytes, &args.input.paths())?;
        }
        if args.json {
            let mut value = value(file, loaded.as_ref(), &diagnostics, ui);
            if let (Value::Object(fields), Some(fixed)) = (&mut value, &mended) {
                fields.insert("mended".to_owned(), mended_value(fixed));
            }
            out.write_all(&value.canonical())?;
            out.write_all(b"\n")?;
        } else {
            for line in sentences(file, loaded.as_ref(), &diagnostics, ui) {
                writeln!(out, "{line}")?;
            }
            if let (Some(fixed), Some(path)) = (&mended, &args.out) {
                writeln!(out, "{}", mended_sentence(fixed, path, ui))?;
            }
        }
        out.flush()?;
    }
    Ok(u8::from(failed))
}

/// Reads one file. A .pb file is held to the conventions of its format and to its own result,
/// and mended where that was asked for.
fn examine(
    file: &Path,
    args: &CheckArgs,
    diagnostics: &mut Diagnostics,
) -> (Option<Loaded>, Option<FixedPb>) {
    let alone = args.input.ballots.is_none() && args.input.categories.is_none();
    let name = io::name(file);
    let bytes = if alone { io::bytes(file).ok() } else { None };
    let bytes = bytes.filter(|bytes| match args.input.from.as_deref() {
        Some(format) => format == "pb",
        None => is_pb(&name, bytes),
    });
    let Some(bytes) = bytes else {
        if args.fix {
            let problem = Problem::error("fix-not-pb").in_file(&name).expected("pb");
            diagnostics.push(problem);
        }
        let loaded = input::examine(file, &args.input, diagnostics);
        if let Some(Instance::Pool(pool)) = loaded.as_ref().map(|loaded| &loaded.instance) {
            panel(pool, args, diagnostics);
        }
        return (loaded, None);
    };
    let loaded = input::examine_bytes(file, &bytes, &args.input, diagnostics);
    lint_pb(&name, &bytes, diagnostics);
    if let Some(loaded) = &loaded {
        lint_pb_result(loaded, diagnostics);
        rule_followed(loaded, &name, diagnostics);
    }
    if !args.fix {
        return (loaded, None);
    }
    match fix_pb(&name, &bytes, &mut Diagnostics::default()) {
        Ok(fixed) => (loaded, Some(fixed)),
        Err(problem) => {
            diagnostics.push(problem.in_file(&name));
            (loaded, None)
        }
    }
}

/// Whether any panel meets the quotas, and how they may be relaxed where none does. A warning: the
/// files can be read, and there are rules without quotas.
fn panel(pool: &Pool, args: &CheckArgs, diagnostics: &mut Diagnostics) {
    if let Some(categories) = &args.input.categories {
        diagnostics.set_file(&io::name(categories));
    }
    for mut problem in feasible::impossible(pool) {
        problem.severity = Severity::Warning;
        diagnostics.push(problem);
    }
}

/// Whether the official result in the file is what the rule in the file gives.
fn rule_followed(loaded: &Loaded, name: &str, diagnostics: &mut Diagnostics) {
    let none = Diagnostics::default();
    let counted = count(loaded, &none, &Request::default(), &mut Work::default());
    let Ok(report) = counted else { return };
    let Some(official) = &report.official else {
        return;
    };
    let ids = |options: &[OptionId]| {
        let found = loaded.instance.options();
        let ids = options
            .iter()
            .map(|option| found.map_or("", |options| options.id(*option)));
        ids.collect::<Vec<_>>().join(", ")
    };
    if official.only_official.is_empty() && official.only_here.is_empty() {
        return;
    }
    diagnostics.push(
        Problem::warning("rule-not-followed")
            .in_file(name)
            .path("selected")
            .found(ids(&official.only_official))
            .expected(ids(&official.only_here)),
    );
}

fn mended_value(fixed: &FixedPb) -> Value {
    let mended = fixed
        .mended
        .iter()
        .map(|(code, count)| ((*code).to_owned(), Value::from(count.to_string())));
    Value::Object(mended.collect())
}

fn mended_sentence(fixed: &FixedPb, path: &Path, ui: &Ui) -> String {
    let list = fixed
        .mended
        .iter()
        .map(|(code, count)| format!("{code} ({count})"));
    let list = list.collect::<Vec<_>>().join(", ");
    ui.say(
        "cli.check.mended",
        &[("out", &io::name(path)), ("list", &list)],
    )
}

/// Errors and warnings, in number. Problems of one code have one severity; past the first
/// hundred of a code only their number is kept.
fn totals(diagnostics: &Diagnostics) -> (u64, u64) {
    let mut totals = (0, 0);
    for (code, count) in diagnostics.counts() {
        let first = diagnostics.problems().iter().find(|p| p.code == *code);
        match first.map(|problem| problem.severity) {
            Some(Severity::Warning) => totals.1 += count,
            _ => totals.0 += count,
        }
    }
    totals
}

fn sentences(
    file: &Path,
    loaded: Option<&Loaded>,
    diagnostics: &Diagnostics,
    ui: &Ui,
) -> Vec<String> {
    let problems = diagnostics.problems();
    let mut lines: Vec<String> = problems
        .iter()
        .map(|problem| ui.sentence(problem))
        .collect();
    for (code, count) in diagnostics.counts() {
        let kept = problems.iter().filter(|p| p.code == *code).count() as u64;
        let rest = count.saturating_sub(kept).to_string();
        if rest != "0" {
            lines.push(ui.say("cli.check.more-of", &[("code", code), ("n", &rest)]));
        }
    }
    if let Some(loaded) = loaded {
        lines.extend(holds(&io::name(file), loaded, ui));
    }
    let (errors, warnings) = totals(diagnostics);
    lines.push(ui.say(
        "cli.check.total",
        &[
            ("file", &io::name(file)),
            ("errors", &errors.to_string()),
            ("warnings", &warnings.to_string()),
        ],
    ));
    lines
}

/// What the file holds, and which of its ballots are not counted.
fn holds(name: &str, loaded: &Loaded, ui: &Ui) -> Vec<String> {
    let mut lines = Vec::new();
    for group in loaded.invalid.groups() {
        let shown = group.lines.iter().take(LINES).map(u32::to_string);
        let shown: Vec<String> = shown.collect();
        let more = if group.lines.len() > LINES {
            ", …"
        } else {
            ""
        };
        lines.push(ui.say(
            "cli.check.rejected",
            &[
                ("file", name),
                ("n", &group.papers.to_string()),
                ("reason", &invalid_reason(&group, ui.lang)),
                ("count", &group.lines.len().to_string()),
                ("lines", &format!("{}{more}", shown.join(", "))),
            ],
        ));
    }
    if let Some(map) = &loaded.map {
        lines.extend(super::columns::told(map, ui));
    }
    if let Instance::Pool(pool) = &loaded.instance {
        let features = pool.features().len().to_string();
        lines.push(ui.say(
            "cli.check.holds-pool",
            &[
                ("file", name),
                ("format", loaded.format),
                ("people", &pool.len().to_string()),
                ("features", &features),
                ("seats", &pool.seats.to_string()),
            ],
        ));
        return lines;
    }
    let valid = loaded.papers.saturating_sub(loaded.invalid.papers());
    lines.push(ui.say(
        "cli.check.holds",
        &[
            ("file", name),
            ("format", loaded.format),
            ("all", &loaded.papers.to_string()),
            ("valid", &valid.to_string()),
        ],
    ));
    lines
}

fn value(file: &Path, loaded: Option<&Loaded>, diagnostics: &Diagnostics, ui: &Ui) -> Value {
    let (errors, warnings) = totals(diagnostics);
    Value::object([
        ("file", Value::from(io::name(file))),
        ("valid", Value::from(!diagnostics.has_errors())),
        ("errors", Value::from(errors.to_string())),
        ("warnings", Value::from(warnings.to_string())),
        ("problems", input::values(diagnostics.problems(), ui)),
        ("input", loaded.map_or(Value::Null, input_value)),
    ])
}

fn input_value(loaded: &Loaded) -> Value {
    let fits = fitting(&loaded.instance).map(|entry| Value::from(entry.meta.id));
    let declared = loaded.declared.rule.as_ref().map(|declared| {
        let rule = declared.rule.as_deref().map_or(Value::Null, Value::from);
        Value::object([
            ("word", Value::from(declared.word.as_str())),
            ("rule", rule),
        ])
    });
    Value::object([
        ("kind", Value::from(loaded.instance.kind())),
        ("format", Value::from(loaded.format)),
        ("title", Value::from(loaded.declared.title.as_str())),
        ("ballots", Value::from(loaded.papers.to_string())),
        ("rejected", Value::from(loaded.invalid.papers().to_string())),
        ("invalid", loaded.invalid.to_value(true)),
        ("instance", Value::from(loaded.instance.digest().tagged())),
        ("rules", Value::Array(fits.collect())),
        ("declared", declared.unwrap_or(Value::Null)),
        ("columns", loaded.map.clone().unwrap_or(Value::Null)),
    ])
}
