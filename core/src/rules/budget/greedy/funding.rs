//! The money and what it went to: the loop of greedy.

use std::cmp::Ordering;

use super::bounds::Bounds;
use super::measure::Measure;
use super::{By, Unfit};
use crate::id::OptionId;
use crate::instance::Budget;
use crate::outcome::Outcome;
use crate::rule::paper::Share;
use crate::rule::{Count, CountError};
use crate::rules::shared::subset::Subset;
use crate::sort::sort_by;
use crate::tie::Tie;
use crate::transcript::Event;

/// The state between two projects.
pub(super) struct Funding<'a> {
    budget: &'a Budget,
    pub(super) measure: Measure<'a>,
    bounds: Bounds<'a>,
    by: By,
    pub(super) selected: Vec<OptionId>,
    amounts: Vec<(OptionId, u64)>,
    pub(super) left: u64,
    /// Projects neither funded nor passed over yet.
    open: Vec<OptionId>,
    /// Projects passed over because of an upper bound.
    full: Vec<OptionId>,
}

impl<'a> Funding<'a> {
    pub(super) fn new(budget: &'a Budget, measure: Measure<'a>, by: By, most: Option<u32>) -> Self {
        Self {
            budget,
            measure,
            bounds: Bounds::new(budget, most),
            by,
            selected: Vec::new(),
            amounts: Vec::new(),
            left: budget.budget,
            open: Vec::new(),
            full: Vec::new(),
        }
    }

    pub(super) fn has_least(&self) -> bool {
        self.bounds.has_least()
    }

    /// Whether every lower bound can be met from these projects.
    pub(super) fn completable(&self, projects: &[OptionId]) -> Result<bool, CountError> {
        self.bounds.completable(self.left, projects.to_vec())
    }

    /// Goes through these projects, best first, equal ones in file order.
    pub(super) fn fund_all(
        &mut self,
        mut projects: Vec<OptionId>,
        unfit: Unfit,
        share: Share,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        sort_by(&mut projects, &mut |a, b| self.measure.compare(*a, *b));
        self.open = projects;
        let mut done = 0;
        while let Some(first) = self.open.first().copied() {
            cx.step(
                done,
                done.saturating_add(u64::from(crate::id::len32(self.open.len()))),
            )?;
            done = done.saturating_add(1);
            let equal = |next: &OptionId| self.measure.compare(first, *next) == Ordering::Equal;
            let tied: Vec<OptionId> = self.open.iter().copied().take_while(equal).collect();
            let go_on = match unfit {
                Unfit::Skip if self.measure.moves() => self.fund_next(&tied, cx)?,
                Unfit::Skip => self.fund_those_that_fit(tied, cx)?,
                _ => self.fund_until_one_does_not_fit(tied, unfit, share, cx)?,
            };
            if !go_on {
                for project in std::mem::take(&mut self.open) {
                    self.skip(project, "after-stop", cx);
                }
            }
            if self.measure.moves() {
                let mut open = std::mem::take(&mut self.open);
                sort_by(&mut open, &mut |a, b| {
                    self.measure.compare(*a, *b).then_with(|| a.cmp(b))
                });
                self.open = open;
            }
        }
        Ok(())
    }

    /// What upper bounds kept out goes once more, without these bounds, with what is left.
    pub(super) fn open_bounds(&mut self, cx: &mut Count<'_>) -> Result<(), CountError> {
        if self.full.is_empty() {
            return Ok(());
        }
        cx.event(Event::Note {
            code: "bounds-opened",
            args: vec![self.budget.text(self.left)],
        });
        self.bounds.upper = false;
        let full = std::mem::take(&mut self.full);
        self.fund_all(full, Unfit::Skip, Share::percent(100), cx)
    }

    /// Why a project cannot be funded now.
    fn against(&self, project: OptionId) -> Result<Option<&'static str>, CountError> {
        if let Some(reason) = self.bounds.against(project) {
            return Ok(Some(reason));
        }
        if !self.fits(project) {
            return Ok(Some("does-not-fit"));
        }
        let reserve = self.has_least() && !self.bounds.allow(&[project], self.left, &self.open)?;
        Ok(reserve.then_some("reserve"))
    }

    /// Passes over what cannot be funded; returns the others.
    fn sift(
        &mut self,
        tied: &[OptionId],
        money: bool,
        cx: &mut Count<'_>,
    ) -> Result<Vec<OptionId>, CountError> {
        let mut fit = Vec::new();
        for project in tied {
            match self.against(*project)? {
                Some(reason) if money || reason != "does-not-fit" => {
                    if reason == "category-full" {
                        self.full.push(*project);
                    }
                    self.pass(*project, reason, cx);
                }
                _ => fit.push(*project),
            }
        }
        Ok(fit)
    }

    /// Greedy: of equally good projects those that fit, and a tie where not all do.
    fn fund_those_that_fit(
        &mut self,
        mut tied: Vec<OptionId>,
        cx: &mut Count<'_>,
    ) -> Result<bool, CountError> {
        let mut set = Subset::default();
        loop {
            tied = self.sift(&tied, true, cx)?;
            if self.bounds.allow(&tied, self.left, &self.open)? {
                for project in tied {
                    self.fund(project, self.budget.costs[project], cx);
                }
                return Ok(true);
            }
            // Those left out must not fit beside all that may follow.
            let enough = |open: &[OptionId], out: &[OptionId]| {
                let costs = |project: &OptionId| u128::from(self.budget.costs[*project]);
                let spent: u128 = open.iter().map(costs).sum();
                let left = u128::from(self.left).saturating_sub(spent);
                let excluded = |project: &OptionId| {
                    let rivals = self.budget.constraints.rivals(*project);
                    open.iter().any(|other| rivals.contains(other))
                };
                let fits = |project: &OptionId| costs(project) <= left && !excluded(project);
                self.bounds.has_counts() || !out.iter().any(fits)
            };
            let project = self.decide(&tied, &mut |tie| set.next(tie, &enough, cx))?;
            self.fund(project, self.budget.costs[project], cx);
            tied.retain(|other| *other != project);
        }
    }

    /// Where each project changes what the others are worth: one at a time.
    fn fund_next(&mut self, tied: &[OptionId], cx: &mut Count<'_>) -> Result<bool, CountError> {
        let fit = self.sift(tied, true, cx)?;
        if !fit.is_empty() {
            let project = self.decide(&fit, &mut |tie| cx.tie(tie))?;
            self.fund(project, self.budget.costs[project], cx);
        }
        Ok(true)
    }

    /// Greedy-no-skip: "stop at the first project that does not fit". What a bound keeps out is
    /// passed over, as if it were not on the list.
    fn fund_until_one_does_not_fit(
        &mut self,
        mut tied: Vec<OptionId>,
        unfit: Unfit,
        share: Share,
        cx: &mut Count<'_>,
    ) -> Result<bool, CountError> {
        loop {
            tied = self.sift(&tied, false, cx)?;
            if self.measure.moves() || !self.bounds.allow(&tied, self.left, &self.open)? {
                if tied.is_empty() {
                    return Ok(true);
                }
                let project = self.decide(&tied, &mut |tie| cx.tie(tie))?;
                tied.retain(|other| *other != project);
                if !self.fits(project) {
                    self.last(project, unfit, share, cx);
                    return Ok(false);
                }
                self.fund(project, self.budget.costs[project], cx);
                if self.measure.moves() {
                    return Ok(true);
                }
                continue;
            }
            for project in tied {
                self.fund(project, self.budget.costs[project], cx);
            }
            return Ok(true);
        }
    }

    /// The first project that does not fit, where funding ends: it gets nothing; or what is left,
    /// where that is enough of its cost.
    fn last(&mut self, project: OptionId, unfit: Unfit, share: Share, cx: &mut Count<'_>) {
        let cost = self.budget.costs[project];
        let enough = self.left > 0 && share.is_met(self.left, cost, self.budget.scale);
        let code = match unfit {
            Unfit::TopUp if enough => "topped-up",
            Unfit::Partial if enough => "funded-in-part",
            _ => return self.pass(project, "does-not-fit", cx),
        };
        let amount = self.left;
        let missing = cost.saturating_sub(amount);
        cx.event(Event::Note {
            code,
            args: vec![
                self.budget.options.id(project).to_owned(),
                self.budget.text(amount),
                self.budget.text(missing),
            ],
        });
        self.amounts.push((project, amount));
        self.fund(project, amount, cx);
    }

    fn fits(&self, project: OptionId) -> bool {
        self.budget.costs[project] <= self.left
    }

    fn decide(
        &self,
        tied: &[OptionId],
        by: &mut dyn FnMut(&Tie<'_>) -> Result<OptionId, CountError>,
    ) -> Result<OptionId, CountError> {
        let cost = |project| self.budget.costs[project];
        let votes = |project| self.measure.tallies.of[project];
        by(&Tie {
            cost: Some(&cost),
            votes: Some(&votes),
            ..Tie::new("fund", tied, true, &self.budget.options)
        })
    }

    fn fund(&mut self, project: OptionId, amount: u64, cx: &mut Count<'_>) {
        self.left = self.left.saturating_sub(amount);
        self.selected.push(project);
        self.bounds.fund(project, amount);
        self.open.retain(|other| *other != project);
        cx.event(Event::Fund {
            project,
            cost: self.budget.text(amount),
            by: self.by.word(),
            amount: self.measure.amount(project),
            left: self.budget.text(self.left),
        });
        self.measure.funded(&self.selected, project);
    }

    fn pass(&mut self, project: OptionId, reason: &'static str, cx: &mut Count<'_>) {
        self.open.retain(|other| *other != project);
        self.skip(project, reason, cx);
    }

    fn skip(&self, project: OptionId, reason: &'static str, cx: &mut Count<'_>) {
        cx.event(Event::Skip {
            project,
            reason,
            cost: self.budget.text(self.budget.costs[project]),
            available: match reason {
                "exclusive" => self.rival(project),
                _ => self.budget.text(self.left),
            },
        });
    }

    /// The funded project that excludes another.
    fn rival(&self, project: OptionId) -> String {
        let rivals = self.budget.constraints.rivals(project);
        let funded = self.selected.iter().find(|other| rivals.contains(other));
        funded
            .map_or("", |other| self.budget.options.id(*other))
            .to_owned()
    }

    pub(super) fn outcome(self) -> Outcome {
        Outcome::Funded {
            cost: self.budget.budget.saturating_sub(self.left),
            selected: self.selected,
            left: self.left,
            amounts: self.amounts,
        }
    }
}
