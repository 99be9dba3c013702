//! The same file read as another kind of input: a closed, named list, recorded in the report.
//!
//! | word | takes | gives |
//! |---|---|---|
//! | `ordinal-as-approval` | rankings | an approval of every option that was ranked |
//! | `points-as-approval` | scores | an approval of every option with points above zero |
//! | `projects-as-options` | a budget | a contest without costs; the seats must be given |
//! | `ranking-strict` | rankings with equal ranks | strict rankings; papers with equal ranks are invalid |
//!
//! None is ever applied unasked. A rule that the file declares was made for the ballots as they
//! were cast, so after a conversion the rule must be named by the caller. There is no conversion
//! of rankings to points: the four ways called Borda differ, and rules take them as a parameter.

use super::{LoadOptions, Loaded};
use crate::ballot::{BallotKind, Limits};
use crate::id::OptionId;
use crate::instance::{Contest, Instance};
use crate::problem::{Diagnostics, Problem};
use crate::profile::{Class, Profile, ProfileBuilder};

/// A conversion: what it takes and what it does.
pub struct Conversion {
    /// The word after `--read-as`.
    pub word: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    apply: fn(Loaded, &LoadOptions) -> Result<Loaded, Problem>,
}

/// Every conversion.
pub static CONVERSIONS: [Conversion; 4] = [
    Conversion {
        word: "ordinal-as-approval",
        doc: "every option that a ballot ranks is approved",
        apply: |loaded, _| {
            let place = |class: &Class<'_>, approved: &mut Vec<OptionId>| {
                approved.extend(class.options());
            };
            approvals(loaded, BallotKind::Ranking, place)
        },
    },
    Conversion {
        word: "points-as-approval",
        doc: "every option to which a ballot gives points above zero is approved",
        apply: |loaded, _| {
            let positive = |class: &Class<'_>, approved: &mut Vec<OptionId>| {
                let scored = class.scored().filter(|(_, points)| *points > 0);
                approved.extend(scored.map(|(option, _)| option));
            };
            approvals(loaded, BallotKind::Score, positive)
        },
    },
    Conversion {
        word: "projects-as-options",
        doc: "projects become options of equal cost; needs the number of seats",
        apply: projects_as_options,
    },
    Conversion {
        word: "ranking-strict",
        doc: "papers with equal ranks are invalid and listed",
        apply: |loaded, _| ranking_strict(loaded),
    },
];

/// Applies the conversion asked for; without one the input stays as it is.
pub(super) fn apply(
    loaded: Loaded,
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let Some(word) = &options.read_as else {
        return Some(loaded);
    };
    let Some(conversion) = CONVERSIONS.iter().find(|known| known.word == word) else {
        let words: Vec<&str> = CONVERSIONS.iter().map(|known| known.word).collect();
        diagnostics.push(
            Problem::error("read-as-unknown")
                .path("read_as")
                .found(word)
                .expected(words.join(", ")),
        );
        return None;
    };
    match (conversion.apply)(loaded, options) {
        Ok(mut loaded) => {
            loaded.read_as = Some(conversion.word.to_owned());
            if let Some(rule) = &mut loaded.declared.rule {
                rule.rule = None;
                rule.params.clear();
            }
            Some(loaded)
        }
        Err(problem) => {
            diagnostics.push(problem.path("read_as"));
            None
        }
    }
}

/// A conversion that does not take what the file holds.
fn refused(found: &str, expected: &str) -> Problem {
    Problem::error("read-as-not-fitting")
        .found(found)
        .expected(expected)
}

/// Approvals out of ballots of another kind.
fn approvals(
    mut loaded: Loaded,
    from: BallotKind,
    approved_by: impl Fn(&Class<'_>, &mut Vec<OptionId>),
) -> Result<Loaded, Problem> {
    let (profile, limits) = ballots(&mut loaded.instance, from)?;
    let mut approved: Vec<OptionId> = Vec::new();
    let add = |builder: &mut ProfileBuilder, class: &Class<'_>, papers, line| {
        approved.clear();
        approved_by(class, &mut approved);
        builder.approval(&approved, papers, class.weight, line)
    };
    *profile = rebuild(profile, BallotKind::Approval, add)?;
    *limits = Limits {
        min_length: limits.min_length.filter(|_| from == BallotKind::Ranking),
        max_length: limits.max_length,
        refuse_blank: limits.refuse_blank && from == BallotKind::Ranking,
        ..Limits::default()
    };
    Ok(loaded)
}

/// Costs fall away; what is left is a contest.
fn projects_as_options(mut loaded: Loaded, options: &LoadOptions) -> Result<Loaded, Problem> {
    let kind = loaded.instance.kind();
    let Instance::Budget(budget) = loaded.instance else {
        return Err(refused(kind, "budget"));
    };
    let seats = options
        .seats
        .filter(|seats| *seats > 0)
        .ok_or_else(|| Problem::error("seats-missing").expected("a number of seats"))?;
    loaded.instance = Instance::Contest(Contest {
        options: budget.options,
        profile: budget.profile,
        seats,
        limits: Limits {
            min_cost: None,
            max_cost: None,
            ..budget.limits
        },
    });
    Ok(loaded)
}

/// Papers with equal ranks leave the profile and are listed.
fn ranking_strict(mut loaded: Loaded) -> Result<Loaded, Problem> {
    let (profile, limits) = ballots(&mut loaded.instance, BallotKind::Ranking)?;
    let invalid = &mut loaded.invalid;
    let add = |builder: &mut ProfileBuilder, class: &Class<'_>, papers, line| {
        let ranks = class.ranks();
        if ranks.iter().any(|rank| rank.len() > 1) {
            invalid.add("equal-ranks", Vec::new(), papers, line);
            return Ok(());
        }
        builder.ranks(&ranks, papers, class.weight, line)
    };
    *profile = rebuild(profile, BallotKind::Ranking, add)?;
    limits.equal_ranks = false;
    Ok(loaded)
}

/// The ballots and limits of an instance, if they are of a kind.
fn ballots(
    instance: &mut Instance,
    kind: BallotKind,
) -> Result<(&mut Profile, &mut Limits), Problem> {
    let (profile, limits) = match instance {
        Instance::Contest(contest) => (&mut contest.profile, &mut contest.limits),
        Instance::Budget(budget) => (&mut budget.profile, &mut budget.limits),
        Instance::Pool(_) => return Err(refused("pool", kind.word())),
    };
    if profile.kind() != kind {
        return Err(refused(profile.kind().word(), kind.word()));
    }
    Ok((profile, limits))
}

/// The profile again, ballot by ballot; rows keep their lines.
///
/// A row does not say how many papers it holds, so the first row of a class brings all of them.
fn rebuild(
    profile: &Profile,
    kind: BallotKind,
    mut add: impl FnMut(&mut ProfileBuilder, &Class<'_>, u64, u32) -> Result<(), Problem>,
) -> Result<Profile, Problem> {
    let mut builder = ProfileBuilder::weighted(kind, profile.options(), profile.weight_scale());
    let mut left: Vec<u64> = profile.classes().map(|class| class.papers).collect();
    for row in profile.rows() {
        let class = profile.class(row.class);
        let papers = left
            .get_mut(crate::id::ix(row.class.0))
            .map(std::mem::take)
            .unwrap_or_default();
        add(&mut builder, &class, papers, row.line)?;
    }
    Ok(builder.finish())
}

#[cfg(test)]
mod tests;
