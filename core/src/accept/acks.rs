//! The numbers of stream management on the receiving side (XEP-0198), without resumption.
//!
//! Written apart from the client's own, so that one does not hide a mistake of the other.

use std::collections::VecDeque;

use crate::time::{Deadline, due};
use crate::xml::Element;

/// How long to wait, in milliseconds, before a client that has acknowledged nothing new is asked
/// again: it is slow, and at once it would say the same.
const ASK_AGAIN_MS: u64 = 10_000;

/// A stanza that is kept, with the octets it takes on the wire.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) stanza: Element,
    pub(super) bytes: u64,
}

/// Counts stanzas of both directions, from `<enabled/>` on, modulo 2^32.
#[derive(Debug, Default)]
pub(super) struct Acks {
    /// Stanzas received.
    received: u32,
    /// Stanzas sent that the client has acknowledged.
    acked: u32,
    /// Sent and not acknowledged, oldest first.
    unacked: VecDeque<Kept>,
    unacked_bytes: u64,
    ask: Ask,
}

#[derive(Debug, Default, PartialEq)]
enum Ask {
    #[default]
    Idle,
    /// `<r/>` was sent and not answered.
    Asked,
    /// The answer acknowledged nothing new.
    Again { at: u64 },
}

impl Acks {
    pub(super) fn count_received(&mut self) {
        self.received = self.received.wrapping_add(1);
    }

    /// The `h` to report.
    pub(super) fn received(&self) -> u32 {
        self.received
    }

    pub(super) fn count_sent(&mut self, kept: Kept) {
        self.unacked_bytes += kept.bytes;
        self.unacked.push_back(kept);
    }

    pub(super) fn unacked_bytes(&self) -> u64 {
        self.unacked_bytes
    }

    pub(super) fn unacked(&self) -> usize {
        self.unacked.len()
    }

    /// How many stanzas were sent in all.
    pub(super) fn sent(&self) -> u32 {
        self.acked.wrapping_add(self.unacked.len() as u32)
    }

    /// Whether to send `<r/>` now: there is something to ask for, no answer on its way, and the
    /// client was not asked in vain just before.
    pub(super) fn ask(&mut self) -> bool {
        let ask = self.ask == Ask::Idle && !self.unacked.is_empty();
        if ask {
            self.ask = Ask::Asked;
        }
        ask
    }

    /// When [`tick`](Acks::tick) has something to do.
    pub(super) fn deadline(&self) -> Deadline {
        match self.ask {
            Ask::Again { at } => Some(at),
            _ => None,
        }
    }

    /// Whether it is time to ask again.
    pub(super) fn tick(&mut self, mono_ms: u64) -> bool {
        let again = due(self.deadline(), mono_ms);
        if again {
            self.ask = Ask::Idle;
        }
        again
    }

    /// Takes the client's `h`. How many stanzas are newly acknowledged, or `Err` if it claims
    /// more than were sent.
    pub(super) fn acknowledge(&mut self, h: u32, mono_ms: u64) -> Result<u32, ()> {
        let fresh = h.wrapping_sub(self.acked);
        if fresh as usize > self.unacked.len() {
            return Err(());
        }
        let acked = self.unacked.drain(..fresh as usize);
        self.unacked_bytes -= acked.map(|kept| kept.bytes).sum::<u64>();
        self.acked = h;
        let in_vain = fresh == 0 && !self.unacked.is_empty();
        self.ask = match self.ask {
            Ask::Again { at } if in_vain => Ask::Again { at },
            _ if in_vain => Ask::Again { at: mono_ms.saturating_add(ASK_AGAIN_MS) },
            _ => Ask::Idle,
        };
        Ok(fresh)
    }

    pub(super) fn into_unacked(self) -> VecDeque<Kept> {
        self.unacked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::ns;

    fn stanza() -> Kept {
        let stanza = Element::builder("message", ns::CLIENT).build().expect("a plain element");
        Kept { stanza, bytes: 10 }
    }

    #[test]
    fn counts_across_the_wrap() {
        let mut acks = Acks { acked: u32::MAX - 1, ..Acks::default() };
        (0..3).for_each(|_| acks.count_sent(stanza()));
        assert_eq!(acks.acknowledge(u32::MAX, 0), Ok(1));
        assert_eq!(acks.unacked_bytes(), 20);
        assert_eq!(acks.acknowledge(1, 0), Ok(2));
        assert_eq!(acks.unacked_bytes(), 0);
        assert_eq!(acks.acknowledge(1, 0), Ok(0));
        assert_eq!(acks.acknowledge(2, 0), Err(()));
        assert_eq!(acks.acknowledge(0, 0), Err(()), "h never goes back");
    }

    #[test]
    fn asks_once_until_answered() {
        let mut acks = Acks::default();
        assert!(!acks.ask());
        acks.count_sent(stanza());
        assert!(acks.ask());
        acks.count_sent(stanza());
        assert!(!acks.ask());
        assert_eq!(acks.acknowledge(1, 0), Ok(1));
        assert!(acks.ask());
    }

    #[test]
    fn asks_again_later_who_has_acknowledged_nothing() {
        let mut acks = Acks::default();
        acks.count_sent(stanza());
        assert!(acks.ask());
        assert_eq!(acks.acknowledge(0, 5), Ok(0));
        assert!(!acks.ask(), "at once it would say the same");
        assert_eq!(acks.acknowledge(0, 6), Ok(0));
        assert_eq!(acks.deadline(), Some(5 + ASK_AGAIN_MS));
        assert!(!acks.tick(4 + ASK_AGAIN_MS) && acks.tick(5 + ASK_AGAIN_MS));
        assert!(acks.ask() && acks.deadline().is_none());
    }
}
