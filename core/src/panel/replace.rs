//! Free seats: what is left to draw once some members have left, and who is next in an order that
//! was drawn before.
//!
//! Quotas stay what they were: with those who still sit and those who are drawn for the free seats
//! the panel must meet them. So the pool for the free seats is the residual one
//! ([`Pool::residual`]), without those who left; any rule draws from it as from any pool, and
//! `draw plan` seals such a draw like the first. The other way is an order of people that chance
//! made before anybody left: the seats go to the first in that order with whom the panel can still
//! be completed ([`in_turn`]).

use std::collections::BTreeSet;

use super::selection::mates;
use crate::id::{PersonId, ix, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::lottery::{DrawKey, Seed, ticket_order};
use crate::problem::Problem;
use crate::sort::sort;

/// The format of the report.
pub const FORMAT: &str = "isonomia/replacement/1";

/// The label of the tickets that order people, where chance orders them.
pub const ORDER_LABEL: &str = "replace/order";

/// The label under which a seed gives the seed of a rule that draws for the free seats.
pub const RULE_LABEL: &str = "replace/rule";

/// The most steps of [`in_turn`].
pub const MAX_STEPS: u64 = 5_000_000;

/// Seats that became free.
#[derive(Clone, Debug)]
pub struct Vacancies {
    /// The members who still sit, ascending, in the numbers of the whole pool.
    pub seated: Vec<PersonId>,
    /// Those who left, ascending.
    pub gone: Vec<PersonId>,
    /// Those who live with a member who still sits, ascending: they cannot be drawn.
    pub beside: Vec<PersonId>,
    /// The pool for the free seats.
    pub pool: Pool,
}

/// The pool for the seats of those of `panel` who are `gone`. People who are gone and never sat
/// may be named too: they are not drawn either. Cost: O(people * features).
///
/// # Errors
/// `nobody-left` where no member is gone; those of [`Pool::residual`].
pub fn vacancies(
    pool: &Pool,
    panel: &[PersonId],
    gone: &[PersonId],
) -> Result<Vacancies, Vec<Problem>> {
    let away: BTreeSet<PersonId> = gone.iter().copied().collect();
    let seated: Vec<PersonId> = panel
        .iter()
        .copied()
        .filter(|p| !away.contains(p))
        .collect();
    if seated.len() == panel.len() {
        return Err(vec![Problem::error("nobody-left")]);
    }
    let residual = pool.residual(&seated)?;
    let stays = |person: PersonId| {
        let whole = pool.find(residual.id(person));
        whole.is_none_or(|person| !away.contains(&person))
    };
    Ok(Vacancies {
        beside: mates(pool, &seated),
        seated,
        gone: away.iter().copied().collect(),
        pool: only(&residual, &stays),
    })
}

impl Vacancies {
    /// The pool among some people only, such as alternates: ids of the pool for the free seats.
    ///
    /// # Errors
    /// `person-not-found` where one cannot be drawn.
    pub fn among(&mut self, ids: &[String]) -> Result<(), Problem> {
        let wanted = super::selection::people(&self.pool, ids.iter().map(String::as_str))?;
        self.pool = only(&self.pool, &|person| wanted.binary_search(&person).is_ok());
        Ok(())
    }

    /// Everyone who can be drawn, in the order of their tickets under [`ORDER_LABEL`].
    pub fn by_ticket(&self, seed: Seed) -> Vec<PersonId> {
        let ids = self.pool.people().map(|person| self.pool.id(person));
        let order = ticket_order(DrawKey::derive(seed, ORDER_LABEL), ids);
        order
            .into_iter()
            .filter_map(|id| self.pool.find(id))
            .collect()
    }

    /// Those of a list of ids who can be drawn, in its order.
    pub fn by_list(&self, ids: &[String]) -> Vec<PersonId> {
        let mut order: Vec<PersonId> = Vec::new();
        for person in ids.iter().filter_map(|id| self.pool.find(id)) {
            if !order.contains(&person) {
                order.push(person);
            }
        }
        order
    }

    /// The report; `new` is who takes the free seats, where that was decided.
    pub fn to_value(&self, whole: &Pool, new: Option<&[PersonId]>, turn: Option<&Turn>) -> Value {
        let ids = |pool: &Pool, people: &[PersonId]| {
            Value::Array(people.iter().map(|p| Value::from(pool.id(*p))).collect())
        };
        let quotas = self.pool.quotas().map(|(feature, value, quota)| {
            let names = self.pool.quota(feature, value);
            let (feature, value) = names.map_or(("", ""), |(f, v, _)| (f, v));
            let texts = [feature, value].map(Value::from).into_iter();
            let numbers = [quota.min, quota.max].map(Value::from);
            Value::Array(texts.chain(numbers).collect())
        });
        let passed = turn.map(|turn| ids(&self.pool, &turn.passed));
        object(vec![
            ("format", Value::from(FORMAT)),
            ("seats", Value::from(self.pool.seats)),
            ("seated", ids(whole, &self.seated)),
            ("gone", ids(whole, &self.gone)),
            ("beside", ids(whole, &self.beside)),
            ("people", Value::from(self.pool.len())),
            ("quotas", Value::Array(quotas.collect())),
            ("new", new.map_or(Value::Null, |new| ids(&self.pool, new))),
            ("passed", passed.unwrap_or(Value::Null)),
        ])
    }
}

/// The pool with some of its people only.
fn only(pool: &Pool, stays: &dyn Fn(PersonId) -> bool) -> Pool {
    let people = pool.people().filter(|person| stays(*person)).map(|person| {
        let values = pool.features().ids();
        let values = values.map(|feature| pool.value(person, feature)).collect();
        let home = pool.household(person).map(|home| home.to_string());
        (pool.id(person).to_owned(), values, home)
    });
    // People of a pool make a pool again.
    Pool::new(pool.features().clone(), people.collect(), pool.seats).unwrap_or_default()
}

/// Who takes the free seats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Who takes them, in order.
    pub taken: Vec<PersonId>,
    /// Those before the last of them who were passed over: with them the quotas could not be met.
    pub passed: Vec<PersonId>,
    /// Nobody in the order completes the panel.
    pub short: bool,
}

/// Gives the seats of `pool` in the order given: person after person, whoever leaves it possible
/// that people further down complete a panel that meets the quotas is taken, everyone else is
/// passed over. So the seats go to the first group of all in the order of the list. Exact search.
///
/// # Errors
/// `limit-reached` after [`MAX_STEPS`] steps.
pub fn in_turn(pool: &Pool, order: &[PersonId]) -> Result<Turn, Problem> {
    let quotas: Vec<(u32, u32)> = pool
        .quotas()
        .map(|(_, _, quota)| (quota.min, quota.max))
        .collect();
    let mut search = Search {
        pool,
        order,
        supply: supply(pool, order, quotas.len()),
        quotas,
        counts: Vec::new(),
        homes: BTreeSet::new(),
        taken: Vec::new(),
        steps: 0,
    };
    search.counts = vec![0; search.quotas.len()];
    let complete = search.complete(0)?;
    let last = search.taken.last().copied().unwrap_or_default();
    let taken: Vec<PersonId> = search
        .taken
        .iter()
        .filter_map(|at| order.get(*at).copied())
        .collect();
    let mut passed: Vec<PersonId> = order
        .iter()
        .take(if complete { last } else { 0 })
        .copied()
        .filter(|person| !taken.contains(person))
        .collect();
    sort(&mut passed);
    Ok(Turn {
        taken: if complete { taken } else { Vec::new() },
        passed,
        short: !complete,
    })
}

/// The quotas, by number in file order, in which a person counts.
fn own(pool: &Pool, person: PersonId) -> impl Iterator<Item = usize> + '_ {
    let quotas = pool.quotas().enumerate();
    quotas
        .filter(move |(_, (feature, value, _))| pool.value(person, *feature) == *value)
        .map(|(quota, _)| quota)
}

/// People from each place of the order on, by quota.
fn supply(pool: &Pool, order: &[PersonId], quotas: usize) -> Vec<Vec<u32>> {
    let mut rows = vec![vec![0_u32; quotas]];
    for person in order.iter().rev() {
        let mut row = rows.last().cloned().unwrap_or_default();
        for quota in own(pool, *person) {
            if let Some(count) = row.get_mut(quota) {
                *count += 1;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

struct Search<'a> {
    pool: &'a Pool,
    order: &'a [PersonId],
    quotas: Vec<(u32, u32)>,
    supply: Vec<Vec<u32>>,
    counts: Vec<u32>,
    homes: BTreeSet<u32>,
    /// Places in the order.
    taken: Vec<usize>,
    steps: u64,
}

impl Search<'_> {
    fn free(&self) -> u32 {
        self.pool.seats.saturating_sub(len32(self.taken.len()))
    }

    /// Whether counting alone rules out that people from `at` on fill the free seats.
    fn hopeless(&self, at: usize) -> bool {
        let free = self.free();
        let supply = self.supply.get(at).map(Vec::as_slice).unwrap_or_default();
        if ix(free) > self.order.len().saturating_sub(at) {
            return true;
        }
        let mut quota = 0;
        for feature in self.pool.features().values() {
            let (mut short, mut room) = (0_u32, 0_u32);
            for _ in feature.values.values() {
                let (least, most) = self.quotas.get(quota).copied().unwrap_or_default();
                let count = self.counts.get(quota).copied().unwrap_or_default();
                let left = supply.get(quota).copied().unwrap_or_default();
                let missing = least.saturating_sub(count);
                if missing > left || count > most {
                    return true;
                }
                short += missing;
                room += (most - count).min(left);
                quota += 1;
            }
            if short > free || room < free {
                return true;
            }
        }
        false
    }

    /// Fills the free seats from `at` on, the first group in order.
    fn complete(&mut self, at: usize) -> Result<bool, Problem> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(Problem::error("limit-reached")
                .path("order")
                .found(MAX_STEPS.to_string()));
        }
        if self.free() == 0 {
            let met = |((least, most), count): (&(u32, u32), &u32)| least <= count && count <= most;
            return Ok(self.quotas.iter().zip(&self.counts).all(met));
        }
        let mut next = at;
        while !self.hopeless(next) {
            let Some(person) = self.order.get(next).copied() else {
                return Ok(false);
            };
            let home = self.pool.household(person);
            if home.is_none_or(|home| !self.homes.contains(&home)) {
                self.seat(person, true);
                self.taken.push(next);
                if self.complete(next + 1)? {
                    return Ok(true);
                }
                self.taken.pop();
                self.seat(person, false);
            }
            next += 1;
        }
        Ok(false)
    }

    fn seat(&mut self, person: PersonId, sits: bool) {
        for quota in own(self.pool, person) {
            if let Some(count) = self.counts.get_mut(quota) {
                *count = if sits {
                    *count + 1
                } else {
                    count.saturating_sub(1)
                };
            }
        }
        if let Some(home) = self.pool.household(person) {
            if sits {
                self.homes.insert(home);
            } else {
                self.homes.remove(&home);
            }
        }
    }
}

#[cfg(test)]
mod tests;
