//! Processor time of this process, and the time of day.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds since 1970 in UTC. Nothing is decided by it: it only warns of times that are past.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

/// Processor time used so far; `None` where the system does not tell.
#[cfg(unix)]
pub(crate) fn cpu() -> Option<Duration> {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let nanoseconds = u32::try_from(time.tv_nsec).ok()?;
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, nanoseconds))
}

/// Processor time used so far; `None` where the system does not tell.
#[cfg(not(unix))]
pub(crate) fn cpu() -> Option<Duration> {
    None
}

/// Runs `work` and tells the processor time it took, in seconds with four decimals; empty where
/// the system does not tell.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, String) {
    let before = cpu();
    let result = work();
    let took = before.zip(cpu()).map(|(before, after)| {
        let took = after.saturating_sub(before);
        format!("{}.{:04}", took.as_secs(), took.subsec_micros() / 100)
    });
    (result, took.unwrap_or_default())
}
