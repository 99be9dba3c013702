//! What is counted, checked by hand on small files.

use super::load;
use crate::formats::Loaded;
use crate::id::OptionId;
use crate::instance::{Budget, Instance};

fn file(meta: &str, projects: &str, votes: &str) -> String {
    format!("META\nkey;value\n{meta}PROJECTS\n{projects}VOTES\n{votes}")
}

fn read(text: &str) -> (Loaded, Budget) {
    let (loaded, diagnostics) = load(text.as_bytes());
    let loaded = loaded.unwrap_or_else(|| panic!("{:#?}", diagnostics.problems()));
    let Instance::Budget(budget) = loaded.instance.clone() else {
        panic!("a budget");
    };
    (loaded, budget)
}

/// Classes as papers and options with points.
fn scored(budget: &Budget) -> Vec<(u64, Vec<(u32, i64)>)> {
    let class = |class: crate::profile::Class<'_>| {
        let scored = class.scored().map(|(option, points)| (option.0, points));
        (class.papers, scored.collect())
    };
    budget.profile.classes().map(class).collect()
}

#[test]
fn money_is_brought_to_the_smallest_unit_in_the_file() {
    let text = file(
        "budget;740793.05\nvote_type;approval\nmax_sum_cost;1000.5\n",
        "project_id;cost\na;75000.0\nb;0.125\n",
        "voter_id;vote\n1;b\n",
    );
    let (_, budget) = read(&text);
    assert_eq!(budget.scale.0, 3);
    assert_eq!(budget.budget, 740_793_050);
    assert_eq!(budget.costs.as_slice(), [75_000_000, 125]);
    assert_eq!(budget.limits.max_cost, Some(1_000_500));
    assert_eq!(budget.text(budget.budget), "740793.050");
}

#[test]
fn a_project_named_twice_counts_once_and_its_points_add_up() {
    let (_, budget) = read(&file(
        "budget;9\nvote_type;approval\nmax_length;2\n",
        "project_id;cost\na;5\nb;5\n",
        "voter_id;vote\n1;a,a,b\n",
    ));
    let options: Vec<u32> = budget
        .profile
        .class(crate::id::ClassId(0))
        .options()
        .map(|o| o.0)
        .collect();
    assert_eq!(options, [0, 1]);
    // pabulib: "579,579,579,579" with points "1,1,1,1" is four points for 579.
    let (_, budget) = read(&file(
        "budget;9\nvote_type;cumulative\nmax_sum_points;4\n",
        "project_id;cost\n579;5\n580;5\n",
        "voter_id;vote;points\n1;579,579,579,579;1,1,1,1\n2;580,579;3,1\n",
    ));
    assert_eq!(
        scored(&budget),
        [(1, vec![(0, 4)]), (1, vec![(0, 1), (1, 3)])]
    );
}

#[test]
fn points_and_their_limits() {
    let (loaded, budget) = read(&file(
        "budget;9\nvote_type;cumulative\nmax_points;3\nmin_sum_points;2\nmax_sum_points;4\n",
        "project_id;cost\na;5\nb;5\n",
        "voter_id;vote;points\n1;a,b;2,2\n2;a;4\n3;a;1\n4;a,b;3,2\n5;a,b;3\n6;a;1.5\n7;a,b;3,-1\n8;a;3.0\n9;a;\n",
    ));
    assert_eq!(
        scored(&budget),
        [(1, vec![(0, 3)]), (1, vec![(0, 2), (1, 2)])]
    );
    let reasons: Vec<(&str, Vec<u32>)> = loaded
        .invalid
        .groups()
        .into_iter()
        .map(|group| (group.code, group.lines))
        .collect();
    assert_eq!(
        reasons,
        [
            ("points-length", vec![18, 22]),
            ("points-not-whole", vec![19]),
            ("points-too-high", vec![15]),
            ("points-too-low", vec![20]),
            ("sum-too-high", vec![17]),
            ("sum-too-low", vec![16]),
        ]
    );
    assert_eq!(loaded.papers, 9);
}

#[test]
fn a_default_score_fills_what_a_ballot_leaves_out() {
    let (_, budget) = read(&file(
        "budget;9\nvote_type;scoring\ndefault_score;-1\n",
        "project_id;cost\na;5\nb;5\nc;5\n",
        "voter_id;vote;points\n1;b;7\n",
    ));
    assert_eq!(scored(&budget), [(1, vec![(0, -1), (1, 7), (2, -1)])]);
}

#[test]
fn a_ranking_with_a_project_twice_is_invalid() {
    let (loaded, budget) = read(&file(
        "budget;9\nvote_type;ordinal\nmin_length;2\n",
        "project_id;cost\na;5\nb;5\n",
        "voter_id;vote\n1;b,a\n2;a,a\n3;a\n",
    ));
    let ranks = budget.profile.class(crate::id::ClassId(0)).ranks();
    assert_eq!(ranks, [[OptionId(1)], [OptionId(0)]]);
    let codes: Vec<&str> = loaded.invalid.groups().iter().map(|g| g.code).collect();
    assert_eq!(codes, ["duplicate-option", "too-short"]);
}

#[test]
fn an_empty_ballot_is_counted_only_where_the_paper_allows_it() {
    for (meta, counted) in [("", 1), ("min_length;0\n", 2)] {
        let (loaded, budget) = read(&file(
            &format!("budget;9\nvote_type;approval\n{meta}"),
            "project_id;cost\na;5\nb;5\n",
            "voter_id;vote\n1;\n2;a\n",
        ));
        assert_eq!((budget.profile.papers(), loaded.papers), (counted, 2));
    }
}

#[test]
fn the_authoritys_totals_say_whether_a_limit_was_in_force() {
    // Ballot 2 is too long. With the column counting it the limit was not in force; with the
    // column leaving it out, or with no column, it was.
    for (projects, counted) in [
        ("project_id;cost;votes\na;5;2\nb;5;1\n", 2),
        ("project_id;cost;votes\na;5;1\nb;5;0\n", 1),
        ("project_id;cost\na;5\nb;5\n", 1),
    ] {
        let (loaded, budget) = read(&file(
            "budget;9\nvote_type;approval\nmax_length;1\n",
            projects,
            "voter_id;vote\n1;a\n2;a,b\n",
        ));
        assert_eq!(budget.profile.papers(), counted, "{projects}");
        assert_eq!(loaded.invalid.papers(), 2 - counted, "{projects}");
        let limit = if counted == 2 { None } else { Some(1) };
        assert_eq!(budget.limits.max_length, limit, "{projects}");
    }
}

#[test]
fn quotes_line_ends_and_a_byte_order_mark_change_nothing() {
    let plain = file(
        "budget;9\nvote_type;approval\n",
        "project_id;cost;name\na;5;one\nb;5;two\n",
        "voter_id;vote\n1;a,b\n2;b\n",
    );
    let digest = read(&plain).0.instance.digest();
    let quoted = plain
        .replace("1;a,b", "\"1\";\"a,b\"")
        .replace("one", "\"o;\"\"ne\nsecond line\"");
    for text in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        quoted,
    ] {
        let (loaded, _) = read(&text);
        assert_eq!(loaded.instance.digest(), digest, "{text}");
    }
    let without_end = plain.trim_end().to_owned();
    assert_eq!(read(&without_end).0.instance.digest(), digest);
}

#[test]
fn declared_rules_become_ours() {
    let declared = |meta: &str, votes: &str| {
        let points = if meta.contains("cumulative") {
            ";points"
        } else {
            ""
        };
        let (loaded, _) = read(&file(
            &format!("budget;9\n{meta}"),
            "project_id;cost;selected\na;5;1\nb;5;2\n",
            &format!("voter_id;vote{points}\n{votes}\n"),
        ));
        assert_eq!(loaded.declared.official, Some(vec![OptionId(0)]));
        let rule = loaded.declared.rule.unwrap();
        let params: Vec<String> = rule
            .params
            .iter()
            .map(|(n, t)| format!("{n}={t}"))
            .collect();
        (rule.rule.unwrap_or_default(), params.join(" "))
    };
    for (meta, votes, rule, params) in [
        (
            "vote_type;approval\nrule;greedy\n",
            "1;a",
            "budget/greedy",
            "by=votes unfit=skip",
        ),
        (
            "vote_type;choose-1\nrule;greedy-no-skip\n",
            "1;a",
            "budget/greedy",
            "by=votes unfit=stop",
        ),
        (
            "vote_type;cumulative\nrule;greedy-threshold\nmin_project_score_threshold;50\n",
            "1;a;1",
            "budget/greedy",
            "by=score unfit=skip threshold=50",
        ),
        (
            "vote_type;ordinal\nrule;greedy\n",
            "1;a",
            "budget/greedy",
            "by=score unfit=skip scoring=borda-min-1",
        ),
        (
            "vote_type;approval\nrule;equalshares/add1-comparison\n",
            "1;a",
            "budget/equal-shares",
            "utility=cost completion=add1 comparison=satisfaction",
        ),
        ("vote_type;approval\nrule;greedy-custom\n", "1;a", "", ""),
        ("vote_type;approval\nrule;unknown\n", "1;a", "", ""),
        (
            "vote_type;ordinal\nrule;greedy\nscoring_fn;plurality\n",
            "1;a",
            "",
            "",
        ),
    ] {
        assert_eq!(
            declared(meta, votes),
            (rule.to_owned(), params.to_owned()),
            "{meta}"
        );
    }
}
