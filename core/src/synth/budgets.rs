//! Budget elections.

use super::ballots::{Culture, Shape, approvals, names, rankings, scores};
use super::below;
use crate::ballot::{BallotKind, Limits};
use crate::id::{IdVec, OptionId};
use crate::instance::{Adjustable, Budget, Constraints};
use crate::lottery::Stream;
use crate::num::Scale;
use crate::profile::ProfileBuilder;

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
        // Amounts are drawn below, where costs are known.
        BallotKind::Approval | BallotKind::Knapsack => approvals(size, stream),
        BallotKind::Ranking => rankings(size, Culture::Impartial, stream),
        BallotKind::Score | BallotKind::Allotment => scores(size, 5, stream),
    };
    let costs: IdVec<OptionId, u64> = (0..shape.projects)
        .map(|_| u64::from(1 + below(stream, 100)) * 100)
        .collect();
    let budget = costs.values().sum::<u64>() / 3;
    let mut budget = Budget {
        options: names(shape.projects),
        costs,
        budget,
        scale: Scale(0),
        profile: contest.profile,
        limits: Limits::default(),
        constraints: Constraints::default(),
        totals: None,
    };
    if shape.kind == BallotKind::Knapsack {
        give_amounts(&mut budget, stream);
    }
    budget
}

/// Makes every other project adjustable in hundreds, and turns each approval into an amount as
/// long as the budget lasts.
fn give_amounts(budget: &mut Budget, stream: &mut Stream) {
    let adjustable = budget.options.all().filter(|project| project.0 % 2 == 0);
    budget.constraints.adjustable = adjustable
        .map(|project| Adjustable {
            project,
            min: 100,
            step: 100,
        })
        .collect();
    let mut profile = ProfileBuilder::new(BallotKind::Knapsack, budget.options.len());
    for (line, class) in (1..).zip(budget.profile.classes()) {
        let mut left = budget.budget;
        let mut amounts = Vec::new();
        for project in class.options() {
            let cost = budget.costs[project];
            let part = u64::from(below(stream, u32::try_from(cost).unwrap_or(u32::MAX)));
            let amount = budget.range(project).floor(part.min(left), cost);
            let amount = if project.0 % 2 == 0 { amount } else { cost };
            if let (Some(rest), Ok(points)) = (left.checked_sub(amount), i64::try_from(amount))
                && points > 0
            {
                left = rest;
                amounts.push((project, points));
            }
        }
        // Papers of the profile they come from: no more than could be counted there.
        let _ = profile.scored(&amounts, class.papers, 1, line);
    }
    budget.profile = profile.finish();
}
