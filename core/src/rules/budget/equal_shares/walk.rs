//! One sequence of purchases for a whole range of endowments, or as few sequences as it takes.
//!
//! A walk follows the rounds of the method with bounds that hold for every endowment of a range
//! (see [`enclosure`](super::enclosure)). Where the bounds tell who is next, one step serves
//! the whole range. Where they do not, the range is halved and each half is walked on from the
//! round reached; at a single endowment the projects still in question are compared exactly
//! (see [`exact`](super::exact)). So the result is that of the plain method at every endowment.

use std::cmp::Ordering;

use super::election::{Election, Ties};
use super::enclosure::{Price, price};
use super::endowment::{Endowments, scaled};
use super::exact::{Exact, ExactPrice, Hints};
use crate::id::{IdVec, OptionId};
use crate::num::Natural;
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::sort::sort;

/// What an add1 scan looks for in the outcome at an endowment.
pub(super) trait Watch {
    /// The verdict that makes this outcome the last: the projects bought, and their cost.
    fn complete(&self, bought: &[Bought], cost: u128) -> Option<&'static str>;
    /// True when this cost is too much, so that the run need not go on.
    fn overspent(&self, cost: u128) -> bool;
}

/// Why a scan ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The outcome at this step is the first that costs too much.
    Overspent(u64),
    /// The outcome at this step is complete, with the verdict.
    Complete(u64, &'static str),
}

/// A purchase.
#[derive(Clone, Debug)]
pub(super) struct Bought {
    pub(super) project: OptionId,
    /// The projects that were equally good, where there was a tie.
    pub(super) tied: Vec<OptionId>,
    /// Bounds of the price in fixed point.
    pub(super) low: i64,
    high: i64,
}

/// A project that may be next, with bounds of its price.
#[derive(Clone, Copy, Debug)]
struct Bid {
    project: OptionId,
    low: i64,
    /// `None` where it is not certain that its supporters can pay.
    high: Option<i64>,
    /// Every supporter pays the same, cost over votes, at every endowment of the range.
    all_rich: bool,
}

/// What is known after some rounds, for a range of endowments.
#[derive(Clone)]
struct Path {
    shift: i32,
    lo: Vec<i64>,
    hi: Vec<i64>,
    /// Lower bounds of prices; a price never falls during a run.
    low: IdVec<OptionId, i64>,
    alive: Vec<OptionId>,
    bought: Vec<Bought>,
    cost: u128,
}

/// What the bounds say about the next purchase.
enum Next {
    Nobody,
    One(Bid),
    /// Equally good for certain.
    Tied(Vec<Bid>),
    Undecided(Vec<Bid>),
}

/// Walks ranges of endowments.
pub(super) struct Walker<'e, 'a> {
    election: &'e Election<'a>,
    endowments: &'e Endowments,
    pub(super) ties: Ties,
    /// The sequence of the last finished walk: a guess for the next.
    previous: Vec<OptionId>,
    /// Ranges halved since this was last set to zero.
    pub(super) splits: u32,
    /// Ranges walked, whole or halved: the unit of work.
    walked: u64,
}

/// The purchases at one endowment, with exact prices.
pub(super) struct Run<'e, 'a> {
    pub(super) bought: Vec<Bought>,
    pub(super) cost: u128,
    /// Exact prices and money, unless they cannot be had (see `weights`).
    pub(super) exact: Option<Exact<'e, 'a>>,
    /// The most the voters of each class may hold, in units of `2^-shift` minor units.
    pub(super) most: Vec<i64>,
    pub(super) shift: i32,
}

impl<'e, 'a> Walker<'e, 'a> {
    pub(super) fn new(election: &'e Election<'a>, endowments: &'e Endowments) -> Self {
        Self {
            election,
            endowments,
            ties: Ties::default(),
            previous: Vec::new(),
            splits: 0,
            walked: 0,
        }
    }

    /// The complete run at one step, with exact prices.
    pub(super) fn run(&mut self, step: u64, cx: &mut Count<'_>) -> Result<Run<'e, 'a>, CountError> {
        let mut path = self.start(step, step);
        let mut exact = self.exact(step);
        loop {
            let next = self.choose(&mut path);
            let Some((bid, tied)) = self.settle(next, &mut path, exact.as_ref(), cx)? else {
                return Ok(Run {
                    bought: path.bought,
                    cost: path.cost,
                    exact,
                    most: path.hi,
                    shift: path.shift,
                });
            };
            self.buy_exactly(&mut path, bid, tied, exact.as_mut());
        }
    }

    /// The state before the first purchase, where exact numbers can be had.
    fn exact(&self, step: u64) -> Option<Exact<'e, 'a>> {
        let exact = self.election.exact();
        exact.then(|| Exact::new(self.election, self.endowments.at(step)))
    }

    /// Buys at the exact price, or between bounds where there is none.
    fn buy_exactly(
        &self,
        path: &mut Path,
        bid: Bid,
        tied: Vec<OptionId>,
        exact: Option<&mut Exact<'e, 'a>>,
    ) {
        let (mut low, mut high) = (bid.low, bid.high.unwrap_or(bid.low));
        if let Some(exact) = exact {
            let Some(price) = exact.price(bid.project, &path.hints(bid)) else {
                path.alive.retain(|project| *project != bid.project);
                return;
            };
            (low, high) = exact.fixed(bid.project, &price, path.shift);
            exact.buy(bid.project, price);
        }
        self.buy(path, bid.project, low, high, tied);
    }

    /// Walks all steps from `first` to `last`; the first that ends the scan, if one does.
    pub(super) fn scan(
        &mut self,
        first: u64,
        last: u64,
        watch: &dyn Watch,
        cx: &mut Count<'_>,
    ) -> Result<Option<End>, CountError> {
        let path = self.start(first, last);
        self.walk(first, last, path, watch, cx)
    }

    /// Before the first purchase of a range.
    fn start(&self, first: u64, last: u64) -> Path {
        let voters = self.election.voters;
        let spread = self.election.weights.as_ref().map(|weights| weights.spread);
        let shift = self
            .endowments
            .shift(last, voters.max(spread.unwrap_or_default()));
        let (lo, _) = self.endowments.fixed(first, shift);
        let (_, hi) = self.endowments.fixed(last, shift);
        let classes = self.election.papers.len();
        let money = u128::from(voters) * u128::from(hi.unsigned_abs());
        let mut alive = self.election.candidates();
        let mut low = IdVec::filled(self.election.budget.options.len(), 0);
        // What costs more than all money is out; the cost of the others fits the fixed point.
        // No price is below cost over votes.
        alive.retain(|project| {
            let cost = scaled(self.election.cost(*project), shift);
            let cost = cost.filter(|(cost, _)| u128::from(cost.unsigned_abs()) <= money);
            low[*project] = cost.map_or(0, |(cost, _)| cost / self.election.votes[*project]);
            cost.is_some()
        });
        Path {
            shift,
            lo: vec![lo; classes],
            hi: vec![hi; classes],
            low,
            alive,
            bought: Vec::new(),
            cost: 0,
        }
    }

    fn walk(
        &mut self,
        first: u64,
        last: u64,
        mut path: Path,
        watch: &dyn Watch,
        cx: &mut Count<'_>,
    ) -> Result<Option<End>, CountError> {
        self.walked = self.walked.saturating_add(1);
        cx.step(self.walked, 0)?;
        let mut exact: Option<Exact<'e, 'a>> = None;
        loop {
            let next = self.choose(&mut path);
            if matches!(next, Next::Undecided(_)) {
                if first < last {
                    return self.halve(first, last, &path, watch, cx);
                }
                if exact.is_none() && self.election.exact() {
                    exact = Some(self.replay(first, &mut path));
                }
            }
            let Some((bid, tied)) = self.settle(next, &mut path, exact.as_ref(), cx)? else {
                self.previous = path.bought.iter().map(|bought| bought.project).collect();
                let verdict = watch.complete(&path.bought, path.cost);
                return Ok(verdict.map(|verdict| End::Complete(first, verdict)));
            };
            self.buy_exactly(&mut path, bid, tied, exact.as_mut());
            if watch.overspent(path.cost) {
                return Ok(Some(End::Overspent(first)));
            }
        }
    }

    /// The left half keeps the lower ends and the right half the upper; the other ends are
    /// computed anew along the purchases made so far, which are the same for the whole range.
    fn halve(
        &mut self,
        first: u64,
        last: u64,
        path: &Path,
        watch: &dyn Watch,
        cx: &mut Count<'_>,
    ) -> Result<Option<End>, CountError> {
        self.splits = self.splits.saturating_add(1);
        let middle = first + (last - first) / 2;
        let mut left = path.clone();
        left.hi.fill(self.endowments.fixed(middle, path.shift).1);
        for bought in &mut left.bought {
            bought.low = self.low(&left.hi, left.shift, bought);
            self.election
                .pay(&mut left.hi, bought.project, bought.low, false);
        }
        if let Some(end) = self.walk(first, middle, left, watch, cx)? {
            return Ok(Some(end));
        }
        let mut right = path.clone();
        right
            .lo
            .fill(self.endowments.fixed(middle + 1, path.shift).0);
        for bought in &mut right.bought {
            bought.high = self.high(&right.lo, right.shift, bought);
            self.election
                .pay(&mut right.lo, bought.project, bought.high, true);
        }
        self.walk(middle + 1, last, right, watch, cx)
    }

    /// The exact state after the purchases of a path, whose bounds become as tight as can be.
    fn replay(&self, step: u64, path: &mut Path) -> Exact<'e, 'a> {
        let mut exact = Exact::new(self.election, self.endowments.at(step));
        let (lo, hi) = self.endowments.fixed(step, path.shift);
        path.lo.fill(lo);
        path.hi.fill(hi);
        for at in 0..path.bought.len() {
            let Some(bought) = path.bought.get(at) else {
                break;
            };
            let bid = Bid {
                project: bought.project,
                low: bought.low,
                high: Some(bought.high),
                all_rich: false,
            };
            let Some(price) = exact.price(bid.project, &path.hints(bid)) else {
                continue; // it was bought, so it can be paid
            };
            let (low, high) = exact.fixed(bid.project, &price, path.shift);
            exact.buy(bid.project, price);
            path.take(self.election, bid.project, low, high);
        }
        exact
    }

    /// A lower bound of the price of a purchase when voters hold at most `hi`.
    fn low(&self, hi: &[i64], shift: i32, bought: &Bought) -> i64 {
        match self.search(hi, shift, bought.project, bought.low, i64::MAX, false) {
            Price::Found { floor, .. } => floor,
            _ => bought.low,
        }
    }

    /// An upper bound of the price of a purchase when voters hold at least `lo`.
    fn high(&self, lo: &[i64], shift: i32, bought: &Bought) -> i64 {
        match self.search(lo, shift, bought.project, bought.low, i64::MAX, true) {
            Price::Found { floor, exact, .. } => floor + i64::from(!exact),
            _ => bought.high,
        }
    }

    fn search(
        &self,
        money: &[i64],
        shift: i32,
        project: OptionId,
        start: i64,
        limit: i64,
        up: bool,
    ) -> Price {
        let Some((down, upper)) = scaled(self.election.cost(project), shift) else {
            return Price::Unaffordable;
        };
        let cost = if up { upper } else { down };
        if let Some(sides) = self.election.sides(project, cost) {
            return sides.price(money, start, limit, up);
        }
        let supporters = &self.election.supporters[project];
        price(money, &self.election.papers, supporters, cost, start, limit)
    }

    /// What the bounds say about the next purchase: "the project with the least price per unit
    /// of utility among those whose supporters can pay it".
    fn choose(&self, path: &mut Path) -> Next {
        let guess = self.previous.get(path.bought.len()).copied();
        let guess = guess
            .filter(|project| path.alive.contains(project))
            .or_else(|| self.likeliest(path));
        let others = path.alive.iter().copied().filter(|p| Some(*p) != guess);
        let order: Vec<OptionId> = guess.into_iter().chain(others).collect();
        let mut bids: Vec<Bid> = Vec::new();
        let mut best: Option<(OptionId, i64)> = None;
        for project in order {
            let mut limit = i64::MAX;
            if let Some((ahead, high)) = best {
                limit = self.same_rate(high, ahead, project);
                if path.low[project] > limit {
                    continue;
                }
            }
            let start = path.low[project];
            match self.search(&path.hi, path.shift, project, start, limit, false) {
                Price::Unaffordable => path.alive.retain(|other| *other != project),
                Price::Above(low) => path.low[project] = low,
                Price::Found { floor: low, .. } => {
                    path.low[project] = low;
                    if low > limit {
                        continue;
                    }
                    let bid = self.bid(path, project, low);
                    let ahead = |high| {
                        best.is_none_or(|best| self.rate_order((project, high), best).is_lt())
                    };
                    if let Some(high) = bid.high.filter(|high| ahead(*high)) {
                        best = Some((project, high));
                    }
                    bids.push(bid);
                }
            }
        }
        if let Some((ahead, high)) = best {
            bids.retain(|bid| bid.low <= self.same_rate(high, ahead, bid.project));
        }
        self.among(bids)
    }

    /// The project with the least lower bound.
    fn likeliest(&self, path: &Path) -> Option<OptionId> {
        let low = |project: &OptionId| (*project, path.low[*project]);
        let alive = path.alive.iter();
        alive
            .copied()
            .min_by(|a, b| self.rate_order(low(a), low(b)))
    }

    fn bid(&self, path: &Path, project: OptionId, low: i64) -> Bid {
        match self.search(&path.lo, path.shift, project, low, i64::MAX, true) {
            Price::Found {
                floor,
                exact,
                all_rich,
            } => Bid {
                project,
                low,
                high: Some(floor + i64::from(!exact)),
                all_rich,
            },
            _ => Bid {
                project,
                low,
                high: None,
                all_rich: false,
            },
        }
    }

    /// Decides among projects whose bounds overlap, where that is certain.
    fn among(&self, mut bids: Vec<Bid>) -> Next {
        // Where every supporter of both pays in full, prices are costs over utilities: exact.
        if bids.iter().filter(|bid| bid.all_rich).count() > 1 {
            let full = bids
                .iter()
                .map(|bid| bid.all_rich.then(|| self.full(bid.project)));
            let full: Vec<Option<(Natural, Natural)>> = full.map(Option::flatten).collect();
            let order =
                |a: &(Natural, Natural), b: &(Natural, Natural)| (&a.0 * &b.1).cmp(&(&b.0 * &a.1));
            let best = full.iter().flatten().min_by(|a, b| order(a, b));
            let mut full_of = full.iter();
            bids.retain_mut(|bid| {
                let full = full_of.next().and_then(Option::as_ref);
                bid.all_rich = full.is_some();
                full.zip(best)
                    .is_none_or(|(full, best)| order(full, best).is_eq())
            });
        }
        let Some(first) = bids.first().copied() else {
            return Next::Nobody;
        };
        if bids.len() == 1 && first.high.is_some() {
            return Next::One(first);
        }
        let equal = bids.iter().all(|bid| bid.all_rich)
            || (first.high.is_some()
                && bids
                    .iter()
                    .all(|bid| self.election.twins(first.project, bid.project)));
        if equal {
            return Next::Tied(bids);
        }
        Next::Undecided(bids)
    }

    /// Turns what the bounds say into a purchase and the projects tied with it, exactly where
    /// the bounds leave it open; `None` when nothing can be bought. Projects that turn out
    /// unaffordable are taken off the path.
    fn settle(
        &mut self,
        mut next: Next,
        path: &mut Path,
        exact: Option<&Exact<'e, 'a>>,
        cx: &mut Count<'_>,
    ) -> Result<Option<(Bid, Vec<OptionId>)>, CountError> {
        loop {
            let bids = match (next, exact) {
                (Next::Nobody, _) => return Ok(None),
                (Next::Undecided(_), None) => return Err(too_fine()),
                (Next::One(bid), _) => vec![bid],
                (Next::Tied(bids), _) => bids,
                (Next::Undecided(bids), Some(exact)) => cheapest(exact, path, &bids),
            };
            match bids.as_slice() {
                [] => next = self.choose(path),
                [bid] => return Ok(Some((*bid, Vec::new()))),
                [first, ..] => {
                    let mut tied: Vec<OptionId> = bids.iter().map(|bid| bid.project).collect();
                    sort(&mut tied);
                    let chosen = self.ties.decide(self.election, &tied, cx)?;
                    let bid = bids.iter().find(|bid| bid.project == chosen);
                    return Ok(Some((*bid.unwrap_or(first), tied)));
                }
            }
        }
    }

    fn buy(&self, path: &mut Path, project: OptionId, low: i64, high: i64, tied: Vec<OptionId>) {
        path.take(self.election, project, low, high);
        path.alive.retain(|other| *other != project);
        path.cost += u128::from(self.election.cost(project));
        path.bought.push(Bought {
            project,
            tied,
            low,
            high,
        });
    }

    /// The order of two prices per unit of utility, as near as bounds tell.
    fn rate_order(&self, a: (OptionId, i64), b: (OptionId, i64)) -> Ordering {
        let unit = |project| i128::from(self.election.bounds(project).0);
        (i128::from(a.1) * unit(b.0)).cmp(&(i128::from(b.1) * unit(a.0)))
    }

    /// A price of `project` above which it certainly costs more a unit than `ahead` at `high`.
    fn same_rate(&self, high: i64, ahead: OptionId, project: OptionId) -> i64 {
        let product = i128::from(high) * i128::from(self.election.bounds(project).1);
        let limit = product.checked_div(i128::from(self.election.bounds(ahead).0));
        limit
            .and_then(|limit| i64::try_from(limit).ok())
            .unwrap_or(i64::MAX)
    }

    /// Cost over all utility of the supporters, but for a factor common to all projects.
    fn full(&self, project: OptionId) -> Option<(Natural, Natural)> {
        let (above, below) = self.election.utilities.each(project);
        let all = Natural::try_from(self.election.full(project)?).ok()?;
        let cost = Natural::from(self.election.cost(project));
        Some((cost * Natural::from(below), all * Natural::from(above)))
    }
}

/// Bounds leave a comparison open, and the exact numbers would be beyond all measure.
pub(super) fn too_fine() -> CountError {
    Problem::error("utility-too-fine")
        .path("utility")
        .expected("cost, cardinality or relative-cardinality")
        .into()
}

/// The cheapest per unit among bids by exact prices: one, or several equal ones.
fn cheapest(exact: &Exact<'_, '_>, path: &mut Path, bids: &[Bid]) -> Vec<Bid> {
    let mut best: Option<(ExactPrice, Vec<Bid>)> = None;
    for bid in bids {
        let Some(price) = exact.price(bid.project, &path.hints(*bid)) else {
            path.alive.retain(|project| *project != bid.project);
            continue;
        };
        match &mut best {
            Some((least, equal)) => {
                let ahead = equal.first().map_or(bid.project, |bid| bid.project);
                match exact.compare((bid.project, &price), (ahead, least)) {
                    Ordering::Less => best = Some((price, vec![*bid])),
                    Ordering::Equal => equal.push(*bid),
                    Ordering::Greater => {}
                }
            }
            None => best = Some((price, vec![*bid])),
        }
    }
    best.map(|(_, equal)| equal).unwrap_or_default()
}

impl Path {
    fn hints(&self, bid: Bid) -> Hints<'_> {
        Hints {
            lo: &self.lo,
            hi: &self.hi,
            low: bid.low,
            high: bid.high,
        }
    }

    fn take(&mut self, election: &Election<'_>, project: OptionId, low: i64, high: i64) {
        election.pay(&mut self.lo, project, high, true);
        election.pay(&mut self.hi, project, low, false);
    }
}
