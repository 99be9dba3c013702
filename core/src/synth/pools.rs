//! Pools of volunteers with quotas that the pool can meet.

use super::below;
use crate::id::{FeatureId, IdVec, ValueId};
use crate::instance::{Feature, FeatureValue, Pool};
use crate::lottery::Stream;

/// Size of a pool.
#[derive(Clone, Copy, Debug)]
pub struct PoolShape {
    /// Volunteers.
    pub people: u32,
    /// Seats on the panel.
    pub seats: u32,
    /// Features, of two to four values each.
    pub features: u32,
}

/// A pool whose quotas leave wide room around the shares of the pool itself.
pub fn pool(shape: PoolShape, stream: &mut Stream) -> Pool {
    let sizes: Vec<u32> = (0..shape.features).map(|_| 2 + below(stream, 3)).collect();
    let people: Vec<(String, Vec<ValueId>, Option<String>)> = (0..shape.people)
        .map(|number| {
            let values = sizes
                .iter()
                .map(|size| ValueId(below(stream, *size)))
                .collect();
            (format!("p{number:05}"), values, None)
        })
        .collect();
    let features: IdVec<FeatureId, Feature> = sizes
        .iter()
        .enumerate()
        .map(|(at, size)| Feature {
            name: format!("feature {}", at + 1),
            values: (0..*size)
                .map(|value| FeatureValue {
                    name: format!("value {}", value + 1),
                    min: 0,
                    max: shape.seats,
                    min_flex: 0,
                    max_flex: shape.seats,
                })
                .collect(),
        })
        .collect();
    let seats = shape.seats.min(shape.people);
    let made = Pool::new(features, people, seats);
    // Ids are distinct and values in range by construction, so a pool is always made.
    made.unwrap_or_default()
}
