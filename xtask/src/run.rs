//! Starting other programs, and where things are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A task's result: the error is a sentence for the person at the terminal.
pub(crate) type Done<T = ()> = Result<T, String>;

/// The top folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The folder of the npm package.
pub(crate) fn wasm() -> PathBuf {
    root().join("wasm")
}

/// Where cargo builds: as the caller's environment says, or `target`.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program to be run in the workspace's top folder.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = command(&program);
    // Set for this program by the cargo that started it: of no concern to the next one.
    for (name, _) in std::env::vars() {
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command
}

/// Says what is done and why, in a line of its own.
pub(crate) fn say(what: &str) {
    println!("\n== {what}");
}

/// Runs to the end; a failure names the command.
pub(crate) fn run(command: &mut Command) -> Done {
    if run_status(command)? {
        return Ok(());
    }
    Err(format!("failed: {}", line(command)))
}

/// Runs to the end and says whether it went well.
pub(crate) fn run_status(command: &mut Command) -> Done<bool> {
    let status = command
        .status()
        .map_err(|why| format!("cannot start {}: {why}", line(command)))?;
    Ok(status.success())
}

/// What a program prints, or nothing if it is not there or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// The command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

/// Reads a file; a failure names it.
pub(crate) fn read(path: &Path) -> Done<Vec<u8>> {
    std::fs::read(path).map_err(|why| format!("cannot read {}: {why}", path.display()))
}

/// Writes a file and the folders above it; a failure names it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Done {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|why| format!("cannot make {}: {why}", folder.display()))?;
    }
    std::fs::write(path, bytes).map_err(|why| format!("cannot write {}: {why}", path.display()))
}
