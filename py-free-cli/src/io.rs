//! The only file that opens, reads and writes files.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write};
use std::path::Path;

use isonomia::problem::Problem;

/// Bytes of a reader's buffer: large files are read in few calls.
const BUFFER: usize = 1 << 18;

/// Why a command ended before it was done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The reader of our output went away: nobody is left to be told anything.
    Pipe,
    /// The input cannot be counted, or a file cannot be read or written.
    Problems(Vec<Problem>),
    /// The words typed make no sense together.
    Usage(Problem),
}

impl From<io::Error> for Stop {
    /// An error of standard output.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Pipe
        } else {
            Self::Problems(vec![
                Problem::error("write-failed")
                    .path("-")
                    .found(error.to_string()),
            ])
        }
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<Vec<Problem>> for Stop {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

/// Buffered standard output. `println!` would panic where the reader went away.
pub(crate) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// The name of a file as messages show it.
pub(crate) fn name(path: &Path) -> String {
    path.display().to_string()
}

/// True for `-`, standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Opens a file for reading; `-` is standard input.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>, Problem> {
    if is_stdin(path) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, io::stdin())));
    }
    // A folder opens like a file and fails at the first byte, where its name is lost.
    if path.is_dir() {
        return Err(Problem::error("file-is-folder").in_file(&name(path)));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

/// All bytes of a small file, such as a report.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut reader = open(path)?;
    let read = reader.read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let code = match error.kind() {
        io::ErrorKind::NotFound => "file-not-found",
        io::ErrorKind::PermissionDenied => "file-forbidden",
        _ => "file-unreadable",
    };
    Problem::error(code)
        .in_file(&name(path))
        .found(error.to_string())
}

/// Writes a file whole, in place of one that stands there; but never over a file that was read.
pub(crate) fn write(path: &Path, bytes: &[u8], inputs: &[&Path]) -> Result<(), Problem> {
    if inputs.iter().any(|input| same_file(path, input)) {
        return Err(Problem::error("output-is-input").in_file(&name(path)));
    }
    let written = File::create(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| {
        Problem::error("write-failed")
            .in_file(&name(path))
            .found(error.to_string())
    })
}

/// True when both paths are the same file on disk.
fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
