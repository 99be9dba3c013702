//! BLT: the text format of transferable votes, with the dialects met in the field.
//!
//! ```text
//! 4 2                      candidates, seats
//! -3                       withdrawn candidates, several on a line where wanted
//! [nick a b c d]           short names, usable on the ballots; also [tie ...], [withdrawn ...]
//! 13 1 2 0                 thirteen papers: 1, then 2
//! (17-b) a c=d 0           one paper with an id; c and d ranked equal
//! 1 2 - 4 0                a rank left blank
//! 1.5 2 0                  one paper that weighs 1.5
//! 0                        end of ballots
//! "Ada"                    C names, one a line, quoted or not
//! "Town council"           the title, then perhaps its source and a comment
//! ```
//!
//! `#` starts a comment. A whole number before a ballot says how many equal papers there are; a
//! decimal with a part, what one paper weighs. Names are the ids of options and must differ.
//! A ballot that names an option twice is invalid and listed; one that names an option that
//! does not exist is an error of the file, because then nobody knows what the numbers mean.
//!
//! Sources: I. D. Hill, B. A. Wichmann and D. R. Woodall, "Algorithm 123: Single transferable
//! vote by Meek's method", Computer Journal 30 (1987), for the format; the OpaVote help page
//! "BLT file format" for `=`, `-` and `#`; Droop 0.14 and stv-rs 0.5 for ids in parentheses and
//! options in brackets; the Scottish council files of `scot-elex` for bare names and for names
//! in `# ALTERNATIVE NAME` comments.

mod keep;
mod names;
mod parse;
mod ranks;
mod scan;
mod write;

#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Write};

use super::lines::{Lines, Stop};
use super::{Declared, Document, Draft, Files, Format, LoadOptions, Peek, Role};
use crate::ballot::{BallotKind, Limits};
use crate::id::OptionId;
use crate::instance::{Contest, Instance, Options};
use crate::num::{Decimal, Scale};
use crate::problem::{Diagnostics, Invalid, Problem};
use crate::profile::{Profile, ProfileBuilder};

pub use keep::Blt;
pub(super) use keep::{Keep, Written};
use parse::Parser;
pub(super) use ranks::{RankStore, Ranks};

/// The row of this format.
pub(super) const FORMAT: Format = Format {
    id: "blt",
    name: "BLT",
    extensions: &["blt"],
    doc: "rankings for transferable votes, as OpaVote, Droop and the Scottish councils write them",
    kinds: &["contest"],
    sniff,
    load,
    read: Some(read),
    write: Some(write_document),
    export: Some(write::export),
};

/// What a BLT file says besides its ballots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Candidates the first line promises.
    pub candidates: u32,
    /// Places to fill.
    pub seats: u32,
    /// Short names of all candidates; empty where the file gives none.
    pub nicks: Vec<String>,
    /// Withdrawn candidates, in the order of the file.
    pub withdrawn: Vec<OptionId>,
    /// Orders for ties, each from most to least favoured.
    pub ties: Vec<Vec<OptionId>>,
    /// Other options in brackets, word and arguments, as written.
    pub settings: Vec<Vec<String>>,
    /// Names of all candidates.
    pub names: Vec<String>,
    /// The title; empty where the file has none.
    pub title: String,
    /// Lines after the title (source, comment), as written.
    pub notes: Vec<String>,
}

/// What stands before the preferences of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// A number of equal papers, each of weight one.
    Papers(u64),
    /// The weight of one paper.
    One(Decimal),
}

impl Weight {
    /// The papers a ballot line stands for.
    pub(super) const fn papers(self) -> u64 {
        match self {
            Self::Papers(papers) => papers,
            Self::One(_) => 1,
        }
    }
}

/// One line of ballots, as the reader sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ballot<'a> {
    /// Line of the file, from 1.
    pub line: u32,
    /// Its id in parentheses.
    pub id: Option<&'a str>,
    /// How many papers, or how heavy a paper.
    pub weight: Weight,
    /// The preferences.
    pub ranks: Ranks<'a>,
}

/// Takes ballots as they are read: a count keeps classes, a conversion keeps lines.
pub(super) trait Sink {
    /// The number of candidates, before the first ballot.
    fn start(&mut self, candidates: u32);
    /// A ballot that names no option twice and none that does not exist.
    fn ballot(&mut self, ballot: Ballot<'_>) -> Result<(), Problem>;
    /// A ballot that names an option twice.
    fn duplicate(&mut self, ballot: Ballot<'_>) -> Result<(), Problem>;
}

/// Two whole numbers on the first line that says something, and nothing else.
fn sniff(peek: &Peek<'_>) -> bool {
    let lines = peek.head.split(|byte| *byte == b'\n');
    let Some(first) = lines
        .map_while(|line| std::str::from_utf8(line).ok())
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .find(|line| !line.is_empty())
    else {
        return false;
    };
    let words: Vec<&str> = first.split_ascii_whitespace().collect();
    words.len() == 2
        && words
            .iter()
            .all(|word| word.bytes().all(|b| b.is_ascii_digit()))
}

/// Feeds the file to a sink.
fn parse(
    files: &mut Files<'_>,
    sink: &mut dyn Sink,
    diagnostics: &mut Diagnostics,
) -> Option<Head> {
    let file: &mut dyn BufRead = files.of(Role::Main)?;
    let mut lines = Lines::new(file);
    let mut parser = Parser::new(sink);
    let mut number = 0u32;
    loop {
        match lines.next(diagnostics) {
            Ok(Some(text)) => {
                number = number.saturating_add(1);
                parser.line(number, text, diagnostics);
            }
            Ok(None) => break,
            Err(Stop) => return None,
        }
    }
    parser.finish(diagnostics)
}

/// Keeps classes of equal ballots.
pub(super) struct Count {
    builder: ProfileBuilder,
    invalid: Invalid,
    papers: u64,
}

/// The finest weight a file may hold; the profile drops the places it does not use.
const FINEST: Scale = Scale::MAX;

impl Default for Count {
    fn default() -> Self {
        Self {
            builder: ProfileBuilder::new(BallotKind::Ranking, 0),
            invalid: Invalid::default(),
            papers: 0,
        }
    }
}

impl Count {
    /// The profile, the papers rejected, and the number of all papers.
    pub(super) fn finish(self) -> (Profile, Invalid, u64) {
        (self.builder.finish(), self.invalid, self.papers)
    }

    fn add(&mut self, papers: u64) -> Result<(), Problem> {
        self.papers = self.papers.checked_add(papers).ok_or_else(too_many)?;
        Ok(())
    }
}

fn too_many() -> Problem {
    Problem::error("too-many-ballots").expected("at most 18446744073709551615 papers")
}

impl Sink for Count {
    fn start(&mut self, candidates: u32) {
        self.builder = ProfileBuilder::weighted(BallotKind::Ranking, candidates, FINEST);
    }

    fn ballot(&mut self, ballot: Ballot<'_>) -> Result<(), Problem> {
        let (papers, weight) = match ballot.weight {
            Weight::Papers(papers) => (papers, FINEST.one()),
            Weight::One(decimal) => (
                1,
                decimal.rescale(FINEST).ok_or_else(|| {
                    Problem::error("weight-malformed")
                        .found(decimal.to_string())
                        .expected("a weight of at most 18446744073")
                })?,
            ),
        };
        self.add(papers)?;
        if ballot.ranks.is_strict() {
            let options = ballot.ranks.options();
            return self.builder.ranking(options, papers, weight, ballot.line);
        }
        let ranks: Vec<&[OptionId]> = ballot.ranks.iter().collect();
        self.builder.ranks(&ranks, papers, weight, ballot.line)
    }

    fn duplicate(&mut self, ballot: Ballot<'_>) -> Result<(), Problem> {
        let papers = ballot.weight.papers();
        self.add(papers)?;
        self.invalid
            .add("duplicate-option", Vec::new(), papers, ballot.line);
        Ok(())
    }
}

fn load(
    files: &mut Files<'_>,
    asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Draft> {
    let mut count = Count::default();
    let head = parse(files, &mut count, diagnostics)?;
    if diagnostics.has_errors() {
        return None;
    }
    let mut options = Options::new();
    for name in &head.names {
        // Equal names were reported by the parser.
        options.push(name, name).ok()?;
    }
    for option in &head.withdrawn {
        options.withdraw(*option);
    }
    let (profile, invalid, papers) = count.finish();
    Some(Draft {
        instance: Instance::Contest(Contest {
            options,
            profile,
            seats: asked.seats.unwrap_or(head.seats),
            limits: Limits {
                equal_ranks: true,
                ..Limits::default()
            },
        }),
        declared: Declared {
            seats: Some(head.seats),
            given: head.ties,
            title: head.title.trim_matches('"').trim().to_owned(),
            ..Declared::default()
        },
        invalid,
        papers,
        map: None,
    })
}

fn read(
    files: &mut Files<'_>,
    _asked: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut keep = Keep::default();
    let head = parse(files, &mut keep, diagnostics)?;
    if diagnostics.has_errors() {
        return None;
    }
    Some(Document::Blt(Box::new(Blt {
        head,
        written: keep.finish(),
    })))
}

fn write_document(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    match document {
        Document::Blt(blt) => write::write(blt, out),
        _ => Err(io::Error::other("not a BLT document")),
    }
}
