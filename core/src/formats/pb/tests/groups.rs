//! What META bounds by category and neighborhood.

use super::load;
use crate::formats::{LoadOptions, Loaded, Role, Source, convert};
use crate::instance::{Budget, Instance};
use crate::problem::Diagnostics;

fn file(meta: &str, projects: &str, votes: &str) -> String {
    format!("META\nkey;value\nbudget;10\n{meta}PROJECTS\n{projects}VOTES\n{votes}")
}

fn read(text: &str) -> (Loaded, Budget) {
    let (loaded, diagnostics) = load(text.as_bytes());
    let loaded = loaded.unwrap_or_else(|| panic!("{:#?}", diagnostics.problems()));
    let Instance::Budget(budget) = loaded.instance.clone() else {
        panic!("a budget");
    };
    (loaded, budget)
}

const PROJECTS: &str = "project_id;cost;category;neighborhood\n\
    a;5;green,roads;north\nb;4;green;south\nc;3;roads;south\n";

#[test]
fn limits_by_category_make_named_invalid_ballots() {
    let meta = "vote_type;approval\nmin_length;0\ncategories;green,roads\n\
        max_length_per_category;1,2\nmin_length_per_category;0,1\n\
        max_sum_cost_per_category;inf,7.5\n";
    let votes = "voter_id;vote\n1;a\n2;a,b\n3;b\n4;a,c\n5;c\n";
    let (loaded, budget) = read(&file(meta, PROJECTS, votes));
    // 2: two of green; 3: none of roads; 4: roads cost 8.
    let invalid: Vec<_> = loaded
        .invalid
        .groups()
        .into_iter()
        .map(|group| (group.code, group.args.join(",")))
        .collect();
    assert_eq!(
        invalid,
        [
            ("category-over-cost", "roads".to_owned()),
            ("category-too-long", "green".to_owned()),
            ("category-too-short", "roads".to_owned()),
        ]
    );
    assert_eq!(budget.profile.papers(), 2);
    assert_eq!(budget.scale.0, 1);
    // Limits of ballots restrict no rule.
    assert!(budget.constrained_by().is_empty());
}

#[test]
fn budgets_become_upper_bounds_and_pots_and_are_written_back() {
    let bounded = "vote_type;approval\ncategories;roads,green\nbudget_per_category;4,6\n";
    let pots = "vote_type;approval\nneighborhoods;south,north\nbudget_per_neighborhood;7,3\n\
        max_length_per_category;2\n";
    let votes = "voter_id;vote\n1;a,b\n2;c\n";
    let (_, budget) = read(&file(bounded, PROJECTS, votes));
    let bounds = budget.constraints.categories.iter();
    let bounds: Vec<_> = bounds.map(|c| (c.id.as_str(), c.max_cost)).collect();
    assert_eq!(bounds, [("roads", Some(4)), ("green", Some(6))]);
    let (_, shared) = read(&file(pots, PROJECTS, votes));
    let amounts = shared.constraints.pots.iter();
    let amounts: Vec<_> = amounts.map(|p| (p.id.as_str(), p.amount)).collect();
    assert_eq!(amounts, [("south", 7), ("north", 3)]);
    // Amounts that are not the budget are bounds and no pots.
    let (_, loose) = read(&file(&pots.replace("7,3", "7,4"), PROJECTS, votes));
    assert!(loose.constraints.pots.is_empty());
    let last = loose.constraints.categories.last();
    assert_eq!(
        last.map(|c| (c.id.as_str(), c.max_cost)),
        Some(("north", Some(4)))
    );

    for meta in [bounded, pots] {
        let text = file(meta, PROJECTS, votes);
        for to in ["pb", "election"] {
            let again = converted(&text, "a.pb", to);
            let mut reader = again.as_slice();
            let mut diagnostics = Diagnostics::default();
            let sources = &mut [Source {
                name: "again".into(),
                role: Role::Main,
                reader: &mut reader,
            }];
            let loaded = crate::formats::load(sources, &LoadOptions::default(), &mut diagnostics);
            let loaded = loaded.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()));
            let (before, _) = load(text.as_bytes());
            let before = before.unwrap();
            assert_eq!(loaded.instance.digest(), before.instance.digest(), "{to}");
            // From the election file to .pb: through the constraints, not the cells.
            if to == "election" {
                let election = String::from_utf8(again).unwrap();
                let back = converted(&election, "a.json", "pb");
                let (back, _) = load(&back);
                assert_eq!(back.unwrap().instance.digest(), before.instance.digest());
            }
        }
    }
}

fn converted(text: &str, name: &str, to: &str) -> Vec<u8> {
    let mut reader = text.as_bytes();
    let mut out = Vec::new();
    let sources = &mut [Source {
        name: name.into(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let mut diagnostics = Diagnostics::default();
    let options = LoadOptions::default();
    convert(sources, &options, to, &mut out, &mut diagnostics)
        .unwrap_or_else(|error| panic!("{error:?} {:?}", diagnostics.problems()));
    out
}

#[test]
fn a_list_of_another_length_is_an_error() {
    let meta = "vote_type;approval\ncategories;green,roads\nbudget_per_category;1,2,3\n";
    let (loaded, diagnostics) = load(file(meta, PROJECTS, "voter_id;vote\n1;a\n").as_bytes());
    assert!(loaded.is_none());
    let found = diagnostics.problems().iter();
    let found: Vec<_> = found.filter(|p| p.code == "numbers-per-group").collect();
    assert_eq!(
        (found[0].line, found[0].expected.as_str()),
        (6, "1 or 2 numbers")
    );
}
