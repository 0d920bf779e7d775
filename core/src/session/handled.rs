//! Which inbound stanzas are handled: the `h` that we report (XEP-0198) covers a stanza only once
//! every event made from it was handled by the app, in order. What the app never saw is never
//! acknowledged. Stanzas without an event count at once, behind those before them.

use std::collections::VecDeque;

/// Runs that are told apart. An app that takes events and never says what it has handled must not
/// make us remember each of them: beyond these, stanzas count only together with later ones.
const RUNS: usize = 1024;

/// Maps the watermark of handled events to a count of handled stanzas.
#[derive(Debug, Default)]
pub(crate) struct Handled {
    /// Every event up to this one is handled.
    watermark: u64,
    /// Stanzas that wait, oldest first, as runs: so many of them count once this event is handled.
    /// Runs, not stanzas, since a flood of stanzas without events must not grow it; at most [`RUNS`].
    waiting: VecDeque<Run>,
    /// Stanzas handled since stream management was enabled, modulo 2^32.
    h: u32,
}

#[derive(Debug)]
struct Run {
    until: u64,
    stanzas: u32,
}

impl Handled {
    /// A stanza was worked off; `last_event` is the last event given so far, by this stanza or
    /// before it. Events are numbered upwards from 1.
    pub(crate) fn stanza(&mut self, last_event: u64) {
        let until = last_event.max(self.waiting.back().map_or(0, |run| run.until));
        let is_full = self.waiting.len() >= RUNS;
        match self.waiting.back_mut() {
            Some(run) if run.until == until || is_full => {
                *run = Run { until, stanzas: run.stanzas.wrapping_add(1) };
            }
            _ => self.waiting.push_back(Run { until, stanzas: 1 }),
        }
        self.count();
    }

    /// The app has handled every event up to and including `seq`.
    pub(crate) fn handled(&mut self, seq: u64) {
        self.watermark = self.watermark.max(seq);
        self.count();
    }

    /// Starts to count from zero, exactly behind `<enabled/>`. The watermark stays: events are
    /// numbered over all streams.
    pub(crate) fn restart(&mut self) {
        self.waiting.clear();
        self.h = 0;
    }

    /// Stanzas handled since [`restart`](Handled::restart), modulo 2^32.
    pub(crate) fn h(&self) -> u32 {
        self.h
    }

    /// Whether stanzas wait for their events to be handled.
    pub(crate) fn is_behind(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn count(&mut self) {
        while let Some(run) = self.waiting.front().filter(|run| run.until <= self.watermark) {
            self.h = self.h.wrapping_add(run.stanzas);
            self.waiting.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_stanza_counts_when_its_last_event_is_handled() {
        let mut handled = Handled::default();
        handled.stanza(2); // events 1 and 2
        assert_eq!(handled.h(), 0);
        handled.handled(1);
        assert_eq!(handled.h(), 0);
        handled.handled(2);
        assert_eq!(handled.h(), 1);
    }

    #[test]
    fn a_stanza_without_event_waits_for_those_before_it() {
        let mut handled = Handled::default();
        handled.stanza(0);
        assert_eq!(handled.h(), 1);
        handled.stanza(1);
        handled.stanza(1);
        handled.stanza(2);
        assert!(handled.is_behind());
        assert_eq!(handled.h(), 1);
        handled.handled(1);
        assert_eq!(handled.h(), 3);
        handled.handled(2);
        assert_eq!(handled.h(), 4);
        assert!(!handled.is_behind());
    }

    #[test]
    fn a_watermark_never_falls_and_may_run_ahead() {
        let mut handled = Handled::default();
        handled.handled(7);
        handled.handled(3);
        handled.stanza(5);
        assert_eq!(handled.h(), 1);
    }

    #[test]
    fn a_flood_without_events_takes_no_room() {
        let mut handled = Handled::default();
        (0..100_001).for_each(|_| handled.stanza(1));
        assert_eq!(handled.waiting.len(), 1);
        handled.handled(1);
        assert_eq!(handled.h(), 100_001);
    }

    #[test]
    fn an_app_that_never_handles_takes_no_room() {
        let mut handled = Handled::default();
        (1..=100_000).for_each(|event| handled.stanza(event));
        assert_eq!(handled.waiting.len(), RUNS);
        handled.handled(RUNS as u64 - 1);
        assert_eq!(handled.h(), RUNS as u32 - 1);
        handled.handled(99_999);
        assert_eq!(handled.h(), RUNS as u32 - 1, "the last run ends with the last event");
        handled.stanza(100_001);
        handled.handled(100_000);
        assert_eq!(handled.h(), 100_000);
        assert!(handled.is_behind());
    }

    #[test]
    fn the_count_wraps_and_restarts() {
        let mut handled = Handled { h: u32::MAX, ..Handled::default() };
        handled.stanza(0);
        assert_eq!(handled.h(), 0);
        handled.stanza(0);
        handled.stanza(1);
        handled.restart();
        assert_eq!(handled.h(), 0);
        handled.handled(1);
        assert_eq!(handled.h(), 0);
    }

    proptest! {
        /// Against the naive rule: the longest run of stanzas from the first on, none with an
        /// event beyond the watermark.
        #[test]
        fn h_is_the_handled_prefix(steps in prop::collection::vec((0u64..3, any::<bool>()), 0..60)) {
            let mut handled = Handled::default();
            let (mut stanzas, mut seq, mut mark) = (Vec::new(), 0, 0);
            for (events, app_acts) in steps {
                seq += events;
                handled.stanza(seq);
                stanzas.push(seq);
                if app_acts && mark < seq {
                    mark += 1;
                    handled.handled(mark);
                }
                let naive = stanzas.iter().take_while(|last| **last <= mark);
                prop_assert_eq!(handled.h(), naive.count() as u32);
            }
        }
    }
}
