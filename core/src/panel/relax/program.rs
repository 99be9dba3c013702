//! The program of the smallest relaxation.

use super::Change;
use crate::id::{FeatureId, TypeId, ValueId, ix, len32};
use crate::instance::Pool;
use crate::num::{Integer, Natural, Ratio};
use crate::panel::proof::{Proof, System, Unproven, bound, search};
use crate::panel::{Asked, Counts, Types};
use crate::propose::{Failure, Limits};

/// A quota with the variables by which it may be relaxed.
struct Quota {
    feature: FeatureId,
    value: ValueId,
    min: u32,
    max: u32,
    /// Variable by which the least goes down, where it may.
    down: Option<u32>,
    /// Variable by which the most goes up, where it may.
    up: Option<u32>,
}

/// Counts for each panel, then a variable for each least and each most that may be relaxed.
pub(super) struct Program {
    system: System,
    /// Weights, negative and times `scale`: what is greatest weighs least.
    objective: Vec<(u32, Integer)>,
    scale: Natural,
    quotas: Vec<Quota>,
    types: u32,
    copies: u32,
}

/// The best point found, and how good any can be.
#[derive(Clone)]
pub(super) struct Solved {
    pub(super) point: Vec<i64>,
    pub(super) least: Ratio,
    pub(super) proof: Proof,
}

impl Program {
    /// A panel for each of `copies`, which holds that type where one is named.
    pub(super) fn of(pool: &Pool, copies: &[Option<TypeId>]) -> Self {
        let types = Types::of(pool);
        let one = System::of(&types);
        let mut system = System::default();
        for held in copies {
            let start = system.bounds.len();
            system.bounds.extend(one.bounds.iter().copied());
            if let Some((least, _)) = held.and_then(|id| {
                let at = start.checked_add(ix(id.0))?;
                system.bounds.get_mut(at)
            }) {
                *least = 1;
            }
        }
        let mut program = Self {
            system,
            objective: Vec::new(),
            scale: Natural::ONE,
            quotas: Vec::new(),
            types: types.types().len(),
            copies: len32(copies.len()),
        };
        program.add_quotas(pool);
        program.add_rows(&types, &one);
        program
    }

    /// The variables by which quotas are relaxed, each with a line of its own, to be split at
    /// first, and their weights: 1 + 2 / min times the least common multiple of all such minima.
    fn add_quotas(&mut self, pool: &Pool) {
        use dashu_int::ops::Gcd;

        let lowest = |quota: &crate::instance::FeatureValue| quota.min_flex.min(quota.min);
        for (_, _, quota) in pool.quotas() {
            if quota.min > 0 && lowest(quota) < quota.min {
                let min = Natural::from(quota.min);
                let common = (&self.scale).gcd(&min);
                self.scale = &self.scale / common * min;
            }
        }
        let scale = Integer::from(self.scale.clone());
        for (feature, value, quota) in pool.quotas() {
            // A panel has no more members than seats.
            let highest = quota.max_flex.min(pool.seats).max(quota.max);
            let down = quota.min.saturating_sub(lowest(quota));
            let up = highest.saturating_sub(quota.max);
            let min = Integer::from(quota.min);
            let weight = (down > 0).then(|| &scale * (&min + Integer::from(2)) / &min);
            let down = weight.map(|weight| self.variable(down, weight));
            let up = (up > 0).then(|| self.variable(up, scale.clone()));
            self.quotas.push(Quota {
                feature,
                value,
                min: quota.min,
                max: quota.max,
                down,
                up,
            });
        }
    }

    fn variable(&mut self, most: u32, weight: Integer) -> u32 {
        let number = len32(self.system.bounds.len());
        self.system.bounds.push((0, i64::from(most)));
        self.system.row(vec![(number, 1)], 0, i64::from(most));
        self.objective.push((number, -weight));
        number
    }

    /// What is asked of each panel.
    fn add_rows(&mut self, types: &Types, one: &System) {
        for copy in 0..self.copies {
            let start = copy.saturating_mul(self.types);
            for (row, line) in types.rows().values().zip(&one.rows) {
                let terms = line.terms.iter();
                let terms: Vec<_> = terms.map(|(at, factor)| (at + start, *factor)).collect();
                let quota = self
                    .quotas
                    .iter()
                    .find(|quota| row.asked == Asked::Quota(quota.feature, quota.value));
                let (down, up) = quota.map_or((None, None), |quota| (quota.down, quota.up));
                let (mut least, mut most) = (Some(line.least), Some(line.most));
                for (variable, sign) in [(down, 1), (up, -1)] {
                    let Some(variable) = variable else { continue };
                    let mut terms = terms.clone();
                    terms.push((variable, sign));
                    // The other side is out of the way of every point within the bounds.
                    let range = i64::from(types.seats()).saturating_mul(2);
                    if sign > 0 {
                        let floor = least.take().unwrap_or_default();
                        self.system.row(terms, floor, floor.saturating_add(range));
                    } else {
                        let ceiling = most.take().unwrap_or_default();
                        self.system
                            .row(terms, ceiling.saturating_sub(range), ceiling);
                    }
                }
                if least.is_some() || most.is_some() {
                    let (least, most) = (least.unwrap_or(0), most.unwrap_or(types.seats().into()));
                    self.system.row(terms, least, most);
                }
            }
        }
    }

    /// The same, where what was relaxed before (by quota: down, up) stays so.
    pub(super) fn from(mut self, moved: &[(i64, i64)]) -> Self {
        for (quota, (down, up)) in self.quotas.iter().zip(moved) {
            for (variable, by) in [(quota.down, down), (quota.up, up)] {
                if let Some((least, _)) = variable.and_then(|v| self.system.bounds.get_mut(ix(v))) {
                    *least = *by;
                }
            }
        }
        self
    }

    /// By quota: by how much its least goes down and its most goes up.
    pub(super) fn moved(&self, point: &[i64]) -> Vec<(i64, i64)> {
        let by = |variable: Option<u32>| {
            let value = variable.and_then(|variable| point.get(ix(variable)));
            value.copied().unwrap_or_default()
        };
        let quotas = self.quotas.iter();
        quotas.map(|quota| (by(quota.down), by(quota.up))).collect()
    }

    /// Looks for the point that weighs least, and for the proof that none weighs less.
    pub(super) fn solve(&self, nodes: u64) -> Result<Solved, Failure> {
        let limits = Limits::exact(nodes);
        let mut point = match self.system.best(&self.objective, limits) {
            Ok((point, _)) => Some(point),
            Err(Failure::NoSolver) => return Err(Failure::NoSolver),
            Err(_) => None,
        };
        loop {
            // Where the solver found nothing at all the search may: everything is above this.
            let known = point.as_ref().map(|point| self.value(point));
            let most = known.clone().unwrap_or_else(|| self.far());
            match search(&self.system, &self.objective, &most, nodes) {
                Ok(proof) => {
                    let point = point.ok_or(Failure::Infeasible)?;
                    let least = self.ratio(&-most);
                    return Ok(Solved {
                        point,
                        least,
                        proof,
                    });
                }
                Err(Unproven::Counter(better)) => point = Some(better),
                Err(Unproven::Failure(failure)) => {
                    let point = point.ok_or(failure)?;
                    let (most, proof) = bound(&self.system, &self.objective)?;
                    let least = self.ratio(&-most);
                    return Ok(Solved {
                        point,
                        least,
                        proof,
                    });
                }
            }
        }
    }

    /// Below what every point is worth.
    fn far(&self) -> Integer {
        let all = self.objective.iter().map(|(variable, weight)| {
            let bounds = self.system.bounds.get(ix(*variable));
            weight * Integer::from(bounds.map_or(0, |(_, most)| *most))
        });
        all.fold(Integer::NEG_ONE, |sum, term| sum + term)
    }

    fn value(&self, point: &[i64]) -> Integer {
        let terms = self.objective.iter().map(|(variable, weight)| {
            weight * Integer::from(point.get(ix(*variable)).copied().unwrap_or_default())
        });
        terms.fold(Integer::ZERO, |sum, term| sum + term)
    }

    fn ratio(&self, scaled: &Integer) -> Ratio {
        Ratio::from_parts(scaled.clone(), self.scale.clone())
    }

    /// What the relaxation at a point weighs.
    pub(super) fn weight(&self, point: &[i64]) -> Ratio {
        self.ratio(&-self.value(point))
    }

    /// What changes weigh. Exact.
    pub(super) fn weigh(changes: &[Change]) -> Ratio {
        let weigh = |change: &Change| {
            let by = Ratio::from(change.from.abs_diff(change.to));
            let two = Ratio::from_parts(Integer::from(2), Natural::from(change.from.max(1)));
            if change.most {
                by
            } else {
                by * (Ratio::ONE + two)
            }
        };
        changes
            .iter()
            .map(weigh)
            .fold(Ratio::ZERO, |sum, by| sum + by)
    }

    /// Whether no point weighs less. Exact.
    pub(super) fn proves(&self, proof: &Proof, least: &Ratio) -> bool {
        let scaled = least * Ratio::from(self.scale.clone());
        let (most, one) = scaled.into_parts();
        one == Natural::ONE && proof.check(&self.system, &self.objective, &-most)
    }

    /// The panels at a point.
    pub(super) fn panels(&self, point: &[i64]) -> Vec<Counts> {
        let panels = point.chunks(ix(self.types.max(1))).take(ix(self.copies));
        panels.filter_map(crate::panel::blocking::counts).collect()
    }

    /// The quotas as relaxed at a point.
    pub(super) fn quotas(&self, point: &[i64]) -> Vec<(FeatureId, ValueId, u32, u32)> {
        let number = |number: i64| u32::try_from(number).unwrap_or_default();
        let quotas = self.quotas.iter().zip(self.moved(point));
        quotas
            .map(|(quota, (down, up))| {
                let min = quota.min.saturating_sub(number(down));
                (
                    quota.feature,
                    quota.value,
                    min,
                    quota.max.saturating_add(number(up)),
                )
            })
            .collect()
    }

    /// What is changed at a point.
    pub(super) fn changes(&self, point: &[i64]) -> Vec<Change> {
        let mut changes = Vec::new();
        for (quota, (feature, value, min, max)) in self.quotas.iter().zip(self.quotas(point)) {
            for (most, from, to) in [(false, quota.min, min), (true, quota.max, max)] {
                if from != to {
                    changes.push(Change {
                        feature,
                        value,
                        most,
                        from,
                        to,
                    });
                }
            }
        }
        changes
    }
}
