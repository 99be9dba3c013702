//! Quotas that no panel can meet, told at the rows of the categories file that they stand in.

use super::categories::Categories;
use crate::id::{PersonId, len32};
use crate::instance::{FeatureValue, Pool};
use crate::problem::{Diagnostics, Problem};

/// A place in the file: line and column.
type Place = (u32, u32);

fn sum(values: &[&FeatureValue], quota: fn(&FeatureValue) -> u32) -> u32 {
    let quotas = values.iter().map(|value| quota(value));
    quotas.fold(0u32, u32::saturating_add)
}

/// Quotas that no panel of this size from this pool can meet; `places` by feature, `rows` by
/// feature and value.
pub(super) fn check(
    pool: &Pool,
    places: &[Place],
    rows: &[Vec<Place>],
    diagnostics: &mut Diagnostics,
) {
    let everyone: Vec<PersonId> = pool.people().collect();
    let counts = pool.tally(&everyone);
    let seats = pool.seats;
    let placed = places.iter().zip(rows).zip(&counts);
    for (feature, ((place, rows), counts)) in pool.features().values().zip(placed) {
        let values: Vec<&FeatureValue> = feature.values.values().collect();
        let (least, most) = (sum(&values, |v| v.min), sum(&values, |v| v.max));
        for (code, sum, wrong, bound) in [
            ("quota-min-sum", least, least > seats, "at most"),
            ("quota-max-sum", most, most < seats, "at least"),
        ] {
            if wrong {
                diagnostics.push(
                    Problem::warning(code)
                        .at(place.0, place.1)
                        .path(feature.name.as_str())
                        .found(sum.to_string())
                        .expected(format!("{bound} {seats}")),
                );
            }
        }
        for ((value, place), count) in values.iter().zip(rows).zip(counts) {
            if *count < value.min {
                diagnostics.push(
                    Problem::warning("quota-above-pool")
                        .at(place.0, place.1)
                        .path(format!("{}/{}", feature.name, value.name))
                        .found(count.to_string())
                        .expected(format!("at least {}", value.min)),
                );
            }
        }
    }
}

/// The sizes of panel that the quotas allow: `a panel of 20..24`.
pub(super) fn seats_expected(categories: Option<&Categories>, people: usize) -> String {
    let (mut least, mut most) = (1, len32(people));
    for feature in categories.iter().flat_map(|file| file.features.values()) {
        let values: Vec<&FeatureValue> = feature.values.values().collect();
        least = least.max(sum(&values, |value| value.min));
        most = most.min(sum(&values, |value| value.max));
    }
    if least > most {
        return format!("a panel of 1..{people}");
    }
    format!("a panel of {least}..{most}")
}
