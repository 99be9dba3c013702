//! What restricts greedy beside the money: categories and projects that exclude each other.
//!
//! Upper bounds and exclusions are simple: a project that would break one is passed over. For
//! lower bounds money is reserved: a project is funded only where, beside it, some set of the
//! projects still open meets every lower bound and keeps all upper bounds, exclusions and the
//! budget. So every lower bound is met in the end, or cannot be met from the start: if what is
//! funded can be completed and the next project is passed over, the completion did not hold it.
//!
//! The set is searched exactly, cheapest projects first: an unmet bound needs one of its open
//! projects, so each is tried in turn without those tried before it. What the cheapest projects
//! and all projects of a category would give cuts the search short.

use std::rc::Rc;

use crate::id::{IdVec, OptionId, len32};
use crate::instance::{Budget, Category};
use crate::problem::Problem;
use crate::rule::CountError;
use crate::sort::sort_by;

/// Sets looked at in one search; beyond, the bounds are too tangled to be decided.
const MOST_SETS: u64 = 200_000;

/// Categories and exclusions, and what they have got so far.
#[derive(Clone)]
pub(super) struct Bounds<'a> {
    budget: &'a Budget,
    /// Categories with bounds, by place.
    categories: Vec<&'a Category>,
    /// The places of the categories of each project.
    of: Rc<IdVec<OptionId, Vec<u32>>>,
    /// Cost and number of funded projects of each category.
    got: Vec<(u64, u32)>,
    /// Projects that a funded one excludes.
    excluded: IdVec<OptionId, bool>,
    has_least: bool,
    /// Nothing restricts the choice but money.
    plain: bool,
    /// How many more projects may be funded.
    room: Option<u32>,
    /// Upper bounds are kept: not so in the round of `rest=open`.
    pub(super) upper: bool,
}

impl<'a> Bounds<'a> {
    pub(super) fn new(budget: &'a Budget, most: Option<u32>) -> Self {
        let categories = budget.constraints.categories.iter();
        let categories: Vec<&Category> = categories.filter(|c| c.is_bounded()).collect();
        let mut of = IdVec::filled(budget.options.len(), Vec::new());
        for (at, category) in (0u32..).zip(&categories) {
            for project in &category.projects {
                of[*project].push(at);
            }
        }
        Self {
            budget,
            got: vec![(0, 0); categories.len()],
            has_least: categories.iter().any(|category| category.has_least()),
            plain: categories.is_empty()
                && budget.constraints.exclusive.is_empty()
                && most.is_none(),
            room: most,
            categories,
            of: Rc::new(of),
            excluded: IdVec::filled(budget.options.len(), false),
            upper: true,
        }
    }

    /// True where more than money and exclusions can make a set impossible.
    pub(super) fn has_counts(&self) -> bool {
        self.room.is_some() || !self.categories.is_empty()
    }

    /// True where some category must get something.
    pub(super) fn has_least(&self) -> bool {
        self.has_least
    }

    /// Why a project cannot be funded beside what is, money aside.
    pub(super) fn against(&self, project: OptionId) -> Option<&'static str> {
        if self.room == Some(0) {
            return Some("enough");
        }
        if self.excluded[project] {
            return Some("exclusive");
        }
        let cost = self.budget.costs[project];
        let full = |at: &u32| {
            let (Some(category), Some((spent, count))) = (self.category(*at), self.got(*at)) else {
                return false;
            };
            let dear = |most: u64| spent.saturating_add(cost) > most;
            category.max_cost.is_some_and(dear) || category.max_count == Some(count)
        };
        let full = self.upper && self.of[project].iter().any(full);
        full.then_some("category-full")
    }

    /// Takes a project in. What a category has got stays below 2^64: it is part of the budget.
    pub(super) fn fund(&mut self, project: OptionId, amount: u64) {
        if self.plain {
            return;
        }
        self.room = self.room.map(|room| room.saturating_sub(1));
        for at in &self.of[project] {
            if let Some((spent, count)) = self.got.get_mut(crate::id::ix(*at)) {
                *spent = spent.saturating_add(amount);
                *count = count.saturating_add(1);
            }
        }
        if !self.budget.constraints.exclusive.is_empty() {
            for rival in self.budget.constraints.rivals(project) {
                self.excluded[rival] = true;
            }
        }
    }

    /// Whether these can all be funded, and what is left then completed from `open`.
    pub(super) fn allow(
        &self,
        projects: &[OptionId],
        left: u64,
        open: &[OptionId],
    ) -> Result<bool, CountError> {
        if self.plain {
            let costs = projects.iter().map(|p| u128::from(self.budget.costs[*p]));
            return Ok(costs.sum::<u128>() <= u128::from(left));
        }
        let mut next = self.clone();
        let mut left = left;
        for project in projects {
            let cost = self.budget.costs[*project];
            if cost > left || next.against(*project).is_some() {
                return Ok(false);
            }
            left = left.saturating_sub(cost);
            next.fund(*project, cost);
        }
        if !self.has_least {
            return Ok(true);
        }
        let rest: Vec<OptionId> = open
            .iter()
            .filter(|p| !projects.contains(p))
            .copied()
            .collect();
        next.completable(left, rest)
    }

    /// Whether some set of open projects meets every lower bound.
    pub(super) fn completable(&self, left: u64, open: Vec<OptionId>) -> Result<bool, CountError> {
        let mut open = open;
        sort_by(&mut open, &mut |a, b| {
            let cost = |project: &OptionId| (self.budget.costs[*project], *project);
            cost(a).cmp(&cost(b))
        });
        let mut looked = 0;
        self.search(left, &open, &mut looked)
    }

    fn search(&self, left: u64, open: &[OptionId], looked: &mut u64) -> Result<bool, CountError> {
        *looked = looked.saturating_add(1);
        if *looked > MOST_SETS {
            let problem = Problem::error("bounds-too-tangled").found(MOST_SETS.to_string());
            return Err(problem.into());
        }
        let unmet = (0u32..).zip(&self.categories).find(|(at, category)| {
            let (spent, count) = self.got(*at).unwrap_or_default();
            spent < category.min_cost || count < category.min_count
        });
        let Some((at, category)) = unmet else {
            return Ok(true);
        };
        let fits = |project: &&OptionId| {
            self.budget.costs[**project] <= left
                && self.of[**project].contains(&at)
                && self.against(**project).is_none()
        };
        let useful: Vec<OptionId> = open.iter().filter(fits).copied().collect();
        if !self.can_meet(at, category, left, &useful) {
            return Ok(false);
        }
        let mut rest = open.to_vec();
        for project in useful {
            rest.retain(|other| *other != project);
            let cost = self.budget.costs[project];
            let mut next = self.clone();
            next.fund(project, cost);
            if next.search(left.saturating_sub(cost), &rest, looked)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// False where all useful projects (cheapest first) together cannot meet the bound, or the
    /// fewest that its count needs cost too much.
    fn can_meet(&self, at: u32, category: &Category, left: u64, useful: &[OptionId]) -> bool {
        let (spent, count) = self.got(at).unwrap_or_default();
        let cost = |project: &OptionId| u128::from(self.budget.costs[*project]);
        let all: u128 = useful.iter().map(cost).sum();
        let missing = category.min_count.saturating_sub(count);
        let cheapest = useful.iter().take(crate::id::ix(missing)).map(cost);
        all.saturating_add(u128::from(spent)) >= u128::from(category.min_cost)
            && len32(useful.len()) >= missing
            && cheapest.sum::<u128>() <= u128::from(left)
    }

    fn category(&self, at: u32) -> Option<&'a Category> {
        self.categories.get(crate::id::ix(at)).copied()
    }

    fn got(&self, at: u32) -> Option<(u64, u32)> {
        self.got.get(crate::id::ix(at)).copied()
    }
}
