//! The single transferable vote as Scotland's councils are elected by it.
//!
//! **Definition.** A candidate is elected on reaching the quota `floor(V / (S + 1)) + 1`, where
//! `V` are the valid papers and `S` the places. What an elected candidate has above the quota
//! moves on: *every* paper held goes to its next available preference at the value
//! `trunc(value * surplus / votes, 5)`, `value` being what the paper was worth on arrival. With
//! no surplus left the candidate with the fewest votes is excluded and the papers move on at
//! the value they have. It ends when the places are filled, or as few candidates continue as
//! places are left.
//!
//! **Arithmetic.** Integers in hundred-thousandths of a vote; multiplied before divided, the
//! remainder ignored, paper by paper, as rule 48(3) says. What is ignored stands as `rounding`
//! in each stage: tallies + exhausted + rounding = valid papers.
//!
//! **Ballots.** A paper is valid if it shows one clear first preference. An equal or blank rank
//! further down breaks the consecutive order of preferences: the paper is non-transferable
//! from there. Papers weigh one each.
//!
//! **Ties.** `statute` (the latest earlier stage at which the tied candidates differ), then
//! `lot`, as rules 49 and 51 have it. A paper is never moved for a surplus of zero.
//!
//! **Complexity.** Each preference is read once; a new value is worked out once for all papers
//! that came at the same one. Each stage tells the tallies of all who stand or sit, so events take
//! the square of the candidates.
//!
//! **Limits.** 184 million million papers, at most 1,000 candidates.
//!
//! **Source.** The Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1,
//! rules 45 to 52, kept by the Order of 2011 (SSI 2011/399). Checked to the last digit against
//! published counts of Glasgow 2007.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::OptionId;
//! use isonomia::instance::{Contest, Instance, Options};
//! use isonomia::outcome::Outcome;
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! // Food for a party, three places (Wikipedia, "Single transferable vote").
//! let ids = ["Orange", "Pear", "Chocolate", "Strawberry", "Hamburger"];
//! let mut options = Options::new();
//! let [orange, pear, chocolate, strawberry, hamburger] =
//!     ids.map(|id| options.push(id, id).unwrap());
//! let mut ballots = ProfileBuilder::new(BallotKind::Ranking, 5);
//! ballots.ranking(&[orange], 4, 1, 1)?;
//! ballots.ranking(&[pear, orange], 2, 1, 2)?;
//! ballots.ranking(&[chocolate, strawberry], 8, 1, 3)?;
//! ballots.ranking(&[chocolate, hamburger], 4, 1, 4)?;
//! ballots.ranking(&[strawberry], 1, 1, 5)?;
//! ballots.ranking(&[hamburger], 1, 1, 6)?;
//! let profile = ballots.finish();
//! let contest = Contest { options, profile, seats: 3, limits: Limits::default() };
//!
//! let stv = isonomia::rules::find("ranked/stv-scottish").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = stv.count(&Instance::Contest(contest), &mut cx).unwrap();
//! assert_eq!(outcome, Outcome::Elected { elected: vec![chocolate, orange, strawberry] });
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId, len32};
use crate::instance::Contest;
use crate::num::{Scale, muldiv};
use crate::outcome::Outcome;
use crate::params::NoParams;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::papers::{Equal, MOST_IN_ROUNDS, Papers, Reading, check_options};
use crate::rules::shared::stages::Stages;
use crate::sort::sort_by;
use crate::tie::{Tie, TieRule};
use crate::transcript::Event;

/// Rule 48(3): five decimal places.
const PLACES: Scale = Scale(5);

/// The preferences of a paper are those in consecutive order.
const CONSECUTIVE: Reading = Reading {
    equal: Equal::Stops,
    blanks: Some(0),
};

/// The single transferable vote of the Scottish Local Government Elections Order.
pub struct StvScottish;

impl Rule for StvScottish {
    type Input = Contest;
    type Params = NoParams;
    const META: Meta = Meta {
        id: "ranked/stv-scottish",
        revision: 1,
        name: "Scottish single transferable vote",
        summary: "Candidates who reach the quota are elected and their surplus moves on paper by paper to five places; else the lowest is excluded.",
        citations: &[
            "The Scottish Local Government Elections Order 2007, SSI 2007/42, schedule 1, rules 45-52",
            "The Scottish Local Government Elections Order 2011, SSI 2011/399",
        ],
        ballots: &[BallotKind::Ranking],
        weights: Weights::Refused,
        ties: &[TieRule::Statute, TieRule::Lot],
        needs_seed: false,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(contest: &Contest, _: &NoParams, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        // Rule 45: sort the valid papers by first preference and credit each candidate.
        check_options(&contest.options, MOST_IN_ROUNDS)?;
        let mut stv = Stv::first_preferences(contest, cx)?;
        // Rule 46: divide the valid papers by the places plus one, ignore the remainder, add one.
        stv.set_quota(cx);
        stv.tell("first-preferences", cx);
        loop {
            cx.step(
                u64::from(stv.stage),
                u64::from(contest.options.len().max(1)),
            )?;
            // Rule 47: whoever has the quota or more at the end of a stage is elected.
            stv.elect_at_quota(cx);
            // Rule 52: where the candidates left do not outnumber the places left they are
            // elected, and no further transfer is made.
            let last = len32(stv.continuing().count()) <= stv.unfilled();
            if last {
                stv.elect_remaining(cx);
            }
            if last || stv.unfilled() == 0 {
                let elected = stv.elected;
                return Ok(Outcome::Elected { elected });
            }
            if let Some(candidate) = stv.largest_surplus(cx)? {
                // Rule 48: transfer every paper of the surplus at its transfer value.
                stv.transfer_surplus(candidate, cx);
                stv.tell("surplus", cx);
            } else {
                // Rules 50 and 51: exclude the candidate with the fewest votes.
                let candidate = stv.fewest_votes(cx)?;
                stv.exclude(candidate, cx);
                stv.tell("exclusion", cx);
            }
        }
    }
}

/// The state of a count between stages.
struct Stv<'a> {
    contest: &'a Contest,
    papers: Papers<'a>,
    continuing: IdVec<OptionId, bool>,
    /// In order of election.
    elected: Vec<OptionId>,
    /// Elected with more than the quota, not yet transferred.
    pending: Vec<OptionId>,
    stages: Stages,
    stage: u32,
    /// Valid votes and quota in units of `10^-5`.
    valid: u64,
    quota: u64,
}

impl<'a> Stv<'a> {
    fn first_preferences(contest: &'a Contest, cx: &mut Count<'_>) -> Result<Self, CountError> {
        let options = &contest.options;
        let withdrawn: Vec<OptionId> = options
            .all()
            .filter(|option| options.is_withdrawn(*option))
            .collect();
        if !withdrawn.is_empty() {
            cx.event(Event::Exclude {
                options: withdrawn,
                reason: "withdrawn",
            });
        }
        let continuing: IdVec<OptionId, bool> = options
            .all()
            .map(|option| !options.is_withdrawn(option))
            .collect();
        let papers = Papers::deal(&contest.profile, CONSECUTIVE, &continuing, PLACES.one())?;
        for class in papers.unusable.iter().map(|id| contest.profile.class(*id)) {
            cx.reject(class.id, "no-first-preference", Vec::new());
        }
        let valid = papers.votes.values().sum();
        Ok(Self {
            contest,
            papers,
            continuing,
            elected: Vec::new(),
            pending: Vec::new(),
            stages: Stages::default(),
            stage: 0,
            valid,
            quota: 0,
        })
    }

    fn set_quota(&mut self, cx: &mut Count<'_>) {
        let papers = self.valid / PLACES.one();
        let quota = papers / (u64::from(self.contest.seats) + 1) + 1;
        self.quota = quota.saturating_mul(PLACES.one());
        cx.event(Event::Quota {
            formula: "droop",
            votes: PLACES.text(self.quota),
        });
    }

    fn continuing(&self) -> impl Iterator<Item = OptionId> {
        self.continuing
            .iter()
            .filter_map(|(option, continues)| continues.then_some(option))
    }

    fn unfilled(&self) -> u32 {
        self.contest.seats.saturating_sub(len32(self.elected.len()))
    }

    /// Records the tallies at the end of a stage; those elected stand beside those continuing.
    fn tell(&mut self, action: &'static str, cx: &mut Count<'_>) {
        self.stage += 1;
        self.stages.push(&self.papers.votes);
        let credited: u64 = self.papers.votes.values().sum();
        let rounding = self.valid - credited - self.papers.exhausted;
        let stands = |option: &OptionId| self.continuing[*option] || self.elected.contains(option);
        cx.event(Event::Stage {
            stage: self.stage,
            action,
            tallies: self
                .contest
                .options
                .all()
                .filter(stands)
                .map(|option| (option, PLACES.text(self.papers.votes[option])))
                .collect(),
            exhausted: PLACES.text(self.papers.exhausted),
            rounding: Some(PLACES.text(rounding)),
        });
    }

    /// Elects all who have the quota, and notes whose votes exceed it.
    fn elect_at_quota(&mut self, cx: &mut Count<'_>) {
        let reached: Vec<OptionId> = self
            .continuing()
            .filter(|option| self.papers.votes[*option] >= self.quota)
            .collect();
        self.pending.extend(
            reached
                .iter()
                .filter(|option| self.papers.votes[**option] > self.quota),
        );
        self.elect(reached, "quota", cx);
    }

    fn elect_remaining(&mut self, cx: &mut Count<'_>) {
        let remaining = self.continuing().collect();
        self.elect(remaining, "remaining", cx);
    }

    /// Elects candidates at one moment; they are listed by votes.
    fn elect(&mut self, mut options: Vec<OptionId>, reason: &'static str, cx: &mut Count<'_>) {
        if options.is_empty() {
            return;
        }
        let votes = &self.papers.votes;
        sort_by(&mut options, &mut |a, b| votes[*b].cmp(&votes[*a]));
        for option in &options {
            self.continuing[*option] = false;
        }
        self.elected.extend_from_slice(&options);
        cx.event(Event::Elect { options, reason });
    }

    /// Rule 49: the largest surplus goes first. Of equal ones that of the candidate who had more
    /// votes at the end of the most recent earlier stage at which they were unequal; if they
    /// never were, the returning officer decides by lot.
    fn largest_surplus(&mut self, cx: &mut Count<'_>) -> Result<Option<OptionId>, CountError> {
        let most = self.pending.iter().map(|o| self.papers.votes[*o]).max();
        let tied = self.pending.iter().copied();
        let tied: Vec<OptionId> = tied
            .filter(|option| Some(self.papers.votes[*option]) == most)
            .collect();
        if tied.is_empty() {
            return Ok(None);
        }
        let chosen = self.decide("surplus", &tied, true, cx)?;
        self.pending.retain(|option| *option != chosen);
        Ok(Some(chosen))
    }

    /// Rule 48: the transfer value is the surplus, times the value of the paper when received,
    /// divided by the votes credited, to five places, any remainder ignored. The candidate keeps
    /// the quota; papers without a next available preference are set apart.
    fn transfer_surplus(&mut self, from: OptionId, cx: &mut Count<'_>) {
        let votes = self.papers.votes[from];
        let surplus = votes - self.quota;
        cx.event(Event::Surplus {
            from,
            surplus: PLACES.text(surplus),
            of: PLACES.text(votes),
        });
        // A surplus is less than the votes it is part of, so the new value always fits.
        let value = |value: u64| muldiv(value, surplus, votes).unwrap_or_default();
        self.papers.transfer(from, &self.continuing, value);
        self.papers.votes[from] = self.quota;
    }

    /// Rule 51: of equally low candidates the one is excluded who had fewer votes at the end of
    /// the most recent earlier stage at which they were unequal; else the officer draws lots.
    fn fewest_votes(&self, cx: &mut Count<'_>) -> Result<OptionId, CountError> {
        let least = self.continuing().map(|o| self.papers.votes[o]).min();
        let tied: Vec<OptionId> = self
            .continuing()
            .filter(|option| Some(self.papers.votes[*option]) == least)
            .collect();
        self.decide("exclude", &tied, false, cx)
    }

    /// Rule 50: the papers of the excluded candidate move on at the value they came with.
    fn exclude(&mut self, option: OptionId, cx: &mut Count<'_>) {
        cx.event(Event::Exclude {
            options: vec![option],
            reason: "fewest-votes",
        });
        self.continuing[option] = false;
        self.papers
            .transfer(option, &self.continuing, |value| value);
        self.papers.votes[option] = 0;
    }

    fn decide(
        &self,
        purpose: &'static str,
        tied: &[OptionId],
        most: bool,
        cx: &mut Count<'_>,
    ) -> Result<OptionId, CountError> {
        let backwards = |tied: &[OptionId], most: bool| self.stages.backwards(tied, most);
        cx.tie(&Tie {
            statute: Some(&backwards),
            ..Tie::new(purpose, tied, most, &self.contest.options)
        })
    }
}
