//! What people see of a report: sentences, tables, pages; the same in terminal, page and print.
//!
//! Everything said to a person stands in one catalogue a language (`present/en.txt`, ...); the
//! rest of the engine knows codes only. A report becomes a list of [`Block`]s, and blocks become
//! text for a terminal or HTML with accessible pictures. Nothing here decides anything.

mod alternates;
mod basis;
mod blocks;
mod catalogue;
mod certificate;
mod document;
mod draw;
mod feasibility;
mod html;
mod inclusion;
mod lottery;
mod rounds;
mod targets;
mod text;
mod why;

pub use alternates::{alternates, turn, vacancies};
pub use blocks::{Align, Bars, Block, Groups, Lines, Series, Table, blocks_value};
pub use catalogue::{Lang, message, number, plural_category};
pub use certificate::certificate;
pub use document::{Shown, document};
pub use draw::{draw_check, draw_message, draw_verdict, has_draw_message};
pub use feasibility::feasibility;
pub use html::page;
pub use inclusion::inclusion;
pub use targets::targets;
pub use text::{TextStyle, text};
pub use why::why;

use crate::problem::{InvalidGroup, Problem};

/// One sentence for a problem, with its place before it: `budget.pb, line 7, column 3: ...`.
pub fn problem(problem: &Problem, lang: Lang) -> String {
    let mut place = Vec::new();
    if !problem.file.is_empty() {
        place.push(problem.file.clone());
    }
    if problem.line > 0 {
        place.push(message(
            lang,
            "place.line",
            &[("n", &problem.line.to_string())],
        ));
    }
    if problem.column > 0 {
        place.push(message(
            lang,
            "place.column",
            &[("n", &problem.column.to_string())],
        ));
    }
    let sentence = problem_sentence(problem, lang);
    if place.is_empty() {
        sentence
    } else {
        format!("{}: {sentence}", place.join(", "))
    }
}

/// The sentence of a problem without its place.
pub fn problem_sentence(problem: &Problem, lang: Lang) -> String {
    let key = format!("problem.{}", problem.code);
    let expected = expectation(&problem.expected, lang);
    let purpose = format!("purpose.{}", problem.path);
    let path = if matches!(problem.code, "tie-undecided" | "seed-missing")
        && catalogue::has(lang, &purpose)
    {
        message(lang, &purpose, &[])
    } else {
        problem.path.clone()
    };
    let args = [
        ("found", problem.found.as_str()),
        ("expected", expected.as_str()),
        ("path", path.as_str()),
        ("code", problem.code),
    ];
    if catalogue::has(lang, &key) {
        return message(lang, &key, &args);
    }
    // A reason for which papers are not counted, said of one ballot: its argument is the limit.
    let reason = format!("invalid.{}", problem.code);
    if catalogue::has(lang, &reason) {
        let limit: String = problem
            .expected
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        if !limit.is_empty() || message(lang, &reason, &[]) == message(lang, &reason, &[("0", "0")])
        {
            let reason = message(lang, &reason, &[("0", &limit)]);
            return message(lang, "ballot.not-counted", &[("reason", &reason)]);
        }
    }
    let general = match (problem.found.is_empty(), problem.expected.is_empty()) {
        (true, true) => "problem.general",
        (false, true) => "problem.general-found",
        (true, false) => "problem.general-expected",
        (false, false) => "problem.general-both",
    };
    message(lang, general, &args)
}

/// What was expected, in the language of the reader where the catalogue knows the phrase: its
/// key is the English phrase in kebab-case with `n` for each number, its arguments the numbers.
fn expectation(phrase: &str, lang: Lang) -> String {
    let mut slug = String::new();
    let mut numbers: Vec<String> = Vec::new();
    let mut inside = false;
    for letter in phrase.chars() {
        if letter.is_ascii_digit() {
            if !inside {
                numbers.push(String::new());
                slug.push('n');
            }
            if let Some(number) = numbers.last_mut() {
                number.push(letter);
            }
        } else if letter.is_ascii_alphabetic() {
            slug.push(letter.to_ascii_lowercase());
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
        inside = letter.is_ascii_digit();
    }
    let key = format!("expected.{}", slug.trim_matches('-'));
    if !catalogue::has(lang, &key) {
        return phrase.to_owned();
    }
    let numbered: Vec<(String, &str)> = numbers
        .iter()
        .enumerate()
        .map(|(at, number)| (at.to_string(), number.as_str()))
        .collect();
    let args: Vec<(&str, &str)> = numbered
        .iter()
        .map(|(at, number)| (at.as_str(), *number))
        .collect();
    message(lang, &key, &args)
}

/// Why papers were not counted, as a phrase: `more than 5 options`.
pub fn invalid_reason(group: &InvalidGroup, lang: Lang) -> String {
    let numbered: Vec<(String, &str)> = group
        .args
        .iter()
        .enumerate()
        .map(|(at, arg)| (at.to_string(), arg.as_str()))
        .collect();
    let args: Vec<(&str, &str)> = numbered
        .iter()
        .map(|(at, arg)| (at.as_str(), *arg))
        .collect();
    message(lang, &format!("invalid.{}", group.code), &args)
}
