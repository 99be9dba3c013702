//! Ballots of an election file as JSON lines: one ballot a line, streamed.
//!
//! ```text
//! ["oak", "river"]
//! {"ballot": [["oak", "river"], null, "jubilee"], "papers": 12}
//! ```
//!
//! What a ballot looks like is specified in `docs/spec/election-v1.md`.

use std::io::BufRead;

use serde::de::DeserializeSeed;

use super::election::ballot::{Ballot, Fault, Slip};
use super::election::stream::locate;
use super::intake::{Copies, Intake, Mark, code};
use super::lines::{Lines, Stop, column};
use crate::id::ix;
use crate::json::Reader;
use crate::problem::Diagnostics;

/// Reads every line; a line that is no ballot is an error with its place, and reading goes on.
pub(super) fn read(
    reader: &mut dyn BufRead,
    intake: &mut Intake<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stop> {
    let mut lines = Lines::new(reader);
    let mut number = 0u32;
    let mut marks: Vec<Mark> = Vec::new();
    let fault = Fault::default();
    while let Some(line) = lines.next(diagnostics)? {
        number = number.saturating_add(1);
        if line.trim_ascii().is_empty() {
            continue;
        }
        let options = &intake.options;
        let mut id = |id: &str| code(options, id);
        let mut slip = Slip {
            id: &mut id,
            marks: &mut marks,
            copies: Copies::ONE,
            amounts: intake.takes_amounts(),
            fault: &fault,
        };
        let mut bytes = line.as_bytes();
        let mut json = Reader::new(&mut bytes);
        let read = Ballot(&mut slip).deserialize(&mut json);
        let copies = slip.copies;
        let taken = match read.and_then(|()| json.end()) {
            Ok(()) => intake.take(&marks, copies, number).map_err(|p| (p, 1)),
            Err(error) => {
                let at = ix(error.reached().bytes).saturating_sub(1);
                Err((locate(&error, fault.take()), column(line, at)))
            }
        };
        if let Err((problem, column)) = taken {
            diagnostics.push(problem.at(number, column));
        }
    }
    Ok(())
}
