//! What the ballots give each project, to hold against the authority's columns.

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId, len32};

/// Ballots that name a project, and its points.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) votes: IdVec<OptionId, u64>,
    pub(super) score: IdVec<OptionId, i128>,
    kind: BallotKind,
}

impl Tally {
    pub(super) fn new(kind: BallotKind, projects: u32) -> Self {
        Self {
            votes: IdVec::filled(projects, 0),
            score: IdVec::filled(projects, 0),
            kind,
        }
    }

    /// Adds a ballot. An option of a ranking gets one point more than options named after it
    /// (Pabulib's Borda, see `declared.rs`).
    pub(super) fn add(&mut self, ballot: &[(OptionId, i64)]) {
        let length = len32(ballot.len());
        for (at, (option, points)) in ballot.iter().enumerate() {
            let points = match self.kind {
                BallotKind::Ranking => i64::from(length.saturating_sub(len32(at))),
                _ => *points,
            };
            let votes = &mut self.votes[*option];
            *votes = votes.saturating_add(1);
            let score = &mut self.score[*option];
            *score = score.saturating_add(i128::from(points));
        }
    }

    /// Adds another tally.
    pub(super) fn merge(&mut self, other: &Self) {
        for (votes, more) in self.votes.values_mut().zip(other.votes.values()) {
            *votes = votes.saturating_add(*more);
        }
        for (score, more) in self.score.values_mut().zip(other.score.values()) {
            *score = score.saturating_add(*more);
        }
    }
}
