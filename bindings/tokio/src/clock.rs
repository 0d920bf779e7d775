//! The two clocks.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use xmpp_engine::Now;

/// Reads both clocks. The monotonic one counts the time that the machine sleeps, where the system
/// has such a clock: else a laptop would take a link that died overnight for a fresh one.
pub(crate) fn now() -> Now {
    let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Now { mono_ms: mono_ms(), unix_ms: millis(unix) }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn mono_ms() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    time.tv_sec as u64 * 1000 + time.tv_nsec as u64 / 1_000_000
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn mono_ms() -> u64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    millis(START.get_or_init(std::time::Instant::now).elapsed())
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
