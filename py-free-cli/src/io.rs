//! The only file that opens, reads and writes files.

use std::fs::{File, OpenOptions};
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
    /// A step of a ceremony was refused, in a sentence that says what to do.
    Told {
        /// Whether another way of typing it would have done.
        usage: bool,
        /// The sentence.
        text: String,
    },
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

/// All bytes of a file that has at most `limit` of them; no more are read into memory.
pub(crate) fn bounded(path: &Path, limit: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut reader = open(path)?.take(limit.saturating_add(1));
    let read = reader.read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit {
        return Err(Problem::error("file-too-large")
            .in_file(&name(path))
            .expected(limit.to_string()));
    }
    Ok(bytes)
}

/// The SHA-256 of a file of any size.
pub(crate) fn sha256(path: &Path) -> Result<[u8; 32], Problem> {
    let mut reader = open(path)?;
    let mut hasher = isonomia::digest::Hasher::new();
    loop {
        let some = reader
            .fill_buf()
            .map_err(|error| unreadable(path, &error))?;
        if some.is_empty() {
            return Ok(hasher.finish().into_bytes());
        }
        let length = some.len();
        hasher.update(some);
        reader.consume(length);
    }
}

/// A short text that a person saved: UTF-8, or UTF-16 as PowerShell writes it; the byte order
/// mark is dropped and lines end in LF.
pub(crate) fn typed(path: &Path, limit: u64) -> Result<String, Problem> {
    let bytes = bounded(path, limit)?;
    let not_text = || Problem::error("file-not-text").in_file(&name(path));
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes).ok(),
    };
    Ok(text.ok_or_else(not_text)?.replace("\r\n", "\n"))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else {
        return None;
    };
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    String::from_utf16(&units).ok()
}

/// Makes a folder that is not there yet.
pub(crate) fn create_folder(path: &Path) -> Result<(), Problem> {
    std::fs::create_dir(path).map_err(|error| unwritten(path, &error))
}

/// Writes a new file and never over one that stands there. A secret one is readable by its owner
/// alone, where the system knows owners.
pub(crate) fn create(path: &Path, bytes: &[u8], secret: bool) -> Result<(), Problem> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(if secret { 0o600 } else { 0o644 });
    }
    #[cfg(not(unix))]
    let _ = secret;
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| unwritten(path, &error))
}

/// Puts new content in place of a file, whole or not at all.
pub(crate) fn replace(path: &Path, bytes: &[u8], secret: bool) -> Result<(), Problem> {
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    create(&beside, bytes, secret)?;
    std::fs::rename(&beside, path).map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        unwritten(path, &error)
    })
}

fn unwritten(path: &Path, error: &io::Error) -> Problem {
    let code = match error.kind() {
        io::ErrorKind::AlreadyExists => "file-stands-there",
        _ => "write-failed",
    };
    Problem::error(code)
        .in_file(&name(path))
        .found(error.to_string())
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
