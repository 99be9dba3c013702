//! Decisions of the returning officer are used, or it is said that they are not.

use super::*;
use crate::formats::{LoadOptions, Role, Source, load};
use crate::lottery::Lots;

const TIE: &str = "3 1\n[tie 3 2 1]\n1 1 0\n1 2 0\n1 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"t\"\n";
const GIVEN: &str = r#"{"format":"isonomia/election/1","contests":[{"id":"c",
    "options":["A","B","C"],"ballot":{"kind":"approval"},"rule":"rated/approval",
    "given":[["C","B","A"]],"ballots":[["A"],["B"],["C"]]}]}"#;
const TWO: &str = r#"{"format":"isonomia/election/1","contests":[
    {"id":"c","options":["A","B","C"],"ballot":{"kind":"approval"},"ballots":[["A"],["B"],["C"]]},
    {"id":"d","options":["A","B","C"],"ballot":{"kind":"approval"},"ballots":[["A"],["B"],["C"]]}
    ]}"#;

fn report(text: &str, contest: Option<&str>, request: &Request) -> (Report, Instance) {
    let mut reader = text.as_bytes();
    let mut sources = [Source {
        name: String::new(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let options = LoadOptions {
        contest: contest.map(str::to_owned),
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut sources, &options, &mut diagnostics).unwrap();
    let report = count(&loaded, &diagnostics, request, &mut Work::default()).unwrap();
    (report, loaded.instance)
}

fn elected(report: &Report, instance: &Instance) -> Vec<String> {
    let options = instance.options().unwrap();
    let winners = report.outcome.winners();
    let ids = winners.iter().map(|option| options.id(*option).to_owned());
    ids.collect()
}

fn asked(rule: &str) -> Request {
    Request {
        rule: Some(rule.to_owned()),
        ..Request::default()
    }
}

#[test]
fn decisions_in_the_file_are_used_though_the_policy_does_not_name_them() {
    for (text, rule) in [(TIE, "ranked/irv"), (GIVEN, "rated/approval")] {
        let (report, instance) = report(text, None, &asked(rule));
        assert_eq!(elected(&report, &instance), ["C"]);
        assert!(report.ties.contains(&TieRule::Given), "{:?}", report.ties);
        assert!(report.warnings.is_empty() && report.overruled.is_empty());
    }
}

#[test]
fn decisions_typed_by_the_operator_are_used() {
    let plain = TIE.replace("[tie 3 2 1]\n", "");
    let request = Request {
        given: vec![["B", "A", "C"].map(str::to_owned).to_vec()],
        ..asked("ranked/irv")
    };
    let (report, instance) = report(&plain, None, &request);
    assert_eq!(elected(&report, &instance), ["B"]);
}

#[test]
fn decisions_that_the_policy_asked_for_leaves_out_are_a_warning() {
    let request = Request {
        ties: Some(vec![TieRule::Listed]),
        ..asked("ranked/irv")
    };
    let (report, instance) = report(TIE, None, &request);
    assert_eq!(elected(&report, &instance), ["A"]);
    let codes: Vec<_> = report.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["given-not-used"]);
}

#[test]
fn decisions_go_before_the_lot_and_never_twice() {
    use TieRule::{All, Given, Lot, MinCost};
    let given = [vec![OptionId(0)]];
    assert_eq!(with_given(&[MinCost, Lot], &given), [MinCost, Given, Lot]);
    assert_eq!(with_given(&[All], &given), [Given, All]);
    assert_eq!(with_given(&[MinCost], &given), [MinCost, Given]);
    assert_eq!(with_given(&[Given, Lot], &given), [Given, Lot]);
    assert_eq!(with_given(&[Lot], &[]), [Lot]);
}

#[test]
fn each_contest_of_a_paper_has_a_ticket_order_of_its_own() {
    let seed = Seed::from([7; 32]);
    let request = Request {
        ties: Some(vec![TieRule::Lot]),
        seed: Some((seed, SeedOrigin::Operator)),
        ..asked("rated/approval")
    };
    for contest in ["c", "d"] {
        let lots = Lots::from_seed(seed, &format!("tie/{contest}"));
        let first = ["A", "B", "C"].into_iter().min_by_key(|id| lots.ticket(id));
        let (report, instance) = report(TWO, Some(contest), &request);
        assert_eq!(elected(&report, &instance), [first.unwrap()]);
    }
}

#[test]
fn the_module_of_panels_holds_the_rules_of_panels_and_no_other() {
    let ids = |rules: &[crate::rule::Entry]| {
        let rules = rules.iter();
        rules.map(|entry| entry.meta.id).collect::<Vec<_>>()
    };
    let mut whole = ids(crate::rules::RULES);
    whole.retain(|id| id.starts_with("sortition/"));
    assert_eq!(ids(super::PANELS.rules), whole);
    assert!(whole.contains(&"sortition/uniform"));
}
