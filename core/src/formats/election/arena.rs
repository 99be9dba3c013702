//! Inline ballots, packed while the paper they belong to is not yet read.
//!
//! In JSON the ballots may stand before the options. They are packed as they stream by: a
//! million rankings of twenty options take about 25 MB, and are handed on when the paper is
//! known. Numbers are written seven bits a byte, lowest first, the last byte without its top bit.

use crate::formats::intake::{Copies, Intake, Mark, UNKNOWN};
use crate::num::{Decimal, Scale, parse_decimal};
use crate::problem::{Diagnostics, Problem};
use crate::profile::Lookup;

/// Ballots of one contest.
#[derive(Debug, Default)]
pub(super) struct Arena {
    bytes: Vec<u8>,
    ballots: u32,
    /// Ids as the ballots name them, in order of first mention.
    pub(super) ids: Lookup,
}

/// What follows a ballot's first number.
const PLAIN: u64 = 0;
const COPIES: u64 = 1;

impl Arena {
    /// Number of ballots.
    pub(super) fn len(&self) -> u32 {
        self.ballots
    }

    /// The number of an id on these ballots.
    pub(super) fn id(&mut self, id: &str) -> u32 {
        match self.ids.insert(id) {
            Ok(number) | Err(number) => number,
        }
    }

    /// Packs one ballot.
    pub(super) fn push(&mut self, marks: &[Mark], copies: Copies) {
        self.ballots = self.ballots.saturating_add(1);
        let length = u64::try_from(marks.len()).unwrap_or(u64::MAX);
        if copies == Copies::ONE {
            self.number((length << 1) | PLAIN);
        } else {
            self.number((length << 1) | COPIES);
            self.number(copies.papers);
            self.number(copies.weight.units);
            self.number(u64::from(copies.weight.scale.0));
        }
        for mark in marks {
            match *mark {
                Mark::Option(id) => self.number(u64::from(id) << 2),
                Mark::Equal(id) => self.number((u64::from(id) << 2) | 1),
                Mark::Blank => self.number(2),
                Mark::Points(id, points) => {
                    self.number((u64::from(id) << 2) | 3);
                    // Small numbers of either sign become small: 0, -1, 1, -2 ...
                    let zigzag = (points << 1) ^ (points >> 63);
                    self.number(zigzag.cast_unsigned());
                }
                // Texts beside an option are packed as ids: see `hand_over`.
                Mark::Amount(..) => {}
            }
        }
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            let low = u8::try_from(number & 0x7f).unwrap_or_default();
            self.bytes.push(low | 0x80);
            number >>= 7;
        }
        self.bytes.push(u8::try_from(number).unwrap_or_default());
    }

    /// Hands all ballots to the intake of their paper; a ballot's line is its place in the list.
    pub(super) fn hand_over(
        self,
        intake: &mut Intake<'_>,
        path: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let codes: Vec<u32> = (0..self.ids.len())
            .map(|number| {
                let option = self.ids.text(number).and_then(|id| intake.options.find(id));
                option.map_or(UNKNOWN, |option| option.0)
            })
            .collect();
        let code = |number: u64| {
            let index = usize::try_from(number).unwrap_or(usize::MAX);
            codes.get(index).copied().unwrap_or(UNKNOWN)
        };
        // On a paper that asks for amounts the text beside an option is one.
        let amounts = intake.takes_amounts();
        let text = |number: u64| {
            let text = u32::try_from(number).ok().and_then(|n| self.ids.text(n));
            text.and_then(parse_decimal)
        };
        let mut reader = Reader(&self.bytes);
        let mut marks = Vec::new();
        for place in 1..=self.ballots {
            let first = reader.number();
            let copies = if first & 1 == COPIES {
                let (papers, units) = (reader.number(), reader.number());
                let scale = Scale(u32::try_from(reader.number()).unwrap_or_default());
                let weight = Decimal { units, scale };
                Copies { papers, weight }
            } else {
                Copies::ONE
            };
            marks.clear();
            for _ in 0..first >> 1 {
                let mark = reader.number();
                if amounts
                    && mark & 3 == 1
                    && let (Some(Mark::Option(option)), Some(amount)) =
                        (marks.last(), text(mark >> 2))
                {
                    let amount = Mark::Amount(*option, amount);
                    marks.pop();
                    marks.push(amount);
                    continue;
                }
                marks.push(match mark & 3 {
                    0 => Mark::Option(code(mark >> 2)),
                    1 => Mark::Equal(code(mark >> 2)),
                    2 => Mark::Blank,
                    _ => {
                        let zigzag = reader.number();
                        let half = (zigzag >> 1).cast_signed();
                        Mark::Points(code(mark >> 2), half ^ -(zigzag & 1).cast_signed())
                    }
                });
            }
            if let Err(problem) = intake.take(&marks, copies, place) {
                diagnostics.push(at_ballot(problem, path, place));
            }
        }
    }
}

/// The problem at the pointer of a ballot, whose place in the list counts from 1.
pub(super) fn at_ballot(problem: Problem, path: &str, place: u32) -> Problem {
    problem.path(format!("{path}/{}", place.saturating_sub(1)))
}

/// Reads numbers from the front.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0u64, 0u32);
        while let Some((byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift > 63 {
                break;
            }
        }
        number
    }
}
