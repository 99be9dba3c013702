//! What is followed, and how panels lean: by panels drawn from a fixed stream, which decides
//! nothing but how many attempts it takes.

use super::{Tilted, UPRIGHT, frame};
use crate::id::{IdVec, RowId, TypeId, ix, len32};
use crate::lottery::Stream;
use crate::num::{Natural, isqrt};
use crate::panel::{Asked, Types};
use crate::sort::sort;

/// Rounds in which tilts are found for each feature, and then for the best.
const ROUNDS: (u32, u32) = (8, 6);

/// Panels drawn in a round.
const SAMPLES: u32 = 400;

/// A tenth of a bit: rows that leave out less are not followed.
const TENTH: u64 = (1 << 16) / 10;

/// Rows that did not fit, after which no other is tried.
const MISSES: u32 = 3;

/// Looks for what to follow with at most `limit` states so that few attempts are needed: the
/// feature whose panels leave the least bound ([`Tilted::most`]), then rows, those first that leave
/// most panels out for the states they take. `None` where not even one feature fits, or no panel
/// keeps the quotas of one. `weights`: of each person, by type.
///
/// Cost: O(features * rounds * states of a feature + rows * limit).
pub fn find(types: &Types, weights: Option<&IdVec<TypeId, Natural>>, limit: u64) -> Option<Tilted> {
    let mut stream = Stream::new([0; 32]);
    let mut best: Option<(Natural, Tilted)> = None;
    for feature in frame::features(types) {
        let Some(mut tilted) = Tilted::new(types, feature, Vec::new(), weights, limit) else {
            continue;
        };
        settle(&mut tilted, types, ROUNDS.0, &mut stream);
        let most = tilted.most();
        if best.as_ref().is_none_or(|(least, _)| most < *least) {
            best = Some((most, tilted));
        }
    }
    let (_, mut best) = best?;
    let mut misses = 0;
    let mut open = rows(types, &best);
    while misses < MISSES {
        let Some(row) = worth(&best, types, &open, &mut stream) else {
            break;
        };
        open.retain(|other| *other != row);
        let mut rows = best.rows.clone();
        rows.push(row);
        sort(&mut rows);
        let Some(mut next) = Tilted::new(types, best.first, rows, weights, limit) else {
            misses += 1;
            continue;
        };
        let mut tilts = best.tilts.clone();
        tilts[ix(row.0)] = UPRIGHT;
        next.lean(tilts)?;
        settle(&mut next, types, ROUNDS.1, &mut stream);
        best = next;
    }
    Some(best)
}

/// Rows that are not followed.
fn rows(types: &Types, tilted: &Tilted) -> Vec<RowId> {
    let rows = types.rows().iter();
    rows.filter(|(id, row)| {
        let quota = matches!(row.asked, Asked::Quota(..));
        quota && !tilted.follows(*id, row.asked)
    })
    .map(|(id, _)| id)
    .collect()
}

/// Brings the averages of rows that are not followed into their quotas, and keeps the tilts of
/// the least bound.
fn settle(tilted: &mut Tilted, types: &Types, rounds: u32, stream: &mut Stream) {
    let open = rows(types, tilted);
    let mut best = (tilted.most(), tilted.tilts.clone());
    for _ in 0..rounds {
        let (sums, drawn) = sums(tilted, types, stream);
        if drawn == 0 {
            break;
        }
        let mut tilts = tilted.tilts.clone();
        for row in &open {
            let (at, row) = (ix(row.0), &types.rows()[*row]);
            tilts[at] = leant(tilts[at], sums[at], drawn, (row.least, row.most));
        }
        if tilted.lean(tilts).is_none() {
            break;
        }
        let most = tilted.most();
        if most < best.0 {
            best = (most, tilted.tilts.clone());
        }
    }
    if tilted.tilts != best.1 {
        // These tilts were taken before.
        let _ = tilted.lean(best.1);
    }
}

/// The members of all rows on panels drawn, and how many panels.
fn sums(tilted: &Tilted, types: &Types, stream: &mut Stream) -> (Vec<u64>, u64) {
    let mut sums = vec![0; ix(types.rows().len())];
    let mut drawn = 0;
    for _ in 0..SAMPLES {
        let Some(taken) = tilted.walk(stream, &mut |_| true) else {
            continue;
        };
        drawn += 1;
        for kind in taken {
            for row in &types.types()[kind].rows {
                sums[ix(row.0)] += 1;
            }
        }
    }
    (sums, drawn)
}

/// A tilt after a round: half the way, as a ratio, to where the average comes into the quota, or
/// as near to upright as it stays in it.
pub(in crate::panel::number) fn leant(
    tilt: u32,
    sum: u64,
    drawn: u64,
    (least, most): (u32, u32),
) -> u32 {
    let tilt = u64::from(tilt);
    // Averages in 2^-16; who was never drawn still may be.
    let unit = u64::from(UPRIGHT);
    let average = ((2 * sum + 1) * unit / (2 * drawn)).max(1);
    let upright = average * unit / tilt;
    let (least, most) = (u64::from(least) * unit, u64::from(most) * unit);
    // A value that nobody may have is as rare as can be already.
    let wanted = upright.max(least).min(most).max(1);
    let ratio = (u128::from(wanted) << 32) / u128::from(average);
    let ratio = u64::try_from(ratio)
        .unwrap_or(u64::MAX)
        .clamp(1 << 28, 1 << 36);
    let new = (u128::from(tilt) * u128::from(isqrt(ratio))) >> 16;
    let new = u64::try_from(new).unwrap_or(u64::MAX);
    u32::try_from(new.clamp(1 << 8, 1 << 24)).unwrap_or(UPRIGHT)
}

/// The row that is most worth following, by panels drawn: of those that its quota would leave out
/// the bits, for each bit of states that it takes.
fn worth(tilted: &Tilted, types: &Types, open: &[RowId], stream: &mut Stream) -> Option<RowId> {
    let mut counts: Vec<Vec<u32>> = Vec::new();
    for _ in 0..4 * SAMPLES {
        let Some(taken) = tilted.walk(stream, &mut |_| true) else {
            continue;
        };
        let mut sums = vec![0; ix(types.rows().len())];
        for kind in taken {
            for row in &types.types()[kind].rows {
                sums[ix(row.0)] += 1;
            }
        }
        counts.push(sums);
    }
    let mut best: Option<(u64, RowId)> = None;
    for id in open {
        let row = &types.rows()[*id];
        let tilt = tilted.tilts[ix(id.0)];
        let edge = if tilt > UPRIGHT { row.least } else { row.most };
        // What stays of a panel within the quota, in 2^-32: it comes as often as its tilt makes
        // it, and is kept the more seldom.
        let mut kept: u64 = 0;
        for sums in &counts {
            let sum = sums[ix(id.0)];
            if (row.least..=row.most).contains(&sum) {
                let away = sum.abs_diff(edge);
                let (low, high) = (tilt.min(UPRIGHT), tilt.max(UPRIGHT));
                let factor = (u64::from(low) << 32) / u64::from(high);
                kept += (0..away).fold(1_u64 << 32, |kept, _| (kept * (factor >> 16)) >> 16);
            }
        }
        let drawn = u64::from(len32(counts.len())).max(1);
        let share = (kept / drawn).max(1);
        let bits = bits(1 << 32) - bits(share);
        let score = bits * 1000 / (self::bits(u64::from(row.most) + 1)).max(1);
        if bits > TENTH && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, *id));
        }
    }
    best.map(|(_, row)| row)
}

/// The logarithm to base 2 of a number from 1 on, in 2^-16, rounded down.
fn bits(number: u64) -> u64 {
    let whole = 63 - u64::from(number.max(1).leading_zeros());
    // As 1.xxx with 31 bits, squared bit by bit.
    let mut part = if whole > 31 {
        number >> (whole - 31)
    } else {
        number << (31 - whole)
    };
    let mut bits = whole;
    for _ in 0..16 {
        part = (part * part) >> 31;
        bits <<= 1;
        if part >= 1 << 32 {
            bits |= 1;
            part >>= 1;
        }
    }
    bits
}
