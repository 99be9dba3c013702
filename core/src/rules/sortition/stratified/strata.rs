//! Strata: people who agree in the features asked for, and the seats of each stratum.

use std::collections::BTreeMap;

use crate::id::{FeatureId, OptionId, PersonId, ValueId, ix, len32};
use crate::instance::{Options, Pool};
use crate::num::{Natural, Ratio, ratio_text};
use crate::params::conflict;
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::sort::sort_by;
use crate::tie::Tie;
use crate::transcript::Event;

/// A stratum: people with the same values.
#[derive(Clone, Debug)]
pub(super) struct Stratum {
    pub(super) name: String,
    pub(super) values: Vec<ValueId>,
    /// In byte order of their ids.
    pub(super) people: Vec<PersonId>,
    /// Filled by [`apportion`].
    pub(super) seats: u32,
}

/// The features of `by`: a list by name, or the only feature there is.
pub(super) fn features(pool: &Pool, by: Option<&str>) -> Result<Vec<FeatureId>, Problem> {
    let names: Vec<&str> = pool.features().values().map(|f| f.name.as_str()).collect();
    let find = |name: &str| {
        let folded = name.trim().to_lowercase();
        let mut features = pool.features().iter();
        let found = features.find(|(_, feature)| feature.name.to_lowercase() == folded);
        found.map(|(id, _)| id)
    };
    let Some(by) = by else {
        return match pool.features().ids().next() {
            Some(only) if names.len() == 1 => Ok(vec![only]),
            _ => Err(Problem::error("by-missing")
                .path("by")
                .expected(format!("one or more of: {}", names.join(", ")))),
        };
    };
    // A name may hold a comma itself.
    if let Some(whole) = find(by) {
        return Ok(vec![whole]);
    }
    let mut chosen = Vec::new();
    for name in by.split(',') {
        let feature = find(name).ok_or_else(|| {
            Problem::error("feature-unknown")
                .path("by")
                .found(name.trim())
                .expected(names.join(", "))
        })?;
        if chosen.contains(&feature) {
            return Err(conflict("by", by, "each feature once"));
        }
        chosen.push(feature);
    }
    Ok(chosen)
}

/// The strata that have people, in file order of their values.
pub(super) fn strata(pool: &Pool, by: &[FeatureId]) -> Vec<Stratum> {
    let mut cells: BTreeMap<Vec<ValueId>, Vec<PersonId>> = BTreeMap::new();
    for person in pool.people() {
        let values = by.iter().map(|feature| pool.value(person, *feature));
        cells.entry(values.collect()).or_default().push(person);
    }
    cells
        .into_iter()
        .map(|(values, people)| Stratum {
            name: name(pool, by, &values),
            values,
            people,
            seats: 0,
        })
        .collect()
}

/// `female / 16-29`. A slash within a value of several is doubled, so that no two strata share
/// a name.
fn name(pool: &Pool, by: &[FeatureId], values: &[ValueId]) -> String {
    let names = by.iter().zip(values).map(|(feature, value)| {
        let feature = pool.features().get(*feature);
        let value = feature.and_then(|feature| feature.values.get(*value));
        value.map_or("", |value| value.name.as_str())
    });
    match values.len() {
        1 => names.collect(),
        _ => names
            .map(|name| name.replace('/', "//"))
            .collect::<Vec<_>>()
            .join(" / "),
    }
}

/// Twice the midpoint of the quota of a stratum's value; of several features the product, as if
/// they were independent.
pub(super) fn midpoints(pool: &Pool, by: &[FeatureId], stratum: &Stratum) -> Natural {
    by.iter()
        .zip(&stratum.values)
        .filter_map(|(feature, value)| pool.features().get(*feature)?.values.get(*value))
        .map(|quota| Natural::from(quota.min) + Natural::from(quota.max))
        .fold(Natural::ONE, |product, factor| product * factor)
}

/// Gives the seats to the strata by largest remainder (Hamilton, Hare-Niemeyer).
///
/// Each stratum's share is `seats * weight / weights`. It gets the whole part; the seats that
/// remain go to the largest fractions, one each. Equal fractions of which only some get a seat
/// are a tie, decided by the tie policy over the names of the strata and recorded.
///
/// # Errors
/// A tie that nothing decides, or strata that weigh nothing at all.
pub(super) fn apportion(
    strata: &mut [Stratum],
    weights: &[Natural],
    seats: u32,
    cx: &mut Count<'_>,
) -> Result<(), CountError> {
    let total = weights
        .iter()
        .fold(Natural::ZERO, |sum, weight| sum + weight);
    if total == Natural::ZERO {
        return Err(Problem::error("strata-without-weight")
            .path("seats_by")
            .into());
    }
    let mut left = seats;
    let mut options = Options::new();
    let mut fractions: Vec<(Natural, OptionId)> = Vec::new();
    for (stratum, weight) in strata.iter_mut().zip(weights) {
        let share = Natural::from(seats) * weight;
        stratum.seats = u32::try_from(&share / &total).unwrap_or(u32::MAX);
        left = left.saturating_sub(stratum.seats);
        if let Ok(option) = options.push(&stratum.name, &stratum.name) {
            fractions.push((share % &total, option));
        }
    }
    let people: Vec<i128> = strata
        .iter()
        .map(|s| i128::from(len32(s.people.len())))
        .collect();
    let votes = |option: OptionId| people.get(ix(option.0)).copied().unwrap_or_default();
    sort_by(&mut fractions, &mut |a, b| {
        b.0.cmp(&a.0).then(a.1.cmp(&b.1))
    });
    let mut rest = fractions.as_slice();
    while let Some((largest, _)) = rest.first().filter(|_| left > 0) {
        let equal = rest.partition_point(|(fraction, _)| fraction >= largest);
        let (group, after) = rest.split_at(equal);
        rest = after;
        let mut group: Vec<OptionId> = group.iter().map(|(_, option)| *option).collect();
        while left > 0 && !group.is_empty() {
            let chosen = if len32(group.len()) <= left {
                group.first().copied()
            } else {
                Some(next_of(&group, &options, &votes, cx)?)
            };
            group.retain(|option| Some(*option) != chosen);
            if let Some(stratum) = chosen.and_then(|option| strata.get_mut(ix(option.0))) {
                stratum.seats = stratum.seats.saturating_add(1);
            }
            left = left.saturating_sub(1);
        }
    }
    Ok(())
}

/// Which of strata with equal remainders gets the next seat: "{0} gets it, by {1}, of {2}".
fn next_of(
    group: &[OptionId],
    options: &Options,
    votes: &dyn Fn(OptionId) -> i128,
    cx: &mut Count<'_>,
) -> Result<OptionId, CountError> {
    let mut tie = Tie::new("seat", group, true, options);
    tie.votes = Some(votes);
    let (chosen, by) = cx.decide(&tie)?;
    let names: Vec<&str> = group.iter().map(|option| options.id(*option)).collect();
    cx.event(Event::Note {
        code: "stratum-tie",
        args: vec![
            options.id(chosen).to_owned(),
            by.to_owned(),
            names.join(", "),
        ],
    });
    Ok(chosen)
}

/// The strata with their exact shares, as the report shows them.
pub(super) fn event(strata: &[Stratum], weights: &[Natural], seats: u32) -> Event {
    let total = weights
        .iter()
        .fold(Natural::ZERO, |sum, weight| sum + weight);
    let share = |weight: &Natural| {
        if total == Natural::ZERO {
            return "0".to_owned();
        }
        let share = Natural::from(seats) * weight;
        ratio_text(&Ratio::from_parts(share.into(), total.clone()))
    };
    Event::Strata {
        strata: strata
            .iter()
            .zip(weights)
            .map(|(stratum, weight)| {
                (
                    stratum.name.clone(),
                    len32(stratum.people.len()),
                    share(weight),
                    stratum.seats,
                )
            })
            .collect(),
    }
}
