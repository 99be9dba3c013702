//! Papers and pots, counted from election files: by hand, and each pot against itself alone.

mod bounds;

use crate::election::Election;
use crate::formats::{self, LoadOptions, Loaded, Role, Source};
use crate::instance::Instance;
use crate::json::Value;
use crate::outcome::Outcome;
use crate::problem::{Diagnostics, Problem};
use crate::report::Report;
use crate::run::{Request, Work, count};

fn load(text: &str) -> (Loaded, Diagnostics) {
    let mut reader = text.as_bytes();
    let mut diagnostics = Diagnostics::default();
    let sources = &mut [Source {
        name: "town.json".into(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let loaded = formats::load(sources, &LoadOptions::default(), &mut diagnostics);
    let loaded = loaded.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()));
    (loaded, diagnostics)
}

fn counted(text: &str, rule: &str, set: &[(&str, &str)]) -> Result<Report, Vec<Problem>> {
    let (loaded, diagnostics) = load(text);
    let request = Request {
        rule: Some(rule.to_owned()),
        params: set
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
        ..Request::default()
    };
    count(&loaded, &diagnostics, &request, &mut Work::default())
}

/// Ids of the funded projects, and what is left.
fn funded(text: &str, rule: &str, set: &[(&str, &str)]) -> (String, u64) {
    let report = counted(text, rule, set).unwrap_or_else(|problems| panic!("{problems:?}"));
    let (loaded, _) = load(text);
    match &report.outcome {
        Outcome::Funded { selected, left, .. } => {
            let options = loaded.instance.options().unwrap();
            (selected.iter().map(|p| options.id(*p)).collect(), *left)
        }
        other => panic!("{other:?}"),
    }
}

/// Two districts and the city. North: a, b; south: c, d; the city: x, y.
fn town(kind: &str, ballots: &str) -> String {
    format!(
        r#"{{"format":"isonomia/election/1","contests":[{{"id":"town","options":[
        {{"id":"a","cost":6,"pot":"north"}},{{"id":"b","cost":5,"pot":"north"}},
        {{"id":"c","cost":6,"pot":"south"}},{{"id":"d","cost":4,"pot":"south"}},
        {{"id":"x","cost":7,"pot":"city"}},{{"id":"y","cost":12,"pot":"city"}}],
        "ballot":{{"kind":"{kind}"}},"budget":30,
        "pots":[{{"id":"city","amount":10,"scope":"citywide"}},
                {{"id":"north","amount":10}},{{"id":"south","amount":10}}],
        "ballots":[{ballots}]}}]}}"#
    )
}

const VOTES: &str = r#"["a","x"],["a","y"],["b","y"],["c","y"],["c","d"],["d","c","x"]"#;

#[test]
fn pots_are_counted_one_by_one_and_what_they_leave_goes_where_it_is_told() {
    let town = town("approval", VOTES);
    // City: y 3 votes and 12 of 10, so x; north: a, then b does not fit; south: c, d.
    assert_eq!(funded(&town, "budget/greedy", &[]), ("xacd".into(), 7));
    // The city takes 4 and 0 of the districts: 14, and so y.
    let citywide = [("pot_leftover", "citywide")];
    assert_eq!(
        funded(&town, "budget/greedy", &citywide),
        ("acdy".into(), 2)
    );
    // The city leaves 3 to north: a, and 7 of 13 are left: b too.
    let next = [("pot_leftover", "next")];
    assert_eq!(funded(&town, "budget/greedy", &next), ("xabcd".into(), 2));
    // 7 are left by all together: of y and b only b fits.
    let pool = [("pot_leftover", "pool")];
    assert_eq!(funded(&town, "budget/greedy", &pool), ("xacdb".into(), 2));
    let first = [
        ("pot_order", "citywide-first"),
        ("pot_leftover", "citywide"),
    ];
    assert!(counted(&town, "budget/greedy", &first).is_err());
    // Left aside, all projects share 30: c and y have three votes, a, d and x two.
    let ignore = [("ignore", "pots")];
    assert_eq!(funded(&town, "budget/greedy", &ignore), ("cyad".into(), 2));
}

#[test]
fn every_pot_is_counted_as_if_it_were_alone() {
    let town = town("approval", VOTES);
    let pots = [
        ("city", 10, "x,7 y,12", r#"["x"],["y"],["y"],["y"],["x"]"#),
        ("north", 10, "a,6 b,5", r#"["a"],["a"],["b"]"#),
        ("south", 10, "c,6 d,4", r#"["c"],["c","d"],["c","d"]"#),
    ];
    for rule in ["budget/greedy", "budget/equal-shares"] {
        let (whole, left) = funded(&town, rule, &[]);
        let mut parts = (String::new(), 0);
        for (id, amount, projects, ballots) in pots {
            let options: Vec<String> = projects
                .split(' ')
                .map(|project| {
                    let (id, cost) = project.split_once(',').unwrap();
                    format!(r#"{{"id":"{id}","cost":{cost}}}"#)
                })
                .collect();
            let alone = format!(
                r#"{{"format":"isonomia/election/1","contests":[{{"id":"{id}","options":[{}],
                "ballot":{{"kind":"approval"}},"budget":{amount},"ballots":[{ballots}]}}]}}"#,
                options.join(",")
            );
            let (selected, left) = funded(&alone, rule, &[]);
            parts.0.push_str(&selected);
            parts.1 += left;
        }
        assert_eq!((whole, left), parts, "{rule}");
    }
    // With the money of all voters in each pot, the six of the town share ten in the north: the
    // three who voted there hold five.
    let all = [("pot_voters", "all")];
    assert_eq!(funded(&town, "budget/equal-shares", &all).0, "");
}

#[test]
fn a_paper_that_breaks_a_part_is_void_there_or_as_a_whole() {
    let ballots = r#"["a","c","x"],["a","b","x"],["x","y"],["b"]"#;
    let town = town("approval", ballots);
    let one = |void: &'static str| {
        let set = [
            ("one_pot", "district"),
            ("part_max", "district:2,citywide:1"),
            ("void", void),
        ];
        counted(&town, "budget/greedy", &set).unwrap()
    };
    let invalid = |report: &Report| -> Vec<(&'static str, u64, Vec<u32>)> {
        let groups = report.invalid.groups().into_iter();
        groups
            .map(|g| (g.code, g.papers, g.lines.clone()))
            .collect()
    };
    // The first keeps x; the third has nothing but its void part, so it is void itself.
    let part = one("part");
    assert_eq!(invalid(&part), [("part-too-long", 1, vec![3])]);
    assert_eq!((part.ballots, part.valid), (4, 3));
    let told = |report: &Report, code: &str| {
        let value = Value::Array(Vec::new());
        let (loaded, _) = load(&town);
        let events = report
            .events
            .iter()
            .map(|event| event.to_value(&loaded.instance));
        let notes = events.filter(|event| event.get("code").and_then(Value::as_str) == Some(code));
        let args = notes.map(|event| event.get("args").unwrap_or(&value).canonical_string());
        args.collect::<Vec<_>>()
    };
    assert_eq!(told(&part, "part-void-pots"), [r#"["1","district"]"#]);
    let whole = one("whole");
    assert_eq!(
        invalid(&whole),
        [("part-too-long", 1, vec![3]), ("too-many-pots", 1, vec![1])]
    );
    assert_eq!(whole.valid, 2);
}

#[test]
fn krakow_asks_for_all_six_places() {
    let projects = ["a", "b", "c", "d", "x", "y", "z"];
    let options: Vec<String> = projects
        .iter()
        .map(|id| {
            let pot = if *id < "x" { "bienczyce" } else { "city" };
            format!(r#"{{"id":"{id}","cost":5,"pot":"{pot}"}}"#)
        })
        .collect();
    let town = format!(
        r#"{{"format":"isonomia/election/1","contests":[{{"id":"krakow","options":[{}],
        "ballot":{{"kind":"ranking"}},"budget":10,
        "pots":[{{"id":"bienczyce","amount":5}},{{"id":"city","amount":5,"scope":"citywide"}}],
        "ballots":[["a","b","c","x","y","z"],["z","y","x","d","b","a"],["b","a","d","y","x","z"],
                   ["d","a","b","z","y"],["d","x"]]}}]}}"#,
        options.join(",")
    );
    let report = counted(&town, "budget/greedy", &[("preset", "krakow-2021")]).unwrap();
    // The last two name fewer than six. a 3+1+2, b 2+2+3, c 1, d 3+1; x 3+1+2, y 2+2+3, z 1+3+1.
    assert_eq!((report.valid, report.invalid.papers()), (3, 2));
    assert_eq!(
        funded(&town, "budget/greedy", &[("preset", "krakow-2021")]),
        ("by".into(), 0)
    );
}

#[test]
fn gdansk_gives_five_points_freely_over_districts() {
    let ballots = r#"[["a",5],["x",1]],[["b",3],["c",2],["y",1]],[["b",4],["d",2]],[["x",2]]"#;
    let town = town("score", ballots);
    let report = counted(&town, "budget/greedy", &[("preset", "gdansk-2017")]).unwrap();
    // The third gives six points to districts and nothing else, the fourth two to the city.
    assert_eq!((report.valid, report.invalid.papers()), (2, 2));
    let set = [("preset", "gdansk-2017"), ("pot_leftover", "citywide")];
    // a 5 and b 3 points; c 2, and d fits; x and y have one each, and x stands first.
    assert_eq!(funded(&town, "budget/greedy", &set), ("acdx".into(), 7));
}

#[test]
fn caps_and_least_votes_leave_projects_out_whatever_the_rule() {
    let town = r#"{"format":"isonomia/election/1","contests":[{"id":"t","options":[
        {"id":"a","cost":6,"min_votes":3},{"id":"b","cost":4},{"id":"c","cost":2}],
        "ballot":{"kind":"approval"},"budget":12,
        "ballots":[["a","b"],["a","c"],["b","c"],["b"]]}]}"#;
    // a has two votes and needs three; b costs a third.
    for rule in ["budget/greedy", "budget/equal-shares"] {
        assert_eq!(funded(town, rule, &[]).0, "bc", "{rule}");
        assert_eq!(funded(town, rule, &[("cap", "25%")]).0, "c", "{rule}");
        assert_eq!(funded(town, rule, &[("cap", "3.99")]).0, "c", "{rule}");
    }
    let ignore = [("ignore", "min-votes")];
    assert_eq!(funded(town, "budget/greedy", &ignore), ("bac".into(), 0));
    // What differs by part needs to know the part.
    let by_part = [("cap", "district:25%")];
    let problem = counted(town, "budget/greedy", &by_part).unwrap_err();
    assert_eq!(
        (problem[0].code, problem[0].expected.as_str()),
        ("scope-missing", "scope=district")
    );
    let told = [("cap", "district:25%"), ("scope", "district")];
    assert_eq!(funded(town, "budget/greedy", &told).0, "c");
}

/// "Only valid votes count" (Warszawa, on the least votes of a project).
#[test]
fn void_votes_do_not_help_a_project_over_its_least() {
    let town = r#"{"format":"isonomia/election/1","contests":[{"id":"t","options":[
        {"id":"a","cost":6,"min_votes":2},{"id":"b","cost":4},{"id":"c","cost":2}],
        "ballot":{"kind":"approval"},"budget":12,
        "ballots":[["a","b"],["a","b","c"]]}]}"#;
    assert_eq!(funded(town, "budget/greedy", &[]).0, "abc");
    assert_eq!(funded(town, "budget/greedy", &[("paper_max", "2")]).0, "bc");
}

#[test]
fn rivals_in_other_pots_and_unknown_constraints_are_not_passed_over() {
    let town = town("approval", VOTES);
    // x was funded by the city; a, its rival in the north, makes way for b.
    let rivals = [("exclusive", "a+x")];
    assert_eq!(funded(&town, "budget/greedy", &rivals).0, "xbcd");
    let problem = counted(&town, "budget/equal-shares", &[("exclusive", "a+b")]).unwrap_err();
    assert_eq!(problem[0].code, "constraint-not-observed");
    let both = [("exclusive", "a+b"), ("ignore", "exclusive")];
    // What is named beside what is left aside still counts.
    assert!(counted(&town, "budget/equal-shares", &both).is_err());
    let unknown = counted(&town, "budget/greedy", &[("exclusive", "a+q")]).unwrap_err();
    assert_eq!(unknown[0].code, "unknown-option");
}

#[test]
fn the_law_wants_equal_votes() {
    let law = [("law", "pl-5a")];
    let equal = town("approval", VOTES);
    assert!(counted(&equal, "budget/greedy", &law).is_ok());
    let weighted = town("approval", r#"{"ballot":["a"],"weight":2},["b"]"#);
    let problem = counted(&weighted, "budget/greedy", &law).unwrap_err();
    assert_eq!(
        (problem[0].code, problem[0].path.as_str()),
        ("law-pl-5a", "weights")
    );
    assert!(problem[0].expected.contains("art. 5a ust. 7"));
    let points = town("score", r#"[["a",5]],[["b",500]]"#);
    let problem = counted(&points, "budget/greedy", &law).unwrap_err();
    assert_eq!(problem[0].path, "points");
    let bounded = points.replace(
        r#""kind":"score""#,
        r#""kind":"score","limits":{"max_sum":500}"#,
    );
    assert!(counted(&bounded, "budget/greedy", &law).is_ok());
}

#[test]
fn every_preset_is_read_and_shown_in_the_report_and_audits_equal() {
    let town = town("approval", VOTES);
    for entry in crate::rules::RULES.iter().filter(|entry| entry.has_paper()) {
        for spec in entry
            .own_specs()
            .iter()
            .filter(|spec| spec.name == "preset")
        {
            for (word, doc) in spec.words {
                assert!(doc.ends_with('.'), "{word}: {doc}");
                let pair = ("preset".to_owned(), (*word).to_owned());
                let prepared = entry
                    .prepare(&[pair])
                    .unwrap_or_else(|p| panic!("{word}: {p}"));
                let pairs = crate::params::pairs_of(&prepared.params);
                let again = entry.prepare(&pairs).unwrap();
                assert_eq!(again.params, prepared.params, "{word}");
            }
        }
    }
    let set = [("preset", "warszawa-2021"), ("threshold", "1")];
    let report = counted(&town, "budget/greedy", &set).unwrap();
    let shown = report.params.get("part_max").and_then(Value::as_str);
    assert_eq!(shown, Some("district:15,citywide:10"));
    assert_eq!(
        report.params.get("threshold").and_then(Value::as_str),
        Some("1")
    );
    // What was not set is not told.
    assert!(report.params.get("law").is_none());
}

#[test]
fn a_category_may_be_full_in_several_pots_and_must_get_its_least_in_one() {
    let with = |more: &str| {
        let text = town("approval", VOTES);
        let text = text.replace(
            r#""id":"c","cost":6"#,
            r#""id":"c","cost":6,"category":"k""#,
        );
        let text = text.replace(
            r#""id":"a","cost":6"#,
            r#""id":"a","cost":6,"category":"k""#,
        );
        text.replace(
            r#""budget":30"#,
            &format!(r#""budget":30,"categories":[{{"id":"k",{more}}}]"#),
        )
    };
    // a takes 6 of 9; c would make 12.
    assert_eq!(
        funded(&with(r#""max_cost":9"#), "budget/greedy", &[]).0,
        "xad"
    );
    let least = counted(&with(r#""min_count":1"#), "budget/greedy", &[]).unwrap_err();
    assert_eq!(least[0].code, "bounds-across-pots");
    let refused = counted(&with(r#""max_cost":9"#), "budget/equal-shares", &[]).unwrap_err();
    assert_eq!(refused[0].code, "constraint-not-observed");
    let aside = [("ignore", "categories")];
    assert_eq!(
        funded(&with(r#""max_cost":9"#), "budget/equal-shares", &aside),
        funded(&town("approval", VOTES), "budget/equal-shares", &[])
    );
    let limit = [("category_max", "1")];
    let both = with("\"max_count\":9").replace(r#"["a","x"]"#, r#"["a","c"]"#);
    let report = counted(&both, "budget/greedy", &limit).unwrap();
    assert_eq!(report.invalid.groups()[0].code, "category-too-long");
}

/// The contest is read as it is written, also with everything in it.
#[test]
fn the_town_is_an_election_file() {
    let value = crate::json::parse(town("approval", VOTES).as_bytes()).unwrap();
    assert!(Election::read(&value, &mut Diagnostics::default()).is_some());
    let (loaded, _) = load(&town("approval", VOTES));
    assert!(matches!(loaded.instance, Instance::Budget(_)));
}
