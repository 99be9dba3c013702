//! Committees that are best of all: exact search with a proof, and the choice among equals.
//!
//! A rule says what is best as an [`Objective`]; [`Search`] goes through the committees by
//! branch and bound and finds the best value, the proof being that every branch left out was
//! bounded below it by exact integers. [`Family`] holds the committees that reach it and lets
//! the declared policy choose one. The limit is on the number of nodes of the search tree, which
//! is the same on every machine: where it is reached the count stops with an error, and no
//! other rule steps in.

pub mod dual;
pub mod family;
pub mod ground;
pub mod layered;
pub mod search;

use crate::instance::Contest;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::rules::shared::thiele::{Sequence, Thiele};
use crate::transcript::Event;

use self::family::Family;
use self::ground::Ground;
use self::layered::{Layer, Layered};
use self::search::{Objective, Search};

crate::params! {
    /// Options of the rules that search for the best committee.
    pub struct OptimalParams {
        /// The most nodes of the search tree; where they do not suffice the count stops with
        /// an error. The number is the same on every machine.
        pub nodes: u64 = 1_000_000,
    }
}

/// Elects the committee with the highest score by Thiele's weights.
///
/// # Errors
/// `seats-too-many-for-exact` where scores could pass 2^120, and as [`Search::run`].
pub(in crate::rules) fn thiele(
    contest: &Contest,
    sequence: Thiele,
    params: &OptimalParams,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let ground = Ground::new(contest)?;
    let (layer, one) = weights(&ground, sequence)?;
    let unit = one * Natural::from(contest.profile.weight_scale().one());
    let value = |values: &[i128]| {
        let score = values.first().copied().unwrap_or_default();
        ratio_text(&Ratio::from_parts(Integer::from(score), unit.clone()))
    };
    layers(
        contest,
        &ground,
        vec![layer],
        "best-score",
        &value,
        params,
        cx,
    )
}

/// The layer of Thiele's weights, and what the weight 1 is in it.
pub(in crate::rules) fn weights(
    ground: &Ground,
    sequence: Thiele,
) -> Result<(Layer, Natural), Problem> {
    let sequence = Sequence::of(sequence, ground.seats);
    let mut sum = Natural::ZERO;
    let mut shape = vec![0];
    for weight in &sequence.weights {
        sum += weight;
        shape.push(i128::try_from(&sum).map_err(|_| too_many_seats(ground))?);
    }
    let layer = Layer::new(ground, vec![shape], vec![0; ground.ballots.len()]);
    Ok((layer.ok_or_else(|| too_many_seats(ground))?, sequence.one))
}

/// The committee that is best by the first layer, among those by the second, and so on.
pub(in crate::rules) fn layers(
    contest: &Contest,
    ground: &Ground,
    layers: Vec<Layer>,
    of: &'static str,
    value: &dyn Fn(&[i128]) -> String,
    params: &OptimalParams,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let mut objective = Layered::new(ground, layers);
    let mut search = Search::new(ground, params.nodes).resume(cx);
    settle(&mut objective, &mut search, cx)?;
    let text = value(objective.values());
    elect(contest, ground, &mut objective, search, of, text, cx)
}

/// Finds the best of one layer after the other.
fn settle(
    objective: &mut Layered<'_>,
    search: &mut Search<'_>,
    cx: &mut Count<'_>,
) -> Result<(), CountError> {
    while objective.is_open() {
        // Where all that are best so far are known, the next layer chooses among them; where a
        // committee reaches what no committee could pass, there is nothing to search.
        if !search.narrow(objective) {
            search.begin(objective, cx)?;
            if objective.reaches_top() && !objective.is_last() {
                search.forget();
            } else {
                search.run(objective, cx)?;
            }
        }
        objective.settle();
    }
    Ok(())
}

/// Chooses among the best and makes the outcome and its events.
pub(in crate::rules) fn elect(
    contest: &Contest,
    ground: &Ground,
    objective: &mut dyn Objective,
    search: Search<'_>,
    of: &'static str,
    value: String,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    cx.event(Event::Note {
        code: of,
        args: vec![value],
    });
    search.pass_on(cx);
    let elected = Family::new(contest, ground, objective, search).choose(cx)?;
    if !elected.is_empty() {
        cx.event(Event::Elect {
            options: elected.clone(),
            reason: "optimal",
        });
    }
    Ok(Outcome::Elected { elected })
}

/// What an exact search over sums of 128 bits refuses.
pub(in crate::rules) fn too_many_seats(ground: &Ground) -> Problem {
    Problem::error("seats-too-many-for-exact").found(ground.seats.to_string())
}

#[cfg(test)]
mod tests;
