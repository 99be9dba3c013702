//! What overrules the file, and what ties leave open, stands in the report and in its first lines.

// A helper of tests may stop the test.
#![allow(clippy::expect_used)]

use isonomia::audit::{AuditOptions, audit};
use isonomia::formats::{LoadOptions, Loaded, Role, Source, load};
use isonomia::json::Value;
use isonomia::present::{Block, Lang, Shown, document, message};
use isonomia::problem::Diagnostics;
use isonomia::run::{Request, Work, count};
use isonomia::tie::TieRule;

const BUDGET: &[u8] = include_bytes!("../../samples/budget.pb");
const TIED: &[u8] = b"3 1\n2 1 0\n2 2 0\n2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"Three\"\n";
const ALONE: &[u8] = b"2 5\n1 1 0\n0\n\"A\"\n\"B\"\n\"Two\"\n";

fn source(mut bytes: &[u8], run: impl FnOnce(&mut [Source<'_>])) {
    run(&mut [Source {
        role: Role::Main,
        name: "file".to_owned(),
        reader: &mut bytes,
    }]);
}

fn loaded(bytes: &[u8], options: &LoadOptions) -> (Loaded, Diagnostics) {
    let mut found = None;
    let mut diagnostics = Diagnostics::default();
    source(bytes, |sources| {
        found = load(sources, options, &mut diagnostics);
    });
    (found.expect("the file can be read"), diagnostics)
}

fn asked(rule: &str, params: &[(&str, &str)], ties: &[TieRule]) -> Request {
    let pair = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    Request {
        rule: Some(rule.to_owned()),
        params: params.iter().map(pair).collect(),
        ties: (!ties.is_empty()).then(|| ties.to_vec()),
        ..Request::default()
    }
}

/// The report, after it has passed its audit, and the page.
fn counted(bytes: &[u8], options: &LoadOptions, request: &Request) -> (Value, Vec<Block>) {
    let (loaded, diagnostics) = loaded(bytes, options);
    let report = count(&loaded, &diagnostics, request, &mut Work::default()).expect("a report");
    let value = report.to_value(&loaded.instance);
    source(bytes, |sources| {
        let verdict = audit(
            &value.canonical(),
            sources,
            AuditOptions::default(),
            &mut Work::default(),
        );
        assert_eq!(verdict.differences, []);
    });
    let shown = Shown {
        report: &report,
        instance: &loaded.instance,
        title: "",
    };
    (value, document(&shown, Lang::En))
}

fn notes(blocks: &[Block]) -> String {
    let notes = blocks.iter().filter_map(|block| match block {
        Block::Note(text) => Some(text.as_str()),
        _ => None,
    });
    notes.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_that_is_followed_leaves_no_trace_of_overruling() {
    let request = asked("budget/greedy", &[], &[TieRule::Listed]);
    let (report, blocks) = counted(BUDGET, &LoadOptions::default(), &request);
    assert_eq!(report.get("declared"), None);
    assert!(!notes(&blocks).contains("declares"));
}

#[test]
fn another_rule_or_another_option_is_said_and_survives_the_audit() {
    let rule = |report: &Value| {
        let declared = report.get("declared").expect("it was overruled");
        declared
            .get("rule")
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    for request in [
        asked("budget/equal-shares", &[], &[]),
        asked("budget/greedy", &[("by", "density")], &[TieRule::Listed]),
    ] {
        let (report, blocks) = counted(BUDGET, &LoadOptions::default(), &request);
        assert_eq!(rule(&report).as_deref(), Some("budget/greedy"));
        assert!(notes(&blocks).contains("The file declares most votes first"));
    }
}

#[test]
fn other_seats_are_said_and_empty_ones_too() {
    let two = LoadOptions {
        seats: Some(2),
        ..LoadOptions::default()
    };
    let request = asked("ranked/stv-scottish", &[], &[]);
    let (report, _) = counted(ALONE, &two, &request);
    let declared = report
        .get("declared")
        .and_then(|declared| declared.get("seats"));
    assert_eq!(declared.and_then(Value::as_i64), Some(5));
    let (report, blocks) = counted(ALONE, &LoadOptions::default(), &request);
    assert_eq!(report.get("declared"), None);
    assert!(notes(&blocks).contains("3 places stay empty."));
}

#[test]
fn ties_that_lead_to_several_outcomes_leave_the_answer_open() {
    let request = asked("ranked/irv", &[], &[TieRule::All]);
    let (report, blocks) = counted(TIED, &LoadOptions::default(), &request);
    let outcomes = report.get("outcomes").and_then(Value::as_array);
    assert_eq!(outcomes.map(<[Value]>::len), Some(3));
    let Some(Block::Lead(lead)) = blocks.first() else {
        panic!("the answer comes first");
    };
    assert!(lead.starts_with("Undecided: 3 different outcomes are possible."));
    let marked = |block: &Block| match block {
        Block::Table(table) => table.rows.iter().flatten().any(|cell| cell.contains('✓')),
        _ => false,
    };
    assert!(!blocks.iter().any(marked));
}

#[test]
fn a_clause_without_its_argument_is_left_out() {
    let say = |args: &[(&str, &str)]| message(Lang::En, "problem.line-too-long", args);
    assert_eq!(say(&[]), "The line is too long.");
    let expected = [("expected", "at most 9 bytes")];
    assert_eq!(
        say(&expected),
        "The line is too long; expected at most 9 bytes."
    );
}
