//! Panels one by one, where the rows promise what panels cannot keep.

use super::super::{Aim, Stop, Weighed, system};
use super::{Search, enough};
use crate::num::{Natural, Ratio};
use crate::panel::columns::{counts, price};
use crate::panel::proof::{self, Unproven};
use crate::panel::{Counts, Lottery, excluded};
use crate::propose::{Failure, Limits, fairest_of};

/// The most rounds of generated panels.
const ROUNDS: u32 = 2000;

impl Search<'_> {
    /// Panels to begin with: some panel; for Nash panels that hold everyone whom panels can hold,
    /// and the proof for those whom none can.
    pub(super) fn begin(&mut self) -> Result<(), Stop> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        match self.system.best(&[], Limits::exact(self.nodes)) {
            Ok((point, _)) => self.columns.add(counts(&point)?),
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

    /// Panels one by one, as long as they make lotteries better.
    pub(super) fn by_panels(&mut self, tell: &mut dyn FnMut(u64, u64) -> bool) -> Result<(), Stop> {
        self.begin()?;
        for round in 0..ROUNDS {
            if !tell(u64::from(round), u64::from(ROUNDS)) {
                return Err(Stop::Cancelled);
            }
            let lottery = self.weigh()?;
            if self.settle(lottery.clone())? || !self.improve(lottery)? {
                break;
            }
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

    /// Whether there is a new panel with which a lottery that is the best of those so far may be
    /// better; else what a search proves of it is kept.
    fn improve(&mut self, lottery: Lottery) -> Result<bool, Stop> {
        // What is left is the rounding of floats: a search would find nothing.
        let close = enough() * Ratio::from(20_u8);
        if self.best.as_ref().is_some_and(|(gap, _)| *gap <= close) {
            return Ok(false);
        }
        let Some(mut weighed) = Weighed::gains(self.aim, &lottery.chances(self.types)) else {
            return Ok(false);
        };
        let objective = weighed.objective();
        let worth = weighed.worth(&lottery, &enough());
        let better = price(&self.system, &objective, &worth, self.nodes)?;
        if better.is_some_and(|panel| self.columns.add(panel)) {
            return Ok(true);
        }
        // As narrow a gap as floats are good for, then what is enough.
        let fine = enough() / Ratio::from(1000_u16);
        for worth in [weighed.worth(&lottery, &fine), worth] {
            match proof::search(&self.system, &objective, &worth, self.nodes) {
                Ok(proof) => {
                    weighed.bound = worth;
                    self.keep(lottery, weighed, proof);
                    return Ok(false);
                }
                Err(Unproven::Counter(point)) => {
                    if self.columns.add(counts(&point)?) {
                        return Ok(true);
                    }
                }
                Err(Unproven::Failure(Failure::NoSolver)) => return Err(Failure::NoSolver.into()),
                // The gap that rows alone prove stands.
                Err(Unproven::Failure(_)) => {}
            }
        }
        Ok(false)
    }
}
