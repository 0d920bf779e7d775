//! The lane of received octets, in which the driver's other news of the connection are marks at
//! their place: so the last stanza before an end is not lost, and what came before TLS is never
//! taken for what came through it.

use super::buffer::Buffer;
use super::data::{ConnectFailure, TlsInfo};
use std::collections::VecDeque;

/// News that hold from their place in the lane on.
#[derive(Debug)]
pub(super) enum Mark {
    Eof,
    Failed(ConnectFailure),
    Secured(TlsInfo),
}

#[derive(Default)]
pub(super) struct Lane {
    octets: Buffer,
    /// Each mark with the number of octets between it and the one in front of it.
    marks: VecDeque<(usize, Mark)>,
    /// Octets behind the last mark.
    behind: usize,
    /// Octets pushed so far.
    pub(super) received: u64,
    /// Whether an end was marked; what comes behind it means nothing.
    closed: bool,
}

impl Lane {
    pub(super) fn len(&self) -> usize {
        self.octets.len()
    }

    pub(super) fn push(&mut self, octets: &[u8]) {
        if !self.closed {
            self.octets.push(octets);
            self.received += octets.len() as u64;
            self.behind += octets.len();
        }
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        if !self.closed {
            self.closed = !matches!(mark, Mark::Secured(_));
            self.marks.push_back((std::mem::take(&mut self.behind), mark));
        }
    }

    /// The octets in front of the next mark.
    pub(super) fn front(&self) -> &[u8] {
        let all = self.octets.as_slice();
        match self.marks.front() {
            Some((count, _)) => &all[..*count],
            None => all,
        }
    }

    /// Takes up to `count` octets, never beyond the next mark.
    pub(super) fn consume(&mut self, count: usize) {
        let before = self.marks.front_mut().map_or(&mut self.behind, |(before, _)| before);
        let count = count.min(*before);
        *before -= count;
        self.octets.consume(count);
    }

    /// Takes the next mark once no octet stands in front of it.
    pub(super) fn take_mark(&mut self) -> Option<Mark> {
        match self.marks.front() {
            Some((0, _)) => self.marks.pop_front().map(|(_, mark)| mark),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.octets.capacity()
    }

    /// Forgets everything and takes nothing more.
    pub(super) fn close(&mut self) {
        *self = Lane { closed: true, ..Lane::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_at_their_place() {
        let mut lane = Lane::default();
        lane.push(b"clear");
        lane.mark(Mark::Secured(TlsInfo::default()));
        lane.push(b"secret");
        lane.mark(Mark::Eof);
        lane.push(b"nothing");
        lane.mark(Mark::Failed(ConnectFailure::Reset));

        assert_eq!(lane.front(), b"clear");
        assert!(lane.take_mark().is_none());
        lane.consume(100);
        assert_eq!(lane.front(), b"");
        assert!(matches!(lane.take_mark(), Some(Mark::Secured(_))));
        lane.consume(3);
        assert_eq!(lane.front(), b"ret");
        assert!(lane.take_mark().is_none());
        lane.consume(3);
        assert!(matches!(lane.take_mark(), Some(Mark::Eof)));
        assert!(lane.take_mark().is_none());
        assert_eq!(lane.len(), 0);
    }
}
