//! Counting as the command does it: contest in, report out.

use std::path::{Path, PathBuf};

use isonomia::formats::{Declared, LoadOptions, Loaded, Role, Source, load};
use isonomia::instance::{Contest, Instance};
use isonomia::lottery::Seed;
use isonomia::problem::{Diagnostics, Invalid, Problem};
use isonomia::report::{Report, SeedOrigin};
use isonomia::run::{Request, Work, count};
use isonomia::tie::parse_ties;
use isonomia::transcript::Event;

/// What is asked for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Ask<'a> {
    pub(crate) rule: &'a str,
    pub(crate) params: &'a [(&'a str, &'a str)],
    /// Empty: the rule's own.
    pub(crate) ties: &'a str,
    /// Repeated 32 times.
    pub(crate) seed: Option<u8>,
}

pub(crate) fn report(contest: &Contest, ask: Ask<'_>) -> Result<Report, Vec<Problem>> {
    let papers = contest.profile.papers();
    let loaded = Loaded {
        instance: Instance::Contest(contest.clone()),
        declared: Declared::default(),
        files: Vec::new(),
        format: "test",
        read_as: None,
        columns: isonomia::formats::PoolColumns::default(),
        map: None,
        invalid: Invalid::default(),
        papers,
    };
    let request = Request {
        rule: Some(ask.rule.to_owned()),
        params: ask
            .params
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
        ties: Some(parse_ties(ask.ties).unwrap()).filter(|ties| !ties.is_empty()),
        seed: ask.seed.map(|byte| {
            let seed = format!("{byte:02x}").repeat(32);
            (seed.parse::<Seed>().unwrap(), SeedOrigin::Operator)
        }),
        ..Request::default()
    };
    count(
        &loaded,
        &Diagnostics::new("test"),
        &request,
        &mut Work::default(),
    )
}

/// A decimal with up to five places in units of `10^-5`.
pub(crate) fn units(text: &str) -> u64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<5}");
    assert_eq!(part.len(), 5, "{text}");
    whole.parse::<u64>().unwrap() * 100_000 + part.parse::<u64>().unwrap()
}

/// Asserts that every stage accounts for every valid vote.
pub(crate) fn conserves(report: &Report) {
    let mut stages = 0;
    for event in &report.events {
        if let Event::Stage {
            tallies,
            exhausted,
            rounding,
            stage,
            ..
        } = event
        {
            stages += 1;
            assert_eq!(*stage, stages);
            let tallied: u64 = tallies.iter().map(|(_, votes)| units(votes)).sum();
            let rest = units(exhausted) + rounding.as_deref().map_or(0, units);
            assert_eq!(tallied + rest, report.valid * 100_000, "stage {stage}");
        }
    }
    assert!(stages > 0);
}

/// A folder of the data beside the repository, if it is there; says so aloud if not.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data")
        .join(folder);
    if !path.is_dir() {
        println!("SKIPPED: ../shared/data/{folder} is not there");
        return None;
    }
    Some(path)
}

/// The contest in a file without a single defect; says what is wrong with it if there is one.
pub(crate) fn contest(path: &Path) -> Contest {
    let bytes = std::fs::read(path).unwrap();
    let mut reader = bytes.as_slice();
    let mut diagnostics = Diagnostics::new("test");
    let mut sources = [Source {
        name: path.display().to_string(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let loaded = load(&mut sources, &LoadOptions::default(), &mut diagnostics);
    match loaded.map(|loaded| loaded.instance) {
        Some(Instance::Contest(contest)) => contest,
        _ => panic!("{}: {:?}", path.display(), diagnostics.problems()),
    }
}
