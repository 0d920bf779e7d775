//! The clock of the measurements: CPU time of this thread, so that other programs do not count.

use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds that this thread has run.
pub fn cpu_ns() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
