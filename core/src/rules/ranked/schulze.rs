//! The Schulze method: who is preferred along the strongest path.
//!
//! **Definition.** `d(a, b)` voters prefer `a` to `b`; an option left unranked stands below all
//! ranked ones. Where `d(a, b) > d(b, a)` there is a link from `a` to `b`; its strength is
//! `d(a, b)` (winning votes) or `d(a, b) - d(b, a)` (margins). A path is as strong as its
//! weakest link; `p(a, b)` is the strength of the strongest path from `a` to `b`, 0 if there is
//! none. `a` is ranked over `b` if and only if `p(a, b) > p(b, a)`; this order is transitive.
//!
//! **Outcome.** Tiers of a ranking: the first holds everyone over whom nobody is ranked, the
//! next everyone over whom only members of earlier tiers are ranked, and so on. A tier of
//! several is a tie, and is reported as one: nothing is decided by lot.
//!
//! **Complexity.** Pairs: half the square of the ranked options of each distinct ballot. Paths:
//! the cube of the options, by Floyd and Warshall, on integers that stand for the distinct
//! strengths.
//!
//! **Limits.** At most 500 options. All votes together fit in 64 bits.
//!
//! **Source.** Markus Schulze, "A new monotonic, clone-independent, reversal symmetric, and
//! Condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011),
//! 267-303, sections 2.1 to 2.3.
//!
//! ```
//! use isonomia::ballot::{BallotKind, Limits};
//! use isonomia::id::OptionId;
//! use isonomia::instance::{Contest, Instance, Options};
//! use isonomia::outcome::Outcome;
//! use isonomia::profile::ProfileBuilder;
//! use isonomia::rule::{Count, CountOptions};
//!
//! // Tennessee: Nashville beats each of the others by itself.
//! let (m, n, c, k) = (OptionId(0), OptionId(1), OptionId(2), OptionId(3));
//! let mut options = Options::new();
//! for id in ["M", "N", "C", "K"] {
//!     options.push(id, id).unwrap();
//! }
//! let mut ballots = ProfileBuilder::new(BallotKind::Ranking, 4);
//! ballots.ranking(&[m, n, c, k], 42, 1, 1)?;
//! ballots.ranking(&[n, c, k, m], 26, 1, 2)?;
//! ballots.ranking(&[c, k, n, m], 15, 1, 3)?;
//! ballots.ranking(&[k, c, n, m], 17, 1, 4)?;
//! let profile = ballots.finish();
//! let contest = Contest { options, profile, seats: 1, limits: Limits::default() };
//!
//! let schulze = isonomia::rules::find("ranked/schulze").unwrap().prepare(&[])?;
//! let mut cx = Count::new(CountOptions::default());
//! let outcome = schulze.count(&Instance::Contest(contest), &mut cx).unwrap();
//! let tiers = vec![vec![n], vec![c], vec![k], vec![m]];
//! assert_eq!(outcome, Outcome::Ranking { tiers });
//! # Ok::<(), isonomia::problem::Problem>(())
//! ```

use crate::ballot::BallotKind;
use crate::id::{OptionId, ix, len32};
use crate::instance::Contest;
use crate::outcome::Outcome;
use crate::rule::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::rules::shared::pairwise::{Pairwise, Square};
use crate::rules::shared::papers::check_options;
use crate::sort::sort;
use crate::{params, words};

words! {
    /// What makes a link strong.
    pub enum Strength {
        /// The votes of the winning side.
        WinningVotes = "winning-votes",
        /// The votes of the winning side less those of the losing side.
        Margins = "margins",
    }
}

params! {
    /// Options of the Schulze method.
    pub struct SchulzeParams {
        /// What makes a link strong (Schulze and Debian: winning-votes).
        pub strength: Strength = Strength::WinningVotes,
    }
}

/// The most options: two squares of them stand in the report.
const MOST_OPTIONS: u32 = 500;

/// The Schulze method.
pub struct Schulze;

impl Rule for Schulze {
    type Input = Contest;
    type Params = SchulzeParams;
    const META: Meta = Meta {
        id: "ranked/schulze",
        revision: 1,
        name: "Schulze method",
        summary: "One option is ranked over another if the strongest path of pairwise victories leads from it.",
        citations: &["M. Schulze, Social Choice and Welfare 36 (2011), 267-303, sections 2.1-2.3"],
        ballots: &[BallotKind::Ranking],
        weights: Weights::Counted,
        ties: &[],
        needs_seed: false,
        seats: Seats::None,
        observes: &[],
    };

    fn count(
        contest: &Contest,
        params: &SchulzeParams,
        cx: &mut Count<'_>,
    ) -> Result<Outcome, CountError> {
        check_options(&contest.options, MOST_OPTIONS)?;
        // Count for each pair the voters who prefer the one to the other.
        let pairs = Pairwise::of(contest)?;
        cx.event(pairs.event("preferences", &pairs.votes));
        // Each pairwise victory is a link; find the strongest path from each to each.
        let links = links(&pairs.votes, params.strength);
        let paths = strongest_paths(&links, cx)?;
        cx.event(pairs.event("strongest-paths", &paths));
        // One is ranked over another if its path there is stronger than the path back.
        let tiers = tiers(&paths)
            .into_iter()
            .map(|tier| tier.into_iter().filter_map(|at| pairs.options.get(at)))
            .map(|tier| tier.copied().collect::<Vec<OptionId>>())
            .collect();
        Ok(Outcome::Ranking { tiers })
    }
}

/// The strength of each link; 0 where there is no victory.
fn links(votes: &Square<u64>, strength: Strength) -> Square<u64> {
    Square::from_fn(votes.size(), |a, b| {
        let (win, lose) = (votes.at(a, b), votes.at(b, a));
        match strength {
            _ if win <= lose => 0,
            Strength::WinningVotes => win,
            Strength::Margins => win - lose,
        }
    })
}

/// The strength of the strongest path from each to each. Only the order of strengths matters, so
/// the paths are found on their numbers in that order, which fit in 32 bits and go fast.
fn strongest_paths(links: &Square<u64>, cx: &mut Count<'_>) -> Result<Square<u64>, CountError> {
    let size = links.size();
    let mut levels: Vec<u64> = (0..size)
        .flat_map(|row| links.row(row).iter().copied())
        .chain([0])
        .collect();
    sort(&mut levels);
    levels.dedup();
    let level = |strength: u64| {
        let found = levels.binary_search(&strength);
        len32(found.unwrap_or_default())
    };
    let mut paths = Square::from_fn(size, |a, b| level(links.at(a, b)));
    for via in 0..size {
        cx.step(u64::from(len32(via)), u64::from(len32(size)))?;
        let onward = paths.row(via).to_vec();
        for from in 0..size {
            let first = paths.at(from, via);
            if from == via || first == 0 {
                continue;
            }
            for (path, onward) in paths.row_mut(from).iter_mut().zip(&onward) {
                *path = (*path).max(first.min(*onward));
            }
        }
    }
    Ok(Square::from_fn(size, |a, b| {
        levels.get(ix(paths.at(a, b))).copied().unwrap_or_default()
    }))
}

/// The tiers of the ranking, by row of the matrix.
fn tiers(paths: &Square<u64>) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..paths.size()).collect();
    let mut tiers = Vec::new();
    while !left.is_empty() {
        let over = |a: usize, b: usize| paths.at(a, b) > paths.at(b, a);
        let (tier, rest): (Vec<usize>, Vec<usize>) = left
            .iter()
            .partition(|b| !left.iter().any(|a| over(*a, **b)));
        if tier.is_empty() {
            // Cannot be: the order has no cycles. What is left would be one tie.
            tiers.push(rest);
            break;
        }
        tiers.push(tier);
        left = rest;
    }
    tiers
}
