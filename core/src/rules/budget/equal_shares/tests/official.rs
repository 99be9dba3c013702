//! Real elections: the three that cities counted by Equal Shares, and files on which other
//! tools go wrong. Outcomes are the official ones, or those of independent exact counts.

use std::fs;
use std::path::PathBuf;

use super::params;
use super::*;
use crate::formats::{self, LoadOptions, Role, Source};
use crate::instance::Instance;
use crate::params::ParamType;
use crate::problem::Diagnostics;
use crate::rules::shared::utility::{Places, Utilities};

/// A file of `../shared/data`, or `None` (said aloud) where that is not beside the project.
fn read(file: &str) -> Option<Budget> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
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

/// Projects funded, their cost, and the last endowment accepted.
fn count(budget: &Budget, set: &[(&str, &str)]) -> (usize, String, String) {
    let mut cx = Count::new(CountOptions {
        ties: EqualShares::META.ties.to_vec(),
        ..CountOptions::default()
    });
    let outcome = EqualShares::count(budget, &params(set).unwrap(), &mut cx).unwrap();
    let Outcome::Funded {
        selected,
        cost,
        left,
        ..
    } = outcome
    else {
        panic!("funded");
    };
    assert_eq!(cost + left, budget.budget);
    let events = cx.into_parts().events;
    let last = events.iter().rev().find_map(|event| match event {
        Event::Probe {
            endowment, verdict, ..
        } if *verdict != "overspent" => Some(endowment.clone()),
        _ => None,
    });
    (selected.len(), budget.text(cost), last.unwrap())
}

fn expect(file: &str, set: &[(&str, &str)], projects: usize, cost: &str, endowment: &str) {
    if let Some(budget) = read(file) {
        let expected = (projects, cost.to_owned(), endowment.to_owned());
        assert_eq!(count(&budget, set), expected, "{file} {set:?}");
    }
}

#[test]
fn wieliczka_2023() {
    let file = "pabulib/Poland_Wieliczka_2023_Green_Budget.pb";
    let official = [("preset", "wieliczka-2023")];
    expect(file, &official, 30, "995079", "315");
    // The recommended text stops when nothing fits any more, which funds something else.
    let exhaustive = [("preset", "equalshares-net")];
    expect(file, &exhaustive, 31, "984579", "302");
}

#[test]
fn the_outcome_of_wieliczka_is_the_official_one() {
    let file = "pabulib/Poland_Wieliczka_2023_Green_Budget.pb";
    let Some(budget) = read(file) else { return };
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let text = fs::read_to_string(root.join(file)).unwrap();
    let rows = text.lines().skip_while(|line| *line != "PROJECTS").skip(1);
    let mut rows = rows.map(|line| line.split(';').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let column = header.iter().position(|cell| *cell == "selected").unwrap();
    let official = rows
        .take_while(|cells| cells != &["VOTES"])
        .filter(|cells| cells.get(column) == Some(&"1"))
        .map(|cells| budget.options.find(cells[0]).unwrap());
    let official: std::collections::BTreeSet<OptionId> = official.collect();
    let mut cx = Count::new(CountOptions {
        ties: EqualShares::META.ties.to_vec(),
        ..CountOptions::default()
    });
    let set = params(&[("preset", "wieliczka-2023")]).unwrap();
    let outcome = EqualShares::count(&budget, &set, &mut cx).unwrap();
    assert_eq!(
        outcome
            .winners()
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>(),
        official
    );
}

#[test]
fn swiecie_2023_and_assen_2024() {
    let swiecie = "pabulib/Poland_Swiecie_2023.pb";
    for stop in ["overspend", "exhaustive", "exhaustive-supported"] {
        if let Some(budget) = read(swiecie) {
            let (projects, cost, _) = count(&budget, &[ADD1, ("stop", stop)]);
            assert_eq!((projects, cost.as_str()), (17, "1040337"), "{stop}");
        }
    }
    if let Some(budget) = read("pabulib/Netherlands_Assen_2024.pb") {
        let (projects, cost, _) = count(&budget, &[ADD1]);
        assert_eq!((projects, cost.as_str()), (9, "76700"));
        let (projects, cost, _) = count(&budget, &[("completion", "add1,utilitarian")]);
        assert_eq!((projects, cost.as_str()), (10, "88700"));
    }
}

#[test]
fn where_bisection_finds_something_else() {
    // Steps from the first endowment to the last accepted one: the scan ends at 446 and 183,
    // a bisection at 549 and 216.
    for (file, steps) in [
        ("pabulib/Poland_Warszawa_2026_Miedzylesie_Radosc.pb", 446),
        ("pabulib/Poland_Lodz_2022_Baluty-Doly.pb", 183),
    ] {
        let Some(budget) = read(file) else { continue };
        let (_, _, last) = count(&budget, &[ADD1]);
        let first = budget.budget / budget.scale.one() / budget.profile.papers();
        assert_eq!(last, (first + steps).to_string(), "{file}");
    }
}

#[test]
fn files_on_which_other_tools_go_wrong() {
    for file in ["float_unanimous_n6_B1", "float_unanimous_n10_B1"] {
        let share = if file.contains("n6") { "1/6" } else { "1/10" };
        expect(&format!("pabulib-edge/{file}.pb"), &[], 1, "1", share);
    }
    expect(
        "pabulib-edge/float_unanimous_n49_B100.pb",
        &[],
        1,
        "100",
        "100/49",
    );
    expect("pabulib-edge/add1_infinite_loop.pb", &[ADD1], 1, "10", "50");
    let comparison = "pabulib-edge/js_comparison_undefined.pb";
    expect(comparison, &[], 2, "37", "10");
    expect(
        comparison,
        &[("comparison", "satisfaction")],
        1,
        "100",
        "10",
    );
    // One unanimous project at the price of the whole budget: floats buy nothing.
    for file in ["2020_Osiedle_Mlodego_Gornika", "2021_Zandka"] {
        if let Some(budget) = read(&format!("pabulib/Poland_Zabrze_{file}.pb")) {
            let (projects, cost, _) = count(&budget, &[]);
            assert_eq!((projects, cost), (1, budget.text(budget.budget)));
        }
    }
}

#[test]
fn a_project_twice_on_a_ballot_counts_once() {
    // An exact count voter by voter in fractions of Python: 1888 where a voter counts once (as
    // in pabutools), 1481 in its place where twice (as in equalshares.net).
    let Some(budget) = read("pabulib/Poland_Warszawa_2026_Blonia_Wilanowskie.pb") else {
        return;
    };
    let mut cx = Count::new(CountOptions {
        ties: EqualShares::META.ties.to_vec(),
        ..CountOptions::default()
    });
    let outcome = EqualShares::count(&budget, &params(&[]).unwrap(), &mut cx).unwrap();
    let mut winners: Vec<&str> = outcome
        .winners()
        .iter()
        .map(|p| budget.options.id(*p))
        .collect();
    winners.sort_unstable();
    let once = [
        "1427", "1431", "1840", "1888", "1977", "2021", "2037", "2082",
    ];
    assert_eq!(winners, once);
}

#[test]
fn no_group_is_denied_what_its_shares_could_buy() {
    // EJR+ up to any project holds for one run with the same utility, whatever the utility.
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pabulib");
    let Ok(files) = fs::read_dir(root) else {
        println!("SKIPPED: no pabulib beside the project");
        return;
    };
    let mut looked_at = 0;
    let paths = files.flatten().map(|file| file.path());
    for path in paths.filter(|path| path.extension().is_some_and(|end| end == "pb")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(budget) =
            read(&format!("pabulib/{name}")).filter(|budget| budget.profile.papers() < 3000)
        else {
            continue;
        };
        for (word, _) in Utility::words() {
            let utility = Utility::read(word).unwrap();
            let places = Places::BORDA_MIN_1;
            if !utility.is_additive() || Utilities::new(&budget, utility, &places).is_err() {
                continue;
            }
            let mut cx = Count::new(CountOptions {
                ties: vec![TieRule::MinCost, TieRule::MaxVotes, TieRule::Listed],
                ..CountOptions::default()
            });
            let set = params(&[("utility", word)]).unwrap();
            let outcome = EqualShares::count(&budget, &set, &mut cx).unwrap();
            let instance = Instance::Budget(budget.clone());
            // It does not know what a place on a ranking is worth.
            let denied = crate::axiom::denied(&instance, &outcome.winners(), utility);
            if let Some(denied) = denied {
                assert_eq!(denied, None, "{name} {word}");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 100, "{looked_at}");
}
