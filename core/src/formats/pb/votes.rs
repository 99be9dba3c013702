//! VOTES: one row a ballot, read without an allocation each.

use super::amount::points;
use super::meta::{Meta, VoteType};
use super::projects::{Claim, Projects};
use super::sections::{Columns, Section, trimmed};
use super::tally::Tally;
use crate::ballot::{BallotKind, Fault, Limits};
use crate::formats::Record;
use crate::formats::voters::Voters;
use crate::id::{OptionId, ix};
use crate::problem::{Diagnostics, Invalid, Problem};
use crate::profile::{Profile, ProfileBuilder};

/// The most entries on all ballots together where `default_score` fills them up: a small file
/// may otherwise ask for any amount of memory.
const MAX_FILLED: usize = 10_000_000;

/// The ballots as far as they are read.
pub(super) struct Votes {
    vote_type: VoteType,
    columns: Columns,
    voter: usize,
    vote: usize,
    points: Option<usize>,
    limits: Limits,
    default_score: i64,
    /// Entries written because of it.
    filled: usize,
    builder: ProfileBuilder,
    voters: Voters,
    rows: u64,
    invalid: Invalid,
    tally: Tally,
    /// Ballots that break a limit, until the authority's own totals say whether it was in force.
    held: Vec<Held>,
    held_tally: Tally,
    ballot: Ballot,
}

/// A ballot that breaks a limit.
struct Held {
    place: (u32, u32),
    fault: Fault,
    ballot: Vec<(OptionId, i64)>,
}

/// The ballot being read; reused for the next.
struct Ballot {
    /// Options with their points (1 where ballots give none), in the order of the ballot.
    options: Vec<(OptionId, i64)>,
    /// For each project, its place on this ballot, with the stamp of the ballot.
    seen: Vec<(u64, usize)>,
    stamp: u64,
    /// The options alone.
    plain: Vec<OptionId>,
}

/// What the section gives.
pub(super) struct Counted {
    pub(super) profile: Profile,
    pub(super) invalid: Invalid,
    pub(super) limits: Limits,
}

impl Votes {
    /// Reads the header. `None` where ballots cannot be read; the reason is recorded.
    pub(super) fn new(
        record: &Record,
        meta: &Meta,
        projects: &Projects,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let columns = Columns::read(record, Section::Votes, "voter_id", diagnostics);
        let voter = columns.need("voter_id", record, Section::Votes, diagnostics);
        let vote = columns.need("vote", record, Section::Votes, diagnostics);
        let vote_type = meta.vote_type?;
        // Rankings may carry the points of their places (Kraków 2022); approvals may not.
        let approval = vote_type.kind() == BallotKind::Approval;
        if let Some(at) = columns.find("points").filter(|_| approval) {
            let (line, column) = record.place(at);
            diagnostics.push(Problem::warning("points-ignored").at(line, column));
        }
        let points = if vote_type.has_points() {
            Some(columns.need("points", record, Section::Votes, diagnostics)?)
        } else {
            None
        };
        let limits = limits(meta, vote_type, projects, diagnostics);
        let default_score = match vote_type {
            VoteType::Scoring => meta.whole("default_score", diagnostics).unwrap_or(0),
            _ => 0,
        };
        let count = projects.options.len();
        let kind = vote_type.kind();
        // Without projects every vote would be unknown: the missing section is said once.
        if count == 0 {
            return None;
        }
        Some(Self {
            vote_type,
            columns,
            voter: voter?,
            vote: vote?,
            points,
            limits,
            default_score,
            filled: 0,
            builder: ProfileBuilder::new(kind, count),
            voters: Voters::default(),
            rows: 0,
            invalid: Invalid::default(),
            tally: Tally::new(kind, count),
            held: Vec::new(),
            held_tally: Tally::new(kind, count),
            ballot: Ballot {
                options: Vec::new(),
                seen: vec![(0, 0); ix(count)],
                stamp: 0,
                plain: Vec::new(),
            },
        })
    }

    /// Reads one ballot.
    pub(super) fn row(
        &mut self,
        record: &Record,
        projects: &Projects,
        diagnostics: &mut Diagnostics,
    ) {
        self.rows = self.rows.saturating_add(1);
        let line = record.line();
        if !self.columns.fits(record, Section::Votes, diagnostics) {
            return;
        }
        let voter = trimmed(record, self.voter, Section::Votes, diagnostics);
        if voter.is_empty() {
            let (line, column) = record.place(self.voter);
            diagnostics.push(Problem::error("empty-voter").at(line, column));
        } else {
            self.voters.add(voter, line);
        }
        if let Err((fault, place)) = self.read(record, projects, diagnostics) {
            // What a voter wrote stands in the message and not in the report.
            diagnostics.push(broken(&fault, place));
            self.invalid.add(fault.code, Vec::new(), 1, line);
            return;
        }
        if let Err(fault) = self.within_limits(projects) {
            self.held_tally.add(&self.ballot.options);
            self.held.push(Held {
                place: record.place(self.vote),
                fault,
                ballot: self.ballot.options.clone(),
            });
            return;
        }
        self.tally.add(&self.ballot.options);
        let ballot = std::mem::take(&mut self.ballot.options);
        self.add(&ballot, line, diagnostics);
        self.ballot.options = ballot;
    }

    /// Reads the list of projects, and of points beside it, into `self.ballot`.
    fn read(
        &mut self,
        record: &Record,
        projects: &Projects,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), (Fault, (u32, u32))> {
        let ballot = &mut self.ballot;
        ballot.options.clear();
        ballot.stamp = ballot.stamp.saturating_add(1);
        let vote = record.cell(self.vote);
        let mut values = match self.points {
            Some(at) if !record.cell(at).is_empty() => Some((at, record.cell(at).split(','))),
            _ => None,
        };
        let missing = |at: usize| (Fault::plain("points-length"), record.place(at));
        let (mut from, mut blanks, mut twice) = (0usize, false, false);
        for item in vote.split(',').filter(|_| !vote.trim().is_empty()) {
            let place = || record.place_in(self.vote, from);
            let exact = projects.options.find(item);
            let option = exact.or_else(|| projects.options.find(item.trim()));
            let unknown = || (Fault::new("unknown-project", &item.trim()), place());
            let option = option.ok_or_else(unknown)?;
            if exact.is_none() && !std::mem::replace(&mut blanks, true) {
                let (line, column) = place();
                let problem = Problem::warning("edge-whitespace").at(line, column);
                diagnostics.push(problem.path(Section::Votes.word()).found(item));
            }
            let value = match (&mut values, self.points) {
                (Some((at, values)), _) => {
                    let text = values.next().ok_or_else(|| missing(*at))?.trim();
                    points(text)
                        .ok_or_else(|| (Fault::new("points-not-whole", &text), record.place(*at)))?
                }
                (None, Some(at)) => return Err(missing(at)),
                (None, None) => 1,
            };
            let seen = ballot.seen.get_mut(ix(option.0));
            match seen {
                Some((stamp, earlier)) if *stamp == ballot.stamp => {
                    match self.vote_type {
                        VoteType::Approval | VoteType::ChooseOne => {}
                        VoteType::Cumulative => {
                            if let Some((_, sum)) = ballot.options.get_mut(*earlier) {
                                *sum = sum.saturating_add(value);
                            }
                        }
                        VoteType::Ordinal | VoteType::Scoring => {
                            return Err((Fault::plain("duplicate-option"), place()));
                        }
                    }
                    if !std::mem::replace(&mut twice, true) {
                        let problem = Problem::warning("duplicate-project").found(item.trim());
                        let (line, column) = place();
                        diagnostics.push(problem.at(line, column));
                    }
                }
                Some(seen) => {
                    *seen = (ballot.stamp, ballot.options.len());
                    ballot.options.push((option, value));
                }
                None => {}
            }
            from = from.saturating_add(item.len()).saturating_add(1);
        }
        if let Some((at, mut values)) = values
            && values.next().is_some()
        {
            return Err(missing(at));
        }
        Ok(())
    }

    /// Holds the ballot against the limits of META.
    fn within_limits(&mut self, projects: &Projects) -> Result<(), Fault> {
        let ballot = &mut self.ballot;
        self.limits.check_length(ballot.options.len())?;
        if self.limits.min_cost.is_some() || self.limits.max_cost.is_some() {
            ballot.plain.clear();
            let options = ballot.options.iter().map(|(option, _)| *option);
            ballot.plain.extend(options);
            let cost = |option| Some(projects.cost(option));
            let checked = self.limits.check_set(&ballot.plain, cost);
            // The limit in the currency, as META has it.
            checked.map_err(|fault| match fault.code {
                "over-budget" => money(fault, self.limits.max_cost, projects),
                "under-cost" => money(fault, self.limits.min_cost, projects),
                _ => fault,
            })?;
        }
        if !self.limits.groups.is_empty() {
            ballot.plain.clear();
            let options = ballot.options.iter().map(|(option, _)| *option);
            ballot.plain.extend(options);
            let cost = |option| Some(projects.cost(option));
            self.limits.check_groups(&ballot.plain, cost)?;
        }
        if self.vote_type.has_points() {
            let points = ballot.options.iter().map(|(_, points)| *points);
            self.limits.check_points(points)?;
        }
        Ok(())
    }

    /// Hands a valid ballot to the builder.
    fn add(&mut self, ballot: &[(OptionId, i64)], line: u32, diagnostics: &mut Diagnostics) {
        let plain = &mut self.ballot.plain;
        plain.clear();
        plain.extend(ballot.iter().map(|(option, _)| *option));
        let weight = self.builder.unit_weight();
        let added = match self.vote_type.kind() {
            BallotKind::Approval => self.builder.approval(plain, 1, weight, line),
            BallotKind::Ranking => self.builder.ranking(plain, 1, weight, line),
            _ if self.default_score != 0 => {
                let projects = ix(self.tally.votes.len());
                self.filled = self.filled.saturating_add(projects);
                if self.filled > MAX_FILLED {
                    Err(Problem::error("too-large").path("default_score"))
                } else {
                    let mut all: Vec<(OptionId, i64)> = (0..)
                        .map(OptionId)
                        .zip(vec![self.default_score; projects])
                        .collect();
                    for (option, points) in ballot {
                        if let Some((_, score)) = all.get_mut(ix(option.0)) {
                            *score = *points;
                        }
                    }
                    self.builder.scored(&all, 1, weight, line)
                }
            }
            _ => self.builder.scored(ballot, 1, weight, line),
        };
        if let Err(problem) = added {
            diagnostics.push(problem.at(line, 0));
        }
    }

    /// Decides on the ballots held back, checks the counts, and closes the profile.
    pub(super) fn finish(
        mut self,
        meta: &Meta,
        projects: &Projects,
        diagnostics: &mut Diagnostics,
    ) -> Counted {
        self.settle(projects, diagnostics);
        compare(&self.tally, meta, projects, diagnostics);
        std::mem::take(&mut self.voters).report(1, diagnostics);
        if self.rows == 0 {
            diagnostics.push(Problem::warning("no-votes").path(Section::Votes.word()));
        }
        if let Some(claimed) = meta.get("num_votes")
            && claimed.parse() != Ok(self.rows)
        {
            let problem = Problem::warning("vote-count-mismatch").expected(self.rows.to_string());
            diagnostics.push(meta.at("num_votes", problem));
        }
        Counted {
            profile: self.builder.finish(),
            invalid: self.invalid,
            limits: self.limits,
        }
    }

    /// Counts the ballots that break a limit where the column `votes` shows that the authority
    /// did (see the head of `pb.rs`); else they are invalid.
    fn settle(&mut self, projects: &Projects, diagnostics: &mut Diagnostics) {
        if self.held.is_empty() {
            return;
        }
        let mut all = Tally::new(self.vote_type.kind(), projects.options.len());
        all.merge(&self.tally);
        all.merge(&self.held_tally);
        let held = std::mem::take(&mut self.held);
        let changes = self.held_tally.votes.values().any(|votes| *votes > 0);
        if changes && agrees(&all, projects) {
            for held in held {
                lift(&mut self.limits, &held.fault);
                self.add(&held.ballot, held.place.0, diagnostics);
                diagnostics.push(
                    Problem::warning("limit-not-applied")
                        .at(held.place.0, held.place.1)
                        .path(held.fault.code)
                        .found(held.fault.args.join(", ")),
                );
            }
            self.tally = all;
        } else {
            for held in held {
                let problem = broken(&held.fault, held.place);
                diagnostics.push(match held.fault.code {
                    "too-long" | "too-short" => problem.found(held.ballot.len().to_string()),
                    _ => problem,
                });
                let (line, _) = held.place;
                self.invalid.add(held.fault.code, held.fault.args, 1, line);
            }
        }
    }
}

/// A fault with its limit as an amount in the currency.
fn money(fault: Fault, limit: Option<u64>, projects: &Projects) -> Fault {
    match limit {
        Some(limit) => Fault::new(fault.code, &projects.scale.text(limit)),
        None => fault,
    }
}

/// A broken ballot as a warning with its place: the file can be counted without it.
fn broken(fault: &Fault, place: (u32, u32)) -> Problem {
    let problem = Problem::warning(fault.code).at(place.0, place.1);
    let detail = fault.args.join(", ");
    match fault.code {
        "unknown-project" | "points-not-whole" => problem.found(detail),
        "category-too-long"
        | "category-too-short"
        | "category-over-cost"
        | "category-under-cost" => problem
            .path(detail)
            .expected("what META allows by category"),
        "too-long" => problem.expected(format!("at most {detail} options")),
        "too-short" => problem.expected(format!("at least {detail} options")),
        "blank" => problem.expected("at least 1 option"),
        "over-budget" => problem.expected(format!("a total cost of at most {detail}")),
        "under-cost" => problem.expected(format!("a total cost of at least {detail}")),
        "points-too-high" => problem.expected(format!("at most {detail} points for one option")),
        "points-too-low" => problem.expected(format!("at least {detail} points for one option")),
        "sum-too-high" => problem.expected(format!("at most {detail} points in all")),
        "sum-too-low" => problem.expected(format!("at least {detail} points in all")),
        "points-length" => problem.expected("as many points as projects"),
        "duplicate-option" => problem.expected("each project once"),
        _ => problem.expected(detail),
    }
}

/// The limits of META. A blank ballot is invalid unless `min_length` is 0: its default is 1.
fn limits(
    meta: &Meta,
    vote_type: VoteType,
    projects: &Projects,
    diagnostics: &mut Diagnostics,
) -> Limits {
    let length = |count: Option<u64>| count.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let min_length = length(meta.count("min_length", diagnostics));
    let mut limits = Limits {
        min_length: min_length.filter(|length| *length > 0),
        max_length: length(meta.count("max_length", diagnostics)),
        refuse_blank: min_length != Some(0),
        groups: projects.group_limits.clone(),
        ..Limits::default()
    };
    if vote_type == VoteType::ChooseOne && limits.max_length.is_none() {
        limits.max_length = Some(1);
    }
    if vote_type.kind() == BallotKind::Approval {
        let mut cost = |key| {
            if meta.get(key) == Some("inf") {
                return None;
            }
            meta.money(key, diagnostics)?.rescale(projects.scale)
        };
        limits.min_cost = cost("min_sum_cost").filter(|cost| *cost > 0);
        limits.max_cost = cost("max_sum_cost");
    }
    if vote_type.has_points() {
        limits.min_points = meta.whole("min_points", diagnostics);
        limits.max_points = meta.whole("max_points", diagnostics);
        limits.min_sum = meta.whole("min_sum_points", diagnostics);
        limits.max_sum = meta.whole("max_sum_points", diagnostics);
        if vote_type == VoteType::Cumulative && limits.min_points.is_none() {
            limits.min_points = Some(0);
        }
    }
    limits
}

/// Takes a limit back that was not in force.
fn lift(limits: &mut Limits, fault: &Fault) {
    let groups = limits.groups.iter_mut();
    let group = |fault: &Fault| fault.args.first().cloned().unwrap_or_default();
    let group = groups.into_iter().find(|limits| limits.id == group(fault));
    match (fault.code, group) {
        ("category-too-long", Some(limits)) => return limits.max_length = None,
        ("category-too-short", Some(limits)) => return limits.min_length = None,
        ("category-over-cost", Some(limits)) => return limits.max_cost = None,
        ("category-under-cost", Some(limits)) => return limits.min_cost = None,
        _ => {}
    }
    match fault.code {
        "blank" => limits.refuse_blank = false,
        "too-long" => limits.max_length = None,
        "too-short" => limits.min_length = None,
        "over-budget" => limits.max_cost = None,
        "under-cost" => limits.min_cost = None,
        "points-too-high" => limits.max_points = None,
        "points-too-low" => limits.min_points = None,
        "sum-too-high" => limits.max_sum = None,
        "sum-too-low" => limits.min_sum = None,
        _ => {}
    }
}

/// True where the file has a column `votes` and it says of every project what we count.
fn agrees(tally: &Tally, projects: &Projects) -> bool {
    projects.options.all().all(|option| {
        Projects::claim(&projects.claimed_votes, option)
            .is_some_and(|claim| same(claim, i128::from(tally.votes[option])))
    })
}

/// Warns where the authority's columns say other than the ballots.
fn compare(tally: &Tally, meta: &Meta, projects: &Projects, diagnostics: &mut Diagnostics) {
    let scored = meta
        .vote_type
        .is_some_and(|v| v.kind() != BallotKind::Approval);
    for option in projects.options.all() {
        let votes = Projects::claim(&projects.claimed_votes, option);
        let score = Projects::claim(&projects.claimed_score, option).filter(|_| scored);
        let pairs = [
            ("votes-mismatch", votes, i128::from(tally.votes[option])),
            ("score-mismatch", score, tally.score[option]),
        ];
        for (code, claim, counted) in pairs {
            if let Some(claim) = claim.filter(|claim| !same(*claim, counted)) {
                diagnostics.push(
                    Problem::warning(code)
                        .at(claim.place.0, claim.place.1)
                        .path(projects.options.id(option))
                        .found(claim.value.to_string())
                        .expected(counted.to_string()),
                );
            }
        }
    }
}

fn same(claim: Claim, counted: i128) -> bool {
    claim.value.scale.0 == 0 && i128::from(claim.value.units) == counted
}
