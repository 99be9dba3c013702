//! Committees against abcvoting 2.19.2, counted with exact fractions (`tests/data/abcvoting`).

use std::collections::BTreeSet;

use isonomia::formats::{LoadOptions, Loaded, Role, Source, load};
use isonomia::outcome::Outcome;
use isonomia::problem::Diagnostics;
use isonomia::run::{Request, Work, count};
use isonomia::tie::TieRule;
use isonomia_tests::files::root;

type Set = BTreeSet<u32>;

/// An instance of the table as an election file.
fn election(instance: &toml::Table) -> Loaded {
    let number = |key: &str| instance[key].as_integer().expect("a number");
    let list = |value: &toml::Value| value.as_array().expect("a list").clone();
    let options: Vec<String> = (0..number("options")).map(|o| format!("\"{o}\"")).collect();
    let ballots = list(&instance["ballots"]);
    let papers = list(&instance["papers"]);
    let ballots: Vec<String> = ballots
        .iter()
        .zip(papers)
        .map(|(ballot, papers)| {
            let ids: Vec<String> = set(ballot).iter().map(|id| format!("\"{id}\"")).collect();
            let papers = papers.as_integer().expect("a number");
            format!("{{\"ballot\": [{}], \"papers\": {papers}}}", ids.join(","))
        })
        .collect();
    let text = format!(
        "{{\"format\": \"isonomia/election/1\", \"contests\": [{{\"id\": \"c\", \"options\": [{}], \
         \"ballot\": {{\"kind\": \"approval\"}}, \"seats\": {}, \"ballots\": [{}]}}]}}",
        options.join(","),
        number("seats"),
        ballots.join(",")
    );
    let mut bytes = text.as_bytes();
    let mut sources = [Source {
        name: "table".to_owned(),
        role: Role::Main,
        reader: &mut bytes,
    }];
    let mut diagnostics = Diagnostics::default();
    load(&mut sources, &LoadOptions::default(), &mut diagnostics)
        .unwrap_or_else(|| panic!("{:?}", diagnostics.into_problems()))
}

/// What a rule elects: every committee with `all`, else one. The key is an id and parameters.
fn elect(loaded: &Loaded, key: &str, ties: TieRule) -> BTreeSet<Set> {
    let mut words = key.split(' ');
    let request = Request {
        rule: words.next().map(str::to_owned),
        params: words
            .filter_map(|word| word.split_once('='))
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect(),
        ties: Some(vec![ties]),
        ..Request::default()
    };
    let report = count(
        loaded,
        &Diagnostics::default(),
        &request,
        &mut Work::default(),
    )
    .unwrap_or_else(|problems| panic!("{key}: {problems:?}"));
    assert!(report.complete, "{key}: not every way was followed");
    let outcomes = if report.outcomes.is_empty() {
        vec![report.outcome]
    } else {
        report.outcomes
    };
    let set = |outcome: &Outcome| outcome.winners().iter().map(|option| option.0).collect();
    let sets: BTreeSet<Set> = outcomes.iter().map(set).collect();
    assert_eq!(
        sets.len(),
        outcomes.len(),
        "{key}: a committee stands twice"
    );
    sets
}

fn set(value: &toml::Value) -> Set {
    let items = value.as_array().expect("a committee").iter();
    items
        .map(|item| u32::try_from(item.as_integer().expect("an option")).expect("small"))
        .collect()
}

#[test]
fn abcvoting_elects_the_same() {
    let path = root().join("tests/data/abcvoting/committees.toml");
    let text = std::fs::read_to_string(path).expect("the table");
    let table: toml::Table = text.parse().expect("TOML");
    let mut compared = 0;
    for (at, instance) in table["instance"]
        .as_array()
        .expect("instances")
        .iter()
        .enumerate()
    {
        let instance = instance.as_table().expect("a table");
        let loaded = election(instance);
        for (key, committees) in instance["all"].as_table().expect("rules") {
            let expected: BTreeSet<Set> = committees
                .as_array()
                .expect("a list")
                .iter()
                .map(set)
                .collect();
            assert_eq!(
                elect(&loaded, key, TieRule::All),
                expected,
                "{key}, instance {at}"
            );
            compared += 1;
        }
        for (key, committee) in instance["resolute"].as_table().expect("rules") {
            let expected = BTreeSet::from([set(committee)]);
            assert_eq!(
                elect(&loaded, key, TieRule::Listed),
                expected,
                "{key}, instance {at}"
            );
            compared += 1;
        }
    }
    assert!(compared > 1000, "{compared} comparisons show nothing");
}
