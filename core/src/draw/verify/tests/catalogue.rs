//! Every code has its sentence, and every sentence its code.

use std::collections::BTreeSet;

use super::builder::Draft;

const SENTENCES: &str = include_str!("../../../present/draw/en.txt");

const SOURCES: [&str; 14] = [
    include_str!("../../verify.rs"),
    include_str!("../anchors.rs"),
    include_str!("../attempts.rs"),
    include_str!("../beacon.rs"),
    include_str!("../chances.rs"),
    include_str!("../derived.rs"),
    include_str!("../draws.rs"),
    include_str!("../facts.rs"),
    include_str!("../lists.rs"),
    include_str!("../notes.rs"),
    include_str!("../opened.rs"),
    include_str!("../pool.rs"),
    include_str!("../sources.rs"),
    include_str!("../case.rs"),
];

/// What verdicts say; the catalogue also has the sentences of planning, sealing and explaining.
const KINDS: [&str; 4] = ["check", "code", "fact", "unshown"];

fn keys() -> BTreeSet<(&'static str, &'static str)> {
    let lines = SENTENCES.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(" = ")?.0.split_once('.'))
        .collect()
}

/// Texts in the sources that look like a code: words of small letters with hyphens between.
fn literals() -> BTreeSet<&'static str> {
    let texts = SOURCES
        .iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2));
    let small = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    texts
        .filter(|text| !text.is_empty() && small(text))
        .collect()
}

#[test]
fn every_code_in_the_sources_has_its_sentence() {
    let (keys, literals) = (keys(), literals());
    let known: BTreeSet<&str> = keys.iter().map(|(_, code)| *code).collect();
    let silent: Vec<&&str> = literals
        .iter()
        .filter(|text| text.contains('-') && !known.contains(*text))
        .collect();
    assert_eq!(silent, Vec::<&&str>::new());
    let unused: Vec<_> = keys
        .iter()
        .filter(|(kind, code)| KINDS.contains(kind) && !literals.contains(code))
        .collect();
    assert_eq!(unused, Vec::<&(&str, &str)>::new());
}

#[test]
fn what_a_verdict_says_is_in_the_catalogue() {
    let keys = keys();
    for draft in [Draft::new(), Draft::direct(), Draft::tickets()] {
        let verdict = draft.verdict();
        for check in &verdict.checks {
            assert!(keys.contains(&("check", check.name)), "{}", check.name);
            assert!(keys.contains(&("code", check.code)), "{}", check.code);
        }
        for fact in &verdict.facts {
            assert!(keys.contains(&("fact", fact.code)), "{}", fact.code);
        }
        for code in &verdict.unshown {
            assert!(keys.contains(&("unshown", *code)), "{code}");
        }
    }
}
