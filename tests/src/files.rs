//! Where cases and real data stand on disk.

use std::path::{Path, PathBuf};

use crate::cases::{Case, parse};

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
