//! `isonomia rules`: what the engine can count by.

use std::io::Write;

use isonomia::json::Value;
use isonomia::params::ParamSpec;
use isonomia::present::{self, Align, Block, Lang, Table};
use isonomia::problem::Problem;
use isonomia::rule::Entry;
use isonomia::rules::RULES;

use crate::args::RulesArgs;
use crate::io::{self, Stop};
use crate::terminal::Ui;

pub(crate) fn run(args: &RulesArgs, ui: &Ui) -> Result<u8, Stop> {
    let text = if let Some(id) = &args.id {
        let entry = super::rule(id)?;
        if args.json {
            entry.to_value().canonical_string()
        } else {
            one(entry, ui)
        }
    } else {
        let rules = chosen(args.family.as_deref())?;
        if args.json {
            let values = rules.iter().map(|entry| entry.to_value());
            Value::Array(values.collect()).canonical_string()
        } else {
            let more = Block::Para(ui.say("cli.rules.more", &[]));
            present::text(&[list(&rules, ui), more], ui.style)
        }
    };
    let mut out = io::stdout();
    out.write_all(text.trim_end().as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(0)
}

/// The rules of a family, or all.
fn chosen(family: Option<&str>) -> Result<Vec<&'static Entry>, Stop> {
    let fits = |entry: &&Entry| family.is_none_or(|family| entry.meta.family() == family);
    let rules: Vec<&Entry> = RULES.iter().filter(fits).collect();
    if let (Some(family), true) = (family, rules.is_empty()) {
        let mut families: Vec<&str> = RULES.iter().map(|entry| entry.meta.family()).collect();
        families.dedup();
        return Err(Stop::Usage(
            Problem::error("family-unknown")
                .found(family)
                .expected(families.join(", ")),
        ));
    }
    Ok(rules)
}

fn list(rules: &[&Entry], ui: &Ui) -> Block {
    let row = |entry: &&Entry| {
        let name = ui.rule_name(entry.meta);
        vec![entry.meta.id.to_owned(), name, ui.takes(entry)]
    };
    let keys = ["cli.column.rule", "cli.column.name", "cli.column.counts"];
    Block::Table(Table {
        caption: String::new(),
        head: keys.map(|key| (ui.say(key, &[]), Align::Start)).to_vec(),
        rows: rules.iter().map(row).collect(),
        bars: None,
    })
}

/// Everything about one rule.
fn one(entry: &Entry, ui: &Ui) -> String {
    let meta = entry.meta;
    let ties: Vec<&str> = meta.ties.iter().map(|rule| rule.word()).collect();
    let (takes, ties) = (ui.takes(entry), ties.join(", "));
    let revision = meta.revision.to_string();
    let para = |key: &str, args: &[(&str, &str)]| Block::Para(ui.say(key, args));
    let mut blocks = vec![
        Block::Lead(format!("{} ({})", ui.rule_name(meta), meta.id)),
        Block::Para(ui.rule_summary(meta)),
        para("cli.rules.counts", &[("what", &takes)]),
        if ties.is_empty() {
            para("cli.rules.no-ties", &[])
        } else {
            para("cli.rules.ties", &[("words", &ties)])
        },
    ];
    if meta.needs_seed {
        blocks.push(para("cli.rules.seed", &[]));
    }
    let specs = entry.specs();
    if specs.is_empty() {
        blocks.push(para("cli.rules.no-options", &[]));
    } else {
        blocks.push(Block::Heading(ui.say("cli.rules.options", &[])));
        if ui.lang != Lang::En {
            blocks.push(para("cli.rules.english", &[]));
        }
    }
    let mut out = present::text(&blocks, ui.style);
    for spec in &specs {
        out.push('\n');
        out.push_str(&option(spec, ui));
    }
    let citations = meta.citations.iter().map(|text| (*text).to_owned());
    let sources = [
        Block::Heading(ui.say("cli.rules.sources", &[])),
        Block::List(citations.collect()),
        para("cli.rules.revision", &[("n", &revision)]),
    ];
    out.push('\n');
    out.push_str(&present::text(&sources, ui.style));
    out
}

/// One option: what it does, what may be written, and what each word means.
fn option(spec: &ParamSpec, ui: &Ui) -> String {
    let expected = if spec.words.is_empty() {
        spec.expected.clone()
    } else {
        let words: Vec<&str> = spec.words.iter().map(|(word, _)| *word).collect();
        words.join(" | ")
    };
    let head = ui.say(
        "cli.rules.option",
        &[
            ("name", spec.name),
            ("expected", &expected),
            ("default", &spec.default),
        ],
    );
    let mut out = ui.hanging("  ", &head, 6);
    out.push_str(&ui.hanging("      ", &one_line(spec.doc), 6));
    for (word, doc) in spec.words {
        let text = format!("{word}: {}", one_line(doc));
        out.push_str(&ui.hanging("      ", &text, 10));
    }
    out
}

/// A doc comment as one line.
fn one_line(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
