//! The search for a leximin lottery.

use std::collections::BTreeSet;

use super::open::open;
use super::{Effort, Found, Start, Weights};
use crate::id::{TypeId, ix, len32};
use crate::num::{Integer, Ratio};
use crate::panel::hull::{Cut, Verdict, counts, decide};
use crate::panel::proof::Unproven;
use crate::panel::stage::{Board, refused};
use crate::panel::walk::{NotAttained, attain};
use crate::panel::{Counts, Lottery, LotteryError, Types};
use crate::problem::Problem;
use crate::propose::{Climb, Failure, Limits, Precision, Question, StageDual, stage_dual};

/// Finds the leximin lottery; where a limit is reached the best that is known, with what is open.
///
/// # Errors
/// `panel-none` where no panel meets the rows, `lottery-limit` where a limit was reached before a
/// lottery within the bounds of `start` was known, `solver-..` where the solver fails.
pub fn find(
    types: &Types,
    start: &Start,
    effort: &Effort,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Found, Problem> {
    find_from(types, start, effort, &mut Vec::new(), progress)
}

/// The same, with panels that are known, to which those met are added.
///
/// # Errors
/// As [`find`].
pub fn find_from(
    types: &Types,
    start: &Start,
    effort: &Effort,
    seen: &mut Vec<Counts>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Found, Problem> {
    let mut base = Board::new(types, start)?;
    let mut cuts: Vec<Cut> = Vec::new();
    let mut asked_of_zero = false;
    loop {
        let mut board = base.clone();
        let settled = match settle_all(&mut board, start, progress) {
            Ok(settled) => Some(settled),
            Err(Stop::Problem(problem)) => return Err(problem),
            Err(Stop::Numbers) => None,
        };
        let Some((greatest, stages)) = settled else {
            // No stages that fit: as for a limit, with what can be proved.
            let everyone: Vec<Ratio> = vec![Ratio::ONE; base.people.len()];
            cuts.extend(excluded(&mut base, &everyone, effort, seen)?);
            return open(types, start, base, cuts, effort, seen);
        };
        // Who has no chance for the sake of the greatest may still sit on panels, or on none.
        let at_zero = board.at_zero(stages.len(), false);
        if start.least_most && !at_zero.is_empty() && !asked_of_zero {
            asked_of_zero = true;
            let wanted: Vec<Ratio> = (0..board.people.len())
                .map(|at| at_zero.contains(&TypeId(len32(at))))
                .map(|wanted| if wanted { Ratio::ONE } else { Ratio::ZERO })
                .collect();
            let found = excluded(&mut base, &wanted, effort, seen)?;
            if !found.is_empty() {
                cuts.extend(found);
                continue;
            }
        }
        let seats = board.seats().ok_or_else(|| refused("stages"))?;
        let panels = match attain(&board.system, &seats, effort, seen, progress) {
            Ok(panels) => Some(panels),
            Err(NotAttained::Cancelled) => return Err(Problem::error("cancelled")),
            Err(NotAttained::Failed(Failure::NoSolver)) => {
                return Err(Failure::NoSolver.seeking("leximin"));
            }
            Err(_) => None,
        };
        let verdict = if let Some(panels) = panels {
            Verdict::Mixture(panels)
        } else {
            let found = excluded(&mut base, &seats, effort, seen)?;
            if !found.is_empty() {
                cuts.extend(found);
                continue;
            }
            match decide(&board.system, &seats, effort, seen, progress) {
                Ok(verdict) => verdict,
                Err(NotAttained::Cancelled) => return Err(Problem::error("cancelled")),
                Err(_) => return open(types, start, base, cuts, effort, seen),
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
                    return open(types, start, base, cuts, effort, seen);
                }
                base.cut(&cut)?;
                cuts.push(cut);
            }
        }
    }
}

/// Why stages end early.
enum Stop {
    /// There is nothing to go on with.
    Problem(Problem),
    /// No whole numbers prove all of a stage.
    Numbers,
}

/// Where it is asked for, bounds the greatest chance before all else; then goes through the stages.
fn settle_all(
    board: &mut Board,
    start: &Start,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(Option<Weights>, Vec<Weights>), Stop> {
    let mut climb = Climb::default();
    let greatest = if start.least_most {
        let weights = ask(board, true, &mut climb).map_err(stop)?;
        let value = board.greatest(&weights).map_err(Stop::Problem)?;
        board.cap(&value);
        Some(weights)
    } else {
        None
    };
    let mut stages = Vec::new();
    while !board.done() {
        let weights = ask(board, false, &mut climb).map_err(stop)?;
        if board.settle(&weights).is_err() {
            return Err(Stop::Numbers);
        }
        stages.push(weights);
        if !progress(
            board.settled_types(),
            2 * u64::from(len32(board.people.len())),
        ) {
            return Err(Stop::Problem(Problem::error("cancelled")));
        }
    }
    Ok((greatest, stages))
}

fn stop(failure: Failure) -> Stop {
    match failure {
        Failure::Numeric | Failure::Limit => Stop::Numbers,
        other => Stop::Problem(none(other)),
    }
}

/// What it means that a stage has no answer: without a bound on its dual, nothing meets the rows.
pub(super) fn none(failure: Failure) -> Problem {
    match failure {
        Failure::Unbounded => Problem::error("panel-none"),
        other => other.seeking("leximin"),
    }
}

/// Asks the solver for weights that prove the optimum of the next stage, or of the greatest chance.
///
/// # Errors
/// [`Failure::Numeric`] where no whole numbers prove it.
pub(super) fn ask(board: &Board, greatest: bool, climb: &mut Climb) -> Result<Weights, Failure> {
    ask_for(
        board,
        greatest,
        &[Precision::Small, Precision::Exact],
        climb,
    )
}

/// The same with whole numbers of these kinds; those that are rounded prove some bound.
pub(super) fn ask_for(
    board: &Board,
    greatest: bool,
    kinds: &[Precision],
    climb: &mut Climb,
) -> Result<Weights, Failure> {
    let question = Question {
        system: &board.system,
        expects: &board.expects,
        people: &board.people,
        settled: &board.settled(),
        greatest,
    };
    let weights = |found: &StageDual| Weights::dense(&found.weights, &found.rows);
    let mut proves = |found: &StageDual| {
        let weights = weights(found);
        let value = if greatest {
            board.greatest(&weights)
        } else {
            board.value(&weights)
        };
        // A float cannot tell bounds that are nearly alike.
        let fits =
            |value: &Ratio| found.value.agrees(value) && (greatest || board.bears(&weights, value));
        value.is_ok_and(|value| kinds == [Precision::Rough] || fits(&value))
    };
    let found = stage_dual(&question, kinds, climb, &mut proves)?;
    Ok(weights(&found))
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
        let limits = Limits::within(effort.nodes, 100);
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
