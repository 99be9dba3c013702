//! Each sample file counts to the figures of the script that wrote it.

use super::*;
use crate::instance::Instance;
use crate::outcome::Outcome;
use crate::run::{Request, Work, count};

fn sample(name: &str) -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../samples/tables/");
    std::fs::read(format!("{root}{name}")).expect("a sample of the project")
}

/// A sample with the projects beside it.
fn with(ballots: &str, projects: &str, options: &LoadOptions) -> (Loaded, Vec<Problem>) {
    let (main, beside) = (sample(ballots), sample(projects));
    let files = [
        (Role::Main, ballots, main.as_slice()),
        (Role::Projects, projects, beside.as_slice()),
    ];
    let (loaded, problems) = read(&files, options);
    let loaded = loaded.unwrap_or_else(|| panic!("{ballots}: {:?}", shown(&problems)));
    (loaded, problems)
}

fn shape(loaded: &Loaded) -> String {
    let map = loaded.map.as_ref().expect("a map");
    let shape = map.get("ballots").and_then(|part| part.get("shape"));
    shape
        .and_then(crate::json::Value::as_str)
        .expect("a shape")
        .to_owned()
}

#[test]
fn approvals_are_the_same_ballots_in_every_shape() {
    let mut digests = Vec::new();
    for (name, told, warnings) in [
        (
            "wide.csv",
            "wide",
            vec!["encoding-guessed projects.csv:0  [windows-1250]"],
        ),
        (
            "wide-utf16.csv",
            "wide",
            vec!["encoding-guessed projects.csv:0  [windows-1250]"],
        ),
        (
            "long.csv",
            "long",
            vec!["encoding-guessed projects.csv:0  [windows-1250]"],
        ),
        (
            "list.csv",
            "list",
            vec!["encoding-guessed projects.csv:0  [windows-1250]"],
        ),
        (
            "forms-checkboxes.csv",
            "list",
            vec!["encoding-guessed projects.csv:0  [windows-1250]"],
        ),
        (
            "forms-checkbox-grid.csv",
            "wide",
            vec!["encoding-guessed projects.csv:0  [windows-1250]"],
        ),
    ] {
        let (loaded, problems) = with(name, "projects.csv", &budget("200000"));
        assert_eq!(shown(&problems), warnings, "{name}");
        assert_eq!(shape(&loaded), told, "{name}");
        assert_eq!((loaded.papers, loaded.invalid.papers()), (48, 0), "{name}");
        assert_eq!(votes(&loaded), VOTES, "{name}");
        digests.push(loaded.instance.digest());
    }
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn rankings_and_points() {
    let ranking = LoadOptions {
        budget: parse_decimal("200000"),
        ..kind(BallotKind::Ranking)
    };
    let mut digests = Vec::new();
    for (name, told) in [("forms-ranking-grid.csv", "wide"), ("ranks.csv", "ranks")] {
        let (loaded, _) = with(name, "projects.csv", &budget("200000"));
        assert_eq!(shape(&loaded), told, "{name}");
        assert_eq!(
            loaded.instance.ballot_kind(),
            Some(BallotKind::Ranking),
            "{name}"
        );
        assert_eq!(
            (loaded.papers, votes(&loaded)),
            (48, VOTES.to_vec()),
            "{name}"
        );
        let options = loaded.instance.options().expect("options");
        let profile = loaded.instance.profile().expect("ballots");
        let first = |option| {
            let classes = profile.classes();
            let first = classes.filter(|class| class.options().next() == Some(option));
            first.map(|class| class.papers).sum::<u64>()
        };
        let first: Vec<u64> = options.all().map(first).collect();
        assert_eq!(first, [13, 8, 9, 6, 5, 6], "{name}");
        digests.push(loaded.instance.digest());
    }
    assert_eq!(digests[0], digests[1]);
    let (asked, _) = with("ranks.csv", "projects.csv", &ranking);
    assert_eq!(asked.instance.digest(), digests[0]);
    let (scores, _) = with("points.csv", "projects.csv", &budget("200000"));
    assert_eq!(scores.instance.ballot_kind(), Some(BallotKind::Score));
    assert_eq!(points(&scores), [95, 52, 75, 49, 39, 51]);
    assert_eq!(scores.papers, 48);
}

#[test]
fn decidim_and_consul() {
    // The 48th paper is blank: lists of voters and lines of ballots cannot show it.
    let (voters, problems) = with(
        "decidim-voters.csv",
        "decidim-projects.csv",
        &budget("200000"),
    );
    assert_eq!((shape(&voters).as_str(), voters.papers), ("voters", 47));
    assert_eq!((votes(&voters), shown(&problems)), (VOTES.to_vec(), vec![]));
    let options = voters.instance.options().expect("options");
    let first = options.all().next().expect("a project");
    assert_eq!(
        (options.id(first), options.name(first)),
        ("340", "School playground")
    );
    // One order was begun and never finished.
    let (orders, _) = with(
        "decidim-orders.csv",
        "decidim-projects.csv",
        &budget("200000"),
    );
    assert_eq!((orders.papers, orders.invalid.papers()), (49, 1));
    let group = &orders.invalid.groups()[0];
    assert_eq!(
        (group.code, group.lines.as_slice()),
        ("not-cast", [50].as_slice())
    );
    assert_eq!(votes(&orders), VOTES);
    for (name, told) in [
        ("consul-ballot-lines.csv", "long"),
        ("consul-ballot-sheet.csv", "ids"),
    ] {
        let (loaded, _) = with(name, "consul-investments.csv", &budget("200000"));
        assert_eq!(
            (shape(&loaded).as_str(), loaded.papers),
            (told, 47),
            "{name}"
        );
        assert_eq!(votes(&loaded), VOTES, "{name}");
    }
}

#[test]
fn totals_of_paper_cards() {
    let (wide, projects, paper) = (
        sample("wide.csv"),
        sample("projects.csv"),
        sample("paper-totals.csv"),
    );
    let files = [
        (Role::Main, "wide.csv", wide.as_slice()),
        (Role::Projects, "projects.csv", projects.as_slice()),
        (Role::Totals, "paper.csv", paper.as_slice()),
    ];
    let (loaded, problems) = read(&files, &budget("200000"));
    let loaded = loaded.unwrap_or_else(|| panic!("{:?}", shown(&problems)));
    let Instance::Budget(read) = &loaded.instance else {
        panic!("a budget")
    };
    let totals: Vec<u64> = read
        .totals
        .as_ref()
        .expect("totals")
        .values()
        .copied()
        .collect();
    assert_eq!(totals, PAPER);
    // The authority's column counts the ballots alone.
    let mismatches = problems.iter().filter(|p| p.code == "votes-mismatch");
    assert_eq!(mismatches.count(), 6);
    let (alone, _) = with("paper-totals.csv", "projects.csv", &budget("200000"));
    assert_eq!((shape(&alone).as_str(), alone.papers), ("totals", 0));
    let request = Request {
        rule: Some("budget/equal-shares".to_owned()),
        ..Request::default()
    };
    let refused = count(
        &alone,
        &Diagnostics::default(),
        &request,
        &mut Work::default(),
    );
    let refused = refused.expect_err("Equal Shares needs ballots");
    assert_eq!(
        (refused[0].code, refused[0].found.as_str()),
        ("constraint-not-observed", "totals")
    );
}

#[test]
fn a_table_counts_like_any_other_file() {
    let (loaded, _) = with("list.csv", "projects.csv", &budget("200000"));
    let request = Request {
        rule: Some("budget/greedy".to_owned()),
        ..Request::default()
    };
    let report = count(
        &loaded,
        &Diagnostics::default(),
        &request,
        &mut Work::default(),
    );
    let report = report.expect("a count");
    let Outcome::Funded { left, .. } = &report.outcome else {
        panic!("a budget")
    };
    // P1 31 votes and 60,000, P3 24 votes and 120,000, P5 14 votes and 8,000 of 200,000.
    assert_eq!(*left, 120_000, "in tenths: 45,000.50 has one place");
    let value = report.to_value(&loaded.instance);
    let selected = value
        .get("outcome")
        .and_then(|outcome| outcome.get("selected"));
    let selected = selected.expect("funded projects").canonical_string();
    assert_eq!(selected, r#"["P1","P3","P5"]"#);
    assert_eq!(
        value.get("input").and_then(|input| input.get("map")),
        loaded.map.as_ref()
    );
}
