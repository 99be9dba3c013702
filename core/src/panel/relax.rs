//! The smallest relaxation of quotas after which there is a panel.
//!
//! Of every quota the least may go down to its `min_flex`, by a, and the most up to its
//! `max_flex`, by b. The relaxation that weighs least is found by a program in whole numbers:
//!
//! ```text
//! minimise sum of (1 + 2 / min) a + sum of b      (a = 0 where min = 0)
//! so that min - a <= members <= max + b for every quota, for a panel
//! ```
//!
//! Small groups are spared: a seat off a least number of 2 weighs 2, off one of 20 only 1.1
//! (Flanigan, Gölz, Gupta, Hennig and Procaccia, Nature 596, 2021, as their tools have it). Where
//! people must not be excluded, the program holds a panel for each of some types, forced onto it;
//! further types are added only while the relaxation found still excludes one that was asked for.
//!
//! What is returned is checked exactly: panels that meet the relaxed quotas, one for each type
//! asked for, and a [`Proof`] of how little any relaxation can weigh. Where a limit was reached
//! the two numbers differ and both are stated.

mod program;

use std::collections::BTreeSet;

use self::program::Program;
use super::blocking::{self, Blocking, Verdict, decide, sides};
use super::proof::{Proof, System};
use super::{Counts, Types, excluded};
use crate::id::{FeatureId, TypeId, ValueId};
use crate::instance::Pool;
use crate::num::{Integer, Ratio};
use crate::propose::Failure;

/// A least or most number that is relaxed: "min of age/16-29 from 5 to 4".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The feature.
    pub feature: FeatureId,
    /// The value.
    pub value: ValueId,
    /// Whether it is the most; else the least.
    pub most: bool,
    /// The number now.
    pub from: u32,
    /// The number that would do.
    pub to: u32,
}

/// How far to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// The most nodes of a search.
    pub nodes: u64,
    /// The most panels in one program where people must not be excluded; beyond, types are
    /// made possible one after the other, which may relax more than need be.
    pub copies: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            nodes: 2_000,
            copies: 12,
        }
    }
}

/// A relaxation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// What is changed, in file order. Empty where there is a panel already.
    pub changes: Vec<Change>,
    /// What the changes weigh.
    pub weight: Ratio,
    /// What any relaxation weighs at least; equal to `weight` where this one is proven smallest.
    pub least: Ratio,
    /// The types for each of which the program of `proof` holds a panel; `None` for any panel.
    pub copies: Vec<Option<TypeId>>,
    /// The proof of `least`.
    pub proof: Proof,
    /// Panels that meet the relaxed quotas: at least one, and every type asked for sits on one.
    pub panels: Vec<Counts>,
    /// Types asked for that no panel can hold, however far quotas are relaxed.
    pub never: Vec<TypeId>,
    /// That their counts sum to at most 0 on every panel of the [`widest`] quotas; `None` where
    /// there are none.
    pub never_proof: Option<Proof>,
}

/// Why there is no relaxation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rigid {
    /// Even with every quota relaxed as far as its flex allows there is no panel: these sides
    /// (with the numbers of [`widest`]) cannot all be met.
    Flex(Blocking),
    /// The search failed or reached its limit.
    Failure(Failure),
}

impl From<Failure> for Rigid {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// The pool with every quota relaxed as far as its flex allows.
pub fn widest(pool: &Pool) -> Pool {
    let quotas: Vec<_> = pool
        .quotas()
        .map(|(feature, value, quota)| {
            let (min, max) = (quota.min.min(quota.min_flex), quota.max.max(quota.max_flex));
            (feature, value, min, max)
        })
        .collect();
    pool.with_quotas(&quotas)
}

/// The smallest relaxation after which there is a panel, and each of the types `include` can sit
/// on one.
///
/// # Errors
/// [`Rigid`].
pub fn find(pool: &Pool, include: &BTreeSet<TypeId>, effort: Effort) -> Result<Relaxation, Rigid> {
    let nodes = effort.nodes;
    let wide = Types::of(&widest(pool));
    if let Verdict::Nothing(proof) = decide(&System::of(&wide), nodes)? {
        let found = blocking::find(&wide, None, &sides(&wide), nodes);
        let unrefined = || Blocking::unrefined(&wide, proof);
        return Err(Rigid::Flex(found.ok().flatten().unwrap_or_else(unrefined)));
    }
    let wanted: Vec<TypeId> = include.iter().copied().collect();
    let excluded::Coverage {
        excluded: never,
        proof: never_proof,
        ..
    } = excluded::find_among(&wide, wanted.clone(), nodes)?;
    let wanted: Vec<TypeId> = wanted
        .into_iter()
        .filter(|id| !never.contains(id))
        .collect();

    let mut program = Program::of(pool, &[None]);
    let mut solved = program.solve(nodes)?;
    let mut together = solved.clone();
    let mut copies = vec![None];
    loop {
        let relaxed = Types::of(&pool.with_quotas(&program.quotas(&solved.point)));
        let coverage = excluded::find_among(&relaxed, wanted.clone(), nodes)?;
        let Some(next) = coverage.excluded.first().copied() else {
            let mut panels = program.panels(&solved.point);
            panels.extend(coverage.panels);
            crate::sort::sort(&mut panels);
            panels.dedup();
            return Ok(Relaxation {
                changes: program.changes(&solved.point),
                weight: program.weight(&solved.point),
                least: together.least,
                copies,
                proof: together.proof,
                panels,
                never,
                never_proof,
            });
        };
        if crate::id::len32(copies.len()) < effort.copies {
            copies.retain(Option::is_some);
            copies.push(Some(next));
            program = Program::of(pool, &copies);
            solved = program.solve(nodes)?;
            together = solved.clone();
        } else {
            // From what is relaxed already, for one more type.
            let kept = program.moved(&solved.point);
            program = Program::of(pool, &[Some(next)]).from(&kept);
            solved = program.solve(nodes)?;
        }
    }
}

impl Relaxation {
    /// Whether no relaxation is smaller.
    pub fn is_smallest(&self) -> bool {
        self.weight == self.least
    }

    /// The pool with the relaxed quotas.
    pub fn pool(&self, pool: &Pool) -> Pool {
        let mut quotas: Vec<_> = pool
            .quotas()
            .map(|(feature, value, quota)| (feature, value, quota.min, quota.max))
            .collect();
        for change in &self.changes {
            for (feature, value, min, max) in &mut quotas {
                if (*feature, *value) == (change.feature, change.value) {
                    *(if change.most { max } else { min }) = change.to;
                }
            }
        }
        pool.with_quotas(&quotas)
    }

    /// Whether it is a relaxation within the flex of every quota, after which there is a panel and
    /// each of `include` (but [`Relaxation::never`], who are proven to sit on none of the widest)
    /// can sit on one, and weighs what it says, no less than what is proven. Exact.
    pub fn check(&self, pool: &Pool, include: &BTreeSet<TypeId>) -> bool {
        let relaxed = self.pool(pool);
        let types = Types::of(&relaxed);
        let wide = widest(pool);
        let flex = relaxed.quotas().zip(wide.quotas());
        let mut within =
            flex.map(|((_, _, now), (_, _, most))| most.min <= now.min && now.max <= most.max);
        let sits = |id: &TypeId| {
            let at = crate::id::ix(id.0);
            self.panels.iter().any(|panel| panel.get(at) > Some(&0))
        };
        let asked = include.iter().filter(|id| !self.never.contains(id));
        let program = Program::of(pool, &self.copies);
        within.all(|within| within)
            && self.changes.iter().all(|change| change.is_of(pool))
            && !self.panels.is_empty()
            && self.panels.iter().all(|panel| types.admits(panel))
            && asked.into_iter().all(sits)
            && self.shuts_out(&Types::of(&wide))
            && self.copies.iter().flatten().all(|id| include.contains(id))
            && Program::weigh(&self.changes) == self.weight
            && program.proves(&self.proof, &self.least)
    }

    /// Whether no panel of these rows holds any of [`Relaxation::never`]. Exact.
    fn shuts_out(&self, types: &Types) -> bool {
        match &self.never_proof {
            None => self.never.is_empty(),
            Some(proof) => proof.check(
                &System::of(types),
                &excluded::sum(&self.never),
                &Integer::ZERO,
            ),
        }
    }
}

impl Change {
    /// Whether it starts from what the quota is, and relaxes it.
    fn is_of(&self, pool: &Pool) -> bool {
        let quota = pool.quota(self.feature, self.value);
        quota.is_some_and(|(_, _, quota)| {
            if self.most {
                self.from == quota.max && self.to > self.from
            } else {
                self.from == quota.min && self.to < self.from
            }
        })
    }
}

#[cfg(test)]
mod tests;
