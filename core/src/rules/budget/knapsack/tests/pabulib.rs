//! Real elections: the optimum is that of a table over all costs up to the budget, computed
//! independently (numpy, one row a project, costs divided by what they have in common).

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::formats::{self, LoadOptions, Role, Source};
use crate::instance::Instance;
use crate::problem::Diagnostics;

/// File, most approvals funded, greatest sum of cost times approvals.
const BY_TABLE: &[(&str, u64, u64)] = &[
    (
        "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals",
        772,
        25_695_000,
    ),
    (
        "France_Toulouse_2022_1_-_Capitole_Arnaud_Bernard_Carmes",
        1_148,
        147_846_000,
    ),
    (
        "Hungary_Budapest_2024_VIII_Jozsefvaros",
        3_155,
        39_106_500_000,
    ),
    ("Netherlands_Amsterdam_166", 4_096, 32_331_543),
    ("Netherlands_Amsterdam_335", 31_408, 340_873_266),
    ("Netherlands_Assen_2024", 210, 2_882_600),
    (
        "Poland_Gdynia_2023_Chwarzno-Wiczlino__small",
        7_093,
        112_536_800,
    ),
    ("Poland_Lodz_2022_Baluty-Doly", 7_291, 628_798_880),
    ("Poland_Swiecie_2023", 6_377, 652_628_900),
    ("Poland_Warszawa_2019_Chomiczowka", 7_317, 628_943_013),
    ("Poland_Warszawa_2021_Bielany", 57_698, 6_951_075_375),
    ("Poland_Warszawa_2024_Wesola", 7_504, 419_948_504),
    (
        "Poland_Warszawa_2026_Blonia_Wilanowskie",
        2_433,
        244_543_860,
    ),
    ("Poland_Wieliczka_2023_Green_Budget", 11_099, 462_026_120),
    ("Poland_Wroclaw_2015_150_-_500", 68_635, 34_001_000_000),
    ("Switzerland_Zurich_SN", 999, 6_615_000),
    ("Worldwide_Mechanical_Turk_Knapsack_7", 383, 17_680_800),
];

#[test]
fn real_elections_reach_the_optimum_of_the_table() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pabulib");
    for (name, approvals, cost) in BY_TABLE {
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
        for (utility, expected) in [("cardinality", approvals), ("cost", cost)] {
            let mut cx = Count::new(CountOptions {
                ties: vec![TieRule::Listed],
                ..CountOptions::default()
            });
            Knapsack::count(&budget, &params(utility), &mut cx).unwrap();
            let optimum = cx.events().iter().find_map(|event| match event {
                Event::Note { code, args } if *code == "knapsack-optimum" => args.first(),
                _ => None,
            });
            assert_eq!(optimum, Some(&expected.to_string()), "{file} {utility}");
        }
    }
}
