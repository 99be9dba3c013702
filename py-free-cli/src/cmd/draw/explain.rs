//! `draw explain`: from the sources to the panel, with every number, to be followed by hand.

use std::io::Write as _;

use isonomia::draw::explain::explain;
use isonomia::draw::schema::Transcript;
use isonomia::json::Value;

use super::files;
use super::prove::document;
use super::say::{numbered, say};
use crate::args::DrawExplain;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// Tells every step.
pub(super) fn run(args: &DrawExplain, ui: &Ui) -> Result<u8, Stop> {
    let value = document(&args.transcript, ui)?;
    let transcript = Transcript::from_value(&value)
        .map_err(|error| files::field(&args.transcript, &error.pointer, ui))?;
    let mut out = io::stdout();
    for (number, step) in explain(&transcript).iter().enumerate() {
        let shown: Vec<String> = if args.json {
            step.args.clone()
        } else {
            step.args.iter().map(|arg| short(arg, ui)).collect()
        };
        let text = numbered(ui, step.code, &shown);
        if args.json {
            let args = step.args.iter().map(|arg| Value::from(arg.as_str()));
            let line = Value::object([
                ("args", Value::Array(args.collect())),
                ("code", Value::from(step.code)),
                ("text", Value::from(text.as_str())),
            ]);
            out.write_all(&files::line(&line))?;
        } else {
            let first = format!("{:>3}. ", number + 1);
            out.write_all(ui.hanging(&first, &text, first.len()).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(0)
}

/// The longest run of digits that a terminal shows whole.
const DIGITS: usize = 640;

/// Bytes too long to be read are cut; JSON has them whole.
fn short(arg: &str, ui: &Ui) -> String {
    match arg.get(..64) {
        Some(start) if arg.len() > DIGITS && !arg.contains(' ') => {
            let words = [("start", start), ("n", &*arg.len().to_string())];
            say(ui, "explain.long", &words)
        }
        _ => arg.to_owned(),
    }
}
