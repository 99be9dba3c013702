//! Conversions, checked by hand on three ballots.

use crate::formats::{LoadOptions, Loaded, Role, Source, load};
use crate::instance::Instance;
use crate::problem::Diagnostics;

const ORDINAL: &str = "META\nkey;value\nbudget;10\nvote_type;ordinal\nrule;greedy\nPROJECTS\n\
    project_id;cost\na;1\nb;2\nc;3\nVOTES\nvoter_id;vote\n1;a,b\n2;b,a\n3;c\n";

const POINTS: &str = "META\nkey;value\nbudget;10\nvote_type;scoring\nrule;greedy\nPROJECTS\n\
    project_id;cost\na;1\nb;2\nVOTES\nvoter_id;vote;points\n1;a,b;3,0\n2;a,b;-1,5\n";

fn read(text: &str, word: &str, seats: Option<u32>) -> Result<Loaded, (&'static str, String)> {
    let mut reader = text.as_bytes();
    let source = Source {
        name: "t.pb".to_owned(),
        role: Role::Main,
        reader: &mut reader,
    };
    let options = LoadOptions {
        seats,
        read_as: Some(word.to_owned()),
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    load(&mut [source], &options, &mut diagnostics).ok_or_else(|| {
        let problem = diagnostics.into_problems().pop().unwrap();
        (problem.code, problem.expected.clone())
    })
}

fn classes(loaded: &Loaded) -> Vec<(u64, Vec<u32>, Vec<u32>)> {
    let profile = loaded.instance.profile().unwrap();
    profile
        .classes()
        .map(|class| {
            let options = class.options().map(|option| option.0).collect();
            (class.papers, options, profile.lines(class.id))
        })
        .collect()
}

#[test]
fn rankings_become_approvals_and_keep_their_lines() {
    let loaded = read(ORDINAL, "ordinal-as-approval", None).unwrap();
    assert_eq!(
        classes(&loaded),
        [(2, vec![0, 1], vec![13, 14]), (1, vec![2], vec![15])]
    );
    assert_eq!(loaded.read_as.as_deref(), Some("ordinal-as-approval"));
    let declared = loaded.declared.rule.unwrap();
    assert_eq!((declared.word.as_str(), declared.rule), ("greedy", None));
}

#[test]
fn only_points_above_zero_approve() {
    let loaded = read(POINTS, "points-as-approval", None).unwrap();
    assert_eq!(
        classes(&loaded),
        [(1, vec![0], vec![12]), (1, vec![1], vec![13])]
    );
}

#[test]
fn projects_become_options_with_seats() {
    let loaded = read(ORDINAL, "projects-as-options", Some(2)).unwrap();
    let Instance::Contest(contest) = &loaded.instance else {
        panic!("a contest");
    };
    assert_eq!((contest.seats, contest.profile.papers()), (2, 3));
    let missing = read(ORDINAL, "projects-as-options", None).unwrap_err();
    assert_eq!(missing.0, "seats-missing");
}

#[test]
fn a_conversion_that_does_not_fit_or_exist_is_refused_with_a_list() {
    let fit = read(ORDINAL, "points-as-approval", None).unwrap_err();
    assert_eq!(fit, ("read-as-not-fitting", "score".to_owned()));
    let (code, words) = read(ORDINAL, "as-borda", None).unwrap_err();
    assert_eq!(code, "read-as-unknown");
    assert!(words.contains("ordinal-as-approval"));
}

#[test]
fn papers_with_equal_ranks_are_listed() {
    let mut builder = crate::profile::ProfileBuilder::new(crate::ballot::BallotKind::Ranking, 3);
    let [a, b, c] = [0, 1, 2].map(crate::id::OptionId);
    builder.ranks(&[vec![a, b], vec![c]], 4, 1, 7).unwrap();
    builder.ranks(&[vec![c], vec![a]], 2, 1, 8).unwrap();
    let mut loaded = read(ORDINAL, "ranking-strict", None).unwrap();
    let Instance::Budget(budget) = &mut loaded.instance else {
        panic!("a budget");
    };
    budget.profile = builder.finish();
    let strict = super::ranking_strict(loaded).unwrap();
    assert_eq!(classes(&strict), [(2, vec![2, 0], vec![8])]);
    let groups = strict.invalid.groups();
    assert_eq!((groups[0].code, groups[0].papers), ("equal-ranks", 4));
    assert_eq!(groups[0].lines, [7]);
}
