//! Monroe's rule: every member represents an equal part of the voters.
//!
//! **Definition.** With n voters and k members each voter is assigned to one member, n/k to each,
//! rounded down for some and up for the others so that all are assigned. The score is the number
//! of voters assigned to a member whom they approve; a committee whose best assignment has the
//! highest score is elected. Voters who approve nobody are assigned too.
//!
//! **Search.** Branch and bound with prices for voters as bound (the dual of the assignment);
//! the score of a committee is a maximum flow over sets of voters who approve the same members.
//!
//! **Ties.** Among several best committees the policy chooses: of the options that are in some
//! of them and not in all, one is favoured, then one of those that still differ, and so on. The
//! default is `lot`; under `all` every best committee is reported.
//!
//! **Complexity.** NP-hard; exponential in the seats at worst.
//!
//! **Limits.** At most 2^40 papers, of equal weight, and 128 seats. Where `nodes` does not
//! suffice, an error.
//!
//! **Source.** Burt L. Monroe, "Fully Proportional Representation", American Political Science
//! Review 89 (1995), 925-940; with approvals as the measure.
//! Martin Lackner and Piotr Skowron, "Multi-Winner Voting with Approval
//! Preferences", Springer 2023, chapter 2.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::OptionId;
//! use isonomia::instance::{Contest, Instance, Options};
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut options = Options::new();
//! for id in ["a", "b", "c"] {
//!     options.push(id, id).unwrap();
//! }
//! let [a, b, c] = [0, 1, 2].map(OptionId);
//! let mut ballots = ProfileBuilder::new(BallotKind::Approval, 3);
//! ballots.approval(&[a, b], 4, 1, 1)?;
//! ballots.approval(&[a], 4, 1, 2)?;
//! ballots.approval(&[c], 3, 1, 3)?;
//! let profile = ballots.finish();
//! let contest = Contest { options, profile, seats: 2, limits: Limits::default() };
//!
//! let rule = isonomia::rules::find("committee/monroe").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = rule.count(&Instance::Contest(contest), &mut cx).unwrap();
//! // Parts of 6 and 5 voters: a and c score 6 + 3; a and b score 4 + 4; b and c score 4 + 3.
//! assert_eq!(outcome.winners(), [a, c]);
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

pub mod assignment;
pub mod prices;

use std::cmp::Ordering;

use crate::ballot::BallotKind;
use crate::id::{ix, len32};
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::optimal::ground::Ground;
use crate::rules::shared::optimal::search::{Node, Objective, Search};
use crate::rules::shared::optimal::{OptimalParams, elect, too_many_seats};
use crate::tie::TieRule;

use self::assignment::{Parts, score};
use self::prices::Prices;

/// Monroe's rule.
pub struct Monroe;

impl Rule for Monroe {
    type Input = Contest;
    type Params = OptimalParams;
    const META: Meta = Meta {
        id: "committee/monroe",
        revision: 1,
        name: "Monroe's rule",
        summary: "Elects the committee whose members can each represent an equal part of the voters so that most are represented by someone they approve.",
        citations: &[
            "B. L. Monroe, Fully Proportional Representation, American Political Science Review 89 (1995), 925-940",
            "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences, Springer 2023, chapter 2",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Refused,
        ties: &[TieRule::Lot],
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(
        contest: &Contest,
        params: &OptimalParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let ground = Ground::new(contest)?;
        if ground.seats > 128 {
            return Err(too_many_seats(&ground).into());
        }
        let mut objective = Represented {
            parts: Parts::new(ground.votes(), ground.seats),
            prices: Prices::new(&ground),
            ground: &ground,
            chosen: Vec::new(),
            best: None,
        };
        let mut search = Search::new(&ground, params.nodes).resume(cx);
        search.solve(&mut objective, cx)?;
        let value = objective.best.unwrap_or_default().to_string();
        elect(
            contest,
            &ground,
            &mut objective,
            search,
            "best-score",
            value,
            cx,
        )
    }
}

/// Voters assigned to a member whom they approve.
struct Represented<'a> {
    ground: &'a Ground,
    parts: Parts,
    prices: Prices,
    chosen: Vec<u32>,
    best: Option<i64>,
}

impl Objective for Represented<'_> {
    fn take(&mut self, candidate: u32) {
        self.chosen.push(candidate);
    }

    fn release(&mut self, _: u32) {
        self.chosen.pop();
    }

    fn look(&mut self, node: &mut Node, better: bool) -> bool {
        let least = self.best.unwrap_or_default() + i64::from(better);
        let (ground, chosen) = (self.ground, &self.chosen);
        self.prices.look(ground, &self.parts, chosen, node, least)
    }

    fn judge(&mut self, committee: &[u32]) -> Ordering {
        let score = score(self.ground, &self.parts, committee, self.best);
        let order = self.best.map_or(Ordering::Greater, |best| score.cmp(&best));
        if order == Ordering::Greater {
            self.best = Some(score);
        }
        order
    }

    /// Whoever adds most voters who approve nobody so far, up to a part each.
    fn guess(&self) -> Vec<u32> {
        let mut free: Vec<i64> = self.ground.ballots.iter().map(|b| b.weight).collect();
        let mut committee: Vec<u32> = Vec::new();
        while len32(committee.len()) < self.ground.seats {
            let voters = |candidate: u32| -> i64 {
                let supporters = self.ground.supporters[ix(candidate)].iter();
                supporters.map(|ballot| free[ix(*ballot)]).sum()
            };
            let mut best: Option<(i64, u32)> = None;
            for candidate in 0..len32(self.ground.options.len()) {
                let voters = voters(candidate).min(self.parts.most());
                if !committee.contains(&candidate) && best.is_none_or(|(most, _)| voters > most) {
                    best = Some((voters, candidate));
                }
            }
            let Some((_, candidate)) = best else { break };
            let mut room = self.parts.most();
            for ballot in &self.ground.supporters[ix(candidate)] {
                let taken = room.min(free[ix(*ballot)]);
                free[ix(*ballot)] -= taken;
                room -= taken;
            }
            committee.push(candidate);
        }
        committee
    }
}
