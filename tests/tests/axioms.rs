//! Every rule holds to the axioms that none may break, and some to those they promise.

use isonomia::axiom::{AXIOMS, Finding, find};
use isonomia::ballot::BallotKind;
use isonomia::instance::Instance;
use isonomia::lottery::{DrawKey, Seed};
use isonomia::rule::{Count, CountOptions, Entry};
use isonomia::rules::{RULES, find as rule};
use isonomia::synth::{BudgetShape, Culture, Shape, budget, for_rule, rankings};
use isonomia::tie::TieRule;

fn seed(number: u8) -> Seed {
    Seed::from([number; 32])
}

/// What the axioms find of one count.
fn findings(
    entry: &Entry,
    params: &[(&str, &str)],
    instance: &Instance,
) -> Vec<(&'static str, Finding)> {
    let pairs: Vec<(String, String)> = params
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let prepared = entry.prepare(&pairs).expect("parameters that fit");
    let options = CountOptions {
        ties: vec![TieRule::Statute, TieRule::Lot],
        seed: Some(seed(7)),
        ..CountOptions::default()
    };
    let mut cx = Count::new(options);
    let Ok(outcome) = prepared.count(instance, &mut cx) else {
        return Vec::new();
    };
    let events = cx.events().to_vec();
    AXIOMS
        .iter()
        .map(|axiom| (axiom.id, (axiom.check)(instance, &outcome, &events)))
        .collect()
}

#[test]
fn no_rule_breaks_what_none_may_break() {
    for entry in RULES {
        let mut counted = 0;
        for number in 0..30 {
            let mut stream = DrawKey::derive(seed(number), entry.meta.id).stream();
            let instance = for_rule(entry, 40, &mut stream);
            for (id, finding) in findings(entry, &[], &instance) {
                counted += 1;
                let universal = find(id).is_some_and(|axiom| axiom.universal);
                assert!(
                    !universal || !matches!(finding, Finding::Fails(_)),
                    "{} breaks {id} (seed {number}): {finding:?}",
                    entry.meta.id
                );
            }
        }
        assert!(counted > 0, "{} was never counted", entry.meta.id);
    }
}

#[test]
fn schulze_elects_the_condorcet_winner() {
    let entry = rule("ranked/schulze").expect("the rule");
    let mut held = 0;
    for number in 0..40 {
        let mut stream = DrawKey::derive(seed(number), "condorcet").stream();
        let shape = Shape {
            options: 5,
            papers: 31,
            seats: 1,
        };
        let instance = Instance::Contest(rankings(shape, Culture::Impartial, &mut stream));
        for (id, finding) in findings(entry, &[], &instance) {
            if id == "condorcet-winner" {
                assert!(
                    !matches!(finding, Finding::Fails(_)),
                    "seed {number}: {finding:?}"
                );
                held += u32::from(finding == Finding::Holds);
            }
        }
    }
    assert!(
        held > 10,
        "hardly any profile had a Condorcet winner: the test shows nothing"
    );
}

/// Published: Equal Shares satisfies EJR+ up to any project for the utility it is run with;
/// greedy by votes does not.
#[test]
fn equal_shares_leaves_no_group_behind_and_greedy_does() {
    let shares = rule("budget/equal-shares").expect("the rule");
    let greedy = rule("budget/greedy").expect("the rule");
    let mut greedy_fails = 0;
    for number in 0..60 {
        let mut stream = DrawKey::derive(seed(number), "ejr").stream();
        let shape = BudgetShape {
            projects: 12,
            papers: 30,
            kind: BallotKind::Approval,
        };
        let instance = Instance::Budget(budget(shape, &mut stream));
        for (utility, axiom) in [
            ("cost", "ejr-plus-cost"),
            ("cardinality", "ejr-plus-cardinality"),
        ] {
            for (id, finding) in findings(shares, &[("utility", utility)], &instance) {
                assert!(
                    id != axiom || finding == Finding::Holds,
                    "{axiom}, seed {number}: {finding:?}"
                );
            }
        }
        greedy_fails += findings(greedy, &[], &instance)
            .iter()
            .filter(|(id, finding)| {
                *id == "ejr-plus-cardinality" && matches!(finding, Finding::Fails(_))
            })
            .count();
    }
    assert!(
        greedy_fails > 0,
        "greedy never left a group behind: the check cannot fail"
    );
}
