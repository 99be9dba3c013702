//! All tests, each part even if an earlier one failed, and one line that sums them up.

use crate::run::{Done, cargo, command, line, output, root, run_status, say, target, wasm, write};
use crate::{setup, web};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Default)]
struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
    /// Parts that went wrong as a whole, by name.
    broken: Vec<String>,
}

/// Rust, doc tests, the two verifiers of draws, the web build with its types, WASM in Node, the browser.
pub(crate) fn test() -> Done {
    let mut tally = Tally::default();
    setup::for_web()?;

    say("cargo test: the workspace and its doc tests");
    // This program is left out: its dependencies would be built a second time, optimised.
    tally.part(
        "Rust",
        cargo().args([
            "test",
            "--workspace",
            "--exclude",
            "xtask",
            "--no-fail-fast",
        ]),
    );

    tally.verifiers();

    let test_engine = match web::build().and_then(|()| web::build_for_tests()) {
        Ok(folder) => folder,
        Err(why) => {
            eprintln!("xtask: {why}");
            tally.broken.push("web build".to_owned());
            return tally.close();
        }
    };
    if let Err(why) = corpus(&test_engine) {
        tally.broken.push(why);
    }
    tally.web("WASM in Node", "test", &test_engine);
    if setup::chromium() {
        tally.web("browser", "e2e", &test_engine);
    } else {
        println!("SKIPPED: the browser tests, since there is no chromium");
        tally.skipped += 1;
    }
    tally.close()
}

/// The cases with their native answers, for the runner in Node. `cargo test` has just built the
/// program that writes them.
fn corpus(folder: &Path) -> Done {
    let program = target().join("debug/corpus");
    let cases = output(&mut command(&program.to_string_lossy()))
        .ok_or("tests/src/bin/corpus.rs cannot read the cases")?;
    write(&folder.join("corpus.json"), cases.as_bytes())
}

impl Tally {
    /// Runs one part, passing on what it prints and counting as it goes by.
    fn part(&mut self, name: &str, command: &mut Command) {
        let ran = (|| -> std::io::Result<bool> {
            let mut child = command.stdout(Stdio::piped()).spawn()?;
            if let Some(stdout) = child.stdout.take() {
                let mut out = std::io::stdout().lock();
                for text in BufReader::new(stdout).split(b'\n') {
                    let text = text?;
                    self.read(&String::from_utf8_lossy(&text));
                    out.write_all(&text)?;
                    out.write_all(b"\n")?;
                }
            }
            Ok(child.wait()?.success())
        })();
        match ran {
            Ok(true) => {}
            Ok(false) => self.broken.push(name.to_owned()),
            Err(why) => self
                .broken
                .push(format!("{name} ({}: {why})", line(command))),
        }
    }

    /// The reference verifier of draws by itself, the checker of lotteries of panels and the
    /// examples of the pages beside the program (docs/spec), then the engine's verifier of draws
    /// beside the reference one on thousands of changed transcripts (tests/draw). `cargo test` has
    /// just built the programs that answer for the engine.
    fn verifiers(&mut self) {
        let name = "verifiers and pages of docs/spec";
        let mut files = test_files(&root().join("docs/spec"));
        files.extend(test_files(&root().join("tests/draw")));
        let mut node = command("node");
        node.env(
            "ISONOMIA_DRAW_VERDICTS",
            target().join("debug/draw-verdicts"),
        );
        node.env("ISONOMIA", target().join("debug/isonomia"));
        self.node(name, &files, &mut node);
    }

    /// All `*.test.mjs` in a folder of the package.
    fn web(&mut self, name: &str, folder: &str, test_engine: &Path) {
        let folder = wasm().join(folder);
        let files = test_files(&folder);
        if files.is_empty() {
            println!("there are none in {}", folder.display());
            return;
        }
        let mut node = command("node");
        node.current_dir(wasm())
            .env("ISONOMIA_WASM_TEST", test_engine);
        if let Some(chromium) = setup::find_chromium() {
            node.env("CHROMIUM", chromium);
        }
        self.node(name, &files, &mut node);
    }

    /// Files of tests by Node's own runner.
    fn node(&mut self, name: &str, files: &[PathBuf], node: &mut Command) {
        say(&format!("node --test: {name}"));
        node.args(["--test", "--test-reporter=spec"])
            .args(files)
            .env("FORCE_COLOR", "0");
        self.part(name, node);
    }

    /// Adds up the summary lines of cargo and of node.
    fn read(&mut self, text: &str) {
        let number = |word: &str| word.parse::<u64>().unwrap_or(0);
        if let Some(result) = text.strip_prefix("test result: ") {
            for count in result.split(['.', ';']) {
                match count.split_whitespace().collect::<Vec<_>>()[..] {
                    [n, "passed"] => self.passed += number(n),
                    [n, "failed"] => self.failed += number(n),
                    [n, "ignored"] => self.skipped += number(n),
                    _ => {}
                }
            }
        } else if let [_, what, n] = text.split_whitespace().collect::<Vec<_>>()[..] {
            match (text.starts_with('ℹ'), what) {
                (true, "pass") => self.passed += number(n),
                (true, "fail" | "cancelled") => self.failed += number(n),
                (true, "skipped" | "todo") => self.skipped += number(n),
                _ => {}
            }
        }
    }

    fn close(self) -> Done {
        println!();
        if !self.broken.is_empty() {
            println!("FAILED: {}", self.broken.join(", "));
        }
        let Self {
            passed,
            failed,
            skipped,
            ..
        } = self;
        println!("{passed} passed, {failed} failed, {skipped} skipped");
        if failed == 0 && self.broken.is_empty() {
            Ok(())
        } else {
            Err("not all tests passed".to_owned())
        }
    }
}

fn test_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| {
            entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .collect()
        })
        .unwrap_or_default();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    files
}

/// The golden tests with `ISONOMIA_BLESS` set: they write instead of comparing.
pub(crate) fn golden(bless: bool) -> Done<bool> {
    let mut command = cargo();
    command
        .args(["test", "--package", "isonomia-tests"])
        .current_dir(root());
    if bless {
        command.env("ISONOMIA_BLESS", "1");
    }
    run_status(&mut command)
}
