//! Whom to call in a scenario, one at a time and by swaps.

use super::real;
use crate::id::ix;
use crate::panel::alternates::{Call, Measure, Reserve, Scenario};

/// Improvements smaller than this are none.
const SMALL: f64 = 1e-9;

/// Answers scenarios and counts them.
pub(super) struct Answers<'a> {
    pub(super) reserve: &'a Reserve,
    cost: Vec<f64>,
    weight: f64,
    pub(super) given: u64,
}

/// A scenario while people are called.
struct Seats<'a> {
    reserve: &'a Reserve,
    cost: &'a [f64],
    counts: Vec<u32>,
}

impl Seats<'_> {
    fn miss(&self, quota: usize, count: u32) -> f64 {
        let (least, most) = self.reserve.quotas.get(quota).copied().unwrap_or_default();
        let missed = least.saturating_sub(count).max(count.saturating_sub(most));
        real(missed) * self.cost.get(quota).copied().unwrap_or_default()
    }

    /// How the loss changes with one more, or one fewer, of a kind.
    fn change(&self, kind: u32, more: bool) -> f64 {
        let quotas = self
            .reserve
            .kinds
            .get(ix(kind))
            .map(|kind| kind.quotas.as_slice());
        let quotas = quotas.unwrap_or_default().iter();
        quotas
            .map(|quota| {
                let count = self.counts.get(ix(*quota)).copied().unwrap_or_default();
                let after = if more {
                    count + 1
                } else {
                    count.saturating_sub(1)
                };
                self.miss(ix(*quota), after) - self.miss(ix(*quota), count)
            })
            .sum()
    }

    fn seat(&mut self, kind: u32, more: bool) {
        let quotas = self
            .reserve
            .kinds
            .get(ix(kind))
            .map(|kind| kind.quotas.as_slice());
        for quota in quotas.unwrap_or_default() {
            if let Some(count) = self.counts.get_mut(ix(*quota)) {
                *count = if more {
                    *count + 1
                } else {
                    count.saturating_sub(1)
                };
            }
        }
    }

    fn loss(&self) -> f64 {
        let counts = self.counts.iter().enumerate();
        counts.map(|(quota, count)| self.miss(quota, *count)).sum()
    }
}

/// The mean loss of calls, in floats.
pub(super) fn mean(reserve: &Reserve, calls: &[Call]) -> f64 {
    let cost = costs(reserve);
    let mut sum = 0.0;
    for (scenario, call) in reserve.scenarios.iter().zip(calls) {
        let seats = Seats {
            reserve,
            cost: &cost,
            counts: reserve.counts(scenario, call),
        };
        sum += lost(reserve, seats.loss()) * real(scenario.weight);
    }
    sum
}

fn lost(reserve: &Reserve, loss: f64) -> f64 {
    match reserve.measure {
        Measure::Sum => loss,
        Measure::Any if loss > SMALL => 1.0,
        Measure::Any => 0.0,
    }
}

fn costs(reserve: &Reserve) -> Vec<f64> {
    let quotas = (0_u32..).zip(&reserve.quotas);
    quotas
        .map(|(quota, _)| 1.0 / real(reserve.scale(quota)))
        .collect()
}

impl<'a> Answers<'a> {
    pub(super) fn new(reserve: &'a Reserve) -> Self {
        let weights = reserve
            .scenarios
            .iter()
            .map(|scenario| real(scenario.weight));
        Self {
            reserve,
            cost: costs(reserve),
            weight: weights.sum::<f64>().max(1.0),
            given: 0,
        }
    }

    /// The mean loss of a choice. Where any missed quota counts as one, a little of the sum is
    /// added: of two choices that repair as many scenarios the one that is nearer to more is
    /// better to go on from.
    pub(super) fn loss(&mut self, chosen: &[u32]) -> f64 {
        let mut sum = 0.0;
        for scenario in &self.reserve.scenarios {
            let (_, loss) = self.answer(scenario, chosen);
            let near = if self.reserve.measure == Measure::Any {
                loss * 1e-4
            } else {
                0.0
            };
            sum += (lost(self.reserve, loss) + near) * real(scenario.weight);
            self.given += 1;
        }
        sum / self.weight
    }

    /// A call and the sum of what is missed: the kind that helps most is called until none helps,
    /// then single swaps are made.
    pub(super) fn answer(&self, scenario: &Scenario, chosen: &[u32]) -> (Call, f64) {
        let mut seats = Seats {
            reserve: self.reserve,
            cost: &self.cost,
            counts: scenario.left.clone(),
        };
        let mut called: Vec<(u32, u32, u32)> = (0_u32..)
            .zip(chosen)
            .filter(|(kind, number)| **number > 0 && scenario.away.binary_search(kind).is_err())
            .map(|(kind, number)| (kind, *number, 0))
            .collect();
        let mut loss = seats.loss();
        let mut free = scenario.gone;
        while free > 0 && loss > SMALL {
            let best = best(&seats, &called, &|_, most, taken| taken < most);
            let Some((at, change)) = best.filter(|(_, change)| *change < -SMALL) else {
                break;
            };
            if let Some((kind, _, taken)) = called.get_mut(at) {
                seats.seat(*kind, true);
                *taken += 1;
            }
            loss += change;
            free -= 1;
        }
        for _ in 0..8 {
            if loss <= SMALL || !swap(&mut seats, &mut called, &mut loss) {
                break;
            }
        }
        let call = called.into_iter().filter(|(_, _, taken)| *taken > 0);
        (call.map(|(kind, _, taken)| (kind, taken)).collect(), loss)
    }
}

/// The place in `called` that lowers the loss most.
fn best(
    seats: &Seats<'_>,
    called: &[(u32, u32, u32)],
    may: &dyn Fn(u32, u32, u32) -> bool,
) -> Option<(usize, f64)> {
    let mut found: Option<(usize, f64)> = None;
    for (at, (kind, most, taken)) in called.iter().enumerate() {
        if may(*kind, *most, *taken) {
            let change = seats.change(*kind, true);
            if found.is_none_or(|(_, least)| change < least - SMALL) {
                found = Some((at, change));
            }
        }
    }
    found
}

/// Sends one home and calls another, or nobody, where that helps.
fn swap(seats: &mut Seats<'_>, called: &mut [(u32, u32, u32)], loss: &mut f64) -> bool {
    for at in 0..called.len() {
        let Some((kind, _, taken)) = called.get(at).copied() else {
            continue;
        };
        if taken == 0 {
            continue;
        }
        let sent = seats.change(kind, false);
        seats.seat(kind, false);
        let other = best(seats, called, &|other, most, taken| {
            other != kind && taken < most
        });
        let better = other.filter(|(_, change)| sent + change < -SMALL);
        if better.is_none() && sent >= -SMALL {
            seats.seat(kind, true);
            continue;
        }
        if let Some((_, _, taken)) = called.get_mut(at) {
            *taken -= 1;
        }
        *loss += sent;
        if let Some((other, change)) = better
            && let Some((kind, _, taken)) = called.get_mut(other)
        {
            seats.seat(*kind, true);
            *taken += 1;
            *loss += change;
        }
        return true;
    }
    false
}
