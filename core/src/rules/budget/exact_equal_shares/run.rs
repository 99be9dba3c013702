//! One run of the method at one endowment.
//!
//! Voters who paid for the same purchases hold the same money, so money is kept for each
//! *history* of payments and not for each voter. It is held between two integers in units of
//! `2^-SHIFT`, which tell nearly all voters apart from a price; the exact fraction is computed
//! for a history only where they do not.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Utility;
use crate::id::{OptionId, ix, len32};
use crate::instance::Budget;
use crate::num::{Integer, Natural, Ratio};
use crate::rule::{Count, CountError};
use crate::rules::shared::backing::Backing;
use crate::sort::sort_by;
use crate::tie::Tie;
use crate::transcript::Event;

/// Binary places of money in minor units. Endowments below 2^78 leave room in 127 bits.
const SHIFT: u32 = 48;

/// What stays the same at every endowment.
pub(super) struct Town<'a> {
    pub(super) budget: &'a Budget,
    utility: Utility,
    /// All papers. Empty ballots count: their share of the budget exists and buys nothing.
    pub(super) voters: u64,
    /// Papers of each class, and the classes that support a project.
    pub(super) backing: Backing,
    /// Projects that can be bought: not withdrawn, with a cost and with a supporter.
    pub(super) candidates: Vec<OptionId>,
    /// The place of a project in the order of the tie policy; projects that it leaves equal
    /// share one.
    places: Vec<u32>,
    decided: BTreeMap<Vec<OptionId>, (OptionId, &'static str)>,
}

/// A purchase.
#[derive(Clone, Debug)]
pub(super) struct Bought {
    pub(super) project: OptionId,
    /// How many pay.
    pub(super) payers: u64,
    /// Classes that pay, ascending.
    pub(super) classes: Vec<u32>,
    /// All projects that were as good, ascending.
    pub(super) tied: Vec<OptionId>,
}

impl Bought {
    /// What each payer pays, in minor units.
    pub(super) fn price(&self, town: &Town<'_>) -> Ratio {
        let cost = Integer::from(town.budget.costs[self.project]);
        Ratio::from_parts(cost, Natural::from(self.payers.max(1)))
    }
}

/// The money of a voter with a history: at least `lo` and at most `hi` units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) lo: i128,
    pub(super) hi: i128,
}

/// A history of payments: the one before it, and the purchase that was added.
#[derive(Clone, Copy, Debug)]
pub(super) struct History {
    pub(super) before: u32,
    pub(super) round: u32,
    pub(super) money: Span,
}

/// A run: purchases at an endowment.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) endowment: Ratio,
    pub(super) bought: Vec<Bought>,
    pub(super) cost: u128,
    /// Histories; the first is that of who paid nothing.
    pub(super) histories: Vec<History>,
    /// The history of each class.
    pub(super) of: Vec<u32>,
}

impl<'a> Town<'a> {
    pub(super) fn new(
        budget: &'a Budget,
        utility: Utility,
        cx: &Count<'_>,
    ) -> Result<Self, CountError> {
        let backing = Backing::new(budget)?;
        let mut town = Self {
            budget,
            utility,
            voters: budget.profile.papers(),
            candidates: Vec::new(),
            places: vec![0; ix(budget.options.len())],
            decided: BTreeMap::new(),
            backing,
        };
        let options = budget.options.standing();
        let supported = |p: &OptionId| budget.costs[*p] > 0 && town.backing.votes[*p] > 0;
        town.candidates = options.filter(supported).collect();
        let mut places = std::mem::take(&mut town.places);
        town.tie(&[], |tie| {
            for (place, group) in (0..).zip(cx.tie_order(tie, &budget.options)) {
                for project in group {
                    places[ix(project.0)] = place;
                }
            }
        });
        town.places = places;
        Ok(town)
    }

    fn tie<T>(&self, among: &[OptionId], with: impl FnOnce(&Tie<'_>) -> T) -> T {
        let cost = |project| self.budget.costs[project];
        let votes = |project| i128::from(self.backing.votes[project]);
        with(&Tie {
            cost: Some(&cost),
            votes: Some(&votes),
            ..Tie::new("fund", among, true, &self.budget.options)
        })
    }

    /// Projects that cost nothing and have a supporter: nobody has to pay for them.
    pub(super) fn free(&self) -> Vec<OptionId> {
        let options = self.budget.options.standing();
        options
            .filter(|p| self.budget.costs[*p] == 0 && self.backing.votes[*p] > 0)
            .collect()
    }

    pub(super) fn papers(&self, class: u32) -> u64 {
        self.backing
            .weights
            .get(ix(class))
            .copied()
            .unwrap_or_default()
    }

    /// Compares utility per unit of money of two projects with so many payers. Papers are below
    /// 2^63 and costs below 2^64.
    pub(super) fn compare(&self, a: (OptionId, u64), b: (OptionId, u64)) -> Ordering {
        match self.utility {
            Utility::Cost => a.1.cmp(&b.1),
            Utility::Cardinality => {
                let cost = |p: OptionId| u128::from(self.budget.costs[p]);
                (u128::from(a.1) * cost(b.0)).cmp(&(u128::from(b.1) * cost(a.0)))
            }
        }
    }

    /// The least number of payers with which `project` gives at least as much utility per unit
    /// of money as another purchase. Saturates where no number of voters does.
    pub(super) fn as_good_as(&self, project: OptionId, other: (OptionId, u64)) -> u64 {
        match self.utility {
            Utility::Cost => other.1,
            Utility::Cardinality => {
                let cost = |p: OptionId| u128::from(self.budget.costs[p]);
                let payers = (u128::from(other.1) * cost(project)).div_ceil(cost(other.0).max(1));
                u64::try_from(payers).unwrap_or(u64::MAX)
            }
        }
    }

    /// Whether the tie policy favours `a` over `b`, or may do so.
    pub(super) fn may_precede(&self, a: OptionId, b: OptionId) -> bool {
        self.places.get(ix(a.0)) <= self.places.get(ix(b.0))
    }

    /// Runs the method.
    pub(super) fn run(&mut self, endowment: Ratio, cx: &mut Count<'_>) -> Result<Run, CountError> {
        let mut run = Run::new(endowment, self.backing.weights.len())?;
        // The number who could pay never grows during a run: it is an upper bound until a
        // project is looked at again.
        let mut open: Vec<(OptionId, u64)> = Vec::new();
        for project in &self.candidates {
            open.push((*project, self.backing.votes[*project]));
        }
        let mut scratch = Vec::new();
        loop {
            sort_by(&mut open, &mut |a, b| self.compare(*b, *a));
            let mut best: Option<(OptionId, u64)> = None;
            let mut tied = Vec::new();
            for entry in &mut open {
                if best.is_some_and(|best| self.compare(*entry, best).is_lt()) {
                    break;
                }
                entry.1 = run.payers(self, entry.0, &mut scratch);
                if entry.1 == 0 {
                    continue;
                }
                match best.map_or(Ordering::Greater, |best| self.compare(*entry, best)) {
                    Ordering::Greater => {
                        best = Some(*entry);
                        tied = vec![entry.0];
                    }
                    Ordering::Equal => tied.push(entry.0),
                    Ordering::Less => {}
                }
            }
            if tied.is_empty() {
                return Ok(run);
            }
            crate::sort::sort(&mut tied);
            let project = self.decide(&tied, cx)?;
            let payers = open.iter().find(|(p, _)| *p == project);
            let payers = payers.map_or(0, |(_, payers)| *payers);
            run.buy(self, project, payers, tied);
            open.retain(|(p, payers)| *p != project && *payers > 0);
        }
    }

    /// Decides a tie once for all endowments, recording nothing.
    fn decide(&mut self, tied: &[OptionId], cx: &mut Count<'_>) -> Result<OptionId, CountError> {
        if let [only] = tied {
            return Ok(*only);
        }
        if let Some((chosen, _)) = self.decided.get(tied) {
            return Ok(*chosen);
        }
        let decision = self.tie(tied, |tie| cx.decide(tie))?;
        self.decided.insert(tied.to_vec(), decision);
        Ok(decision.0)
    }

    /// The event of a tie decided before.
    pub(super) fn tie_event(&self, tied: &[OptionId]) -> Option<Event> {
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

/// A fraction in units of `2^-SHIFT`, rounded down, if it fits.
pub(super) fn units(ratio: &Ratio) -> Option<i128> {
    let shifted = ratio.numerator() << ix(SHIFT);
    let floor = (Ratio::from_parts(shifted, ratio.denominator().clone())).floor();
    i128::try_from(floor).ok()
}

/// `cost / parts` in units of `2^-SHIFT`, rounded down: below 2^112.
pub(super) fn part(cost: u64, parts: u64) -> i128 {
    (i128::from(cost) << SHIFT) / i128::from(parts.max(1))
}

impl Run {
    fn new(endowment: Ratio, classes: usize) -> Result<Self, CountError> {
        let limit = 1u64 << 63;
        // Beyond the cost of all projects together nothing changes any more, so this is reached
        // only where that is out of all proportion.
        let floor = units(&endowment)
            .filter(|units| *units >> (SHIFT + 78) == 0)
            .ok_or(CountError::Limit {
                what: "endowment",
                limit,
            })?;
        let money = Span {
            lo: floor,
            hi: floor + 1,
        };
        Ok(Self {
            endowment,
            bought: Vec::new(),
            cost: 0,
            histories: vec![History {
                before: 0,
                round: 0,
                money,
            }],
            of: vec![0; classes],
        })
    }

    pub(super) fn history(&self, class: u32) -> u32 {
        self.of.get(ix(class)).copied().unwrap_or_default()
    }

    pub(super) fn money(&self, history: u32) -> Span {
        self.histories[ix(history)].money
    }

    /// What a voter with this history holds, in minor units.
    pub(super) fn exact(&self, town: &Town<'_>, mut history: u32) -> Ratio {
        let mut money = self.endowment.clone();
        while history > 0 {
            let last = self.histories[ix(history)];
            money -= self.bought[ix(last.round)].price(town);
            history = last.before;
        }
        money
    }

    /// Whether a voter with this history holds `cost / parts`.
    fn holds(&self, town: &Town<'_>, history: u32, cost: u64, parts: u64) -> bool {
        let money = self.money(history);
        let price = part(cost, parts);
        if money.hi < price || money.lo > price {
            return money.lo > price;
        }
        let price = Ratio::from_parts(Integer::from(cost), Natural::from(parts.max(1)));
        self.exact(town, history) >= price
    }

    /// The largest number of supporters who can pay in equal parts. Voters are taken out from
    /// the poorest on, as long as they cannot pay an equal part with those who are left.
    fn payers(&self, town: &Town<'_>, project: OptionId, scratch: &mut Vec<u64>) -> u64 {
        let cost = town.budget.costs[project];
        let mut count = town.backing.votes[project];
        scratch.resize(self.histories.len(), 0);
        let mut poor = Vec::new();
        for class in &town.backing.of[project] {
            let papers = town.papers(*class);
            let history = self.history(*class);
            let sum = &mut scratch[ix(history)];
            if *sum == 0 {
                poor.push((self.money(history).lo, history));
            }
            *sum += papers;
        }
        sort_by(&mut poor, &mut |a, b| a.0.cmp(&b.0));
        // Lower bounds hardly ever lie in another order than the money itself; where they do,
        // those that the bounds leave open are looked at one by one.
        let mut first = 0;
        'next: while count > 0 {
            let price = part(cost, count);
            let mut at = first;
            while let Some((lo, history)) = poor.get(at).copied() {
                if lo > price {
                    break;
                }
                if !self.holds(town, history, cost, count) {
                    count -= scratch[ix(history)];
                    poor[first..=at].rotate_right(1);
                    first += 1;
                    continue 'next;
                }
                at += 1;
            }
            break;
        }
        for (_, history) in poor {
            scratch[ix(history)] = 0;
        }
        count
    }

    fn buy(&mut self, town: &Town<'_>, project: OptionId, payers: u64, tied: Vec<OptionId>) {
        let cost = town.budget.costs[project];
        let price = part(cost, payers);
        let round = len32(self.bought.len());
        let mut after: BTreeMap<u32, u32> = BTreeMap::new();
        let mut classes = Vec::new();
        for class in &town.backing.of[project] {
            let before = self.history(*class);
            if !self.holds(town, before, cost, payers) {
                continue;
            }
            let next = len32(self.histories.len());
            let history = *after.entry(before).or_insert(next);
            if history == next {
                let money = self.money(before);
                self.histories.push(History {
                    before,
                    round,
                    money: Span {
                        lo: money.lo - price - 1,
                        hi: money.hi - price,
                    },
                });
            }
            self.of[ix(*class)] = history;
            classes.push(*class);
        }
        self.cost += u128::from(cost);
        self.bought.push(Bought {
            project,
            payers,
            classes,
            tied,
        });
    }

    /// What the supporters of a project hold together, in minor units.
    pub(super) fn held(&self, town: &Town<'_>, project: OptionId) -> Ratio {
        let mut papers: BTreeMap<u32, u64> = BTreeMap::new();
        for class in &town.backing.of[project] {
            *papers.entry(self.history(*class)).or_default() += town.papers(*class);
        }
        let held = papers.into_iter();
        held.map(|(history, n)| self.exact(town, history) * Ratio::from(n))
            .fold(Ratio::ZERO, |sum, money| sum + money)
    }
}
