//! Our own election file, `isonomia/election/1`: the paper, and the ballots inline or beside it.
//!
//! The format is specified in `docs/spec/election-v1.md`; what the paper says is read by
//! [`crate::election`], ballots in a second file by `ballots_csv` and `ballots_jsonl`.

mod arena;
pub(super) mod ballot;
mod rule;
pub(super) mod stream;
mod write;

#[cfg(test)]
mod tests;

use super::intake::Intake;
use super::{
    BOM, Draft, File, Files, Format, LoadOptions, Peek, Role, ballots_csv, ballots_jsonl, table,
    unreadable,
};
use crate::election::{Election, FORMAT as WORD, Paper};
use crate::id::len32;
use crate::json::Value;
use crate::problem::{Diagnostics, Problem};
use arena::Arena;
use std::io::BufRead;
use stream::Parsed;

/// The row of this format.
pub(super) const FORMAT: Format = Format {
    id: "election",
    name: "Election file",
    extensions: &["json"],
    doc: "our own: contests, options, limits, rule and ties, with ballots inline, as CSV or as JSON lines",
    kinds: &["contest", "budget"],
    sniff,
    load,
    read: Some(write::read),
    write: Some(write::write),
    export: Some(write::export),
};

/// An object that names the format, or at least its list of contests.
fn sniff(peek: &Peek<'_>) -> bool {
    let holds = |word: &str| {
        peek.head
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    peek.head.trim_ascii_start().starts_with(b"{") && (holds(WORD) || holds("\"contests\""))
}

/// A file that was read, and the contest that is to be counted.
struct Chosen {
    election: Election,
    index: usize,
    ballots: Option<Arena>,
}

fn load(
    files: &mut Files<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let chosen = choose(files, asked, diagnostics)?;
    let paper = chosen.election.contests.get(chosen.index)?;
    let mut intake = Intake::new(paper);
    let path = format!("/contests/{}/ballots", chosen.index);
    let mut map = None;
    match (chosen.ballots, files.of(Role::Ballots)) {
        (Some(arena), None) => arena.hand_over(&mut intake, &path, diagnostics),
        (None, Some(file)) => {
            diagnostics.set_file(&file.name.clone());
            map = take_file(file, &mut intake, asked, diagnostics);
        }
        (Some(_), Some(file)) => {
            let name = file.name.clone();
            let problem = Problem::error("ballots-twice").path(path).found(name);
            diagnostics.push(problem.expected("ballots inline or in a second file"));
        }
        (None, None) => {
            let problem = Problem::error("ballots-missing").path(path);
            diagnostics.push(problem.expected("ballots inline or in a second file"));
        }
    }
    if diagnostics.has_errors() {
        return None;
    }
    let mut draft = intake.finish(asked.seats);
    draft.map = map;
    if draft.declared.title.is_empty() {
        chosen
            .election
            .title
            .plain()
            .clone_into(&mut draft.declared.title);
    }
    if chosen.election.contests.len() > 1 {
        draft.declared.contest = Some(paper.id.clone());
    }
    Some(draft)
}

/// Reads ballots of a second file, known by its first characters; the column map, where it is a
/// table that is read by one.
fn take_file(
    file: &mut File<'_>,
    intake: &mut Intake<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let head = match file.peek() {
        Ok(head) => head,
        Err(error) => {
            diagnostics.push(unreadable(&error));
            return None;
        }
    };
    let other = [table::ZIP, b"\xFF\xFE", b"\xFE\xFF"];
    let mapped = asked.map.as_ref().is_some_and(|map| map.ballots.is_some());
    if mapped || other.iter().any(|start| head.starts_with(start)) {
        return table::beside(file, intake, asked, diagnostics);
    }
    let head = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    // The reason for a file that could not be read to its end is in the diagnostics.
    let _ = match head.first() {
        Some(b'[' | b'{') => ballots_jsonl::read(file, intake, diagnostics),
        _ => ballots_csv::read(file, intake, diagnostics),
    };
    None
}

/// Reads the file and finds the contest.
fn choose(
    files: &mut Files<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Chosen> {
    let parsed = parse(files.of(Role::Main)?, diagnostics)?;
    let thorough = files.thorough;
    let mut each = |paper: &Paper, path: &str, diagnostics: &mut Diagnostics| {
        if thorough {
            rule::check(paper, path, asked, diagnostics);
        }
    };
    let election = Election::read_each(&parsed.value, &mut each, diagnostics)?;
    let index = index(&election, asked, diagnostics)?;
    let ballots = parsed.ballots.into_iter().nth(index).flatten();
    Some(Chosen {
        election,
        index,
        ballots,
    })
}

fn parse(file: &mut File<'_>, diagnostics: &mut Diagnostics) -> Option<Parsed> {
    match file.peek() {
        Ok(head) if head.starts_with(BOM) => {
            file.consume(BOM.len());
            diagnostics.push(Problem::warning("bom").at(1, 1));
        }
        Ok(_) => {}
        Err(error) => {
            diagnostics.push(unreadable(&error));
            return None;
        }
    }
    stream::parse(file)
        .map_err(|problem| diagnostics.push(problem))
        .ok()
}

/// The place of the contest asked for, or of the only one.
fn index(election: &Election, asked: &LoadOptions, diagnostics: &mut Diagnostics) -> Option<usize> {
    let contests = &election.contests;
    let found = match &asked.contest {
        Some(id) => contests.iter().position(|contest| contest.id == *id),
        None if contests.len() == 1 => Some(0),
        None => None,
    };
    if found.is_none() {
        let ids: Vec<&str> = contests.iter().map(|contest| contest.id.as_str()).collect();
        let problem = match &asked.contest {
            Some(id) => Problem::error("contest-unknown").found(id),
            None => Problem::error("contest-not-chosen").found(len32(contests.len()).to_string()),
        };
        let ids = ids.join(", ");
        diagnostics.push(problem.path("/contests").expected(match &asked.contest {
            Some(_) => ids,
            None => format!("--contest with one of {ids}"),
        }));
    }
    found
}
