//! Looks for a lottery and its proof.

mod columns;
mod rows;

use super::super::columns::Columns;
use super::super::proof::{self, Proof, System};
use super::super::walk::{Effort, NotAttained, attain};
use super::super::{Lottery, Types};
use super::{Aim, Found, Stop, Weighed, pulls};
use crate::id::{IdVec, TypeId, len32};
use crate::num::{Integer, Natural, Ratio};
use crate::propose::{Failure, Pull};

/// A gap that is small enough: a millionth. A geometric mean of n chances is then within a
/// millionth of an n-th.
fn enough() -> Ratio {
    Ratio::from_parts(Integer::ONE, Natural::from(1_000_000_u32))
}

/// How often a walk may be stuck before panels are generated.
const RESTARTS: u32 = 12;

/// Looks for a lottery and its proof. `nodes` limits each search tree, also that of the proof:
/// where it is reached the gap is wider, never the lottery another. `tell` hears of each step.
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
    if !search.by_rows(tell)? {
        search.by_panels(tell)?;
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

    /// Seats by type.
    fn seats(&self, chances: &IdVec<TypeId, Ratio>) -> Vec<Ratio> {
        let kinds = self.types.types().values().zip(chances.values());
        kinds
            .map(|(kind, chance)| chance * Ratio::from(len32(kind.people.len())))
            .collect()
    }

    /// A lottery in which types expect so many seats, if the walk arrives there; its panels are
    /// kept to begin with.
    fn attained(
        &mut self,
        seats: &[Ratio],
        tell: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Option<Lottery>, Stop> {
        let effort = Effort {
            nodes: self.nodes,
            restarts: RESTARTS,
            ..Effort::default()
        };
        let mut seen = Vec::new();
        let found = attain(&self.system, seats, &effort, &mut seen, tell);
        for panel in seen {
            self.columns.add(panel);
        }
        match found {
            Ok(panels) => Ok(Lottery::new(self.types, panels).ok()),
            Err(NotAttained::Cancelled) => Err(Stop::Cancelled),
            Err(NotAttained::Failed(Failure::NoSolver)) => Err(Stop::Failure(Failure::NoSolver)),
            Err(_) => Ok(None),
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
        let seats = self.seats(&IdVec::from_vec(chances));
        let Some(lottery) = self.attained(&seats, &mut |_, _| true)? else {
            return Ok(());
        };
        self.settle(lottery.clone())?;
        if let Some(mut weighed) = Weighed::gains(self.aim, &lottery.chances(self.types))
            && self.best.as_ref().is_some_and(|(gap, _)| !gap.is_zero())
        {
            weighed.bound = weighed.worth(&lottery, &Ratio::ZERO);
            let objective = weighed.objective();
            let proof = proof::search(&self.system, &objective, &weighed.bound, self.nodes);
            if let Ok(proof) = proof {
                self.keep(lottery, weighed, proof);
            }
        }
        Ok(())
    }

    /// Keeps a lottery with what its own gains and the rows prove; whether that is enough.
    fn settle(&mut self, lottery: Lottery) -> Result<bool, Stop> {
        let chances = lottery.chances(self.types);
        let Some(mut weighed) = Weighed::gains(self.aim, &chances) else {
            return Ok(false);
        };
        let (bound, proof) = proof::bound(&self.system, &weighed.objective())?;
        weighed.bound = bound;
        Ok(self.keep(lottery, weighed, proof))
    }

    /// Keeps the lottery if its gap is the least; whether the least is small enough.
    fn keep(&mut self, lottery: Lottery, weighed: Weighed, proof: Proof) -> bool {
        let chances = lottery.chances(self.types);
        // A type left at 0 that is not shut out would be claimed to be excluded.
        let never = |(id, chance): (TypeId, &Ratio)| chance.is_zero() && !self.shut.contains(&id);
        let claims = *self.aim == Aim::Nash && chances.iter().any(never);
        if let Some(gap) = weighed
            .gap(self.types, self.aim, &chances)
            .filter(|_| !claims)
            && self.best.as_ref().is_none_or(|(least, _)| gap < *least)
        {
            let excluded = self.excluded.clone().filter(|_| *self.aim == Aim::Nash);
            let found = Found {
                lottery,
                weighed,
                proof,
                excluded,
            };
            self.best = Some((gap, found));
        }
        self.best.as_ref().is_some_and(|(gap, _)| *gap <= enough())
    }
}
