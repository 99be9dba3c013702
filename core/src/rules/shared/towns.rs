//! Small budget votes for tests: projects a, b, c ... and ballots written as their letters.

use std::ops::RangeInclusive;

use proptest::prelude::*;

use crate::ballot::{BallotKind, Limits};
use crate::id::{IdVec, OptionId};
use crate::instance::{Budget, Constraints, Options};
use crate::num::Scale;
use crate::profile::{Profile, ProfileBuilder};

/// Projects a, b, c ... with these costs; approval ballots as `ac` with their number.
pub(in crate::rules) fn town(budget: u64, costs: &[u64], ballots: &[(&str, u64)]) -> Budget {
    let projects = projects(costs.len());
    let mut profile = ProfileBuilder::new(BallotKind::Approval, projects.len());
    for (ballot, papers) in ballots {
        profile.approval(&marks(ballot), *papers, 1, 1).unwrap();
    }
    vote(projects, budget, costs, profile.finish())
}

/// Projects a, b, c ...
pub(in crate::rules) fn projects(number: usize) -> Options {
    let mut options = Options::new();
    for letter in ('a'..='z').take(number) {
        let id = letter.to_string();
        options.push(&id, &id).unwrap();
    }
    options
}

/// The projects that a ballot such as `ac` names, in its order.
pub(in crate::rules) fn marks(ballot: &str) -> Vec<OptionId> {
    let letters = ballot.bytes();
    letters
        .map(|letter| OptionId(u32::from(letter - b'a')))
        .collect()
}

/// A vote without limits or constraints, in whole money.
pub(in crate::rules) fn vote(
    options: Options,
    budget: u64,
    costs: &[u64],
    profile: Profile,
) -> Budget {
    Budget {
        options,
        costs: IdVec::from_vec(costs.to_vec()),
        budget,
        scale: Scale(0),
        profile,
        limits: Limits::default(),
        constraints: Constraints::default(),
        totals: None,
    }
}

/// A small election for a naive count: who approves of which projects, by number.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Small {
    pub(in crate::rules) budget: u64,
    pub(in crate::rules) costs: Vec<u64>,
    pub(in crate::rules) ballots: Vec<Vec<usize>>,
}

/// Small elections full of ties, with so many projects and voters at most.
pub(in crate::rules) fn smalls(
    projects: usize,
    voters: usize,
    budgets: RangeInclusive<u64>,
) -> impl Strategy<Value = Small> {
    (1..=projects, 1..=voters).prop_flat_map(move |(projects, voters)| {
        let cost = prop_oneof![Just(0u64), 1u64..=4, 1u64..=4, 1u64..=30];
        (
            budgets.clone(),
            prop::collection::vec(cost, projects),
            prop::collection::vec(prop::collection::vec(any::<bool>(), projects), voters),
        )
            .prop_map(|(budget, costs, ballots)| Small {
                budget,
                costs,
                ballots: ballots
                    .into_iter()
                    .map(|row| (0..row.len()).filter(|at| row[*at]).collect())
                    .collect(),
            })
    })
}

impl Small {
    /// The election as the rules count it.
    pub(in crate::rules) fn budget(&self) -> Budget {
        let letters = |ballot: &Vec<usize>| -> String {
            ballot
                .iter()
                .map(|at| char::from(b"abcdefgh"[*at]))
                .collect()
        };
        let ballots: Vec<String> = self.ballots.iter().map(letters).collect();
        let ballots: Vec<(&str, u64)> = ballots.iter().map(|b| (b.as_str(), 1)).collect();
        town(self.budget, &self.costs, &ballots)
    }

    /// The voters who approve of a project.
    pub(in crate::rules) fn supporters(&self, project: usize) -> Vec<usize> {
        let of = |voter: &usize| self.ballots[*voter].contains(&project);
        (0..self.ballots.len()).filter(of).collect()
    }
}
