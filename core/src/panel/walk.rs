//! Chances as a lottery of whole panels: the exact walk.
//!
//! Wanted are panels and weights whose seats by type come to given numbers `p`. The walk takes a
//! panel `c` whose count of each type, and whose sum of each row, is that of `p` rounded up or
//! down, gives it as much weight as keeps the rest in the same box, and goes on with the rest.
//! After each step one more number is whole, so the walk ends after at most as many panels as
//! there are types and rows. Any panel in the box will do; a solver proposes it
//! ([`near`](crate::propose::near)) and its box is checked here in whole numbers.
//!
//! **Numbers.** With `D` the common denominator of `p`, weights are whole numbers of `1/D`: with
//! `q` what is left of `D * p`, `rest` what is left of `D`, and `l = floor(q / rest)`, a panel with
//! `c = l` may take `(l + 1) * rest - q` and one with `c = l + 1` may take `q - l * rest`. No
//! denominator ever grows.

use crate::id::{IdVec, TypeId, ix, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;
use crate::propose::{Aim, Failure, Noise, near};

use super::hull::{Cut, Verdict, decide};
use super::proof::System;
use super::stage::refused;
use super::{Counts, Lottery, Types};

/// How hard to look. All limits are numbers of steps, the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Nodes of the search tree for each whole-number program.
    pub nodes: u64,
    /// How often the walk starts anew.
    pub restarts: u32,
    /// Panels that are collected to tell whether chances can be had, where the walk fails.
    pub panels: u32,
    /// Cuts before leximin gives up.
    pub cuts: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            nodes: 20_000,
            restarts: 20,
            panels: 2_000,
            cuts: 200,
        }
    }
}

/// Why there is no lottery with given chances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAttained {
    /// They break a row or a bound, or there are not as many as types.
    Rows,
    /// Every panel meets this row, and the chances do not.
    Cut(Cut),
    /// A limit was reached.
    Limit,
    /// Told to stop.
    Cancelled,
    /// The solver failed.
    Failed(Failure),
}

/// A lottery of panels in which each person of a type has exactly the given chance.
///
/// # Errors
/// [`NotAttained`].
pub fn lottery_for(
    types: &Types,
    chances: &IdVec<TypeId, Ratio>,
    effort: &Effort,
) -> Result<Lottery, NotAttained> {
    let system = System::of(types);
    if chances.len() != types.types().len() {
        return Err(NotAttained::Rows);
    }
    let seats: Vec<Ratio> = types
        .types()
        .iter()
        .map(|(id, kind)| &chances[id] * Ratio::from(len32(kind.people.len())))
        .collect();
    let mut seen = Vec::new();
    let mut go = |_, _| true;
    let panels = match attain(&system, &seats, effort, &mut seen, &mut go) {
        Ok(panels) => panels,
        Err(why @ (NotAttained::Rows | NotAttained::Cancelled)) => return Err(why),
        Err(_) => match decide(&system, &seats, effort, &mut seen, &mut go)? {
            Verdict::Mixture(panels) => panels,
            Verdict::Cut(cut) => return Err(NotAttained::Cut(cut)),
        },
    };
    Lottery::new(types, panels).map_err(|_| NotAttained::Failed(Failure::Numeric))
}

impl NotAttained {
    /// As a problem of the part that asked.
    pub fn seeking(self, what: &str) -> Problem {
        match self {
            Self::Rows | Self::Cut(_) => refused(what),
            Self::Limit => Failure::Limit.seeking(what),
            Self::Cancelled => Problem::error("cancelled"),
            Self::Failed(failure) => failure.seeking(what),
        }
    }
}

/// Panels with weights.
pub(super) type Weighted = Vec<(Counts, Natural)>;

/// Walks to panels and weights whose seats come to the given numbers; `seen` collects all panels met.
pub(super) fn attain(
    system: &System,
    seats: &[Ratio],
    effort: &Effort,
    seen: &mut Vec<Counts>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Weighted, NotAttained> {
    let whole = common(seats);
    let scaled: Vec<Integer> = seats
        .iter()
        .map(|number| number.numerator() * Integer::from(&whole / number.denominator()))
        .collect();
    let start = State::new(system, &scaled, &Integer::from(whole)).ok_or(NotAttained::Rows)?;
    let mut failure = NotAttained::Limit;
    for attempt in 0..=effort.restarts {
        let mut noise = Noise::new(u64::from(attempt));
        match start
            .clone()
            .walk(system, &mut noise, attempt, effort, seen, progress)
        {
            Ok(panels) => return Ok(panels),
            // The first box does not depend on the noise.
            Err(Stopped { at: 0, .. }) => break,
            Err(Stopped {
                why: Failure::NoSolver,
                ..
            }) => return Err(NotAttained::Failed(Failure::NoSolver)),
            Err(Stopped { why, .. }) => failure = NotAttained::Failed(why),
        }
        if !progress(u64::from(attempt), u64::from(effort.restarts)) {
            return Err(NotAttained::Cancelled);
        }
    }
    Err(failure)
}

/// The least common multiple of the denominators.
pub(super) fn common(numbers: &[Ratio]) -> Natural {
    use dashu_int::ops::Gcd;

    numbers.iter().fold(Natural::ONE, |common, number| {
        let denominator = number.denominator();
        if (&common % denominator).is_zero() {
            return common;
        }
        let shared = (&common).gcd(denominator);
        common / shared * denominator
    })
}

/// Why a walk stopped, and after how many panels.
struct Stopped {
    at: u32,
    why: Failure,
}

/// Where a walk is.
#[derive(Clone)]
struct State {
    /// By type: the count rounded down, and what is left over `rest`, below it.
    seats: Vec<(i64, Integer)>,
    /// By row: its sum, likewise.
    sums: Vec<(i64, Integer)>,
    rest: Integer,
}

impl State {
    /// The start, if it meets bounds and rows.
    fn new(system: &System, scaled: &[Integer], whole: &Integer) -> Option<Self> {
        let split = |number: &Integer, least: i64, most: i64| {
            let within =
                Integer::from(least) * whole <= *number && *number <= Integer::from(most) * whole;
            // Numbers may be negative in rows of cuts: round down, not toward zero.
            let (mut floor, mut left) = (number / whole, number % whole);
            if left < Integer::ZERO {
                floor -= Integer::ONE;
                left += whole;
            }
            within.then_some((i64::try_from(floor).ok()?, left))
        };
        let bounds = scaled.iter().zip(&system.bounds);
        let seats: Option<Vec<_>> = bounds
            .map(|(number, (least, most))| split(number, *least, *most))
            .collect();
        let sums: Option<Vec<_>> = system
            .rows
            .iter()
            .map(|line| {
                let sum = line.terms.iter().fold(Integer::ZERO, |sum, (at, factor)| {
                    sum + scaled.get(ix(*at)).unwrap_or(&Integer::ZERO) * Integer::from(*factor)
                });
                split(&sum, line.least, line.most)
            })
            .collect();
        Some(Self {
            seats: seats?,
            sums: sums?,
            rest: whole.clone(),
        })
    }

    /// Walks to the end.
    fn walk(
        mut self,
        system: &System,
        noise: &mut Noise,
        attempt: u32,
        effort: &Effort,
        seen: &mut Vec<Counts>,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Weighted, Stopped> {
        let mut panels = Weighted::new();
        let open = |state: &Self| {
            let seats = state.seats.iter().filter(|(_, left)| *left > Integer::ZERO);
            u64::from(len32(seats.count()))
        };
        let of = 2 * u64::from(len32(self.seats.len()));
        while self.rest > Integer::ZERO {
            let at = len32(panels.len());
            let stopped = |why| Stopped { at, why };
            if !progress(of - open(&self), of) {
                return Err(stopped(Failure::Limit));
            }
            let aim = Aim {
                system,
                seats: &self.seats,
                sums: &self.sums,
                whole: &self.rest,
            };
            let counts = near(&aim, noise, sway(attempt), effort.nodes).map_err(stopped)?;
            let (panel, weight) = self
                .step(system, &counts)
                .ok_or_else(|| stopped(Failure::Numeric))?;
            seen.push(panel.clone());
            panels.push((panel, weight));
        }
        Ok(panels)
    }

    /// Takes a panel with as much weight as can be, if it is in the box.
    fn step(&mut self, system: &System, counts: &[i64]) -> Option<(Counts, Natural)> {
        let mut weight = self.rest.clone();
        let mut ups = Vec::with_capacity(counts.len());
        for ((floor, left), count) in self.seats.iter().zip(counts) {
            ups.push(rounded_up(*floor, left, *count)?);
            limit(&mut weight, left, *count > *floor, &self.rest);
        }
        let mut row_ups = Vec::with_capacity(system.rows.len());
        for ((floor, left), line) in self.sums.iter().zip(&system.rows) {
            let mut sum = 0_i64;
            for (at, factor) in &line.terms {
                sum = sum.checked_add(factor.checked_mul(*counts.get(ix(*at))?)?)?;
            }
            row_ups.push(rounded_up(*floor, left, sum)?);
            limit(&mut weight, left, sum > *floor, &self.rest);
        }
        self.rest -= &weight;
        for ((floor, left), up) in self.seats.iter_mut().zip(&ups) {
            advance(floor, left, *up, &weight, &self.rest);
        }
        for ((floor, left), up) in self.sums.iter_mut().zip(&row_ups) {
            advance(floor, left, *up, &weight, &self.rest);
        }
        let panel: Option<Counts> = counts
            .iter()
            .map(|count| u32::try_from(*count).ok())
            .collect();
        Some((panel?, Natural::try_from(weight).ok()?))
    }
}

/// How far an attempt strays from the aim: the first hardly, later ones more.
fn sway(attempt: u32) -> f64 {
    match attempt {
        0 => 0.01,
        1..4 => 0.03,
        4..10 => 0.1,
        _ => 0.3,
    }
}

/// Whether a number is rounded up rather than down; none where it is neither.
fn rounded_up(floor: i64, left: &Integer, number: i64) -> Option<bool> {
    if number == floor {
        Some(false)
    } else {
        (number == floor + 1 && *left > Integer::ZERO).then_some(true)
    }
}

/// Lowers the weight to what one number of a panel may take.
fn limit(weight: &mut Integer, left: &Integer, up: bool, rest: &Integer) {
    if *left == Integer::ZERO {
        return;
    }
    let most = if up { left.clone() } else { rest - left };
    if most < *weight {
        *weight = most;
    }
}

/// What is left of one number after a panel has taken its weight.
fn advance(floor: &mut i64, left: &mut Integer, up: bool, weight: &Integer, rest: &Integer) {
    if *left == Integer::ZERO {
        return;
    }
    if up {
        *left -= weight;
    }
    if left == rest {
        *floor += 1;
        *left = Integer::ZERO;
    }
}
