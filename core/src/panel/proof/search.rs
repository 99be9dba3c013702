//! Looks for a proof: branch and bound by linear programs, each leaf closed in integers.

use super::{Node, Proof, System, Turn, turn};
use dashu_int::ops::DivEuclid;

use crate::num::Integer;
use crate::propose::{Failure, Multipliers, Objective};

/// Why there is no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// It is not so: this point passes the bound.
    Counter(Vec<i64>),
    /// The solver failed, or more nodes were needed than allowed ([`Failure::Limit`]).
    Failure(Failure),
}

/// Looks for a proof that `objective` is at most `bound`, in at most `nodes` nodes.
///
/// # Errors
/// [`Unproven`].
pub fn search(
    system: &System,
    objective: &Objective,
    bound: &Integer,
    nodes: u64,
) -> Result<Proof, Unproven> {
    let mut proof = Proof::default();
    let mut way: Vec<Turn> = Vec::new();
    let mut seen = 0;
    loop {
        seen += 1;
        if seen > nodes {
            return Err(Unproven::Failure(Failure::Limit));
        }
        let part = system.part(&way);
        let part = part.ok_or(Unproven::Failure(Failure::Numeric))?;
        if let Some(by) = leaf(&part, objective, bound)? {
            proof.nodes.push(Node::Leaf(by));
            if !turn(&mut way) {
                return Ok(proof);
            }
            continue;
        }
        let loose = part.loosely(objective).map_err(Unproven::Failure)?;
        if part.admits(&loose.rounded) && value(objective, &loose.rounded) > *bound {
            return Err(Unproven::Counter(loose.rounded));
        }
        let (on, at) = loose.split.ok_or(Unproven::Failure(Failure::Numeric))?;
        proof.nodes.push(Node::Split(on, at));
        way.push(Turn {
            on,
            at,
            above: false,
        });
    }
}

/// Looks for a proof that nothing meets the lines.
///
/// # Errors
/// [`Unproven::Counter`] with something that does; else as [`search`].
pub fn infeasible(system: &System, nodes: u64) -> Result<Proof, Unproven> {
    search(system, &[], &Integer::NEG_ONE, nodes)
}

/// The least bound that one set of multipliers proves, without a search.
///
/// # Errors
/// [`Failure`].
pub fn bound(system: &System, objective: &Objective) -> Result<(Integer, Proof), Failure> {
    let mut best: Option<(Integer, Multipliers)> = None;
    for by in system.multipliers(objective)? {
        let Some(most) = system
            .most(&by, objective)
            .filter(|_| by.scale > Integer::ZERO)
        else {
            continue;
        };
        // Rounded down, since the objective is whole.
        let most = most.div_euclid(by.scale.clone());
        if best.as_ref().is_none_or(|(least, _)| most < *least) {
            best = Some((most, by));
        }
    }
    let (most, by) = best.ok_or(Failure::Numeric)?;
    let nodes = vec![Node::Leaf(by)];
    Ok((most, Proof { nodes }))
}

/// The bound that these multipliers of lines prove, with the proof: no solver is asked. None where
/// a line or a variable is not there.
pub fn shown(
    system: &System,
    objective: &Objective,
    rows: Vec<(u32, Integer)>,
) -> Option<(Integer, Proof)> {
    let by = Multipliers {
        scale: Integer::ONE,
        rows,
    };
    let most = system.most(&by, objective)?;
    let nodes = vec![Node::Leaf(by)];
    Some((most, Proof { nodes }))
}

/// Multipliers that close a part, if the solver finds any.
fn leaf(
    part: &System,
    objective: &Objective,
    bound: &Integer,
) -> Result<Option<Multipliers>, Unproven> {
    let none = Multipliers {
        scale: Integer::ZERO,
        rows: Vec::new(),
    };
    if part.closes(&none, objective, bound) {
        return Ok(Some(none));
    }
    let tried = part.multipliers(objective).map_err(Unproven::Failure)?;
    let closes = |by: &Multipliers| part.closes(by, objective, bound);
    Ok(tried.into_iter().find(closes))
}

/// The objective at a point.
fn value(objective: &Objective, point: &[i64]) -> Integer {
    let weigh = |(variable, weight): &(u32, Integer)| {
        let at = point.get(crate::id::ix(*variable));
        weight * Integer::from(at.copied().unwrap_or_default())
    };
    objective
        .iter()
        .map(weigh)
        .fold(Integer::ZERO, |sum, term| sum + term)
}
