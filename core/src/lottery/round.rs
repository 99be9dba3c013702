//! Which beacon round a time of day means: computed, so that nobody picks it.

use std::num::NonZeroU32;

/// The first round whose time is `unix` or later; round 1 is at `genesis`.
///
/// Times are Unix seconds, `period` is the seconds between two rounds. A time before the genesis
/// means round 1. A round is at `genesis + (round - 1) * period` (see [`round_time`]).
pub fn first_round_at_or_after(genesis: i64, period: NonZeroU32, unix: i64) -> u64 {
    let elapsed = i128::from(unix) - i128::from(genesis);
    // Before or at the genesis nothing has elapsed.
    let elapsed = u64::try_from(elapsed.max(0)).unwrap_or(u64::MAX);
    elapsed.div_ceil(u64::from(period.get())).saturating_add(1)
}

/// The time of a round in Unix seconds; `None` for round 0 and beyond the range of `i64`.
pub fn round_time(genesis: i64, period: NonZeroU32, round: u64) -> Option<i64> {
    let periods = i64::try_from(round.checked_sub(1)?).ok()?;
    genesis.checked_add(periods.checked_mul(i64::from(period.get()))?)
}
