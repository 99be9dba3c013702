//! Votes and points of projects: one pass over the ballots.

use crate::ballot::BallotKind;
use crate::id::{ClassId, IdVec, OptionId, len32};
use crate::instance::{Budget, Options};
use crate::num::Scale;
use crate::problem::Problem;
use crate::profile::Class;
use crate::rules::shared::utility::Places;
use crate::sort::sort_by;
use crate::transcript::Event;
use crate::words;

words! {
    /// What a place on a ranking is worth. Rankings must be strict.
    pub enum Scoring {
        /// With k places on the paper the first gets k, the second k-1, the last 1, also on a
        /// shorter ballot; k is the greatest length allowed, or the number of projects where
        /// there is none (Stanford: k+1-rank).
        Places = "places",
        /// As many points as projects are ranked below on the same ballot; the last gets 0, so
        /// a ballot with one project gives nothing (pabutools: Additive_Borda).
        Borda = "borda",
        /// One more than `borda`: the last project of a ballot gets 1 and the first as many as
        /// the ballot names (Krakow: 3-2-1; the column `score` of every ordinal Pabulib file).
        BordaMin1 = "borda-min-1",
        /// The number of projects minus the place: with m projects the first gets m-1, on any
        /// ballot; what is not ranked gets 0 (J.-C. de Borda, 1784).
        BordaAll = "borda-all",
    }
}

/// What each project got.
pub(crate) struct Tallies {
    /// What it is: `votes` or `score`.
    pub(crate) name: &'static str,
    /// In units of `10^-scale`, each below 2^63 in size.
    pub(crate) of: IdVec<OptionId, i128>,
    /// The unit: that of the weights of papers.
    pub(crate) scale: Scale,
}

impl Tallies {
    /// The tally of a project as decimal text.
    pub(crate) fn text(&self, project: OptionId) -> String {
        let units = self.of[project];
        let sign = if units < 0 { "-" } else { "" };
        let size = u64::try_from(units.unsigned_abs()).unwrap_or(u64::MAX);
        format!("{sign}{}", self.scale.text(size))
    }

    /// All tallies, highest first, equal ones in file order.
    pub(crate) fn event(&self, options: &Options) -> Event {
        let mut order: Vec<OptionId> = options.all().collect();
        sort_by(&mut order, &mut |a, b| self.of[*b].cmp(&self.of[*a]));
        Event::Scores {
            of: self.name,
            scores: order
                .into_iter()
                .map(|project| (project, self.text(project)))
                .collect(),
        }
    }
}

/// The ballots that name a project; where ballots give points, with points above zero.
pub(crate) fn votes(budget: &Budget) -> Result<Tallies, Problem> {
    votes_that(budget, &|_, _| true)
}

/// The same, of the ballots and projects that count.
pub(crate) fn votes_that(
    budget: &Budget,
    counts: &dyn Fn(ClassId, OptionId) -> bool,
) -> Result<Tallies, Problem> {
    let points = budget.profile.kind() == BallotKind::Score;
    tally(budget, "votes", |class, add| {
        if points {
            class
                .scored()
                .filter(|(project, points)| *points > 0 && counts(class.id, *project))
                .try_for_each(|(project, _)| add(project, 1))
        } else {
            let mut named = class.options().filter(|project| counts(class.id, *project));
            named.try_for_each(|project| add(project, 1))
        }
    })
}

/// The points of a project: one for an approval, those given, or those of its places.
pub(crate) fn scores(budget: &Budget, scoring: &Places) -> Result<Tallies, Problem> {
    if budget.totals.is_some() && budget.profile.kind() != BallotKind::Approval {
        let problem = Problem::error("totals-not-points").found("totals");
        return Err(problem.expected("by=votes, or approvals"));
    }
    let profile = &budget.profile;
    match profile.kind() {
        BallotKind::Score | BallotKind::Allotment | BallotKind::Knapsack => {
            tally(budget, "score", |class, add| {
                class
                    .scored()
                    .try_for_each(|(project, points)| add(project, points))
            })
        }
        BallotKind::Approval => tally(budget, "score", |class, add| {
            class.options().try_for_each(|project| add(project, 1))
        }),
        BallotKind::Ranking if profile.has_equal_ranks() => {
            let equal = profile
                .classes()
                .filter(|c| c.codes().any(|code| code == 0));
            let papers: u64 = equal.map(|class| class.papers).sum();
            Err(Problem::error("equal-ranks")
                .found(papers.to_string())
                .expected("strict rankings, or by=votes"))
        }
        BallotKind::Ranking => tally(budget, "score", |class, add| {
            let ranks = class.ranks();
            let length = len32(ranks.len());
            (1..).zip(ranks).try_for_each(|(place, rank)| {
                let worth = scoring.worth(place, length, budget);
                rank.into_iter().try_for_each(|project| add(project, worth))
            })
        }),
    }
}

/// Adds points to a project; `None` when the sum grows too large.
type Add<'a> = &'a mut dyn FnMut(OptionId, i64) -> Option<()>;

/// Sums over the ballots, and the votes of paper cards known only as totals, each worth one.
fn tally(
    budget: &Budget,
    name: &'static str,
    ballot: impl Fn(&Class<'_>, Add<'_>) -> Option<()>,
) -> Result<Tallies, Problem> {
    let mut of: IdVec<OptionId, i128> = IdVec::filled(budget.options.len(), 0);
    let too_large =
        || Problem::error("tally-too-large").expected("votes and points below 2^63 in all");
    let one = i128::from(budget.profile.weight_scale().one());
    for (project, votes) in budget.totals.iter().flat_map(IdVec::iter) {
        let votes = i64::try_from(i128::from(*votes).saturating_mul(one));
        of[project] = votes.map(i128::from).map_err(|_| too_large())?;
    }
    for class in budget.profile.classes() {
        let times = i128::from(class.papers).checked_mul(i128::from(class.weight));
        ballot(&class, &mut |project, points| {
            let sum = of[project].checked_add(times?.checked_mul(i128::from(points))?)?;
            of[project] = i64::try_from(sum).ok().map(i128::from)?;
            Some(())
        })
        .ok_or_else(too_large)?;
    }
    Ok(Tallies {
        name,
        of,
        scale: budget.profile.weight_scale(),
    })
}
