//! The maximin support method: each seat goes where the worst-supported seat stays best supported.
//!
//! **Definition.** A committee is supported by voters who divide their vote among its members
//! whom they approve, in whatever parts make the support of the member with least as great as
//! can be: its maximin support. Each seat in turn goes to the option that leaves the maximin
//! support of the whole committee greatest, with all votes divided anew. On ballots for party
//! lists these are the seats of D'Hondt.
//!
//! It is told here from the other side, as by Phragmén: each seat is a load of 1 that its
//! supporters share, and the greatest load of one voter, which is 1 over the maximin support, is
//! kept least. An option that nobody supports comes last.
//!
//! **Ties.** Several options often leave the greatest load as it is. Where there are seats for
//! all of them and the load stays so with all, all get one; otherwise the policy decides: more
//! approvals, then a lot. `ties = all` follows every way; two orders that elect the same set are
//! one.
//!
//! **Complexity.** Loads come from maximum flows over classes of equal ballots
//! (`rules/shared/flow`), exactly. The load that an option leads to never falls, so in a round
//! only those are looked at whose last load is not above the best.
//!
//! **Limits.** All weights add up to less than 2^63.
//!
//! **Source.** Luis Sánchez-Fernández, Norberto Fernández-García, Jesús A. Fisteus and Markus
//! Brill, "The maximin support method: an extension of the D'Hondt method to approval-based
//! multiwinner elections", Mathematical Programming 203 (2024), 107-134. The same committees as
//! `maximin-support` of abcvoting, which takes supports within one ten-millionth as equal.

use crate::ballot::BallotKind;
use crate::id::OptionId;
use crate::instance::Contest;
use crate::num::{Integer, Natural};
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::{Amount, Best, Committee, TIES};
use crate::rules::shared::flow::{Load, Saved, Sharing};
use crate::rules::shared::levels::Levels;

/// The maximin support method.
pub struct MaximinSupport;

impl Rule for MaximinSupport {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/maximin-support",
        revision: 1,
        name: "Maximin support method",
        summary: "Each seat goes to the option that leaves the greatest load of any voter least, all loads shared anew each time.",
        citations: &[
            "L. Sánchez-Fernández, N. Fernández-García, J. A. Fisteus and M. Brill, The maximin support method, Mathematical Programming 203 (2024), 107-134",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: TIES,
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        let mut committee = Committee::new(contest, cx)?;
        let unit = contest.profile.weight_scale().one();
        let text = |load: Amount| load.times(unit).text(&Natural::ONE);
        let mut loads = Loads::new(contest)?;
        let mut best = Best::new(contest.options.len(), false);
        while !committee.is_decided(cx) {
            committee.step(&Vec::new, cx)?;
            let saved = loads.sharing.save();
            let mut failed = None;
            let mut with = |option| {
                loads.with(option, &saved).unwrap_or_else(|error| {
                    failed = Some(error);
                    Amount::infinite()
                })
            };
            let tied = best.of(&committee.open, &mut with);
            let amount = tied
                .first()
                .map_or_else(Amount::infinite, |first| best.amount(*first));
            let all = tied.len() > 1 && tied.len() <= committee.places() && amount.is_finite();
            let chosen = if all && loads.stays(&tied, &saved)? {
                tied
            } else {
                vec![committee.pick(&tied, cx)?]
            };
            let mut with = |option| {
                loads.with(option, &saved).unwrap_or_else(|error| {
                    failed = Some(error);
                    Amount::infinite()
                })
            };
            let mut others = committee.open.clone();
            others.retain(|option| !chosen.contains(option));
            let next = best.of(&others, &mut with).first().copied();
            let next = next.map(|next| (next, text(best.amount(next))));
            if let Some(error) = failed {
                return Err(error);
            }
            let by = if amount.is_finite() {
                "max-load"
            } else {
                "no-support"
            };
            for option in &chosen {
                committee.seat(*option, by, text(amount.clone()), next.clone(), cx);
            }
            loads.add(&chosen)?;
        }
        Ok(committee.outcome())
    }
}

/// The loads of the seats given so far.
struct Loads {
    levels: Levels,
    sharing: Sharing,
    load: Load,
}

impl Loads {
    fn new(contest: &Contest) -> Result<Self, CountError> {
        let levels = Levels::new(contest, &|_| 0);
        let classes = levels.all().ids();
        let weights: Vec<u64> = classes.map(|class| levels.weight(class)).collect();
        Ok(Self {
            sharing: Sharing::new(&weights)?,
            levels,
            load: Load::ZERO,
        })
    }

    /// False where the option has no supporter to share a load.
    fn push(&mut self, option: OptionId) -> Result<bool, CountError> {
        let supporters = self.levels.supporters(option).iter();
        let heavy = supporters.filter(|class| self.levels.weight(**class) > 0);
        let classes: Vec<u32> = heavy.map(|class| class.0).collect();
        if classes.is_empty() {
            return Ok(false);
        }
        self.sharing.push(1, &classes)?;
        Ok(true)
    }

    /// The greatest load with one more option.
    fn with(&mut self, option: OptionId, saved: &Saved) -> Result<Amount, CountError> {
        if !self.push(option)? {
            return Ok(Amount::infinite());
        }
        let found = self.sharing.settle(self.load);
        self.sharing.pop();
        self.sharing.restore(saved);
        Ok(found.map_or_else(Amount::infinite, |load| Amount {
            over: Integer::from(load.cost),
            under: Natural::from(load.weight),
        }))
    }

    /// True where all of these together lead to the load that each leads to alone.
    fn stays(&mut self, tied: &[OptionId], saved: &Saved) -> Result<bool, CountError> {
        let Some(first) = tied.first() else {
            return Ok(true);
        };
        self.push(*first)?;
        let alone = self.sharing.settle(self.load);
        for option in tied.iter().skip(1) {
            self.push(*option)?;
        }
        let together = self.sharing.settle(self.load);
        for _ in tied {
            self.sharing.pop();
        }
        self.sharing.restore(saved);
        Ok(alone == together)
    }

    /// The seats are theirs; those without supporters share nothing.
    fn add(&mut self, chosen: &[OptionId]) -> Result<(), CountError> {
        for option in chosen {
            self.push(*option)?;
        }
        if let Some(load) = self.sharing.settle(self.load) {
            self.load = load;
        }
        Ok(())
    }
}
