//! Time as data. The engine has no clock: the driver says what time it is in every
//! [`poll`](crate::Engine::poll), and nothing else moves it.

use crate::declare::record;

record! {
    /// The two clocks of the driver, read together.
    #[derive(Copy, Eq, Default)]
    pub struct Now {
        /// Milliseconds of a clock that counts sleep and never runs backwards. Its zero means
        /// nothing; a value below an earlier one is taken as the earlier one.
        pub mono_ms: u64,
        /// Milliseconds since 1970-01-01T00:00:00Z: certificates, delay stamps, token expiry.
        pub unix_ms: u64,
    }
}

/// A point on the monotonic clock, in milliseconds, and `None` for "never".
pub(crate) type Deadline = Option<u64>;

/// The deadline `ms` milliseconds from `mono_ms` on. A configured time may be as long as "never".
pub(crate) fn after(mono_ms: u64, ms: u64) -> u64 {
    mono_ms.saturating_add(ms)
}

/// The last moment of the clock but one, so that even a deadline as late as can be is still to come.
pub(crate) const END_OF_TIME: u64 = u64::MAX - 1;

/// The earlier of two deadlines.
pub(crate) fn earliest(a: Deadline, b: Deadline) -> Deadline {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Whether a deadline has come.
pub(crate) fn due(deadline: Deadline, mono_ms: u64) -> bool {
    deadline.is_some_and(|at| at <= mono_ms)
}
