//! How panels lean, and in which order people are cut: by panels drawn from a fixed stream, which
//! decides nothing but how many attempts it takes.

use super::{Apart, Desk};
use crate::id::{FeatureId, IdVec, RowId, TypeId, ix};
use crate::lottery::Stream;
use crate::num::Natural;
use crate::panel::Types;
use crate::panel::number::tilted::{UPRIGHT, features, leant};

/// Rounds in which tilts are found for each feature, and then for the best.
const ROUNDS: (u32, u32) = (8, 40);

/// Panels drawn in a round, then, and at the end.
const SAMPLES: (u32, u32, u32) = (200, 1_000, 4_000);

/// Looks for the feature to begin with, tilts, and the order of the others so that few numbers are
/// drawn for a panel. `None` where people of several types share homes, where a value that somebody
/// must have is nobody's, or where no panel keeps the quotas of one feature. `weights`: of each
/// person, by type.
///
/// Cost: O(features * rounds * (size of the tables + samples * types)).
pub fn find(types: &Types, weights: Option<&IdVec<TypeId, Natural>>) -> Option<Apart> {
    let mut stream = Stream::new([0; 32]);
    let mut best: Option<(Natural, Apart)> = None;
    let all = features(types);
    let upright = vec![UPRIGHT; ix(types.rows().len())];
    for first in &all {
        let mut order = all.clone();
        order.retain(|feature| feature != first);
        order.insert(0, *first);
        let mut apart = Apart::new(types, order, weights, upright.clone())?;
        settle(&mut apart, types, (ROUNDS.0, SAMPLES.0), &mut stream);
        let most = apart.most();
        if !most.is_zero() && best.as_ref().is_none_or(|(least, _)| most < *least) {
            best = Some((most, apart));
        }
    }
    let (_, mut best) = best?;
    settle(&mut best, types, (ROUNDS.1, SAMPLES.1), &mut stream);
    let shares = shares(&best, types, &mut stream);
    // After the first those that leave fewest.
    let mut others: Vec<(u64, FeatureId)> = Vec::new();
    for (share, feature) in shares.iter().zip(&best.features).skip(1) {
        others.push((*share, *feature));
    }
    crate::sort::sort(&mut others);
    let order = std::iter::once(best.features[0]).chain(others.iter().map(|(_, feature)| *feature));
    let mut found = Apart::new(types, order.collect(), weights, best.tilts.clone())?;
    found.expected = others.iter().fold(Natural::ONE, |all, (share, _)| {
        all * Natural::from(1_u64 << 32) / Natural::from((*share).max(1))
    });
    Some(found)
}

/// Brings the averages of the rows of all features but the first into their quotas, and keeps the
/// tilts of the least bound.
fn settle(apart: &mut Apart, types: &Types, (rounds, samples): (u32, u32), stream: &mut Stream) {
    let mut desk = Desk::default();
    let any = vec![u32::MAX; apart.quotas.len()];
    let open: Vec<RowId> = apart.rows.iter().skip(1).flatten().copied().collect();
    let mut best = (apart.most(), apart.tilts.clone());
    for _ in 0..rounds {
        let (mut sums, mut drawn) = (vec![0_u64; apart.quotas.len()], 0);
        for _ in 0..samples {
            if apart.walk(stream, &mut desk, &any, &|_, _, _| true) {
                drawn += 1;
                for (sum, own) in sums.iter_mut().zip(&desk.sums) {
                    *sum += u64::from(*own);
                }
            }
        }
        if drawn == 0 {
            break;
        }
        let mut tilts = apart.tilts.clone();
        for row in &open {
            let (at, row) = (ix(row.0), &types.rows()[*row]);
            tilts[at] = leant(tilts[at], sums[at], drawn, (row.least, row.most));
        }
        if apart.lean(types, tilts).is_none() {
            break;
        }
        let most = apart.most();
        if most < best.0 {
            best = (most, apart.tilts.clone());
        }
    }
    if apart.tilts != best.1 {
        // These tilts were taken before.
        let _ = apart.lean(types, best.1);
    }
}

/// What stays of panels after each feature for itself, in 2^-32.
fn shares(apart: &Apart, types: &Types, stream: &mut Stream) -> Vec<u64> {
    let mut desk = Desk::default();
    let any = vec![u32::MAX; apart.quotas.len()];
    let mut shares = vec![0_u64; apart.features.len()];
    for _ in 0..SAMPLES.2 {
        if !apart.walk(stream, &mut desk, &any, &|_, _, _| true) {
            continue;
        }
        let own = &desk.sums;
        for (feature, share) in shares.iter_mut().enumerate() {
            let met = apart.rows[feature].iter().all(|row| {
                let of = &types.rows()[*row];
                (of.least..=of.most).contains(&own[ix(row.0)])
            });
            if met {
                *share += apart.kept(feature, own).map_or(1 << 32, |kept| kept >> 32);
            }
        }
    }
    shares
        .into_iter()
        .map(|share| share / u64::from(SAMPLES.2))
        .collect()
}
