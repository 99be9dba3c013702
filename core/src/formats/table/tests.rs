//! Every way in which ballots stand in a table, on the sample files of an invented town, and
//! every defect with its place.
//!
//! The figures come from the script that drew the ballots, not from the engine: 48 papers of
//! which one is blank, and these votes and points for the six projects.

mod broken;
mod maps;
mod samples;

use crate::ballot::BallotKind;
use crate::formats::{ColumnMap, LoadOptions, Loaded, Role, Source, load};
use crate::num::parse_decimal;
use crate::problem::{Diagnostics, Problem};

const VOTES: [u64; 6] = [31, 17, 24, 17, 14, 16];
const PAPER: [u64; 6] = [31, 12, 44, 9, 3, 17];

/// Files with their roles, read as asked.
fn read(files: &[(Role, &str, &[u8])], options: &LoadOptions) -> (Option<Loaded>, Vec<Problem>) {
    let mut readers: Vec<&[u8]> = files.iter().map(|(_, _, bytes)| *bytes).collect();
    let mut sources: Vec<Source<'_>> = files
        .iter()
        .zip(&mut readers)
        .map(|((role, name, _), reader)| Source {
            name: (*name).to_owned(),
            role: *role,
            reader,
        })
        .collect();
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut sources, options, &mut diagnostics);
    (loaded, diagnostics.into_problems())
}

fn budget(amount: &str) -> LoadOptions {
    LoadOptions {
        budget: parse_decimal(amount),
        ..LoadOptions::default()
    }
}

fn kind(kind: BallotKind) -> LoadOptions {
    LoadOptions {
        kind: Some(kind),
        ..LoadOptions::default()
    }
}

/// Problems as `code file:line path [found]`.
fn shown(problems: &[Problem]) -> Vec<String> {
    let shown = problems.iter().map(|p| {
        let place = format!("{}:{}", p.file, p.line);
        format!("{} {place} {} [{}]", p.code, p.path, p.found)
    });
    shown.collect()
}

/// Ballots that name each option.
fn votes(loaded: &Loaded) -> Vec<u64> {
    let (options, profile) = (loaded.instance.options(), loaded.instance.profile());
    let (options, profile) = (options.expect("options"), profile.expect("ballots"));
    options
        .all()
        .map(|option| {
            let named = profile.classes();
            let named = named.filter(|class| class.options().any(|other| other == option));
            named.map(|class| class.papers).sum()
        })
        .collect()
}

/// Points of each option.
fn points(loaded: &Loaded) -> Vec<i64> {
    let (options, profile) = (loaded.instance.options(), loaded.instance.profile());
    let (options, profile) = (options.expect("options"), profile.expect("ballots"));
    let of = |option| {
        let classes = profile.classes();
        let points = classes.flat_map(|class| {
            let papers = i64::try_from(class.papers).expect("few papers");
            let scored = class.scored().filter(move |(other, _)| *other == option);
            scored
                .map(|(_, points)| points * papers)
                .collect::<Vec<_>>()
        });
        points.sum()
    };
    options.all().map(of).collect()
}

fn map(json: &str) -> ColumnMap {
    let mut diagnostics = Diagnostics::default();
    let map = ColumnMap::parse(json.as_bytes(), &mut diagnostics);
    map.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()))
}
