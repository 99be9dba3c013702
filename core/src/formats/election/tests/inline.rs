//! Ballots of every kind inline, wherever they stand in the file.

use super::{budget, classes, file, invalid, read};

fn good(fields: &str) -> crate::formats::Loaded {
    let (loaded, problems) = read(file(fields).as_bytes(), None, None);
    assert_eq!(problems, [], "{fields}");
    loaded.unwrap()
}

#[test]
fn rankings_with_equal_and_blank_ranks() {
    let loaded = good(
        r#""options":["a","b","c"],"seats":2,"rule":"ranked/irv","ties":["lot"],
        "ballot":{"kind":"ranking","limits":{"equal_ranks":true}},
        "ballots":[["a","b"],[["a"],["b"]],[["b","a"],null,"c"],{"papers":3,"ballot":["c"]},[],[null,[]],
        {"ballot":["a"],"weight":"1.50","id":"x"},{"ballot":["a"],"papers":"2","weight":2}]"#,
    );
    assert_eq!(
        classes(&loaded),
        [
            "2 x 1.0: ",
            "1 x 1.5: a",
            "2 x 2.0: a",
            "1 x 1.0: a=b>>c",
            "2 x 1.0: a>b",
            "3 x 1.0: c"
        ]
    );
    assert_eq!((loaded.papers, loaded.instance.seats()), (11, 2));
    assert_eq!(
        loaded.declared.rule.as_ref().unwrap().rule.as_deref(),
        Some("ranked/irv")
    );
}

#[test]
fn ballots_may_stand_before_the_options() {
    let ballots = r#""ballots":[["b","a"],["z"],["a","a"],["b"]]"#;
    let rest = r#""ballot":{"kind":"approval","limits":{"max_length":1}},"options":["a","b"]"#;
    let loaded = good(&format!("{ballots},{rest}"));
    assert_eq!(classes(&loaded), ["1 x 1: b"]);
    assert_eq!(
        invalid(&loaded),
        [
            "duplicate-option[]: 1 at [3]",
            "too-long[\"1\"]: 1 at [1]",
            "unknown-option[]: 1 at [2]"
        ]
    );
    assert_eq!(
        good(&format!("{rest},{ballots}")).instance.digest(),
        loaded.instance.digest()
    );
}

#[test]
fn scores_and_allotments_are_held_to_their_limits() {
    let loaded = good(
        r#""options":["a","b"],"ballot":{"kind":"score","limits":{"min_points":-2,"max_points":5,"max_sum":6}},
        "ballots":[[["a",5],["b",-2]],[["a",0]],[["a",6]],[["b",-3]],[["a",4],["b",3]],[]]"#,
    );
    assert_eq!(
        classes(&loaded),
        ["1 x 1: ", "1 x 1: a 0", "1 x 1: a 5>b -2"]
    );
    assert_eq!(
        invalid(&loaded),
        [
            "points-too-high[\"5\"]: 1 at [3]",
            "points-too-low[\"-2\"]: 1 at [4]",
            "sum-too-high[\"6\"]: 1 at [5]"
        ]
    );
    let loaded = good(
        r#""options":["a","b"],"ballot":{"kind":"allotment","limits":{"credits":100}},
        "ballots":[[["a",6],["b",8]],[["a",10],["b",1]],[["a",-1]],[["a",3],["b",0]],[["a",3]]]"#,
    );
    assert_eq!(classes(&loaded), ["2 x 1: a 3", "1 x 1: a 6>b 8"]);
    assert_eq!(
        invalid(&loaded),
        ["negative-votes[]: 1 at [3]", "overspent[\"100\"]: 1 at [2]"]
    );
}

#[test]
fn a_budget_vote_has_costs_in_minor_units() {
    let loaded = good(
        r#""budget":"1000","currency":"PLN","options":[{"id":"p","cost":"400.50","name":{"pl":"P"}},{"id":"q","cost":700,"withdrawn":true}],
        "ballot":{"kind":"approval","limits":{"max_cost":1000,"refuse_blank":true}},
        "official":["p"],"rule":"budget/greedy","params":{"by":"votes","threshold":2},
        "ballots":[["p"],["p","q"],[]]"#,
    );
    let budget = budget(&loaded);
    assert_eq!(
        (budget.budget, budget.scale.0, budget.costs.as_slice()),
        (10000, 1, [4005, 7000].as_slice())
    );
    assert_eq!(budget.options.name(crate::id::OptionId(0)), "P");
    assert!(budget.options.is_withdrawn(crate::id::OptionId(1)));
    assert_eq!(classes(&loaded), ["1 x 1: p"]);
    assert_eq!(
        invalid(&loaded),
        ["blank[]: 1 at [3]", "over-budget[\"10000\"]: 1 at [2]"]
    );
    assert_eq!(loaded.declared.official, Some(vec![crate::id::OptionId(0)]));
    let params = loaded.declared.rule.unwrap().params;
    assert_eq!(
        params,
        [
            ("by".into(), "votes".into()),
            ("threshold".into(), "2".into())
        ]
    );
}

#[test]
fn equal_ranks_need_leave() {
    let loaded =
        good(r#""options":["a","b"],"ballot":{"kind":"ranking"},"ballots":[[["a","b"]],["b"]]"#);
    assert_eq!(classes(&loaded), ["1 x 1: b"]);
    assert_eq!(invalid(&loaded), ["equal-ranks[]: 1 at [1]"]);
}

#[test]
fn one_of_several_contests_is_counted_and_named() {
    let contest = |id: &str, ballots: &str| {
        format!(
            r#"{{"id":"{id}","options":["a"],"ballot":{{"kind":"approval"}},"ballots":{ballots}}}"#
        )
    };
    let text = format!(
        r#"{{"contests":[{},{}],"format":"isonomia/election/1","title":"T"}}"#,
        contest("x", "[[]]"),
        contest("y", r#"[["a"],["a"]]"#)
    );
    let (loaded, problems) = read(text.as_bytes(), None, None);
    assert!(loaded.is_none());
    assert_eq!(
        (problems[0].code, problems[0].expected.as_str()),
        ("contest-not-chosen", "--contest with one of x, y")
    );
    let (_, problems) = read(text.as_bytes(), None, Some("z"));
    assert_eq!(problems[0].code, "contest-unknown");
    let (loaded, _) = read(text.as_bytes(), None, Some("y"));
    let loaded = loaded.unwrap();
    assert_eq!(classes(&loaded), ["2 x 1: a"]);
    assert_eq!(loaded.declared.contest.as_deref(), Some("y"));
    assert_eq!(loaded.declared.title, "T");
}
