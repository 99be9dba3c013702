//! `isonomia convert`: a file in another format.

use std::io::Write;

use isonomia::formats::{ConvertError, FORMATS, Format, convert, find};
use isonomia::problem::{Diagnostics, Problem};

use crate::args::ConvertArgs;
use crate::input::{self, Beside, Files};
use crate::io::{self, Stop};
use crate::terminal::Ui;

pub(crate) fn run(args: &ConvertArgs, ui: &Ui) -> Result<u8, Stop> {
    input::check(&args.input)?;
    let [file] = args.input.files.as_slice() else {
        return Err(Stop::Usage(
            Problem::error("usage-one-file")
                .path("convert")
                .found(args.input.files.len().to_string()),
        ));
    };
    if !find(&args.to).is_some_and(Format::writes) {
        let writable = FORMATS.iter().filter(|format| format.writes());
        let ids: Vec<&str> = writable.map(|format| format.id).collect();
        return Err(Stop::Usage(
            Problem::error("format-unknown")
                .path("--to")
                .found(&args.to)
                .expected(ids.join(", ")),
        ));
    }
    let options = input::options(&args.input)?;
    let mut files = Files::open(file, &Beside::of(&args.input))?;
    let mut diagnostics = Diagnostics::new(&io::name(file));
    // Into memory first: a file that turns out to be broken at its end leaves nothing half done.
    let mut bytes = Vec::new();
    let converted = convert(
        &mut files.sources(),
        &options,
        &args.to,
        &mut bytes,
        &mut diagnostics,
    );
    match converted {
        Ok(()) => {}
        Err(ConvertError::Refused(_)) if diagnostics.has_errors() => {
            return Err(Stop::Problems(input::errors(diagnostics, file)));
        }
        Err(ConvertError::Refused(problem)) => {
            return Err(Stop::Problems(vec![problem.in_file(&io::name(file))]));
        }
        Err(ConvertError::Io(error)) => return Err(error.into()),
    }
    ui.warnings(&diagnostics);
    if let Some(path) = &args.out {
        io::write(path, &bytes, &args.input.paths())?;
    } else {
        let mut out = io::stdout();
        out.write_all(&bytes)?;
        out.flush()?;
    }
    Ok(0)
}
