//! From a loaded input and a request to a report: what the command and the web both call.

mod lot;
mod scope;
mod sealed;

pub use lot::{Sealed, lot_differs, sealed_lot};
pub use scope::{PANELS, Scope, WHOLE};
pub use sealed::SealedDraw;

use crate::formats::{ALREADY, DeclaredRule, Loaded, OPTION_NOT_USED};
use crate::id::OptionId;
use crate::instance::Instance;
use crate::json::Value;
use crate::lottery::Seed;
use crate::outcome::Outcome;
use crate::problem::{Diagnostics, Invalid, Problem, Severity};
use crate::report::{Agreement, Lot, Overruled, Report, SeedOrigin, Warning};
use crate::rule::{
    Count, CountError, CountOptions, Entry, Executor, Known, Prepared, Progress, Serial,
};
use crate::tie::TieRule;

/// The most ways that `ties = all` follows.
pub const MAX_WAYS: u32 = 1000;

/// The most ways that it begins: one that comes to a state known from another is not followed.
const MAX_TRIED: u32 = 20 * MAX_WAYS;

/// What is asked for. Empty fields mean: as the file declares, else as the rule does by default.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Id of the rule.
    pub rule: Option<String>,
    /// Parameters, `name=text`.
    pub params: Vec<(String, String)>,
    /// Tie policy.
    pub ties: Option<Vec<TieRule>>,
    /// Decisions of the returning officer, lists of option ids from most to least favoured.
    pub given: Vec<Vec<String>>,
    /// Public randomness and where it came from.
    pub seed: Option<(Seed, SeedOrigin)>,
    /// The sealed draw that the seed comes from: its label orders the lots.
    pub lot: Option<Lot>,
    /// Proposals recorded by an earlier run, for an audit.
    pub proposals: Option<Vec<(String, Value)>>,
    /// The most steps of work.
    pub work_limit: Option<u64>,
}

/// How the work is done; changes speed, never the report.
pub struct Work<'a> {
    /// Told how far the count is.
    pub progress: Option<Progress<'a>>,
    /// Runs independent work.
    pub executor: &'a dyn Executor,
}

impl Default for Work<'_> {
    fn default() -> Self {
        Self {
            progress: None,
            executor: &Serial,
        }
    }
}

/// Parameters as `name=text`.
type Pairs = Vec<(String, String)>;

/// The rules that can count an instance.
pub fn fitting(instance: &Instance) -> impl Iterator<Item = &'static Entry> {
    WHOLE.fitting(instance)
}

/// Chooses the rule: the one asked for, else the one the file declares. Parameters asked for
/// are added to those the file declares with the same rule.
pub fn choose(loaded: &Loaded, request: &Request) -> Result<(&'static Entry, Pairs), Problem> {
    choose_within(&WHOLE, loaded, request)
}

fn choose_within(
    scope: &Scope,
    loaded: &Loaded,
    request: &Request,
) -> Result<(&'static Entry, Pairs), Problem> {
    let fits = || {
        scope
            .fitting(&loaded.instance)
            .map(|entry| entry.meta.id)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let declared = loaded.declared.rule.as_ref();
    let id = match (&request.rule, declared) {
        (Some(id), _) => id,
        (None, None) => return Err(Problem::error("rule-missing").expected(fits())),
        (None, Some(declared)) => declared.rule.as_ref().ok_or_else(|| {
            // Read as another kind, the file no longer declares a rule for what is counted.
            let code = match loaded.read_as {
                Some(_) => "rule-of-other-kind",
                None => "rule-not-computable",
            };
            Problem::error(code).found(&declared.word).expected(fits())
        })?,
    };
    let entry = scope
        .find(id)
        .ok_or_else(|| Problem::error("rule-unknown").found(id).expected(fits()))?;
    let mut params: Vec<(String, String)> = Vec::new();
    if let Some(declared) = declared.filter(|declared| declared.rule.as_ref() == Some(id)) {
        // A preset stands for all options: what the file declares beside it is not mixed in.
        let asked = |name: &String| {
            let mut asked = request.params.iter();
            asked.any(|(asked, _)| asked == name || asked == "preset")
        };
        params.extend(
            declared
                .params
                .iter()
                .filter(|(name, _)| !asked(name))
                .cloned(),
        );
    }
    params.extend(request.params.iter().cloned());
    Ok((entry, params))
}

/// Counts. `diagnostics` are those of the loading; its warnings enter the report.
pub fn count(
    loaded: &Loaded,
    diagnostics: &Diagnostics,
    request: &Request,
    work: &mut Work<'_>,
) -> Result<Report, Vec<Problem>> {
    WHOLE.count(loaded, diagnostics, request, work)
}

fn count_within(
    scope: &Scope,
    loaded: &Loaded,
    diagnostics: &Diagnostics,
    request: &Request,
    work: &mut Work<'_>,
) -> Result<Report, Vec<Problem>> {
    let chosen = choose_within(scope, loaded, request);
    let (entry, pairs) = chosen.map_err(|problem| vec![problem])?;
    let instance = &loaded.instance;
    let prepared = entry.prepare(&pairs).map_err(|problem| vec![problem])?;
    if let Some(lot) = &request.lot {
        lot::check(lot, loaded)?;
    }
    let given = given(loaded, request).map_err(|problem| vec![problem])?;
    let ties = match &request.ties {
        Some(ties) => ties.clone(),
        None if !loaded.declared.ties.is_empty() => with_given(&loaded.declared.ties, &given),
        None => with_given(entry.meta.ties, &given),
    };
    let mut warnings = warnings(diagnostics);
    warnings.extend(given_not_used(&ties, &given));
    let ways = follow(&prepared, loaded, &ties, &given, request, work)?;
    let first = &ways.first;

    let mut invalid = Invalid::default();
    invalid.merge(&loaded.invalid);
    let mut rejected = 0u64;
    if let Some(profile) = instance.profile() {
        let classes: Vec<_> = first.rejected.iter().map(|(class, ..)| *class).collect();
        let lines = profile.lines_of(&classes);
        for (class, code, args) in &first.rejected {
            rejected = rejected.saturating_add(profile.class(*class).papers);
            // The papers of a class may stand on several lines; only the first carries the number.
            let mut papers = profile.class(*class).papers;
            let lines = lines.get(class).map(Vec::as_slice).unwrap_or_default();
            for line in if lines.is_empty() { &[0] } else { lines } {
                invalid.add(code, args.clone(), papers, *line);
                papers = 0;
            }
        }
    }
    let valid = instance
        .profile()
        .map_or(loaded.papers, crate::profile::Profile::papers);
    Ok(Report {
        overruled: overruled(scope, loaded, &prepared, &ties, &given),
        rule: prepared.meta,
        params: prepared.params.clone(),
        official: loaded
            .declared
            .official
            .as_ref()
            .map(|official| Agreement::of(official, &first.outcome.winners())),
        outcome: first.outcome.clone(),
        outcomes: if ties.contains(&TieRule::All) {
            ways.outcomes
        } else {
            Vec::new()
        },
        complete: ways.complete,
        events: ways.first.events,
        ties,
        given,
        seed: request.seed,
        lot: request.lot.clone(),
        seats: instance.seats(),
        source_format: loaded.format,
        read_as: loaded.read_as.clone(),
        columns: loaded.columns.clone(),
        map: loaded.map.clone(),
        contest: loaded.declared.contest.clone(),
        files: loaded.files.clone(),
        instance: instance.digest(),
        ballots: loaded.papers,
        valid: valid.saturating_sub(rejected),
        invalid,
        warnings,
    })
}

/// A policy that nobody asked for in so many words, with `given` in it where there are decisions:
/// before the words that decide every tie, so that what was decided is not left to chance.
fn with_given(ties: &[TieRule], given: &[Vec<OptionId>]) -> Vec<TieRule> {
    let mut ties = ties.to_vec();
    if !given.is_empty() && !ties.contains(&TieRule::Given) {
        let last = |rule: &TieRule| matches!(rule, TieRule::Lot | TieRule::All);
        let at = ties.iter().position(last).unwrap_or(ties.len());
        ties.insert(at, TieRule::Given);
    }
    ties
}

/// That there are decisions which the policy asked for does not look at.
fn given_not_used(ties: &[TieRule], given: &[Vec<OptionId>]) -> Option<Warning> {
    if given.is_empty() || ties.contains(&TieRule::Given) {
        return None;
    }
    let words: Vec<&str> = ties.iter().map(|rule| rule.word()).collect();
    let problem = Problem::warning("given-not-used").path("ties");
    Some(Warning {
        code: "given-not-used",
        count: 1,
        first: vec![problem.found(words.join(","))],
    })
}

/// What of the file the count did not follow. It compares what took effect, not what was asked,
/// so that an audit, whose request names everything, finds the same.
fn overruled(
    scope: &Scope,
    loaded: &Loaded,
    prepared: &Prepared,
    ties: &[TieRule],
    given: &[Vec<OptionId>],
) -> Overruled {
    let declared = &loaded.declared;
    // Pabulib writes `unknown` where no rule is declared.
    let said = |declared: &&DeclaredRule| declared.rule.is_some() || declared.word != "unknown";
    let rule = declared.rule.as_ref().filter(said).and_then(|declared| {
        let same = |id: &String| id.as_str() == prepared.meta.id;
        let entry = declared.rule.as_ref().and_then(|id| scope.find(id));
        let params = entry.and_then(|entry| entry.prepare(&declared.params).ok());
        let params = params.map_or_else(
            || {
                let pairs = declared.params.iter();
                Value::Object(
                    pairs
                        .map(|(name, text)| (name.clone(), text.as_str().into()))
                        .collect(),
                )
            },
            |declared| declared.params,
        );
        let followed = declared.rule.as_ref().is_some_and(same) && params == prepared.params;
        let name = declared.rule.as_ref().unwrap_or(&declared.word);
        (!followed).then(|| (name.clone(), params))
    });
    let named = rule.as_ref().and_then(|(id, _)| scope.find(id));
    Overruled {
        rule,
        rule_name: named.map(|entry| entry.meta.name),
        ties: (!declared.ties.is_empty()
            && declared.ties != ties
            && with_given(&declared.ties, given) != ties)
            .then(|| declared.ties.clone()),
        seats: declared
            .seats
            .filter(|seats| *seats != loaded.instance.seats()),
    }
}

struct Run {
    outcome: Outcome,
    events: Vec<crate::transcript::Event>,
    rejected: Vec<(crate::id::ClassId, &'static str, Vec<String>)>,
}

struct Ways {
    first: Run,
    /// Every decision once, as it first came up.
    outcomes: Vec<Outcome>,
    complete: bool,
}

/// One run; or, where the policy ends in `all`, one for every way through the open ties, depth
/// first in file order of the tied options, up to [`MAX_WAYS`].
fn follow(
    prepared: &Prepared,
    loaded: &Loaded,
    ties: &[TieRule],
    given: &[Vec<OptionId>],
    request: &Request,
    work: &mut Work<'_>,
) -> Result<Ways, Vec<Problem>> {
    let mut first: Option<Run> = None;
    let mut outcomes = Vec::new();
    let mut decisions: Vec<Outcome> = Vec::new();
    let mut followed = 0;
    let mut path: Vec<u32> = Vec::new();
    let mut known = Known::default();
    let mut tried = 0;
    loop {
        let mut progress = work.progress.as_deref_mut();
        let options = CountOptions {
            ties: ties.to_vec(),
            given: given.to_vec(),
            seed: request.seed.map(|(seed, _)| seed),
            contest: loaded.declared.contest.clone(),
            lots_label: request.lot.as_ref().map(|lot| lot.label.clone()),
            proposals: request.proposals.clone(),
            work_limit: request.work_limit,
            progress: match &mut progress {
                Some(progress) => Some(&mut **progress),
                None => None,
            },
            executor: work.executor,
        };
        let mut cx = Count::along(options, path.clone()).knowing(std::mem::take(&mut known));
        let counted = prepared.count(&loaded.instance, &mut cx);
        let mut parts = cx.into_parts();
        known = std::mem::take(&mut parts.known);
        tried += 1;
        // The next way: raise the last tie that has a way left, forget those after it.
        let mut taken: Vec<u32> = (0..parts.branches.len())
            .map(|at| parts.path.get(at).copied().unwrap_or_default())
            .collect();
        let next = next_path(&mut taken, &parts.branches);
        // The first way knows no other: it always has an outcome.
        let known_way = first.is_some() && matches!(counted, Err(CountError::KnownWay));
        if !known_way {
            let outcome = counted.map_err(CountError::into_problems)?;
            followed += 1;
            let decision = outcome.decision();
            if !decisions.contains(&decision) {
                decisions.push(decision);
                outcomes.push(outcome.clone());
            }
            first.get_or_insert(Run {
                outcome,
                events: parts.events,
                rejected: parts.rejected,
            });
        }
        match next {
            Some(next) if followed < MAX_WAYS && tried < MAX_TRIED => path = next,
            next => {
                return first
                    .map(|first| Ways {
                        first,
                        outcomes,
                        complete: next.is_none(),
                    })
                    .ok_or_else(Vec::new);
            }
        }
    }
}

/// The path after this one in depth-first order, or `None` after the last.
pub(crate) fn next_path(taken: &mut Vec<u32>, branches: &[u32]) -> Option<Vec<u32>> {
    while let Some(way) = taken.pop() {
        let of = branches.get(taken.len()).copied().unwrap_or_default();
        if way + 1 < of {
            taken.push(way + 1);
            return Some(taken.clone());
        }
    }
    None
}

fn given(loaded: &Loaded, request: &Request) -> Result<Vec<Vec<OptionId>>, Problem> {
    let Some(options) = loaded.instance.options() else {
        return Ok(Vec::new());
    };
    let mut lists = Vec::new();
    for list in &request.given {
        let mut ids = Vec::new();
        for id in list {
            let option = options.find(id);
            ids.push(
                option.ok_or_else(|| Problem::error("unknown-option").path("given").found(id))?,
            );
        }
        lists.push(ids);
    }
    lists.extend(
        loaded
            .declared
            .given
            .iter()
            .filter(|list| !lists.contains(list))
            .cloned()
            .collect::<Vec<_>>(),
    );
    Ok(lists)
}

fn warnings(diagnostics: &Diagnostics) -> Vec<Warning> {
    let problems = || {
        diagnostics
            .problems()
            .iter()
            .filter(|problem| problem.severity == Severity::Warning)
    };
    diagnostics
        .counts()
        .iter()
        .filter(|(code, _)| **code != OPTION_NOT_USED && !code.starts_with(ALREADY))
        .filter_map(|(code, count)| {
            let first: Vec<Problem> = problems()
                .filter(|problem| problem.code == *code)
                .take(10)
                .cloned()
                .collect();
            (!first.is_empty()).then_some(Warning {
                code,
                count: *count,
                first,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
