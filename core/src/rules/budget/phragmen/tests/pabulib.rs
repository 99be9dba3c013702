//! Real elections: as many projects for as much money as pabutools 1.2.3 funds with exact
//! fractions (`sequential_phragmen`, ties by name), read from a profile with its multiplicities.

use std::fs;
use std::path::PathBuf;

use super::pairs;
use super::*;
use crate::formats::{self, LoadOptions, Role, Source};
use crate::instance::Instance;
use crate::problem::Diagnostics;

const PABUTOOLS: &[(&str, usize, &str)] = &[
    (
        "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals",
        7,
        "172000",
    ),
    (
        "France_Toulouse_2022_1_-_Capitole_Arnaud_Bernard_Carmes",
        7,
        "220000",
    ),
    ("Hungary_Budapest_2024_VIII_Jozsefvaros", 26, "181000000"),
    ("Netherlands_Amsterdam_166", 33, "226301"),
    ("Netherlands_Amsterdam_335", 19, "193380"),
    ("Netherlands_Assen_2024", 10, "88700"),
    ("Poland_Gdynia_2023_Chwarzno-Wiczlino__small", 8, "105450"),
    ("Poland_Lodz_2022_Baluty-Doly", 18, "644840"),
    ("Poland_Lodz_2024_Rokicie", 7, "534500"),
    ("Poland_Swiecie_2023", 18, "979337"),
    ("Poland_Warszawa_2017_Saska_Kepa", 15, "715554"),
    ("Poland_Warszawa_2019_Chomiczowka", 15, "1048045"),
    ("Poland_Warszawa_2021_Bielany", 81, "4221550"),
    ("Poland_Warszawa_2024_Wesola", 25, "951725"),
    ("Poland_Wieliczka_2023_Green_Budget", 32, "966789"),
    ("Poland_Wroclaw_2016_Rejon_nr_1_250", 5, "610000"),
    ("Poland_Zabrze_2021_Zandka", 1, "155000"),
    ("Switzerland_Zurich_SN", 10, "55000"),
    ("Worldwide_Mechanical_Turk_Knapsack_7", 10, "382000"),
];

#[test]
fn real_elections_are_counted_as_pabutools_does() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pabulib");
    for (name, projects, spent) in PABUTOOLS {
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
        let params = PhragmenParams::parse(&pairs(&[("preset", "pabutools")])).unwrap();
        let mut cx = Count::new(CountOptions {
            ties: vec![TieRule::Name],
            ..CountOptions::default()
        });
        let Outcome::Funded {
            selected,
            cost,
            left,
            ..
        } = Phragmen::count(&budget, &params, &mut cx).unwrap()
        else {
            panic!("funded");
        };
        assert_eq!(cost + left, budget.budget, "{file}");
        let spent = parse_decimal(spent).unwrap().rescale(budget.scale).unwrap();
        assert_eq!((selected.len(), cost), (*projects, spent), "{file}");
    }
}
