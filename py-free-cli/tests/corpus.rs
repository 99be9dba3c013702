//! Every case of the corpus by the built command: the same answers, byte for byte in `result`,
//! as by the library in this process.

#![allow(clippy::expect_used)] // a test may stop

use std::path::Path;
use std::process::{Command, Output};

use isonomia::json::{Value, parse};
use isonomia_tests::cases::{Case, run};
use isonomia_tests::files::corpus;

/// `isonomia count` on the files of a case, written into `folder`.
fn count(case: &Case, folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isonomia"));
    command.args(["count", "--json", "--quiet", "--rule", &case.rule]);
    for (role, text) in &case.files {
        let path = folder.join(role);
        std::fs::write(&path, text).expect("a temporary file");
        if role != "main" {
            command.arg(format!("--{role}"));
        }
        command.arg(path);
    }
    for (name, text) in &case.params {
        command.arg("--set").arg(format!("{name}={text}"));
    }
    for list in &case.given {
        command.arg("--given").arg(list.join(","));
    }
    let seats = case.seats.map(|seats| seats.to_string());
    for (option, value) in [
        ("--ties", &case.ties),
        ("--seed", &case.seed),
        ("--seats", &seats),
        ("--read-as", &case.read_as),
        ("--from", &case.format),
    ] {
        if let Some(value) = value {
            command.arg(option).arg(value);
        }
    }
    command.output().expect("the command runs")
}

fn result(report: &Value) -> Option<&str> {
    report.get("result").and_then(Value::as_str)
}

#[test]
fn the_built_command_answers_every_case_as_the_library_does() {
    let folder = std::env::temp_dir().join(format!("isonomia-corpus-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let (mut ran, mut differ) = (0, Vec::new());
    let corpus = corpus().expect("the corpus can be read");
    for case in corpus.iter().flat_map(|(_, cases)| cases) {
        ran += 1;
        let output = count(case, &folder);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let same = match run(case) {
            Ok(expected) => {
                let report = parse(printed.trim_end().as_bytes());
                output.status.success()
                    && report.is_ok_and(|report| result(&report) == result(&expected))
            }
            Err(_) => matches!(output.status.code(), Some(1 | 2)),
        };
        if !same {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            differ.push(format!("{} · {}: {said}", case.rule, case.name));
        }
    }
    std::fs::remove_dir_all(&folder).expect("the folder can go");
    assert!(ran > 100, "only {ran} cases were found");
    let count = differ.len();
    assert!(
        differ.is_empty(),
        "{count} of {ran} differ:\n{}",
        differ.join("\n")
    );
}
