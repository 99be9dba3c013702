//! Utilities: what a voter gets from funded projects, for every rule and measure that asks.
//!
//! A project *on a ballot* is one that is approved, ranked, or given points above zero. The
//! voter i gets `u_i(p)` from a funded project p on the ballot A_i and nothing from others.
//! c is a cost in whole units of the currency, B the budget, N_p the ballots with p on them.
//!
//! | word | `u_i(p)` | ballots |
//! |---|---|---|
//! | `cardinality` | 1 | all |
//! | `cost` | c(p) | all |
//! | `effort` | c(p) / number of N_p | all |
//! | `relative-cardinality` | 1 / (most projects of A_i that fit into B) | all |
//! | `relative-cost` | c(p) / (greatest cost of a subset of A_i that fits into B) | all |
//! | `relative-cost-approx` | c(p) / min(c(A_i), B) | all |
//! | `sqrt-cost` | square root of c(p) | all |
//! | `log-cost` | natural logarithm of 1 + c(p) | all |
//! | `score` | the points given to p, or those of its place | score, ranking |
//! | `score-relative` | points / (most points of a subset of A_i that fits into B) | score, ranking |
//! | `borda` | the number of projects ranked below p on the ballot | ranking |
//!
//! These are *additive*: a bundle is worth the sum of its projects. Three are not:
//!
//! | word | worth of a bundle W | ballots |
//! |---|---|---|
//! | `cost-sqrt` | square root of c(A_i and W) | all |
//! | `cost-log` | natural logarithm of 1 + c(A_i and W) | all |
//! | `cc` | 1 if W has a project of A_i; with points the most of them | all |
//!
//! **Exact.** Values are fractions. The irrational ones are defined by a fixed-point rule: the
//! largest multiple of 10^-9 that is not above the square root or the logarithm. That is one
//! number whoever computes it and however (see `fixed`). A denominator of zero (no project of
//! the ballot fits into the budget) makes the utility zero.
//!
//! **Points of places.** With `score` and `score-relative` a ranking is worth what
//! [`Places`] says: a dialect by name or a list of points. `borda` is that of pabutools, where
//! the last project listed gets nothing. Rankings must then be strict; with the other words a
//! ranking says only which projects are on the ballot. Points below zero count in sums and make
//! no supporter.
//!
//! **Limits.** The knapsack of a ballot (`relative-cost`, `score-relative`) is solved exactly,
//! by halves; a ballot of more than about forty projects that do not all fit is refused.
//!
//! Cost: one pass over the ballots; with a knapsack O(2^(k/2)) a ballot of k projects at worst.
//!
//! Source: Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023,
//! for the measures and the names that pabutools gives them.

mod fixed;
mod knapsack;
mod places;

use std::collections::BTreeMap;

pub use self::places::Places;
use crate::ballot::BallotKind;
use crate::id::{ClassId, Id, IdVec, OptionId, ix, len32};
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;
use crate::profile::Class;
use crate::words;

words! {
    /// What a voter gets from funded projects on the ballot.
    pub enum Utility {
        /// The cost of each.
        Cost = "cost",
        /// One for each.
        Cardinality = "cardinality",
        /// The cost of each, divided by the number of its supporters.
        Effort = "effort",
        /// One for each, divided by the most projects of the ballot that fit into the budget.
        RelativeCardinality = "relative-cardinality",
        /// The cost of each, divided by the most that the ballot's projects can cost within the budget.
        RelativeCost = "relative-cost",
        /// The cost of each, divided by the cost of the ballot or the budget, whichever is less.
        RelativeCostApprox = "relative-cost-approx",
        /// The square root of the cost of each, rounded down to nine decimals.
        SqrtCost = "sqrt-cost",
        /// The natural logarithm of one plus the cost of each, rounded down to nine decimals.
        LogCost = "log-cost",
        /// The square root of the cost of all together; not additive.
        CostSqrt = "cost-sqrt",
        /// The natural logarithm of one plus the cost of all together; not additive.
        CostLog = "cost-log",
        /// One if there is any, or the most points of any (Chamberlin-Courant); not additive.
        Cc = "cc",
        /// The points of each.
        Score = "score",
        /// The points of each, divided by the most points of the ballot that fit into the budget.
        ScoreRelative = "score-relative",
        /// The number of projects ranked below each; the last gets nothing.
        Borda = "borda",
    }
}

impl Utility {
    /// True where a bundle is worth the sum of its projects.
    pub const fn is_additive(self) -> bool {
        !matches!(self, Self::CostSqrt | Self::CostLog | Self::Cc)
    }

    /// True where points, given or of places, are what counts.
    pub const fn is_of_points(self) -> bool {
        matches!(self, Self::Score | Self::ScoreRelative | Self::Borda)
    }

    /// Whether ballots of this kind say what the utility needs.
    ///
    /// # Errors
    /// `utility-needs-points`, `utility-needs-ranking`.
    pub fn check_ballots(self, kind: BallotKind) -> Result<(), Problem> {
        let (code, expected) = match self {
            Self::Score | Self::ScoreRelative if kind == BallotKind::Approval => (
                "utility-needs-points",
                "cardinality, or ballots with points",
            ),
            Self::Borda if kind != BallotKind::Ranking => ("utility-needs-ranking", "score"),
            _ => return Ok(()),
        };
        Err(Problem::error(code)
            .path("utility")
            .found(self.word())
            .expected(expected))
    }

    /// The problem of a rule that adds utilities up and got one that cannot be.
    ///
    /// # Errors
    /// `utility-not-additive`.
    pub fn need_additive(self) -> Result<(), Problem> {
        if self.is_additive() {
            return Ok(());
        }
        Err(Problem::error("utility-not-additive")
            .path("utility")
            .found(self.word())
            .expected("a utility that is a sum over projects, such as cost"))
    }
}

/// The utilities of all voters of a budget.
pub struct Utilities<'a> {
    budget: &'a Budget,
    utility: Utility,
    places: Places,
    /// What a project is worth to everyone, as numerator and denominator, over `unit`.
    each: IdVec<OptionId, (u64, u64)>,
    unit: u64,
    /// What the utilities of a class are divided by, where that differs; 0 makes them all 0.
    norms: Vec<u64>,
}

impl<'a> Utilities<'a> {
    /// Looks at every ballot once. `places` is read for `score` and `score-relative` on rankings.
    ///
    /// # Errors
    /// Those of [`Utility::check_ballots`]; `equal-ranks` where places need points;
    /// `utility-ballot-too-long` where a ballot's knapsack is beyond the stated limit.
    pub fn new(budget: &'a Budget, utility: Utility, places: &Places) -> Result<Self, Problem> {
        let profile = &budget.profile;
        utility.check_ballots(profile.kind())?;
        let by_place = profile.kind() == BallotKind::Ranking && utility.is_of_points();
        if by_place && profile.has_equal_ranks() {
            let joined = |class: &Class<'_>| class.codes().any(|code| code == 0);
            let papers: u64 = profile.classes().filter(joined).map(|c| c.papers).sum();
            return Err(Problem::error("equal-ranks")
                .found(papers.to_string())
                .expected("strict rankings, or utility=cardinality"));
        }
        let mut this = Self {
            budget,
            utility,
            places: match utility {
                Utility::Borda => Places::BORDA,
                _ => places.clone(),
            },
            each: IdVec::filled(budget.options.len(), (1, 1)),
            unit: 1,
            norms: Vec::new(),
        };
        this.set_values();
        this.set_norms()?;
        Ok(this)
    }

    /// Which utilities these are.
    pub fn utility(&self) -> Utility {
        self.utility
    }

    /// What a project is worth by itself.
    fn set_values(&mut self) {
        let budget = self.budget;
        let fine = |value: Natural| u64::try_from(value).unwrap_or(u64::MAX);
        match self.utility {
            Utility::Cost | Utility::Effort => self.unit = budget.scale.one(),
            Utility::SqrtCost | Utility::LogCost => self.unit = fixed::ONE,
            _ => {}
        }
        let supporters = match self.utility {
            Utility::Effort => self.supporters(),
            _ => IdVec::filled(0, 0),
        };
        for project in budget.options.all() {
            let cost = budget.costs[project];
            self.each[project] = match self.utility {
                Utility::Cost | Utility::RelativeCost | Utility::RelativeCostApprox => (cost, 1),
                Utility::Effort => (cost, supporters[project].max(1)),
                Utility::SqrtCost => (fine(fixed::sqrt(cost.into(), budget.scale)), 1),
                Utility::LogCost => (fine(fixed::log(cost.into(), budget.scale)), 1),
                _ => (1, 1),
            };
        }
    }

    fn supporters(&self) -> IdVec<OptionId, u64> {
        let mut papers = IdVec::filled(self.budget.options.len(), 0u64);
        for class in self.budget.profile.classes() {
            self.named(&class, &mut |project, _| {
                papers[project] = papers[project].saturating_add(class.papers);
            });
        }
        papers
    }

    /// What the utilities of each class are divided by.
    fn set_norms(&mut self) -> Result<(), Problem> {
        let relative = matches!(
            self.utility,
            Utility::RelativeCardinality
                | Utility::RelativeCost
                | Utility::RelativeCostApprox
                | Utility::ScoreRelative
        );
        if !relative {
            return Ok(());
        }
        let limit = self.budget.budget;
        let mut norms = Vec::with_capacity(ix(self.budget.profile.len()));
        let mut items: Vec<(u64, u64)> = Vec::new();
        for class in self.budget.profile.classes() {
            items.clear();
            self.named(&class, &mut |project, points| {
                let cost = self.budget.costs[project];
                let worth = match self.utility {
                    Utility::RelativeCardinality => 1,
                    Utility::ScoreRelative => u64::try_from(points).unwrap_or_default(),
                    _ => cost,
                };
                items.push((cost, worth));
            });
            norms.push(match self.utility {
                Utility::RelativeCardinality => knapsack::most(&mut items, limit),
                Utility::RelativeCostApprox => {
                    let all: u128 = items.iter().map(|(cost, _)| u128::from(*cost)).sum();
                    u64::try_from(all).map_or(limit, |all| all.min(limit))
                }
                _ => knapsack::best(&items, limit).ok_or_else(|| {
                    Problem::error("utility-ballot-too-long")
                        .path("utility")
                        .found(items.len().to_string())
                        .expected("relative-cost-approx, or ballots of up to 40 projects")
                })?,
            });
        }
        self.norms = norms;
        Ok(())
    }

    /// True where all supporters of a project get the same from it.
    pub fn is_uniform(&self) -> bool {
        self.norms.is_empty() && !self.utility.is_of_points()
    }

    /// Calls `each` with the projects on the ballots of a class and their points: 1 where the
    /// utility asks for none. With points, those of zero and below are among them.
    pub fn named(&self, class: &Class<'_>, each: &mut dyn FnMut(OptionId, i64)) {
        let points = self.utility.is_of_points() || self.utility == Utility::Cc;
        match self.budget.profile.kind() {
            BallotKind::Score | BallotKind::Allotment | BallotKind::Knapsack if points => {
                class
                    .scored()
                    .for_each(|(project, points)| each(project, points));
            }
            BallotKind::Score | BallotKind::Allotment | BallotKind::Knapsack => {
                let named = class.scored().filter(|(_, points)| *points > 0);
                named.for_each(|(project, _)| each(project, 1));
            }
            BallotKind::Ranking if self.utility.is_of_points() => {
                let ranks = class.ranks();
                let length = len32(ranks.len());
                for (place, rank) in (1..).zip(ranks) {
                    let worth = self.places.worth(place, length, self.budget);
                    for project in rank {
                        each(project, worth);
                    }
                }
            }
            _ => class.options().for_each(|project| each(project, 1)),
        }
    }

    /// What the utilities of a class are divided by, in the terms of [`Utilities::points`].
    pub fn norm(&self, class: ClassId) -> u64 {
        self.norms.get(ix(class.number())).copied().unwrap_or(1)
    }

    /// What a project is worth for a point, as numerator and denominator. A factor common to
    /// all projects is left out: [`Utilities::unit`].
    pub fn each(&self, project: OptionId) -> (u64, u64) {
        self.each[project]
    }

    /// What every numerator of [`Utilities::each`] is divided by.
    pub fn unit(&self) -> u64 {
        self.unit
    }

    /// The projects from which voters of a class get anything, with points:
    /// `u(p) = points * each(p) / (norm * unit)`. Points are 1 where the utility asks for none.
    /// Those of points below zero are among them; a class with norm 0 has none.
    pub fn points(&self, class: &Class<'_>) -> Vec<(OptionId, i64)> {
        let mut list = Vec::new();
        if self.norm(class.id) > 0 {
            self.named(class, &mut |project, points| {
                if points != 0 && self.each[project].0 > 0 {
                    list.push((project, points));
                }
            });
        }
        list
    }

    /// Calls `each` with the projects from which voters of a class gain, and their points.
    pub fn supported(&self, class: &Class<'_>, each: &mut dyn FnMut(OptionId, i64)) {
        if self.norm(class.id) > 0 {
            self.named(class, &mut |project, points| {
                if points > 0 && self.each[project].0 > 0 {
                    each(project, points);
                }
            });
        }
    }

    /// What a voter of a class gets from a project, alone (with a utility that is not additive:
    /// when it is the only one funded).
    pub fn of(&self, class: &Class<'_>, project: OptionId) -> Ratio {
        self.whole(class, &|other| other == project)
    }

    /// What a voter of a class gets from a bundle.
    pub fn whole(&self, class: &Class<'_>, funded: &dyn Fn(OptionId) -> bool) -> Ratio {
        match self.utility {
            Utility::CostSqrt => over(fixed::sqrt(self.cost(class, funded), self.budget.scale)),
            Utility::CostLog => over(fixed::log(self.cost(class, funded), self.budget.scale)),
            Utility::Cc => {
                let mut most = 0;
                self.named(class, &mut |project, points| {
                    if funded(project) {
                        most = points.max(most);
                    }
                });
                Ratio::from(most)
            }
            _ => {
                let mut sum = Ratio::ZERO;
                for (project, points) in self.points(class) {
                    if funded(project) {
                        sum += self.value(project, Integer::from(points));
                    }
                }
                sum / Ratio::from(self.norm(class.id).max(1))
            }
        }
    }

    /// What a voter of a class gains when a project is added to a bundle that lacks it.
    pub fn marginal(
        &self,
        class: &Class<'_>,
        funded: &dyn Fn(OptionId) -> bool,
        project: OptionId,
    ) -> Ratio {
        if self.utility.is_additive() {
            return self.of(class, project);
        }
        let more = |other: OptionId| other == project || funded(other);
        self.whole(class, &more) - self.whole(class, funded)
    }

    /// What all voters together get from each project: papers times weight (in units of the
    /// weights) times utility. Of a utility that is not additive: from the project alone.
    pub fn sums(&self) -> IdVec<OptionId, Ratio> {
        let count = self.budget.options.len();
        let mut by_norm: IdVec<OptionId, BTreeMap<u64, Integer>> =
            IdVec::filled(count, BTreeMap::new());
        let mut sums = IdVec::filled(count, Ratio::ZERO);
        for class in self.budget.profile.classes() {
            let times = Integer::from(class.papers) * Integer::from(class.weight);
            if self.utility.is_additive() {
                for (project, points) in self.points(&class) {
                    let group = by_norm[project].entry(self.norm(class.id)).or_default();
                    *group += &times * Integer::from(points);
                }
            } else {
                for project in class.options() {
                    sums[project] += self.of(&class, project) * Ratio::from(times.clone());
                }
            }
        }
        for project in self.budget.options.all() {
            let groups: Vec<(Integer, Natural)> = std::mem::take(&mut by_norm[project])
                .into_iter()
                .map(|(norm, sum)| (sum, Natural::from(norm)))
                .collect();
            if !groups.is_empty() {
                let (sum, norm) = added(&groups);
                sums[project] = self.value(project, sum) / Ratio::from(norm);
            }
        }
        sums
    }

    /// So many points of a project, before the norm of the class.
    fn value(&self, project: OptionId, points: Integer) -> Ratio {
        let (worth, by) = self.each[project];
        Ratio::from_parts(
            points * Integer::from(worth),
            Natural::from(by) * Natural::from(self.unit),
        )
    }

    /// The cost of the funded projects on a ballot, in minor units.
    fn cost(&self, class: &Class<'_>, funded: &dyn Fn(OptionId) -> bool) -> u128 {
        let mut cost = 0u128;
        self.named(class, &mut |project, _| {
            if funded(project) {
                cost += u128::from(self.budget.costs[project]);
            }
        });
        cost
    }
}

/// A fixed-point value as a fraction.
fn over(value: Natural) -> Ratio {
    Ratio::from_parts(value.into(), Natural::from(fixed::ONE))
}

/// The sum of fractions as one numerator and denominator, not reduced: by halves, so that
/// thousands of denominators stay affordable.
fn added(parts: &[(Integer, Natural)]) -> (Integer, Natural) {
    match parts {
        [] => (Integer::ZERO, Natural::ONE),
        [one] => one.clone(),
        _ => {
            let (left, right) = parts.split_at(parts.len() / 2);
            let ((a, b), (c, d)) = (added(left), added(right));
            (
                a * Integer::from(d.clone()) + c * Integer::from(b.clone()),
                b * d,
            )
        }
    }
}

#[cfg(test)]
mod tests;
