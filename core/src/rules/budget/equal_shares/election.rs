//! The election as Equal Shares sees it: who supports what, and what a unit of utility is.

use std::collections::BTreeMap;

use dashu_int::ops::BitTest;

use super::enclosure;
use super::weights::{self, Sides, Weights};
use super::{EqualSharesParams, OverBudget};
use crate::id::{ClassId, Id, IdVec, OptionId, ix};
use crate::instance::Budget;
use crate::num::{Integer, Natural};
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::rules::budget::greedy::tally::{self, Tallies};
use crate::rules::shared::utility::Utilities;
use crate::tie::Tie;
use crate::transcript::Event;

/// Classes that support each project, ascending.
pub(super) type Supporters = IdVec<OptionId, Vec<u32>>;

/// Supporters of projects, by class of equal ballots: equal ballots always have equal money.
///
/// A voter supports a project from which they get anything. The price of a project is what a
/// supporter with the most utility from it pays; where all get the same there are no `weights`.
pub(super) struct Election<'a> {
    pub(super) budget: &'a Budget,
    pub(super) utilities: Utilities<'a>,
    /// Ballots that name each project: votes, for ties and completions.
    pub(super) tallies: Tallies,
    /// All papers. Empty ballots count: their share of the budget exists and buys nothing.
    pub(super) voters: u64,
    /// Papers of each class.
    pub(super) papers: Vec<i64>,
    pub(super) supporters: Supporters,
    /// Papers that support a project.
    pub(super) votes: IdVec<OptionId, i64>,
    pub(super) weights: Option<Weights>,
    /// The most utility of a supporter, as numerator and denominator.
    unit: IdVec<OptionId, (Natural, Natural)>,
    /// The same in a common fixed point, rounded down and up; equal where nothing was rounded.
    bounds: IdVec<OptionId, (i64, i64)>,
    /// Projects that can be bought: not withdrawn, with a cost and with a supporter.
    candidates: Vec<OptionId>,
}

impl<'a> Election<'a> {
    pub(super) fn new(budget: &'a Budget, params: &EqualSharesParams) -> Result<Self, Problem> {
        let count = budget.options.len();
        let utilities = Utilities::new(budget, params.utility, params.places())?;
        let uniform = utilities.is_uniform();
        let mut election = Self {
            budget,
            utilities,
            tallies: tally::votes(budget)?,
            voters: budget.profile.papers(),
            papers: Vec::new(),
            supporters: IdVec::filled(count, Vec::new()),
            votes: IdVec::filled(count, 0),
            weights: None,
            unit: IdVec::filled(count, (Natural::ZERO, Natural::ONE)),
            bounds: IdVec::filled(count, (0, 0)),
            candidates: Vec::new(),
        };
        let mut points: IdVec<OptionId, Vec<i64>> = IdVec::filled(count, Vec::new());
        for class in budget.profile.classes() {
            let papers = i64::try_from(class.papers).unwrap_or(i64::MAX);
            election.papers.push(papers);
            election.utilities.supported(&class, &mut |project, n| {
                election.supporters[project].push(class.id.number());
                let votes = &mut election.votes[project];
                *votes = votes.saturating_add(papers);
                if !uniform {
                    points[project].push(n);
                }
            });
        }
        if !uniform {
            let (utilities, supporters) = (&election.utilities, &election.supporters);
            let weights = Weights::new(utilities, &budget.profile, supporters, points);
            election.weights = Some(weights);
        }
        let candidates = budget.options.standing().filter(|project| {
            let cost = election.cost(*project);
            let dear = params.over_budget == OverBudget::LeaveOut && cost > budget.budget;
            cost > 0 && election.votes[*project] > 0 && !dear
        });
        election.candidates = candidates.collect();
        election.set_units();
        Ok(election)
    }

    fn set_units(&mut self) {
        for project in self.budget.options.all() {
            let (worth, by) = self.utilities.each(project);
            let most = self.weights.as_ref().map(|weights| weights.most(project));
            let (points, norm) = most.unwrap_or((1, 1));
            self.unit[project] = (
                Natural::from(worth) * Natural::from(points),
                Natural::from(by) * Natural::from(norm),
            );
        }
        let whole = |(above, below): &(Natural, Natural)| {
            let exact = below.is_one().then(|| i64::try_from(above).ok()).flatten();
            exact.map(|unit| (unit, unit))
        };
        if let Some(exact) = self.unit.values().map(whole).collect::<Option<Vec<_>>>() {
            self.bounds = IdVec::from_vec(exact);
            return;
        }
        // The largest below 2^62.
        let whole = self.unit.values().map(|(above, below)| above / below);
        let bits = whole.map(|unit| unit.bit_len()).max().unwrap_or_default();
        let up = 61usize.saturating_sub(bits);
        let down = bits.saturating_sub(61);
        for project in self.budget.options.all() {
            let (above, below) = &self.unit[project];
            let floor = ((above << up) / below) >> down;
            let floor = i64::try_from(floor).unwrap_or(1 << 62);
            self.bounds[project] = (floor, floor.saturating_add(1));
        }
    }

    pub(super) fn cost(&self, project: OptionId) -> u64 {
        self.budget.costs[project]
    }

    /// The most that a supporter gets from a project, as numerator and denominator, but for a
    /// factor common to all projects.
    pub(super) fn unit(&self, project: OptionId) -> (&Natural, &Natural) {
        let (above, below) = &self.unit[project];
        (above, below)
    }

    /// The same in a common fixed point, rounded down and up.
    pub(super) fn bounds(&self, project: OptionId) -> (i64, i64) {
        self.bounds[project]
    }

    pub(super) fn candidates(&self) -> Vec<OptionId> {
        self.candidates.clone()
    }

    /// Projects that cost nothing and are on a ballot: nobody has to pay for them.
    pub(super) fn free(&self) -> Vec<OptionId> {
        let options = &self.budget.options;
        options
            .standing()
            .filter(|project| self.cost(*project) == 0 && self.tallies.of[*project] > 0)
            .collect()
    }

    /// True when the same ballots support both at the same cost and to the same measure: they
    /// are as good as each other whatever the endowment.
    pub(super) fn twins(&self, a: OptionId, b: OptionId) -> bool {
        let same_points = |weights: &Weights| weights.points(a) == weights.points(b);
        self.cost(a) == self.cost(b)
            && self.supporters[a] == self.supporters[b]
            && self.utilities.each(a) == self.utilities.each(b)
            && self.weights.as_ref().is_none_or(same_points)
    }

    /// The papers of a class.
    pub(super) fn papers_of(&self, class: u32) -> i64 {
        self.papers.get(ix(class)).copied().unwrap_or_default()
    }

    /// Calls `each` with the projects that a class supports and its points for them.
    pub(super) fn ballot(&self, class: u32, each: &mut dyn FnMut(OptionId, i64)) {
        let class = self.budget.profile.class(ClassId(class));
        self.utilities.supported(&class, each);
    }

    /// Supporters with their shares, and a cost in fixed point; `None` where all are equal.
    pub(super) fn sides(&self, project: OptionId, cost: i64) -> Option<Sides<'_>> {
        let weights = self.weights.as_ref()?;
        Some(Sides {
            papers: &self.papers,
            supporters: &self.supporters[project],
            shares: weights.shares(project),
            cost,
        })
    }

    /// Takes from each supporter at least (`most`) or at most their part of a price.
    pub(super) fn pay(&self, money: &mut [i64], project: OptionId, price: i64, most: bool) {
        let supporters = &self.supporters[project];
        match &self.weights {
            None => enclosure::pay(money, supporters, price),
            Some(weights) => {
                weights::pay(money, supporters, weights.shares(project), price, most);
            }
        }
    }

    /// True where prices can be had exactly.
    pub(super) fn exact(&self) -> bool {
        let weights = self.weights.as_ref();
        weights.is_none_or(|weights| weights.common().is_some())
    }

    /// What all supporters together get from a project, in multiples of the common measure;
    /// `None` where there is none.
    pub(super) fn full(&self, project: OptionId) -> Option<Integer> {
        let Some(weights) = &self.weights else {
            return Some(Integer::from(self.votes[project]));
        };
        weights.common()?;
        let supporters = self.supporters[project].iter().zip(weights.points(project));
        let each = supporters.map(|(class, points)| {
            Integer::from(i128::from(self.papers_of(*class)) * i128::from(*points))
                * weights.factor(*class)
        });
        Some(each.sum())
    }
}

/// Ties that came up, each decided once: the same tied set is decided the same way at every
/// endowment, also where the policy is `all`.
#[derive(Default)]
pub(super) struct Ties {
    decided: BTreeMap<Vec<OptionId>, (OptionId, &'static str)>,
}

impl Ties {
    /// Decides which of the tied projects (ascending) is bought, recording nothing.
    pub(super) fn decide(
        &mut self,
        election: &Election<'_>,
        tied: &[OptionId],
        cx: &mut Count<'_>,
    ) -> Result<OptionId, CountError> {
        if let Some((chosen, _)) = self.decided.get(tied) {
            return Ok(*chosen);
        }
        let cost = |project| election.cost(project);
        let votes = |project| election.tallies.of[project];
        let decision = cx.decide(&Tie {
            cost: Some(&cost),
            votes: Some(&votes),
            ..Tie::new("fund", tied, true, &election.budget.options)
        })?;
        self.decided.insert(tied.to_vec(), decision);
        Ok(decision.0)
    }

    /// The event of a tie decided before.
    pub(super) fn event(&self, tied: &[OptionId]) -> Option<Event> {
        let (chosen, decided_by) = self.decided.get(tied)?;
        Some(Event::Tie {
            purpose: "fund",
            among: tied.to_vec(),
            most_favoured: true,
            decided_by,
            chosen: *chosen,
        })
    }
}
