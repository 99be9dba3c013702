//! Where a limit was reached: the best lottery of the panels that are known, and how far it may be
//! from the best of all.
//!
//! Stage by stage the least chance of those who are open is raised over the known panels, those
//! settled before kept. As long as that attains what the stage proves, the next one follows; the
//! first that is not attained ends the proof: its value is a bound, the least chance of the
//! lottery the other end.

use super::find::{ask, ask_for, none};
use super::{Effort, Found, Start, Weights};
use crate::id::{IdVec, TypeId};
use crate::num::Ratio;
use crate::panel::hull::{Cut, counts};
use crate::panel::stage::Board;
use crate::panel::{Counts, Lottery, LotteryError, Types};
use crate::problem::Problem;
use crate::propose::{Climb, Failure, Limits, Precision, Spread, spread};

/// What the least chance counts beside the greatest where the greatest comes first.
const BESIDE: u16 = 1024;

/// The best lottery known within the bounds, and what proves how good it is.
///
/// # Errors
/// `lottery-limit` where none is known.
pub(super) fn open(
    types: &Types,
    start: &Start,
    board: Board,
    cuts: Vec<Cut>,
    effort: &Effort,
    seen: &mut Vec<Counts>,
) -> Result<Found, Problem> {
    if seen.is_empty() {
        match board.system.best(&[], Limits::exact(effort.nodes)) {
            Ok((point, _)) => seen.extend(counts(&point)),
            Err(Failure::Infeasible) => return Err(Problem::error("panel-none")),
            Err(_) => {}
        }
    }
    crate::sort::sort(seen);
    seen.dedup();
    let known = Known {
        types,
        panels: seen,
    };
    let none = || limit(&known, effort);
    if !start.least_most {
        let measured = measure(&known, board, None)?.ok_or_else(none)?;
        return Ok(measured.found(cuts, None, true));
    }
    let weights = some(&board, true, &mut Climb::default())?;
    let bound = board.greatest(&weights)?;
    let one = Ratio::ONE;
    let mut lottery = known
        .mix(&board, &board.expects, &one, &Ratio::from(BESIDE))
        .ok_or_else(none)?;
    for round in 0..=ROUNDS {
        let most = bound.clone().max(highest(types, &lottery));
        let mut board = board.clone();
        board.cap(&most);
        // The last time with this lottery as it is.
        let panels = if round < ROUNDS { known.panels } else { &[] };
        let known = Known { types, panels };
        let measured = measure(&known, board, Some(lottery))?.ok_or_else(none)?;
        if bound.clone().max(highest(types, &measured.lottery)) == most {
            return Ok(measured.found(cuts, Some(weights), most == bound));
        }
        // It has a smaller greatest chance than asked for: proofs are to be of that.
        lottery = measured.lottery;
    }
    Err(none())
}

/// The lottery of these panels in which `worth` times the least chance, of all but some types, less
/// `cost` times the greatest is greatest; with the two. None where there is none.
///
/// # Errors
/// Where the bounds are not those of as many types.
pub fn ends(
    types: &Types,
    shut: &[TypeId],
    panels: &[Counts],
    worth: &Ratio,
    cost: &Ratio,
) -> Result<Option<(Lottery, Ratio, Ratio)>, Problem> {
    let board = Board::new(types, &Start::default())?;
    let open: Vec<bool> = types.types().ids().map(|id| !shut.contains(&id)).collect();
    let mixed = Known { types, panels }.mix_for(&board, &board.expects, &open, worth, cost);
    Ok(mixed.and_then(|lottery| {
        let chances = lottery.chances(types);
        let open = chances.values().zip(&open).filter(|(_, open)| **open);
        let least = open.map(|(chance, _)| chance).min()?.clone();
        let most = highest(types, &lottery);
        Some((lottery, least, most))
    }))
}

/// A lottery within bounds, or a better one of these panels, with the stages that it attains.
///
/// # Errors
/// Those of solvers.
pub fn of_known(
    types: &Types,
    start: &Start,
    panels: &[Counts],
    lottery: Lottery,
) -> Result<Found, Problem> {
    let board = Board::new(types, start)?;
    let measured = measure(&Known { types, panels }, board, Some(lottery))?;
    let measured = measured.ok_or_else(|| Failure::Numeric.seeking("leximin"))?;
    Ok(measured.found(Vec::new(), None, true))
}

/// How often a lottery may turn out to be better than asked for.
const ROUNDS: u32 = 6;

/// The greatest chance.
fn highest(types: &Types, lottery: &Lottery) -> Ratio {
    let chances = lottery.chances(types);
    chances.values().max().cloned().unwrap_or(Ratio::ZERO)
}

/// A lottery with the stages that it attains and, if there is one, the next.
struct Measured {
    lottery: Lottery,
    stages: Vec<Weights>,
    /// Whether all are attained.
    attained: bool,
}

impl Measured {
    fn found(self, cuts: Vec<Cut>, greatest: Option<Weights>, least_most: bool) -> Found {
        Found {
            cuts,
            greatest,
            stages: self.stages,
            lottery: self.lottery,
            attained: self.attained && least_most,
        }
    }
}

/// Goes through the stages as far as a lottery attains them: the one given, or better ones of the
/// known panels. None where there is none.
fn measure(
    known: &Known<'_>,
    mut board: Board,
    mut best: Option<Lottery>,
) -> Result<Option<Measured>, Problem> {
    let mut attained = true;
    let mut stages = Vec::new();
    let mut climb = Climb::default();
    while !board.done() {
        let weights = some(&board, false, &mut climb)?;
        let mut next = board.clone();
        let value = next.settle(&weights)?;
        stages.push(weights);
        let better = known.mix(&board, &kept(&board), &Ratio::ONE, &Ratio::ZERO);
        let candidates = [best.take(), better].into_iter().flatten();
        let of_open = |lottery: &Lottery| least(&board, &lottery.chances(known.types));
        best = candidates.max_by_key(of_open);
        if best.as_ref().map(of_open) != Some(Some(value)) {
            attained = false;
            break;
        }
        board = next;
    }
    Ok(best.map(|lottery| Measured {
        lottery,
        stages,
        attained,
    }))
}

/// The least chance of the types that are open.
fn least(board: &Board, chances: &IdVec<TypeId, Ratio>) -> Option<Ratio> {
    let open = board.settled().into_iter().zip(chances.values());
    let open = open.filter(|(settled, _)| settled.is_none());
    open.map(|(_, chance)| chance).min().cloned()
}

/// Weights that prove a bound, the optimum if that can be.
fn some(board: &Board, greatest: bool, climb: &mut Climb) -> Result<Weights, Problem> {
    let found = match ask(board, greatest, climb) {
        Err(Failure::Numeric | Failure::Limit) => {
            ask_for(board, greatest, &[Precision::Rough], climb)
        }
        other => other,
    };
    found.map_err(none)
}

/// That no lottery within the bounds is known.
fn limit(known: &Known<'_>, effort: &Effort) -> Problem {
    Problem::error("lottery-limit")
        .path("nodes")
        .found(effort.nodes.to_string())
        .expected(known.panels.len().to_string())
}

/// Between which seats the types may expect: those settled have theirs.
fn kept(board: &Board) -> Vec<(Ratio, Ratio)> {
    let tables = board
        .settled()
        .into_iter()
        .zip(&board.people)
        .zip(&board.expects);
    let of = |((settled, people), bounds): ((Option<Ratio>, &u32), &(Ratio, Ratio))| {
        settled.map_or_else(
            || bounds.clone(),
            |chance| {
                let seats = chance * Ratio::from(*people);
                (seats.clone(), seats)
            },
        )
    };
    tables.map(of).collect()
}

/// Panels that are known.
struct Known<'a> {
    types: &'a Types,
    panels: &'a [Counts],
}

impl Known<'_> {
    /// The lottery of these panels that is best for the least chance of the open types and the
    /// greatest of all, exactly within the bounds; none where none was found.
    fn mix(
        &self,
        board: &Board,
        bounds: &[(Ratio, Ratio)],
        worth: &Ratio,
        cost: &Ratio,
    ) -> Option<Lottery> {
        let open: Vec<bool> = board.settled().iter().map(Option::is_none).collect();
        self.mix_for(board, bounds, &open, worth, cost)
    }

    /// The same for the least chance of some types.
    fn mix_for(
        &self,
        board: &Board,
        bounds: &[(Ratio, Ratio)],
        raise: &[bool],
        worth: &Ratio,
        cost: &Ratio,
    ) -> Option<Lottery> {
        let asked = Spread {
            panels: self.panels,
            people: &board.people,
            bounds,
            raise,
            worth,
            cost,
        };
        let candidates = spread(&asked).ok()?.into_iter();
        candidates
            .filter_map(|weights| {
                let panels = self.panels.iter().cloned().zip(weights);
                let lottery = Lottery::new(self.types, panels.collect());
                lottery.map_err(LotteryError::problem).ok()
            })
            .find(|lottery| {
                let chances = lottery.chances(self.types);
                let seats = chances.values().zip(&board.people);
                let mut seats = seats.map(|(chance, people)| chance * Ratio::from(*people));
                bounds.iter().all(|(low, high)| {
                    seats
                        .next()
                        .is_some_and(|seats| *low <= seats && seats <= *high)
                })
            })
    }
}
