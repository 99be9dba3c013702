//! `isonomia formats`: what can be read and written.

use std::io::Write;

use isonomia::formats::{FORMATS, Format};
use isonomia::json::Value;
use isonomia::present::{self, Align, Block, Table};

use crate::args::FormatsArgs;
use crate::io::{self, Stop};
use crate::terminal::Ui;

pub(crate) fn run(args: &FormatsArgs, ui: &Ui) -> Result<u8, Stop> {
    let text = if args.json {
        let values = FORMATS.iter().map(value);
        Value::Array(values.collect()).canonical_string()
    } else {
        present::text(&[list(ui)], ui.style)
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

fn list(ui: &Ui) -> Block {
    let keys = [
        "cli.column.format",
        "cli.column.extensions",
        "cli.column.holds",
        "cli.column.writes",
        "cli.column.about",
    ];
    let rows = FORMATS.iter().map(|format| {
        let dotted = |extension: &&str| format!(".{extension}");
        let extensions: Vec<String> = format.extensions.iter().map(dotted).collect();
        let writes = if format.writes() { "cli.yes" } else { "cli.no" };
        vec![
            format.id.to_owned(),
            extensions.join(" "),
            format.kinds.join(", "),
            ui.say(writes, &[]),
            format.doc.to_owned(),
        ]
    });
    Block::Table(Table {
        caption: String::new(),
        head: keys.map(|key| (ui.say(key, &[]), Align::Start)).to_vec(),
        rows: rows.collect(),
        bars: None,
    })
}
