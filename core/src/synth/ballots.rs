//! Profiles of each kind of ballot.

use super::below;
use crate::ballot::{BallotKind, Limits};
use crate::id::{OptionId, ix};
use crate::instance::{Contest, Options};
use crate::lottery::Stream;
use crate::profile::{Profile, ProfileBuilder};

/// Size of a contest.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Options.
    pub options: u32,
    /// Papers.
    pub papers: u32,
    /// Seats.
    pub seats: u32,
}

/// How preferences come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Culture {
    /// Impartial culture: every order equally likely, length equally likely from 0 to all.
    Impartial,
    /// Pólya-Eggenberger urn: every second ballot, on average, repeats an earlier one.
    Urn,
    /// Voters and options on a line; nearer options are preferred, equal distances by number.
    Spatial,
}

pub(super) fn names(count: u32) -> Options {
    let mut options = Options::new();
    for number in 1..=count {
        let id = format!("o{number}");
        // Ids are made distinct above, so none is taken.
        let _ = options.push(&id, &format!("Option {number}"));
    }
    options
}

fn shuffled(options: u32, stream: &mut Stream) -> Vec<OptionId> {
    let order = stream
        .sample(u64::from(options), u64::from(options))
        .unwrap_or_default();
    order
        .into_iter()
        .filter_map(|at| u32::try_from(at).ok())
        .map(OptionId)
        .collect()
}

fn contest(shape: Shape, profile: Profile, limits: Limits) -> Contest {
    Contest {
        options: names(shape.options),
        profile,
        seats: shape.seats,
        limits,
    }
}

/// Rankings, some truncated.
pub fn rankings(shape: Shape, culture: Culture, stream: &mut Stream) -> Contest {
    let mut builder = ProfileBuilder::new(BallotKind::Ranking, shape.options);
    let mut urn: Vec<Vec<OptionId>> = Vec::new();
    let places: Vec<u32> = (0..shape.options).map(|_| below(stream, 1000)).collect();
    for line in 1..=shape.papers {
        let repeats = culture == Culture::Urn && !urn.is_empty() && below(stream, 2) == 0;
        let ranking = if repeats {
            urn[ix(below(stream, crate::id::len32(urn.len())))].clone()
        } else if culture == Culture::Spatial {
            let voter = below(stream, 1000);
            let mut order: Vec<OptionId> = (0..shape.options).map(OptionId).collect();
            order.sort_by_key(|option| {
                (
                    places
                        .get(ix(option.0))
                        .map_or(0, |place| place.abs_diff(voter)),
                    *option,
                )
            });
            order
        } else {
            let mut order = shuffled(shape.options, stream);
            order.truncate(ix(below(stream, shape.options + 1)));
            order
        };
        if culture == Culture::Urn {
            urn.push(ranking.clone());
        }
        // Lengths are bounded by the shape, so the arena cannot overflow before memory does.
        let _ = builder.ranking(&ranking, 1, 1, line);
    }
    contest(shape, builder.finish(), Limits::default())
}

fn subset(options: u32, stream: &mut Stream) -> Vec<OptionId> {
    (0..options)
        .filter(|_| below(stream, 3) == 0)
        .map(OptionId)
        .collect()
}

/// Approvals: each option with a chance of one third.
pub fn approvals(shape: Shape, stream: &mut Stream) -> Contest {
    let mut builder = ProfileBuilder::new(BallotKind::Approval, shape.options);
    for line in 1..=shape.papers {
        let _ = builder.approval(&subset(shape.options, stream), 1, 1, line);
    }
    contest(shape, builder.finish(), Limits::default())
}

/// Points from 0 to `most` for some options.
pub fn scores(shape: Shape, most: u32, stream: &mut Stream) -> Contest {
    let mut builder = ProfileBuilder::new(BallotKind::Score, shape.options);
    for line in 1..=shape.papers {
        let points: Vec<(OptionId, i64)> = subset(shape.options, stream)
            .into_iter()
            .map(|o| (o, i64::from(below(stream, most + 1))))
            .collect();
        let _ = builder.scored(&points, 1, 1, line);
    }
    contest(shape, builder.finish(), Limits::default())
}

/// Votes for and against whose squares sum to at most `credits`.
pub fn allotments(shape: Shape, credits: u32, stream: &mut Stream) -> Contest {
    let mut builder = ProfileBuilder::new(BallotKind::Allotment, shape.options);
    for line in 1..=shape.papers {
        let mut left = credits;
        let mut votes = Vec::new();
        for option in shuffled(shape.options, stream) {
            let most = left.isqrt();
            let drawn = below(stream, most + 1);
            left -= drawn * drawn;
            if drawn > 0 {
                let sign = if below(stream, 4) == 0 { -1 } else { 1 };
                votes.push((option, i64::from(drawn) * sign));
            }
        }
        let _ = builder.scored(&votes, 1, 1, line);
    }
    let limits = Limits {
        credits: Some(u64::from(credits)),
        negative: true,
        ..Limits::default()
    };
    contest(shape, builder.finish(), limits)
}
