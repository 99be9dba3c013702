//! The benchmarks of criterion, summed up in one table.

use crate::run::{Done, cargo, run, say, target};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Runs the benchmarks whose name holds one of the words, then prints a table.
pub(crate) fn bench(words: &[String]) -> Done {
    let start = SystemTime::now();
    say("cargo bench: release build, then criterion");
    run(cargo()
        .args(["bench", "--package", "isonomia-benches", "--"])
        .args(words))?;
    let folder = target().join("criterion");
    let mut rows = Vec::new();
    collect(&folder, &folder, start, &mut rows);
    rows.sort();
    println!("\n| benchmark | median | +- |\n|---|---:|---:|");
    for (name, median, spread) in rows {
        println!("| {name} | {} | {} |", time(median), time(spread));
    }
    Ok(())
}

/// Finds the `new/estimates.json` that this run wrote.
fn collect(top: &Path, folder: &Path, start: SystemTime, rows: &mut Vec<(String, u64, u64)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    for path in paths.iter().filter(|path| path.is_dir()) {
        let file = path.join("estimates.json");
        let fresh = file
            .metadata()
            .and_then(|meta| meta.modified())
            .is_ok_and(|at| at >= start);
        if path.ends_with("new") && fresh {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let name = folder
                .strip_prefix(top)
                .unwrap_or(folder)
                .display()
                .to_string();
            let median = text.split("\"median\"").nth(1).unwrap_or("");
            rows.push((
                name,
                nanos(median, "point_estimate"),
                nanos(median, "standard_error"),
            ));
        } else {
            collect(top, path, start, rows);
        }
    }
}

/// The first number after a name, in whole nanoseconds.
fn nanos(text: &str, name: &str) -> u64 {
    let after = text.split(&format!("\"{name}\":")).nth(1).unwrap_or("");
    let digits: String = after
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(0)
}

/// Three digits and a unit.
fn time(nanos: u64) -> String {
    let (unit, name) = match nanos {
        0..10_000 => return format!("{nanos} ns"),
        10_000..10_000_000 => (1_000, "µs"),
        10_000_000..10_000_000_000 => (1_000_000, "ms"),
        _ => (1_000_000_000, "s"),
    };
    format!("{} {name}", nanos / unit)
}
