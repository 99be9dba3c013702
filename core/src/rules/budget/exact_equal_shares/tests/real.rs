//! Real elections of `../shared/data`, where they are beside the project. Figures come from the
//! definition written down independently in plain fractions (Python, one voter at a time).

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::formats::{self, LoadOptions, Role, Source};
use crate::instance::Instance;
use crate::problem::Diagnostics;

/// A file of `../shared/data/pabulib`, or `None` (said aloud) where that is not there.
fn read(file: &str) -> Option<Budget> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pabulib");
    let Ok(bytes) = fs::read(root.join(file)) else {
        println!("SKIPPED: no {file} beside the project");
        return None;
    };
    let mut diagnostics = Diagnostics::default();
    let source = Source {
        name: file.to_owned(),
        role: Role::Main,
        reader: &mut bytes.as_slice(),
    };
    let loaded = formats::load(&mut [source], &LoadOptions::default(), &mut diagnostics);
    match loaded.map(|loaded| loaded.instance) {
        Some(Instance::Budget(budget)) => Some(budget),
        _ => panic!("{file}: {:?}", diagnostics.problems()),
    }
}

/// Projects funded and their cost.
fn funded(budget: &Budget, set: &[(&str, &str)]) -> (usize, String) {
    let ties = [TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed];
    let (_, events) = count(budget, set, &ties).unwrap();
    let fund = |event: &Event| matches!(event, Event::Fund { .. });
    let left = events.iter().rev().find_map(|event| match event {
        Event::Fund { left, .. } => Some(left.clone()),
        _ => None,
    });
    (events.iter().filter(|e| fund(e)).count(), left.unwrap())
}

#[test]
fn real_files_count_as_in_plain_fractions() {
    let cardinality = [("utility", "cardinality")];
    for (file, cost, each) in [
        (
            "Poland_Wieliczka_2023_Green_Budget.pb",
            (19, "596992"),
            (19, "714972"),
        ),
        ("Netherlands_Assen_2024.pb", (6, "54300"), (6, "70300")),
        ("Poland_Swiecie_2023.pb", (10, "563713"), (10, "597713")),
        (
            "Netherlands_Amsterdam_166.pb",
            (22, "98965"),
            (25, "108909"),
        ),
    ] {
        let Some(budget) = read(file) else {
            return;
        };
        assert_eq!(funded(&budget, &[]), (cost.0, cost.1.to_owned()), "{file}");
        assert_eq!(
            funded(&budget, &cardinality),
            (each.0, each.1.to_owned()),
            "{file}"
        );
    }
}

/// Completion ends at an outcome within the budget, and skipping never takes more runs.
#[test]
fn completion_spends_more_and_never_too_much() {
    let Some(budget) = read("Poland_Wieliczka_2023_Green_Budget.pb") else {
        return;
    };
    let left = |set: &[(&str, &str)]| -> u64 { funded(&budget, set).1.parse().unwrap() };
    let skip = ("completion", "add-opt-skip");
    let none = left(&[]);
    for utility in ["cost", "cardinality"] {
        let utility = ("utility", utility);
        assert!(left(&[ADD_OPT, utility]) < none);
        assert!(left(&[skip, utility]) < none);
    }
}
