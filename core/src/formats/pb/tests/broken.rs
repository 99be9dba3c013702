//! Broken files: each defect with its code, line and column, and whether the rest is counted.

mod cases;

use self::cases::CASES;
use super::load;
use crate::problem::Severity::Warning;

/// A file with nothing wrong but what a case puts in. Line 12 is the first ballot.
const GOOD: &str = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\nmax_length;2\n\
PROJECTS\nproject_id;cost\na;60\nb;50\nVOTES\nvoter_id;vote\n1;a\n2;a,b\n3;b\n";

/// What the file lacks by the format and counting does without.
const LACKS: &str = "meta-incomplete";

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
