//! The three sections: title line, header line, rows.

use std::collections::BTreeSet;

use crate::formats::{File, Lines, Record, Stop};
use crate::problem::{Diagnostics, Problem};

/// A section of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Meta,
    Projects,
    Votes,
}

impl Section {
    /// In the order in which they must stand.
    pub(super) const ALL: [Self; 3] = [Self::Meta, Self::Projects, Self::Votes];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Meta => "META",
            Self::Projects => "PROJECTS",
            Self::Votes => "VOTES",
        }
    }
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The header of a section.
    Header(Section),
    /// A row of a section.
    Row(Section),
}

/// Walks through a file record by record and checks the order of sections.
pub(super) struct Walk<'a> {
    lines: Lines<'a>,
    /// The record of the last step.
    pub(super) record: Record,
    /// The section we are in, and whether its header was read.
    at: Option<(Section, bool)>,
    seen: Vec<Section>,
    /// Text before the first section was reported.
    lost: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(file: &'a mut File<'_>) -> Self {
        Self {
            lines: Lines::new(file),
            record: Record::default(),
            at: None,
            seen: Vec::new(),
            lost: false,
        }
    }

    /// The next header or row; `Ok(None)` at the end of the file.
    pub(super) fn next(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Step>, Stop> {
        while self.record.read(&mut self.lines, b';', diagnostics)? {
            if self.record.len() == 1 && self.record.cell(0).trim().is_empty() {
                let line = self.record.line();
                diagnostics.push(Problem::warning("blank-line").at(line, 1));
            } else if let Some(section) = self.title(diagnostics) {
                self.enter(section, diagnostics);
            } else if let Some((section, header)) = &mut self.at {
                let step = if *header {
                    Step::Row(*section)
                } else {
                    Step::Header(*section)
                };
                *header = true;
                return Ok(Some(step));
            } else if !self.lost {
                self.lost = true;
                diagnostics.push(
                    Problem::error("section-missing")
                        .at(self.record.line(), 1)
                        .found(self.record.cell(0))
                        .expected(Section::Meta.word()),
                );
            }
        }
        Ok(None)
    }

    /// The section that this record is the title of.
    fn title(&self, diagnostics: &mut Diagnostics) -> Option<Section> {
        let cell = self.record.cell(0);
        let section = match cell.trim() {
            "META" => Section::Meta,
            "PROJECTS" => Section::Projects,
            "VOTES" => Section::Votes,
            _ => return None,
        };
        if self.record.cells().skip(1).any(|cell| !cell.is_empty()) {
            return None;
        }
        let line = self.record.line();
        if self.record.len() > 1 {
            let (line, column) = self.record.place(1);
            diagnostics.push(
                Problem::warning("trailing-separator")
                    .at(line, column.saturating_sub(1))
                    .path(section.word()),
            );
        }
        if cell.trim().len() < cell.len() {
            diagnostics.push(
                Problem::warning("edge-whitespace")
                    .at(line, 1)
                    .found(cell)
                    .expected(section.word()),
            );
        }
        Some(section)
    }

    fn enter(&mut self, section: Section, diagnostics: &mut Diagnostics) {
        let problem = if self.seen.contains(&section) {
            Some(Problem::error("section-duplicate").expected("each section once"))
        } else if self.seen.iter().any(|seen| *seen > section) {
            Some(Problem::error("section-order").expected("META, then PROJECTS, then VOTES"))
        } else {
            None
        };
        if let Some(problem) = problem {
            let problem = problem.at(self.record.line(), 1).found(section.word());
            diagnostics.push(problem);
        }
        self.seen.push(section);
        self.at = Some((section, false));
    }

    /// Names the sections that never came.
    pub(super) fn finish(&self, diagnostics: &mut Diagnostics) {
        for section in Section::ALL {
            let said = self.lost && section == Section::Meta;
            if !said && !self.seen.contains(&section) {
                diagnostics.push(
                    Problem::error("section-missing")
                        .at(self.lines.number(), 0)
                        .expected(section.word()),
                );
            }
        }
        if let Some((section, false)) = self.at {
            diagnostics.push(
                Problem::error("header-missing")
                    .at(self.lines.number(), 0)
                    .path(section.word()),
            );
        }
    }
}

/// Names of columns by their place, checked once.
#[derive(Debug, Default)]
pub(super) struct Columns {
    names: Vec<String>,
    /// Columns counted up to the last with a name.
    width: usize,
}

impl Columns {
    /// Reads a header. Names must be there once each; the first must be `first`.
    pub(super) fn read(
        record: &Record,
        section: Section,
        first: &str,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let names: Vec<String> = record.cells().map(|c| c.trim().to_owned()).collect();
        let width = names
            .iter()
            .rposition(|name| !name.is_empty())
            .map_or(0, |last| last.saturating_add(1));
        let mut seen = BTreeSet::new();
        // To find a place costs a walk along the line, so a header of a million defects names
        // the first few.
        let mut left = 20u32;
        let mut report = |index: usize, problem: Problem| {
            if left > 0 {
                left = left.saturating_sub(1);
                let (line, column) = record.place(index);
                diagnostics.push(problem.at(line, column).path(section.word()));
            }
        };
        for (index, name) in names.iter().enumerate() {
            if name.len() < record.cell(index).len() {
                let problem = Problem::warning("edge-whitespace");
                report(index, problem.found(record.cell(index)));
            }
            if index >= width {
                report(index, Problem::warning("trailing-separator"));
                break;
            } else if name.is_empty() {
                report(index, Problem::error("column-unnamed"));
            } else if !seen.insert(name) {
                report(index, Problem::error("duplicate-column").found(name));
            }
        }
        if names.first().map(String::as_str) != Some(first) && names.iter().any(|n| n == first) {
            diagnostics.push(
                Problem::warning("column-order")
                    .at(record.line(), 1)
                    .path(section.word())
                    .expected(format!("{first} first")),
            );
        }
        Self { names, width }
    }

    /// The place of a column.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| other == name)
    }

    /// The place of a column that must be there.
    pub(super) fn need(
        &self,
        name: &str,
        record: &Record,
        section: Section,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let found = self.find(name);
        if found.is_none() {
            diagnostics.push(
                Problem::error("column-missing")
                    .at(record.line(), 1)
                    .path(section.word())
                    .expected(name),
            );
        }
        found
    }

    /// Checks the number of cells of a row: too few or too many is an error, empty cells after
    /// the last column a warning. `false` where the row cannot be read.
    pub(super) fn fits(
        &self,
        record: &Record,
        section: Section,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        if record.len() == self.width {
            return true;
        }
        let extra = (self.width..record.len()).find(|index| !record.cell(*index).is_empty());
        if record.len() < self.width || extra.is_some() {
            let (line, column) = record.place(extra.unwrap_or(record.len()));
            diagnostics.push(
                Problem::error("cell-count")
                    .at(line, column)
                    .path(section.word())
                    .found(record.len().to_string())
                    .expected(self.width.to_string()),
            );
            return false;
        }
        let (line, column) = record.place(self.width);
        diagnostics.push(
            Problem::warning("trailing-separator")
                .at(line, column.saturating_sub(1))
                .path(section.word()),
        );
        true
    }
}

/// A cell without blanks at its edges, which are a warning.
pub(super) fn trimmed<'r>(
    record: &'r Record,
    index: usize,
    section: Section,
    diagnostics: &mut Diagnostics,
) -> &'r str {
    let cell = record.cell(index);
    let text = cell.trim();
    if text.len() < cell.len() {
        let (line, column) = record.place(index);
        diagnostics.push(
            Problem::warning("edge-whitespace")
                .at(line, column)
                .path(section.word())
                .found(cell),
        );
    }
    text
}
