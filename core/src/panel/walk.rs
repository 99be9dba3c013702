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

use crate::id::{IdVec, TypeId, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;
use crate::propose::{Aim, Failure, Noise, dive, near, sway};

use super::hull::{Cut, Verdict, decide};
use super::proof::System;
use super::stage::refused;
use super::{Counts, Lottery, Types};

mod state;

use self::state::State;

/// How hard to look. All limits are numbers of steps, the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Nodes of the search tree for each whole-number program.
    pub nodes: u64,
    /// How often the walk may be stuck and go back.
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
            restarts: 12,
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

/// Walks to panels and weights whose seats come to the given numbers; `seen` collects all panels
/// met.
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
    let state = State::new(system, &scaled, &Integer::from(whole)).ok_or(NotAttained::Rows)?;
    let walk = Walk {
        system,
        careful: false,
        basis: Vec::new(),
        noise: Noise::new(0),
        nodes: effort.nodes,
        fewest: state.open(),
        state,
        panels: Weighted::new(),
        back: 0,
    };
    walk.go(effort.restarts, seen, progress)
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

/// Searches for each panel: how many percent it may be worse than the best with fractions, and
/// nodes. Where they are too few, to go a few panels back is quicker than to look on.
const SEARCHES: [(u32, u64); 2] = [(2, 100), (20, 300)];

/// Nodes of the solver's search for each panel where the walk is careful.
const CAREFUL: u64 = 500;

/// How often a walk is stuck before it starts anew, more carefully.
const QUICK: u32 = 5;

/// A walk.
struct Walk<'a> {
    system: &'a System,
    /// Types in the basis of the last program, where the next one starts.
    basis: Vec<u32>,
    noise: Noise,
    /// Whether panels are sought that are as near to the aim as can be.
    careful: bool,
    /// Nodes of the solver's search tree.
    nodes: u64,
    state: State,
    panels: Weighted,
    /// The fewest open counts so far.
    fewest: u64,
    /// How often the walk went back since it had so few.
    back: u32,
}

impl Walk<'_> {
    /// Walks to the end.
    fn go(
        mut self,
        patience: u32,
        seen: &mut Vec<Counts>,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Weighted, NotAttained> {
        let of = 2 * u64::from(len32(self.state.seats.len()));
        let mut stuck = 0;
        while self.state.rest > Integer::ZERO {
            if !progress(of - self.fewest, of) {
                return Err(NotAttained::Cancelled);
            }
            match self.next() {
                Ok(panel) => seen.push(panel),
                Err(Failure::NoSolver) => return Err(NotAttained::Failed(Failure::NoSolver)),
                Err(why) if stuck >= patience || self.panels.is_empty() => {
                    return Err(NotAttained::Failed(why));
                }
                Err(_) => {
                    stuck += 1;
                    if stuck == QUICK.min(patience / 2) {
                        self.start_anew();
                    } else {
                        self.go_back();
                    }
                }
            }
        }
        Ok(self.panels)
    }

    /// Takes one more panel.
    fn next(&mut self) -> Result<Counts, Failure> {
        let aim = Aim {
            system: self.system,
            seats: &self.state.seats,
            sums: &self.state.sums,
            whole: &self.state.rest,
        };
        let sway = sway(self.back);
        let counts = if self.careful {
            near(&aim, &mut self.noise, sway, self.nodes.min(CAREFUL))?
        } else {
            match dive(&aim, &mut self.noise, sway, &SEARCHES, &mut self.basis) {
                // All depends on the first panel, and another search may see what this one does not.
                Err(_) if self.panels.is_empty() => near(&aim, &mut self.noise, sway, self.nodes)?,
                found => found?,
            }
        };
        let taken = self.state.step(self.system, &counts);
        let (panel, weight) = taken.ok_or(Failure::Numeric)?;
        self.panels.push((panel.clone(), weight));
        if self.state.open() < self.fewest {
            self.fewest = self.state.open();
            self.back = 0;
        }
        Ok(panel)
    }

    /// Goes back to the start, and on with panels nearer to the aim, which take longer to find.
    fn start_anew(&mut self) {
        while let Some((panel, weight)) = self.panels.pop() {
            self.state.undo(self.system, &panel, &weight);
        }
        (self.careful, self.back) = (true, 0);
        self.fewest = self.state.open();
    }

    /// Gives the last panels back: one, and twice as many each time that did not help.
    fn go_back(&mut self) {
        for _ in 0..1_u64 << self.back.min(32) {
            let Some((panel, weight)) = self.panels.pop() else {
                break;
            };
            self.state.undo(self.system, &panel, &weight);
        }
        self.back += 1;
    }
}
