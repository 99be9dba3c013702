//! Real elections: what voters got, beside the figures of pabutools 1.2.3
//! (`analysis.votersatisfaction`, exact fractions) for the same outcomes.

use std::fs;
use std::path::PathBuf;

use super::{Effort, Natural, Ratio, Work, explain};
use crate::formats::{self, LoadOptions, Role, Source};
use crate::instance::Instance;
use crate::problem::Diagnostics;
use crate::report::Report;
use crate::run::{Request, count};

/// Counts a file of `../shared/data`; `None` (said aloud) where that is not beside the project.
pub(super) fn read(file: &str, rule: &str, set: &[(&str, &str)]) -> Option<(Report, Instance)> {
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
    let loaded = loaded.expect("a file that can be read");
    let pair = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let request = Request {
        rule: Some(rule.to_owned()),
        params: set.iter().map(pair).collect(),
        ..Request::default()
    };
    let report = count(&loaded, &diagnostics, &request, &mut Work::default());
    Some((report.expect("a count"), loaded.instance))
}

fn fraction(text: &str) -> Ratio {
    text.parse().expect("a fraction")
}

/// Average of `Cardinality_Sat` and `Cost_Sat`, and `percent_non_empty_handed`.
fn expect(file: &str, rule: &str, set: &[(&str, &str)], figures: [&str; 3]) {
    let Some((report, instance)) = read(file, rule, set) else {
        return;
    };
    let why = explain(&report, &instance, Effort::NONE, &mut Work::default()).expect("why");
    let voters = &why.voters;
    assert_eq!(voters.average_winners, fraction(figures[0]), "{file}");
    assert_eq!(voters.average_cost, fraction(figures[1]), "{file}");
    let all = Ratio::from(Natural::from(voters.voters));
    let something = Ratio::from(Natural::from(voters.voters - voters.left_out));
    assert_eq!(something / all, fraction(figures[2]), "{file}");
}

#[test]
fn what_voters_got_equals_pabutools() {
    let wieliczka = "Poland_Wieliczka_2023_Green_Budget.pb";
    expect(
        wieliczka,
        "budget/equal-shares",
        &[("preset", "wieliczka-2023")],
        ["10651/6586", "210909289/3293", "2707/3293"],
    );
    expect(
        wieliczka,
        "budget/greedy",
        &[],
        ["4845/3293", "231013060/3293", "2383/3293"],
    );
    expect(
        "Netherlands_Assen_2024.pb",
        "budget/equal-shares",
        &[("completion", "add1")],
        ["50/21", "517775/21", "79/84"],
    );
    expect(
        "Poland_Swiecie_2023.pb",
        "budget/greedy",
        &[],
        ["1621/851", "652109096/2553", "2321/2553"],
    );
    expect(
        "Poland_Lodz_2022_Srodmiescie-Wschod.pb",
        "budget/greedy",
        &[],
        ["1357/777", "286607000/2331", "34/37"],
    );
}

/// The prices that the rounds are followed with from the definition are those that the rule
/// itself recorded, in every file on which it is run.
#[test]
fn prices_are_those_that_the_rule_recorded() {
    use crate::transcript::Event;
    for (file, set) in [
        (
            "Poland_Wieliczka_2023_Green_Budget.pb",
            &[("completion", "add1")][..],
        ),
        ("Poland_Warszawa_2021_Bielany.pb", &[]),
        (
            "Poland_Warszawa_2024_Wesola.pb",
            &[("utility", "cardinality")],
        ),
        ("Poland_Lodz_2022_Baluty-Doly.pb", &[("completion", "add1")]),
    ] {
        let Some((report, instance)) = read(file, "budget/equal-shares", set) else {
            continue;
        };
        let why = explain(&report, &instance, Effort::NONE, &mut Work::default()).expect("why");
        let rounds = why.rounds.expect("rounds");
        let Instance::Budget(budget) = &instance else {
            panic!("a budget");
        };
        let mut bought = rounds.purchases.iter();
        for event in &report.events {
            if let Event::Fund {
                project,
                by,
                amount,
                ..
            } = event
            {
                let purchase = bought.next().expect("a purchase");
                assert_eq!(purchase.project, *project, "{file}");
                let cost = Ratio::from(Natural::from(budget.costs[*project]));
                let unit = Ratio::from(Natural::from(budget.scale.one()));
                let told = match *by {
                    "effective-votes" => cost / &purchase.price,
                    _ => &purchase.price / unit,
                };
                assert_eq!(told, fraction(amount), "{file}");
            }
        }
        assert!(
            bought.next().is_none() && !rounds.purchases.is_empty(),
            "{file}"
        );
    }
}
