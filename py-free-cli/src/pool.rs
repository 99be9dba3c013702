//! From the words typed about people to a pool.

use std::path::Path;

use isonomia::formats::{LoadOptions, Loaded};
use isonomia::instance::{Instance, Pool};
use isonomia::problem::{Diagnostics, Problem};

use crate::args::{Columns, PoolArgs};
use crate::input::{self, Beside, WORKBOOK};
use crate::io::{self, Stop};

/// A pool that was read, and what a person should look at in its files.
pub(crate) struct PoolRead {
    pub(crate) loaded: Loaded,
    pub(crate) diagnostics: Diagnostics,
}

impl PoolRead {
    /// The pool; refused where the file holds something else.
    pub(crate) fn pool(&self) -> Result<&Pool, Problem> {
        match &self.loaded.instance {
            Instance::Pool(pool) => Ok(pool),
            other => Err(Problem::error("input-not-accepted")
                .found(other.kind())
                .expected("pool")),
        }
    }
}

/// Reads the pool of a command line.
pub(crate) fn read(args: &PoolArgs) -> Result<PoolRead, Stop> {
    read_files(
        &args.people,
        Some(&args.categories),
        args.seats,
        &args.columns,
    )
}

/// Reads a pool from its files.
pub(crate) fn read_files(
    people: &Path,
    categories: Option<&Path>,
    seats: Option<u32>,
    columns: &Columns,
) -> Result<PoolRead, Stop> {
    let already = columns.already.as_deref();
    let typed = [Some(people), categories, already].into_iter().flatten();
    if typed.filter(|path| io::is_stdin(path)).count() > 1 {
        return Err(Stop::Usage(Problem::error("usage-stdin-twice")));
    }
    let beside = Beside {
        categories,
        already,
        ..Beside::default()
    };
    let options = LoadOptions {
        seats,
        // Alone, a list of people looks like a table of ballots.
        format: categories.is_none().then(|| "pool".to_owned()),
        columns: input::columns(columns)?,
        workbook: WORKBOOK,
        ..LoadOptions::default()
    };
    let (loaded, diagnostics) = input::whole(people, &beside, &options)?;
    Ok(PoolRead {
        loaded,
        diagnostics,
    })
}
