//! Leximin: raise the least chance as far as can be, then the next, and so on; with proof.

mod find;

use std::collections::BTreeSet;

use crate::id::{IdVec, PersonId, TypeId, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::Ratio;
use crate::problem::Problem;

use super::hull::Cut;
use super::stage::{Board, refused};
use super::{Lottery, LotteryError, Types};

pub use self::find::find;
pub use super::stage::{Stage, Start, Weights};
pub use super::walk::Effort;

/// A lottery and what proves it: whole numbers for each stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Rows that every panel meets and that the pool's own rows do not imply.
    cuts: Vec<Cut>,
    /// Where the greatest chance was made small first: its weights.
    greatest: Option<Weights>,
    /// By stage; where `attained` is false those with the value 0 and one more.
    stages: Vec<Weights>,
    lottery: Lottery,
    /// Whether the lottery has the chances that the stages prove; else a limit was reached, and it
    /// is only the best that was found.
    attained: bool,
}

/// What was proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The chance of each person of a type.
    pub chances: IdVec<TypeId, Ratio>,
    /// Panels that give them.
    pub lottery: Lottery,
    /// The values, ascending, with the types that have them.
    pub stages: Vec<Stage>,
    /// The least that the greatest chance can be, where it was asked for.
    pub greatest: Option<Ratio>,
    /// Where a limit was reached: the least chance that the lottery gives, and what no lottery
    /// passes. The stages then end with the latter, and other chances have no proof.
    pub gap: Option<(Ratio, Ratio)>,
}

/// Checks a lottery and its proof exactly, without a solver. Cost: O((stages + panels) * types *
/// features).
///
/// # Errors
/// `proof-refused`, with the part that does not hold.
pub fn check(types: &Types, start: &Start, found: &Found) -> Result<Proven, Problem> {
    let mut board = Board::new(types, start)?;
    for cut in &found.cuts {
        board.cut(cut)?;
    }
    let greatest = match (&found.greatest, start.least_most) {
        (Some(weights), true) => Some(board.cap_greatest(weights)?),
        (None, false) => None,
        _ => return Err(refused("greatest")),
    };
    for weights in &found.stages {
        if board.done() {
            return Err(refused("stages"));
        }
        board.settle(weights)?;
    }
    let chances = found.lottery.chances(types);
    for ((chance, people), (least, most)) in chances.values().zip(&board.people).zip(&board.expects)
    {
        let seats = chance * Ratio::from(*people);
        if seats < *least || *most < seats {
            return Err(refused("panels"));
        }
    }
    let gap = if found.attained {
        let settled = board.settled();
        let mut pairs = settled.iter().zip(chances.values());
        if !board.done() || pairs.any(|(settled, chance)| settled.as_ref() != Some(chance)) {
            return Err(refused("panels"));
        }
        None
    } else {
        Some(open_gap(&board, start, &chances)?)
    };
    Ok(Proven {
        chances,
        lottery: found.lottery.clone(),
        stages: board.stages(),
        greatest,
        gap,
    })
}

/// What is proved where the stages stop after the first value above 0: the least chance of those
/// whom some panel may hold, and the value that no lottery passes.
fn open_gap(
    board: &Board,
    start: &Start,
    chances: &IdVec<TypeId, Ratio>,
) -> Result<(Ratio, Ratio), Problem> {
    let stages = board.stages();
    let (Some(last), true) = (stages.last(), *start == Start::default()) else {
        return Err(refused("attained"));
    };
    let before = &stages[..stages.len() - 1];
    if last.value == Ratio::ZERO || before.iter().any(|stage| stage.value > Ratio::ZERO) {
        return Err(refused("attained"));
    }
    let barred: BTreeSet<TypeId> = before
        .iter()
        .flat_map(|stage| stage.types.iter().copied())
        .collect();
    let open = chances.iter().filter(|(id, _)| !barred.contains(id));
    let least = open.map(|(_, chance)| chance).min();
    let least = least.ok_or_else(|| refused("attained"))?.clone();
    Ok((least, last.value.clone()))
}

impl Found {
    /// As recorded.
    pub fn to_value(&self) -> Value {
        let stages = self.stages.iter().map(Weights::to_value).collect();
        let cuts = self.cuts.iter().map(Cut::to_value).collect();
        object(vec![
            ("attained", Value::Bool(self.attained)),
            ("cuts", Value::Array(cuts)),
            (
                "greatest",
                self.greatest
                    .as_ref()
                    .map_or(Value::Null, Weights::to_value),
            ),
            ("panels", self.lottery.to_value()),
            ("stages", Value::Array(stages)),
        ])
    }

    /// Reads what [`Found::to_value`] writes.
    ///
    /// # Errors
    /// Where it is not written so.
    pub fn from_value(types: &Types, value: &Value) -> Result<Self, Problem> {
        let part = |name: &'static str| value.get(name).ok_or_else(|| refused(name));
        let greatest = match part("greatest")? {
            Value::Null => None,
            other => Some(Weights::from_value(other).ok_or_else(|| refused("greatest"))?),
        };
        let stages = part("stages")?.as_array().unwrap_or_default();
        let stages: Option<Vec<Weights>> = stages.iter().map(Weights::from_value).collect();
        let cuts = part("cuts")?.as_array().unwrap_or_default();
        let cuts: Option<Vec<Cut>> = cuts.iter().map(Cut::from_value).collect();
        Ok(Self {
            cuts: cuts.ok_or_else(|| refused("cuts"))?,
            greatest,
            stages: stages.ok_or_else(|| refused("stages"))?,
            lottery: Lottery::from_value(types, part("panels")?).map_err(LotteryError::problem)?,
            attained: part("attained")?
                .as_bool()
                .ok_or_else(|| refused("attained"))?,
        })
    }
}

impl Proven {
    /// What the report says of the proof: the values with the numbers of their types and people,
    /// how many cuts it took, and whom no panel can hold.
    pub fn certificate(&self, pool: &Pool, types: &Types) -> Value {
        let stages = self.stages.iter().map(|stage| {
            object(vec![
                ("people", Value::from(stage.people(types))),
                ("types", Value::from(len32(stage.types.len()))),
                ("value", Value::from(stage.value.to_string())),
            ])
        });
        let mut fields = vec![
            ("excluded", self.excluded(pool, types)),
            ("stages", Value::Array(stages.collect())),
        ];
        if let Some((least, bound)) = &self.gap {
            fields.retain(|(name, _)| *name != "stages");
            fields.push(("gap", gap_value(least, bound)));
        }
        object(fields)
    }

    /// The stage of the least chance of those whom some panel can hold.
    pub fn least(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.value > Ratio::ZERO)
    }

    /// Ids of the people whom no panel can hold, in byte order: those of the first stage, where its
    /// value is 0.
    pub fn excluded(&self, pool: &Pool, types: &Types) -> Value {
        let nobody = self
            .stages
            .iter()
            .filter(|stage| stage.value == Ratio::ZERO);
        let kinds = nobody.flat_map(|stage| &stage.types);
        let mut people: Vec<PersonId> = kinds
            .flat_map(|id| types.types()[*id].people.iter().copied())
            .collect();
        crate::sort::sort(&mut people);
        let ids = people
            .into_iter()
            .map(|person| Value::from(pool.id(person)));
        Value::Array(ids.collect())
    }
}

/// `{"bound":"1/11","least":"1/12"}`.
fn gap_value(least: &Ratio, bound: &Ratio) -> Value {
    object(vec![
        ("bound", Value::from(bound.to_string())),
        ("least", Value::from(least.to_string())),
    ])
}

#[cfg(test)]
mod tests;
