//! Broken files: each defect with its code, line and column, and whether the rest is counted.

use super::load;
use crate::problem::Severity::{self, Error, Warning};

/// A file with nothing wrong but what a case puts in. Line 12 is the first ballot.
const GOOD: &str = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\nmax_length;2\n\
PROJECTS\nproject_id;cost\na;60\nb;50\nVOTES\nvoter_id;vote\n1;a\n2;a,b\n3;b\n";

/// What the file lacks by the format and counting does without.
const LACKS: &str = "meta-incomplete";

/// A case: what it shows, text to replace, its replacement, and the problem expected.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    Severity,
    &'static str,
    (u32, u32),
);

const CASES: &[Case] = &[
    // The sections.
    (
        "title twice",
        "VOTES\n",
        "PROJECTS\nproject_id;cost\nVOTES\n",
        Error,
        "section-duplicate",
        (11, 1),
    ),
    (
        "votes before projects",
        "PROJECTS\nproject_id;cost\na;60\nb;50\nVOTES\nvoter_id;vote\n1;a\n2;a,b\n3;b\n",
        "VOTES\nvoter_id;vote\nPROJECTS\nproject_id;cost\na;60\n",
        Error,
        "section-order",
        (9, 1),
    ),
    (
        "no VOTES",
        "VOTES\nvoter_id;vote\n1;a\n2;a,b\n3;b\n",
        "",
        Error,
        "section-missing",
        (10, 0),
    ),
    (
        "no header of VOTES",
        "voter_id;vote\n1;a\n2;a,b\n3;b\n",
        "",
        Error,
        "header-missing",
        (11, 0),
    ),
    (
        "no header of META",
        "key;value\n",
        "",
        Error,
        "header-missing",
        (2, 1),
    ),
    (
        "title with cells",
        "PROJECTS\n",
        "PROJECTS;;\n",
        Warning,
        "trailing-separator",
        (7, 9),
    ),
    (
        "title with a blank",
        "VOTES\n",
        "VOTES \n",
        Warning,
        "edge-whitespace",
        (11, 1),
    ),
    (
        "blank line",
        "a;60\n",
        "a;60\n\n",
        Warning,
        "blank-line",
        (10, 1),
    ),
    // META.
    (
        "no budget",
        "budget;100\n",
        "",
        Error,
        "meta-missing",
        (1, 1),
    ),
    (
        "empty budget",
        "budget;100",
        "budget;",
        Error,
        "meta-missing",
        (3, 8),
    ),
    (
        "no type of votes",
        "vote_type;approval\n",
        "",
        Error,
        "meta-missing",
        (1, 1),
    ),
    (
        "type of votes",
        "approval",
        "aproval",
        Error,
        "vote-type-unknown",
        (4, 11),
    ),
    (
        "rule",
        "rule;greedy",
        "rule;gready",
        Warning,
        "rule-word-unknown",
        (5, 6),
    ),
    (
        "a key twice",
        "rule;greedy",
        "rule;greedy\nbudget;200",
        Error,
        "duplicate-key",
        (6, 1),
    ),
    (
        "no key",
        "rule;greedy",
        "rule;greedy\n;200",
        Error,
        "empty-key",
        (6, 1),
    ),
    (
        "a key misspelt",
        "max_length;2",
        "max_lenght;2",
        Warning,
        "meta-key-unknown",
        (6, 1),
    ),
    (
        "no value",
        "max_length;2",
        "max_length",
        Error,
        "cell-count",
        (6, 11),
    ),
    (
        "a value too many",
        "max_length;2",
        "max_length;2;3",
        Error,
        "cell-count",
        (6, 14),
    ),
    (
        "prose with a separator and without quotes",
        "rule;greedy",
        "comment;one; two\nrule;greedy",
        Warning,
        "unquoted-separator",
        (5, 12),
    ),
    (
        "an empty cell too many",
        "max_length;2",
        "max_length;2;",
        Warning,
        "trailing-separator",
        (6, 13),
    ),
    (
        "budget with blanks",
        "budget;100",
        "budget;1 000",
        Error,
        "not-a-number",
        (3, 8),
    ),
    (
        "budget with a blank before it",
        "budget;100",
        "budget; 100",
        Warning,
        "edge-whitespace",
        (3, 8),
    ),
    (
        "budget with a comma",
        "budget;100",
        "budget;100,50",
        Error,
        "decimal-comma",
        (3, 8),
    ),
    (
        "budget below zero",
        "budget;100",
        "budget;-100",
        Error,
        "negative-budget",
        (3, 8),
    ),
    (
        "budget past 64 bits",
        "budget;100",
        "budget;99999999999999999999",
        Error,
        "too-large",
        (3, 8),
    ),
    (
        "budget zero",
        "budget;100",
        "budget;0",
        Warning,
        "zero-budget",
        (3, 8),
    ),
    (
        "length no number",
        "max_length;2",
        "max_length;two",
        Error,
        "not-a-number",
        (6, 12),
    ),
    (
        "length below zero",
        "max_length;2",
        "max_length;-2",
        Error,
        "not-a-number",
        (6, 12),
    ),
    (
        "a limit that is not applied",
        "max_length;2",
        "leftover_budget;by lot",
        Warning,
        "meta-not-applied",
        (6, 17),
    ),
    (
        "date",
        "max_length;2",
        "date_begin;2024-01-31",
        Warning,
        "date-unreadable",
        (6, 12),
    ),
    (
        "fewer ballots than it says",
        "max_length;2",
        "num_votes;10000000000",
        Warning,
        "vote-count-mismatch",
        (6, 11),
    ),
    (
        "more projects than it says",
        "max_length;2",
        "num_projects;1",
        Warning,
        "project-count-mismatch",
        (6, 14),
    ),
    // PROJECTS.
    (
        "no column cost",
        "project_id;cost",
        "project_id;price",
        Error,
        "column-missing",
        (8, 1),
    ),
    (
        "a column twice",
        "project_id;cost",
        "project_id;cost;cost",
        Error,
        "duplicate-column",
        (8, 17),
    ),
    (
        "a column without a name",
        "project_id;cost",
        "project_id;;cost",
        Error,
        "column-unnamed",
        (8, 12),
    ),
    (
        "a project twice",
        "b;50",
        "a;50",
        Error,
        "duplicate-project",
        (10, 1),
    ),
    (
        "a project without id",
        "b;50",
        ";50",
        Error,
        "empty-id",
        (10, 1),
    ),
    (
        "an id no list can hold",
        "b;50",
        "\"b,c\";50",
        Error,
        "id-with-comma",
        (10, 1),
    ),
    (
        "a project without cost",
        "b;50",
        "b;",
        Error,
        "cost-missing",
        (10, 3),
    ),
    (
        "a cost below zero",
        "b;50",
        "b;-50",
        Error,
        "negative-cost",
        (10, 3),
    ),
    (
        "a cost with a comma",
        "b;50",
        "b;50,5",
        Error,
        "decimal-comma",
        (10, 3),
    ),
    (
        "a cost that is no number",
        "b;50",
        "b;5O",
        Error,
        "not-a-number",
        (10, 3),
    ),
    (
        "a cost of zero",
        "b;50",
        "b;0",
        Warning,
        "zero-cost",
        (10, 3),
    ),
    (
        "a cost over the budget",
        "b;50",
        "b;101",
        Warning,
        "cost-over-budget",
        (10, 3),
    ),
    (
        "a cost that means withdrawn",
        "b;50",
        "b;999999999",
        Warning,
        "withdrawn-project",
        (10, 3),
    ),
    ("a row too short", "b;50", "b", Error, "cell-count", (10, 2)),
    (
        "a row too long",
        "b;50",
        "b;50;x",
        Error,
        "cell-count",
        (10, 6),
    ),
    (
        "too dear together",
        "b;50",
        "b;18446744073709551615",
        Error,
        "too-large",
        (10, 3),
    ),
    (
        "too many decimals",
        "b;50",
        "b;0.0000000001",
        Error,
        "too-large",
        (10, 3),
    ),
    (
        "no project",
        "a;60\nb;50\n",
        "",
        Error,
        "no-projects",
        (0, 0),
    ),
    (
        "nothing to decide",
        "b;50",
        "b;40",
        Warning,
        "everything-fits",
        (3, 8),
    ),
    (
        "a quote that never ends",
        "b;50",
        "\"b;50",
        Error,
        "quote-unclosed",
        (10, 1),
    ),
    (
        "text after a quote",
        "b;50",
        "\"b\"x;50",
        Error,
        "quote-misplaced",
        (10, 4),
    ),
    (
        "the result over the budget",
        "cost\na;60\nb;50",
        "cost;selected\na;60;1\nb;50;1",
        Warning,
        "official-over-budget",
        (3, 8),
    ),
    (
        "an unknown result",
        "cost\na;60\nb;50",
        "cost;selected\na;60;yes\nb;50;0",
        Warning,
        "selected-unknown",
        (9, 6),
    ),
    (
        "other totals",
        "cost\na;60\nb;50",
        "cost;votes\na;60;3\nb;50;2",
        Warning,
        "votes-mismatch",
        (9, 6),
    ),
    // VOTES.
    (
        "no column vote",
        "voter_id;vote",
        "voter_id;votes",
        Error,
        "column-missing",
        (12, 1),
    ),
    (
        "a project that is not there",
        "2;a,b",
        "2;a,ź,b",
        Warning,
        "unknown-project",
        (14, 5),
    ),
    (
        "a project that is not there, quoted",
        "2;a,b",
        "2;\"a,c\"",
        Warning,
        "unknown-project",
        (14, 6),
    ),
    (
        "a list with a hole",
        "2;a,b",
        "2;a,,b",
        Warning,
        "unknown-project",
        (14, 5),
    ),
    (
        "a list with blanks",
        "2;a,b",
        "2;a, b",
        Warning,
        "edge-whitespace",
        (14, 5),
    ),
    (
        "a project twice on a ballot",
        "2;a,b",
        "2;a,b,a",
        Warning,
        "duplicate-project",
        (14, 7),
    ),
    (
        "too many projects",
        "max_length;2",
        "max_length;1",
        Warning,
        "too-long",
        (14, 3),
    ),
    ("an empty ballot", "2;a,b", "2;", Warning, "blank", (14, 3)),
    (
        "too dear a ballot",
        "max_length;2",
        "max_sum_cost;100",
        Warning,
        "over-budget",
        (14, 3),
    ),
    (
        "a voter twice",
        "3;b",
        "1;b",
        Error,
        "duplicate-voter",
        (15, 1),
    ),
    (
        "a voter without id",
        "3;b",
        ";b",
        Error,
        "empty-voter",
        (15, 1),
    ),
    (
        "a ballot without a cell",
        "3;b",
        "3",
        Error,
        "cell-count",
        (15, 2),
    ),
    (
        "a ballot with a cell too many",
        "3;b",
        "3;b;x",
        Error,
        "cell-count",
        (15, 5),
    ),
    (
        "a ballot with an empty cell too many",
        "3;b",
        "3;b;",
        Warning,
        "trailing-separator",
        (15, 4),
    ),
    (
        "no ballot",
        "1;a\n2;a,b\n3;b\n",
        "",
        Warning,
        "no-votes",
        (0, 0),
    ),
    (
        "points beside approvals",
        "voter_id;vote\n1;a\n2;a,b\n3;b\n",
        "voter_id;vote;points\n1;a;1\n",
        Warning,
        "points-ignored",
        (12, 15),
    ),
    (
        "points that are not there",
        "approval",
        "cumulative",
        Error,
        "column-missing",
        (12, 1),
    ),
];

#[test]
fn every_defect_has_its_code_and_its_place() {
    for (what, from, to, severity, code, place) in CASES {
        assert_eq!(GOOD.matches(from).count(), 1, "{what}: ambiguous");
        let (loaded, diagnostics) = load(GOOD.replace(from, to).as_bytes());
        let problems = diagnostics.problems();
        let found = problems.iter().any(|problem| {
            (
                problem.code,
                problem.severity,
                (problem.line, problem.column),
            ) == (code, *severity, *place)
        });
        assert!(found, "{what}: {problems:#?}");
        let countable = *severity == Warning;
        assert_eq!(loaded.is_some(), countable, "{what}: {problems:#?}");
        if let Some(loaded) = loaded {
            let counted = loaded.instance.profile().unwrap().papers();
            assert_eq!(counted + loaded.invalid.papers(), loaded.papers, "{what}");
        }
    }
}

#[test]
fn a_good_file_has_no_defect() {
    let (loaded, diagnostics) = load(GOOD.as_bytes());
    assert_eq!(loaded.unwrap().papers, 3);
    let other = diagnostics.problems().iter().find(|p| p.code != LACKS);
    assert_eq!(other, None);
}

#[test]
fn every_defect_of_a_file_is_reported_not_only_the_first() {
    let text = GOOD
        .replace("budget;100", "budget;1,5")
        .replace("b;50", "b;-50")
        .replace("2;a,b", "2;a,x")
        .replace("3;b", "1;y");
    let (loaded, diagnostics) = load(text.as_bytes());
    assert!(loaded.is_none());
    let codes: Vec<&str> = diagnostics
        .problems()
        .iter()
        .map(|problem| problem.code)
        .filter(|code| *code != LACKS)
        .collect();
    let expected = [
        "decimal-comma",
        "negative-cost",
        "unknown-project",
        "unknown-project",
        "duplicate-voter",
    ];
    for code in expected {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let mut bytes = GOOD.as_bytes().to_vec();
    let at = GOOD.find("2;a,b").unwrap();
    bytes.splice(at + 2..at + 2, [0xC5, 0xBA, 0xE9]); // ź, then é in Latin 1
    let (loaded, diagnostics) = load(&bytes);
    assert!(loaded.is_none());
    let problem = diagnostics.problems().iter().find(|p| p.code == "not-utf8");
    let problem = problem.unwrap();
    assert_eq!((problem.line, problem.column), (14, 4));
    assert_eq!(problem.found, "byte e9");
}

#[test]
fn empty_and_foreign_files_are_told_apart() {
    for (bytes, code) in [
        (&b""[..], "empty-file"),
        (b"\xEF\xBB\xBF\r\n  \n", "empty-file"),
        (b"\x7FELF\x02\x01\x01\x00\xFF\xFE", "format-unknown"),
        (b"Dear all,\nwho won?\n", "format-unknown"),
    ] {
        let (loaded, diagnostics) = load(bytes);
        assert!(loaded.is_none());
        assert_eq!(diagnostics.problems()[0].code, code);
        assert!(diagnostics.problems()[0].expected.contains("pb"));
    }
}

#[test]
fn a_file_of_another_kind_is_called_by_its_name() {
    let (_, diagnostics) = load(b"PK\x03\x04\x14\x00");
    assert!(diagnostics.problems()[0].found.contains(".xlsx"));
    let utf16: Vec<u8> = "\u{feff}META\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (_, diagnostics) = load(&utf16);
    assert!(diagnostics.problems()[0].found.contains("UTF-16"));
}

#[test]
fn a_voter_who_stands_twice_is_named_with_both_lines() {
    for id in ["1", "a voter id of more than fifteen bytes"] {
        let text = GOOD.replace("1;a\n", &format!("{id};a\n"));
        let text = text.replace("3;b", &format!("{id};b"));
        let (_, diagnostics) = load(text.as_bytes());
        let twice = diagnostics
            .problems()
            .iter()
            .find(|p| p.code == "duplicate-voter");
        let twice = twice.unwrap();
        assert_eq!((twice.line, twice.found.as_str()), (15, id));
        assert!(twice.expected.contains("line 13"), "{}", twice.expected);
    }
}

#[test]
fn what_a_voter_wrote_stays_out_of_the_report() {
    let text = GOOD.replace("2;a,b", "2;my neighbour");
    let (loaded, _) = load(text.as_bytes());
    let groups = loaded.unwrap().invalid.groups();
    assert_eq!(
        (groups[0].code, groups[0].args.len()),
        ("unknown-project", 0)
    );
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_the_memory() {
    let long = GOOD.replace("2;a,b", &format!("2;{}", "a,".repeat(1 << 20)));
    let (loaded, diagnostics) = load(long.as_bytes());
    assert!(loaded.is_none());
    let problem = diagnostics.problems().last().unwrap();
    assert_eq!(diagnostics.counts().get("line-too-long"), Some(&1));
    assert!(problem.found.len() < 400);
}

#[test]
fn a_problem_says_what_it_is_about_and_nothing_that_follows_from_it() {
    let shown = |text: &str| {
        let (_, diagnostics) = load(text.as_bytes());
        let problems = diagnostics.problems().iter();
        let kept = problems.filter(|problem| problem.code != LACKS);
        kept.map(|p| {
            format!(
                "{}:{} {} {} {}",
                p.line, p.code, p.path, p.found, p.expected
            )
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(
        shown(
            &GOOD
                .replace("3;b", "3;b,a")
                .replace("max_length;2", "max_length;1")
        ),
        [
            "14:too-long  2 at most 1 options",
            "15:too-long  2 at most 1 options"
        ]
    );
    assert_eq!(
        shown(&GOOD.replace("b;50", "b;0").replace("a;60", "a;160")),
        ["9:cost-over-budget a 160 at most 100", "10:zero-cost b 0 "]
    );
    assert_eq!(
        shown(&GOOD.replace("b;50", "b;-50")),
        ["10:negative-cost b -50 an amount such as 1000 or 1000.50"]
    );
}

#[test]
fn meta_is_judged_also_where_the_votes_cannot_be_read() {
    let no_budget = GOOD.replace("budget;100\n", "");
    for (what, text) in [
        ("not UTF-8", [no_budget.as_bytes(), b"4;\xff\n"].concat()),
        ("a quote", [no_budget.as_bytes(), b"4;\"a\n"].concat()),
        (
            "in the projects",
            [
                GOOD.replace("budget;100\n", "")
                    .split("VOTES")
                    .next()
                    .unwrap()
                    .as_bytes(),
                b"c;\xff\n",
            ]
            .concat(),
        ),
        (
            "no votes",
            no_budget.split("VOTES").next().unwrap().as_bytes().to_vec(),
        ),
    ] {
        let (_, diagnostics) = load(&text);
        let problems = diagnostics.problems();
        let budget = problems
            .iter()
            .find(|problem| problem.code == "meta-missing");
        assert_eq!(
            budget.map(|problem| problem.line),
            Some(1),
            "{what}: {problems:?}"
        );
    }
}
