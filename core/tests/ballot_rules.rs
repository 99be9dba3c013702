//! A ballot is invalid on the page for the reasons for which the counter refuses it.
//!
//! `wasm/test/ballot-rules.json` is run by the ballot elements in JavaScript and here by the
//! reader of election files. The page lists every reason, the counter the first of them.

use isonomia::formats::{LoadOptions, Role, Source, load};
use isonomia::json::{Value, parse};
use isonomia::problem::Diagnostics;

const FIXTURE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../wasm/test/ballot-rules.json"
);

/// A case as an election file with its one ballot.
fn election(case: &Value) -> Vec<u8> {
    let field = |key: &str| case.get(key).cloned().unwrap_or(Value::Null);
    let mut contest = vec![
        ("id", Value::from("contest")),
        ("options", field("options")),
        (
            "ballot",
            Value::object([("kind", field("kind")), ("limits", field("limits"))]),
        ),
        ("ballots", Value::Array(vec![field("ballot")])),
    ];
    let costs = |option: &Value| option.get("cost").is_some();
    if field("options")
        .as_array()
        .is_some_and(|options| options.iter().any(costs))
    {
        contest.push(("budget", Value::from("1000000")));
    }
    let contest = Value::Object(
        contest
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    );
    Value::object([
        ("format", Value::from("isonomia/election/1")),
        ("contests", Value::Array(vec![contest])),
    ])
    .canonical()
}

#[test]
fn the_counter_refuses_what_the_page_refuses() {
    let text = std::fs::read(FIXTURE).expect("the fixture stands beside the package's tests");
    let fixture = parse(&text).expect("the fixture is JSON");
    let cases = fixture
        .get("cases")
        .and_then(Value::as_array)
        .expect("cases");
    assert!(cases.len() > 10, "the fixture holds its cases");
    for case in cases {
        let name = case.get("name").and_then(Value::as_str).expect("a name");
        let bytes = election(case);
        let mut diagnostics = Diagnostics::default();
        let mut sources = [Source {
            name: "election.json".to_owned(),
            role: Role::Main,
            reader: &mut bytes.as_slice(),
        }];
        let loaded = load(&mut sources, &LoadOptions::default(), &mut diagnostics)
            .unwrap_or_else(|| panic!("{name}: {:?}", diagnostics.problems()));
        let refused: Vec<&str> = loaded
            .invalid
            .groups()
            .iter()
            .map(|group| group.code)
            .collect();
        let wanted: Vec<&str> = case
            .get("issues")
            .and_then(Value::as_array)
            .expect("issues")
            .iter()
            .filter_map(Value::as_str)
            .take(1)
            .collect();
        assert_eq!(refused, wanted, "{name}");
    }
}
