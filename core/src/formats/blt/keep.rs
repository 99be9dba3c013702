//! A file kept ballot by ballot, to be written back equal.

use super::ranks::RankStore;
use super::{Ballot, Head, Sink, Weight};
use crate::problem::Problem;

/// A BLT file with nothing lost but blanks and comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blt {
    /// All but the ballots.
    pub head: Head,
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

impl Blt {
    /// The ballots in the order of the file, those that name an option twice included; their
    /// `line` is their place among the ballots, from 1.
    pub fn ballots(&self) -> impl Iterator<Item = Ballot<'_>> {
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
pub(super) struct Keep(Blt);

impl Keep {
    pub(super) fn finish(self, head: Head) -> Blt {
        Blt { head, ..self.0 }
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
