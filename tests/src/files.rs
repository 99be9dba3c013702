//! Where cases and real data stand on disk.

use std::path::{Path, PathBuf};

use crate::cases::{Case, Expected, parse};

/// The root of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A file or folder of real data beside the project, or `None`, said aloud, when it is absent.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = root().parent()?.join("shared").join(path);
    if full.exists() {
        return Some(full);
    }
    println!("SKIPPED: {} is not here", full.display());
    None
}

/// Real pools as cases of leximin, for engines in other languages: those that an engine without
/// optimisation finishes in seconds. None, said aloud, where they are not here.
pub fn pools() -> Vec<Case> {
    let here = root();
    let folder = here.parent().unwrap_or(&here).join("shared/data/pools");
    let mut cases = Vec::new();
    for (name, seats) in [("sa_fixture_22", 22), ("syn_a_20", 20)] {
        let text = |file: &str| std::fs::read_to_string(folder.join(name).join(file));
        match (text("people.csv"), text("categories.csv")) {
            (Ok(people), Ok(categories)) => cases.push(Case {
                name: format!("the pool {name}"),
                source: "shared/data/pools".to_owned(),
                rule: "sortition/leximin".to_owned(),
                params: vec![("panels".to_owned(), "1000".to_owned())],
                ties: None,
                given: Vec::new(),
                seed: Some("07".repeat(32)),
                seats: Some(seats),
                read_as: None,
                format: None,
                files: vec![
                    ("main".to_owned(), people),
                    ("categories".to_owned(), categories),
                ],
                expected: Expected::default(),
            }),
            _ => eprintln!("SKIPPED: {} is not here", folder.join(name).display()),
        }
    }
    cases
}

/// All files of a folder with an extension, sorted.
pub fn list(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    paths.sort();
    paths
}

/// The corpus: id of the rule (from folder and file stem) and its cases.
///
/// # Errors
/// Names the file that cannot be read.
pub fn corpus() -> Result<Vec<(String, Vec<Case>)>, String> {
    let folder = root().join("tests/data/cases");
    let families =
        std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut families: Vec<PathBuf> = families
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    families.sort();
    let mut corpus = Vec::new();
    for family in families {
        for file in list(&family, "toml") {
            let text = std::fs::read_to_string(&file)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            let cases = parse(&text).map_err(|error| format!("{}: {error}", file.display()))?;
            let stem = |path: &Path| {
                path.file_stem()
                    .map(|s| s.to_string_lossy().into_owned())
                    .unwrap_or_default()
            };
            corpus.push((format!("{}/{}", stem(&family), stem(&file)), cases));
        }
    }
    Ok(corpus)
}

/// Loads bytes of any format known by content; `None` when they cannot be counted.
pub fn load_bytes(bytes: &[u8]) -> Option<isonomia::formats::Loaded> {
    use isonomia::formats::{LoadOptions, Role, Source, load};
    let mut reader = bytes;
    let mut sources = [Source {
        name: "file".to_owned(),
        role: Role::Main,
        reader: &mut reader,
    }];
    load(
        &mut sources,
        &LoadOptions::default(),
        &mut isonomia::problem::Diagnostics::default(),
    )
}
