//! Everyone whom the quotas exclude: no panel that meets them holds this person.
//!
//! Panels are drawn up one after the other, each with as many types as can be that sat on none so
//! far. Where no further type can sit, one proof that `sum of the remaining counts <= 0` shows
//! that all of them are excluded. Both are checked exactly: every type sits on one of the panels
//! or is in the proof. Programs: at most one for each type, in practice few.

use std::collections::BTreeSet;

use super::blocking::{Blocking, Side, counts, find as blocking, only, sides};
use super::proof::{Proof, System, Unproven, search};
use super::{Counts, Types};
use crate::id::{PersonId, TypeId, ix};
use crate::num::Integer;
use crate::propose::{Failure, Limits};
use crate::sort::sort;

/// Who can sit on a panel, and who cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Panels on which everyone else sits, one or another.
    pub panels: Vec<Counts>,
    /// The types excluded, ascending.
    pub excluded: Vec<TypeId>,
    /// That their counts sum to at most 0 on every panel; `None` where none is excluded.
    pub proof: Option<Proof>,
}

/// Finds who is excluded. There must be a panel: else everyone is.
///
/// # Errors
/// [`Failure`] where it was not decided within `nodes` nodes a program.
pub fn find(types: &Types, nodes: u64) -> Result<Coverage, Failure> {
    find_among(types, types.types().ids().collect(), nodes)
}

/// The same for some types only.
///
/// # Errors
/// As [`find`].
pub fn find_among(types: &Types, wanted: Vec<TypeId>, nodes: u64) -> Result<Coverage, Failure> {
    cover(&System::of(types), wanted, nodes)
}

/// The same for any program over counts.
fn cover(system: &System, mut missing: Vec<TypeId>, nodes: u64) -> Result<Coverage, Failure> {
    let mut panels = Vec::new();
    while !missing.is_empty() {
        let objective = sum(&missing);
        let sits = |point: &[i64]| missing.iter().any(|id| point.get(ix(id.0)) > Some(&0));
        let limits = Limits::within(nodes, 20);
        let guess = match system.best(&objective, limits) {
            Ok((point, _)) => Some(point),
            Err(Failure::NoSolver) => return Err(Failure::NoSolver),
            Err(_) => None,
        };
        let point = match guess.filter(|point| sits(point)) {
            Some(point) => point,
            None => match search(system, &objective, &Integer::ZERO, nodes) {
                Ok(proof) => {
                    return Ok(Coverage {
                        panels,
                        excluded: missing,
                        proof: Some(proof),
                    });
                }
                Err(Unproven::Counter(point)) => point,
                Err(Unproven::Failure(failure)) => return Err(failure),
            },
        };
        missing.retain(|id| point.get(ix(id.0)).is_none_or(|count| *count == 0));
        panels.push(counts(&point).ok_or(Failure::Numeric)?);
    }
    Ok(Coverage {
        panels,
        excluded: missing,
        proof: None,
    })
}

impl Coverage {
    /// Whether it is so: every panel is one, and every type sits on one or is excluded by the
    /// proof. Exact.
    pub fn check(&self, types: &Types) -> bool {
        let sits = types.types().ids().filter(|id| !self.excluded.contains(id));
        let covered = all_sit(&sits.collect::<Vec<_>>(), &self.panels);
        let objective = sum(&self.excluded);
        let proven = match &self.proof {
            None => self.excluded.is_empty(),
            Some(proof) => proof.check(&System::of(types), &objective, &Integer::ZERO),
        };
        covered && proven && self.panels.iter().all(|panel| types.admits(panel))
    }

    /// The people excluded, ascending.
    pub fn people(&self, types: &Types) -> Vec<PersonId> {
        let kinds = self.excluded.iter().filter_map(|id| types.types().get(*id));
        let mut people: Vec<PersonId> = kinds.flat_map(|kind| kind.people.clone()).collect();
        sort(&mut people);
        people
    }
}

/// Types excluded by the same quotas, with the proof of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// The types, ascending.
    pub types: Vec<TypeId>,
    /// The quotas in the way: no panel that meets them holds one of the types; of all but any
    /// one of them some panel does, for each of the types.
    pub sides: Vec<Side>,
    /// That the counts of the types sum to at most 0 where these sides are met.
    pub proof: Proof,
    /// By side: panels that meet all the others; each of the types sits on one.
    pub without: Vec<Vec<Counts>>,
}

impl Coverage {
    /// What blocks each type that is excluded: minimal sets of quotas, each with all types (not in
    /// a set before) for which it blocks and is minimal. Types for which none was found within
    /// the limit are left out.
    pub fn barred(&self, types: &Types, nodes: u64) -> Vec<Barred> {
        let everything = sides(types);
        let mut groups = Vec::new();
        let mut left = self.excluded.clone();
        while let Some(first) = left.first().copied() {
            let found = blocking(types, Some(first), &everything, nodes)
                .ok()
                .flatten();
            let group = found.and_then(|found| group(types, &found, &left, nodes).ok());
            match group {
                Some(group) if group.types.contains(&first) => {
                    left.retain(|id| !group.types.contains(id));
                    groups.push(group);
                }
                _ => left.retain(|id| *id != first),
            }
        }
        groups
    }
}

/// Those of `left` whom a set of sides found for one of them blocks too, and as sparingly.
fn group(types: &Types, found: &Blocking, left: &[TypeId], nodes: u64) -> Result<Barred, Failure> {
    let kept: BTreeSet<Side> = found.sides.iter().copied().collect();
    let system = only(types, None, &kept);
    let mut blocked = cover(&system, left.to_vec(), nodes)?.excluded;
    let mut without = Vec::new();
    for side in &found.sides {
        let mut fewer = kept.clone();
        fewer.remove(side);
        let coverage = cover(&only(types, None, &fewer), blocked.clone(), nodes)?;
        blocked.retain(|id| !coverage.excluded.contains(id));
        without.push(coverage.panels);
    }
    let proof = search(&system, &sum(&blocked), &Integer::ZERO, nodes);
    Ok(Barred {
        proof: proof.map_err(|_| Failure::Numeric)?,
        types: blocked,
        sides: found.sides.clone(),
        without,
    })
}

impl Barred {
    /// Whether the sides block all the types and none of them is superfluous. Exact.
    pub fn check(&self, types: &Types) -> bool {
        let kept: BTreeSet<Side> = self.sides.iter().copied().collect();
        let blocks = |system: &System| self.proof.check(system, &sum(&self.types), &Integer::ZERO);
        let spared = self.sides.iter().zip(&self.without).all(|(side, panels)| {
            let mut fewer = kept.clone();
            fewer.remove(side);
            let system = only(types, None, &fewer);
            let point = |panel: &Counts| panel.iter().map(|n| i64::from(*n)).collect::<Vec<_>>();
            panels.iter().all(|panel| system.admits(&point(panel))) && all_sit(&self.types, panels)
        });
        blocks(&only(types, None, &kept)) && spared && self.without.len() == self.sides.len()
    }
}

/// The sum of the counts of some types.
pub(super) fn sum(types: &[TypeId]) -> Vec<(u32, Integer)> {
    types.iter().map(|id| (id.0, Integer::ONE)).collect()
}

/// Whether each type sits on one of the panels.
fn all_sit(types: &[TypeId], panels: &[Counts]) -> bool {
    let sits = |id: &TypeId| panels.iter().any(|panel| panel.get(ix(id.0)) > Some(&0));
    types.iter().all(sits)
}
