//! Seeded generators of elections and pools: for research, benches, fuzzing and property tests.
//!
//! Everything comes from one labelled stream of public randomness and integer arithmetic, so a
//! seed names the same election on every machine. Sizes are the caller's to bound.
//!
//! ```
//! use isonomia::lottery::{DrawKey, Seed};
//! use isonomia::synth::{Culture, Shape, rankings};
//! let seed: Seed = "07".repeat(32).parse().unwrap();
//! let mut stream = DrawKey::derive(seed, "example").stream();
//! let shape = Shape { options: 5, papers: 100, seats: 1 };
//! let contest = rankings(shape, Culture::Spatial, &mut stream);
//! assert_eq!(contest.profile.papers(), 100);
//! ```

mod ballots;
mod budgets;
mod pools;
mod volunteers;

pub use ballots::{Culture, Shape, allotments, approvals, rankings, scores};
pub use budgets::{BudgetShape, budget};
pub use pools::{PoolShape, pool};
pub use volunteers::volunteers;

use crate::ballot::BallotKind;
use crate::instance::Instance;
use crate::lottery::Stream;
use crate::rule::Entry;

/// An instance that a rule accepts, about `size` papers or people large.
pub fn for_rule(entry: &Entry, size: u32, stream: &mut Stream) -> Instance {
    let shape = Shape {
        options: 2 + below(stream, 9),
        papers: size,
        seats: 1 + below(stream, 3),
    };
    let kind = entry.meta.ballots.first().copied();
    match (entry.input, kind) {
        ("pool", _) => Instance::Pool(pool(
            PoolShape {
                people: size,
                seats: size.div_ceil(8),
                // A rule by strata needs no parameter only where there is one feature.
                features: 1,
            },
            stream,
        )),
        ("budget", kind) => {
            let shape = BudgetShape {
                projects: shape.options * 3,
                papers: size,
                kind: kind.unwrap_or(BallotKind::Approval),
            };
            Instance::Budget(budget(shape, stream))
        }
        (_, Some(BallotKind::Approval)) => Instance::Contest(approvals(shape, stream)),
        (_, Some(BallotKind::Score)) => Instance::Contest(scores(shape, 5, stream)),
        (_, Some(BallotKind::Allotment)) => Instance::Contest(allotments(shape, 100, stream)),
        _ => Instance::Contest(rankings(shape, Culture::Urn, stream)),
    }
}

/// A number below `n` (0 for `n` = 0).
fn below(stream: &mut Stream, n: u32) -> u32 {
    let drawn = stream.below(u128::from(n.max(1))).unwrap_or_default();
    u32::try_from(drawn).unwrap_or_default()
}
