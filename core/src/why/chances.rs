//! How far from winning an option was, found by counting again.
//!
//! Two measures, both exact: each is the answer of the rule itself on a changed election.
//!
//! - **more votes** (`add-singleton` of Boehmer et al. 2024): the smallest number of extra
//!   ballots that support this option and nothing else with which it wins, at the same budget
//!   and the same seats. Only for approval ballots that weigh one each. Up to as many extra
//!   ballots as there are ballots are looked at.
//! - **lower cost** (`cost-reduction`): the greatest cost below its own at which it is funded,
//!   all else being equal.
//!
//! Where more support or a lower cost can never hurt, halving finds the answer. Elsewhere it may:
//! under Equal Shares each extra voter makes the share of everybody smaller, and raising
//! endowments is not monotone at all. There halving finds a number at which the option wins while
//! it does not with one vote fewer (one smallest unit of money more), and as far as the effort
//! allows every smaller number of votes is tried too. [`Proof`] says which of these an answer
//! rests on. Where a tie comes up that nothing decides, the option does not win.

use std::collections::BTreeMap;

use super::reasons::losers;
use crate::ballot::BallotKind;
use crate::id::{ClassId, OptionId};
use crate::instance::{Budget, Instance};
use crate::json::Value;
use crate::params::pairs_of;
use crate::problem::Problem;
use crate::profile::Profile;
use crate::report::Report;
use crate::rule::{Count, CountError, CountOptions, Prepared};
use crate::rules;
use crate::run::Work;
use crate::sort::sort_by;
use crate::tie::TieRule;

/// How much may be counted again: classes of ballots times what a run takes, summed over all
/// runs. The same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort(pub u64);

impl Effort {
    /// Nothing is counted again.
    pub const NONE: Self = Self(0);
    /// Some seconds on a computer of 2020.
    pub const SECONDS: Self = Self(60_000_000);
}

/// How far from winning an option was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    /// Which option.
    pub option: OptionId,
    /// Extra ballots that support it alone; `None` where the ballots are no approvals.
    pub more_votes: Option<Found>,
    /// The cost at which it is funded, in minor units; `None` in a contest.
    pub lower_cost: Option<Found>,
}

/// The answer of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It wins with this number.
    At {
        /// The number of ballots, or the cost.
        number: u64,
        /// Why no smaller number of ballots, or greater cost, will do.
        proof: Proof,
    },
    /// It does not win with this number of extra ballots, nor with smaller ones on the way to it,
    /// or at any cost that halving met.
    NotUpTo(u64),
    /// The effort was spent before an answer was found.
    NotTried,
}

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// More support and a lower cost can never hurt under this rule.
    Monotone,
    /// Every smaller number of ballots was tried.
    Scan,
    /// The number next to it was tried, and others on the way; numbers beyond were not all tried.
    Neighbour,
}

impl Proof {
    /// The word in documents and catalogues.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Monotone => "monotone",
            Self::Scan => "scan",
            Self::Neighbour => "neighbour",
        }
    }
}

/// The chances of all options that did not win: first a number for each, nearest first by
/// `nearness`, then scans below these numbers as far as the effort goes.
pub(super) fn chances(
    report: &Report,
    instance: &Instance,
    nearness: &dyn Fn(OptionId) -> crate::num::Ratio,
    guess: &dyn Fn(OptionId) -> Guess,
    effort: Effort,
    work: &mut Work<'_>,
) -> Result<Vec<Chance>, Vec<Problem>> {
    let Some(options) = instance.options() else {
        return Ok(Vec::new());
    };
    // Where ties were followed every way there is no one outcome to be missed.
    if effort == Effort::NONE || report.ties.contains(&TieRule::All) {
        return Ok(Vec::new());
    }
    let mut again = Again::new(report, instance, effort, work).map_err(|problem| vec![problem])?;
    let mut order: Vec<_> = losers(report, options)
        .into_iter()
        .map(|option| (nearness(option), option))
        .collect();
    sort_by(&mut order, &mut |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let monotone = Monotone::of(report, instance);
    let mut chances = Vec::new();
    let mut tried: Vec<BTreeMap<u64, bool>> = Vec::new();
    for (_, option) in order {
        let mut votes = BTreeMap::new();
        let more_votes = match Extra::of(instance, option) {
            Some(mut extra) => {
                let near = guess(option).votes;
                Some(again.votes(&mut extra, &mut votes, near, monotone.votes)?)
            }
            None => None,
        };
        let lower_cost = match instance {
            Instance::Budget(budget) => {
                let near = guess(option).cost;
                Some(again.cost(budget, option, near, monotone.cost)?)
            }
            _ => None,
        };
        tried.push(votes);
        chances.push(Chance {
            option,
            more_votes,
            lower_cost,
        });
    }
    for (chance, tried) in chances.iter_mut().zip(&mut tried) {
        let Some(Found::At { number, proof }) = &mut chance.more_votes else {
            continue;
        };
        if *proof != Proof::Neighbour {
            continue;
        }
        let Some(mut extra) = Extra::of(instance, chance.option) else {
            continue;
        };
        if let Some(least) = again.scan(&mut extra, tried, *number)? {
            (*number, *proof) = (least, Proof::Scan);
        }
    }
    Ok(chances)
}

/// Where a search starts: what the rounds suggest. It changes how many runs are needed, never an
/// answer that is monotone.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Guess {
    pub(super) votes: u64,
    pub(super) cost: u64,
}

/// Whether more support, or a lower cost, can never hurt.
struct Monotone {
    votes: bool,
    cost: bool,
}

impl Monotone {
    /// - Most votes, points or votes per money first: with more votes an option comes earlier,
    ///   with a lower cost it comes no later and fits at least as well; those before it are the
    ///   same or fewer. By utility neither holds: under `utility=cost` what is cheaper is worth
    ///   less and comes later. Nor is it claimed where an option may be funded in part.
    /// - Phragmén without a bound on loads: the same, with times in place of votes. What is bought
    ///   before an option does not depend on it, and less is spent before an earlier time.
    /// - Equal Shares without a completion: what is bought before an option does not depend on
    ///   its cost, and at a lower cost its price per unit of utility is no higher in any round.
    ///   Extra voters do change what others can buy. A utility relative to what a voter can get
    ///   at best changes for all projects of a ballot with the cost of one; and under
    ///   `free=never` what costs nothing is never bought. Neither is monotone.
    ///
    /// Constraints, and a tie policy that favours what is dear, may turn this round.
    fn of(report: &Report, instance: &Instance) -> Self {
        let plain = match instance {
            Instance::Budget(budget) => budget.constrained_by().is_empty(),
            _ => true,
        } && !report.ties.contains(&TieRule::MaxCost);
        let says =
            |name: &str, word: &str| report.params.get(name).and_then(Value::as_str) == Some(word);
        // A bound that is a share of the budget falls as voters join.
        let bound = report.params.get("max_load").and_then(Value::as_str);
        let unlimited = bound.is_none_or(|bound| bound == "none");
        let any = |name: &str, words: &[&str]| words.iter().any(|word| says(name, word));
        let first = any("by", &["votes", "density", "score"]) && any("unfit", &["skip", "stop"]);
        let alone = says("completion", "none")
            && says("comparison", "none")
            && says("free", "first")
            && any("utility", &["cost", "cardinality", "score", "borda"]);
        let (votes, cost) = match report.rule.id {
            "budget/greedy" => (first, first),
            "budget/phragmen" if unlimited => (true, true),
            "budget/equal-shares" => (false, alone),
            _ => (false, false),
        };
        Self {
            votes: plain && votes,
            cost: plain && cost,
        }
    }
}

/// The election with extra ballots for one option.
struct Extra {
    instance: Instance,
    option: OptionId,
    class: ClassId,
    /// Papers of that class in the election itself.
    before: u64,
    most: u64,
}

impl Extra {
    fn of(instance: &Instance, option: OptionId) -> Option<Self> {
        let profile = instance.profile()?;
        if profile.kind() != BallotKind::Approval || profile.is_weighted() {
            return None;
        }
        let (with, class) = profile.with_approval(option)?;
        let mut instance = instance.clone();
        let (before, most) = (with.class(class).papers.saturating_sub(1), profile.papers());
        match &mut instance {
            Instance::Budget(budget) => budget.profile = with,
            Instance::Contest(contest) => contest.profile = with,
            Instance::Pool(_) => return None,
        }
        Some(Self {
            instance,
            option,
            class,
            before,
            most,
        })
    }

    /// The election with this number of extra ballots.
    fn with(&mut self, papers: u64) -> &Instance {
        let profile: Option<&mut Profile> = match &mut self.instance {
            Instance::Budget(budget) => Some(&mut budget.profile),
            Instance::Contest(contest) => Some(&mut contest.profile),
            Instance::Pool(_) => None,
        };
        if let Some(profile) = profile {
            profile.set_papers(self.class, self.before.saturating_add(papers));
        }
        &self.instance
    }
}

/// Counts again with everything that decided the first time.
struct Again<'r, 'w, 'x> {
    report: &'r Report,
    prepared: Prepared,
    work: &'w mut Work<'x>,
    classes: u64,
    left: u64,
    all: u64,
    /// True once a tie was met that nothing decides: then nothing is monotone.
    tied: bool,
}

impl<'r, 'w, 'x> Again<'r, 'w, 'x> {
    fn new(
        report: &'r Report,
        instance: &Instance,
        effort: Effort,
        work: &'w mut Work<'x>,
    ) -> Result<Self, Problem> {
        let id = report.rule.id;
        let entry = rules::find(id).ok_or_else(|| Problem::error("rule-unknown").found(id))?;
        Ok(Self {
            report,
            prepared: entry.prepare(&pairs_of(&report.params))?,
            work,
            classes: instance.profile().map_or(1, |p| u64::from(p.len()).max(1)),
            left: effort.0,
            all: effort.0,
            tied: false,
        })
    }

    /// Whether an option wins. A tie that nothing decides is no win.
    fn wins(&mut self, instance: &Instance, option: OptionId) -> Result<bool, Vec<Problem>> {
        let mut steps = 1u64;
        let (done, all) = (self.all.saturating_sub(self.left), self.all);
        let outside = &mut self.work.progress;
        let mut told = |at: u64, _| {
            steps = steps.max(at);
            outside.as_mut().is_none_or(|progress| progress(done, all))
        };
        let mut cx = Count::new(CountOptions {
            ties: self.report.ties.clone(),
            given: self.report.given.clone(),
            seed: self.report.seed.map(|(seed, _)| seed),
            contest: self.report.contest.clone(),
            progress: Some(&mut told),
            executor: self.work.executor,
            ..CountOptions::default()
        });
        let outcome = self.prepared.count(instance, &mut cx);
        drop(cx);
        // A run of Equal Shares follows as many ranges of endowments as it has steps, most of
        // them cut short; the steps of the quick rules are projects.
        let times = match self.report.rule.id {
            "budget/greedy" | "budget/phragmen" => 1,
            "budget/equal-shares" => crate::num::isqrt(steps),
            _ => steps,
        };
        self.left = self
            .left
            .saturating_sub(self.classes.saturating_mul(times.max(1)));
        match outcome {
            Ok(outcome) => Ok(outcome.winners().contains(&option)),
            Err(CountError::Tie { .. } | CountError::NoSeed { .. }) => {
                self.tied = true;
                Ok(false)
            }
            Err(error) => Err(error.into_problems()),
        }
    }

    fn votes_win(
        &mut self,
        extra: &mut Extra,
        papers: u64,
        tried: &mut BTreeMap<u64, bool>,
    ) -> Result<bool, Vec<Problem>> {
        if let Some(wins) = tried.get(&papers) {
            return Ok(*wins);
        }
        let option = extra.option;
        let wins = self.wins(extra.with(papers), option)?;
        tried.insert(papers, wins);
        Ok(wins)
    }

    /// Extra ballots: away from the guess with steps that double until one number loses and one
    /// wins, then halving.
    fn votes(
        &mut self,
        extra: &mut Extra,
        tried: &mut BTreeMap<u64, bool>,
        near: u64,
        monotone: bool,
    ) -> Result<Found, Vec<Problem>> {
        self.tied = false;
        let near = near.clamp(1, extra.most.max(1));
        let (mut loses, mut wins) = (0u64, near);
        if self.left == 0 {
            return Ok(Found::NotTried);
        }
        let mut step = 1u64;
        if self.votes_win(extra, near, tried)? {
            while wins > 1 {
                let lower = near.saturating_sub(step).max(1);
                if !self.votes_win(extra, lower, tried)? {
                    loses = lower;
                    break;
                }
                (wins, step) = (lower, step.saturating_mul(2));
            }
        } else {
            loop {
                if wins >= extra.most {
                    return Ok(Found::NotUpTo(wins));
                }
                if self.left == 0 {
                    return Ok(Found::NotTried);
                }
                loses = wins;
                wins = near.saturating_add(step).min(extra.most);
                step = step.saturating_mul(2);
                if self.votes_win(extra, wins, tried)? {
                    break;
                }
            }
        }
        while wins - loses > 1 {
            let middle = loses + (wins - loses) / 2;
            if self.votes_win(extra, middle, tried)? {
                wins = middle;
            } else {
                loses = middle;
            }
        }
        let proof = match (monotone && !self.tied, wins) {
            (true, _) => Proof::Monotone,
            (false, 1) => Proof::Scan,
            (false, _) => Proof::Neighbour,
        };
        Ok(Found::At {
            number: wins,
            proof,
        })
    }

    /// Tries every smaller number of ballots: the least that wins, or `None` where the effort
    /// does not suffice.
    fn scan(
        &mut self,
        extra: &mut Extra,
        tried: &mut BTreeMap<u64, bool>,
        below: u64,
    ) -> Result<Option<u64>, Vec<Problem>> {
        for papers in 1..below {
            if self.left == 0 {
                return Ok(None);
            }
            if self.votes_win(extra, papers, tried)? {
                return Ok(Some(papers));
            }
        }
        Ok(Some(below))
    }

    /// The cost: halving between nothing and its own, the guess and one more first.
    fn cost(
        &mut self,
        budget: &Budget,
        project: OptionId,
        near: u64,
        monotone: bool,
    ) -> Result<Found, Vec<Problem>> {
        self.tied = false;
        let mut changed = Instance::Budget(budget.clone());
        let mut wins_at = |again: &mut Self, cost: u64| {
            if let Instance::Budget(budget) = &mut changed {
                budget.costs[project] = cost;
            }
            again.wins(&changed, project)
        };
        let mut loses = budget.costs[project];
        if self.left == 0 {
            return Ok(Found::NotTried);
        }
        let mut wins = 0;
        for cost in [near, near.saturating_add(1)] {
            if cost > wins && cost < loses {
                if wins_at(self, cost)? {
                    wins = cost;
                } else {
                    loses = cost;
                }
            }
        }
        if loses == 0 || (wins == 0 && !wins_at(self, 0)?) {
            return Ok(Found::NotUpTo(0));
        }
        while loses - wins > 1 {
            if self.left == 0 {
                return Ok(Found::NotTried);
            }
            let middle = wins + (loses - wins) / 2;
            if wins_at(self, middle)? {
                wins = middle;
            } else {
                loses = middle;
            }
        }
        Ok(Found::At {
            number: wins,
            proof: if monotone && !self.tied {
                Proof::Monotone
            } else {
                Proof::Neighbour
            },
        })
    }
}
