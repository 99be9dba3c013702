//! When things are due: the time of the beacon, and until when everything before it may come.

use super::schema::{Manifest, Op, Source};
use super::time::Time;
use crate::lottery::beacon::pinned;

/// T* as a Unix time: the earliest beacon round of the manifest; of a draw without one (`direct`,
/// a rehearsal) the time of the draw (draw/v1, 2.8, closed points 6 and 14).
pub(super) fn star_unix(manifest: &Manifest) -> i64 {
    let rounds = manifest.sources.iter().filter_map(|source| match source {
        Source::Drand { chain_hash, round } if !is_direct(manifest) => {
            pinned(chain_hash)?.time_of(u64::try_from(*round).ok()?)
        }
        _ => None,
    });
    rounds.min().unwrap_or_else(|| manifest.draw_time.unix())
}

/// T* less the margin, as a Unix time.
pub(super) fn latest_unix(manifest: &Manifest) -> i64 {
    star_unix(manifest).saturating_sub(i64::from(manifest.margin()))
}

/// T*: the time of the beacon; where it is no year of our calendar, the time of the draw.
pub fn star(manifest: &Manifest) -> Time {
    Time::from_unix(star_unix(manifest)).unwrap_or(manifest.draw_time)
}

/// The latest time at which anything that must precede the beacon may still come: T* less the
/// margin.
pub fn deadline(manifest: &Manifest) -> Time {
    Time::from_unix(latest_unix(manifest)).unwrap_or_else(|| star(manifest))
}

/// Whether the dice of the only source are the number of the panel.
pub fn is_direct(manifest: &Manifest) -> bool {
    let mut ops = manifest.draws.iter().map(|draw| &draw.op);
    ops.any(|op| matches!(op, Op::Direct { .. }))
}
