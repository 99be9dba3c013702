//! Small budget votes for tests: projects a, b, c ... and ballots written as their letters.

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
