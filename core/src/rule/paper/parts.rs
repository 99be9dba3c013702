//! What one paper may hold of each part: districts, the whole city, large and small projects.
//!
//! A part that breaks a limit is void; with `void=whole` so is the paper, and it is listed with
//! its lines. A paper of which nothing is left is listed too.

use std::collections::BTreeMap;

use super::values::{Scoped, scope_missing};
use super::{PaperParams, Void};
use crate::id::{ClassId, IdVec, OptionId, len32};
use crate::instance::Budget;
use crate::problem::Problem;
use crate::profile::Class;
use crate::rule::Count;
use crate::transcript::Event;

/// What was wrong with a part of a paper: code and arguments.
type Fault = (&'static str, Vec<String>);

/// Classes of which a part or all is void.
#[derive(Debug, Default)]
pub(super) struct VoidParts {
    /// Classes that do not count at all.
    pub(super) rejected: Vec<ClassId>,
    /// Parts, by their place among the scopes, that do not count of a class.
    pub(super) parts: BTreeMap<ClassId, Vec<u32>>,
}

impl VoidParts {
    /// Whether what a class says of a project counts.
    pub(super) fn keeps(&self, scopes: &Scopes, class: ClassId, project: OptionId) -> bool {
        let part = scopes.of.get(project).copied().flatten();
        let void = self.parts.get(&class).zip(part);
        !void.is_some_and(|(void, part)| void.contains(&part))
    }
}

/// The scopes of a budget, and that of each project.
pub(super) struct Scopes {
    pub(super) names: Vec<String>,
    pub(super) of: IdVec<OptionId, Option<u32>>,
    /// The place of the pot of each project.
    pub(super) pot: IdVec<OptionId, Option<u32>>,
}

impl Scopes {
    pub(super) fn new(budget: &Budget) -> Self {
        let projects = budget.options.len();
        let mut scopes = Self {
            names: Vec::new(),
            of: IdVec::filled(projects, None),
            pot: IdVec::filled(projects, None),
        };
        for (at, pot) in (0u32..).zip(&budget.constraints.pots) {
            let known = scopes.names.iter().position(|name| *name == pot.scope);
            let scope = len32(known.unwrap_or(scopes.names.len()));
            if known.is_none() {
                scopes.names.push(pot.scope.clone());
            }
            for project in &pot.projects {
                scopes.of[*project] = Some(scope);
                scopes.pot[*project] = Some(at);
            }
        }
        scopes
    }
}

/// Holds every paper against the limits of its parts.
pub(super) fn judge(
    budget: &Budget,
    scopes: &Scopes,
    params: &PaperParams,
    cx: &mut Count<'_>,
) -> Result<VoidParts, Problem> {
    let mut void = VoidParts::default();
    let limits = [&params.part_min, &params.part_max, &params.part_points];
    let named = || {
        let limits = limits.iter().flat_map(|limit| limit.scopes());
        limits.chain(params.one_pot.0.iter().map(String::as_str))
    };
    let by_part =
        limits.iter().any(|limit| **limit != Scoped::NONE) || !params.one_pot.0.is_empty();
    if !by_part && params.paper_max.is_none() && params.category_max.is_none() {
        return Ok(void);
    }
    if by_part && scopes.names.is_empty() {
        return Err(scope_missing("part_max", &mut named()));
    }
    let mut unused: Vec<String> = named()
        .filter(|name| !scopes.names.iter().any(|known| known == name))
        .map(str::to_owned)
        .collect();
    crate::sort::sort(&mut unused);
    unused.dedup();
    if !unused.is_empty() {
        cx.event(Event::Note {
            code: "scopes-unused",
            args: vec![unused.join(", ")],
        });
    }
    let mut told: BTreeMap<(&'static str, Vec<String>), u64> = BTreeMap::new();
    for class in budget.profile.classes() {
        if let Some((code, args)) = fault_of_all(&class, budget, params) {
            cx.reject(class.id, code, args);
            void.rejected.push(class.id);
            continue;
        }
        let faults = faults(&class, scopes, params);
        let Some((_, (code, args))) = faults.first() else {
            continue;
        };
        let parts: Vec<u32> = faults.iter().map(|(part, _)| *part).collect();
        let holds = |project: OptionId| {
            let part = scopes.of.get(project).copied().flatten();
            part.is_none_or(|part| !parts.contains(&part))
        };
        if params.void == Void::Whole || !class.options().any(holds) {
            cx.reject(class.id, code, args.clone());
            void.rejected.push(class.id);
            continue;
        }
        for (_, fault) in faults {
            let papers = told.entry(fault).or_default();
            *papers = papers.saturating_add(class.papers);
        }
        void.parts.insert(class.id, parts);
    }
    for ((code, mut args), papers) in told {
        args.insert(0, papers.to_string());
        let code = match code {
            "part-too-long" => "part-void-too-long",
            "part-too-short" => "part-void-too-short",
            "part-points" => "part-void-points",
            _ => "part-void-pots",
        };
        cx.event(Event::Note { code, args });
    }
    Ok(void)
}

/// What is wrong with a paper as a whole.
fn fault_of_all(class: &Class<'_>, budget: &Budget, params: &PaperParams) -> Option<Fault> {
    let count = |mine: &dyn Fn(OptionId) -> bool| {
        len32(class.options().filter(|project| mine(*project)).count())
    };
    if let Some(most) = params.paper_max.filter(|most| count(&|_| true) > *most) {
        return Some(("paper-too-long", vec![most.to_string()]));
    }
    let most = params.category_max?;
    let mut categories = budget.constraints.categories.iter();
    let full = categories.find(|category| {
        let mine = |project| category.projects.binary_search(&project).is_ok();
        count(&mine) > most
    });
    full.map(|category| ("category-too-long", vec![category.id.clone()]))
}

/// What is wrong with each part of a paper; the first fault of a part.
fn faults(class: &Class<'_>, scopes: &Scopes, params: &PaperParams) -> Vec<(u32, Fault)> {
    let mut faults = Vec::new();
    let points: BTreeMap<OptionId, i64> = class.scored().collect();
    for (part, scope) in (0u32..).zip(&scopes.names) {
        let mut length = 0u32;
        let mut sum = 0i128;
        let mut pots: Vec<u32> = Vec::new();
        for project in class.options() {
            if scopes.of.get(project).copied().flatten() != Some(part) {
                continue;
            }
            length = length.saturating_add(1);
            let given = points.get(&project).copied().unwrap_or(1);
            sum = sum.saturating_add(i128::from(given));
            pots.extend(scopes.pot.get(project).copied().flatten());
        }
        crate::sort::sort(&mut pots);
        pots.dedup();
        let one_pot = params.one_pot.0.iter().any(|name| name == scope);
        // A part left empty is not filled in wrongly, unless the paper is void without it.
        let asked = length > 0 || params.void == Void::Whole;
        let fault = |code, limit: Option<&u32>| {
            let limit = limit.map(ToString::to_string);
            let args = std::iter::once(scope.clone()).chain(limit);
            Some((part, (code, args.collect())))
        };
        let (least, most) = (params.part_min.of(scope), params.part_max.of(scope));
        let points = params.part_points.of(scope);
        faults.extend(if one_pot && pots.len() > 1 {
            fault("too-many-pots", None)
        } else if most.is_some_and(|most| length > *most) {
            fault("part-too-long", most)
        } else if asked && least.is_some_and(|least| length < *least) {
            fault("part-too-short", least)
        } else if points.is_some_and(|most| sum > i128::from(*most)) {
            fault("part-points", points)
        } else {
            None
        });
    }
    faults
}
