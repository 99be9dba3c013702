//! Real elections: what pabutools 1.2.3 funds (`maximin_support`, ties by name), whose linear
//! programs have a variable for each voter and project: small ones only.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::formats::{self, LoadOptions, Role, Source};
use crate::instance::Instance;
use crate::problem::Diagnostics;

/// File, projects by name.
const PABUTOOLS: &[(&str, &str)] = &[
    ("Poland_Zabrze_2020_Osiedle_Mlodego_Gornika", "P0028"),
    ("Poland_Zabrze_2021_Zandka", "P0058"),
    (
        "France_Toulouse_2022_17_-_Mirail-Universite_Reynerie_Bellefontaine",
        "178 180 182 184 186",
    ),
    ("Netherlands_Assen_2024", "11 12 13 14 2 3 5 6 7 9"),
    (
        "Worldwide_Mechanical_Turk_Knapsack_7",
        "12 13 14 15 2 23 3 31 33 36 41",
    ),
    (
        "US_Stanford_Dataset_PB_Chicago_35th_Ward_2021_vote_knapsacks",
        "1801 1802",
    ),
    (
        "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals",
        "779 780 782 786 788 789 790 792",
    ),
    (
        "France_Toulouse_2022_1_-_Capitole_Arnaud_Bernard_Carmes",
        "10 11 13 4 6 7 8 9",
    ),
];

#[test]
fn real_elections_are_counted_as_pabutools_does() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pabulib");
    for (name, expected) in PABUTOOLS {
        let file = format!("{name}.pb");
        let Ok(bytes) = fs::read(folder.join(&file)) else {
            println!("SKIPPED: no {file} beside the project");
            continue;
        };
        let mut diagnostics = Diagnostics::default();
        let source = Source {
            name: file.clone(),
            role: Role::Main,
            reader: &mut bytes.as_slice(),
        };
        let loaded = formats::load(&mut [source], &LoadOptions::default(), &mut diagnostics);
        let Some(Instance::Budget(budget)) = loaded.map(|loaded| loaded.instance) else {
            panic!("{file}: {:?}", diagnostics.problems());
        };
        let params = MaximinSupportParams {
            unsupported: Unsupported::Fund,
        };
        let mut cx = Count::new(CountOptions {
            ties: vec![TieRule::Name],
            ..CountOptions::default()
        });
        let outcome = MaximinSupport::count(&budget, &params, &mut cx).unwrap();
        let funded = outcome.winners();
        let mut found: Vec<&str> = funded.iter().map(|p| budget.options.id(*p)).collect();
        found.sort_unstable();
        assert_eq!(found.join(" "), *expected, "{file}");
    }
}
