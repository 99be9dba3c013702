//! The only way to a [`Profile`]: ballots in, classes of equal ballots in canonical order out.

use super::intern::{Interner, Mix};
use super::{Codes, Profile, Row};
use crate::ballot::BallotKind;
use crate::id::{ClassId, OptionId, ix, len32};
use crate::num::Scale;
use crate::problem::Problem;
use crate::sort::sort;

/// Collects ballots, interning equal ones as they come.
///
/// The builder trusts its caller that a ballot is valid (see [`crate::ballot`]): it sorts and
/// stores, it does not judge. Cost: one hash and one comparison a ballot; memory: one copy of
/// each distinct ballot, 16 bytes a class, 8 bytes a row.
#[derive(Debug)]
pub struct ProfileBuilder {
    kind: BallotKind,
    options: u32,
    weight_scale: Scale,
    codes: Codes,
    points: Vec<i64>,
    ends: Vec<u32>,
    papers: Vec<u64>,
    weights: Vec<u64>,
    rows: Vec<Row>,
    /// All papers, so that no sum over a profile can overflow.
    total: u64,
    interner: Interner,
    scratch: Vec<u32>,
    scratch_points: Vec<i64>,
}

impl ProfileBuilder {
    /// A builder for ballots of one kind over a number of options.
    pub fn new(kind: BallotKind, options: u32) -> Self {
        Self::weighted(kind, options, Scale(0))
    }

    /// A builder for weighted ballots: weights come in units of `10^-weight_scale`.
    pub fn weighted(kind: BallotKind, options: u32, weight_scale: Scale) -> Self {
        Self {
            kind,
            options,
            weight_scale,
            codes: Codes::up_to(options.saturating_add(1)),
            points: Vec::new(),
            ends: Vec::new(),
            papers: Vec::new(),
            weights: Vec::new(),
            rows: Vec::new(),
            total: 0,
            interner: Interner::default(),
            scratch: Vec::new(),
            scratch_points: Vec::new(),
        }
    }

    /// What one paper of weight one weighs.
    pub fn unit_weight(&self) -> u64 {
        self.weight_scale.one()
    }

    /// Adds papers with a strict ranking, best first.
    pub fn ranking(
        &mut self,
        ranking: &[OptionId],
        papers: u64,
        weight: u64,
        line: u32,
    ) -> Result<(), Problem> {
        self.scratch.clear();
        self.scratch
            .extend(ranking.iter().map(|option| option.0.saturating_add(1)));
        self.push(papers, weight, line)
    }

    /// Adds papers with a ranking that may have equal and blank ranks. Options of one rank are
    /// stored ascending; blank ranks after the last used one say nothing and are not stored.
    pub fn ranks<R: AsRef<[OptionId]>>(
        &mut self,
        ranks: &[R],
        papers: u64,
        weight: u64,
        line: u32,
    ) -> Result<(), Problem> {
        let used = ranks
            .iter()
            .rposition(|rank| !rank.as_ref().is_empty())
            .map_or(0, |last| last + 1);
        self.scratch.clear();
        for rank in ranks.iter().take(used) {
            let mut options: Vec<u32> = rank
                .as_ref()
                .iter()
                .map(|option| option.0.saturating_add(1))
                .collect();
            sort(&mut options);
            if options.is_empty() {
                self.scratch.push(self.options.saturating_add(1));
            }
            for (at, option) in options.into_iter().enumerate() {
                if at > 0 {
                    self.scratch.push(0);
                }
                self.scratch.push(option);
            }
        }
        self.push(papers, weight, line)
    }

    /// Adds papers that approve a set of options (no option twice; any order).
    pub fn approval(
        &mut self,
        approved: &[OptionId],
        papers: u64,
        weight: u64,
        line: u32,
    ) -> Result<(), Problem> {
        self.scratch.clear();
        self.scratch.extend(approved.iter().map(|option| option.0));
        sort(&mut self.scratch);
        self.push(papers, weight, line)
    }

    /// Adds papers that give points to options (no option twice; any order).
    pub fn scored(
        &mut self,
        scores: &[(OptionId, i64)],
        papers: u64,
        weight: u64,
        line: u32,
    ) -> Result<(), Problem> {
        let mut sorted = scores.to_vec();
        sort(&mut sorted);
        self.scratch.clear();
        self.scratch
            .extend(sorted.iter().map(|(option, _)| option.0));
        self.scratch_points.clear();
        self.scratch_points
            .extend(sorted.iter().map(|(_, points)| *points));
        self.push(papers, weight, line)
    }

    /// Interns the ballot in scratch.
    fn push(&mut self, papers: u64, weight: u64, line: u32) -> Result<(), Problem> {
        self.total = self.total.checked_add(papers).ok_or_else(|| {
            Problem::error("too-many-ballots").expected("papers that add up to less than 2^64")
        })?;
        let hash = hash_of(
            self.scratch.iter().copied(),
            self.scratch_points.iter().copied(),
            weight,
        );
        let found = self
            .interner
            .find(hash, |class| self.equals_scratch(class, weight));
        let class = if let Some(class) = found {
            self.papers[ix(class)] += papers; // no more than the total
            class
        } else {
            let class = len32(self.ends.len());
            for code in &self.scratch {
                self.codes.push(*code);
            }
            self.points.extend_from_slice(&self.scratch_points);
            self.ends
                .push(u32::try_from(self.codes.len()).map_err(|_| too_many())?);
            self.papers.push(papers);
            self.weights.push(weight);
            let (codes, points, ends, weights) =
                (&self.codes, &self.points, &self.ends, &self.weights);
            self.interner.insert(hash, class, |class| {
                let (from, to) = bounds(ends, class);
                let points = points.get(ix(from)..ix(to)).unwrap_or_default();
                hash_of(
                    (from..to).map(|at| codes.get(ix(at))),
                    points.iter().copied(),
                    weights[ix(class)],
                )
            });
            class
        };
        self.rows.push(Row {
            line,
            class: ClassId(class),
        });
        Ok(())
    }

    fn equals_scratch(&self, class: u32, weight: u64) -> bool {
        let (from, to) = bounds(&self.ends, class);
        self.weights[ix(class)] == weight
            && ix(to - from) == self.scratch.len()
            && (from..to)
                .zip(&self.scratch)
                .all(|(at, code)| self.codes.get(ix(at)) == *code)
            && self.points.get(ix(from)..ix(to)).unwrap_or_default()
                == self.scratch_points.as_slice()
    }

    /// Sorts the classes and closes the profile. The scale of weights becomes the smallest that
    /// holds them all, so that a reader may start with the finest and `1.5` is `1.50`.
    pub fn finish(self) -> Profile {
        let Self {
            kind,
            options,
            mut weight_scale,
            codes,
            points,
            ends,
            papers,
            mut weights,
            mut rows,
            interner,
            ..
        } = self;
        drop(interner); // before the sorted copy is made: peak memory is what a phone has
        while weight_scale.0 > 0 && weights.iter().all(|weight| weight % 10 == 0) {
            weight_scale.0 -= 1;
            for weight in &mut weights {
                *weight /= 10;
            }
        }
        let mut order: Vec<u32> = (0..len32(ends.len())).collect();
        order.sort_unstable_by(|a, b| {
            let (ca, cb) = (bounds(&ends, *a), bounds(&ends, *b));
            let points_of = |c: (u32, u32)| points.get(ix(c.0)..ix(c.1)).unwrap_or_default();
            codes
                .compare(ca, cb)
                .then_with(|| points_of(ca).cmp(points_of(cb)))
                .then_with(|| weights[ix(*a)].cmp(&weights[ix(*b)]))
        });
        let mut sorted = Profile {
            kind,
            options,
            weight_scale,
            codes: Codes::up_to(options.saturating_add(1)),
            points: Vec::with_capacity(points.len()),
            ends: Vec::with_capacity(ends.len()),
            papers: Vec::with_capacity(ends.len()),
            weights: Vec::new(),
            rows: Vec::new(),
        };
        let mut place = vec![0u32; order.len()];
        for (at, old) in order.iter().enumerate() {
            let (from, to) = bounds(&ends, *old);
            sorted.codes.extend_from(&codes, from, to);
            sorted
                .points
                .extend_from_slice(points.get(ix(from)..ix(to)).unwrap_or_default());
            sorted.ends.push(len32(sorted.codes.len()));
            sorted.papers.push(papers[ix(*old)]);
            place[ix(*old)] = len32(at);
        }
        if weights.iter().any(|weight| *weight != weight_scale.one()) {
            sorted.weights = order.iter().map(|old| weights[ix(*old)]).collect();
        }
        for row in &mut rows {
            row.class = ClassId(place[ix(row.class.0)]);
        }
        rows.shrink_to_fit();
        sorted.codes.shrink();
        sorted.rows = rows;
        sorted
    }
}

fn bounds(ends: &[u32], class: u32) -> (u32, u32) {
    let start = if class == 0 { 0 } else { ends[ix(class) - 1] };
    (start, ends[ix(class)])
}

fn hash_of(
    codes: impl Iterator<Item = u32>,
    points: impl Iterator<Item = i64>,
    weight: u64,
) -> u64 {
    let mut mix = codes.fold(Mix::new(), |mix, code| mix.word(u64::from(code)));
    mix = points.fold(mix, |mix, points| mix.word(points.cast_unsigned()));
    mix.word(weight).finish()
}

fn too_many() -> Problem {
    Problem::error("too-many-ballots")
        .expected("at most 4,294,967,295 entries on all ballots together")
}
