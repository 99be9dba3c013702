//! Budget elections.

use super::ballots::{Culture, Shape, approvals, names, rankings, scores};
use super::below;
use crate::ballot::{BallotKind, Limits};
use crate::id::{IdVec, OptionId};
use crate::instance::{Budget, Constraints};
use crate::lottery::Stream;
use crate::num::Scale;

/// Size of a budget election.
#[derive(Clone, Copy, Debug)]
pub struct BudgetShape {
    /// Projects.
    pub projects: u32,
    /// Papers.
    pub papers: u32,
    /// Kind of ballots; an allotment is taken as scores.
    pub kind: BallotKind,
}

/// Projects that cost from 1 to 100 hundreds, many equally much so that ties occur, and a
/// budget that pays for about a third of them.
pub fn budget(shape: BudgetShape, stream: &mut Stream) -> Budget {
    let size = Shape {
        options: shape.projects,
        papers: shape.papers,
        seats: 1,
    };
    let contest = match shape.kind {
        BallotKind::Approval => approvals(size, stream),
        BallotKind::Ranking => rankings(size, Culture::Impartial, stream),
        BallotKind::Score | BallotKind::Allotment => scores(size, 5, stream),
    };
    let costs: IdVec<OptionId, u64> = (0..shape.projects)
        .map(|_| u64::from(1 + below(stream, 100)) * 100)
        .collect();
    let budget = costs.values().sum::<u64>() / 3;
    Budget {
        options: names(shape.projects),
        costs,
        budget,
        scale: Scale(0),
        profile: contest.profile,
        limits: Limits::default(),
        constraints: Constraints::default(),
        totals: None,
    }
}
