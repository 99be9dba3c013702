//! The 0/1 knapsack in whole units of profit, exactly: bounds fix most items, lists of partial
//! sets decide on the rest.

use crate::id::{OptionId, ix, len32};
use crate::num::Natural;
use crate::rule::{Count, CountError};

/// Partial sets kept at most.
const MOST_SETS: u64 = 1 << 22;

/// A project with its cost and what it is worth, above zero.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) project: OptionId,
    pub(super) cost: u64,
    pub(super) profit: Natural,
}

/// Items by profit per cost, some of them already decided.
pub(super) struct Solver {
    items: Vec<Item>,
    capacity: u64,
    /// In or out, where that is decided.
    fixed: Vec<Option<bool>>,
    /// The greatest profit, once it is known.
    optimum: Option<Natural>,
}

/// Tells progress; an error stops the search.
type Tick<'a> = &'a mut dyn FnMut(u64) -> Result<(), CountError>;

impl Solver {
    /// Items by profit per cost, densest first, none dearer than the capacity.
    pub(super) fn new(items: Vec<Item>, capacity: u64) -> Self {
        let fixed = vec![None; items.len()];
        Self {
            items,
            capacity,
            fixed,
            optimum: None,
        }
    }

    pub(super) fn project(&self, at: u32) -> OptionId {
        self.items[ix(at)].project
    }

    /// Decides that an item is in or out.
    pub(super) fn fix(&mut self, at: u32, taken: bool) {
        self.fixed[ix(at)] = Some(taken);
    }

    /// A best set, as far as decided; ascending.
    pub(super) fn best(&mut self, cx: &mut Count<'_>) -> Result<Vec<u32>, CountError> {
        let mut tick = |done| cx.step(done, MOST_SETS);
        let found = self.find(&self.fixed, self.optimum.as_ref(), &mut tick)?;
        let set = found.unwrap_or_default();
        let profit = |at: &u32| &self.items[ix(*at)].profit;
        self.optimum = Some(set.iter().map(profit).sum());
        Ok(set)
    }

    /// The items that are in some of the best sets and not in all, given one of them.
    pub(super) fn free(&self, best: &[u32], cx: &mut Count<'_>) -> Result<Vec<u32>, CountError> {
        let mut free = Vec::new();
        for at in 0..len32(self.items.len()) {
            if self.fixed[ix(at)].is_none() {
                let mut fixed = self.fixed.clone();
                fixed[ix(at)] = Some(!best.contains(&at));
                let mut tick = |done| cx.step(done, MOST_SETS);
                let found = self.find(&fixed, self.optimum.as_ref(), &mut tick)?;
                free.extend(found.map(|_| at));
            }
        }
        Ok(free)
    }

    /// Whether some best set has all of these and none of those. Where that cannot be found out
    /// within the limit it is taken to be so: what is looked for there then says that it is not.
    pub(super) fn is_best(&self, with: &[u32], without: &[u32]) -> bool {
        let mut fixed = self.fixed.clone();
        for (list, taken) in [(with, true), (without, false)] {
            for at in list {
                fixed[ix(*at)] = Some(taken);
            }
        }
        let found = self.find(&fixed, self.optimum.as_ref(), &mut |_| Ok(()));
        found.map_or(true, |set| set.is_some())
    }

    /// A set of the greatest profit, or, with `least`, any set of at least that profit, if there
    /// is one. Ascending.
    fn find(
        &self,
        fixed: &[Option<bool>],
        least: Option<&Natural>,
        tick: Tick<'_>,
    ) -> Result<Option<Vec<u32>>, CountError> {
        let all = 0..len32(self.items.len());
        let taken: Vec<u32> = all
            .clone()
            .filter(|at| fixed[ix(*at)] == Some(true))
            .collect();
        let cost: u128 = taken
            .iter()
            .map(|at| u128::from(self.items[ix(*at)].cost))
            .sum();
        let Some(room) = u128::from(self.capacity).checked_sub(cost) else {
            return Ok(None);
        };
        let profit: Natural = taken.iter().map(|at| &self.items[ix(*at)].profit).sum();
        let fits =
            |at: &u32| fixed[ix(*at)].is_none() && u128::from(self.items[ix(*at)].cost) <= room;
        let line = Line::new(&self.items, all.filter(fits).collect());
        let (mut set, value) = match least {
            None => line.good(room),
            Some(_) => line.greedy(room, None, None),
        };
        let want = match least {
            None => value + Natural::ONE,
            Some(least) if *least <= &profit + &value => {
                return Ok(Some(joined(taken, set)));
            }
            Some(least) => least - profit,
        };
        match line.better(room, want, least.is_some(), tick)? {
            Some(better) => set = better,
            None if least.is_some() => return Ok(None),
            None => {}
        }
        Ok(Some(joined(taken, set)))
    }
}

fn joined(mut first: Vec<u32>, second: Vec<u32>) -> Vec<u32> {
    first.extend(second);
    crate::sort::sort(&mut first);
    first
}

/// A partial set: its cost and profit, and where its members are written down.
#[derive(Clone, Debug)]
struct Partial {
    cost: u128,
    profit: Natural,
    link: Option<u32>,
}

/// Items in a row by profit per cost, with sums up to each.
struct Line<'a> {
    items: &'a [Item],
    order: Vec<u32>,
    costs: Vec<u128>,
    profits: Vec<Natural>,
}

impl<'a> Line<'a> {
    fn new(items: &'a [Item], order: Vec<u32>) -> Self {
        let mut costs = vec![0];
        let mut profits = vec![Natural::ZERO];
        let (mut cost, mut profit) = (0, Natural::ZERO);
        for at in &order {
            let item = &items[ix(*at)];
            cost += u128::from(item.cost);
            profit += &item.profit;
            costs.push(cost);
            profits.push(profit.clone());
        }
        Self {
            items,
            order,
            costs,
            profits,
        }
    }

    fn len(&self) -> usize {
        self.order.len()
    }

    fn item(&self, place: usize) -> &'a Item {
        &self.items[ix(self.order[place])]
    }

    /// How many of the row from a place fit one after the other.
    fn fit(&self, room: u128, from: usize) -> usize {
        let before = self.costs[from];
        let rest = self.costs.get(from + 1..).unwrap_or_default();
        from + rest.partition_point(|cost| cost - before <= room)
    }

    /// Whether a profit can be reached with parts of items from a place on: "the profit of those
    /// that fit, and the share of the next that the rest of the room pays for".
    fn reaches(&self, need: &Natural, room: u128, from: usize) -> bool {
        let end = self.fit(room, from);
        let gain = &self.profits[end] - &self.profits[from];
        if gain >= *need {
            return true;
        }
        if end == self.len() {
            return false;
        }
        let rest = room - (self.costs[end] - self.costs[from]);
        let next = self.item(end);
        Natural::from(rest) * &next.profit >= (need - gain) * Natural::from(next.cost)
    }

    /// Takes what fits, in the order of the row, after one item and without another.
    fn greedy(
        &self,
        room: u128,
        with: Option<usize>,
        without: Option<usize>,
    ) -> (Vec<u32>, Natural) {
        let mut room = room;
        let mut profit = Natural::ZERO;
        let mut set = Vec::new();
        let rest = (0..self.len()).filter(|at| Some(*at) != with && Some(*at) != without);
        for at in with.into_iter().chain(rest) {
            let item = self.item(at);
            if let Some(left) = room.checked_sub(item.cost.into()) {
                room = left;
                profit += &item.profit;
                set.push(self.order[at]);
            }
        }
        (set, profit)
    }

    /// The best of many greedy sets: a good start.
    fn good(&self, room: u128) -> (Vec<u32>, Natural) {
        let mut best = self.greedy(room, None, None);
        for at in 0..self.len() {
            for set in [
                self.greedy(room, Some(at), None),
                self.greedy(room, None, Some(at)),
            ] {
                if set.1 > best.1 {
                    best = set;
                }
            }
        }
        best
    }

    /// A set of the greatest profit from `want` on, or just any such (`enough`); `None` where
    /// there is none.
    fn better(
        &self,
        room: u128,
        mut want: Natural,
        enough: bool,
        tick: Tick<'_>,
    ) -> Result<Option<Vec<u32>>, CountError> {
        if !self.reaches(&want, room, 0) {
            return Ok(None);
        }
        // An item before the break without which the bound is too low is in every such set; one
        // after it with which the bound is too low is in none.
        let split = self.fit(room, 0);
        let (mut sure, mut rest) = (Vec::new(), Vec::new());
        for at in 0..self.len() {
            let item = self.item(at);
            let cost = u128::from(item.cost);
            if at < split && !self.reaches(&(&want + &item.profit), room + cost, 0) {
                sure.push(self.order[at]);
            } else if at <= split || self.with(at, room, &want) {
                rest.push(self.order[at]);
            }
        }
        let cost: u128 = sure
            .iter()
            .map(|at| u128::from(self.items[ix(*at)].cost))
            .sum();
        let Some(room) = room.checked_sub(cost) else {
            return Ok(None);
        };
        let profit: Natural = sure.iter().map(|at| &self.items[ix(*at)].profit).sum();
        let core = Line::new(self.items, rest);
        let start = Partial {
            cost: 0,
            profit,
            link: None,
        };
        let found = core.lists(start, room, &mut want, enough, tick)?;
        Ok(found.map(|set| joined(sure, set)))
    }

    /// Whether a set with this item, which stands after the break, may be good enough.
    fn with(&self, at: usize, room: u128, want: &Natural) -> bool {
        let item = self.item(at);
        let Some(room) = room.checked_sub(item.cost.into()) else {
            return false;
        };
        item.profit >= *want || self.reaches(&(want - &item.profit), room, 0)
    }

    /// Lists of partial sets over the row: for each cost the worthiest only, and only those whose
    /// bound reaches what is wanted.
    fn lists(
        &self,
        start: Partial,
        room: u128,
        want: &mut Natural,
        enough: bool,
        tick: Tick<'_>,
    ) -> Result<Option<Vec<u32>>, CountError> {
        let mut members: Vec<(u32, Option<u32>)> = Vec::new();
        let mut found = (start.profit >= *want).then_some(start.link);
        let mut sets = vec![start];
        for at in 0..self.len() {
            if enough && found.is_some() {
                break;
            }
            let item = self.item(at);
            let cost = u128::from(item.cost);
            let mut with = sets.iter().filter(|set| set.cost + cost <= room).peekable();
            let mut without = sets.iter().peekable();
            let mut next: Vec<Partial> = Vec::with_capacity(sets.len());
            loop {
                // The next by cost; of equal cost the worthier first, and the one at hand first
                // where both are the same.
                let (set, is_with) = match (without.peek(), with.peek()) {
                    (None, None) => break,
                    (Some(_), None) => (without.next(), false),
                    (None, Some(_)) => (with.next(), true),
                    (Some(a), Some(b)) => {
                        let order = a.cost.cmp(&(b.cost + cost));
                        let order = order.then_with(|| (&b.profit + &item.profit).cmp(&a.profit));
                        if order.is_le() {
                            (without.next(), false)
                        } else {
                            (with.next(), true)
                        }
                    }
                };
                let Some(set) = set else { break };
                let (cost, profit) = if is_with {
                    (set.cost + cost, &set.profit + &item.profit)
                } else {
                    (set.cost, set.profit.clone())
                };
                if next.last().is_some_and(|last| last.profit >= profit) {
                    continue;
                }
                let hopeful =
                    profit >= *want || self.reaches(&(&*want - &profit), room - cost, at + 1);
                if !hopeful {
                    continue;
                }
                let link = if is_with {
                    members.push((self.order[at], set.link));
                    len32(members.len()).checked_sub(1)
                } else {
                    set.link
                };
                if profit >= *want {
                    found = Some(link);
                    *want = &profit + Natural::ONE;
                }
                next.push(Partial { cost, profit, link });
            }
            tick(u64::from(len32(members.len())))?;
            if u64::from(len32(members.len())) > MOST_SETS {
                return Err(CountError::Limit {
                    what: "knapsack-sets",
                    limit: MOST_SETS,
                });
            }
            sets = next;
        }
        Ok(found.map(|mut link| {
            let mut set = Vec::new();
            while let Some((at, before)) = link.and_then(|link| members.get(ix(link))) {
                set.push(*at);
                link = *before;
            }
            set
        }))
    }
}
