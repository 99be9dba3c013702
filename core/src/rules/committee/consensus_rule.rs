//! The consensus rule: budgets grow each round, and who gets a seat pays all of it at once.
//!
//! **Definition.** Every voter begins with nothing. In each round all budgets grow by 1, and the
//! seat goes to the option whose supporters with money have most of it together. Those
//! supporters pay for the seat: its price, the number of voters, is divided equally among them,
//! and budgets may fall below zero. A supporter whose budget is not above zero neither counts
//! nor pays. A paper that weighs more is as many voters.
//!
//! **Ties.** Options whose supporters have the same are decided between by the policy: more
//! approvals, then a lot. `ties = all` follows every way; ways that come to the same budgets are
//! one.
//!
//! **Complexity.** One pass over all marks on ballots a round. Budgets are integers over one
//! denominator, which grows by the digits of one number of supporters a round.
//!
//! **Source.** Martin Lackner, "Perpetual Voting: Fairness in Long-Term Decision Making", AAAI
//! 2020, 2103-2110 (Perpetual Consensus), read for one committee as abcvoting's
//! `consensus-rule` does. The same committees as there.

use dashu_int::ops::Gcd;

use crate::ballot::BallotKind;
use crate::id::{OptionId, ix, len32};
use crate::instance::Contest;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::committee::{Amount, Best, Committee, TIES};
use crate::rules::shared::levels::Levels;

/// The consensus rule.
pub struct ConsensusRule;

impl Rule for ConsensusRule {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "committee/consensus-rule",
        revision: 1,
        name: "Consensus rule",
        summary: "Budgets of all voters grow each round; the option whose supporters have most gets the seat, and they pay for it.",
        citations: &[
            "M. Lackner, Perpetual Voting: Fairness in Long-Term Decision Making, AAAI 2020, 2103-2110",
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
        let mut purse = Purse::new(contest);
        let unit = Natural::from(contest.profile.weight_scale().one());
        while !committee.is_decided(cx) {
            // "In each round all budgets grow by 1."
            purse.earned += &purse.one;
            committee.step(&|| levels.state(&|level| purse.text(level)), cx)?;
            // Budgets rise and fall, so nothing of an earlier round is known.
            let mut best = Best::new(contest.options.len(), true);
            let mut money = |option| purse.money(option, &mut levels).0;
            let tied = best.of(&committee.open, &mut money);
            let chosen = committee.pick(&tied, cx)?;
            let amount = best.amount(chosen).text(&unit);
            let next = best.next(&committee.open, chosen, &mut money);
            let next = next.map(|next| (next, best.amount(next).text(&unit)));
            let payers = purse.money(chosen, &mut levels).1;
            committee.seat(chosen, "money", amount, next, cx);
            purse.pay(chosen, payers, &mut levels);
        }
        Ok(committee.outcome())
    }
}

/// What voters earned and paid, for one unit of weight, times `one`.
struct Purse {
    /// Since the start, the same for all.
    earned: Natural,
    /// By level.
    paid: Vec<Natural>,
    /// The common denominator.
    one: Natural,
    /// The weight of all papers: the price of a seat.
    price: Natural,
}

impl Purse {
    fn new(contest: &Contest) -> Self {
        let price = contest.profile.classes().map(|class| class.total()).sum();
        let price: u64 = price;
        Self {
            earned: Natural::ZERO,
            paid: vec![Natural::ZERO],
            one: Natural::ONE,
            price: Natural::from(price),
        }
    }

    /// The budget of a level, where it is above zero.
    fn budget(&self, level: u32) -> Option<Natural> {
        let paid = self.paid.get(ix(level))?;
        (*paid < self.earned).then(|| &self.earned - paid)
    }

    /// What the supporters of an option with money have of it, and their weight.
    fn money(&self, option: OptionId, levels: &mut Levels) -> (Amount, u64) {
        let (mut money, mut payers) = (Natural::ZERO, 0);
        for (level, support) in levels.support(option) {
            if let Some(budget) = self.budget(level) {
                money += budget * support;
                payers += support;
            }
        }
        let amount = Amount {
            over: Integer::from(money),
            under: self.one.clone(),
        };
        (amount, payers)
    }

    /// The supporters with money pay the price, each the same for one unit of weight.
    fn pay(&mut self, option: OptionId, payers: u64, levels: &mut Levels) {
        if payers == 0 {
            return;
        }
        let payers = Natural::from(payers);
        let common = (&self.price).gcd(&payers);
        let factor = payers / &common;
        // price / payers, over the new denominator.
        let each = &self.price / common * &self.one;
        let rich = self.paid.iter().map(|paid| *paid < self.earned);
        let rich: Vec<bool> = rich.collect();
        for amount in self.paid.iter_mut().chain([&mut self.earned]) {
            *amount *= &factor;
        }
        self.one *= &factor;
        let after: Vec<Natural> = self.paid.iter().map(|paid| paid + &each).collect();
        let before = len32(self.paid.len());
        self.paid.extend(after);
        levels.put_supporters(option, &mut |level| {
            let pays = rich.get(ix(level)).is_some_and(|rich| *rich);
            if pays { level + before } else { level }
        });
        self.paid = levels.merge(&self.paid);
    }

    /// The budget of a level, below zero or not.
    fn text(&self, level: u32) -> String {
        let paid = self.paid.get(ix(level)).cloned().unwrap_or_default();
        let budget = Integer::from(self.earned.clone()) - Integer::from(paid);
        ratio_text(&Ratio::from_parts(budget, self.one.clone()))
    }
}
