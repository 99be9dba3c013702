//! What a statute demands of a count.

use crate::ballot::BallotKind;
use crate::instance::Budget;
use crate::problem::Problem;
use crate::words;

words! {
    /// A statute that a count must keep.
    pub enum Law {
        /// None is asked for.
        None = "none",
        /// Poland, ustawa o samorządzie gminnym, art. 5a ust. 7 pkt 4: a participatory budget is
        /// voted on equally and directly. Papers that weigh more than others are refused, and
        /// points where one voter may give more than another. (No format that is read here
        /// holds votes given on behalf of others.)
        Pl5a = "pl-5a",
    }
}

/// What the statute says, with its place.
const PL_5A: &str = "art. 5a ust. 7 pkt 4 ustawy o samorządzie gminnym: zasady przeprowadzania \
    głosowania muszą zapewniać równość i bezpośredniość głosowania";

/// Refuses what the law does not allow.
pub(super) fn check(law: Law, budget: &Budget) -> Result<(), Problem> {
    if law == Law::None {
        return Ok(());
    }
    let refused = |what: &str, found: String| {
        let problem = Problem::error("law-pl-5a").path(what);
        Err(problem.found(found).expected(PL_5A))
    };
    let profile = &budget.profile;
    if profile.is_weighted() {
        let unit = profile.weight_scale().one();
        let other = profile.classes().filter(|class| class.weight != unit);
        let papers: u64 = other.map(|class| class.papers).sum();
        return refused("weights", papers.to_string());
    }
    let limits = &budget.limits;
    let bounded = limits.max_sum.is_some() || limits.max_points.is_some();
    if matches!(profile.kind(), BallotKind::Score | BallotKind::Allotment)
        && !bounded
        && limits.credits.is_none()
    {
        return refused("points", "no max_sum and no max_points".to_owned());
    }
    Ok(())
}
