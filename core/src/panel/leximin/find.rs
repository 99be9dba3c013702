//! The search for a leximin lottery.

use std::collections::BTreeSet;

use super::{Effort, Found, Start, Weights};
use crate::id::{ix, len32};
use crate::num::{Integer, Ratio};
use crate::panel::hull::{Cut, Verdict, counts, decide};
use crate::panel::proof::Unproven;
use crate::panel::stage::{Board, refused};
use crate::panel::walk::{NotAttained, attain};
use crate::panel::{Counts, Lottery, LotteryError, Types};
use crate::problem::Problem;
use crate::propose::{Failure, Limits, Question, StageDual, fairest, stage_dual};

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
        let verdict = if let Some(panels) = panels {
            Verdict::Mixture(panels)
        } else {
            let found = excluded(&mut base, &seats, effort, &mut seen)?;
            if !found.is_empty() {
                cuts.extend(found);
                continue;
            }
            match decide(&board.system, &seats, effort, &mut seen, progress) {
                Ok(verdict) => verdict,
                Err(NotAttained::Limit) => {
                    return open(types, start, &base, cuts, &stages, &seen);
                }
                Err(why) => return Err(why.seeking("leximin")),
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
                    attained: true,
                });
            }
            Verdict::Cut(cut) => {
                if cuts.len() >= ix(effort.cuts) {
                    return open(types, start, &base, cuts, &stages, &seen);
                }
                base.cut(&cut)?;
                cuts.push(cut);
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
        return Err(Failure::Numeric.seeking("minimax"));
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
            return Err(Failure::Numeric.seeking("leximin"));
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
        other => other.seeking("leximin"),
    })?;
    Ok((Weights::dense(&found.weights, &found.rows), found))
}

/// Where a limit was reached: the lottery of the panels seen whose least chance is greatest, with
/// the proof of the first value above 0, which no lottery passes.
fn open(
    types: &Types,
    start: &Start,
    base: &Board,
    cuts: Vec<Cut>,
    stages: &[Weights],
    seen: &[Counts],
) -> Result<Found, Problem> {
    let limit = || Failure::Limit.seeking("leximin");
    if *start != Start::default() {
        return Err(limit());
    }
    let mut board = base.clone();
    let mut proved = Vec::new();
    for weights in stages {
        proved.push(weights.clone());
        if board.settle(weights)? > Ratio::ZERO {
            break;
        }
    }
    let held: Vec<bool> = (0..board.people.len())
        .map(|at| {
            seen.iter()
                .any(|panel| panel.get(at).is_some_and(|count| *count > 0))
        })
        .collect();
    let weights = fairest(seen, &board.people, &held);
    let weights = weights.map_err(|failure| failure.seeking("leximin"))?;
    let panels = seen.iter().cloned().zip(weights).collect();
    Ok(Found {
        cuts,
        greatest: None,
        stages: proved,
        lottery: Lottery::new(types, panels).map_err(LotteryError::problem)?,
        attained: false,
    })
}
