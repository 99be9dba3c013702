//! Quotas from a census: what a panel of `k` seats must hold to mirror a town.
//!
//! A value with the share `s` of the town stands for `k·s` seats, which are seldom whole. With
//! the slack `d` its quota is
//!
//! ```text
//! min = max(0, floor(k·s) - d), but at least 1 where k·s >= 1
//! max = min(k, ceil(k·s) + d)
//! ```
//!
//! so a panel is at most `1 + d` seats from the share of every value, and with `d = 0` never a
//! whole seat. Beside the range stands one whole number of seats a value, by largest remainders:
//! `floor(k·s)` each, then one more in the order of the parts that were cut off, greater first;
//! equal ones by the greater share, then by the order of the file. They sum to `k`.
//!
//! A range may be set by hand. Where ranges set by hand leave the others too much or too little,
//! so that the least numbers of a feature sum to more than `k` or the greatest to fewer, the
//! others give way one seat at a time, always where the range lies farthest from the share on the
//! wrong side; what was moved is marked. Shares are exact fractions, so no rounding decides.
//!
//! ```
//! use isonomia::panel::targets::{Asked, Town, targets};
//!
//! let mut town = Town::default();
//! for (value, people) in [("16-29", 238u64), ("30-59", 512), ("60+", 250)] {
//!     town.count("age", value, people);
//! }
//! let found = targets(&town.shares().unwrap(), &Asked { seats: 20, ..Asked::default() }).unwrap();
//! let told: Vec<_> = found.values().map(|(_, v)| (v.target, v.min, v.max)).collect();
//! // 4.76, 10.24 and exactly 5 seats.
//! assert_eq!(told, [(5, 4, 5), (10, 10, 11), (5, 5, 5)]);
//! ```

mod fit;
mod town;
mod written;

pub use town::{Shares, Town};
pub use written::Dialect;

use crate::num::{Integer, Ratio};
use crate::problem::Problem;

/// The largest panel that targets are made for.
pub const MOST_SEATS: u32 = 1_000_000;

/// What is asked besides the shares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Seats of the panel.
    pub seats: u32,
    /// By how many seats each range is wider on both sides.
    pub slack: u32,
    /// By how many seats a range may be relaxed: `min_flex` and `max_flex`; none are written
    /// where it is `None`.
    pub flex: Option<u32>,
    /// Ranges set by hand.
    pub set: Vec<SetRange>,
}

/// A range set by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetRange {
    /// The feature; case and blanks around it do not matter.
    pub feature: String,
    /// The value, likewise.
    pub value: String,
    /// The least.
    pub min: u32,
    /// The most.
    pub max: u32,
}

/// The target of one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The value.
    pub name: String,
    /// Its share of the town.
    pub share: Ratio,
    /// The seats that it stands for, exactly: `k·s`.
    pub exact: Ratio,
    /// The whole number of seats nearest to it, so that all sum to `k`.
    pub target: u32,
    /// The least.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// How far `min` and `max` may be relaxed, where that was asked for.
    pub flex: Option<(u32, u32)>,
    /// Whether the range was set by hand.
    pub set: bool,
    /// Whether the range was moved to make room for ranges set by hand.
    pub moved: bool,
}

/// Targets of all features, in the order of the census.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets {
    /// Seats of the panel.
    pub seats: u32,
    /// The slack.
    pub slack: u32,
    /// Features with their values.
    pub features: Vec<(String, Vec<Target>)>,
}

impl Targets {
    /// Every value with the name of its feature, in order.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Target)> {
        self.features.iter().flat_map(|(feature, values)| {
            let values = values.iter();
            values.map(|value| (feature.as_str(), value))
        })
    }
}

/// Makes targets. Cost: O(values² + seats moved by ranges set by hand · values).
///
/// # Errors
/// All of: `targets-seats` for a panel of nobody or too large, `targets-set-unknown` for a value
/// that the shares do not have, `targets-set-twice`, `targets-set-range` for a least above a most
/// or above the seats, `targets-set-sum` where ranges set by hand leave no way to sum to `k`.
pub fn targets(shares: &Shares, asked: &Asked) -> Result<Targets, Vec<Problem>> {
    let mut problems = Vec::new();
    if asked.seats == 0 || asked.seats > MOST_SEATS {
        problems.push(
            Problem::error("targets-seats")
                .path("seats")
                .found(asked.seats.to_string())
                .expected(format!("1..{MOST_SEATS}")),
        );
        return Err(problems);
    }
    check_set(shares, asked, &mut problems);
    // Ranges that are none have no sums to look at.
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut features = Vec::new();
    for (feature, values) in shares.features() {
        let mut made: Vec<Target> = values
            .iter()
            .map(|(name, share)| range(feature, name, share, asked))
            .collect();
        if let Err(problem) = fit::ranges(feature, &mut made, asked.seats) {
            problems.push(problem);
            continue;
        }
        fit::points(&mut made, asked.seats);
        for target in &mut made {
            target.flex = asked.flex.map(|flex| {
                let most = target.max.saturating_add(flex).min(asked.seats);
                (target.min.saturating_sub(flex), most)
            });
        }
        features.push((feature.clone(), made));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Targets {
        seats: asked.seats,
        slack: asked.slack,
        features,
    })
}

/// The range of one value, before the sums are looked at.
fn range(feature: &str, name: &str, share: &Ratio, asked: &Asked) -> Target {
    let seats = asked.seats;
    let exact = share * Ratio::from(Integer::from(seats));
    let (low, high) = (whole(&exact.floor()), whole(&exact.ceil()));
    let set = asked.set.iter().find(|set| set.is(feature, name));
    let least = low.saturating_sub(asked.slack).max(u32::from(low > 0));
    let most = high.saturating_add(asked.slack).min(seats);
    let (min, max) = set.map_or((least, most), |set| (set.min, set.max));
    Target {
        name: name.to_owned(),
        share: share.clone(),
        exact,
        target: low,
        min,
        max,
        flex: None,
        set: set.is_some(),
        moved: false,
    }
}

impl SetRange {
    fn is(&self, feature: &str, value: &str) -> bool {
        same(&self.feature, feature) && same(&self.value, value)
    }

    fn path(&self) -> String {
        format!("{}/{}", self.feature.trim(), self.value.trim())
    }
}

fn check_set(shares: &Shares, asked: &Asked, problems: &mut Vec<Problem>) {
    for (at, set) in asked.set.iter().enumerate() {
        let feature = shares.features().find(|(name, _)| same(name, &set.feature));
        let known = feature.is_some_and(|(_, values)| {
            let mut values = values.iter();
            values.any(|(name, _)| same(name, &set.value))
        });
        if !known {
            let names: Vec<&str> = match feature {
                Some((_, values)) => values.iter().map(|(name, _)| name.as_str()).collect(),
                None => shares.features().map(|(name, _)| name.as_str()).collect(),
            };
            let problem = Problem::error("targets-set-unknown").path(set.path());
            problems.push(problem.found(set.path()).expected(names.join(", ")));
        }
        let earlier = asked.set.get(..at).unwrap_or_default();
        if earlier
            .iter()
            .any(|other| other.is(&set.feature, &set.value))
        {
            problems.push(Problem::error("targets-set-twice").path(set.path()));
        }
        if set.min > set.max || set.max > asked.seats {
            problems.push(
                Problem::error("targets-set-range")
                    .path(set.path())
                    .found(format!("{}..{}", set.min, set.max))
                    .expected(format!("a range within 0..{}", asked.seats)),
            );
        }
    }
}

/// A whole number of seats: at most as many as the panel has, so it fits.
fn whole(number: &Integer) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Equal but for case and blanks around.
fn same(left: &str, right: &str) -> bool {
    left.trim().to_lowercase() == right.trim().to_lowercase()
}

/// The sum of numbers of seats.
fn sum(values: &[Target], of: fn(&Target) -> u32) -> u64 {
    let sums = values.iter().map(|value| u64::from(of(value)));
    sums.fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests;
