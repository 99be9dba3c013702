//! The context of a count: events, ties, public randomness, solvers, threads, progress.

use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::digest::Digest;
use crate::id::{ClassId, OptionId};
use crate::instance::Options;
use crate::json::Value;
use crate::lottery::{DrawKey, Lots, Seed, Stream};
use crate::problem::Problem;
use crate::propose::Failure;
use crate::sort::sort;
use crate::tie::{Ticket, Tie, TieContext, TieRule};
use crate::transcript::Event;

/// Why a count stopped without an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountError {
    /// The rule cannot count this input, or not with these options.
    Input(Problem),
    /// Nothing in the policy decides this tie.
    Tie {
        /// What was to be decided.
        purpose: &'static str,
        /// The tied options, by id.
        among: Vec<String>,
    },
    /// A tie or a draw needs public randomness and no seed was given.
    NoSeed {
        /// What it is needed for.
        purpose: &'static str,
        /// The tied options, by id; empty where it is a draw.
        among: Vec<String>,
    },
    /// The caller cancelled.
    Cancelled,
    /// A declared limit on work was reached.
    Limit {
        /// What was limited.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// Another way through the ties, followed before, came to the same state: what follows is
    /// known. Only under [`TieRule::All`], and never seen by callers.
    KnownWay,
    /// No outcome can meet the requirements; the explanation names what would.
    Infeasible(Vec<Problem>),
}

impl CountError {
    /// The error as problems, for people and JSON.
    pub fn into_problems(self) -> Vec<Problem> {
        match self {
            Self::Input(problem) => vec![problem],
            Self::Tie { purpose, among } => vec![
                Problem::error("tie-undecided")
                    .path(purpose)
                    .found(among.join(", "))
                    .expected("--ties with a word that decides, such as lot with --seed, or given"),
            ],
            Self::NoSeed { purpose, among } => {
                vec![
                    Problem::error("seed-missing")
                        .path(purpose)
                        .found(among.join(", "))
                        .expected("a seed of 64 hex digits"),
                ]
            }
            Self::Cancelled | Self::KnownWay => vec![Problem::error("cancelled")],
            Self::Limit { what, limit } => vec![
                Problem::error("limit-reached")
                    .path(what)
                    .found(limit.to_string()),
            ],
            Self::Infeasible(problems) => problems,
        }
    }
}

impl From<Problem> for CountError {
    fn from(problem: Problem) -> Self {
        Self::Input(problem)
    }
}

/// Runs independent pieces of work, perhaps on threads. Core spawns none itself.
pub trait Executor: Sync {
    /// Calls `work` once with each number below `n`, in any order, and returns when all are done.
    fn run(&self, n: usize, work: &(dyn Fn(usize) + Sync));
}

/// One piece after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Serial;

impl Executor for Serial {
    fn run(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..n).for_each(work);
    }
}

/// Called with work done and expected; `false` cancels.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// Everything besides instance and parameters that a count may use.
pub struct CountOptions<'a> {
    /// How ties are decided.
    pub ties: Vec<TieRule>,
    /// Decisions of the returning officer: lists from most to least favoured.
    pub given: Vec<Vec<OptionId>>,
    /// Public randomness.
    pub seed: Option<Seed>,
    /// Id of the contest, where the paper holds several: each has a ticket order of its own.
    pub contest: Option<String>,
    /// Label of the sealed draw that orders the lots; else `tie`, or `tie/` and the contest.
    pub lots_label: Option<String>,
    /// Proposals of solvers recorded by an earlier run; used instead of solving.
    pub proposals: Option<Vec<(String, Value)>>,
    /// The most steps of work, as the rule counts them.
    pub work_limit: Option<u64>,
    /// Told how far the count is.
    pub progress: Option<Progress<'a>>,
    /// Runs independent work.
    pub executor: &'a dyn Executor,
}

impl Default for CountOptions<'_> {
    fn default() -> Self {
        Self {
            ties: Vec::new(),
            given: Vec::new(),
            seed: None,
            contest: None,
            lots_label: None,
            proposals: None,
            work_limit: None,
            progress: None,
            executor: &Serial,
        }
    }
}

/// The context of one count.
pub struct Count<'a> {
    options: CountOptions<'a>,
    events: Vec<Event>,
    rejected: Vec<(ClassId, &'static str, Vec<String>)>,
    lots: Option<Lots>,
    /// Under `all`: which way to take at each open tie, and how many ways there were.
    path: Vec<u32>,
    branches: Vec<u32>,
    /// States to which some way through the ties came.
    known: Known,
    next_proposal: usize,
    silent: u32,
}

impl<'a> Count<'a> {
    /// A fresh context.
    pub fn new(options: CountOptions<'a>) -> Self {
        Self::along(options, Vec::new())
    }

    /// A fresh context that follows a path through ties that the policy `all` leaves open.
    pub(crate) fn along(options: CountOptions<'a>, path: Vec<u32>) -> Self {
        let contest = options.contest.as_deref();
        let label = options
            .lots_label
            .clone()
            .unwrap_or_else(|| contest.map_or_else(|| "tie".to_owned(), |id| format!("tie/{id}")));
        let lots = options.seed.map(|seed| Lots::from_seed(seed, &label));
        Self {
            options,
            events: Vec::new(),
            rejected: Vec::new(),
            lots,
            path,
            branches: Vec::new(),
            known: Known::default(),
            next_proposal: 0,
            silent: 0,
        }
    }

    /// What an earlier way through the ties searched, if there is one.
    pub(crate) fn best_committees(&self) -> Option<&BestCommittees> {
        self.known.best.as_ref()
    }

    /// Keeps what does not depend on how ties are decided, for the ways to come.
    pub(crate) fn keep_best(&mut self, best: BestCommittees) {
        self.known.best = Some(best);
    }

    /// What earlier ways through the ties found out.
    pub(crate) fn knowing(mut self, known: Known) -> Self {
        self.known = known;
        self
    }

    /// Records an event.
    pub fn event(&mut self, event: Event) {
        if self.silent == 0 {
            self.events.push(event);
        }
    }

    /// Runs a part of the count whose events are not recorded: a probe, whose result is one
    /// event of its own. Ties inside it are decided as ever.
    pub fn silently<T>(&mut self, part: impl FnOnce(&mut Self) -> T) -> T {
        self.silent += 1;
        let result = part(self);
        self.silent -= 1;
        result
    }

    /// Runs a part of the count whose events may or may not belong to the record: they are
    /// handed over, for the caller to record with [`Count::event`] where they do.
    pub fn aside<T>(&mut self, part: impl FnOnce(&mut Self) -> T) -> (T, Vec<Event>) {
        let before = std::mem::take(&mut self.events);
        let silent = std::mem::take(&mut self.silent);
        let result = part(self);
        self.silent = silent;
        (result, std::mem::replace(&mut self.events, before))
    }

    /// Rejects a class of ballots at the count: its lines are listed with the reason.
    pub fn reject(&mut self, class: ClassId, code: &'static str, args: Vec<String>) {
        self.rejected.push((class, code, args));
    }

    /// What was rejected so far, handed over: for a part of the count whose classes are others.
    pub(crate) fn take_rejected(&mut self) -> Vec<(ClassId, &'static str, Vec<String>)> {
        std::mem::take(&mut self.rejected)
    }

    /// Decides a tie by the declared policy. One option is no tie and needs no policy.
    ///
    /// # Errors
    /// [`CountError::Tie`] when nothing decides, [`CountError::NoSeed`] when `lot` is reached
    /// without a seed.
    pub fn tie(&mut self, tie: &Tie<'_>) -> Result<OptionId, CountError> {
        self.tie_along(tie, &mut <[OptionId]>::to_vec)
    }

    /// Decides a tie as [`Count::tie`] does; where [`TieRule::All`] is reached, `ways` gets the
    /// options still tied, in file order, and says which of them are worth following.
    pub(crate) fn tie_along(
        &mut self,
        tie: &Tie<'_>,
        ways: Ways<'_>,
    ) -> Result<OptionId, CountError> {
        let mut among = tie.among.to_vec();
        sort(&mut among);
        among.dedup();
        let (chosen, decided_by) = self.decide_along(tie, ways)?;
        if among.len() > 1 {
            self.event(Event::Tie {
                purpose: tie.purpose,
                among,
                most_favoured: tie.most_favoured,
                decided_by,
                chosen,
            });
        }
        Ok(chosen)
    }

    /// Decides a tie as [`Count::tie`] does and records nothing: for a rule that meets the same
    /// tie in many probes, decides it once, and records it where it comes up in the final run.
    /// Also returns the word of the policy that decided.
    ///
    /// # Errors
    /// As [`Count::tie`].
    pub fn decide(&mut self, tie: &Tie<'_>) -> Result<(OptionId, &'static str), CountError> {
        self.decide_along(tie, &mut <[OptionId]>::to_vec)
    }

    fn decide_along(
        &mut self,
        tie: &Tie<'_>,
        ways: Ways<'_>,
    ) -> Result<(OptionId, &'static str), CountError> {
        let mut tied = tie.among.to_vec();
        sort(&mut tied);
        tied.dedup();
        if let [only] = tied.as_slice() {
            return Ok((*only, ""));
        }
        let lots = self.lots.as_ref();
        let context = TieContext {
            given: &self.options.given,
            ticket: lots.map(|lots| -> Ticket<'_> { Box::new(|id| lots.ticket(id)) }),
        };
        let mut decided = None;
        for rule in &self.options.ties {
            if *rule == TieRule::Lot && context.ticket.is_none() {
                return Err(CountError::NoSeed {
                    purpose: tie.purpose,
                    among: ids(tie, &tied),
                });
            }
            if *rule == TieRule::All {
                let at = self.branches.len();
                let way = self.path.get(at).copied().unwrap_or_default();
                let open = ways(&tied);
                self.branches.push(crate::id::len32(open.len()));
                decided = open.get(crate::id::ix(way)).map(|option| (*option, *rule));
                break;
            }
            tied = tie.narrow(*rule, &tied, &context);
            if let [only] = tied.as_slice() {
                decided = Some((*only, *rule));
                break;
            }
        }
        drop(context);
        let Some((chosen, rule)) = decided else {
            return Err(CountError::Tie {
                purpose: tie.purpose,
                among: ids(tie, &tied),
            });
        };
        Ok((chosen, rule.word()))
    }

    /// Says that the count has come to a state from which everything that follows is the same,
    /// however it got there. Where every way through the ties is followed, a way that comes to a
    /// state known from another one ends here.
    ///
    /// # Errors
    /// [`CountError::KnownWay`], to be handed on.
    pub fn arrive(&mut self, state: &dyn Fn() -> Vec<u8>) -> Result<(), CountError> {
        let follows = self.options.ties.contains(&TieRule::All);
        // On the way to its last turn this way is an earlier one.
        if !follows || self.branches.len() < self.path.len() {
            return Ok(());
        }
        if self.known.states.insert(Digest::of(&state())) {
            Ok(())
        } else {
            Err(CountError::KnownWay)
        }
    }

    /// Options from most to least favoured by the declared policy, for rules that need one
    /// fixed order before they start (add1 uses one for all endowments). No event is recorded;
    /// options that the policy leaves equal share a place, and [`Count::tie`] has the last word.
    pub fn tie_order(&self, template: &Tie<'_>, options: &Options) -> Vec<Vec<OptionId>> {
        let lots = self.lots.as_ref();
        let context = TieContext {
            given: &self.options.given,
            ticket: lots.map(|lots| -> Ticket<'_> { Box::new(|id| lots.ticket(id)) }),
        };
        let mut left: Vec<OptionId> = options.all().collect();
        let mut order = Vec::new();
        while !left.is_empty() {
            let mut tied = left.clone();
            for rule in self
                .options
                .ties
                .iter()
                .filter(|rule| **rule != TieRule::All)
            {
                tied = template.narrow(*rule, &tied, &context);
            }
            left.retain(|option| !tied.contains(option));
            order.push(tied);
        }
        order
    }

    /// The one door for solvers: `make` proposes, `check` accepts it exactly or says why not.
    /// The accepted proposal is an event; an audit reuses it and never solves.
    pub fn propose<T>(
        &mut self,
        label: &'static str,
        make: impl FnOnce() -> Result<Value, Problem>,
        check: impl FnOnce(&Value) -> Result<T, Problem>,
    ) -> Result<T, CountError> {
        self.propose_telling(label, |_| make(), check)
    }

    /// [`Count::propose`] for a search that takes seconds: `make` is handed what tells progress,
    /// work done and expected, and answers whether to go on. Told to stop, `make` returns at once,
    /// with whatever error; the count then ends as cancelled.
    ///
    /// # Errors
    /// What `make` and `check` say, or [`CountError::Cancelled`].
    pub fn propose_telling<T>(
        &mut self,
        label: &'static str,
        make: impl FnOnce(&mut dyn FnMut(u64, u64) -> bool) -> Result<Value, Problem>,
        check: impl FnOnce(&Value) -> Result<T, Problem>,
    ) -> Result<T, CountError> {
        let recorded = self.options.proposals.as_ref().map(|recorded| {
            let found = recorded.get(self.next_proposal);
            found
                .filter(|(name, _)| name == label)
                .map(|(_, value)| value.clone())
                .ok_or_else(|| Problem::error("proposal-missing").path(label))
        });
        self.next_proposal += 1;
        let value = if let Some(value) = recorded {
            value?
        } else if !cfg!(feature = "solvers") {
            // Here and nowhere else: so no search is linked into an engine that only checks.
            return Err(Failure::NoSolver.seeking(label).into());
        } else {
            let mut stopped = false;
            let progress = &mut self.options.progress;
            let made = make(&mut |done, of| {
                stopped |= progress.as_mut().is_some_and(|tell| !tell(done, of));
                !stopped
            });
            if stopped {
                return Err(CountError::Cancelled);
            }
            made?
        };
        let checked = check(&value)?;
        self.event(Event::Proposal { label, value });
        Ok(checked)
    }

    /// Calls `work` with each number below `n`, perhaps on threads; results in index order.
    pub fn map<T: Send>(&self, n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let slots: Vec<Mutex<Option<T>>> = (0..n).map(|_| Mutex::new(None)).collect();
        self.options.executor.run(n, &|at| {
            let result = work(at);
            if let Some(Ok(mut slot)) = slots.get(at).map(Mutex::lock) {
                *slot = Some(result);
            }
        });
        slots
            .into_iter()
            .filter_map(|slot| slot.into_inner().ok().flatten())
            .collect()
    }

    /// Tells progress and asks whether to go on. Rules call it once a round or probe.
    ///
    /// # Errors
    /// [`CountError::Cancelled`] or [`CountError::Limit`].
    pub fn step(&mut self, done: u64, of: u64) -> Result<(), CountError> {
        if let Some(limit) = self.options.work_limit.filter(|limit| done > *limit) {
            return Err(CountError::Limit {
                what: "steps",
                limit,
            });
        }
        let go_on = match &mut self.options.progress {
            Some(progress) => progress(done, of),
            None => true,
        };
        if go_on {
            Ok(())
        } else {
            Err(CountError::Cancelled)
        }
    }

    /// A labelled stream of public randomness.
    ///
    /// # Errors
    /// [`CountError::NoSeed`] without a seed.
    pub fn stream(&self, label: &str) -> Result<Stream, CountError> {
        let seed = self.options.seed.ok_or(CountError::NoSeed {
            purpose: "draw",
            among: Vec::new(),
        })?;
        Ok(DrawKey::derive(seed, label).stream())
    }

    /// What was recorded so far.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The policy in force.
    pub fn ties(&self) -> &[TieRule] {
        &self.options.ties
    }

    pub(crate) fn into_parts(self) -> Parts {
        Parts {
            events: self.events,
            rejected: self.rejected,
            path: self.path,
            branches: self.branches,
            known: self.known,
        }
    }
}

/// From the options still tied to those that are followed under [`TieRule::All`].
type Ways<'a> = &'a mut dyn FnMut(&[OptionId]) -> Vec<OptionId>;

/// The tied options as the problem names them.
fn ids(tie: &Tie<'_>, tied: &[OptionId]) -> Vec<String> {
    let id = |option: &OptionId| tie.options.id(*option).to_owned();
    tied.iter().map(id).collect()
}

/// What is left when a count is over.
pub(crate) struct Parts {
    pub(crate) events: Vec<Event>,
    pub(crate) rejected: Vec<(ClassId, &'static str, Vec<String>)>,
    pub(crate) path: Vec<u32>,
    pub(crate) branches: Vec<u32>,
    pub(crate) known: Known,
}

/// What earlier ways through the ties found out.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// States that they came to, by digest.
    states: BTreeSet<Digest>,
    /// What was searched before the first tie, and so holds for every way.
    best: Option<BestCommittees>,
}

/// The committees that an exact search proved best, by numbers of candidates.
#[derive(Clone, Debug)]
pub(crate) struct BestCommittees {
    pub(crate) found: BTreeSet<Vec<u32>>,
    /// Whether these are all of them.
    pub(crate) complete: bool,
    /// Nodes that the search took.
    pub(crate) nodes: u64,
}
