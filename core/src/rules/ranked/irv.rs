//! Instant run-off: the option with the fewest votes goes, until one has a majority.
//!
//! **Definition.** In each round every ballot counts for its highest ranked continuing option.
//! An option wins that holds at least `floor(active / 2) + 1` votes, where `active` are the votes
//! that still count for someone. If none does, the option with the fewest votes is excluded and
//! its ballots go to their next continuing option. A lone last option wins in any case.
//!
//! **Ties.** No law is common to all who use the rule. The default, `statute`, excludes the one
//! who had fewest votes at the latest round in which the tied options differed; where all
//! earlier rounds leave them equal, counting stops and names them.
//!
//! **Ballots.** What an equal rank means differs from place to place, so the count refuses a
//! profile with equal ranks until `equal_ranks` says it. Weights multiply votes. Blank ballots
//! stand among the exhausted from the first round.
//!
//! **Complexity.** Each preference is read once: linear in the profile. Each round tells the
//! tallies of all who stand, so events take the square of the options.
//!
//! **Limits.** One seat, at most 1,000 options. All votes together fit in 64 bits.
//!
//! **Source.** Order of steps inside a round, threshold, batch and reading of ballots: RCTab
//! (Ranked Choice Voting Resource Center), "Tabulation rules" and its configurations of Maine,
//! Alaska, New York and San Francisco.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::OptionId;
//! use isonomia::instance::{Contest, Instance, Options};
//! use isonomia::outcome::Outcome;
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! // Tennessee: Memphis leads the first round, Chattanooga goes, Knoxville wins.
//! let (m, n, c, k) = (OptionId(0), OptionId(1), OptionId(2), OptionId(3));
//! let mut options = Options::new();
//! for id in ["M", "N", "C", "K"] {
//!     options.push(id, id).unwrap();
//! }
//! let mut ballots = ProfileBuilder::new(BallotKind::Ranking, 4);
//! ballots.ranking(&[m, n, c, k], 42, 1, 1)?;
//! ballots.ranking(&[n, c, k, m], 26, 1, 2)?;
//! ballots.ranking(&[c, k, n, m], 15, 1, 3)?;
//! ballots.ranking(&[k, c, n, m], 17, 1, 4)?;
//! let profile = ballots.finish();
//! let contest = Contest { options, profile, seats: 1, limits: Limits::default() };
//!
//! let irv = isonomia::rules::find("ranked/irv").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = irv.count(&Instance::Contest(contest), &mut cx).unwrap();
//! assert_eq!(outcome, Outcome::Elected { elected: vec![k] });
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId};
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::params::ParamType;
use crate::problem::Problem;
use crate::profile::Profile;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::papers::{Equal, MOST_IN_ROUNDS, Papers, Reading, check_options};
use crate::rules::shared::stages::Stages;
use crate::sort::{sort, sort_by};
use crate::tie::{Tie, TieRule};
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// What a ballot with an equal rank counts for.
    pub enum EqualRanks {
        /// Counting stops and says how many papers have one.
        Refuse = "refuse",
        /// The paper is exhausted when it reaches the rank (Maine, Alaska, New York, San Francisco).
        Exhaust = "exhaust",
        /// The rank is passed over (Minneapolis).
        Skip = "skip",
        /// The paper is exhausted if two or more of the rank continue, counts for the only one that does, and is read on if none does.
        ExhaustIfMultiple = "exhaust-if-multiple",
    }
}

words! {
    /// The votes of which a majority is needed.
    pub enum Threshold {
        /// Those that count for someone in this round.
        EachRound = "each-round",
        /// Those that counted for someone in the first round.
        FirstRound = "first-round",
    }
}

words! {
    /// Whether several options may be excluded in one round.
    pub enum Batch {
        /// One at a time.
        None = "none",
        /// As many of the lowest as together have fewer votes than the next, two at least left.
        Losers = "losers",
    }
}

words! {
    /// When the rounds end.
    pub enum Until {
        /// As soon as an option has a majority.
        Majority = "majority",
        /// When two options are left, even if one had a majority before (New York).
        Two = "two",
    }
}

/// How many blank ranks in a row a ballot may have: a whole number or `unlimited`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlankRanks(pub Option<u32>);

impl ParamType for BlankRanks {
    fn expected() -> String {
        "a whole number or unlimited".to_owned()
    }
    fn read(text: &str) -> Option<Self> {
        if text == "unlimited" {
            Some(Self(None))
        } else {
            u32::read(text).map(|most| Self(Some(most)))
        }
    }
    fn show(&self) -> String {
        self.0
            .map_or_else(|| "unlimited".to_owned(), |most| most.to_string())
    }
}

params! {
    /// Options of the instant run-off.
    pub struct IrvParams {
        /// What a ballot with an equal rank counts for (RCTab: overvoteRule).
        pub equal_ranks: EqualRanks = EqualRanks::Refuse,
        /// Blank ranks in a row that are passed over; a longer run exhausts the paper (RCTab: maxSkippedRanksAllowed; Maine and Alaska 1, New York and San Francisco unlimited).
        pub blank_ranks: BlankRanks = BlankRanks(None),
        /// The votes of which a majority is needed (RCTab: firstRoundDeterminesThreshold).
        pub threshold: Threshold = Threshold::EachRound,
        /// Whether several options may be excluded in one round (RCTab: batchElimination).
        pub batch: Batch = Batch::None,
        /// When the rounds end (RCTab: continueUntilTwoCandidatesRemain).
        pub until: Until = Until::Majority,
        /// Options with fewer first-round votes than this are excluded together (RCTab: minimumVoteThreshold).
        pub minimum: u64 = 0,
    }
}

/// The instant run-off.
pub struct Irv;

impl Rule for Irv {
    type Input = Contest;
    type Params = IrvParams;
    const META: Meta = Meta {
        id: "ranked/irv",
        revision: 1,
        name: "Instant run-off voting",
        summary: "The option with the fewest votes is excluded and its ballots move on, until one option has a majority.",
        citations: &[
            "RCTab, Ranked Choice Voting Resource Center, tabulation rules and configurations",
            "Maine Revised Statutes, title 21-A, section 723-A",
        ],
        ballots: &[BallotKind::Ranking],
        weights: Weights::Counted,
        ties: &[TieRule::Statute],
        needs_seed: false,
        seats: Seats::One,
        observes: &[],
    };

    fn count(
        contest: &Contest,
        params: &IrvParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        check_options(&contest.options, MOST_IN_ROUNDS)?;
        let reading = reading(params, &contest.profile)?;
        let mut rounds = Rounds::first(contest, reading, cx)?;
        // Unless the first round's majority is to be kept, it is worked out anew each round.
        let mut threshold = rounds.majority(cx);
        rounds.tell("first-preferences", cx);
        loop {
            cx.step(
                u64::from(rounds.number),
                u64::from(contest.options.len().max(1)),
            )?;
            // The rounds end when an option reaches the threshold or is left alone.
            let left: Vec<OptionId> = rounds.continuing().collect();
            let done = params.until == Until::Majority || left.len() <= 2;
            if let Some(winner) = rounds.reaches(threshold).filter(|_| done) {
                return Ok(elect(Some(winner), "majority", cx));
            }
            if left.len() <= 1 {
                return Ok(elect(left.first().copied(), "remaining", cx));
            }
            // Who has too few votes goes first; then all who cannot catch up, if batches are
            // wanted; else the one with the fewest votes.
            let (out, reason) = match rounds.below_minimum(params)? {
                few if !few.is_empty() => (few, "below-threshold"),
                _ => match rounds.sure_losers(params) {
                    losers if losers.len() > 1 => (losers, "fewest-votes"),
                    _ => (vec![rounds.fewest(cx)?], "fewest-votes"),
                },
            };
            rounds.exclude(out, reason, cx);
            if params.threshold == Threshold::EachRound {
                threshold = rounds.majority(cx);
            }
            rounds.tell("exclusion", cx);
        }
    }
}

/// How ballots are read; a profile with equal ranks needs the option that says how.
fn reading(params: &IrvParams, profile: &Profile) -> Result<Reading, Problem> {
    let equal = match params.equal_ranks {
        EqualRanks::Refuse if profile.has_equal_ranks() => return Err(equal_ranks(profile)),
        EqualRanks::Refuse | EqualRanks::Exhaust => Equal::Stops,
        EqualRanks::Skip => Equal::Skips,
        EqualRanks::ExhaustIfMultiple => Equal::StopsIfSeveral,
    };
    Ok(Reading {
        equal,
        blanks: params.blank_ranks.0,
    })
}

/// How many papers have an equal rank, and where the first stands.
fn equal_ranks(profile: &Profile) -> Problem {
    let mut papers = 0u64;
    let mut classes = Vec::new();
    for class in profile.classes() {
        if class.codes().any(|code| code == 0) {
            papers = papers.saturating_add(class.papers);
            classes.push(class.id);
        }
    }
    let lines = profile.lines_of(&classes);
    let first = lines.values().flatten().min().copied();
    Problem::error("equal-ranks")
        .at(first.unwrap_or_default(), 0)
        .path("equal_ranks")
        .found(papers.to_string())
        .expected("equal_ranks=exhaust, skip or exhaust-if-multiple")
}

fn elect(winner: Option<OptionId>, reason: &'static str, cx: &mut Count<'_>) -> Outcome {
    let elected: Vec<OptionId> = winner.into_iter().collect();
    if !elected.is_empty() {
        cx.event(Event::Elect {
            options: elected.clone(),
            reason,
        });
    }
    Outcome::Elected { elected }
}

/// The state between rounds.
struct Rounds<'a> {
    contest: &'a Contest,
    papers: Papers<'a>,
    continuing: IdVec<OptionId, bool>,
    stages: Stages,
    number: u32,
}

impl<'a> Rounds<'a> {
    /// The first round: every ballot for its first option that was not withdrawn.
    fn first(
        contest: &'a Contest,
        reading: Reading,
        cx: &mut Count<'_>,
    ) -> Result<Self, CountError> {
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
        let mut papers = Papers::deal(&contest.profile, reading, &continuing, 1)?;
        papers.exhausted = papers
            .unusable
            .iter()
            .map(|class| contest.profile.class(*class).total())
            .sum();
        Ok(Self {
            contest,
            papers,
            continuing,
            stages: Stages::default(),
            number: 0,
        })
    }

    fn continuing(&self) -> impl DoubleEndedIterator<Item = OptionId> {
        self.continuing
            .iter()
            .filter_map(|(option, continues)| continues.then_some(option))
    }

    fn votes(&self, option: OptionId) -> u64 {
        self.papers.votes[option]
    }

    fn text(&self, votes: u64) -> String {
        self.contest.profile.weight_scale().text(votes)
    }

    /// The least number of votes that is more than half of those that count now.
    fn majority(&self, cx: &mut Count<'_>) -> u64 {
        let active: u64 = self.continuing().map(|option| self.votes(option)).sum();
        let threshold = active / 2 + 1;
        cx.event(Event::Quota {
            formula: "majority",
            votes: self.text(threshold),
        });
        threshold
    }

    /// Records the tallies of a round.
    fn tell(&mut self, action: &'static str, cx: &mut Count<'_>) {
        self.number += 1;
        self.stages.push(&self.papers.votes);
        cx.event(Event::Stage {
            stage: self.number,
            action,
            tallies: self
                .continuing()
                .map(|option| (option, self.text(self.votes(option))))
                .collect(),
            exhausted: self.text(self.papers.exhausted),
            rounding: None,
        });
    }

    fn reaches(&self, threshold: u64) -> Option<OptionId> {
        self.continuing()
            .find(|option| self.votes(*option) >= threshold)
    }

    /// In the first round: those with fewer votes than the declared minimum.
    fn below_minimum(&self, params: &IrvParams) -> Result<Vec<OptionId>, Problem> {
        if self.number > 1 {
            return Ok(Vec::new());
        }
        let one = self.contest.profile.weight_scale().one();
        let minimum = params.minimum.saturating_mul(one);
        let (few, enough): (Vec<OptionId>, Vec<OptionId>) = self
            .continuing()
            .partition(|option| self.votes(*option) < minimum);
        if enough.is_empty() {
            return Err(Problem::error("all-below-minimum")
                .path("minimum")
                .found(params.minimum.to_string())
                .expected("a minimum that some option reaches"));
        }
        Ok(few)
    }

    /// The largest group of lowest options that together have fewer votes than the next above
    /// them, as long as two remain.
    fn sure_losers(&self, params: &IrvParams) -> Vec<OptionId> {
        if params.batch == Batch::None {
            return Vec::new();
        }
        let mut order: Vec<OptionId> = self.continuing().collect();
        sort_by(&mut order, &mut |a, b| self.votes(*a).cmp(&self.votes(*b)));
        let mut sum = 0;
        let mut size = 0;
        let above = order.iter().skip(1).map(|option| self.votes(*option));
        let groups = order.len().saturating_sub(2);
        for (at, (option, next)) in order.iter().zip(above).enumerate().take(groups) {
            sum += self.votes(*option);
            if sum < next {
                size = at + 1;
            }
        }
        order.truncate(size);
        sort(&mut order);
        order
    }

    /// The continuing option with the fewest votes.
    fn fewest(&self, cx: &mut Count<'_>) -> Result<OptionId, CountError> {
        let least = self.continuing().map(|option| self.votes(option)).min();
        let tied: Vec<OptionId> = self
            .continuing()
            .filter(|option| Some(self.votes(*option)) == least)
            .collect();
        let backwards = |tied: &[OptionId], most: bool| self.stages.backwards(tied, most);
        cx.tie(&Tie {
            statute: Some(&backwards),
            ..Tie::new("exclude", &tied, false, &self.contest.options)
        })
    }

    /// Excludes options; their ballots go to those who still continue after it.
    fn exclude(&mut self, out: Vec<OptionId>, reason: &'static str, cx: &mut Count<'_>) {
        for option in &out {
            self.continuing[*option] = false;
        }
        for option in &out {
            self.papers
                .transfer(*option, &self.continuing, |value| value);
            self.papers.votes[*option] = 0;
        }
        cx.event(Event::Exclude {
            options: out,
            reason,
        });
    }
}
