//! A reader of well-formed `.blt` files, for tests alone.

use isonomia::ballot::{BallotKind, Limits};
use isonomia::id::OptionId;
use isonomia::instance::{Contest, Options};
use isonomia::profile::ProfileBuilder;

/// The contest in a file; panics where the file is not well formed.
pub(crate) fn read(text: &str) -> Contest {
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .enumerate();
    let numbers = |line: &str| -> Vec<i64> {
        line.split_ascii_whitespace()
            .map(|word| word.parse().unwrap())
            .collect()
    };
    let head = numbers(lines.next().unwrap().1);
    let count = u32::try_from(head[0]).unwrap();
    let mut options = Options::new();
    for number in 1..=count {
        options.push(&number.to_string(), "").unwrap();
    }
    let mut builder = ProfileBuilder::new(BallotKind::Ranking, count);
    for (at, line) in lines {
        let row = numbers(line);
        if row == [0] {
            break;
        }
        if row[0] < 0 {
            for number in row {
                options.withdraw(OptionId(u32::try_from(-number - 1).unwrap()));
            }
            continue;
        }
        // A preference repeated on a paper says nothing new.
        let mut ranking: Vec<OptionId> = Vec::new();
        for number in &row[1..row.len() - 1] {
            let option = OptionId(u32::try_from(number - 1).unwrap());
            if !ranking.contains(&option) {
                ranking.push(option);
            }
        }
        let papers = u64::try_from(row[0]).unwrap();
        let line = u32::try_from(at + 1).unwrap();
        builder.ranking(&ranking, papers, 1, line).unwrap();
    }
    Contest {
        options,
        profile: builder.finish(),
        seats: u32::try_from(head[1]).unwrap(),
        limits: Limits::default(),
    }
}
