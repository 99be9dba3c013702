//! A committee that is filled seat by seat.
//!
//! The rules of the family `committee` take approval ballots and elect as many options as there
//! are seats. A withdrawn option counts for nothing: it is as if it stood on no ballot. Where
//! there are no more options than seats, all are elected. A committee is a set: the outcome
//! lists it in file order, and events tell who got which seat, and why.

use std::cmp::Ordering;

use crate::id::{IdVec, OptionId, ix, len32};
use crate::instance::Contest;
use crate::num::{Integer, Natural, Ratio, ratio_text};
use crate::outcome::Outcome;
use crate::rule::{Count, CountError};
use crate::rules::shared::papers::check_total;
use crate::rules::shared::subset::Subset;
use crate::sort::{sort, sort_by};
use crate::tie::{Tie, TieRule};
use crate::transcript::Event;

/// How committees decide ties where nothing else is said: more approvals, then a lot.
pub const TIES: &[TieRule] = &[TieRule::MaxVotes, TieRule::Lot];

/// The seats filled so far and the options that may still take one.
pub struct Committee<'a> {
    /// The contest.
    pub contest: &'a Contest,
    /// Approvals of each option in units of weight; none for a withdrawn one.
    pub approvals: IdVec<OptionId, u64>,
    /// Options that may still get a seat, in file order.
    pub open: Vec<OptionId>,
    /// Options with a seat, in the order in which they got it.
    pub elected: Vec<OptionId>,
}

impl<'a> Committee<'a> {
    /// All seats empty. Records which options are withdrawn.
    ///
    /// # Errors
    /// `too-many-votes` when all votes together pass 64 bits.
    pub fn new(contest: &'a Contest, cx: &mut Count<'_>) -> Result<Self, CountError> {
        let options = &contest.options;
        check_total(&contest.profile, 1)?;
        let mut approvals: IdVec<OptionId, u64> = IdVec::filled(options.len(), 0);
        for class in contest.profile.classes() {
            for option in class.options().filter(|o| !options.is_withdrawn(*o)) {
                // Below the total that was checked.
                approvals[option] += class.total();
            }
        }
        let withdrawn = options.all().filter(|option| options.is_withdrawn(*option));
        let withdrawn: Vec<OptionId> = withdrawn.collect();
        if !withdrawn.is_empty() {
            cx.event(Event::Exclude {
                options: withdrawn,
                reason: "withdrawn",
            });
        }
        Ok(Self {
            contest,
            approvals,
            open: options.standing().collect(),
            elected: Vec::new(),
        })
    }

    /// Seats still empty.
    pub fn places(&self) -> usize {
        ix(self.contest.seats).saturating_sub(self.elected.len())
    }

    /// True when there is nothing left to decide: each seat is taken, or every option left gets
    /// one, which is recorded.
    pub fn is_decided(&mut self, cx: &mut Count<'_>) -> bool {
        let places = self.places();
        if places > 0 && self.open.len() <= places {
            let options = std::mem::take(&mut self.open);
            if !options.is_empty() {
                self.elected.extend(&options);
                cx.event(Event::Elect {
                    options,
                    reason: "remaining",
                });
            }
        }
        self.places() == 0 || self.open.is_empty()
    }

    /// One of equally good options, by the declared policy.
    ///
    /// # Errors
    /// As [`Count::tie`].
    pub fn pick(&self, tied: &[OptionId], cx: &mut Count<'_>) -> Result<OptionId, CountError> {
        self.tie("elect", tied, true, &mut |tie| cx.tie(tie))
    }

    /// One of equally bad options, by the declared policy.
    ///
    /// # Errors
    /// As [`Count::tie`].
    pub fn drop_one(&self, tied: &[OptionId], cx: &mut Count<'_>) -> Result<OptionId, CountError> {
        self.tie("exclude", tied, false, &mut |tie| cx.tie(tie))
    }

    /// A tie in which more approvals are more votes.
    ///
    /// # Errors
    /// Those of `decide`.
    pub fn tie(
        &self,
        purpose: &'static str,
        tied: &[OptionId],
        most_favoured: bool,
        decide: &mut dyn FnMut(&Tie<'_>) -> Result<OptionId, CountError>,
    ) -> Result<OptionId, CountError> {
        let votes = |option: OptionId| i128::from(self.approvals[option]);
        decide(&Tie {
            votes: Some(&votes),
            ..Tie::new(purpose, tied, most_favoured, &self.contest.options)
        })
    }

    /// Gives a seat and records it.
    pub fn seat(
        &mut self,
        option: OptionId,
        by: &'static str,
        amount: String,
        next: Option<(OptionId, String)>,
        cx: &mut Count<'_>,
    ) {
        self.open.retain(|other| *other != option);
        self.elected.push(option);
        cx.event(Event::Seat {
            option,
            by,
            amount,
            next,
        });
    }

    /// Takes an option away that gets no seat, and records why.
    pub fn leave(
        &mut self,
        option: OptionId,
        by: &'static str,
        amount: String,
        cx: &mut Count<'_>,
    ) {
        self.open.retain(|other| *other != option);
        cx.event(Event::Leave { option, by, amount });
    }

    /// A round begins whose course depends on the options that are open and on `more` only.
    ///
    /// # Errors
    /// As [`Count::step`] and [`Count::arrive`].
    pub fn step(&self, more: &dyn Fn() -> Vec<u8>, cx: &mut Count<'_>) -> Result<(), CountError> {
        let of = self.contest.options.len();
        let done = of.saturating_sub(len32(self.open.len()));
        cx.step(u64::from(done), u64::from(of))?;
        cx.arrive(&|| {
            let mut state = more();
            for option in &self.open {
                state.extend(option.0.to_le_bytes());
            }
            state
        })
    }

    /// Fills all seats at once: the options with the largest amounts, and the policy where not
    /// all who share the last place find one.
    ///
    /// # Errors
    /// As [`Count::tie`].
    pub fn highest(
        mut self,
        of: &'static str,
        amounts: &IdVec<OptionId, Amount>,
        unit: &Natural,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let mut order = self.open.clone();
        sort_by(&mut order, &mut |a, b| amounts[*b].compare(&amounts[*a]));
        let text = |option: &OptionId| (*option, amounts[*option].text(unit));
        cx.event(Event::Scores {
            of,
            scores: order.iter().map(text).collect(),
        });
        let last = self
            .places()
            .checked_sub(1)
            .and_then(|last| order.get(last));
        let Some(last) = last.copied().filter(|_| !self.is_decided(cx)) else {
            return Ok(self.outcome());
        };
        let place = |option: &OptionId| amounts[*option].compare(&amounts[last]);
        let above = order.iter().filter(|o| place(o) == Ordering::Greater);
        let before = self.elected.len();
        self.elected.extend(above);
        let tied = order.iter().filter(|o| place(o) == Ordering::Equal);
        let mut tied: Vec<OptionId> = tied.copied().collect();
        if tied.len() <= self.places() {
            self.elected.append(&mut tied);
        }
        self.take_of(tied, cx)?;
        let elected = self.elected.iter().skip(before);
        cx.event(Event::Elect {
            options: elected.copied().collect(),
            reason: "score",
        });
        Ok(self.outcome())
    }

    /// Gives the seats that are left to some of equally good options, in an order that means
    /// nothing.
    ///
    /// # Errors
    /// As [`Count::tie`].
    pub fn take_of(
        &mut self,
        mut tied: Vec<OptionId>,
        cx: &mut Count<'_>,
    ) -> Result<(), CountError> {
        let mut set = Subset::default();
        while self.places() > 0 && !tied.is_empty() {
            let places = self.places();
            let chosen = self.tie("elect", &tied, true, &mut |tie| {
                set.next(tie, &|open, _| open.len() >= places, cx)
            })?;
            tied.retain(|option| *option != chosen);
            self.open.retain(|option| *option != chosen);
            self.elected.push(chosen);
        }
        Ok(())
    }

    /// The committee, in file order.
    pub fn outcome(mut self) -> Outcome {
        sort(&mut self.elected);
        Outcome::Elected {
            elected: self.elected,
        }
    }
}

/// An exact amount by which options are compared: a fraction that is not reduced. A positive
/// number over zero is infinite.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Numerator.
    pub over: Integer,
    /// Denominator.
    pub under: Natural,
}

impl Amount {
    /// A whole number.
    pub fn whole(over: Integer) -> Self {
        Self {
            over,
            under: Natural::ONE,
        }
    }

    /// More than any number.
    pub fn infinite() -> Self {
        Self {
            over: Integer::ONE,
            under: Natural::ZERO,
        }
    }

    /// So many times the amount.
    #[must_use]
    pub fn times(&self, number: u64) -> Self {
        Self {
            over: &self.over * number,
            under: self.under.clone(),
        }
    }

    /// True for a number.
    pub fn is_finite(&self) -> bool {
        !self.under.is_zero()
    }

    /// Which of two is larger.
    pub fn compare(&self, other: &Self) -> Ordering {
        if self.under == other.under && self.is_finite() {
            return self.over.cmp(&other.over);
        }
        (&self.over * &other.under).cmp(&(&other.over * &self.under))
    }

    /// The amount divided by `unit`, as text: `7/2`; empty where it is infinite.
    pub fn text(&self, unit: &Natural) -> String {
        let under = &self.under * unit;
        if under.is_zero() {
            return String::new();
        }
        ratio_text(&Ratio::from_parts(self.over.clone(), under))
    }
}

/// The best options by an amount that only gets worse from round to round, so that the amount
/// of an earlier round tells who need not be looked at again.
pub struct Best {
    /// True where a larger amount is better.
    largest: bool,
    amounts: IdVec<OptionId, Option<Amount>>,
}

impl Best {
    /// For a number of options.
    pub fn new(options: u32, largest: bool) -> Self {
        Self {
            largest,
            amounts: IdVec::filled(options, None),
        }
    }

    /// Those of `among` whose amount is best now, in order; none where there is no option.
    pub fn of(
        &mut self,
        among: &[OptionId],
        amount: &mut dyn FnMut(OptionId) -> Amount,
    ) -> Vec<OptionId> {
        // From the one that was best: most of the others then are seen to be worse at once.
        let mut first: Option<OptionId> = None;
        for option in among {
            if first.is_none_or(|first| self.compare(*option, first) == Ordering::Less) {
                first = Some(*option);
            }
        }
        let Some(first) = first else {
            return Vec::new();
        };
        self.amounts[first] = Some(amount(first));
        let mut best = vec![first];
        let mut leader = first;
        for option in among.iter().copied().filter(|option| *option != first) {
            if self.compare(option, leader) == Ordering::Greater {
                continue;
            }
            self.amounts[option] = Some(amount(option));
            match self.compare(option, leader) {
                Ordering::Less => {
                    best = vec![option];
                    leader = option;
                }
                Ordering::Equal => best.push(option),
                Ordering::Greater => {}
            }
        }
        sort(&mut best);
        best
    }

    /// The best of the others, told with the amount of the one taken.
    pub fn next(
        &mut self,
        among: &[OptionId],
        taken: OptionId,
        amount: &mut dyn FnMut(OptionId) -> Amount,
    ) -> Option<OptionId> {
        let others: Vec<OptionId> = among.iter().copied().filter(|o| *o != taken).collect();
        self.of(&others, amount).first().copied()
    }

    /// The amount of an option when it was last looked at.
    pub fn amount(&self, option: OptionId) -> Amount {
        let amount = self.amounts[option].clone();
        amount.unwrap_or_else(|| Amount::whole(Integer::ZERO))
    }

    /// `Less` where `a` was better than `b`; what was never looked at may be the best.
    fn compare(&self, a: OptionId, b: OptionId) -> Ordering {
        match (&self.amounts[a], &self.amounts[b]) {
            (Some(a), Some(b)) if self.largest => b.compare(a),
            (Some(a), Some(b)) => a.compare(b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        }
    }
}
