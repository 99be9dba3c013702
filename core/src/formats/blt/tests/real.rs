//! Real files from `../shared/data`, where present.

use std::fs;
use std::path::{Path, PathBuf};

use super::{read, written};
use crate::instance::Instance;

/// The files of a folder that end in `.blt`; none, said aloud, where the folder is absent.
fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        println!("SKIPPED: shared/data/{folder} is not there");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "blt"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

/// The number after `"key": ` in a reference count.
fn field(text: &str, key: &str) -> u64 {
    let (_, rest) = text.split_once(&format!("\"{key}\": ")).unwrap();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// Papers counted by adding up the first column, as simply as can be.
fn first_column(text: &str) -> u64 {
    let rows = text
        .lines()
        .skip(1)
        .map(|line| line.split(' ').next().unwrap());
    rows.take_while(|weight| *weight != "0")
        .map(|weight| weight.parse::<u64>().unwrap())
        .sum()
}

#[test]
fn scottish_wards() {
    for path in files("scottish-stv")
        .into_iter()
        .chain(files("portland-2024"))
    {
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let (loaded, problems) = read(&bytes);
        assert_eq!(problems, [], "{}", path.display());
        let loaded = loaded.unwrap();
        assert_eq!(loaded.papers, first_column(&text), "{}", path.display());
        assert!(loaded.invalid.is_empty(), "{}", path.display());
        assert!(!loaded.declared.title.contains('"'), "{}", path.display());
        let (again, _) = read(&written(&bytes));
        assert_eq!(again.unwrap().instance.digest(), loaded.instance.digest());
    }
}

#[test]
fn reference_counts_have_as_many_ballots() {
    for path in files("stv-reference") {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let reference = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|other| {
                let name = other.file_name().unwrap().to_str().unwrap();
                name.starts_with(&format!("{stem}-")) && !name.contains(".blt")
            })
            .unwrap();
        let reference = fs::read_to_string(reference).unwrap();
        let (loaded, problems) = read(&fs::read(&path).unwrap());
        assert!(
            problems.iter().all(|p| p.code == "trailing-text"),
            "{problems:?}"
        );
        let Instance::Contest(contest) = loaded.unwrap().instance else {
            panic!("no contest");
        };
        // Droop leaves blank ballots out (M135 has two); here they are counted as cast.
        let classes = contest.profile.classes();
        let marked: u64 = classes
            .filter(|class| !class.is_empty())
            .map(|class| class.papers)
            .sum();
        assert_eq!(marked, field(&reference, "nballots"), "{stem}");
    }
}
