//! Runs the binary in a folder of its own.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use isonomia::json::{Value, parse};

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the program was not killed"),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }
}

impl Ran {
    /// Standard output as JSON lines.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let lines = self.out.lines();
        let read = |line: &str| parse(line.as_bytes()).expect("a line of strict JSON");
        lines.map(read).collect()
    }

    /// Standard output as CSV: a row is a list of (column, cell).
    pub(crate) fn table(&self) -> Vec<Vec<(String, String)>> {
        let mut reader = csv::Reader::from_reader(self.out.as_bytes());
        let head = reader.headers().expect("a head").clone();
        let rows = reader.records().map(|row| {
            let row = row.expect("a row as long as the head");
            head.iter()
                .zip(&row)
                .map(|(head, cell)| (head.to_owned(), cell.to_owned()))
                .collect()
        });
        rows.collect()
    }

    /// Asserts the exit code, showing what was said where it is another.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }
}

/// The cell of a column.
pub(crate) fn cell<'a>(row: &'a [(String, String)], column: &str) -> &'a str {
    let found = row.iter().find(|(head, _)| head == column);
    found.map_or_else(|| panic!("no column {column}"), |(_, cell)| cell)
}

/// The program, without what the environment of the tester might add.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isonomia"));
    command.env_remove("ISONOMIA_LANG").env_remove("NO_COLOR");
    command
}

/// Runs the program with nothing on standard input.
pub(crate) fn isonomia<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Ran {
    let output = program().args(words).stdin(Stdio::null()).output();
    output.expect("the program starts").into()
}

/// Runs the program with bytes on standard input.
pub(crate) fn with_stdin<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>, bytes: &[u8]) -> Ran {
    let mut child = program()
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The program may end without reading: that is not the test's failure.
    let _ = child.stdin.take().expect("a pipe").write_all(bytes);
    child.wait_with_output().expect("the program ends").into()
}

/// A sample of the project.
pub(crate) fn sample(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples");
    root.join(name).display().to_string()
}

/// A fresh folder for one test.
pub(crate) fn folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("command-{}-{number}", std::process::id());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&path).expect("a folder for the test");
    path
}

/// Writes a file into a folder; its path as text.
pub(crate) fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file of the test is written");
    path.display().to_string()
}

/// The path of a file of a test, as text.
pub(crate) fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

/// Three projects, two of which fit: greedy by votes funds the school (3 votes, 60), skips the
/// road (2 votes, 50) and funds the trees (1 vote, 30). Checked by hand.
pub(crate) const TOWN: &str = "\
META
key;value
description;Budget of a small town
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
school;60;3;A new school;1
road;50;2;A better road;0
trees;30;1;More trees;1
VOTES
voter_id;vote
1;school,road
2;school,road
3;school,trees
";

/// The first text in brackets that looks like a key of the catalogue: a message without a text.
pub(crate) fn missing_key(text: &str) -> Option<&str> {
    let keys = text.split('[').skip(1).filter_map(|rest| {
        let (key, _) = rest.split_once(']')?;
        let like_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        (key.contains('.') && key.chars().all(like_key)).then_some(key)
    });
    keys.into_iter().next()
}
