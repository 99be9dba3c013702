//! A file kept ballot by ballot, to be written back equal.

use super::ranks::RankStore;
use super::{Ballot, Head, Sink, Weight};
use crate::problem::Problem;

/// A BLT file with nothing lost but blanks and comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blt {
    /// All but the ballots.
    pub head: Head,
    pub(super) written: Written,
}

/// Ballots line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct Written {
    lines: Vec<Line>,
    ranks: RankStore,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    id: Option<Box<str>>,
    weight: Weight,
    /// Where its ranks end among those of all ballots.
    end: usize,
}

impl Written {
    /// The ballots in the order of the file, those that name an option twice included; their
    /// `line` is their place among the ballots, from 1.
    pub(in crate::formats) fn ballots(&self) -> impl Iterator<Item = Ballot<'_>> {
        let mut from = 0;
        self.lines.iter().zip(1..).map(move |(line, number)| {
            let ranks = self.ranks.between(from, line.end);
            from = line.end;
            Ballot {
                line: number,
                id: line.id.as_deref(),
                weight: line.weight,
                ranks,
            }
        })
    }
}

/// Keeps every line of ballots.
#[derive(Default)]
pub(in crate::formats) struct Keep(Written);

impl Keep {
    /// What was kept.
    pub(in crate::formats) fn finish(self) -> Written {
        self.0
    }
}

impl Sink for Keep {
    fn start(&mut self, _candidates: u32) {}

    fn ballot(&mut self, ballot: Ballot<'_>) -> Result<(), Problem> {
        self.0.ranks.append(ballot.ranks);
        self.0.lines.push(Line {
            id: ballot.id.map(Box::from),
            weight: ballot.weight,
            end: self.0.ranks.len(),
        });
        Ok(())
    }

    fn duplicate(&mut self, ballot: Ballot<'_>) -> Result<(), Problem> {
        self.ballot(ballot)
    }
}
