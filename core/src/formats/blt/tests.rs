//! Dialects, broken files, real files.

mod broken;
mod dialects;
mod real;
mod round;

use crate::formats::{LoadOptions, Loaded, Role, Source, convert, load};
use crate::instance::{Contest, Instance};
use crate::problem::{Diagnostics, Problem};

/// Loads bytes as the format `blt`.
fn read(bytes: &[u8]) -> (Option<Loaded>, Vec<Problem>) {
    let mut reader = bytes;
    let source = Source {
        name: "town.blt".into(),
        role: Role::Main,
        reader: &mut reader,
    };
    let options = LoadOptions {
        format: Some("blt".into()),
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut [source], &options, &mut diagnostics);
    (loaded, diagnostics.into_problems())
}

/// The contest of a file without any problem.
fn good(text: &str) -> (Contest, Loaded) {
    let (loaded, problems) = read(text.as_bytes());
    assert_eq!(problems, [], "{text}");
    let loaded = loaded.unwrap();
    let Instance::Contest(contest) = loaded.instance.clone() else {
        panic!("no contest");
    };
    (contest, loaded)
}

/// Ballots as `papers x weight: ranks`, options by id, in canonical order.
fn ballots(contest: &Contest) -> Vec<String> {
    let classes = contest.profile.classes().map(|class| {
        let ranks = class.ranks().into_iter().map(|rank| {
            let ids = rank.into_iter().map(|option| contest.options.id(option));
            ids.collect::<Vec<_>>().join("=")
        });
        let weight = contest.profile.weight_scale().text(class.weight);
        format!(
            "{} x {weight}: {}",
            class.papers,
            ranks.collect::<Vec<_>>().join(">")
        )
    });
    classes.collect()
}

/// What `convert --to blt` writes.
fn written(bytes: &[u8]) -> Vec<u8> {
    let mut reader = bytes;
    let source = Source {
        name: "town.blt".into(),
        role: Role::Main,
        reader: &mut reader,
    };
    let mut out = Vec::new();
    let mut diagnostics = Diagnostics::default();
    convert(
        &mut [source],
        &LoadOptions::default(),
        "blt",
        &mut out,
        &mut diagnostics,
    )
    .unwrap();
    out
}
