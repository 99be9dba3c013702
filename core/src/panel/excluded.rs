//! Everyone whom the quotas exclude: no panel that meets them holds this person.
//!
//! Panels are drawn up one after the other, each with as many types as can be that sat on none so
//! far. Where no further type can sit, one proof that `sum of the remaining counts <= 0` shows
//! that all of them are excluded. Both are checked exactly: every type sits on one of the panels
//! or is in the proof. Programs: at most one for each type, in practice few.

use super::blocking::{Blocking, counts, find as blocking, sides};
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
pub fn find_among(
    types: &Types,
    mut missing: Vec<TypeId>,
    nodes: u64,
) -> Result<Coverage, Failure> {
    let system = System::of(types);
    let mut panels = Vec::new();
    while !missing.is_empty() {
        let objective: Vec<(u32, Integer)> =
            missing.iter().map(|id| (id.0, Integer::ONE)).collect();
        let sits = |point: &[i64]| missing.iter().any(|id| point.get(ix(id.0)) > Some(&0));
        let limits = Limits { nodes, gap: 0.02 };
        let guess = match system.best(&objective, limits) {
            Ok((point, _)) => Some(point),
            Err(Failure::NoSolver) => return Err(Failure::NoSolver),
            Err(_) => None,
        };
        let point = match guess.filter(|point| sits(point)) {
            Some(point) => point,
            None => match search(&system, &objective, &Integer::ZERO, nodes) {
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
        let covered = types.types().ids().all(|id| {
            self.excluded.contains(&id)
                || self
                    .panels
                    .iter()
                    .any(|panel| panel.get(ix(id.0)) > Some(&0))
        });
        let objective: Vec<(u32, Integer)> = self
            .excluded
            .iter()
            .map(|id| (id.0, Integer::ONE))
            .collect();
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

/// Types excluded by the same quotas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// The types, ascending, each with what blocks it: the same sides for all.
    pub types: Vec<(TypeId, Blocking)>,
}

impl Coverage {
    /// What blocks each type that is excluded: a minimal set of quotas, equal sets together, in
    /// order of the first type. Types for which it was not found within the limit are left out.
    ///
    /// Each type is first held against the sets already found, so that as few sets are named as
    /// the search allows.
    pub fn barred(&self, types: &Types, nodes: u64) -> Vec<Barred> {
        let everything = sides(types);
        let mut groups: Vec<Barred> = Vec::new();
        for id in &self.excluded {
            let known = groups.iter().enumerate().find_map(|(at, group)| {
                let sides = group.types.first()?.1.sides.iter().copied().collect();
                let found = blocking(types, Some(*id), &sides, nodes).ok()??;
                Some((at, found))
            });
            let found = match known {
                Some((at, found)) => {
                    let group = groups.get_mut(at);
                    let same = |group: &&mut Barred| {
                        let first = group.types.first();
                        first.is_some_and(|(_, first)| first.sides == found.sides)
                    };
                    if let Some(group) = group.filter(same) {
                        group.types.push((*id, found));
                        continue;
                    }
                    Some(found)
                }
                None => blocking(types, Some(*id), &everything, nodes)
                    .ok()
                    .flatten(),
            };
            if let Some(found) = found {
                groups.push(Barred {
                    types: vec![(*id, found)],
                });
            }
        }
        groups
    }
}
