//! The next endowment at which something changes (add-opt).
//!
//! A project p with t payers gives `t * u(p) / c(p)` utility per unit of money. Where that is
//! more than some purchases gave, p would have been bought before them, and its supporters
//! would not have had to pay for them. So the purchases are gone through from the last to the
//! first; at each step voters hold what they held before it, and only groups large enough to
//! come before it are looked at. The least that the t-th richest of them lacks is what the
//! endowment must be raised by.

use std::collections::BTreeMap;

use super::run::{Bought, Run, Span, Town, part, units};
use crate::id::{OptionId, ix, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::sort::sort_by;

/// The least increase found so far, and its bounds in units.
struct Least {
    exact: Ratio,
    lo: i128,
    project: OptionId,
}

/// The least increase of every voter's endowment after which a purchase or a payment changes;
/// `None` where no increase changes anything. With `skip` only projects not yet bought are
/// looked at. `order` is the order in which projects are tried; the one that decided goes first
/// the next time.
pub(super) fn next(
    town: &Town<'_>,
    run: &Run,
    skip: bool,
    order: &mut [OptionId],
) -> Option<Ratio> {
    let mut search = Search {
        town,
        run,
        voters: Vec::new(),
        withdrawals: vec![Vec::new(); run.bought.len()],
        least: None,
    };
    let mut rounds: BTreeMap<OptionId, &Bought> = BTreeMap::new();
    for bought in &run.bought {
        rounds.insert(bought.project, bought);
    }
    for project in order.iter() {
        let paying = rounds.get(project).copied();
        if !(skip && paying.is_some()) {
            search.project(*project, paying);
        }
    }
    let least = search.least?;
    if let Some(at) = order.iter().position(|p| *p == least.project) {
        order[..=at].rotate_right(1);
    }
    Some(least.exact)
}

/// Supporters of a project who do not pay for it: a class of them.
struct Voters {
    history: u32,
    papers: u64,
    money: Span,
}

struct Search<'s, 'a> {
    town: &'s Town<'a>,
    run: &'s Run,
    voters: Vec<Voters>,
    /// For each purchase the voters who paid for it, and their history before it.
    withdrawals: Vec<Vec<(u32, u32)>>,
    least: Option<Least>,
}

impl Search<'_, '_> {
    /// Looks for the least increase by which `project` is bought, or bought by more.
    fn project(&mut self, project: OptionId, paying: Option<&Bought>) {
        let (town, run) = (self.town, self.run);
        let votes = town.backing.votes[project];
        let payers = paying.map_or(0, |bought| bought.payers);
        if votes <= payers || self.is_too_dear(town.budget.costs[project], votes) {
            return;
        }
        // The first purchase that enough supporters would come before.
        let reaches = |bought: &Bought| self.enough(project, bought) <= votes;
        let lowest = run.bought.iter().position(reaches);
        let lowest = lowest.unwrap_or(run.bought.len());
        self.gather(project, paying, lowest);
        let mut enough = 1;
        let mut changed = true;
        for level in (lowest..=run.bought.len()).rev() {
            if let Some(bought) = run.bought.get(level) {
                enough = self.enough(project, bought);
                for (at, before) in self.withdrawals[level].drain(..) {
                    let voters = &mut self.voters[ix(at)];
                    voters.history = before;
                    voters.money = run.money(before);
                    changed = true;
                }
            }
            if changed && self.improves(project, payers, enough) {
                self.measure(project, payers, enough);
            }
            changed = false;
        }
    }

    /// Whether even those who never paid anything would need a greater increase.
    fn is_too_dear(&self, cost: u64, votes: u64) -> bool {
        let all = self.run.money(0).hi;
        let least = self.least.as_ref();
        least.is_some_and(|least| all + least.lo + 1 < part(cost, votes))
    }

    fn gather(&mut self, project: OptionId, paying: Option<&Bought>, lowest: usize) {
        self.voters.clear();
        let paying = paying.map_or(&[][..], |bought| &bought.classes);
        for class in others(&self.town.backing.of[project], paying) {
            let mut history = self.run.history(class);
            let at = len32(self.voters.len());
            self.voters.push(Voters {
                history,
                papers: self.town.papers(class),
                money: self.run.money(history),
            });
            while history > 0 {
                let last = self.run.histories[ix(history)];
                if ix(last.round) < lowest {
                    break;
                }
                self.withdrawals[ix(last.round)].push((at, last.before));
                history = last.before;
            }
        }
    }

    /// The least number of payers with which a project comes before a purchase.
    fn enough(&self, project: OptionId, bought: &Bought) -> u64 {
        let town = self.town;
        let least = town.as_good_as(project, (bought.project, bought.payers));
        let order = town.compare((project, least), (bought.project, bought.payers));
        if order.is_gt() || town.may_precede(project, bought.project) {
            least
        } else {
            least.saturating_add(1)
        }
    }

    /// Whether enough voters reach an equal part after an increase smaller than the least so far.
    fn improves(&self, project: OptionId, payers: u64, enough: u64) -> bool {
        let Some(least) = &self.least else {
            return true;
        };
        let cost = self.town.budget.costs[project];
        let mut count = self.town.backing.votes[project];
        loop {
            let price = part(cost, count);
            let mut able = payers;
            for voters in &self.voters {
                if voters.money.lo + least.lo > price
                    || (voters.money.hi + least.lo + 1 >= price
                        && self.reaches(voters.history, cost, count, least))
                {
                    able += voters.papers;
                }
            }
            if able <= payers || able < enough {
                return false;
            }
            if able >= count {
                return true;
            }
            count = able;
        }
    }

    /// Whether a voter holds more than `cost / count` after an increase by the least so far.
    fn reaches(&self, history: u32, cost: u64, count: u64, least: &Least) -> bool {
        let price = Ratio::from_parts(Integer::from(cost), Natural::from(count.max(1)));
        self.run.exact(self.town, history) + &least.exact > price
    }

    /// The exact increase that `project` needs at this level, kept if it is the least.
    fn measure(&mut self, project: OptionId, payers: u64, enough: u64) {
        let mut papers: BTreeMap<u32, u64> = BTreeMap::new();
        for voters in &self.voters {
            *papers.entry(voters.history).or_default() += voters.papers;
        }
        let held = papers.into_iter();
        let mut held: Vec<(Ratio, u64)> = held
            .map(|(history, n)| (self.run.exact(self.town, history), n))
            .collect();
        sort_by(&mut held, &mut |a, b| b.0.cmp(&a.0));
        let cost = Integer::from(self.town.budget.costs[project]);
        let mut count = payers;
        for (at, (money, n)) in held.iter().enumerate() {
            count += n;
            // Of those who hold the same, all or none pay: with more of them all pay less.
            let same = held.get(at + 1).is_some_and(|(next, _)| next == money);
            if count < enough || same {
                continue;
            }
            let price = Ratio::from_parts(cost.clone(), Natural::from(count));
            let exact = price - money;
            if exact > Ratio::ZERO && self.least.as_ref().is_none_or(|l| exact < l.exact) {
                let lo = units(&exact).unwrap_or(i128::MAX >> 1);
                self.least = Some(Least { exact, lo, project });
            }
        }
    }
}

/// Supporters that are not among those who pay; both ascending.
fn others<'a>(supporters: &'a [u32], paying: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let mut at = 0;
    supporters.iter().copied().filter(move |class| {
        while paying.get(at).is_some_and(|payer| payer < class) {
            at += 1;
        }
        paying.get(at) != Some(class)
    })
}
