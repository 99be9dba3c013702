//! Leximin: raise the least chance as far as can be, then the next, and so on; with proof.

use std::collections::BTreeSet;

use crate::id::{IdVec, PersonId, TypeId, ix, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Integer, Ratio};
use crate::problem::Problem;
use crate::propose::{Failure, Limits, Question, StageDual, stage_dual};

use super::hull::{Cut, Verdict, counts, decide};
use super::proof::Unproven;
use super::stage::{Board, refused};
use super::walk::{NotAttained, attain};
use super::{Counts, Lottery, LotteryError, Types};

pub use super::stage::{Stage, Start, Weights};
pub use super::walk::Effort;

/// A lottery and what proves it: whole numbers for each stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Rows that every panel meets and that the pool's own rows do not imply.
    cuts: Vec<Cut>,
    /// Where the greatest chance was made small first: its weights.
    greatest: Option<Weights>,
    /// By stage.
    stages: Vec<Weights>,
    lottery: Lottery,
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
}

/// Finds the leximin lottery.
///
/// # Errors
/// `panel-none` where no panel meets the rows, `solver-..` where the solver fails.
pub fn find(
    types: &Types,
    start: &Start,
    effort: &Effort,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Found, Problem> {
    let mut base = Board::new(types, start)?;
    let mut cuts: Vec<Cut> = Vec::new();
    let mut seen: Vec<Counts> = Vec::new();
    loop {
        let mut board = base.clone();
        let greatest = most_first(&mut board, start)?;
        let stages = stages(&mut board, progress)?;
        let seats = board.seats().ok_or_else(|| refused("stages"))?;
        let panels = match attain(&board.system, &seats, effort, &mut seen, progress) {
            Ok(panels) => Some(panels),
            Err(NotAttained::Cancelled) => return Err(Problem::error("cancelled")),
            Err(_) => None,
        };
        let verdict = match panels {
            Some(panels) => Verdict::Mixture(panels),
            None => {
                let found = excluded(&mut base, &seats, effort, &mut seen)?;
                if !found.is_empty() {
                    cuts.extend(found);
                    continue;
                }
                decide(&board.system, &seats, effort, &mut seen, progress)
                    .map_err(|why| why.problem("leximin"))?
            }
        };
        match verdict {
            Verdict::Mixture(panels) => {
                let lottery = Lottery::new(types, panels).map_err(LotteryError::problem)?;
                return Ok(Found {
                    cuts,
                    greatest,
                    stages,
                    lottery,
                });
            }
            Verdict::Cut(cut) => {
                base.cut(&cut)?;
                cuts.push(cut);
                if cuts.len() > ix(effort.cuts) {
                    return Err(Failure::Limit.problem("leximin"));
                }
            }
        }
    }
}

/// Where it is asked for, bounds the greatest chance before all else.
fn most_first(board: &mut Board, start: &Start) -> Result<Option<Weights>, Problem> {
    if !start.least_most {
        return Ok(None);
    }
    let (weights, guess) = ask(board, true)?;
    if !guess.value.agrees(&board.cap_greatest(&weights)?) {
        return Err(Failure::Numeric.problem("minimax"));
    }
    Ok(Some(weights))
}

/// Goes through the stages.
fn stages(
    board: &mut Board,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Vec<Weights>, Problem> {
    let mut stages = Vec::new();
    while !board.done() {
        let (weights, guess) = ask(board, false)?;
        if !guess.value.agrees(&board.value(&weights)?) {
            return Err(Failure::Numeric.problem("leximin"));
        }
        board.settle(&weights)?;
        stages.push(weights);
        if !progress(
            board.settled_types(),
            2 * u64::from(len32(board.people.len())),
        ) {
            return Err(Problem::error("cancelled"));
        }
    }
    Ok(stages)
}

/// Proves of types that expect seats, and sit on no panel seen, that no panel can hold them; adds
/// those proofs to the board. Panels that hold them are added to those seen.
fn excluded(
    board: &mut Board,
    seats: &[Ratio],
    effort: &Effort,
    seen: &mut Vec<Counts>,
) -> Result<Vec<Cut>, Problem> {
    let mut missing: BTreeSet<u32> = (0..)
        .zip(seats)
        .filter(|(_, s)| **s > Ratio::ZERO)
        .map(|(at, _)| at)
        .collect();
    let cover = |missing: &mut BTreeSet<u32>, panel: &Counts| {
        missing.retain(|at| panel.get(ix(*at)).is_none_or(|count| *count == 0));
    };
    for panel in seen.iter() {
        cover(&mut missing, panel);
    }
    // Panels that hold as many of those missing as can be, as long as that helps.
    while !missing.is_empty() {
        let objective: Vec<(u32, Integer)> = missing.iter().map(|at| (*at, Integer::ONE)).collect();
        let limits = Limits {
            nodes: effort.nodes,
            gap: 0.1,
        };
        let point = match board.system.best(&objective, limits) {
            Ok((point, _)) => point,
            Err(Failure::Infeasible) => return Err(Problem::error("panel-none")),
            Err(_) => break,
        };
        let before = missing.len();
        let Some(panel) = counts(&point) else { break };
        cover(&mut missing, &panel);
        seen.push(panel);
        if missing.len() == before {
            break;
        }
    }
    let mut found = Vec::new();
    while let Some(at) = missing.pop_first() {
        match Cut::prove(&board.system, vec![(at, 1)], 0, effort.nodes) {
            Ok(cut) => {
                board.cut(&cut)?;
                found.push(cut);
            }
            Err(Unproven::Counter(point)) => {
                if let Some(panel) = counts(&point) {
                    cover(&mut missing, &panel);
                    seen.push(panel);
                }
            }
            Err(Unproven::Failure(_)) => {}
        }
    }
    Ok(found)
}

/// Asks the solver for the weights of the next stage.
fn ask(board: &Board, greatest: bool) -> Result<(Weights, StageDual), Problem> {
    let question = Question {
        system: &board.system,
        expects: &board.expects,
        people: &board.people,
        settled: &board.settled(),
        greatest,
    };
    let found = stage_dual(&question).map_err(|failure| match failure {
        Failure::Unbounded => Problem::error("panel-none"),
        other => other.problem("leximin"),
    })?;
    Ok((Weights::dense(&found.weights, &found.rows), found))
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
    let settled = board.settled();
    if !board.done()
        || settled
            .iter()
            .zip(chances.values())
            .any(|(a, b)| a.as_ref() != Some(b))
    {
        return Err(refused("panels"));
    }
    for ((chance, people), (least, most)) in chances.values().zip(&board.people).zip(&board.expects)
    {
        let seats = chance * Ratio::from(*people);
        if seats < *least || *most < seats {
            return Err(refused("panels"));
        }
    }
    Ok(Proven {
        chances,
        lottery: found.lottery.clone(),
        stages: board.stages(),
        greatest,
    })
}

impl Found {
    /// As recorded.
    pub fn to_value(&self) -> Value {
        let stages = self.stages.iter().map(Weights::to_value).collect();
        let cuts = self.cuts.iter().map(Cut::to_value).collect();
        object(vec![
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
        object(vec![
            ("excluded", self.excluded(pool, types)),
            ("stages", Value::Array(stages.collect())),
        ])
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

#[cfg(test)]
mod tests;
