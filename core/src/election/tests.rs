//! Every defect of a paper has a code and a pointer; amounts compare exactly.

use super::{Election, Stake};
use crate::json;
use crate::num::Scale;
use crate::problem::Diagnostics;

fn read(text: &str) -> (Option<Election>, Vec<(&'static str, String)>) {
    let mut diagnostics = Diagnostics::default();
    let election = Election::read(&json::parse(text.as_bytes()).unwrap(), &mut diagnostics);
    let problems = diagnostics.into_problems();
    let codes = problems
        .into_iter()
        .map(|problem| (problem.code, problem.path.clone()));
    (election, codes.collect())
}

/// A file with one contest of these fields.
fn file(fields: &str) -> String {
    format!(r#"{{"format":"isonomia/election/1","contests":[{{"id":"c",{fields}}}]}}"#)
}

#[test]
fn every_defect_of_a_contest_is_named_with_its_pointer() {
    let ranking = r#""options":["a","b"],"ballot":{"kind":"ranking"}"#;
    let cases = [
        (
            r#""ballot":{"kind":"ranking"}"#.to_owned(),
            "field-missing",
            "/options",
        ),
        (
            r#""options":[],"ballot":{"kind":"ranking"}"#.to_owned(),
            "list-empty",
            "/options",
        ),
        (r#""options":["a"]"#.to_owned(), "field-missing", "/ballot"),
        (
            r#""options":["a"],"ballot":{"kind":"rank"}"#.to_owned(),
            "field-type",
            "/ballot/kind",
        ),
        (
            r#""options":["a","a"],"ballot":{"kind":"ranking"}"#.to_owned(),
            "id-duplicate",
            "/options/1/id",
        ),
        (
            r#""options":[""],"ballot":{"kind":"ranking"}"#.to_owned(),
            "field-type",
            "/options/0",
        ),
        (
            r#""options":[{"name":"A"}],"ballot":{"kind":"ranking"}"#.to_owned(),
            "field-missing",
            "/options/0/id",
        ),
        (
            r#""options":[{"id":"a","colour":1}],"ballot":{"kind":"ranking"}"#.to_owned(),
            "field-unknown",
            "/options/0/colour",
        ),
        (
            r#""options":[{"id":"a","name":{"EN":"A"}}],"ballot":{"kind":"ranking"}"#.to_owned(),
            "field-type",
            "/options/0/name",
        ),
        (
            r#""options":[{"id":"a","cost":5}],"ballot":{"kind":"approval"}"#.to_owned(),
            "cost-without-budget",
            "/options/0/cost",
        ),
        (
            r#""options":["a"],"budget":10,"ballot":{"kind":"approval"}"#.to_owned(),
            "cost-missing",
            "/options/0/cost",
        ),
        (
            r#""options":[{"id":"a","cost":"1,5"}],"budget":10,"ballot":{"kind":"approval"}"#
                .to_owned(),
            "field-type",
            "/options/0/cost",
        ),
        (
            r#""options":["a"],"ballot":{"kind":"approval","limits":{"max_lenght":3}}"#.to_owned(),
            "field-unknown",
            "/ballot/limits/max_lenght",
        ),
        (
            r#""options":["a"],"ballot":{"kind":"approval","limits":{"credits":9}}"#.to_owned(),
            "limit-not-of-kind",
            "/ballot/limits/credits",
        ),
        (
            r#""options":["a"],"ballot":{"kind":"approval","limits":{"max_cost":9}}"#.to_owned(),
            "cost-without-budget",
            "/ballot/limits/max_cost",
        ),
        (
            r#""options":["a"],"ballot":{"kind":"approval","limits":{"max_length":-1}}"#.to_owned(),
            "field-type",
            "/ballot/limits/max_length",
        ),
        (format!(r#"{ranking},"seats":0"#), "field-type", "/seats"),
        (format!(r#"{ranking},"rule":7"#), "field-type", "/rule"),
        (
            format!(r#"{ranking},"params":{{"a":"b"}}"#),
            "params-without-rule",
            "/params",
        ),
        (
            format!(r#"{ranking},"rule":"x/y","params":{{"a":[1]}}"#),
            "field-type",
            "/params/a",
        ),
        (
            format!(r#"{ranking},"ties":["coin"]"#),
            "field-type",
            "/ties/0",
        ),
        (
            format!(r#"{ranking},"given":[["a","z"]]"#),
            "unknown-option",
            "/given/0/1",
        ),
        (
            format!(r#"{ranking},"official":["a","a"]"#),
            "duplicate-option",
            "/official/1",
        ),
        (
            format!(r#"{ranking},"currency":"PLN""#),
            "cost-without-budget",
            "/currency",
        ),
        (format!(r#"{ranking},"a/b":1"#), "field-unknown", "/a~1b"),
    ];
    for (fields, code, path) in cases {
        let (election, problems) = read(&file(&fields));
        assert!(election.is_none(), "{fields}");
        let expected = (code, format!("/contests/0{path}"));
        assert!(problems.contains(&expected), "{fields}: {problems:?}");
    }
}

#[test]
fn several_defects_are_all_named() {
    let (_, problems) =
        read(r#"{"format":"isonomia/election/1","contest":[],"contests":[{"id":"a"}]}"#);
    let codes: Vec<&str> = problems.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["field-unknown", "field-missing", "field-missing"]);
}

#[test]
fn seats_and_budget_exclude_each_other_and_ids_of_contests_differ() {
    let options = r#""options":[{"id":"a","cost":1}],"ballot":{"kind":"approval"}"#;
    let (_, problems) = read(&file(&format!(r#"{options},"seats":1,"budget":2"#)));
    assert_eq!(problems, [("seats-and-budget", "/contests/0".to_owned())]);
    let contest = r#"{"id":"c","options":["a"],"ballot":{"kind":"approval"}}"#;
    let text = format!(r#"{{"format":"isonomia/election/1","contests":[{contest},{contest}]}}"#);
    assert_eq!(
        read(&text).1,
        [("id-duplicate", "/contests/1/id".to_owned())]
    );
}

#[test]
fn another_format_is_refused_before_anything_else() {
    let (election, problems) = read(r#"{"format":"isonomia/election/2","x":1}"#);
    assert!(election.is_none());
    assert_eq!(problems, [("field-type", "/format".to_owned())]);
}

#[test]
fn amounts_share_the_coarsest_scale_and_limits_keep_their_meaning() {
    let text = file(
        r#""budget":"100.50","options":[{"id":"a","cost":3},{"id":"b","cost":"0.25"}],
        "ballot":{"kind":"approval","limits":{"min_cost":"1.001","max_cost":"1.999"}}"#,
    );
    let (election, problems) = read(&text);
    assert_eq!(problems, []);
    let paper = &election.unwrap().contests[0];
    assert_eq!(paper.scale(), Scale(2));
    assert_eq!(paper.costs().as_slice(), [300, 25]);
    // In hundredths: at least 1.001 is at least 1.01, at most 1.999 is at most 1.99.
    assert_eq!(
        (paper.limits().min_cost, paper.limits().max_cost),
        (Some(101), Some(199))
    );
    assert!(matches!(paper.stake, Stake::Budget { .. }));
}

#[test]
fn the_examples_of_the_specification_are_read_and_written_back() {
    let page = include_str!("../../../docs/spec/election-v1.md");
    let examples: Vec<&str> = page
        .split("```json\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    assert_eq!(examples.len(), 2);
    for example in examples {
        let value = json::parse(example.as_bytes()).unwrap();
        let mut diagnostics = Diagnostics::default();
        let election = Election::read(&value, &mut diagnostics).unwrap();
        assert_eq!(diagnostics.problems(), []);
        let again = Election::read(&election.to_value(), &mut diagnostics).unwrap();
        assert_eq!(again, election);
    }
}

/// 15e18 and 9e18 fit in 64 bits as they stand, not in tenths: saturated they would be equal.
#[test]
fn amounts_that_do_not_fit_are_refused_and_not_saturated() {
    let paper = |budget: &str, costs: [&str; 2], limits: &str| {
        let [a, b] = costs;
        file(&format!(
            r#""budget":"{budget}","options":[{{"id":"a","cost":"{a}"}},{{"id":"b","cost":"{b}"}}],
               "ballot":{{"kind":"approval","limits":{{{limits}}}}}"#
        ))
    };
    let cases = [
        (
            paper("1", ["15000000000000000000", "2.5"], ""),
            "/options/0/cost",
        ),
        (paper("9000000000000000000", ["1", "2.5"], ""), "/budget"),
        (
            paper("1", ["1", "2.5"], r#""max_cost":"9000000000000000000""#),
            "/ballot/limits/max_cost",
        ),
        // Each fits, the sum with the budget passes 2^64.
        (
            paper("1", ["9223372036854775808", "9223372036854775807"], ""),
            "/options/1/cost",
        ),
    ];
    for (text, pointer) in cases {
        let (election, found) = read(&text);
        assert_eq!(election, None, "{text}");
        assert_eq!(
            found,
            [("too-large", format!("/contests/0{pointer}"))],
            "{text}"
        );
    }
    let fits = paper("0", ["9223372036854775808", "9223372036854775807"], "");
    assert!(read(&fits).0.is_some());
}
