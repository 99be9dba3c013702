//! What follows the ballots: names, title, source and comment.

use std::collections::BTreeMap;

use super::Head;
use super::scan::column;
use crate::id::{ix, len32};
use crate::problem::{Diagnostics, Problem};

/// Lines after the title that are kept.
const NOTES: u32 = 16;

/// Collects the lines after the ballots.
#[derive(Default)]
pub(super) struct Names {
    /// Lines as written, blanks around them cut, with their number and column.
    texts: Vec<(u32, u32, String)>,
    /// Names in comments, by number from 1.
    alternatives: BTreeMap<u32, (u32, String)>,
    /// The first line that is not kept.
    dropped: Option<u32>,
}

impl Names {
    pub(super) fn line(&mut self, line: u32, whole: &str, candidates: u32) {
        let text = whole.trim_ascii_start();
        let start = whole.len() - text.len();
        let text = text.trim_ascii_end();
        if let Some(comment) = text.strip_prefix('#') {
            if let Some((number, name)) = alternative(comment)
                && (1..=candidates).contains(&number)
            {
                self.alternatives.insert(number, (line, name.to_owned()));
            }
        } else if !text.is_empty() {
            let kept = ix(candidates.saturating_add(1).saturating_add(NOTES));
            if self.texts.len() < kept {
                let column = column(whole, start);
                self.texts.push((line, column, text.to_owned()));
            } else {
                self.dropped.get_or_insert(line);
            }
        }
    }

    /// Puts names, title and notes into the head; `last` is the last line of the file.
    pub(super) fn finish(self, head: &mut Head, last: u32, diagnostics: &mut Diagnostics) {
        let mut texts = self.texts.into_iter();
        let in_comments = len32(self.alternatives.len()) == head.candidates
            && len32(texts.len()) <= head.candidates;
        let mut names: Vec<(u32, u32, String)> = Vec::new();
        if in_comments {
            let alternatives = self.alternatives.into_values();
            names.extend(alternatives.map(|(line, name)| (line, 1, name)));
        } else {
            for (line, column, text) in texts.by_ref().take(ix(head.candidates)) {
                match unquote(&text) {
                    Some(name) => names.push((line, column, name)),
                    None => diagnostics.push(
                        Problem::error("quote-missing")
                            .at(line, column)
                            .found(&text)
                            .expected("a closing quotation mark at the end"),
                    ),
                }
            }
        }
        if len32(names.len()) < head.candidates && !diagnostics.has_errors() {
            diagnostics.push(
                Problem::error("names-missing")
                    .at(last, 1)
                    .found(names.len().to_string())
                    .expected(head.candidates.to_string()),
            );
        }
        check(&names, diagnostics);
        let title = texts.next();
        if let Some((line, column, name)) = names.last().filter(|_| title.is_none() && !in_comments)
            && len32(names.len()) == head.candidates
        {
            // With one name too few the title would stand in the place of the last.
            diagnostics.push(
                Problem::warning("title-missing")
                    .at(*line, *column)
                    .found(name)
                    .expected("the names of all candidates, then the title"),
            );
        }
        head.names = names.into_iter().map(|(_, _, name)| name).collect();
        if let Some((_, _, text)) = title {
            let open = || text.trim_start_matches('"').to_owned();
            head.title = unquote(&text).unwrap_or_else(open);
        }
        // A source and a comment, in quotation marks, are part of the format.
        let expected = |text: &str, at: usize| at < 2 && text.starts_with('"');
        let mut trailing = self.dropped.map(|line| (line, 1, String::new()));
        for (at, (line, column, text)) in texts.enumerate() {
            if !expected(&text, at) && trailing.as_ref().is_none_or(|first| line < first.0) {
                trailing = Some((line, column, text.clone()));
            }
            head.notes.push(text);
        }
        if let Some((line, column, text)) = trailing {
            diagnostics.push(
                Problem::warning("trailing-text")
                    .at(line, column)
                    .found(text)
                    .expected("the end of the file"),
            );
        }
    }
}

/// Names must be there and differ: they are the ids of options.
fn check(names: &[(u32, u32, String)], diagnostics: &mut Diagnostics) {
    let mut first: BTreeMap<&str, u32> = BTreeMap::new();
    for (line, column, name) in names {
        if name.is_empty() {
            diagnostics.push(Problem::error("name-empty").at(*line, *column));
        } else if let Some(earlier) = first.insert(name, *line) {
            diagnostics.push(
                Problem::error("name-duplicate")
                    .at(*line, *column)
                    .found(name)
                    .expected(format!("a name other than that of line {earlier}")),
            );
        }
    }
}

/// `ALTERNATIVE NAME 3: Ada` of a comment.
fn alternative(comment: &str) -> Option<(u32, &str)> {
    let rest = comment.trim_start().strip_prefix("ALTERNATIVE NAME ")?;
    let (number, name) = rest.split_once(':')?;
    Some((number.trim().parse().ok()?, name.trim()))
}

/// The text between quotation marks, or the text itself where it starts with none.
///
/// The closing mark is the first that is followed by the end or by a blank and a comment, so
/// that a name may hold marks itself; where all of them are doubled, as in CSV, each pair is
/// one. `None` when there is no closing mark.
pub(super) fn unquote(text: &str) -> Option<String> {
    let Some(inside) = text.strip_prefix('"') else {
        return Some(text.to_owned());
    };
    let name = inside.match_indices('"').find_map(|(at, _)| {
        let rest = inside.get(at + 1..)?;
        let comment = rest.trim_start_matches([' ', '\t']);
        let closes = rest.is_empty() || (comment.starts_with('#') && comment.len() < rest.len());
        if closes { inside.get(..at) } else { None }
    })?;
    let single = name.replace("\"\"", "");
    if single.contains('"') || single.len() == name.len() {
        return Some(name.trim_ascii().to_owned());
    }
    Some(name.replace("\"\"", "\"").trim_ascii().to_owned())
}
