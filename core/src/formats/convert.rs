//! From one format to another.
//!
//! To the format it is in, a file is written with everything it holds. To another, what counts
//! is written: options, ballots, limits, seats or budget. What the other format cannot express
//! is a problem, never left out silently.

use std::fmt;
use std::io::{self, Write};

use super::{FORMATS, Files, LoadOptions, Source, find, load_as, names, recognise};
use crate::problem::{Diagnostics, Invalid, Problem};

/// Why a file was not converted.
#[derive(Debug)]
pub enum ConvertError {
    /// The input or the pair of formats does not allow it; nothing useful was written.
    Refused(Problem),
    /// The writer below us failed.
    Io(io::Error),
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(problem) => problem.fmt(f),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ConvertError {}

impl From<io::Error> for ConvertError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Problem> for ConvertError {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

/// Reads sources and writes them in the format `to`. Defects of the input go to `diagnostics`.
pub fn convert(
    sources: &mut [Source<'_>],
    options: &LoadOptions,
    to: &str,
    out: &mut dyn Write,
    diagnostics: &mut Diagnostics,
) -> Result<(), ConvertError> {
    let writable = || names(FORMATS.iter().filter(|format| format.writes()));
    let target = find(to).filter(|format| format.writes()).ok_or_else(|| {
        Problem::error("format-unknown")
            .path("to")
            .found(to)
            .expected(writable())
    })?;
    let unreadable = || Problem::error("input-unreadable").expected("a file without errors");
    let mut files = Files::new(sources);
    let from = recognise(FORMATS, &mut files, options, diagnostics).ok_or_else(unreadable)?;
    let kept = from.id == target.id && options.read_as.is_none();
    if let (true, Some(read), Some(write)) = (kept, from.read, target.write) {
        let document = read(&mut files, options, diagnostics).ok_or_else(unreadable)?;
        files.all_used(diagnostics).ok_or_else(unreadable)?;
        return Ok(write(&document, out)?);
    }
    let export = target.export.ok_or_else(|| {
        Problem::error("format-cannot-express")
            .path("to")
            .found(format!("{} as {to}", from.id))
            .expected("the format it is in")
    })?;
    let loaded = load_as(from, files, options, diagnostics).ok_or_else(unreadable)?;
    if !target.kinds.contains(&loaded.instance.kind()) {
        return Err(ConvertError::Refused(
            Problem::error("format-cannot-express")
                .path("to")
                .found(format!("{} as {to}", loaded.instance.kind()))
                .expected(target.kinds.join(", ")),
        ));
    }
    export(&loaded, out)?;
    left_out(&loaded.invalid, diagnostics);
    Ok(())
}

/// Says how many papers a file written from what counts no longer holds: a class of equal ballots
/// cannot hold a ballot that is none.
pub(super) fn left_out(invalid: &Invalid, diagnostics: &mut Diagnostics) {
    if !invalid.is_empty() {
        let problem = Problem::warning("papers-left-out");
        diagnostics.push(problem.found(invalid.papers().to_string()));
    }
}
