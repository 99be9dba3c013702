//! Every defect of pots and categories has a code and a pointer; what is good comes back equal.

use crate::election::Election;
use crate::id::OptionId;
use crate::json;
use crate::problem::Diagnostics;

fn file(fields: &str) -> String {
    format!(r#"{{"format":"isonomia/election/1","contests":[{{"id":"c",{fields}}}]}}"#)
}

const PAPER: &str = r#""options":[
    {"id":"a","cost":5,"pot":"north","category":["green","roads"],"min_votes":3},
    {"id":"b","cost":"2.5","pot":"north","category":"green","paper_votes":7},
    {"id":"c","cost":8,"pot":"city"}],
  "ballot":{"kind":"approval"},"budget":10,
  "pots":[{"id":"north","amount":"4.5"},{"id":"city","name":"City","amount":"5.5","scope":"citywide"}],
  "categories":[
    {"id":"green","min_cost":1,"max_cost":"7.25","max_count":2,
     "ballot":{"max_length":1,"max_cost":5}},
    {"id":"roads"}],
  "exclusive":[["a","c"]]"#;

#[test]
fn constraints_are_read_in_the_unit_of_the_paper_and_written_back() {
    let value = json::parse(file(PAPER).as_bytes()).unwrap();
    let mut diagnostics = Diagnostics::default();
    let election = Election::read(&value, &mut diagnostics).expect("a good file");
    let paper = &election.contests[0];
    let constraints = paper.to_constraints();
    let pots: Vec<_> = constraints.pots.iter().map(|pot| pot.amount).collect();
    assert_eq!((paper.scale().0, pots), (1, vec![45, 55]));
    assert!(constraints.pots[1].is_citywide());
    assert_eq!(constraints.pots[0].projects, [OptionId(0), OptionId(1)]);
    let green = &constraints.categories[0];
    // 7.25 is finer than the costs: whole units compare alike with 7.2.
    assert_eq!((green.min_cost, green.max_cost), (10, Some(72)));
    assert!(!constraints.categories[1].is_bounded());
    assert_eq!(constraints.rivals(OptionId(2)), [OptionId(0)]);
    assert_eq!(constraints.min_votes, [(OptionId(0), 3)]);
    let totals = paper.totals().expect("one option has them");
    assert_eq!(totals.values().copied().collect::<Vec<_>>(), [0, 7, 0]);
    let limits = &paper.limits().groups[0];
    assert_eq!((limits.max_length, limits.max_cost), (Some(1), Some(50)));
    let again = Election::read(&election.to_value(), &mut diagnostics);
    assert_eq!(again, Some(election));
}

#[test]
fn every_defect_of_a_constraint_is_named_with_its_pointer() {
    let cases = [
        (
            r#"{"id":"a","cost":1}"#,
            "",
            "pot-missing",
            "/options/0/pot",
        ),
        (
            r#"{"id":"a","cost":1,"pot":"south"}"#,
            "",
            "pot-unknown",
            "/options/0/pot",
        ),
        (
            r#"{"id":"a","cost":1,"pot":"n","category":"x"}"#,
            "",
            "category-unknown",
            "/options/0/category",
        ),
        (
            r#"{"id":"a","cost":1,"pot":"n"}"#,
            r#","pots":[{"id":"n","amount":9}]"#,
            "pots-not-budget",
            "/pots",
        ),
        (
            r#"{"id":"a","cost":1,"pot":"n"}"#,
            r#","pots":[{"id":"n","amount":4},{"id":"n","amount":6}]"#,
            "id-duplicate",
            "/pots/1/id",
        ),
        (
            r#"{"id":"a","cost":1,"pot":"n"}"#,
            r#","categories":[{"id":"x","min_count":2,"max_count":1}]"#,
            "bounds-crossed",
            "/categories/0",
        ),
        (
            r#"{"id":"a","cost":1,"pot":"n"}"#,
            r#","exclusive":[["a"]]"#,
            "list-empty",
            "/exclusive/0",
        ),
        (
            r#"{"id":"a","cost":1,"pot":"n"}"#,
            r#","exclusive":[["a","z"]]"#,
            "unknown-option",
            "/exclusive/0/1",
        ),
    ];
    for (option, more, code, pointer) in cases {
        let pots = r#","pots":[{"id":"n","amount":10}]"#;
        let pots = if more.contains("pots") { "" } else { pots };
        let text = file(&format!(
            r#""options":[{option}],"ballot":{{"kind":"approval"}},"budget":10{pots}{more}"#
        ));
        let mut diagnostics = Diagnostics::default();
        let read = Election::read(&json::parse(text.as_bytes()).unwrap(), &mut diagnostics);
        assert!(read.is_none(), "{text}");
        let found = diagnostics
            .problems()
            .iter()
            .any(|problem| problem.code == code && problem.path == format!("/contests/0{pointer}"));
        assert!(found, "{code}: {:?}", diagnostics.problems());
    }
}
