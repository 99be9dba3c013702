//! Sequential Phragmén: the load of each seat is spread over those who get it.
//!
//! **Definition.** Each seat brings a load of 1, which voters who approve the elected option
//! carry. In each round it is seen how high the loads would be if an option were elected and all
//! its supporters then carried the same: `t = (1 + sum of their loads) / number of supporters`.
//! The option with the lowest `t` is elected, and its supporters carry `t` from then on. An
//! option that nobody supports comes last.
//!
//! The same in money: every voter earns at the same steady rate, and an option is elected as
//! soon as its supporters together hold 1; they then have nothing left.
//!
//! **Ties.** Options with the same `t` are decided between by the policy: more approvals, then a
//! lot. `ties = all` follows every way; ways that come to the same loads are one.
//!
//! **Complexity.** `t` never falls, so in a round only options that could be lowest by their
//! last `t` are looked at. Loads are integers over one denominator, which grows by the digits
//! of one number of supporters a round.
//!
//! **Guarantee.** Proportional justified representation, and the committee for fewer seats is
//! part of the one for more.
//!
//! **Source.** Edvard Phragmén, "Sur une méthode nouvelle pour réaliser, dans les élections, la
//! représentation proportionnelle des partis", Öfversigt af Kongliga Vetenskaps-Akademiens
//! Förhandlingar 51 (1894), 133-137; Markus Brill, Rupert Freeman, Svante Janson and Martin
//! Lackner, "Phragmén's voting methods and justified representation", Mathematical Programming
//! 203 (2024), 47-76. The same committees as `seqphragmen` of abcvoting, save where weights are
//! so small that a load passes `seats + 1`: abcvoting takes that number for the load of an
//! option without supporters.

use dashu_int::ops::{Gcd, UnsignedAbs};

use crate::ballot::BallotKind;
use crate::id::{OptionId, ix, len32};
use crate::instance::Contest;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::{Amount, Best, Committee, TIES};
use crate::rules::shared::levels::Levels;

/// Sequential Phragmén.
pub struct SeqPhragmen;

impl Rule for SeqPhragmen {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/seqphragmen",
        revision: 1,
        name: "Sequential Phragmén",
        summary: "Each seat is a load for its supporters to share; it goes where the load becomes lowest.",
        citations: &[
            "E. Phragmén, Sur une méthode nouvelle pour réaliser, dans les élections, la représentation proportionnelle des partis, Öfversigt af Kongliga Vetenskaps-Akademiens Förhandlingar 51 (1894), 133-137",
            "M. Brill, R. Freeman, S. Janson and M. Lackner, Phragmén's voting methods and justified representation, Mathematical Programming 203 (2024), 47-76",
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
        let mut levels = Levels::new(contest, &|_| 0);
        let loads = Loads {
            of: vec![Integer::ZERO],
            one: Natural::ONE,
        };
        fill(&mut committee, &mut levels, loads, cx)?;
        Ok(committee.outcome())
    }
}

/// The load of one unit of weight at each level, times `one`.
pub(crate) struct Loads {
    /// By level; below zero for voters who begin with money.
    pub(crate) of: Vec<Integer>,
    /// The common denominator.
    pub(crate) one: Natural,
}

impl Loads {
    /// What the supporters of an option would carry if it were elected next.
    fn after(&self, option: OptionId, levels: &mut Levels) -> Amount {
        let mut carried = Integer::from(self.one.clone());
        let mut weight = 0;
        for (level, support) in levels.support(option) {
            weight += support;
            if let Some(load) = self.of.get(ix(level)) {
                carried += load * support;
            }
        }
        Amount {
            over: carried,
            under: &self.one * Natural::from(weight),
        }
    }

    /// A new level at which this load is carried.
    fn push(&mut self, load: &Amount, supporters: u64) -> u32 {
        // load = over / (one * supporters): what they have in common is taken out.
        let supporters = Natural::from(supporters.max(1));
        let common = (&load.over).unsigned_abs().gcd(&supporters);
        let factor = &supporters / &common;
        for other in &mut self.of {
            *other *= &factor;
        }
        self.one *= &factor;
        self.of.push(&load.over / Integer::from(common));
        len32(self.of.len()).saturating_sub(1)
    }
}

/// Fills the seats that are left, from the loads that voters carry already.
///
/// # Errors
/// As [`Count::tie`] and [`Count::step`].
pub(crate) fn fill(
    committee: &mut Committee<'_>,
    levels: &mut Levels,
    mut loads: Loads,
    cx: &mut Count<'_>,
) -> Result<(), CountError> {
    let unit = committee.contest.profile.weight_scale().one();
    let mut best = Best::new(committee.contest.options.len(), false);
    while !committee.is_decided(cx) {
        let state = || {
            levels.state(&|level| {
                let load = loads.of.get(ix(level)).cloned().unwrap_or_default();
                ratio_text(&Ratio::from_parts(load, loads.one.clone()))
            })
        };
        committee.step(&state, cx)?;
        let mut after = |option| loads.after(option, levels);
        let tied = best.of(&committee.open, &mut after);
        let chosen = committee.pick(&tied, cx)?;
        let load = best.amount(chosen);
        let text = |load: Amount| load.times(unit).text(&Natural::ONE);
        let next = best.next(&committee.open, chosen, &mut after);
        let next = next.map(|next| (next, text(best.amount(next))));
        let by = if load.is_finite() {
            "load"
        } else {
            "no-support"
        };
        committee.seat(chosen, by, text(load.clone()), next, cx);
        if load.is_finite() {
            let level = loads.push(&load, committee.approvals[chosen]);
            levels.put_supporters(chosen, &mut |_| level);
        }
    }
    Ok(())
}
