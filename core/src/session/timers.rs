//! Deadlines of many things by key. What starts between two polls has no time yet: it is armed by
//! the next one, since time enters only there.

use crate::time::Deadline;
use std::collections::{BTreeMap, BTreeSet};

/// Deadlines by key.
#[derive(Debug)]
pub(crate) struct Timers<K> {
    /// When each key's time is over; `None`: not armed yet.
    by_key: BTreeMap<K, Deadline>,
    by_time: BTreeSet<(u64, K)>,
    unarmed: Vec<(K, u64)>,
}

impl<K: Ord + Clone> Timers<K> {
    pub(crate) fn new() -> Timers<K> {
        Timers { by_key: BTreeMap::new(), by_time: BTreeSet::new(), unarmed: Vec::new() }
    }

    /// Gives `key`, which has no deadline, `ms` milliseconds from the next [`arm`](Timers::arm) on.
    pub(crate) fn start(&mut self, key: K, ms: u64) {
        self.by_key.insert(key.clone(), None);
        self.unarmed.push((key, ms));
    }

    pub(crate) fn stop(&mut self, key: &K) {
        match self.by_key.remove(key) {
            Some(Some(at)) => drop(self.by_time.remove(&(at, key.clone()))),
            Some(None) => self.unarmed.retain(|(other, _)| other != key),
            None => {}
        }
    }

    /// It is `mono_ms`: starts what was started since the last call.
    pub(crate) fn arm(&mut self, mono_ms: u64) {
        for (key, ms) in self.unarmed.drain(..) {
            let at = mono_ms.saturating_add(ms);
            self.by_key.insert(key.clone(), Some(at));
            self.by_time.insert((at, key));
        }
    }

    /// The next key whose time is over; it has no deadline any more.
    pub(crate) fn expired(&mut self, mono_ms: u64) -> Option<K> {
        let (at, _) = self.by_time.first()?;
        if *at > mono_ms {
            return None;
        }
        let (_, key) = self.by_time.pop_first()?;
        self.by_key.remove(&key);
        Some(key)
    }

    /// When the next time is over.
    pub(crate) fn deadline(&self) -> Deadline {
        self.by_time.first().map(|(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_runs_from_arming() {
        let mut timers = Timers::new();
        timers.start("a", 10);
        assert_eq!(timers.deadline(), None);
        timers.arm(100);
        timers.start("b", 5);
        timers.arm(102);
        assert_eq!(timers.deadline(), Some(107));
        assert_eq!(timers.expired(106), None);
        assert_eq!(timers.expired(110), Some("b"));
        assert_eq!(timers.expired(110), Some("a"));
        assert_eq!(timers.expired(110), None);
    }

    #[test]
    fn what_is_stopped_leaves_nothing_behind() {
        let mut timers = Timers::new();
        timers.start("armed", 10);
        timers.arm(0);
        timers.start("unarmed", 10);
        timers.stop(&"armed");
        timers.stop(&"unarmed");
        timers.stop(&"unknown");
        timers.arm(0);
        assert!(timers.by_key.is_empty() && timers.by_time.is_empty());
        assert_eq!(timers.expired(u64::MAX), None);
    }
}
