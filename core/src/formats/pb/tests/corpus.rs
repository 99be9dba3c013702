//! Every file of Pabulib that is at hand: it is read without an error, its columns `votes` and
//! `score` equal our counts, and what is written back reads equal.

use std::fs;
use std::path::PathBuf;

use super::{document, load};
use crate::formats::{ConvertError, write_document};

/// Files whose columns `votes` or `score` are not what the ballots in them give, with the reason.
const DIFFER: [(&str, &str); 2] = [
    // Line 268 names project 1481 twice; the column counts that voter twice.
    (
        "Poland_Warszawa_2026_Blonia_Wilanowskie.pb",
        "votes-mismatch",
    ),
    // Line 118 names project 1232 twice.
    (
        "Poland_Warszawa_2026_Miedzylesie_Radosc.pb",
        "votes-mismatch",
    ),
];

fn files(folder: &str) -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        println!("SKIPPED: no {folder} beside the project");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ext| ext == "pb"));
    files.sort();
    files
}

#[test]
fn the_authoritys_own_columns_equal_our_counts() {
    for path in files("pabulib") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (loaded, diagnostics) = load(&fs::read(&path).unwrap());
        let loaded = loaded.unwrap_or_else(|| panic!("{name}: {:?}", diagnostics.problems()));
        assert!(loaded.invalid.is_empty(), "{name}: {:?}", loaded.invalid);
        let allowed = [
            "duplicate-project",
            "trailing-separator",
            "limit-not-applied",
            "meta-not-applied",
        ];
        for problem in diagnostics.problems() {
            let expected =
                DIFFER.contains(&(name.as_str(), problem.code)) || allowed.contains(&problem.code);
            assert!(expected, "{name}: {problem}");
        }
    }
}

#[test]
fn what_is_written_back_reads_equal() {
    for folder in ["pabulib", "pabulib-edge"] {
        for path in files(folder) {
            let bytes = fs::read(&path).unwrap();
            let read = document(&bytes).unwrap();
            let mut written = Vec::new();
            write_document(&read, &mut written).unwrap();
            assert_eq!(document(&written), Some(read), "{}", path.display());
        }
    }
}

#[test]
fn what_counts_can_be_written_anew_and_is_the_same_instance() {
    for path in files("pabulib") {
        let (loaded, _) = load(&fs::read(&path).unwrap());
        let loaded = loaded.unwrap();
        let mut written = Vec::new();
        let export = super::super::FORMAT.export.unwrap();
        let done: Result<(), ConvertError> = export(&loaded, &mut written);
        done.unwrap();
        let (again, diagnostics) = load(&written);
        let again = again.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()));
        let name = path.display();
        assert_eq!(again.instance.digest(), loaded.instance.digest(), "{name}");
        assert_eq!(again.declared.official, loaded.declared.official, "{name}");
        assert_eq!(again.declared.rule, loaded.declared.rule, "{name}");
        assert_eq!(again.papers, loaded.papers, "{name}");
    }
}
