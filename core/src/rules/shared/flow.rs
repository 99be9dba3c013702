//! Costs shared among supporters so that nobody carries more than need be: exact, by maximum flow.
//!
//! Each item has a cost and supporters; every cost is paid in full by supporters of the item, in
//! whatever parts. The **least greatest load** is the smallest amount that suffices when nobody
//! pays more than it for one unit of weight. By Hall's condition it is the greatest
//! `c(T) / w(N(T))` over sets T of items, with `c(T)` their cost and `w(N(T))` the weight of all
//! who support one of them; the largest T that reaches it is the [`Sharing::tight`] set, whose
//! supporters carry exactly that load in every solution.
//!
//! **How.** Dinkelbach's iteration (Management Science 13, 1967): at a trial load that some set
//! certainly needs, a maximum flow from items through classes of equal ballots either pays for
//! all items, and the load is the answer, or leaves a cut, whose items need a higher load, which
//! is tried next. The flow of one trial, scaled down, is the start of the next (Dinic's
//! algorithm, Soviet Math. Doklady 11, 1970). Loads are fractions of 64-bit integers, flows
//! integers below 2^126: nothing is rounded.
//!
//! **Limits.** The costs of all items and the weights of all classes each add up to less than
//! 2^63, which [`Sharing::new`] and [`Sharing::push`] check.
//!
//! **Complexity.** O(E) a phase, with E marks of items on ballots; a few phases a trial and two
//! or three trials an answer, in practice.

use std::cmp::Ordering;

use crate::id::{ix, len32};
use crate::problem::Problem;

/// A load: `cost / weight`, with `weight` above zero.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// The cost carried.
    pub cost: u64,
    /// The weight of those who carry it.
    pub weight: u64,
}

impl Load {
    /// Nothing is carried.
    pub const ZERO: Self = Self { cost: 0, weight: 1 };
}

impl Ord for Load {
    /// Cross-multiplied: below 2^128.
    fn cmp(&self, other: &Self) -> Ordering {
        let left = u128::from(self.cost) * u128::from(other.weight);
        left.cmp(&(u128::from(other.cost) * u128::from(self.weight)))
    }
}

impl PartialOrd for Load {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Load {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Load {}

/// No way leads from here to a class with room.
const NOWHERE: u32 = u32::MAX;

/// Sums stay below this, so that a product of two of them fits into 126 bits.
const LIMIT: u64 = 1 << 63;

/// An item supported by a class, and what the class pays for it.
#[derive(Clone, Copy, Debug)]
struct Edge {
    item: u32,
    class: u32,
    /// In units of `1 / load.weight`.
    flow: u128,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    cost: u64,
    /// Its edges are those from here to where the next item begins.
    first: u32,
    /// What is paid for it.
    paid: u128,
}

#[derive(Clone, Debug, Default)]
struct Class {
    weight: u64,
    /// What it pays.
    pays: u128,
    edges: Vec<u32>,
}

/// Items, the classes of voters who support them, and how the costs are shared.
///
/// ```
/// use isonomia::rules::shared::flow::{Load, Sharing};
/// // Two voters of class 0, one of class 1; both want item 0, only class 1 wants item 1.
/// let mut sharing = Sharing::new(&[2, 1])?;
/// sharing.push(6, &[0, 1])?;
/// sharing.push(4, &[1])?;
/// assert_eq!(sharing.settle(Load::ZERO), Some(Load { cost: 4, weight: 1 }));
/// assert_eq!(sharing.tight(), [1]);
/// # Ok::<(), isonomia::problem::Problem>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sharing {
    classes: Vec<Class>,
    items: Vec<Item>,
    edges: Vec<Edge>,
    load: Load,
    cost: u64,
    labels: Labels,
    /// Where a search goes on, of each item and class.
    item_at: Vec<u32>,
    class_at: Vec<u32>,
}

/// Steps to a class with room.
#[derive(Clone, Debug, Default)]
struct Labels {
    items: Vec<u32>,
    classes: Vec<u32>,
}

/// What was paid at some moment, to go back to.
#[derive(Clone, Debug)]
pub struct Saved {
    flows: Vec<u128>,
    load: Load,
}

impl Sharing {
    /// Classes of voters by weight (papers, or papers times what one weighs); no items yet.
    ///
    /// # Errors
    /// `tally-too-large` where the weights add up to 2^63 or more.
    pub fn new(weights: &[u64]) -> Result<Self, Problem> {
        let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        if total >= u128::from(LIMIT) {
            return Err(too_large());
        }
        let class = |weight: &u64| Class {
            weight: *weight,
            ..Class::default()
        };
        Ok(Self {
            classes: weights.iter().map(class).collect(),
            items: Vec::new(),
            edges: Vec::new(),
            load: Load::ZERO,
            cost: 0,
            labels: Labels::default(),
            item_at: Vec::new(),
            class_at: vec![0; weights.len()],
        })
    }

    /// Adds an item with its cost and the classes that support it (each once; numbers of
    /// classes that do not exist are passed over).
    ///
    /// # Errors
    /// `tally-too-large` where the costs add up to 2^63 or more.
    pub fn push(&mut self, cost: u64, supporters: &[u32]) -> Result<(), Problem> {
        self.cost = self
            .cost
            .checked_add(cost)
            .filter(|cost| *cost < LIMIT)
            .ok_or_else(too_large)?;
        let item = len32(self.items.len());
        self.items.push(Item {
            cost,
            first: len32(self.edges.len()),
            paid: 0,
        });
        self.item_at.push(0);
        for class in supporters {
            if let Some(entry) = self.classes.get_mut(ix(*class)) {
                entry.edges.push(len32(self.edges.len()));
                self.edges.push(Edge {
                    item,
                    class: *class,
                    flow: 0,
                });
            }
        }
        Ok(())
    }

    /// Takes the item added last away again. What the others are paid stays.
    pub fn pop(&mut self) {
        let Some(item) = self.items.pop() else { return };
        self.cost -= item.cost;
        self.item_at.pop();
        while len32(self.edges.len()) > item.first {
            if let Some(edge) = self.edges.pop() {
                let class = &mut self.classes[ix(edge.class)];
                class.edges.pop();
                class.pays -= edge.flow;
            }
        }
    }

    /// What is paid now, for [`Sharing::restore`].
    pub fn save(&self) -> Saved {
        Saved {
            flows: self.edges.iter().map(|edge| edge.flow).collect(),
            load: self.load,
        }
    }

    /// Goes back to what was paid then; items added since must have been taken away again.
    pub fn restore(&mut self, saved: &Saved) {
        self.load = saved.load;
        for (edge, flow) in self.edges.iter_mut().zip(&saved.flows) {
            edge.flow = *flow;
        }
        self.sum_up();
    }

    /// The load that some items certainly need together: their cost over the weight of all who
    /// support one of them. `None` where they cost something and nobody supports them.
    pub fn needed(&self, items: &[u32]) -> Option<Load> {
        let mut met = vec![false; self.classes.len()];
        let mut load = Load { cost: 0, weight: 0 };
        for item in items {
            load.cost += self.items[ix(*item)].cost;
            for edge in self.edges_of(*item) {
                let class = self.edges[ix(edge)].class;
                if !std::mem::replace(&mut met[ix(class)], true) {
                    load.weight += self.classes[ix(class)].weight;
                }
            }
        }
        match load {
            Load { cost: 0, .. } => Some(Load::ZERO),
            Load { weight: 0, .. } => None,
            _ => Some(load),
        }
    }

    /// The least greatest load, and costs shared accordingly; `None` where some item that costs
    /// something has no supporter. `start` is a load that some of the items are known to need
    /// ([`Load::ZERO`] does): the closer it is, the faster.
    pub fn settle(&mut self, start: Load) -> Option<Load> {
        self.settle_below(start, None).map(|(load, _)| load)
    }

    /// As [`Sharing::settle`], but gives up as soon as the load is known to pass `enough`: then
    /// the load is a lower bound only, and the second value is false.
    pub fn settle_below(&mut self, start: Load, enough: Option<Load>) -> Option<(Load, bool)> {
        let supported = |at: u32| self.items[ix(at)].cost == 0 || !self.edges_of(at).is_empty();
        if !(0..len32(self.items.len())).all(supported) {
            return None;
        }
        self.rescale(start);
        loop {
            if enough.is_some_and(|enough| self.load > enough) {
                return Some((self.load, false));
            }
            self.flow();
            if self.is_paid() {
                return Some((self.load, true));
            }
            let short: Vec<u32> = (0..len32(self.items.len()))
                .filter(|item| self.labels.items[ix(*item)] == NOWHERE)
                .collect();
            let needed = self.needed(&short)?;
            self.rescale(needed);
        }
    }

    /// After [`Sharing::settle`]: the largest set of items whose supporters must all carry the
    /// load, by number. Empty where nothing costs anything.
    pub fn tight(&self) -> Vec<u32> {
        let mut labels = Labels::default();
        self.label(&mut labels);
        let costly = |at: &u32| {
            let at = ix(*at);
            labels.items[at] == NOWHERE && self.items[at].cost > 0
        };
        (0..len32(self.items.len())).filter(costly).collect()
    }

    /// After [`Sharing::settle`]: what each class pays for an item, as numerators over
    /// `load.weight`, for classes that pay anything.
    pub fn payments(&self, item: u32) -> Vec<(u32, u128)> {
        let edges = self.edges_of(item).map(|edge| self.edges[ix(edge)]);
        edges
            .filter(|edge| edge.flow > 0)
            .map(|edge| (edge.class, edge.flow))
            .collect()
    }

    fn edges_of(&self, item: u32) -> std::ops::Range<u32> {
        let next = self.items.get(ix(item) + 1);
        let end = next.map_or(len32(self.edges.len()), |next| next.first);
        self.items[ix(item)].first..end
    }

    fn is_paid(&self) -> bool {
        self.items.iter().all(|item| self.unpaid(item) == 0)
    }

    fn unpaid(&self, item: &Item) -> u128 {
        u128::from(item.cost) * u128::from(self.load.weight) - item.paid
    }

    fn room(&self, class: &Class) -> u128 {
        u128::from(class.weight) * u128::from(self.load.cost) - class.pays
    }

    /// Scales what is paid to another load, rounded down: nobody pays more than the new load
    /// where it is not below the old one, and no item gets more than it costs.
    fn rescale(&mut self, load: Load) {
        if (load.cost, load.weight) == (self.load.cost, self.load.weight) {
            return;
        }
        let (from, to) = (self.load.weight, load.weight);
        if load < self.load {
            for edge in &mut self.edges {
                edge.flow = 0;
            }
        } else if from != to {
            for edge in self.edges.iter_mut().filter(|edge| edge.flow > 0) {
                edge.flow = scaled(edge.flow, from, to);
            }
        }
        self.load = load;
        self.sum_up();
    }

    fn sum_up(&mut self) {
        for item in &mut self.items {
            item.paid = 0;
        }
        for class in &mut self.classes {
            class.pays = 0;
        }
        for edge in &self.edges {
            self.items[ix(edge.item)].paid += edge.flow;
            self.classes[ix(edge.class)].pays += edge.flow;
        }
    }

    /// A maximum flow from the one at hand. Where it does not pay for all items, labels then tell
    /// whose classes have no room and can make none.
    fn flow(&mut self) {
        for item in 0..len32(self.items.len()) {
            self.pay_at_once(item);
        }
        if self.is_paid() {
            return;
        }
        self.relabel();
        loop {
            let open: Vec<u32> = (0..len32(self.items.len()))
                .filter(|at| {
                    let item = &self.items[ix(*at)];
                    self.labels.items[ix(*at)] != NOWHERE && self.unpaid(item) > 0
                })
                .collect();
            if open.is_empty() {
                return;
            }
            self.class_at.fill(0);
            for item in 0..len32(self.items.len()) {
                self.item_at[ix(item)] = self.items[ix(item)].first;
            }
            for item in open {
                while self.unpaid(&self.items[ix(item)]) > 0 {
                    let path = self.path(item);
                    if path.is_empty() {
                        break;
                    }
                    self.pay(item, &path);
                }
            }
            self.relabel();
        }
    }

    /// Lets the supporters of an item who have room pay for it.
    fn pay_at_once(&mut self, item: u32) {
        let mut unpaid = self.unpaid(&self.items[ix(item)]);
        for edge in self.edges_of(item) {
            if unpaid == 0 {
                return;
            }
            let class = self.edges[ix(edge)].class;
            let amount = unpaid.min(self.room(&self.classes[ix(class)]));
            if amount > 0 {
                self.edges[ix(edge)].flow += amount;
                self.classes[ix(class)].pays += amount;
                self.items[ix(item)].paid += amount;
                unpaid -= amount;
            }
        }
    }

    fn relabel(&mut self) {
        let mut labels = std::mem::take(&mut self.labels);
        self.label(&mut labels);
        self.labels = labels;
    }

    /// Steps of every item and class to a class with room, from those classes backwards.
    fn label(&self, labels: &mut Labels) {
        labels.items.clear();
        labels.items.resize(self.items.len(), NOWHERE);
        labels.classes.clear();
        let mut queue: Vec<u32> = Vec::new();
        for at in 0..len32(self.classes.len()) {
            let class = &self.classes[ix(at)];
            let open = self.room(class) > 0 && !class.edges.is_empty();
            labels.classes.push(if open { 0 } else { NOWHERE });
            if open {
                queue.push(at);
            }
        }
        let mut done = 0;
        while let Some(class) = queue.get(done).copied() {
            done += 1;
            let label = labels.classes[ix(class)];
            for edge in &self.classes[ix(class)].edges {
                let item = self.edges[ix(*edge)].item;
                if labels.items[ix(item)] != NOWHERE {
                    continue;
                }
                labels.items[ix(item)] = label + 1;
                for edge in self.edges_of(item) {
                    let Edge { class, flow, .. } = self.edges[ix(edge)];
                    let mark = &mut labels.classes[ix(class)];
                    if flow > 0 && *mark == NOWHERE {
                        *mark = label + 2;
                        queue.push(class);
                    }
                }
            }
        }
    }

    /// A shortest way from an item to a class with room: edges to a class and back to an item
    /// that the class pays for, in turns. Empty where there is none left in this phase.
    fn path(&mut self, start: u32) -> Vec<u32> {
        let mut path: Vec<u32> = Vec::new();
        let mut item = start;
        'items: loop {
            let label = self.labels.items[ix(item)];
            let end = self.edges_of(item).end;
            while self.item_at[ix(item)] < end {
                let edge = self.item_at[ix(item)];
                let class = self.edges[ix(edge)].class;
                if self.labels.classes[ix(class)].checked_add(1) == Some(label) {
                    if self.room(&self.classes[ix(class)]) > 0 {
                        path.push(edge);
                        return path;
                    }
                    if let Some(back) = self.next_back(class) {
                        path.extend([edge, back]);
                        item = self.edges[ix(back)].item;
                        continue 'items;
                    }
                }
                self.item_at[ix(item)] += 1;
            }
            // A dead end: one step back, past the edge that led here.
            let (Some(_), Some(edge)) = (path.pop(), path.pop()) else {
                return path;
            };
            let Edge {
                item: from, class, ..
            } = self.edges[ix(edge)];
            self.class_at[ix(class)] += 1;
            item = from;
        }
    }

    /// The next edge from a class back to an item it pays for, one step nearer to room.
    fn next_back(&mut self, class: u32) -> Option<u32> {
        let wanted = self.labels.classes[ix(class)].checked_sub(1)?;
        loop {
            let edges = &self.classes[ix(class)].edges;
            let back = *edges.get(ix(self.class_at[ix(class)]))?;
            let Edge { item, flow, .. } = self.edges[ix(back)];
            if flow > 0 && self.labels.items[ix(item)] == wanted {
                return Some(back);
            }
            self.class_at[ix(class)] += 1;
        }
    }

    /// Moves as much along a way as fits.
    fn pay(&mut self, start: u32, path: &[u32]) {
        let mut amount = self.unpaid(&self.items[ix(start)]);
        for back in path.iter().skip(1).step_by(2) {
            amount = amount.min(self.edges[ix(*back)].flow);
        }
        if let Some(last) = path.last() {
            let class = self.edges[ix(*last)].class;
            amount = amount.min(self.room(&self.classes[ix(class)]));
            self.classes[ix(class)].pays += amount;
        }
        for (at, edge) in path.iter().enumerate() {
            let flow = &mut self.edges[ix(*edge)].flow;
            if at % 2 == 0 {
                *flow += amount;
            } else {
                *flow -= amount;
            }
        }
        self.items[ix(start)].paid += amount;
    }
}

/// `flow * to / from`, rounded down. A flow is at most cost times weight, so that both products
/// are below 2^126. Numbers of half the size, which is nearly all, are divided as such: four
/// times faster.
fn scaled(flow: u128, from: u64, to: u64) -> u128 {
    if let (Ok(flow), Ok(from), Ok(to)) =
        (u64::try_from(flow), u32::try_from(from), u32::try_from(to))
    {
        let (from, to) = (u64::from(from), u64::from(to));
        let whole = u128::from(flow / from) * u128::from(to);
        return whole + u128::from(flow % from * to / from);
    }
    let (from, to) = (u128::from(from), u128::from(to));
    flow / from * to + flow % from * to / from
}

fn too_large() -> Problem {
    Problem::error("tally-too-large").expected("costs and weights below 2^63 in all")
}

#[cfg(test)]
mod tests;
