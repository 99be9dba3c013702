//! Looks for a lottery and its proof.

use super::super::columns::{self, Columns};
use super::super::near::lottery_near;
use super::super::proof::{self, Proof, System, Unproven};
use super::super::walk::{Effort, lottery_for};
use super::super::{Counts, Lottery, Types, excluded};
use super::{Aim, Found, Scales, Stop, pulls, system};
use crate::id::{IdVec, TypeId, ix};
use crate::num::{Integer, Natural, Ratio};
use crate::propose::{Failure, Limits, Pull, fairest_of};

/// A gap that is small enough: a millionth. A geometric mean of n chances is then within a
/// millionth of an n-th.
fn enough() -> Ratio {
    Ratio::from_parts(Integer::ONE, Natural::from(1_000_000_u32))
}

/// The most rounds of generated panels.
const ROUNDS: u32 = 2000;

/// Looks for a lottery and its proof. `nodes` limits each search tree, also that of the proof:
/// where it is reached the gap is wider, never the lottery another. `tell` hears of each round.
///
/// # Errors
/// [`Stop`].
pub fn find(
    types: &Types,
    aim: &Aim,
    nodes: u64,
    tell: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Found, Stop> {
    let mut search = Search {
        types,
        aim,
        nodes,
        shut: Vec::new(),
        system: System::of(types),
        excluded: None,
        begun: false,
        columns: Columns::default(),
        best: None,
    };
    let walked = search.walk()?;
    for round in 0..ROUNDS {
        if !tell(u64::from(round), u64::from(round) + 1) {
            return Err(Stop::Cancelled);
        }
        let lottery = match &walked {
            Some(lottery) if round == 0 => lottery.clone(),
            _ => search.weigh()?,
        };
        if search.settles(lottery, round > 0 || walked.is_none())? {
            break;
        }
    }
    search.simplify()?;
    search
        .best
        .map(|(_, found)| found)
        .ok_or(Stop::Failure(Failure::Limit))
}

struct Search<'a> {
    types: &'a Types,
    aim: &'a Aim,
    nodes: u64,
    /// Types that no panel holds.
    shut: Vec<TypeId>,
    system: System,
    excluded: Option<Proof>,
    begun: bool,
    columns: Columns,
    /// With its gap.
    best: Option<(Ratio, Found)>,
}

impl Search<'_> {
    fn pulls(&self) -> Vec<Pull> {
        pulls(self.types, self.aim, &self.shut)
    }

    /// What the rows alone allow, as a lottery; `None` where no lottery gets there.
    fn walk(&mut self) -> Result<Option<Lottery>, Stop> {
        if let Aim::Near(targets) = self.aim
            && let Ok(lottery) = lottery_for(self.types, targets, &self.effort())
        {
            return Ok(Some(lottery));
        }
        let mut masses = self.system.fairest(&self.pulls());
        if masses == Err(Failure::Infeasible) {
            self.begin()?;
            masses = self.system.fairest(&self.pulls());
        }
        let lottery = masses.and_then(|m| lottery_near(self.types, &self.system, &m, self.nodes));
        let lottery = match lottery {
            Ok(lottery) => Some(lottery),
            Err(Failure::NoSolver) => return Err(Stop::Failure(Failure::NoSolver)),
            Err(_) => None,
        };
        for (panel, _) in lottery.iter().flat_map(Lottery::panels) {
            self.columns.add(panel.clone());
        }
        let missed = lottery.is_none() || *self.aim == Aim::Nash && self.misses();
        if missed {
            self.begin()?;
            return Ok(None);
        }
        Ok(lottery)
    }

    /// Whether the panels so far leave someone out who is not shut out.
    fn misses(&self) -> bool {
        let held = |id: TypeId| {
            let mut panels = self.columns.panels().iter();
            panels.any(|panel| panel.get(ix(id.0)).is_some_and(|count| *count > 0))
        };
        let mut ids = self.types.types().ids();
        ids.any(|id| !held(id) && !self.shut.contains(&id))
    }

    /// Panels to begin with: some panel; for Nash panels that hold everyone whom panels can hold,
    /// and the proof for those whom none can.
    fn begin(&mut self) -> Result<(), Stop> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        let limits = Limits {
            nodes: self.nodes,
            gap: 0.0,
        };
        match self.system.best(&[], limits) {
            Ok((point, _)) => self.columns.add(columns::counts(&point)?),
            Err(Failure::Infeasible) => return Err(Stop::NoPanel),
            Err(failure) => return Err(failure.into()),
        };
        if *self.aim != Aim::Nash {
            return Ok(());
        }
        let cover = excluded::find(self.types, self.nodes)?;
        for panel in cover.panels {
            self.columns.add(panel);
        }
        if !cover.excluded.is_empty() {
            self.excluded = cover.proof;
            self.system = system(self.types, &cover.excluded);
            self.shut = cover.excluded;
        }
        Ok(())
    }

    /// The best lottery of the panels so far.
    fn weigh(&self) -> Result<Lottery, Stop> {
        let panels = self.columns.panels();
        let weights = fairest_of(panels, &self.pulls())?;
        let weigh = |(panel, weight): (&Counts, &i64)| {
            Some((panel.clone(), Natural::try_from(*weight).ok()?))
        };
        let weighed = panels.iter().zip(&weights).filter_map(weigh).collect();
        Lottery::new(self.types, weighed).map_err(|_| Stop::Failure(Failure::Numeric))
    }

    /// Keeps the lottery if its gap is the least; whether nothing more is to be done. Else there
    /// are new panels, where `weighed` says that the lottery was the best of those so far.
    fn settles(&mut self, lottery: Lottery, weighed: bool) -> Result<bool, Stop> {
        let scales = Scales::of(self.types, self.aim, &lottery);
        let (bound, proof) = proof::bound(&self.system, &scales.weights)?;
        self.keep(&scales, lottery.clone(), bound, proof);
        if self.best.as_ref().is_some_and(|(gap, _)| *gap <= enough()) {
            return Ok(true);
        }
        if !weighed {
            return Ok(false);
        }
        // What is left is the rounding of floats: a search would find nothing.
        if self
            .best
            .as_ref()
            .is_some_and(|(gap, _)| *gap <= enough() * Ratio::from(20_u8))
        {
            return Ok(true);
        }
        let worth = scales.bound(&enough());
        let better = columns::price(&self.system, &scales.weights, &worth, self.nodes)?;
        if better.is_some_and(|panel| self.columns.add(panel)) {
            return Ok(false);
        }
        match proof::search(&self.system, &scales.weights, &worth, self.nodes) {
            Ok(proof) => self.keep(&scales, lottery, worth, proof),
            Err(Unproven::Counter(point)) => {
                return Ok(!self.columns.add(columns::counts(&point)?));
            }
            Err(Unproven::Failure(Failure::NoSolver)) => {
                return Err(Stop::Failure(Failure::NoSolver));
            }
            // The gap that rows alone prove stands.
            Err(Unproven::Failure(_)) => {}
        }
        Ok(true)
    }

    fn effort(&self) -> Effort {
        Effort {
            nodes: self.nodes,
            restarts: 3,
            ..Effort::default()
        }
    }

    /// Where all chances are within a hair of simple fractions, those are tried.
    fn simplify(&mut self) -> Result<(), Stop> {
        let Some((_, found)) = &self.best else {
            return Ok(());
        };
        let hair = Ratio::from_parts(Integer::ONE, Natural::from(1_000_000_u32));
        let simple = |chance: &Ratio| {
            if *chance <= hair {
                return Some(Ratio::ZERO);
            }
            let simple = Ratio::simplest_in(chance - &hair, chance + &hair);
            (*simple.denominator() <= Natural::from(500_u32)).then_some(simple)
        };
        let chances = found.lottery.chances(self.types);
        let Some(chances) = chances.values().map(simple).collect::<Option<Vec<_>>>() else {
            return Ok(());
        };
        let chances = IdVec::from_vec(chances);
        if let Ok(lottery) = lottery_for(self.types, &chances, &self.effort()) {
            let scales = Scales::of(self.types, self.aim, &lottery);
            let (bound, proof) = proof::bound(&self.system, &scales.weights)?;
            self.keep(&scales, lottery, bound, proof);
        }
        Ok(())
    }

    fn keep(&mut self, scales: &Scales, lottery: Lottery, bound: Integer, proof: Proof) {
        // A type left at 0 that is not shut out would be claimed to be excluded.
        if *self.aim == Aim::Nash && scales.never.iter().any(|id| !self.shut.contains(id)) {
            return;
        }
        let gap = scales.gap(&bound);
        if self.best.as_ref().is_none_or(|(least, _)| gap < *least) {
            let excluded = self.excluded.clone().filter(|_| *self.aim == Aim::Nash);
            let found = Found {
                lottery,
                bound,
                proof,
                excluded,
            };
            self.best = Some((gap, found));
        }
    }
}
