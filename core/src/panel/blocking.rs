//! Which quotas together stand in the way: a set of least and most numbers that cannot all be
//! met, while all but any one of them can.
//!
//! What stands in the way may be meant of every panel, or of panels that hold a type of people.
//! The set is found by a deletion filter: from the quotas that a proof of impossibility uses, one
//! after the other is dropped where impossibility remains. That it blocks is a [`Proof`], and that
//! it is minimal a panel for each member, which meets all the others: both are checked exactly.
//! There may be several such sets; the filter drops first what has least to do with the type.
//!
//! Source: J. W. Chinneck and E. W. Dravnieks, Locating minimal infeasible constraint sets in
//! linear programs, ORSA Journal on Computing 3, 1991 (deletion filter).

use std::collections::BTreeSet;

use super::proof::{Proof, System, Unproven, infeasible};
use super::{Asked, Counts, Types};
use crate::id::{RowId, TypeId, ix};
use crate::num::Integer;
use crate::propose::{Failure, Limits};
use crate::sort::sort_by;

/// The least or the most of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    /// The row of the quota.
    pub row: RowId,
    /// Its most; else its least.
    pub most: bool,
}

/// Quotas that cannot all be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocking {
    /// The sides, ascending. None at all: size and households alone make it impossible.
    pub sides: Vec<Side>,
    /// That they cannot all be met.
    pub proof: Proof,
    /// By side: a panel that meets all the others, with the size and one of each household.
    /// `None` where none was found within the limit: the set may then be larger than need be.
    pub without: Vec<Option<Counts>>,
}

/// What is known of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// These counts meet it.
    Counts(Counts),
    /// Nothing does.
    Nothing(Proof),
}

/// Whether anything meets a program over counts: found or proven, never believed.
///
/// # Errors
/// [`Failure`] where neither was reached within `nodes` nodes.
pub fn decide(system: &System, nodes: u64) -> Result<Verdict, Failure> {
    let limits = Limits::exact(nodes);
    let point = match system.best(&[], limits) {
        Ok((point, _)) => point,
        Err(Failure::NoSolver) => return Err(Failure::NoSolver),
        Err(_) => match infeasible(system, nodes) {
            Ok(proof) => return Ok(Verdict::Nothing(proof)),
            Err(Unproven::Counter(point)) => point,
            Err(Unproven::Failure(failure)) => return Err(failure),
        },
    };
    counts(&point).map(Verdict::Counts).ok_or(Failure::Numeric)
}

/// A point as counts.
pub(super) fn counts(point: &[i64]) -> Option<Counts> {
    let counts = point.iter().map(|value| u32::try_from(*value).ok());
    counts.collect()
}

/// Panels as asked, which hold at least one of a type where one is named.
pub fn holding(types: &Types, held: Option<TypeId>) -> System {
    let mut system = System::of(types);
    if let Some((least, _)) = held.and_then(|id| system.bounds.get_mut(ix(id.0))) {
        *least = 1;
    }
    system
}

/// The program with only these sides of quotas.
pub(super) fn only(types: &Types, held: Option<TypeId>, sides: &BTreeSet<Side>) -> System {
    let mut system = holding(types, held);
    for (id, row) in types.rows().iter() {
        let (Asked::Quota(..), Some(line)) = (row.asked, system.rows.get_mut(ix(id.0))) else {
            continue;
        };
        if !sides.contains(&Side {
            row: id,
            most: false,
        }) {
            line.least = 0;
        }
        if !sides.contains(&Side {
            row: id,
            most: true,
        }) {
            line.most = i64::from(types.seats());
        }
    }
    system
}

/// Those of `among` that a proof uses.
fn used(types: &Types, proof: &Proof, among: &BTreeSet<Side>) -> BTreeSet<Side> {
    let lines = proof.lines();
    let sides = lines.into_iter().flat_map(|(row, (least, most))| {
        let side = |most| Side {
            row: RowId(row),
            most,
        };
        [(least, side(false)), (most, side(true))]
    });
    sides
        .filter(|(used, side)| {
            *used && among.contains(side) && types.rows().get(side.row).is_some()
        })
        .map(|(_, side)| side)
        .collect()
}

/// Every side of every quota.
pub fn sides(types: &Types) -> BTreeSet<Side> {
    let quotas = types.rows().iter();
    quotas
        .filter(|(_, row)| matches!(row.asked, Asked::Quota(..)))
        .flat_map(|(row, _)| [false, true].map(|most| Side { row, most }))
        .collect()
}

/// A minimal set of `among` that no panel (holding `held`) meets; `None` where some panel does.
///
/// # Errors
/// [`Failure`] where that was not decided within `nodes` nodes a program.
pub fn find(
    types: &Types,
    held: Option<TypeId>,
    among: &BTreeSet<Side>,
    nodes: u64,
) -> Result<Option<Blocking>, Failure> {
    let mut proof = match decide(&only(types, held, among), nodes)? {
        Verdict::Counts(_) => return Ok(None),
        Verdict::Nothing(proof) => proof,
    };
    let mut kept = used(types, &proof, among);
    let mut without = Vec::new();
    for side in order(types, held, &kept) {
        if !kept.contains(&side) {
            continue;
        }
        let mut fewer = kept.clone();
        fewer.remove(&side);
        match decide(&only(types, held, &fewer), nodes) {
            Ok(Verdict::Counts(counts)) => without.push((side, Some(counts))),
            Ok(Verdict::Nothing(found)) => {
                kept = used(types, &found, &fewer);
                proof = found;
            }
            Err(_) => without.push((side, None)),
        }
    }
    // A side that was kept undecided may have become superfluous.
    without.retain(|(side, _)| kept.contains(side));
    sort_by(&mut without, &mut |a, b| a.0.cmp(&b.0));
    let (sides, without) = without.into_iter().unzip();
    Ok(Some(Blocking {
        sides,
        proof,
        without,
    }))
}

/// In which order sides are tried for dropping: what does not speak of the type first, and of
/// that the least numbers, so that what remains is short and about the type.
fn order(types: &Types, held: Option<TypeId>, sides: &BTreeSet<Side>) -> Vec<Side> {
    let mut order: Vec<Side> = sides.iter().copied().collect();
    let about = |side: &Side| {
        let row = types.rows().get(side.row);
        row.zip(held)
            .is_some_and(|(row, held)| row.types.contains(&held))
    };
    sort_by(&mut order, &mut |a, b| {
        let key = |side: &Side| (about(side), side.most, side.row);
        key(a).cmp(&key(b))
    });
    order
}

impl Blocking {
    /// All that a proof uses, where the search for less came to its limit.
    pub(super) fn unrefined(types: &Types, proof: Proof) -> Self {
        let sides: Vec<Side> = used(types, &proof, &sides(types)).into_iter().collect();
        Self {
            without: vec![None; sides.len()],
            sides,
            proof,
        }
    }

    /// Whether the sides cannot all be met by a panel that holds `held`. Exact.
    pub fn blocks(&self, types: &Types, held: Option<TypeId>) -> bool {
        let sides: BTreeSet<Side> = self.sides.iter().copied().collect();
        let system = only(types, held, &sides);
        self.proof.check(&system, &[], &Integer::NEG_ONE)
    }

    /// Whether all but any one of them can be. Exact.
    pub fn is_minimal(&self, types: &Types, held: Option<TypeId>) -> bool {
        let sides: BTreeSet<Side> = self.sides.iter().copied().collect();
        self.without.len() == self.sides.len()
            && self.sides.iter().zip(&self.without).all(|(side, counts)| {
                let mut fewer = sides.clone();
                fewer.remove(side);
                let counts = counts.iter().flatten().map(|count| i64::from(*count));
                only(types, held, &fewer).admits(&counts.collect::<Vec<_>>())
            })
    }
}
