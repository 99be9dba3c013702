//! `isonomia formats`: what can be read and written.

use std::io::Write;

use isonomia::formats::{CONVERSIONS, FORMATS, Format};
use isonomia::json::Value;

use crate::args::FormatsArgs;
use crate::io::{self, Stop};
use crate::terminal::Ui;

pub(crate) fn run(args: &FormatsArgs, ui: &Ui) -> Result<u8, Stop> {
    let text = if args.json {
        let values = FORMATS.iter().map(value);
        Value::Array(values.collect()).canonical_string()
    } else {
        list(ui)
    };
    let mut out = io::stdout();
    out.write_all(text.trim_end().as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(0)
}

fn value(format: &Format) -> Value {
    let texts =
        |items: &[&str]| Value::Array(items.iter().map(|item| Value::from(*item)).collect());
    Value::object([
        ("id", Value::from(format.id)),
        ("name", Value::from(format.name)),
        ("doc", Value::from(format.doc)),
        ("extensions", texts(format.extensions)),
        ("kinds", texts(format.kinds)),
        ("reads", Value::from(true)),
        ("writes", Value::from(format.writes())),
    ])
}

/// A paragraph for each format, and the conversions that read ballots as another kind.
fn list(ui: &Ui) -> String {
    let mut out = String::new();
    for format in FORMATS {
        let dotted = |extension: &&str| format!(".{extension}");
        let extensions: Vec<String> = format.extensions.iter().map(dotted).collect();
        let writes = if format.writes() {
            "cli.formats.reads-writes"
        } else {
            "cli.formats.reads"
        };
        let head = format!("{} ({})", format.id, extensions.join(" "));
        out.push_str(&ui.hanging("", &head, 4));
        out.push_str(&ui.hanging("    ", &ui.format_doc(format), 4));
        let kinds: Vec<String> = format
            .kinds
            .iter()
            .map(|kind| ui.input_kind(kind))
            .collect();
        let holds = ui.say(writes, &[("kinds", &kinds.join(", "))]);
        out.push_str(&ui.hanging("    ", &holds, 4));
    }
    out.push('\n');
    out.push_str(&ui.say("cli.formats.read-as", &[]));
    out.push('\n');
    for conversion in &CONVERSIONS {
        let text = format!("{}: {}", conversion.word, ui.conversion_doc(conversion));
        out.push_str(&ui.hanging("    ", &text, 8));
    }
    out
}
