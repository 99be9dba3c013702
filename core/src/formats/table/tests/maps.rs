//! Maps: given, kept, refused.

use super::*;
use crate::audit::{AuditOptions, audit};
use crate::run::{Request, Work, count};

const PROJECTS: &str = "id;name;cost\nA;Park;100\nB;Pool, big;50\n";
const WIDE: &str = "card;A;B\n1;x;\n2;x;x\n";

#[test]
fn what_was_proposed_reads_back_equal_and_gives_the_same_instance() {
    let files = [
        (Role::Main, "v.csv", WIDE.as_bytes()),
        (Role::Projects, "p.csv", PROJECTS.as_bytes()),
    ];
    let (first, problems) = read(&files, &budget("120"));
    let first = first.unwrap_or_else(|| panic!("{:?}", shown(&problems)));
    let written = first.map.clone().expect("a map");
    assert_eq!(
        written.canonical_string(),
        r#"{"ballot":{"kind":"approval"},"ballots":{"header":1,"options":[["A","A"],["B","B"]],"shape":"wide","voter":"card"},"budget":"120","format":"isonomia/columns/1","projects":{"cost":"cost","header":1,"id":"id","name":"name"}}"#
    );
    let given = LoadOptions {
        map: Some(map(&written.canonical_string())),
        ..LoadOptions::default()
    };
    let (again, _) = read(&files, &given);
    let again = again.expect("read by its own map");
    assert_eq!(again.map, Some(written));
    assert_eq!(again.instance.digest(), first.instance.digest());
}

#[test]
fn a_report_of_a_table_is_audited_by_the_map_in_it() {
    let files = [
        (Role::Main, "v.csv", WIDE.as_bytes()),
        (Role::Projects, "p.csv", PROJECTS.as_bytes()),
    ];
    let (loaded, _) = read(&files, &budget("120"));
    let loaded = loaded.expect("a table");
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
    let report = report
        .expect("a count")
        .to_value(&loaded.instance)
        .canonical();
    let again = |ballots: &str| {
        let (mut main, mut beside) = (ballots.as_bytes(), PROJECTS.as_bytes());
        let mut sources = [
            Source {
                name: "v.csv".to_owned(),
                role: Role::Main,
                reader: &mut main,
            },
            Source {
                name: "p.csv".to_owned(),
                role: Role::Projects,
                reader: &mut beside,
            },
        ];
        let verdict = audit(
            &report,
            &mut sources,
            AuditOptions::default(),
            &mut Work::default(),
        );
        verdict.differences.first().map(|problem| problem.code)
    };
    assert_eq!(again(WIDE), None);
    assert_eq!(again("card;A;B\n1;x;\n2;x;\n"), Some("file-differs"));
}

#[test]
fn a_map_is_read_strictly() {
    let problems = |json: &str| {
        let mut diagnostics = Diagnostics::default();
        assert!(ColumnMap::parse(json.as_bytes(), &mut diagnostics).is_none());
        let problems = diagnostics.into_problems();
        problems
            .iter()
            .map(|p| format!("{} {}", p.code, p.path))
            .collect::<Vec<_>>()
    };
    assert_eq!(problems("{"), ["columns-json "]);
    assert_eq!(problems(r#"{"format":"x"}"#), ["field-type /format"]);
    assert_eq!(
        problems(
            r#"{"format":"isonomia/columns/1","bugdet":5,"ballots":{"shape":"wide","separator":"."},"projects":{}}"#
        ),
        [
            "field-type /ballots/separator",
            "field-missing /ballots/options",
            "field-missing /projects/id",
            "field-unknown /bugdet"
        ]
    );
}

#[test]
fn limits_answers_and_decimals_are_said_by_the_map() {
    let given = LoadOptions {
        map: Some(map(
            r##"{"format":"isonomia/columns/1","budget":"1500","ballot":{"kind":"approval","limits":{"max_length":1}},
            "ballots":{"shape":"wide","options":[["A","A"],["B","B"]],"yes":["popieram"],"no":["nie popieram"],"ignored":["#A"]},
            "projects":{"id":"id","cost":"cost","decimal":","}}"##,
        )),
        ..LoadOptions::default()
    };
    let ballots = "card;A;B\n1;popieram;nie popieram\n2;Popieram;popieram\n";
    let projects = "id;cost\nA;1.000\nB;1.500\n";
    let files = [
        (Role::Main, "v.csv", ballots.as_bytes()),
        (Role::Projects, "p.csv", projects.as_bytes()),
    ];
    let (loaded, problems) = read(&files, &given);
    let loaded = loaded.unwrap_or_else(|| panic!("{:?}", shown(&problems)));
    assert_eq!(shown(&problems), ["column-not-read v.csv:0  [card]"]);
    assert_eq!(votes(&loaded), [1, 0]);
    let group = &loaded.invalid.groups()[0];
    assert_eq!(
        (group.code, group.lines.as_slice()),
        ("too-long", [3].as_slice())
    );
    let crate::instance::Instance::Budget(read) = &loaded.instance else {
        panic!("a budget")
    };
    assert_eq!(
        read.costs.values().copied().collect::<Vec<_>>(),
        [1000, 1500]
    );
}

#[test]
fn the_ballots_of_an_election_file_may_be_a_table() {
    let election = r#"{"format":"isonomia/election/1","contests":[{"id":"p","options":["A","B"],
        "ballot":{"kind":"ranking"}}]}"#;
    let given = LoadOptions {
        map: Some(map(
            r#"{"format":"isonomia/columns/1","ballots":{"shape":"ranks","ranks":["first","second"]}}"#,
        )),
        ..LoadOptions::default()
    };
    let files = [
        (Role::Main, "e.json", election.as_bytes()),
        (
            Role::Ballots,
            "v.csv",
            b"first;second\nB;A\nA;\n;B\n".as_slice(),
        ),
    ];
    let (loaded, problems) = read(&files, &given);
    let loaded = loaded.unwrap_or_else(|| panic!("{:?}", shown(&problems)));
    assert_eq!(
        (loaded.format, loaded.papers, votes(&loaded)),
        ("election", 3, vec![2, 2])
    );
    assert!(loaded.map.is_some());
    let files = [
        (Role::Main, "e.json", election.as_bytes()),
        (
            Role::Ballots,
            "v.csv",
            b"\xff\xfe1\0s\0t\0;\x002\0n\0d\0\n\0A\0;\0B\0\n\0".as_slice(),
        ),
    ];
    let (loaded, problems) = read(&files, &LoadOptions::default());
    assert_eq!(
        loaded.map_or(0, |loaded| loaded.papers),
        1,
        "{:?}",
        shown(&problems)
    );
}

#[test]
fn districts_may_have_pots() {
    let given = |pots: &str| LoadOptions {
        map: Some(map(&format!(
            r#"{{"format":"isonomia/columns/1","pots":{pots}}}"#
        ))),
        ..LoadOptions::default()
    };
    let projects = "id;koszt;dzielnica\nA;100;Old Town\nB;50;Riverside\n";
    let files = [
        (Role::Main, "v.csv", WIDE.as_bytes()),
        (Role::Projects, "p.csv", projects.as_bytes()),
    ];
    let pots = r#"[{"id":"Old Town","amount":100},{"id":"Riverside","amount":"20.5"}]"#;
    let (loaded, problems) = read(&files, &given(pots));
    let loaded = loaded.unwrap_or_else(|| panic!("{:?}", shown(&problems)));
    let crate::instance::Instance::Budget(read_as) = &loaded.instance else {
        panic!("a budget")
    };
    assert_eq!(read_as.budget, 1205);
    let amounts = read_as.constraints.pots.iter();
    let amounts: Vec<(u64, usize)> = amounts
        .map(|pot| (pot.amount, pot.projects.len()))
        .collect();
    assert_eq!(amounts, [(1000, 1), (205, 1)]);
    let (_, problems) = read(&files, &given(r#"[{"id":"Old Town","amount":100}]"#));
    assert_eq!(shown(&problems), ["pot-unknown p.csv:0 B [Riverside]"]);
}

#[test]
fn amounts_of_money_on_a_paper() {
    let given = LoadOptions {
        budget: parse_decimal("2000"),
        kind: Some(BallotKind::Knapsack),
        ..LoadOptions::default()
    };
    let ballots = "card;A;B\n1;1 500,50;\n2;70;30\n3;1.500;\n";
    let projects = "id;cost\nA;1000,00\nB;500\n";
    let files = [
        (Role::Main, "v.csv", ballots.as_bytes()),
        (Role::Projects, "p.csv", projects.as_bytes()),
    ];
    let (loaded, problems) = read(&files, &given);
    let loaded = loaded.unwrap_or_else(|| panic!("{:?}", shown(&problems)));
    assert_eq!(loaded.instance.ballot_kind(), Some(BallotKind::Knapsack));
    assert_eq!(loaded.papers, 3);
    let invalid = loaded.invalid.groups();
    assert!(
        invalid
            .iter()
            .any(|g| g.code == "amount-in-doubt" && g.lines == [4]),
        "{invalid:?}"
    );
}
