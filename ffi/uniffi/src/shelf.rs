//! The stanzas of events that were given out and are not handled yet.

use std::collections::VecDeque;

use xmpp_engine::declared::{Element, Event, Limits};

/// Stanzas with the numbers of their events. A program that never says `handled` does not make it
/// grow: what is above the limits for events that wait pushes out the oldest.
pub struct Shelf {
    stanzas: VecDeque<(u64, Element)>,
    weight: u64,
    most: usize,
    heaviest: u64,
}

impl Shelf {
    /// A shelf with room for what the limits allow.
    pub fn new(limits: &Limits) -> Shelf {
        let (most, heaviest) = (limits.held_events as usize, limits.held_bytes);
        Shelf { stanzas: VecDeque::new(), weight: 0, most, heaviest }
    }

    /// Keeps the stanza of an event, if it came with one.
    pub fn keep(&mut self, seq: u64, event: &Event) {
        let stanza = match event {
            Event::Message { stanza, .. } => stanza.element(),
            Event::Presence { stanza } => stanza.element(),
            Event::Request { stanza, .. } => stanza.element(),
            _ => return,
        };
        self.weight += stanza.memory();
        self.stanzas.push_back((seq, stanza.clone()));
        while self.stanzas.len() > self.most || self.weight > self.heaviest {
            self.drop_oldest();
        }
    }

    /// Drops what came up to this number.
    pub fn drop_up_to(&mut self, seq: u64) {
        while self.stanzas.front().is_some_and(|(oldest, _)| *oldest <= seq) {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((_, stanza)) = self.stanzas.pop_front() {
            self.weight -= stanza.memory();
        }
    }

    /// The stanza of this number.
    pub fn get(&self, seq: u64) -> Option<&Element> {
        let at = self.stanzas.binary_search_by_key(&seq, |(seq, _)| *seq).ok()?;
        self.stanzas.get(at).map(|(_, stanza)| stanza)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xmpp_engine::declared::{Jid, Message, MessageOrigin};

    fn message(body: &str) -> Event {
        let stanza = Message::chat(Jid::new("a@b").expect("an address")).body(body);
        Event::Message { origin: MessageOrigin::Live, stanza: stanza.build().expect("a message") }
    }

    fn filled(limits: Limits, bodies: &[&str]) -> Shelf {
        let mut shelf = Shelf::new(&limits);
        for (seq, body) in (1..).zip(bodies) {
            shelf.keep(seq, &message(body));
        }
        shelf
    }

    #[test]
    fn what_is_handled_is_dropped() {
        let mut shelf = filled(Limits::default(), &["1", "2", "3"]);
        shelf.keep(4, &Event::Writable);
        shelf.drop_up_to(2);
        let there = [0, 1, 2, 3, 4].map(|seq| shelf.get(seq).is_some());
        assert_eq!(there, [false, false, false, true, false]);
        shelf.drop_up_to(9);
        assert_eq!(shelf.weight, 0);
    }

    #[test]
    fn what_is_never_handled_does_not_grow() {
        let limits = Limits { held_events: 2, ..Limits::default() };
        assert!(filled(limits, &["1", "2", "3"]).get(1).is_none());
        let long = "x".repeat(10_000);
        let limits = Limits { held_bytes: 25_000, ..Limits::default() };
        let shelf = filled(limits, &[&long, &long, &long]);
        assert_eq!([1, 2, 3].map(|seq| shelf.get(seq).is_some()), [false, true, true]);
    }
}
