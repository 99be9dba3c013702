//! Ballots inline, as CSV and as JSON lines; conversions; broken files.

mod beside;
mod broken;
mod converted;
mod inline;

use crate::formats::{LoadOptions, Loaded, Role, Source, load};
use crate::instance::Instance;
use crate::problem::{Diagnostics, Problem};

/// Loads an election file, perhaps with ballots beside it.
fn read(
    main: &[u8],
    ballots: Option<&[u8]>,
    contest: Option<&str>,
) -> (Option<Loaded>, Vec<Problem>) {
    let (mut main, mut beside) = (main, ballots.unwrap_or_default());
    let mut sources = vec![Source {
        name: "election.json".into(),
        role: Role::Main,
        reader: &mut main,
    }];
    if ballots.is_some() {
        sources.push(Source {
            name: "ballots".into(),
            role: Role::Ballots,
            reader: &mut beside,
        });
    }
    let options = LoadOptions {
        contest: contest.map(str::to_owned),
        format: Some("election".to_owned()),
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut sources, &options, &mut diagnostics);
    (loaded, diagnostics.into_problems())
}

/// A file with one contest of these fields.
fn file(fields: &str) -> String {
    format!(r#"{{"format":"isonomia/election/1","contests":[{{"id":"c",{fields}}}]}}"#)
}

/// Classes as `papers x weight: marks`, in canonical order.
fn classes(loaded: &Loaded) -> Vec<String> {
    let (options, profile) = (
        loaded.instance.options().unwrap(),
        loaded.instance.profile().unwrap(),
    );
    let ranking = profile.kind() == crate::ballot::BallotKind::Ranking;
    let scored = matches!(
        profile.kind(),
        crate::ballot::BallotKind::Score | crate::ballot::BallotKind::Allotment
    );
    let classes = profile.classes().map(|class| {
        let marks: Vec<String> = if ranking {
            let ranks = class.ranks().into_iter();
            ranks
                .map(|rank| {
                    rank.iter()
                        .map(|o| options.id(*o))
                        .collect::<Vec<_>>()
                        .join("=")
                })
                .collect()
        } else if scored {
            class
                .scored()
                .map(|(o, n)| format!("{} {n}", options.id(o)))
                .collect()
        } else {
            class.options().map(|o| options.id(o).to_owned()).collect()
        };
        let weight = profile.weight_scale().text(class.weight);
        format!("{} x {weight}: {}", class.papers, marks.join(">"))
    });
    classes.collect()
}

/// Rejected papers as `code: papers at lines`.
fn invalid(loaded: &Loaded) -> Vec<String> {
    let valid = loaded.instance.profile().unwrap().papers();
    assert_eq!(valid + loaded.invalid.papers(), loaded.papers);
    let groups = loaded.invalid.groups().into_iter();
    groups
        .map(|group| {
            format!(
                "{}{:?}: {} at {:?}",
                group.code, group.args, group.papers, group.lines
            )
        })
        .collect()
}

fn budget(loaded: &Loaded) -> &crate::instance::Budget {
    match &loaded.instance {
        Instance::Budget(budget) => budget,
        _ => panic!("no budget"),
    }
}
