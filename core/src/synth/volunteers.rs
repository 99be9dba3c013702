//! Pools as assemblies have them: features that go together, quotas by the shares of a town, and
//! volunteers who are not like the town.

use super::below;
use crate::id::{FeatureId, IdVec, ValueId, ix};
use crate::instance::{Feature, FeatureValue, Pool};
use crate::lottery::Stream;

/// Values of each feature: 34 in all, as in the published pool of 1,727 people for 110 seats.
const SIZES: [u32; 7] = [2, 5, 8, 4, 5, 6, 4];

/// People of the town who are counted for its shares.
const TOWN: u32 = 10_000;

/// Volunteers with seven features for `seats`, all ids distinct. Of some values fewer come forward
/// than the town has, and quotas follow the town (one seat below its share to two above), so
/// chances are far from equal. 1,727 people are of about 1,170 types.
///
/// A pool so made need not have a panel.
pub fn volunteers(people: u32, seats: u32, stream: &mut Stream) -> Pool {
    let mut shares: Vec<Vec<u32>> = SIZES.iter().map(|size| vec![0; ix(*size)]).collect();
    for _ in 0..TOWN {
        for (counts, value) in shares.iter_mut().zip(citizen(stream)) {
            counts[ix(value)] += 1;
        }
    }
    let features: IdVec<FeatureId, Feature> = shares
        .iter()
        .zip(1..)
        .map(|(counts, number)| feature(number, counts, seats))
        .collect();
    let mut rows = Vec::new();
    while rows.len() < ix(people) {
        let values = citizen(stream);
        // The young, the less schooled and the unconcerned come forward less often.
        let shy = u32::from(values[1] == 0) + u32::from(values[3] < 2) + u32::from(values[6] == 0);
        if below(stream, 4) >= shy {
            let id = format!("p{:05}", rows.len());
            rows.push((id, values.map(ValueId).to_vec(), None));
        }
    }
    // Ids are distinct and values in range by construction, so a pool is always made.
    Pool::new(features, rows, seats.min(people)).unwrap_or_default()
}

/// One of the town: high values are more common, and later features lean on age and schooling.
fn citizen(stream: &mut Stream) -> [u32; 7] {
    let mut values = SIZES.map(|size| {
        let drawn = [(); 3].map(|()| below(stream, size));
        drawn.into_iter().max().unwrap_or_default()
    });
    if below(stream, 2) == 0 {
        values[3] = (values[1] + below(stream, 2)) % SIZES[3];
    }
    if below(stream, 2) == 0 {
        values[6] = (values[3] + below(stream, 2)) % SIZES[6];
    }
    if below(stream, 3) == 0 {
        values[4] = values[2] % SIZES[4];
    }
    values
}

/// A feature with quotas around its shares of the town.
fn feature(number: u32, counts: &[u32], seats: u32) -> Feature {
    let values = counts.iter().zip(1..).map(|(count, value): (&u32, u32)| {
        let share = u64::from(*count) * u64::from(seats) / u64::from(TOWN);
        let share = u32::try_from(share).unwrap_or_default();
        FeatureValue {
            name: format!("value {value}"),
            min: share.saturating_sub(1),
            max: share.saturating_add(2).min(seats),
            min_flex: 0,
            max_flex: seats,
        }
    });
    Feature {
        name: format!("feature {number}"),
        values: values.collect(),
    }
}
