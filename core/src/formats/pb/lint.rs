//! What a .pb file says oddly: conventions of the format that reading does without.
//!
//! The reader names what cannot be counted and what contradicts itself; this second walk names
//! the rest that a careful publisher would mend: order of keys and columns, words of closed
//! lists, days that do not exist, limits that mean nothing, labels that differ by a capital.
//! Every finding is a warning with its place; `docs/spec/pb-checks.md` lists all of them beside
//! those of the reader. Source: pabulib.org/format and the checks that Pabulib's own checker
//! (`pabulib-checker` 1.0.8) makes of the same file.

mod codes;
mod labels;
mod meta;
mod projects;
mod votes;

#[cfg(test)]
mod tests;

use super::sections::{Section, Step, Walk};
pub(super) use meta::META_ORDER;

use crate::formats::{Files, LoadOptions, Loaded, Record, Role, Source};
use crate::id::OptionId;
use crate::instance::Instance;
use crate::num::Decimal;
use crate::problem::{Diagnostics, Problem};

/// Columns of PROJECTS in the order of the format.
pub(super) const PROJECT_COLUMNS: [&str; 16] = [
    "project_id",
    "cost",
    "votes",
    "score",
    "name",
    "category",
    "beneficiaries",
    "selected",
    "neighborhood",
    "subunit",
    "district",
    "description",
    "proposer",
    "public_id",
    "latitude",
    "longitude",
];

/// Columns of VOTES in the order of the format.
pub(super) const VOTE_COLUMNS: [&str; 17] = [
    "voter_id",
    "vote",
    "points",
    "age",
    "sex",
    "voting_method",
    "district",
    "neighborhood",
    "education",
    "topic_preference_transport",
    "topic_preference_culture",
    "topic_preference_nature",
    "district_preference",
    "time_taken_seconds",
    "format_easiness",
    "format_expressiveness",
    "format_rank",
];

/// Walks through the bytes of a .pb file and records every convention that they break.
///
/// Only findings that the reader does not make are recorded, all of them as warnings. Time is
/// linear in the file.
pub fn lint(name: &str, bytes: &[u8], diagnostics: &mut Diagnostics) {
    diagnostics.set_file(name);
    whole_file(bytes, diagnostics);
    let mut reader = bytes;
    let mut sources = [Source {
        name: name.to_owned(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let mut files = Files::new(&mut sources);
    let Some(file) = files.of(Role::Main) else {
        return;
    };
    // What the reader says of the same records it has said.
    let mut said = Diagnostics::default();
    let mut walk = Walk::new(file);
    let mut meta = meta::Meta::default();
    let mut projects = projects::Projects::default();
    let mut votes = votes::Votes::default();
    while let Ok(Some(step)) = walk.next(&mut said) {
        let record = &walk.record;
        match step {
            Step::Header(Section::Meta) => {}
            Step::Row(Section::Meta) => meta.row(record, diagnostics),
            Step::Header(Section::Projects) => projects.header(record, &meta, diagnostics),
            Step::Row(Section::Projects) => projects.row(record, &meta, diagnostics),
            Step::Header(Section::Votes) => votes.header(record, diagnostics),
            Step::Row(Section::Votes) => votes.row(record, &mut projects, diagnostics),
        }
    }
    meta.finish(diagnostics);
    projects.finish(diagnostics);
    votes.finish(&meta, diagnostics);
    labels::declared(&meta, &projects.labels, &votes.labels, diagnostics);
}

/// Whether the bytes are in this format: what [`crate::formats::load`] would take them for.
pub fn is_pb(name: &str, bytes: &[u8]) -> bool {
    let mut reader = bytes;
    let mut sources = [Source {
        name: name.to_owned(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let mut files = Files::new(&mut sources);
    let mut said = Diagnostics::default();
    crate::formats::recognise(
        super::super::FORMATS,
        &mut files,
        &LoadOptions::default(),
        &mut said,
    )
    .is_some_and(|format| format.id == super::FORMAT.id)
}

/// Ends of lines, which records no longer show.
fn whole_file(bytes: &[u8], diagnostics: &mut Diagnostics) {
    let mut lines = [0u32, 0];
    let mut first = [0u32, 0];
    let mut number = 0u32;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        number = number.saturating_add(1);
        let at = usize::from(line.ends_with(b"\r\n"));
        if line.ends_with(b"\n")
            && let (Some(count), Some(first)) = (lines.get_mut(at), first.get_mut(at))
        {
            *count = count.saturating_add(1);
            if *first == 0 {
                *first = number;
            }
        }
    }
    let [unix, windows] = lines;
    if unix > 0 && windows > 0 {
        let at = first.into_iter().max().unwrap_or_default();
        diagnostics.push(
            Problem::warning("line-ends-mixed")
                .at(at, 0)
                .found(format!("{unix} LF, {windows} CRLF"))
                .expected("one kind of line end"),
        );
    }
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        diagnostics.push(Problem::warning("final-newline-missing").at(number, 0));
    }
}

/// Names the columns that the format does not know, and the first that stands out of its order.
fn columns(record: &Record, section: Section, known: &[&str], diagnostics: &mut Diagnostics) {
    let mut last = 0usize;
    let mut ordered = true;
    for index in 0..record.len() {
        let name = record.cell(index).trim();
        let (line, column) = record.place(index);
        let at = |problem: Problem| problem.at(line, column).path(section.word()).found(name);
        match known.iter().position(|word| *word == name) {
            _ if name.is_empty() => {}
            None if name == "target" && section == Section::Projects => {
                diagnostics.push(at(Problem::warning("column-renamed")).expected("beneficiaries"));
            }
            None => diagnostics.push(at(Problem::warning("column-not-in-format"))),
            Some(place) if place < last && ordered => {
                ordered = false;
                let before = known.get(last).copied().unwrap_or_default();
                diagnostics.push(
                    at(Problem::warning("columns-order")).expected(format!("before {before}")),
                );
            }
            Some(place) => last = last.max(place),
        }
    }
}

/// Whether one number is more than another, whatever their decimals.
fn more(a: Decimal, b: Decimal) -> bool {
    let scale = a.scale.max(b.scale);
    match (a.rescale(scale), b.rescale(scale)) {
        (Some(a), Some(b)) => a > b,
        // The one that does not fit is the greater.
        (None, _) => true,
        (_, None) => false,
    }
}

/// A finding at a cell.
fn at_cell(code: &'static str, record: &Record, index: usize) -> Problem {
    let (line, column) = record.place(index);
    Problem::warning(code).at(line, column)
}

/// What the official result leaves undone: money for which a project with votes waits, and a
/// flag that says everything was funded where it was not.
pub fn lint_result(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    let (Instance::Budget(budget), Some(official)) = (&loaded.instance, &loaded.declared.official)
    else {
        return;
    };
    let word = loaded.declared.rule.as_ref().map(|rule| rule.word.as_str());
    // Equal shares may leave money, and so may a rule that stops.
    if !matches!(word, Some("greedy-exclusive" | "greedy-custom" | "unknown")) {
        return;
    }
    let spent = official.iter().map(|project| budget.costs[*project]);
    let spent = spent.fold(0u64, u64::saturating_add);
    let left = budget.budget.saturating_sub(spent);
    let named = |project: OptionId| {
        let mut classes = budget.profile.classes();
        classes.any(|class| class.options().any(|option| option == project))
    };
    let waiting = budget.options.standing().find(|project| {
        let cost = budget.costs[*project];
        !official.contains(project) && cost > 0 && cost <= left && named(*project)
    });
    if let Some(project) = waiting {
        diagnostics.push(
            Problem::warning("budget-unused")
                .path(budget.options.id(project))
                .found(budget.text(left))
                .expected(budget.text(budget.costs[project])),
        );
    }
}
