//! Leximin: raise the least chance as far as can be, then the next, and so on; with proof.

use crate::id::{IdVec, TypeId};
use crate::instance::object;
use crate::json::Value;
use crate::num::Ratio;
use crate::problem::Problem;
use crate::propose::{Failure, Question, StageDual, stage_dual};

use super::stage::{Board, refused};
use super::walk::{NotAttained, attain};
use super::{Lottery, Types};

pub use super::stage::{Stage, Start, Weights};
pub use super::walk::Effort;

/// A lottery and what proves it: whole numbers for each stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
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
    let mut board = Board::new(types, start)?;
    let mut greatest = None;
    if start.least_most {
        let (weights, guess) = ask(&board, true)?;
        if !guess.value.agrees(&board.cap_greatest(&weights)?) {
            return Err(Failure::Numeric.problem("minimax"));
        }
        greatest = Some(weights);
    }
    let mut stages = Vec::new();
    while !board.done() {
        let (weights, guess) = ask(&board, false)?;
        if !guess.value.agrees(&board.value(&weights)?) {
            return Err(Failure::Numeric.problem("leximin"));
        }
        board.settle(&weights)?;
        stages.push(weights);
    }
    let seats: Option<Vec<Ratio>> = board
        .settled()
        .into_iter()
        .zip(&board.people)
        .map(|(chance, people)| Some(chance? * Ratio::from(*people)))
        .collect();
    let seats = seats.ok_or_else(|| refused("stages"))?;
    if !progress(1, 2) {
        return Err(Problem::error("cancelled"));
    }
    let panels = match attain(&board.system, &seats, effort, &mut Vec::new()) {
        Ok(panels) => panels,
        Err(NotAttained::Failed(failure)) => return Err(failure.problem("leximin")),
        Err(_) => return Err(Failure::Limit.problem("leximin")),
    };
    let lottery = Lottery::new(types, panels).map_err(super::LotteryError::problem)?;
    Ok(Found {
        greatest,
        stages,
        lottery,
    })
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
        object(vec![
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
        Ok(Self {
            greatest,
            stages: stages.ok_or_else(|| refused("stages"))?,
            lottery: Lottery::from_value(types, part("panels")?)
                .map_err(super::LotteryError::problem)?,
        })
    }
}

impl Proven {
    /// What the report says of the proof: the values with the numbers of their types and people.
    pub fn certificate(&self, types: &Types) -> Value {
        let stages = self.stages.iter().map(|stage| {
            let people: usize = stage
                .types
                .iter()
                .map(|id| types.types()[*id].people.len())
                .sum();
            object(vec![
                ("people", Value::from(crate::id::len32(people))),
                ("types", Value::from(crate::id::len32(stage.types.len()))),
                ("value", Value::from(stage.value.to_string())),
            ])
        });
        object(vec![("stages", Value::Array(stages.collect()))])
    }
}
