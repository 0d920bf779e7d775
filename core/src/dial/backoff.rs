//! How long to wait before the next attempt: twice as long after each failure, up to five
//! minutes, and never the same for two clients, so that a server which comes back is not run
//! over by all of them at once (RFC 6120 section 3.3).

use crate::chance::Chance;

/// The wait after the first failure, in milliseconds.
const FIRST_MS: u64 = 1_000;

/// The longest wait, in milliseconds: a server that was down overnight is found within it.
const LONGEST_MS: u64 = 300_000;

/// A session that stood so long, in milliseconds, was a success. A server that accepts a login
/// and throws us out at once must not be tried each second for ever.
const STABLE_MS: u64 = 60_000;

/// Counts failures in a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Counts a failure and gives the milliseconds to wait: between one half and the whole of
    /// 1 s, 2 s, 4 s .. 256 s, 300 s, 300 s ..
    pub(crate) fn next(&mut self, chance: &mut Chance) -> u64 {
        let whole = FIRST_MS.saturating_mul(1 << self.failures.min(32)).min(LONGEST_MS);
        self.failures = self.failures.saturating_add(1);
        whole - chance.below(whole / 2 + 1)
    }

    /// A session ended that had been online for `online_ms`: failures before it are forgotten if
    /// it was stable.
    pub(crate) fn stood(&mut self, online_ms: u64) {
        if online_ms >= STABLE_MS {
            self.reset();
        }
    }

    /// Forgets all failures: the network changed, or the user asked for another try.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_with_jitter_up_to_five_minutes() {
        let mut chance = Chance::new([7; 32]);
        let mut backoff = Backoff::default();
        let mut whole = 1_000;
        for _ in 0..100 {
            let delay = backoff.next(&mut chance);
            assert!((whole / 2..=whole).contains(&delay), "{delay} of {whole}");
            whole = (whole * 2).min(300_000);
        }
        assert_ne!(backoff.next(&mut chance), backoff.next(&mut chance));
    }

    #[test]
    fn only_a_stable_session_resets() {
        let mut chance = Chance::new([7; 32]);
        let mut backoff = Backoff::default();
        for _ in 0..5 {
            backoff.next(&mut chance);
            backoff.stood(59_999);
        }
        assert!(backoff.next(&mut chance) > 1_000);
        backoff.stood(60_000);
        assert!(backoff.next(&mut chance) <= 1_000);
    }
}
