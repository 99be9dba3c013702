//! The verdict on a draw: one sentence, every check in plain words, and what no check can show.

use super::blocks::{Align, Block, Table};
use super::catalogue::{Catalogue, Lang, message, read, say};
use crate::draw::{Check, Finding, Verdict};
use std::sync::OnceLock;

/// A verdict as blocks for terminal, page and print.
pub fn draw_verdict(verdict: &Verdict, lang: Lang) -> Vec<Block> {
    let say = |key: &str| message(lang, key, &[]);
    let unknown = |check: &Check| check.code == "other-engine";
    let mut blocks = vec![Block::Lead(say(match verdict.verdict {
        Finding::Pass => "draw.verdict.pass",
        Finding::Unproven if verdict.checks.iter().any(unknown) => "draw.verdict.unknown",
        Finding::Unproven => "draw.verdict.unproven",
        Finding::Fail => "draw.verdict.fail",
    }))];
    if !verdict.purpose.is_empty() {
        let ids = verdict.members.join(", ");
        let rehearsal = say("draw.purpose.rehearsal");
        let purpose = match verdict.purpose.as_str() {
            "rehearsal" => &rehearsal,
            purpose => purpose,
        };
        let n = verdict.members.len().to_string();
        blocks.push(Block::Para(message(
            lang,
            "draw.claim",
            &[("purpose", purpose), ("n", &n), ("ids", &ids)],
        )));
    }
    let rows = verdict.checks.iter().map(|check| {
        vec![
            say(&format!("draw.check.{}", check.name)),
            check.finding.word().to_owned(),
            draw_check(check, lang),
        ]
    });
    blocks.push(Block::Table(Table {
        caption: say("caption.checks"),
        head: ["column.check", "column.finding", "column.why"]
            .iter()
            .map(|key| (say(key), Align::Start))
            .collect(),
        rows: rows.collect(),
        bars: None,
    }));
    if !verdict.unshown.is_empty() {
        blocks.push(Block::Heading(say("draw.unshown")));
        let items = verdict.unshown.iter();
        blocks.push(Block::List(
            items
                .map(|code| say(&format!("draw.unshown.{code}")))
                .collect(),
        ));
    }
    blocks
}

/// Why a check found what it found, as a sentence.
pub fn draw_check(check: &Check, lang: Lang) -> String {
    let numbered: Vec<(String, &str)> = check
        .args
        .iter()
        .enumerate()
        .map(|(at, arg)| (at.to_string(), arg.as_str()))
        .collect();
    let args: Vec<(&str, &str)> = numbered
        .iter()
        .map(|(at, arg)| (at.as_str(), *arg))
        .collect();
    message(lang, &format!("draw.code.{}", check.code), &args)
}

/// A sentence on a sealed draw (`present/draw/en.txt`), in all four languages; its arguments are
/// numbered from 0. An unknown key is shown as `[key]` with its arguments.
pub fn draw_message(lang: Lang, key: &str, args: &[&str]) -> String {
    let numbers: Vec<String> = (0..args.len()).map(|at| at.to_string()).collect();
    let args: Vec<(&str, &str)> = numbers
        .iter()
        .map(String::as_str)
        .zip(args.iter().copied())
        .collect();
    say(lang, sentences(lang), key, &args)
}

/// True when there is a sentence on sealed draws under this key.
pub fn has_draw_message(key: &str) -> bool {
    sentences(Lang::En).contains_key(key)
}

/// The sentences on sealed draws. They are not in the counting engine's WebAssembly: the verifier
/// answers in codes there, and the page says them from the same files.
fn sentences(lang: Lang) -> &'static Catalogue {
    static TABLES: [OnceLock<Catalogue>; 4] = [const { OnceLock::new() }; 4];
    let (cell, source) = match lang {
        Lang::En => (&TABLES[0], include_str!("draw/en.txt")),
        Lang::Pl => (&TABLES[1], include_str!("draw/pl.txt")),
        Lang::Uk => (&TABLES[2], include_str!("draw/uk.txt")),
        Lang::Ro => (&TABLES[3], include_str!("draw/ro.txt")),
    };
    cell.get_or_init(|| read(source))
}

#[cfg(test)]
mod tests;
