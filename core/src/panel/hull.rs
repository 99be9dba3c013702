//! Whether numbers of seats are a mixture of panels: panels and weights, or a row that every panel
//! meets and the seats do not.
//!
//! Panels are collected: as long as some direction tells the seats from all panels so far, the
//! panel that goes farthest in it is added. Where none goes as far as the seats do, the direction
//! is a cut: `sum of W_t c_t <= M` for every panel, and more for the seats. Where no direction is
//! left, the seats are a mixture, whose weights are found by exact elimination over the few panels
//! that a solver picks (Carathéodory: no more than there are types, plus one).

use crate::id::{ix, len32};
use crate::instance::object;
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::propose::{FINEST, Failure, Limits, alike, divide, mixture, solve_first};

use super::Counts;
use super::proof::{Proof, System, Unproven, search};
use super::stage::{pairs, pairs_value};
use super::walk::{Effort, NotAttained, Weighted};

/// A row that every panel meets, with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Types by number, ascending, with weights that are not 0.
    pub weights: Vec<(u32, i64)>,
    /// The most of any panel.
    pub most: i64,
    /// Why.
    pub proof: Proof,
}

impl Cut {
    /// Whether no whole panel of this system passes it. Exact.
    pub fn holds(&self, system: &System) -> bool {
        let objective = objective(&self.weights);
        self.proof
            .check(system, &objective, &Integer::from(self.most))
    }

    /// As recorded: `{"most":M,"proof":[..],"weights":[[type,W],..]}`.
    pub fn to_value(&self) -> Value {
        object(vec![
            ("most", Value::from(self.most)),
            ("proof", self.proof.to_value()),
            ("weights", pairs_value(&self.weights)),
        ])
    }

    /// Reads what [`Cut::to_value`] writes.
    pub fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            weights: pairs(value.get("weights")?)?,
            most: value.get("most")?.as_i64()?,
            proof: Proof::from_value(value.get("proof")?)?,
        })
    }

    /// Looks for the proof that no panel has more than `most`.
    pub(super) fn prove(
        system: &System,
        weights: Vec<(u32, i64)>,
        most: i64,
        nodes: u64,
    ) -> Result<Self, Unproven> {
        let proof = search(system, &objective(&weights), &Integer::from(most), nodes)?;
        Ok(Self {
            weights,
            most,
            proof,
        })
    }
}

fn objective(weights: &[(u32, i64)]) -> Vec<(u32, Integer)> {
    let wide = |(at, weight): &(u32, i64)| (*at, Integer::from(*weight));
    weights.iter().map(wide).collect()
}

/// What became of the seats.
pub(super) enum Verdict {
    /// Panels with weights.
    Mixture(Weighted),
    /// A row that they break.
    Cut(Cut),
}

/// Decides; `seen` are panels known so far, to which those found are added.
pub(super) fn decide(
    system: &System,
    seats: &[Ratio],
    effort: &Effort,
    seen: &mut Vec<Counts>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Verdict, NotAttained> {
    crate::sort::sort(seen);
    seen.dedup();
    let mut fine = 0;
    for done in 0..effort.panels {
        if !progress(u64::from(done), u64::from(effort.panels)) {
            return Err(NotAttained::Cancelled);
        }
        let mut around = Vec::new();
        if let Some(directions) = divide(seen, seats, fine).map_err(NotAttained::Failed)? {
            match farther(system, seats, directions, effort, seen) {
                Ok(Some(cut)) => return Ok(Verdict::Cut(cut)),
                Ok(None) => continue,
                Err(NotAttained::Failed(Failure::Numeric)) if fine > 0 => around.clone_from(seen),
                Err(why) => return Err(why),
            }
        } else {
            match mixed(seen, seats)? {
                Mixed::Exactly(panels) => return Ok(Verdict::Mixture(panels)),
                Mixed::Nearly(panels) => around = panels,
            }
        }
        // So near that floats tell no difference, and yet no mixture: look more finely, then for
        // panels that are unlike those around the seats.
        if fine < FINEST {
            fine += 1;
        } else if !widen(system, effort, &around, seen)? {
            return Err(NotAttained::Failed(Failure::Numeric));
        }
    }
    Err(NotAttained::Limit)
}

/// What a solver takes for a mixture.
enum Mixed {
    /// It is one, with these weights.
    Exactly(Weighted),
    /// It is none: the seats lie beside these panels.
    Nearly(Vec<Counts>),
}

/// Panels with weights whose seats are these, if the solver leads to them.
fn mixed(seen: &[Counts], seats: &[Ratio]) -> Result<Mixed, NotAttained> {
    let order = mixture(seen, seats).map_err(NotAttained::Failed)?;
    let first = order.iter().filter_map(|at| seen.get(ix(*at)));
    let first: Vec<&Counts> = first.take(2 * (seats.len() + 1)).collect();
    let Some(weights) = exact_weights(&first, seats) else {
        return Ok(Mixed::Nearly(seen.to_vec()));
    };
    let with: Vec<(&Counts, Integer)> = first
        .into_iter()
        .zip(weights)
        .filter_map(|(panel, weight)| Some((panel, weight?)))
        .collect();
    let least = with.iter().map(|(_, weight)| weight).min();
    if let Some(least) = least.filter(|least| **least < Integer::ZERO) {
        // The seats lie beyond the others, on the far side from this one.
        let others = with.iter().filter(|(_, weight)| weight != least);
        return Ok(Mixed::Nearly(others.map(|(p, _)| (*p).clone()).collect()));
    }
    let panels = with.into_iter().filter(|(_, weight)| !weight.is_zero());
    let panels =
        panels.filter_map(|(p, weight)| Some((p.clone(), Natural::try_from(weight).ok()?)));
    Ok(Mixed::Exactly(panels.collect()))
}

/// Adds the panels that differ most from these in a way in which these are alike.
fn widen(
    system: &System,
    effort: &Effort,
    these: &[Counts],
    seen: &mut Vec<Counts>,
) -> Result<bool, NotAttained> {
    let types = system.bounds.len();
    let Some(direction) = alike(these, types).map_err(NotAttained::Failed)? else {
        return Ok(false);
    };
    let before = seen.len();
    for sign in [1, -1] {
        let weights = direction.iter().enumerate();
        let weights: Vec<(u32, i64)> = weights.map(|(at, w)| (len32(at), sign * w)).collect();
        match system.best(&objective(&weights), Limits::exact(effort.nodes)) {
            Ok((point, _)) => {
                let new = counts(&point).filter(|panel| !seen.contains(panel));
                seen.extend(new);
            }
            Err(Failure::Numeric | Failure::Limit) => {}
            Err(failure) => return Err(NotAttained::Failed(failure)),
        }
    }
    Ok(seen.len() > before)
}

/// Adds a panel that goes farther in one of the directions than those seen, or finds a cut.
fn farther(
    system: &System,
    seats: &[Ratio],
    directions: Vec<Vec<i64>>,
    effort: &Effort,
    seen: &mut Vec<Counts>,
) -> Result<Option<Cut>, NotAttained> {
    for direction in directions {
        let weights: Vec<(u32, i64)> = direction
            .iter()
            .enumerate()
            .filter(|(_, weight)| **weight != 0)
            .map(|(at, weight)| (len32(at), *weight))
            .collect();
        let known = seen.iter().map(|panel| along(&direction, panel)).max();
        let reached = weights.iter().fold(Ratio::ZERO, |sum, (at, weight)| {
            sum + seats.get(ix(*at)).unwrap_or(&Ratio::ZERO) * Ratio::from(*weight)
        });
        // What no panel may pass if this is to be a cut: the greatest whole number below the seats.
        let below = reached.ceil() - Integer::ONE;
        let Ok(below) = i64::try_from(below) else {
            continue;
        };
        let limits = Limits::exact(effort.nodes);
        let point = match system.best(&objective(&weights), limits) {
            Ok((point, _)) => point,
            Err(Failure::Numeric) => continue,
            Err(failure) => return Err(NotAttained::Failed(failure)),
        };
        let far = direction
            .iter()
            .zip(&point)
            .map(|(w, c)| w * c)
            .sum::<i64>();
        if known.is_none_or(|known| far > known) {
            seen.extend(counts(&point));
            return Ok(None);
        }
        if far > below {
            continue; // rounded too coarsely
        }
        match Cut::prove(system, weights, far, effort.nodes) {
            Ok(cut) => return Ok(Some(cut)),
            Err(Unproven::Counter(point)) => {
                seen.extend(counts(&point));
                return Ok(None);
            }
            Err(Unproven::Failure(Failure::Limit)) => return Err(NotAttained::Limit),
            Err(Unproven::Failure(_)) => {}
        }
    }
    Err(NotAttained::Failed(Failure::Numeric))
}

/// How far a panel goes in a direction.
fn along(direction: &[i64], panel: &[u32]) -> i64 {
    let terms = direction.iter().zip(panel);
    terms
        .map(|(weight, count)| weight * i64::from(*count))
        .sum()
}

/// A point as counts.
pub(super) fn counts(point: &[i64]) -> Option<Counts> {
    point
        .iter()
        .map(|count| u32::try_from(*count).ok())
        .collect()
}

/// Weights with which the seats of panels come to these, exactly; some may be negative, and panels
/// that depend on those before them have none.
fn exact_weights(panels: &[&Counts], seats: &[Ratio]) -> Option<Vec<Option<Integer>>> {
    // One equation a type, and one for the sum of the weights; all times the common denominator.
    let common = super::walk::common(seats);
    let mut rows: Vec<Vec<Integer>> = Vec::with_capacity(seats.len() + 1);
    for (at, seats) in seats.iter().enumerate() {
        let counts = panels
            .iter()
            .map(|panel| panel.get(at).copied().unwrap_or_default());
        let mut row: Vec<Integer> = counts.map(Integer::from).collect();
        row.push(seats.numerator() * Integer::from(&common / seats.denominator()));
        rows.push(row);
    }
    let mut sum = vec![Integer::ONE; panels.len()];
    sum.push(Integer::from(common.clone()));
    rows.push(sum);
    crate::sort::sort(&mut rows);
    rows.dedup();
    solve_first(rows, panels.len())
}

#[cfg(test)]
mod tests;
