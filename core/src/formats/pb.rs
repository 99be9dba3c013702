//! Pabulib's .pb format: a participatory budgeting election in three sections.
//!
//! ```text
//! META            PROJECTS                     VOTES
//! key;value       project_id;cost;selected     voter_id;vote
//! budget;1000     7;600;1                      1;7,12
//! ```
//!
//! UTF-8; cells are separated by `;` and quoted as in CSV where they hold one; lists inside a
//! cell are separated by `,`. Source: pabulib.org/format, read together with its files: CRLF and
//! LF, decimal and text amounts, ids such as `BO.OM.97/24`.
//!
//! What a voter broke is told from what a file broke. A broken ballot (a limit, an unknown
//! project) is listed as invalid and the rest is counted; a broken file (a missing section, a
//! cost that is no number, two projects with one id) is refused with every defect named.
//!
//! # Where the file's own totals decide
//!
//! The column `votes` is the authority's count. Where ballots break a limit of META and the
//! column equals the count with them but not the count without, the authority counted them, so
//! the limit was not one in force: they are counted and `limit-not-applied` is a warning. (Found
//! in `Worldwide_Mechanical_Turk_Utilities_7`: 16 of 75 ballots spend less than
//! `min_sum_points`, and all 75 are in `votes` and `score`.) In every other case such ballots
//! are invalid.

mod amount;
mod declared;
mod fix;
mod groups;
mod lint;
mod meta;
mod projects;
mod sections;
mod tally;
mod votes;
mod write;

#[cfg(test)]
mod tests;

pub use fix::{Fixed, fix};
pub use lint::{is_pb, lint, lint_result};

use super::{Document, Draft, Files, Format, LoadOptions, Peek, Role};
use crate::instance::{Budget, Instance};
use crate::problem::Diagnostics;
use meta::Meta;
use projects::Projects;
use sections::{Section, Step, Walk};
use votes::Votes;

pub(super) use write::write_result;

/// The row of this format.
pub(super) const FORMAT: Format = Format {
    id: "pb",
    name: "Pabulib",
    extensions: &["pb"],
    doc: "participatory budgeting: projects with costs, a budget and ballots (pabulib.org)",
    kinds: &["budget"],
    sniff,
    load,
    read: Some(read),
    write: Some(write::write),
    export: Some(write::export),
};

/// The first line names a section; the wrong one is a located error, not another format.
fn sniff(peek: &Peek<'_>) -> bool {
    peek.first_line().is_some_and(|line| {
        let title = line.trim_end_matches(';').trim();
        Section::ALL
            .iter()
            .any(|section| section.word().eq_ignore_ascii_case(title))
    })
}

/// Reads what counts; every defect is recorded, also after the first that is fatal.
fn load(
    files: &mut Files<'_>,
    _options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let file = files.of(Role::Main)?;
    let mut walk = Walk::new(file);
    let mut meta = Meta::default();
    let mut projects = Projects::default();
    let mut votes: Option<Votes> = None;
    // META is judged once it is complete, also where the file cannot be read to its end.
    let mut complete = false;
    loop {
        let step = match walk.next(diagnostics) {
            Ok(Some(step)) => step,
            Ok(None) => break,
            Err(_) => {
                if complete {
                    meta.check(diagnostics);
                }
                return None;
            }
        };
        let record = &walk.record;
        match step {
            Step::Header(Section::Meta) => {
                meta.line = record.line().saturating_sub(1);
                meta::header(record, diagnostics);
            }
            Step::Row(Section::Meta) => meta.row(record, diagnostics),
            Step::Header(Section::Projects) => {
                complete = true;
                projects.header(record, diagnostics);
            }
            Step::Row(Section::Projects) => projects.row(record, diagnostics),
            Step::Header(Section::Votes) => {
                meta.check(diagnostics);
                projects.close(&meta, diagnostics);
                votes = Votes::new(record, &meta, &projects, diagnostics);
            }
            Step::Row(Section::Votes) => {
                if let Some(votes) = &mut votes {
                    votes.row(record, &projects, diagnostics);
                }
            }
        }
    }
    walk.finish(diagnostics);
    meta.check(diagnostics);
    let counted = votes?.finish(&meta, &projects, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let declared = declared::of(&meta, &projects);
    declared::unapplied(&declared, &meta, diagnostics);
    let papers = counted
        .profile
        .papers()
        .saturating_add(counted.invalid.papers());
    Some(Draft {
        instance: Instance::Budget(Budget {
            options: projects.options,
            costs: projects.costs,
            budget: projects.budget,
            scale: projects.scale,
            profile: counted.profile,
            limits: counted.limits,
            constraints: projects.constraints,
            totals: None,
        }),
        declared,
        invalid: counted.invalid,
        papers,
        map: None,
    })
}

/// Reads every cell of every section, in order.
fn read(
    files: &mut Files<'_>,
    _options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let file = files.of(Role::Main)?;
    let mut walk = Walk::new(file);
    let mut tables = Vec::new();
    while let Some(step) = walk.next(diagnostics).ok()? {
        let cells = walk.record.cells().map(str::to_owned).collect();
        match step {
            Step::Header(section) => tables.push(super::Table {
                title: section.word().to_owned(),
                columns: cells,
                rows: Vec::new(),
            }),
            Step::Row(_) => {
                if let Some(table) = tables.last_mut() {
                    table.rows.push(cells);
                }
            }
        }
    }
    walk.finish(diagnostics);
    (!diagnostics.has_errors()).then_some(Document::Tables {
        format: FORMAT.id,
        tables,
    })
}
