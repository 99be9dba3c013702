//! Stratified: the pool is divided into strata, each gets its seats, each is drawn by lot.
//!
//! 1. **Strata.** People who agree in the features named by `by` (a comma list; not needed where
//!    the pool has one feature only) are a stratum. More features make smaller strata: with all
//!    of a pool's features most strata would have less than one seat, so nothing is assumed.
//! 2. **Seats.** Each stratum's share of the seats is proportional to its people
//!    (`seats_by=pool`) or to the midpoint of the quota of its value (`seats_by=quotas`; of
//!    several features the product). Whole parts first, then largest remainders, in exact
//!    integers. Equal remainders are a tie: by default the lot decides, with one ticket for the
//!    name of each stratum.
//! 3. **Quotas against seats.** The seats of the strata bound how many members can have each
//!    value of each feature. Where that leaves a quota out of reach nothing is drawn: every such
//!    quota is named, with what the seats give and the nearest quota that they can meet.
//! 4. **Draw.** From the stream `panel/<stratum>` a simple random sample of its seats is drawn in
//!    each stratum (draw/v1, section 2.5, `sample`; people in byte order of their ids).
//! 5. **Quotas and households against the panel.** A panel that misses a quota, or in which two
//!    share a household, is rejected as a whole and drawn again, at most `attempts` times, from
//!    the streams `panel-2/<stratum>`, `panel-3/<stratum>` and so on. So of the panels with these
//!    seats that meet all quotas and have no two of a household, each is equally likely. The
//!    report tells how many were rejected and why. All attempts follow from the one seed: nobody
//!    can stop at a panel that pleases. Where none of them will do, counting stops and shows the
//!    nearest panel's misses.
//!
//! `attempts` is 10000 where nothing is said. With `attempts=1` the first panel stands or falls.
//!
//! **Households.** Where people share a household at most one is seated: a panel with two of one
//! household is rejected like one that misses a quota. Nobody is passed over, so the order of
//! strata and of draws favours nobody. Many shared households make most panels fail: where all
//! attempts are used up, the report says in how many of them two of a household sat.
//!
//! **Limits.** Rejection finds a panel only where a fair share of all panels meets the quotas;
//! many tight quotas need a rule that searches. What step 3 finds is necessary, not sufficient.
//! Where nothing is drawn the engine looks whether there is any panel: if so that is said, if not
//! which quotas cannot all be met, and the smallest relaxation after which there is one.
//!
//! Cost: O(people log people), and O(seats * features) for each attempt.
//!
//! Source: W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapter 5; largest remainders:
//! M. L. Balinski and H. P. Young, Fair Representation, 2nd edition, 2001 (Hamilton's method).
//!
//! ```
//! use isonomia::formats::{Named, PoolColumns, read_pool};
//! use isonomia::instance::Instance;
//! use isonomia::outcome::Outcome;
//! use isonomia::problem::Diagnostics;
//! use isonomia::rule::{Count, CountOptions};
//!
//! let mut people = "id,area\n1,North\n2,North\n3,North\n4,North\n5,South\n6,South\n".as_bytes();
//! let mut areas = "feature,value,min,max\narea,North,0,3\narea,South,0,3\n".as_bytes();
//! let pool = read_pool(
//!     &mut Named { name: "people.csv", reader: &mut people },
//!     Some(&mut Named { name: "categories.csv", reader: &mut areas }),
//!     &PoolColumns::default(),
//!     Some(3),
//!     &mut Diagnostics::default(),
//! );
//! let rule = isonomia::rules::find("sortition/stratified").unwrap().prepare(&[]).unwrap();
//! let seed = Some("00".repeat(32).parse().unwrap());
//! let mut cx = Count::new(CountOptions { seed, ..CountOptions::default() });
//! let outcome = rule.count(&Instance::Pool(pool.unwrap()), &mut cx);
//! // Four of six live in the North, so two of three seats are theirs: people 1 to 4.
//! let Ok(Outcome::Panel { members, .. }) = outcome else { panic!() };
//! assert_eq!(members.iter().filter(|person| person.0 < 4).count(), 2);
//! ```

mod quotas;
mod strata;

use std::collections::BTreeSet;

use self::strata::Stratum;
use crate::id::{FeatureId, PersonId, ix, len32};
use crate::instance::Pool;
use crate::num::Natural;
use crate::outcome::Outcome;
use crate::panel::feasible;
use crate::problem::Problem;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::sort::sort;
use crate::tie::TieRule;
use crate::transcript::Event;
use crate::{params, words};

words! {
    /// What a stratum's share of the seats is proportional to.
    pub enum SeatsBy {
        /// Its people in the pool.
        Pool = "pool",
        /// The midpoint between least and most of its quota; of several features the product.
        Quotas = "quotas",
    }
}

params! {
    /// Options of `sortition/stratified`.
    pub struct StratifiedParams {
        /// Features whose values make the strata, separated by commas; none: the only one there is.
        pub by: Option<String> = None,
        /// What a stratum's share of the seats is proportional to.
        pub seats_by: SeatsBy = SeatsBy::Pool,
        /// How many panels are drawn at most until one meets all quotas
        /// (`max_attempts` of the sortition tools).
        pub attempts: u32 = 10_000,
    }
    check = cross_check;
}

fn cross_check(params: &StratifiedParams) -> Result<(), Problem> {
    if params.attempts == 0 {
        return Err(Problem::error("param-value")
            .path("attempts")
            .found("0")
            .expected("at least 1"));
    }
    Ok(())
}

/// The rule.
pub struct Stratified;

impl Rule for Stratified {
    type Input = Pool;
    type Params = StratifiedParams;

    const META: Meta = Meta {
        id: "sortition/stratified",
        revision: 1,
        name: "Stratified random sample",
        summary: "Divides the pool into strata, gives each its seats by largest remainder and \
                  draws each by lot; quotas are kept.",
        citations: &[
            "W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapter 5",
            "M. L. Balinski and H. P. Young, Fair Representation, 2nd edition, 2001",
            "draw/v1, section 2.5 (sample)",
        ],
        ballots: &[],
        weights: Weights::Refused,
        ties: &[TieRule::Lot],
        needs_seed: true,
        seats: Seats::Many,
        observes: &[],
    };

    fn count(
        pool: &Pool,
        params: &StratifiedParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        let by = strata::features(pool, params.by.as_deref())?;
        if !pool.check_quotas().is_empty() {
            return Err(CountError::Infeasible(feasible::explain(pool)));
        }
        let (strata, weights) = seats(pool, &by, params.seats_by, cx)?;
        cx.event(strata::event(&strata, &weights, pool.seats));
        let problems = quotas::out_of_reach(pool, &strata);
        if !problems.is_empty() {
            return Err(explain(pool, &by, params, problems, cx));
        }
        draw(pool, &strata, params.attempts, cx)
    }
}

/// The features that make the strata: those of `by`, or the only one there is.
pub(crate) fn strata_features(pool: &Pool, by: Option<&str>) -> Result<Vec<FeatureId>, Problem> {
    strata::features(pool, by)
}

/// The strata with their seats, and what they weigh.
fn seats(
    pool: &Pool,
    by: &[FeatureId],
    seats_by: SeatsBy,
    cx: &mut Count<'_>,
) -> Result<(Vec<Stratum>, Vec<Natural>), CountError> {
    let mut strata = strata::strata(pool, by);
    let weigh = |stratum: &Stratum| match seats_by {
        SeatsBy::Pool => Natural::from(len32(stratum.people.len())),
        SeatsBy::Quotas => strata::midpoints(pool, by, stratum),
    };
    let weights: Vec<Natural> = strata.iter().map(weigh).collect();
    strata::apportion(&mut strata, &weights, pool.seats, cx)?;
    Ok((strata, weights))
}

/// Quotas that the seats leave out of reach; and, where the other way to share out the seats
/// would reach them all, that it would.
fn explain(
    pool: &Pool,
    by: &[FeatureId],
    params: &StratifiedParams,
    mut problems: Vec<Problem>,
    cx: &mut Count<'_>,
) -> CountError {
    let other = match params.seats_by {
        SeatsBy::Pool => SeatsBy::Quotas,
        SeatsBy::Quotas => SeatsBy::Pool,
    };
    let reached = cx
        .silently(|cx| seats(pool, by, other, cx))
        .is_ok_and(|(strata, _)| quotas::out_of_reach(pool, &strata).is_empty());
    if reached {
        problems.push(
            Problem::warning("seats-by-fix")
                .path("seats_by")
                .found(params.seats_by.word())
                .expected(other.word()),
        );
    }
    // Other strata may reach them, unless no panel does.
    problems.extend(feasible::impossible(pool));
    CountError::Infeasible(problems)
}

/// One attempt: the panel, and the draws of the strata.
struct Attempt {
    members: Vec<PersonId>,
    draws: Vec<Event>,
}

/// Draws panels until one meets all quotas.
fn draw(
    pool: &Pool,
    strata: &[Stratum],
    attempts: u32,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let mut misses = quotas::Misses::default();
    for number in 1..=attempts {
        cx.step(u64::from(number), u64::from(attempts))?;
        let Attempt { mut members, draws } = attempt(pool, strata, number, cx)?;
        let missed = pool.missed(&members);
        let clashes = clashes(pool, &members);
        if clashes > 0 || !missed.is_empty() {
            misses.reject(pool, &missed, clashes);
            continue;
        }
        misses.tell(pool, number, attempts, cx);
        for draw in draws {
            cx.event(draw);
        }
        sort(&mut members);
        return Ok(Outcome::Panel {
            seats: pool.seats,
            members,
        });
    }
    let mut problems = misses.problems(pool, attempts);
    problems.extend(feasible::explain(pool));
    Err(CountError::Infeasible(problems))
}

/// Members who share the household of one before them.
fn clashes(pool: &Pool, members: &[PersonId]) -> u32 {
    let mut seen = BTreeSet::new();
    let houses = members.iter().filter_map(|person| pool.household(*person));
    len32(houses.filter(|house| !seen.insert(*house)).count())
}

/// The label of a stratum's stream: `panel/<stratum>`, from the second attempt on
/// `panel-<attempt>/<stratum>`.
fn label(number: u32, stratum: &str) -> String {
    match number {
        1 => format!("panel/{stratum}"),
        _ => format!("panel-{number}/{stratum}"),
    }
}

fn attempt(
    pool: &Pool,
    strata: &[Stratum],
    number: u32,
    cx: &mut Count<'_>,
) -> Result<Attempt, CountError> {
    let mut attempt = Attempt {
        members: Vec::new(),
        draws: Vec::new(),
    };
    for stratum in strata.iter().filter(|stratum| stratum.seats > 0) {
        let label = label(number, &stratum.name);
        let people = &stratum.people;
        let of = len32(people.len());
        let numbers = cx
            .stream(&label)?
            .sample(u64::from(of), u64::from(stratum.seats))
            .map_err(|_| CountError::Infeasible(pool.check_seats()))?;
        let values: Vec<u32> = numbers
            .into_iter()
            .filter_map(|number| u32::try_from(number).ok())
            .collect();
        let drawn = values.iter().filter_map(|number| people.get(ix(*number)));
        attempt.members.extend(drawn.copied());
        attempt.draws.push(Event::Draw { label, of, values });
    }
    Ok(attempt)
}

#[cfg(test)]
mod tests;
