//! `isonomia columns`: what the columns of a table mean, proposed, to be looked at and kept.

use std::io::Write;

use isonomia::formats::Loaded;
use isonomia::json::Value;
use isonomia::problem::{Diagnostics, Problem};

use crate::args::ColumnsArgs;
use crate::input;
use crate::io::{self, Stop};
use crate::terminal::Ui;

pub(crate) fn run(args: &ColumnsArgs, ui: &Ui) -> Result<u8, Stop> {
    input::check(&args.input)?;
    let [file] = args.input.files.as_slice() else {
        return Err(Stop::Usage(
            Problem::error("usage-one-file")
                .path("columns")
                .found(args.input.files.len().to_string()),
        ));
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = input::read(file, &args.input, &mut diagnostics);
    let Some(loaded) = loaded.filter(|_| !diagnostics.has_errors()) else {
        return Err(Stop::Problems(input::errors(diagnostics, file)));
    };
    let Some(map) = &loaded.map else {
        let problem = Problem::error("no-columns").in_file(&io::name(file));
        return Err(Stop::Problems(vec![problem.found(loaded.format)]));
    };
    ui.warnings(&diagnostics);
    let mut text = String::new();
    pretty(map, 0, &mut text);
    text.push('\n');
    if let Some(path) = &args.out {
        io::write(path, text.as_bytes(), &args.input.paths())?;
        ui.note(&holds(&loaded, ui));
    } else {
        let mut out = io::stdout();
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    Ok(0)
}

/// What was read by the map, so that a wrong one shows.
fn holds(loaded: &Loaded, ui: &Ui) -> String {
    let options = loaded
        .instance
        .options()
        .map_or(0, isonomia::instance::Options::len);
    ui.say(
        "cli.columns.holds",
        &[
            ("options", &options.to_string()),
            ("ballots", &loaded.papers.to_string()),
            ("rejected", &loaded.invalid.papers().to_string()),
        ],
    )
}

/// What a map says, a line each: for people who check a file.
pub(crate) fn told(map: &Value, ui: &Ui) -> Vec<String> {
    let mut lines = Vec::new();
    for part in ["ballots", "projects", "totals"] {
        let Some(Value::Object(fields)) = map.get(part) else {
            continue;
        };
        let mut said = Vec::new();
        for (name, value) in fields {
            let text = match value {
                Value::Str(text) => text.clone(),
                Value::Array(items) => items.iter().map(item).collect::<Vec<_>>().join(", "),
                other => other.canonical_string(),
            };
            said.push(format!("{name}: {text}"));
        }
        let part = ui.say(&format!("cli.columns.{part}"), &[]);
        lines.push(ui.say(
            "cli.columns.part",
            &[("part", &part), ("columns", &said.join("; "))],
        ));
    }
    lines
}

fn item(value: &Value) -> String {
    match value {
        Value::Str(text) => text.clone(),
        Value::Array(pair) => pair.iter().map(item).collect::<Vec<_>>().join(" = "),
        other => other.canonical_string(),
    }
}

/// JSON to read and to change: a field a line, short lists in one.
fn pretty(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth + 1);
    let end = "  ".repeat(depth);
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            out.push_str("{\n");
            for (at, (key, value)) in fields.iter().enumerate() {
                out.push_str(&indent);
                out.push_str(&Value::from(key.as_str()).canonical_string());
                out.push_str(": ");
                pretty(value, depth + 1, out);
                out.push_str(if at + 1 < fields.len() { ",\n" } else { "\n" });
            }
            out.push_str(&end);
            out.push('}');
        }
        Value::Array(items) if items.iter().any(|item| matches!(item, Value::Array(_))) => {
            out.push_str("[\n");
            for (at, item) in items.iter().enumerate() {
                out.push_str(&indent);
                out.push_str(&item.canonical_string());
                out.push_str(if at + 1 < items.len() { ",\n" } else { "\n" });
            }
            out.push_str(&end);
            out.push(']');
        }
        other => out.push_str(&other.canonical_string()),
    }
}
