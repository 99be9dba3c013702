//! A profile: all ballots of one contest as classes of equal ballots, in canonical order.
//!
//! A class has two numbers that are never mixed: `papers`, how many equal papers were cast (a
//! rule of transfers truncates paper by paper), and `weight`, what one such paper weighs, in
//! units of `10^-weight_scale` (1 almost everywhere). Ballots lie in arenas of the narrowest
//! width that holds the options, so that a million distinct rankings of twenty options take
//! about 45 MB. Classes are sorted by content, so the same ballots in any order are the same
//! profile, byte for byte. Beside the classes, and not part of the digest, stands which row of
//! the input fell into which class: a rule can still reject a class and name its lines.
//!
//! Rankings are written in codes: option `i` is code `i + 1`; code `0` joins the next option to
//! the one before it (an equal rank); code `options + 1` is a rank left blank. Approvals, scores
//! and allotments hold option numbers as codes, ascending, and their points beside them.

mod builder;
mod codes;
mod intern;

pub use builder::ProfileBuilder;
pub use codes::Codes;
pub use intern::Lookup;

use std::collections::BTreeMap;

use crate::ballot::BallotKind;
use crate::id::{ClassId, Id, OptionId, ix, len32};
use crate::num::Scale;

/// All valid ballots of one contest. Built only by [`ProfileBuilder`].
#[derive(Clone, Debug)]
pub struct Profile {
    kind: BallotKind,
    options: u32,
    weight_scale: Scale,
    codes: Codes,
    points: Vec<i64>,
    ends: Vec<u32>,
    papers: Vec<u64>,
    /// Empty when every paper weighs one.
    weights: Vec<u64>,
    rows: Vec<Row>,
}

/// Where a ballot of a class stood in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line of the input, from 1.
    pub line: u32,
    /// The class it fell into.
    pub class: ClassId,
}

impl Profile {
    /// What kind of ballots these are.
    pub fn kind(&self) -> BallotKind {
        self.kind
    }

    /// Number of options of the contest.
    pub fn options(&self) -> u32 {
        self.options
    }

    /// Number of classes.
    pub fn len(&self) -> u32 {
        len32(self.ends.len())
    }

    /// True when there is no ballot at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All papers. Empty ballots count: they were cast.
    pub fn papers(&self) -> u64 {
        self.papers.iter().sum()
    }

    /// The unit of weights: `10^-weight_scale`.
    pub fn weight_scale(&self) -> Scale {
        self.weight_scale
    }

    /// True when some paper weighs other than one.
    pub fn is_weighted(&self) -> bool {
        !self.weights.is_empty()
    }

    /// The classes in canonical order.
    pub fn classes(&self) -> impl Iterator<Item = Class<'_>> {
        (0..self.len()).map(|class| self.class(ClassId(class)))
    }

    /// One class.
    pub fn class(&self, id: ClassId) -> Class<'_> {
        let at = ix(id.number());
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        let weight = if self.weights.is_empty() {
            self.weight_scale.one()
        } else {
            self.weights[at]
        };
        Class {
            profile: self,
            id,
            papers: self.papers[at],
            weight,
            start,
            end: self.ends[at],
        }
    }

    /// Which rows of the input fell into which class, in input order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Lines of the input on which each of these classes stands, in one pass over all rows.
    pub fn lines_of(&self, classes: &[ClassId]) -> BTreeMap<ClassId, Vec<u32>> {
        let mut lines: BTreeMap<ClassId, Vec<u32>> =
            classes.iter().map(|class| (*class, Vec::new())).collect();
        for row in &self.rows {
            if let Some(lines) = lines.get_mut(&row.class) {
                lines.push(row.line);
            }
        }
        lines
    }

    /// Lines of the input on which a class stands. For several classes there is
    /// [`Profile::lines_of`]: this looks at every row.
    pub fn lines(&self, class: ClassId) -> Vec<u32> {
        self.rows
            .iter()
            .filter(|row| row.class == class)
            .map(|row| row.line)
            .collect()
    }

    /// The same ballots and one more that approves this option alone, with its class: for counts
    /// of what would have been. Lines are left out. `None` where it does not fit the limits of a
    /// profile.
    pub(crate) fn with_approval(&self, option: OptionId) -> Option<(Self, ClassId)> {
        let mut builder = ProfileBuilder::weighted(self.kind, self.options, self.weight_scale);
        for class in self.classes() {
            let ballot: Vec<OptionId> = class.options().collect();
            builder
                .approval(&ballot, class.papers, class.weight, 0)
                .ok()?;
        }
        let one = self.weight_scale.one();
        builder.approval(&[option], 1, one, 0).ok()?;
        let mut profile = builder.finish();
        profile.rows = Vec::new();
        let class = profile.classes().find(|class| {
            class.len() == 1 && class.code(0) == Some(option.0) && class.weight == one
        })?;
        let id = class.id;
        Some((profile, id))
    }

    /// Sets how many papers a class has.
    pub(crate) fn set_papers(&mut self, class: ClassId, papers: u64) {
        if let Some(of) = self.papers.get_mut(ix(class.number())) {
            *of = papers;
        }
    }

    /// True when some ranking has an equal rank.
    pub fn has_equal_ranks(&self) -> bool {
        self.kind == BallotKind::Ranking && self.codes.contains(0)
    }

    /// True when some ranking has a blank rank before a used one.
    pub fn has_blank_ranks(&self) -> bool {
        self.kind == BallotKind::Ranking && self.codes.contains(self.options.saturating_add(1))
    }

    /// The code arena, for rules that walk millions of ballots.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }
}

/// One class of equal ballots.
#[derive(Clone, Copy, Debug)]
pub struct Class<'a> {
    profile: &'a Profile,
    /// Its id: its place in the canonical order.
    pub id: ClassId,
    /// Equal papers.
    pub papers: u64,
    /// What one paper weighs, in units of `10^-weight_scale`.
    pub weight: u64,
    start: u32,
    end: u32,
}

impl<'a> Class<'a> {
    /// Papers times weight, in units of `10^-weight_scale`.
    pub fn total(&self) -> u64 {
        self.papers.saturating_mul(self.weight)
    }

    /// Number of codes.
    pub fn len(&self) -> u32 {
        self.end - self.start
    }

    /// True for a blank ballot.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The code at a position (0-based), as described at the head of this module.
    pub fn code(&self, at: u32) -> Option<u32> {
        let at = self.start.checked_add(at).filter(|at| *at < self.end)?;
        Some(self.profile.codes.get(ix(at)))
    }

    /// All codes.
    pub fn codes(&self) -> impl Iterator<Item = u32> + use<'a> {
        let profile = self.profile;
        (self.start..self.end).map(move |at| profile.codes.get(ix(at)))
    }

    /// The ranks of a ranking, best first: each a list of options (several where ranked equal,
    /// none where the rank was left blank).
    pub fn ranks(&self) -> Vec<Vec<OptionId>> {
        let mut ranks: Vec<Vec<OptionId>> = Vec::new();
        let mut join = false;
        for code in self.codes() {
            if code == 0 {
                join = true;
            } else if code > self.profile.options {
                ranks.push(Vec::new());
            } else {
                let option = OptionId(code - 1);
                match ranks.last_mut() {
                    Some(rank) if join => rank.push(option),
                    _ => ranks.push(vec![option]),
                }
                join = false;
            }
        }
        ranks
    }

    /// The options of an approval, score or allotment ballot, ascending; of a ranking, in
    /// order of rank with blanks and joins left out.
    pub fn options(&self) -> impl Iterator<Item = OptionId> + use<'a> {
        let options = self.profile.options;
        let ranking = self.profile.kind == BallotKind::Ranking;
        self.codes().filter_map(move |code| {
            if !ranking {
                Some(OptionId(code))
            } else if code == 0 || code > options {
                None
            } else {
                Some(OptionId(code - 1))
            }
        })
    }

    /// The options of a score or allotment ballot with their points, ascending by option.
    pub fn scored(&self) -> impl Iterator<Item = (OptionId, i64)> + use<'a> {
        let points = self
            .profile
            .points
            .get(ix(self.start)..ix(self.end))
            .unwrap_or_default();
        self.codes().map(OptionId).zip(points.iter().copied())
    }
}
