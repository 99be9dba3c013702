//! The Method of Equal Shares for committees: every voter gets the same money for seats.
//!
//! **Definition.** A seat costs 1, and the `n` voters share `k` equally: each has `k/n`. An
//! option is affordable if its supporters together have 1; its price is the smallest `r` such
//! that the seat is paid when each supporter gives `r`, or all they have left if that is less.
//! Time after time the affordable option with the lowest price gets a seat and its supporters
//! pay. It ends when nothing is affordable, usually with seats left; how those are filled is the
//! `completion`. It is the rule `budget/equal-shares` with equal costs, where `k` is the budget.
//!
//! **Completions.** `seq-phragmen` goes on with sequential Phragmén: what voters have left is a
//! load below zero. `increment` tries the money of `k`, `k + 1`, `k + 2` ... seats, from the
//! start each time and never electing more than `k`, until all seats are filled; where fewer
//! than `k` options have a supporter, the most approved are elected. `av` fills the seats with the most
//! approved. `none` leaves them empty.
//!
//! **Ties.** Options of the same price are decided between by the policy: more approvals, then a
//! lot (equalshares.net: more votes, then a lot). `ties = all` follows every way; ways that come
//! to the same budgets are one.
//!
//! **Complexity.** Prices never fall, so in a round only options that could be cheapest by their
//! last price are looked at. Budgets are integers over one denominator, which grows by the
//! digits of one number of supporters a round. `increment` is a whole run for each try; no more
//! than 100,000 are made.
//!
//! **Guarantee.** Extended justified representation, EJR+, with every completion.
//!
//! **Source.** Dominik Peters and Piotr Skowron, "Proportionality and the Limits of Welfarism",
//! EC 2020, 793-794 (Rule X); Martin Lackner and Piotr Skowron, "Multi-Winner Voting with
//! Approval Preferences" (Springer 2023), chapter 2. The same committees as `equal-shares` of
//! abcvoting, whose default is `completion = seq-phragmen` (`preset = abcvoting`).

use dashu_int::ops::Gcd;

use crate::ballot::BallotKind;
use crate::id::{OptionId, ix, len32};
use crate::instance::Contest;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::params::Presets;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::committee::av::most_approved;
use crate::rules::committee::seqphragmen::{Loads, fill};
use crate::rules::shared::committee::{Amount, Best, Committee, TIES};
use crate::rules::shared::levels::Levels;
use crate::transcript::Event;
use crate::{params, words};

/// The most endowments that `completion = increment` tries.
const MOST_TRIES: u64 = 100_000;

words! {
    /// How the seats are filled that nobody can pay for.
    pub enum Completion {
        /// Sequential Phragmén goes on, with what is left as loads below zero (abcvoting: seqphragmen).
        SeqPhragmen = "seq-phragmen",
        /// The money of one seat more is tried, and of another, until all are filled (abcvoting: increment).
        Increment = "increment",
        /// The most approved get them (abcvoting: av).
        Av = "av",
        /// They stay empty (abcvoting: completion=None).
        Nothing = "none",
    }
}

params! {
    /// Options of `committee/equal-shares`.
    pub struct EqualSharesParams {
        /// How the seats are filled that nobody can pay for.
        pub completion: Completion = Completion::SeqPhragmen,
    }
    presets = PRESETS;
}

static PRESETS: Presets = Presets {
    words: &[("abcvoting", "The default of abcvoting.")],
    params: &[&[("completion", "seq-phragmen")]],
};

/// The Method of Equal Shares for committees.
pub struct EqualShares;

impl Rule for EqualShares {
    type Input = Contest;
    type Params = EqualSharesParams;
    const META: Meta = Meta {
        id: "committee/equal-shares",
        revision: 1,
        name: "Method of Equal Shares for committees",
        summary: "Voters share the price of all seats equally, and the options that their supporters can pay most cheaply are elected.",
        citations: &[
            "D. Peters and P. Skowron, Proportionality and the Limits of Welfarism, EC 2020, 793-794",
            "M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences, Springer 2023, chapter 2",
        ],
        ballots: &[BallotKind::Approval],
        weights: Weights::Counted,
        ties: TIES,
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(
        contest: &Contest,
        params: &EqualSharesParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let mut committee = Committee::new(contest, cx)?;
        if params.completion == Completion::Increment {
            return increment(committee, cx);
        }
        let (mut levels, purse) = buy(&mut committee, u64::from(contest.seats), cx)?;
        if committee.places() > 0 {
            match params.completion {
                Completion::Av => return most_approved(committee, cx),
                Completion::Nothing => {}
                Completion::SeqPhragmen | Completion::Increment => {
                    note("seats-by-phragmen", &[], cx);
                    let left = purse.left.into_iter();
                    let loads = Loads {
                        of: left.map(|left| -Integer::from(left)).collect(),
                        one: purse.one,
                    };
                    fill(&mut committee, &mut levels, loads, cx)?;
                }
            }
        }
        Ok(committee.outcome())
    }
}

fn note(code: &'static str, args: &[&dyn std::fmt::Display], cx: &mut Count<'_>) {
    let args = args.iter().map(ToString::to_string).collect();
    cx.event(Event::Note { code, args });
}

/// Tries the money of more and more seats until all seats are filled.
fn increment(committee: Committee<'_>, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
    let (contest, seats) = (committee.contest, u64::from(committee.contest.seats));
    let supported = |option: &&OptionId| committee.approvals[**option] > 0;
    let supported = committee.open.iter().filter(supported).count();
    if supported < committee.places() {
        return most_approved(committee, cx);
    }
    for money in seats..seats.saturating_add(MOST_TRIES) {
        cx.step(money - seats, MOST_TRIES)?;
        let (tried, events) = cx.aside(|cx| {
            let mut committee = Committee::new(contest, cx)?;
            buy(&mut committee, money, cx)?;
            Ok::<_, CountError>(committee)
        });
        let tried = tried?;
        if tried.places() == 0 {
            note(
                "endowments-of-seats",
                &[&(money - seats + 1), &seats, &money],
                cx,
            );
            // That options are withdrawn was recorded already.
            let happened = |event: &Event| !matches!(event, Event::Exclude { .. });
            for event in events.into_iter().filter(happened) {
                cx.event(event);
            }
            return Ok(tried.outcome());
        }
    }
    Err(CountError::Limit {
        what: "endowments",
        limit: MOST_TRIES,
    })
}

/// What one unit of weight has left, times `one`.
struct Purse {
    /// By level, ascending.
    left: Vec<Natural>,
    /// The common denominator: the price of a seat.
    one: Natural,
}

/// Who pays what for an option.
struct Price {
    /// What those who pay in full pay together, times the denominator of the purse.
    rest: Natural,
    /// The weight of those who pay in full; none where it is not affordable.
    full: u64,
}

/// Buys seats with the money of `money` seats, as long as one is affordable.
fn buy(
    committee: &mut Committee<'_>,
    money: u64,
    cx: &mut Count<'_>,
) -> Result<(Levels, Purse), CountError> {
    let contest = committee.contest;
    let unit = contest.profile.weight_scale().one();
    let weight: u64 = contest.profile.classes().map(|class| class.total()).sum();
    let mut levels = Levels::new(contest, &|_| 0);
    let mut purse = Purse {
        left: vec![Natural::from(money)],
        one: Natural::from(weight.max(1)),
    };
    let mut best = Best::new(contest.options.len(), false);
    while committee.places() > 0 && !committee.open.is_empty() {
        let state = || {
            let mut state = levels.state(&|level| purse.text(level));
            state.extend(money.to_le_bytes());
            state
        };
        committee.step(&state, cx)?;
        let mut price = |option| purse.price(option, &mut levels).amount(&purse.one);
        let tied = best.of(&committee.open, &mut price);
        let affordable = tied.first().map(|first| best.amount(*first));
        if !affordable.is_some_and(|price| price.is_finite()) {
            break;
        }
        let chosen = committee.pick(&tied, cx)?;
        let text = |price: Amount| price.times(unit).text(&Natural::ONE);
        let amount = text(best.amount(chosen));
        let next = best.next(&committee.open, chosen, &mut price);
        let next = next.filter(|next| best.amount(*next).is_finite());
        let next = next.map(|next| (next, text(best.amount(next))));
        committee.seat(chosen, "price", amount, next, cx);
        purse.pay(chosen, &mut levels);
    }
    Ok((levels, purse))
}

impl Purse {
    /// The price of an option: from the poorest supporter on, whoever has less than an equal
    /// part of the rest gives all.
    fn price(&self, option: OptionId, levels: &mut Levels) -> Price {
        let support = levels.support(option);
        let mut full: u64 = support.iter().map(|(_, weight)| weight).sum();
        let mut rest = self.one.clone();
        for (level, weight) in support {
            let left = self.left.get(ix(level)).cloned().unwrap_or_default();
            if &left * full >= rest {
                break;
            }
            // Less than its part, so what it has is less than the rest.
            rest -= left * weight;
            full -= weight;
        }
        Price { rest, full }
    }

    /// The supporters of an option pay its price.
    fn pay(&mut self, option: OptionId, levels: &mut Levels) {
        let Price { rest, full } = self.price(option, levels);
        let full = Natural::from(full.max(1));
        let common = (&rest).gcd(&full);
        let factor = full / &common;
        let price = rest / common;
        for left in &mut self.left {
            *left *= &factor;
        }
        self.one *= &factor;
        let before = len32(self.left.len());
        let after = self.left.iter().map(|left| {
            if *left > price {
                left - &price
            } else {
                Natural::ZERO
            }
        });
        let after: Vec<Natural> = after.collect();
        self.left.extend(after);
        levels.put_supporters(option, &mut |level| level + before);
        self.left = levels.merge(&self.left);
    }

    /// What a level has left.
    fn text(&self, level: u32) -> String {
        let left = self.left.get(ix(level)).cloned().unwrap_or_default();
        ratio_text(&Ratio::from_parts(Integer::from(left), self.one.clone()))
    }
}

impl Price {
    /// For one unit of weight; infinite where the option is not affordable.
    fn amount(self, one: &Natural) -> Amount {
        if self.full == 0 {
            return Amount::infinite();
        }
        Amount {
            over: Integer::from(self.rest),
            under: one * Natural::from(self.full),
        }
    }
}
