//! Whether there is any panel, and what to say and to do where there is none.
//!
//! First everything that can be seen by counting ([`Pool::check_quotas`]), then a program in whole
//! numbers. A panel found is checked; that there is none is a [`Proof`](super::proof::Proof). Where
//! there is none, or where quotas exclude people who must not be excluded, the smallest relaxation
//! is looked for ([`relax`]).

mod written;

use std::collections::BTreeSet;

use super::blocking::{self, Blocking, Side, Verdict, decide, sides};
use super::excluded::{self, Barred, Coverage};
use super::number::{Number, count};
use super::proof::System;
use super::relax::{self, Change, Effort, Relaxation, Rigid};
use super::{Asked, Counts, Types};
use crate::id::{PersonId, TypeId};
use crate::instance::Pool;
use crate::problem::Problem;
use crate::propose::Failure;

/// Who must be able to sit once quotas are relaxed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Include {
    /// Nobody in particular: there must be a panel.
    #[default]
    Nobody,
    /// Everyone in the pool.
    Everyone,
    /// These people.
    People(BTreeSet<PersonId>),
}

impl Include {
    /// Their types.
    pub fn types(&self, types: &Types) -> BTreeSet<TypeId> {
        match self {
            Self::Nobody => BTreeSet::new(),
            Self::Everyone => types.types().ids().collect(),
            Self::People(people) => people.iter().map(|person| types.type_of(*person)).collect(),
        }
    }
}

/// States that the count of panels may hold: a second or two, for what is only shown.
const STATES: u64 = 200_000;

/// Everything about the feasibility of a pool's quotas.
#[derive(Clone, Debug)]
pub struct Feasibility {
    /// What can be seen by counting. Errors rule every panel out.
    pub seen: Vec<Problem>,
    /// Whether there is a panel: one, or why there is none.
    pub verdict: Result<Counts, Barrier>,
    /// How many panels there are, where there is one.
    pub number: Option<Number>,
    /// Who can sit and who cannot, where there is a panel and it was decided.
    pub coverage: Option<Coverage>,
    /// What excludes those who cannot.
    pub barred: Vec<Barred>,
    /// How to relax the quotas, where there is no panel or someone asked for is excluded.
    pub relaxed: Option<Result<Relaxation, Rigid>>,
}

/// Why no panel was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// These sides cannot all be met.
    Blocked(Blocking),
    /// It was not decided.
    Failure(Failure),
}

/// Examines the quotas of a pool: whether there is a panel, whom they exclude and by which
/// quotas, and the smallest relaxation after which there is one that can hold `include`.
pub fn examine(pool: &Pool, include: &Include, effort: Effort) -> Feasibility {
    let types = Types::of(pool);
    let verdict = panel(&types, effort.nodes);
    let coverage = verdict
        .is_ok()
        .then(|| excluded::find(&types, effort.nodes).ok())
        .flatten();
    let excluded = coverage.iter().flat_map(|coverage| &coverage.excluded);
    let excluded: BTreeSet<TypeId> = excluded.copied().collect();
    let asked = include.types(&types);
    let needed = match &verdict {
        Ok(_) => asked.iter().any(|id| excluded.contains(id)),
        Err(Barrier::Blocked(_)) => true,
        Err(Barrier::Failure(_)) => false,
    };
    Feasibility {
        seen: pool.check_quotas(),
        number: verdict.is_ok().then(|| count(&types, STATES)),
        barred: coverage
            .as_ref()
            .map(|coverage| coverage.barred(&types, effort.nodes))
            .unwrap_or_default(),
        relaxed: needed.then(|| relax::find(pool, &asked, effort)),
        verdict,
        coverage,
    }
}

/// A panel, or why there is none. A panel found is admitted by `types`.
///
/// # Errors
/// [`Barrier`].
pub fn panel(types: &Types, nodes: u64) -> Result<Counts, Barrier> {
    match decide(&System::of(types), nodes) {
        Ok(Verdict::Counts(counts)) => Ok(counts),
        Ok(Verdict::Nothing(proof)) => Err(Barrier::Blocked(
            match blocking::find(types, None, &sides(types), nodes) {
                Ok(Some(blocking)) => blocking,
                // Impossible all the same: what the proof uses, though not the least of it.
                _ => Blocking::unrefined(types, proof),
            },
        )),
        Err(failure) => Err(Barrier::Failure(failure)),
    }
}

/// What a rule that finds no panel has to say: what can be seen by counting; then, that quotas
/// cannot all be met and which, and the smallest relaxation after which there is a panel. Where
/// there is a panel, which the rule did not find, a warning says so.
///
/// Without solvers only what can be seen by counting.
pub fn explain(pool: &Pool) -> Vec<Problem> {
    let mut problems = pool.check_quotas();
    if cfg!(feature = "solvers") && pool.check_seats().is_empty() {
        let more = impossible(pool);
        if more.is_empty() {
            problems.push(Problem::warning("panel-exists"));
        }
        problems.extend(more);
    }
    problems
}

/// That quotas cannot all be met and which, and the smallest relaxation after which there is a
/// panel; nothing where there is a panel, or (without solvers) where that cannot be told.
pub fn impossible(pool: &Pool) -> Vec<Problem> {
    if !cfg!(feature = "solvers") || !pool.check_seats().is_empty() {
        return Vec::new();
    }
    let effort = Effort::default();
    let types = Types::of(pool);
    match panel(&types, effort.nodes) {
        Ok(_) => Vec::new(),
        Err(Barrier::Blocked(blocking)) => {
            let relaxed = relax::find(pool, &BTreeSet::new(), effort);
            no_panel(pool, &types, &blocking, &relaxed)
        }
        Err(Barrier::Failure(failure)) => vec![failure.seeking("quotas")],
    }
}

/// That there is no panel: which quotas cannot all be met, and how they may be relaxed.
pub fn no_panel(
    pool: &Pool,
    types: &Types,
    blocking: &Blocking,
    relaxed: &Result<Relaxation, Rigid>,
) -> Vec<Problem> {
    let code = match relaxed {
        Err(Rigid::Flex(_)) => "infeasible-quotas-cant-relax",
        _ => "infeasible-quotas",
    };
    let mut problems = vec![
        Problem::error(code)
            .path("quotas")
            .found(pool.seats.to_string()),
    ];
    problems.extend(blocked(pool, types, &blocking.sides));
    match relaxed {
        Ok(relaxation) => problems.extend(suggested(pool, relaxation)),
        Err(Rigid::Flex(blocking)) => {
            let wide = relax::widest(pool);
            let sides = blocked(&wide, &Types::of(&wide), &blocking.sides);
            problems.push(Problem::warning("flex-too-narrow").path("quotas"));
            problems.extend(sides);
        }
        Err(Rigid::Failure(failure)) => problems.push(failure.seeking("relaxation")),
    }
    problems
}

/// The sides that cannot all be met: a head, then each.
pub fn blocked(pool: &Pool, types: &Types, sides: &[Side]) -> Vec<Problem> {
    let head = if sides.is_empty() {
        Problem::warning("quotas-not-to-blame").found(pool.seats.to_string())
    } else {
        let count = crate::id::len32(sides.len());
        Problem::warning("quota-conflict").found(count.to_string())
    };
    let sides = sides.iter().filter_map(|side| {
        let (path, number) = side_of(pool, types, *side)?;
        let code = if side.most {
            "quota-blocks-max"
        } else {
            "quota-blocks-min"
        };
        Some(Problem::warning(code).path(path).found(number.to_string()))
    });
    std::iter::once(head).chain(sides).collect()
}

/// `feature/value` of a side, and its number.
pub fn side_of(pool: &Pool, types: &Types, side: Side) -> Option<(String, u32)> {
    let row = types.rows().get(side.row)?;
    let Asked::Quota(feature, value) = row.asked else {
        return None;
    };
    let number = if side.most { row.most } else { row.least };
    Some((pool.quota_path(feature, value), number))
}

/// A relaxation as suggestions: a head that says what it weighs, then each change.
pub fn suggested(pool: &Pool, relaxation: &Relaxation) -> Vec<Problem> {
    let code = if relaxation.is_smallest() {
        "relaxation-smallest"
    } else {
        "relaxation-found"
    };
    let head = Problem::warning(code)
        .found(relaxation.weight.to_string())
        .expected(relaxation.least.to_string());
    let changes = relaxation.changes.iter().map(|change| {
        let Change {
            feature,
            value,
            most,
            from,
            to,
        } = *change;
        let code = if most {
            "quota-relax-max"
        } else {
            "quota-relax-min"
        };
        Problem::warning(code)
            .path(pool.quota_path(feature, value))
            .found(from.to_string())
            .expected(to.to_string())
    });
    std::iter::once(head).chain(changes).collect()
}

#[cfg(test)]
mod tests;
