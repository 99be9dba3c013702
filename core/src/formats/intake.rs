//! Intake: ballots of a paper as they come, checked against its limits, into a profile.
//!
//! All readers of ballots for an election file end here, so that a ballot is judged alike
//! whether it came inline, as CSV or as JSON lines.

use crate::ballot::{BallotKind, Fault, Limits};
use crate::election::{Paper, Stake};
use crate::formats::{Declared, DeclaredRule, Draft};
use crate::id::{IdVec, OptionId, ix};
use crate::instance::{Adjustable, Budget, Contest, Instance, Options};
use crate::num::{Decimal, Scale};
use crate::problem::{Invalid, Problem};
use crate::profile::ProfileBuilder;
use crate::sort::sort;

/// One thing that stands on a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// An option by itself: the next rank of a ranking, or an approval.
    Option(u32),
    /// An option ranked equal with the one before it.
    Equal(u32),
    /// A rank left blank.
    Blank,
    /// An option with points, votes, or whole units of the currency.
    Points(u32, i64),
    /// An option with an amount of the currency.
    Amount(u32, Decimal),
}

/// An option that is not on the paper.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// Adds the marks of options with their ranks: equal numbers are equal ranks, a number that is
/// passed over a blank one. Ranks are from 1 to a number of options that was checked.
pub(super) fn marks_by_rank(ranked: &mut [(u32, u32)], marks: &mut Vec<Mark>) {
    sort(ranked);
    let mut last = 0;
    for (rank, option) in &*ranked {
        if *rank == last {
            marks.push(Mark::Equal(*option));
        } else {
            let blanks = ix(rank.saturating_sub(last).saturating_sub(1));
            marks.extend(std::iter::repeat_n(Mark::Blank, blanks));
            marks.push(Mark::Option(*option));
        }
        last = *rank;
    }
}

/// How many papers a ballot stands for, and what one of them weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Copies {
    pub(super) papers: u64,
    pub(super) weight: Decimal,
}

impl Copies {
    /// One paper that weighs one.
    pub(super) const ONE: Self = Self {
        papers: 1,
        weight: Decimal {
            units: 1,
            scale: Scale(0),
        },
    };
}

/// Checks ballots and collects them.
pub(super) struct Intake<'p> {
    paper: &'p Paper,
    /// The options of the paper.
    pub(super) options: Options,
    costs: IdVec<OptionId, u64>,
    limits: Limits,
    builder: ProfileBuilder,
    invalid: Invalid,
    papers: u64,
    plain: Vec<OptionId>,
    sorted: Vec<OptionId>,
    scores: Vec<(OptionId, i64)>,
    /// Amounts of money, in minor units.
    amounts: Vec<(OptionId, u64)>,
    ranges: IdVec<OptionId, Adjustable>,
}

/// The finest weight; the profile drops the places it does not use.
const FINEST: Scale = Scale::MAX;

impl<'p> Intake<'p> {
    /// An intake for ballots of a paper.
    pub(super) fn new(paper: &'p Paper) -> Self {
        let options = paper.to_options();
        let costs = paper.costs();
        let whole = |(project, cost): (OptionId, &u64)| Adjustable::whole(project, *cost);
        let mut ranges: IdVec<OptionId, Adjustable> = costs.iter().map(whole).collect();
        for range in paper.adjustable() {
            ranges[range.project] = range;
        }
        Self {
            costs,
            limits: paper.limits(),
            builder: ProfileBuilder::weighted(paper.kind, options.len(), FINEST),
            options,
            paper,
            invalid: Invalid::default(),
            papers: 0,
            plain: Vec::new(),
            sorted: Vec::new(),
            scores: Vec::new(),
            amounts: Vec::new(),
            ranges,
        }
    }

    /// True where texts beside options are amounts of money.
    pub(super) fn takes_amounts(&self) -> bool {
        self.kind() == BallotKind::Knapsack
    }

    /// The kind of ballot expected.
    pub(super) fn kind(&self) -> BallotKind {
        self.paper.kind
    }

    /// Lists papers as invalid.
    pub(super) fn refuse(&mut self, fault: Fault, papers: u64, line: u32) -> Result<(), Problem> {
        self.papers = self.papers.checked_add(papers).ok_or_else(too_many)?;
        self.invalid.add(fault.code, fault.args, papers, line);
        Ok(())
    }

    /// Takes papers with these marks. A ballot that breaks a limit is listed; `Err` is a ballot
    /// of another kind than the paper's, or more than can be counted.
    pub(super) fn take(
        &mut self,
        marks: &[Mark],
        copies: Copies,
        line: u32,
    ) -> Result<(), Problem> {
        if !marks.iter().all(|mark| fits(*mark, self.paper.kind)) {
            return Err(Problem::error("ballot-of-other-kind").expected(shape(self.paper.kind)));
        }
        let weight = copies.weight.rescale(FINEST).ok_or_else(|| {
            Problem::error("weight-malformed")
                .found(copies.weight.to_string())
                .expected("a weight of at most 18446744073")
        })?;
        self.sort_out(marks);
        if let Err(fault) = self.check(marks) {
            return self.refuse(fault, copies.papers, line);
        }
        self.papers = self
            .papers
            .checked_add(copies.papers)
            .ok_or_else(too_many)?;
        let papers = copies.papers;
        match self.paper.kind {
            BallotKind::Ranking if marks.iter().all(|mark| matches!(mark, Mark::Option(_))) => {
                self.builder.ranking(&self.plain, papers, weight, line)
            }
            BallotKind::Ranking => self.builder.ranks(&ranks(marks), papers, weight, line),
            BallotKind::Approval => self.builder.approval(&self.plain, papers, weight, line),
            BallotKind::Score | BallotKind::Knapsack => {
                self.builder.scored(&self.scores, papers, weight, line)
            }
            BallotKind::Allotment => {
                self.scores.retain(|(_, votes)| *votes != 0);
                self.builder.scored(&self.scores, papers, weight, line)
            }
        }
    }

    /// Puts the options, sorted and not, and their points into lists of their own.
    fn sort_out(&mut self, marks: &[Mark]) {
        self.plain.clear();
        self.scores.clear();
        self.amounts.clear();
        for mark in marks {
            match *mark {
                // Amounts are weighed later, against the limits.
                Mark::Option(option) | Mark::Equal(option) | Mark::Amount(option, _) => {
                    self.plain.push(OptionId(option));
                }
                Mark::Points(option, points) => {
                    self.plain.push(OptionId(option));
                    self.scores.push((OptionId(option), points));
                }
                Mark::Blank => {}
            }
        }
        self.sorted.clone_from(&self.plain);
        sort(&mut self.sorted);
    }

    /// The amounts on a ballot in minor units. An amount of nothing says the same as no mention;
    /// one that is finer than the unit, or beyond 63 bits, is not one that a project can get.
    fn weigh(&mut self, marks: &[Mark]) -> Result<(), Fault> {
        let scale = self.paper.scale();
        self.scores.clear();
        for mark in marks {
            let (option, amount) = match *mark {
                Mark::Points(option, whole) if whole >= 0 => (
                    OptionId(option),
                    Decimal {
                        units: whole.unsigned_abs(),
                        scale: Scale(0),
                    },
                ),
                Mark::Amount(option, amount) => (OptionId(option), amount),
                Mark::Points(option, _) => {
                    let id = self.options.id(OptionId(option));
                    return Err(Fault::new("amount-too-low", &id));
                }
                _ => continue,
            };
            let fault = |code| Fault::new(code, &self.options.id(option));
            if amount.scale > scale {
                return Err(fault("amount-off-step"));
            }
            let points = amount.rescale(scale).and_then(|n| i64::try_from(n).ok());
            let points = points.ok_or_else(|| fault("amount-too-high"))?;
            if points > 0 {
                self.scores.push((option, points));
                self.amounts.push((option, points.unsigned_abs()));
            }
        }
        Ok(())
    }

    /// Holds the ballot against the limits, in the order the specification gives.
    fn check(&mut self, marks: &[Mark]) -> Result<(), Fault> {
        if self
            .sorted
            .last()
            .is_some_and(|last| last.0 >= self.options.len())
        {
            return Err(Fault::plain("unknown-option"));
        }
        if self
            .sorted
            .windows(2)
            .any(|pair| pair.first() == pair.last())
        {
            return Err(Fault::plain("duplicate-option"));
        }
        if self.paper.kind == BallotKind::Knapsack {
            self.weigh(marks)?;
            let range = |project| (self.ranges[project], self.costs[project]);
            let id = |project| self.options.id(project).to_owned();
            return self.limits.check_amounts(&self.amounts, &range, &id);
        }
        let limits = &self.limits;
        if !limits.equal_ranks && marks.iter().any(|mark| matches!(mark, Mark::Equal(_))) {
            return Err(Fault::plain("equal-ranks"));
        }
        if limits.min_cost.is_some() || limits.max_cost.is_some() {
            limits.check_set(&self.plain, |option| self.costs.get(option).copied())?;
        } else {
            limits.check_length(self.plain.len())?;
        }
        limits.check_groups(&self.plain, |option| self.costs.get(option).copied())?;
        let points = self.scores.iter().map(|(_, points)| *points);
        match self.paper.kind {
            BallotKind::Ranking | BallotKind::Approval | BallotKind::Knapsack => Ok(()),
            BallotKind::Score => limits.check_points(points),
            BallotKind::Allotment => {
                limits.check_points(points.clone())?;
                limits.check_allotment(points)
            }
        }
    }

    /// Closes the profile.
    pub(super) fn finish(self, seats: Option<u32>) -> Draft {
        let paper = self.paper;
        let profile = self.builder.finish();
        let instance = match &paper.stake {
            Stake::Seats(written) => Instance::Contest(Contest {
                options: self.options,
                profile,
                seats: seats.or(*written).unwrap_or(1),
                limits: self.limits,
            }),
            Stake::Budget { amount, .. } => {
                let scale = paper.scale();
                Instance::Budget(Budget {
                    options: self.options,
                    costs: self.costs,
                    // What does not fit was refused when the paper was read.
                    budget: amount.rescale(scale).unwrap_or(u64::MAX),
                    scale,
                    profile,
                    limits: self.limits,
                    constraints: paper.to_constraints(),
                    totals: paper.totals(),
                })
            }
        };
        Draft {
            instance,
            declared: declared(paper),
            invalid: self.invalid,
            papers: self.papers,
            map: None,
        }
    }
}

fn too_many() -> Problem {
    Problem::error("too-many-ballots").expected("at most 18446744073709551615 papers")
}

fn fits(mark: Mark, kind: BallotKind) -> bool {
    match kind {
        BallotKind::Ranking => !matches!(mark, Mark::Points(..) | Mark::Amount(..)),
        BallotKind::Approval => matches!(mark, Mark::Option(_)),
        BallotKind::Score | BallotKind::Allotment => matches!(mark, Mark::Points(..)),
        BallotKind::Knapsack => matches!(mark, Mark::Points(..) | Mark::Amount(..)),
    }
}

const fn shape(kind: BallotKind) -> &'static str {
    match kind {
        BallotKind::Ranking => "a ranking: ids, lists of ids, null for a blank rank",
        BallotKind::Approval => "an approval: a list of ids",
        BallotKind::Score => "scores: pairs of an id and points",
        BallotKind::Allotment => "an allotment: pairs of an id and votes",
        BallotKind::Knapsack => "amounts: pairs of an id and an amount of money",
    }
}

/// The ranks of a ranking with equal or blank ones.
fn ranks(marks: &[Mark]) -> Vec<Vec<OptionId>> {
    let mut ranks: Vec<Vec<OptionId>> = Vec::new();
    for mark in marks {
        match (*mark, ranks.last_mut()) {
            (Mark::Equal(option), Some(rank)) => rank.push(OptionId(option)),
            (Mark::Option(option) | Mark::Equal(option), _) => ranks.push(vec![OptionId(option)]),
            (Mark::Blank | Mark::Points(..) | Mark::Amount(..), _) => ranks.push(Vec::new()),
        }
    }
    ranks
}

fn declared(paper: &Paper) -> Declared {
    Declared {
        rule: paper.rule.as_ref().map(|rule| DeclaredRule {
            word: rule.clone(),
            rule: Some(rule.clone()),
            params: paper.params.clone(),
        }),
        ties: paper.ties.clone(),
        seats: match &paper.stake {
            Stake::Seats(written) => *written,
            Stake::Budget { .. } => None,
        },
        given: paper.given.clone(),
        official: paper.official.clone(),
        title: paper.title.plain().to_owned(),
        currency: match &paper.stake {
            Stake::Budget { currency, .. } => currency.clone(),
            Stake::Seats(_) => String::new(),
        },
        contest: None,
        already: Vec::new(),
    }
}

/// Codes of options read as text, for readers that know the paper.
pub(super) fn code(options: &Options, id: &str) -> u32 {
    options.find(id).map_or(UNKNOWN, |option| option.0)
}
